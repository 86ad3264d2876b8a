"""One hub over real CURVE: a scan comes in, is decided, and the decision goes out."""

import json
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from queue_client.client import SOFTWARE, DeskClient
from queue_client.errors import (
    Conflict,
    Fenced,
    HubBusy,
    HubSilent,
    RefusalCode,
    Refused,
)
from queue_client.keys import KeyPair
from queue_client.signing import verify
from tests.makers.running_hub import (
    PASSWORD,
    RunningHub,
    make_decision,
    make_meta,
    sha256,
)
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.hub.ports import ModelPackage

#: A release is held for so long where something happens meanwhile; the machine may be busy.
LONG_HELD = {"recall_s": 1.5}


@pytest.fixture
def hub(request, tmp_path):
    with RunningHub(tmp_path, **getattr(request, "param", {})) as running:
        yield running


def ping(site):
    return site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)


def test_a_scan_travels_from_site_to_decision_and_back(hub, tmp_path):
    content = bytes(range(256)) * 5000  # five chunks
    model = tmp_path / "model.scan.tif"
    model.write_bytes(b"typical apples")
    hub.models.known["m-1"] = ModelPackage(
        model_id="m-1",
        hs="080810",
        name="apples",
        sha256=sha256(b"typical apples"),
        size=14,
        path=model,
    )
    site, desk = hub.site(), hub.seated()

    case_id = hub.send(site, "s1", content)
    case = desk.lease()
    scan = desk.fetch(case, case.sha256, case.size, tmp_path / "cache" / "scan.tif")
    typical = case.models[0]
    picture = desk.fetch(case, typical.sha256, typical.size, tmp_path / "cache" / "model.tif")
    receipt = desk.decide(make_decision(case, conclusion="inspect", note="看这里"))
    (signed,) = ping(site)
    site.acknowledge(signed.decision_id)

    assert case.case_id == case_id == "site-a:s1"
    assert case.comparison["verdict"] == "consistent"
    assert case.declaration["goods"][0]["name_zh"] == "苹果"
    assert scan.read_bytes() == content
    assert picture.read_bytes() == b"typical apples"
    assert receipt.conclusion == "inspect"
    assert receipt.recall_s == 0.0
    verify(signed, hub.keys.signing.public)
    assert signed.record["sha256"] == sha256(content)
    assert signed.record["note"] == "看这里"
    assert ping(site) == []
    assert hub.records.cases[case_id].stage is Stage.ANNOUNCED


def test_the_engine_is_asked_with_the_sisters_of_a_case(tmp_path):
    with RunningHub(tmp_path, compare_job="tests.makers.jobs:count_sisters") as hub:
        site = hub.site()
        meta = make_meta(site.site, "s1")
        for scan_id in ("s1", "s2"):
            own = {**meta, "head": {**meta["head"], "scan_id": scan_id}}
            hub.send(site, scan_id, scan_id.encode(), own)
        hub.send(site, "s3", b"s3")

        lots = [case.comparison.lot for case in hub.records.cases.values()]

    assert [(lot.sisters, lot.odd) for lot in lots] == [(0, None), (1, "s1"), (0, None)]


