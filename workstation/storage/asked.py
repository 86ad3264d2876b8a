"""Holding an open request against the entry of its asking before anybody answers it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.chain import GENESIS, canonical_json, link_hash
from workstation.audit.tags import Tag
from workstation.domain.four_eyes import Act
from workstation.domain.instants import to_text
from workstation.storage.journal import append
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.tables import AuditRow

ALTERED: Final = "request:altered"
"""The entry of a request that was found to be another than was asked for."""
ENTRY: Final = "entry"
"""What is amiss when no entry of the log, tied to the one before it, tells of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked for; ``content`` in canonical JSON, ``at`` as `to_text` writes it."""

    act: str
    subject: str
    requester: str
    reason: str
    content: str
    at: str


def asked_by(row: RequestRow) -> Asked:
    """Return what a request's row says."""
    return Asked(
        act=row.act.value,
        subject=row.subject,
        requester=row.requester,
        reason=row.reason,
        content=canonical_json(row.content),
        at=to_text(row.requested_at),
    )


def asked_in_log(session: Session, row: RequestRow) -> Asked | None:
    """Return what was asked for as its own entry tells; None when none does that holds."""
    if row.entry is None:
        return None
    query = select(AuditRow).where(AuditRow.seq.in_((row.entry - 1, row.entry)))
    links = {link.seq: link for link in session.scalars(query)}
    link, last = links.get(row.entry), links.get(row.entry - 1)
    before = GENESIS if last is None else last.hash
    if link is None or link_hash(before, link.entry) != link.hash:
        return None
    told = json.loads(link.entry)
    return _heard(told, told["facts"]) if told["facts"].get("request") == row.request_id else None


def _heard(told: Mapping[str, Any], facts: Mapping[str, Any]) -> Asked | None:
    match told["tag"]:
        case Tag.REQUEST_MADE:
            act, subject, content = facts["act"], facts["subject"], facts["content"]
        case Tag.UNPARK_REQUESTED:
            act, subject, content = Act.UNPARK.value, facts["case"], {}
        case Tag.SUPERSEDE_REQUESTED:
            act, subject, content = Act.SUPERSEDE.value, facts["decision_id"], {}
        case _:
            return None
    return Asked(
        act=act,
        subject=subject,
        requester=facts["officer"],
        reason=facts["reason"],
        content=canonical_json(content),
        at=told["at"],
    )


def what_differs(row: RequestRow, told: Asked | None) -> tuple[str, ...]:
    """Return in what a request's row is not what its entry tells; empty when it is."""
    if told is None:
        return (ENTRY,)
    found = asked_by(row)
    return tuple(name for name in Asked.__slots__ if getattr(found, name) != getattr(told, name))


def note_altered(
    session: Session, row: RequestRow, differs: tuple[str, ...], *, officer: str, now: datetime
) -> None:
    """Write down who met a request that is another than was asked for, and in what it is."""
    facts = {"request": row.request_id, "differs": list(differs), "officer": officer}
    append(session, ALTERED, facts, now=now)
