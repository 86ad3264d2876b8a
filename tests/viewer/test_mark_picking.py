"""Which mark a place means, how it is held, and what it looks like among many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from viewer.items.label_plates import LabelPlates
from viewer.items.overlay_item import OverlayItem
from viewer.overlay import PaneMark, Shape
from viewer.picking import distance_to, mark_at
from viewer.reshape import grip_at, handles, reshaped

ONE = (1.0, 1.0)


def mark(shape, *points, mark_id="m", label=""):
    return PaneMark(shape=shape, points=points, mark_id=mark_id, label=label)


SHAPES = {
    Shape.BOX: mark(Shape.BOX, (10, 10), (50, 90)),
    Shape.ELLIPSE: mark(Shape.ELLIPSE, (10, 10), (50, 90)),
    Shape.ARROW: mark(Shape.ARROW, (10, 10), (50, 90)),
    Shape.POLYGON: mark(Shape.POLYGON, (10, 10), (10, 90), (50, 90)),
    Shape.FREEHAND: mark(Shape.FREEHAND, (10, 10), (30, 20), (50, 90)),
    Shape.TEXT: mark(Shape.TEXT, (10, 10)),
}
ON_THE_LINE = {
    Shape.BOX: (30, 10),
    Shape.ELLIPSE: (10, 50),
    Shape.ARROW: (30, 50),
    Shape.POLYGON: (30, 90),
    Shape.FREEHAND: (20, 15),
    Shape.TEXT: (10, 10),
}


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_picked_by_its_line(shape):
    assert mark_at([SHAPES[shape]], ON_THE_LINE[shape], scale=ONE, tolerance_px=1) == "m"


@pytest.mark.parametrize("shape", Shape)
def test_a_place_far_away_picks_nothing(shape):
    assert mark_at([SHAPES[shape]], (300, 300), scale=ONE, tolerance_px=7) is None


@pytest.mark.parametrize("shape", [Shape.ARROW, Shape.FREEHAND])
def test_an_open_line_has_no_inside(shape):
    assert mark_at([SHAPES[shape]], (15, 80), scale=ONE, tolerance_px=5) is None


def test_the_tolerance_is_on_the_screen():
    box = SHAPES[Shape.BOX]

    near = mark_at([box], (5, 50), scale=(1.0, 1.0), tolerance_px=6)
    far = mark_at([box], (5, 50), scale=(4.0, 4.0), tolerance_px=6)

    assert near == "m"
    assert far is None


def test_of_two_boxes_around_a_place_the_smaller_one_is_meant():
    outer = mark(Shape.BOX, (0, 0), (100, 100), mark_id="outer")
    inner = mark(Shape.BOX, (40, 40), (60, 60), mark_id="inner")

    for order in ([outer, inner], [inner, outer]):
        assert mark_at(order, (50, 50), scale=ONE, tolerance_px=3) == "inner"
        assert mark_at(order, (1, 50), scale=ONE, tolerance_px=3) == "outer"


def test_of_two_lines_as_near_the_later_one_is_meant():
    marks = [mark(Shape.BOX, (0, 0), (9, 9), mark_id=name) for name in ("first", "second")]

    assert mark_at(marks, (0, 5), scale=ONE, tolerance_px=3) == "second"


places = st.tuples(st.floats(0, 100), st.floats(0, 300))


@given(points=st.lists(places, min_size=3, max_size=9), share=st.floats(0, 1))
def test_a_place_on_a_side_of_a_polygon_is_on_its_line(points, share):
    polygon = mark(Shape.POLYGON, *points)
    (row, column), (to_row, to_column) = points[-1], points[0]
    on_side = (row + share * (to_row - row), column + share * (to_column - column))

    assert distance_to(polygon, on_side, scale=ONE) < 1e-6


@given(
    shape=st.sampled_from([s for s in Shape if s is not Shape.TEXT]),
    points=st.lists(places, min_size=3, max_size=5),
    start=places,
    end=st.tuples(st.floats(-500, 500), st.floats(-500, 900)),
)
def test_a_moved_mark_keeps_its_form_and_stays_in_the_picture(shape, points, start, end):
    before = mark(shape, *(points if shape in (Shape.POLYGON, Shape.FREEHAND) else points[:2]))
    grip = grip_at(before, start, scale=ONE, tolerance_px=0)
    if grip is None or grip.handle is not None:
        grip = grip_at(before, before.points[0], scale=(1e-9, 1e-9), tolerance_px=1)
        grip = type(grip)(start=start, handle=None)

    after = reshaped(before, grip, end, (100, 300))

    steps = np.subtract(after.points, before.points)
    assert np.allclose(steps, steps[0])
    assert np.min(after.points) >= -1e-6
    assert (np.max(after.points, axis=0) <= np.array((100, 300)) + 1e-6).all()


@pytest.mark.parametrize("corner", range(4))
def test_each_corner_of_a_box_is_drawn_with_the_one_across_at_rest(corner):
    box = SHAPES[Shape.BOX]
    at = handles(box)[corner]

    grip = grip_at(box, at, scale=ONE, tolerance_px=4)
    after = reshaped(box, grip, (70, 120), (100, 300))

    assert grip.handle == corner
    assert set(after.points) == {handles(box)[(corner + 2) % 4], (70, 120)}


def test_the_tip_of_an_arrow_can_be_moved_alone():
    arrow = SHAPES[Shape.ARROW]

    grip = grip_at(arrow, (51, 89), scale=ONE, tolerance_px=4)

    assert reshaped(arrow, grip, (80, 20), (100, 300)).points == ((10, 10), (80, 20))


# -- among many ------------------------------------------------------------------------------


def painted(overlay, to_pane, size=(400, 240)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    painter.setWorldTransform(to_pane)
    overlay.paint(painter, None)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4).copy()


def crowd(count=60):
    places = np.random.default_rng(3).uniform((5, 5), (180, 340), (count, 2))
    return [
        mark(Shape.BOX, (row, column), (row + 15, column + 25), mark_id=str(number))
        for number, (row, column) in enumerate(places)
    ]


def make_overlay(marks):
    overlay = OverlayItem()
    overlay.set_shape((200, 400))
    overlay.set_marks(marks)
    return overlay


@pytest.mark.usefixtures("qapp")
def test_a_crowd_of_marks_looks_the_same_after_pans_as_drawn_afresh():
    overlay = make_overlay(crowd())
    here = QTransform.fromTranslate(10, 20)

    for step in ((10, 20), (-60, 5), (-300, -100), (10, 20)):
        seen = painted(overlay, QTransform.fromTranslate(*step))
        fresh = painted(make_overlay(crowd()), QTransform.fromTranslate(*step))
        assert (seen == fresh).all()

    assert (painted(overlay, here) != painted(make_overlay([]), here)).any()


@pytest.mark.usefixtures("qapp")
def test_a_crowd_is_drawn_anew_when_one_mark_changes():
    overlay = make_overlay(crowd())
    here = QTransform()
    painted(overlay, here)

    overlay.set_marks(crowd()[:-1])

    assert (painted(overlay, here) == painted(make_overlay(crowd()[:-1]), here)).all()


@pytest.mark.usefixtures("qapp")
def test_the_highlighted_mark_is_drawn_otherwise_and_has_handles():
    overlay = make_overlay([SHAPES[Shape.BOX]])
    plain = painted(overlay, QTransform())

    overlay.set_highlight("m")

    changed = (painted(overlay, QTransform()) != plain).any(axis=-1)
    assert changed[10, 50]
    assert changed[13, 13]
    assert not changed[30, 50]


@pytest.mark.usefixtures("qapp")
def test_labels_keep_clear_of_each_other():
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plates = LabelPlates()
    plates.begin(QRectF(0, 0, 900, 600), 1.0)
    boxes = [QRectF(100 + 30 * n, 200, 80, 60) for n in range(4)]

    for number, box in enumerate(boxes):
        plates.write(painter, box, f"label {number}", "#FF5A4F", owner=str(number))

    painter.end()
    seen = np.array([[plates.owner_at(x, y) for x in range(0, 900, 2)] for y in range(0, 600, 2)])
    sizes = [int((seen == str(number)).sum()) for number in range(4)]
    assert min(sizes) > 100
    assert max(sizes) - min(sizes) <= 60


@pytest.mark.usefixtures("qapp")
def test_a_long_label_ends_in_dots_and_stays_on_the_pane():
    image = QImage(500, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plates = LabelPlates()
    plates.begin(QRectF(0, 0, 500, 200), 1.0)

    plates.write(painter, QRectF(450, 100, 20, 20), "疑似 " * 100, "#FF5A4F", owner="m")

    painter.end()
    columns = [x for x in range(-50, 600) if any(plates.owner_at(x, y) for y in range(200))]
    assert columns[0] >= 0
    assert columns[-1] <= 500
    assert columns[-1] - columns[0] < 340
