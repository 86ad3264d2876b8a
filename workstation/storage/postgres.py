"""The records in PostgreSQL, held to what SQLite is held to: one writer, every commit durable.

Who writes holds a lock of the database from the first word of its transaction to the end, so an
act sees all that was written before and nobody writes beside it; it needs no stricter isolation
than that. Who reads sees one moment. A server that may forget what it has confirmed is refused.
"""

import atexit
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, exc, inspect
from sqlalchemy.orm import Session

from workstation.domain.errors import DiskFailed, SettingsInvalid, StorageUnavailable
from workstation.storage.database import not_current, session_on
from workstation.storage.engines import BUSY_S
from workstation.storage.migrate import Branch, is_current, is_current_here, upgrade
from workstation.storage.postgres_schema import make_schema
from workstation.storage.postgres_words import SpokenCursor, SpokenServerCursor

OLDEST: Final = 150000
#: The lock of who writes; any number does that no other program uses in this database.
WRITER_LOCK: Final = 0x5245_5649_4557_0001
#: The lock of the one hub at work.
HUB_LOCK: Final = WRITER_LOCK + 1
_HELD: Final = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "session_replication_role": ("origin",),  # else the triggers are passed by
    "server_encoding": ("UTF8",),
}
_SET: Final = (
    f"SET synchronous_commit = on; SET lock_timeout = '{BUSY_S:.0f}s'; SET TimeZone = 'UTC';"
    # Whose machine died lets go of the lock.
    " SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    " SET idle_in_transaction_session_timeout = '60s'"
)
_CONNINFO: Final = "conninfo (of records.toml, or as given to --to)"
_ANEW: Final = "Correct the server's settings, or make the database anew; see docs/postgresql.md."
_BEGIN_WRITING: Final = f"BEGIN; SELECT pg_advisory_xact_lock({WRITER_LOCK})"
_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
#: What to do about what a server says, by words of it; one that speaks another language gets the
#: general advice.
_ADVICE: Final = {
    "no password supplied": (
        "Write the password into ~/.pgpass of the user who runs this (mode 0600), as "
        "HOST:PORT:DATABASE:USER:PASSWORD."
    ),
    "password authentication failed": (
        "Correct the password in ~/.pgpass of the user who runs this, or the user's on the server."
    ),
    "does not exist": "Make the database and its user (createuser, createdb), or correct the name.",
    "no pg_hba.conf entry": "Let the server's pg_hba.conf admit this machine and user.",
    "SSL": "Set up TLS on the server, or correct sslmode and sslrootcert.",
    "certificate": "Correct sslmode and sslrootcert, or the server's certificate.",
}
_SORTED: Final = ["", "-", "A b", "A-b", "Z", "_", "a", "a-b", "a_b", "审"]
#: A line that is cut is noticed within this time, whatever TCP thinks of it.
_LINE: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "reviewroom",
}
#: Who only reads keeps nobody waiting, and may think between two pages for as long as it takes: a
#: verification hashes thousands of packages there.
_IN_NO_HURRY: Final = "SET idle_in_transaction_session_timeout = 0"


