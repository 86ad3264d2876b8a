"""Where in the container a mark lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.comparison import Rectangle
from workstation.review.position import SECTIONS, Layer, locate

BOX = Rectangle(row=100, column=200, height=300, width=2400)


def test_a_mark_at_the_left_bottom_is_told_so_in_metres():
    place = locate([(320, 200), (390, 440)], BOX, pitch_mm=(5.0, 5.0))

    assert (place.first_section, place.last_section) == (1, 1)
    assert place.layer is Layer.BOTTOM
    assert place.metres == pytest.approx((0.0, 1.2))


def test_without_a_scale_no_metres_are_claimed():
    place = locate([(150, 1400)], BOX, pitch_mm=None)

    assert place.metres is None
    assert place.first_section == 5
    assert place.layer is Layer.TOP


def test_a_mark_over_the_full_height_has_no_layer():
    place = locate([(100, 300), (400, 500)], BOX, pitch_mm=None)

    assert place.layer is None


def test_a_mark_on_the_truck_is_outside_the_container():
    place = locate([(480, 900), (560, 1000)], BOX, pitch_mm=None)

    assert not place.within


@given(
    points=st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=4)
)
def test_sections_are_always_within_the_container_and_in_order(points):
    place = locate(points, BOX, pitch_mm=(4.0, 6.0))

    assert 1 <= place.first_section <= place.last_section <= SECTIONS
    assert place.metres is not None
    assert 0 <= place.metres[0] <= place.metres[1] <= 2400 * 6 / 1000


def test_a_position_needs_a_point():
    with pytest.raises(ValueError, match="point"):
        locate([], BOX, pitch_mm=None)
