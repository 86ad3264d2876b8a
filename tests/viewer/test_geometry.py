"""Places, and their way to the screen and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.geometry import (
    Frame,
    Viewpoint,
    area_between,
    clamp,
    proportion,
    to_place,
    to_xy,
)
from viewer.pixels.stage import MOST_ZOOM, Stage

coordinates = st.floats(-5000, 5000)
places = st.tuples(coordinates, coordinates)
stages = st.builds(
    Stage,
    shape=st.tuples(st.integers(1, 4000), st.integers(1, 12000)),
    stretch=st.sampled_from([(1.0, 1.0), (1.5, 1.0), (1.0, 2.0)]),
    size_px=st.tuples(st.integers(50, 1200), st.integers(50, 3840)),
)
zooms = st.floats(1e-3, 100)


@given(place=places)
def test_screen_and_array_coordinates_invert(place):
    assert to_place(*to_xy(place)) == place


@given(stage=stages, place=places, zoom=zooms)
def test_a_place_on_the_pane_is_found_again_under_its_point(stage, place, zoom):
    view = stage.allow(Viewpoint(centre=(10.0, 10.0), zoom=zoom))

    again = stage.place(view, *stage.point(view, place))

    assert again == pytest.approx(place, abs=1e-4)


@given(stage=stages, zoom=zooms, factor=st.floats(0.2, 5), share=st.floats(0, 1))
def test_zooming_at_a_place_leaves_it_where_it_is(stage, zoom, factor, share):
    view = stage.allow(Viewpoint(centre=(stage.shape[0] / 2, stage.shape[1] / 2), zoom=zoom))
    place = (stage.shape[0] * share, stage.shape[1] * share)

    nearer = stage.zoom_at(view, factor, place)

    before, after = stage.point(view, place), stage.point(nearer, place)
    moved = max(abs(a - b) for a, b in zip(before, after, strict=True))
    within = clamp(nearer.centre, stage.shape) == nearer.centre
    kept = all(0 < c < n for c, n in zip(nearer.centre, stage.shape, strict=True))
    assert within
    assert moved <= 1.01 or not kept  # at most the rounding to whole device pixels


@given(stage=stages)
def test_a_fitted_picture_is_whole_and_touches_two_sides(stage):
    view = stage.fit()

    rows, columns = stage.scale(view.zoom)
    height, width = stage.shape[0] * rows, stage.shape[1] * columns
    assert height <= stage.size_px[0] + 1e-6
    assert width <= stage.size_px[1] + 1e-6
    touches = math.isclose(height, stage.size_px[0]) or math.isclose(width, stage.size_px[1])
    assert touches or view.zoom == MOST_ZOOM


def test_zooming_past_one_to_one_stops_there():
    stage = Stage(shape=(1000, 3000), stretch=(1.0, 1.0), size_px=(500, 900))
    before = Viewpoint(centre=(500.0, 500.0), zoom=0.9)

    there = stage.zoom_at(before, 1.25, (500.0, 500.0))
    beyond = stage.zoom_at(there, 1.25, (500.0, 500.0))

    assert there.zoom == 1.0
    assert beyond.zoom == 1.25


def test_a_pan_moves_the_picture_by_the_same_whole_pixels():
    stage = Stage(shape=(1000, 3000), stretch=(1.0, 1.0), size_px=(501, 901))
    view = Viewpoint(centre=(500.3, 700.7), zoom=0.37)

    panned = stage.pan(view, 7, -11)

    down, along = (b - a for a, b in zip(stage.corner(view), stage.corner(panned), strict=True))
    assert (down, along) == (7, -11)


def test_goods_keep_their_form_when_rows_and_columns_differ_in_size():
    assert proportion((4.0, 2.0)) == (2.0, 1.0)
    assert proportion((2.0, 5.0)) == (1.0, 2.5)
    assert proportion(None) == (1.0, 1.0)


@given(one=places, other=places)
def test_corners_may_come_in_any_order(one, other):
    assert area_between(one, other) == area_between(other, one)
    assert area_between(one, other).height >= 0


@given(place=places)
def test_millimetres_and_pixels_invert(place):
    frame = Frame(origin=(12.0, 30.0), size_mm=(4.0, 5.5))

    assert frame.to_pixels(frame.to_mm(place)) == pytest.approx(place, abs=1e-6)
