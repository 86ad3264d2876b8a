"""Which commands were run at a case is part of its decision's evidence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.acts import MOST, ActsLog


@pytest.fixture
def clock():
    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    return Clock()


def test_acts_are_noted_with_the_seconds_since_the_case_opened(clock):
    acts = ActsLog(clock=clock)
    acts.note("pane.fit")
    acts.start_case()

    clock.now += 1.256
    acts.note("mark.box")

    assert acts.to_json() == {"run": [["mark.box", 1.26]], "more": 0}


def test_a_case_keeps_so_many_acts_and_counts_the_rest(clock):
    acts = ActsLog(clock=clock)

    for _ in range(MOST + 5):
        acts.note("pane.fit")

    assert len(acts.to_json()["run"]) == MOST
    assert acts.to_json()["more"] == 5


def test_the_last_act_is_the_first_of_the_recent_ones(clock):
    acts = ActsLog(clock=clock)

    for name in ("pane.fit", "mark.box", "pane.fit"):
        acts.note(name)
    acts.start_case()

    assert acts.recent == ("pane.fit", "mark.box")


def test_a_decision_carries_the_commands_that_led_to_it(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    window = desk.window
    qtbot.waitUntil(lambda: window.controller.dwell_share == 1.0, timeout=8000)

    QTest.keyClick(window.desk.panes.scan.view, Qt.Key.Key_I)
    handle = window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_BracketLeft)
    QTest.keyRelease(handle, Qt.Key.Key_BracketLeft)
    QTest.keyClick(window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: bool(room.hub.decisions), timeout=8000)
    acts = room.hub.decisions[0].evidence["acts"]
    assert [name for name, _ in acts["run"]] == ["pane.invert", "view.raw", "decision.release"]
    assert all(0 <= seconds < 60 for _, seconds in acts["run"])
    assert acts["more"] == 0
