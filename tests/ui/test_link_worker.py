"""The inside of the link, without Qt: leases follow a window that lives."""

import dataclasses
import threading
import time

import pytest

from queue_client.answers import LeasedCase, Session, Welcome
from queue_client.testing import StubCase
from tests.ui.running_link import PASSWORD, Running, decision_of, wait_until
from ui.app import container_of
from ui.link_news import (
    ActMoved,
    ActState,
    CaseFailed,
    CaseReady,
    Decide,
    HubNews,
    LeaseLost,
    ModelMissing,
    ModelReady,
    NothingWaiting,
    Recall,
    RoomSeen,
    SessionClosed,
    SessionOpened,
    SignIn,
    SignOut,
    WantModel,
)
from ui.link_worker import LinkWorker
from ui.prepared import Preparer
from workstation.domain.errors import StorageUnavailable
from workstation.imaging.package import read_package
from workstation.review.journal import Journal


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

    deadline = time.monotonic() + 60
    while len(room.hub.extended) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(room.hub.extended) >= 2


def test_a_frozen_window_extends_nothing(room, running):
    room.hub.ttl_s = 0.6
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.moved_at = time.monotonic() - 60
    time.sleep(0.2)
    before = len(room.hub.extended)
    time.sleep(0.8)

    assert len(room.hub.extended) == before


def test_a_lease_that_went_to_somebody_else_is_told(room, running):
    room.hub.ttl_s = 0.6
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    room.hub.fence(case_id)

    (lost,) = link.wait_for(LeaseLost)
    assert lost.case_id == case_id


def test_the_models_of_all_matches_follow_the_case(room, running):
    room.add_cases(1)
    case = next(iter(room.hub.cases.values()))
    case.models = [*case.models, *case.models]

    link = running()

    link.wait_for(CaseReady)
    best, second = link.wait_for(ModelReady, 2)
    assert best.model.ref.model == second.model.ref.model == "m1"


def test_signing_out_leaves_no_case_open(room, running):
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.post(SignOut())

    link.wait_for(SessionClosed)


def test_a_frozen_window_asks_for_no_case(room, running):
    link = running()
    link.wait_for(NothingWaiting)
    link.worker.moved_at = time.monotonic() - 60

    room.add_cases(1)
    time.sleep(1.5)

    assert link.of(CaseReady) == []
    assert all(case.token is None for case in room.hub.cases.values())


def test_a_long_fetch_gives_way_to_the_leases_of_all_cases(tmp_path):
    hub = SlowHub(ttl_s=0.6)
    journal = Journal(tmp_path)
    worker = LinkWorker(
        lambda: hub, journal, Preparer(read_package, container_of), [].append, cache=tmp_path
    )
    thread = threading.Thread(target=worker.run)
    thread.start()
    worker.post(SignIn(officer="li", password=PASSWORD))

    wait_until(lambda: hub.chunks >= 30)

    worker.stop()
    thread.join(60)
    journal.close()
    assert len(hub.extended) >= 2


def test_a_model_that_the_hub_does_not_have_does_not_keep_the_case_back(room, running):
    (case_id,) = room.add_cases(1)
    (model,) = room.hub.cases[case_id].models
    lose_file(room.hub, case_id, model.content)

    link = running()

    (ready,) = link.wait_for(CaseReady)
    assert ready.case.lease.case_id == case_id
    assert link.of(ModelReady) == []


def test_a_scan_that_the_hub_does_not_have_goes_back_and_the_next_one_opens(room, running):
    bad, good = room.add_cases(2)
    lose_file(room.hub, bad, room.hub.cases[bad].content)

    link = running()

    (ready, *_) = link.wait_for(CaseReady)
    assert ready.case.lease.case_id == good
    wait_until(lambda: bad in [case_id for case_id, _ in room.hub.given_up])
    assert bad in [failed.case_id for failed in link.of(CaseFailed)]


def test_who_sits_down_next_never_sends_what_the_last_one_decided(room, running):
    room.add_cases(1)
    link = running()
    (ready,) = link.wait_for(CaseReady)
    room.hub.silent = True
    link.journal.keep_decision(decision_of(ready.case), officer="li")
    link.worker.post(Decide(decision=decision_of(ready.case)))
    link.worker.post(SignOut())
    link.wait_for(SessionClosed)
    room.hub.silent = False

    link.worker.post(SignIn(officer="wang", password=PASSWORD))
    link.wait_for(SessionOpened, 2)
    link.wait_for(RoomSeen, len(link.of(RoomSeen)) + 1)
    assert room.hub.decisions == []
    assert len(link.journal.pending()) == 1

    link.worker.post(SignOut())
    link.worker.post(SignIn(officer="li", password=PASSWORD))
    wait_until(lambda: room.decisions() == [(ready.case.lease.case_id, "release")])


