"""Writing the evidence chain, always within the transaction of the act it tells of."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.chain import Link
from workstation.storage.plain import append_plain
from workstation.storage.tables import AuditRow, CounterRow, OutboxRow

_PAGE: Final = 2000


def append(session: Session, tag: str, facts: Mapping[str, Any], *, now: datetime) -> int:
    """Make the chain one entry longer, and return the number of the entry.

    Becomes true when the session's transaction does.
    """
    session.flush()
    with contextlib.closing(session.connection().connection.cursor()) as cursor:
        return append_plain(cast("sqlite3.Cursor", cursor), tag, facts, now=now)


def links(session: Session) -> Iterator[Link]:
    """Yield the chain as it is kept, in the order of its numbers."""
    columns = select(AuditRow.seq, AuditRow.entry, AuditRow.hash).order_by(AuditRow.seq)
    # Closed even when nobody asks for the last one: a cursor may stand at a server.
    with session.execute(columns.execution_options(yield_per=_PAGE)) as found:
        for seq, text, digest in found:
            yield Link(seq=seq, text=text, hash=digest)


def next_number(session: Session, name: str) -> int:
    """Return a number greater than every one given under `name` before."""
    row = session.get(CounterRow, name)
    if row is None:
        row = CounterRow(name=name, value=0)
        session.add(row)
    row.value += 1
    return row.value


def next_in_row(session: Session, site: str) -> int:
    """Return the next place in the row of decisions that go to a site."""
    last = select(func.max(OutboxRow.sequence)).where(OutboxRow.site == site)
    return (session.scalar(last) or 0) + 1