class PostgresDatabase:
    """A PostgreSQL database for reading and writing; may be used from any thread.

    Raises
    ------
    StorageUnavailable
        If it cannot be reached, trusted or brought to the newest form.
    """

    def __init__(self, conninfo: str) -> None:
        self._where = conninfo
        #: Told how long each act took to become durable [s]; set it before others may act.
        self.on_commit: Callable[[float], None] = _unheard
        self._is_hub = False
        self._writer = _engine(conninfo, begin=_BEGIN_WRITING, size=1, more=0, then=self._claim)
        self._reader = _engine(conninfo, begin=_BEGIN_READING, size=2, more=6)
        try:
            with translated_from_postgres(conninfo):
                if not is_current(self._writer, Branch.HUB):
                    self._bring_up()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act; see `workstation.storage.homes.Database.act`."""
        with translated_from_postgres(self._where), session_on(self._writer) as session:
            session.begin()
            yield session
            session.flush()
            self._commit(session.commit, session.connection())

    @contextmanager
    def plain_act(self) -> Iterator[Any]:
        """One act in plain SQL; see `workstation.storage.homes.Database.plain_act`."""
        with translated_from_postgres(self._where):
            pooled = self._writer.raw_connection()
            try:
                cursor = pooled.cursor()
                cursor.execute(_BEGIN_WRITING)
                cursor.fetchall() if cursor.nextset() else None
                yield cursor
                self._commit(pooled.commit, pooled)
            finally:
                pooled.close()  # takes back what was not committed

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Read in one consistent moment, without holding up the writer."""
        with translated_from_postgres(self._where), session_on(self._reader) as session:
            yield session

    @contextmanager
    def plain_look(self) -> Iterator[Any]:
        """Read like `look`, in plain SQL; see `workstation.storage.homes.Database.plain_look`."""
        with translated_from_postgres(self._where):
            pooled = self._reader.raw_connection()
            try:
                cursor = pooled.cursor()
                cursor.execute(_BEGIN_READING)
                yield cursor
            finally:
                pooled.close()  # ends the transaction

    def claim(self) -> None:
        """Let no other hub write here; see `workstation.storage.homes.Database.claim`."""
        self._is_hub = True
        self._writer.dispose()  # the next connection makes the claim
        with self.act():
            pass

    def _claim(self, connection: psycopg.Connection[Any]) -> None:
        """Take the hub's lock on the very line that writes: who has lost it cannot write."""
        if not self._is_hub:
            return
        found = connection.execute(f"SELECT pg_try_advisory_lock({HUB_LOCK})".encode()).fetchone()
        if found != (True,):
            error = StorageUnavailable(self._where, "another hub works on these records")
            error.advice = "Stop the other hub; if its machine died, try again in half a minute."
            raise error

    def close(self) -> None:
        """Close every connection, unless they are kept for the next one who asks."""
        if KEPT.get(self._where) is self:
            return
        self._reader.dispose()
        self._writer.dispose()

    def _commit(self, commit: Callable[[], None], holder: Any) -> None:  # noqa: ANN401 - two kinds
        """Commit, and know for certain that it is durable or never happened; else end."""
        driver = _driver_of(holder)
        if driver.info.transaction_status is not TransactionStatus.INTRANS:
            # The server would answer COMMIT with a rollback, and call that a success.
            raise StorageUnavailable(self._where, "the transaction had failed before")
        began = time.perf_counter()
        try:
            commit()
        except (exc.DBAPIError, psycopg.Error) as error:
            if driver.closed or driver.broken:
                # The word COMMIT was on its way: whether it was heard only the log can tell, and
                # a program that starts anew reads it.
                reason = "the line to PostgreSQL broke while a commit was on its way"
                raise DiskFailed(self._where, reason) from error
            raise
        self.on_commit(time.perf_counter() - began)

    def _bring_up(self) -> None:
        with self._writer.begin() as connection:
            tables = inspect(connection).get_table_names()
            if not tables:
                make_schema(connection)
                return
            if "alembic_version" not in tables:
                raise _of_another_program(self._where)
        upgrade(self._writer, Branch.HUB, where=self._where)


#: What this process keeps open, by the way in which it is reached; see `keep_lines_to`.
KEPT: Final[dict[str, PostgresDatabase]] = {}


def keep_lines_to(conninfo: str) -> None:
    """Open one line of each kind and keep it; see `workstation.storage.homes.keep_lines`."""
    database = KEPT[conninfo] = PostgresDatabase(conninfo)
    with (
        database.look() as looking,
        database.act() as acting,
        read_only_postgres(conninfo) as reading,
    ):
        for session in (looking, acting, reading):
            session.connection()


@contextmanager
def read_only_postgres(conninfo: str) -> Iterator[Session]:
    """Read the records while a hub works; see `workstation.storage.homes.read_only`."""
    engine = reading_engine_of(conninfo)
    with translated_from_postgres(conninfo), session_on(engine) as session:
        if not is_current_here(session.connection(), Branch.HUB):
            tables = inspect(session.connection()).get_table_names()
            if tables and "alembic_version" not in tables:
                raise _of_another_program(conninfo)
            raise not_current(conninfo, session.connection())
        yield session


def ask_server(conninfo: str) -> str:
    """Make a connection that a hub could write over, and let go of it; tell which server it is."""
    engine = _engine(conninfo, begin=_BEGIN_WRITING, size=1, more=0)
    try:
        with translated_from_postgres(conninfo):
            pooled = engine.raw_connection()  # begins nothing: nobody waits for it
            version: int = cast("Any", pooled.driver_connection).info.server_version
            pooled.close()
            return f"PostgreSQL {version // 10_000}.{version % 10_000}"
    finally:
        engine.dispose()


@cache
def reading_engine_of(conninfo: str) -> Engine:
    """Return the engine that this process reads with; one for all who look."""
    engine = _engine(conninfo, begin=_BEGIN_READING, size=2, more=14)
    atexit.register(engine.dispose)
    return engine


