"""The clients against the stub: what is lost is asked again, and never done twice."""

import hashlib
import os
import threading
import time

import pytest

from queue_client.client import DeskClient, SiteClient
from queue_client.errors import (
    Conflict,
    Fenced,
    HubBusy,
    HubSilent,
    Interrupted,
    PackageDamaged,
    RefusalCode,
    Refused,
    WireViolation,
)
from queue_client.keys import HubAddress, KeyPair
from queue_client.messages import CHUNK_BYTES, MessageType
from queue_client.signing import verify
from queue_client.testing import StubHub, StubModel

SECRET = "a long password"  # noqa: S105 - opens nothing but a test


@pytest.fixture
def hub():
    with StubHub() as stub:
        stub.add_officer("li", SECRET, name="李")
        yield stub


@pytest.fixture
def site(hub):
    client = SiteClient(
        hub.address, hub.keys_for("site-a"), site="site-a", timeout_s=0.4, give_up_s=4.0
    )
    yield client
    client.close()


@pytest.fixture
def desk(hub):
    client = DeskClient(
        hub.address, hub.keys_for("desk-1"), desk="desk-1", timeout_s=0.4, give_up_s=4.0
    )
    client.login("li", SECRET)
    yield client
    client.close()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def send(client, folder, content, scan_id="s1", **options):
    path = folder / "package.scan.tif"
    path.write_bytes(content)
    meta = {"head": {"scan_id": scan_id, "site": client.site}, "declaration": None}
    return client.send_scan(
        path, scan_id=scan_id, sha256=options.pop("sha", sha256(content)), meta=meta, **options
    )


def make_decision(case, **changes):
    return {
        "decision_id": f"d-{case.scan_id}",
        "case_id": case.case_id,
        "token": case.token,
        "sha256": case.sha256,
        "conclusion": "release",
        **changes,
    }


def test_hello_tells_who_the_hub_takes_us_for(hub, site, desk):
    assert site.hello().name == "site-a"
    assert desk.hello().signing_key == hub.signing.public


@pytest.mark.parametrize("size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 6_000_000])
def test_a_package_of_any_size_arrives_whole(hub, site, tmp_path, size):
    content = os.urandom(size)
    seen = []

    stored = send(site, tmp_path, content, progress=lambda done, total: seen.append((done, total)))

    assert stored.case_id == "site-a:s1"
    assert bytes(hub.scans["site-a", "s1"].content) == content
    assert seen[-1] == (size, size)
    assert seen == sorted(seen)


def test_a_damaged_chunk_is_sent_again(hub, site, tmp_path):
    hub.damage_next_chunk = True

    send(site, tmp_path, os.urandom(3_000_000))

    assert hub.scans["site-a", "s1"].stored


def test_an_upload_survives_replies_that_get_lost(hub, site, tmp_path):
    lost = []

    def lose(done, _total):
        if done > 1_000_000 and not lost:
            lost.append(done)
            hub.lose_replies = 8

    send(site, tmp_path, os.urandom(3_000_000), progress=lose)

    assert lost
    assert hub.scans["site-a", "s1"].stored


def test_an_upload_gives_up_on_a_hub_that_stays_silent(hub, site, tmp_path):
    hub.silent = True
    began = time.monotonic()

    with pytest.raises(HubSilent) as caught:
        send(site, tmp_path, b"pixels")

    assert 3.5 < time.monotonic() - began < 8.0
    assert caught.value.endpoint == hub.address.endpoint
    assert "Check the network" in caught.value.sentence()


def test_busy_conflict_and_a_wrong_hash_each_have_their_own_error(hub, site, tmp_path):
    hub.busy = "disk nearly full"
    with pytest.raises(HubBusy) as busy:
        send(site, tmp_path, b"pixels")
    hub.busy = ""
    with pytest.raises(Refused) as wrong:
        send(site, tmp_path, b"pixels", sha=sha256(b"else"))
    send(site, tmp_path, b"pixels")
    with pytest.raises(Conflict):
        send(site, tmp_path, b"other")

    assert (busy.value.why, busy.value.retry_s) == ("disk nearly full", 0.05)
    assert wrong.value.code is RefusalCode.HASH_MISMATCH


def test_a_decision_comes_at_each_ping_until_it_is_acknowledged(hub, site):
    hub.announce(
        "site-a",
        {
            "decision_id": "d1",
            "scan_id": "s1",
            "sha256": "ab" * 32,
            "conclusion": "release",
            "reason": "",
            "note": "",
            "marks": [],
            "officer": "li",
            "decided_at": "2026-01-01T00:00:00+00:00",
            "sequence": 1,
        },
    )

    first = site.ping(last_sequence=0, spool_depth=3, free_bytes=10)
    second = site.ping(last_sequence=1, spool_depth=3, free_bytes=10)
    site.acknowledge("d1")

    assert first == second
    verify(first[0], hub.signing.public)
    assert (first[0].decision_id, first[0].sequence) == ("d1", 1)
    assert site.ping(last_sequence=1, spool_depth=3, free_bytes=10) == []


def test_a_declaration_travels_by_itself(hub, site):
    declaration = {"number": "D1", "goods": [{"hs": "080810", "name": "苹果"}]}

    assert site.declare(declaration) is False
    assert hub.declarations == [declaration]


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        ({"number": "D1", "note": "x" * 300_000}, RefusalCode.TOO_LARGE),
        ({"number": "D1", "gross_kg": float("nan")}, RefusalCode.MALFORMED),
    ],
)
def test_what_cannot_travel_is_refused_like_what_the_hub_refuses(
    hub, site, tmp_path, declaration, code
):
    path = tmp_path / "package.scan.tif"
    path.write_bytes(b"pixels")
    meta = {"head": {"scan_id": "s1"}, "declaration": declaration}

    with pytest.raises(Refused) as scan:
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)
    with pytest.raises(Refused) as alone:
        site.declare(declaration)

    assert scan.value.code is alone.value.code is code
    assert hub.scans == {}


