"""A monkey at the desk: whatever it does with tools, nothing breaks, decides or grows.

``make monkey MONKEY=10000`` lets it work longer, with tools and with keys; the suite has it for
a short while.
``MONKEY_SEED`` chooses its mood.
"""

import contextlib
import ctypes
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.command_table import COMMANDS, Group
from viewer.overlay import Tool
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

ACTS = int(os.environ.get("MONKEY", "150"))
SEED = int(os.environ.get("MONKEY_SEED", "7"))
MOST_GROWTH_MB = 40.0
"""Allocators keep some pages; a leak of one picture in a hundred acts would be far above."""

_HARMLESS = [
    command.name
    for command in COMMANDS
    if command.group not in (Group.DECISION, Group.CASE, Group.HELP)
    and not command.held
    and command.name != "view.full_screen"
]
_HELD = [command for command in COMMANDS if command.held]
_KEYS = [
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_Space,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
]
_BUTTONS = [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
_MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
]


def picture(seed: int, shape: tuple[int, int] = (500, 1500), **more: object) -> Picture:
    rng = np.random.default_rng(seed)
    high = rng.integers(200, 65000, shape).astype(np.uint16)
    low = (high * 0.9).astype(np.uint16)
    return Picture(
        high=high,
        low=low,
        pitch_mm=(5.0, 5.0),
        container=Area(row=60, column=80, height=380, width=1300),
        label=f"M{seed}",
        **more,
    )


