"""Audit entries about what has happened already, whether the store works or not."""

import logging
from collections.abc import Mapping

from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import wall
from workstation.hub.ports import Records

_LOG = logging.getLogger(__name__)


def note_safely(records: Records, tag: str, facts: Mapping[str, object]) -> None:
    """Write an audit entry that must change nothing when the store fails."""
    try:
        records.note(tag, facts, now=wall())
    except StorageUnavailable:
        _LOG.warning("not written to the audit", extra={"tag": tag})
