"""Reads the checkpoints that sites and desks keep, from files that an auditor has fetched."""

import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from workstation.audit.checkpoint import notes_in

_LOG = logging.getLogger(__name__)
#: As the hub takes them with one question; those of the most entries count most.
MOST_NOTES: Final = 256
_MOST_LETTERS: Final = 160_000
_KINDS: Final = frozenset({".notes", ".checkpoint", ".txt"})
_MOST_FILES: Final = 1000
_MOST_BYTES: Final = 4 * 1024**2
_LONGEST_NOTE: Final = 4000
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """A checkpoint in a file: where it stands, up to which entry it goes, and its text."""

    name: str
    size: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was found at some places.

    Attributes
    ----------
    notes
        The checkpoints, those of the most entries first, `MOST_NOTES` at most.
    left_out
        How many more there were.
    unread
        The names of files that cannot be read, or in which no checkpoint is.
    """

    notes: tuple[KeptNote, ...] = ()
    left_out: int = 0
    unread: tuple[str, ...] = ()


def fetch_notes(places: Sequence[Path]) -> Fetched:
    """Return the checkpoints in files, and in the files of folders; not for the Qt thread."""
    notes, unread = list[KeptNote](), list[str]()
    for name, path in _files(places):
        found = list(_notes(name, path))
        notes += found
        if not found:
            unread.append(name)
    notes = list(dict.fromkeys(notes))
    notes.sort(key=lambda one: -one.size)
    letters = list(accumulate(len(one.text) + len(one.name) for one in notes))
    kept = notes[: min(MOST_NOTES, bisect_right(letters, _MOST_LETTERS))]
    return Fetched(notes=tuple(kept), left_out=len(notes) - len(kept), unread=tuple(unread))


def _files(places: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield files with names that tell them apart: a witness's file is always called the same."""
    for place in places:
        if place.is_dir():
            inside = (one for one in sorted(place.rglob("*")) if one.suffix in _KINDS)
            for path in [one for one in inside if one.is_file()][:_MOST_FILES]:
                yield _name(place.name, *path.relative_to(place).parts), path
        else:
            yield _name(place.parent.name, place.name), place


def _name(*parts: str) -> str:
    return "/".join(part for part in parts if part)[-_LONGEST_NAME:]


def _notes(name: str, path: Path) -> Iterator[KeptNote]:
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        _LOG.warning("a checkpoint cannot be read", extra={"file": name, "reason": error.strerror})
        return
    for note in notes_in(text):
        if len(note) <= _LONGEST_NOTE:
            yield KeptNote(name=name, size=_size(note), text=note)


def _size(note: str) -> int:
    """Return what a note says of itself; whether that is true is for the hub to check."""
    lines = note.split("\n", 2)
    return int(lines[1]) if len(lines) > 1 and lines[1].isdecimal() and len(lines[1]) < 16 else 0
