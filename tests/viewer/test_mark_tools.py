"""The hands that draw, pick and move marks: as state machines, then on a pane."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from viewer.overlay import MOST_POINTS, MarkDrawing, PaneMark, Shape, Tool
from viewer.picture import Picture
from viewer.pixels.geometry import Viewpoint
from viewer.tools.freehand import FreehandTool
from viewer.tools.note import NoteTool
from viewer.tools.pointer import Pointer
from viewer.tools.polygon import PolygonTool
from viewer.tools.simplify import kept

LEFT = Qt.MouseButton.LeftButton


def at(down_px, along_px):
    return Pointer(place=(down_px, along_px), down_px=down_px, along_px=along_px)


class Desk:
    """What the tools act upon; one device pixel is one pixel of the picture."""

    def __init__(self):
        self.drafts, self.marks, self.asked = [], [], []
        self.zoom = 1.0

    def polygon(self):
        return PolygonTool(
            picture_shape=lambda: (100, 300),
            point=lambda place: (place[0] * self.zoom, place[1] * self.zoom),
            show=self.drafts.append,
            finish=self.marks.append,
        )

    def freehand(self):
        return FreehandTool(
            picture_shape=lambda: (100, 300), show=self.drafts.append, finish=self.marks.append
        )

    def note(self):
        return NoteTool(
            picture_shape=lambda: (100, 300), ask=self.asked.append, finish=self.marks.append
        )


def click(tool, *where):
    tool.press(at(*where))
    tool.release(at(*where))


# -- polygon ---------------------------------------------------------------------------------


def test_clicks_set_corners_and_enter_closes_the_polygon():
    desk = Desk()
    tool = desk.polygon()

    for corner in ((10, 10), (10, 80), (60, 80)):
        click(tool, *corner)
    tool.close()

    assert desk.marks == [MarkDrawing(shape=Shape.POLYGON, points=((10, 10), (10, 80), (60, 80)))]
    assert not tool.is_open
    assert desk.drafts[-1] is None


def test_a_click_near_the_first_corner_closes_the_polygon():
    desk = Desk()
    tool = desk.polygon()

    for corner in ((10, 10), (10, 80), (60, 80), (14, 13)):
        click(tool, *corner)

    assert desk.marks[0].points == ((10, 10), (10, 80), (60, 80))


def test_near_is_told_on_the_screen_not_in_the_picture():
    desk = Desk()
    desk.zoom = 8.0
    tool = desk.polygon()

    for corner in ((10, 10), (10, 80), (60, 80), (14, 13)):
        tool.press(Pointer(place=corner, down_px=corner[0] * 8, along_px=corner[1] * 8))
        tool.release(Pointer(place=corner, down_px=corner[0] * 8, along_px=corner[1] * 8))

    assert desk.marks == []
    assert tool.is_open


def test_two_corners_are_no_polygon_and_it_stays_open():
    desk = Desk()
    tool = desk.polygon()

    click(tool, 10, 10)
    click(tool, 10, 80)
    tool.close()

    assert desk.marks == []
    assert tool.is_open


def test_the_draft_shows_the_next_corner_and_snaps_shut_at_the_first():
    desk = Desk()
    tool = desk.polygon()
    for corner in ((10, 10), (10, 80), (60, 80)):
        click(tool, *corner)

    tool.hover(at(50, 30))
    open_draft = desk.drafts[-1].points
    tool.hover(at(12, 12))

    assert open_draft == ((10, 10), (10, 80), (60, 80), (50, 30))
    assert desk.drafts[-1].points == ((10, 10), (10, 80), (60, 80))


def test_a_given_up_polygon_is_gone():
    desk = Desk()
    tool = desk.polygon()
    for corner in ((10, 10), (10, 80), (60, 80)):
        click(tool, *corner)

    tool.cancel()
    tool.close()

    assert desk.marks == []
    assert not tool.is_open


def test_a_polygon_never_has_more_corners_than_a_decision_may_carry():
    desk = Desk()
    tool = desk.polygon()

    click(tool, 90, 10)
    for number in range(MOST_POINTS + 50):
        click(tool, 10 + 5 * (number % 12), 20 + 9 * (number % 30))
    tool.close()

    assert len(desk.marks[0].points) == MOST_POINTS


def test_corners_stay_within_the_picture():
    desk = Desk()
    tool = desk.polygon()

    for corner in ((-50, 10), (10, 900), (60, 80)):
        click(tool, *corner)
    tool.close()

    assert desk.marks[0].points == ((0, 10), (10, 300), (60, 80))


# -- freehand --------------------------------------------------------------------------------


def draw(tool, run):
    tool.press(at(*run[0]))
    for place in run[1:]:
        tool.move(at(*place))
    tool.release(at(*run[-1]))


def test_a_straight_line_by_hand_has_two_points_and_a_corner_three():
    desk = Desk()

    draw(desk.freehand(), [(10, along) for along in range(10, 90, 3)])
    draw(
        desk.freehand(),
        [(10, along) for along in range(10, 91, 4)] + [(down, 90) for down in range(14, 70, 4)],
    )

    assert desk.marks[0].points == ((10, 10), (10, 88))
    assert desk.marks[1].points == ((10, 10), (10, 90), (66, 90))


def test_a_long_scribble_is_bounded_and_no_step_of_it_draws_more_than_it_should():
    desk = Desk()
    turns = np.linspace(0, 100, 2000)

    draw(desk.freehand(), [(50 + 40 * math.sin(t), 150 + 140 * math.sin(0.7 * t)) for t in turns])

    assert len(desk.marks[0].points) <= MOST_POINTS
    assert max(len(draft.points) for draft in desk.drafts if draft) <= 3 * MOST_POINTS


def test_a_trembling_click_draws_no_line():
    desk = Desk()

    draw(desk.freehand(), [(10, 10), (12, 12), (11, 10)])

    assert desk.marks == []
    assert desk.drafts[-1] is None


places = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


@given(points=st.lists(places, min_size=2, max_size=80), tolerance=st.floats(0.1, 50))
def test_no_point_that_was_left_out_lies_farther_from_the_line_than_the_tolerance(
    points, tolerance
):
    chosen = kept(points, tolerance=tolerance, most=len(points))

    assert chosen[0] == 0
    assert chosen[-1] == len(points) - 1
    for first, last in itertools.pairwise(chosen):
        for point in points[first + 1 : last]:
            assert distance(point, points[first], points[last]) <= tolerance + 1e-6


def distance(point, start, end):
    chord = complex(*end) - complex(*start)
    away = complex(*point) - complex(*start)
    if chord == 0:
        return abs(away)
    share = (away * chord.conjugate()).real / abs(chord) ** 2
    return abs(away - min(max(share, 0), 1) * chord)


@given(points=st.lists(places, min_size=2, max_size=80), most=st.integers(2, 20))
def test_no_more_points_are_kept_than_allowed(points, most):
    assert len(kept(points, tolerance=0.0, most=most)) <= most


# -- text ------------------------------------------------------------------------------------


def test_a_click_asks_for_words_and_only_they_make_the_mark():
    desk = Desk()
    tool = desk.note()

    click(tool, 10, 500)
    before = list(desk.marks)
    tool.keep("  藏匿物? ")

    assert before == []
    assert desk.asked == [(10, 300), None]
    assert desk.marks == [MarkDrawing(shape=Shape.TEXT, points=((10, 300),), text="藏匿物?")]


def test_no_words_make_no_mark():
    desk = Desk()
    tool = desk.note()

    click(tool, 10, 50)
    tool.keep("   ")
    click(tool, 10, 50)
    tool.cancel()
    tool.keep("too late")

    assert desk.marks == []
    assert not tool.is_open


# -- on the pane -----------------------------------------------------------------------------


@pytest.fixture
def pane(pane):
    pane.show_picture(Picture(high=np.full((500, 1400), 30000, np.uint16)))
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))
    pane.set_overview_shown(False)
    pane.activateWindow()
    QApplication.processEvents()
    return pane


def point_of(pane, row, column):
    down, along = pane.view.stage().point(pane.view.viewpoint, (row, column))
    return QPoint(round(along), round(down))


def click_at(qtbot, pane, *place):
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=point_of(pane, *place))


def test_a_double_click_closes_a_polygon_on_the_pane(pane, qtbot):
    pane.set_tool(Tool.POLYGON)
    port = pane.view.viewport()

    with qtbot.waitSignal(pane.markDrawn) as drawn:
        for place in ((200, 500), (200, 700), (300, 700)):
            click_at(qtbot, pane, *place)
        qtbot.mouseDClick(port, LEFT, pos=point_of(pane, 300, 700))
        qtbot.mouseRelease(port, LEFT, pos=point_of(pane, 300, 700))

    assert drawn.args[0].points == ((200, 500), (200, 700), (300, 700))


def test_a_polygon_stays_open_while_the_picture_is_moved_and_sharpened(pane, qtbot):
    pane.set_tool(Tool.POLYGON)
    click_at(qtbot, pane, 200, 500)
    click_at(qtbot, pane, 200, 700)

    pane.pan_by(0.1, 0.1)
    pane.show_picture(pane.picture, keep_view=True)
    with qtbot.waitSignal(pane.markDrawn) as drawn:
        click_at(qtbot, pane, 300, 700)
        qtbot.keyClick(pane.view, Qt.Key.Key_Return)

    assert drawn.args[0].points == ((200, 500), (200, 700), (300, 700))


def test_enter_closes_a_polygon_even_where_a_command_lies_on_it(pane, qtbot):
    called = []
    command = QAction(pane)
    command.setShortcut(QKeySequence("Return"))
    command.triggered.connect(lambda: called.append("command"))
    pane.addAction(command)
    pane.set_tool(Tool.POLYGON)

    with qtbot.waitSignal(pane.markDrawn):
        for place in ((200, 500), (200, 700), (300, 700)):
            click_at(qtbot, pane, *place)
        qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert called == []

    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert called == ["command"]


def test_another_picture_ends_what_was_begun_on_this_one(pane, qtbot):
    drawn = []
    pane.markDrawn.connect(drawn.append)
    pane.set_tool(Tool.TEXT)
    click_at(qtbot, pane, 200, 500)
    qtbot.keyClicks(pane.mark_hands.editor, "of the former case")

    pane.show_picture(Picture(high=np.full((400, 900), 20000, np.uint16)))

    assert drawn == []
    assert not pane.mark_hands.editor.isVisible()


def test_words_are_written_where_they_will_stand_and_enter_keeps_them(pane, qtbot):
    pane.set_tool(Tool.TEXT)
    editor = pane.mark_hands.editor

    click_at(qtbot, pane, 200, 600)
    qtbot.waitUntil(editor.hasFocus)
    with qtbot.waitSignal(pane.markDrawn) as drawn:
        qtbot.keyClicks(editor, "behind the pallets")
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert drawn.args == [
        MarkDrawing(shape=Shape.TEXT, points=((200, 600),), text="behind the pallets")
    ]
    assert not editor.isVisible()
    assert pane.view.hasFocus()


def test_escape_gives_the_words_up(pane, qtbot):
    drawn = []
    pane.markDrawn.connect(drawn.append)
    pane.set_tool(Tool.TEXT)
    editor = pane.mark_hands.editor

    click_at(qtbot, pane, 200, 600)
    qtbot.keyClicks(editor, "no")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)

    assert drawn == []
    assert not editor.isVisible()
    assert pane.tool is Tool.TEXT


def test_words_are_not_lost_when_the_officer_goes_on_elsewhere(pane, qtbot):
    drawn = []
    pane.markDrawn.connect(drawn.append)
    pane.set_tool(Tool.TEXT)
    click_at(qtbot, pane, 200, 600)
    qtbot.waitUntil(pane.mark_hands.editor.hasFocus)
    qtbot.keyClicks(pane.mark_hands.editor, "drum")

    pane.view.setFocus()

    assert [one.text for one in drawn] == ["drum"]


def test_the_field_follows_its_place_and_stays_within_the_pane(pane, qtbot):
    pane.set_tool(Tool.TEXT)
    editor, port = pane.mark_hands.editor, pane.view.viewport()
    click_at(qtbot, pane, 200, 600)
    before = editor.pos()

    pane.view.move_to(Viewpoint(centre=(240.0, 680.0), zoom=1.0))
    moved = editor.pos()
    pane.view.move_to(Viewpoint(centre=(0.0, 0.0), zoom=1.0))

    assert moved - before == QPoint(20, 10)
    assert port.rect().contains(editor.geometry())


BOX = PaneMark(shape=Shape.BOX, points=((200, 500), (300, 700)), label="1", mark_id="box")


def drag(qtbot, pane, start, end):
    port = pane.view.viewport()
    first, last = point_of(pane, *start), point_of(pane, *end)
    qtbot.mousePress(port, LEFT, pos=first)
    qtbot.mouseMove(port, (first + last) / 2)
    qtbot.mouseMove(port, last)
    qtbot.mouseRelease(port, LEFT, pos=last)


def test_a_click_with_the_hand_picks_a_mark_and_a_click_beside_picks_none(pane, qtbot):
    picked = []
    pane.markPicked.connect(picked.append)
    pane.set_marks([BOX])

    click_at(qtbot, pane, 202, 600)
    click_at(qtbot, pane, 250, 600)
    click_at(qtbot, pane, 400, 600)

    assert picked == ["box", "box", ""]


def test_a_label_picks_its_mark(pane, qtbot):
    picked = []
    pane.markPicked.connect(picked.append)
    pane.set_marks([BOX])
    pane.grab()

    click_at(qtbot, pane, 188, 504)

    assert picked == ["box"]


def test_hidden_marks_cannot_be_picked(pane, qtbot):
    picked = []
    pane.markPicked.connect(picked.append)
    pane.set_marks([BOX])
    pane.set_overlay_shown(False)

    click_at(qtbot, pane, 200, 600)

    assert picked == [""]


def test_the_line_of_the_picked_mark_moves_it_and_not_the_picture(pane, qtbot):
    pane.set_marks([BOX])
    pane.set_highlight("box")
    before = pane.state.viewpoint

    with qtbot.waitSignal(pane.markMoved) as moved:
        drag(qtbot, pane, (200, 600), (230, 640))

    assert moved.args == ["box", ((230, 540), (330, 740))]
    assert pane.state.viewpoint == before


def test_a_handle_of_the_picked_mark_resizes_it(pane, qtbot):
    pane.set_marks([BOX])
    pane.set_highlight("box")

    with qtbot.waitSignal(pane.markMoved) as moved:
        drag(qtbot, pane, (300, 700), (350, 760))

    assert moved.args == ["box", ((200, 500), (350, 760))]


def test_a_mark_that_is_not_picked_does_not_stand_in_the_way_of_the_hand(pane, qtbot):
    moved = []
    pane.markMoved.connect(lambda *what: moved.append(what))
    pane.set_marks([BOX])

    drag(qtbot, pane, (200, 600), (230, 640))

    assert moved == []
    assert pane.state.viewpoint.centre == (220.0, 660.0)


def test_a_drag_that_comes_back_to_its_start_picks_nothing(pane, qtbot):
    picked = []
    pane.markPicked.connect(picked.append)
    pane.set_marks([BOX])
    port = pane.view.viewport()

    qtbot.mousePress(port, LEFT, pos=QPoint(300, 200))
    qtbot.mouseMove(port, QPoint(360, 240))
    qtbot.mouseMove(port, QPoint(300, 200))
    qtbot.mouseRelease(port, LEFT, pos=QPoint(300, 200))

    assert picked == []


def test_escape_leaves_a_mark_that_is_being_moved_where_it_was(pane, qtbot):
    moved = []
    pane.markMoved.connect(lambda *what: moved.append(what))
    pane.set_marks([BOX])
    pane.set_highlight("box")
    port = pane.view.viewport()

    qtbot.mousePress(port, LEFT, pos=point_of(pane, 200, 600))
    qtbot.mouseMove(port, point_of(pane, 260, 600))
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, LEFT, pos=point_of(pane, 260, 600))

    assert moved == []