def test_a_head_that_cannot_travel_is_refused(site, tmp_path):
    path = tmp_path / "package.scan.tif"
    path.write_bytes(b"pixels")
    meta = {"head": {"scan_id": "s1", "container": "C" * 201}, "declaration": None}

    with pytest.raises(Refused) as caught:
        site.send_scan(path, scan_id="s1", sha256=sha256(b"pixels"), meta=meta)

    assert caught.value.code is RefusalCode.MALFORMED


def test_a_case_whose_receipt_was_lost_is_the_one_that_comes_when_asked_again(hub):
    hub.add_case(b"one")
    hub.add_case(b"two")
    desk = DeskClient(
        hub.address, hub.keys_for("desk-1"), desk="desk-1", timeout_s=0.2, give_up_s=0.4
    )
    desk.login("li", SECRET)
    hub.lose_replies = 9
    with pytest.raises(HubSilent):
        desk.lease()
    hub.lose_replies = 0

    case = desk.lease()

    desk.close()
    assert [known.case_id for known in hub.cases.values() if known.token] == [case.case_id]


def test_a_case_is_leased_fetched_extended_and_decided(hub, desk, tmp_path):
    content, picture = os.urandom(700_000), os.urandom(300_000)
    model = StubModel(model="m1", hs="080810", name="苹果", content=picture)
    hub.add_case(content, declaration={"number": "D1"}, models=[model])
    seen = []

    case = desk.lease()
    path = desk.fetch(
        case,
        case.sha256,
        case.size,
        tmp_path / "a" / "scan",
        progress=lambda *now: seen.append(now),
    )
    ref = case.models[0]
    typical = desk.fetch(case, ref.sha256, ref.size, tmp_path / "a" / "model")
    ttl_s = desk.extend(case)
    receipt = desk.decide(make_decision(case))

    assert path.read_bytes() == content
    assert typical.read_bytes() == picture
    assert seen[-1] == (700_000, 700_000)
    assert ttl_s == hub.ttl_s
    assert receipt.recall_s == hub.recall_s
    assert case.declaration == {"number": "D1"}
    assert desk.lease() is None
    assert desk.recall(receipt.decision_id, "slip") is True
    assert desk.lease().case_id == case.case_id


def test_a_reply_that_is_lost_costs_no_second_case_and_no_second_decision(hub, desk):
    hub.add_case(b"one")
    hub.add_case(b"two")

    hub.lose_replies = 1
    case = desk.lease()
    hub.lose_replies = 1
    desk.decide(make_decision(case))

    assert len(hub.decisions) == 1
    assert sum(waiting.token is not None for waiting in hub.cases.values()) == 0


def test_a_restarted_hub_is_not_noticed_by_the_officer(hub, desk, tmp_path):
    hub.add_case(b"pixels" * 100)
    case = desk.lease()

    hub.stop()
    hub.start()

    assert desk.fetch(case, case.sha256, case.size, tmp_path / "scan").exists()
    hub.forget_sessions()
    assert desk.decide(make_decision(case)).case_id == case.case_id


