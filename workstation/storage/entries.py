"""Reading the evidence chain entry by entry, as the hub's checkpoints need it."""

from collections.abc import Sequence

from sqlalchemy import select

from workstation.storage.homes import Database
from workstation.storage.tables import AuditRow


class EntryRecords:
    """The part of `SqlRecords` that tells what has been written down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, after: int, limit: int) -> Sequence[str]:
        """Return the canonical texts of the entries that follow a number, in their order."""
        query = select(AuditRow.entry).where(AuditRow.seq > after).order_by(AuditRow.seq)
        with self._database.look() as session:
            return session.scalars(query.limit(limit)).all()
