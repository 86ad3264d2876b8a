"""A request that loses its object is closed in the act that takes it, with a word in the log."""

import json

import pytest

from tests.storage.scenes import at, leased, make_decision
from workstation.domain.errors import StepRefused
from workstation.domain.law import Stage
from workstation.domain.officer import Role


def overtaken(records):
    said = [json.loads(entry) for entry in records.entries(0, 1000)]
    return [one["facts"] for one in said if one["tag"] == "request:overtaken"]


@pytest.fixture
def asked(records):
    """A release of li's that zhao wants withdrawn while li may still take it back."""
    records.decide(make_decision(leased(records), "d1"))
    return records.ask_supersede("d1", officer="zhao", reason="wrong box", now=at(1.0))


def test_a_decision_taken_back_leaves_no_request_to_withdraw_it_open(records, asked):
    case = records.recall("d1", officer="li", reason="a slip", now=at(2.0))

    assert case.stage is Stage.WAITING
    assert records.requests() == []
    assert overtaken(records) == [
        {
            "request": asked.request_id,
            "act": "supersede",
            "subject": "d1",
            "requester": "zhao",
            "officer": "li",
            "why": "taken_back",
        }
    ]


def test_nobody_agrees_any_more_to_what_was_overtaken(records, asked):
    records.recall("d1", officer="li", reason="a slip", now=at(2.0))

    with pytest.raises(KeyError):
        records.approve(asked.request_id, officer="qian", now=at(3.0))
    with pytest.raises(StepRefused):
        records.ask_supersede("d1", officer="zhao", reason="wrong box", now=at(3.0))


def test_a_decision_that_its_site_applied_leaves_no_request_to_withdraw_it_open(records, asked):
    records.announced("yantian", "d1", now=at(9.0))

    assert records.requests() == []
    assert [one["why"] for one in overtaken(records)] == ["applied"]
    assert overtaken(records)[0]["request"] == asked.request_id


def test_a_case_that_two_withdrew_stays_before_a_chief_when_its_first_reading_is_taken_back(
    records,
):
    case = leased(records)
    records.decide(make_decision(case, "d1"), readers=2)
    again = records.lease(case.case_id, officer="wang", desk="desk-2", now=at(1.0))
    records.decide(make_decision(again, "d2", now=at(1.0)), readers=2)
    asked = records.ask_supersede("d2", officer="zhao", reason="wrong box", now=at(2.0))
    records.approve(asked.request_id, officer="qian", now=at(3.0))

    back = records.recall("d1", officer="li", reason="a slip", now=at(4.0))

    assert back.required_role == Role.CHIEF


@pytest.fixture
def restored(records, asked):
    """The room of a request, restored from a backup; its site has not reported."""
    facts = {"taken_at": at(2.0).isoformat(), "entries": 1, "last_hash": ""}
    records.raise_epoch(facts, now=at(60.0))
    return asked


def test_nothing_is_withdrawn_that_a_site_may_have_applied_before_the_restore(records, restored):
    with pytest.raises(StepRefused, match="not reported"):
        records.approve(restored.request_id, officer="qian", now=at(61.0))
    with pytest.raises(StepRefused, match="not reported"):
        records.ask_supersede("d1", officer="zhao", reason="wrong box", now=at(61.0))

    assert records.requests() == [restored]


def test_a_release_that_a_restore_takes_back_leaves_no_request_open(records, restored):
    records.reported("yantian", now=at(61.0))

    assert records.requests() == []
    assert [one["why"] for one in overtaken(records)] == ["not_final"]
    assert overtaken(records)[0]["request"] == restored.request_id
