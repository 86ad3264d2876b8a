"""Column types: instants as sortable text, JSON as canonical text, enums as checked text."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, Text, TypeDecorator

from workstation.audit.chain import canonical_json
from workstation.domain.instants import from_text, to_text


class InstantText(TypeDecorator[datetime]):
    """An instant as ISO 8601 text in UTC, which sorts like the instants themselves."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the instant; raise ``ValueError`` when it has no time zone."""
        del dialect
        return None if value is None else to_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - as in the base class
        """Read the instant."""
        del dialect
        return None if value is None else from_text(value)


class JsonText(TypeDecorator[Any]):
    """Plain JSON values as canonical text, so that equal values are equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401
        """Write the value; None stays NULL."""
        del dialect
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:  # noqa: ANN401
        """Read the value."""
        del dialect
        return None if value is None else json.loads(value)


def enum_text(kind: type[StrEnum], *, name: str = "", guarded: bool = True) -> Enum:
    """Return a column type that keeps an enum's values as text and lets no other text in.

    ``name`` is that of its constraint where a table has several of the kind. Where the type is not
    ``guarded`` the table has a constraint by `one_of`.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=guarded,
        length=16,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, values: Iterable[str]) -> str:
    """Return the condition that a column has one of some texts, for rows that desks wait for.

    For a list of three and more SQLite makes a table, fills it and throws it away, every time it
    asks; this it just compares.
    """
    return " OR ".join(f"{column} = '{value}'" for value in values)