@pytest.mark.parametrize("hub", [LONG_HELD], indirect=True)
def test_a_release_is_held_before_it_leaves_and_an_inspection_is_not(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    hub.send(site, "s2", b"other pixels")

    released = desk.decide(make_decision(desk.lease(), conclusion="release"))
    inspected = desk.decide(make_decision(desk.lease(), conclusion="inspect"))
    at_once = [signed.decision_id for signed in ping(site)]
    time.sleep(LONG_HELD["recall_s"] + 0.05)
    later = [signed.decision_id for signed in ping(site)]

    assert 0 < released.recall_s <= LONG_HELD["recall_s"]
    assert at_once == [inspected.decision_id]
    assert sorted(later) == sorted([inspected.decision_id, released.decision_id])


@pytest.mark.parametrize("hub", [LONG_HELD], indirect=True)
def test_a_recalled_release_never_leaves_and_its_officer_gets_the_case_again(hub):
    site, desk = hub.site(), hub.seated()
    case_id = hub.send(site, "s1")
    for number in range(5):
        hub.send(site, f"other-{number}", bytes([number]))
    first = None
    while first is None or first.case_id != case_id:
        first = desk.lease()
        if first.case_id != case_id:
            desk.skip(first, "not the one")
    receipt = desk.decide(make_decision(first))

    recalled = desk.recall(receipt.decision_id, "slip of the finger")
    again = desk.recall(receipt.decision_id, "slip of the finger")
    case = desk.lease()
    time.sleep(LONG_HELD["recall_s"] + 0.05)

    assert recalled
    assert again
    assert case.case_id == case_id
    assert case.token > first.token
    assert ping(site) == []


def test_a_decision_that_left_cannot_be_recalled(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    receipt = desk.decide(make_decision(desk.lease()))
    time.sleep(0.35)
    assert ping(site)

    assert not desk.recall(receipt.decision_id, "too late")


def test_the_same_decision_twice_is_one_decision(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    decision = make_decision(desk.lease(), conclusion="inspect")

    first, second = desk.decide(decision), desk.decide(decision)

    assert first == second
    assert len(hub.records.decisions) == 1


def test_sending_a_scan_twice_is_harmless_and_other_content_is_a_conflict(hub, tmp_path):
    site = hub.site()
    hub.send(site, "s1", b"first")
    path = tmp_path / "again"
    path.write_bytes(b"first")
    meta = make_meta("site-a", "s1")

    again = site.send_scan(path, scan_id="s1", sha256=sha256(b"first"), meta=meta)

    assert again.before
    assert hub.blobs.commits == 1
    path.write_bytes(b"other")
    with pytest.raises(Conflict):
        site.send_scan(path, scan_id="s1", sha256=sha256(b"other"), meta=meta)


def test_a_lapsed_lease_goes_to_the_next_desk_and_the_first_is_fenced(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.2) as hub:
        site = hub.site()
        first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
        hub.send(site, "s1")
        old = first.lease()
        assert second.lease() is None

        time.sleep(0.25)
        new = second.lease()

        assert new.case_id == old.case_id
        assert new.token > old.token
        with pytest.raises(Fenced):
            first.decide(make_decision(old))
        with pytest.raises(Fenced):
            first.extend(old)
        assert second.decide(make_decision(new)).case_id == new.case_id


def test_an_expired_lease_that_nobody_took_may_still_decide(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.1) as hub:
        desk = hub.seated()
        hub.send(hub.site(), "s1")
        case = desk.lease()

        time.sleep(0.2)

        assert desk.decide(make_decision(case)).case_id == case.case_id


def test_a_case_that_lapses_again_and_again_is_parked(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.02, lease_grace_s=0.02, park_after=3) as hub:
        desk = hub.seated()
        case_id = hub.send(hub.site(), "s1")

        for _ in range(3):
            assert desk.lease() is not None
            hub.until(lambda: hub.records.cases[case_id].stage is not Stage.LEASED)

        assert hub.records.cases[case_id].stage is Stage.PARKED
        assert desk.lease() is None


def test_a_referred_case_goes_to_a_chief_and_never_out(hub):
    site = hub.site()
    reviewer = hub.seated("li", "desk-1")
    chief = hub.seated("chen", "desk-2", (Role.CHIEF,))
    case_id = hub.send(site, "s1")

    reviewer.decide(make_decision(reviewer.lease(), conclusion="refer"))

    assert reviewer.lease() is None
    assert ping(site) == []
    assert chief.lease().case_id == case_id


def test_a_skipped_case_waits_again_and_a_log_out_gives_cases_back(hub):
    first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    hub.send(hub.site(), "s1")
    case = first.lease()
    first.skip(case, "not my field")
    first.skip(case, "not my field")

    again = second.lease()
    second.logout()
    third = first.lease()

    assert again.token > case.token
    assert third.case_id == case.case_id
    assert hub.records.cases[case.case_id].attempts == 0


def test_a_desk_holds_no_more_cases_than_it_may(hub):
    desk = hub.seated()
    for number in range(4):
        hub.send(hub.site(), f"s{number}", bytes([number]))

    held = [desk.lease() for _ in range(3)]

    assert len({case.case_id for case in held}) == 3
    with pytest.raises(Refused) as caught:
        desk.lease()
    assert caught.value.code is RefusalCode.TOO_MANY_LEASES


def test_after_a_restart_the_officer_goes_on_without_noticing(hub, tmp_path):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    hub.send(site, "s2", b"other")
    case = desk.lease()

    hub.restart()

    assert desk.fetch(case, case.sha256, case.size, tmp_path / "scan").exists()
    assert desk.extend(case) == hub.settings.lease_ttl_s
    assert desk.decide(make_decision(case, conclusion="inspect"))
    assert desk.lease().case_id != case.case_id
    assert len(ping(site)) == 1


def test_an_upload_goes_on_after_a_restart_from_where_it_stood(hub, tmp_path):
    content = bytes(3_000_000)
    path = tmp_path / "big"
    path.write_bytes(content)
    site = hub.site(timeout_s=0.5, give_up_s=20.0)
    restarted = []
    offsets = []

    def progress(done, total):
        offsets.append(done)
        if done >= total / 3 and not restarted:
            restarted.append(done)
            hub.restart()

    def send():
        return site.send_scan(
            path,
            scan_id="s1",
            sha256=sha256(content),
            meta=make_meta("site-a", "s1"),
            progress=progress,
        )

    try:
        stored = send()
    except HubBusy:  # a chunk came while the hub was stopping: a site offers again, as here
        stored = send()

    assert restarted
    assert offsets == sorted(offsets)
    assert hub.blobs.size(stored.sha256) == len(content)


def test_a_release_held_at_a_restart_is_held_again_in_full(tmp_path):
    with RunningHub(tmp_path, recall_s=0.5) as hub:
        site, desk = hub.site(), hub.seated()
        hub.send(site, "s1")
        desk.decide(make_decision(desk.lease()))
        time.sleep(0.5)

        hub.restart()

        assert ping(site) == []
        time.sleep(0.55)
        assert len(ping(site)) == 1


def test_scans_not_yet_compared_at_a_stop_are_compared_at_the_next_start(tmp_path):
    with RunningHub(tmp_path, compare_job="tests.makers.jobs:sleep_long") as hub:
        site = hub.site()
        path = tmp_path / "scan"
        path.write_bytes(b"pixels")
        meta = make_meta("site-a", "s1")
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)
        assert hub.records.cases["site-a:s1"].stage is Stage.RECEIVED

        hub.settings = hub.settings.__class__(
            **{
                **{name: getattr(hub.settings, name) for name in hub.settings.__slots__},
                "compare_job": "tests.makers.jobs:agree",
            }
        )
        hub.restart()

        hub.until(lambda: hub.records.cases["site-a:s1"].stage is Stage.WAITING)


def test_a_key_that_nobody_enrolled_is_met_with_silence(hub):
    stranger = DeskClient(hub.address, KeyPair.make(), desk="desk-1", timeout_s=0.3, give_up_s=0.6)

    with pytest.raises(HubSilent):
        stranger.hello()
    stranger.close()


def test_a_revoked_key_is_refused_at_its_next_message(hub):
    site = hub.site()
    site.hello()
    hub.records.machines.clear()
    hub.hub.forget_principals()

    with pytest.raises(Refused) as caught:
        site.hello()
    assert caught.value.code is RefusalCode.NOT_ALLOWED


def test_the_log_says_which_program_began_where(tmp_path, caplog):
    caplog.set_level("INFO", "workstation.hub.broker")

    with RunningHub(tmp_path) as running:
        endpoint = running.address.endpoint

    (ready,) = [line for line in caplog.records if line.getMessage() == "hub ready"]
    assert (ready.endpoint, ready.software) == (endpoint, SOFTWARE)
    assert Path(ready.data).is_relative_to(tmp_path)


def test_a_wrong_password_is_refused_and_then_locks_the_door(hub):
    hub.add_officer("li")
    desk = hub.desk()

    with pytest.raises(Refused) as first:
        desk.login("li", "wrong")
    with pytest.raises(Refused) as second:
        desk.login("li", PASSWORD)
    with pytest.raises(Refused) as unknown:
        desk.login("nobody", PASSWORD)

    assert first.value.code is RefusalCode.LOGIN_FAILED
    assert second.value.code is RefusalCode.LOGIN_LOCKED
    assert unknown.value.code is RefusalCode.LOGIN_FAILED


def test_a_supervisor_sees_the_room_but_may_not_decide(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated("zhao", "desk-1", (Role.SUPERVISOR,))

    assert desk.room()["by_stage"] == {"waiting": 1}
    assert desk.room()["officers"] == ["zhao"]
    with pytest.raises(Refused) as caught:
        desk.lease()
    assert caught.value.code is RefusalCode.NOT_ALLOWED


def test_a_second_log_in_ends_the_first(hub):
    first = hub.seated("li", "desk-1")
    second = hub.seated("li", "desk-2")

    with pytest.raises(Refused) as caught:
        first.lease()
    assert caught.value.code is RefusalCode.SESSION_ENDED
    assert second.lease() is None


def test_a_desk_that_was_started_anew_loses_what_it_held(hub):
    first = hub.seated("li", "desk-1")
    case_id = hub.send(hub.site(), "s1")
    old = first.lease()
    assert old.case_id == case_id

    reborn = hub.seated("li", "desk-1")
    new = reborn.lease()

    assert new.case_id == case_id
    assert new.token > old.token
    assert hub.records.cases[case_id].attempts == 1


def test_while_the_store_fails_everybody_is_told_to_come_again(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    case = desk.lease()
    decision = make_decision(case, conclusion="inspect")
    hub.records.failing = True

    with pytest.raises(HubBusy):
        desk.decide(decision)

    hub.records.failing = False
    assert desk.decide(decision)
    assert len(hub.records.decisions) == 1


def test_a_full_disk_keeps_the_scan_at_its_site(hub, tmp_path):
    site = hub.site()
    path = tmp_path / "scan"
    path.write_bytes(b"pixels")
    meta = make_meta("site-a", "s1")
    hub.blobs.free = 0

    with pytest.raises(HubBusy):
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)

    hub.blobs.free = 10**9
    assert site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)


def test_nothing_is_acknowledged_when_the_disk_fails_at_the_last_moment(hub, tmp_path):
    site = hub.site()
    path = tmp_path / "scan"
    path.write_bytes(b"pixels")
    meta = make_meta("site-a", "s1")
    hub.blobs.failing = True

    with pytest.raises(HubBusy):
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)

    assert hub.records.cases == {}
    hub.blobs.failing = False
    assert not site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta).before


