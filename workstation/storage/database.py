"""One SQLite file: opened, brought to the newest form, written by one act at a time."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, cast

from sqlalchemy import Connection, Engine, event, exc
from sqlalchemy.orm import Session

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import DiskFailed, StorageUnavailable
from workstation.storage.copying import copy_database
from workstation.storage.engines import (
    BUSY_S,
    DatabaseMissing,
    fold_log,
    has_failed,
    is_damaged,
    make_private,
    reader_engine,
    refuse_network_folder,
    writer_engine,
)
from workstation.storage.migrate import Branch, is_current, is_unknown, revision_of, upgrade
from workstation.storage.turns import WriterTurn

_LOG = logging.getLogger(__name__)
#: The log grows by 40 to 60 kB an act.
ACTS_BETWEEN_FOLDS: Final = 100
_AFTER_DAMAGE: Final = (
    "The file is damaged: keep it, look at the disk, and restore the newest backup elsewhere."
)
#: Let through as they are.
_OUR_BUGS: Final = (exc.IntegrityError, sqlite3.IntegrityError, sqlite3.ProgrammingError)


class SqliteDatabase:
    """A SQLite database for reading and writing; may be used from any thread.

    Raises
    ------
    StorageUnavailable
        If the file cannot be made, opened, trusted or brought to the newest form.
    """

    def __init__(self, path: Path, branch: Branch) -> None:
        self._path = path
        self._translated = translated(path, writing=True)
        #: Told how long each act took to become durable [s]; set it before others may act.
        self.on_commit: Callable[[float], None] = _unheard
        self._turn = WriterTurn(path, patience_s=BUSY_S)
        self._acts = 0
        self._plain: sqlite3.Connection | None = None
        with translated(path, writing=True):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            refuse_network_folder(path.parent)
            make_private(path)
            self._writer = writer_engine(path)
            listen: Callable[..., None] = event.listen
            listen(self._writer, "close", self._forget_line)
            # Asking first keeps an open of a finished database from waiting for a writer.
            if not is_current(self._writer, branch):
                self._bring_up(branch)
            self._reader = reader_engine(path)

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act: a transaction that is durable when the block ends, or never happened.

        Raises
        ------
        StorageUnavailable
            If the act cannot be done now; nothing of it has happened.
        DiskFailed
            If the disk did not make it durable; the program must end.
        """
        with self._translated, self._turn:
            with session_on(self._writer) as session, session.begin():
                yield session
                began = time.perf_counter()
            self.on_commit(time.perf_counter() - began)
            self._fold_in_time()

    def plain_act(self) -> AbstractContextManager[sqlite3.Cursor]:
        """One act like `act`, in plain SQL on the writer's own connection.

        Raises
        ------
        StorageUnavailable, DiskFailed
            As `act`.
        """
        return _PlainAct(self._begin, self._end)

    def _begin(self) -> sqlite3.Cursor:
        with self._translated:
            self._turn.take()
            try:
                cursor = self._line().cursor()
                self._or_take_back(cursor, "BEGIN IMMEDIATE")
            except BaseException:
                self._turn.give()
                raise
        return cursor

    def _end(self, cursor: sqlite3.Cursor, error: BaseException | None) -> None:
        with self._translated:
            try:
                if error is None:
                    self._commit(cursor)
                else:
                    self._take_back(cursor)
            finally:
                self._turn.give()
        if error is not None:
            # Not raised here: its traceback would hold this frame, and this frame holds it.
            self._translated.__exit__(type(error), error, error.__traceback__)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Read in one consistent moment, without holding up the writer."""
        with translated(self._path), session_on(self._reader) as session:
            yield session

    @contextmanager
    def plain_look(self) -> Iterator[sqlite3.Cursor]:
        """Read like `look`, in plain SQL."""
        with translated(self._path):
            pooled = self._reader.raw_connection()
            try:
                cursor = cast("sqlite3.Cursor", pooled.cursor())
                cursor.execute("BEGIN")
                try:
                    yield cursor
                finally:
                    cursor.close()
            finally:
                pooled.close()  # ends the transaction

    def _line(self) -> sqlite3.Connection:
        """Return the writer's one connection. It lies in its pool, for the turn is the caller's.

        To take it from there and to put it back costs as much as the rows of a decision do.
        """
        if self._plain is None:
            pooled = self._writer.raw_connection()
            self._plain = cast("sqlite3.Connection", pooled.driver_connection)
            pooled.close()
        return self._plain

    def _commit(self, cursor: sqlite3.Cursor) -> None:
        began = time.perf_counter()
        self._or_take_back(cursor, "COMMIT")
        cursor.close()
        self.on_commit(time.perf_counter() - began)
        self._fold_in_time()

    def _or_take_back(self, cursor: sqlite3.Cursor, word: str) -> None:
        """Begin or commit; what cannot be is taken back."""
        try:
            cursor.execute(word)
        except BaseException:
            self._take_back(cursor)
            raise

    def _take_back(self, cursor: sqlite3.Cursor) -> None:
        """Take back what was not committed; a line on which that fails is not used again."""
        try:
            # A question that is not read to its end would hold fast to this moment, and nothing
            # could be written after another process has written.
            cursor.close()
            cursor.connection.rollback()
        except sqlite3.Error:
            self._writer.dispose()

    def _forget_line(self, *_closed: object) -> None:
        self._plain = None

    def _bring_up(self, branch: Branch) -> None:
        try:
            with self._turn:
                self._keep_old()
                upgrade(self._writer, branch, where=str(self._path))
                self._fold()
        except BaseException:
            self._writer.dispose()
            self._turn.close()
            raise

    def _keep_old(self) -> None:
        """Keep a checked copy of a database as it was before it is brought up."""
        before = revision_of(self._writer)
        if before is None:
            return  # it is being made
        copy = self._path.with_name(f"{self._path.name}.before-{before}")
        fresh = copy.with_name(f"{copy.name}.new")
        copy_database(self._path, fresh)
        with fresh.open("rb") as file:
            sync_handle(file.fileno(), fresh)
        fresh.replace(copy)
        sync_folder(copy.parent)
        _LOG.warning("the database is brought up; a copy is kept", extra={"copy": str(copy)})

    def _fold_in_time(self) -> None:
        self._acts += 1
        if self._acts >= ACTS_BETWEEN_FOLDS:
            self._acts = 0
            self._fold()

    def _fold(self) -> None:
        try:
            fold_log(self._writer)
        except sqlite3.Error as error:
            if has_failed(error):
                raise DiskFailed(str(self._path), str(error)) from error
            # What was committed is in the log and stays there; it is folded another time.
            _LOG.warning("the log was not folded", extra={"reason": str(error)})

    def claim(self) -> None:
        """Nothing to do: the lock of the data folder lets in one hub."""

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._reader.dispose()
        self._writer.dispose()
        self._turn.close()


@contextmanager
def read_only_sqlite(path: Path, branch: Branch) -> Iterator[Session]:
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
                with engine.connect() as connection:
                    raise not_current(str(path), connection)
            with session_on(engine) as session:
                yield session
    finally:
        engine.dispose()


class _PlainAct:
    """An act in plain SQL, as a word of a ``with``; a generator's would cost every act more."""

    __slots__ = ("_begin", "_cursor", "_end")

    def __init__(
        self,
        begin: Callable[[], sqlite3.Cursor],
        end: Callable[[sqlite3.Cursor, BaseException | None], None],
    ) -> None:
        self._begin, self._end = begin, end

    def __enter__(self) -> sqlite3.Cursor:
        self._cursor = self._begin()
        return self._cursor

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(self._cursor, error)


