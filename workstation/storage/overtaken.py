"""Requests that lose their object, their asker or their time: closed with a word in the log."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.four_eyes import OF_TRUST, Act
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
    SHUT_OUT = "shut_out"
    """Its key was revoked, or its officer or whoever asked was disabled: nobody lets them in by
    what was asked for before."""
    NO_ADMINISTRATOR = "no_administrator"
    """Whoever asked is an administrator no longer."""
    LAPSED = "lapsed"
    """Nobody answered in time."""
    MADE_ALONE = "made_alone"
    """Nobody is left who could agree, and it was made without."""


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
    close(session, row, why, officer=officer, now=now)
    return True


def close_of_key(session: Session, public_key: str, *, now: datetime) -> None:
    """Close what was asked for to let a key in that is revoked now."""
    close_overtaken(session, (Act.ENROL, public_key), Overtaken.SHUT_OUT, officer="", now=now)


def close_of_officer(session: Session, officer_id: str, why: Overtaken, *, now: datetime) -> None:
    """Close what an officer asked for as an administrator.

    Of whom is shut out, also what is asked for about them.
    """
    theirs = RequestRow.requester == officer_id
    if why is Overtaken.SHUT_OUT:
        theirs = or_(theirs, RequestRow.subject == officer_id)
    rows = session.scalars(
        select(RequestRow).where(
            RequestRow.act.in_(OF_TRUST), RequestRow.closed_at.is_(None), theirs
        )
    )
    for row in rows.all():
        close(session, row, why, officer="", now=now)


def close(
    session: Session, row: RequestRow, why: Overtaken, *, officer: str, now: datetime
) -> None:
    """Close an open request undone."""
    row.closed_at, row.secret = require_zone(now, "now"), None
    facts = {
        "request": row.request_id,
        "act": row.act.value,
        "subject": row.subject,
        "requester": row.requester,
        "officer": officer,
        "why": why.value,
    }
    append(session, Tag.REQUEST_OVERTAKEN, facts, now=now)
