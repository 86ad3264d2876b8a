"""The whole agent against the real protocol: threads, restarts, and ``kill -9``."""

import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_client.client import SiteClient
from queue_client.errors import HubSilent, RefusalCode
from queue_client.messages import MessageType
from queue_client.testing import StubHub
from tests.site_agent.standins import CONTAINER, ScriptedLine, make_declaration, make_scan
from workstation.domain.errors import FolderInUse, StorageUnavailable
from workstation.domain.log_words import ids_now
from workstation.domain.scan import ScanHead
from workstation.imaging.package import write_package
from workstation.site_agent.agent import SiteAgent
from workstation.site_agent.outbox import Custody
from workstation.site_agent.settings import SiteSettings


@pytest.fixture
def hub() -> Iterator[StubHub]:
    with StubHub() as hub:
        yield hub


def make_settings(folder: Path) -> SiteSettings:
    return SiteSettings(
        site="north",
        folder=folder,
        inbox=folder / "inbox",
        poll_s=0.02,
        settle_s=0.05,
        join_wait_s=0.3,
        ping_s=0.05,
    )


def make_agent(hub: StubHub, folder: Path) -> SiteAgent:
    def make_line() -> SiteClient:
        return SiteClient(hub.address, hub.keys_for("north"), site="north", timeout_s=1.0)

    return SiteAgent(make_settings(folder), make_line, signing_key=hub.signing.public)


@contextlib.contextmanager
def running(agent: SiteAgent) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=agent.run, args=(stop,), name="agent-under-test")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=20)
        assert not thread.is_alive()


def wait_for(truth, *, timeout_s: float = 20.0) -> None:
    ends = time.monotonic() + timeout_s
    while not truth():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


def drop_scan(inbox: Path, scan_id: str) -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    head = ScanHead(scan_id=scan_id, container=CONTAINER, declaration=f"D-{scan_id}")
    write_package(inbox / f"{scan_id}.scan.tif", make_scan(head))


def drop_declaration(inbox: Path, stem: str, number: str) -> None:
    text = json.dumps(make_declaration(number))
    part = inbox / f".{stem}.part"
    part.write_text(text)
    part.rename(inbox / f"{stem}.declaration.json")


def announce(hub: StubHub, scan_id: str, conclusion: str) -> None:
    hub.announce(
        "north",
        {
            "decision_id": f"d-{scan_id}",
            "scan_id": scan_id,
            "sha256": hub.scans["north", scan_id].sha256,
            "conclusion": conclusion,
            "reason": "",
            "note": "",
            "marks": [],
            "officer": "li",
            "decided_at": "2026-01-02T03:04:05.000000+00:00",
            "sequence": 1,
        },
    )


def test_a_scan_travels_to_the_hub_and_its_release_back_to_the_gate(hub, tmp_path):
    agent = make_agent(hub, tmp_path)
    drop_scan(tmp_path / "inbox", "S1")
    drop_declaration(tmp_path / "inbox", "S1", "D-S1")

    with running(agent):
        wait_for(lambda: agent.status().by_custody[Custody.STORED] == 1)
        held = list((tmp_path / "gate").iterdir())
        announce(hub, "S1", "release")
        wait_for(lambda: hub.acknowledged == ["d-S1"])

    scan = hub.scans["north", "S1"]
    assert held == []
    assert scan.stored
    assert scan.meta.declaration["number"] == "D-S1"
    assert scan.meta.head.container == CONTAINER
    assert (tmp_path / "gate" / "S1.release").exists()
    assert agent.status().by_custody[Custody.DONE] == 1


def test_lone_scans_and_lone_declarations_both_reach_the_hub(hub, tmp_path):
    agent = make_agent(hub, tmp_path)
    drop_scan(tmp_path / "inbox", "S1")
    drop_declaration(tmp_path / "inbox", "other", "D-of-another-container")
    (tmp_path / "inbox" / "other.declaration.json").write_text(
        json.dumps(make_declaration("D-2", "MSKU0134120"))
    )

    with running(agent):
        wait_for(lambda: agent.status().by_custody[Custody.STORED] == 1 and hub.declarations)

    assert hub.scans["north", "S1"].meta.declaration is None
    assert [d["number"] for d in hub.declarations] == ["D-2"]
    assert agent.status().scans_without_declaration == 1


