"""What happens to a case after its site has acted: opened, drawn by lot, looked at again."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Final

from workstation.domain.decision import Conclusion, Decision
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import InspectionResult, MarkOutcome, Occasion
from workstation.domain.officer import Officer
from workstation.domain.recheck import DEFAULT_RATES, MISS_FROM, Look
from workstation.domain.recheck import Verdict as Second
from workstation.simulation.year.floor import CaseAtWork, Floor
from workstation.simulation.year.ports import Books, RecheckDone
from workstation.simulation.year.reading import look_again
from workstation.simulation.year.world import YearPlan

_REPORTED: Final = 0.96
_CREW_FINDS: Final = 0.975
_STILL_THERE: Final = 0.45
"""Part of the containers that have not left when a re-check finds something."""


class Afterwards:
    """Hears what sites have applied, and lets the rest happen on the floor's clock."""

    def __init__(self, plan: YearPlan, books: Books, floor: Floor, officers: list[Officer]) -> None:
        self._plan, self._books, self._floor = plan, books, floor
        self._supervisors = [one.officer_id for one in officers if one.officer_id[0] == "s"]
        self._rng = random.Random(f"afterwards {plan.seed}")
        self._skill = {name: self._rng.gauss(0.2, 0.2) for name in self._supervisors}
        floor.settled = self.settled

    def settled(self, case: CaseAtWork) -> None:
        """Hear that a site has applied a decision."""
        decision = case.announced
        if decision is None:
            return
        if decision.conclusion is Conclusion.INSPECT:
            if self._rng.random() < _REPORTED:
                self._open_later(case, decision, Occasion.INSPECTION, hours=(1.5, 30.0))
        elif decision.conclusion is Conclusion.RELEASE:
            if self._rng.random() < self._plan.opening_rate:
                self._open_later(case, decision, Occasion.RANDOM, hours=(0.5, 6.0))
            if self._rng.random() < DEFAULT_RATES[case.tier]:
                self._draw(case, decision)

    def _open_later(
        self, case: CaseAtWork, decision: Decision, occasion: Occasion, hours: tuple[float, float]
    ) -> None:
        wait_s = 3600 * self._rng.uniform(*hours)

        def open_it() -> None:
            now = self._floor.now
            self._books.inspected(self._result(case, decision, occasion, now), now=now)

        self._floor.later(wait_s, open_it)

    def _result(
        self, case: CaseAtWork, decision: Decision, occasion: Occasion, now: datetime
    ) -> InspectionResult:
        found: FindingKind | None = case.container.find
        if self._rng.random() >= _CREW_FINDS:
            found = None
        outcome = MarkOutcome.REFUTED if found is None else MarkOutcome.CONFIRMED
        return InspectionResult(
            result_id=str(uuid.UUID(int=self._rng.getrandbits(128), version=4)),
            case_id=case.container.case_id,
            decision_id=decision.decision_id,
            occasion=occasion,
            opened_at=now,
            kind=found,
            rate=self._plan.opening_rate if occasion is Occasion.RANDOM else None,
            marks={mark.mark_id: outcome for mark in decision.marks},
        )

    def _draw(self, case: CaseAtWork, decision: Decision) -> None:
        drawn_at = self._floor.now
        first, second = self._rng.sample(self._supervisors, 2)
        look = look_again(case.container, skill=self._skill[first], rng=self._rng)
        decided_at = drawn_at + timedelta(hours=self._rng.uniform(0.5, 40))
        arbiter_look: Look | None = None
        arbitrated_at: datetime | None = None
        if look.verdict is Second.DISAGREE:
            arbiter_look = look_again(case.container, skill=self._skill[second], rng=self._rng)
            arbitrated_at = decided_at + timedelta(hours=self._rng.uniform(0.2, 10))
        done = RecheckDone(
            recheck_id=str(uuid.UUID(int=self._rng.getrandbits(128), version=4)),
            case_id=case.container.case_id,
            decision_id=decision.decision_id,
            drawn_at=drawn_at,
            rate=DEFAULT_RATES[case.tier],
            tier=case.tier,
            officer=first,
            look=look,
            decided_at=decided_at,
            arbiter=second if arbiter_look is not None else None,
            arbiter_look=arbiter_look,
            arbitrated_at=arbitrated_at,
        )

        def note_it() -> None:
            self._books.rechecked(done, now=self._floor.now)
            missed = arbiter_look is not None and arbiter_look.severity >= MISS_FROM
            if missed and self._rng.random() < _STILL_THERE:
                self._open_later(case, decision, Occasion.RECHECK, hours=(0.5, 8.0))

        self._floor.later(((arbitrated_at or decided_at) - drawn_at).total_seconds(), note_it)
