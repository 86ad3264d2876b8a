"""A short run of ``make fuzz-wire``, and that it would tell of a fault."""

import pytest

from tests.benchmarks.fuzz_wire import fuzz
from workstation.hub.intake import Intake
from workstation.hub.site_service import SiteService


def test_spoilt_messages_are_answered_or_dropped_and_never_crash_the_hub():
    tally = fuzz(3000, seed=7)

    assert (tally.crashes, tally.hangs) == (0, 0), tally.shown
    assert tally.answers["ERROR malformed"] > 100
    assert tally.answers["Grant"] > 0
    assert tally.answers["LeasedReply"] > 0
    assert tally.answers["DraftHeldReply"] > 0


@pytest.mark.parametrize("part", [(SiteService, "answer"), (Intake, "take_quietly")])
def test_a_fault_of_the_hub_is_found(monkeypatch, part):
    def broken(*_):
        raise KeyError("no such site")

    monkeypatch.setattr(*part, broken)

    assert fuzz(300, seed=7).crashes > 0
