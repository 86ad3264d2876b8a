"""A command is found by either name, by pinyin, by initials, and the last used comes first."""

import pytest

from tests.house import pinyin as maker
from ui.command_search import Entry, search
from ui.pinyin import find_spelt

ENTRIES = [
    Entry(name="decision.release", called=("Release", "放行"), told=("The container may go",)),
    Entry(name="decision.rescan", called=("Rescan", "重扫"), told=("have it scanned again",)),
    Entry(name="pane.auto", called=("Auto window", "自动窗")),
    Entry(name="pane.fit", called=("Fit", "适合窗口")),
    Entry(name="filter.edges", called=("Edges", "边缘增强")),
    Entry(name="desk.lock", called=("Lock the desk", "锁定席位")),
    Entry(name="case.skip_short", called=("Give back for 5 minutes", "暂退5分钟")),
    Entry(name="case.skip", called=("Give back", "退回")),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rel", "decision.release"),
        ("放", "decision.release"),
        ("fx", "decision.release"),
        ("fangxing", "decision.release"),
        ("fangx", "decision.release"),
        ("chongsao", "decision.rescan"),
        ("cs", "decision.rescan"),
        ("aw", "pane.auto"),
        ("window auto", "pane.auto"),
        ("ck", "pane.fit"),
        ("byzq", "filter.edges"),
        ("EDGES", "filter.edges"),
        ("rlse", "decision.release"),
        ("scanned", "decision.rescan"),
        ("pane.f", "pane.fit"),
        ("th", "case.skip"),
        ("tui", "case.skip"),
    ],
)
def test_a_command_is_found_by_what_one_would_type(typed, first):
    assert search(typed, ENTRIES)[0] == first


def test_what_fits_nothing_finds_nothing():
    assert search("zzz", ENTRIES) == ()
    assert search("fit zzz", ENTRIES) == ()


def test_nothing_typed_shows_all_and_the_last_used_first():
    found = search("", ENTRIES, recent=("pane.fit", "filter.edges"))

    assert found[:2] == ("pane.fit", "filter.edges")
    assert len(found) == len(ENTRIES)


def test_among_equals_the_last_used_comes_first():
    twins = [Entry(name="a.one", called=("Box red",)), Entry(name="a.two", called=("Box tan",))]

    assert search("box", twins) == ("a.one", "a.two")
    assert search("box", twins, recent=("a.two",)) == ("a.two", "a.one")


@pytest.mark.parametrize(
    ("typed", "place"), [("zq", 2), ("zengqiang", 2), ("增q", 2), ("by", 0), ("bq", None)]
)
def test_signs_that_follow_each_other_are_found_by_their_sound(typed, place):
    assert find_spelt(typed, "边缘增强") == place


def test_a_sign_that_is_read_in_two_ways_is_found_by_both():
    assert find_spelt("chong", "重扫") == 0
    assert find_spelt("zhong", "重扫") == 0
    assert find_spelt("lue", "略") == 0


def test_the_table_that_ships_is_the_one_that_is_made():
    assert maker.TABLE.read_text(encoding="utf-8") == maker.table()
