"""Who comes back after a crash or a power cut finds the case that was on the screen."""

import pytest

from queue_client.errors import Fenced, RefusalCode, Refused
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def send_many(hub, count=12):
    site = hub.site()
    return [hub.send(site, f"s{number}") for number in range(count)]


def test_the_officer_gets_the_case_on_the_screen_again_before_all_others(hub):
    send_many(hub)
    desk = hub.seated()
    held = [desk.lease().case_id for _ in range(3)]

    desk.login("li", PASSWORD)  # the program was started anew

    assert [desk.lease().case_id for _ in range(3)] == held


def test_also_when_the_lease_had_run_out_long_before(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.2, lease_grace_s=0.1) as hub:
        cases = send_many(hub)
        desk = hub.seated()
        held = desk.lease().case_id
        hub.until(lambda: hub.records.cases[held].lease_token is None)

        desk.login("li", PASSWORD)

        assert desk.lease().case_id == held
        assert held in cases


def test_what_somebody_else_took_meanwhile_stays_theirs(hub):
    (only,) = send_many(hub, 1)
    desk = hub.seated()
    desk.lease()
    desk.login("li", PASSWORD)

    other = hub.seated("wang", "desk-2").lease()

    assert other.case_id == only
    assert desk.lease() is None


def test_another_officer_at_the_desk_is_not_preferred(hub):
    send_many(hub, 30)
    desk = hub.seated()
    held = [desk.lease().case_id for _ in range(3)]
    hub.add_officer("wang")

    desk.login("wang", PASSWORD)

    assert [desk.lease().case_id for _ in range(3)] != held  # by chance once in 24 000 times


def test_after_a_restart_of_the_hub_too_the_officer_goes_on_with_what_the_desk_held(hub):
    send_many(hub)
    held = take_three(hub.seated())
    hub.restart()

    again = hub.seated_anew()

    assert take_three(again) == held  # the case on the screen first, and under the same tokens
    with pytest.raises(Refused) as caught:
        again.lease()
    assert caught.value.code is RefusalCode.TOO_MANY_LEASES


def test_a_desk_that_held_fewer_cases_than_it_may_gets_those_first(hub):
    send_many(hub)
    held = hub.seated().lease()
    hub.restart()

    again = hub.seated_anew()

    assert named(again.lease()) == named(held)
    assert again.lease().case_id != held.case_id


def test_a_lease_that_is_handed_out_again_is_the_same_for_a_repeated_request(hub):
    send_many(hub)
    held = take_three(hub.seated())
    hub.restart()
    again = hub.seated_anew()
    again._unanswered = "5" * 32  # noqa: SLF001 - a request whose answer was lost

    first = again.lease()
    again._unanswered = "5" * 32  # noqa: SLF001 - so it asks once more
    second = again.lease()

    assert [named(first), named(second)] == [held[0], held[0]]
    assert named(again.lease()) == held[1]


def test_a_decision_kept_by_the_desk_counts_once_after_hub_and_desk_came_back(hub):
    send_many(hub)
    desk = hub.seated()
    first, second = desk.lease(), desk.lease()
    hub.restart()
    again = hub.seated_anew()

    receipts = [again.decide(make_decision(first, conclusion="inspect")) for _ in range(2)]

    assert receipts[0] == receipts[1]
    assert named(again.lease()) == named(second)
    assert [one.case_id for one in hub.records.decisions.values()] == [first.case_id]


def test_a_desk_that_lived_through_the_restart_is_not_given_again_what_it_has(hub):
    send_many(hub)
    desk = hub.seated()
    first, second, third = desk.lease(), desk.lease(), desk.lease()
    hub.restart()
    for one in (second, third):
        desk.extend(one)

    desk.decide(make_decision(first, conclusion="inspect"))

    assert desk.lease().case_id not in {first.case_id, second.case_id, third.case_id}


def test_another_officer_at_the_desk_goes_on_with_nothing_of_it_and_need_not_wait(hub):
    send_many(hub, 6)
    held = take_three(hub.seated())
    hub.restart()
    hub.add_officer("wang")

    theirs = take_three(hub.seated_anew("wang"))

    assert not set(theirs) & set(held)


def test_the_officer_at_another_desk_goes_on_with_nothing_of_it(hub):
    send_many(hub, 6)
    held = take_three(hub.seated())
    hub.restart()

    elsewhere = hub.seated_anew(desk="desk-2")

    assert not {case_id for case_id, _ in take_three(elsewhere)} & {one for one, _ in held}
    assert named(hub.seated_anew().lease()) == held[0]


def test_what_somebody_took_before_the_desk_came_back_is_not_handed_out_again(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.3, lease_grace_s=60.0) as hub:
        (only,) = send_many(hub, 1)
        held = hub.seated().lease()
        hub.restart()
        other = hub.seated("wang", "desk-2")
        hub.until(lambda: (taken := other.lease()) is not None and taken.case_id == only)

        again = hub.seated_anew()

        assert again.lease() is None
        assert hub.records.cases[only].lease_desk == "desk-2"
        with pytest.raises(Fenced):
            again.extend(held)


def take_three(desk):
    return [named(desk.lease()) for _ in range(3)]


def named(lease):
    return lease.case_id, lease.token
