"""From a mark to a finding without the mouse, and on into the record."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.i18n import Language
from viewer.overlay import MarkDrawing, Shape
from workstation.domain.decision import Conclusion, mark_from_json
from workstation.domain.finding import KINDS, Confidence, Finding, FindingKind, chinese_marks
from workstation.review.journal import CaseKey
from workstation.review.reasons import Reason

BOX = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))
LOW = MarkDrawing(shape=Shape.ELLIPSE, points=((68.0, 180.0), (78.0, 200.0)))
TEXT = MarkDrawing(shape=Shape.TEXT, points=((40.0, 60.0),), text="drum")


@pytest.fixture
def desk(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    return desk


def editor_of(desk):
    return desk.window.desk.marks_panel.editor


def draw(desk, drawing=BOX):
    """Draw as a hand does, so that everybody hears of it."""
    desk.window.desk.panes.scan.markDrawn.emit(drawing)
    QApplication.processEvents()


def type_keys(desk, *keys):
    for key in keys:
        QTest.keyClick(editor_of(desk), key)


def findings(desk):
    return [mark.finding for mark in desk.window.controller.marks]


def test_a_mark_drawn_by_hand_is_asked_about_at_once(qtbot, desk):
    port = desk.window.desk.panes.scan.view.viewport()
    desk.window.commands["mark.box"].trigger()
    middle = QPoint(port.width() // 2, port.height() // 2)

    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(port, middle + QPoint(60, 40))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 40))

    qtbot.waitUntil(lambda: len(desk.window.controller.marks) == 1, timeout=2000)
    editor = editor_of(desk)
    assert editor.mark_id == desk.window.controller.marks[0].mark_id
    assert editor.isVisible()
    assert editor.hasFocus()


def test_type_confidence_and_goods_are_said_without_the_mouse(qtbot, desk):
    draw(desk)

    type_keys(desk, Qt.Key.Key_6, Qt.Key.Key_Plus, Qt.Key.Key_Return)
    goods = editor_of(desk).goods
    qtbot.waitUntil(goods.hasFocus, timeout=2000)
    QTest.keyClicks(goods, "cigarettes 2402.20")
    QTest.keyClick(goods, Qt.Key.Key_Return)

    assert findings(desk) == [
        Finding(
            kind=FindingKind.CIGARETTES_ALCOHOL,
            confidence=Confidence.HIGH,
            goods="cigarettes",
            hs="240220",
        )
    ]
    assert not editor_of(desk).isVisible()
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is None


def test_every_type_has_its_keys(desk):
    draw(desk)

    said = []
    for page in ((), (Qt.Key.Key_0,)):
        type_keys(desk, *page)
        for key in range(Qt.Key.Key_1.value, Qt.Key.Key_9.value + 1):
            before = findings(desk)[0]
            type_keys(desk, Qt.Key(key))
            if findings(desk)[0] != before:
                said.append(findings(desk)[0].kind)

    assert said == list(FindingKind)


def test_confidence_has_ends_and_needs_a_type(desk):
    draw(desk)

    type_keys(desk, Qt.Key.Key_Plus)
    without_type = findings(desk)
    type_keys(desk, Qt.Key.Key_4, *[Qt.Key.Key_Minus] * 4)
    least = findings(desk)[0].confidence
    type_keys(desk, *[Qt.Key.Key_Equal] * 4)

    assert without_type == [None]
    assert least is Confidence.LOW
    assert findings(desk)[0].confidence is Confidence.HIGH


def test_escape_leaves_the_mark_as_it_is(desk):
    draw(desk)

    type_keys(desk, Qt.Key.Key_Escape)

    assert findings(desk) == [None]
    assert not editor_of(desk).isVisible()
    row = desk.window.desk.marks_panel.rows[0]
    assert row.kind.text() == "Box · no type yet"


def test_a_key_that_is_not_the_editors_is_a_command_as_before(desk):
    draw(desk)

    type_keys(desk, Qt.Key.Key_E)

    assert desk.window.desk.panes.scan.tool.value == "ellipse"
    assert not editor_of(desk).isVisible()
    assert len(desk.window.controller.marks) == 1


def test_while_the_editor_is_open_digits_are_no_presets(desk):
    draw(desk)
    look = desk.window.desk.panes.scan.state

    type_keys(desk, Qt.Key.Key_3)

    assert desk.window.desk.panes.scan.state == look
    assert findings(desk)[0].kind is FindingKind.HIDDEN_SPACE


def test_a_held_digit_says_nothing(desk):
    draw(desk)

    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "3", True, 1
    )
    QApplication.sendEvent(editor_of(desk), held)

    assert findings(desk) == [None]


def test_enter_leads_to_the_next_mark_without_a_type(qtbot, desk):
    for drawing in (BOX, LOW):
        desk.window.controller.draw(drawing)
    desk.window.commands["mark.finding"].trigger()
    first, second = (mark.mark_id for mark in desk.window.controller.marks)
    asked = [editor_of(desk).mark_id]

    for key in (Qt.Key.Key_9, Qt.Key.Key_7):
        type_keys(desk, key, Qt.Key.Key_Return)
        qtbot.waitUntil(editor_of(desk).goods.hasFocus, timeout=2000)
        QTest.keyClick(editor_of(desk).goods, Qt.Key.Key_Return)
        asked.append(editor_of(desk).mark_id)

    assert asked == [first, second, None]
    assert [f.kind for f in findings(desk)] == [FindingKind.WASTE, FindingKind.DRUGS]


def test_marks_are_reached_by_key_and_changed_later(desk):
    for drawing in (BOX, LOW):
        desk.window.controller.draw(drawing)
    first, second = (mark.mark_id for mark in desk.window.controller.marks)
    desk.window.commands["mark.finding"].trigger()

    type_keys(desk, Qt.Key.Key_4, Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Down)
    at_the_last = editor_of(desk).mark_id
    type_keys(desk, Qt.Key.Key_Up, Qt.Key.Key_8)

    assert at_the_last == second
    assert editor_of(desk).mark_id == first
    assert desk.window.desk.picked == first
    assert [f.kind for f in findings(desk)] == [FindingKind.WEAPON, FindingKind.ORGANIC_MASS]


def test_a_text_mark_is_not_asked_about_by_itself(desk):
    draw(desk, TEXT)

    assert not editor_of(desk).isVisible()


def test_a_drawing_that_is_refused_is_not_asked_about(desk):
    draw(desk, MarkDrawing(shape=Shape.FREEHAND, points=((1.0, 1.0),) * 401))

    assert desk.window.controller.marks == ()
    assert not editor_of(desk).isVisible()


def test_a_finding_is_taken_back_made_again_and_journaled(qtbot, desk):
    controller = desk.window.controller
    draw(desk)
    type_keys(desk, Qt.Key.Key_2, Qt.Key.Key_Minus)
    said = findings(desk)[0]

    controller.undo_mark()
    surer = findings(desk)[0].confidence
    controller.undo_mark()
    none = findings(desk)[0]
    controller.redo_mark()
    controller.redo_mark()

    assert (surer, none) == (Confidence.MEDIUM, None)
    assert findings(desk) == [said]
    lease = controller.case.lease
    key = CaseKey(case_id=lease.case_id, sha256=lease.sha256)
    qtbot.waitUntil(lambda: desk.journal.marks(key, officer="li") == controller.marks, timeout=3000)


def test_an_undone_mark_is_asked_about_no_longer(desk):
    draw(desk)

    desk.window.controller.undo_mark()

    assert not editor_of(desk).isVisible()
    assert editor_of(desk).mark_id is None
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is None


def test_a_release_needs_no_finding(qtbot, room, desk):
    draw(desk)
    type_keys(desk, Qt.Key.Key_Escape)

    QTest.keyClick(desk.window.desk.panes.scan.view, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert room.decisions()[0][1] == "release"


def test_the_record_has_findings_and_places_in_both_languages(qtbot, room, desk):
    controller = desk.window.controller
    draw(desk)
    type_keys(desk, Qt.Key.Key_3)
    draw(desk, LOW)
    type_keys(desk, Qt.Key.Key_Escape)

    assert controller.decide(Conclusion.INSPECT, Reason.HIDDEN_OBJECT, "")

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    first, second = (mark_from_json(mark) for mark in room.hub.decisions[0].marks)
    assert first.finding == Finding(kind=FindingKind.HIDDEN_SPACE)
    assert second.finding is None
    # The made container: 200 pixels of 5 mm from column 30, its picture shows no tractor.
    assert first.place.en == "0.1 to 0.3 m from the left end, middle"
    assert first.place.zh == chinese_marks("距箱体左端0.1至0.3米,中层")
    assert second.place.zh == chinese_marks("距箱体左端0.8米,底层")


@pytest.mark.parametrize("language", list(Language))
def test_the_longest_types_and_goods_fit_beside_the_marks_at_the_smallest_window(desk, language):
    window = desk.window
    window.resize(window.minimumSize())
    if language is Language.CHINESE:
        window.switch_language()
        QApplication.processEvents()
    draw(desk)
    for key in (Qt.Key.Key_3, Qt.Key.Key_0):
        type_keys(desk, key)
        QApplication.processEvents()
        for row in editor_of(desk).rows:
            if row.isVisible():
                told = row.words
                assert told.fontMetrics().horizontalAdvance(told.text()) <= told.width()
    area = window.desk.side.viewport()
    top = editor_of(desk).mapTo(window.desk.side.widget(), QPoint(0, 0)).y()
    shown = window.desk.side.verticalScrollBar().value()

    window.controller.set_finding(
        window.controller.marks[0].mark_id,
        Finding(kind=FindingKind.HIDDEN_SPACE, goods="货" * 80, hs="2402200000"),
    )

    QApplication.processEvents()
    assert shown <= top
    assert top + editor_of(desk).height() <= shown + area.height()
    row = window.desk.marks_panel.rows[0]
    assert row.width() <= area.width()
    assert row.spoken.text().endswith("HS 2402200000")
    assert row.said.height() >= row.said.heightForWidth(row.said.width())
    name = KINDS[FindingKind.HIDDEN_SPACE]
    assert (name.zh if language is Language.CHINESE else name.en) in row.kind.text()


def test_the_editor_speaks_the_language_of_the_moment(desk):
    draw(desk)

    desk.window.switch_language()
    QApplication.processEvents()

    assert "货物与申报不符" in editor_of(desk).rows[0].words.text()
