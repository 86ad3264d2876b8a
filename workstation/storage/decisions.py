"""The acts that end a case: decided, taken back, handed to the site."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.case import Case, Outgoing
from workstation.domain.decision import Decision
from workstation.domain.errors import ContentConflict, StepRefused
from workstation.domain.four_eyes import Act
from workstation.domain.law import Stage, Step
from workstation.storage.deciding import record
from workstation.storage.departures import may_have_left
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.overtaken import Overtaken, close_overtaken
from workstation.storage.owing import owes
from workstation.storage.plain import in_one_go
from workstation.storage.readings import as_announced, role_of
from workstation.storage.rows import decision_facts, decision_from, row_from
from workstation.storage.stages import as_case, find, journal, standing_of, step
from workstation.storage.tables import CaseRow, DecisionRow, OutboxRow, RecallRow, StandingRow


class DecisionRecords:
    """The part of `SqlRecords` that keeps decisions; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(self, decision: Decision, *, readers: int = 1) -> Decision:
        """Record a decision once; the same again returns it as recorded."""
        with self._database.plain_act() as cursor, in_one_go(cursor):
            if record(cursor, decision, readers=readers):
                return decision
        with self._database.look() as session:
            recorded = session.get_one(DecisionRow, decision.decision_id)
            return _same_again(session, recorded, decision)

    def decided_since(self, case_id: str, officer: str, token: int) -> bool:
        """Tell whether an officer decided a case under a lease or later; taken back counts, too."""
        with self._database.look() as session:
            query = select(DecisionRow.decision_id).where(
                DecisionRow.case_id == case_id,
                DecisionRow.lease_token >= token,
                DecisionRow.officer == officer,
            )
            return session.scalar(query.limit(1)) is not None

    def recall(self, decision_id: str, *, officer: str, reason: str, now: datetime) -> Case | None:
        """Take a decision back before it is final.

        None when it is too late; for a reading that settled nothing also when somebody reads on.
        The same recall again returns the case as it stands. Raises ``KeyError`` when there is no
        such decision, `StepRefused` when it is another officer's.
        """
        with self._database.act() as session:
            row = session.get(DecisionRow, decision_id)
            if row is None:
                raise KeyError(decision_id)
            case = find(session, row.case_id)
            if row.officer != officer:
                raise StepRefused(row.case_id, f"decided by {row.officer}", Step.RECALL)
            if session.get(RecallRow, decision_id) is not None:
                return as_case(session, case)
            standing = standing_of(session, row)
            # Before it was decided: the clock was set back, and nobody knows what has left since.
            in_time = row.decided_at <= now < row.final_at
            if standing is None or not in_time or not _may_go_back(session, case, standing):
                return None
            settled = standing.settles
            if settled and may_have_left(session, decision_id):
                return None
            take_back(session, standing, reason=reason, now=now)
            step(case, Step.RECALL if settled else Step.UNREAD)
            if not settled:
                case.required_role = role_of(session, case.case_id).value
            facts = {"decision_id": decision_id, "officer": officer, "reason": reason}
            journal(session, case, Tag.DECISION_RECALLED, facts, now=now)
            # Two officers may have been about to withdraw it: there is nothing left to agree on.
            why = Overtaken.TAKEN_BACK
            close_overtaken(session, (Act.SUPERSEDE, decision_id), why, officer=officer, now=now)
            return as_case(session, case)

    def due(self, site: str, *, after: int, now: datetime, limit: int) -> Sequence[Outgoing]:
        """Return final decisions that a site has not acknowledged, oldest first."""
        with self._database.look() as session:
            if owes(session, site):
                return ()  # it may have applied what a restored backup does not know
            rows = session.execute(
                select(OutboxRow.sequence, DecisionRow)
                .join(DecisionRow, DecisionRow.decision_id == OutboxRow.decision_id)
                .where(
                    OutboxRow.site == site,
                    OutboxRow.sequence > after,
                    OutboxRow.final_at <= now,
                    OutboxRow.announced_at.is_(None),
                    OutboxRow.withdrawn_at.is_(None),
                )
                .order_by(OutboxRow.sequence)
                .limit(limit)
            )
            return [
                Outgoing(sequence=sequence, decision=as_announced(session, row))
                for sequence, row in rows
            ]

    def announced(self, site: str, decision_id: str, *, now: datetime) -> bool:
        """Record that a site applied a decision; False when nothing was left to record.

        A site that names a decision which is not on its way to it is noted, for it may have
        acted on something that the room never said.
        """
        with self._database.act() as session:
            row = session.scalar(select(OutboxRow).where(OutboxRow.decision_id == decision_id))
            if row is None or row.site != site or row.withdrawn_at is not None:
                facts = {"decision_id": decision_id, "site": site, "known": row is not None}
                append(session, Tag.DECISION_UNEXPECTED, facts, now=now)
                return False
            if row.announced_at is not None:
                return False
            announce(session, row, now=now)
            return True


def announce(session: Session, row: OutboxRow, *, now: datetime) -> None:
    """Note that a decision on its way was applied by its site."""
    row.announced_at = now
    decision = session.get_one(DecisionRow, row.decision_id)
    case = find(session, decision.case_id)
    step(case, Step.ANNOUNCE)
    facts = {"decision_id": row.decision_id, "site": row.site, "sequence": row.sequence}
    journal(session, case, Tag.SCAN_ANNOUNCED, facts, now=now)
    why = Overtaken.APPLIED
    close_overtaken(session, (Act.SUPERSEDE, row.decision_id), why, officer="", now=now)


def _same_again(session: Session, recorded: DecisionRow, decision: Decision) -> Decision:
    """Return the recorded decision when this one says the same.

    Raises
    ------
    ContentConflict
        If it says something else.
    StepRefused
        If it has been recalled: it must not look as if it still stood.
    """
    offered = decision_facts(row_from(decision, slot=recorded.slot))
    kept = decision_facts(recorded)
    # When it was decided is for the record to say; a repeat is always later.
    said = kept.keys() - {"decided_at", "final_at"}
    differs = sorted(
        key for key in said if canonical_json(kept[key]) != canonical_json(offered[key])
    )
    if differs:
        raise ContentConflict(
            f"decision {decision.decision_id}",
            f"{kept['conclusion']} for {kept['case']}",
            f"another {', '.join(differs)}",
        )
    if session.get(RecallRow, decision.decision_id) is not None:
        raise StepRefused(decision.case_id, "taken back", Step.DECIDE)
    return decision_from(recorded)


def _may_go_back(session: Session, case: CaseRow, standing: StandingRow) -> bool:
    """Tell whether a standing decision may still be taken back, its time aside."""
    if standing.settles:
        return case.stage is Stage.DECIDED
    newest = standing.slot == _next_slot(session, case.case_id) - 1
    return newest and case.stage in {Stage.WAITING, Stage.RECEIVED}


def _next_slot(session: Session, case_id: str) -> int:
    query = select(func.max(StandingRow.slot)).where(StandingRow.case_id == case_id)
    return (session.scalar(query) or 0) + 1


def take_back(session: Session, standing: StandingRow, *, reason: str, now: datetime) -> None:
    """Let a decision stand no longer, and withdraw what waits for its site."""
    session.add(
        RecallRow(
            decision_id=standing.decision_id,
            officer=standing.officer,
            reason=reason,
            recalled_at=now,
        )
    )
    outgoing = session.scalar(
        select(OutboxRow).where(OutboxRow.decision_id == standing.decision_id)
    )
    if outgoing is not None:
        outgoing.withdrawn_at = now
    session.delete(standing)
    session.flush()
