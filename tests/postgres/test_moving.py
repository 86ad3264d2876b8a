"""Records are carried from one home to the other whole, and go on there as if nothing was."""

import contextlib
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.postgres import peek
from tests.storage.scenes import at, leased, make_decision, store_package
from workstation.assembly.moving import move
from workstation.domain.decision import Conclusion
from workstation.domain.errors import SettingsInvalid
from workstation.domain.filters import filter_from_json
from workstation.domain.networks import network_of
from workstation.domain.principal import Principal, PrincipalKind
from workstation.storage import moving
from workstation.storage.backup import back_up, restore
from workstation.storage.copying import BackupProblem
from workstation.storage.finding import DecisionIndex
from workstation.storage.homes import conninfo_of
from workstation.storage.moving import RecordsThere, TextUnkeepable
from workstation.storage.postgres import reading_engine_of
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

MACHINE = Principal(
    name="yantian",
    kind=PrincipalKind.SITE,
    public_key="yantian" * 5,
    allowed_ip=(network_of("10.1.2.0/24"),),
)
NEWEST = filter_from_json({"where": [], "order": {"by": "decided_at", "down": True}})


@pytest.fixture
def empty_database(server):
    conninfo = server.new_database()
    yield conninfo
    reading_engine_of(conninfo).dispose()


def decide_three(records, folder) -> None:
    """A release, one that was taken back, and one that was referred."""
    for number, conclusion in ((1, "release"), (2, "release"), (3, "refer")):
        store_package(folder, f"s{number}")
        case = leased(records, f"s{number}")
        records.decide(make_decision(case, f"d{number}", conclusion=Conclusion(conclusion)))
    records.recall("d2", officer="li", reason="slip", now=at(1))
    records.enrol(MACHINE, now=at(2))


def rows_of(folder, table: str) -> list[tuple]:
    connection = peek.connect(folder / "hub.sqlite")
    found = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names
    connection.close()
    return sorted(tuple(row) for row in found)


def test_records_go_to_postgresql_and_back_and_hold_at_each_end(tmp_path, empty_database):
    records = open_records(tmp_path / "hub.sqlite")
    decide_three(records, tmp_path)
    records.close()
    before = {name: rows_of(tmp_path, name) for name in ("audit", "standing", "counter")}

    there = move(tmp_path, empty_database)
    index = DecisionIndex(tmp_path)
    found = [row[0] for row in index.page(NEWEST, index.catch_up()).rows]
    again = open_records(tmp_path / "hub.sqlite")
    again.decide(make_decision(leased(again, "s4"), "d4"))
    store_package(tmp_path, "s4")
    more = [row[0] for row in index.page(NEWEST, index.catch_up()).rows]
    machines = again.principals()
    again.close()
    index.close()
    at_home = {name: rows_of(tmp_path, name) for name in ("audit",)}
    back = move(tmp_path, None)

    assert there.verified
    assert back.verified
    assert machines == [MACHINE]
    assert back.entries > there.entries > 10
    assert set(found) == {"d1", "d2", "d3"}
    assert set(more) == {"d1", "d2", "d3", "d4"}
    assert set(before["audit"]) < set(at_home["audit"])
    assert rows_of(tmp_path, "audit") == at_home["audit"]
    assert conninfo_of(tmp_path / "hub.sqlite") is None
    assert (tmp_path / "hub.sqlite.moved").is_file()