def test_a_program_too_old_for_its_hub_is_an_alarm_until_it_is_heard_again(hub, tmp_path):
    hub.refuse[MessageType.PING] = RefusalCode.UPGRADE
    alarm = tmp_path / "alarms" / "hub-refuses.site.txt"

    with running(make_agent(hub, tmp_path)):
        wait_for(alarm.exists)
        hub.refuse.clear()
        wait_for(lambda: not alarm.exists())

    assert hub.pings


def test_scans_wait_for_a_silent_hub_and_go_when_it_is_back(hub, tmp_path):
    hub.silent = True
    agent = make_agent(hub, tmp_path)
    drop_scan(tmp_path / "inbox", "S1")

    with running(agent):
        wait_for(lambda: agent.status().by_custody[Custody.SENDING] == 1)
        hub.silent = False
        wait_for(lambda: agent.status().by_custody[Custody.STORED] == 1)

    assert hub.scans["north", "S1"].stored


def test_a_hub_that_is_silent_for_long_is_an_alarm_until_it_answers(hub, tmp_path, monkeypatch):
    monkeypatch.setattr("workstation.site_agent.agent._LONG_SILENT_S", 0.0)
    hub.silent = True
    alarm = tmp_path / "alarms" / "hub-silent.site.txt"

    with running(make_agent(hub, tmp_path)):
        wait_for(alarm.exists)
        told = alarm.read_text()
        hub.silent = False
        wait_for(lambda: not alarm.exists())

    assert hub.address.endpoint in told
    assert "Check the network" in told


def test_a_hub_that_is_silent_for_a_moment_is_none(hub, tmp_path, caplog):
    hub.silent = True

    with running(make_agent(hub, tmp_path)):
        wait_for(lambda: "has been silent" in caplog.text)

    assert list((tmp_path / "alarms").iterdir()) == []


def test_the_log_of_a_site_says_when_the_hub_is_back_and_when_it_stopped(hub, tmp_path, caplog):
    caplog.set_level("INFO")
    hub.refuse[MessageType.PING] = RefusalCode.INTERNAL

    with running(make_agent(hub, tmp_path)):
        wait_for(lambda: "the hub refused" in caplog.text)
        hub.refuse.clear()
        wait_for(lambda: "the hub answers again" in caplog.messages)

    assert caplog.messages[-1] == "site agent stopped"
    assert caplog.messages.count("the hub answers again") == 1


def test_a_stop_while_the_hub_is_silent_is_prompt(hub, tmp_path):
    hub.silent = True
    agent = make_agent(hub, tmp_path)
    drop_scan(tmp_path / "inbox", "S1")

    with running(agent):
        wait_for(lambda: agent.status().by_custody[Custody.SENDING] == 1)
        began = time.monotonic()

    assert time.monotonic() - began < 3.0


def test_a_second_agent_in_the_same_folder_is_refused(hub, tmp_path):
    first, second = make_agent(hub, tmp_path), make_agent(hub, tmp_path)

    with running(first):
        wait_for((tmp_path / "alarms").exists)  # the last folder, made after the lock is held
        with pytest.raises(FolderInUse, match="another site agent"):
            second.run(threading.Event())


def test_a_folder_that_cannot_be_used_is_one_sentence(hub, tmp_path):
    (tmp_path / "gate").write_text("a file where a folder should be")

    with pytest.raises(StorageUnavailable) as caught:
        make_agent(hub, tmp_path).run(threading.Event())

    assert "gate" in caught.value.sentence()
    assert "rights" in caught.value.sentence()


def test_trouble_of_the_disk_is_an_alarm_that_goes_when_it_is_over(hub, tmp_path, monkeypatch):
    agent = make_agent(hub, tmp_path)
    full = threading.Event()
    full.set()
    draft = agent._outbox.draft  # noqa: SLF001 - the only way to a full disk without one

    def draft_on_a_full_disk(name):
        if full.is_set():
            raise StorageUnavailable("outbox", "the disk is full")
        return draft(name)

    monkeypatch.setattr(agent._outbox, "draft", draft_on_a_full_disk)  # noqa: SLF001
    alarm = tmp_path / "alarms" / "trouble.intake.txt"
    drop_scan(tmp_path / "inbox", "S1")

    with running(agent):
        wait_for(alarm.exists)
        sentence = alarm.read_text()
        full.clear()
        wait_for(lambda: agent.status().by_custody[Custody.STORED] == 1)

    assert "the disk is full" in sentence
    assert not alarm.exists()


