"""Cases that wait for a chief whom nobody can be: every chief has read them already."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.case import Case
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StepRefused
from workstation.domain.law import Stage, Step
from workstation.domain.officer import OfficerState, Role
from workstation.storage.homes import Database
from workstation.storage.stages import as_case, as_cases, find, journal, step
from workstation.storage.tables import CaseRow, DecisionRow, OfficerRow, RecallRow, StandingRow

_MOST: Final = 500


class StuckRecords:
    """The part of `SqlRecords` that finds and frees them; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stuck(self) -> Sequence[Case]:
        """Return the cases that wait for a chief while no chief is left who may have them."""
        with self._database.look() as session:
            return as_cases(session, stuck_rows(session))

    def set_aside(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Case:
        """Take a chief's own earlier reading out of the way, so that this chief may decide.

        Whoever handed the case up has read it, too, and that reading stays: two officers see it.
        The same order again changes nothing. Raises ``KeyError`` when there is no such case,
        `StepRefused` when it is not stuck, or the reading is that of ``officer``.
        """
        with self._database.act() as session:
            row = find(session, case_id)
            chiefs = _chiefs(session)
            readings = _readings(session, case_id)
            if not _is_stuck(row, chiefs, {reader for _, reader, _ in readings}):
                if _was_set_aside(session, case_id, officer):
                    return as_case(session, row)
                raise StepRefused(case_id, "not stuck", Step.UNREAD)
            own = [
                decision_id
                for decision_id, reader, conclusion in readings
                if reader in chiefs - {officer} and conclusion is not Conclusion.REFER
            ]
            if not own:
                raise StepRefused(case_id, "read by nobody who could decide it", Step.UNREAD)
            recall = RecallRow(decision_id=own[0], officer=officer, reason=reason, recalled_at=now)
            session.add(recall)
            session.execute(
                delete(StandingRow).where(
                    StandingRow.case_id == case_id, StandingRow.decision_id == own[0]
                )
            )
            session.flush()
            step(row, Step.UNREAD)  # it goes on waiting for a chief
            facts = {"decision_id": own[0], "officer": officer, "reason": reason}
            journal(session, row, Tag.DECISION_RECALLED, facts, now=now)
            return as_case(session, row)


def stuck_rows(session: Session) -> list[CaseRow]:
    """Return the rows of the cases that no chief may have."""
    chiefs = _chiefs(session)
    read = select(func.count()).where(
        StandingRow.case_id == CaseRow.case_id, StandingRow.officer.in_(chiefs)
    )
    query = select(CaseRow).where(
        CaseRow.stage == Stage.WAITING,
        CaseRow.required_role == Role.CHIEF.value,
        read.scalar_subquery() >= len(chiefs),
    )
    return list(session.scalars(query.order_by(CaseRow.received_at).limit(_MOST)))


def _chiefs(session: Session) -> frozenset[str]:
    """Return the chiefs who may sit down; one who is locked out for a day may come back."""
    query = select(OfficerRow.officer_id, OfficerRow.roles).where(
        OfficerRow.state != OfficerState.DISABLED.value
    )
    return frozenset(name for name, roles in session.execute(query) if Role.CHIEF in roles)


def _readings(session: Session, case_id: str) -> list[tuple[str, str, Conclusion]]:
    """Return decision, officer and conclusion of each reading that stands, oldest first."""
    query = (
        select(StandingRow.decision_id, StandingRow.officer, DecisionRow.conclusion)
        .join(DecisionRow, DecisionRow.decision_id == StandingRow.decision_id)
        .where(StandingRow.case_id == case_id)
        .order_by(StandingRow.slot)
    )
    return [(name, officer, Conclusion(said)) for name, officer, said in session.execute(query)]


def _is_stuck(row: CaseRow, chiefs: frozenset[str], readers: set[str]) -> bool:
    waits = row.stage is Stage.WAITING and row.required_role == Role.CHIEF.value
    return waits and chiefs <= readers


def _was_set_aside(session: Session, case_id: str, officer: str) -> bool:
    query = (
        select(RecallRow.decision_id)
        .join(DecisionRow, DecisionRow.decision_id == RecallRow.decision_id)
        .where(
            DecisionRow.case_id == case_id,
            RecallRow.officer == officer,
            DecisionRow.officer != officer,
        )
    )
    return session.scalar(query.limit(1)) is not None
