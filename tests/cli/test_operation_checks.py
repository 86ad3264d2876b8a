"""The doctor looks at health, log file, keys and limits before a hub runs, and while it does."""

import json
import socket
from contextlib import closing
from datetime import UTC, datetime

import pytest

from queue_client.errors import KeyProblem
from queue_client.keys import KeyPair, SigningKey
from workstation.assembly.hub import load_keys
from workstation.cli.checks import State
from workstation.cli.config_checks import check_lock, check_port, checks_of
from workstation.cli.operation_checks import (
    check_hub_keys,
    check_log_file,
    check_metrics,
    check_open_files,
    check_second_officer,
)
from workstation.domain.kernel_clock import ClockState
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.hub.engine_vital import EngineTally
from workstation.hub.health import Store
from workstation.hub.monitor import Monitor
from workstation.hub.vitals import Vitals
from workstation.storage.records import open_records

STORE = Store(free_bytes=2, reserve_bytes=1, parts=0, part_bytes=0, standing=None)


@pytest.fixture
def monitor():
    watched = Monitor("127.0.0.1", 0, vitals=Vitals(), look=lambda: STORE)
    watched.start()
    yield watched
    watched.close()


def test_a_room_without_a_watchman_is_doubtful():
    assert check_metrics("").state is State.DOUBTFUL


def test_health_on_this_machine_alone_is_well_and_for_others_doubtful():
    assert check_metrics("127.0.0.1:0").state is State.OK
    assert check_metrics("0.0.0.0:0").state is State.DOUBTFUL


def test_a_hub_that_runs_is_asked_how_it_does(monitor):
    host, port = monitor.address
    before = check_metrics(f"{host}:{port}")
    engine = EngineTally().vital(alive=1, wanted=1, pending=0)
    monitor.vitals.publish(
        float("inf"), waiting=0, leases=0, officers=0, engine=engine, clock=ClockState()
    )

    after = check_metrics(f"{host}:{port}")

    assert (before.state, after.state) == (State.BAD, State.OK)
    assert "not started yet" in before.says


def test_another_program_at_the_port_is_found(monkeypatch):
    monkeypatch.setattr("workstation.cli.operation_checks._ANSWER_S", 0.2)
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        found = check_metrics(f"127.0.0.1:{other.getsockname()[1]}")

    assert found.state is State.BAD
    assert "another program" in found.says


def test_a_log_file_is_tried_and_left_as_it_was(tmp_path):
    log = tmp_path / "hub.log"
    log.write_text("a line\n")

    assert check_log_file(log).state is State.OK
    assert check_log_file(tmp_path / "new" / "hub.log").state is State.OK
    assert [path.name for path in tmp_path.iterdir()] == ["hub.log"]
    assert log.read_text() == "a line\n"
    with pytest.raises(OSError, match="directory"):
        check_log_file(tmp_path)


def test_keys_that_are_given_are_never_made(tmp_path):
    given = tmp_path / "given"

    assert check_hub_keys(None, tmp_path).state is State.OK
    with pytest.raises(KeyProblem):
        check_hub_keys(given, tmp_path)
    with pytest.raises(KeyProblem):
        load_keys(tmp_path, given)
    assert not given.exists()


def test_a_hub_that_has_records_and_no_keys_is_bad(tmp_path):
    (tmp_path / "hub.sqlite").touch()

    found = check_hub_keys(None, tmp_path)

    assert found.state is State.BAD
    assert "keys back before it starts" in found.advice


def test_a_credential_of_systemd_may_show_the_mask_of_its_access_list(tmp_path, monkeypatch):
    KeyPair.make().save(tmp_path / "hub.curve.key")
    SigningKey.make().save(tmp_path / "hub.signing.key")
    for key in tmp_path.iterdir():
        key.chmod(0o440)
    with pytest.raises(KeyProblem, match="may be read by others"):
        load_keys(tmp_path, tmp_path)

    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert load_keys(tmp_path, tmp_path).curve.public
    (tmp_path / "hub.curve.key").chmod(0o444)
    with pytest.raises(KeyProblem, match="may be read by others"):
        load_keys(tmp_path, tmp_path)


def test_a_room_in_which_nobody_could_agree_is_doubtful(tmp_path):
    before = check_second_officer(tmp_path)
    records = open_records(tmp_path / "hub.sqlite")
    found = []
    for name, role in (("zhao", Role.SUPERVISOR), ("root", Role.ADMIN), ("qian", Role.ADMIN)):
        person = Officer(officer_id=name, name=name, roles=frozenset({role}))
        records.add_officer(person, "h", now=datetime.now(UTC))
        found.append(check_second_officer(tmp_path).state)
    for name in ("zhao", "qian"):
        records.set_officer_state(name, OfficerState.DISABLED, why="left", now=datetime.now(UTC))
        found.append(check_second_officer(tmp_path).state)
    records.close()

    assert before.state is State.OK
    assert found == [State.DOUBTFUL, State.DOUBTFUL, State.OK, State.DOUBTFUL, State.DOUBTFUL]


def test_few_open_files_are_doubtful(monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _which: (256, 256))

    assert check_open_files().state is State.DOUBTFUL


def test_the_doctor_looks_at_all_of_it_for_a_hub(tmp_path):
    config = tmp_path / "hub.toml"
    config.write_text("[hub]\ndata = 'hub'\n", encoding="utf-8")

    names = {name for name, _ in checks_of(config)}

    assert {"hub keys", "health", "log", "limits"} <= names


def test_the_port_of_the_hub_that_runs_here_is_no_bad_news(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        endpoint = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OSError, match="in use"):
            check_port(endpoint, tmp_path)
        write_card(tmp_path / "hub.ready", endpoint)

        assert check_port(endpoint, tmp_path).state is State.OK


def write_card(path, endpoint):
    public = {"server_key": KeyPair.make().public, "signing_key": SigningKey.make().public}
    path.write_text(json.dumps({"endpoint": endpoint, **public}), encoding="utf-8")


@pytest.mark.parametrize(("minutes", "state"), [(5.0, State.OK), (0.0, State.DOUBTFUL)])
def test_a_desk_that_never_locks_is_asked_about(minutes, state):
    assert check_lock(minutes).state is state
