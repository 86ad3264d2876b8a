"""The doctor: finds what is bad, says what to do, and does not faint."""

import errno
import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from queue_client import testing
from queue_client.testing import StubHub
from workstation.cli import checks, config_checks, doctor
from workstation.cli.checks import Finding, State
from workstation.cli.decoder_check import check_decoder
from workstation.cli.main import main
from workstation.domain.errors import StorageUnavailable
from workstation.domain.kernel_clock import ClockState, Sync
from workstation.imaging.sandbox.box import Box
from workstation.imaging.sandbox.confinement import Guard


def examine(capsys, *args):
    with pytest.raises(SystemExit) as left:
        main(["doctor", "--json", *map(str, args)])
    report = json.loads(capsys.readouterr().out)
    return left.value.code, report["fit"], {c["name"]: c for c in report["checks"]}


@pytest.fixture
def no_machine(monkeypatch):
    """Leave the machine's own checks out: they take a while and are tested once below."""
    monkeypatch.setattr(doctor, "_of_machine", lambda _folder: [])


def test_this_machine_is_examined_and_every_bad_finding_has_advice(capsys, tmp_path):
    code, fit, found = examine(capsys, "--data", tmp_path)

    assert set(found) >= {
        "python", "libraries", "display", "fonts", "database", "disk", "clock", "wire", "engine",
        "decoder",
    }  # fmt: skip
    assert fit == (code == 0)
    assert all(c["advice"] for c in found.values() if c["state"] != "ok")
    assert found["database"]["state"] == found["engine"]["state"] == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_chinese_font_is_one_sentence_with_what_to_do(monkeypatch):
    monkeypatch.setattr(checks, "_chinese_fonts", list)

    finding = checks.check_fonts()

    assert finding.state is State.BAD
    assert "fonts-noto-cjk" in finding.advice


