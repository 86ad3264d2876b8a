"""Two pictures linked: what one shows, the other shows as large."""

import numpy as np
import pytest

from viewer.link import Anchor, Basis, link
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint


def picture(shape=(400, 1200), *, pitch_mm=None, container=None):
    return Picture(high=np.zeros(shape, np.uint16), pitch_mm=pitch_mm, container=container)


def box(row, column, height, width):
    return Area(row=row, column=column, height=height, width=width)


def test_pixels_of_other_size_are_zoomed_to_the_same_metres():
    scan, model = picture(pitch_mm=(5.0, 5.0)), picture(pitch_mm=(10.0, 10.0))

    joined = link(scan, model)
    there = joined.to_model(scan, model, Viewpoint(centre=(100.0, 600.0), zoom=0.5))

    assert joined.basis is Basis.METRES
    assert there.centre == pytest.approx((50.0, 300.0))
    assert there.zoom == pytest.approx(1.0)


def test_without_pitches_the_containers_are_laid_on_each_other():
    scan = picture(container=box(40, 100, 200, 900))
    model = picture((800, 2400), container=box(90, 300, 400, 1800))

    joined = link(scan, model)
    there = joined.to_model(scan, model, Viewpoint(centre=(140.0, 550.0), zoom=1.0))

    assert joined.basis is Basis.CONTAINER
    assert there.centre == pytest.approx((290.0, 1200.0))
    assert there.zoom == pytest.approx(0.5)


def test_a_match_lays_its_two_areas_on_each_other():
    scan, model = picture(pitch_mm=(5.0, 5.0)), picture(pitch_mm=(5.0, 5.0))
    areas = (box(100, 200, 50, 80), box(60, 700, 50, 80))

    there = link(scan, model, areas=areas).to_model(
        scan, model, Viewpoint(centre=areas[0].centre, zoom=2.0)
    )

    assert there.centre == pytest.approx(areas[1].centre)
    assert there.zoom == pytest.approx(2.0)


def test_when_nothing_is_known_it_says_so():
    assert link(picture(), picture((800, 2400))).basis is Basis.PICTURE


def test_the_way_there_and_back_ends_where_it_began():
    scan = picture(pitch_mm=(4.0, 6.0), container=box(20, 30, 300, 900))
    model = picture((500, 900), pitch_mm=(8.0, 5.0), container=box(50, 40, 200, 700))
    view = Viewpoint(centre=(123.0, 456.0), zoom=0.7)

    joined = link(scan, model)
    back = joined.to_scan(scan, model, joined.to_model(scan, model, view))

    assert back.centre == pytest.approx(view.centre)
    assert back.zoom == pytest.approx(view.zoom)


def test_the_model_is_registered_where_the_link_lays_it():
    scan = picture(pitch_mm=(4.0, 6.0), container=box(20, 30, 300, 900))
    model = picture((500, 900), pitch_mm=(8.0, 3.0), container=box(50, 40, 200, 700))

    joined = link(scan, model)
    registered = joined.registration
    corner, inside = joined.place_in_scan((50.0, 40.0)), joined.place_in_scan((60.0, 240.0))

    assert joined.anchor is Anchor.CONTAINER
    assert corner == pytest.approx((20.0, 30.0))
    assert inside == pytest.approx((40.0, 130.0))
    assert registered.scale == pytest.approx((2.0, 0.5))
    assert registered.offset == pytest.approx((-80.0, 10.0))
    assert joined.place_in_model(inside) == pytest.approx((60.0, 240.0))


def test_a_link_tells_what_was_laid_on_what():
    bare, boxed = picture(), picture(container=box(10, 20, 300, 900))
    areas = (box(100, 200, 50, 80), box(60, 700, 50, 80))

    assert link(bare, bare).anchor is Anchor.PICTURE
    assert link(boxed, boxed).anchor is Anchor.CONTAINER
    assert link(boxed, bare).anchor is Anchor.PICTURE
    assert link(boxed, boxed, areas=areas).anchor is Anchor.MATCH
