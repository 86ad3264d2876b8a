"""A small room in simulated time: the hub's dispatch beside first-in-first-out, always the same."""

import numpy as np
import pytest

from tests.benchmarks.room_simulation import (
    Plan,
    arrivals_of,
    figures_of,
    first_in_first_out,
    ours,
    simulate,
)
from workstation.domain.context import Tier
from workstation.hub.dispatch import DispatchPolicy

BUSY = Plan(sites=6, desks=4, hours=4, load=0.95, burst=40)
FLOOD = Plan(sites=6, desks=4, hours=4, load=0.6, flood=150)


def both(plan, **policy):
    arrivals = arrivals_of(plan)
    mine = ours(plan, DispatchPolicy(**policy))
    return [figures_of(simulate(plan, arrivals, make)) for make in (mine, first_in_first_out)]


def test_every_case_is_looked_at_once_and_the_day_is_the_same_each_time():
    arrivals = arrivals_of(BUSY)

    first, second = (simulate(BUSY, arrivals, ours(BUSY)) for _ in range(2))

    assert not np.isnan(first.waits).any()
    assert np.array_equal(first.waits, second.waits)


def test_risky_cases_wait_less_and_no_others_much_longer_than_in_one_row():
    mine, fifo = both(BUSY)

    assert mine.percentiles[Tier.HIGH][2] < 0.5 * fifo.percentiles[Tier.HIGH][2]
    assert mine.over[Tier.HIGH] <= fifo.over[Tier.HIGH]
    assert mine.over[None] <= fifo.over[None] + 0.01
    assert mine.percentiles[None][2] < 1.3 * fifo.percentiles[None][2]
    assert mine.worst_site < 1.15 * fifo.worst_site
    assert mine.jain > fifo.jain - 0.05


def test_a_flood_of_one_site_costs_the_others_less_than_in_one_row():
    mine, fifo = both(FLOOD, flood_s=600.0)

    assert mine.calm < 0.8 * fifo.calm
    assert mine.over[Tier.HIGH] == mine.over[Tier.RAISED] == 0 < fifo.over[Tier.RAISED]


@pytest.mark.parametrize("pool", [1, 8])
def test_the_dice_cost_little(pool):
    arrivals = arrivals_of(BUSY)
    policy = DispatchPolicy(pool=pool)

    mine = figures_of(simulate(BUSY, arrivals, ours(BUSY, policy)))
    fifo = figures_of(simulate(BUSY, arrivals, first_in_first_out))

    assert mine.percentiles[None][3] < 1.4 * fifo.percentiles[None][3]
