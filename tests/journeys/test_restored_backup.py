"""Yesterday's backup is restored in the middle of work: nothing is lost, nothing reviewed twice."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from queue_client.client import DeskClient
from queue_client.errors import Fenced, QueueError
from tests.hub.test_hub_with_storage import HubProcess
from tests.journeys.test_failed_fsync import start_site, until
from tests.makers.running_hub import PASSWORD, make_decision
from tests.site_agent.standins import make_scan
from workstation.domain.scan import ScanHead
from workstation.imaging.package import write_package
from workstation.storage.readers import list_decisions
from workstation.storage.verify import verify_folder

pytestmark = [pytest.mark.journey, pytest.mark.soak, pytest.mark.timeout(400)]


class Room:
    """A hub, one site and one desk with the real programs; the hub's folder can be replaced."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "hub").mkdir()
        self.hub = HubProcess(folder / "hub")
        self.hub.start()
        self.hub.site_keys.save(folder / "site.key")
        (folder / "site.toml").write_text(
            f'[site]\nsite = "site-a"\nfolder = "site"\nhub_card = "{folder}/hub/hub.card"\n'
            'keys = "site.key"\nsettle_s = 0.1\npoll_s = 0.1\njoin_wait_s = 0.1\nping_s = 0.2\n'
            "reoffer_s = 0.3\n",
            encoding="utf-8",
        )
        self.site = start_site(folder / "site.toml")
        self.reviewed = []
        self.sit_down()

    def sit_down(self):
        self.desk = DeskClient(self.hub.address, self.hub.desk_keys, desk="desk-1", timeout_s=2.0)
        until(lambda: self.tried(lambda: self.desk.login("li", PASSWORD)))

    @staticmethod
    def tried(act):
        try:
            act()
        except QueueError:
            return False
        return True

    def scan(self, name):
        fresh = self.folder / f"{name}.scan.tif"
        columns = 200 + int(name[1:])  # each scan is another picture
        write_package(fresh, make_scan(ScanHead(scan_id=name), columns=columns))
        fresh.rename(self.folder / "site" / "inbox" / fresh.name)

    def counts(self):
        return self.desk.room()["by_stage"]

    def take(self):
        """Lease the next case, or None when there is none for some seconds."""
        ends = time.monotonic() + 3.0
        while time.monotonic() < ends:
            case = self.desk.lease()
            if case is not None:
                return case
            time.sleep(0.1)
        return None

    def decide(self, case, conclusion):
        self.desk.decide(make_decision(case, conclusion=conclusion, decision_id=f"d{case.token}"))
        self.reviewed.append(case.scan_id)

    def applied(self):
        kept = (self.folder / "site" / "decisions").glob("*.json")
        return {one.stem: json.loads(one.read_text())["record"]["conclusion"] for one in kept}

    def reviewroom(self, *words):
        command = [sys.executable, "-m", "workstation.cli.main", *map(str, words), "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    def replace_hub(self):
        """Lose the hub's disk; put yesterday's backup and the keys in its place."""
        self.hub.kill()
        self.desk.close()
        (self.folder / "hub").rename(self.folder / "lost")
        told = self.reviewroom(
            "restore",
            self.folder / "backups",
            "--data",
            self.folder / "hub",
            "--keys",
            self.folder / "keys.box",
            "--passphrase-file",
            self.folder / "pass",
        )
        shutil.copy(self.folder / "lost" / "hub.toml", self.folder / "hub" / "hub.toml")
        self.hub.start()
        self.sit_down()
        return told

    def close(self):
        self.desk.close()
        self.site.send_signal(signal.SIGTERM)
        self.site.wait(timeout=15)
        self.hub.stop()


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path)
    yield room
    room.close()


def test_after_a_restore_nothing_is_lost_and_nothing_decided_is_reviewed_again(room):
    # given a room that was backed up in the middle of work
    for name in ("s1", "s2", "s3", "s4"):
        room.scan(name)
    until(lambda: room.counts().get("waiting") == 4)
    room.decide(room.take(), "release")
    until(lambda: len(room.applied()) == 1)
    (room.folder / "pass").write_text("a long passphrase\n")
    kept = room.reviewroom(
        "backup",
        "--data",
        room.folder / "hub",
        "-o",
        room.folder / "backups",
        "--keys",
        room.folder / "keys.box",
        "--passphrase-file",
        room.folder / "pass",
    )
    # ... that worked on: one of the old cases and one of two new scans were decided
    for name in ("s5", "s6"):
        room.scan(name)
    until(lambda: room.counts().get("waiting") == 5)
    for conclusion in ("inspect", "release"):
        room.decide(room.take(), conclusion)
    until(lambda: len(room.applied()) == 3)
    in_hand = room.take()
    before = room.applied()

    # when its disk is lost, the backup is restored, and the work goes on to its end
    told = room.replace_hub()
    with pytest.raises(Fenced):
        room.desk.decide(make_decision(in_hand))
    until(lambda: room.counts().get("waiting") == 3)
    while (case := room.take()) is not None:
        room.decide(case, "release")
    until(lambda: len(room.applied()) == 6)
    until(lambda: room.counts().get("announced") == 6)
    room.hub.stop()
    listed = list_decisions(room.folder / "hub")
    whole = verify_folder(room.folder / "hub", contents=True)

    # then each scan was reviewed once, and the books say what the site did
    assert (kept["packages"], told["sites"], told["epoch"]) == (4, ["site-a"], 1)
    assert Counter(room.reviewed) == Counter(["s1", "s2", "s3", "s4", "s5", "s6"])
    assert {name: room.applied()[name] for name in before} == before
    assert {one["scan_id"]: one["conclusion"] for one in listed} == room.applied()
    assert whole.verified, whole
    assert not list((room.folder / "site" / "alarms").glob("second-decision*"))
