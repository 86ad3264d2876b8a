"""Texts from outside stand in a line without steering, hiding or turning anything."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.foreign import lines, shown, tip

FSI, PDI = "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A & B", "A & B"),
        ("", ""),
        ("  two   blanks ", "two blanks"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("bell\x07", "bell\ufffd"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("over\u202eride", "override"),
        ("葡萄酒", "葡萄酒"),
        ("Müller & Søn", "Müller & Søn"),
        ("شركة 123", f"{FSI}شركة 123{PDI}"),
        ("חברה", f"{FSI}חברה{PDI}"),
        (f"{PDI}{PDI}شركة", f"{FSI}شركة{PDI}"),
    ],
)
def test_a_foreign_text_becomes_one_safe_line(text, expected):
    assert shown(text) == expected


def test_letters_that_need_a_joiner_keep_it():
    assert "\u200c" in shown("\u0645\u06cc\u200c\u062e")


@given(st.text(max_size=80))
def test_whatever_it_was_it_neither_steers_nor_leaks_its_direction(text):
    said = shown(text)

    inside = said.removeprefix(FSI).removesuffix(PDI)
    kinds = {unicodedata.category(one) for one in inside if one not in "\u200c\u200d"}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert (said != inside) == any(
        unicodedata.bidirectional(one) in {"R", "AL", "AN"} for one in inside
    )
    assert shown(inside) == said


def test_a_note_keeps_its_lines():
    assert lines("first\n\nsecond <i>\x00") == "first\nsecond <i>\ufffd"


def test_a_tip_shows_html_as_it_is():
    assert tip("<img src=x> & more") == "<qt>&lt;img src=x&gt; &amp; more</qt>"
    assert tip("") == ""
    assert len(tip("x" * 100_000)) < 5_000
