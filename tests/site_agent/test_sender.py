"""Bringing scans to the hub: patience with a hub that is away, an end with one that says no."""

import pytest

from queue_client.errors import Conflict, HubBusy, HubSilent, RefusalCode, Refused
from tests.site_agent.standins import Site, make_declaration
from workstation.site_agent.outbox import Custody
from workstation.site_agent.sender import Backoff


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    site.drop("S1.tif")
    site.drop("S1.declaration.json", make_declaration())
    site.settle()
    return site


def try_often(site, times):
    for _ in range(times):
        site.now += 3600.0
        site.sender.tick(site.line, site.now)


def test_a_scan_is_stored_only_after_the_hub_said_so(site):
    site.line.trouble = [HubSilent("tcp://x", 5.0)]

    site.sender.tick(site.line, site.now)
    during = site.outbox.get("S1").state
    try_often(site, 1)

    assert during is Custody.SENDING
    assert site.outbox.get("S1").state is Custody.STORED
    assert site.outbox.package("S1").exists()


def test_a_silent_hub_is_not_asked_again_at_once(site):
    site.line.trouble = [HubSilent("tcp://x", 5.0)]
    site.sender.tick(site.line, site.now)

    asked = site.sender.tick(site.line, site.now + 0.01)

    assert not asked
    assert site.line.sent == []


def test_a_busy_hub_is_left_alone_for_as_long_as_it_asks(site):
    site.line.trouble = [HubBusy("the disk is nearly full", 60.0)]
    site.sender.tick(site.line, site.now)

    site.sender.tick(site.line, site.now + 59.0)
    early = list(site.line.sent)
    site.sender.tick(site.line, site.now + 61.0)

    assert early == []
    assert [s["scan_id"] for s in site.line.sent] == ["S1"]


def test_a_hub_that_is_away_for_long_never_costs_a_scan(site):
    site.line.trouble = [HubSilent("tcp://x", 5.0)] * 50

    try_often(site, 51)

    assert [s["scan_id"] for s in site.line.sent] == ["S1"]


def test_five_refusals_of_its_content_make_a_dead_letter_with_an_alarm(site):
    site.line.trouble = [Refused(RefusalCode.HASH_MISMATCH, "another hash")] * 9

    try_often(site, 4)
    after_four = site.outbox.get("S1").state
    try_often(site, 5)

    assert after_four is Custody.SENDING
    assert site.outbox.get("S1").state is Custody.DEAD
    assert len(site.line.trouble) == 4
    assert site.names("alarms") == ["dead-letter.S1.txt"]
    assert site.outbox.package("S1").exists()


def test_refusals_are_counted_across_restarts(site):
    site.line.trouble = [Refused(RefusalCode.HASH_MISMATCH, "another hash")] * 5
    try_often(site, 3)

    after = site.restarted()
    try_often(after, 2)

    assert after.outbox.get("S1").state is Custody.DEAD


def test_a_site_that_is_not_enrolled_any_more_keeps_its_scans(site):
    site.line.trouble = [Refused(RefusalCode.NOT_ALLOWED, "not enrolled")] * 20

    try_often(site, 21)

    assert site.outbox.get("S1").state is Custody.STORED


def test_a_conflict_ends_at_once_with_an_alarm(site):
    site.line.trouble = [Conflict("north:S1", "other content")]

    site.sender.tick(site.line, site.now)

    assert site.outbox.get("S1").state is Custody.DEAD
    sentence = (site.settings.alarms / "dead-letter.S1.txt").read_text()
    assert "its container stays held" in sentence


def test_a_dead_letter_does_not_hold_up_the_next_scan(site):
    site.line.trouble = [Conflict("north:S1", "other content")]
    site.sender.tick(site.line, site.now)
    site.drop("S2.tif", b"two")
    site.drop("S2.declaration.json", make_declaration("D2", None))
    site.settle()

    site.send_all()

    assert [s["scan_id"] for s in site.line.sent] == ["S2"]


def test_a_scan_that_was_being_sent_is_sent_again_after_a_restart(site):
    site.line.trouble = [HubSilent("tcp://x", 5.0)]
    site.sender.tick(site.line, site.now)

    after = site.restarted()
    try_often(after, 1)

    assert [s["scan_id"] for s in after.line.sent] == ["S1"]


def test_a_decision_that_comes_while_a_scan_is_sent_again_ends_the_sending(site, monkeypatch):
    site.line.trouble = [HubSilent("tcp://x", 5.0)]  # the hub has it; its receipt was lost
    site.sender.tick(site.line, site.now)
    waiting = site.outbox.waiting

    def then_comes_the_decision():
        found = waiting()
        sha256 = site.outbox.get("S1").sha256
        assert site.relay.apply(site.decide("inspect", sha256=sha256))
        return found

    monkeypatch.setattr(site.outbox, "waiting", then_comes_the_decision)
    assert site.sender.tick(site.line, site.now + 3600.0)
    monkeypatch.undo()

    assert site.outbox.get("S1").state is Custody.DONE
    assert not site.sender.tick(site.line, site.now + 3601.0)


def test_waiting_grows_and_stays_bounded():
    backoff = Backoff(first_s=1.0, longest_s=8.0)

    waits = [backoff.after_failure() for _ in range(40)]

    assert waits[0] <= 1.0
    assert all(4.0 <= wait <= 8.0 for wait in waits[5:])
    backoff.reset()
    assert backoff.after_failure() <= 1.0


def test_a_site_that_is_refused_rings_until_it_is_let_in(site):
    site.line.trouble = [Refused(RefusalCode.NOT_ALLOWED, "this key is enrolled as south")]

    site.sender.tick(site.line, site.now)
    rung = site.names("alarms")
    try_often(site, 1)

    assert rung == ["hub-refuses.scans.txt"]
    assert site.names("alarms") == []