def test_no_screen_is_doubtful_only(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert checks.check_display().state is State.DOUBTFUL


def test_a_check_that_fails_is_a_finding_and_the_others_go_on():
    def full():
        raise OSError(errno.ENOSPC, "No space left on device", "data")

    def refused():
        raise StorageUnavailable("data", "the disk is read-only")

    def fine():
        return Finding(name="wire", state=State.OK, says="fine")

    found = checks.run_checks([("disk", full), ("database", refused), ("wire", fine)])

    assert [f.state for f in found] == [State.BAD, State.BAD, State.OK]
    assert found[0].says == "data: the disk is full"
    assert found[1].advice.startswith("Free space or correct the rights")


@pytest.mark.parametrize(
    ("clock", "state", "says"),
    [
        (ClockState(sync=Sync.UNSYNCHRONISED), State.DOUBTFUL, "not synchronised"),
        (ClockState(), State.OK, "UTC"),
        (
            ClockState(sync=Sync.SYNCHRONISED, max_error_s=0.02, estimated_error_s=0.0),
            State.OK,
            "synchronised to within 20 ms",
        ),
    ],
)
def test_a_clock_that_nothing_keeps_is_doubtful(monkeypatch, clock, state, says):
    monkeypatch.setattr(checks, "read_clock_state", lambda: clock)

    finding = checks.check_clock()

    assert finding.state is state
    assert finding.says.endswith(says)
    assert bool(finding.advice) is (state is State.DOUBTFUL)


def test_two_opencvs_are_found(monkeypatch):
    monkeypatch.setattr(checks, "_version", lambda _name: "6.11.3")

    finding = checks.check_libraries()

    assert finding.state is State.BAD
    assert "beside opencv-python-headless" in finding.says


@pytest.mark.usefixtures("no_machine")
@pytest.mark.parametrize(
    ("family", "host", "named"),
    [(socket.AF_INET, "127.0.0.1", "127.0.0.1"), (socket.AF_INET6, "::1", "[::1]")],
)
def test_a_port_in_use_is_one_sentence_with_what_to_do(capsys, tmp_path, family, host, named):
    with socket.socket(family) as taken:
        try:
            taken.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no such address")
        taken.listen()
        config = tmp_path / "hub.toml"
        port = taken.getsockname()[1]
        config.write_text(f'[hub]\ndata = "data"\nendpoint = "tcp://{named}:{port}"\n')

        code, fit, found = examine(capsys, "--config", config)

    assert (code, fit) == (1, False)
    assert found["port"]["says"] == "The port is in use already"
    assert "choose another port" in found["port"]["advice"]


@pytest.mark.usefixtures("no_machine")
def test_a_site_is_examined_up_to_the_hub_s_answer(capsys, tmp_path):
    with StubHub() as hub:
        config = _write_site(hub, tmp_path, signing_key=hub.signing.public)

        code, fit, found = examine(capsys, "--config", config)

    assert (code, fit) == (0, True)
    assert "knows this machine as north" in found["hub"]["says"]


@pytest.mark.usefixtures("no_machine")
@pytest.mark.parametrize(("by_s", "told"), [(3600, "clock is +3"), (-60, "clock is -6")])
def test_a_hub_whose_clock_is_another_is_doubtful(capsys, tmp_path, monkeypatch, by_s, told):
    shown = datetime.now(UTC) + timedelta(seconds=by_s)
    monkeypatch.setattr(testing, "now_text", shown.isoformat)
    with StubHub() as hub:
        config = _write_site(hub, tmp_path, signing_key=hub.signing.public)

        code, fit, found = examine(capsys, "--config", config)

    assert (code, fit) == (0, True)
    assert found["hub"]["state"] == "doubtful"
    assert told in found["hub"]["says"]


@pytest.mark.usefixtures("no_machine")
def test_a_card_that_only_the_hub_s_own_machine_can_use_is_told_of(capsys, tmp_path):
    with StubHub() as hub:
        config = _write_site(hub, tmp_path, signing_key=hub.signing.public)
        card = tmp_path / "hub.card"
        card.write_text(card.read_text().replace("127.0.0.1", "0.0.0.0"))  # noqa: S104 - as a card has it

        code, _, found = examine(capsys, "--config", config)

    assert (code, found["hub"]["state"]) == (0, "doubtful")
    assert "from the hub's own machine only" in found["hub"]["says"]


@pytest.mark.usefixtures("no_machine")
def test_a_hub_with_another_signing_key_is_bad(capsys, tmp_path):
    with StubHub() as hub:
        config = _write_site(hub, tmp_path, signing_key="ab" * 32)

        code, _, found = examine(capsys, "--config", config)

    assert code == 1
    assert "another key" in found["hub"]["says"]


@pytest.mark.usefixtures("no_machine")
def test_a_silent_hub_is_bad(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(config_checks, "_ANSWER_S", 0.3)
    with StubHub() as hub:
        config = _write_site(hub, tmp_path, signing_key=hub.signing.public)
        hub.silent = True

        code, _, found = examine(capsys, "--config", config)

    assert code == 1
    assert "silent" in found["hub"]["says"]
    assert "Check the network" in found["hub"]["advice"]


def test_a_wrong_setting_is_one_sentence(capsys, tmp_path):
    config = tmp_path / "site.toml"
    config.write_text('[site]\nsight = "north"\n')

    with pytest.raises(SystemExit) as left:
        main(["doctor", "--config", str(config)])

    assert left.value.code == 1
    assert "did you mean 'site'?" in capsys.readouterr().err


def _write_site(hub, folder, *, signing_key):
    hub.keys_for("north").save(folder / "north.key")
    card = {
        "endpoint": hub.address.endpoint,
        "server_key": hub.address.server_key,
        "signing_key": signing_key,
    }
    (folder / "hub.card").write_text(json.dumps(card))
    config = folder / "site.toml"
    config.write_text(
        '[site]\nsite = "north"\nfolder = "site"\nhub_card = "hub.card"\nkeys = "north.key"\n'
    )
    return config


@pytest.mark.parametrize(
    ("guards", "state"),
    [(frozenset(Guard), State.OK), (frozenset({Guard.MEMORY}), State.DOUBTFUL)],
)
def test_the_doctor_tells_what_decoding_is_kept_from(monkeypatch, guards, state):
    monkeypatch.setattr(Box, "guards", lambda _box: guards)

    finding = check_decoder()

    assert finding.state is state
    assert ("network" in finding.says.partition("not in")[0]) == (Guard.NETWORK in guards)
