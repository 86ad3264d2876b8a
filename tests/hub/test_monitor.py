"""A hub tells how it does, to whoever watches, and nobody who watches can hold it up."""

import http.client
import json
import socket
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from queue_client.errors import HubBusy, RefusalCode, Refused, WireViolation
from queue_client.messages import Ping
from tests.makers.running_hub import RunningHub
from workstation.domain.case import RoomStanding
from workstation.domain.errors import StorageUnavailable
from workstation.domain.kernel_clock import ClockState, Sync
from workstation.domain.principal import PrincipalKind
from workstation.hub.clocks import monotonic
from workstation.hub.engine_vital import EngineTally
from workstation.hub.exposition import Page
from workstation.hub.health import ALIVE_WITHIN_S, Store
from workstation.hub.histogram import Tally
from workstation.hub.monitor import Monitor
from workstation.hub.vitals import Vitals

NOW = datetime.now(UTC)


def make_store(**changes):
    values = {
        "free_bytes": 10 << 30,
        "reserve_bytes": 1 << 30,
        "parts": 2,
        "part_bytes": 4096,
        "standing": RoomStanding(
            by_stage={"waiting": 3, "announced": 40},
            oldest_waiting={'no"rth\\': NOW - timedelta(minutes=5)},
        ),
        **changes,
    }
    return Store(**values)


def publish(vitals, *, at=None, alive=1, sync=Sync.UNKNOWN):
    engine = EngineTally().vital(alive=alive, wanted=1, pending=4)
    now = monotonic() if at is None else at
    clock = ClockState(
        sync=sync,
        max_error_s=0.25 if sync is Sync.SYNCHRONISED else None,
        estimated_error_s=0.01 if sync is Sync.SYNCHRONISED else None,
    )
    vitals.publish(now, waiting=3, leases=2, officers=1, engine=engine, clock=clock)


