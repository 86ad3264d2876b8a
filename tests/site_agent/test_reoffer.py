"""Healing a hub that was restored from a backup or lost a package."""

from datetime import UTC, datetime

import pytest

from queue_client.answers import Wanted
from queue_client.errors import Conflict, HubSilent
from tests.site_agent.standins import Site
from workstation.site_agent.outbox import Custody
from workstation.site_agent.reoffer import Reoffer


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    site.send_one_scan("S1")
    site.send_one_scan("S2")
    site.line.sent.clear()
    site.reoffer = Reoffer(site.settings, site.outbox, every_s=10.0)
    return site


def ask(site, **wanted):
    site.line.wanted = Wanted(**{"epoch": 0, "owes": False, "scan_ids": (), **wanted})
    site.now += 10.0
    return site.reoffer.tick(site.line, site.now)


def apply(site, scan_id="S1"):
    sha256 = site.outbox.get(scan_id).sha256
    signed = site.decide("release", sha256=sha256, scan_id=scan_id, decision_id=f"d-{scan_id}")
    site.relay.apply(signed)
    return signed


def test_a_hub_that_lost_nothing_is_only_asked(site):
    sent = ask(site)

    assert sent == 0
    assert site.line.reports == [([], False)]
    assert site.line.sent == []


def test_it_is_not_asked_again_at_once(site):
    ask(site)

    site.reoffer.tick(site.line, site.now + 9.9)

    assert len(site.line.reports) == 1


def test_a_restored_hub_is_told_everything_with_its_own_signatures(site):
    signed = apply(site, "S1")

    ask(site, owes=True, epoch=1)

    (told, is_last) = site.line.reports[-1]
    assert is_last
    assert {held.scan_id: held.held for held in told} == {"S1": True, "S2": True}
    kept = {held.scan_id: held.signed for held in told}
    assert kept["S1"].record == dict(signed.record)
    assert kept["S1"].signature == signed.signature
    assert kept["S2"] is None


def test_what_the_hub_lost_is_sent_again_and_keeps_its_state_here(site):
    apply(site, "S1")

    sent = ask(site, scan_ids=("S1", "S2", "S9"))

    assert sent == 2
    assert [one["scan_id"] for one in site.line.sent] == ["S1", "S2"]
    assert site.outbox.get("S1").state is Custody.DONE
    assert site.outbox.get("S2").state is Custody.STORED


def test_a_decision_whose_package_was_deleted_is_still_told(site):
    apply(site, "S1")
    site.outbox.forget(done_before=datetime(2100, 1, 1, tzinfo=UTC))

    ask(site, owes=True, epoch=1)

    told = {held.scan_id: held for held in site.line.reports[-1][0]}
    assert told["S1"].signed is not None
    assert not told["S1"].held


def test_an_epoch_is_reported_for_once_also_after_a_restart_of_the_site(site):
    ask(site, epoch=3)
    told = len(site.line.reports)
    site.reoffer = Reoffer(site.settings, site.outbox, every_s=10.0)

    ask(site, epoch=3)

    assert told == 2  # asked, then told
    assert len(site.line.reports) == told + 1


def test_a_report_that_was_cut_short_is_made_again(site):
    def silent(*_args, **_options):
        raise HubSilent("tcp://x", 5.0)

    site.line.send_scan = silent
    ask(site, epoch=3, scan_ids=("S1",))
    del site.line.send_scan

    sent = ask(site, epoch=3, scan_ids=("S1",))

    assert sent == 1


def test_a_scan_that_the_hub_has_otherwise_does_not_keep_the_others_back(site):
    real = site.line.send_scan

    def conflicting(path, *, scan_id, **options):
        if scan_id == "S1":
            raise Conflict("north:S1", "other content")
        return real(path, scan_id=scan_id, **options)

    site.line.send_scan = conflicting

    assert ask(site, scan_ids=("S1", "S2")) == 1


def test_a_hub_that_was_away_is_asked_soon_and_one_of_an_earlier_version_seldom(site):
    site.line.trouble = [HubSilent("tcp://x", 5.0)]
    ask(site)
    soon = ask(site, scan_ids=("S1",))
    for _ in range(2):
        site.line.trouble = [HubSilent("tcp://x", 5.0)]
        ask(site)

    seldom = ask(site, scan_ids=("S1",))

    assert (soon, seldom) == (1, 0)
