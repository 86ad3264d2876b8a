"""What the link tells of leases that others end, and of cases that the desk cannot keep or give."""

import time

import pytest

from tests.ui.running_link import Running, decision_of, wait_until
from ui import words
from ui.link_cases import _FROZEN_S
from ui.link_news import ActMoved, ActState, CaseReady, Decide, LeaseLost, Skip, SkipRefused


@pytest.fixture
def running(room, tmp_path):
    made = []

    def start():
        made.append(Running(room, tmp_path / "cache"))
        return made[-1]

    yield start
    for one in made:
        one.stop()


def test_a_lease_that_a_supervisor_broke_is_told_with_the_reason(room, running):
    room.hub.ttl_s = 0.6
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    room.hub.break_lease(case_id, officer="zhao", reason="taken ill")

    (lost,) = link.wait_for(LeaseLost)
    assert (lost.case_id, lost.by, lost.reason) == (case_id, "zhao", "taken ill")


def test_a_window_that_stands_still_lets_its_lease_go_within_seventy_seconds(room, running):
    usual_term_s = 60.0
    room.hub.ttl_s = 0.6
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.moved_at = time.monotonic() - _FROZEN_S - 0.1
    time.sleep(0.2)
    before = len(room.hub.extended)
    time.sleep(0.5)

    assert len(room.hub.extended) == before
    assert usual_term_s + _FROZEN_S <= 70


def test_a_lease_is_kept_alive_early_enough_for_two_words_to_be_lost(room, running):
    room.hub.ttl_s = 60.0
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    (held,) = link.worker._cases._held  # noqa: SLF001 - nobody waits for it here

    assert held.until - held.extend_at == pytest.approx(45.0)


def test_a_case_that_cannot_be_shown_is_given_up_and_not_handed_back(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.give_back(case_id, "the picture is damaged")

    wait_until(lambda: room.hub.given_up == [(case_id, "the picture is damaged")])
    assert room.hub.skipped == []


def test_a_release_of_what_must_be_inspected_is_told_and_the_case_comes_again(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    (ready,) = link.wait_for(CaseReady)
    room.hub.must_inspect = True

    link.worker.post(Decide(decision=decision_of(ready.case)))

    wait_until(lambda: room.hub.skipped == [(case_id, "must_inspect")])
    wait_until(lambda: any(one.state is ActState.REFUSED for one in link.of(ActMoved)))
    assert "risk control" in words.trouble(link.of(ActMoved)[-1].trouble)
    link.wait_for(CaseReady, 2)


def test_a_case_that_the_hub_does_not_take_back_is_told(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)
    room.hub.skips_spent = True

    link.worker.post(Skip(case_id=case_id, reason="no"))

    (refused,) = link.wait_for(SkipRefused)
    assert (refused.case_id, refused.trouble.code) == (case_id, "skips_spent")
