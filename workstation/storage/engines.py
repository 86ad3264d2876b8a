"""SQLite as it must be run to keep what it has acknowledged: one writer, full synchronisation.

A distribution may build SQLite with other defaults, and a file system may not carry a WAL, so
every setting is read back; a database that does not hold it is refused.
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from workstation.domain.errors import StorageUnavailable

BUSY_S: Final = 5.0
_BUSY_MS: Final = int(BUSY_S * 1000)
_SHARED: Final[Mapping[str, int]] = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "busy_timeout": _BUSY_MS,
    "mmap_size": 0,  # a mapped file turned one WAL-reset corruption into many
    "recursive_triggers": 1,  # else INSERT OR REPLACE passes by the triggers against DELETE
}
_FULL: Final = 2
_WRITER: Final[Mapping[str, int]] = {
    **_SHARED,
    "synchronous": _FULL,  # NORMAL lost more than half of the last commits at a power cut
    # `Database` folds the log itself: SQLite would pass over a failed fsync while it does.
    "wal_autocheckpoint": 0,
    **({"fullfsync": 1, "checkpoint_fullfsync": 1} if sys.platform == "darwin" else {}),
}
_READER: Final[Mapping[str, int]] = {**_SHARED, "query_only": 1}

#: What SQLite says when a write, a synchronisation or a change of length came to nothing.
_DISK_FAILED: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_CLOSE,
    }
)

#: What SQLite says of a file whose content cannot be.
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY: Final = 0xFF  # the rest of an extended code tells more of the same

#: File systems on which SQLite's locks and shared memory cannot be trusted.
NETWORK_FILE_SYSTEMS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "fuse.sshfs", "ceph", "lustre"}
)


class DatabaseMissing(StorageUnavailable):
    """There is no database where one was named."""

    advice = "Check the spelling of the folder; a hub makes its database when it first starts."


def writer_engine(path: Path) -> Engine:
    """Return the engine of the one connection that writes to a database and checkpoints it.

    Every transaction begins with ``BEGIN IMMEDIATE``: one that started as a reader could not
    become a writer later, however long it waited.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(str(path), uri=False),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_S,
    )
    _prepare(engine, path, _WRITER, begin="BEGIN IMMEDIATE", wal=True)
    return engine


def reader_engine(path: Path) -> Engine:
    """Return an engine that cannot write, for a database that is there already."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(f"{path.absolute().as_uri()}?mode=ro", uri=True),
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        pool_timeout=BUSY_S,
    )
    _prepare(engine, path, _READER, begin="BEGIN", wal=False)
    return engine


def fold_log(engine: Engine) -> None:
    """Fold the write-ahead log into the database as far as no reader needs it; nobody waits.

    Raises
    ------
    sqlite3.Error
        If the disk refuses; what was committed is still in the log.
    """
    # Not by a `Connection`, which would begin a transaction first.
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        cursor.close()
    finally:
        pooled.close()


def is_damaged(error: object) -> bool:
    """Tell whether SQLite found the file itself spoilt, or to be no database at all."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY in _DAMAGED


def has_failed(error: BaseException | None) -> bool:
    """Tell whether an error says that the disk did not make durable what it was given.

    A disk that is merely full refuses a write, which is taken back whole and may be tried again.
    """
    return getattr(error, "sqlite_errorcode", None) in _DISK_FAILED


def refuse_network_folder(folder: Path, mounts: str | None = None) -> None:
    """Raise `StorageUnavailable` when a folder lies on a network file system.

    `mounts` is the text of ``/proc/mounts``; where there is none (not Linux) nothing is known
    and nothing refused.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
    target = folder.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # Blanks in a mount point are written as octal escapes.
        point = Path(fields[1].replace("\\040", " "))
        if target.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    if kind in NETWORK_FILE_SYSTEMS:
        error = StorageUnavailable(str(folder), f"it lies on a network file system ({kind})")
        error.advice = "Keep the data on a disk of this machine."
        raise error


def make_private(path: Path) -> None:
    """Create an empty file that only its owner may read, unless it is there.

    SQLite gives its side files the mode of the database, so this covers them as well.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _connect(target: str, *, uri: bool) -> sqlite3.Connection:
    # isolation_level None: the driver's own idea of when a transaction begins leaves DDL and
    # SELECT outside; `_prepare` begins every transaction itself.
    return sqlite3.connect(
        target, uri=uri, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )


def _prepare(
    engine: Engine, path: Path, pragmas: Mapping[str, int], *, begin: str, wal: bool
) -> None:
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        apply_pragmas(connection, path, pragmas, wal=wal)

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    listen: Callable[..., None] = event.listen
    listen(engine, "connect", on_connect)
    listen(engine, "begin", on_begin)


def apply_pragmas(
    connection: sqlite3.Connection, path: Path, pragmas: Mapping[str, int], *, wal: bool
) -> None:
    """Set a connection's pragmas and read them back.

    Raises
    ------
    StorageUnavailable
        If one of them does not hold.
    """
    if wal:
        connection.execute("PRAGMA journal_mode = WAL")
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name} = {value}")
    held = {name: _read(connection, name) for name in pragmas}
    held["journal_mode"] = _read(connection, "journal_mode")
    wanted: dict[str, object] = {**pragmas, "journal_mode": "wal"}
    # A build without memory mapping does not answer at all, which is as good as 0.
    held["mmap_size"] = held["mmap_size"] or 0
    wrong = [f"{name} is {held[name]}" for name in wanted if held[name] != wanted[name]]
    if wrong:
        error = StorageUnavailable(str(path), f"SQLite does not hold {', '.join(wrong)}")
        error.advice = "Use another disk, or a Python with an unchanged SQLite."
        raise error


def _read(connection: sqlite3.Connection, pragma: str) -> object:
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    return None if row is None else row[0]
