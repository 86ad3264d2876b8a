"""Audit entries about what has happened already, whether the store works or not."""

import logging
from collections.abc import Mapping

from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import wall
from workstation.hub.ports import Records
from workstation.hub.sessions import Seat

_LOG = logging.getLogger(__name__)


def note_safely(records: Records, tag: str, facts: Mapping[str, object]) -> None:
    """Write an audit entry that must change nothing when the store fails."""
    try:
        records.note(tag, facts, now=wall())
    except StorageUnavailable:
        _LOG.warning("not written to the audit", extra={"tag": tag})


def note_session_ended(records: Records, seat: Seat, reason: str) -> None:
    """Write down that an officer sits at a desk no longer, and why: the log tells who sat where."""
    facts = {"officer": seat.officer.officer_id, "desk": seat.desk, "reason": reason}
    note_safely(records, "desk:session:ended", facts)
