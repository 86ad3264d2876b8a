"""Two desks at one difficult picture: shown, looked into, pointed at, and given back as it was."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.test_desk import BOX_DRAWN, case_of, press, wait_armed
from ui import theme
from ui.command_table import joining
from ui.link_news import Trouble
from viewer.overlay import Tool
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.window import WindowLevel
from workstation.domain.context import CaseContext, EngineShown, Reading, context_to_json
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

CLOSE = Viewpoint(centre=(50.0, 100.0), zoom=6.0)


@pytest.fixture
def holder(qtbot, room, open_desk):
    """A desk whose officer li has a case open and nobody looking in."""
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    return desk


@pytest.fixture
def open_guest(qtbot, room, open_desk, tmp_path):
    """Return a function that opens a second desk for wang, who has read of the shown case."""

    def open_one():
        desk = open_desk(
            desk="desk-2",
            officer="wang",
            keys=room.hub.keys_for("desk-2"),
            cache=tmp_path / "cache-2",
        )
        qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)
        return desk

    return open_one


@pytest.fixture
def open_two(qtbot, holder, open_guest):
    """Return a function that lets the holder show and a guest look in; returns both desks."""

    def open_both():
        run(holder, "joint.show")
        guest = open_guest()
        look_in(qtbot, guest)
        qtbot.waitUntil(lambda: "Wang" in holder.window.joint.showing_bar.guests.text())
        return holder, guest

    return open_both


@pytest.fixture
def visitor(qtbot, room, open_desk):
    """A desk with an own case open that looks into a case which a stub of wang shows."""
    (shown,) = room.add_cases(1)
    room.hub.show(shown, "wang", {})
    room.add_cases(1)
    desk = open_desk(dwell_s=0.5)
    wait_armed(qtbot, desk)
    return desk, shown


def run(desk, command):
    desk.window.commands[command].trigger()


def pane_of(desk):
    return desk.window.desk.panes.scan


def look_in(qtbot, desk):
    """Look into the first shown case by number, and wait until it is on the screen."""
    joint = desk.window.joint
    qtbot.waitUntil(lambda: bool(joint.views), timeout=5000)
    run(desk, "joint.join")
    QTest.keyClick(joint.sheet, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: is_visiting(desk), timeout=5000)


def is_visiting(desk):
    return desk.window.controller.visiting is not None


def point(desk, place):
    """Let the mouse rest over a place (row, column) of the scan."""
    pane_of(desk).view.pointed.emit(place)


def pointers(desk):
    return {pointer.name: pointer for pointer in desk.window.joint.layer.pointers}


def test_the_holder_sees_that_the_case_is_shown_and_who_looks_in(holder, qtbot, open_guest):
    bar = holder.window.joint.showing_bar
    assert not bar.isVisible()

    run(holder, "joint.show")

    assert bar.isVisible()
    assert "Nobody looks in" in bar.guests.text()
    guest = open_guest()
    look_in(qtbot, guest)
    qtbot.waitUntil(lambda: "Wang" in bar.guests.text(), timeout=5000)


def test_the_guest_sees_the_holder_s_case_place_look_and_marks(qtbot, open_two):
    holder, guest = open_two()
    shown = pane_of(holder)

    shown.look_at(CLOSE)
    shown.set_look(
        dataclasses.replace(shown.view.look, window=WindowLevel(window=30000, level=20000))
    )
    holder.window.controller.draw(BOX_DRAWN)

    seen = pane_of(guest)
    qtbot.waitUntil(lambda: seen.view.look == shown.view.look, timeout=5000)
    qtbot.waitUntil(lambda: seen.view.viewpoint.centre == pytest.approx(CLOSE.centre), timeout=5000)
    listed = guest.window.desk.marks_panel
    qtbot.waitUntil(lambda: len(listed.rows) == 1, timeout=5000)
    assert not listed.rows[0].away.isVisible()
    run(guest, "mark.finding")
    assert listed.editor.mark_id is None
    assert guest.window.desk.case_panel.number.text() == "CSQU3054383"
    assert "Li Wei" in guest.window.joint.visit_bar.title.text()


def test_both_see_where_the_other_points_by_name(qtbot, open_two):
    holder, guest = open_two()

    point(holder, (40.0, 60.0))
    point(guest, (70.0, 200.0))

    qtbot.waitUntil(lambda: "Wang" in pointers(holder), timeout=5000)
    qtbot.waitUntil(lambda: "Li Wei" in pointers(guest), timeout=5000)
    assert pointers(holder)["Wang"].place == pytest.approx((70.0, 200.0), abs=2)
    assert pointers(guest)["Li Wei"].place == pytest.approx((40.0, 60.0), abs=2)
    assert pointers(guest)["Li Wei"].leads
    assert "Wang" not in pointers(guest)


def test_a_guest_s_few_words_stand_at_the_holder(qtbot, open_two):
    holder, guest = open_two()
    run(guest, "joint.note")
    note = guest.window.joint.visit_bar.note

    QTest.keyClicks(note, "left of the doors " * 9)
    QTest.keyClick(note, Qt.Key.Key_Return)

    said = holder.window.joint.showing_bar.said
    qtbot.waitUntil(lambda: "left of the doors" in said.text(), timeout=5000)
    assert "Wang" in said.text()
    assert note.maxLength() == 120
    assert "left of the doors" in guest.window.joint.visit_bar.said.text()


def test_the_decision_says_who_looked_in_and_ends_the_view(qtbot, room, open_two):
    holder, guest = open_two()
    holder.window.activateWindow()
    qtbot.waitUntil(holder.window.is_active, timeout=3000)

    press(holder, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert room.hub.decisions[0].evidence["joint"] == ["wang"]
    qtbot.waitUntil(lambda: not is_visiting(guest), timeout=5000)
    assert not holder.window.joint.showing_bar.isVisible()
    assert "has ended" in guest.window.status.note.text()


def test_a_decision_about_a_case_that_was_never_shown_says_nothing_of_it(qtbot, room, holder):
    press(holder, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert "joint" not in room.hub.decisions[0].evidence


def test_the_key_ends_showing(qtbot, room, holder):
    run(holder, "joint.show")
    qtbot.waitUntil(lambda: len(room.hub.joint.views) == 1, timeout=5000)

    run(holder, "joint.show")

    qtbot.waitUntil(lambda: room.hub.joint.views == {}, timeout=5000)
    assert not holder.window.joint.showing_bar.isVisible()
    assert not holder.window.commands["joint.show"].isChecked()


def test_nothing_is_sent_while_nothing_changes(qtbot, holder, monkeypatch):
    sent = []
    monkeypatch.setattr(holder.link, "show", lambda case_id, _document: sent.append(case_id))

    pane_of(holder).look_at(CLOSE)
    qtbot.wait(300)
    assert sent == []
    run(holder, "joint.show")
    qtbot.waitUntil(lambda: len(sent) == 1, timeout=3000)
    pane_of(holder).stateChanged.emit(pane_of(holder).state)
    qtbot.wait(400)

    assert len(sent) == 1


def test_a_case_that_two_officers_read_apart_is_not_shown(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    apart = CaseContext(reading=Reading(readers=2))
    room.hub.cases[case_id].context = context_to_json(apart)
    desk = open_desk()
    wait_armed(qtbot, desk)

    run(desk, "joint.show")

    assert desk.window.joint.showing.case_id is None
    assert not desk.window.commands["joint.show"].isChecked()
    assert "two officers read this case apart" in desk.window.status.note.text()
    assert desk.window.status.note.property(theme.PAINTED)[0] == theme.WARN


def test_nothing_can_be_decided_or_drawn_by_a_guest(qtbot, room, visitor):
    desk, _ = visitor
    look_in(qtbot, desk)

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_Home):
        press(desk, key)
    desk.window.controller.draw(BOX_DRAWN)
    run(desk, "case.skip")

    controller = desk.window.controller
    assert controller.obstacle(Conclusion.RELEASE, None) is Obstacle.SET_ASIDE
    assert is_visiting(desk)
    assert "Nothing is decided or drawn here" in desk.window.joint.visit_bar.state.text()
    assert controller.marks == ()
    assert (room.hub.decisions, room.hub.skipped) == ([], [])
    assert not desk.window.desk.decision_bar.isVisible()


@pytest.mark.parametrize("way", ["escape", "key", "ends"])
def test_the_own_case_comes_back_as_it_was_left(qtbot, room, visitor, way):
    desk, shown = visitor
    own, window, pane = case_of(desk), desk.window, pane_of(desk)
    window.controller.draw(BOX_DRAWN)
    window.desk.decision_bar.note.setText("half a thought")
    pane.toggle_invert()
    pane.look_at(CLOSE)
    left = pane.state
    look_in(qtbot, desk)
    assert window.desk.decision_bar.note.text() == ""

    if way == "escape":
        press(desk, Qt.Key.Key_Escape)
    elif way == "key":
        run(desk, "joint.join")
    else:
        room.hub.end_show(shown)

    qtbot.waitUntil(lambda: case_of(desk) == own, timeout=5000)
    assert [mark.points for mark in window.controller.marks] == [BOX_DRAWN.points]
    assert window.desk.decision_bar.note.text() == "half a thought"
    assert (pane.state.look, pane.state.viewpoint) == (left.look, left.viewpoint)
    assert window.desk.decision_bar.isVisible()
    assert not window.joint.visit_bar.isVisible()
    qtbot.waitUntil(lambda: window.controller.dwell_share > 0, timeout=3000)
    assert window.controller.dwell_share == 1.0
    qtbot.waitUntil(
        lambda: shown not in room.hub.joint.views or not room.hub.joint.views[shown].said,
        timeout=3000,
    )


def test_escape_lays_a_tool_down_before_it_leaves(qtbot, visitor):
    desk, _ = visitor
    look_in(qtbot, desk)
    run(desk, "measure.length")

    press(desk, Qt.Key.Key_Escape)

    assert pane_of(desk).tool is Tool.PAN
    assert is_visiting(desk)
    press(desk, Qt.Key.Key_Escape)
    assert not is_visiting(desk)


def test_a_guest_follows_until_a_hand_moves_the_picture_and_again_by_key(qtbot, room, visitor):
    desk, shown = visitor
    look_in(qtbot, desk)
    pane, follow = pane_of(desk), desk.window.commands["joint.follow"]
    assert follow.isChecked()

    pane.look_at(CLOSE)

    assert not follow.isChecked()
    assert "look around yourself" in desk.window.joint.visit_bar.state.text()
    view = {"fitted": True, "engine": True, "state": pane.state.to_json()}
    room.hub.show(shown, "wang", {"view": view, "pointer": (20.0, 30.0)})
    qtbot.waitUntil(lambda: "Wang" in pointers(desk), timeout=5000)
    assert pane.view.viewpoint == CLOSE
    follow.trigger()
    assert pane.view.viewpoint == pane.view.stage().fit()
    assert "You see what Wang sees" in desk.window.joint.visit_bar.state.text()


def test_a_guest_without_a_case_of_their_own_finds_an_empty_desk_again(qtbot, room, open_desk):
    (shown,) = room.add_cases(1)
    room.hub.show(shown, "wang", {})
    desk = open_desk()
    look_in(qtbot, desk)

    press(desk, Qt.Key.Key_Escape)

    assert not is_visiting(desk)
    assert case_of(desk) is None
    assert pane_of(desk).picture is None


def test_a_case_that_arrives_meanwhile_waits(qtbot, room, open_desk):
    (shown,) = room.add_cases(1)
    room.hub.show(shown, "wang", {})
    desk = open_desk()
    look_in(qtbot, desk)

    (own,) = room.add_cases(1)

    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=5000)
    assert is_visiting(desk)
    press(desk, Qt.Key.Key_Escape)
    assert case_of(desk) == own


def test_the_engine_s_answer_is_hidden_from_a_guest_as_long_as_from_the_holder(
    qtbot, room, visitor
):
    desk, shown = visitor
    page = desk.window.desk
    look_in(qtbot, desk)
    assert page.comparison is None
    assert not page.verdict_panel.isVisible()
    assert "stays hidden" in desk.window.joint.visit_bar.state.text()

    view = {"fitted": True, "engine": True, "state": pane_of(desk).state.to_json()}
    room.hub.show(shown, "wang", {"view": view})

    qtbot.waitUntil(page.verdict_panel.isVisible, timeout=5000)
    assert page.comparison is not None


def test_a_holder_who_has_not_judged_yet_shows_no_answer(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    unseen = CaseContext(reading=Reading(engine=EngineShown.AFTER))
    room.hub.cases[case_id].context = context_to_json(unseen)
    desk = open_desk()
    wait_armed(qtbot, desk)
    run(desk, "joint.show")
    qtbot.waitUntil(lambda: len(room.hub.joint.views) == 1, timeout=5000)
    view = room.hub.joint.views[case_id]
    assert view.shown.view["engine"] is False

    run(desk, "judge.clear")

    qtbot.waitUntil(lambda: view.shown.view["engine"] is True, timeout=5000)


def test_a_locked_desk_shows_nothing_and_looks_into_nothing(qtbot, room, visitor):
    desk, shown = visitor
    own = case_of(desk)
    look_in(qtbot, desk)

    run(desk, "desk.lock")

    assert not is_visiting(desk)
    assert case_of(desk) == own
    qtbot.waitUntil(lambda: not room.hub.joint.views[shown].said, timeout=5000)


def test_a_locked_desk_shows_its_case_no_longer(qtbot, room, holder):
    run(holder, "joint.show")
    qtbot.waitUntil(lambda: len(room.hub.joint.views) == 1, timeout=5000)

    run(holder, "desk.lock")

    qtbot.waitUntil(lambda: room.hub.joint.views == {}, timeout=5000)


def test_signing_out_ends_looking_in(qtbot, visitor):
    desk, _ = visitor
    look_in(qtbot, desk)

    run(desk, "case.sign_out")

    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=5000)
    assert not is_visiting(desk)
    assert desk.window.joint.visit_bar.isHidden()
    assert not desk.window.desk.decision_bar.isHidden()
    assert not any(desk.window.commands[one].isEnabled() for one in ("joint.follow", "joint.note"))


@pytest.mark.parametrize(
    ("trouble", "colour"),
    [(None, theme.TEXT), (Trouble(code="some_code", sentence="the line broke"), theme.WARN)],
    ids=["as the holder wished", "by trouble"],
)
def test_a_view_that_ends_by_trouble_warns(qtbot, visitor, trouble, colour):
    desk, shown = visitor
    look_in(qtbot, desk)

    desk.window.joint.visiting.on_over(shown, trouble)

    note = desk.window.status.note
    assert note.text().startswith("Looking in has ended: ")
    assert note.property(theme.PAINTED)[0] == colour


def test_nobody_shows_anything(holder):
    run(holder, "joint.join")

    assert not holder.window.joint.sheet.is_open
    assert "Nobody shows a case" in holder.window.status.note.text()


def test_the_sheet_takes_no_command_and_leaves_by_escape(qtbot, room, visitor):
    desk, _ = visitor
    own, sheet = case_of(desk), desk.window.joint.sheet
    qtbot.waitUntil(lambda: bool(desk.window.joint.views), timeout=5000)
    run(desk, "joint.join")
    assert [row.words.text() for row in sheet.rows] == ["Wang"]

    QTest.keyClick(sheet, Qt.Key.Key_F9)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)

    assert not sheet.is_open
    assert case_of(desk) == own
    assert room.hub.decisions == []


def test_every_joint_command_has_a_key():
    assert all(command.keys for command in joining.COMMANDS)
