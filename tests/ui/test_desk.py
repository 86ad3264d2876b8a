"""From a scan that arrives by itself to a decision that the hub has recorded."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import note_flushes
from ui.app import Desk
from ui.i18n import Language
from ui.link_news import ActMoved, ActState, Trouble
from ui.widgets.texts import Elided
from viewer.overlay import MarkDrawing, Shape
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle
from workstation.review.reasons import Reason

MakeDesk = Callable[..., Desk]
BOX_DRAWN = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))


def case_of(desk: Desk) -> str | None:
    case = desk.window.controller.case
    return None if case is None else case.lease.case_id


def wait_armed(qtbot: QtBot, desk: Desk) -> None:
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)


def give_reason(desk: Desk) -> None:
    """Take the proposed reason, and write a note to the chief where the sheet asks for one."""
    sheet = desk.window.desk.reason_sheet
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    if sheet.isVisible():
        QTest.keyClicks(sheet.note, "please look")
        QTest.keyClick(sheet.note, Qt.Key.Key_Return)


def press(desk: Desk, key: Qt.Key) -> None:
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def test_the_first_case_opens_by_itself_beside_its_model_and_papers(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)

    desk = open_desk()

    wait_armed(qtbot, desk)
    page = desk.window.desk
    assert case_of(desk) == case_id
    assert page.case_panel.number.text() == "CSQU3054383"
    assert page.panes.model.picture is not None
    assert "Does not fit the declaration" in page.verdict_panel.verdict.text()
    assert "unlike every typical model" in page.verdict_panel.reasons.text()
    assert [row.said.text() for row in page.verdict_panel.regions.rows] == ["Differs: density"]


def test_a_scan_that_arrives_later_opens_without_a_hand(qtbot, room, open_desk):
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)

    (case_id,) = room.add_cases(1)

    qtbot.waitUntil(lambda: case_of(desk) == case_id, timeout=8000)


def test_release_by_key_is_recorded_and_the_next_case_comes(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=5000)


def test_inspect_by_button_sends_marks_reason_and_evidence(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.controller.draw(BOX_DRAWN)
    desk.window.desk.decision_bar.note.setText("left of the door")
    qtbot.waitUntil(desk.window.desk.decision_bar.inspect.isEnabled, timeout=3000)

    qtbot.mouseClick(desk.window.desk.decision_bar.inspect, Qt.MouseButton.LeftButton)
    proposed = desk.window.desk.reason_sheet.chosen
    QTest.keyClick(desk.window.desk.reason_sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    decision = room.hub.decisions[0]
    assert (decision.conclusion, decision.reason) == ("inspect", "hidden_object")
    assert proposed is Reason.HIDDEN_OBJECT
    assert decision.note == "left of the door"
    assert decision.marks[0]["points"] == [[40.0, 60.0], [60.0, 90.0]]
    assert decision.evidence["dwell_s"] > 0
    assert decision.evidence["painted_sha256"] == decision.sha256
    assert decision.evidence["view_state"]["schema"] == "reviewroom.picture_state/1"


def test_a_key_before_the_dwell_has_passed_decides_nothing(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk(dwell_s=60.0)
    controller = desk.window.controller
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RELEASE, None) is Obstacle.TOO_SOON, timeout=8000
    )

    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_F2)

    assert case_of(desk) == case_id
    assert not desk.window.desk.decision_bar.release.isEnabled()
    assert room.hub.decisions == []


def test_a_key_pressed_while_typing_decides_nothing(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    note = desk.window.desk.decision_bar.note
    note.setFocus()
    qtbot.waitUntil(note.hasFocus, timeout=2000)

    QTest.keyClick(note, Qt.Key.Key_F9)
    QTest.keyClicks(note, "bf")

    assert case_of(desk) == case_id
    assert note.text() == "bf"
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert not note.hasFocus()
    wait_armed(qtbot, desk)


def test_a_held_key_decides_one_case_only(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    view = desk.window.desk.panes.scan.view

    press(desk, Qt.Key.Key_F9)
    wait_armed(qtbot, desk)
    for _ in range(20):
        held = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "", True, 1
        )
        QApplication.sendEvent(view, held)

    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    assert case_of(desk) == second
    for command in ("decision.release", "decision.inspect", "decision.recall"):
        assert not desk.window.commands[command].autoRepeat()


def test_other_keys_in_any_order_never_decide(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    spared = {Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_F11}  # open windows of their own
    letters = [Qt.Key(code) for code in range(Qt.Key.Key_Space.value, Qt.Key.Key_QuoteLeft.value)]
    near = [Qt.Key.Key_F1, Qt.Key.Key_F3, Qt.Key.Key_F8, Qt.Key.Key_F10, Qt.Key.Key_Return]

    for key in [*letters, *near, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab]:
        if key not in spared:
            press(desk, key)

    assert room.hub.decisions == []
    assert len(desk.journal.pending()) == 0


def test_a_release_can_be_taken_back_while_its_bar_runs(qtbot, room, open_desk):
    first, _ = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    decision_id = room.hub.decisions[0].decision_id

    press(desk, Qt.Key.Key_Backspace)

    qtbot.waitUntil(lambda: len(room.hub.recalled) == 1, timeout=5000)
    assert room.hub.recalled == [decision_id]
    bar = desk.window.desk.recall_bar
    qtbot.waitUntil(lambda: "taken back" in bar.chips[0].text.text(), timeout=3000)


def test_marks_drawn_with_the_mouse_are_journaled_and_come_back(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["mark.box"].trigger()
    port = desk.window.desk.panes.scan.view.viewport()
    middle = QPoint(port.width() // 2, port.height() // 2)

    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(port, middle + QPoint(60, 40))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 40))

    qtbot.waitUntil(lambda: len(desk.window.controller.marks) == 1, timeout=2000)
    marks = desk.window.controller.marks
    desk.stop()
    room.hub.cases[case_id].token = None  # as after the lease has run out
    again = open_desk()
    qtbot.waitUntil(lambda: case_of(again) == case_id, timeout=8000)
    assert again.window.controller.marks == marks


def test_nothing_is_flushed_to_the_disk_on_the_qt_thread(qtbot, room, open_desk, monkeypatch):
    room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    flushed_by = note_flushes(monkeypatch)

    desk.window.controller.draw(BOX_DRAWN)
    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert "journal" in flushed_by
    assert threading.main_thread().name not in flushed_by


def test_two_cases_are_ready_behind_the_one_on_the_screen(qtbot, room, open_desk):
    room.add_cases(5)

    desk = open_desk()

    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=8000)
    leased = [case for case in room.hub.cases.values() if case.token is not None]
    assert len(leased) == 3


def test_a_case_given_back_goes_to_the_queue_undecided(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)

    desk.window.commands["case.skip"].trigger()

    qtbot.waitUntil(lambda: [case for case, _ in room.hub.skipped] == [first], timeout=5000)
    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=5000)


def test_foreign_texts_are_shown_as_they_are(qtbot, room, open_desk):
    room.add_cases(1, consignee="<b>bold</b><img src=x>", risk_instruction="<h1>big</h1>")

    desk = open_desk()

    wait_armed(qtbot, desk)
    labels = desk.window.findChildren(QLabel)
    assert any("<b>bold</b>" in label.text() for label in labels)
    assert any("<h1>big</h1>" in label.text() for label in labels)
    rich = [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText]
    assert [text for text in rich if text] == []


def test_the_language_changes_while_a_case_is_open(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    desk.window.switch_language()

    qtbot.waitUntil(lambda: "与申报不符" in desk.window.desk.verdict_panel.verdict.text())
    assert desk.window.commands["decision.release"].text() == "放行"
    assert desk.window.desk.decision_bar.release.accessibleName() == "放行"
    assert any("葡萄酒" in label.text() for label in desk.window.findChildren(QLabel))
    desk.window.switch_language()
    assert desk.window.commands["decision.release"].text() == "Release"


@pytest.mark.parametrize("language", list(Language))
def test_no_label_is_cut_at_the_smallest_window(qtbot, room, open_desk, language):
    room.add_cases(1)
    desk = open_desk()
    desk.window.resize(desk.window.minimumSize())
    wait_armed(qtbot, desk)
    if language is Language.CHINESE:
        desk.window.switch_language()

    def cut() -> list[str]:
        return [
            label.text()
            for kind in (QLabel, QToolButton, QPushButton)
            for label in desk.window.findChildren(kind)
            if label.isVisible()
            and not isinstance(label, Elided)
            and not (isinstance(label, QLabel) and label.wordWrap())
            and label.width() < label.sizeHint().width()
        ]

    qtbot.waitUntil(lambda: cut() == [], timeout=3000)
    assert desk.window.width() <= 1280


def test_a_decision_from_before_a_crash_that_did_not_count_is_said_aloud(qtbot, open_desk):
    desk = open_desk()
    lost = ActMoved(
        decision_id="d-before",
        case_id="north:S7",
        state=ActState.REFUSED,
        trouble=Trouble(code="Fenced", sentence="the lease is gone"),
    )

    desk.link.news.emit(lost)

    qtbot.waitUntil(lambda: desk.window.banner.isVisibleTo(desk.window))
    said = " ".join(label.text() for label in desk.window.banner.findChildren(QLabel))
    assert "north:S7" in said
