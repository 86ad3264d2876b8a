"""Bringing a database up loses nothing, whenever it is killed; a copy is kept."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from tests.storage.scenes import MORNING, at, leased, make_decision, store_package
from workstation.audit.chain import extend
from workstation.audit.verify import verify_chain
from workstation.domain.errors import StorageUnavailable
from workstation.domain.law import Stage
from workstation.domain.officer import Officer, Role
from workstation.domain.trust import new_password
from workstation.storage import migrate
from workstation.storage.engines import writer_engine
from workstation.storage.homes import read_only
from workstation.storage.journal import links
from workstation.storage.migrate import Branch, head_of
from workstation.storage.records import open_records
from workstation.storage.room_now import RoomReader
from workstation.storage.verify import verify_folder

ROOT = Path(__file__).parents[2]
OLD = "hub_0001"
#: The tables whose guards were said anew.
REWORDED = ("scan_case", "decision")


@pytest.fixture
def old(tmp_path):
    """A database as the first version wrote it, with twenty audit entries."""
    path = tmp_path / "hub.sqlite"
    engine = writer_engine(path)
    with engine.begin() as connection:
        command.upgrade(migrate._config(connection), OLD)  # noqa: SLF001 - to an earlier revision
        last = None
        for number in range(20):
            last = extend(last, tag="hub:started", facts={"number": number}, at=MORNING)
            connection.exec_driver_sql(
                "INSERT INTO audit VALUES (?, ?, ?)", (last.seq, last.text, last.hash)
            )
    engine.dispose()
    return path


#: One case: decided by one officer, on its way to its site as the fortieth.
DECIDED = """\
INSERT INTO scan_case (case_id, site, scan_id, package_sha256, package_size, head, stage, priority,
    received_at, comparison, lease_token, lease_officer, lease_desk, attempts, required_role)
    VALUES ('c', 'yantian', 's', printf('%064d', 1), 1, '{}', 'decided', 1, '2026', '{}', 7, 'li',
    'desk-1', 0, 'reviewer');
INSERT INTO decision (decision_id, case_id, slot, scan_sha256, conclusion, reason, note, marks,
    officer, desk, decided_at, final_at, lease_token, evidence) VALUES ('d', 'c', 1,
    printf('%064d', 1), 'release', '', '', '[]', 'li', 'desk-1', '2026', '2026', 7, '{}');
INSERT INTO standing (decision_id, case_id, slot, officer, settles) VALUES ('d', 'c', 1, 'li', 1);
INSERT INTO outbox (site, sequence, decision_id, final_at) VALUES ('yantian', 40, 'd', '2026');
INSERT INTO counter (name, value) VALUES ('outbox:yantian', 40)"""
#: Of another case: two readings that settled nothing and the decision that did, which has left; up
#: to it re-checks were drawn.
READ_BEFORE = """\
INSERT INTO scan_case SELECT 'c2', site, 's2', package_sha256, package_size, head, container,
    declared_as, declaration_id, 'announced', priority, received_at, comparison, 11, lease_officer,
    lease_desk, attempts, required_role FROM scan_case;
INSERT INTO decision SELECT 'd-a', 'c2', 1, scan_sha256, conclusion, reason, note, marks, 'wang',
    desk, decided_at, final_at, 9, evidence FROM decision WHERE decision_id = 'd';
INSERT INTO decision SELECT 'd-b', 'c2', 1, scan_sha256, conclusion, reason, note, marks, 'sun',
    desk, decided_at, final_at, 10, evidence FROM decision WHERE decision_id = 'd';
INSERT INTO decision SELECT 'd-c', 'c2', 2, scan_sha256, conclusion, reason, note, marks, 'li',
    desk, decided_at, final_at, 11, evidence FROM decision WHERE decision_id = 'd';
INSERT INTO standing (decision_id, case_id, slot, officer, settles)
    VALUES ('d-b', 'c2', 1, 'sun', 0);
INSERT INTO standing (decision_id, case_id, slot, officer, settles)
    VALUES ('d-c', 'c2', 2, 'li', 1);
INSERT INTO outbox (site, sequence, decision_id, final_at, announced_at)
    VALUES ('yantian', 41, 'd-c', '2026', '2027');
