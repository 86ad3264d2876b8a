"""Leases seen from above, over the wire: broken with a reason, given up, parked, let go by two."""

import pytest

from queue_client.errors import Fenced, RefusalCode, Refused
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision
from workstation.domain.four_eyes import RequestAltered
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.hub.dispatch import DispatchPolicy


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def supervisor(hub, name="zhao", desk="desk-9"):
    return hub.seated(name, desk, (Role.SUPERVISOR,))


def parked(hub, scan_id="s1"):
    """Send a scan that no desk can show, and let five desks try."""
    case_id = hub.send(hub.site(), scan_id)
    desk = hub.seated()
    for _ in range(5):
        desk.give_up(desk.lease(), "the picture is damaged")
    return case_id


def test_a_broken_lease_waits_again_and_its_desk_is_fenced_and_told_why(hub):
    case_id = hub.send(hub.site(), "s1")
    desk, above = hub.seated(), supervisor(hub)
    case = desk.lease()
    (held,) = above.oversee()["leases"]

    above.break_lease(held["case_id"], held["token"], "the officer has fallen ill")
    above.break_lease(held["case_id"], held["token"], "the officer has fallen ill")

    assert (held["officer"], held["desk"]) == ("li", "desk-1")
    assert hub.records.cases[case_id].stage is Stage.WAITING
    with pytest.raises(Fenced) as caught:
        desk.extend(case)
    with pytest.raises(Fenced):
        desk.decide(make_decision(case))
    told = desk.explained(caught.value)
    assert (told.officer, told.reason) == ("zhao", "the officer has fallen ill")
    assert hub.seated("wang", "desk-2").lease().token > case.token
    assert hub.records.decisions == {}


def test_a_desk_that_can_show_nothing_does_not_have_the_whole_room_parked(hub):
    site = hub.site()
    cases = [hub.send(site, f"s{number}") for number in range(6)]
    desk = hub.seated()

    for _ in range(40):
        desk.give_up(desk.lease(), "nothing can be shown here")

    stages = [hub.records.cases[case_id].stage for case_id in cases]
    attempts = sum(hub.records.cases[case_id].attempts for case_id in cases)
    assert attempts == 20
    assert stages.count(Stage.WAITING) >= 2
    assert hub.seated("wang", "desk-2").lease() is not None


def test_only_the_desk_that_held_a_lease_is_told_why_it_ended(hub):
    hub.send(hub.site(), "s1")
    desk, other, above = hub.seated(), hub.seated("wang", "desk-2"), supervisor(hub)
    case = desk.lease()
    above.break_lease(case.case_id, case.token, "for li alone")

    assert other.explained(Fenced(case.case_id, case.token)).reason == ""
    assert desk.explained(Fenced(case.case_id, case.token)).reason == "for li alone"


