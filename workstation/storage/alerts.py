"""Raising an alert within the act that found what somebody has to look at."""

import sqlite3
from datetime import datetime
from typing import Final

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.alert import AlertState, Event
from workstation.domain.instants import to_text
from workstation.storage.plain import append_plain

_OPEN: Final = "SELECT alert_id FROM alert WHERE kind = ? AND subject = ? AND state <> 'closed'"
_NEW: Final = (
    "INSERT INTO alert (kind, subject, site, state, raised_at, facts) VALUES (?, ?, ?, ?, ?, ?)"
    " RETURNING alert_id"
)


def raise_plain(cursor: sqlite3.Cursor, event: Event, *, now: datetime) -> bool:
    """Raise an alert in the open transaction; False when one is open for the subject."""
    kind = event.kind.value
    if cursor.execute(_OPEN, (kind, event.subject)).fetchone() is not None:
        return False
    facts = canonical_json(dict(event.facts))
    row = (kind, event.subject, event.site, AlertState.ACTIVE.value, to_text(now), facts)
    alert = int(cursor.execute(_NEW, row).fetchall()[0][0])
    told = {"alert": alert, "kind": kind, "subject": event.subject}
    append_plain(cursor, Tag.ALERT_RAISED, {**told, **event.facts}, now=now)
    return True
