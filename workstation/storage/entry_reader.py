"""Reading single entries of the evidence log, unchecked, from any process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.tables import AuditRow

_LONGEST: Final = 2000


def count_entries(folder: Path) -> int:
    """Return the number of the last entry; 0 for none."""
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        return session.scalar(select(func.max(AuditRow.seq))) or 0


def entry_text(folder: Path, seq: int) -> str:
    """Return what stands in an entry, at most 2000 letters of it; empty when it is not there."""
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        text = session.scalar(select(AuditRow.entry).where(AuditRow.seq == seq))
    return "" if text is None else str(text)[:_LONGEST]


def entries_after(folder: Path, seq: int, limit: int) -> Sequence[tuple[int, str]]:
    """Return the entries that follow a number, each with its own."""
    query = (
        select(AuditRow.seq, AuditRow.entry)
        .where(AuditRow.seq > seq)
        .order_by(AuditRow.seq)
        .limit(limit)
    )
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        return [(number, text) for number, text in session.execute(query)]
