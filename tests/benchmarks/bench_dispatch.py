"""The hub's dispatch against first-in-first-out, in simulated time, and what one lease costs.

``python -m tests.benchmarks.bench_dispatch [--json FILE]``. Waits are simulated; the times of
leases are this machine's.
"""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.benchmarks.room_simulation import (
    Figures,
    Plan,
    arrivals_of,
    figures_of,
    first_in_first_out,
    ours,
    simulate,
)
from tests.benchmarks.rows import Row, row
from tests.benchmarks.table import say
from tests.makers.waiting_cases import Clock, make_room, make_waiting
from workstation.domain.context import Tier
from workstation.domain.officer import Role
from workstation.hub.dispatch import Asker

PLANS = (
    Plan(sites=3, desks=5, hours=16),
    Plan(sites=30, desks=5, hours=16),
    Plan(sites=30, desks=50, hours=8, burst=150, bursts_per_hour=3),
    Plan(sites=300, desks=50, hours=8, burst=150, bursts_per_hour=3),
    Plan(sites=300, desks=500, hours=2, burst=400, bursts_per_hour=12),
    Plan(sites=30, desks=5, hours=8, load=0.7, flood=300),
    Plan(sites=30, desks=50, hours=8, load=1.05, burst=150, bursts_per_hour=3),
)
_NAMES = {None: "all", Tier.HIGH: "risk", Tier.RAISED: "raised", Tier.ORDINARY: "ordinary"}
_FIFO = "first in, first out"


def main() -> None:
    """Print the tables; write the rows where asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = [one for plan in PLANS for one in compare(plan)]
    rows += lease_cost()
    say("")
    for one in rows:
        say(one.text())
    if chosen.json is not None:
        text = json.dumps([asdict(one) for one in rows])
        chosen.json.write_text(text, encoding="utf-8")


def compare(plan: Plan) -> list[Row]:
    """Let the same day pass under both orders, and return the rows for the table."""
    arrivals = arrivals_of(plan)
    mine = figures_of(simulate(plan, arrivals, ours(plan)))
    fifo = figures_of(simulate(plan, arrivals, first_in_first_out))
    name = f"{plan.sites} sites, {plan.desks} desks, load {plan.load:g}"
    if plan.flood:
        name += f", a flood of {plan.flood}"
    say(f"\n{name}: {len(arrivals)} cases in {plan.hours:g} h")
    show("ours", mine)
    show(_FIFO, fifo)
    return [
        _waits(f"P95 risk, {name}", mine, fifo, Tier.HIGH),
        _waits(f"P95 all, {name}", mine, fifo, None),
        row(f"P95 calm, {name}", mine.calm * 1e3 + 1, _FIFO, fifo.calm * 1e3 + 1),
    ]


def show(name: str, figures: Figures) -> None:
    """Print the figures of one order."""
    for tier, label in _NAMES.items():
        waits = " ".join(f"{value:7.0f}" for value in figures.percentiles[tier])
        over = f"{100 * figures.over[tier]:6.2f} % over their limit"
        say(f"  {name:20} {label:9} P50/90/95/99 {waits} s   {over}")
    say(
        f"  {name:20} calm P95 {figures.calm:6.0f} s   worst site's P95 / median site's "
        f"{figures.worst_site:5.2f}   Jain {figures.jain:5.3f}   longest {figures.longest:6.0f} s"
    )


def lease_cost(long: int = 100_000, rounds: int = 200) -> list[Row]:
    """Return what choosing a case costs with a hundred and with a hundred thousand waiting [ms]."""
    asker = Asker(officer="li", roles=frozenset({Role.REVIEWER}))
    times = []
    for many in (100, long):
        clock, cases = Clock(), {}
        room = make_room(clock=clock)
        for number in range(many):
            clock.now += 0.1
            case = make_waiting(number, site=f"s{number % 30}")
            cases[case.case_id] = case
            room.add(case)
        rng = Random(1)  # noqa: S311 - repeatable on purpose
        began = time.perf_counter()
        for _ in range(rounds):
            case_id = next(room.offers(asker, rng=rng))
            room.take(case_id)
            room.add(cases[case_id])
        times.append((time.perf_counter() - began) / rounds * 1e3)
    return [row(f"choose among {long}", times[1], "among 100", times[0])]


def _waits(name: str, mine: Figures, fifo: Figures, tier: Tier | None) -> Row:
    # A millisecond more, for a wait may be nothing at all.
    return row(
        name, mine.percentiles[tier][2] * 1e3 + 1, _FIFO, fifo.percentiles[tier][2] * 1e3 + 1
    )


if __name__ == "__main__":
    main()
