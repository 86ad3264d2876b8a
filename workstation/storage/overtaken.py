"""Requests that lose their object: closed in the act that takes it away, with a word in the log."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.four_eyes import Act
from workstation.domain.instants import require_zone
from workstation.storage.journal import append
from workstation.storage.oversight_tables import RequestRow


class Overtaken(StrEnum):
    """Why nobody has to answer a request any more."""

    TAKEN_BACK = "taken_back"
    """Its decision was taken back by the officer who made it."""
    APPLIED = "applied"
    """Its decision was applied by the site."""
    REINSTATED = "reinstated"
    """Its case is decided as its site told after a restore."""
    NOT_FINAL = "not_final"
    """Its decision was not final when the backup was made, and was taken back by the restore."""


def close_overtaken(
    session: Session, asked: tuple[Act, str], why: Overtaken, *, officer: str, now: datetime
) -> bool:
    """Close what was asked, and of what, when that is gone; False when nothing was asked.

    ``officer`` is whose act took it away; empty for a site's.
    """
    act, subject = asked
    row = session.scalar(
        select(RequestRow).where(
            RequestRow.act == act, RequestRow.subject == subject, RequestRow.closed_at.is_(None)
        )
    )
    if row is None:
        return False
    row.closed_at = require_zone(now, "now")
    facts = {
        "request": row.request_id,
        "act": row.act.value,
        "subject": subject,
        "requester": row.requester,
        "officer": officer,
        "why": why.value,
    }
    append(session, Tag.REQUEST_OVERTAKEN, facts, now=now)
    return True
