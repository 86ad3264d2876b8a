"""Where a hub's records live: in a file of its data folder, or in PostgreSQL. One place decides.

Every program is given the data folder. Without more the records are ``hub.sqlite`` in it; where a
``records.toml`` lies in the folder, it names a PostgreSQL database that keeps them instead::

    [postgresql]
    conninfo = "host=db.example dbname=reviewroom user=reviewroom"

The password is no part of it: PostgreSQL's own ``~/.pgpass``, ``PGPASSWORD`` or service file has
it. Blobs, keys, checkpoints and the index of searches stay in the folder either way.
"""

import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import tomli_w
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from workstation.domain.errors import ReviewRoomError, SettingsInvalid, StorageUnavailable
from workstation.storage import database
from workstation.storage.engines import DatabaseMissing, reader_engine
from workstation.storage.migrate import Branch

if TYPE_CHECKING:
    from types import ModuleType

RECORDS_FILE: Final = "records.toml"
_TABLE: Final = "postgresql"


class Database(Protocol):
    """A database for reading and writing; may be used from any thread."""

    #: Told how long each act took to become durable [s]; set it before others may act.
    on_commit: Callable[[float], None]

    def act(self) -> AbstractContextManager[Session]:
        """One act: a transaction that is durable when the block ends, or never happened.

        Raises
        ------
        StorageUnavailable
            If the act cannot be done now; nothing of it has happened.
        DiskFailed
            If nobody can tell whether it is durable; the program must end.
        """

    def plain_act(self) -> AbstractContextManager[sqlite3.Cursor]:
        """One act like `act`, in plain SQL; what is no SQLite has a cursor that behaves alike."""

    def look(self) -> AbstractContextManager[Session]:
        """Read in one consistent moment, without holding up the writer."""

    def plain_look(self) -> AbstractContextManager[sqlite3.Cursor]:
        """Read like `look`, in plain SQL; what is no SQLite has a cursor that behaves alike."""

    def claim(self) -> None:
        """Let no other hub write here while this one is open; a command's acts still may.

        Raises
        ------
        StorageUnavailable
            If another hub is at work.
        """

    def close(self) -> None:
        """Close every connection."""


def open_database(path: Path, branch: Branch) -> Database:
    """Open a database, made and brought to the newest form when needed.

    Parameters
    ----------
    path : Path
        The SQLite file; the hub's may live elsewhere, as its folder says.

    Raises
    ------
    StorageUnavailable
        If it cannot be made, opened, trusted or brought to the newest form.
    SettingsInvalid
        If the folder's ``records.toml`` is wrong.
    """
    conninfo = conninfo_of(path, branch)
    if conninfo is None:
        return database.SqliteDatabase(path, branch)
    _driver()
    from workstation.storage.postgres import KEPT, PostgresDatabase  # noqa: PLC0415 - see `_driver`

    return KEPT.get(conninfo) or PostgresDatabase(conninfo)


def must_be_there(path: Path) -> None:
    """Let nobody pass who names a folder in which no hub keeps records, neither here nor elsewhere.

    Whoever opens a database makes it. A folder that is spelt wrong would become a second, empty
    hub, and a machine or officer that was recorded there be unknown to the real one.

    Raises
    ------
    DatabaseMissing
        If there is none.
    """
    if not are_there(path):
        empty, none = f"{path.name} is empty", f"there is no {path.name} in this folder"
        raise DatabaseMissing(str(path.parent), empty if path.is_file() else none)


def are_there(path: Path) -> bool:
    """Tell whether records are kept: in a file that has something, or in PostgreSQL."""
    if conninfo_of(path) is not None:
        return True
    # A database that was never folded may have all of its pages beside it.
    files = (path, path.with_name(f"{path.name}-wal"))
    return path.is_file() and any(file.is_file() and file.stat().st_size for file in files)


