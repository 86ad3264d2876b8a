"""Copying a database while others write to it, the only way that is safe: by SQLite itself."""

import contextlib
import sqlite3
from pathlib import Path

from workstation.domain.errors import ReviewRoomError, StorageUnavailable
from workstation.storage.engines import DatabaseMissing, make_private


class BackupProblem(ReviewRoomError):
    """A backup cannot be made, or one that was made does not hold."""

    advice = "Do not rely on it: make another one, on another disk if need be."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


def reading_uri(path: Path, *, at_rest: bool) -> str:
    """Return how SQLite is told to read a database; one ``at_rest`` is written by nobody.

    Only then may its folder be one that cannot be written.
    """
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if at_rest else ''}"


def copy_database(source: Path, target: Path, *, at_rest: bool = False) -> None:
    """Copy a database as it stands at one moment, whoever is writing to it, and check the copy.

    Raises
    ------
    StorageUnavailable
        If it cannot be read or written.
    BackupProblem
        If SQLite finds the copy damaged.
    """
    if not source.is_file():
        raise DatabaseMissing(str(source.parent), f"there is no {source.name} in this folder")
    make_private(target)
    try:
        with (
            contextlib.closing(
                sqlite3.connect(reading_uri(source, at_rest=at_rest), uri=True)
            ) as old,
            contextlib.closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            answer = new.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StorageUnavailable(str(target), str(error)) from error
    if answer != "ok":
        raise BackupProblem(str(target), f"the copy of the database is damaged ({answer})")
