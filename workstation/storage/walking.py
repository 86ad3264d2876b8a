"""Walking over many rows as the driver gives them, a page in memory at a time."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Connection

_PAGE: Final = 2000


def walk(
    connection: Connection, query: str, values: Sequence[object] = (), *, page: int = _PAGE
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query in plain SQL, with a ``?`` for each of the values.

    However many there are, no more than a page of them is in memory.
    """
    with closing(_cursor(connection)) as cursor:
        cursor.execute(query, tuple(values))
        while rows := cursor.fetchmany(page):
            yield from rows


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - a cursor of either driver
    """Return a cursor that reads on as it is asked; PostgreSQL's has to stand at the server."""
    pooled = connection.connection
    if connection.dialect.name == "sqlite":
        return pooled.cursor()
    driver: Any = pooled.driver_connection
    return driver.cursor(name=f"walk_{secrets.token_hex(4)}")
