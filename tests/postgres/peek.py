"""What the tests over SQLite do behind the records' back, done in PostgreSQL."""

import re
import sqlite3
from pathlib import Path
from typing import Self

import psycopg
import pytest

from workstation.storage.homes import conninfo_of
from workstation.storage.postgres_words import in_its_words

_REALLY = sqlite3.connect
_DROP = re.compile(r"DROP TRIGGER (\w+)")
_TABLE_OF = "SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = %s"
_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
_OTHERWISE = (
    ("SELECT name FROM sqlite_master WHERE type = 'trigger'", _TRIGGERS),
    ("x'00'", r"'\x00'::bytea"),
    ("settles = 1", "settles = TRUE"),
    ("'wang', 1 FROM", "'wang', TRUE FROM"),
)
_SQLITE_ALONE = ("REPLACE", "EXPLAIN QUERY PLAN", "CREATE TABLE")


class Peek:
    """A connection beside the records; its refusals sound like SQLite's."""

    def __init__(self, conninfo: str) -> None:
        self._connection = psycopg.connect(conninfo, autocommit=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def execute(self, statement: str, values: tuple[object, ...] = ()):
        if statement.startswith("PRAGMA"):
            return None
        if statement.startswith(_SQLITE_ALONE):
            pytest.skip("this is asked of SQLite alone")
        dropped = _DROP.fullmatch(statement)
        if dropped:
            (table,) = self._connection.execute(_TABLE_OF, (dropped[1],)).fetchone()
            statement = f"ALTER TABLE {table} DISABLE TRIGGER {dropped[1]}"
        for said, meant in _OTHERWISE:
            statement = statement.replace(said, meant)
        text = in_its_words(statement, marked=bool(values)).encode()
        try:
            return self._connection.execute(text, values or None)
        except psycopg.errors.ForeignKeyViolation:
            # A plain connection to SQLite does not look at them.
            self._connection.execute("SET session_replication_role = replica")
            return self._connection.execute(text, values or None)
        except psycopg.IntegrityError as error:
            said = str(error)
            raise sqlite3.IntegrityError(f"{said} {said.upper()}") from error

    def close(self) -> None:
        self._connection.close()

    __del__ = close


def connect(database, *args, **options):
    """Connect to a file; to PostgreSQL when that has the records which are asked for."""
    if isinstance(database, Path) and database.name == "hub.sqlite":
        conninfo = conninfo_of(database)
        if conninfo is not None:
            return Peek(conninfo)
    return _REALLY(database, *args, **options)