def test_a_fetch_goes_on_from_its_part_and_a_file_that_is_there_is_not_fetched(hub, desk, tmp_path):
    content = os.urandom(1_000_000)
    hub.add_case(content)
    case = desk.lease()
    into = tmp_path / "scan"
    part = tmp_path / "scan.part"
    part.write_bytes(content[:600_000])
    seen = []

    desk.fetch(case, case.sha256, case.size, into, progress=lambda done, _: seen.append(done))
    hub.refuse[MessageType.FETCH] = RefusalCode.INTERNAL
    desk.fetch(case, case.sha256, case.size, into)

    assert min(seen) > 600_000
    assert into.read_bytes() == content
    assert not part.exists()


def test_a_spoilt_part_is_fetched_afresh_and_a_damaged_chunk_again(hub, desk, tmp_path):
    content = os.urandom(1_000_000)
    hub.add_case(content)
    case = desk.lease()
    (tmp_path / "scan.part").write_bytes(b"x" * 600_000)
    hub.damage_next_chunk = True

    path = desk.fetch(case, case.sha256, case.size, tmp_path / "scan")

    assert path.read_bytes() == content


def test_a_package_swapped_in_the_store_is_never_shown(hub, desk, tmp_path):
    hub.add_case(b"pixels of the scan")
    case = desk.lease()
    hub.swapped[case.sha256] = b"pixels of a swap!!"

    with pytest.raises(PackageDamaged):
        desk.fetch(case, case.sha256, case.size, tmp_path / "scan")
    assert list(tmp_path.iterdir()) == []


def test_a_fenced_desk_is_told_in_every_way(hub, desk, tmp_path):
    case_id = hub.add_case(b"pixels")
    case = desk.lease()
    hub.fence(case_id)

    for act in (
        lambda: desk.extend(case),
        lambda: desk.decide(make_decision(case)),
        lambda: desk.skip(case, "x"),
        lambda: desk.fetch(case, case.sha256, case.size, tmp_path / "scan"),
    ):
        with pytest.raises(Fenced):
            act()


def test_a_desk_without_officer_asks_nothing(hub):
    client = DeskClient(hub.address, hub.keys_for("desk-2"), desk="desk-2", timeout_s=0.4)

    with pytest.raises(Refused) as caught:
        client.lease()
    with pytest.raises(Refused) as wrong:
        client.login("li", "wrong")
    client.logout()
    client.close()

    assert caught.value.code is RefusalCode.NO_SESSION
    assert wrong.value.code is RefusalCode.LOGIN_FAILED


def test_a_decision_of_the_wrong_shape_never_leaves(hub, desk):
    hub.add_case(b"pixels")
    case = desk.lease()

    with pytest.raises(WireViolation):
        desk.decide(make_decision(case, colour="red"))
    with pytest.raises(WireViolation):
        desk.decide(make_decision(case, token="1"))  # noqa: S106 - a lease's number as text
    assert hub.decisions == []


def test_the_room_is_counted(hub, desk):
    hub.add_case(b"one")

    assert desk.room()["by_stage"] == {"waiting": 1, "leased": 0, "decided": 0}


def test_a_waiting_thread_can_be_interrupted(hub, desk):
    hub.silent = True
    timer = threading.Timer(0.1, desk.interrupt)
    timer.start()
    began = time.monotonic()

    with pytest.raises(Interrupted):
        desk.lease()

    timer.join()
    assert time.monotonic() - began < 1.0


def test_a_stranger_meets_silence(hub):
    client = SiteClient(hub.address, KeyPair.make(), site="site-a", timeout_s=0.2, give_up_s=0.4)

    with pytest.raises(HubSilent):
        client.hello()
    client.close()


def test_a_key_enrolled_for_another_site_is_noticed_at_hello(hub):
    client = SiteClient(hub.address, hub.keys_for("site-b"), site="site-a", timeout_s=0.4)

    with pytest.raises(Refused) as caught:
        client.hello()
    client.close()

    assert caught.value.code is RefusalCode.NOT_ALLOWED
    assert "site-b" in caught.value.reason


def test_nobody_listens_there():
    address = HubAddress(endpoint="tcp://127.0.0.1:9", server_key=KeyPair.make().public)
    client = SiteClient(address, KeyPair.make(), site="site-a", timeout_s=0.1, give_up_s=0.2)

    with pytest.raises(HubSilent):
        client.ping(last_sequence=0, spool_depth=0, free_bytes=0)
    client.close()
