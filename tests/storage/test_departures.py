"""What may have reached a site is not taken back, whatever the clock says after a restart."""

import pytest

from tests.storage.scenes import at, leased, make_decision
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StepRefused
from workstation.domain.law import Stage

SITE = "yantian"


@pytest.fixture
def records(open_hub):
    return open_hub()


def decided(records, name, *, seconds=0.0, conclusion=Conclusion.RELEASE):
    case = leased(records, name)
    decision = make_decision(case, f"d-{name}", conclusion=conclusion, now=at(seconds))
    return records.decide(decision)


def due(records, seconds):
    return records.due(SITE, after=0, now=at(seconds), limit=99)


def recall(records, name, *, seconds):
    return records.recall(f"d-{name}", officer="li", reason="a slip", now=at(seconds))


def test_a_release_that_left_stays_when_the_clock_was_set_back_and_the_hub_restarted(
    records, open_hub
):
    decided(records, "s1")
    records.leaving(SITE, due(records, 6.0))
    records.close()

    assert recall(open_hub(), "s1", seconds=2.0) is None


def test_a_release_that_is_still_held_can_be_taken_back(records):
    decided(records, "s1")
    records.leaving(SITE, due(records, 6.0))
    decided(records, "s2", seconds=7.0)

    assert recall(records, "s2", seconds=9.0) is not None


def test_an_earlier_release_that_is_final_later_can_be_taken_back(records):
    decided(records, "s1", seconds=30.0)
    decided(records, "s2")
    records.leaving(SITE, due(records, 6.0))

    assert recall(records, "s1", seconds=32.0) is not None


def test_what_left_for_one_site_says_nothing_of_another(records):
    decided(records, "s1")
    one = due(records, 6.0)

    records.leaving("nansha", one)

    assert recall(records, "s1", seconds=2.0) is not None


def test_what_may_have_left_is_not_withdrawn_by_two_and_what_was_asked_for_before_is(records):
    decided(records, "s1")
    decided(records, "s2", seconds=1.0)
    asked = records.ask_supersede("d-s1", officer="zhao", reason="wrong box", now=at(2.0))
    records.leaving(SITE, due(records, 9.0)[1:])

    with pytest.raises(StepRefused, match="on its way"):
        records.ask_supersede("d-s2", officer="zhao", reason="wrong box", now=at(3.0))
    case = records.approve(asked.request_id, officer="qian", now=at(10.0))

    assert case.stage is Stage.WAITING
