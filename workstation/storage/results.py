"""Keeping what crews found when they opened containers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict, StepRefused
from workstation.domain.inspection import InspectionResult, result_to_json
from workstation.domain.instants import to_text
from workstation.domain.law import Stage, Step
from workstation.storage.homes import Database
from workstation.storage.result_tables import ResultRow
from workstation.storage.stages import find, journal, step
from workstation.storage.tables import DecisionRow, OutboxRow

_OPENED_AFTER = frozenset({Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED})


class ResultRecords:
    """The part of `SqlRecords` that keeps inspection results; see `workstation.hub.results`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inspected(self, site: str, result: InspectionResult, *, now: datetime) -> None:
        """Record what was found; the same result again changes nothing."""
        with self._database.act() as session:
            known = session.get(ResultRow, result.result_id)
            if known is not None:
                _same_again(known, result)
                return
            case = find(session, result.case_id)
            decision = session.get(DecisionRow, result.decision_id)
            if case.site != site or decision is None or decision.case_id != case.case_id:
                raise KeyError(result.case_id)
            if case.stage not in _OPENED_AFTER or not _has_left(session, result.decision_id):
                raise StepRefused(case.case_id, case.stage, Step.TAKE_RESULT)
            session.add(row_of(result, now=now))
            if case.stage is Stage.ANNOUNCED:
                step(case, Step.TAKE_RESULT)
            facts = {"result": result_to_json(result)}
            journal(session, case, Tag.SCAN_INSPECTED, facts, now=now)


def row_of(result: InspectionResult, *, now: datetime) -> ResultRow:
    """Return the row that keeps a result."""
    return ResultRow(
        result_id=result.result_id,
        case_id=result.case_id,
        decision_id=result.decision_id,
        occasion=result.occasion,
        opened_at=result.opened_at,
        kind=None if result.kind is None else result.kind.value,
        goods=result.goods,
        note=result.note,
        rate=result.rate,
        marks={mark: outcome.value for mark, outcome in result.marks.items()},
        reported_at=now,
    )


def _has_left(session: Session, decision_id: str) -> bool:
    """Tell whether a site has applied a decision."""
    query = select(OutboxRow.announced_at).where(OutboxRow.decision_id == decision_id)
    return session.scalar(query) is not None


def _same_again(known: ResultRow, result: InspectionResult) -> None:
    """Raise `ContentConflict` unless a recorded result says the same as this one."""
    kept = {
        "result_id": known.result_id,
        "case": known.case_id,
        "decision_id": known.decision_id,
        "occasion": known.occasion.value,
        "opened_at": to_text(known.opened_at),
        "kind": known.kind,
        "goods": known.goods,
        "note": known.note,
        "rate": known.rate,
        "marks": known.marks,
    }
    if canonical_json(kept) != canonical_json(result_to_json(result)):
        raise ContentConflict(f"result {result.result_id}", "what was reported", "another one")
