"""Writing a whole history at once, by the same laws as one act after the other.

For simulated rooms and for records brought in from elsewhere. Acts are taken in the order of their
clock and written in transactions of many thousand rows; the law of a case, the fencing tokens, the
constraints and triggers of the tables, the evidence chain and its signed checkpoints are those of
a hub at work. Nothing is durable before `BulkWriter.close`.
"""

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from workstation.audit.chain import GENESIS, canonical_json
from workstation.audit.checkpoint import Signer, sign_checkpoint
from workstation.audit.merkle import Tree, leaf_hash
from workstation.audit.tags import Tag, require_tag
from workstation.domain.case import Arrival
from workstation.domain.comparison import Comparison, comparison_to_json
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.declaration import Declaration, declaration_to_json
from workstation.domain.errors import StepRefused, StorageUnavailable
from workstation.domain.inspection import InspectionResult, result_to_json
from workstation.domain.instants import to_text
from workstation.domain.law import Stage, Step, after
from workstation.domain.officer import Officer, Role
from workstation.domain.readings import role_for, step_for
from workstation.storage.bulk_rows import Statement, case_values, decision_values
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.declarations import INSTRUCTED, ORDINARY
from workstation.storage.homes import open_database
from workstation.storage.migrate import Branch
from workstation.storage.plain import in_one_go
from workstation.storage.records import HUB_DATABASE
from workstation.storage.rows import facts_of
from workstation.storage.tables import AuditRow

_AT_ONCE: Final = 60_000
_ENTRIES_PER_CHECKPOINT: Final = 4096


@dataclass(slots=True, kw_only=True)
class OpenCase:
    """A case as it stands now; written when it comes and again when it has moved."""

    arrival: Arrival
    received_at: datetime
    declaration_id: int | None = None
    declared: str | None = None
    stage: Stage = Stage.RECEIVED
    priority: int = ORDINARY
    comparison: str | None = None
    token: int | None = None
    officer: str | None = None
    desk: str | None = None
    attempts: int = 0
    role: Role = Role.REVIEWER
    #: What stands: decision, officer and conclusion, in the order in which they were made.
    standing: list[tuple[str, str, Conclusion]] = field(default_factory=list)

    @property
    def case_id(self) -> str:
        """The case's id."""
        return f"{self.arrival.site}:{self.arrival.scan_id}"


