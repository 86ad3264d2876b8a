"""The data folder says where its records live, and plain SQL is said in each home's words."""

import sys

import pytest

from workstation.domain.errors import SettingsInvalid, StorageUnavailable
from workstation.storage.homes import RECORDS_FILE, conninfo_of, open_database, records_file_text
from workstation.storage.migrate import Branch
from workstation.storage.postgres_words import in_its_words, trigger
from workstation.storage.tables import TRIGGERS


def test_without_more_the_records_are_in_the_folder_itself(tmp_path):
    assert conninfo_of(tmp_path / "hub.sqlite") is None


def test_a_folder_names_the_database_that_has_its_records_but_not_the_library(tmp_path):
    (tmp_path / RECORDS_FILE).write_text(records_file_text("host='a b' dbname=room"))

    assert conninfo_of(tmp_path / "hub.sqlite") == "host='a b' dbname=room"
    assert conninfo_of(tmp_path / "library.sqlite", Branch.LIBRARY) is None


@pytest.mark.parametrize(
    "text", ["", "[postgresql]", "[postgresql]\nconninfo = 5", "[mysql]", "conninfo", "\x00"]
)
def test_a_file_that_does_not_say_where_is_told_in_a_sentence(tmp_path, text):
    (tmp_path / RECORDS_FILE).write_text(text)

    with pytest.raises(SettingsInvalid, match=RECORDS_FILE):
        conninfo_of(tmp_path / "hub.sqlite")


def test_who_lacks_the_driver_is_told_how_to_install_it(tmp_path, monkeypatch):
    (tmp_path / RECORDS_FILE).write_text(records_file_text("dbname=room"))
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StorageUnavailable, match="not installed") as told:
        open_database(tmp_path / "hub.sqlite", Branch.HUB)

    assert "psycopg[binary]" in told.value.advice


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "SELECT 1 FROM a WHERE b LIKE '5%' AND c = ?",
            "SELECT 1 FROM a WHERE b LIKE '5%%' AND c = %s",
        ),
        ("SELECT CAST(entry AS BLOB) FROM audit", "SELECT convert_to(entry, 'UTF8') FROM audit"),
        ("a CROSS JOIN b AS c ON c.d = a.d", "a JOIN b AS c ON c.d = a.d"),
        (
            (
                "INSERT INTO counter (name, value) VALUES (?, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
            ),
            (
                "INSERT INTO counter (name, value) VALUES (%s, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
            ),
        ),
    ],
)
def test_plain_sql_is_said_in_postgresqls_words(said, meant):
    assert in_its_words(said, marked=True) == meant


def test_every_trigger_of_the_tables_can_be_said_in_postgresqls_words():
    for statement in (one for some in TRIGGERS.values() for one in some):
        said = trigger(statement)

        assert "EXECUTE FUNCTION" in said
        assert "RAISE EXCEPTION" in said
        assert "ABORT" not in said
        assert said.count("RETURN OLD") == (" BEFORE DELETE " in statement)


def test_a_trigger_of_another_shape_is_refused_rather_than_left_out():
    with pytest.raises(ValueError, match="no trigger"):
        trigger("CREATE TRIGGER one INSTEAD OF INSERT ON two BEGIN SELECT 1; END")
