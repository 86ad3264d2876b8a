"""A package is looked over beside the loop: nobody waits for it but who fetches it."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from queue_client.door import Incoming
from queue_client.errors import HubBusy, Refused
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from tests.makers.running_hub import RunningHub, make_decision, sha256
from workstation.hub.whole_packages import WholePackages

LARGE = os.urandom(3 * 1024**2)


class HeldBlobs(FolderOfBlobs):
    """A store that reads packages only when it may."""

    def __init__(self, folder):
        super().__init__(folder)
        self.goes_on, self.begun = threading.Event(), threading.Event()
        self.seen = set()

    def seen_whole(self, sha256):
        return sha256 in self.seen

    def is_whole(self, sha256):
        self.begun.set()
        assert self.goes_on.wait(60)
        whole = super().is_whole(sha256)
        if whole:
            self.seen.add(sha256)
        else:
            self.path(sha256).unlink()
        return whole


@pytest.fixture
def hub(tmp_path):
    running = RunningHub(tmp_path)
    running.blobs = HeldBlobs(tmp_path / "blobs")
    with running:
        yield running
        running.blobs.goes_on.set()


@pytest.fixture
def aside():
    with ThreadPoolExecutor(1) as pool:
        yield pool


def fetch(desk, case, folder):
    return desk.fetch(case, case.sha256, case.size, folder / "fetched")


def test_who_fetches_waits_until_it_is_known_and_nobody_else_does(hub, aside, tmp_path):
    site = hub.site()
    hub.send(site, "s1", LARGE)
    desk, other = hub.seated(), hub.seated("wang", "desk-2")
    case = desk.lease()
    assert hub.blobs.begun.wait(10)

    fetching = aside.submit(fetch, desk, case, tmp_path)
    hub.send(site, "s2", b"small")  # the whole way of another scan, up to the fence of its lease
    hub.blobs.seen.add(sha256(b"small"))
    another = other.lease()
    other.decide(make_decision(another))
    waited = not fetching.done()
    hub.blobs.goes_on.set()

    assert waited
    assert fetching.result(30).read_bytes() == LARGE


def test_what_was_leased_before_a_restart_is_looked_over_at_its_fetch(hub, tmp_path):
    hub.blobs.goes_on.set()
    hub.send(hub.site(), "s1", LARGE)
    desk = hub.seated()
    case = desk.lease()
    hub.restart()
    hub.blobs.seen.clear()
    again = hub.seated("li", "desk-1")

    assert fetch(again, case, tmp_path).read_bytes() == LARGE
    assert hub.blobs.seen == {case.sha256}


def test_a_large_package_that_was_swapped_is_not_handed_out_and_asked_for_again(hub, tmp_path):
    site = hub.site()
    hub.send(site, "s1", LARGE)
    hub.blobs.path(sha256(LARGE)).write_bytes(LARGE[::-1])
    desk = hub.seated()
    case = desk.lease()
    hub.blobs.goes_on.set()

    with pytest.raises(Refused):
        fetch(desk, case, tmp_path)

    assert site.report((), last=False).scan_ids == ("s1",)


def test_one_machine_fills_no_memory_with_questions_that_wait(tmp_path):
    blobs = HeldBlobs(tmp_path)
    (tmp_path / sha256(LARGE)).write_bytes(LARGE)
    rang = threading.Event()
    whole = WholePackages(MemoryRecords(), blobs, ring=rang.set)
    asked = [
        Incoming(key="k", route=bytes([number]), frames=[], address="") for number in range(64)
    ]

    whole.look_over(sha256(LARGE))
    assert all(whole.puts_off(sha256(LARGE), one) for one in asked)
    with pytest.raises(HubBusy):
        whole.puts_off(sha256(LARGE), asked[0])
    assert list(whole.known()) == []
    blobs.goes_on.set()
    assert rang.wait(30)

    assert list(whole.known()) == asked
    assert not whole.puts_off(sha256(LARGE), asked[0])
    whole.close()
