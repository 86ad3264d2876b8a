"""One simulated year from its first scan to its last opening, and the truth about it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workstation.domain.decision import Conclusion
from workstation.simulation.year.afterwards import Afterwards
from workstation.simulation.year.containers import make_container
from workstation.simulation.year.floor import CaseAtWork, Floor
from workstation.simulation.year.ports import Books
from workstation.simulation.year.world import YearPlan, arrivals, readers, supervisors


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTruth:
    """What nobody in the room knows.

    Attributes
    ----------
    missed : int
        Released containers that hold something which opening them would have brought to light.
    cases : tuple of CaseAtWork
        Every case, with what its container holds.
    """

    released: int
    missed: int
    bad: int
    cases: tuple[CaseAtWork, ...]

    @property
    def miss_rate(self) -> float:
        """Part of the released containers that should have been opened."""
        return self.missed / self.released if self.released else 0.0


def simulate_year(plan: YearPlan, books: Books) -> YearTruth:
    """Let a room work for a year; every act goes to the books at its instant.

    The same plan makes the same year, act by act.
    """
    rng = random.Random(f"year {plan.seed}")
    staff, watchers = readers(rng), supervisors()
    opened = plan.first_day - timedelta(hours=1)
    for officer in [*(one.officer for one in staff), *watchers]:
        books.officer(officer, now=opened)
    instants = arrivals(plan, rng)
    containers = [make_container(plan, number, at, rng) for number, at in enumerate(instants)]
    floor = Floor(plan, books, staff)
    Afterwards(plan, books, floor, watchers)
    floor.run(containers)
    released = [one for one in floor.cases if _is_released(one)]
    return YearTruth(
        released=len(released),
        missed=sum(one.container.find is not None for one in released),
        bad=sum(one.container.find is not None for one in floor.cases),
        cases=tuple(floor.cases),
    )


def truth_lines(truth: YearTruth) -> Iterator[dict[str, Any]]:
    """Yield what each case's container holds, as plain JSON values."""
    for case in truth.cases:
        container = case.container
        find = container.find
        yield {
            "case_id": container.case_id,
            "kind": container.goods.name,
            "seed": container.seed,
            "find": None if find is None else find.value,
            "hidden": container.hidden,
            "poor": container.poor,
            "released": _is_released(case),
        }


def _is_released(case: CaseAtWork) -> bool:
    return case.announced is not None and case.announced.conclusion is Conclusion.RELEASE