def test_a_package_with_another_hash_is_refused_and_leaves_nothing(hub, tmp_path):
    path = tmp_path / "scan"
    path.write_bytes(b"pixels")
    site = hub.site()

    with pytest.raises(Refused) as caught:
        site.send_scan(path, scan_id="s1", sha256=sha256(b"else"), meta=make_meta("site-a", "s1"))

    assert caught.value.code is RefusalCode.HASH_MISMATCH
    assert hub.records.cases == {}
    assert list(Path(hub.settings.data_dir / "blobs").iterdir()) == []


def test_a_site_cannot_speak_for_another(hub, tmp_path):
    path = tmp_path / "scan"
    path.write_bytes(b"pixels")
    site = hub.site("site-a")

    with pytest.raises(Refused) as caught:
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=make_meta("site-b", "s1"))

    assert caught.value.code is RefusalCode.MALFORMED


def test_only_files_of_the_leased_case_can_be_fetched(hub, tmp_path):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    other = hub.send(site, "s2", b"other pixels")
    case = desk.lease()
    foreign = b"other pixels" if case.case_id != other else b"pixels"

    with pytest.raises(Refused) as caught:
        desk.fetch(case, sha256(foreign), len(foreign), tmp_path / "foreign")

    assert caught.value.code is RefusalCode.NOT_ALLOWED


