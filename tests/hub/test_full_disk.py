"""A hub whose disk is full says so, takes nothing half, and goes on when there is room again."""

import sys
from pathlib import Path

import pytest

from queue_client.errors import HubBusy
from tests.makers.running_hub import RunningHub, make_meta, sha256
from workstation.domain.law import Stage

PIXELS = b"pixels" * 200_000


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def send(site, tmp_path):
    path = tmp_path / "s1.out"
    path.write_bytes(PIXELS)
    meta = make_meta("site-a", "s1")
    return site.send_scan(path, scan_id="s1", sha256=sha256(PIXELS), meta=meta)


def test_no_scan_is_begun_that_would_not_fit_and_later_it_is_whole(hub, tmp_path, monkeypatch):
    site = hub.site()
    with monkeypatch.context() as full:
        full.setattr(hub.blobs, "free_bytes", lambda: len(PIXELS) - 1)
        with pytest.raises(HubBusy, match="nearly full"):
            send(site, tmp_path)
        assert hub.records.cases == {}

    stored = send(site, tmp_path)

    assert hub.blobs.path(sha256(PIXELS)).read_bytes() == PIXELS
    hub.until(lambda: hub.records.case(stored.case_id).stage is Stage.WAITING)


def test_the_log_tells_of_a_full_disk_once_and_of_room_again(hub, tmp_path, monkeypatch, caplog):
    caplog.set_level("INFO", "workstation.hub.intake")
    site = hub.site()
    with monkeypatch.context() as full:
        full.setattr(hub.blobs, "free_bytes", lambda: 0)
        for _ in range(2):
            with pytest.raises(HubBusy):
                send(site, tmp_path)
    send(site, tmp_path)

    told = [line.levelname for line in caplog.records if "disk" in line.getMessage()]
    assert told == ["ERROR", "INFO"]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no disk that is always full")
def test_a_disk_that_fills_in_the_middle_is_met_with_patience(hub, tmp_path, monkeypatch):
    site = hub.site()
    with monkeypatch.context() as full:
        full.setattr(hub.blobs, "part", lambda _upload: Path("/dev/full"))
        with pytest.raises(HubBusy, match="cannot write"):
            send(site, tmp_path)
        assert hub.records.cases == {}

    stored = send(site, tmp_path)

    assert stored.sha256 == sha256(PIXELS)
    assert hub.blobs.path(sha256(PIXELS)).read_bytes() == PIXELS
