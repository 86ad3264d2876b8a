"""What is wrong with PostgreSQL is told with what to do about it, never as a bug of ours."""

import psycopg
import pytest

from tests.postgres.conftest import name_home
from tests.storage.scenes import MORNING, make_arrival
from workstation.assembly import upkeep_job
from workstation.assembly.moving import move
from workstation.cli.config_checks import check_records
from workstation.domain.errors import SettingsInvalid, StorageUnavailable
from workstation.storage.homes import translated
from workstation.storage.moving import RecordsThere
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder


def test_a_database_of_another_encoding_is_refused_by_name(server, tmp_path):
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C'"
        )

    with pytest.raises(StorageUnavailable, match="server_encoding is LATIN1"):
        move(tmp_path, server.conninfo("latin"))


def test_a_database_that_is_not_there_is_to_be_made(server, tmp_path):
    with pytest.raises(StorageUnavailable, match="does not exist") as told:
        move(tmp_path, server.conninfo("nowhere"))

    assert "createdb" in told.value.advice


def test_a_server_that_does_not_run_asks_no_questions(tmp_path):
    with pytest.raises(StorageUnavailable) as told:
        move(tmp_path, f"host={tmp_path} dbname=room")

    assert "?" not in str(told.value)


def test_a_slip_in_the_way_to_the_server_shows_how_it_is_written(tmp_path):
    with pytest.raises(SettingsInvalid, match="invalid connection option") as told:
        move(tmp_path, "hst=db.example")

    assert "host=" in told.value.advice


def test_who_reads_a_database_of_another_program_is_told_so(server, tmp_path):
    conninfo = server.new_database()
    with psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE ledger (line text)")
    name_home(tmp_path, conninfo)

    with pytest.raises(StorageUnavailable, match="another program"):
        verify_folder(tmp_path)


def test_who_reads_a_newer_database_is_not_sent_to_start_an_older_hub(server, tmp_path):
    conninfo = server.new_database()
    name_home(tmp_path, conninfo)
    open_records(tmp_path / "hub.sqlite").close()
    with psycopg.connect(conninfo) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'hub_9999'")

    with pytest.raises(StorageUnavailable, match="does not know") as told:
        verify_folder(tmp_path)

    assert "newer version" in told.value.advice


def test_trouble_names_the_server_and_not_a_file_that_is_not_there(home, empty_home):
    def fail() -> None:
        with translated(home / "hub.sqlite"):
            raise psycopg.OperationalError("the line broke")

    with pytest.raises(StorageUnavailable) as told:
        fail()

    assert told.value.where == empty_home


def test_records_that_are_in_a_file_need_no_moving_there(tmp_path):
    with pytest.raises(RecordsThere) as told:
        move(tmp_path, None)

    assert "nothing to move" in told.value.advice


def test_the_doctor_asks_the_server_that_keeps_the_records(home, tmp_path_factory):
    assert "PostgreSQL" in check_records(home).says

    elsewhere = tmp_path_factory.mktemp("down")
    name_home(elsewhere, f"host={elsewhere} dbname=room")
    with pytest.raises(StorageUnavailable):
        check_records(elsewhere)


def test_a_new_room_is_not_given_the_records_of_another(records, empty_home, tmp_path):
    records.receive(make_arrival("s1"), now=MORNING)
    new = tmp_path / "new"

    with pytest.raises(RecordsThere):
        move(new, empty_home)

    assert [path.name for path in new.iterdir()] == [".lock"]


def test_upkeep_whose_server_went_away_tells_it_in_a_sentence(home, monkeypatch, caplog):
    def lose_the_line(_request) -> None:
        raise StorageUnavailable("db.example", "connection refused")

    monkeypatch.setattr(upkeep_job, "keep_library", lambda _request: None)
    monkeypatch.setattr(upkeep_job, "_keep_store", lose_the_line)
    monkeypatch.setattr(upkeep_job, "has_kept_lines", lambda: True)

    with pytest.raises(SystemExit):
        upkeep_job.keep_hub({"data": str(home)})

    assert "connection refused" in caplog.text
    assert "Traceback" not in caplog.text
