"""The tests of the records once more, with PostgreSQL in SQLite's place."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.postgres import peek
from tests.postgres.server import Server
from tests.storage.opened import open_hub, records
from workstation.storage.postgres import reading_engine_of
from workstation.storage.records import open_records

__all__ = ["open_hub", "records"]

_SQLITE_ALONE = {
    "test_a_decision_and_its_entry_happen_together_or_not_at_all",  # fails with SQLite's error
    "test_a_reading_and_its_entry_happen_together_or_not_at_all",
    "test_a_database_that_can_be_written_is_tried_without_changing_it",  # looks at its log
    "test_a_database_from_before_readings_is_brought_up_with_its_consignees",
    "test_records_that_were_put_back_to_an_earlier_time_are_searched_anew",  # changes its file
    "test_no_order_of_acts_lets_a_test_image_reach_a_site",  # makes a hundred databases
}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.postgres)
            # No column of PostgreSQL keeps a NUL; `test_home` says what comes of one.
            if item.originalname in _SQLITE_ALONE or r"\x00" in item.name:
                item.add_marker(pytest.mark.skip(reason="this is asked of SQLite alone"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of our own, for all these tests."""
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="session")
def empty_home(server, tmp_path_factory) -> str:
    """How a database is reached that is as the first start leaves it, made once."""
    folder, conninfo = tmp_path_factory.mktemp("empty"), server.new_database()
    name_home(folder, conninfo)
    open_records(folder / "hub.sqlite").close()
    return conninfo


@pytest.fixture
def home(empty_home, tmp_path) -> Iterator[Path]:
    """A data folder whose records are in PostgreSQL, without any as yet."""
    name_home(tmp_path, empty_home)
    yield tmp_path
    reading_engine_of(empty_home).dispose()
    forget_all(empty_home)


@pytest.fixture(autouse=True)
def _peeks(monkeypatch):
    """Whoever looks behind the records' back, looks into PostgreSQL."""
    monkeypatch.setattr(sqlite3, "connect", peek.connect)


def name_home(folder: Path, conninfo: str) -> None:
    """Let a data folder have its records in PostgreSQL."""
    (folder / "records.toml").write_text(f'[postgresql]\nconninfo = "{conninfo}"\n')


def forget_all(conninfo: str) -> None:
    """Empty a database past its guards; quicker than making another one."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET session_replication_role = replica")
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename <> 'alembic_version'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
            connection.execute(SQL("ALTER TABLE {} ENABLE TRIGGER ALL").format(Identifier(name)))
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
            " FROM pg_sequences"
        )
