"""What the hub cannot take now waits at its site, and comes later; nothing is dropped."""

import pytest

from queue_client.errors import HubBusy
from tests.hub.test_hub_trouble import begin_upload
from tests.makers.running_hub import RunningHub, make_meta, sha256

CONTENT = bytes(5_000_000)


def send(site, tmp_path, scan_id="s1"):
    path = tmp_path / scan_id
    path.write_bytes(CONTENT)
    return site.send_scan(
        path, scan_id=scan_id, sha256=sha256(CONTENT), meta=make_meta(site.site, scan_id)
    )


def test_with_many_cases_waiting_new_scans_wait_at_their_site(tmp_path):
    with RunningHub(tmp_path, queue_high_mark=1) as hub:
        hub.send(hub.site(), "first")

        with pytest.raises(HubBusy) as caught:
            send(hub.site(), tmp_path)

        desk = hub.seated()
        desk.lease()
        assert caught.value.why == "too many cases wait"
        assert send(hub.site(), tmp_path).case_id == "site-a:s1"


def test_one_site_fills_half_of_the_queue_and_leaves_the_rest_to_the_others(tmp_path):
    with RunningHub(tmp_path, queue_high_mark=4) as hub:
        greedy = hub.site("site-b")
        hub.send(greedy, "s1")
        hub.send(greedy, "s2")

        with pytest.raises(HubBusy) as caught:
            send(greedy, tmp_path, "s3")

        assert caught.value.why == "too many cases of this site wait"
        assert send(hub.site(), tmp_path).case_id == "site-a:s1"


def test_with_many_uploads_under_way_another_waits(tmp_path):
    with RunningHub(tmp_path, uploads_at_once=1) as hub:
        begin_upload(hub.site("site-b"), "under-way")

        with pytest.raises(HubBusy) as caught:
            send(hub.site(), tmp_path)

        assert caught.value.why == "too many uploads at once"


def test_without_credit_a_site_waits_and_sends_when_there_is_some(tmp_path, monkeypatch):
    with RunningHub(tmp_path, under_way_bytes=1) as hub:
        begin_upload(hub.site("site-b"), "under-way")  # has the one chunk that may be under way
        waits = []

        def pause(seconds):
            waits.append(seconds)
            hub.hub._intake.close()  # noqa: SLF001 - as if the other upload had ended

        site = hub.site()
        monkeypatch.setattr(site._link, "pause", pause)  # noqa: SLF001 - no waiting in tests
        stored = send(site, tmp_path)

        assert waits == [0.5]
        assert hub.blobs.size(stored.sha256) == len(CONTENT)


def test_a_site_without_credit_for_long_is_told_that_the_hub_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("queue_client.transfer._NO_CREDIT_S", 0.1)
    with RunningHub(tmp_path, under_way_bytes=1) as hub:
        begin_upload(hub.site("site-b"), "under-way")

        with pytest.raises(HubBusy):
            send(hub.site(give_up_s=0.7), tmp_path)

        assert hub.records.find_scan("site-a", "s1") is None
