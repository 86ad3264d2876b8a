"""Who comes back after a crash or a power cut finds the case that was on the screen."""

import pytest

from tests.makers.running_hub import PASSWORD, RunningHub


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
