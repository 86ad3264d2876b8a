"""One SQLite file: opened, brought to the newest form, written by one act at a time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, exc
from sqlalchemy.orm import Session

from workstation.domain.errors import StorageUnavailable
from workstation.storage.engines import (
    DatabaseMissing,
    make_private,
    reader_engine,
    refuse_network_folder,
    writer_engine,
)
from workstation.storage.migrate import Branch, is_current, upgrade


class Database:
    """A database for reading and writing; may be used from any thread.

    Raises
    ------
    StorageUnavailable
        If the file cannot be made, opened, trusted or brought to the newest form.
    """

    def __init__(self, path: Path, branch: Branch) -> None:
        self._path = path
        #: Told how long each act took to become durable [s]; set it before others may act.
        self.on_commit: Callable[[float], None] = _unheard
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            refuse_network_folder(path.parent)
            make_private(path)
            self._writer = writer_engine(path)
            # Asking first keeps an open of a finished database from waiting for a writer.
            if not is_current(self._writer, branch):
                upgrade(self._writer, branch, where=str(path))
            self._reader = reader_engine(path)

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act: a transaction that is durable when the block ends, or never happened."""
        with translated(self._path), _session(self._writer) as session, session.begin():
            yield session
            began = time.perf_counter()
        self.on_commit(time.perf_counter() - began)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Read in one consistent moment, without holding up the writer."""
        with translated(self._path), _session(self._reader) as session:
            yield session

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._reader.dispose()
        self._writer.dispose()


@contextmanager
def read_only(path: Path, branch: Branch) -> Iterator[Session]:
    """Read a database that another process may be writing; changes nothing on the disk.

    Raises
    ------
    StorageUnavailable
        If there is none, it cannot be read, or it is not in the newest form.
    """
    if not path.is_file():
        raise DatabaseMissing(str(path.parent), f"there is no {path.name} in this folder")
    engine = reader_engine(path)
    try:
        with translated(path):
            if not is_current(engine, branch):
                raise _not_current(path)
            with _session(engine) as session:
                yield session
    finally:
        engine.dispose()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what goes wrong with disk and database into `StorageUnavailable`.

    A constraint that does not hold is our own bug and is let through.
    """
    try:
        yield
    except exc.IntegrityError:
        raise
    except exc.DBAPIError as error:
        raise StorageUnavailable(str(path), str(error.orig)) from error
    except exc.TimeoutError as error:
        raise StorageUnavailable(str(path), "the database stays busy") from error
    except OSError as error:
        raise StorageUnavailable(str(path), error.strerror or str(error)) from error


def _not_current(path: Path) -> StorageUnavailable:
    error = StorageUnavailable(str(path), "the database has the form of another version")
    error.advice = "Start the hub of this version once; it brings the database up."
    return error


def _unheard(_took_s: float) -> None:
    """Nobody wants to know."""


def _session(engine: Engine) -> Session:
    # A case passes through unlawful in-between states while an act changes it; only what the act
    # writes down with its entry goes to the constraints.
    return Session(engine, autoflush=False)
