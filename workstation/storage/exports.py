"""Leave for pictures to go out of the room in a report: asked for, agreed to, good for a day."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.four_eyes import EXPORTS, Act, ExportLeave, NotForThisOfficer
from workstation.domain.instants import require_zone
from workstation.domain.officer import OfficerState
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.overtaken import Overtaken, close_overtaken
from workstation.storage.tables import DecisionRow, OfficerRow
from workstation.storage.trust import (
    note_request,
    others_agree,
    request_from,
    require_fresh,
    require_voice,
)

GOOD_FOR: Final = timedelta(days=1)
"""How long an agreement lets its report be written."""


class ExportRecords:
    """The part of `SqlRecords` for those who take pictures away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export_leave(self, decision_id: str, *, officer: str, now: datetime) -> ExportLeave:
        """Return whether an officer may take the pictures of a decision away; asks for nothing.

        Raises ``KeyError`` when there is no such decision.
        """
        with self._database.look() as session:
            return _leave(session, decision_id, officer=officer, now=now)

    def ask_export(
        self, decision_id: str, *, officer: str, reason: str, now: datetime
    ) -> ExportLeave:
        """Return the same, and ask for it where it is not granted; once.

        Raises ``KeyError`` when there is no such decision, ``NotForThisOfficer`` for whoever has
        no business with it.
        """
        with self._database.act() as session:
            who = session.get(OfficerRow, officer)
            if (
                who is None
                or who.state != OfficerState.ACTIVE.value
                or EXPORTS.isdisjoint(who.roles)
            ):
                raise NotForThisOfficer(officer)
            leave = _leave(session, decision_id, officer=officer, now=now)
            if leave.granted or leave.asked_by:
                return leave
            _close_lapsed(session, decision_id, officer=officer, now=now)
            row = RequestRow(
                request_id=uuid.uuid4().hex,
                act=Act.EXPORT,
                subject=decision_id,
                reason=reason,
                requester=officer,
                requested_at=require_zone(now, "now"),
                content={"case_id": session.get_one(DecisionRow, decision_id).case_id},
            )
            session.add(row)
            note_request(session, row, now=now)
            return ExportLeave(granted=False, asked_by=officer)


def agree_to_export(session: Session, row: RequestRow, *, officer: str, now: datetime) -> None:
    """Close a request for an export, agreed to, in the open transaction.

    Raises `SecondOfficerNeeded` for whoever has no say in it, `RequestSpent` for one that waited
    too long.
    """
    require_voice(session, row, officer)
    require_fresh(row, now)
    row.approver, row.closed_at = officer, require_zone(now, "now")
    facts = {
        "request": row.request_id,
        "decision": row.subject,
        "requester": row.requester,
        "officer": officer,
        "reason": row.reason,
    }
    append(session, Tag.EXPORT_AGREED, facts, now=now)


def _close_lapsed(session: Session, decision_id: str, *, officer: str, now: datetime) -> None:
    """Close a request that waited too long, so that the export may be asked for anew."""
    asked = (Act.EXPORT, decision_id)
    close_overtaken(session, asked, Overtaken.LAPSED, officer=officer, now=now)


def _leave(session: Session, decision_id: str, *, officer: str, now: datetime) -> ExportLeave:
    if session.get(DecisionRow, decision_id) is None:
        raise KeyError(decision_id)
    asked = session.scalars(
        select(RequestRow)
        .where(RequestRow.act == Act.EXPORT, RequestRow.subject == decision_id)
        .order_by(RequestRow.requested_at.desc())
    ).all()
    for row in asked:
        closed_at = row.closed_at or now - GOOD_FOR
        if row.requester == officer and row.approver and closed_at + GOOD_FOR > now:
            return ExportLeave(granted=True, agreed_by=row.approver)
    if not others_agree(session, Act.EXPORT, but=(officer,), now=now):
        return ExportLeave(granted=True)
    still = (row for row in asked if row.closed_at is None)
    open_one = next((row for row in still if not request_from(row).has_lapsed(now)), None)
    return ExportLeave(granted=False, asked_by="" if open_one is None else open_one.requester)
