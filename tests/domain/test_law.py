"""The law of a case refuses what it does not name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.errors import StepRefused
from workstation.domain.law import LAW, Stage, Step, after

stages = st.sampled_from(Stage)
steps = st.sampled_from(Step)


@given(stage=stages, step=steps)
def test_a_step_is_lawful_exactly_when_the_table_names_it(stage, step):
    if (stage, step) in LAW:
        assert after("yantian:1", stage, step) is LAW[stage, step]
    else:
        with pytest.raises(StepRefused) as refusal:
            after("yantian:1", stage, step)
        assert refusal.value.stage == stage


def test_no_stage_is_announced_without_having_been_decided():
    ways_in = {stage for (stage, _), target in LAW.items() if target is Stage.ANNOUNCED}

    assert ways_in == {Stage.DECIDED}


def test_only_an_officer_holding_a_lease_brings_a_case_to_decided():
    ways_in = {(stage, step) for (stage, step), target in LAW.items() if target is Stage.DECIDED}
    by_its_site = {way for way in ways_in if way[1] is Step.REINSTATE}

    assert ways_in - by_its_site == {(Stage.LEASED, Step.DECIDE)}


def test_a_decision_that_comes_back_from_its_site_never_replaces_one_that_was_announced():
    ways = {stage for stage, step in LAW if step is Step.REINSTATE}

    assert ways.isdisjoint({Stage.DECIDED, Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED})


def test_every_stage_but_the_last_leads_to_closed():
    reaching = {Stage.CLOSED}
    while True:
        more = {stage for (stage, _), target in LAW.items() if target in reaching} | reaching
        if more == reaching:
            break
        reaching = more

    assert reaching == set(Stage)


def test_nothing_leaves_closed():
    assert not [step for (stage, step) in LAW if stage is Stage.CLOSED]
