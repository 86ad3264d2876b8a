"""One program at a time in a folder that holds the truth."""

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from workstation.domain.errors import FolderInUse, StorageUnavailable


class FolderLock:
    """Keeps a second program out of a folder; the system lets go of it when the process ends.

    ``who`` names the program in the error's sentence, such as ``"site agent"``.
    """

    def __init__(self, folder: Path, *, who: str) -> None:
        self._path, self._who = folder / ".lock", who
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def take(self) -> None:
        """Take the lock; raise ``FolderInUse`` when another process has it."""
        try:
            file = self._path.open("ab")
        except OSError as error:
            raise StorageUnavailable(
                str(self._path.parent), error.strerror or "cannot be written"
            ) from error
        if not try_lock(file):
            file.close()
            raise FolderInUse(str(self._path.parent), self._who)
        self._file = file

    def release(self) -> None:
        """Let go of the lock; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        """Lock an open file against other processes; False when one of them has it."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(file: IO[bytes]) -> None:
        """Let go of the lock on a file."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Lock an open file against other processes; False when one of them has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def unlock(file: IO[bytes]) -> None:
        """Let go of the lock on a file."""
        fcntl.flock(file, fcntl.LOCK_UN)
