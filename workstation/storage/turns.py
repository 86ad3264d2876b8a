"""One at a time writes to a database or folds its log: among threads and among processes.

SQLite 3.7.0 to 3.51.2 could spoil a database when one connection restarted the write-ahead log
while another was folding it into the file. Distributions still ship these versions. Here it cannot
happen: no connection folds the log by itself, and who writes or folds has the turn. (SQLite folds
once more when the last connection of all is closed; then there is nobody else.)
"""

import threading
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from workstation.domain.errors import StorageUnavailable
from workstation.domain.folder_lock import try_lock, unlock

_GLANCE_S: Final = 0.002


class WriterTurn:
    """The right to write to a database; ``with`` waits for it.

    A process that dies loses it. Raises `StorageUnavailable` after ``patience_s``.
    """

    def __init__(self, database: Path, *, patience_s: float) -> None:
        self._database, self._patience_s = database, patience_s
        self._threads = threading.Lock()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.give()

    def take(self) -> None:
        """Wait for it; who has taken it gives it back."""
        ends = time.monotonic() + self._patience_s
        if not self._threads.acquire(timeout=self._patience_s):
            raise self._busy()
        try:
            self._lock_out_others(ends)
        except BaseException:
            self._threads.release()
            raise

    def give(self) -> None:
        """Give it back."""
        try:
            if self._file is not None:
                unlock(self._file)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Let go for good."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _lock_out_others(self, ends: float) -> None:
        if self._file is None:
            self._file = self._database.with_name(f"{self._database.name}-turn").open("ab")
            # Whoever forgets a database without closing it lets go of the turn, too.
            weakref.finalize(self, self._file.close)
        while not try_lock(self._file):
            if time.monotonic() >= ends:
                raise self._busy()
            time.sleep(_GLANCE_S)

    def _busy(self) -> StorageUnavailable:
        return StorageUnavailable(str(self._database), "the database stays busy")
