"""Keeping filters: an act each, with its entry in the evidence log."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from workstation.domain.filters import Filter, filter_to_json
from workstation.domain.instants import require_zone
from workstation.storage.filter_tables import SavedFilterRow
from workstation.storage.homes import Database
from workstation.storage.journal import append

MOST_KEPT: Final = 200


class SavedFilterRecords:
    """The part of `SqlRecords` that keeps filters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_filter(  # noqa: PLR0913 - the parts of a kept filter
        self,
        filter_id: str,
        name: str,
        wanted: Filter,
        *,
        owner: str,
        shared: bool,
        now: datetime,
    ) -> bool:
        """Keep a filter; one of the same owner and name is replaced. The same again is harmless.

        False when the owner keeps `MOST_KEPT` others.
        """
        with self._database.act() as session:
            own = session.scalars(select(SavedFilterRow).where(SavedFilterRow.owner == owner)).all()
            row = next((one for one in own if one.name == name), None)
            if row is None and len(own) >= MOST_KEPT:
                return False
            content = filter_to_json(wanted)
            if row is None:
                row = SavedFilterRow(filter_id=filter_id, name=name, owner=owner)
                session.add(row)
            elif (row.content, row.shared) == (content, shared):
                return True
            row.content, row.shared, row.kept_at = content, shared, require_zone(now, "now")
            facts = {"filter": row.filter_id, "name": name, "officer": owner, "shared": shared}
            append(session, "filter:kept", facts, now=now)
            return True

    def drop_filter(self, filter_id: str, *, owner: str, now: datetime) -> bool:
        """Forget an own filter; False when there is none, or it is another officer's."""
        with self._database.act() as session:
            row = session.get(SavedFilterRow, filter_id)
            if row is None or row.owner != owner:
                return False
            facts = {"filter": filter_id, "name": row.name, "officer": owner}
            session.delete(row)
            append(session, "filter:dropped", facts, now=now)
            return True