class BulkWriter:
    """Takes acts and writes them; owned by one thread.

    Raises
    ------
    StorageUnavailable
        If the folder holds records already, or cannot be used.
    """

    def __init__(self, folder: Path, key: Signer) -> None:
        if (folder / HUB_DATABASE).exists():
            raise _not_empty(folder)
        self._database = open_database(folder / HUB_DATABASE, Branch.HUB)
        with self._database.look() as session:
            is_empty = session.scalar(select(AuditRow.seq).limit(1)) is None
        if not is_empty:
            self._database.close()
            raise _not_empty(folder)
        self._key = key
        self._shelf = FolderCheckpoints(folder / CHECKPOINTS)
        self._shelf.newest()  # makes the folder
        self._tree = Tree(lambda _low, _high: [])
        self._hash, self._seq, self._last = GENESIS, 0, ""
        self._signed = 0
        self._acts: list[tuple[Statement, Any]] = []
        self._cases: dict[str, OpenCase] = {}
        self._fresh: set[str] = set()  # cases whose row is not written yet
        self._moved: set[str] = set()
        self._declarations: dict[tuple[str, str, str], int] = {}
        self._decisions: dict[str, OpenCase] = {}
        self._outgoing: dict[str, tuple[str, int]] = {}
        self._sent: dict[str, int] = {}
        self._tokens = 0

    def note(self, tag: str, facts: Mapping[str, Any], *, now: datetime) -> None:
        """Make the evidence chain one entry longer.

        Raises
        ------
        ValueError
            If the instant lies before the last act's, or the tag has not the form of one.
        """
        at = to_text(now)
        if at < self._last:
            raise ValueError(f"the clock went back from {self._last} to {at}")
        self._seq, self._last = self._seq + 1, at
        text = canonical_json(
            {"seq": self._seq, "at": at, "tag": str(require_tag(tag)), "facts": facts}
        )
        raw = text.encode()
        self._hash = hashlib.sha256(b"\x01" + self._hash + raw).digest()
        self._tree.add(leaf_hash(raw))
        self._put(Statement.AUDIT, (self._seq, text, self._hash))
        if self._seq - self._signed >= _ENTRIES_PER_CHECKPOINT:
            self._flush()

    def add_officer(self, officer: Officer, password_hash: str, *, now: datetime) -> None:
        """Add an officer."""
        roles = sorted(role.value for role in officer.roles)
        values = (officer.officer_id, officer.name, canonical_json(roles), password_hash)
        self._put(Statement.OFFICER, values)
        facts = {"officer": officer.officer_id, "roles": roles, "replaced": False}
        self.note(Tag.OFFICER_RECORDED, facts, now=now)

    def receive(self, arrival: Arrival, *, now: datetime) -> None:
        """Record a scan, and its declaration when it brings one."""
        case = OpenCase(arrival=arrival, received_at=now)
        if case.case_id in self._cases:
            raise ValueError(f"case {case.case_id} is there already")
        self._cases[case.case_id] = case
        facts = {
            "sha256": arrival.package_sha256,
            "size": arrival.package_size,
            "container": arrival.head.container,
            "declaration": arrival.head.declaration,
        }
        declaration = arrival.declaration
        is_new = False
        if declaration is not None:
            case.declared = canonical_json(declaration_to_json(declaration))
            is_new = self._declare(case, declaration)
            if declaration.risk_instruction:
                case.priority = INSTRUCTED
        self._fresh.add(case.case_id)
        self._put(Statement.CASE, case)
        self._journal(case, Tag.SCAN_RECEIVED, facts, now=now)
        if declaration is None:
            return
        number = declaration.number
        if is_new:
            named = {"site": arrival.site, "number": number, "container": declaration.container}
            self.note(Tag.DECLARATION_RECEIVED, named, now=now)
        joined = {"number": number, "priority": case.priority}
        self._journal(case, Tag.DECLARATION_JOINED, joined, now=now)

    def compared(self, case_id: str, comparison: Comparison, *, now: datetime) -> None:
        """Record the engine's answer and put the case in the queue."""
        case = self._step(case_id, Step.COMPARE)
        case.comparison = canonical_json(comparison_to_json(comparison))
        facts = {
            "engine": comparison.engine,
            "library": comparison.library,
            "verdict": comparison.verdict.value,
            "p_value": comparison.p_value,
            "reasons": list(comparison.reasons),
        }
        self._journal(case, Tag.SCAN_COMPARED, facts, now=now)
        self._step(case_id, Step.QUEUE)
        self._journal(case, Tag.SCAN_QUEUED, {"priority": case.priority}, now=now)

    def lease(self, case_id: str, *, officer: str, desk: str, now: datetime) -> int:
        """Lease a waiting case; return the token, greater than every one before.

        Raises
        ------
        StepRefused
            If the law names no such step, or the officer has decided the case before.
        """
        case = self._step(case_id, Step.LEASE)
        if any(reader == officer for _, reader, _ in case.standing):
            raise StepRefused(case_id, f"decided by {officer}", Step.LEASE)
        self._tokens += 1
        token = self._tokens
        case.token, case.officer, case.desk = token, officer, desk
        facts = {"token": token, "officer": officer, "desk": desk}
        self._journal(case, Tag.LEASE_GRANTED, facts, now=now)
        return token

    def lapse(self, case_id: str, *, now: datetime) -> None:
        """Take back a lease that ran out."""
        case = self._cases[case_id]
        token, officer = case.token, case.officer
        case.attempts += 1
        self._step(case_id, Step.LAPSE)
        facts = {"token": token, "officer": officer, "attempts": case.attempts}
        self._journal(case, Tag.LEASE_LAPSED, facts, now=now)

    def decide(self, decision: Decision, *, readers: int) -> None:
        """Record a decision under the lease that its officer holds.

        Raises
        ------
        StepRefused
            If the lease is another's, or the law names no such step.
        """
        case = self._cases[decision.case_id]
        if (case.token, case.officer) != (decision.lease_token, decision.officer):
            raise StepRefused(decision.case_id, "leased to somebody else", Step.DECIDE)
        before = [conclusion for _, _, conclusion in case.standing]
        act = step_for(before, decision.conclusion, readers=readers, role=case.role)
        self._step(decision.case_id, act)
        if act in {Step.REFER, Step.DIFFER}:
            case.role = Role.CHIEF
        slot, settles = len(case.standing) + 1, act is Step.DECIDE
        said = facts_of(decision, slot=slot)
        self._put(Statement.DECISION, decision_values(decision, said))
        name, case_id = decision.decision_id, decision.case_id
        self._put(Statement.STANDING, (name, case_id, slot, decision.officer, settles))
        case.standing.append((name, decision.officer, decision.conclusion))
        self._decisions[name] = case
        if settles:
            site = case.arrival.site
            number = self._sent[site] = self._sent.get(site, 0) + 1
            self._outgoing[name] = (site, number)
            self._put(Statement.OUTBOX, (site, number, name, said["final_at"]))
        declared = case.declared
        facts = {
            "decision": said,
            "step": act.value,
            "readers": readers,
            "declaration": declared and hashlib.sha256(declared.encode()).hexdigest(),
            "circumstances": dict(decision.circumstances),
        }
        self._journal(case, Tag.DECISION_RECORDED, facts, now=decision.decided_at)

    def recall(self, decision_id: str, *, reason: str, now: datetime) -> None:
        """Take the newest decision of a case back."""
        case = self._decisions[decision_id]
        name, officer, _ = case.standing.pop()
        if name != decision_id:
            raise StepRefused(case.case_id, "decided by somebody else since", Step.RECALL)
        settled = decision_id in self._outgoing
        self._step(case.case_id, Step.RECALL if settled else Step.UNREAD)
        if not settled:
            case.role = role_for([conclusion for _, _, conclusion in case.standing])
        self._put(Statement.RECALL, (decision_id, officer, reason, to_text(now)))
        if settled:
            self._put(Statement.WITHDRAWN, (to_text(now), decision_id))
            del self._outgoing[decision_id]
        self._put(Statement.NOT_STANDING, (case.case_id, decision_id))
        facts = {"decision_id": decision_id, "officer": officer, "reason": reason}
        self._journal(case, Tag.DECISION_RECALLED, facts, now=now)

    def announced(self, decision_id: str, *, now: datetime) -> None:
        """Record that its site applied a decision."""
        case = self._decisions[decision_id]
        site, number = self._outgoing[decision_id]
        self._step(case.case_id, Step.ANNOUNCE)
        self._put(Statement.ANNOUNCED, (to_text(now), decision_id))
        facts = {"decision_id": decision_id, "site": site, "sequence": number}
        self._journal(case, Tag.SCAN_ANNOUNCED, facts, now=now)

    def inspected(self, result: InspectionResult, *, now: datetime) -> None:
        """Record what was found in a container; a second opening moves its case no further."""
        case = self._cases[result.case_id]
        if case.stage is Stage.ANNOUNCED:
            self._step(result.case_id, Step.TAKE_RESULT)
        said = result_to_json(result)
        values = (
            *(said[name] for name in ("result_id", "case", "decision_id", "occasion", "opened_at")),
            *(said[name] for name in ("kind", "goods", "note", "rate")),
            canonical_json(said["marks"]),
            to_text(now),
        )
        self._put(Statement.RESULT, values)
        self._journal(case, Tag.SCAN_INSPECTED, {"result": said}, now=now)

    def insert(self, statement: Statement, values: tuple[Any, ...]) -> None:
        """Write a row of what accompanies cases: a re-check, a test image."""
        self._put(statement, values)

    def close(self) -> None:
        """Make everything durable, and sign how far the evidence log goes.

        Raises
        ------
        StorageUnavailable
            If the disk refuses.
        """
        self._flush()
        if self._tokens:
            self._put(Statement.COUNTER, ("lease", self._tokens))
        self._flush()
        self._shelf.keep_blocks(self._tree.blocks, after=0)
        self._database.close()

    # -- inside ----------------------------------------------------------------------------

    def _put(self, statement: Statement, values: Any) -> None:  # noqa: ANN401 - a row's values
        self._acts.append((statement, values))
        if len(self._acts) >= _AT_ONCE:
            self._flush()

    def _step(self, case_id: str, act: Step) -> OpenCase:
        case = self._cases[case_id]
        case.stage = after(case_id, case.stage, act)
        if case.stage in {Stage.WAITING, Stage.PARKED}:
            case.token = case.officer = case.desk = None
        if case_id not in self._fresh:
            self._moved.add(case_id)
        return case

    def _journal(
        self, case: OpenCase, tag: Tag, facts: Mapping[str, Any], *, now: datetime
    ) -> None:
        self.note(tag, {"case": case.case_id, "stage": case.stage.value, **facts}, now=now)

    def _declare(self, case: OpenCase, declaration: Declaration) -> bool:
        """Give a case its declaration; True when it came with this scan and not before."""
        key = (case.arrival.site, declaration.number, declaration.container or "")
        known = self._declarations.get(key)
        if known is not None:  # scanned once more
            case.declaration_id = known
            return False
        case.declaration_id = self._declarations[key] = len(self._declarations) + 1
        at = to_text(case.received_at)
        values = (*key, case.declared, at, declaration.lot, declaration.consignee)
        self._put(Statement.DECLARATION, (case.declaration_id, *values))
        return True

    def _flush(self) -> None:
        """Write what has come in one transaction, then sign it."""
        acts, self._acts = self._acts, []
        with self._database.plain_act() as cursor:
            with in_one_go(cursor):
                for statement, values in acts:
                    given = case_values(values) if statement is Statement.CASE else values
                    cursor.execute(statement.value, given)
            _move(cursor, [self._cases[case_id] for case_id in sorted(self._moved)])
        self._fresh.clear()
        self._moved.clear()
        if self._seq > self._signed:
            note = sign_checkpoint(self._seq, self._tree.root(), self._key)
            self._shelf.keep(note, self._seq)
            self._signed = self._seq


def _not_empty(folder: Path) -> StorageUnavailable:
    error = StorageUnavailable(str(folder), "there are records of a hub already")
    error.advice = "Name an empty folder."
    return error


def _move(cursor: sqlite3.Cursor, cases: list[OpenCase]) -> None:
    """Write where cases stand now."""
    for case in cases:
        *_, case_id = values = (
            *(case.stage.value, case.priority, case.comparison, case.token, case.officer),
            *(case.desk, case.attempts, case.role.value, case.case_id),
        )
        if cursor.execute(Statement.MOVED.value, values).rowcount != 1:
            raise AssertionError(f"case {case_id} has no row")
