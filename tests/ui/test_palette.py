"""Ctrl+K finds and runs a command, and never decides."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.command_table import COMMANDS
from ui.keymap import STANDARD, lay_over


@pytest.fixture
def desk(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk(dwell_s=0.0)
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.dwell_share == 1.0, timeout=8000)
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=3000)
    return desk


@pytest.fixture
def palette(desk):
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.keys.palette.isVisible()
    return desk.keys.palette


def type_in(palette, text):
    QTest.keyClicks(palette.field, text)


def press(palette, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(palette.field, key, modifier)


def test_a_command_is_found_by_pinyin_and_run_by_enter(desk, palette):
    was = desk.window.desk.panes.scan.state.look.invert

    type_in(palette, "fanxiang")
    press(palette, Qt.Key.Key_Return)

    assert desk.window.desk.panes.scan.state.look.invert is not was
    assert not palette.isVisible()
    assert desk.window.desk.panes.isAncestorOf(QApplication.focusWidget()) or (
        QApplication.focusWidget() is desk.window.desk.panes
    )


def test_what_was_run_last_comes_first_the_next_time(desk, palette):
    type_in(palette, "loupe")
    press(palette, Qt.Key.Key_Return)

    desk.keys.show_palette()

    assert palette.found[0] == "pane.loupe"


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.decides])
def test_a_decision_is_shown_with_its_key_and_enter_does_not_make_it(room, desk, palette, name):
    type_in(palette, name)
    assert palette.found[0] == name

    for _ in range(3):
        press(palette, Qt.Key.Key_Return)

    assert palette.isVisible()
    assert "press" in palette.hint
    assert desk.window.controller.case is not None
    assert room.decisions() == []


def test_a_held_command_is_told_and_not_run(desk, palette):
    type_in(palette, "view.raw")

    press(palette, Qt.Key.Key_Return)

    assert palette.isVisible()
    assert palette.hint.endswith("[")
    assert not desk.window.desk.panes.holds.is_raw


def test_while_the_palette_is_open_no_key_reaches_the_desk(room, desk, palette):
    tool = desk.window.desk.panes.scan.tool

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_F12, Qt.Key.Key_B):
        press(palette, key)

    assert palette.field.text() == "b"
    assert desk.window.desk.panes.scan.tool is tool
    assert room.decisions() == []


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_the_palette_goes_away_without_a_command(desk, palette, key, modifier):
    acts = len(desk.window.acts.to_json()["run"])

    press(palette, key, modifier)

    assert not palette.isVisible()
    assert len(desk.window.acts.to_json()["run"]) == acts


def test_only_what_can_be_done_now_is_listed(desk, palette):
    assert not desk.window.commands["look.undo"].isEnabled()

    type_in(palette, "look.undo")

    assert "look.undo" not in palette.found


def test_arrows_choose_and_go_round(palette):
    palette.field.clear()
    last = palette.list.count() - 1

    press(palette, Qt.Key.Key_Up)
    assert palette.list.currentRow() == last

    press(palette, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0


def test_nothing_that_enter_cannot_do_stands_before_the_rest(palette):
    only_told = {command.name for command in COMMANDS if command.decides or command.held}

    first = palette.found[: len(palette.found) - len(only_told)]

    assert only_told.isdisjoint(first)


def test_an_enter_too_many_moves_no_case(desk, palette):
    palette.close_unused()
    desk.window.acts.note("case.skip")
    desk.keys.show_palette()

    assert not palette.found[0].startswith(("decision.", "case.", "desk."))


def test_the_keys_in_force_stand_beside_the_commands(desk, palette):
    palette.close_unused()
    keymap, _ = lay_over(STANDARD, {"pane.fit": ["F7"]})
    desk.window.commands.use(keymap)

    desk.keys.show_palette()
    type_in(palette, "pane.fit")

    assert palette.list.item(0).data(Qt.ItemDataRole.UserRole + 2) == "F7"


def test_before_anybody_sits_down_there_is_no_palette(open_desk):
    desk = open_desk(officer=None)

    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert not desk.keys.palette.isVisible()
