"""What is practised: how many cases, what each of them holds, and what it is declared as."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from workstation.simulation import (
    GoodsKind,
    HiddenKind,
    HiddenLoad,
    SimulatedScan,
    SiteProfile,
    demo_sites,
    find_kind,
    kinds,
    simulate_scan,
)
from workstation.simulation.folder import planned_kind

_SITES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What is practised.

    Attributes
    ----------
    folder : Path
        Belongs to this training alone.
    cases : int
    warm_up : int
        So many cases at the start hide something more often than not: a burst of many finds, with
        feedback, brings back what rare finds blunt (Wolfe and others, 2013).
    warm_up_part, hidden_part, misdeclared_part : float
        Parts of the cases that hide something in the burst and after it, and of those that are
        declared as other goods.
    """

    folder: Path
    seed: int = 1
    cases: int = 20
    warm_up: int = 6
    warm_up_part: float = 0.6
    hidden_part: float = 0.25
    misdeclared_part: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLoad:
    """What a case of a plan holds and what it is declared as; ``declared`` None is the truth."""

    loaded: GoodsKind
    hidden: HiddenLoad | None
    declared: str | None


def planned_case(plan: TrainingPlan, index: int) -> SimulatedScan:
    """Return case `index` of a plan; the same plan gives the same cases."""
    load = planned_load(plan, index)
    return simulate_scan(
        seed=plan.seed * 7919 + index,
        site=site_of(index),
        kind=load.loaded.name,
        hidden=load.hidden,
        declared_kind=load.declared,
    )


def planned_load(plan: TrainingPlan, index: int) -> PlannedLoad:
    """Return what is loaded into case `index` of a plan; prohibited goods are never declared."""
    rng = np.random.default_rng((plan.seed, index, 0x7EAC))
    loaded = find_kind(planned_kind(seed=plan.seed, index=index))
    honest = [kind.name for kind in kinds() if not kind.prohibited and kind.name != loaded.name]
    hidden_part = plan.warm_up_part if index < plan.warm_up else plan.hidden_part
    dice = float(rng.random())
    hidden, declared = None, None
    if loaded.prohibited or dice > 1 - plan.misdeclared_part:
        declared = honest[int(rng.integers(len(honest)))]
    elif loaded.name != "empty" and dice < hidden_part:
        ways = list(HiddenKind)
        hidden = HiddenLoad(kind=ways[int(rng.integers(len(ways)))])
    return PlannedLoad(loaded=loaded, hidden=hidden, declared=declared)


def site_of(index: int) -> SiteProfile:
    """Return where case `index` is scanned."""
    return demo_sites(_SITES)[index % _SITES]
