"""Nothing at the desk needs the mouse: every command and every control is reached by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from ui.command_table import BY_NAME, COMMANDS
from ui.desk.decision_bar import DecisionButton
from ui.desk.model_strip import ModelStrip
from ui.desk.tool_bar import ToolBar
from ui.keymap import STANDARD, lay_over
from ui.keymap_file import read_shipped
from viewer.overlay import MarkDrawing, Shape
from workstation.domain.decision import MarkShape

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
)
INSTEAD = {
    "Linked": "pane.link",
    "Back to the typical model": "region.explain",
    "Note": "decision.note",
}
"""Controls that a click alone reaches, by what they are called, and the command that does it."""


@pytest.fixture
def desk(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk(dwell_s=0.0)
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.dwell_share == 1.0, timeout=8000)
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=3000)
    return desk


@pytest.mark.parametrize("sheet", read_shipped(), ids=lambda sheet: sheet.name)
def test_what_the_palette_does_not_run_has_a_key_in_every_keymap(sheet):
    keymap, _ = lay_over(STANDARD, sheet.keys)

    without = [c.name for c in COMMANDS if (c.decides or c.held) and not keymap.of(c.name)]

    assert without == []


def test_every_other_command_is_found_in_the_palette_by_its_name(desk):
    palette, commands = desk.keys.palette, desk.window.commands
    desk.keys.show_palette()

    missed = []
    for command in COMMANDS:
        palette.field.setText(command.name)
        able = commands[command.name].isEnabled() and command.name != "help.palette"
        if able and (not palette.found or palette.found[0] != command.name):
            missed.append(command.name)

    assert missed == []


def test_every_action_of_the_window_is_heard_by_somebody(desk):
    heard_by_the_log_alone = 1
    signal = "2triggered(bool)"

    deaf = [
        command.name
        for command in COMMANDS
        if not command.held
        and desk.window.commands[command.name].receivers(signal) <= heard_by_the_log_alone
    ]

    assert deaf == []


def controls_of(page: QWidget) -> list[QWidget]:
    """Return what a hand can use on a page, without the inner parts of other controls."""
    found = [one for one in page.findChildren(QWidget) if isinstance(one, CONTROLS)]
    return [
        one
        for one in found
        if one.isVisible()
        and one.isEnabled()
        and not isinstance(one, QScrollBar)
        and not isinstance(one.parent(), (QAbstractSpinBox, QLineEdit, QComboBox))
    ]


def command_of(control: QWidget) -> str | None:
    """Return the command that does the same as a click on a control."""
    if isinstance(control, DecisionButton):
        return next(c.name for c in COMMANDS if c.decides and c.text == control.accessibleName())
    if isinstance(control.parent(), ToolBar):
        return "the menus have all of its commands"
    if isinstance(control.parent(), ModelStrip):
        return "model.next"
    action = getattr(control, "defaultAction", lambda: None)()
    if action is not None and action.objectName() in BY_NAME:
        return action.objectName()
    given = control.property("command")
    if given in BY_NAME:
        return given
    called = control.accessibleName() or (getattr(control, "text", str)())
    return INSTEAD.get(called)


def test_every_control_of_the_desk_is_reached_by_tab_or_does_what_a_command_does(desk):
    window = desk.window
    window.controller.draw(MarkDrawing(shape=Shape(MarkShape.BOX.value), points=((9, 9), (40, 40))))
    window.commands["look.panel"].trigger()
    QApplication.processEvents()
    controls = controls_of(window.desk)
    by_tab = {one for one in controls if one.focusPolicy() & Qt.FocusPolicy.TabFocus}
    by_command = {one for one in controls if command_of(one)}

    reached = set()
    window.desk.panes.setFocus()
    for _ in range(3 * len(controls)):
        focus = QApplication.focusWidget()
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)

    lost = [
        f"{type(one).__name__} {one.accessibleName()!r} in {type(one.parent()).__name__}"
        for one in controls
        if one not in by_command and one not in reached
    ]
    assert lost == []
    assert len(by_tab & reached) > 20


def test_tab_leads_back_to_the_picture(desk):
    scan = desk.window.desk.panes.scan.view
    scan.setFocus()

    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is scan:
            break

    assert QApplication.focusWidget() is scan


def test_marks_are_picked_one_after_the_other_and_taken_away_by_keys(desk):
    window = desk.window
    for corner in (10, 50):
        drawn = ((corner, corner), (corner + 30, corner + 30))
        window.controller.draw(MarkDrawing(shape=Shape(MarkShape.BOX.value), points=drawn))
    first, second = (mark.mark_id for mark in window.controller.marks)

    picked = []
    for _ in range(3):
        window.commands["mark.next"].trigger()
        picked.append(window.desk.picked)
    QTest.keyClick(window, Qt.Key.Key_Delete)

    assert picked == [first, second, first]
    assert [mark.mark_id for mark in window.controller.marks] == [second]
