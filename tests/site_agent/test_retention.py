"""A package leaves its site only after its decision was applied and its time is over."""

from datetime import UTC, datetime

import pytest

from tests.site_agent.standins import Site
from workstation.site_agent import outbox as outbox_module
from workstation.site_agent.outbox import Step

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    site.send_one_scan("S1")
    return site


def decide(site, scan_id="S1"):
    sha256 = site.outbox.get(scan_id).sha256
    assert site.relay.apply(site.decide("release", sha256=sha256, scan_id=scan_id))


@pytest.mark.parametrize(
    "steps",
    [(), (Step.SEND,), (Step.SEND, Step.STORE), (Step.GIVE_UP,), (Step.SEND, Step.DECIDE)],
)
def test_no_scan_that_is_not_done_is_ever_forgotten(tmp_path, steps):
    site = Site(tmp_path / "site")
    site.drop("S1.tif")
    site.settle()
    for step in steps:
        site.outbox.advance("S1", step)

    forgotten = site.outbox.forget(done_before=LATER)

    assert forgotten == 0
    assert site.outbox.package("S1").exists()


def test_a_decided_scan_is_kept_for_its_time_and_its_decision_for_ever(site):
    decide(site)
    done_at = datetime.fromisoformat(site.outbox.get("S1").done_at)

    early = site.outbox.forget(done_before=done_at)
    late = site.outbox.forget(done_before=LATER)

    assert (early, late) == (0, 1)
    assert site.names("outbox") == []
    assert site.names("decisions") == ["S1.json"]


def test_a_removal_that_was_cut_short_is_ended_at_the_next_start(site, monkeypatch):
    decide(site)

    def cut_short(folder):
        next(folder.iterdir()).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(outbox_module.shutil, "rmtree", cut_short)
        with pytest.raises(KeyboardInterrupt):
            site.outbox.forget(done_before=LATER)
    unreadable = outbox_module.Outbox(site.settings.outbox).open()

    assert unreadable == ()
    assert site.names("outbox") == []
