"""``reviewroom decisions`` and ``reviewroom audit verify``."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tests.storage.scenes import at, leased, make_decision, store_package
from workstation.cli.audit import audit_group
from workstation.cli.decisions import decisions_command
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StorageUnavailable
from workstation.domain.officer import Officer, Role
from workstation.hub.sessions import hash_password
from workstation.storage.records import open_records


@pytest.fixture
def room(tmp_path):
    records = open_records(tmp_path / "hub.sqlite")
    store_package(tmp_path, "s1")
    records.decide(make_decision(leased(records), conclusion=Conclusion.INSPECT))
    records.close()
    return tmp_path


def test_decisions_are_listed_one_a_line(room):
    result = CliRunner().invoke(decisions_command, ["--data", str(room)])

    assert result.exit_code == 0
    assert result.stdout == (
        "2026-03-02T08:00:00Z  yantian:s1  inspect  decided  li  density  1 mark\n"
    )


def test_decisions_are_listed_as_json(room):
    result = CliRunner().invoke(decisions_command, ["--data", str(room), "--json"])

    [line] = result.stdout.splitlines()
    assert json.loads(line)["note"] == "左侧"
    assert "左侧" in line


TO_BE_WRITTEN = ("--evidence", "d1", "-o")


def take_away(room, *words, by=None, password="a long password"):  # noqa: S107 - for a test
    words = ["--data", str(room), *TO_BE_WRITTEN, str(room / "out.pdf"), *words]
    if by is not None:
        words += ["--by", by, "--password-stdin"]
    return CliRunner().invoke(decisions_command, words, input=f"{password}\n")


def test_pictures_leave_the_room_by_two_where_there_are_two(room, monkeypatch):
    written = []
    monkeypatch.setattr(
        "workstation.assembly.evidence.export_evidence",
        lambda *_args, **named: written.append((named["officer"], named["agreed_by"])),
    )
    records = open_records(room / "hub.sqlite")
    nobody_to_ask = take_away(room)
    for name, role in (("zhao", Role.SUPERVISOR), ("chen", Role.CHIEF), ("li", Role.REVIEWER)):
        person = Officer(officer_id=name, name=name, roles=frozenset({role}))
        records.add_officer(person, hash_password("a long password"), now=at(0))

    refused = [take_away(room), take_away(room, by="li"), take_away(room, by="chen", password="x")]  # noqa: S106 - wrong on purpose
    asked = take_away(room, "--why", "court", by="zhao")
    (request,) = records.requests()
    records.approve(request.request_id, officer="chen", now=datetime.now(UTC))
    records.close()
    granted = take_away(room, by="zhao")

    assert nobody_to_ask.exit_code == granted.exit_code == 0, granted.output
    assert [one.exit_code for one in refused] == [2, 2, 1]
    assert asked.exit_code == 1
    assert "until another supervisor or chief agrees" in asked.output
    assert (request.requester, request.reason) == ("zhao", "court")
    assert written == [("", ""), ("zhao", "chen")]


def test_an_honest_chain_is_verified(room):
    result = CliRunner().invoke(audit_group, ["verify", "--data", str(room), "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "entries": 5,
        "verified": True,
        "first_bad": None,
        "reason": "",
        "proven": 0,
        "checkpoints": 0,
    }


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_broken_chain_ends_with_one_and_says_where(room, options):
    with sqlite3.connect(room / "hub.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET entry = replace(entry, '\"li\"', '\"wu\"')")
    connection.close()

    result = CliRunner().invoke(audit_group, ["verify", "--data", str(room), *options])

    assert result.exit_code == 1
    assert "entry 4 does not hold" in result.stderr
    if options:
        report = json.loads(result.stdout)
        assert (report["entries"], report["verified"], report["first_bad"]) == (3, False, 4)
        assert "hash" in report["reason"]


@pytest.mark.parametrize(("command", "words"), [(decisions_command, []), (audit_group, ["verify"])])
def test_a_folder_without_a_hub_is_an_error_of_the_world(tmp_path, command, words):
    result = CliRunner().invoke(command, [*words, "--data", str(tmp_path / "none")])

    assert isinstance(result.exception, StorageUnavailable)
    assert "spelling" in result.exception.sentence()
    assert result.stdout == ""
