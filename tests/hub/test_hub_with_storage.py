"""The hub on the real store, as a process that is killed at the worst moments."""

import contextlib
import os
import threading
import time

import pytest

from queue_client.client import DeskClient, SiteClient
from queue_client.errors import Fenced, HubBusy, HubSilent
from queue_client.signing import verify
from tests.makers.hub_process import HubProcess
from tests.makers.running_hub import PASSWORD, make_decision, make_meta, sha256
from workstation.storage.readers import list_decisions
from workstation.storage.verify import verify_folder

SCANS = 10
KILLS = 3


@pytest.fixture
def hub(request, tmp_path):
    running = HubProcess(tmp_path, recall_s=getattr(request, "param", 0.2))
    running.start()
    yield running
    running.stop()


def is_risky(scan_id):
    """Every third scan is read by two officers."""
    return int(scan_id[1:]) % 3 == 0


class Worker(threading.Thread):
    """Works at something until told to stop; what it raises fails the test."""

    def __init__(self, name, work):
        super().__init__(name=name)
        self._work = work
        self.error = None
        self.enough = threading.Event()

    def run(self):
        while not self.enough.is_set() and self.error is None:
            try:
                self._work()
            except (HubSilent, HubBusy):
                continue
            except Exception as error:  # noqa: BLE001 - handed to the test's own thread
                self.error = error

    def finish(self):
        self.enough.set()
        self.join()
        assert self.error is None, repr(self.error)


class Site:
    """Sends every scan, and opens its gate once a scan, as the decision says."""

    def __init__(self, hub, folder, contents):
        self.hub, self.folder, self.contents = hub, folder, contents
        self.client = SiteClient(
            hub.address, hub.site_keys, site="site-a", timeout_s=1.0, give_up_s=5.0
        )
        self.stored, self.gate = {}, {}
        self.todo = list(contents)

    def work(self):
        if self.todo:
            self.send(self.todo[0])
            self.todo.pop(0)
        for signed in self.client.ping(last_sequence=0, spool_depth=0, free_bytes=10**9):
            verify(signed, self.hub.signing_key)
            first = self.gate.setdefault(signed.record["scan_id"], signed.decision_id)
            assert first == signed.decision_id
            self.client.acknowledge(signed.decision_id)

    def send(self, name):
        path = self.folder / f"{name}.out"
        path.write_bytes(self.contents[name])
        digest, meta = sha256(self.contents[name]), make_meta("site-a", name)
        if is_risky(name):
            meta["declaration"]["risk_instruction"] = "open it"
        answer = self.client.send_scan(path, scan_id=name, sha256=digest, meta=meta)
        self.stored[answer.case_id] = answer.sha256


class Desk:
    """Decides whatever it is given, and sends a decision until its receipt is there."""

    def __init__(self, hub, name="desk-1", officer="li"):
        keys = hub.desk_keys if name == "desk-1" else hub.second_keys
        self.client = DeskClient(hub.address, keys, desk=name, timeout_s=1.0, give_up_s=5.0)
        self.client.login(officer, PASSWORD)
        self.receipts = {}
        self.pending = None

    def work(self):
        if self.pending is None:
            case = self.client.lease()
            if case is None:
                time.sleep(0.02)
                return
            risky = is_risky(case.scan_id)  # two who read a case apart agree: no chief is here
            conclusion = "inspect" if risky or case.token % 2 else "release"
            self.pending = make_decision(case, conclusion=conclusion)
        with contextlib.suppress(Fenced):
            receipt = self.client.decide(self.pending)
            self.receipts[receipt.case_id] = receipt.decision_id
        self.pending = None


@pytest.mark.soak
def test_a_hub_killed_again_and_again_loses_and_doubles_nothing(hub, tmp_path):
    contents = {f"s{number}": os.urandom(900_000) for number in range(SCANS)}
    site, desk, second = Site(hub, tmp_path, contents), Desk(hub), Desk(hub, "desk-2", "wang")
    workers = [
        Worker("site", site.work),
        Worker("desk", desk.work),
        Worker("second desk", second.work),
    ]

    for worker in workers:
        worker.start()
    for _ in range(KILLS):
        time.sleep(0.4)
        hub.kill()
        hub.start()
    ends = time.monotonic() + 60
    while len(site.gate) < SCANS and time.monotonic() < ends:
        time.sleep(0.02)
    for worker in workers:
        worker.finish()
    site.client.close()
    desk.client.close()
    second.client.close()
    hub.stop()

    assert set(site.stored) == {f"site-a:{name}" for name in contents}
    decisions = list(list_decisions(tmp_path))
    told = {*desk.receipts.values(), *second.receipts.values()}
    left = {line["decision_id"] for line in decisions if line["sequence"] is not None}
    risky = {f"site-a:{name}" for name in contents if is_risky(name)}
    assert {line["decision_id"] for line in decisions} == told
    assert len(decisions) == SCANS + len(risky)
    assert left == set(site.gate.values())
    assert len(left) == SCANS
    assert risky <= set(desk.receipts) & set(second.receipts)
    assert verify_folder(tmp_path).verified


@pytest.mark.parametrize("hub", [30.0], indirect=True)  # the machine may be busy
def test_a_release_is_recalled_on_the_real_store(hub, tmp_path):
    site = SiteClient(hub.address, hub.site_keys, site="site-a", timeout_s=2.0, give_up_s=30.0)
    desk = DeskClient(hub.address, hub.desk_keys, desk="desk-1", timeout_s=2.0, give_up_s=30.0)
    try:
        path = tmp_path / "s.out"
        path.write_bytes(b"no real scan")
        meta = make_meta("site-a", "s1")
        site.send_scan(path, scan_id="s1", sha256=sha256(b"no real scan"), meta=meta)
        desk.login("li", PASSWORD)
        case = None
        while case is None:
            case = desk.lease()
        receipt = desk.decide(make_decision(case))

        recalled = desk.recall(receipt.decision_id, "slip")
        again = desk.lease()
        desk.decide(make_decision(again, conclusion="inspect"))
        (signed,) = site.ping(last_sequence=0, spool_depth=0, free_bytes=1)

        assert case.comparison["reasons"] == ["engine_failed"]  # it is no picture
        assert recalled
        assert again.case_id == case.case_id
        assert signed.record["conclusion"] == "inspect"
    finally:
        site.close()
        desk.close()