def test_the_guards_are_awake_after_a_move(tmp_path, empty_database):
    records = open_records(tmp_path / "hub.sqlite")
    decide_three(records, tmp_path)
    records.close()

    move(tmp_path, empty_database)

    looked = peek.connect(tmp_path / "hub.sqlite")
    for statement in ("DELETE FROM decision", "UPDATE audit SET entry = ''", "TRUNCATE recall"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            looked.execute(statement)
    looked.close()
    move(tmp_path, None)
    plain = sqlite3.connect(tmp_path / "hub.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="never removed"):
        plain.execute("DELETE FROM decision")
    plain.close()


def spoil(monkeypatch, name, change) -> None:
    """Let entries be changed where they arrived."""
    carry = getattr(moving, name)

    def carry_and_change(source, target, *where):
        counted = carry(source, target, *where)
        change(target)
        return counted

    monkeypatch.setattr(moving, name, carry_and_change)


def change_in_postgres(target) -> None:
    for statement in (
        "ALTER TABLE audit DISABLE TRIGGER USER",
        "UPDATE audit SET entry = replace(entry, 'li', 'ma') WHERE seq > 5",
        "ALTER TABLE audit ENABLE TRIGGER USER",
    ):
        target.exec_driver_sql(statement)


def change_in_sqlite(target) -> None:
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as changed:
        for (name,) in changed.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            changed.execute(f"DROP TRIGGER {name}")
        changed.execute("UPDATE audit SET entry = replace(entry, 'li', 'ma') WHERE seq > 5")


def test_what_does_not_hold_where_it_arrived_leaves_the_records_where_they_were(
    tmp_path, server, monkeypatch
):
    databases = [server.new_database() for _ in range(2)]
    records = open_records(tmp_path / "hub.sqlite")
    decide_three(records, tmp_path)
    records.close()

    with monkeypatch.context() as patched:
        spoil(patched, "_into_postgres", change_in_postgres)
        with pytest.raises(BackupProblem, match="is not what left"):
            move(tmp_path, databases[0])
    at_home, verified = conninfo_of(tmp_path / "hub.sqlite"), verify_folder(tmp_path).verified
    move(tmp_path, databases[1])
    with monkeypatch.context() as patched:
        spoil(patched, "_into_sqlite", change_in_sqlite)
        with pytest.raises(BackupProblem, match="is not what left"):
            move(tmp_path, None)

    assert (at_home, verified) == (None, True)
    assert conninfo_of(tmp_path / "hub.sqlite") == databases[1]
    assert verify_folder(tmp_path).verified
    names = {one.name for one in tmp_path.iterdir()}
    assert {"records.toml", "hub.sqlite.moved"} <= names
    assert not {name for name in names if name.endswith(".new")} | names & {"hub.sqlite"}
    for conninfo in databases:
        reading_engine_of(conninfo).dispose()


def test_records_are_not_carried_over_others(tmp_path, empty_database):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        records = open_records(folder / "hub.sqlite")
        decide_three(records, folder)
        records.close()
    move(first, empty_database)

    with pytest.raises(RecordsThere):
        move(second, empty_database)

    assert conninfo_of(second / "hub.sqlite") is None
    assert verify_folder(second).verified


def test_a_password_is_not_written_into_the_data_folder(tmp_path, empty_database):
    with pytest.raises(SettingsInvalid, match="password"):
        move(tmp_path, f"{empty_database} password=secret")

    assert list(tmp_path.iterdir()) == [tmp_path / ".lock"]


def test_a_backup_is_the_same_whatever_the_home_and_restores_into_either(records, home):
    decide_three(records, home)

    made = back_up(home, home.parent / f"{home.name}-backups", now=datetime.now(UTC))
    restored = home.parent / f"{home.name}-restored"
    report = restore(home.parent / f"{home.name}-backups", restored, now=datetime.now(UTC))

    assert made.entries == verify_folder(home).entries
    assert (report.entries, report.packages) == (made.entries, 3)
    assert verify_folder(restored).verified


def test_a_text_that_postgresql_cannot_keep_is_named_and_the_records_stay(tmp_path, empty_database):
    store_package(tmp_path, "s1")
    records = open_records(tmp_path / "hub.sqlite")
    records.decide(replace(make_decision(leased(records), "d1"), note="a\0b"))
    records.close()

    with pytest.raises(TextUnkeepable, match="decision with decision_id d1: its note has the sign"):
        move(tmp_path, empty_database)

    assert conninfo_of(tmp_path / "hub.sqlite") is None
    assert verify_folder(tmp_path).verified


def test_a_sign_that_postgresql_cannot_say_spoils_no_figures_of_what_was_carried(
    tmp_path, empty_database
):
    evidence = {"dwell_s": 7.5, "typed": "a\0\0b \\u0000 \\\0"}
    store_package(tmp_path, "s1")
    records = open_records(tmp_path / "hub.sqlite")
    records.decide(replace(make_decision(leased(records), "d1"), evidence=evidence))
    records.close()

    moved = move(tmp_path, empty_database)
    records = open_records(tmp_path / "hub.sqlite")
    with records._database.plain_look() as cursor:  # noqa: SLF001 - as the figures ask
        said = cursor.execute(
            "SELECT json_extract(evidence, '$.dwell_s'), json_extract(evidence, '$.typed'),"
            " evidence FROM decision"
        ).fetchone()
    records.close()

    assert moved.verified
    assert said[:2] == ("7.5", "a\ufffd\ufffdb \\u0000 \\\ufffd")
    assert json.loads(said[2]) == evidence