@contextmanager
def read_only(path: Path, branch: Branch) -> Iterator[Session]:
    """Read a database that another process may be writing; changes nothing in it.

    Raises
    ------
    StorageUnavailable
        If there is none, it cannot be read, or it is not in the newest form.
    """
    conninfo = conninfo_of(path, branch)
    if conninfo is None:
        with database.read_only_sqlite(path, branch) as session:
            yield session
        return
    _driver()
    from workstation.storage.postgres import read_only_postgres  # noqa: PLC0415 - see `_driver`

    with read_only_postgres(conninfo) as session:
        yield session


def reading_engine(path: Path, branch: Branch) -> Engine:
    """Return an engine that cannot write, for a database that is there already."""
    conninfo = conninfo_of(path, branch)
    if conninfo is None:
        return reader_engine(path)
    _driver()
    from workstation.storage.postgres import reading_engine_of  # noqa: PLC0415 - see `_driver`

    return reading_engine_of(conninfo)


@contextmanager
def translated(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn what goes wrong with disk and database into `StorageUnavailable`.

    As `workstation.storage.database.translated`, for both homes.
    """
    with database.translated(path, writing=writing):
        driver = sys.modules.get("workstation.storage.postgres")
        if driver is None:
            yield
            return
        where = str(path)
        with suppress(ReviewRoomError):
            where = conninfo_of(path) or where
        with driver.translated_from_postgres(where):
            yield


def conninfo_of(path: Path, branch: Branch = Branch.HUB) -> str | None:
    """Return how PostgreSQL is reached that keeps these records; None where SQLite does.

    Raises
    ------
    SettingsInvalid
        If ``records.toml`` does not say it.
    """
    if branch is not Branch.HUB:
        return None
    file = path.parent / RECORDS_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StorageUnavailable(str(file), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(str(file), str(error)) from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(str(file), str(error)) from error
    table = said.get(_TABLE)
    conninfo = table.get("conninfo") if isinstance(table, dict) else None
    if set(said) != {_TABLE} or not isinstance(conninfo, str) or set(table or ()) != {"conninfo"}:
        raise SettingsInvalid(str(file), f'it has to say [{_TABLE}] and conninfo = "…", no more')
    return conninfo


def server_of(path: Path) -> str | None:
    """Ask the server that keeps these records whether it holds what a hub asks; None for a file.

    Changes nothing. Returns which server it is, in words.

    Raises
    ------
    StorageUnavailable, SettingsInvalid
        If it cannot be reached, does not hold it, or ``records.toml`` is wrong.
    """
    conninfo = conninfo_of(path)
    if conninfo is None:
        return None
    _driver()
    from workstation.storage.postgres import ask_server  # noqa: PLC0415 - see `_driver`

    return ask_server(conninfo)


def keep_lines(path: Path) -> None:
    """Open what this process needs of a server, and keep it open; nothing to do for a file.

    For a process that may open no socket later. What is opened afterwards uses these lines.
    """
    conninfo = conninfo_of(path)
    if conninfo is None:
        return
    _driver()
    from workstation.storage.postgres import keep_lines_to  # noqa: PLC0415 - see `_driver`

    keep_lines_to(conninfo)


def has_kept_lines() -> bool:
    """Tell whether `keep_lines` has opened any."""
    driver = sys.modules.get("workstation.storage.postgres")
    return driver is not None and bool(driver.KEPT)


def records_file_text(conninfo: str) -> str:
    """Return what ``records.toml`` says of a PostgreSQL database."""
    return tomli_w.dumps({_TABLE: {"conninfo": conninfo}})


def _driver() -> "ModuleType":
    """Return the driver of PostgreSQL, which nobody needs whose records are in SQLite."""
    try:
        import psycopg  # noqa: PLC0415 - loaded only where records.toml asks for it
    except ImportError as error:
        missing = StorageUnavailable("PostgreSQL", "its driver is not installed here")
        missing.advice = 'Install it with: pip install "psycopg[binary]"'
        raise missing from error
    return psycopg
