"""PostgreSQL is held to what SQLite is held to, and a line that breaks leaves no doubt."""

import contextlib
import json
import threading
import time
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text

from tests.storage.scenes import MORNING, at, leased, make_arrival, make_decision, store_package
from workstation.domain.errors import DiskFailed, StorageUnavailable
from workstation.hub.upkeep import Upkeep
from workstation.storage.homes import RECORDS_FILE, open_database, read_only
from workstation.storage.migrate import Branch
from workstation.storage.postgres import reading_engine_of
from workstation.storage.readers import list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

#: Takes the newest database back to the revision before what stands was written anew.
BEFORE_0009 = (
    "DROP TRIGGER standing_lawful ON standing",
    "DROP TRIGGER standing_no_update ON standing",
    "DROP FUNCTION standing_lawful",
    "DROP FUNCTION standing_no_update",
    "ALTER TABLE standing ADD CONSTRAINT uq_standing_case_id_officer UNIQUE (case_id, officer)",
    "CREATE UNIQUE INDEX uq_standing_settles ON standing (case_id) WHERE settles",
    "UPDATE alembic_version SET version_num = 'hub_0008'",
)


def name_home(folder, conninfo: str):
    (folder / RECORDS_FILE).write_text(f'[postgresql]\nconninfo = "{conninfo}"\n')
    return folder / "hub.sqlite"


def break_lines(conninfo: str) -> None:
    """End every connection but our own, as an administrator or a failing server does."""
    with psycopg.connect(conninfo) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def forgetful(server):
    """A server whose settings a test may change; put right afterwards."""
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:

        def set_to(name: str, value: str) -> None:
            connection.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
            connection.execute("SELECT pg_reload_conf()")
            while connection.execute(f"SHOW {name}".encode()).fetchone() != (value,):
                pass

        yield set_to
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute("SHOW full_page_writes").fetchone() != ("on",):
            pass


def test_a_server_that_may_forget_what_it_confirmed_is_refused(forgetful, home):
    forgetful("full_page_writes", "off")

    with pytest.raises(StorageUnavailable, match="full_page_writes is off"):
        open_records(home / "hub.sqlite")


def test_a_database_that_sorts_by_language_is_refused(server, tmp_path):
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE sorted TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'"
        )

    with pytest.raises(StorageUnavailable, match="collation C"):
        open_records(name_home(tmp_path, server.conninfo("sorted")))


def test_a_database_of_another_program_is_left_alone(server, tmp_path):
    conninfo = server.new_database()
    with psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE ledger (line text)")

    with pytest.raises(StorageUnavailable, match="another program"):
        open_records(name_home(tmp_path, conninfo))


def test_a_server_that_does_not_answer_is_told_in_a_sentence(tmp_path):
    with pytest.raises(StorageUnavailable, match="No such file") as told:
        open_records(name_home(tmp_path, f"host={tmp_path} dbname=room user=postgres"))

    assert "PostgreSQL" in told.value.advice


def test_a_line_that_breaks_before_the_commit_takes_the_act_back(records, home, empty_home):
    def act() -> None:
        with records._database.act() as session:  # noqa: SLF001 - in the middle of an act
            session.connection()
            break_lines(empty_home)
            session.connection().exec_driver_sql("SELECT 1")

    with pytest.raises(StorageUnavailable):
        act()

    records.receive(make_arrival("s1"), now=MORNING)

    reading_engine_of(empty_home).dispose()
    assert verify_folder(home).entries == 1


def test_a_line_that_breaks_at_the_commit_ends_the_program(records, empty_home):
    def act() -> None:
        with records._database.act() as session:  # noqa: SLF001 - in the middle of an act
            session.connection()
            break_lines(empty_home)

    with pytest.raises(DiskFailed, match="commit"):
        act()

    reading_engine_of(empty_home).dispose()


def test_a_failed_statement_that_was_passed_over_is_not_committed(records):
    def act() -> None:
        plain = records._database.plain_act()  # noqa: SLF001 - in the middle of an act
        with plain as cursor, contextlib.suppress(psycopg.errors.UndefinedTable):
            cursor.execute("SELECT * FROM nowhere")

    with pytest.raises(StorageUnavailable, match="failed before"):
        act()


