"""Lengths, angles and areas as they are on the goods, and how they are written."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.measure import (
    Calibration,
    Measure,
    MeasureKind,
    ScaleBasis,
    angle_deg,
    area_mm2,
    calibration_of,
    crosses_itself,
    length_mm,
)
from viewer.measure_book import MeasureBook
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.quantity import area_of, box_of, length_of, value_of

sizes = st.tuples(st.floats(0.5, 20), st.floats(0.5, 20))
turns = st.floats(0, 2 * math.pi)
places_mm = st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000))
BY_PITCH = Calibration(basis=ScaleBasis.PITCH, size=(5.0, 2.0))


def turned(place, angle, factor=1.0):
    row, column = place
    sine, cosine = math.sin(angle), math.cos(angle)
    return factor * (cosine * row - sine * column), factor * (sine * row + cosine * column)


def in_pixels(places, size):
    """Places [mm] of goods as the scanner with such pixels shows them."""
    return [(row / size[0], column / size[1]) for row, column in places]


def make_picture(**more):
    return Picture(high=np.zeros((600, 1400), np.uint16), **more)


@given(one=places_mm, other=places_mm, size=sizes, turn=turns)
def test_goods_keep_their_length_however_they_lie_and_pixels_are(one, other, size, turn):
    start, end = in_pixels([turned(one, turn), turned(other, turn)], size)

    measured = length_mm(start, end, size)

    assert measured == pytest.approx(math.dist(one, other), abs=1e-6)


@given(angle=st.floats(0, 180), size=sizes, turn=turns, arms=st.tuples(*[st.floats(10, 2000)] * 2))
def test_an_angle_is_that_of_the_goods_not_of_the_pixels(angle, size, turn, arms):
    one = turned((arms[0], 0.0), turn)
    other = turned((arms[1], 0.0), turn + math.radians(angle))

    measured = angle_deg(*in_pixels([one, (0.0, 0.0), other], size), size)

    assert measured == pytest.approx(angle, abs=1e-6)


@given(
    size=sizes,
    turn=turns,
    factor=st.floats(0.1, 10),
    sides=st.tuples(*[st.floats(20, 3000)] * 2),
)
def test_an_area_grows_with_the_square_of_its_sides_and_does_not_mind_turning(
    size, turn, factor, sides
):
    high, wide = sides
    corners = [(0.0, 0.0), (0.0, wide), (high, wide), (high, 0.0)]
    seen = in_pixels([turned(corner, turn, factor) for corner in corners], size)

    measured = area_mm2(seen, size)

    assert measured == pytest.approx(high * wide * factor**2, rel=1e-6)


def test_it_matters_not_which_way_round_an_area_was_clicked():
    corners = [(0, 0), (0, 30), (10, 30), (25, 12)]

    assert area_mm2(corners, (2, 3)) == area_mm2(corners[::-1], (2, 3))


def test_an_outline_that_crosses_itself_is_found_out_and_one_that_does_not_is_left_alone():
    bow_tie = [(0, 0), (10, 10), (0, 10), (10, 0)]
    dented = [(0, 0), (0, 20), (10, 20), (4, 10), (10, 0)]

    assert crosses_itself(bow_tie)
    assert not crosses_itself(dented)
    assert not crosses_itself(dented[:3])
    assert value_of(Measure(kind=MeasureKind.AREA, points=tuple(bow_tie)), BY_PITCH) == ""


def test_the_pitch_is_believed_before_the_container():
    box = Area(row=0, column=0, height=500, width=1200)

    assert calibration_of(make_picture(pitch_mm=(5.0, 4.0), container=box)) == Calibration(
        basis=ScaleBasis.PITCH, size=(5.0, 4.0)
    )


def test_a_container_may_be_a_high_cube_and_the_uncertainty_says_so():
    box = Area(row=20, column=30, height=500, width=1200)

    by_container = calibration_of(make_picture(container=box))

    height = 500 * by_container.size[0]
    assert by_container.basis is ScaleBasis.CONTAINER
    assert height * (1 - by_container.uncertainty) == pytest.approx(2591)
    assert height * (1 + by_container.uncertainty) == pytest.approx(2896)


def test_without_pitch_and_container_nothing_is_called_millimetres():
    unknown = calibration_of(make_picture())

    length = Measure(kind=MeasureKind.LENGTH, points=((0, 0), (300, 400)))
    assert not unknown.in_mm
    assert value_of(length, unknown) == "500 px"
    assert area_of(1e9, unknown).endswith("px²")
    assert calibration_of(None) == unknown


@pytest.mark.parametrize(
    ("length", "exact", "roughly"),
    [
        (12192.0, "12.19 m", "≈ 12 m"),
        (1000.0, "1.00 m", "≈ 1.0 m"),
        (314.2, "31.4 cm", "≈ 31 cm"),
        (47.6, "48 mm", "≈ 48 mm"),
        (0.0, "0 mm", "0 mm"),
    ],
)
def test_a_length_has_no_more_digits_than_it_deserves(length, exact, roughly):
    rough = Calibration(basis=ScaleBasis.CONTAINER, size=(5.0, 5.0), uncertainty=0.056)

    assert length_of(length, BY_PITCH) == exact
    assert length_of(length, rough) == roughly


@pytest.mark.parametrize(
    ("area", "exact", "roughly"),
    [
        (2.345e6, "2.35 m²", "≈ 2.3 m²"),
        (3.0e5, "0.30 m²", "≈ 0.30 m²"),
        (4560, "46 cm²", "≈ 46 cm²"),
    ],
)
def test_an_area_has_no_more_digits_than_it_deserves(area, exact, roughly):
    rough = Calibration(basis=ScaleBasis.CONTAINER, size=(5.0, 5.0), uncertainty=0.056)

    assert area_of(area, BY_PITCH) == exact
    assert area_of(area, rough) == roughly


def test_a_box_has_one_unit():
    rough = Calibration(basis=ScaleBasis.CONTAINER, size=(5.0, 5.0), uncertainty=0.056)

    assert box_of(1234.0, 567.0, BY_PITCH) == "1.23 x 0.57 m"
    assert box_of(123.0, 567.0, BY_PITCH) == "12.3 x 56.7 cm"
    assert box_of(1234.0, 567.0, rough) == "≈ 1.2 x 0.57 m"


def test_an_angle_on_pixels_that_are_only_taken_as_square_is_approximate():
    angle = Measure(kind=MeasureKind.ANGLE, points=((0, 10), (0, 0), (10, 0)))

    assert value_of(angle, Calibration(basis=ScaleBasis.UNKNOWN)) == "≈ 90°"
    assert value_of(angle, BY_PITCH) == "90.0°"


def test_a_draft_with_too_few_points_has_no_value_and_is_not_kept():
    draft = Measure(kind=MeasureKind.ANGLE, points=((0, 0), (5, 5)))

    assert value_of(draft, BY_PITCH) == ""
    with pytest.raises(ValueError, match="angle needs more than 2 points"):
        MeasureBook().add(draft)


steps = st.lists(st.sampled_from(["add", "count", "remove", "clear"]), max_size=12)


@given(steps=steps)
def test_undoing_every_change_goes_back_through_every_page_of_the_book(steps):
    book, pages = MeasureBook(), [()]
    for number, step in enumerate(steps):
        before, names = book.measures, [m.measure_id for m in book.measures]
        if step == "add":
            book.add(Measure(kind=MeasureKind.COUNT, points=((0.0, float(number)),)))
        elif step == "count" and names:
            book.change(names[-1], (*before[-1].points, (1.0, float(number))))
        elif step == "remove" and names:
            book.remove(names[0])
        elif step == "clear":
            book.clear()
        if book.measures != before:
            pages.append(book.measures)

    for page in reversed(pages[:-1]):
        assert book.undo()
        assert book.measures == page
    assert not book.undo()


def test_a_count_whose_last_item_is_taken_away_is_gone():
    book = MeasureBook()
    count = book.add(Measure(kind=MeasureKind.COUNT, points=((1, 1),)))

    book.change(count.measure_id, ())

    assert book.measures == ()


def test_measures_are_numbered_within_their_kind():
    book = MeasureBook()
    kinds = (MeasureKind.LENGTH, MeasureKind.ANGLE, MeasureKind.LENGTH)
    points = ((0, 0), (1, 1), (2, 0))

    kept = [book.add(Measure(kind=kind, points=points)) for kind in kinds]

    assert [book.number_of(m.measure_id) for m in kept] == [1, 1, 2]
