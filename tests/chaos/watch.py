"""What grows while a room works: memory, open files, the write-ahead log (F21)."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import numpy as np

from tests.chaos.room import Room

_EVERY_S: Final = 2.0
#: More than this is growth, and not the noise of an allocator [kB an hour, files an hour].
_MOST_KB: Final = 60_000.0
_MOST_FILES: Final = 20.0
_WAL_BYTES: Final = 16 * 1024**2


class Watch:
    """A nemesis that does nothing but look at the hub and the sites."""

    def __init__(self) -> None:
        self._due = 0.0
        self._seen: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        self._wal = 0

    def __call__(self, room: Room, now: float, done: Counter[str]) -> None:
        del done
        if now < self._due:
            return
        self._due = now + _EVERY_S
        for name in ("hub", *room.plan.sites):
            pid = room.programs[name].pid
            self._seen[name].append((now, resident_kb(pid), open_files(pid)))
        wal = room.plan.hub / "hub.sqlite-wal"
        self._wal = max(self._wal, wal.stat().st_size if wal.exists() else 0)

    def names(self) -> list[str]:
        """Return what was looked at."""
        return list(self._seen)

    def slope(self, column: int, name: str) -> float:
        """Return how fast memory [kB] (1) or open files (2) of a program grow, per hour.

        The first third is left out: a program that warms up does not leak.
        """
        rows = np.array(self._seen[name][len(self._seen[name]) // 3 :])
        if len(rows) < 10:
            return 0.0
        return float(np.polyfit(rows[:, 0], rows[:, column], 1)[0]) * 3600.0

    def growing(self) -> list[str]:
        """Return a sentence for each thing that grows."""
        grown = [
            f"{name} grows by {self.slope(column, name):.0f} {what} an hour"
            for name in self._seen
            for column, what, most in ((1, "kB", _MOST_KB), (2, "open files", _MOST_FILES))
            if self.slope(column, name) > most and self._seen[name][-1][0] > 600.0
        ]
        if self._wal > _WAL_BYTES:
            grown.append(f"the write-ahead log grew to {self._wal} bytes")
        return grown


def resident_kb(pid: int) -> int:
    """Return a process's resident memory [kB]; 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if "VmRSS" in line), 0)


def open_files(pid: int) -> int:
    """Return how many files a process has open; 0 when it is gone."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0