def test_a_release_that_may_have_left_is_recalled_at_the_hub_also_with_a_full_disk(
    room, running, monkeypatch
):
    room.add_cases(1)
    link = running()
    (ready,) = link.wait_for(CaseReady)
    link.journal.keep_decision(decision_of(ready.case), officer="li")
    monkeypatch.setattr(link.journal, "note_sent", full_disk)
    room.hub.lose_replies = 2
    link.worker.post(Decide(decision=decision_of(ready.case)))
    wait_until(lambda: len(room.hub.decisions) == 1)

    link.worker.post(Recall(decision_id="d-1"))

    wait_until(lambda: link.of(ActMoved)[-1].state is ActState.RECALLED)
    assert room.hub.recalled == ["d-1"]
    assert ActState.WITHDRAWN not in [moved.state for moved in link.of(ActMoved)]


def test_a_release_is_withdrawn_only_when_the_journal_says_so_too(room, running, monkeypatch):
    room.add_cases(1)
    link = running()
    (ready,) = link.wait_for(CaseReady)
    room.hub.silent = True
    wait_until(lambda: link.of(HubNews) and link.of(HubNews)[-1].silent_since is not None)
    link.journal.keep_decision(decision_of(ready.case), officer="li")
    link.worker.post(Decide(decision=decision_of(ready.case)))
    link.wait_for(ActMoved)
    monkeypatch.setattr(link.journal, "settle", full_disk)

    link.worker.post(Recall(decision_id="d-1"))
    time.sleep(0.3)
    room.hub.silent = False

    wait_until(lambda: room.hub.recalled == ["d-1"])
    assert ActState.WITHDRAWN not in [moved.state for moved in link.of(ActMoved)]


def test_a_recall_that_the_hub_did_not_hear_survives_a_crash_of_the_desk(room, running):
    room.add_cases(1)
    link = running()
    (ready,) = link.wait_for(CaseReady)
    link.journal.keep_decision(decision_of(ready.case), officer="li")
    room.hub.lose_replies = 2
    link.worker.post(Decide(decision=decision_of(ready.case)))
    wait_until(lambda: len(room.hub.decisions) == 1)
    room.hub.silent = True
    link.worker.post(Recall(decision_id="d-1"))
    wait_until(lambda: link.journal.was_recalled("d-1"))
    link.stop()
    room.hub.silent, room.hub.lose_replies = False, 0

    again = running()

    wait_until(lambda: room.hub.recalled == ["d-1"])
    wait_until(lambda: again.journal.pending() == ())


class Incomplete(StubCase):
    """A case of which the hub has lost a file."""

    lost = b""

    def files(self):
        return {name: bytes_ for name, bytes_ in super().files().items() if bytes_ != self.lost}


def lose_file(hub, case_id, content):
    known = hub.cases[case_id]
    parts = {field.name: getattr(known, field.name) for field in dataclasses.fields(known)}
    hub.cases[case_id] = Incomplete(**parts)
    hub.cases[case_id].lost = content


def full_disk(*_args):
    raise StorageUnavailable("desk.journal", "the disk is full")


class SlowHub:
    """A hub whose one package never ends: each chunk takes its time."""

    def __init__(self, *, ttl_s):
        self.ttl_s, self.chunks, self.extended = ttl_s, 0, []
        self._cases = ["site-a:s1"]

    def hello(self):
        return Welcome(name="desk-1", software="", server_time="", credit=1, signing_key="")

    def login(self, officer, _password):
        return Session(officer=officer, name="", roles=("reviewer",), recall_s=5.0, token="")

    def logout(self):
        return None

    def lease(self):
        return (
            LeasedCase(
                case_id=self._cases.pop(),
                site="site-a",
                scan_id="s1",
                token=1,
                sha256="0" * 64,
                size=10**9,
                ttl_s=self.ttl_s,
                head={},
                declaration=None,
                comparison=None,
                models=(),
            )
            if self._cases
            else None
        )

    def fetch(self, _lease, _sha256, size, into, *, progress):
        for _ in range(40):
            time.sleep(0.05)
            self.chunks += 1
            progress(self.chunks, size)
        return into

    def extend(self, lease):
        self.extended.append(lease.case_id)
        return self.ttl_s

    def room(self):
        return {}

    def interrupt(self):
        pass

    def close(self):
        pass


def test_a_model_that_is_asked_for_again_comes_again(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(ModelReady)

    link.worker.post(WantModel(case_id=case_id, model="m1"))

    first, again = link.wait_for(ModelReady, 2)
    assert again.model.picture is first.model.picture  # kept, not decoded anew


def test_a_model_that_the_case_does_not_name_is_told_to_be_missing(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(ModelReady)

    link.worker.post(WantModel(case_id=case_id, model="nobody"))

    (missing,) = link.wait_for(ModelMissing)
    assert (missing.case_id, missing.model) == (case_id, "nobody")
