"""While the monitor of an open case is gone or set otherwise nothing is decided, and it is told."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.test_desk import case_of, press, wait_armed
from ui.monitors import monitor_of
from workstation.domain.decision import Conclusion
from workstation.domain.monitors import Monitor, MonitorCheck
from workstation.review.arming import Obstacle

LEFT = Monitor(
    maker="EIZO",
    model="RX350",
    serial="21409",
    port="DP-1",
    size_mm=(432.0, 324.0),
    size_px=(2048, 1536),
    pixel_ratio=1.0,
)
RIGHT = replace(LEFT, serial="21410", port="DP-2")


class Plugs:
    """Monitors as a test plugs them in, told of by Qt's own signals."""

    def __init__(self, monkeypatch):
        self.there, self.here = [LEFT, RIGHT], LEFT
        monkeypatch.setattr("ui.session.screen_watch.monitors_there", lambda: tuple(self.there))
        monkeypatch.setattr("ui.session.screen_watch.monitor_of", lambda _screen: self.here)

    @property
    def _screen(self):
        return QGuiApplication.primaryScreen()

    def pull(self, monitor, *, lands_on):
        """Take a monitor away; Qt tells so, and only then moves the window."""
        self.there.remove(monitor)
        QGuiApplication.instance().screenRemoved.emit(self._screen)
        self.here = lands_on
        QGuiApplication.instance().primaryScreenChanged.emit(self._screen)

    def plug(self, monitor, *, window_follows=True):
        self.there.append(monitor)
        if window_follows:
            self.here = monitor
        QGuiApplication.instance().screenAdded.emit(self._screen)

    def move_to(self, window, monitor):
        self.here = monitor
        window.windowHandle().screenChanged.emit(self._screen)

    def set_otherwise(self, monitor):
        self.there[self.there.index(self.here)] = self.here = monitor
        self._screen.geometryChanged.emit(QRect(0, 0, *monitor.size_px))


@pytest.fixture
def plugs(monkeypatch):
    return Plugs(monkeypatch)


@pytest.fixture
def desk(qtbot, room, open_desk, plugs):  # noqa: ARG001 - the monitors are there before the desk
    room.add_cases(2)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    return desk


def obstacle(desk):
    return desk.window.controller.obstacle(Conclusion.RELEASE, None)


def line(desk):
    notice = desk.hours.notice
    return notice.text.text() if notice.isVisible() else ""


def told(room):
    return [document for act, document in room.hub.steered if act == "note_screen"]


def go_on(desk):
    QTest.keyClick(desk.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)


def decided(qtbot, room):
    qtbot.waitUntil(lambda: room.hub.decisions != [], timeout=5000)
    return room.hub.decisions[0].evidence


def test_a_decision_names_its_monitor_and_how_the_desks_clock_is_kept(qtbot, room, desk):
    press(desk, Qt.Key.Key_F9)

    evidence = decided(qtbot, room)
    assert evidence["monitor"] == {**LEFT.to_json(), "changes": []}
    assert evidence["desk_clock"]["sync"] in {"synchronised", "unsynchronised", "unknown"}
    assert evidence["desk_clock"]["since_boot_s"] > 0


def test_when_the_monitor_is_pulled_out_nothing_is_decided_and_a_calm_line_says_why(
    qtbot, room, desk, plugs
):
    plugs.pull(LEFT, lands_on=RIGHT)

    assert obstacle(desk) is Obstacle.SCREEN_CHANGED
    assert "EIZO RX350" in line(desk)
    assert "Ctrl+G" in line(desk)
    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_F12)
    assert case_of(desk) is not None
    assert room.hub.decisions == []
    qtbot.waitUntil(lambda: len(told(room)) == 1, timeout=5000)
    (note,) = told(room)
    assert (note["change"], note["monitor"]["serial"]) == ("gone", "21409")
    assert note["case_id"] == case_of(desk)


def test_when_it_is_back_the_decision_is_armed_again_and_both_are_recorded(
    qtbot, room, desk, plugs
):
    plugs.pull(LEFT, lands_on=RIGHT)
    plugs.plug(LEFT)

    assert obstacle(desk) is None
    assert line(desk) == ""
    press(desk, Qt.Key.Key_F9)
    evidence = decided(qtbot, room)
    assert [change[0] for change in evidence["monitor"]["changes"]] == ["gone", "back"]
    assert evidence["monitor"]["serial"] == "21409"
    qtbot.waitUntil(lambda: [one["change"] for one in told(room)] == ["gone", "back"], timeout=5000)


def test_a_monitor_that_is_back_without_the_window_is_said_so(desk, plugs):
    plugs.pull(LEFT, lands_on=RIGHT)
    plugs.plug(LEFT, window_follows=False)

    assert obstacle(desk) is Obstacle.SCREEN_CHANGED
    assert "move the window back" in line(desk)
    plugs.move_to(desk.window, LEFT)
    assert obstacle(desk) is None


def test_the_reviewer_may_go_on_with_another_monitor_and_the_decision_names_it(
    qtbot, room, desk, plugs
):
    plugs.pull(LEFT, lands_on=RIGHT)
    go_on(desk)

    assert obstacle(desk) is None
    press(desk, Qt.Key.Key_F9)
    evidence = decided(qtbot, room)
    assert evidence["monitor"]["serial"] == "21410"
    assert [change[0] for change in evidence["monitor"]["changes"]] == ["gone", "accepted"]
    qtbot.waitUntil(lambda: len(told(room)) == 2, timeout=5000)
    accepted = told(room)[1]
    assert accepted["monitor"]["serial"] == "21409"
    assert accepted["now"]["serial"] == "21410"


