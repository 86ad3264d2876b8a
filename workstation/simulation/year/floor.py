"""The room at work: who sits when, who gets which case, and what becomes of it."""

import heapq
import math
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from workstation.domain.case import Arrival
from workstation.domain.comparison import Comparison
from workstation.domain.context import EngineShown, Tier
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.law import Step
from workstation.domain.officer import Role
from workstation.domain.readings import DEFAULT_TIERS, step_for, tier_of
from workstation.domain.recheck import Outcome
from workstation.domain.scan import ScanHead
from workstation.simulation.year.containers import Container, engine_says
from workstation.simulation.year.papers import evidence_of, marks_of, reason_of
from workstation.simulation.year.ports import Books, Picture, TestImageDone
from workstation.simulation.year.reading import Read, meet_test_image, read_case
from workstation.simulation.year.world import Reader, YearPlan

_SHIFTS: Final = ((0, 1), (8, 3), (16, 2))
"""When a shift begins, room's own hours, and how many sit in it."""
_SHIFT_S: Final = 8 * 3600.0
_AWAY: Final = 0.16
_CHOICE: Final = 4
_LAPSES: Final = 0.002
_RECALLS: Final = 0.006
_LEASE_S: Final = 300.0
_OBJECTS: Final = ("banknotes", "metal_parts", "packets", "liquor", "dense_box")


@dataclass(slots=True, kw_only=True)
class CaseAtWork:
    """A case on its way through the room."""

    container: Container
    sha256: str
    comparison: Comparison | None = None
    tier: Tier = Tier.ORDINARY
    role: Role = Role.REVIEWER
    readings: list[tuple[str, Conclusion]] = field(default_factory=list)
    announced: Decision | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class _Seat:
    reader: Reader
    desk: str
    begins: float
    ends: float


