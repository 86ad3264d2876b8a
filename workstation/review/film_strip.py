"""Taking the film of a review: what has changed is written down, and kept small.

See `workstation.review.film` for what a film is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.review.coverage import COLUMNS, ROWS, Level
from workstation.review.film import LIMIT_BYTES, LONGEST_MS, MERGED, SCHEMA, Track, read_film

_FULL_BYTES: Final = LIMIT_BYTES - 16 * 1024  # the last words always have room
_THIN_AT_ONCE: Final = 40
_LOOK_AHEAD: Final = 40
_FIRST_GAP_MS: Final = 500
_THINNED: Final = frozenset({Track.VIEW, Track.MODEL_VIEW, Track.LOUPE})
_HAPPENS: Final = frozenset({Track.ACT, Track.CASE})


@dataclass(slots=True)
class _Line:
    """An event as it is written."""

    at_ms: int
    track: Track
    text: bytes


class Strip:
    """A film that is being taken.

    Every method takes microseconds, and nothing is written to a disk.

    Parameters
    ----------
    head : mapping
        What does not change: case, scan, program, when it was opened (JSON values).
    """

    def __init__(self, head: Mapping[str, Any], *, limit_bytes: int = _FULL_BYTES) -> None:
        self._head = {"schema": SCHEMA, **head}
        self._limit, self._enough = limit_bytes, limit_bytes * 3 // 4
        self._thinned_to, self._gap_ms = 0, _FIRST_GAP_MS
        self._lines: list[_Line] = []
        self._bytes = 0
        self._now: dict[Track, Any] = {}
        self._marks: dict[str, Mapping[str, Any]] = {}
        self._levels = np.zeros((ROWS, COLUMNS), np.uint8)
        self._at_ms = 0
        self.left_out = 0
        """Moves of the view that were thinned out, and what came when the film was full."""

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def head(self) -> Mapping[str, Any]:
        """What does not change."""
        return self._head

    @property
    def at_ms(self) -> int:
        """When the newest event was [ms]."""
        return self._at_ms

    def note(self, track: Track, value: Any, at_ms: int) -> bool:  # noqa: ANN401 - JSON values
        """Take the value of a track; tell whether it is another one than before."""
        before = self._now.get(track)
        if track not in _HAPPENS and track in self._now and before == value:
            return False
        self._now[track] = value
        if track in MERGED and before is not None:
            value = {key: one for key, one in value.items() if before.get(key, before) != one}
        self._add(track, value, at_ms)
        return True

    def note_marks(self, marks: Sequence[Mapping[str, Any]], at_ms: int) -> bool:
        """Take all marks as they are now (JSON values with a ``mark_id``)."""
        now = {str(mark["mark_id"]): mark for mark in marks}
        put = [mark for mark_id, mark in now.items() if self._marks.get(mark_id) != mark]
        gone = [mark_id for mark_id in self._marks if mark_id not in now]
        kept = {mark_id: None for mark_id in self._marks if mark_id in now}
        order = list({**kept, **dict.fromkeys(str(mark["mark_id"]) for mark in put)})
        if not put and not gone and list(now) == order:
            return False
        told: dict[str, Any] = {}
        if put:
            told["put"] = put
        if gone:
            told["gone"] = gone
        if list(now) != order:
            told["order"] = list(now)
        self._marks = now
        self._add(Track.MARKS, told, at_ms)
        return True

    def note_levels(self, levels: NDArray[np.uint8], at_ms: int) -> bool:
        """Take the coverage map, shape (ROWS, COLUMNS), by `Level`; it only grows."""
        if not (levels > self._levels).any():
            return False
        runs = [
            [level.value, first, length]
            for level in Level
            if level is not Level.UNSEEN
            for first, length in _runs((levels == level) & (self._levels < level))
        ]
        self._levels = np.maximum(self._levels, levels)
        self._add(Track.SEEN, runs, at_ms)
        return True

    def _add(self, track: Track, value: Any, at_ms: int) -> None:  # noqa: ANN401 - JSON values
        at_ms = self._at_ms = max(at_ms, self._at_ms)
        if self._bytes > self._enough:
            self._thin()
        line = _Line(at_ms, track, _written([at_ms, track.value, value]))
        if self._bytes + len(line.text) > self._limit and track is not Track.CASE:
            self._now.pop(track, None)  # so that a later value is told whole
            self.left_out += 1
            return
        self._lines.append(line)
        self._bytes += len(line.text) + 1

    def _thin(self) -> None:
        """Leave out a few moves of the view, the older first, that another one followed soon.

        What went on for longer stays longer; looks, marks and acts stay in any case. The film is
        gone through a few lines at a time, again and again, so that nobody waits for it.
        """
        lines = self._lines
        for _ in range(_THIN_AT_ONCE):
            if self._bytes <= self._enough or self._gap_ms > LONGEST_MS:
                return
            if self._thinned_to >= len(lines) - 1:
                self._thinned_to, self._gap_ms = 0, self._gap_ms * 2
            line = lines[self._thinned_to]
            if line.track in _THINNED and self._rest_ms(self._thinned_to) < self._gap_ms:
                del lines[self._thinned_to]
                self._bytes -= len(line.text) + 1
                self.left_out += 1
            else:
                self._thinned_to += 1

    def _rest_ms(self, place: int) -> int:
        """Return how long a move stood until the next one of its track; long when it was not near.

        The last move of a track is never near another.
        """
        line = self._lines[place]
        for later in self._lines[place + 1 : place + _LOOK_AHEAD]:
            if later.track is line.track:
                return later.at_ms - line.at_ms
        return LONGEST_MS

    def to_bytes(self) -> bytes:
        """Return the film as it is written down now, at most `LIMIT_BYTES`."""
        head = {**self._head, "end_ms": self._at_ms, "left_out": self.left_out}
        return b"\n".join([_written(head), *(line.text for line in self._lines)])

    @classmethod
    def again(cls, content: bytes) -> "Strip":
        """Go on with a film that was written down before; raises `FilmUnreadable`."""
        film = read_film(content)
        head = {key: one for key, one in film.head.items() if key not in {"end_ms", "left_out"}}
        strip = cls(head)
        strip.left_out = film.left_out
        shown = film.at(film.end_ms)
        strip._now, strip._levels = dict(shown.values), shown.seen
        strip._marks = {str(mark["mark_id"]): mark for mark in shown.marks}
        for one in film.events:
            line = _Line(one.at_ms, one.track, _written([one.at_ms, one.track.value, one.value]))
            strip._lines.append(line)
            strip._bytes += len(line.text) + 1
        strip._at_ms = film.end_ms
        return strip


def _runs(cells: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first cell and the length of each run of cells, row by row."""
    edges = np.diff(np.concatenate(([False], cells.reshape(-1), [False])).astype(np.int8))
    first, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(a), int(b - a)) for a, b in zip(first, end, strict=True)]


def _written(value: Any) -> bytes:  # noqa: ANN401 - JSON values
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
