"""Which sites have yet to report since the records were restored from a backup."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.storage.tables import CounterRow

#: Before a site's name in the table of counters; the value is the epoch that it owes a report for.
OWES: Final = "owes:"
_BEHIND: Final = "owes;"  # the first text after all that begin so


def owing_sites(session: Session) -> list[str]:
    """Return the sites that have yet to report."""
    query = select(CounterRow.name).where(
        CounterRow.name > OWES, CounterRow.name < _BEHIND, CounterRow.value > 0
    )
    return [name.removeprefix(OWES) for name in session.scalars(query)]


def owes(session: Session, site: str) -> bool:
    """Tell whether a site has yet to report."""
    row = session.get(CounterRow, f"{OWES}{site}")
    return row is not None and row.value > 0