def test_a_package_that_the_hub_lost_is_no_question_of_rights(hub, tmp_path):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    hub.blobs.path(sha256(b"pixels")).unlink()
    case = desk.lease()

    with pytest.raises(Refused) as caught:
        desk.fetch(case, case.sha256, case.size, tmp_path / "lost")

    assert caught.value.code is RefusalCode.PACKAGE_MISSING


def test_a_declaration_that_came_first_waits_for_its_scan(hub):
    site = hub.site()
    declaration = make_meta("site-a", "s9")["declaration"]

    assert site.declare(declaration) is False
    assert ("site-a", "D-s9") in hub.records.orphans


def test_the_ready_file_says_where_the_hub_is_and_goes_with_it(hub):
    ready = hub.settings.data_dir / "hub.ready"
    document = json.loads(ready.read_text())

    assert document["endpoint"] == hub.address.endpoint
    assert document["server_key"] == hub.keys.curve.public
    assert document["signing_key"] == hub.keys.signing.public
    hub.stop()
    assert not ready.exists()


def test_the_log_tells_at_each_start_by_which_rules_the_hub_works(tmp_path):
    with RunningHub(tmp_path, recall_s=0.5) as hub:
        hub.settings = replace(hub.settings, recall_s=0.0, park_after=9)
        hub.restart()

        before, after = [facts for tag, facts in hub.records.notes if tag == "hub:started"]

    assert (before["rules"]["recall_s"], after["rules"]["recall_s"]) == (0.5, 0.0)
    assert (before["rules"]["park_after"], after["rules"]["park_after"]) == (5, 9)
    assert after["rules"]["readers"] == {"ordinary": 1, "raised": 1, "high": 2}
    assert after["software"]


def test_decision_ids_are_free_to_choose(hub):
    desk = hub.seated()
    hub.send(hub.site(), "s1")
    name = uuid.uuid4().hex

    receipt = desk.decide(make_decision(desk.lease(), decision_id=name))

    assert receipt.decision_id == name
