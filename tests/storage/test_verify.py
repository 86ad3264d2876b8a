import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from queue_client.keys import SigningKey
from tests.storage.scenes import at, leased, make_decision, sha256, store_package
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StorageUnavailable
from workstation.domain.four_eyes import Act
from workstation.domain.networks import network_of
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.trust import enrolment
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.storage import verify
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.readers import audit_entries
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

MACHINE = Principal(
    name="yantian",
    kind=PrincipalKind.SITE,
    public_key="yantian" * 5,
    not_after=at(9),
    allowed_ip=(network_of("10.1.2.0/24"), network_of("fd00:12::/64")),
)


def unguard(folder) -> None:
    """Take the guards off, as whoever owns the database may."""
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    connection.close()


@pytest.fixture
def room(records, tmp_path):
    """Three cases: announced, recalled, referred; closed, with its guards taken off."""
    for scan_id in ("s1", "s2", "s3"):
        store_package(tmp_path, scan_id)
    records.decide(make_decision(leased(records)))
    records.announced("yantian", "d1", now=at(6))
    records.decide(make_decision(leased(records, "s2"), "d2", now=at(7)))
    records.recall("d2", officer="li", reason="", now=at(8))
    records.decide(make_decision(leased(records, "s3"), "d3", conclusion=Conclusion.REFER))
    records.enrol(MACHINE, now=at(8))
    records.note("hub:stopped", {}, now=at(9))
    records.close()
    unguard(tmp_path)
    return tmp_path


def tamper(folder, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def seq_of(folder, tag: str, name: str) -> int:
    return next(
        entry["seq"]
        for entry in audit_entries(folder)
        if entry["tag"] == tag and f"'{name}'" in str(entry["facts"])
    )


def test_an_honest_room_holds(room):
    report = verify_folder(room, contents=True)

    assert report.verified, report
    assert report.entries == len(list(audit_entries(room))) == 19


def test_every_act_has_its_entry_in_order(room):
    tags = [entry["tag"] for entry in audit_entries(room) if "yantian:s1" in str(entry["facts"])]

    assert tags == [
        "scan:received",
        "scan:compared",
        "scan:queued",
        "scan:lease:granted",
        "scan:decision:recorded",
        "scan:announced",
    ]


RECORDED = "scan:decision:recorded"
ENROLLED = ("principal:enrolled", "yantian")


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE decision SET conclusion = 'inspect' WHERE decision_id = 'd1'", (RECORDED, "d1")),
        ("UPDATE decision SET officer = 'wang' WHERE decision_id = 'd1'", (RECORDED, "d1")),
        ("UPDATE decision SET evidence = '{}' WHERE decision_id = 'd1'", (RECORDED, "d1")),
        ("DELETE FROM recall", ("scan:decision:recalled", "d2")),
        ("DELETE FROM standing WHERE decision_id = 'd3'", (RECORDED, "d3")),
        ("UPDATE outbox SET withdrawn_at = NULL WHERE decision_id = 'd2'", (RECORDED, "d2")),
        ("UPDATE outbox SET announced_at = NULL WHERE decision_id = 'd1'", (RECORDED, "d1")),
        (
            "UPDATE scan_case SET stage = 'closed' WHERE case_id = 'yantian:s1'",
            ("scan:announced", "d1"),
        ),
        (
            "UPDATE scan_case SET package_sha256 = upper(package_sha256) WHERE scan_id = 's2'",
            ("scan:received", "yantian:s2"),
        ),
        ("UPDATE principal SET allowed_ip = NULL", ENROLLED),
        ("UPDATE principal SET allowed_ip = '[\"0.0.0.0/0\"]'", ENROLLED),
        ("UPDATE principal SET not_after = NULL", ENROLLED),
    ],
)
def test_a_record_that_was_changed_is_found_at_its_entry(room, statement, entry):
    expected = seq_of(room, *entry)

    tamper(room, statement)

    report = verify_folder(room)
    assert report.first_bad == expected, report


def test_a_changed_entry_is_found(room):
    tamper(room, "UPDATE audit SET entry = replace(entry, 'li', 'wu') WHERE seq = 4")

    assert verify_folder(room).first_bad == 4


def test_a_dropped_entry_is_found(room):
    tamper(room, "DELETE FROM audit WHERE seq = 7")

    assert verify_folder(room).first_bad == 7


def test_a_chain_whose_end_was_cut_off_is_found_by_what_it_told_of(room):
    tamper(room, "DELETE FROM audit WHERE seq >= ?", seq_of(room, RECORDED, "d3"))

    report = verify_folder(room)

    assert report.first_bad is not None
    assert "s3" in report.reason or "d3" in report.reason


def test_a_decision_that_no_entry_tells_of_is_found(room):
    tamper(
        room,
        "INSERT INTO decision SELECT 'd9', case_id, 1, scan_sha256, conclusion, reason, note,"
        " marks, officer, desk, decided_at, final_at, 99, evidence FROM decision"
        " WHERE decision_id = 'd2'",
    )

    report = verify_folder(room)

    assert (report.first_bad, "d9" in report.reason) == (20, True)


