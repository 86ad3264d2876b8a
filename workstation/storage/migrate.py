"""Bringing a database to the newest form, from inside the program.

Whether it has that form is asked at every opening, and answered without Alembic: bringing that in
takes longer than all else that a hub does before its first answer.
"""

import functools
import threading
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, column, func, inspect, select, table

from workstation.domain.errors import StorageUnavailable
from workstation.storage.engines import DatabaseMissing

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS: Final = Path(__file__).parent / "migrations"
# Alembic keeps the environment it runs in module globals.
_ONE_AT_A_TIME: Final = threading.Lock()


class Branch(StrEnum):
    """Which of the two kinds of database; each has a row of migrations of its own."""

    HUB = "hub"
    LIBRARY = "library"


@functools.cache
def head_of(branch: Branch) -> str:
    """Return the newest revision of a kind of database: that of the last of its files."""
    files = (_SCRIPTS / "versions").glob(f"{branch.value}_*.py")
    return max("_".join(file.stem.split("_")[:2]) for file in files)


def is_current(engine: Engine, branch: Branch) -> bool:
    """Tell whether a database stands at the newest revision; only reads."""
    with engine.connect() as connection:
        return is_current_here(connection, branch)


def is_current_here(connection: Connection, branch: Branch) -> bool:
    """Tell the same in a transaction that goes on."""
    return _heads(connection) == [head_of(branch)]


def is_unknown(connection: Connection) -> bool:
    """Tell whether a database stands at a revision that this program has never heard of."""
    return any(head not in _revisions() for head in _heads(connection))


def revision_of(engine: Engine) -> str | None:
    """Return the revision that a database stands at; None for an empty file, or one unknown."""
    with engine.connect() as connection:
        heads = _heads(connection)
    known = _revisions()
    return next((head for head in heads if head in known), None)


def upgrade(engine: Engine, branch: Branch, *, where: str) -> None:
    """Bring a database to the newest revision, all steps in one transaction.

    It is committed only when every table that was there has as many rows as before, and the audit
    chain ends in the same link.

    Raises
    ------
    StorageUnavailable
        If the database was written by a newer program, or by another one altogether, or if rows
        would be lost.
    """
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    with _ONE_AT_A_TIME, engine.begin() as connection:
        heads = _heads(connection)
        # Revisions are named after their kind: a library must never become a hub as well.
        if any(not head.startswith(f"{branch.value}_") for head in heads):
            raise DatabaseMissing(where, f"this is another kind of database, not a {branch.value}")
        before = _census(connection)
        try:
            command.upgrade(_config(connection), f"{branch.value}@head")
        except CommandError as reason:
            error = StorageUnavailable(where, f"the database cannot be brought up: {reason}")
            error.advice = "It may come from a newer version; use the program that wrote it."
            raise error from reason
        after = _census(connection)
        lost = sorted(name for name, held in before.items() if after.get(name) != held)
        if lost:
            raise StorageUnavailable(where, f"bringing it up would change {', '.join(lost)}")


def mark_newest(connection: Connection, branch: Branch) -> None:
    """Note that a database which was made whole stands at the newest revision."""
    from alembic import command  # noqa: PLC0415 - see above

    with _ONE_AT_A_TIME:
        command.stamp(_config(connection), f"{branch.value}@head")


def _revisions() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return {step.revision for step in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}


def _heads(connection: Connection) -> list[str]:
    """Return the revisions that a database says it stands at; none for an empty file."""
    versions = table("alembic_version", column("version_num"))
    if not inspect(connection).has_table(versions.name):
        return []
    return [str(number) for number in connection.scalars(select(versions.c.version_num))]


def _census(connection: Connection) -> dict[str, object]:
    """Return how many rows each table holds, and how the audit chain ends."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    held: dict[str, object] = {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar()
        for name in names
    }
    if "audit" in names:
        audit = table("audit", column("seq"), column("hash"))
        end = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
        last = connection.execute(end).one_or_none()
        held["the audit chain"] = None if last is None else tuple(last)
    return held


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