@contextmanager
def translated_from_postgres(where: str) -> Iterator[None]:
    """Turn what goes wrong with the database into `StorageUnavailable`.

    A constraint that does not hold is our own bug and is let through. A value that no column can
    keep, such as a text with U+0000, is a ``ValueError``.
    """
    try:
        yield
    except (exc.IntegrityError, psycopg.IntegrityError):
        raise
    except (exc.DataError, psycopg.DataError) as error:
        # The message is at fault, not the server: it must not be sent again and again.
        raise ValueError(f"PostgreSQL keeps no such value: {error}") from error
    except exc.DBAPIError as error:
        raise _unavailable(where, error.orig) from error
    except psycopg.Error as error:
        raise _unavailable(where, error) from error
    except exc.TimeoutError as error:
        raise StorageUnavailable(where, "the database stays busy") from error


def _unavailable(where: str, error: BaseException | None) -> StorageUnavailable:
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return StorageUnavailable(where, "the database stays busy")
    # What it asks ("Is the server running … ?") the advice answers.
    lines = (line.strip().rstrip(".") for line in str(error).splitlines())
    said = "; ".join(line for line in lines if line and not line.startswith("Is the server"))
    unavailable = StorageUnavailable(where or "PostgreSQL", said)
    unavailable.advice = next(
        (advice for word, advice in _ADVICE.items() if word in said and "connection" in said),
        "See that PostgreSQL runs and can be reached, and what its log says.",
    )
    return unavailable


def _of_another_program(where: str) -> StorageUnavailable:
    error = StorageUnavailable(where, "this database is used by another program")
    error.advice = "Make a database for the records alone, and name that one."
    return error


def _engine(
    conninfo: str,
    *,
    begin: str,
    size: int,
    more: int,
    then: Callable[["psycopg.Connection[Any]"], None] | None = None,
) -> Engine:
    engine = create_engine(
        "postgresql+psycopg://",
        connect_args={
            **_LINE,
            **_parts_of(conninfo),
            "autocommit": True,  # each transaction is begun below, in as few words as can be
            "cursor_factory": SpokenCursor,
        },
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=more,
        pool_timeout=BUSY_S,
        pool_pre_ping=True,
        use_native_hstore=False,
    )

    def on_connect(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.server_cursor_factory = SpokenServerCursor
        try:
            _hold(connection, conninfo, writing=begin is _BEGIN_WRITING)
            if then is not None:
                then(connection)
        except BaseException:
            connection.close()
            raise

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin).close()

    listen: Callable[..., None] = event.listen
    listen(engine, "connect", on_connect)
    listen(engine, "begin", on_begin)
    return engine


def _parts_of(conninfo: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        wrong = SettingsInvalid(_CONNINFO, str(error).strip())
        wrong.advice = 'Write it as in "host=db.example dbname=reviewroom user=reviewroom".'
        raise wrong from error
    if "password" in parts:
        wrong = SettingsInvalid(_CONNINFO, "it has a password in it")
        wrong.advice = "Take it out; write it into ~/.pgpass, which only its owner may read."
        raise wrong
    return {name: value for name, value in parts.items() if value is not None}


def _hold(connection: psycopg.Connection[Any], where: str, *, writing: bool) -> None:
    """Set what a connection has to hold and read it back.

    Raises
    ------
    StorageUnavailable
        If something does not hold.
    """
    cursor = psycopg.Cursor(connection)
    cursor.execute(_SET)
    if not writing:
        cursor.execute(_IN_NO_HURRY)
    if connection.info.server_version < OLDEST:
        raise StorageUnavailable(where, "PostgreSQL is older than 15")
    if connection.info.encoding != "utf-8":
        # Asked first: without it not even the probe below can be put.
        told = connection.info.parameter_status("server_encoding")
        error = StorageUnavailable(where, f"PostgreSQL does not hold: server_encoding is {told}")
        error.advice = _ANEW
        raise error
    names = ", ".join(f"current_setting('{name}')" for name in _HELD)
    probe = "(SELECT array_agg(word ORDER BY word) FROM unnest(%s::text[]) AS word)"
    cursor.execute(f"SELECT {names}, {probe}, pg_is_in_recovery()".encode(), (_SORTED[::-1],))
    *held, order, follows = cast("tuple[Any, ...]", cursor.fetchone())
    wrong = [
        f"{name} is {value}"
        for (name, wanted), value in zip(_HELD.items(), held, strict=True)
        if value not in wanted
    ]
    if order != _SORTED:
        wrong.append("texts are not sorted by their characters (collation C)")
    if writing and follows:
        wrong.append("the server is a standby")
    if wrong:
        error = StorageUnavailable(where, f"PostgreSQL does not hold: {', '.join(wrong)}")
        error.advice = _ANEW
        raise error


def _driver_of(holder: Any) -> "psycopg.Connection[Any]":  # noqa: ANN401 - two kinds of connection
    if isinstance(holder, Connection):
        holder = holder.connection
    return cast("psycopg.Connection[Any]", holder.driver_connection)


def _unheard(_took_s: float) -> None:
    """Nobody wants to know."""
