"""Words for where a mark is."""

import pytest

from workstation.domain.decision import Mark, MarkShape
from workstation.site_agent.positions import Frame, locate


def mark(shape, *points):
    return Mark(mark_id="m", view="side", shape=shape, points=points)


CONTAINER = Frame(
    row=100, column=200, height=500, width=2400, is_container=True, pitch_mm=(5.0, 5.0)
)


def test_a_box_is_told_by_its_middle_within_the_container():
    position = locate(mark(MarkShape.BOX, (100.0, 740.0), (200.0, 860.0)), CONTAINER)

    assert (position.along, position.up) == (0.25, 0.9)
    assert position.en == (
        "25% of the container's length from its left end (3.0 m), 90% of its height (2.2 m)"
    )
    assert position.zh == "距箱体左端25%处(3.0 米),高度90%处(2.2 米)"


def test_an_arrow_is_told_by_its_tip():
    position = locate(mark(MarkShape.ARROW, (0.0, 0.0), (350.0, 1400.0)), CONTAINER)

    assert (position.along, position.up) == (0.5, 0.5)


@pytest.mark.parametrize("shape", [MarkShape.POLYGON, MarkShape.FREEHAND])
def test_a_polygon_and_a_line_are_told_by_the_middle_of_all_their_points(shape):
    points = ((100.0, 740.0), (200.0, 800.0), (150.0, 860.0))

    position = locate(mark(shape, *points), CONTAINER)

    assert (position.along, position.up) == (0.25, 0.9)


def test_a_text_is_told_by_its_place():
    assert locate(mark(MarkShape.TEXT, (350.0, 1400.0)), CONTAINER).along == 0.5


def test_a_mark_beside_the_container_is_told_at_its_edge():
    position = locate(mark(MarkShape.BOX, (0.0, 0.0), (10.0, 10.0)), CONTAINER)

    assert (position.along, position.up) == (0.0, 1.0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_metres_are_invented_when_the_pitch_is_unknown(language):
    frame = Frame(row=0, column=0, height=10, width=10, is_container=False, pitch_mm=None)

    words = getattr(locate(mark(MarkShape.BOX, (2.0, 2.0), (4.0, 4.0)), frame), language)

    assert " m)" not in words
    assert "米" not in words
