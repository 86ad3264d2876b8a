import json

import pytest
from click.testing import CliRunner

from queue_client.codec import canonical
from tests.makers.running_hub import PASSWORD, RunningHub
from workstation.cli.leases import leases_group
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.principal import PrincipalKind
from workstation.hub.stuck import StuckCases


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path / "hub") as running:
        for officer in ("zhao", "qian"):
            running.add_officer(officer, (Role.SUPERVISOR,))
        running.enrolled("desk-9", PrincipalKind.DESK).save(tmp_path / "desk.key")
        card = {
            "endpoint": running.address.endpoint,
            "server_key": running.address.server_key,
            "signing_key": running.keys.signing.public,
        }
        (tmp_path / "hub.card").write_bytes(canonical(card))
        (tmp_path / "desk.toml").write_text(
            '[desk]\ndesk = "desk-9"\nhub_card = "hub.card"\nkeys = "desk.key"\n', encoding="utf-8"
        )
        running.hub.forget_principals()
        yield running


def run(folder, *words, officer="zhao"):
    options = ["--config", str(folder / "desk.toml"), "--officer", officer, "--password-stdin"]
    return CliRunner().invoke(leases_group, [*words, *options], input=f"{PASSWORD}\n")


@pytest.mark.usefixtures("hub")
def test_a_room_without_leases_says_so(tmp_path):
    assert run(tmp_path, "list").output == (
        "no case is leased or parked, and nothing waits for a second officer\n"
    )


def test_a_supervisor_takes_a_case_from_a_desk(hub, tmp_path):
    case_id = hub.send(hub.site(), "s1")
    hub.seated().lease()

    listed = json.loads(run(tmp_path, "list", "--json").output)
    broken = run(tmp_path, "break", case_id, "--reason", "the desk is on fire")

    assert [(one["case_id"], one["officer"]) for one in listed["leases"]] == [(case_id, "li")]
    assert broken.exit_code == 0, broken.output
    assert hub.records.cases[case_id].stage is Stage.WAITING
    assert run(tmp_path, "break", case_id, "--reason", "again").exit_code == 2


def test_two_supervisors_let_a_parked_case_go(hub, tmp_path):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    for _ in range(5):
        desk.give_up(desk.lease(), "damaged")

    asked = run(tmp_path, "unpark", case_id, "--reason", "calibrated")
    request_id = asked.output.split()[3].rstrip(";")
    alone = run(tmp_path, "approve", request_id)
    both = run(tmp_path, "approve", request_id, officer="qian")

    assert alone.exit_code != 0
    assert both.exit_code == 0, both.output
    assert hub.records.cases[case_id].stage is Stage.WAITING


def test_a_supervisor_frees_a_case_that_no_chief_may_decide(hub, tmp_path, monkeypatch):
    case_id = hub.send(hub.site(), "s1")
    case, orders = hub.records.case(case_id), []
    monkeypatch.setattr(hub.records, "stuck", lambda: [case], raising=False)
    monkeypatch.setattr(
        hub.records,
        "set_aside",
        lambda case_id, **order: orders.append((case_id, order["officer"])) or case,
    )
    hub.hub.supervision.take([StuckCases(hub.records).contribution()])

    listed = run(tmp_path, "list")
    freed = run(tmp_path, "set-aside", case_id, "--reason", "one chief today")
    hub.add_officer("chen", (Role.CHIEF,))
    refused = run(tmp_path, "set-aside", case_id, "--reason", "mine", officer="chen")

    assert f"stuck    {case_id}" in listed.output
    assert freed.exit_code == 0, freed.output
    assert orders == [(case_id, "zhao")]
    assert refused.exit_code != 0
