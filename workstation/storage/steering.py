"""The acts of those who steer: rules set and taken back, a decision superseded by two."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.errors import StepRefused
from workstation.domain.four_eyes import OF_TRUST, Act, Request, SecondOfficerNeeded
from workstation.domain.instants import require_zone
from workstation.domain.law import Step, after
from workstation.domain.officer import Role
from workstation.storage.asked import asked_by, asked_in_log, note_altered, what_differs
from workstation.storage.departures import may_have_left
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.owing import owes
from workstation.storage.stages import find, journal, standing_of, step
from workstation.storage.steering_tables import RuleRow
from workstation.storage.tables import CaseRow, DecisionRow, OutboxRow, RecallRow, StandingRow
from workstation.storage.trust import request_from, require_voice


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRule:
    """A rule as it was set; ``content`` holds plain JSON values."""

    name: str
    content: Mapping[str, Any]
    officer: str
    reason: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The decision that ended a case, as far as superseding it asks."""

    decision_id: str
    case_id: str
    officer: str
    final_at: datetime


class SteeringRecords:
    """The part of `SqlRecords` for those who steer; each act holds its audit entry."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rules(self) -> list[KeptRule]:
        """Return what has been set, by name."""
        with self._database.look() as session:
            rows = session.scalars(select(RuleRow).order_by(RuleRow.name))
            return [
                KeptRule(
                    name=row.name,
                    content=row.content,
                    officer=row.officer,
                    reason=row.reason,
                    set_at=row.set_at,
                )
                for row in rows
            ]

    def set_rule(
        self, name: str, content: Mapping[str, Any], *, officer: str, reason: str, now: datetime
    ) -> bool:
        """Set a rule; False when it says this already, and then nothing is written."""
        with self._database.act() as session:
            row = session.get(RuleRow, name)
            before = None if row is None else row.content
            if before == dict(content):
                return False
            if row is None:
                row = RuleRow(name=name)
                session.add(row)
            row.content, row.officer = dict(content), officer
            row.reason, row.set_at = reason, require_zone(now, "now")
            facts = {
                "rule": name,
                "content": dict(content),
                "before": before,
                "officer": officer,
                "reason": reason,
            }
            append(session, Tag.RULE_SET, facts, now=now)
            return True

    def drop_rule(self, name: str, *, officer: str, reason: str, now: datetime) -> bool:
        """Take a rule back; False when there is none."""
        with self._database.act() as session:
            row = session.get(RuleRow, name)
            if row is None:
                return False
            facts = {"rule": name, "before": row.content, "officer": officer, "reason": reason}
            session.delete(row)
            append(session, Tag.RULE_DROPPED, facts, now=now)
            return True

    def settled(self, case_id: str) -> Settled | None:
        """Return the decision that settles a case, or None."""
        with self._database.look() as session:
            row = session.scalar(
                select(DecisionRow)
                .join(StandingRow, StandingRow.decision_id == DecisionRow.decision_id)
                .where(StandingRow.case_id == case_id, StandingRow.settles)
            )
            if row is None:
                return None
            return Settled(
                decision_id=row.decision_id,
                case_id=row.case_id,
                officer=row.officer,
                final_at=row.final_at,
            )

    def ask_supersede(
        self, decision_id: str, *, officer: str, reason: str, now: datetime
    ) -> Request:
        """Ask that a decision be withdrawn; what is open already is returned.

        Raises
        ------
        KeyError
            If there is no such decision.
        StepRefused
            If it settles no case, has been announced to its site, or may have left for it, as after
        a restore everything may until the site has reported.
        """
        with self._database.act() as session:
            decision, case, _ = _withdrawable(session, decision_id)
            row = session.scalar(
                select(RequestRow).where(
                    RequestRow.act == Act.SUPERSEDE,
                    RequestRow.subject == decision_id,
                    RequestRow.closed_at.is_(None),
                )
            )
            if row is None:
                # What is asked for stays here from now on, whatever leaves behind it.
                if may_have_left(session, decision_id):
                    raise StepRefused(case.case_id, "on its way to its site", Step.SUPERSEDE)
                row = RequestRow(
                    request_id=uuid.uuid4().hex,
                    act=Act.SUPERSEDE,
                    subject=decision_id,
                    reason=reason,
                    requester=officer,
                    requested_at=require_zone(now, "now"),
                )
                session.add(row)
                facts = {
                    "request": row.request_id,
                    "decision_id": decision_id,
                    "decided_by": decision.officer,
                    "officer": officer,
                    "reason": reason,
                }
                row.entry = journal(session, case, Tag.SUPERSEDE_REQUESTED, facts, now=now)
            return request_from(row)

    def decline(self, request_id: str, *, officer: str, reason: str, now: datetime) -> str | None:
        """Close a request undone and return its subject; None when it was closed before.

        Of one that is another than was asked for the entry tells what was asked for, as far as
        the log knows; closing it does nothing but end it.

        Raises ``KeyError`` when there is no such request, ``SecondOfficerNeeded`` for whom the
        hub trusts when the officer is neither who asked nor one who may agree.
        """
        with self._database.act() as session:
            row = session.get(RequestRow, request_id)
            if row is None:
                raise KeyError(request_id)
            if row.closed_at is not None:
                return None
            told = asked_in_log(session, row)
            asked = told or asked_by(row)
            if asked.act in OF_TRUST and asked.requester != officer:
                require_voice(session, row, officer)
            differs = what_differs(row, told)
            if differs:
                note_altered(session, row, differs, officer=officer, now=now)
            row.closed_at, row.secret = require_zone(now, "now"), None
            facts = {
                "request": request_id,
                "act": asked.act,
                "subject": asked.subject,
                "requester": asked.requester,
                "officer": officer,
                "reason": reason,
            }
            append(session, Tag.REQUEST_DECLINED, facts, now=now)
            return asked.subject


def supersede(session: Session, request: RequestRow, *, officer: str, now: datetime) -> CaseRow:
    """Withdraw a decision that two officers want undone; its case goes before a chief.

    The decision stays in the records; that it counts no longer, its place in the site's row and
    the case change in the open transaction.

    Raises
    ------
    SecondOfficerNeeded
        If the officer who approves made the decision.
    StepRefused
        If it settles its case no longer, or has been announced.
    """
    decision, case, standing = _withdrawable(session, request.subject)
    if decision.officer == officer:
        raise SecondOfficerNeeded(request.request_id, officer)
    session.add(
        RecallRow(
            decision_id=decision.decision_id,
            officer=officer,
            reason=request.reason,
            recalled_at=now,
        )
    )
    outgoing = session.scalars(
        select(OutboxRow).where(OutboxRow.decision_id == decision.decision_id)
    ).one()
    outgoing.withdrawn_at = now
    session.delete(standing)
    session.flush()
    step(case, Step.SUPERSEDE)
    case.required_role = Role.CHIEF.value
    request.approver, request.closed_at = officer, require_zone(now, "now")
    facts = {
        "decision_id": decision.decision_id,
        "officer": officer,
        "reason": request.reason,
        "step": Step.SUPERSEDE.value,
        "request": request.request_id,
        "requester": request.requester,
        "decided_by": decision.officer,
    }
    journal(session, case, Tag.DECISION_RECALLED, facts, now=now)
    return case


def _withdrawable(session: Session, decision_id: str) -> tuple[DecisionRow, CaseRow, StandingRow]:
    decision = session.get(DecisionRow, decision_id)
    if decision is None:
        raise KeyError(decision_id)
    case = find(session, decision.case_id)
    standing = standing_of(session, decision)
    if standing is None or not standing.settles:
        raise StepRefused(case.case_id, "not settled by this decision", Step.SUPERSEDE)
    after(case.case_id, case.stage, Step.SUPERSEDE)
    if owes(session, case.site):  # it may have applied what a restored backup holds to be here
        why = "decided, and its site has not reported since the restore"
        raise StepRefused(case.case_id, why, Step.SUPERSEDE)
    return decision, case, standing
