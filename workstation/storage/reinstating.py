"""Deciding a case by the decision that its site brought back after a restore."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.comparison import Comparison, Verdict, comparison_to_json
from workstation.domain.decision import Conclusion, Decision, mark_from_json
from workstation.domain.errors import StepRefused
from workstation.domain.four_eyes import Act
from workstation.domain.instants import from_text
from workstation.domain.law import Stage, Step
from workstation.storage.journal import next_in_row, next_number
from workstation.storage.overtaken import Overtaken, close_overtaken
from workstation.storage.rows import decision_facts, row_from
from workstation.storage.stages import journal, step
from workstation.storage.tables import (
    CaseRow,
    OutboxRow,
    RecallRow,
    ReturnedRow,
    StandingRow,
)

_REASON: Final = "another decision was applied at the site"
_OPEN: Final = frozenset(
    {Stage.RECEIVED, Stage.COMPARED, Stage.WAITING, Stage.LEASED, Stage.PARKED, Stage.DECIDED}
)


def reinstate(session: Session, case: CaseRow, returned: ReturnedRow, *, now: datetime) -> None:
    """Decide a case as its site has acted; nobody reviews it again.

    A decision that the backup still held and that had not left is taken back: the one that the
    site applied came after it.

    Raises
    ------
    StepRefused
        If the case was announced with another decision, or is about another package.
    """
    if case.stage not in _OPEN:
        raise StepRefused(case.case_id, case.stage, Step.REINSTATE)
    if case.package_sha256 != returned.record["sha256"]:
        raise StepRefused(case.case_id, "about another package", Step.REINSTATE)
    officer = str(returned.record["officer"])
    _clear_the_way(session, case, officer, now=now)
    if case.comparison is None:
        case.comparison = comparison_to_json(_NEVER_COMPARED)
    step(case, Step.REINSTATE)
    case.lease_token = next_number(session, "lease")
    case.lease_officer, case.lease_desk = officer, f"site {case.site}"
    decision = _decision(case, returned)
    row = row_from(decision, slot=_next_slot(session, case.case_id))
    session.add(row)
    session.flush()
    session.add(
        StandingRow(
            decision_id=row.decision_id,
            case_id=case.case_id,
            slot=row.slot,
            officer=officer,
            settles=True,
        )
    )
    session.flush()
    outgoing = OutboxRow(
        site=case.site,
        sequence=next_in_row(session, case.site),
        decision_id=row.decision_id,
        final_at=decision.final_at,
        announced_at=now,
    )
    session.add(outgoing)
    facts = {"decision": decision_facts(row), "step": Step.DECIDE.value, "returned_by": case.site}
    journal(session, case, Tag.DECISION_RECORDED, facts, now=now)
    step(case, Step.ANNOUNCE)
    told = {
        "decision_id": row.decision_id,
        "site": case.site,
        "sequence": outgoing.sequence,
    }
    journal(session, case, Tag.SCAN_ANNOUNCED, told, now=now)


def reinstate_if_returned(session: Session, case: CaseRow, *, now: datetime) -> None:
    """Decide a case that has just arrived again, when its site told of a decision before."""
    returned = session.scalar(
        select(ReturnedRow).where(
            ReturnedRow.site == case.site, ReturnedRow.scan_id == case.scan_id
        )
    )
    if returned is not None and returned.record["sha256"] == case.package_sha256:
        reinstate(session, case, returned, now=now)


def _clear_the_way(session: Session, case: CaseRow, officer: str, *, now: datetime) -> None:
    """Take back what settled the case before, and what this officer had read of it."""
    standing = session.scalars(select(StandingRow).where(StandingRow.case_id == case.case_id))
    for row in standing.all():
        if not (row.settles or row.officer == officer):
            continue
        session.add(
            RecallRow(
                decision_id=row.decision_id, officer=row.officer, reason=_REASON, recalled_at=now
            )
        )
        outgoing = session.scalar(select(OutboxRow).where(OutboxRow.decision_id == row.decision_id))
        if outgoing is not None:
            outgoing.withdrawn_at = now
        if row.settles:
            step(case, Step.RECALL)
        facts = {"decision_id": row.decision_id, "officer": row.officer, "reason": _REASON}
        session.delete(row)
        session.flush()
        journal(session, case, Tag.DECISION_RECALLED, facts, now=now)
        _close(session, Act.SUPERSEDE, row.decision_id, now=now)
    _close(session, Act.UNPARK, case.case_id, now=now)


def _close(session: Session, act: Act, subject: str, *, now: datetime) -> None:
    close_overtaken(session, (act, subject), Overtaken.REINSTATED, officer="", now=now)


def _next_slot(session: Session, case_id: str) -> int:
    query = select(func.max(StandingRow.slot)).where(StandingRow.case_id == case_id)
    return (session.scalar(query) or 0) + 1


def _decision(case: CaseRow, returned: ReturnedRow) -> Decision:
    record = returned.record
    decided_at = from_text(record["decided_at"])
    return Decision(
        decision_id=returned.decision_id,
        case_id=case.case_id,
        site=case.site,
        scan_id=case.scan_id,
        scan_sha256=record["sha256"],
        conclusion=Conclusion(record["conclusion"]),
        reason=record["reason"],
        note=record["note"],
        marks=tuple(mark_from_json(mark) for mark in record["marks"]),
        officer=record["officer"],
        desk=case.lease_desk or "",
        decided_at=decided_at,
        final_at=decided_at,
        lease_token=case.lease_token or 0,
        evidence={"returned_by": case.site, "signature": returned.signature},
    )


_NEVER_COMPARED: Final = Comparison(
    engine="none",
    library="none",
    verdict=Verdict.CANNOT_JUDGE,
    p_value=None,
    false_alarm_rate=0.0,
    reasons=("engine_failed",),
    matches=(),
    deviations=(),
    prohibited=(),
    load=None,
    elapsed_s=0.0,
)
