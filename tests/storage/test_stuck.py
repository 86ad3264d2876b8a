"""The only chief read a case first and its second reader refers it: nobody is left to decide."""

import pytest

from tests.storage.scenes import MORNING, at, leased, make_decision, store_package
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StepRefused
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.storage.verify import verify_folder

CASE = "yantian:s1"


@pytest.fixture
def records(open_hub):
    records = open_hub()
    for name, role in (("chen", Role.CHIEF), ("li", Role.REVIEWER), ("zhao", Role.SUPERVISOR)):
        enlist(records, name, role)
    return records


@pytest.fixture
def stuck(records):
    """A case that the only chief read first, and that li then referred to a chief."""
    first = leased(records, officer="chen")
    records.decide(make_decision(first, "d1"), readers=2)
    second = records.lease(CASE, officer="li", desk="desk-2", now=MORNING)
    records.decide(make_decision(second, "d2", conclusion=Conclusion.REFER), readers=2)
    return records.case(CASE)


def enlist(records, name, role):
    person = Officer(officer_id=name, name=name.title(), roles=frozenset({role}))
    records.add_officer(person, "hash", now=MORNING)


def lease_as(records, officer):
    return records.lease(CASE, officer=officer, desk="desk-1", now=MORNING)


def test_a_case_that_no_chief_may_have_is_shown_as_stuck(records, stuck):
    assert [case.case_id for case in records.stuck()] == [CASE]
    assert records.standing().stuck == 1
    assert stuck.read_by == ("chen", "li")
    with pytest.raises(StepRefused):
        lease_as(records, "chen")


@pytest.mark.usefixtures("stuck")
def test_another_chief_may_have_it_so_it_is_stuck_no_longer(records):
    enlist(records, "wang", Role.CHIEF)

    assert records.stuck() == []
    assert records.standing().stuck == 0
    assert lease_as(records, "wang").lease_officer == "wang"


@pytest.mark.usefixtures("stuck")
def test_a_chief_who_may_not_sit_down_is_none(records):
    enlist(records, "wang", Role.CHIEF)

    records.set_officer_state("wang", OfficerState.DISABLED, why="left", now=MORNING)

    assert len(records.stuck()) == 1


@pytest.mark.usefixtures("stuck")
def test_a_supervisor_sets_the_chiefs_reading_aside_and_the_chief_decides(records, tmp_path):
    store_package(tmp_path, "s1")

    freed = records.set_aside(CASE, officer="zhao", reason="no other chief today", now=at(1))
    again = records.set_aside(CASE, officer="zhao", reason="no other chief today", now=at(2))
    records.decide(make_decision(lease_as(records, "chen"), "d3", now=at(3)))

    assert (freed.read_by, freed.required_role) == (("li",), "chief")
    assert again == freed
    assert records.stuck() == []
    assert [
        one.decision.decision_id for one in records.due("yantian", after=0, now=at(99), limit=9)
    ] == ["d3"]
    assert verify_folder(tmp_path).verified


def test_what_is_not_stuck_is_not_touched(records):
    first = leased(records, officer="chen")
    records.decide(make_decision(first, "d1"), readers=2)

    with pytest.raises(StepRefused):
        records.set_aside(CASE, officer="zhao", reason="why not", now=at(1))

    assert records.case(CASE).read_by == ("chen",)


@pytest.mark.usefixtures("stuck")
def test_nobody_sets_their_own_reading_aside(records):
    with pytest.raises(StepRefused):
        records.set_aside(CASE, officer="chen", reason="mine", now=at(1))
