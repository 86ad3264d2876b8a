"""Keypads, pads without names and side buttons of the mouse call commands like any key."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.commands import BY_NAME, CommandSet, key_text
from ui.held_keys import HeldKeys
from ui.key_ears import KeyEars
from ui.keymap import STANDARD, lay_over

NONE, PAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier


class Hand:
    """A window with commands, and what was run in it."""

    def __init__(self, window):
        self.window, self.free, self.ran = window, True, []
        self.commands = CommandSet(window)
        self.ears = KeyEars(window, self.commands, lambda: self.free)
        self.held = HeldKeys(window, lambda: self.free)
        self.held.connect_to("view.raw", lambda on: self.ran.append(("view.raw", on)))
        self.commands.keymap_changed.connect(self.held.use)
        self.commands.ran.connect(self.ran.append)

    def use(self, **keys):
        keymap, troubles = lay_over(STANDARD, {n.replace("__", "."): k for n, k in keys.items()})
        assert troubles == ()
        self.commands.use(keymap)

    def send(self, kind, key, **more):
        modifiers, scan = more.get("modifiers", NONE), more.get("scan", 0)
        text, repeat = more.get("text", ""), more.get("repeat", False)
        event = QKeyEvent(kind, key, modifiers, scan, 0, 0, text, repeat)
        event.ignore()
        taken = QApplication.sendEvent(self.window.windowHandle(), event)
        return taken and event.isAccepted()

    def press(self, key, **more):
        self.send(QEvent.Type.ShortcutOverride, key, **more)
        self.send(QEvent.Type.KeyPress, key, **more)
        self.send(QEvent.Type.KeyRelease, key, **more)

    def click(self, kind, button):
        event = QMouseEvent(kind, QPointF(5, 5), QPointF(5, 5), button, button, NONE)
        QApplication.sendEvent(self.window.windowHandle(), event)


@pytest.fixture
def hand(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    hand = Hand(window)
    yield hand
    hand.commands.use(STANDARD)


def test_a_key_without_a_name_calls_its_command_by_scan_code(hand):
    hand.use(pane__fit=["scan:0xb3"])

    hand.press(Qt.Key.Key_unknown, scan=0xB3)
    hand.press(Qt.Key.Key_unknown, scan=0xB4)

    assert hand.ran == ["pane.fit"]


def test_a_scan_code_goes_before_the_name_that_the_system_gives_the_key(hand):
    hand.use(pane__fit=["scan:0x38"])

    claimed = hand.send(QEvent.Type.ShortcutOverride, Qt.Key.Key_B, scan=0x38, text="b")

    assert claimed
    assert not hand.send(QEvent.Type.ShortcutOverride, Qt.Key.Key_B, scan=0x39, text="b")


def test_the_keypad_is_told_from_the_row_of_digits(hand):
    hand.use(pane__fit=["Num+5"])

    hand.press(Qt.Key.Key_5, modifiers=PAD, text="5")
    hand.press(Qt.Key.Key_Clear, modifiers=PAD)
    QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_5)

    assert hand.ran == ["pane.fit", "pane.fit", "preset.use_5"]


def test_a_key_that_is_held_down_acts_once(hand):
    hand.use(pane__fit=["scan:0xb3"])

    for repeat in (False, True, True):
        hand.send(QEvent.Type.KeyPress, Qt.Key.Key_unknown, scan=0xB3, repeat=repeat)

    assert hand.ran == ["pane.fit"]


def test_while_somebody_types_a_key_that_writes_is_left_to_the_field(hand):
    hand.use(pane__fit=["Num+5", "scan:0xb3"])
    hand.free = False

    hand.press(Qt.Key.Key_5, modifiers=PAD, text="5")
    assert "pane.fit" not in hand.ran

    hand.press(Qt.Key.Key_unknown, scan=0xB3)
    assert "pane.fit" in hand.ran


@pytest.mark.parametrize(
    ("key", "text"), [(Qt.Key.Key_R, "r"), (Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Space, " ")]
)
def test_a_scan_code_that_turns_out_to_write_or_to_answer_does_not_decide(hand, key, text):
    hand.use(decision__release=["scan:0x1b"])

    hand.press(key, scan=0x1B, text=text)
    assert "decision.release" not in hand.ran

    hand.press(Qt.Key.Key_unknown, scan=0x1B)
    assert "decision.release" in hand.ran


def test_a_side_button_of_the_mouse_calls_its_command(hand):
    hand.use(region__next=["mouse:forward"])

    hand.click(QEvent.Type.MouseButtonPress, Qt.MouseButton.ForwardButton)
    hand.click(QEvent.Type.MouseButtonRelease, Qt.MouseButton.ForwardButton)
    hand.click(QEvent.Type.MouseButtonPress, Qt.MouseButton.BackButton)
    hand.click(QEvent.Type.MouseButtonRelease, Qt.MouseButton.BackButton)

    assert hand.ran == ["region.next"]


@pytest.mark.parametrize("key", ["mouse:back", "scan:0xb3", "Num+5", "F7"])
def test_what_is_held_may_lie_on_any_kind_of_key(hand, key):
    hand.use(view__raw=[key])
    presses = {
        "scan:0xb3": (Qt.Key.Key_unknown, {"scan": 0xB3}),
        "Num+5": (Qt.Key.Key_5, {"modifiers": PAD}),
        "F7": (Qt.Key.Key_F7, {}),
    }

    if key == "mouse:back":
        hand.click(QEvent.Type.MouseButtonPress, Qt.MouseButton.BackButton)
        hand.click(QEvent.Type.MouseButtonRelease, Qt.MouseButton.BackButton)
    else:
        pressed, more = presses[key]
        hand.press(pressed, **more)

    assert hand.ran == [("view.raw", True), ("view.raw", False)]


def test_other_keys_count_at_once_and_the_old_ones_no_more(hand):
    hand.use(pane__fit=["F7"])

    QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_F)
    QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_F7)

    assert hand.ran == ["pane.fit"]
    assert key_text(BY_NAME["pane.fit"]) == "F7"
    assert hand.commands["pane.fit"].toolTip().endswith("(F7)")


def test_a_disabled_command_is_deaf_on_every_key(hand):
    hand.use(pane__fit=["scan:0xb3"])
    hand.commands["pane.fit"].setEnabled(False)

    hand.press(Qt.Key.Key_unknown, scan=0xB3)

    assert hand.ran == []


def test_scan_codes_are_not_shown_beside_a_name(hand):
    hand.use(pane__fit=["F7", "scan:0xb3"], pane__loupe=["scan:0xb4"])

    assert key_text(BY_NAME["pane.fit"]) == "F7"
    assert key_text(BY_NAME["pane.loupe"]) == "Key B4"