class translated:  # noqa: N801 - a word of a ``with``; a generator's would cost every act more
    """Turn what goes wrong with disk and database into `StorageUnavailable`.

    A constraint that does not hold, or a statement that SQLite cannot take, is our own bug and is
    let through. A disk that failed while ``writing`` ends the program; see `DiskFailed`.
    """

    __slots__ = ("_path", "_writing")

    def __init__(self, path: Path, *, writing: bool = False) -> None:
        self._path, self._writing = path, writing

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, _OUR_BUGS):
            return
        # Damaged pages are no `OperationalError`.
        if isinstance(error, sqlite3.DatabaseError | exc.DBAPIError):
            cause = error.orig if isinstance(error, exc.DBAPIError) else error
            if self._writing and has_failed(cause):
                raise DiskFailed(str(self._path), str(cause)) from error
            refused = StorageUnavailable(str(self._path), str(cause))
            if is_damaged(cause):
                refused.advice = _AFTER_DAMAGE
            raise refused from error
        if isinstance(error, exc.TimeoutError):
            raise StorageUnavailable(str(self._path), "the database stays busy") from error
        if isinstance(error, OSError):
            raise StorageUnavailable(str(self._path), error.strerror or str(error)) from error


def not_current(where: str, connection: Connection) -> StorageUnavailable:
    """Return the error for a database that another version wrote."""
    if is_unknown(connection):
        error = StorageUnavailable(where, "the database has a form that this program does not know")
        error.advice = "It may come from a newer version; use the program that wrote it."
        return error
    error = StorageUnavailable(where, "the database has the form of another version")
    error.advice = "Start the hub of this version once; it brings the database up."
    return error


def _unheard(_took_s: float) -> None:
    """Nobody wants to know."""


def session_on(engine: Engine) -> Session:
    """Return a session that writes when it is told to."""
    # A case passes through unlawful in-between states while an act changes it; only what the act
    # writes down with its entry goes to the constraints.
    return Session(engine, autoflush=False)