class Floor:
    """Runs the clock; ``settled`` hears of every decision that its site has applied."""

    def __init__(self, plan: YearPlan, books: Books, readers: list[Reader]) -> None:
        self._plan, self._books, self._readers = plan, books, readers
        self._rng = random.Random(f"floor {plan.seed}")
        self._start = plan.first_day.astimezone(UTC)
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._now_s = 0.0
        self._waiting: dict[Role, list[CaseAtWork]] = {Role.REVIEWER: [], Role.CHIEF: []}
        self._idle: list[_Seat] = []
        self._numbers = plan.scans
        self.cases: list[CaseAtWork] = []
        self.settled: Callable[[CaseAtWork], None] = lambda _case: None

    @property
    def now(self) -> datetime:
        """The instant of the room's clock."""
        return self._start + timedelta(seconds=self._now_s)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Let something happen some seconds from now."""
        self._at(self._now_s + seconds, act)

    def run(self, containers: list[Container]) -> None:
        """Work through the year and what is left after it, but not beyond the plan's end."""
        until = self._plan.until
        ends_s = math.inf if until is None else (until - self._start).total_seconds()
        for container in containers:
            at = (container.taken_at - self._start).total_seconds()
            self._at(at, partial(self._arrive, container))
        self._make_rota()
        while self._heap and self._heap[0][0] <= ends_s:
            self._now_s, _, act = heapq.heappop(self._heap)
            act()

    # -- inside ----------------------------------------------------------------------------

    def _at(self, second: float, act: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._heap, (second, self._order, act))

    def _make_rota(self) -> None:
        chiefs = [one for one in self._readers if one.is_chief]
        others = [one for one in self._readers if not one.is_chief]
        turn = chief_turn = 0
        for day in range(self._plan.days + 3):  # three more, so that nothing is left
            for hour, seats in _SHIFTS:
                begins = day * 86_400.0 + hour * 3600.0
                for place in range(seats):
                    if place == 0 and hour:
                        reader = chiefs[chief_turn % len(chiefs)]
                        chief_turn += 1
                    else:
                        reader = others[turn % len(others)]
                        turn += 1
                    desk = f"desk-{place + 1}"
                    seat = _Seat(reader=reader, desk=desk, begins=begins, ends=begins + _SHIFT_S)
                    self._at(begins + self._rng.uniform(0, 240), partial(self._free, seat))

    def _arrive(self, container: Container) -> None:
        picture = Picture(
            scan_id=container.scan_id,
            site=container.site,
            scanner=container.scanner,
            seed=container.seed,
            kind=container.goods.name,
            hidden=container.hidden,
        )
        sha256, size = self._books.package(picture)
        head = ScanHead(
            scan_id=container.scan_id,
            site=container.site,
            scanner=container.scanner,
            taken_at=container.taken_at,
            container=container.container,
            declaration=container.declaration.number,
            extra={"simulated": {"seed": container.seed, "kind": container.goods.name}},
        )
        arrival = Arrival(
            site=container.site,
            scan_id=container.scan_id,
            package_sha256=sha256,
            package_size=size,
            head=head,
            declaration=container.declaration,
        )
        case = CaseAtWork(container=container, sha256=sha256)
        self.cases.append(case)
        self._books.receive(arrival, now=self.now)
        self.later(self._rng.uniform(1.5, 6.0), partial(self._compared, case))

    def _compared(self, case: CaseAtWork) -> None:
        case.comparison = engine_says(case.container, self._rng)
        case.tier = tier_of(case.container.declaration, case.comparison)
        self._books.compared(case.container.case_id, case.comparison, now=self.now)
        self._queue(case)

    def _queue(self, case: CaseAtWork) -> None:
        row = self._waiting[case.role]
        if case.tier is Tier.HIGH:
            row.insert(0, case)
        else:
            row.append(case)
        for seat in self._idle:
            if self._now_s < seat.ends and self._may_take(seat, case):
                self._idle.remove(seat)
                self.later(self._rng.uniform(0.5, 3.0), partial(self._free, seat))
                return

    def _may_take(self, seat: _Seat, case: CaseAtWork) -> bool:
        own = seat.reader.officer.officer_id
        if case.role is Role.CHIEF and not seat.reader.is_chief:
            return False
        return all(officer != own for officer, _ in case.readings)

    def _free(self, seat: _Seat) -> None:
        if self._now_s >= seat.ends:
            return
        if self._rng.random() < _AWAY:  # a rest, a telephone, another duty
            self.later(60 * self._rng.uniform(3, 28), partial(self._take, seat))
        else:
            self._take(seat)

    def _take(self, seat: _Seat) -> None:
        if self._now_s >= seat.ends:
            return
        roles = (Role.CHIEF, Role.REVIEWER) if seat.reader.is_chief else (Role.REVIEWER,)
        for role in roles:
            row = self._waiting[role]
            near = [case for case in row[:12] if self._may_take(seat, case)][:_CHOICE]
            if near:
                first_is_high = near[0].tier is Tier.HIGH
                case = near[0] if first_is_high else self._rng.choice(near)
                row.remove(case)
                self._read(seat, case)
                return
        self._idle.append(seat)

    def _read(self, seat: _Seat, case: CaseAtWork) -> None:
        officer, case_id = seat.reader.officer.officer_id, case.container.case_id
        token = self._books.lease(case_id, officer=officer, desk=seat.desk, now=self.now)
        if self._rng.random() < _LAPSES:
            self.later(_LEASE_S, partial(self._lapse, seat, case))
            return
        hours = (self._now_s - seat.begins) / 3600.0
        before_s = 0.0
        tests = not case.readings and case.role is Role.REVIEWER
        if tests and self._rng.random() < self._plan.test_image_rate:
            before_s = self._test(seat, case, hours)
        comparison = case.comparison
        if comparison is None:
            raise AssertionError("a case waits only once it was compared")
        read = read_case(
            case.container,
            comparison,
            seat.reader,
            hours_at_desk=hours,
            engine_first=DEFAULT_TIERS[case.tier].engine is EngineShown.BEFORE,
            rng=self._rng,
        )
        self.later(before_s + read.took_s, partial(self._decide, seat, case, read, token))

    def _test(self, seat: _Seat, case: CaseAtWork, hours: float) -> float:
        """Show a test image first; return how long it took [s]."""
        hit, took_s = meet_test_image(seat.reader, hours_at_desk=hours, rng=self._rng)
        outcome = Outcome.HIT if hit else Outcome.MISS
        if not hit and self._rng.random() < 0.1:
            outcome = Outcome.MARKED_ELSEWHERE
        placed = self.now
        image = TestImageDone(
            image_id=self._name(),
            case_id=case.container.case_id,
            object=self._rng.choice(_OBJECTS),
            placed_at=placed,
            officer=seat.reader.officer.officer_id,
            desk=seat.desk,
            outcome=outcome,
            decided_at=placed + timedelta(seconds=took_s),
            time_on_task_s=round(3600 * hours, 1),
            shown_ms=int(1000 * took_s),
        )
        self.later(took_s, lambda: self._books.tested(image, now=self.now))
        return took_s + 5.0

    def _lapse(self, seat: _Seat, case: CaseAtWork) -> None:
        self._books.lapse(case.container.case_id, now=self.now)
        self._queue(case)
        self._free(seat)

    def _decide(self, seat: _Seat, case: CaseAtWork, read: Read, token: int) -> None:
        container, officer = case.container, seat.reader.officer.officer_id
        readers = 2 if case.tier is Tier.HIGH else 1
        decided_at = self.now
        waits = self._plan.recall_s if read.conclusion is Conclusion.RELEASE else 0.0
        decision = Decision(
            decision_id=self._name(),
            case_id=container.case_id,
            site=container.site,
            scan_id=container.scan_id,
            scan_sha256=case.sha256,
            conclusion=read.conclusion,
            reason=reason_of(read, container, case.comparison),
            note="",
            marks=marks_of(read, container, self._rng),
            officer=officer,
            desk=seat.desk,
            decided_at=decided_at,
            final_at=decided_at + timedelta(seconds=waits),
            lease_token=token,
            evidence=evidence_of(read, case.tier, case.comparison),
        )
        before = [conclusion for _, conclusion in case.readings]
        act = step_for(before, read.conclusion, readers=readers, role=case.role)
        self._books.decide(decision, readers=readers)
        case.readings.append((officer, read.conclusion))
        if act is Step.DECIDE:
            released = read.conclusion is Conclusion.RELEASE
            if released and self._rng.random() < _RECALLS:
                wait_s = self._rng.uniform(4, max(5.0, 0.8 * waits))
                self.later(wait_s, partial(self._recall, case, decision))
            else:
                self.later(
                    waits + self._rng.uniform(0.5, 4), partial(self._announce, case, decision)
                )
        else:
            if act in {Step.REFER, Step.DIFFER}:
                case.role = Role.CHIEF
            self._queue(case)
        self._free(seat)

    def _recall(self, case: CaseAtWork, decision: Decision) -> None:
        self._books.recall(decision.decision_id, reason="second thoughts", now=self.now)
        case.readings.pop()
        self._queue(case)

    def _announce(self, case: CaseAtWork, decision: Decision) -> None:
        self._books.announced(decision.decision_id, now=self.now)
        case.announced = decision
        if decision.conclusion is Conclusion.RESCAN:
            self.later(60 * self._rng.uniform(25, 90), partial(self._scan_again, case.container))
        self.settled(case)

    def _scan_again(self, container: Container) -> None:
        self._numbers += 1
        again = replace(
            container,
            number=self._numbers,
            scan_id=f"{container.scan_id}R",
            taken_at=self.now,
            poor=False,
            seed=container.seed + 500_000,
        )
        self._arrive(again)

    def _name(self) -> str:
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
