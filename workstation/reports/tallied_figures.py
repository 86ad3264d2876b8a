"""Figures from tallies: what was counted, told as every other part of the program knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from workstation.domain.figures import MissEvidence
from workstation.domain.inspection import Occasion
from workstation.domain.targets import Targets
from workstation.reports.figures import (
    GROUPS,
    Figures,
    Group,
    Turnaround,
    engine_coverage,
    mark_precisions,
)
from workstation.reports.intervals import d_a, wilson
from workstation.reports.miss_rate import miss_rate
from workstation.reports.spreads import Ints, Spread, joined, percentiles, together
from workstation.reports.tallies import DecisionTally, EventTally, Grouped, add_decisions


def figures_of_tallies(
    parts: Sequence[DecisionTally], events: EventTally, targets: Targets | None
) -> Figures:
    """Return the figures of a period whose rows were tallied.

    Parameters
    ----------
    parts : sequence of DecisionTally
        Of stretches that do not overlap, the largest first: what is in one of them alone, such as
        a day, is not added up again.
    """
    bare = [replace(one, by={}) for one in parts]
    decisions = add_decisions(bare)
    opened = {one: _openings(events, one) for one in Occasion}
    inspected, found = opened[Occasion.INSPECTION]
    hits = wilson(found, inspected)
    evidence = MissEvidence(
        released=decisions.released,
        found=found,
        openings=opened[Occasion.RANDOM][0],
        openings_found=opened[Occasion.RANDOM][1],
        rechecks=events.by_tier(),
        opened=opened[Occasion.RECHECK][0],
        opened_found=opened[Occasion.RECHECK][1],
        test_images=events.tests,
        test_hits=events.hits,
    )
    test_hits = wilson(events.hits, events.tests)
    clean = decisions.released + inspected - found
    return Figures(
        cases=decisions.cases,
        direct_release_rate=decisions.released / decisions.cases if decisions.cases else None,
        turnaround=_turnaround(decisions.turnaround),
        conclusions=dict(decisions.conclusions),
        groups={name: _groups([one.by[name] for one in parts]) for name in GROUPS},
        hits=hits,
        marks=mark_precisions(_outcomes(events)),
        engine=dict(decisions.engine),
        coverage=engine_coverage(decisions.engine),
        agreement=wilson(decisions.agree, decisions.judged),
        changed_mind=wilson(decisions.changed, decisions.told),
        dwell=_turnaround(decisions.dwell),
        evidence=evidence,
        test_hits=test_hits,
        detection=d_a(test_hits, wilson(inspected - found, clean)),
        miss_rate=miss_rate(evidence),
        targets=Targets() if targets is None else targets,
    )


def _openings(events: EventTally, occasion: Occasion) -> tuple[int, int]:
    """Return how many were opened on an occasion, and how many of them held something."""
    found = events.openings[occasion.value, True]
    return found + events.openings[occasion.value, False], found


def _outcomes(events: EventTally) -> Mapping[str, Mapping[str, int]]:
    outcomes: dict[str, dict[str, int]] = {}
    for (kind, outcome), count in events.marks.items():
        outcomes.setdefault(kind, {})[outcome] = count
    return outcomes


def _groups(parts: Sequence[Grouped]) -> list[Group]:
    where: dict[str, list[tuple[Grouped, int]]] = {}
    for one in parts:
        for place, key in enumerate(one.keys):
            if one.cases[place]:
                where.setdefault(key, []).append((one, place))
    shared = [key for key, places in where.items() if len(places) > 1]
    together_ = _shared(parts, shared)
    found = []
    for key, places in where.items():
        cases = sum(int(one.cases[place]) for one, place in places)
        released = sum(int(one.released[place]) for one, place in places)
        first, place = places[0]
        told = together_[key] if len(places) > 1 else first.percentiles()[place]
        found.append(
            Group(
                key=key,
                cases=cases,
                direct_release_rate=released / cases,
                turnaround=_told(told),
            )
        )
    return sorted(found, key=lambda group: group.key)


def _shared(parts: Sequence[Grouped], keys: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
    """Return the percentiles of groups that are in several parts."""
    place = {key: number for number, key in enumerate(keys)}
    chosen: list[tuple[Spread, Ints]] = []
    for one in parts:
        becomes = np.array([place.get(key, -1) for key in one.keys], np.int64)
        if (becomes >= 0).all():
            chosen.append((one.spread, becomes))
        elif (becomes >= 0).any():
            chosen.append((one.spread.only(becomes >= 0), becomes))
    if len(chosen) > 1 and (np.diff(chosen[0][1][chosen[0][1] >= 0]) > 0).all():
        told = percentiles(joined(*chosen[0], together(chosen[1:])))
    else:
        told = percentiles(together(chosen))
    return {key: told[number] for key, number in place.items()}


def _turnaround(spread: Spread) -> Turnaround:
    found = percentiles(spread)
    return _told(found[0]) if found else Turnaround()


def _told(values: tuple[float, ...]) -> Turnaround:
    p50, p90, p95 = values
    return Turnaround(p50=p50, p90=p90, p95=p95)
