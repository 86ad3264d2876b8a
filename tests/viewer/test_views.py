"""Two views of one scan: linked by length alone; and the cursor that links any two panes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from viewer.compare import CompareMode
from viewer.link import Anchor, Basis
from viewer.overlay import Tool
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.views import link_lengths


def picture(shape=(400, 1200), **more):
    return Picture(high=np.full(shape, 30000, np.uint16), **more)


def box(row, column, height, width):
    return Area(row=row, column=column, height=height, width=width)


def point_at(pane, row, column, qtbot):
    """Move the mouse over a place of a pane, and return the place it has met."""
    down, along = pane.view.stage().point(pane.view.viewpoint, (row, column))
    at = QPoint(round(along), round(down))
    qtbot.mouseMove(pane.view.viewport(), at + QPoint(3, 0))
    qtbot.mouseMove(pane.view.viewport(), at)
    return pane.view.stage().place(pane.view.viewpoint, at.y(), at.x())


def test_metres_along_the_container_are_linked_by_the_pitch():
    lengths = link_lengths(picture(pitch_mm=(5.0, 4.0)), picture(pitch_mm=(9.0, 8.0)))

    assert lengths.basis is Basis.METRES
    assert lengths.to_other(100.0) == 50.0


def test_containers_of_two_views_are_laid_on_each_other():
    scan = picture(container=box(10, 100, 300, 1000))
    top = picture((300, 700), container=box(30, 50, 200, 500))

    lengths = link_lengths(scan, top)

    assert (lengths.basis, lengths.anchor) == (Basis.CONTAINER, Anchor.CONTAINER)
    assert lengths.to_other(100.0) == pytest.approx(50.0)
    assert lengths.to_other(1100.0) == pytest.approx(550.0)


def test_two_views_of_unknown_size_are_taken_as_equally_long():
    lengths = link_lengths(picture((400, 1200)), picture((300, 600)))

    assert lengths.basis is Basis.PICTURE
    assert lengths.to_other(1200.0) == pytest.approx(600.0)


@given(
    column=st.floats(min_value=-1e4, max_value=1e5),
    pitches=st.tuples(*[st.floats(min_value=0.5, max_value=20)] * 2),
)
def test_a_column_comes_back_to_where_it_was(column, pitches):
    lengths = link_lengths(
        picture(pitch_mm=(5.0, pitches[0]), container=box(10, 100, 300, 1000)),
        picture(pitch_mm=(5.0, pitches[1]), container=box(10, 70, 300, 900)),
    )

    assert lengths.to_scan(lengths.to_other(column)) == pytest.approx(column, abs=1e-6)


def test_the_other_view_takes_the_models_place_and_gives_it_back(desk, qtbot):
    desk.show_scan(picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(picture(pitch_mm=(5.0, 5.0), label="Tyres"))
    desk.set_mode(CompareMode.SWIPE)

    with qtbot.waitSignal(desk.otherViewChanged):
        desk.show_other_view(picture((300, 1200), pitch_mm=(5.0, 5.0)), name="top")
    shown = desk.mode, desk.other.isVisible(), desk.model.isVisible()
    named = desk.other.label, desk.other_basis.text()
    desk.show_other_view(None)

    assert shown == (CompareMode.SPLIT, True, False)
    assert named == ("top", "linked along the length, by pixel size")
    assert (desk.other.isVisible(), desk.model.isVisible()) == (False, True)
    assert desk.model.label == "Tyres"


def test_the_two_views_go_together_along_the_length_only(desk):
    desk.show_scan(picture((400, 2400), pitch_mm=(5.0, 5.0)))
    desk.show_other_view(picture((300, 1200), pitch_mm=(6.0, 10.0)), name="top")
    row = desk.other.state.viewpoint.centre[0]

    desk.scan.look_at(Viewpoint(centre=(50.0, 800.0), zoom=2.0))
    other = desk.other.state.viewpoint
    desk.other.look_at(Viewpoint(centre=(20.0, 500.0), zoom=1.0))

    assert other.centre == pytest.approx((row, 400.0))
    assert other.zoom * (10 / 6) == pytest.approx(2 * 2.0)
    assert desk.scan.state.viewpoint.centre == pytest.approx((50.0, 1000.0))


def test_a_grey_window_changed_in_one_view_is_that_of_the_other(desk):
    desk.show_scan(picture())
    desk.show_other_view(picture((300, 1200)))

    desk.other.nudge_window(-5)
    from_other = desk.scan.state.look
    desk.scan.toggle_invert()

    assert from_other.window.window < 60000
    assert desk.other.state.look == desk.scan.state.look


def test_a_line_stands_at_the_same_length_in_both_views(desk, qtbot):
    desk.show_scan(picture(pitch_mm=(5.0, 5.0)))
    desk.show_other_view(picture((300, 600), pitch_mm=(10.0, 10.0)))
    QApplication.processEvents()

    met = point_at(desk.scan, 200.0, 700.0, qtbot)

    lines = desk.scan.view.cross_item, desk.other.view.cross_item
    assert all(line.isVisible() for line in lines)
    assert lines[0].pos().x() == pytest.approx(met[1])
    assert lines[1].pos().x() == pytest.approx(met[1] / 2)


def test_a_new_scan_takes_the_other_view_away(desk):
    desk.show_scan(picture())
    desk.show_other_view(picture((300, 1200)))

    desk.show_scan(picture())

    assert not desk.is_other_view_shown
    assert desk.other.picture is None


def test_a_cross_stands_in_the_model_where_the_mouse_is_in_the_scan(desk, qtbot):
    desk.show_scan(picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(picture((200, 600), pitch_mm=(10.0, 10.0)))
    QApplication.processEvents()

    met = point_at(desk.scan, 200.0, 700.0, qtbot)
    cross = desk.model.view.cross_item
    there = cross.isVisible(), cross.pos().x(), cross.pos().y()
    met_model = point_at(desk.model, 50.0, 300.0, qtbot)
    back = desk.scan.view.cross_item

    assert there == pytest.approx((True, met[1] / 2, met[0] / 2))
    assert not cross.isVisible()
    assert (back.pos().x(), back.pos().y()) == pytest.approx((met_model[1] * 2, met_model[0] * 2))


def test_there_is_no_cross_while_a_mark_is_drawn_nor_when_unlinked(desk, qtbot):
    desk.show_scan(picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(picture(pitch_mm=(5.0, 5.0)))
    QApplication.processEvents()
    desk.scan.set_tool(Tool.BOX)
    port, cross = desk.scan.view.viewport(), desk.model.view.cross_item

    point_at(desk.scan, 200.0, 700.0, qtbot)
    before = cross.isVisible()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(400, 150))
    qtbot.mouseMove(port, QPoint(450, 180))
    dragging = cross.isVisible()
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(450, 180))
    desk.set_linked(False)
    point_at(desk.scan, 200.0, 600.0, qtbot)

    assert before
    assert not dragging
    assert not cross.isVisible()
