"""Reading the filters that officers keep, aside from those who write."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import or_, select

from workstation.domain.filters import FilterImpossible, filter_from_json
from workstation.domain.saved_filter import SavedFilter
from workstation.storage.filter_tables import SavedFilterRow
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE


def saved_filters(folder: Path, officer: str) -> Sequence[SavedFilter]:
    """Return an officer's own filters and those shared with all, by name.

    Raises
    ------
    StorageUnavailable
        If the records cannot be read.
    """
    query = (
        select(SavedFilterRow)
        .where(or_(SavedFilterRow.owner == officer, SavedFilterRow.shared))
        .order_by(SavedFilterRow.name, SavedFilterRow.owner)
    )
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        return [_filter_from(row) for row in session.scalars(query)]


def _filter_from(row: SavedFilterRow) -> SavedFilter:
    try:
        found = filter_from_json(row.content)
    except FilterImpossible:
        found = None
    return SavedFilter(
        filter_id=row.filter_id, name=row.name, owner=row.owner, shared=row.shared, filter=found
    )
