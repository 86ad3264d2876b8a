"""What an officer likes is kept, and a bad file never costs a shift."""

import tomllib
from dataclasses import asdict

import pytest

from ui.preferences import PreferenceBook, Preferences, preferences_path, read_preferences


def test_what_an_officer_likes_is_there_again_the_next_day(qtbot, tmp_path):
    path = preferences_path(tmp_path, "李/wei")
    PreferenceBook(path).change(font_percent=120, sound=False, language="en", keymap="numpad")

    book = PreferenceBook(path)
    with qtbot.waitSignal(book.changed) as heard:
        book.open()

    assert heard.args == [book.now]
    assert book.now.font_percent == 120
    assert book.now.font_scale == pytest.approx(1.2)
    assert (book.now.sound, book.now.language, book.now.keymap) == (False, "en", "numpad")
    assert path.parent.parent == tmp_path


@pytest.mark.parametrize(
    "bad",
    [
        {"font_percent": 89},
        {"font_percent": 151},
        {"font_percent": "120"},
        {"font_percent": True},
        {"sound": 1},
        {"break_every_min": -1},
        {"language": "fr"},
        {"layout": "x" * 65},
    ],
)
def test_a_value_out_of_bounds_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad)) if "layout" not in bad else "name"):
        Preferences(**bad)


def test_one_bad_line_costs_that_line_alone(tmp_path):
    path = tmp_path / "li.toml"
    path.write_text('font_percent = 500\nsound = false\ncolour = "red"\n', encoding="utf-8")

    liked, faults = read_preferences(path)

    assert liked == Preferences(sound=False)
    assert len(faults) == 2
    assert "font_percent goes from 90 to 150, got 500" in faults[0]
    assert "unknown setting 'colour'" in faults[1]


@pytest.mark.parametrize("content", [b"sound = ", b"\xff\xfe", b"[sound"])
def test_a_broken_file_gives_the_defaults_and_is_told(qtbot, tmp_path, content):
    path = tmp_path / "li.toml"
    path.write_bytes(content)
    book = PreferenceBook(path)

    with qtbot.waitSignal(book.told) as heard:
        book.open()

    assert book.now == Preferences()
    assert "li.toml" in heard.args[0]


def test_a_broken_file_is_moved_aside_before_it_is_written_anew(tmp_path):
    path = tmp_path / "li.toml"
    path.write_bytes(b"sound = ")

    PreferenceBook(path).change(sound=False)

    assert tomllib.loads(path.read_text(encoding="utf-8"))["sound"] is False
    assert (tmp_path / "li.toml.unreadable-1").read_bytes() == b"sound = "


def test_a_disk_that_refuses_is_told_and_the_change_counts_all_the_same(qtbot, tmp_path):
    (tmp_path / "preferences").write_text("a file where a folder should be", encoding="utf-8")
    book = PreferenceBook(preferences_path(tmp_path, "li"))

    with qtbot.waitSignal(book.told):
        book.change(font_percent=130)

    assert book.now.font_percent == 130


def test_an_answer_that_comes_late_does_not_undo_a_change(tmp_path):
    waiting = []
    book = PreferenceBook(tmp_path / "li.toml", run=waiting.append)
    book.open()
    book.change(font_percent=110)

    for work in waiting:
        work()

    assert book.now.font_percent == 110


def test_another_officer_brings_other_preferences(tmp_path):
    first, second = preferences_path(tmp_path, "li"), preferences_path(tmp_path, "wang")
    PreferenceBook(second).change(font_percent=140)
    book = PreferenceBook(first)
    book.change(font_percent=90)

    book.open(second)

    assert book.now.font_percent == 140
    assert asdict(read_preferences(first)[0])["font_percent"] == 90
