"""Writing the evidence chain, always within the transaction of the act it tells of."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.chain import Link, extend
from workstation.storage.tables import AuditRow, CounterRow

_PAGE: Final = 2000


def append(session: Session, tag: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Make the chain one entry longer; becomes true when the session's transaction does."""
    session.flush()
    row = session.scalar(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))
    last = None if row is None else Link(seq=row.seq, text=row.entry, hash=row.hash)
    link = extend(last, tag=tag, facts=facts, at=now)
    session.add(AuditRow(seq=link.seq, entry=link.text, hash=link.hash))
    session.flush()


def links(session: Session) -> Iterator[Link]:
    """Yield the chain as it is kept, in the order of its numbers."""
    columns = select(AuditRow.seq, AuditRow.entry, AuditRow.hash).order_by(AuditRow.seq)
    for seq, text, digest in session.execute(columns.execution_options(yield_per=_PAGE)):
        yield Link(seq=seq, text=text, hash=digest)


def next_number(session: Session, name: str) -> int:
    """Return a number greater than every one given under `name` before."""
    row = session.get(CounterRow, name)
    if row is None:
        row = CounterRow(name=name, value=0)
        session.add(row)
    row.value += 1
    return row.value
