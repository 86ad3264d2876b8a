"""The acts of those who watch over the room: a lease broken, a case given up, one let go."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.case import Case
from workstation.domain.errors import LeaseFenced
from workstation.domain.four_eyes import (
    OF_TRUST,
    Act,
    Request,
    RequestAltered,
    SecondOfficerNeeded,
)
from workstation.domain.instants import require_zone
from workstation.domain.law import Stage, Step, after
from workstation.storage.asked import asked_in_log, note_altered, what_differs
from workstation.storage.exports import agree_to_export
from workstation.storage.homes import Database
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.stages import as_case, fenced, find, journal, step
from workstation.storage.steering import supersede
from workstation.storage.tables import CaseRow, DecisionRow
from workstation.storage.trust import agree, request_from


class OversightRecords:
    """The part of `SqlRecords` for supervisors; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def break_lease(
        self, case_id: str, token: int, *, officer: str, reason: str, now: datetime
    ) -> Case:
        """Take a leased case from its desk; raises ``LeaseFenced`` when that lease is over."""
        with self._database.act() as session:
            row = fenced(session, case_id, token)
            if row.stage is not Stage.LEASED:
                raise LeaseFenced(case_id, token)
            facts = {
                "token": token,
                "officer": officer,
                "held_by": row.lease_officer,
                "desk": row.lease_desk,
                "reason": reason,
            }
            step(row, Step.BREAK)
            journal(session, row, Tag.LEASE_BROKEN, facts, now=now)
            return as_case(session, row)

    def give_up(
        self, case_id: str, token: int, *, reason: str, now: datetime, park_after: int
    ) -> Case:
        """Take back a case that its desk could not show: attempts + 1, parked at `park_after`."""
        with self._database.act() as session:
            row = fenced(session, case_id, token)
            if row.stage is not Stage.LEASED:
                raise LeaseFenced(case_id, token)
            row.attempts += 1
            facts = {
                "token": token,
                "officer": row.lease_officer,
                "attempts": row.attempts,
                "reason": reason,
            }
            parks = row.attempts >= park_after
            step(row, Step.PARK if parks else Step.LAPSE)
            tag = Tag.LEASE_PARKED if parks else Tag.LEASE_FAILED
            journal(session, row, tag, facts, now=now)
            return as_case(session, row)

    def ask_unpark(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Request:
        """Ask that a parked case may wait again; what is open already is returned.

        Raises ``StepRefused`` when the case is not parked, ``KeyError`` when there is none.
        """
        with self._database.act() as session:
            case = find(session, case_id)
            after(case.case_id, case.stage, Step.UNPARK)
            row = _open_request(session, Act.UNPARK, case_id)
            if row is None:
                row = RequestRow(
                    request_id=uuid.uuid4().hex,
                    act=Act.UNPARK,
                    subject=case_id,
                    reason=reason,
                    requester=officer,
                    requested_at=require_zone(now, "now"),
                )
                session.add(row)
                facts = {"request": row.request_id, "officer": officer, "reason": reason}
                row.entry = journal(session, case, Tag.UNPARK_REQUESTED, facts, now=now)
            return request_from(row)

    def requests(self) -> Sequence[Request]:
        """Return what waits for a second officer, oldest first."""
        with self._database.look() as session:
            rows = session.scalars(
                select(RequestRow)
                .where(RequestRow.closed_at.is_(None))
                .order_by(RequestRow.requested_at, RequestRow.request_id)
            )
            return [request_from(row) for row in rows]

    def approve(self, request_id: str, *, officer: str, now: datetime) -> Case | None:
        """Do what another officer asked for; the same again changes nothing.

        Returns the case that it was about, or None for what is about no case.

        It is held against the entry of its asking first: ``RequestAltered`` is raised, and noted
        in the log, when somebody changed it behind the hub's back; it stays open, to be declined.

        Raises ``SecondOfficerNeeded`` for one's own request and for one's own decision, and for
        what others have to agree to; ``RequestSpent`` for what waited too long; ``StepRefused``
        when the case is parked no longer or its decision has left, ``KeyError`` when there is no
        such request; for whom the hub trusts also ``ContentConflict`` and ``LastAdministrator``.
        """
        with self._database.act() as session:
            row = session.get(RequestRow, request_id)
            if row is None or (row.closed_at is not None and row.approver is None):
                raise KeyError(request_id)  # there is none, or it was declined
            differs: tuple[str, ...] = ()
            if row.approver is None:
                differs = what_differs(row, asked_in_log(session, row))
            if not differs:
                return _approved(session, row, officer=officer, now=now)
            note_altered(session, row, differs, officer=officer, now=now)
        raise RequestAltered(request_id, differs)  # here, for the note has to stay


def _approved(session: Session, row: RequestRow, *, officer: str, now: datetime) -> Case | None:
    if row.requester == officer:
        raise SecondOfficerNeeded(row.request_id, officer)
    if row.act in OF_TRUST:
        if row.approver is None:
            agree(session, row, officer=officer, now=now)
        return None
    if row.act is Act.EXPORT:
        if row.approver is None:
            agree_to_export(session, row, officer=officer, now=now)
        return None
    if row.act is Act.SUPERSEDE:
        return as_case(session, _superseded(session, row, officer=officer, now=now))
    return as_case(session, _unparked(session, row, officer=officer, now=now))


def _unparked(session: Session, row: RequestRow, *, officer: str, now: datetime) -> CaseRow:
    case = find(session, row.subject)
    if row.approver is None:
        step(case, Step.UNPARK)
        case.attempts = 0
        row.approver, row.closed_at = officer, require_zone(now, "now")
        facts = {
            "request": row.request_id,
            "requester": row.requester,
            "officer": officer,
            "reason": row.reason,
        }
        journal(session, case, Tag.SCAN_UNPARKED, facts, now=now)
    return case


def _superseded(session: Session, row: RequestRow, *, officer: str, now: datetime) -> CaseRow:
    if row.approver is None:
        return supersede(session, row, officer=officer, now=now)
    return find(session, session.get_one(DecisionRow, row.subject).case_id)


def _open_request(session: Session, act: Act, subject: str) -> RequestRow | None:
    return session.scalar(
        select(RequestRow).where(
            RequestRow.act == act, RequestRow.subject == subject, RequestRow.closed_at.is_(None)
        )
    )
