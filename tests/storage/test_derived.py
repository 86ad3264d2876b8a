"""A file that is made from the records: whole, of one form, written by one process at a time."""

import sqlite3
from contextlib import suppress

import pytest

from workstation.domain.errors import StorageUnavailable
from workstation.storage import derived
from workstation.storage.derived import DerivedFile

TABLES = ("CREATE TABLE word (text TEXT NOT NULL)",)


@pytest.fixture
def opened(tmp_path):
    """Opens the file in the form that is named, as another process would."""
    files = []

    def open_as(form="1"):
        files.append(DerivedFile(tmp_path / "words.sqlite", form=form, tables=TABLES))
        return files[-1]

    yield open_as
    for file in files:
        file.close()


def write(file, word):
    with file.act() as connection:
        connection.execute("INSERT INTO word VALUES (?)", (word,))


def words(file):
    return [word for (word,) in file.connection().execute("SELECT text FROM word")]


def test_a_file_keeps_what_it_has_while_its_form_stays_and_begins_anew_with_another(opened):
    first = opened()
    write(first, "apples")
    first.close()

    same, kept = opened(), words(opened())
    edition = same.edition
    other = opened("2")

    assert kept == ["apples"]
    assert words(other) == []
    assert other.edition != edition


def test_what_fails_half_way_leaves_nothing(opened):
    file = opened()

    with suppress(ZeroDivisionError), file.act() as connection:
        connection.execute("INSERT INTO word VALUES ('half')")
        file.note("entry", 7)
        raise ZeroDivisionError

    assert (words(file), file.number("entry"), file.place()) == ([], 0, (0, ""))


def test_a_damaged_file_is_made_anew_and_what_was_asked_is_done(opened):
    file = opened()
    write(file, "apples")
    file.close()
    file.path.write_bytes(b"no database at all, and long enough to be taken for one" * 40)

    file.whole(lambda: write(file, "pears"))

    assert words(file) == ["pears"]


def test_a_file_that_another_process_holds_is_waited_for_and_not_thrown_away(opened, monkeypatch):
    write(opened(), "apples")
    monkeypatch.setattr(derived, "_PATIENCE_S", 0.01)
    other = sqlite3.connect(opened().path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    file = opened()

    with pytest.raises(StorageUnavailable):
        file.whole(lambda: write(file, "pears"))
    other.execute("ROLLBACK")
    other.close()

    assert words(file) == ["apples"]


def test_a_file_that_could_not_be_made_is_made_when_it_is_asked_again(opened, monkeypatch):
    file = opened()

    def find_no_room(*_):
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(file, "note", find_no_room)
        with pytest.raises(StorageUnavailable, match="full"):
            file.whole(lambda: write(file, "apples"))
    file.whole(lambda: write(file, "pears"))

    assert words(file) == ["pears"]


def test_a_file_of_another_form_that_is_held_is_not_taken_for_right_later(opened, monkeypatch):
    write(opened(), "apples")
    monkeypatch.setattr(derived, "_PATIENCE_S", 0.01)
    other = sqlite3.connect(opened().path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    file = opened("2")

    with pytest.raises(StorageUnavailable):
        file.whole(lambda: file.edition)
    other.execute("ROLLBACK")
    other.close()

    assert words(file) == []
