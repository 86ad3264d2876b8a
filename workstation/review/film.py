"""The film of a review: what a reviewer saw of a case, moment by moment, small enough to be kept.

A film is a head and events. An event tells that one track has another value from an instant on;
tracks that stay as they are cost nothing. So whatever was on the screen at any instant can be put
together again. The film knows no screen and no clock: the desk hands in what is shown, with the
time since the case was opened.

Written down it is JSON, one value a line. Its SHA-256 stands in the evidence of the decision.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.review.coverage import COLUMNS, ROWS, Level

SCHEMA: Final = "reviewroom.film/1"
LIMIT_BYTES: Final = 256 * 1024
"""How large a film may be, written down."""
LONGEST_MS: Final = 7 * 24 * 3600 * 1000
"""How long a film may be [ms]."""
_MOST_EVENTS: Final = 50_000


class Track(StrEnum):
    """What a film follows. Places are (row, column) in full-resolution pixels.

    ``VIEW``: centre row, centre column, zoom. ``SIZE``: height and width of the pane in device
    pixels. ``LOOK``: what of the look has changed. ``MODEL_LOOK``: in what the look of the model
    differs from the scan's. ``MARKS``: marks that are new or other, those that are gone, and their
    order where it is another. ``SEEN``: runs of cells of the coverage map that rose to a level.
    ``ACT``: a command that was run; ``CASE``: what happened to the case itself.
    """

    VIEW = "view"
    SIZE = "size"
    LOOK = "look"
    FIDELITY = "fidelity"
    OVERLAY = "overlay"
    MODEL = "model"
    MODEL_VIEW = "model_view"
    MODEL_SIZE = "model_size"
    MODEL_LOOK = "model_look"
    COMPARE = "compare"
    REGIONS = "regions"
    MARKS = "marks"
    PICKED = "picked"
    LOUPE = "loupe"
    ANSWER = "answer"
    SEEN = "seen"
    ACT = "act"
    CASE = "case"


MERGED: Final = frozenset(
    {
        Track.LOOK,
        Track.FIDELITY,
        Track.OVERLAY,
        Track.COMPARE,
        Track.REGIONS,
        Track.ANSWER,
    }
)


class FilmUnreadable(ValueError):
    """Bytes are no film, or one of a form that this program does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """From ``at_ms`` on a track has another value, or something happened [ms since the opening]."""

    at_ms: int
    track: Track
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """What was on the screen at an instant.

    Attributes
    ----------
    at_ms : int
    values : mapping of Track to JSON value
        The tracks that had one by then, merged.
    marks : tuple of mapping
        The marks in their order (JSON values of `workstation.domain.decision`).
    seen : ndarray of uint8, shape (ROWS, COLUMNS)
        The coverage map by `Level`.
    """

    at_ms: int
    values: Mapping[Track, Any]
    marks: tuple[Mapping[str, Any], ...]
    seen: NDArray[np.uint8]

    def get(self, track: Track, default: Any = None) -> Any:  # noqa: ANN401 - JSON values
        """Return a track's value, or `default` before it had one."""
        return self.values.get(track, default)


@dataclass(slots=True)
class _Fold:
    """The state that events add up to."""

    values: dict[Track, Any] = field(default_factory=dict)
    marks: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((ROWS, COLUMNS), np.uint8))

    def take(self, event: Event) -> None:
        """Apply an event; raises what a value of another form makes Python raise."""
        track, value = event.track, event.value
        if track is Track.MARKS:
            for mark in value.get("put", ()):
                self.marks[str(mark["mark_id"])] = dict(mark)
            for mark_id in value.get("gone", ()):
                self.marks.pop(str(mark_id), None)
            order = [str(one) for one in value.get("order", self.marks)]
            self.marks = {one: self.marks[one] for one in order}
        elif track is Track.SEEN:
            cells = self.seen.reshape(-1)
            for level, first, length in value:
                part = cells[int(first) : int(first) + int(length)]
                np.maximum(part, np.uint8(Level(level)), out=part)
        elif track in MERGED:
            self.values[track] = {**self.values.get(track, {}), **value}
        else:
            self.values[track] = value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Film:
    """A film as it was taken.

    Attributes
    ----------
    head : mapping
        Case, scan, program and when it was opened.
    events : tuple of Event
        In the order of their times.
    end_ms : int
        How long it is [ms].
    left_out : int
        Moves that were thinned out, and what came when the film was full.
    """

    head: Mapping[str, Any]
    events: tuple[Event, ...]
    end_ms: int
    left_out: int

    def at(self, at_ms: int) -> Shown:
        """Return what was on the screen at an instant [ms since the opening]."""
        return Reel(self).wind_to(at_ms)

    def of(self, *tracks: Track) -> Iterator[Event]:
        """Return the events of some tracks, in order."""
        return (event for event in self.events if event.track in tracks)


class Reel:
    """Goes through a film; forwards it takes only what is new, back it begins again."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._fold, self._next, self._at_ms = _Fold(), 0, 0

    def wind_to(self, at_ms: int) -> Shown:
        """Return what was on the screen at an instant [ms]."""
        if at_ms < self._at_ms:
            self._fold, self._next = _Fold(), 0
        self._at_ms = at_ms
        events, fold = self._film.events, self._fold
        while self._next < len(events) and events[self._next].at_ms <= at_ms:
            fold.take(events[self._next])
            self._next += 1
        return Shown(
            at_ms=at_ms,
            values=dict(fold.values),
            marks=tuple(fold.marks.values()),
            seen=fold.seen.copy(),
        )


def read_film(content: bytes) -> Film:
    """Read a film that `workstation.review.film_strip.Strip` wrote.

    Raises
    ------
    FilmUnreadable
        If it is not one, is too large, or an event cannot be shown.
    """
    if len(content) > LIMIT_BYTES:
        raise FilmUnreadable(f"a film of {len(content)} bytes is larger than any")
    lines = content.split(b"\n")
    if len(lines) > _MOST_EVENTS:
        raise FilmUnreadable("a film of more events than any")
    try:
        film = _film(lines)
        fold = _Fold()
        for event in film.events:
            fold.take(event)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise FilmUnreadable(f"no film: {error!r}") from error
    return film


def _film(lines: Sequence[bytes]) -> Film:
    """Read the lines of a film; raises what values of another form make Python raise."""
    head = json.loads(lines[0])
    if head["schema"] != SCHEMA:
        raise FilmUnreadable(f"a film of the form {head['schema']!r}")
    events = tuple(_event(json.loads(line)) for line in lines[1:])
    end_ms = int(head["end_ms"])
    times = [0, *(event.at_ms for event in events), end_ms, LONGEST_MS]
    if any(before > after for before, after in pairwise(times)):
        raise FilmUnreadable("an event is out of its turn")
    return Film(head=head, events=events, end_ms=end_ms, left_out=int(head["left_out"]))


def film_hash(content: bytes) -> str:
    """Return the SHA-256 of a film as it is written down (hex)."""
    return hashlib.sha256(content).hexdigest()


def _event(data: Any) -> Event:  # noqa: ANN401 - whatever a file holds
    at_ms, track, value = data
    if not isinstance(at_ms, int):
        raise FilmUnreadable(f"{at_ms!r} is no time")
    return Event(at_ms=at_ms, track=Track(track), value=value)