def test_a_lease_that_is_over_cannot_be_broken_and_a_break_needs_a_reason(hub):
    hub.send(hub.site(), "s1")
    desk, above = hub.seated(), supervisor(hub)
    case = desk.lease()

    with pytest.raises(Refused) as caught:
        above.break_lease(case.case_id, case.token, "  ")
    desk.decide(make_decision(case))
    with pytest.raises(Fenced):
        above.break_lease(case.case_id, case.token, "too late")

    assert caught.value.code is RefusalCode.NOT_LAWFUL


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LIBRARIAN, Role.ADMIN, Role.AUDITOR])
def test_nobody_else_may_break_leases_or_let_parked_cases_go(hub, role):
    other = hub.seated("someone", "desk-3", (role,))

    for act in (
        other.oversee,
        lambda: other.break_lease("site-a:s1", 1, "no"),
        lambda: other.unpark("site-a:s1", "no"),
        lambda: other.approve("r0"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code is RefusalCode.NOT_ALLOWED


def test_a_scan_that_no_desk_can_show_is_parked_after_five_tries_and_the_room_goes_on(hub):
    case_id = parked(hub)
    other = hub.send(hub.site("site-b"), "s2")

    assert hub.records.cases[case_id].stage is Stage.PARKED
    assert hub.seated().lease().case_id == other


def test_five_crashes_of_desks_park_what_they_held(hub):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    for _ in range(5):
        desk.extend(desk.lease())
        desk.login("li", PASSWORD)  # the program begins anew while it holds the case

    assert desk.lease() is None
    assert hub.records.cases[case_id].stage is Stage.PARKED


def test_a_parked_case_waits_again_only_when_a_second_officer_agrees(hub):
    case_id = parked(hub)
    first, second = supervisor(hub), supervisor(hub, "qian", "desk-8")

    request = first.unpark(case_id, "the site sent its calibration")
    again = first.unpark(case_id, "the site sent its calibration")
    with pytest.raises(Refused) as caught:
        first.approve(request)
    still_parked = hub.records.cases[case_id].stage
    (listed,) = second.oversee()["requests"]
    second.approve(listed["request_id"])
    second.approve(listed["request_id"])

    assert again == request == listed["request_id"]
    assert caught.value.code is RefusalCode.SECOND_OFFICER
    assert still_parked is Stage.PARKED
    assert hub.records.cases[case_id].attempts == 0
    assert hub.seated("wang", "desk-2").lease().case_id == case_id


def test_what_is_not_parked_cannot_be_let_go(hub):
    case_id = hub.send(hub.site(), "s1")

    with pytest.raises(Refused) as caught:
        supervisor(hub).unpark(case_id, "why not")

    assert caught.value.code is RefusalCode.NOT_LAWFUL


def test_at_a_locked_desk_no_lease_is_broken(hub):
    hub.send(hub.site(), "s1")
    case, above = hub.seated().lease(), supervisor(hub)
    above.lock()

    with pytest.raises(Refused) as caught:
        above.break_lease(case.case_id, case.token, "not me")

    assert caught.value.code is RefusalCode.LOCKED


def test_whoever_hands_back_too_many_keeps_the_next_one_and_a_chief_does_not(tmp_path):
    with RunningHub(tmp_path, dispatch=DispatchPolicy(skips_per_hour=2)) as hub:
        for number in range(4):
            hub.send(hub.site(), f"s{number}", bytes([number]))
        desk = hub.seated()
        for _ in range(2):
            desk.skip(desk.lease(), "not now")
        kept = desk.lease()

        with pytest.raises(Refused) as caught:
            desk.skip(kept, "not this one either")

        assert caught.value.code is RefusalCode.SKIPS_SPENT
        assert (desk.lease().case_id, desk.decide(make_decision(kept)).case_id) == (
            kept.case_id,
            kept.case_id,
        )
        (refused,) = facts_of(hub.records, "scan:skip:refused")
        assert refused["officer"] == "li"
        chief = hub.seated("sun", "desk-2", (Role.CHIEF,))
        for _ in range(4):
            chief.skip(chief.lease(), "looked at it")


def test_what_a_locked_desk_gives_back_is_held_against_nobody(tmp_path):
    with RunningHub(tmp_path, dispatch=DispatchPolicy(skips_per_hour=1)) as hub:
        for number in range(3):
            hub.send(hub.site(), f"s{number}", bytes([number]))
        desk = hub.seated()
        held = [desk.lease(), desk.lease()]
        desk.lock()

        for case in held:
            desk.skip(case, "the desk was locked")

        assert facts_of(hub.records, "scan:skip:refused") == []


def test_a_desk_that_fetches_ahead_leaves_the_last_case_to_a_desk_that_has_none(hub):
    idle, busy = hub.seated("wang", "desk-2"), hub.seated()
    hub.send(hub.site(), "s1")
    busy.lease()
    assert idle.lease() is None

    second = hub.send(hub.site(), "s2", b"other pixels")

    assert busy.lease() is None
    assert idle.lease().case_id == second


def test_whoever_agrees_to_a_request_that_was_changed_is_told_so(hub, monkeypatch):
    above = supervisor(hub)

    def is_changed(request_id, **_):
        raise RequestAltered(request_id, ("subject",))

    monkeypatch.setattr(hub.records, "approve", is_changed)
    with pytest.raises(Refused) as refused:
        above.approve("r")

    assert refused.value.code is RefusalCode.NOT_LAWFUL
    assert "not what its log entry says (subject)" in str(refused.value)
    assert "reviewroom audit verify" in str(refused.value)