def test_a_second_hub_is_refused_but_a_command_beside_the_hub_is_not(open_hub, home, empty_home):
    first, second = open_hub(), open_hub()
    first.claim()

    with pytest.raises(StorageUnavailable, match="another hub"):
        second.claim()

    open_hub().receive(make_arrival("s1"), now=MORNING)
    first.receive(make_arrival("s2"), now=MORNING)
    reading_engine_of(empty_home).dispose()
    break_lines(empty_home)  # the first hub has lost its claim, and takes it again by itself
    first.receive(make_arrival("s3"), now=MORNING)
    with pytest.raises(StorageUnavailable, match="another hub"):
        second.claim()
    assert verify_folder(home).entries == 3


def test_two_programs_that_write_take_turns_and_the_chain_is_one(open_hub, home):
    def note(records, name: str) -> None:
        for number in range(20):
            records.note("test:noted", {"by": name, "number": number}, now=at(number))

    both = [
        threading.Thread(target=note, args=(open_hub(), name), name=name) for name in ("a", "b")
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    report = verify_folder(home)
    assert (report.entries, report.verified) == (40, True)


def test_a_decision_without_its_entry_is_taken_back(records, home, monkeypatch):
    case = leased(records)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise psycopg.OperationalError("the pen broke")

    with monkeypatch.context() as broken:
        broken.setattr("workstation.storage.deciding.append_written", fail)
        with pytest.raises(StorageUnavailable, match="the pen broke"):
            records.decide(make_decision(case))

    assert list(list_decisions(home)) == []
    records.decide(make_decision(case))
    assert len(list(list_decisions(home))) == 1


def test_a_child_that_may_open_no_socket_keeps_the_store_over_lines_opened_before(records, home):
    store_package(home, "s1")
    records.receive(make_arrival("s1"), now=MORNING)
    options = {"data": str(home), "first": "workstation.assembly.upkeep_job:open_lines"}
    upkeep = Upkeep("tests.postgres.confined:look_twice", options, first_s=0.0)

    upkeep.tend()
    until = time.monotonic() + 120
    while not (home / "told").exists() and time.monotonic() < until:
        time.sleep(0.1)
    upkeep.close()

    whole = {"checked": 1, "damaged": [], "missing": []}
    assert json.loads((home / "told").read_text()) == [whole, whole, 0]


def test_a_database_from_before_what_stands_was_written_anew_is_brought_up(server, tmp_path):
    conninfo = server.new_database()
    path = name_home(tmp_path, conninfo)
    made = open_records(path)
    made.decide(make_decision(leased(made)))
    made.close()
    with psycopg.connect(conninfo) as connection:
        for statement in BEFORE_0009:
            connection.execute(statement)

    records = open_records(path)
    records.decide(make_decision(leased(records, "s2"), "d2"))
    records.close()

    with psycopg.connect(conninfo) as connection:
        row = connection.execute("SELECT sequence FROM outbox ORDER BY sequence").fetchall()
        indexes = connection.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'standing'"
        ).fetchall()
        assert row == [(1,), (2,)]
        assert {name for (name,) in indexes} == {"pk_standing", "uq_standing_case_id_slot"}
        with pytest.raises(psycopg.IntegrityError, match="never edited"):
            connection.execute("UPDATE standing SET officer = 'wang'")


def test_a_text_that_no_column_can_keep_is_the_messages_fault_and_not_the_servers(records):
    decision = make_decision(leased(records))

    with pytest.raises(ValueError, match="keeps no such value"):
        records.decide(replace(decision, note="a\0b"))

    records.decide(decision)


def test_who_reads_may_think_between_two_pages_but_who_writes_keeps_nobody_waiting(home):
    asked = text("SHOW idle_in_transaction_session_timeout")

    with read_only(home / "hub.sqlite", Branch.HUB) as reading:
        patience = reading.scalar(asked)
    database = open_database(home / "hub.sqlite", Branch.HUB)
    with contextlib.closing(database), database.act() as writing:
        limit = writing.scalar(asked)

    assert (patience, limit) == ("0", "1min")