def test_a_decision_and_its_entry_removed_together_break_the_chain(room):
    seq = seq_of(room, RECORDED, "d1")
    tamper(room, "DELETE FROM audit WHERE seq = ?", seq)
    tamper(room, "DELETE FROM decision WHERE decision_id = 'd1'")

    assert verify_folder(room).first_bad == seq


def blob_of(room, scan_id: str):
    return room / "blobs" / sha256(scan_id)[:2] / sha256(scan_id)


def test_a_missing_package_is_found(room):
    blob_of(room, "s2").unlink()

    assert verify_folder(room).first_bad == seq_of(room, "scan:received", "yantian:s2")


def test_a_package_of_other_pixels_is_found_when_contents_are_read(room):
    blob = blob_of(room, "s2")
    content = blob.read_bytes()
    blob.chmod(0o640)
    blob.write_bytes(content[::-1])

    assert hashlib.sha256(content[::-1]).hexdigest() != sha256("s2")
    assert verify_folder(room).verified
    assert verify_folder(room, contents=True).first_bad == seq_of(
        room, "scan:received", "yantian:s2"
    )


def test_a_folder_without_a_hub_is_said_to_be_one(tmp_path):
    with pytest.raises(StorageUnavailable, match=r"no hub\.sqlite"):
        verify_folder(tmp_path)


def test_a_running_hub_can_be_verified(records, tmp_path):
    store_package(tmp_path, "s1")
    leased(records)

    assert verify_folder(tmp_path).verified


def test_what_a_hub_signs_while_it_is_verified_is_not_missing(records, tmp_path, monkeypatch):
    key, found = SigningKey.make(), verify.notes_under
    keeper = CheckpointKeeper(records, FolderCheckpoints(tmp_path / CHECKPOINTS), key)
    store_package(tmp_path, "s1")
    leased(records)
    keeper.finish()

    def found_while_the_hub_goes_on(place):
        records.note("hub:stopped", {}, now=at(9))
        keeper.finish()
        return found(place)

    monkeypatch.setattr(verify, "notes_under", found_while_the_hub_goes_on)
    report = verify_folder(tmp_path, publics=[key.public])

    assert report.verified, report
    assert report.checkpoints == 2


@pytest.fixture
def asked(records, tmp_path):
    """One request that is open, one that was agreed to, one that was declined; guards off."""
    store_package(tmp_path, "s1")
    records.decide(make_decision(leased(records)))
    for name, role in (("root", Role.ADMIN), ("zhao", Role.SUPERVISOR), ("chen", Role.CHIEF)):
        one = Officer(officer_id=name, name=name, roles=frozenset({role}))
        records.add_officer(one, "hash", now=at(1))
    for key in ("a", "b"):
        change = enrolment(replace(MACHINE, public_key=key * 40))
        request = records.change_trust(change, officer="root", reason="new", now=at(2))
    records.approve(request.request_id, officer="zhao", now=at(3))
    records.ask_export("d1", officer="zhao", reason="court", now=at(4))
    export = next(one for one in records.requests() if one.act is Act.EXPORT)
    records.decline(export.request_id, officer="chen", reason="no", now=at(5))
    records.close()
    assert verify_folder(tmp_path).reason == ""
    unguard(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE request SET subject = 'evil' OPEN", "is not what its entry says"),
        ("UPDATE request SET requester = 'zhao' OPEN", "is not what its entry says"),
        ("UPDATE request SET reason = 'another' OPEN", "is not what its entry says"),
        (
            "UPDATE request SET requested_at = '2027-01-01T00:00:00.000000Z' OPEN",
            "is not what its entry says",
        ),
        ("UPDATE request SET act = 'officer' OPEN", "is not what its entry says"),
        ("UPDATE request SET content = '{}' OPEN", "is not what its entry says"),
        ("UPDATE request SET content = 'no json' OPEN", "is not what its entry says"),
        ("DELETE FROM request OPEN", "is not in the records"),
        ("UPDATE request SET approver = 'zhao', closed_at = 'x' OPEN", "answered otherwise"),
        ("UPDATE request SET approver = 'chen' WHERE approver = 'zhao'", "answered otherwise"),
        ("UPDATE request SET approver = NULL WHERE approver = 'zhao'", "answered otherwise"),
        ("UPDATE request SET approver = 'chen' WHERE act = 'export'", "answered otherwise"),
        ("UPDATE request SET closed_at = NULL WHERE act = 'export'", "answered otherwise"),
        (
            (
                "INSERT INTO request SELECT 'r', act, subject, reason, requester, requested_at,"
                " 'chen', closed_at, content, NULL, entry FROM request WHERE act = 'export'"
            ),
            "request r is not what its entry says",
        ),
    ],
)
def test_a_request_that_is_changed_behind_the_hubs_back_is_found(asked, statement, fault):
    tamper(asked, statement.replace("OPEN", "WHERE closed_at IS NULL"))

    assert fault in verify_folder(asked).reason


def test_whoever_was_let_in_again_behind_the_hubs_back_is_found(asked):
    with closing(open_records(asked / "hub.sqlite")) as records:
        records.set_officer_state("chen", OfficerState.DISABLED, why="left", now=at(6))
    assert verify_folder(asked).reason == ""

    tamper(asked, "UPDATE officer SET state = 'active' WHERE officer_id = 'chen'")

    assert "officer chen is active otherwise" in verify_folder(asked).reason
