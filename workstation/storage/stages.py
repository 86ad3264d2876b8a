"""How every act moves a case: found, stepped by the law, written down."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.case import Case
from workstation.domain.declaration import Declaration
from workstation.domain.errors import LeaseFenced
from workstation.domain.law import Stage, Step, after
from workstation.storage.journal import append
from workstation.storage.rows import case_from, declaration_from
from workstation.storage.tables import CaseRow, DecisionRow, DeclarationRow, StandingRow

#: How many ids one question names; SQLite takes 32,766 at most.
_BATCH: Final = 1000


def find(session: Session, case_id: str) -> CaseRow:
    """Return a case's row; raise ``KeyError`` when there is none."""
    row = session.get(CaseRow, case_id)
    if row is None:
        raise KeyError(case_id)
    return row


def fenced(session: Session, case_id: str, token: int) -> CaseRow:
    """Return a case's row when `token` is its lease, or was the last; raise `LeaseFenced`."""
    row = find(session, case_id)
    if row.lease_token != token:
        raise LeaseFenced(case_id, token)
    return row


def step(row: CaseRow, act: Step) -> None:
    """Move a case as the law says; raise `StepRefused` when it names no such step."""
    row.stage = after(row.case_id, row.stage, act)
    if row.stage in {Stage.WAITING, Stage.PARKED}:
        row.lease_token = row.lease_officer = row.lease_desk = None


def journal(
    session: Session, row: CaseRow, tag: Tag, facts: Mapping[str, Any], *, now: datetime
) -> int:
    """Write what happened to a case, with the stage it now stands at; return the entry's number."""
    return append(session, tag, {"case": row.case_id, "stage": row.stage.value, **facts}, now=now)


def standing_of(session: Session, decision: DecisionRow) -> StandingRow | None:
    """Return how a decision stands in its case; None when it does not."""
    return session.scalar(
        select(StandingRow).where(
            StandingRow.case_id == decision.case_id,
            StandingRow.decision_id == decision.decision_id,
        )
    )


def as_case(session: Session, row: CaseRow) -> Case:
    """Return the domain's view of a case's row."""
    declaration = None
    if row.declaration_id is not None:
        declared = session.get(DeclarationRow, row.declaration_id)
        declaration = declaration_from(None if declared is None else declared.content)
    readers = select(StandingRow.officer).where(StandingRow.case_id == row.case_id)
    return case_from(row, declaration, session.scalars(readers.order_by(StandingRow.slot)).all())


def as_cases(session: Session, rows: Sequence[CaseRow]) -> list[Case]:
    """Return the domain's view of many rows, with three questions instead of two for each."""
    read_by: dict[str, list[str]] = {}
    declared: dict[int, Declaration | None] = {}
    for some in _batches(rows):
        readers = select(StandingRow.case_id, StandingRow.officer).where(
            StandingRow.case_id.in_([row.case_id for row in some])
        )
        for case_id, officer in session.execute(readers.order_by(StandingRow.slot)):
            read_by.setdefault(case_id, []).append(officer)
        contents = select(DeclarationRow.declaration_id, DeclarationRow.content).where(
            DeclarationRow.declaration_id.in_({row.declaration_id for row in some} - {None})
        )
        for number, content in session.execute(contents):
            declared[number] = declaration_from(content)
    return [
        case_from(
            row,
            None if row.declaration_id is None else declared.get(row.declaration_id),
            read_by.get(row.case_id, ()),
        )
        for row in rows
    ]


def _batches(rows: Sequence[CaseRow]) -> Iterator[Sequence[CaseRow]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
