import re
import shutil
import sqlite3

import pytest
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.exc import OperationalError

from tests.storage.scenes import MORNING, leased, make_arrival
from workstation.domain.errors import StorageUnavailable
from workstation.storage.engines import (
    apply_pragmas,
    reader_engine,
    refuse_network_folder,
    writer_engine,
)
from workstation.storage.migrate import Branch, is_current, upgrade
from workstation.storage.model_shelf import ShelfFolder
from workstation.storage.records import open_records
from workstation.storage.shelf_tables import ShelfBase
from workstation.storage.tables import HubBase


def pragma(engine, name: str):
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture
def writer(tmp_path):
    engine = writer_engine(tmp_path / "x.sqlite")
    yield engine
    engine.dispose()


def test_the_writer_keeps_what_it_acknowledges(writer):
    assert pragma(writer, "journal_mode") == "wal"
    assert pragma(writer, "synchronous") == 2
    assert pragma(writer, "foreign_keys") == 1
    assert pragma(writer, "trusted_schema") == 0
    assert pragma(writer, "mmap_size") == 0
    assert pragma(writer, "busy_timeout") == 5000


def test_the_reader_cannot_write(writer, tmp_path):
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
    reader = reader_engine(tmp_path / "x.sqlite")

    with (
        reader.connect() as connection,
        pytest.raises(OperationalError, match="readonly database"),
    ):
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")

    reader.dispose()


def test_a_writer_holds_the_lock_from_its_first_word(writer, tmp_path):
    other = sqlite3.connect(tmp_path / "x.sqlite", timeout=0, isolation_level=None)

    with writer.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_setting_that_does_not_hold_is_refused():
    # A database in memory has no write-ahead log.
    connection = sqlite3.connect(":memory:")

    with pytest.raises(StorageUnavailable, match="journal_mode is memory"):
        apply_pragmas(connection, "x", {"mmap_size": 0}, wal=True)

    connection.close()


def test_a_network_folder_is_refused_and_a_disk_within_it_is_not(tmp_path):
    point = str(tmp_path).replace(" ", "\\040")
    network = f"/dev/sda / ext4 rw 0 0\nserver:/x {point} nfs4 rw 0 0\n"

    with pytest.raises(StorageUnavailable, match="nfs4"):
        refuse_network_folder(tmp_path, network)

    refuse_network_folder(tmp_path, f"{network}/dev/sdb {point} xfs rw 0 0\n")
    refuse_network_folder(tmp_path.parent, network)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 100])
def test_a_foreign_file_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "hub.sqlite").write_bytes(content)

    with pytest.raises(StorageUnavailable, match=r"hub\.sqlite: ") as caught:
        open_records(tmp_path / "hub.sqlite")

    assert caught.value.sentence().count("\n") == 0


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StorageUnavailable):
        open_records(tmp_path / "data" / "hub.sqlite")


def test_a_full_disk_takes_the_act_back(records):
    with records._database.look() as session:  # noqa: SLF001
        used = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
    leased(records)
    with records._database.act() as session:  # noqa: SLF001
        # Nothing may grow any more: what SQLite meets on a full disk.
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {used}")

    def receive_without_end() -> None:
        for number in range(2000):
            records.receive(make_arrival(f"n{number}"), now=MORNING)

    with pytest.raises(StorageUnavailable, match="full"):
        receive_without_end()

    stored = records.counts().by_stage["received"]
    assert records.find_scan("yantian", f"n{stored - 1}") is not None
    assert records.find_scan("yantian", f"n{stored}") is None


def test_only_the_owner_may_read_the_database(tmp_path):
    records = open_records(tmp_path / "hub.sqlite")
    leased(records)

    for name in ("hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0, name
    records.close()


def schema_of(path) -> dict[str, list[str]]:
    """Each table, index and trigger with its parts; their order within a table means nothing."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND tbl_name != 'alembic_version'"
    ).fetchall()
    connection.close()
    # SQLite writes a column that was added later on the line of the one before.
    lines = {name: re.sub(r", (?=[a-z_]+ [A-Z]+\b)", ",\n", sql).splitlines() for name, sql in rows}
    parts = {name: [part.strip().rstrip(",") for part in those] for name, those in lines.items()}
    return {name: sorted(lines) for name, lines in parts.items()}


@pytest.mark.parametrize(("branch", "base"), [(Branch.HUB, HubBase), (Branch.LIBRARY, ShelfBase)])
def test_the_migrations_make_exactly_the_tables_that_the_code_speaks_of(tmp_path, branch, base):
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    base.metadata.create_all(fresh)
    fresh.dispose()
    migrated = writer_engine(tmp_path / "migrated.sqlite")
    upgrade(migrated, branch, where="x")
    migrated.dispose()

    assert schema_of(tmp_path / "migrated.sqlite") == schema_of(tmp_path / "fresh.sqlite")


def test_upgrading_twice_changes_nothing(writer):
    upgrade(writer, Branch.HUB, where="x")
    upgrade(writer, Branch.HUB, where="x")

    assert is_current(writer, Branch.HUB)


@pytest.mark.parametrize("statement", range(2, 34, 4))
def test_a_migration_cut_short_at_any_statement_leaves_nothing_behind(writer, statement):
    count = 0

    def cut(*_args: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            raise KeyboardInterrupt

    event.listen(writer, "before_cursor_execute", cut)
    with pytest.raises(KeyboardInterrupt):
        upgrade(writer, Branch.HUB, where="x")
    event.remove(writer, "before_cursor_execute", cut)

    assert inspect(writer).get_table_names() == []
    upgrade(writer, Branch.HUB, where="x")
    assert is_current(writer, Branch.HUB)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path, empty_database):
    path = tmp_path / "hub.sqlite"
    shutil.copyfile(empty_database, path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'hub_9999'")
    connection.close()

    with pytest.raises(StorageUnavailable, match="hub_9999") as caught:
        open_records(path)

    assert "newer" in caught.value.sentence()


def test_a_library_is_no_hub(tmp_path):
    ShelfFolder(tmp_path).close()

    with pytest.raises(StorageUnavailable, match="another kind"):
        open_records(tmp_path / "library.sqlite")

    shelf = ShelfFolder(tmp_path)
    assert shelf.models() == []
    shelf.close()
