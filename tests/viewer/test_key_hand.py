"""Marks and measures without a mouse: arrows move a cross, Space is the button."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from viewer.overlay import Shape, Tool
from viewer.picture import Picture
from viewer.pixels.geometry import Viewpoint

RIGHT, LEFT = Qt.Key.Key_Right, Qt.Key.Key_Left
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up
SPACE, CONTROL = Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(pane, qtbot):
    pane.show_picture(Picture(high=np.full((400, 1600), 30000, np.uint16)))
    pane.view.move_to(Viewpoint(centre=(200.0, 800.0), zoom=1.0))
    pane.view.setFocus()
    qtbot.waitUntil(pane.view.hasFocus, timeout=3000)
    return pane.view


@pytest.fixture
def drawn(view):
    marks = []
    view.mark_drawn.connect(marks.append)
    return marks


def press(view, *keys, times=1, held=Qt.KeyboardModifier.NoModifier):
    for key in keys * times:
        QTest.keyClick(view, key, held)


def middle_of(view):
    centre = view.viewport().rect().center()
    return view.stage().place(view.viewpoint, centre.y(), centre.x())


@pytest.mark.parametrize("shape", [Shape.BOX, Shape.ELLIPSE, Shape.ARROW])
def test_two_strokes_of_space_draw_from_where_the_first_was_to_where_the_second_is(
    view, drawn, shape
):
    view.set_tool(Tool(shape.value))
    row, column = middle_of(view)

    press(view, RIGHT, DOWN, SPACE)
    press(view, RIGHT, DOWN, times=5)
    press(view, SPACE)

    (mark,) = drawn
    assert mark.shape is shape
    assert mark.points == ((row + 12, column + 12), (row + 72, column + 72))


def test_with_ctrl_the_cross_goes_one_pixel(view):
    pointed = []
    view.set_tool(Tool.BOX)
    press(view, RIGHT)
    view.pointed.connect(pointed.append)

    press(view, RIGHT, UP, held=CONTROL)

    (right, up) = pointed
    row, column = middle_of(view)
    assert right == (row, column + 13)
    assert up == (row - 1, column + 13)


def test_the_cross_begins_where_the_mouse_was_and_goes_when_that_is_moved(view, qtbot):
    pointed = []
    view.set_tool(Tool.BOX)
    QTest.mouseMove(view.viewport(), QPoint(100, 50))
    QTest.mouseMove(view.viewport(), QPoint(101, 50))
    qtbot.waitUntil(lambda: view.cursor is not None, timeout=3000)
    view.pointed.connect(pointed.append)

    press(view, RIGHT)
    there = view.key_cross.isVisible()
    QTest.mouseMove(view.viewport(), QPoint(300, 80))

    assert pointed[0] == view.stage().place(view.viewpoint, 50, 113)
    assert there
    qtbot.waitUntil(lambda: not view.key_cross.isVisible(), timeout=3000)


def test_the_picture_comes_to_meet_a_cross_at_the_edge(view):
    view.set_tool(Tool.BOX)
    before = view.viewpoint.centre

    press(view, RIGHT, times=60)

    assert view.viewpoint.centre[0] == before[0]
    assert view.viewpoint.centre[1] > before[1] + 100
    assert view.viewport().rect().contains(view.cursor.toPoint())


def test_corners_of_a_polygon_are_one_stroke_each_and_enter_closes_it(view, drawn):
    view.set_tool(Tool.POLYGON)

    for way in (RIGHT, DOWN, LEFT):
        press(view, way, times=4)
        press(view, SPACE)
    press(view, Qt.Key.Key_Return)

    (mark,) = drawn
    assert mark.shape is Shape.POLYGON
    assert len(mark.points) == 3


def test_one_stroke_asks_for_the_words_of_a_text(pane, view):
    view.set_tool(Tool.TEXT)

    press(view, RIGHT, SPACE)

    assert pane.mark_hands.editor.isVisible()


def test_the_hand_goes_on_panning_with_arrows(view):
    view.set_tool(Tool.BOX)
    press(view, RIGHT)
    view.set_tool(Tool.PAN)
    before = view.viewpoint.centre

    press(view, RIGHT)

    assert not view.key_cross.isVisible()
    assert view.viewpoint.centre != before


def test_a_mouse_that_is_only_touched_spoils_nothing(view, drawn):
    view.set_tool(Tool.BOX)
    press(view, RIGHT, SPACE)
    press(view, RIGHT, DOWN, times=3)

    QTest.mouseMove(view.viewport(), QPoint(20, 20))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(25, 25))
    press(view, SPACE)

    (mark,) = drawn
    (row, column), (bottom, right) = mark.points
    assert (bottom - row, right - column) == (36, 36)


def test_another_tool_gives_up_what_keys_have_begun(view, drawn):
    view.set_tool(Tool.BOX)
    press(view, RIGHT, SPACE, RIGHT)

    view.set_tool(Tool.ELLIPSE)
    press(view, RIGHT, SPACE)

    assert drawn == []
    assert view.is_dragging