INSERT INTO counter (name, value) VALUES ('recheck:up_to', 2)"""


@pytest.fixture
def decided_before(tmp_path):
    """A database of the revision before what stands was written anew, with a decided case."""
    path = tmp_path / "hub.sqlite"
    engine = writer_engine(path)
    with engine.begin() as connection:
        command.upgrade(migrate._config(connection), "hub_0008")  # noqa: SLF001 - see above
        for statement in DECIDED.split(";\n"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    return path


def test_what_waited_for_a_second_officer_knows_its_entry_and_is_agreed_to(tmp_path):
    path = tmp_path / "hub.sqlite"
    with contextlib.closing(open_records(path)) as records:
        for name in ("root", "zhao", "li"):
            one = Officer(officer_id=name, name=name, roles=frozenset({Role.ADMIN}))
            records.add_officer(one, "hash", now=at(0))
        store_package(tmp_path, "s1")
        case = leased(records)
        records.give_up(case.case_id, case.lease_token, reason="torn", now=at(1), park_after=1)
        unpark = records.ask_unpark(case.case_id, officer="root", reason="mended", now=at(2))
        back = records.change_trust(
            new_password("li", "new hash"), officer="root", reason="lost", now=at(3)
        )
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE request DROP COLUMN entry")
        connection.execute("DROP TABLE console_try")
        connection.execute("UPDATE alembic_version SET version_num = 'hub_0015'")

    with contextlib.closing(open_records(path)) as records:
        told = records.approve(unpark.request_id, officer="zhao", now=at(4))
        records.decline(back.request_id, officer="zhao", reason="found", now=at(5))

        assert told.stage is Stage.WAITING
        assert records.requests() == []
    assert verify_folder(tmp_path).reason == ""


def revision(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return found


def test_the_audit_is_the_same_before_and_after_and_the_old_database_is_kept(old):
    open_records(old).close()

    with read_only(old, Branch.HUB) as session:
        report = verify_chain(links(session))
    kept = old.with_name(f"hub.sqlite.before-{OLD}")
    assert (report.entries, report.verified) == (20, True)
    assert revision(old) == head_of(Branch.HUB)
    assert revision(kept) == OLD
    assert kept.stat().st_mode & 0o077 == 0


def test_what_stood_before_the_rows_were_written_anew_stands_and_the_next_follows_it(
    decided_before,
):
    records = open_records(decided_before)

    records.decide(make_decision(leased(records, "s2"), "d2"))
    with contextlib.closing(sqlite3.connect(decided_before)) as connection:
        stands = connection.execute("SELECT * FROM standing ORDER BY decision_id").fetchall()
        row = connection.execute("SELECT sequence FROM outbox ORDER BY sequence").fetchall()
        guards = connection.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '% standing %' AND type = 'trigger'"
        ).fetchall()
    records.close()

    assert stands == [("d", "c", 1, "li", 1), ("d2", "yantian:s2", 1, "li", 1)]
    assert row == [(40,), (41,)]
    assert {name for (name,) in guards} == {
        "standing_as_decided",
        "standing_lawful",
        "standing_no_update",
        "outbox_lawful",
    }


@pytest.fixture
def read_before(decided_before):
    """The same with a case that two had read before, and a draw of re-checks up to it."""
    with contextlib.closing(sqlite3.connect(decided_before)) as connection:
        connection.executescript(READ_BEFORE)
    return decided_before


def test_what_stood_and_left_in_other_trees_is_there_and_the_draw_goes_on_where_it_was(read_before):
    tables = ("standing", "outbox")
    with contextlib.closing(sqlite3.connect(read_before)) as connection:
        before = [sorted(connection.execute(f"SELECT * FROM {table}")) for table in tables]  # noqa: S608 - our own names
    records = open_records(read_before)

    records.decide(make_decision(leased(records, "s3"), "d3"))
    drawn = records.draw_rechecks(lambda _decision, _tier: 1.0, now=at(3600))

    records.close()
    with contextlib.closing(sqlite3.connect(read_before)) as connection:
        after = [
            sorted(connection.execute(f"SELECT * FROM {table} WHERE decision_id <> 'd3'"))  # noqa: S608 - see above
            for table in tables
        ]
        rechecks = connection.execute("SELECT decision_id FROM recheck").fetchall()
        whole = connection.execute("PRAGMA integrity_check").fetchall()
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert after == before
    assert (drawn, rechecks) == (1, [("d3",)])
    assert (whole, loose) == ([("ok",)], [])


def test_cases_are_counted_as_before_where_they_stand_and_as_they_go_on(read_before):
    open_records(read_before).close()
    reader = RoomReader(read_before.parent)
    (before,) = reader.read(MORNING, since=MORNING).sites
    with contextlib.closing(sqlite3.connect(read_before)) as connection, connection:
        connection.execute("UPDATE scan_case SET stage = 'announced' WHERE stage = 'decided'")
    (after,) = reader.read(MORNING, since=MORNING).sites
    reader.close()

    assert (before.by_stage["decided"], before.by_stage["announced"]) == (1, 1)
    assert (after.by_stage["decided"], after.by_stage["announced"]) == (0, 2)


def test_counts_that_were_wrong_are_right_again(read_before):
    with contextlib.closing(sqlite3.connect(read_before)) as connection, connection:
        connection.execute("UPDATE room_count SET cases = cases + 7")
    open_records(read_before).close()
    reader = RoomReader(read_before.parent)

    (site,) = reader.read(MORNING, since=MORNING).sites

    reader.close()
    assert (site.by_stage["decided"], site.by_stage["announced"]) == (1, 1)


@pytest.mark.parametrize(
    ("unlawful", "why"),
    [
        ("DELETE FROM outbox", "never removed"),
        ("UPDATE standing SET officer = 'wang'", "never edited"),
        ("INSERT INTO outbox VALUES ('yantian', 42, 'd-b', '2026', NULL, NULL)", "settles"),
        ("INSERT INTO outbox VALUES ('yantian', 42, 'd-c', '2026', NULL, NULL)", "UNIQUE"),
        ("UPDATE outbox SET withdrawn_at = announced_at", "one_end"),
        ("INSERT INTO standing VALUES ('d-a', 'c2', 1, 'wang', 0)", "UNIQUE"),
        ("INSERT INTO standing VALUES ('d-a', 'c2', 3, 'wang', 0)", "case and slot"),
        ("INSERT INTO standing VALUES ('d-a', 'c', 1, 'wang', 0)", "case and slot"),
    ],
)
def test_the_tables_that_were_written_anew_are_guarded(read_before, unlawful, why):
    open_records(read_before).close()

    with (
        contextlib.closing(sqlite3.connect(read_before)) as connection,
        pytest.raises(sqlite3.IntegrityError, match=why),
    ):
        connection.execute(unlawful)


def test_rows_are_whole_after_their_guards_were_said_anew(decided_before):
    with contextlib.closing(sqlite3.connect(decided_before)) as connection:
        before = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in REWORDED]  # noqa: S608 - our own names

    open_records(decided_before).close()

    with contextlib.closing(sqlite3.connect(decided_before)) as connection:
        after = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in REWORDED]  # noqa: S608 - see above
        whole = connection.execute("PRAGMA integrity_check").fetchall()
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert after == before
    assert all(after)
    assert (whole, loose) == ([("ok",)], [])


@pytest.mark.parametrize(
    "unlawful",
    [
        "UPDATE scan_case SET stage = 'lost'",
        "UPDATE scan_case SET stage = 'waiting'",
        "UPDATE scan_case SET lease_token = NULL, lease_officer = NULL, lease_desk = NULL",
        (
            "INSERT INTO decision SELECT 'e', case_id, slot, scan_sha256, 'burn', reason, note,"
            " marks, officer, desk, decided_at, final_at, 8, evidence FROM decision"
        ),
    ],
)
def test_what_no_guard_let_in_none_lets_in_that_was_said_anew(decided_before, unlawful):
    open_records(decided_before).close()

    with (
        contextlib.closing(sqlite3.connect(decided_before)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="CHECK"),
    ):
        connection.execute(unlawful)


@pytest.mark.parametrize("branch", list(Branch))
def test_the_newest_form_is_that_of_the_last_step(branch):
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))

    assert head_of(branch) == scripts.get_revision(f"{branch.value}@head").revision


def test_a_database_of_the_newest_form_is_opened_without_what_brings_others_up(tmp_path):
    path = tmp_path / "hub.sqlite"
    open_records(path).close()
    script = (
        "import sys; from pathlib import Path;"
        " from workstation.storage.records import open_records;"
        f" open_records(Path({str(path)!r})).close(); sys.exit('alembic' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT)  # noqa: S603 - our own

    assert ended.returncode == 0


def test_a_new_database_keeps_no_copy_of_nothing(tmp_path):
    open_records(tmp_path / "hub.sqlite").close()

    assert not list(tmp_path.glob("*.before-*"))


def test_a_database_of_a_newer_program_is_not_copied_at_every_start(old):
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'hub_9999'")
    connection.close()

    with pytest.raises(StorageUnavailable, match="hub_9999"):
        open_records(old)

    assert not list(old.parent.glob("*.before-*"))


@pytest.mark.parametrize("harm", ["DELETE FROM audit WHERE seq = 20", "DROP TABLE officer"])
def test_a_migration_that_would_lose_rows_is_taken_back(old, monkeypatch, harm):
    real = command.upgrade

    def harmful(config, target):
        real(config, target)
        connection = config.attributes["connection"]
        connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
        connection.exec_driver_sql(harm)

    monkeypatch.setattr(command, "upgrade", harmful)

    with pytest.raises(StorageUnavailable, match="would change"):
        open_records(old)

    assert revision(old) == OLD


@pytest.mark.soak
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork")
def test_a_kill_at_any_statement_leaves_the_old_database_or_the_new_one(old, tmp_path):
    (tmp_path / "work").mkdir()

    run = subprocess.run(  # noqa: S603 - our own program and our own folder
        [sys.executable, "-m", "tests.storage.killed_migrator", str(old), str(tmp_path / "work")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    states = [line.split(maxsplit=1) for line in run.stdout.splitlines()]

    before, after = f"{OLD} 20 ok False", f"{head_of(Branch.HUB)} 20 ok True"
    assert len(states) > 20
    assert {state for _, state in states} <= {before, after}
    assert states[0][1] == before
