"""The acts of looking again: drawn, taken, said, settled by a third, learnt from."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from workstation.domain.case import Case
from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion, mark_from_json, mark_to_json
from workstation.domain.errors import StepRefused
from workstation.domain.instants import to_text
from workstation.domain.readings import tier_of
from workstation.domain.recheck import Look, Recheck, Verdict
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.recheck_tables import RecheckRow
from workstation.storage.stages import as_case, find
from workstation.storage.tables import CounterRow, DecisionRow, StandingRow

_UP_TO: Final = "recheck:up_to"
_SETTLED: Final = text(
    "SELECT decision.rowid, decision.decision_id, outbox.withdrawn_at, outbox.final_at,"
    " decision.case_id, decision.conclusion FROM decision"
    " JOIN outbox ON outbox.decision_id = decision.decision_id"
    " WHERE decision.rowid > :after ORDER BY decision.rowid LIMIT :limit"
)
_PAGE: Final = 200

Lot = Callable[[str, Tier], float]
"""Returns the rate at which a decision (by id and tier) was drawn; 0 when it was not."""


class RecheckRecords:
    """The part of `SqlRecords` for those who look again; see `workstation.hub.rechecks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_rechecks(self) -> None:
        """Draw among what is released from now on; once begun, nothing changes.

        A room may have worked for years before: nobody could look again at all of that.
        """
        with self._database.act() as session:
            if session.get(CounterRow, _UP_TO) is None:
                last = session.scalar(text("SELECT max(rowid) FROM decision"))
                session.add(CounterRow(name=_UP_TO, value=last or 0))

    def draw_rechecks(self, lot: Lot, *, now: datetime) -> int:
        """Draw among the releases that have become final since the last draw.

        Each is drawn once, in the order in which they were recorded; the draw waits behind one
        that can still be taken back. Returns how many more there may be to draw from at once.
        """
        with self._database.look() as session:
            if not _settled_since(session, session.get(CounterRow, _UP_TO)):
                return 0
        with self._database.act() as session:
            row = session.get(CounterRow, _UP_TO)
            if row is None:
                row = CounterRow(name=_UP_TO, value=0)
                session.add(row)
            found = _settled_since(session, row)
            final_by = to_text(now)
            for number, decision_id, withdrawn_at, final_at, case_id, conclusion in found:
                if withdrawn_at is None and final_at > final_by:
                    break
                row.value = number
                if withdrawn_at is None and conclusion == Conclusion.RELEASE:
                    self._draw(session, decision_id, case_id, lot, now)
            return len(found)

    def take_recheck(
        self, *, officer: str, desk: str, now: datetime, for_s: float
    ) -> tuple[Recheck, Case] | None:
        """Give an officer the oldest re-check that they may look at, with its case, or None.

        What an officer has taken and not answered comes back first. What somebody else has taken
        is theirs for ``for_s`` [s]. Disagreements come before new ones, to a third officer. Nobody
        gets a case of their own, nor one whose re-check they have seen, nor one that they let
        lapse: since then they may have been told of it. A release that was withdrawn since it was
        drawn is looked at by nobody: it never left.
        """
        since = now - timedelta(seconds=for_s)
        own = exists().where(
            DecisionRow.case_id == RecheckRow.case_id, DecisionRow.officer == officer
        )
        with self._database.act() as session:
            row = session.scalar(
                select(RecheckRow)
                .where(
                    ~own,
                    still_stands(),
                    or_(
                        and_(
                            RecheckRow.verdict == Verdict.DISAGREE,
                            RecheckRow.arbiter_verdict.is_(None),
                            RecheckRow.officer != officer,
                            _is_free(RecheckRow.arbiter, officer, since),
                        ),
                        and_(
                            RecheckRow.verdict.is_(None),
                            _is_free(RecheckRow.officer, officer, since),
                        ),
                    ),
                )
                .order_by(
                    _theirs_first(officer),
                    RecheckRow.verdict.is_(None),
                    RecheckRow.drawn_at,
                )
                .limit(1)
            )
            if row is None:
                return None
            if row.verdict is None:
                row.officer = officer
            else:
                row.arbiter = officer
            row.desk, row.taken_at = desk, now
            facts = {"recheck": row.recheck_id, "officer": officer, "desk": desk}
            append(session, "recheck:taken", facts, now=now)
            return _recheck(session, row), as_case(session, find(session, row.case_id))

    def lapse_rechecks(
        self, recheck_ids: Collection[str], *, now: datetime, for_s: float
    ) -> dict[str, str]:
        """Take back what was taken more than ``for_s`` [s] ago and is not answered.

        Returns who had each re-check that lapsed. From now on they may be told of its case, so
        they can neither answer it any more nor get it again; somebody else can.
        """
        overdue = select(RecheckRow).where(
            RecheckRow.recheck_id.in_(recheck_ids),
            RecheckRow.taken_at < now - timedelta(seconds=for_s),
        )
        with self._database.look() as session:
            if session.scalar(overdue) is None:
                return {}
        lapsed: dict[str, str] = {}
        with self._database.act() as session:
            for row in session.scalars(overdue).all():
                holder = _holder(row)
                if holder is not None:
                    row.taken_at = None
                    lapsed[row.recheck_id] = holder
                    facts = {"recheck": row.recheck_id, "officer": holder, "desk": row.desk}
                    append(session, "recheck:lapsed", facts, now=now)
        return lapsed

    def held_rechecks(self) -> dict[str, tuple[str, str, str]]:
        """Return of each officer the re-check, its case and its decision: taken, not answered."""
        open_ones = select(RecheckRow).where(
            still_stands(), RecheckRow.arbiter_verdict.is_(None), RecheckRow.officer.is_not(None)
        )
        held: dict[str, tuple[str, str, str]] = {}
        with self._database.look() as session:
            for row in session.scalars(open_ones.order_by(RecheckRow.taken_at)):
                holder = _holder(row)
                if holder is not None:
                    held[holder] = (row.recheck_id, row.case_id, row.decision_id)
        return held

    def answer_recheck(
        self, recheck_id: str, look: Look, *, officer: str, now: datetime
    ) -> Recheck:
        """Record what an officer says on looking again; the same again changes nothing.

        Raises ``KeyError`` when there is no such re-check, ``StepRefused`` when the officer has
        not taken it, or has said something else.
        """
        with self._database.act() as session:
            row = session.get(RecheckRow, recheck_id)
            if row is None:
                raise KeyError(recheck_id)
            if officer == row.arbiter:
                said, kept = row.arbiter_verdict, row.arbiter_severity
            elif officer == row.officer:
                said, kept = row.verdict, row.severity
            else:
                raise StepRefused(recheck_id, "in other hands", "recheck")
            if said is not None:
                if (said, kept) != (look.verdict, look.severity):
                    raise StepRefused(recheck_id, f"answered with {said} {kept}", "recheck")
                return _recheck(session, row)
            if row.taken_at is None:
                raise StepRefused(recheck_id, "lapsed", "recheck")
            marks = [mark_to_json(mark) for mark in look.marks]
            if officer == row.arbiter:
                row.arbiter_verdict, row.arbiter_severity = look.verdict, look.severity
                row.arbiter_marks, row.arbiter_note, row.arbitrated_at = marks, look.note, now
            else:
                row.verdict, row.severity, row.decided_at = look.verdict, look.severity, now
                row.marks, row.note = marks, look.note
            facts = {
                "recheck": recheck_id,
                "decision": row.decision_id,
                "officer": officer,
                "third": officer == row.arbiter,
                "verdict": look.verdict.value,
                "severity": look.severity,
                "marks": marks,
                "note": look.note,
            }
            append(session, "recheck:answered", facts, now=now)
            recheck = _recheck(session, row)
            if recheck.is_missed:
                missed = {
                    "recheck": recheck_id,
                    "decision": row.decision_id,
                    "case_id": row.case_id,
                }
                append(session, "recheck:missed", missed, now=now)
            return recheck

    def read_lesson(self, recheck_id: str, *, officer: str, now: datetime) -> None:
        """Note that an officer has read what they missed; the same again changes nothing.

        Raises ``KeyError`` when it is no lesson of theirs.
        """
        with self._database.act() as session:
            row = session.get(RecheckRow, recheck_id)
            decision = None if row is None else session.get(DecisionRow, row.decision_id)
            if row is None or decision is None or decision.officer != officer:
                raise KeyError(recheck_id)
            if row.lesson_at is None:
                row.lesson_at = now
                facts = {"recheck": recheck_id, "officer": officer}
                append(session, "recheck:lesson:read", facts, now=now)

    def _draw(
        self, session: Session, decision_id: str, case_id: str, lot: Lot, now: datetime
    ) -> None:
        case = as_case(session, find(session, case_id))
        tier = tier_of(case.declaration, case.comparison)
        rate = lot(decision_id, tier)
        drawn = select(RecheckRow.recheck_id).where(RecheckRow.decision_id == decision_id)
        if rate <= 0 or session.scalar(drawn) is not None:
            return
        recheck_id = uuid.uuid4().hex
        session.add(
            RecheckRow(
                recheck_id=recheck_id,
                case_id=case_id,
                decision_id=decision_id,
                drawn_at=now,
                rate=rate,
                tier=tier,
            )
        )
        facts = {"recheck": recheck_id, "decision": decision_id, "rate": rate, "tier": tier.value}
        append(session, "recheck:drawn", facts, now=now)


def _is_free(
    taker: InstrumentedAttribute[str | None], officer: str, since: datetime
) -> ColumnElement[bool]:
    """Return the condition that an officer may take what ``taker`` has, or nobody.

    Whose ``taken_at`` is gone let it lapse.
    """
    lapsed = RecheckRow.taken_at.is_(None)
    return or_(
        taker.is_(None),
        and_(taker == officer, ~lapsed),
        and_(taker != officer, or_(lapsed, RecheckRow.taken_at < since)),
    )


def _holder(row: RecheckRow) -> str | None:
    """Return who has taken a re-check, has not answered and has not let it lapse."""
    if row.taken_at is None or row.verdict is Verdict.AGREE or row.arbiter_verdict is not None:
        return None
    return row.officer if row.verdict is None else row.arbiter


def _theirs_first(officer: str) -> ColumnElement[int]:
    """Put what an officer has taken before what nobody has."""
    # Never NULL: SQLite puts that last here, and PostgreSQL first.
    theirs = or_(
        and_(RecheckRow.verdict.is_(None), RecheckRow.officer == officer),
        RecheckRow.arbiter == officer,
    )
    return case((theirs, 0), else_=1)


def still_stands() -> ColumnElement[bool]:
    """Return the condition that the release of a re-check has not been withdrawn since."""
    return exists().where(
        StandingRow.case_id == RecheckRow.case_id,
        StandingRow.decision_id == RecheckRow.decision_id,
    )


def _settled_since(session: Session, up_to: CounterRow | None) -> Sequence[Any]:
    after = 0 if up_to is None else up_to.value
    return session.execute(_SETTLED, {"after": after, "limit": _PAGE}).all()


def _look(
    verdict: Verdict | None, severity: int | None, marks: list[Any] | None, note: str | None
) -> Look | None:
    if verdict is None:
        return None
    return Look(
        verdict=verdict,
        severity=severity or 0,
        marks=tuple(mark_from_json(mark) for mark in marks or ()),
        note=note or "",
    )


def _recheck(session: Session, row: RecheckRow) -> Recheck:
    author = session.scalar(
        select(StandingRow.officer).where(
            StandingRow.case_id == row.case_id, StandingRow.decision_id == row.decision_id
        )
    )
    return Recheck(
        recheck_id=row.recheck_id,
        case_id=row.case_id,
        decision_id=row.decision_id,
        author=author or "",
        tier=row.tier,
        drawn_at=row.drawn_at,
        officer=row.officer,
        look=_look(row.verdict, row.severity, row.marks, row.note),
        arbiter=row.arbiter,
        arbiter_look=_look(
            row.arbiter_verdict, row.arbiter_severity, row.arbiter_marks, row.arbiter_note
        ),
    )
