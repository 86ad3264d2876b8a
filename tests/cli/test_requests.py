import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from queue_client.keys import KeyPair
from workstation.cli.acting import REFUSED
from workstation.cli.keys import keys_group
from workstation.cli.officers import officers_group
from workstation.cli.requests import requests_group
from workstation.domain.four_eyes import (
    AdministratorNeeded,
    RequestAltered,
    RequestSpent,
    SecondOfficerNeeded,
)
from workstation.domain.officer import Officer, Role
from workstation.domain.trust import appointment
from workstation.storage.readers import audit_entries
from workstation.storage.records import open_records

PHRASE = "password of {} here"
NEW = "another long password"


def password(officer):
    return PHRASE.format(officer) + "\n"


def run(group, *words, by=None, typed="", **options):
    words = [str(word) for word in words]
    if by is not None:
        words += ["--by", by, "--password-stdin"]
        typed = password(by) + typed
    return CliRunner().invoke(group, words, input=typed, **options)


def join(hub, officer, role, **acting):
    words = ("officer", officer, "--name", officer, "--role", role, "--data", hub)
    if not acting:
        words += ("--password-stdin",)
    return run(keys_group, *words, typed=password(officer), **acting)


@pytest.fixture
def room(hub):
    """A hub with two administrators' worth of eyes, begun by whoever keeps the server."""
    for officer, role in (("zhao", "supervisor"), ("li", "reviewer"), ("root", "admin")):
        assert join(hub, officer, role).exit_code == 0
    return hub


def enrol(hub, public, **acting):
    words = ("enrol", "north", public, "--kind", "site", "--why", "new scanner", "--data", hub)
    return run(keys_group, *words, **acting)


def machines(hub):
    return run(keys_group, "list", "--json", "--data", hub).output


def waiting(hub):
    told = run(requests_group, "list", "--json", "--data", hub)
    return [json.loads(line) for line in told.output.splitlines()]


def answer(hub, how, request, by, *more):
    return run(requests_group, how, request, *more, "--data", hub, by=by)


def test_a_key_waits_for_the_second_officer_and_is_let_in_then(room):
    public = KeyPair.make().public

    asked = enrol(room, public, by="root")
    before = machines(room)
    (request,) = waiting(room)
    own = answer(room, "approve", request["request"], "root")
    done = answer(room, "approve", request["request"], "zhao")

    assert asked.exit_code == 0, asked.output
    assert f"asked for as {request['request']}" in asked.output
    assert before == ""
    assert (request["by"], request["reason"]) == ("root", "new scanner")
    assert isinstance(own.exception, SecondOfficerNeeded)
    assert done.exit_code == 0, done.output
    assert json.loads(machines(room))["public_key"] == public
    assert waiting(room) == []


def test_a_room_with_an_administrator_trusts_nobody_without_a_name(room):
    refused = enrol(room, KeyPair.make().public)
    reviewer = enrol(room, KeyPair.make().public, by="li")

    for one in (refused, reviewer):
        assert isinstance(one.exception, AdministratorNeeded)
    assert machines(room) == ""


def test_a_wrong_password_changes_nothing_and_is_noted(room):
    words = ["enrol", "north", KeyPair.make().public, "--kind", "site", "--data", str(room)]

    refused = CliRunner().invoke(
        keys_group, [*words, "--by", "root", "--password-stdin"], input="a wrong password\n"
    )

    assert refused.exit_code == 1
    assert "not the password" in refused.output
    noted = [one["facts"] for one in audit_entries(room) if one["tag"] == REFUSED]
    assert noted == [{"officer": "root", "in_a_row": 1}]
    assert waiting(room) == []
    assert machines(room) == ""


def test_two_passwords_come_line_by_line_and_the_officer_works_after_the_second_agreed(room):
    asked = join(room, "wu", "chief", by="root")
    (request,) = waiting(room)
    shown = run(requests_group, "list", "--data", room).output
    declined = answer(room, "decline", request["request"], "zhao", "--why", "not ours")

    assert asked.exit_code == 0, asked.output
    assert "officer wu (wu): chief" in shown
    assert password("wu").strip() not in shown
    assert declined.exit_code == 0, declined.output
    assert "wu " not in run(officers_group, "list", "--data", room).output


