"""An officer's own presets: kept for each scanner, never lost, never in the way of a shift."""

import os
from pathlib import Path

import pytest

from ui.jobs import Jobs
from ui.preset_file import ANY, book_path, keep_slot, read_slots
from ui.presets import PresetBook
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.pixels.presets import KEYS, read_presets

MINE = Look(invert=True, filters=(Filter(kind=FilterKind.MEAN, size=7),))
OTHER = Look(gamma=2.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "presets" / "li.toml"


def opened(path):
    book, sentences = PresetBook(path), []
    book.told.connect(sentences.append)
    book.open()
    return book, sentences


def test_without_a_file_the_shipped_presets_lie_on_the_keys(path):
    book, sentences = opened(path)

    shipped = {preset.key: preset for preset in read_presets().values()}
    assert book.slots("H986") == {number: shipped[number] for number in KEYS}
    assert book.first_look("H986") == Look()
    assert sentences == []
    assert not path.exists()


def test_a_kept_look_is_there_at_once_and_after_the_next_sign_in(path):
    book, _ = opened(path)

    book.keep(3, ANY, MINE, " Paper ")

    later, sentences = opened(path)
    assert book.slot(3, "H986").look == later.slot(3, "H986").look == MINE
    assert later.slot(3).title == "Paper"
    assert sentences == []


def test_a_scanners_own_slot_wins_over_the_one_for_any(path):
    book, _ = opened(path)
    book.keep(3, ANY, MINE, "Any")
    book.keep(3, "H986 北.2", OTHER, "Here")

    later, _ = opened(path)

    assert later.slot(3, "H986 北.2").look == OTHER
    assert later.slot(3, "another").look == MINE


def test_a_scanner_that_is_called_any_takes_nobodys_place(path):
    book, _ = opened(path)
    book.keep(3, "any", OTHER, "Here")

    later, _ = opened(path)

    assert later.slot(3, "any").look == OTHER
    assert later.slot(3, "another") == opened(path.with_name("none"))[0].slot(3)


def test_a_case_starts_with_the_look_that_was_saved_for_its_scanner(path):
    book, _ = opened(path)

    book.keep(0, "H986", MINE, "Start")

    later, _ = opened(path)
    assert later.first_look("H986") == MINE
    assert later.first_look("another") == Look()


def test_keeping_one_slot_leaves_the_others_alone(path):
    keep_slot(path, scanner=ANY, slot=1, title="One", look=MINE)
    keep_slot(path, scanner="H986", slot=2, title="Two", look=OTHER)
    keep_slot(path, scanner=ANY, slot=1, title="One again", look=OTHER)

    slots = read_slots(path)

    assert {place: preset.title for place, preset in slots.items()} == {
        (ANY, 1): "One again",
        ("H986", 2): "Two",
    }
    assert [file.name for file in path.parent.iterdir()] == ["li.toml"]


UNREADABLE = {
    "no TOML": b"[any",
    "no text": b"\xff\xfe\x00",
    "unknown table": b"[anny.1]\n",
    "no such slot": b"[any.12]\n",
    "unknown key": b"[any.1]\nwindw = 3\n",
    "no table": b"any = 3\n",
    "scanner is no table": b"scanner = 3\n",
    "slots are no table": b"[scanner]\nH986 = 1\n",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_leaves_the_shipped_presets_and_a_sentence(path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    book, sentences = opened(path)

    assert book.slot(1).look == Look()
    assert len(sentences) == 1
    assert "shipped" in sentences[0]
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_moved_aside_before_anything_is_kept(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    path.with_name("li.toml.unreadable-1").write_bytes(b"an older one")
    book, sentences = opened(path)

    book.keep(2, ANY, MINE, "Mine")

    assert path.with_name("li.toml.unreadable-1").read_bytes() == b"an older one"
    assert path.with_name("li.toml.unreadable-2").read_bytes() == content
    assert "li.toml.unreadable-2" in sentences[-1]
    assert read_slots(path)[ANY, 2].look == MINE


def test_a_disk_that_refuses_is_told_and_the_look_counts_all_the_same(path):
    path.parent.write_text("a file where a folder should be", encoding="utf-8")
    book, sentences = opened(path)

    book.keep(2, ANY, MINE, "Mine")

    assert book.slot(2).look == MINE
    assert "cannot be saved" in sentences[-1]


def test_a_write_that_breaks_off_leaves_the_old_file(path, monkeypatch):
    keep_slot(path, scanner=ANY, slot=1, title="One", look=MINE)

    def refuse(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        keep_slot(path, scanner=ANY, slot=2, title="Two", look=OTHER)

    assert list(read_slots(path)) == [(ANY, 1)]
    assert [file.name for file in path.parent.iterdir()] == ["li.toml"]


def test_the_disk_is_touched_by_the_worker_alone(path, qtbot):
    jobs = Jobs("presets")
    waiting = []
    book = PresetBook(path, run=waiting.append)
    book.open()
    book.keep(4, ANY, MINE, "Mine")
    before = (book.slot(4).look, path.exists())

    with qtbot.waitSignals([book.changed], timeout=3000):
        for work in waiting:
            jobs.run(work)
    jobs.finish()

    assert before == (MINE, False)
    assert book.slot(4).look == MINE
    assert read_slots(path)[ANY, 4].look == MINE


def test_a_slow_disk_never_gives_one_officers_presets_to_the_next(path):
    keep_slot(path, scanner=ANY, slot=2, title="Of li", look=OTHER)
    wang, waiting = path.with_name("wang.toml"), []
    book = PresetBook(path, run=waiting.append)
    book.open()
    book.keep(4, ANY, MINE, "Mine")

    book.open(wang)
    seen = []
    for work in waiting:
        work()
        seen += [book.slot(2).look, book.slot(4).look]

    assert not wang.exists()
    assert read_slots(path)[ANY, 4].look == MINE
    assert MINE not in seen
    assert OTHER not in seen


def test_a_read_that_began_for_the_officer_before_is_not_heard(path):
    keep_slot(path, scanner=ANY, slot=2, title="Of li", look=OTHER)
    waiting = []
    book = PresetBook(path, run=waiting.append)
    book.open()

    book.open(path.with_name("wang.toml"))
    waiting[1]()
    waiting[0]()

    assert book.slot(2).look != OTHER


@pytest.mark.parametrize("number", [-1, 10])
def test_a_slot_that_there_is_not_is_refused(path, number):
    book, _ = opened(path)

    with pytest.raises(ValueError, match="slots go from 0 to 9"):
        book.slot(number)
    with pytest.raises(ValueError, match="slots go from 0 to 9"):
        book.keep(number, ANY, MINE, "Mine")


def test_a_preset_without_a_title_is_refused(path):
    book, _ = opened(path)

    with pytest.raises(ValueError, match="title"):
        book.keep(1, ANY, MINE, "  ")


@pytest.mark.parametrize("officer", ["../li", "li/wang", "..", "", "李"])
def test_no_officers_name_leads_out_of_the_folder(officer):
    folder = Path("presets")

    assert book_path(folder, officer).parent == folder
    assert book_path(folder, officer).name not in ("", ".toml", "..")