def test_without_trouble_the_key_that_goes_on_says_nothing(room, desk):
    go_on(desk)

    assert told(room) == []
    assert not desk.window.commands["desk.go_on_here"].isEnabled()


@pytest.mark.parametrize("change", [{"size_px": (1024, 768)}, {"pixel_ratio": 2.0}])
def test_another_resolution_or_scale_disarms_until_it_is_set_back(desk, plugs, change):
    plugs.set_otherwise(replace(LEFT, **change))

    assert obstacle(desk) is Obstacle.SCREEN_CHANGED
    assert "2048" in line(desk)
    plugs.set_otherwise(LEFT)
    assert obstacle(desk) is None


def test_a_window_that_the_reviewer_moves_is_no_alarm_and_the_new_monitor_counts(
    qtbot, room, desk, plugs
):
    plugs.move_to(desk.window, RIGHT)

    assert obstacle(desk) is None
    later = desk.screens.now() + 3.0
    desk.screens.now = lambda: later
    plugs.pull(LEFT, lands_on=RIGHT)
    assert obstacle(desk) is None
    press(desk, Qt.Key.Key_F9)
    evidence = decided(qtbot, room)
    assert evidence["monitor"]["serial"] == "21410"
    assert [change[0] for change in evidence["monitor"]["changes"]] == ["moved"]


def test_a_window_that_the_system_moves_before_it_tells_that_a_monitor_is_gone_was_not_moved(
    desk, plugs
):
    plugs.move_to(desk.window, RIGHT)
    plugs.pull(LEFT, lands_on=RIGHT)

    assert obstacle(desk) is Obstacle.SCREEN_CHANGED
    assert [change[0] for change in desk.screens.evidence()["monitor"]["changes"]] == ["gone"]


def test_another_monitor_that_is_pulled_out_is_no_matter(desk, plugs):
    plugs.pull(RIGHT, lands_on=LEFT)

    assert obstacle(desk) is None
    assert line(desk) == ""


def test_looking_back_and_coming_again_does_not_make_a_pulled_monitor_good(
    qtbot, room, desk, plugs
):
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: case_of(desk) is not None and obstacle(desk) is None, timeout=5000)
    plugs.pull(LEFT, lands_on=RIGHT)
    assert obstacle(desk) is Obstacle.SCREEN_CHANGED

    press(desk, Qt.Key.Key_Home)
    assert obstacle(desk) is Obstacle.SET_ASIDE
    press(desk, Qt.Key.Key_Home)

    assert obstacle(desk) is Obstacle.SCREEN_CHANGED
    assert len(room.hub.decisions) <= 1


def test_after_its_time_the_case_goes_back_and_the_desk_locks(qtbot, room, desk, plugs):
    case_id = case_of(desk)
    plugs.pull(LEFT, lands_on=RIGHT)
    soon = desk.screens.now() + 61.0
    desk.screens.now = lambda: soon

    qtbot.waitUntil(lambda: desk.hours.lock.is_locked, timeout=5000)

    qtbot.waitUntil(lambda: (case_id, "its monitor was gone") in room.hub.skipped, timeout=5000)
    qtbot.waitUntil(lambda: told(room)[-1]["change"] == "returned", timeout=5000)
    assert case_of(desk) is None or case_of(desk) != case_id


def test_the_lease_is_kept_while_the_line_counts_down(qtbot, room, desk, plugs):
    plugs.pull(LEFT, lands_on=RIGHT)
    soon = desk.screens.now() + 55.0
    desk.screens.now = lambda: soon

    qtbot.waitUntil(lambda: "in 5 s" in line(desk), timeout=5000)

    assert room.hub.skipped == []
    assert case_of(desk) is not None


@pytest.mark.usefixtures("plugs")
def test_an_old_check_is_called_to_mind_at_the_start_and_a_new_one_is_told(
    qtbot, room, open_desk, tmp_path
):
    folder = tmp_path / "layouts"
    folder.mkdir()
    folder.joinpath("monitors.toml").write_text(
        '[[checked]]\nmaker = "EIZO"\nmodel = "RX350"\nserial = "21409"\nport = ""\n'
        'on = 2020-01-02\nby = "chen"\n'
    )
    room.add_cases(1)
    desk = open_desk(layouts=folder, dwell_s=0.0)
    wait_armed(qtbot, desk)
    assert "2020-01-02" in line(desk)

    desk.screens.book.write_down(LEFT, MonitorCheck(on=date(2026, 11, 20), by="li"))

    assert line(desk) == ""
    qtbot.waitUntil(lambda: len(told(room)) == 1, timeout=5000)
    assert told(room)[0]["monitor"]["check"] == {"on": "2026-11-20", "by": "li"}
    press(desk, Qt.Key.Key_F9)
    assert decided(qtbot, room)["monitor"]["check"] == {"on": "2026-11-20", "by": "li"}
    qtbot.waitUntil(lambda: "2026-11-20" in folder.joinpath("monitors.toml").read_text())


def test_what_qt_tells_of_a_screen_is_taken_as_it_is(qapp):
    screen = qapp.primaryScreen()

    found = monitor_of(screen)

    assert found.port == screen.name()
    assert found.size_px == (screen.size().width(), screen.size().height())
    assert found.pixel_ratio == screen.devicePixelRatio()
    assert found.shows_as(monitor_of(screen))
