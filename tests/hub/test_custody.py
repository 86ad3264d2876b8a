"""What sites bring back, and what they are asked for again, over the real wire."""

import pytest

from queue_client.documents import HeldDocument, SignedDocument
from queue_client.errors import Fenced, Refused
from queue_client.keys import SigningKey
from queue_client.signing import sign
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub, make_decision, make_meta, sha256

PIXELS = b"pixels of s1"


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def site(hub):
    return hub.site()


def applied(key, *, site="site-a", scan_id="s1"):
    """Return what a site has written down about a decision that it applied."""
    record = {
        "decision_id": "d1",
        "site": site,
        "scan_id": scan_id,
        "sha256": sha256(PIXELS),
        "conclusion": "release",
        "reason": "",
        "note": "",
        "marks": [],
        "officer": "li",
        "decided_at": "2026-03-02T08:00:00.000000+00:00",
        "sequence": 1,
    }
    signed = sign(record, key)
    document = SignedDocument(record=dict(signed.record), signature=signed.signature)
    return HeldDocument(scan_id="s1", held=True, signed=document)


def send_again(site, tmp_path):
    path = tmp_path / "again.out"
    path.write_bytes(PIXELS)
    return site.send_scan(path, scan_id="s1", sha256=sha256(PIXELS), meta=make_meta("site-a", "s1"))


def test_a_hub_that_lost_nothing_wants_nothing(hub, site):
    hub.send(site, "s1", PIXELS)

    state = site.report([HeldDocument(scan_id="s1", held=True)], last=True)

    assert (state.epoch, state.owes, state.scan_ids) == (0, False, ())


def test_a_scan_that_the_hub_does_not_know_is_wanted_and_only_if_it_is_held(site):
    held = HeldDocument(scan_id="s8", held=True)
    gone = HeldDocument(scan_id="s9", held=False)

    state = site.report([held, gone], last=True)

    assert state.scan_ids == ("s8",)


def test_a_package_that_was_lost_travels_again_and_its_case_stays_as_it_is(hub, site, tmp_path):
    case_id = hub.send(site, "s1", PIXELS)
    before = hub.records.case(case_id)
    hub.blobs.path(sha256(PIXELS)).unlink()

    send_again(site, tmp_path)

    assert hub.blobs.path(sha256(PIXELS)).read_bytes() == PIXELS
    assert hub.records.case(case_id) == before


def test_a_swapped_package_is_noticed_when_its_case_is_leased_and_asked_for_again(hub, site):
    hub.send(site, "s1", PIXELS)
    path = hub.blobs.path(sha256(PIXELS))
    path.chmod(0o600)
    path.write_bytes(b"another picture")
    desk = hub.seated()

    desk.lease()

    assert site.report((), last=False).scan_ids == ("s1",)


def test_a_decision_that_the_hub_never_signed_is_noted_and_not_taken_in(hub, site):
    site.report([applied(SigningKey.make())], last=False)

    assert facts_of(hub.records, "site:decision:forged") == [{"site": "site-a", "scan_id": "s1"}]


def test_a_decision_of_another_site_is_refused(hub, site):
    with pytest.raises(Refused):
        site.report([applied(hub.keys.signing, site="site-b")], last=False)


def test_cases_of_a_site_that_owes_a_report_are_offered_to_no_desk(hub, site, monkeypatch):
    hub.send(site, "s1", PIXELS)
    hub.send(hub.site("site-b"), "s2", b"pixels of s2")
    monkeypatch.setattr(hub.records, "owing", lambda: frozenset({"site-a"}), raising=False)
    desk = hub.seated()

    first, second = desk.lease(), desk.lease()

    assert first.scan_id == "s2"
    assert second is None


def test_a_case_in_hand_that_a_restored_hub_does_not_know_is_fenced(hub, site):
    case_id = hub.send(site, "s1", PIXELS)
    desk = hub.seated()
    case = desk.lease()
    del hub.records.cases[case_id]

    with pytest.raises(Fenced):
        desk.decide(make_decision(case))
