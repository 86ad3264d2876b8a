"""Why a container is opened, scanned again or referred: asked by number, never by accident."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import make_comparison
from ui.i18n import Language
from viewer.overlay import MarkDrawing, Shape
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle
from workstation.review.reasons import REASONS, Reason, number_of, reason_at

BOX = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk()
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    return desk


def sheet_of(desk):
    return desk.window.desk.reason_sheet


def press(desk, key):
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def answer(desk, *keys):
    for key in keys:
        QTest.keyClick(sheet_of(desk), key)


def recorded(qtbot, room):
    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    return room.hub.decisions[0]


def test_a_digit_decides_with_its_reason(qtbot, room, desk):
    press(desk, Qt.Key.Key_F2)
    asked = sheet_of(desk).isVisible()

    answer(desk, Qt.Key.Key_4)

    decision = recorded(qtbot, room)
    assert asked
    assert (decision.conclusion, decision.reason) == ("inspect", "mass_differs")
    assert not sheet_of(desk).isVisible()


def test_a_digit_on_the_keypad_is_the_same(qtbot, room, desk):
    press(desk, Qt.Key.Key_F2)

    QTest.keyClick(sheet_of(desk), Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)

    assert recorded(qtbot, room).reason == "prohibited_goods"


def test_enter_takes_the_proposed_reason_which_follows_from_marks_and_engine(qtbot, room, desk):
    press(desk, Qt.Key.Key_F2)
    without_marks = sheet_of(desk).chosen
    answer(desk, Qt.Key.Key_Escape)
    desk.window.controller.draw(BOX)
    press(desk, Qt.Key.Key_F2)

    answer(desk, Qt.Key.Key_Return)

    assert without_marks is Reason.UNLIKE_DECLARED
    assert recorded(qtbot, room).reason == "hidden_object"


def test_arrows_choose_and_enter_takes(qtbot, room, desk):
    press(desk, Qt.Key.Key_F2)

    answer(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Enter)

    assert recorded(qtbot, room).reason == "hidden_object"


def test_escape_leaves_without_deciding_and_gives_the_keyboard_back(desk):
    case = desk.window.controller.case
    press(desk, Qt.Key.Key_F2)

    answer(desk, Qt.Key.Key_Escape)

    assert not sheet_of(desk).isVisible()
    assert desk.window.controller.case is case
    assert desk.journal.pending() == ()
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is None


def test_while_it_is_open_no_key_is_a_command(desk):
    window = desk.window
    press(desk, Qt.Key.Key_F2)
    case, look = window.controller.case, window.desk.panes.scan.state

    for key in (
        Qt.Key.Key_F9,
        Qt.Key.Key_F2,
        Qt.Key.Key_F6,
        Qt.Key.Key_Tab,
        Qt.Key.Key_B,
        Qt.Key.Key_I,
        Qt.Key.Key_8,
        Qt.Key.Key_9,
        Qt.Key.Key_0,
        Qt.Key.Key_Space,
    ):
        answer(desk, key)

    assert sheet_of(desk).isVisible()
    assert sheet_of(desk).hasFocus()
    assert window.controller.case is case
    assert window.desk.panes.scan.state == look
    assert desk.journal.pending() == ()


def test_a_digit_with_ctrl_is_no_reason(desk):
    press(desk, Qt.Key.Key_F2)

    QTest.keyClick(sheet_of(desk), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert sheet_of(desk).isVisible()
    assert desk.journal.pending() == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_Return])
def test_a_key_that_is_held_down_decides_nothing(desk, key):
    press(desk, Qt.Key.Key_F2)

    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True, 1)
    QApplication.sendEvent(sheet_of(desk), held)

    assert sheet_of(desk).isVisible()
    assert desk.journal.pending() == ()


def test_random_keys_decide_only_through_the_sheet(qtbot, room, desk):
    taken = []
    sheet_of(desk).taken.connect(lambda *what: taken.append(what))
    # Without F9, which releases by itself, and the keys that open windows or leave the desk.
    keys = [
        *(Qt.Key(code) for code in range(Qt.Key.Key_0.value, Qt.Key.Key_9.value + 1)),
        *(Qt.Key(code) for code in range(Qt.Key.Key_A.value, Qt.Key.Key_Z.value + 1)),
        *(Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Up),
    ]
    chance = np.random.default_rng(5)
    asked = 0

    for _ in range(300):
        focused = QApplication.focusWidget() or desk.window.desk.panes.scan.view
        QTest.keyClick(focused, keys[int(chance.integers(len(keys)))])
        asked += sheet_of(desk).is_open

    assert asked > 0
    qtbot.waitUntil(lambda: len(desk.journal.pending()) + len(room.hub.decisions) >= len(taken))
    decided = {d.case_id for d in room.hub.decisions}
    assert len(decided) == len(taken)


def test_what_the_page_does_not_show_of_the_engine_is_not_proposed(qtbot, room, open_desk):
    answer_of_engine = make_comparison()
    room.add_compared(replace(answer_of_engine, prohibited=answer_of_engine.matches))
    desk = open_desk()
    controller, page = desk.window.controller, desk.window.desk
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    press(desk, Qt.Key.Key_F2)
    shown = sheet_of(desk).chosen
    answer(desk, Qt.Key.Key_Escape)
    page.show_case(replace(controller.case, comparison=None))

    press(desk, Qt.Key.Key_F2)

    assert shown is Reason.PROHIBITED_GOODS
    assert sheet_of(desk).chosen is REASONS[Conclusion.INSPECT][0]


def test_nothing_is_asked_before_a_decision_is_armed(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=60.0)
    controller = desk.window.controller
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RELEASE, None) is Obstacle.TOO_SOON, timeout=8000
    )
    refused = []
    controller.refused.connect(refused.append)

    press(desk, Qt.Key.Key_F2)

    assert not sheet_of(desk).isVisible()
    assert refused == [Obstacle.TOO_SOON]


def test_a_question_about_one_case_is_never_answered_for_another(qtbot, room, desk):
    controller = desk.window.controller
    first = controller.case
    press(desk, Qt.Key.Key_F2)

    controller.skip()
    qtbot.waitUntil(lambda: controller.case not in (None, first), timeout=5000)
    answer(desk, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    sheet_of(desk).taken.emit(Conclusion.INSPECT, Reason.HIDDEN_OBJECT, "")  # came too late

    assert not sheet_of(desk).isVisible()
    assert desk.journal.pending() == ()
    assert room.hub.decisions == []


def test_going_elsewhere_with_the_mouse_leaves_undecided(qtbot, desk):
    press(desk, Qt.Key.Key_F2)
    port = desk.window.desk.panes.scan.view.viewport()

    qtbot.mouseClick(port, LEFT)
    desk.window.desk.panes.scan.view.setFocus(Qt.FocusReason.MouseFocusReason)

    assert not sheet_of(desk).isVisible()
    assert desk.journal.pending() == ()


def test_a_reason_can_be_clicked(qtbot, room, desk):
    press(desk, Qt.Key.Key_F2)

    qtbot.mouseClick(sheet_of(desk).rows[5], LEFT)

    assert recorded(qtbot, room).reason == "risk_instruction"


def test_a_rescan_asks_why(qtbot, room, desk):
    desk.window.commands["decision.rescan"].trigger()

    answer(desk, Qt.Key.Key_2)

    decision = recorded(qtbot, room)
    assert (decision.conclusion, decision.reason) == ("rescan", "cut_off")


def test_a_referral_wants_a_note_and_enter_sends_it(qtbot, room, desk):
    press(desk, Qt.Key.Key_F6)
    sheet = sheet_of(desk)
    answer(desk, Qt.Key.Key_2)
    qtbot.waitUntil(sheet.note.hasFocus, timeout=2000)

    QTest.keyClick(sheet.note, Qt.Key.Key_Return)
    still_asking = sheet.isVisible()
    QTest.keyClicks(sheet.note, "3 drums behind the pallets?")
    QTest.keyClick(sheet.note, Qt.Key.Key_F9)
    QTest.keyClick(sheet.note, Qt.Key.Key_Return)

    decision = recorded(qtbot, room)
    assert still_asking
    assert (decision.conclusion, decision.reason) == ("refer", "unknown_goods")
    assert decision.note == "3 drums behind the pallets?"


def test_a_note_written_before_goes_with_the_referral_but_a_held_enter_sends_nothing(
    qtbot, room, desk
):
    desk.window.desk.decision_bar.note.setText("look at the floor")
    press(desk, Qt.Key.Key_F6)
    sheet = sheet_of(desk)
    answer(desk, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.note.hasFocus, timeout=2000)

    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True, 1
    )
    QApplication.sendEvent(sheet.note, held)
    still_asking = sheet.isVisible()
    QTest.keyClick(sheet.note, Qt.Key.Key_Return)

    assert still_asking
    assert recorded(qtbot, room).note == "look at the floor"


def test_escape_in_the_note_leaves_undecided(qtbot, desk):
    press(desk, Qt.Key.Key_F6)
    sheet = sheet_of(desk)
    answer(desk, Qt.Key.Key_1)
    qtbot.waitUntil(sheet.note.hasFocus, timeout=2000)

    QTest.keyClick(sheet.note, Qt.Key.Key_Escape)

    assert not sheet.isVisible()
    assert desk.journal.pending() == ()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_on_the_sheet_is_cut(desk, language, size):
    window = desk.window
    window.resize(*size)
    if language is Language.CHINESE:
        window.switch_language()
        QApplication.processEvents()

    for conclusion, key in ((Conclusion.INSPECT, "inspect"), (Conclusion.REFER, "refer")):
        window.commands[f"decision.{key}"].trigger()
        QApplication.processEvents()
        sheet = sheet_of(desk)
        bar = window.desk.decision_bar
        for row in sheet.rows:
            assert row.words.fontMetrics().horizontalAdvance(row.words.text()) <= row.words.width()
        assert sheet.geometry().bottom() < bar.geometry().top()
        assert sheet.geometry().top() >= 0
        assert len(sheet.rows) == len(REASONS[conclusion])
        sheet.leave()


def test_rows_are_made_once_and_before_anything_is_asked(qtbot, desk):
    qtbot.waitUntil(lambda: desk.window.opening.is_over)
    before = list(sheet_of(desk).rows)

    shown = []
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F12, Qt.Key.Key_F2):
        press(desk, key)
        shown.append(list(sheet_of(desk).rows))
        answer(desk, Qt.Key.Key_Escape)

    inspect, rescan, again = shown
    assert before == inspect == again
    assert len(rescan) == len(REASONS[Conclusion.RESCAN]) < len(inspect)
    assert rescan == inspect[: len(rescan)]
    assert all(row.words.text() for row in again)


def test_every_reason_has_a_number_of_its_own():
    for conclusion, reasons in REASONS.items():
        assert [number_of(conclusion, reason) for reason in reasons] == [
            *range(1, len(reasons) + 1)
        ]
        assert all(reason_at(conclusion, number_of(conclusion, r)) is r for r in reasons)
        assert reason_at(conclusion, 0) is None
        assert reason_at(conclusion, len(reasons) + 1) is None
        assert len(reasons) <= 9
