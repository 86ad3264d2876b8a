"""Declarations and scans that look for each other, by number first, else by container."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.declaration import Declaration, declaration_to_json
from workstation.domain.law import Stage, Step
from workstation.storage.journal import append
from workstation.storage.stages import journal, step
from workstation.storage.tables import CaseRow, DeclarationRow

#: Stages at which nothing is settled yet. A container travels again: a declaration that comes
#: later is not of a scan that has been decided.
OPEN_STAGES: Final[Collection[Stage]] = (
    Stage.RECEIVED,
    Stage.COMPARED,
    Stage.WAITING,
    Stage.LEASED,
    Stage.PARKED,
)

#: A case that risk control asked for goes before all others.
INSTRUCTED: Final = 10
ORDINARY: Final = 0

_MOST_IN_A_LOT: Final = 500


def keep(session: Session, site: str, declaration: Declaration, *, now: datetime) -> DeclarationRow:
    """Return the row of a declaration, which is recorded when it is new.

    One that still waits is replaced by a corrected one; one that was joined stays as the
    reviewer sees it, and the difference is noted.
    """
    content = declaration_to_json(declaration)
    facts = {"site": site, "number": declaration.number, "container": declaration.container}
    row = session.scalar(
        select(DeclarationRow).where(
            DeclarationRow.site == site,
            DeclarationRow.number == declaration.number,
            DeclarationRow.container == (declaration.container or ""),
        )
    )
    if row is None:
        row = DeclarationRow(
            site=site,
            number=declaration.number,
            container=declaration.container or "",
            content=content,
            lot=declaration.lot,
            consignee=declaration.consignee,
            received_at=now,
            joined=False,
        )
        session.add(row)
        append(session, Tag.DECLARATION_RECEIVED, facts, now=now)
    elif row.content != content:
        if not row.joined:
            row.content, row.lot = content, declaration.lot
            row.consignee = declaration.consignee
        append(session, Tag.DECLARATION_DIFFERS, {**facts, "kept": row.joined}, now=now)
    return row


def join(session: Session, case: CaseRow, declaration: DeclarationRow, *, now: datetime) -> None:
    """Let a case have its declaration; a risk instruction puts it before others.

    A case that waits goes back to be compared, because the engine did not know its goods. One
    that is leased or parked stays there; its declaration is shown at the next look.
    """
    session.flush()
    if case.stage is Stage.WAITING:
        step(case, Step.JOIN)
    case.declaration_id = declaration.declaration_id
    declaration.joined = True
    if declaration.content["risk_instruction"]:
        case.priority = INSTRUCTED
    facts = {"number": declaration.number, "priority": case.priority}
    journal(session, case, Tag.DECLARATION_JOINED, facts, now=now)


def waiting_for(session: Session, case: CaseRow) -> DeclarationRow | None:
    """Return the declaration that waits for this scan, if any; the newest of several."""
    table = DeclarationRow
    fits: list[ColumnElement[bool]] = []
    if case.declared_as:
        fits.append(table.number == case.declared_as)
        if case.container:
            # One declaration number may cover several containers.
            fits[0] = and_(fits[0], table.container.in_((case.container, "")))
    if case.container:
        fits.append(table.container == case.container)
    here = and_(~table.joined, table.site.in_((case.site, "")))
    query = select(table).where(here).order_by(table.received_at.desc()).limit(1)
    found = (session.scalar(query.where(fit)) for fit in fits)
    return next((row for row in found if row is not None), None)


def newest_with(session: Session, declaration: DeclarationRow) -> CaseRow | None:
    """Return the newest scan that was joined to a declaration."""
    query = select(CaseRow).where(CaseRow.declaration_id == declaration.declaration_id)
    return session.scalar(query.order_by(CaseRow.received_at.desc()).limit(1))


def sisters_of(session: Session, case: CaseRow, *, limit: int) -> list[CaseRow]:
    """Return the newest other scans of a case's declaration or lot."""
    if case.declaration_id is None:
        return []
    own = session.get(DeclarationRow, case.declaration_id)
    if own is None:
        return []
    # Two questions, each answered by its own index.
    fits = [DeclarationRow.number == own.number]
    if own.lot:
        fits.append(DeclarationRow.lot == own.lot)
    ids = {key for fit in fits for key in session.scalars(_ids_where(fit))}
    query = select(CaseRow).where(
        CaseRow.declaration_id.in_(sorted(ids)[-_MOST_IN_A_LOT:]), CaseRow.case_id != case.case_id
    )
    newest = query.order_by(CaseRow.received_at.desc(), CaseRow.case_id).limit(limit)
    return list(session.scalars(newest))


def _ids_where(fit: ColumnElement[bool]) -> Select[int]:
    newest_first = DeclarationRow.declaration_id.desc()
    return (
        select(DeclarationRow.declaration_id)
        .where(fit)
        .order_by(newest_first)
        .limit(_MOST_IN_A_LOT)
    )


def scan_of(session: Session, declaration: DeclarationRow) -> CaseRow | None:
    """Return the newest undecided scan that has no declaration and fits this one, if any."""
    fits: list[ColumnElement[bool]] = [CaseRow.declared_as == declaration.number]
    if declaration.container:
        same = CaseRow.container == declaration.container
        fits = [and_(fits[0], or_(CaseRow.container.is_(None), same)), same]
    here = and_(CaseRow.declaration_id.is_(None), CaseRow.stage.in_(OPEN_STAGES))
    if declaration.site:
        here = and_(here, CaseRow.site == declaration.site)
    query = select(CaseRow).where(here).order_by(CaseRow.received_at.desc()).limit(1)
    found = (session.scalar(query.where(fit)) for fit in fits)
    return next((row for row in found if row is not None), None)
