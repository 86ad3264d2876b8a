# ruff: noqa: ARG002 - a stand-in is given more than it needs
"""Records and blobs in memory and in a temporary folder: what the hub's ports promise, simply.

Each act is checked against the same law as the real store, and may be told to fail.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from workstation.domain.case import Arrival, Case, Outgoing, RoomCounts
from workstation.domain.comparison import Comparison
from workstation.domain.context import Earlier, Referral
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.declaration import Declaration
from workstation.domain.errors import (
    ContentConflict,
    LastAdministrator,
    LeaseFenced,
    NobodyAbove,
    StepRefused,
    StorageUnavailable,
)
from workstation.domain.four_eyes import Act, Request, SecondOfficerNeeded
from workstation.domain.inspection import InspectionResult
from workstation.domain.law import Stage, Step, after
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.domain.principal import Principal
from workstation.domain.readings import READINGS_DIFFER, announced, role_for, step_for


@dataclass
class MemoryRecords:
    """Fits ``workstation.hub.ports.Records``; survives a hub's restart, not the test's end."""

    cases: dict[str, Case] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    recalled: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    acknowledged: list[str] = field(default_factory=list)
    outbox: list[str] = field(default_factory=list)
    orphans: dict[tuple[str, str], Declaration] = field(default_factory=dict)
    machines: list[Principal] = field(default_factory=list)
    officers: dict[str, tuple[Officer, str]] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    noted_at: datetime | None = None
    neighbours: list[Earlier] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    open_requests: dict[str, Request] = field(default_factory=dict)
    approved: dict[str, str] = field(default_factory=dict)
    tokens: int = 0
    failing: bool = False

    def receive(
        self, arrival: Arrival, *, now: datetime, manifest: Mapping[str, object] | None = None
    ) -> Case:
        self._work()
        if manifest is not None:
            self.note("scan:manifest:signed", manifest, now=now)
        known = self.find_scan(arrival.site, arrival.scan_id)
        if known is not None:
            if known.package_sha256 != arrival.package_sha256:
                raise ContentConflict(known.case_id, known.package_sha256, arrival.package_sha256)
            return known
        case = Case(
            case_id=f"{arrival.site}:{arrival.scan_id}",
            site=arrival.site,
            scan_id=arrival.scan_id,
            package_sha256=arrival.package_sha256,
            package_size=arrival.package_size,
            head=arrival.head,
            declaration=arrival.declaration,
            stage=Stage.RECEIVED,
            priority=0,
            received_at=now,
            comparison=None,
            lease_token=None,
            lease_officer=None,
            lease_desk=None,
            attempts=0,
            required_role=Role.REVIEWER.value,
        )
        return self._keep(case)

    def find_scan(self, site: str, scan_id: str) -> Case | None:
        self._work()
        return self.cases.get(f"{site}:{scan_id}")

    def is_disposed(self, case_id: str) -> bool:
        return False

    def speaks_of(self, package_sha256: str) -> bool:
        self._work()
        return any(case.package_sha256 == package_sha256 for case in self.cases.values())

    def case(self, case_id: str) -> Case:
        self._work()
        return self.cases[case_id]

    def cases_at(self, stage: Stage) -> Sequence[Case]:
        self._work()
        return [case for case in self.cases.values() if case.stage is stage]

    def sisters(self, case_id: str, *, limit: int = 16) -> Sequence[Case]:
        own = self.case(case_id).declaration
        return [
            case
            for case in self.cases.values()
            if own is not None
            and case.declaration is not None
            and case.case_id != case_id
            and (case.declaration.number == own.number or case.declaration.lot == (own.lot or None))
        ][:limit]

    def declare(self, site: str, declaration: Declaration, *, now: datetime) -> Case | None:
        self._work()
        for case in self.cases.values():
            if case.site == site and case.head.declaration == declaration.number:
                urgent = 10 if declaration.risk_instruction else case.priority
                if case.declaration is None and case.stage is Stage.WAITING:
                    case = self._step(case, Step.JOIN)  # noqa: PLW2901 - the same case
                return self._keep(replace(case, declaration=declaration, priority=urgent))
        self.orphans[site, declaration.number] = declaration
        return None

    def compared(self, case_id: str, comparison: Comparison, *, now: datetime) -> Case:
        case = self._step(self.case(case_id), Step.COMPARE)
        return self._keep(replace(self._step(case, Step.QUEUE), comparison=comparison))

    def lease(self, case_id: str, *, officer: str, desk: str, now: datetime) -> Case:
        case = self._step(self.case(case_id), Step.LEASE)
        if any(d.officer == officer for d in self._standing(case_id)):
            raise StepRefused(case_id, case.stage, Step.LEASE)
        self.tokens += 1
        return self._keep(
            replace(case, lease_token=self.tokens, lease_officer=officer, lease_desk=desk)
        )

    def lapse(self, case_id: str, token: int, *, now: datetime, park_after: int) -> Case | None:
        case = self.case(case_id)
        if case.lease_token != token or case.stage is not Stage.LEASED:
            return None
        attempts = case.attempts + 1
        step = Step.PARK if attempts >= park_after else Step.LAPSE
        return self._keep(self._free(replace(self._step(case, step), attempts=attempts)))

    def skip(
        self, case_id: str, token: int, *, reason: str, now: datetime, minutes: int = 0
    ) -> Case:
        case = self._fenced(case_id, token)
        return self._keep(self._free(self._step(case, Step.SKIP)))

    def break_lease(
        self, case_id: str, token: int, *, officer: str, reason: str, now: datetime
    ) -> Case:
        case = self._leased(case_id, token)
        return self._keep(self._free(self._step(case, Step.BREAK)))

    def give_up(
        self, case_id: str, token: int, *, reason: str, now: datetime, park_after: int
    ) -> Case:
        case = self._leased(case_id, token)
        attempts = case.attempts + 1
        step = Step.PARK if attempts >= park_after else Step.LAPSE
        return self._keep(self._free(replace(self._step(case, step), attempts=attempts)))

    def ask_unpark(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Request:
        self._step(self.case(case_id), Step.UNPARK)
        for request in self.open_requests.values():
            if request.subject == case_id:
                return request
        request = Request(
            request_id=f"r{len(self.approved) + len(self.open_requests)}",
            act=Act.UNPARK,
            subject=case_id,
            reason=reason,
            requester=officer,
            requested_at=now,
        )
        self.open_requests[request.request_id] = request
        return request

    def stuck(self) -> Sequence[Case]:
        return []

    def set_aside(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Case:
        raise StepRefused(case_id, "not stuck", Step.UNREAD)

    def requests(self) -> Sequence[Request]:
        self._work()
        return list(self.open_requests.values())

    def approve(self, request_id: str, *, officer: str, now: datetime) -> Case | None:
        if request_id in self.approved:
            return self.case(self.approved[request_id])
        request = self.open_requests[request_id]
        if request.requester == officer:
            raise SecondOfficerNeeded(request_id, officer)
        case = self._step(self.case(request.subject), Step.UNPARK)
        self.approved[request_id] = request.subject
        del self.open_requests[request_id]
        return self._keep(replace(case, attempts=0))

    def decide(self, decision: Decision, *, readers: int = 1) -> Decision:
        self._work()
        known = self.decisions.get(decision.decision_id)
        if known is not None:
            if (known.case_id, known.conclusion) != (decision.case_id, decision.conclusion):
                raise ContentConflict("decision", known.case_id, decision.case_id)
            return known
        case = self._fenced(decision.case_id, decision.lease_token)
        if case.package_sha256 != decision.scan_sha256:
            raise ContentConflict(case.case_id, case.package_sha256, decision.scan_sha256)
        if decision.conclusion is Conclusion.REFER and case.required_role == Role.CHIEF:
            raise NobodyAbove(case.case_id, "before a chief", Step.REFER)
        before = [one.conclusion for one in self._standing(case.case_id)]
        act = step_for(before, decision.conclusion, readers=readers, role=case.required_role)
        case = self._step(case, act)
        self.decisions[decision.decision_id] = decision
        if act in {Step.REFER, Step.DIFFER}:
            case = replace(case, required_role=Role.CHIEF.value)
        if act is Step.DECIDE:
            self.outbox.append(decision.decision_id)
        self._keep(replace(self._free(case), read_by=(*case.read_by, decision.officer)))
        return decision

    def decided_since(self, case_id: str, officer: str, token: int) -> bool:
        self._work()
        return any(
            (one.case_id, one.officer) == (case_id, officer) and one.lease_token >= token
            for one in self.decisions.values()
        )

    def leaving(self, site: str, outgoing: Sequence[Outgoing]) -> None:
        self._work()
        self.left |= {one.decision.decision_id for one in outgoing}

    def recall(self, decision_id: str, *, officer: str, reason: str, now: datetime) -> Case | None:
        self._work()
        if decision_id in self.left:
            return None
        decision = self.decisions[decision_id]
        case = self.case(decision.case_id)
        settled = decision_id in self.outbox
        newest = self._standing(decision.case_id)[-1:] == [decision]
        in_time = decision.decided_at <= now < decision.final_at
        if not in_time or decision_id in self.acknowledged or not newest:
            return None
        if not settled and case.stage is not Stage.WAITING:
            return None
        self.recalled.add(decision_id)
        role = role_for([one.conclusion for one in self._standing(case.case_id)])
        case = self._step(case, Step.RECALL if settled else Step.UNREAD)
        return self._keep(
            replace(
                case,
                read_by=case.read_by[:-1],
                required_role=case.required_role if settled else role.value,
            )
        )

    def earlier(self, case_id: str) -> Sequence[Earlier]:
        self.case(case_id)
        return tuple(self.neighbours)

    def referral(self, case_id: str) -> Referral | None:
        if self.case(case_id).required_role != Role.CHIEF:
            return None
        last = self._standing(case_id)[-1]
        if last.conclusion is not Conclusion.REFER:
            return Referral(officer="", reason=READINGS_DIFFER, note="", at=last.decided_at)
        return Referral(
            officer=last.officer, reason=last.reason, note=last.note, at=last.decided_at
        )

    def due(self, site: str, *, after: int, now: datetime, limit: int) -> Sequence[Outgoing]:
        self._work()
        rows = [
            Outgoing(sequence=place, decision=self._announced(decision_id))
            for place, decision_id in enumerate(self.outbox, start=1)
            if place > after and decision_id not in {*self.recalled, *self.acknowledged}
        ]
        final = [r for r in rows if r.decision.site == site and r.decision.final_at <= now]
        return final[:limit]

    def announced(self, site: str, decision_id: str, *, now: datetime) -> bool:
        self._work()
        decision = self.decisions.get(decision_id)
        if decision is None or decision_id in self.acknowledged or decision.site != site:
            return False
        self.acknowledged.append(decision_id)
        self._keep(self._step(self.case(decision.case_id), Step.ANNOUNCE))
        return True

    def inspected(self, site: str, result: InspectionResult, *, now: datetime) -> None:
        self._work()
        decision = self.decisions.get(result.decision_id)
        if decision is None or (decision.site, decision.case_id) != (site, result.case_id):
            raise KeyError(result.case_id)
        self.results[result.result_id] = result

    def counts(self) -> RoomCounts:
        self._work()
        stages = [case.stage.value for case in self.cases.values()]
        return RoomCounts(
            by_stage={stage: stages.count(stage) for stage in set(stages)},
            scans_without_declaration=sum(c.declaration is None for c in self.cases.values()),
            declarations_without_scan=len(self.orphans),
            oldest_waiting=min((c.received_at for c in self.cases.values()), default=None),
        )

    def principals(self) -> Sequence[Principal]:
        self._work()
        return list(self.machines)

    def enrol(self, principal: Principal, *, now: datetime) -> None:
        self.machines.append(principal)

    def officer(self, officer_id: str) -> tuple[Officer, str] | None:
        self._work()
        return self.officers.get(officer_id)

    def add_officer(self, officer: Officer, password_hash: str, *, now: datetime) -> None:
        self.officers[officer.officer_id] = (officer, password_hash)

    def set_officer_state(
        self, officer_id: str, state: OfficerState, *, why: str, now: datetime
    ) -> None:
        officer, password_hash = self.officers[officer_id]
        admins = [
            one.officer_id
            for one, _ in self.officers.values()
            if Role.ADMIN in one.roles and one.state is OfficerState.ACTIVE
        ]
        if state is not OfficerState.ACTIVE and admins == [officer_id]:
            raise LastAdministrator(officer_id)
        let_in_at = now if state is OfficerState.ACTIVE else officer.let_in_at
        changed = replace(officer, state=state, let_in_at=let_in_at)
        self.officers[officer_id] = (changed, password_hash)

    def set_password_hash(self, officer_id: str, password_hash: str, *, now: datetime) -> None:
        self.officers[officer_id] = (self.officers[officer_id][0], password_hash)

    def last_noted_at(self) -> datetime | None:
        return self.noted_at

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        self._work()
        self.notes.append((tag, dict(facts)))
        self.noted_at = now

    def epoch(self) -> int:
        return 0

    def owing(self) -> frozenset[str]:
        return frozenset()

    def reported(self, site: str, *, by: str = "", now: datetime) -> bool:
        return False

    def returned(
        self, decision: Decision, record: Mapping[str, Any], signature: str, *, now: datetime
    ) -> bool:
        return self.announced(decision.site, decision.decision_id, now=now)

    def note_damaged(self, sha256: str, *, now: datetime) -> None:
        self.damaged.append(sha256)

    def wanted(self, site: str) -> Sequence[str]:
        known = (self.find_scan(site, case.scan_id) for case in self.cases.values())
        return [case.scan_id for case in known if case and case.package_sha256 in self.damaged]

    def knows(self, site: str, scan_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(one for one in scan_ids if f"{site}:{one}" in self.cases)

    def _work(self) -> None:
        if self.failing:
            raise StorageUnavailable("memory", "as the test ordered")

    def _keep(self, case: Case) -> Case:
        self.cases[case.case_id] = case
        return case

    def _step(self, case: Case, step: Step) -> Case:
        return replace(case, stage=after(case.case_id, case.stage, step))

    def _free(self, case: Case) -> Case:
        return replace(case, lease_token=None, lease_officer=None, lease_desk=None)

    def _fenced(self, case_id: str, token: int) -> Case:
        case = self.case(case_id)
        if case.lease_token != token:
            raise LeaseFenced(case_id, token)
        return case

    def _leased(self, case_id: str, token: int) -> Case:
        case = self._fenced(case_id, token)
        if case.stage is not Stage.LEASED:
            raise LeaseFenced(case_id, token)
        return case

    def _announced(self, decision_id: str) -> Decision:
        own = self.decisions[decision_id]
        return announced(own, [one for one in self._standing(own.case_id) if one is not own])

    def _standing(self, case_id: str) -> list[Decision]:
        return [
            decision
            for decision in self.decisions.values()
            if decision.case_id == case_id and decision.decision_id not in self.recalled
        ]


class FolderOfBlobs:
    """Fits ``workstation.hub.ports.Blobs`` with plain files; may be told to be full or to fail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.free = 10**12
        self.failing = False
        self.commits = 0

    def part(self, upload: str) -> Path:
        return self._folder / f"{upload}.part"

    def parts(self) -> Sequence[Path]:
        return list(self._folder.glob("*.part"))

    def commit(self, part: Path, sha256: str, *, hashed: str = "") -> Path:
        assert hashed in {"", hashlib.sha256(part.read_bytes()).hexdigest()}
        if self.failing:
            raise StorageUnavailable("blobs", "fsync failed, as the test ordered")
        found = hashlib.sha256(part.read_bytes()).hexdigest()
        if found != sha256:
            part.unlink()
            raise ContentConflict("package", sha256, found)
        self.commits += 1
        return part.replace(self._folder / sha256)

    def path(self, sha256: str) -> Path:
        path = self._folder / sha256
        if not path.exists():
            raise KeyError(sha256)
        return path

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def size(self, sha256: str) -> int | None:
        path = self._folder / sha256
        return path.stat().st_size if path.exists() else None

    def is_whole(self, sha256: str) -> bool:
        return hashlib.sha256(self.path(sha256).read_bytes()).hexdigest() == sha256

    def seen_whole(self, sha256: str) -> bool:
        del sha256
        return False

    def remove(self, sha256: str) -> None:
        (self._folder / sha256).unlink(missing_ok=True)

    def confirm(self, sha256: str) -> bool:
        return self.size(sha256) is not None

    def free_bytes(self) -> int:
        return self.free


def facts_of(records: MemoryRecords, tag: str) -> list[dict[str, Any]]:
    """Return the facts of all notes with a tag."""
    return [facts for noted, facts in records.notes if noted == tag]
