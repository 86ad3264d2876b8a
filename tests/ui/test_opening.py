"""A case opens in small steps: its scan first, its papers after it, and nothing is armed before."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import make_declaration
from tests.ui.test_calls import Paints
from tests.ui.test_desk import BOX_DRAWN, case_of, wait_armed
from ui import theme
from ui.turns import Turns
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle


@pytest.fixture
def turns(qapp):  # noqa: ARG001 - a timer needs an application
    owner = QObject()
    yield Turns(owner)
    owner.deleteLater()


def test_steps_run_in_their_order_one_a_turn(qtbot, turns):
    ran = []
    turns.begin([lambda: ran.append(1), lambda: ran.append(2)])
    turns.then(lambda: ran.append(3))
    before = list(ran)

    with qtbot.waitSignal(turns.finished):
        pass

    assert before == []
    assert ran == [1, 2, 3]


def test_what_comes_when_nothing_waits_runs_at_once(turns):
    ran = []

    turns.then(lambda: ran.append(1))

    assert ran == [1]


def test_other_steps_cancel_those_that_wait(qtbot, turns):
    ran = []
    turns.begin([lambda: ran.append("former")])

    with qtbot.waitSignal(turns.finished):
        turns.begin([lambda: ran.append("new")])

    assert ran == ["new"]


def test_whoever_cannot_wait_has_all_steps_at_once(turns):
    ran, told = [], []
    turns.finished.connect(lambda: told.append(len(ran)))
    turns.begin([lambda: ran.append(1), lambda: ran.append(2)])

    turns.finish()

    assert ran == [1, 2]
    assert told == [2]


def test_a_step_that_asks_for_the_rest_is_not_run_twice(turns):
    ran = []
    turns.begin([turns.finish, lambda: ran.append(1)])

    turns.finish()

    assert ran == [1]


def other(case):
    """Return the same case as another one, with another declaration."""
    lease = replace(case.lease, case_id="another")
    return replace(case, lease=lease, declaration=make_declaration(consignee="Somebody else"))


def text_of(panel):
    return " ".join(value.text() for value in panel._values)  # noqa: SLF001 - what stands there


def test_the_scan_comes_before_its_papers(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window = desk.window
    case = other(window.controller.case)

    window.opening.open(case, None)

    assert window.desk.panes.scan.picture is case.picture
    assert "Somebody else" not in text_of(window.desk.declaration_panel)
    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert "Somebody else" in text_of(window.desk.declaration_panel)
    assert window.desk.side.updatesEnabled()


def test_the_former_papers_are_gone_in_the_step_that_shows_another_scan(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window = desk.window
    qtbot.waitUntil(lambda: window.opening.is_on_screen)

    page = window.desk
    paints = Paints(veil=page.veil, papers=page.case_panel)
    window.opening.open(other(window.controller.case), None)

    assert page.veil.isVisible()
    assert page.veil.geometry() == page.side.geometry()
    assert page.veil.grab().toImage().pixelColor(3, 3).name() == theme.GROUND
    paints.times.clear()
    qtbot.waitUntil(lambda: paints.times["veil"] > 0)
    assert paints.times["papers"] == 0
    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert page.veil.isHidden()


def test_papers_are_painted_in_the_call_that_shows_them(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window = desk.window
    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    qtbot.wait(30)
    window.opening.open(other(window.controller.case), None)
    paints = Paints(papers=window.desk.declaration_panel)
    painted = []
    window.opening.finished.connect(lambda: painted.append(paints.times["papers"]))

    qtbot.waitUntil(lambda: painted != [])

    assert painted == [1]


def test_nothing_is_armed_before_the_papers_are_there(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    controller, opening = desk.window.controller, desk.window.opening
    controller._open(controller.case)  # noqa: SLF001 - as when it comes again
    controller.note_painted()

    found = controller.obstacle(Conclusion.RELEASE, None)

    assert not opening.is_over
    assert found is Obstacle.NOT_PAINTED
    qtbot.waitUntil(lambda: opening.is_on_screen)
    assert controller.obstacle(Conclusion.RELEASE, None) is None


def test_a_case_that_opens_next_cancels_the_papers_of_the_one_before(
    qtbot, room, open_desk, monkeypatch
):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window, mine = desk.window, desk.window.controller.case
    shown = []
    monkeypatch.setattr(
        window.desk.declaration_panel,
        "show_case",
        lambda case: shown.append(case.declaration.consignee),
    )
    window.opening.open(other(mine), None)

    window.opening.open(mine, None)

    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert shown == [mine.declaration.consignee]


def test_another_officer_s_case_is_not_given_what_was_on_its_way(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window, page = desk.window, desk.window.desk
    window.controller.draw(BOX_DRAWN)
    window.controller._open(window.controller.case)  # noqa: SLF001 - as when it comes again

    page.show_case(other(window.controller.case))
    page.show_marks(())

    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert "Somebody else" in text_of(page.declaration_panel)
    assert page.marks_panel.rows == []
    assert page.side.updatesEnabled()


def test_a_key_finds_the_page_whole(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window = desk.window
    window.opening.open(other(window.controller.case), None)
    before = window.opening.is_over

    QTest.keyClick(window, Qt.Key.Key_1)

    assert not before
    assert window.opening.is_over
    assert "Somebody else" in text_of(window.desk.declaration_panel)


def test_a_hand_has_the_papers_painted_after_the_pictures_and_armed_only_then(
    qtbot, room, open_desk
):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    window, page = desk.window, desk.window.desk
    window.controller._open(window.controller.case)  # noqa: SLF001 - as when it comes again
    paints = Paints(picture=page.panes.scan.view.viewport(), papers=page.declaration_panel)
    found = []
    window.opening.finished.connect(lambda: found.extend(paints.order))

    QTest.keyClick(window, Qt.Key.Key_1)
    window.controller.note_painted()
    covered = (window.opening.is_over, window.opening.is_on_screen, page.veil.isVisible())
    obstacle = window.controller.obstacle(Conclusion.RELEASE, None)

    assert covered == (True, False, True)
    assert obstacle is Obstacle.NOT_PAINTED
    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert found[0] == "picture"
    assert found.count("papers") == 1
    assert found[-1] == "papers"
    assert page.veil.isHidden()
    assert window.controller.obstacle(Conclusion.RELEASE, None) is None


def test_a_case_that_opens_while_a_hand_s_papers_wait_stays_covered(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window, page = desk.window, desk.window.desk
    window.opening.open(other(window.controller.case), None)
    window.opening.finish()

    window.opening.open(window.controller.case, None)
    QCoreApplication.sendPostedEvents(window.opening)

    assert page.veil.isVisible()
    assert not page.side.updatesEnabled()
    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert page.veil.isHidden()
    assert page.side.updatesEnabled()


def test_marks_from_before_a_crash_stand_there_when_the_papers_do(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    window = desk.window
    window.controller.draw(BOX_DRAWN)
    window.desk.show_marks(())

    window.controller._open(window.controller.case)  # noqa: SLF001 - as when it comes again

    qtbot.waitUntil(lambda: window.opening.is_on_screen)
    assert case_of(desk) is not None
    assert len(window.desk.marks_panel.rows) == 1
