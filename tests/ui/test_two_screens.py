"""The desk on one screen, on two, and when a screen is pulled out."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import PASSWORD
from tests.ui.test_desk import case_of, press, wait_armed
from ui import theme
from ui.layouts import Frame, Layout, ScreenPlace
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

LEFT = ScreenPlace(name="A", frame=Frame(left=0, top=0, width=1600, height=900))
RIGHT = ScreenPlace(name="B", frame=Frame(left=1600, top=0, width=1280, height=800))


pytestmark = pytest.mark.usefixtures("screens")


class Screens:
    """The screens as a test plugs them in."""

    def __init__(self, *screens):
        self.there = screens

    def __call__(self):
        return self.there


@pytest.fixture
def screens(monkeypatch):
    plugged = Screens(LEFT)
    monkeypatch.setattr("ui.layout_keeper.screens_of_qt", plugged)
    return plugged


def open_armed(qtbot, room, open_desk, count=1, **more):
    room.add_cases(count)
    desk = open_desk(**more)
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: desk.window.desk.panes.model.picture is not None, timeout=8000)
    return desk


def unlock(qtbot, desk):
    desk.hours.lock.page.tried.emit(PASSWORD)
    qtbot.waitUntil(lambda: not desk.hours.lock.is_locked, timeout=5000)


def test_on_one_screen_the_model_stands_below_the_scan(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)

    assert desk.layouts.layout_now is Layout.BELOW
    assert desk.layouts.models_window is None
    assert desk.window.desk.panes.model.window() is desk.window
    assert not desk.window.commands["layout.screens"].isEnabled()


def test_a_second_screen_takes_the_models_and_the_link_stays(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)

    desk = open_armed(qtbot, room, open_desk)

    second, panes = desk.layouts.models_window, desk.window.desk.panes
    assert desk.layouts.layout_now is Layout.SCREENS
    assert second.isVisible()
    assert (second.geometry().x(), second.width()) == (1600, 1280)
    assert panes.model.window() is second
    assert desk.window.desk.models.window() is second
    before = panes.model.state.viewpoint
    panes.scan.one_to_one()
    assert panes.linked
    assert panes.model.state.viewpoint != before


def test_when_the_second_screen_goes_the_models_come_home(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)
    panes = desk.window.desk.panes

    screens.there = (LEFT,)
    desk.layouts.screens_changed()

    assert not desk.layouts.models_window.isVisible()
    assert desk.layouts.layout_now is Layout.BELOW
    assert panes.model.window() is desk.window
    assert panes.model.isVisible()
    assert panes.splitter.indexOf(panes.model) == 1
    assert desk.window.desk.models.window() is desk.window
    screens.there = (LEFT, RIGHT)
    desk.layouts.screens_changed()
    assert panes.model.window() is desk.layouts.models_window


def test_the_models_come_home_on_an_empty_desk_too(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: case_of(desk) is None, timeout=5000)

    screens.there = (LEFT,)
    desk.layouts.screens_changed()

    assert not desk.layouts.models_window.isVisible()
    assert desk.window.desk.panes.model.window() is desk.window


def test_a_window_whose_screen_is_pulled_out_comes_back(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)
    desk.window.setGeometry(4000, 300, 1400, 820)

    screens.there = (LEFT,)
    desk.layouts.screens_changed()

    place = desk.window.geometry()
    assert place.left() >= 0
    assert place.right() <= 1600


def test_a_screen_that_wakes_up_while_the_desk_is_locked_shows_nothing(
    qtbot, room, open_desk, screens
):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.commands["desk.lock"].trigger()

    screens.there = (LEFT, RIGHT)
    desk.layouts.screens_changed()

    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w != desk.window]
    unlock(qtbot, desk)
    assert desk.window.desk.panes.model.window() is desk.layouts.models_window
    assert desk.layouts.models_window.isVisible()


def test_models_come_home_when_their_screen_goes_while_the_desk_is_locked(
    qtbot, room, open_desk, screens
):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)
    desk.window.setGeometry(4000, 300, 1400, 820)
    desk.window.commands["desk.lock"].trigger()

    screens.there = (LEFT,)
    desk.layouts.screens_changed()

    assert desk.window.geometry().right() <= 1600  # who cannot see the lock cannot open it
    unlock(qtbot, desk)
    assert not desk.layouts.models_window.isVisible()
    assert desk.window.desk.panes.model.window() is desk.window
    assert desk.window.desk.panes.model.isVisible()


def test_a_layout_taken_by_key_outlives_the_lock(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.commands["layout.large"].trigger()
    desk.window.commands["desk.lock"].trigger()

    unlock(qtbot, desk)

    assert desk.layouts.layout_now is Layout.LARGE
    assert desk.layouts.pinned is Layout.LARGE


def test_keys_count_in_both_windows(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk, count=2)
    second = desk.layouts.models_window
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow, timeout=3000)
    first = case_of(desk)
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=3000)

    QTest.keyClick(desk.window.desk.panes.model.view, Qt.Key.Key_I)
    assert desk.window.desk.panes.scan.state.look.invert
    QTest.keyClick(desk.window.desk.panes.model.view, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)


def test_a_held_key_counts_in_the_second_window(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)
    handle = desk.layouts.models_window.windowHandle()
    holds = desk.window.desk.panes.holds

    for kind, expected in ((QEvent.Type.KeyPress, True), (QEvent.Type.KeyRelease, False)):
        key = Qt.Key.Key_BracketLeft
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "[")
        QApplication.sendEvent(handle, event)
        assert holds.is_raw is expected


def test_another_window_in_front_still_disarms(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    other = QWidget()
    qtbot.addWidget(other)

    other.show()
    other.activateWindow()

    qtbot.waitUntil(other.isActiveWindow, timeout=3000)
    found = desk.window.controller.obstacle(Conclusion.RELEASE, None)
    assert found is Obstacle.WINDOW_INACTIVE


def test_closing_the_second_window_by_hand_brings_the_models_home(qtbot, room, open_desk, screens):
    screens.there = (LEFT, RIGHT)
    desk = open_armed(qtbot, room, open_desk)

    desk.layouts.models_window.close()

    assert desk.layouts.layout_now is Layout.BELOW
    assert desk.window.desk.panes.model.window() is desk.window


def test_a_key_takes_a_layout_and_again_leaves_it_to_the_rule(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    panes = desk.window.desk.panes

    desk.window.commands["layout.large"].trigger()
    large = (desk.layouts.layout_now, panes.model.isVisible())
    told = desk.window.status.note.text()
    desk.window.commands["layout.large"].trigger()

    assert large == (Layout.LARGE, False)
    assert (desk.layouts.layout_now, panes.model.isVisible()) == (Layout.BELOW, True)
    assert desk.window.commands["layout.below"].isChecked()
    assert told == "Layout: scan large. Its key again leaves it to the rule."
    assert desk.window.status.note.text() == "Layout: scan over model, as the rule has it"


def test_the_papers_layout_lays_every_goods_line_out(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    before = desk.window.desk.side.width()

    desk.window.commands["layout.papers"].trigger()

    assert desk.window.desk.declaration_panel.shows_all
    qtbot.waitUntil(lambda: desk.window.desk.side.width() > before + 100, timeout=3000)


def test_a_layout_saved_as_mine_comes_back_after_a_restart(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk, count=2)
    desk.window.commands["layout.large"].trigger()
    desk.window.desk.halves.setSizes([900, 480])
    mine = desk.window.desk.measures()
    desk.window.commands["layout.save"].trigger()
    desk.stop()
    desk.window.close()
    for case in room.hub.cases.values():
        case.token = None  # as after the leases have run out

    again = open_desk()

    wait_armed(qtbot, again)
    qtbot.waitUntil(lambda: again.layouts.layout_now is Layout.LARGE, timeout=3000)
    assert again.layouts.pinned is Layout.LARGE
    qtbot.waitUntil(lambda: abs(again.window.desk.measures().side_px - mine.side_px) <= 2)


def test_papers_give_way_when_the_window_gets_smaller(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.resize(1900, 820)
    desk.window.desk.halves.setSizes([1100, 780])

    desk.window.resize(1290, 820)

    qtbot.waitUntil(lambda: desk.window.desk.measures().side_px <= 0.43 * 1290, timeout=3000)


def test_large_letters_are_laid_out_as_a_small_window(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    before = desk.layouts.layout_now

    theme.rescale(QApplication.instance(), 1.5)

    qtbot.waitUntil(lambda: desk.layouts.layout_now is Layout.LARGE, timeout=3000)
    theme.rescale(QApplication.instance(), 1.0)
    qtbot.waitUntil(lambda: desk.layouts.layout_now is before, timeout=3000)


def test_a_layout_that_was_pulled_about_stays_so_for_the_session(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.desk.halves.setSizes([900, 500])
    pulled = desk.window.desk.measures().side_px

    desk.window.commands["layout.papers"].trigger()
    desk.window.commands["layout.below"].trigger()

    assert abs(desk.window.desk.measures().side_px - pulled) <= 2


def test_the_window_comes_back_where_it_stood(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.setGeometry(40, 30, 1300, 700)
    desk.window.close()
    desk.stop()

    again = open_desk()

    assert again.layouts.place_window()
    place = again.window.geometry()
    assert (place.x(), place.y(), place.width(), place.height()) == (40, 30, 1300, 700)


def test_a_reset_forgets_the_place(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk)
    desk.window.close()
    desk.stop()

    again = open_desk(reset_layout=True)

    assert not again.layouts.place_window()


def test_the_same_case_keeps_its_layout_while_other_cases_choose_theirs(qtbot, room, open_desk):
    desk = open_armed(qtbot, room, open_desk, count=2)
    desk.window.commands["layout.large"].trigger()

    press(desk, Qt.Key.Key_F9)
    wait_armed(qtbot, desk)

    assert desk.layouts.layout_now is Layout.LARGE