def test_every_line_of_an_agent_at_work_carries_its_site(tmp_path, caplog):
    class SilentLine(ScriptedLine):
        def ping(self, **_figures):
            raise HubSilent("tcp://127.0.0.1:9", 1.0)

    caplog.handler.addFilter(lambda record: setattr(record, "ids", dict(ids_now())) or True)
    with running(SiteAgent(make_settings(tmp_path), SilentLine, signing_key="00")):
        wait_for(lambda: any("retry_s" in vars(record) for record in caplog.records))

    about_the_hub = [record for record in caplog.records if "retry_s" in vars(record)]
    assert {record.ids["site"] for record in about_the_hub} == {"north"}


def test_our_own_bug_ends_the_agent_instead_of_hiding(tmp_path):
    class BrokenLine(ScriptedLine):
        def ping(self, **_figures):
            raise ZeroDivisionError

    agent = SiteAgent(make_settings(tmp_path), BrokenLine, signing_key="00")

    with pytest.raises(ZeroDivisionError):
        agent.run(threading.Event())


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_a_site_killed_again_and_again_loses_nothing_and_opens_for_releases_only(hub, tmp_path):
    rng = random.Random(7)  # noqa: S311 - not for secrets
    site, config = tmp_path / "site", _write_config(hub, tmp_path)
    wanted = {f"S{n:02}": ("release" if n % 2 else "inspect") for n in range(14)}
    to_drop, told = iter(wanted), set()

    for _ in range(6):
        with _site_process(config) as process:
            for scan_id in itertools.islice(to_drop, 2):
                drop_scan(site / "inbox", scan_id)
            _announce_new(hub, wanted, told)
            time.sleep(rng.uniform(0.5, 1.2))  # starting takes about half a second
            process.send_signal(signal.SIGKILL)
            hub.lose_replies = 1
    with _site_process(config) as process:
        for scan_id in to_drop:
            drop_scan(site / "inbox", scan_id)
        wait_for(lambda: _all_applied(hub, wanted, told))
        process.terminate()
        assert process.wait(timeout=20) == 0

    assert all(hub.scans["north", scan_id].stored for scan_id in wanted)
    assert len(hub.scans) == len(wanted)
    gate = {p.name for p in (site / "gate").iterdir()}
    assert gate == {f"{s}.release" for s, c in wanted.items() if c == "release"}
    opened = {p.name for p in (site / "inspection").iterdir()}
    assert opened == {s for s, c in wanted.items() if c == "inspect"}
    assert list((site / "alarms").iterdir()) == []
    assert list((site / "inbox").iterdir()) == []


def _announce_new(hub: StubHub, wanted: dict[str, str], told: set[str]) -> None:
    for (_, scan_id), scan in list(hub.scans.items()):
        if scan.stored and scan_id not in told:
            told.add(scan_id)
            announce(hub, scan_id, wanted[scan_id])


def _all_applied(hub: StubHub, wanted: dict[str, str], told: set[str]) -> bool:
    _announce_new(hub, wanted, told)
    return len(set(hub.acknowledged)) == len(wanted)


def _write_config(hub: StubHub, folder: Path) -> Path:
    hub.keys_for("north").save(folder / "north.key")
    card = {
        "endpoint": hub.address.endpoint,
        "server_key": hub.address.server_key,
        "signing_key": hub.signing.public,
    }
    (folder / "hub.card").write_text(json.dumps(card))
    config = folder / "site.toml"
    config.write_text(
        '[site]\nsite = "north"\nfolder = "site"\nhub_card = "hub.card"\nkeys = "north.key"\n'
        "poll_s = 0.02\nsettle_s = 0.05\njoin_wait_s = 0.1\nping_s = 0.05\n"
    )
    return config


@contextlib.contextmanager
def _site_process(config: Path) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "workstation.cli.main", "site", "--config", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - ours
        try:
            yield process
        finally:
            process.kill()