class Monkey:
    """Chooses among all that a hand can do to the pictures."""

    def __init__(self, window, seed: int) -> None:
        self.window, self.rng = window, np.random.default_rng(seed)
        self.panes: ComparePane = window.desk.panes
        self.acts: list[Callable[[], None]] = [
            self.drag,
            self.drag,
            self.drag,
            self.click,
            self.double_click,
            self.wheel,
            self.press_key,
            self.trigger,
            self.trigger,
            self.trigger,
            self.choose_tool,
            self.hold,
            self.resize,
            self.change_picture,
            self.type_words,
        ]

    def act(self) -> None:
        self.pick(self.acts)()

    def pick(self, things):
        return things[int(self.rng.integers(len(things)))]

    def port(self):
        shown = [p for p in (self.panes.scan, self.panes.model) if p.isVisible()]
        return self.pick(shown or [self.panes.scan]).view.viewport()

    def place(self, port) -> QPoint:
        return QPoint(
            int(self.rng.integers(max(port.width(), 1))),
            int(self.rng.integers(max(port.height(), 1))),
        )

    def drag(self) -> None:
        port, button, modifier = self.port(), self.pick(_BUTTONS), self.pick(_MODIFIERS)
        QTest.mousePress(port, button, modifier, self.place(port))
        for _ in range(int(self.rng.integers(1, 5))):
            QTest.mouseMove(port, self.place(port))
        QTest.mouseRelease(port, button, modifier, self.place(port))

    def click(self) -> None:
        port = self.port()
        QTest.mouseClick(port, self.pick(_BUTTONS), self.pick(_MODIFIERS), self.place(port))

    def double_click(self) -> None:
        port = self.port()
        QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=self.place(port))

    def wheel(self) -> None:
        port = self.port()
        at = QPointF(self.place(port))
        event = QWheelEvent(
            at,
            QPointF(port.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, int(self.rng.integers(-4, 5)) * 120),
            Qt.MouseButton.NoButton,
            self.pick(_MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(port, event)

    def press_key(self) -> None:
        QTest.keyClick(self.panes.scan.view, self.pick(_KEYS), self.pick(_MODIFIERS))

    def trigger(self) -> None:
        self.window.commands[self.pick(_HARMLESS)].trigger()

    def choose_tool(self) -> None:
        self.panes.scan.set_tool(self.pick(list(Tool)))

    def hold(self) -> None:
        handle, key = self.window.windowHandle(), Qt.Key(ord(self.pick(_HELD).keys[0]))
        QTest.keyPress(handle, key)
        QApplication.processEvents()
        if self.rng.random() < 0.8:  # else another act comes in between, or it is never let go
            QTest.keyRelease(handle, key)

    def resize(self) -> None:
        self.window.resize(int(self.rng.integers(1280, 1600)), int(self.rng.integers(720, 1000)))

    def change_picture(self) -> None:
        if self.rng.random() > 0.25:
            return
        seed = int(self.rng.integers(4))
        if seed == 3:
            self.panes.show_model(None, message="none")
        elif seed == 2:
            self.panes.show_model(picture(12, (300, 900)))
        else:
            self.panes.show_scan(picture(seed))

    def type_words(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            QTest.keyClicks(field, "箱abc"[: int(self.rng.integers(1, 4))].replace("箱", "x"))
            QTest.keyClick(field, self.pick([Qt.Key.Key_Return, Qt.Key.Key_Escape]))


def resident_mb() -> float:
    """Return what this process really holds: pages that the allocator only hoards are returned."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_monkey_breaks_nothing_decides_nothing_and_makes_nothing_grow(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    qtbot.waitUntil(lambda: desk.window.controller.case is not None, timeout=8000)
    desk.window.desk.panes.show_scan(picture(1))
    desk.window.desk.panes.show_model(picture(12, (300, 900)))
    monkey = Monkey(desk.window, SEED)
    settled = ACTS // 5

    sizes = []
    for number in range(ACTS):
        monkey.act()
        QApplication.processEvents()
        # What an event loop does by itself between two events.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if number >= settled and number % max(ACTS // 20, 1) == 0:
            sizes.append(resident_mb())

    desk.window.held_keys.let_go()
    QApplication.processEvents()
    half = len(sizes) // 2
    growth = np.median(sizes[half:]) - np.median(sizes[:half])
    sys.stdout.write(
        f"\n{ACTS} acts, seed {SEED}: {sizes[0]:.0f} MB at first, {sizes[-1]:.0f} MB at last, "
        f"median of the halves {growth:+.1f} MB\n"
    )
    assert room.decisions() == []
    assert growth < MOST_GROWTH_MB
    assert desk.window.desk.panes.scan.state.to_json()["schema"] == "reviewroom.picture_state/1"


KEYS = int(os.environ.get("MONKEY_KEYS", "1000"))
_QUITS = ("case.quit", "case.sign_out", "case.skip")
"""Commands that would end the test early; all three leave a case undecided."""
_ALL_KEYS = [
    *(Qt.Key(code) for code in range(0x20, 0x60)),
    *(Qt.Key(Qt.Key.Key_F1.value + n) for n in range(24)),
    *_KEYS,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Pause,
    Qt.Key.Key_MediaPlay,
]


class Typist:
    """Ten fingers that know nothing: any key, with any modifiers, now and then held down."""

    def __init__(self, window, seed: int) -> None:
        self.window, self.rng = window, np.random.default_rng(seed)
        self.spare: set[Qt.Key] = set()
        self.last = (Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier)

    def act(self) -> None:
        key = _ALL_KEYS[int(self.rng.integers(len(_ALL_KEYS)))]
        modifier = _MODIFIERS[int(self.rng.integers(len(_MODIFIERS)))]
        if key not in self.spare or modifier != Qt.KeyboardModifier.NoModifier:
            self.last = (key, modifier)
            self.press(key, modifier)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press a key as the system would: at the native window, so that all filters hear it."""
        port = QApplication.focusWindow() or self.window.windowHandle()
        QTest.keyClick(port, key, modifier)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.close()
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                other.close()
        self.window.activateWindow()


def deciding_keys(window) -> dict[Qt.Key, str]:
    """Return the keys that decide when they are pressed alone, and which command they call."""
    keymap = window.commands.keymap
    return {
        stroke.key: command.name
        for command in COMMANDS
        if command.decides
        for stroke in keymap.of(command.name)
    }


def typist_at(qtbot, room, open_desk, *, dwell_s: float):
    room.add_cases(4)
    desk = open_desk(dwell_s=dwell_s)
    window = desk.window
    armed = Obstacle.TOO_SOON if dwell_s else None
    release = Conclusion.RELEASE
    qtbot.waitUntil(lambda: window.controller.obstacle(release, None) is armed, timeout=8000)
    for name in _QUITS:
        window.commands[name].setEnabled(False)
    window.setUpdatesEnabled(False)  # keys are looked for, not pictures: half the time
    return window, Typist(window, SEED)


@pytest.mark.timeout(3600)
@pytest.mark.qt_log_ignore("does not support raise")
def test_random_keys_never_decide_before_the_picture_was_seen(qtbot, room, open_desk):
    window, typist = typist_at(qtbot, room, open_desk, dwell_s=1e9)
    case = window.controller.case
    # A rescan says nothing of the load and does not wait: its own key alone may ask for it.
    typist.spare = {k for k, name in deciding_keys(window).items() if name == "decision.rescan"}

    for number in range(KEYS):
        typist.act()
        if number % 100 == 0:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert room.decisions() == []
    assert window.controller.case is case


@pytest.mark.timeout(3600)
@pytest.mark.qt_log_ignore("does not support raise")
def test_once_armed_nothing_but_a_decision_key_alone_decides(qtbot, room, open_desk):
    window, typist = typist_at(qtbot, room, open_desk, dwell_s=0.0)
    typist.spare = set(deciding_keys(window))
    taken = []
    window.controller.decided.connect(taken.append)

    for number in range(KEYS // 10):
        typist.act()
        assert taken == [], typist.last
        if number % 20 == 0:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.desk.panes.setFocus()
    typist.press(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)

    assert [one.conclusion.value for one in taken] == ["release"]
