"""Letters grow while the desk is open, and nothing is cut at either end of the scale."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from tests.ui.test_desk import wait_armed
from ui import theme
from ui.i18n import Language
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import Elided, paint, plain

SIZES = [(1920, 1040), (1280, 680)]


@pytest.fixture(autouse=True)
def letters(qapp):
    yield
    theme.rescale(qapp, 1.0)


def cut(window):
    """Return what is shown and has less room than its text needs, with both sizes [px]."""
    found = []
    for kind in (QLabel, QToolButton, QPushButton):
        for one in window.findChildren(kind):
            text = one.text()
            if not text or not one.isVisible() or isinstance(one, Elided | FewLines):
                continue
            if isinstance(one, QLabel) and one.wordWrap():
                needed = one.heightForWidth(one.width())
                if one.height() < needed:
                    found.append((text, "height", one.height(), needed))
                continue
            needed = one.sizeHint()
            if one.width() < needed.width():
                found.append((text, "width", one.width(), needed.width()))
            if one.height() < one.fontMetrics().height():
                found.append((text, "height", one.height(), one.fontMetrics().height()))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_cut_at_any_size_of_letters(qtbot, room, open_desk, language, size):
    room.add_cases(1, risk_instruction="look behind the third row", consignor="A long name " * 8)
    desk = open_desk()
    wait_armed(qtbot, desk)
    if language is Language.CHINESE:
        desk.window.switch_language()

    for by in (0.9, 1.0, 1.5):
        theme.rescale(QApplication.instance(), by)
        desk.window.resize(*size)

        QApplication.processEvents()
        qtbot.wait(150)
        assert cut(desk.window) == [], by
        assert desk.window.size().toTuple() == size


@pytest.mark.parametrize("language", list(Language))
def test_papers_move_together_when_letters_shrink(qtbot, room, open_desk, language):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.resize(1920, 1040)
    if language is Language.CHINESE:
        desk.window.switch_language()

    for by in (1.5, 1.0, 1.5, 0.9):
        theme.rescale(QApplication.instance(), by)
        QApplication.processEvents()
        qtbot.wait(300)

        page = desk.window.desk
        panels = (page.case_panel, page.verdict_panel, page.declaration_panel, page.marks_panel)
        for upper, lower in pairwise(panels):
            assert lower.y() - upper.geometry().bottom() - 1 == 8, by
        row = page.declaration_panel.rows[0]
        taken = row.code.fontMetrics().horizontalAdvance(row.code.text())
        assert abs(row.code.width() - taken) <= 1, by


def test_papers_move_together_when_they_are_drawn_narrower(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.resize(1920, 1040)
    page = desk.window.desk

    for side in (620, 360):  # the amount of goods stands beside their name, then below it
        page.halves.setSizes([1920 - side, side])
        qtbot.wait(100)

        below = page.declaration_panel.geometry().bottom() + 1
        assert page.marks_panel.y() - below == 8, side


def test_the_tools_tell_their_keys_again_when_letters_have_shrunk(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.resize(1920, 1040)
    qtbot.wait(150)

    def told():
        buttons = desk.window.desk.tools.findChildren(QToolButton)
        return [button.text() for button in buttons if button.isVisible()]

    before = told()
    for by in (1.5, 1.0):
        theme.rescale(QApplication.instance(), by)
        QApplication.processEvents()
        qtbot.wait(150)

    assert "Fit F" in before
    assert told() == before


def test_letters_of_a_size_of_their_own_grow_with_the_rest(qapp, qtbot):
    large, common = plain("x", size=19), plain("x")
    for label in (large, common):
        qtbot.addWidget(label)
        label.show()
    before = [label.fontMetrics().height() for label in (large, common)]

    theme.rescale(qapp, 1.5)

    for label, former in zip((large, common), before, strict=True):
        assert label.fontMetrics().height() == pytest.approx(1.5 * former, rel=0.12)
    paint(large, size=19)
    assert large.font().pointSizeF() == pytest.approx(28.5)


@pytest.mark.parametrize("by", [0.5, 1.6])
def test_letters_out_of_bounds_are_refused(qapp, by):
    with pytest.raises(ValueError, match="scaled by"):
        theme.rescale(qapp, by)


def test_the_button_of_the_language_keeps_its_place_when_letters_shrink(qtbot, open_desk):
    desk = open_desk()
    desk.window.resize(1920, 1040)
    bar = desk.window.menuBar()
    corner = bar.cornerWidget()

    for by in (1.5, 0.9):
        theme.rescale(QApplication.instance(), by)
        qtbot.wait(100)

        assert corner.width() == corner.sizeHint().width(), by
        assert bar.width() - corner.geometry().right() < 12, by
