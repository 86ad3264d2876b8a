"""Back to the last case and to the open one again, and a desk that waits for a key."""

from PySide6.QtCore import Qt

from tests.ui.test_desk import BOX_DRAWN, case_of, give_reason, press, wait_armed
from ui.link_news import LeaseLost
from viewer.overlay import MarkDrawing, Shape
from viewer.pixels.geometry import Viewpoint
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

OTHER_DRAWN = MarkDrawing(shape=Shape.ARROW, points=((30.0, 40.0), (50.0, 70.0)))


def decide_first(qtbot, room, desk, cases=2):
    """Decide the first of some cases with a mark and a note; returns their ids."""
    ids = room.add_cases(cases)
    wait_armed(qtbot, desk)
    desk.window.controller.draw(BOX_DRAWN)
    desk.window.desk.decision_bar.note.setText("left of the door")
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)
    qtbot.waitUntil(lambda: case_of(desk) == ids[1], timeout=5000)
    wait_armed(qtbot, desk)
    return ids


def line(desk):
    return desk.hours.notice.text.text()


def test_the_last_case_is_shown_again_with_its_marks_and_decision(qtbot, room, open_desk):
    desk = open_desk()
    decide_first(qtbot, room, desk)

    press(desk, Qt.Key.Key_Home)

    window = desk.window
    assert case_of(desk) is None
    assert [mark.points for mark in window.controller.marks] == [BOX_DRAWN.points]
    assert window.desk.panes.scan.picture.reduced == 1
    assert window.desk.decision_bar.note.text() == "left of the door"
    assert window.desk.decision_bar.note.isReadOnly()
    assert window.desk.panes.model.picture is not None
    assert "Inspect" in line(desk)
    assert "CSQU3054383" in line(desk)


def test_nothing_can_be_decided_drawn_or_given_back_while_looking_back(qtbot, room, open_desk):
    desk = open_desk(dwell_s=0.0)
    decide_first(qtbot, room, desk)
    press(desk, Qt.Key.Key_Home)
    controller = desk.window.controller

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F6):
        press(desk, key)
    controller.draw(OTHER_DRAWN)
    controller.undo_mark()
    desk.window.commands["case.skip"].trigger()

    assert controller.obstacle(Conclusion.RELEASE, None) is Obstacle.SET_ASIDE
    assert len(controller.marks) == 1
    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=3000)
    assert room.hub.skipped == []


def test_a_second_press_leads_back_to_the_open_case_as_it_was_left(qtbot, room, open_desk):
    desk = open_desk(dwell_s=0.5)
    _, second = decide_first(qtbot, room, desk)
    window, pane = desk.window, desk.window.desk.panes.scan
    window.controller.draw(OTHER_DRAWN)
    window.desk.decision_bar.note.setText("half a thought")
    pane.toggle_invert()
    pane.look_at(Viewpoint(centre=(50.0, 100.0), zoom=6.0))
    left = pane.state
    press(desk, Qt.Key.Key_Home)

    press(desk, Qt.Key.Key_Home)

    assert case_of(desk) == second
    qtbot.waitUntil(lambda: pane.picture is not None and pane.picture.reduced == 1, timeout=3000)
    assert [mark.points for mark in window.controller.marks] == [OTHER_DRAWN.points]
    assert window.desk.decision_bar.note.text() == "half a thought"
    assert not window.desk.decision_bar.note.isReadOnly()
    assert (pane.state.look, pane.state.viewpoint) == (left.look, left.viewpoint)
    assert line(desk) == ""
    # What was seen before counts: it is armed as soon as the picture is painted again.
    qtbot.waitUntil(lambda: window.controller.dwell_share > 0, timeout=3000)
    assert window.controller.dwell_share == 1.0


def test_pictures_that_arrive_meanwhile_do_not_replace_what_is_looked_at(qtbot, room, open_desk):
    desk = open_desk()
    decide_first(qtbot, room, desk, cases=3)
    press(desk, Qt.Key.Key_Home)
    looked_at = desk.window.desk.panes.scan.picture
    opened = []
    desk.window.controller.case_opened.connect(opened.append)

    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=5000)
    room.add_cases(1)
    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=5000)

    assert desk.window.desk.panes.scan.picture is looked_at
    assert opened == []


def test_an_open_case_that_is_lost_while_looking_back_gives_way_to_the_next(qtbot, room, open_desk):
    desk = open_desk()
    _, second, third = decide_first(qtbot, room, desk, cases=3)
    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=5000)
    press(desk, Qt.Key.Key_Home)
    desk.link.news.emit(LeaseLost(case_id=second))

    press(desk, Qt.Key.Key_Home)

    assert case_of(desk) == third


def test_a_release_is_taken_back_while_looking_at_it(qtbot, room, open_desk):
    first, _ = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    press(desk, Qt.Key.Key_Home)

    press(desk, Qt.Key.Key_Backspace)

    qtbot.waitUntil(lambda: len(room.hub.recalled) == 1, timeout=5000)


def test_a_release_withdrawn_while_looking_at_it_opens_again(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=5000)
    room.hub.silent = True
    qtbot.waitUntil(lambda: "silent" in desk.window.status.hub.text(), timeout=8000)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=3000)
    press(desk, Qt.Key.Key_Home)

    press(desk, Qt.Key.Key_Backspace)

    qtbot.waitUntil(lambda: case_of(desk) == first, timeout=5000)
    assert line(desk) == ""
    assert desk.window.controller.reviewing is None


def test_nothing_happens_when_nothing_has_been_decided(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    press(desk, Qt.Key.Key_Home)

    assert case_of(desk) == case_id


def test_without_auto_advance_the_desk_waits_for_enter(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=5000)
    desk.window.commands["case.auto_advance"].setChecked(False)

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    assert case_of(desk) is None
    assert "Decided" in line(desk)
    press(desk, Qt.Key.Key_Return)
    assert case_of(desk) == second


def test_enter_still_ends_a_note(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    assert not desk.window.commands["case.go_on"].isEnabled()


def test_a_signed_out_officer_s_last_case_is_not_shown_to_the_next(qtbot, room, open_desk):
    desk = open_desk()
    decide_first(qtbot, room, desk)
    desk.window.commands["case.sign_out"].trigger()
    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=5000)

    press(desk, Qt.Key.Key_Home)

    assert desk.window.controller.reviewing is None


def test_given_back_for_some_minutes_says_so(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)

    desk.window.commands["case.skip_longer"].trigger()

    qtbot.waitUntil(lambda: [case for case, _ in room.hub.skipped] == [first], timeout=5000)
    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=5000)
    assert "15 minutes" in desk.window.status.note.text()
