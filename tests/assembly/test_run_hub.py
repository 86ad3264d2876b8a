"""A hub as an administrator runs it: watched, logged with ids, and stopped in order."""

import http.client
import json
import os
import re
import signal
import threading
from contextlib import closing

import pytest

from queue_client.client import DeskClient, SiteClient
from queue_client.errors import HubBusy
from tests.makers.hub_process import HubProcess
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision, make_meta, sha256
from workstation.assembly.open_files import files_allowed
from workstation.hub import sessions, winding_up


@pytest.fixture
def hub(tmp_path):
    running = HubProcess(tmp_path, 'metrics = "127.0.0.1:0"', 'log_file = "room.log"')
    running.start()
    yield running
    running.stop()


def lines(hub):
    text = (hub.data / "room.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def line_with(hub, text):
    return next(line for line in lines(hub) if line["text"] == text)


def ask(hub, path):
    host, _, port = line_with(hub, "health and metrics are served")["address"].rpartition(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=10)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.skipif(os.name == "nt", reason="the system sets no limit there")
def test_a_hub_takes_as_many_files_as_it_may(tmp_path):
    import resource  # noqa: PLC0415 - not there on Windows

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    hub = HubProcess(tmp_path)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, limits[1]))  # what the hub begins with
    try:
        hub.start()
        allowed = files_allowed()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    taken, _ = resource.prlimit(hub.process.pid, resource.RLIMIT_NOFILE)
    hub.stop()

    assert taken == allowed > 512


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM to send on Windows")
def test_a_hub_is_watched_logs_with_ids_and_ends_in_order(hub, tmp_path):
    package = tmp_path / "s1.out"
    package.write_bytes(b"pixels")
    site = SiteClient(hub.address, hub.site_keys, site="site-a", timeout_s=5.0)
    desk = DeskClient(hub.address, hub.desk_keys, desk="desk-1", timeout_s=5.0)
    with closing(site), closing(desk):
        meta = make_meta("site-a", "S1")
        site.send_scan(package, scan_id="S1", sha256=sha256(b"pixels"), meta=meta)
        desk.login("li", PASSWORD)
        case = None
        while case is None:
            case = desk.lease()
        decision = make_decision(case)
        desk.decide(decision)
        status, health = ask(hub, "/healthz")
        _, metrics = ask(hub, "/metrics")

        hub.process.send_signal(signal.SIGTERM)
        ended = hub.process.wait(timeout=30)

    assert (status, json.loads(health)["ok"]) == (200, True)
    assert 'reviewroom_messages_total{machine="desk"}' in metrics
    assert 'reviewroom_cases{stage="decided"}' in metrics
    custody = line_with(hub, "a scan is in custody")
    assert (custody["site"], custody["scan"], custody["case"]) == ("site-a", "S1", "site-a:S1")
    decided = line_with(hub, "a decision was recorded")
    assert (decided["desk"], decided["officer"], decided["token"]) == ("desk-1", "li", case.token)
    assert decided["decision"] == decision["decision_id"]
    written = (hub.data / "room.log").read_text() + (hub.data / "hub.log").read_text()
    assert PASSWORD not in written
    as_a_session = set(re.findall(r"\b[0-9a-f]{64}\b", written))
    assert as_a_session <= {sha256(b"pixels")}
    assert ended == 0
    assert not (hub.data / "hub.ready").exists()
    assert not (hub.data / "hub.sqlite-wal").exists()  # the log was folded into the database


def test_a_hub_that_stops_answers_what_is_under_way_and_takes_nothing_new(tmp_path, monkeypatch):
    checking, may_answer = threading.Event(), threading.Event()

    def verify(_hash, _password):
        checking.set()
        return may_answer.wait(30)

    monkeypatch.setattr(sessions.PasswordDesk.__init__, "__kwdefaults__", {"holds": verify})
    monkeypatch.setattr(winding_up, "_LONGEST_S", 30.0)
    seats = []
    with RunningHub(tmp_path) as hub:
        hub.add_officer("li")
        desk, site = hub.desk("desk-1", timeout_s=20.0), hub.site()
        site.hello()
        sitting = threading.Thread(target=lambda: seats.append(desk.login("li", PASSWORD)))
        sitting.start()
        assert checking.wait(10)

        hub.ask_to_stop()
        hub.until(lambda: hub.hub.stopping)
        package, meta = tmp_path / "s1.out", make_meta("site-a", "S1")
        package.write_bytes(b"pixels")
        with pytest.raises(HubBusy, match="stopping"):
            site.send_scan(package, scan_id="S1", sha256=sha256(b"pixels"), meta=meta)
        may_answer.set()
        sitting.join()

    assert len(seats) == 1
    assert hub.records.cases == {}