def ask(monitor, path):
    with closing(http.client.HTTPConnection(*monitor.address, timeout=10)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def watching():
    open_monitors = []

    def start(vitals, store=None, look=None):
        monitor = Monitor("127.0.0.1", 0, vitals=vitals, look=look or (lambda: store))
        monitor.start()
        open_monitors.append(monitor)
        return monitor

    yield start
    for monitor in open_monitors:
        monitor.close()


def test_a_hub_that_is_well_says_so(watching):
    vitals = Vitals()
    publish(vitals)

    status, text = ask(watching(vitals, make_store()), "/healthz")

    assert status == 200
    assert json.loads(text)["ok"] is True
    assert set(json.loads(text)["checks"]) == {"loop", "disk", "database", "engine", "clock"}


def stuck(vitals):
    publish(vitals, at=monotonic() - ALIVE_WITHIN_S - 1)


def without_engine(vitals):
    publish(vitals, alive=0)


def with_a_broken_database(vitals):
    vitals.went_wrong("key", StorageUnavailable("hub.sqlite", "attempt to write a readonly"))
    publish(vitals)


@pytest.mark.parametrize(
    ("becomes", "changes", "check"),
    [
        (stuck, {}, "loop"),
        (without_engine, {}, "engine"),
        (with_a_broken_database, {}, "database"),
        (publish, {"trouble": "it cannot be read"}, "database"),
        (publish, {"free_bytes": 1 << 29}, "disk"),
    ],
)
def test_a_hub_that_is_not_well_says_what_is_wrong(watching, becomes, changes, check):
    vitals = Vitals()
    becomes(vitals)

    status, text = ask(watching(vitals, make_store(**changes)), "/healthz")

    checks = json.loads(text)["checks"]
    assert status == 503
    assert [name for name, found in checks.items() if not found["ok"]] == [check]


def test_a_clock_that_nobody_keeps_is_told_and_makes_no_hub_unwell(watching):
    vitals = Vitals()
    publish(vitals, sync=Sync.UNSYNCHRONISED)
    monitor = watching(vitals, make_store())

    status, text = ask(monitor, "/healthz")
    found = samples(ask(monitor, "/metrics")[1])

    assert (status, json.loads(text)["ok"]) == (200, True)
    assert json.loads(text)["checks"]["clock"] == {"ok": False, "says": "not synchronised"}
    assert found["reviewroom_healthy", ("check", "clock")] == 0
    assert found["reviewroom_clock_sync", ("state", "unsynchronised")] == 1
    assert ("reviewroom_clock_max_error_seconds",) not in found


def test_of_a_clock_that_is_kept_it_is_told_how_wrong_it_may_be(watching):
    vitals = Vitals()
    publish(vitals, sync=Sync.SYNCHRONISED)
    monitor = watching(vitals, make_store())

    found = samples(ask(monitor, "/metrics")[1])

    assert "250 ms" in json.loads(ask(monitor, "/healthz")[1])["checks"]["clock"]["says"]
    assert found["reviewroom_clock_max_error_seconds",] == 0.25
    assert found["reviewroom_clock_sync", ("state", "synchronised")] == 1
    assert found["reviewroom_healthy", ("check", "clock")] == 1


def test_a_hub_that_has_not_begun_is_not_well(watching):
    status, _ = ask(watching(Vitals(), make_store()), "/healthz")

    assert status == 503


class FailingStore:
    def probe(self):
        raise StorageUnavailable("hub.sqlite", "attempt to write a readonly database")


def test_a_database_that_fails_while_nothing_happens_is_found(watching):
    vitals = Vitals()
    vitals.probe(FailingStore())
    publish(vitals)

    status, text = ask(watching(vitals, make_store()), "/healthz")

    assert status == 503
    assert "readonly" in json.loads(text)["checks"]["database"]["says"]


def test_a_database_that_works_again_is_well_again(watching):
    vitals = Vitals()
    with_a_broken_database(vitals)
    vitals.committed(0.004)
    publish(vitals)

    status, _ = ask(watching(vitals, make_store()), "/healthz")

    assert status == 200


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/"])
def test_who_asks_for_the_head_alone_gets_it(watching, path):
    vitals = Vitals()
    publish(vitals)
    monitor = watching(vitals, make_store())

    with closing(http.client.HTTPConnection(*monitor.address, timeout=10)) as line:
        line.request("HEAD", path)
        answer = line.getresponse()
        said = answer.read()

    assert answer.status == ask(monitor, path)[0]
    assert int(answer.headers["Content-Length"]) > 0
    assert said == b""


def test_metrics_are_what_a_monitor_reads(watching):
    vitals = Vitals()
    vitals.met("k", PrincipalKind.SITE)
    vitals.heard("k", [b"12", b"345"])
    vitals.heard("stranger", [b"1"])
    vitals.sent([b"1234"])
    vitals.went_wrong("k", WireViolation("nonsense"))
    vitals.broke("north")
    vitals.came_from_elsewhere("north")
    vitals.expects("north")
    vitals.expects("south")
    vitals.pinged("south", Ping(ask=1, last_sequence=0, spool_depth=7, free_bytes=1 << 40))
    vitals.expects("south")
    vitals.went_wrong("k", Refused(RefusalCode.TOO_LARGE, "too large"))
    vitals.went_wrong("k", HubBusy("not now", 1.0))
    vitals.committed(0.004)
    vitals.committed(9.0)
    publish(vitals, at=monotonic() + 90.0)

    status, text = ask(watching(vitals, make_store()), "/metrics")

    found = samples(text)
    assert status == 200
    assert found["reviewroom_site_silent_seconds", ("site", "north")] == pytest.approx(90, abs=5)
    assert found["reviewroom_site_silent_seconds", ("site", "south")] == pytest.approx(90, abs=5)
    assert found["reviewroom_site_spool_depth", ("site", "south")] == 7
    assert found["reviewroom_site_free_bytes", ("site", "south")] == 1 << 40
    assert ("reviewroom_site_spool_depth", ("site", "north")) not in found
    assert found["reviewroom_received_bytes_total", ("machine", "site")] == 5
    assert found["reviewroom_received_bytes_total", ("machine", "unknown")] == 1
    assert found["reviewroom_sent_bytes_total",] == 4
    assert found["reviewroom_violations_total", ("machine", "site")] == 1
    assert found["reviewroom_violations_total", ("machine", "desk")] == 0
    assert found["reviewroom_broken_messages_total", ("name", "north")] == 1
    assert found["reviewroom_refused_total", ("code", "too_large"), ("machine", "site")] == 1
    assert found["reviewroom_busy_total",] == 1
    assert found["reviewroom_cases", ("stage", "waiting")] == 3
    assert 290 < found["reviewroom_oldest_waiting_seconds", ("site", 'no"rth\\')] < 3600
    assert found["reviewroom_commit_seconds_bucket", ("le", "0.0025")] == 0
    assert found["reviewroom_commit_seconds_bucket", ("le", "0.005")] == 1
    assert found["reviewroom_commit_seconds_bucket", ("le", "+Inf")] == 2
    assert found["reviewroom_commit_seconds_sum",] == pytest.approx(9.004)
    assert found["reviewroom_queue_depth",] == 3
    assert found["reviewroom_healthy", ("check", "loop")] == 1
    assert found["reviewroom_upload_parts",] == 2
    assert found["reviewroom_elsewhere_total", ("name", "north")] == 1
    assert found["reviewroom_backup_age_seconds",] == float("inf")


def test_metrics_tell_how_old_the_last_backup_is(watching):
    taken_at = datetime.now(UTC) - timedelta(hours=5)

    _, text = ask(watching(Vitals(), make_store(backup_at=taken_at)), "/metrics")

    assert samples(text)["reviewroom_backup_age_seconds",] == pytest.approx(5 * 3600, abs=60)


def test_a_value_on_a_bound_counts_as_below_it():
    tally = Tally((1.0, 2.0))
    for value in (1.0, 1.5, 2.0, 3.0):
        tally.add(value)
    page = Page()
    page.histogram("h", "says", tally.read())

    found = samples(page.text())

    assert [found["h_bucket", ("le", bound)] for bound in ("1", "2", "+Inf")] == [1, 3, 4]


def test_nothing_else_is_served(watching):
    monitor = watching(Vitals(), make_store())

    assert ask(monitor, "/")[0] == 404
    assert ask(monitor, "/../hub.sqlite")[0] == 404


def test_a_port_that_is_taken_keeps_nobody_from_starting():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        monitor = Monitor("127.0.0.1", taken.getsockname()[1], vitals=Vitals(), look=make_store)

        monitor.start()

    with pytest.raises(ValueError, match="does not listen"):
        _ = monitor.address
    monitor.close()


def test_a_silent_caller_keeps_no_other_waiting(watching):
    vitals = Vitals()
    publish(vitals)
    monitor = watching(vitals, make_store())

    with closing(socket.create_connection(monitor.address)):
        status, _ = ask(monitor, "/healthz")

    assert status == 200


def test_a_hub_at_work_publishes_what_it_does_while_its_watchman_is_stuck(tmp_path, watching):
    stuck_looking, go_on = threading.Event(), threading.Event()

    def look():
        stuck_looking.set()
        assert go_on.wait(30)
        return make_store()

    with RunningHub(tmp_path) as hub:
        monitor = watching(hub.hub.vitals, look=look)
        asking = threading.Thread(target=ask, args=(monitor, "/metrics"), name="asking")
        asking.start()
        assert stuck_looking.wait(10)

        desk = hub.seated()
        hub.send(hub.site(), "S1")
        assert desk.lease() is not None
        hub.until(lambda: hub.hub.vitals.newest.leases == 1)

        reading = hub.hub.vitals.newest
        go_on.set()
        asking.join()
    assert reading.officers == 1
    assert reading.bytes_in["site"] > 0
    assert sum(reading.engine.verdicts.values()) == 1


def test_a_wrong_password_is_counted(tmp_path):
    with RunningHub(tmp_path) as hub:
        hub.add_officer("li")
        with pytest.raises(Refused):
            hub.desk().login("li", "a wrong password")

        hub.until(lambda: hub.hub.vitals.newest is not None)
        hub.until(lambda: sum(hub.hub.vitals.newest.refused.values()) > 0)

        assert hub.hub.vitals.newest.refused == {("desk", "login_failed"): 1}


def test_a_site_that_falls_silent_is_told_of_also_after_a_restart(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site("north")
        site.ping(last_sequence=0, spool_depth=3, free_bytes=1 << 30)
        hub.until(lambda: hub.hub.vitals.newest.sites.keys() == {"north"})
        said = hub.hub.vitals.newest.sites["north"]
        hub.restart()
        hub.until(lambda: hub.hub.vitals.newest is not None)
        unsaid = hub.hub.vitals.newest.sites["north"]

    assert (said.spool_depth, said.free_bytes) == (3, 1 << 30)
    assert (unsaid.spool_depth, unsaid.free_bytes) == (None, None)
    assert unsaid.at > said.at
