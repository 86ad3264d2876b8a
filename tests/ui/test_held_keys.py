"""Keys that act while they are down: begun once, ended whatever happens."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.held_keys import HeldKeys


class Watcher:
    def __init__(self):
        self.heard = []
        self.free = True


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def watcher(window):
    watcher = Watcher()
    watcher.keys = HeldKeys(window, lambda: watcher.free)
    watcher.keys.connect_to("view.raw", watcher.heard.append)
    return watcher


def test_a_held_key_acts_once_and_ends_when_it_is_let_go(window, watcher):
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_BracketLeft)
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_BracketLeft)

    assert watcher.heard == [True]

    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_BracketLeft)

    assert watcher.heard == [True, False]


def test_a_held_key_does_nothing_while_somebody_types(window, watcher):
    watcher.free = False

    QTest.keyPress(window.windowHandle(), Qt.Key.Key_BracketLeft)

    assert watcher.heard == []


def test_what_is_held_ends_when_the_window_loses_the_keyboard(window, watcher):
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_BracketLeft)

    QApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.FocusOut))

    assert watcher.heard == [True, False]


def test_other_keys_are_left_alone(window, watcher):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F9)

    assert watcher.heard == []
