"""Marks at the desk: from the hand through journal and list to the decision, and back again."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui import theme, words
from ui.app import Desk
from ui.desk.marks_panel import MarksPanel
from viewer.overlay import MOST_POINTS, MOST_TEXT, MarkDrawing, Shape, Tool
from viewer.picture import Picture
from workstation.domain import mark_limits
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion, Mark, MarkShape
from workstation.domain.mark_limits import MarkFault
from workstation.domain.position import Origin, Position, Standing, Zone
from workstation.review.journal import CaseKey
from workstation.review.reasons import Reason

MakeDesk = Callable[..., Desk]
LEFT = Qt.MouseButton.LeftButton
BOX = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))
DRAWINGS = (
    BOX,
    MarkDrawing(shape=Shape.ELLIPSE, points=((40.0, 60.0), (60.0, 90.0))),
    MarkDrawing(shape=Shape.ARROW, points=((40.0, 60.0), (60.0, 90.0))),
    MarkDrawing(shape=Shape.POLYGON, points=((40.0, 60.0), (60.0, 90.0), (70.0, 50.0))),
    MarkDrawing(shape=Shape.FREEHAND, points=((40.0, 60.0), (45.0, 70.0), (60.0, 90.0))),
    MarkDrawing(shape=Shape.TEXT, points=((40.0, 60.0),), text="藏匿 behind"),
)


@pytest.fixture
def desk(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    return desk


def journaled(desk):
    case = desk.window.controller.case.lease
    return desk.journal.marks(CaseKey(case_id=case.case_id, sha256=case.sha256), officer="li")


def test_all_six_shapes_are_shown_listed_and_sent(qtbot, room, desk):
    controller, page = desk.window.controller, desk.window.desk

    for drawing in DRAWINGS:
        controller.draw(drawing)
    shown = page.panes.scan.view.overlay_item.marks
    listed = [row.mark.shape for row in page.marks_panel.rows]
    assert controller.decide(Conclusion.INSPECT, Reason.HIDDEN_OBJECT, "")

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    sent = room.hub.decisions[0].marks
    assert [mark.shape for mark in shown] == [d.shape for d in DRAWINGS]
    assert [mark.label for mark in shown] == ["1", "2", "3", "4", "5", "6  藏匿 behind"]
    assert listed == [MarkShape(d.shape.value) for d in DRAWINGS]
    assert [mark["shape"] for mark in sent] == [d.shape.value for d in DRAWINGS]
    assert [len(mark["points"]) for mark in sent] == [2, 2, 2, 3, 3, 1]
    assert sent[-1]["text"] == "藏匿 behind"


def test_every_change_is_journaled_and_can_be_taken_back_and_made_again(qtbot, desk):
    controller = desk.window.controller
    controller.draw(BOX)
    mark_id = controller.marks[0].mark_id
    controller.edit_mark(mark_id, "drum")
    controller.move_mark(mark_id, ((1.0, 2.0), (30.0, 40.0)))
    controller.remove_mark(mark_id)

    seen = [controller.marks]
    while controller.can_undo:
        controller.undo_mark()
        seen.append(controller.marks)
    while controller.can_redo:
        controller.redo_mark()
    controller.undo_mark()

    assert [[(m.text, m.points[0]) for m in marks] for marks in seen] == [
        [],
        [("drum", (1.0, 2.0))],
        [("drum", (40.0, 60.0))],
        [("", (40.0, 60.0))],
        [],
    ]
    qtbot.waitUntil(lambda: journaled(desk) == controller.marks, timeout=3000)
    assert controller.marks == seen[1]


def test_a_change_beyond_the_bounds_is_refused_in_words_and_changes_nothing(qtbot, desk):
    controller = desk.window.controller
    controller.draw(DRAWINGS[-1])
    before = controller.marks

    for change, fault in (
        (lambda: controller.edit_mark(before[0].mark_id, ""), MarkFault.TEXT_MISSING),
        (lambda: controller.edit_mark(before[0].mark_id, "x" * 501), MarkFault.TEXT_TOO_LONG),
        (
            lambda: controller.draw(
                MarkDrawing(shape=Shape.FREEHAND, points=((1.0, 1.0),) * (MOST_POINTS + 1))
            ),
            MarkFault.TOO_MANY_POINTS,
        ),
    ):
        with qtbot.waitSignal(controller.mark_refused) as refused:
            change()
        assert refused.args == [fault]

    assert controller.marks == before
    assert all(words.mark_fault(fault) for fault in MarkFault)


def test_the_hand_and_the_decision_have_the_same_bounds():
    assert (MOST_POINTS, MOST_TEXT) == (mark_limits.MOST_POINTS, mark_limits.MOST_TEXT)
    assert {shape.value for shape in Shape} == {shape.value for shape in MarkShape}


def test_while_words_are_written_on_the_picture_no_key_decides(qtbot, room, desk):
    scan = desk.window.desk.panes.scan
    scan.set_tool(Tool.TEXT)
    port = scan.view.viewport()
    qtbot.mouseClick(port, LEFT, pos=QPoint(port.width() // 2, port.height() // 2))
    editor = scan.mark_hands.editor
    qtbot.waitUntil(editor.hasFocus, timeout=2000)

    QTest.keyClick(editor, Qt.Key.Key_F9)
    QTest.keyClick(editor, Qt.Key.Key_F2)
    still_writing = editor.hasFocus()
    QTest.keyClicks(editor, "bffz")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    assert still_writing
    assert room.hub.decisions == []
    assert len(desk.journal.pending()) == 0
    assert [mark.text for mark in desk.window.controller.marks] == ["bffz"]


def test_escape_gives_up_the_words_and_keeps_the_tool(qtbot, desk):
    scan = desk.window.desk.panes.scan
    scan.set_tool(Tool.TEXT)
    port = scan.view.viewport()
    qtbot.mouseClick(port, LEFT, pos=QPoint(port.width() // 2, port.height() // 2))
    editor = scan.mark_hands.editor
    qtbot.waitUntil(editor.hasFocus, timeout=2000)

    QTest.keyClicks(editor, "no")
    QTest.keyClick(editor, Qt.Key.Key_Escape)

    assert desk.window.controller.marks == ()
    assert scan.tool is Tool.TEXT


def test_a_mark_is_picked_in_the_picture_and_in_the_list_alike(qtbot, desk):
    controller, page = desk.window.controller, desk.window.desk
    for drawing in DRAWINGS[:2]:
        controller.draw(drawing)
    first, second = (mark.mark_id for mark in controller.marks)
    overlay = page.panes.scan.view.overlay_item

    page.panes.scan.markPicked.emit(second)
    from_picture = overlay.highlighted.mark_id
    qtbot.mouseClick(page.marks_panel.rows[0], LEFT)

    assert from_picture == second
    assert page.picked == first
    assert overlay.highlighted.mark_id == first


def test_pointing_at_a_row_shows_its_mark_and_leaving_shows_the_picked_one(desk):
    controller, page = desk.window.controller, desk.window.desk
    for drawing in DRAWINGS[:2]:
        controller.draw(drawing)
    first, second = (mark.mark_id for mark in controller.marks)
    page.pick_mark(first)
    overlay, row = page.panes.scan.view.overlay_item, page.marks_panel.rows[1]

    QApplication.sendEvent(row, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    pointed_at = overlay.highlighted.mark_id
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))

    assert pointed_at == second
    assert overlay.highlighted.mark_id == first


def test_the_picked_mark_is_removed_and_then_none_is_picked(desk):
    controller, page = desk.window.controller, desk.window.desk
    for drawing in DRAWINGS[:2]:
        controller.draw(drawing)
    page.pick_mark(controller.marks[0].mark_id)

    page.remove_picked()
    page.remove_picked()

    assert [mark.shape for mark in controller.marks] == [MarkShape.ELLIPSE]
    assert page.picked is None


def make_panel(qtbot, count=1, **more):
    panel = MarksPanel()
    qtbot.addWidget(panel)
    panel.show_marks(
        None,
        [
            Mark(mark_id=f"m{n}", view="side", shape=MarkShape.BOX, points=(), **more)
            for n in range(count)
        ],
    )
    panel.resize(372, 300)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    return panel


@pytest.mark.parametrize(
    ("shape", "points", "place"),
    [
        (MarkShape.POLYGON, ((10, 0), (30, 250), (20, 50)), "parts 1 to 3 of 8"),
        (MarkShape.FREEHAND, ((10, 350), (30, 650)), "parts 4 to 7 of 8"),
        (MarkShape.ARROW, ((10, 0), (20, 450)), "part 5 of 8"),
        (MarkShape.TEXT, ((10, 750),), "part 8 of 8"),
    ],
)
def test_the_crew_is_told_the_whole_of_a_mark_but_the_tip_of_an_arrow(qtbot, shape, points, place):
    panel = make_panel(qtbot)
    case = SimpleNamespace(
        container=Rectangle(row=0, column=0, height=100, width=800),
        comparison=None,
        standing=Standing(),
        view="side",
        picture=Picture(high=np.zeros((100, 800), np.uint16)),
    )

    panel.show_marks(case, [Mark(mark_id="m", view="side", shape=shape, points=points)])

    assert panel.rows[0].said.text().startswith(place)


def test_a_double_click_changes_the_words_of_a_mark(qtbot):
    panel = make_panel(qtbot, text="drum")
    row = panel.rows[0]
    edits, free = [], []
    panel.edit_asked.connect(lambda *what: edits.append(what))
    panel.typing_done.connect(lambda: free.append(True))

    qtbot.mouseDClick(row, LEFT)
    qtbot.waitUntil(row.field.hasFocus, timeout=2000)
    asked_with = row.field.text()
    QTest.keyClicks(row.field, "two drums")
    QTest.keyClick(row.field, Qt.Key.Key_Return)

    assert asked_with == "drum"
    assert edits == [("m0", "two drums")]
    assert free == [True]
    assert not row.field.isVisible()


def test_words_can_be_taken_away_and_the_same_words_are_no_change(qtbot):
    panel = make_panel(qtbot, text="drum")
    edits = []
    panel.edit_asked.connect(lambda *what: edits.append(what))

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete):
        panel.edit("m0")
        QTest.keyClick(panel.rows[0].field, key)
    QTest.keyClick(panel.rows[0].field, Qt.Key.Key_Return)

    assert edits == [("m0", "")]


def test_a_picked_mark_is_in_the_list_however_old_it_is(qtbot):
    panel = make_panel(qtbot, count=20)
    newest = [row.mark.mark_id for row in panel.rows]

    panel.set_picked("m3")

    assert newest[-1] == "m19"
    assert panel.rows[0].mark.mark_id == "m3"
    panel.set_picked(None)
    panel.retranslate()
    assert [row.mark.mark_id for row in panel.rows] == newest


def test_the_row_of_the_picked_mark_stands_out_and_the_others_do_not(qtbot):
    panel = make_panel(qtbot, count=2)

    panel.set_picked("m1")

    ground = [row.grab().toImage().pixelColor(2, row.height() // 2).name() for row in panel.rows]
    assert ground[1] == theme.HOVER
    assert ground[0] != theme.HOVER


def test_one_more_mark_makes_one_row_and_leaves_the_others(qtbot):
    panel = make_panel(qtbot, count=2)
    first, second = panel.rows
    marks = [row.mark for row in panel.rows]
    added = replace(marks[0], mark_id="m2")

    panel.show_marks(None, [marks[0], replace(marks[1], text="other words"), added])

    assert panel.rows[0] is first
    assert panel.rows[1] is not second
    assert [row.mark.mark_id for row in panel.rows] == ["m0", "m1", "m2"]
    assert [panel._rows.itemAt(n).widget() for n in range(3)] == panel.rows  # noqa: SLF001 - shown


def test_a_mark_without_length_has_one_distance():
    at = Position(
        origin=Origin.LEFT_END,
        zone=Zone.HOLD,
        first_section=5,
        last_section=5,
        layer=None,
        metres=(4.81, 4.84),
    )

    assert words.position(at).startswith("4.8 m from the left end")
