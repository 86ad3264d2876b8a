"""Nobody agrees to a request that somebody changed behind the hub's back after it was made."""

import contextlib
import json
import sqlite3
from datetime import timedelta

import pytest

from tests.storage.scenes import at, leased, make_decision
from tests.storage.test_trust import NORTH, NOW, ask, join
from workstation.domain.four_eyes import RequestAltered
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.trust import enrolment
from workstation.storage.asked import ALTERED
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder


def told(records, tag):
    said = [json.loads(entry) for entry in records.entries(0, 1000)]
    return [one["facts"] for one in said if one["tag"] == tag]


@pytest.fixture
def path(tmp_path):
    """The records' file, where SQL is changed by hand."""
    return tmp_path / "hub.sqlite"


@pytest.fixture
def room(path):
    with contextlib.closing(open_records(path)) as records:
        for name, role in (("root", "admin"), ("zhao", "supervisor"), ("chen", "supervisor")):
            join(records, name, Role(role))
        yield records


def tamper(path, statement, *values):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement, values).rowcount == 1


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ("subject = 'another key'", ["subject"]),
        ("requester = 'somebody'", ["requester"]),
        ("reason = 'nothing to see'", ["reason"]),
        ("act = 'dispose'", ["act"]),
        ("content = json_set(content, '$.name', 'south')", ["content"]),
        (f"requested_at = '{to_text(NOW + timedelta(days=13))}'", ["at"]),
        ("entry = entry - 1", ["entry"]),
        ("entry = NULL", ["entry"]),
        ("request_id = 'another'", ["entry"]),
    ],
)
def test_what_was_changed_since_it_was_asked_for_is_not_done_and_noted(room, path, change, differs):
    ask(room, enrolment(NORTH))
    tamper(path, f"UPDATE request SET {change}")  # noqa: S608 - our own words
    (request,) = room.requests()

    with pytest.raises(RequestAltered) as refused:
        room.approve(request.request_id, officer="zhao", now=NOW)

    assert list(refused.value.differs) == differs
    assert room.principals() == []
    assert room.requests() == [request]
    assert told(room, ALTERED) == [
        {"request": request.request_id, "differs": differs, "officer": "zhao"}
    ]


def test_a_request_and_its_entry_changed_together_are_refused_by_the_chain(room, path):
    request = ask(room, enrolment(NORTH))
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE request SET content = replace(content, 'north', 'south')")
        connection.execute("UPDATE audit SET entry = replace(entry, 'north', 'south')")

    with pytest.raises(RequestAltered):
        room.approve(request.request_id, officer="zhao", now=NOW)


def test_whoever_made_themselves_another_asker_does_not_agree_with_themselves(room, path):
    request = ask(room, enrolment(NORTH))
    tamper(path, "UPDATE request SET requester = 'chen'")

    with pytest.raises(RequestAltered):
        room.approve(request.request_id, officer="root", now=NOW)


def test_a_changed_request_is_declined_under_the_name_of_what_was_asked_for(room, path, tmp_path):
    request = ask(room, enrolment(NORTH))
    tamper(path, "UPDATE request SET subject = 'another key', requester = 'chen'")

    ended = room.decline(request.request_id, officer="zhao", reason="changed", now=NOW)

    (declined,) = told(room, "request:declined")
    assert ended == declined["subject"] == NORTH.public_key
    assert declined["requester"] == "root"
    assert [one["differs"] for one in told(room, ALTERED)] == [["subject", "requester"]]
    assert room.requests() == []
    assert "is not what its entry says" in verify_folder(tmp_path).reason


def test_a_decision_named_in_anothers_place_is_not_withdrawn(room, path):
    for scan_id in ("s1", "s2"):
        room.decide(make_decision(leased(room, scan_id), f"d-{scan_id}"))
    request = room.ask_supersede("d-s1", officer="zhao", reason="wrong box", now=at(1))
    tamper(path, "UPDATE request SET subject = 'd-s2'")

    with pytest.raises(RequestAltered):
        room.approve(request.request_id, officer="chen", now=at(2))

    assert room.case("yantian:s2").stage is Stage.DECIDED


def test_a_case_parked_in_anothers_place_is_not_let_go(room, path):
    for scan_id in ("s1", "s2"):
        case = leased(room, scan_id)
        room.give_up(case.case_id, case.lease_token, reason="damaged", now=at(1), park_after=1)
    request = room.ask_unpark("yantian:s1", officer="zhao", reason="mended", now=at(2))
    tamper(path, "UPDATE request SET subject = 'yantian:s2'")

    with pytest.raises(RequestAltered):
        room.approve(request.request_id, officer="chen", now=at(3))
    tamper(path, "UPDATE request SET subject = 'yantian:s1'")
    room.approve(request.request_id, officer="chen", now=at(4))

    assert room.case("yantian:s2").stage is Stage.PARKED
    assert room.case("yantian:s1").stage is Stage.WAITING
