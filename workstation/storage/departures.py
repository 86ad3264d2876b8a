"""What may have left for a site, marked before it goes: a restarted hub must not take it back.

Two numbers a site are enough: of all releases that went, the greatest number in the site's row
and the latest instant at which one was final. A release beyond either has not left. One within
both may have, and is not taken back: the wall clock, by which a recall is judged after a restart,
may have been set back in between. All else is final at once.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.domain.case import Outgoing
from workstation.storage.homes import Database
from workstation.storage.tables import CounterRow, OutboxRow

_UP_TO: Final = "left:"
_FINAL: Final = "left_final_us:"  # microseconds since 1970
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class DepartureRecords:
    """The part of `SqlRecords` that marks what leaves; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leaving(self, site: str, outgoing: Sequence[Outgoing]) -> None:
        """Mark releases as having left for their site; durable before any of them goes."""
        with self._database.act() as session:
            _raise(session, f"{_UP_TO}{site}", max(one.sequence for one in outgoing))
            latest = max(_microseconds(one.decision.final_at) for one in outgoing)
            _raise(session, f"{_FINAL}{site}", latest)


def may_have_left(session: Session, decision_id: str) -> bool:
    """Tell whether a decision on its way to a site may have reached it."""
    row = session.scalar(select(OutboxRow).where(OutboxRow.decision_id == decision_id))
    if row is None:
        return False
    up_to = session.get(CounterRow, f"{_UP_TO}{row.site}")
    final = session.get(CounterRow, f"{_FINAL}{row.site}")
    if up_to is None or final is None:
        return False
    return row.sequence <= up_to.value and _microseconds(row.final_at) <= final.value


def _raise(session: Session, name: str, value: int) -> None:
    row = session.get(CounterRow, name)
    if row is None:
        session.add(CounterRow(name=name, value=value))
    else:
        row.value = max(row.value, value)


def _microseconds(at: datetime) -> int:
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
