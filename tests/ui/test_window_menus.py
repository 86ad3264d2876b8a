"""The menu bar: all commands, each once, in the sections of the command table."""

from itertools import groupby

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMainWindow

from ui import theme
from ui.command_table import COMMANDS, TABLES, Group
from ui.commands import CommandSet
from ui.window_menus import WindowMenus


@pytest.fixture
def window(qapp, qtbot):
    theme.apply(qapp)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.menus = WindowMenus(window, CommandSet(window), lambda: None)
    return window


def menus_of(window):
    return [action.menu() for action in window.menuBar().actions()]


def sections(menu):
    """Return the names of a menu's commands, a list for each stretch between two lines."""
    stretches = groupby(menu.actions(), key=lambda action: action.isSeparator())
    return [[one.objectName() for one in actions] for is_line, actions in stretches if not is_line]


def test_every_command_stands_in_one_menu(window):
    named = [name for menu in menus_of(window) for part in sections(menu) for name in part]

    assert sorted(named) == sorted(command.name for command in COMMANDS)


def test_a_line_stands_between_what_comes_of_two_tables(window):
    case = sections(menus_of(window)[0])

    of_tables = [[one.name for one in table if one.group is Group.CASE] for table in TABLES]
    assert case == [part for part in of_tables if part]
    assert len(case) > 1


def test_the_box_of_what_is_not_ticked_can_be_seen(window):
    menu = menus_of(window)[0]
    (unticked, *_) = [one for one in menu.actions() if one.isCheckable() and not one.isChecked()]
    unticked.setText("")
    unticked.setEnabled(True)
    menu.ensurePolished()
    menu.resize(menu.sizeHint())

    place = menu.actionGeometry(unticked)
    left = menu.grab(place.adjusted(0, 0, 30 - place.width(), 0)).toImage()
    best = max(
        theme.contrast(left.pixelColor(x, y).name(), QColor(theme.RAISED).name())
        for x in range(left.width())
        for y in range(left.height())
    )
    assert best >= 3.0  # WCAG 2.1, 1.4.11