def test_the_second_officer_is_told_what_is_replaced(room):
    join(room, "li", "chief", by="root")
    (request,) = waiting(room)

    shown = run(requests_group, "list", "--data", room).output

    assert "officer li (li): chief, with a new password (now reviewer)" in shown
    assert request["content"]["before"] == {"roles": ["reviewer"], "state": "active"}


def test_what_waited_too_long_is_said_to_and_not_done(room):
    wu = Officer(officer_id="wu", name="wu", roles=frozenset({Role.CHIEF}))
    with closing(open_records(room / "hub.sqlite")) as records:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        records.change_trust(appointment(wu, "hash"), officer="root", reason="", now=long_ago)
    (request,) = waiting(room)

    shown = run(requests_group, "list", "--data", room).output
    with pytest.raises(RequestSpent, match="has waited since 2026-01-01"):
        raise answer(room, "approve", request["request"], "zhao").exception

    assert "waited too long" in shown
    assert "wu " not in run(officers_group, "list", "--data", room).output


def test_ones_own_password_is_changed_by_the_old_one(room):
    changed = run(officers_group, "password", "li", "--data", room, by="li", typed=NEW + "\n")
    again = run(officers_group, "password", "li", "--data", room, by="li", typed=NEW + "\n")

    assert changed.output == "officer li has a new password\n"
    assert again.exit_code == 1


def test_somebody_elses_password_waits_for_a_second_officer(room):
    asked = run(officers_group, "password", "li", "--data", room, by="root", typed=NEW + "\n")
    (request,) = waiting(room)
    done = answer(room, "approve", request["request"], "zhao")
    old = run(officers_group, "password", "li", "--data", room, by="li", typed=NEW + "\n")

    assert "asked for as" in asked.output
    assert done.output == "password li: done\n"
    assert old.exit_code == 1


def test_who_was_disabled_comes_back_by_two(room):
    run(officers_group, "disable", "li", "--why", "left", "--data", room)

    asked = run(officers_group, "unlock", "li", "--why", "is back", "--data", room, by="root")
    between = run(officers_group, "list", "--data", room).output
    answer(room, "approve", waiting(room)[0]["request"], "zhao")

    assert "asked for as" in asked.output
    assert "disabled" in between
    assert "disabled" not in run(officers_group, "list", "--data", room).output


def test_whoever_asks_hears_that_nobody_could_agree_now(room):
    before = enrol(room, KeyPair.make().public, by="root")
    run(officers_group, "disable", "zhao", "--why", "left", "--data", room)

    alone = enrol(room, KeyPair.make().public, by="root")

    assert "none of them may work now" not in before.output
    assert "3 days after the last was disabled, ask again" in alone.output
    assert machines(room) == ""


def test_an_unknown_request_is_one_sentence(room):
    refused = answer(room, "approve", "r0", "zhao")

    assert refused.exit_code == 2
    assert "there is no open request 'r0'" in refused.output


def test_a_request_that_was_changed_behind_the_hubs_back_is_refused_and_can_be_declined(room):
    public, evil = KeyPair.make().public, KeyPair.make().public
    enrol(room, public, by="root")
    (request,) = waiting(room)
    with closing(sqlite3.connect(room / "hub.sqlite")) as connection, connection:
        connection.execute("UPDATE request SET subject = ?", (evil,))

    refused = answer(room, "approve", request["request"], "zhao")
    declined = answer(room, "decline", request["request"], "zhao", "--why", "changed")

    assert isinstance(refused.exception, RequestAltered)
    assert machines(room) == ""
    assert declined.exit_code == 0, declined.output
    told = [one["facts"] for one in audit_entries(room) if one["tag"] == "request:altered"]
    assert [(one["officer"], one["differs"]) for one in told] == [("zhao", ["subject"])] * 2
