"""The law that is drawn is the law in force, and so are the numbers beside it."""

import pytest

from tests.house.tree import ROOT
from workstation.domain.fencing import COUNTER_BITS, LAST_EPOCH
from workstation.domain.law import Stage, Step

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
LAW = PAGE.partition("## The law of a case")[2].partition("\n## ")[0]
DRAWN = LAW.partition("```")[2].partition("```")[0]


@pytest.mark.parametrize("step", Step)
def test_every_step_is_drawn(step):
    assert step.name in DRAWN


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_drawn(stage):
    assert stage.value in DRAWN


def test_a_token_has_as_many_bits_as_is_said():
    said = f"an epoch of {LAST_EPOCH.bit_length()} bits over a counter of {COUNTER_BITS}"

    assert said in PAGE
    assert f"`epoch << {COUNTER_BITS} | counter`" in PAGE
