"""An officer leaves a locked desk and comes back: only the password opens it."""

import pytest

from queue_client.errors import RefusalCode, Refused
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision
from workstation.domain.officer import Role


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def test_a_locked_desk_gets_nothing_new_and_may_still_send_what_it_has(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    hub.send(site, "s2", b"other")
    case = desk.lease()

    desk.lock()
    desk.lock()

    for ask in (desk.lease, lambda: desk.show(case, {}), lambda: desk.join(case.case_id)):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.code is RefusalCode.LOCKED
    assert desk.extend(case)
    assert desk.decide(make_decision(case, conclusion="inspect"))
    assert facts_of(hub.records, "desk:locked") == [{"officer": "li", "desk": "desk-1"}]


def test_the_password_opens_a_locked_desk(hub):
    desk = hub.seated()
    hub.send(hub.site(), "s1")
    desk.lock()

    assert desk.unlock(PASSWORD)
    assert desk.unlock(PASSWORD)

    assert desk.lease() is not None
    assert facts_of(hub.records, "desk:unlocked") == [{"officer": "li", "desk": "desk-1"}]


def test_wrong_passwords_at_a_locked_desk_are_counted_like_those_at_log_in(hub):
    desk = hub.seated()
    desk.lock()

    assert not desk.unlock("wrong")

    with pytest.raises(Refused) as caught:
        desk.unlock(PASSWORD)
    assert caught.value.code is RefusalCode.LOGIN_LOCKED
    with pytest.raises(Refused):
        desk.login("li", PASSWORD)
    (facts,) = facts_of(hub.records, "desk:unlock:failed")
    assert facts == {"officer": "li", "desk": "desk-1", "in_a_row": 1}
    with pytest.raises(Refused) as locked:
        desk.lease()
    assert locked.value.code is RefusalCode.LOCKED


def test_another_officers_password_does_not_open_a_desk(hub):
    desk = hub.seated()
    person, _ = hub.records.officers["li"]
    hub.add_officer("wang", (Role.REVIEWER,))
    hub.records.officers["li"] = (person, hub.records.officers["wang"][1].replace("$v", "$w"))
    desk.lock()

    assert not desk.unlock(PASSWORD)


def test_after_a_restart_of_the_hub_the_password_is_asked_for_all_the_same(hub):
    desk = hub.seated()
    desk.lock()
    hub.restart()

    assert not desk.unlock("wrong")
