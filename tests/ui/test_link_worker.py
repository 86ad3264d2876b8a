"""The inside of the link, without Qt: leases follow a window that lives."""

import threading
import time

import pytest

from queue_client.client import DeskClient
from ui.app import container_of
from ui.link_news import CaseReady, LeaseLost, ModelReady, SessionClosed, SignIn, SignOut
from ui.link_worker import LinkWorker
from ui.prepared import Preparer
from workstation.imaging.package import read_package
from workstation.review.journal import Journal

PASSWORD = "a long password"  # noqa: S105 - of a stub


class Running:
    """A worker in its thread, and everything that it told."""

    def __init__(self, room, folder):
        self.told = []
        self.journal = Journal(folder / "journal")
        hub = room.hub
        self.worker = LinkWorker(
            lambda: DeskClient(
                hub.address, hub.keys_for("desk-1"), desk="desk-1", timeout_s=0.3, give_up_s=0.6
            ),
            self.journal,
            Preparer(read_package, container_of),
            self.told.append,
            cache=folder,
        )
        self.thread = threading.Thread(target=self.worker.run, name="test-link")
        self.thread.start()
        self.worker.post(SignIn(officer="li", password=PASSWORD))

    def of(self, kind):
        return [news for news in list(self.told) if isinstance(news, kind)]

    def wait_for(self, kind, count=1, *, seconds=8.0):
        deadline = time.monotonic() + seconds
        while len(self.of(kind)) < count:
            assert time.monotonic() < deadline, f"{kind.__name__} did not come: {self.told}"
            time.sleep(0.01)
        return self.of(kind)

    def stop(self):
        self.worker.stop()
        self.thread.join(5)
        self.journal.close()
        assert not self.thread.is_alive()


@pytest.fixture
def running(room, tmp_path):
    made = []

    def start():
        made.append(Running(room, tmp_path / "cache"))
        return made[-1]

    yield start
    for one in made:
        one.stop()


def test_leases_are_extended_while_the_window_shows_life(room, running):
    room.hub.ttl_s = 0.6
    room.add_cases(1)

    link = running()
    link.wait_for(CaseReady)

    deadline = time.monotonic() + 5
    while len(room.hub.extended) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(room.hub.extended) >= 2


def test_a_frozen_window_extends_nothing(room, running):
    room.hub.ttl_s = 0.6
    room.add_cases(1)
    link = running()
    link.worker.moved_at = time.monotonic() - 60
    link.wait_for(CaseReady)

    time.sleep(0.8)

    assert room.hub.extended == []


def test_a_lease_that_went_to_somebody_else_is_told(room, running):
    room.hub.ttl_s = 0.6
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    room.hub.fence(case_id)

    (lost,) = link.wait_for(LeaseLost)
    assert lost.case_id == case_id


def test_the_model_of_the_second_match_follows_the_case(room, running):
    room.add_cases(1)
    case = next(iter(room.hub.cases.values()))
    case.models = [*case.models, *case.models]

    link = running()

    link.wait_for(CaseReady)
    (later,) = link.wait_for(ModelReady)
    assert later.model.ref.model == "m1"


def test_signing_out_leaves_no_case_open(room, running):
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.post(SignOut())

    link.wait_for(SessionClosed)
