"""Watching the inbox: which files are complete, told by size and time standing still."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_UNFINISHED: Final = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")
_OF_THE_SYSTEM: Final = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a file looked like: enough to tell whether anybody has touched it since."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledFile:
    """A file that nobody has touched for the settling time.

    ``since`` is the monotonic instant when it was first seen as it is now [s].
    """

    path: Path
    seen: Seen
    since: float

    def untouched(self) -> bool:
        """Tell whether the file is still what it was when it settled."""
        return look(self.path) == self.seen


def look(path: Path) -> Seen | None:
    """Return what a file looks like now; None when it is gone or no ordinary file."""
    try:
        status = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None  # a link could point anywhere on this machine
    return Seen(size=status.st_size, modified_ns=status.st_mtime_ns)


class InboxWatch:
    """Finds complete files by polling, which works on every disk and network share."""

    def __init__(self, inbox: Path, *, settle_s: float) -> None:
        self._inbox, self._settle_s = inbox, settle_s
        self._first_seen: dict[Path, tuple[Seen, float]] = {}

    @property
    def present(self) -> frozenset[Path]:
        """Every file that was there at the last look, complete or not."""
        return frozenset(self._first_seen)

    def settled(self, now: float) -> list[SettledFile]:
        """Return the complete files by name; ``now`` is a monotonic instant [s].

        Raises
        ------
        OSError
            If the inbox cannot be listed.
        """
        present: dict[Path, tuple[Seen, float]] = {}
        for path in sorted(self._inbox.iterdir()):
            seen = None if _is_unfinished(path.name) else look(path)
            if seen is None:
                continue
            before = self._first_seen.get(path)
            present[path] = before if before and before[0] == seen else (seen, now)
        self._first_seen = present
        return [
            SettledFile(path=path, seen=seen, since=since)
            for path, (seen, since) in present.items()
            if now - since >= self._settle_s
        ]


def _is_unfinished(name: str) -> bool:
    plain = name.lower()
    return plain.startswith((".", "~")) or plain.endswith(_UNFINISHED) or plain in _OF_THE_SYSTEM
