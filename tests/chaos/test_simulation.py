"""The law of the queue under seeded faults, and proof that their hunters can fail."""

import pytest

from tests.chaos.campaign import hunt_one
from tests.chaos.mutants import MUTANTS, Hunter
from tests.chaos.sim.room import Mix, run_seed

_SIMULATED = [mutant for mutant in MUTANTS if mutant.hunter.simulates]
# On the real store a hunt may take fifty seeds, a second each.
_QUICKLY_FOUND = [one for one in _SIMULATED if one.hunter is not Hunter.SIMULATION_ON_SQL][:4]


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_no_order_of_faults_loses_or_doubles_anything(start):
    outcomes = [run_seed(seed) for seed in range(start, start + 10)]

    assert [one for one in outcomes if one.fault] == []
    assert sum(one.crashes for one in outcomes) > 10


def test_the_real_store_holds_under_the_same_faults():
    outcomes = [run_seed(seed, sql=True) for seed in range(1000, 1003)]

    assert [one for one in outcomes if one.fault] == []


def test_a_clock_that_is_set_back_keeps_no_decision_from_its_gate():
    mix = Mix(
        kills=0, freezes=0, cuts=0, crash_odds=0.0, clock_steps=4, steps_s=(-3600.0, -86400.0)
    )

    outcomes = [run_seed(seed, mix=mix) for seed in range(5)]

    assert [one for one in outcomes if one.fault] == []


def test_the_same_seed_lives_the_same_life():
    first, second = run_seed(7), run_seed(7)

    assert (first.crashes, first.simulated_s) == (second.crashes, second.simulated_s)


# `make chaos` seeds them all; the first few show here that the hunt still works.
@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(one, id=one.name, marks=[] if one in _QUICKLY_FOUND else [pytest.mark.soak])
        for one in _SIMULATED
    ],
)
def test_every_protection_taken_out_is_noticed(mutant):
    assert hunt_one(mutant.name)
