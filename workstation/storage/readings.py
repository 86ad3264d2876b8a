"""What stands of a case's readings, and what a desk is told of the cases around it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from workstation.domain.context import Earlier, Referral, Relation
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.four_eyes import Act
from workstation.domain.officer import Role
from workstation.domain.readings import READINGS_DIFFER, announced, role_for
from workstation.storage.declarations import sisters_of
from workstation.storage.homes import Database
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.plain_cases import plainly
from workstation.storage.rows import decision_from
from workstation.storage.stages import find
from workstation.storage.tables import CaseRow, DecisionRow, DeclarationRow, RecallRow, StandingRow

#: How many cases of each relation are shown.
MOST: Final[Mapping[Relation, int]] = {
    Relation.CONTAINER: 10,
    Relation.SISTER: 20,
    Relation.CONSIGNEE: 5,
}
# Of a consignee with thousands of declarations only the newest are looked through.
_DECLARATIONS: Final = 100
_MOST_NAME: Final = 200


class ReadingRecords:
    """The part of `SqlRecords` that knows what surrounds a case; see `hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def earlier(self, case_id: str) -> Sequence[Earlier]:
        """Return the cases to be shown beside one, each once, newest first in its relation."""
        with self._database.look() as session:
            case = find(session, case_id)
            found: dict[str, Earlier] = {}
            for relation, fits in (
                (Relation.CONTAINER, _same_container(session, case)),
                (Relation.SISTER, _sisters(session, case)),
                (Relation.CONSIGNEE, _same_consignee(session, case)),
            ):
                if fits is None:
                    continue
                query = _newest(fits).where(CaseRow.case_id.not_in([case_id, *found]))
                for row in session.execute(query.limit(MOST[relation])):
                    found[row.case_id] = _earlier(relation, *row)
            return tuple(found.values())

    def referral(self, case_id: str) -> Referral | None:
        """Return who handed a case up to a chief and why; None for a case of the reviewers."""
        with self._database.look() as session:
            if find(session, case_id).required_role != Role.CHIEF:
                return None
            withdrawn = _withdrawn(session, case_id)
            if withdrawn is not None:
                return withdrawn
            standing = _standing(session, case_id)
            if not standing:
                return None
            last = standing[-1]
            handed_up = [row for row in standing if row.conclusion is Conclusion.REFER]
            if handed_up:
                by = handed_up[-1]
                return Referral(
                    officer=by.officer, reason=by.reason, note=by.note, at=by.decided_at
                )
            return Referral(officer="", reason=READINGS_DIFFER, note="", at=last.decided_at)


def _withdrawn(session: Session, case_id: str) -> Referral | None:
    """Return who put a case before a chief by withdrawing its decision, the newest time."""
    query = (
        select(RequestRow)
        .join(DecisionRow, DecisionRow.decision_id == RequestRow.subject)
        .where(
            DecisionRow.case_id == case_id,
            RequestRow.act == Act.SUPERSEDE,
            RequestRow.approver.is_not(None),
        )
        .order_by(RequestRow.closed_at.desc())
        .limit(1)
    )
    row = session.scalar(query)
    if row is None:
        return None
    at = row.closed_at or row.requested_at
    return Referral(officer=row.requester, reason=row.reason, note="", at=at)


def role_of(session: Session, case_id: str) -> Role:
    """Return who has to decide a case that waits, after what stands of it and what was withdrawn.

    A case of which others withdrew a decision stays before a chief, whatever is taken back later.
    """
    by_others = (
        select(RecallRow.decision_id)
        .join(DecisionRow, DecisionRow.decision_id == RecallRow.decision_id)
        .where(DecisionRow.case_id == case_id, RecallRow.officer != DecisionRow.officer)
    )
    if session.scalar(by_others.limit(1)) is not None:
        return Role.CHIEF
    return role_for(conclusions_of(session, case_id))


def conclusions_of(session: Session, case_id: str) -> list[Conclusion]:
    """Return what stands of a case's readings, in their order."""
    return [row.conclusion for row in _standing(session, case_id)]


def as_announced(session: Session, row: DecisionRow) -> Decision:
    """Return a decision as its site hears it, with the marks of a reader who agreed."""
    others = [one for one in _standing(session, row.case_id) if one is not row]
    return announced(decision_from(row), [decision_from(other) for other in others])


def _standing(session: Session, case_id: str) -> list[DecisionRow]:
    query = (
        select(DecisionRow)
        .join(StandingRow, StandingRow.decision_id == DecisionRow.decision_id)
        .where(StandingRow.case_id == case_id)
        .order_by(StandingRow.slot)
    )
    return list(session.scalars(query))


def _declaration_of(session: Session, case: CaseRow) -> DeclarationRow | None:
    if case.declaration_id is None:
        return None
    return session.get(DeclarationRow, case.declaration_id)


def _same_container(session: Session, case: CaseRow) -> ColumnElement[bool] | None:
    """Return what earlier scans of a case's container have in common; None without a number."""
    declared = _declaration_of(session, case)
    number = case.container or ("" if declared is None else declared.container)
    if not number:
        return None
    # Two questions, each answered by its own index; a container has few scans.
    ids = session.scalars(
        select(DeclarationRow.declaration_id)
        .where(DeclarationRow.container == number)
        .order_by(DeclarationRow.declaration_id.desc())
        .limit(_DECLARATIONS)
    ).all()
    alike = (CaseRow.container == number) | CaseRow.declaration_id.in_(ids)
    return and_(alike, CaseRow.received_at <= case.received_at)


def _sisters(session: Session, case: CaseRow) -> ColumnElement[bool] | None:
    # More than are shown: some of them may be listed as scans of the same container already.
    most = MOST[Relation.SISTER] + MOST[Relation.CONTAINER]
    with plainly(session) as cursor:
        ids = sisters_of(cursor, case.case_id, limit=most)
    return CaseRow.case_id.in_(ids) if ids else None


def _same_consignee(session: Session, case: CaseRow) -> ColumnElement[bool] | None:
    declared = _declaration_of(session, case)
    if declared is None or not declared.consignee:
        return None
    ids = session.scalars(
        select(DeclarationRow.declaration_id)
        .where(DeclarationRow.consignee == declared.consignee)
        .order_by(DeclarationRow.declaration_id.desc())
        .limit(_DECLARATIONS)
    ).all()
    return and_(CaseRow.declaration_id.in_(ids), CaseRow.received_at <= case.received_at)


def _newest(
    fits: ColumnElement[bool],
) -> Select[tuple[str, str | None, str, datetime, str | None, dict[str, Any], Conclusion]]:
    """Return the question for cases with their goods, and the conclusion of those settled.

    What stands of a case that is still being read is nobody's business yet.
    """
    return (
        select(
            CaseRow.case_id,
            CaseRow.container,
            CaseRow.site,
            CaseRow.received_at,
            DeclarationRow.container,
            DeclarationRow.content,
            DecisionRow.conclusion,
        )
        .outerjoin(DeclarationRow, DeclarationRow.declaration_id == CaseRow.declaration_id)
        .outerjoin(StandingRow, and_(StandingRow.case_id == CaseRow.case_id, StandingRow.settles))
        .outerjoin(DecisionRow, DecisionRow.decision_id == StandingRow.decision_id)
        .where(fits)
        .order_by(CaseRow.received_at.desc(), CaseRow.case_id)
    )


def _earlier(  # noqa: PLR0913, PLR0917 - the columns of one row, in the order of the question
    relation: Relation,
    case_id: str,
    container: str | None,
    site: str,
    received_at: datetime,
    declared_container: str | None,
    content: Mapping[str, Any] | None,
    conclusion: Conclusion | None,
) -> Earlier:
    goods = [] if content is None else content["goods"]
    first: Mapping[str, Any] = goods[0] if goods else {}
    return Earlier(
        relation=relation,
        case_id=case_id,
        container=container or declared_container or "",
        site=site,
        received_at=received_at,
        conclusion=conclusion,
        goods=str(first.get("name", ""))[:_MOST_NAME],
        goods_zh=str(first.get("name_zh", ""))[:_MOST_NAME],
    )
