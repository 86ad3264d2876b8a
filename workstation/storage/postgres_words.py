"""PostgreSQL hears this room's plain SQL in its own words.

The room speaks plain SQL where the mapper would cost too much. It is written once, as SQLite takes
it; what PostgreSQL calls otherwise is put into its words here, at the cursor, and the three
functions that it lacks are made in the database (`workstation.storage.postgres_schema`). A
statement is translated once and remembered.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Self

from psycopg import Cursor, ServerCursor
from psycopg.abc import Params, Query
from psycopg.rows import TupleRow

_BLOB: Final = re.compile(r"CAST\((\w+(?:\.\w+)?) AS BLOB\)")
_COUNT_ON: Final = re.compile(
    r"(INSERT INTO (\w+) .*?\bDO UPDATE SET )(\w+) = \3 \+", re.DOTALL | re.IGNORECASE
)
_TRIGGER: Final = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>BEFORE|AFTER) (?P<act>INSERT|DELETE|UPDATE[\w ,]*?)"
    r" ON (?P<table>\w+)\s+FOR EACH ROW\s+(?:WHEN\s+(?P<test>.*?)\s+)?"
    r"BEGIN\s+(?P<body>.*?)\s*END;?\s*",
    re.DOTALL,
)
_RAISE: Final = re.compile(r"SELECT RAISE\(ABORT, '(?P<why>[^']*)'\);")
#: SQLite joins in the order in which it is told to; PostgreSQL sees for itself.
_CROSS: Final = re.compile(r"CROSS JOIN (\w+(?: AS \w+)?) ON\b")
_MARK: Final = {"%": "%%", "?": "%s"}


class SpokenCursor(Cursor[TupleRow]):
    """A cursor that takes plain SQL with a ``?`` for each value, as `sqlite3.Cursor` does."""

    def execute(
        self,
        query: Any,  # noqa: ANN401 - whatever the base class takes
        params: Params | None = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        """Say it in PostgreSQL's words; see `psycopg.Cursor.execute`."""
        if not isinstance(query, str):
            return super().execute(query, params, prepare=prepare, binary=binary)
        if query.startswith("CREATE TRIGGER") and "EXECUTE FUNCTION" not in query:
            return super().execute(trigger(query).encode())
        marked = isinstance(params, tuple | list)
        said = in_its_words(query, marked=marked)
        return super().execute(said.encode(), params, prepare=prepare, binary=binary)

    def executemany(
        self, query: Query, params_seq: Iterable[Params], *, returning: bool = False
    ) -> None:
        """Say it in PostgreSQL's words; see `psycopg.Cursor.executemany`."""
        if isinstance(query, str):
            query = in_its_words(query, marked="%(" not in query).encode()
        super().executemany(query, params_seq, returning=returning)


class SpokenServerCursor(ServerCursor[TupleRow]):
    """Like `SpokenCursor`, for many rows: it stands at the server and is read page by page."""

    def execute(
        self,
        query: Any,  # noqa: ANN401 - whatever the base class takes
        params: Params | None = None,
        *,
        binary: bool | None = None,
        **options: Any,  # noqa: ANN401 - likewise
    ) -> Self:
        """Say it in PostgreSQL's words; see `psycopg.ServerCursor.execute`."""
        if isinstance(query, str):
            query = in_its_words(query, marked=isinstance(params, tuple | list)).encode()
        return super().execute(query, params, binary=binary, **options)


@lru_cache(maxsize=512)
def in_its_words(query: str, *, marked: bool) -> str:
    """Return a statement as PostgreSQL takes it.

    Parameters
    ----------
    marked : bool
        Whether values stand as ``?``; else they are named, and every ``%`` is the driver's.
    """
    said = _BLOB.sub(r"convert_to(\1, 'UTF8')", query)
    said = _CROSS.sub(r"JOIN \1 ON", said)
    said = _COUNT_ON.sub(r"\1\3 = \2.\3 +", said)
    return re.sub(r"[%?]", lambda found: _MARK[found[0]], said) if marked else said


def trigger(statement: str) -> str:
    """Return the function and trigger that do what a trigger written for SQLite does.

    Raises
    ------
    ValueError
        If it has another shape than those of this room.
    """
    found = _TRIGGER.fullmatch(statement.strip())
    if found is None:
        raise ValueError(f"no trigger that can be said in PostgreSQL's words: {statement}")
    name, test = found["name"], found["test"] or "1"
    body = _RAISE.sub(
        r"RAISE EXCEPTION USING MESSAGE = '\g<why>', ERRCODE = 'integrity_constraint_violation';",
        in_its_words(found["body"], marked=False),
    )
    lines = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $said$ BEGIN",
        body if test == "1" else f"IF {test} THEN {body} END IF;",
        f"RETURN {'OLD' if found['act'] == 'DELETE' else 'NEW'}; END $said$;",
        f"CREATE TRIGGER {name} {found['when']} {found['act']} ON {found['table']}",
        f"FOR EACH ROW EXECUTE FUNCTION {name}();",
    ]
    return "\n".join(lines)
