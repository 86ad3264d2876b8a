"""Words for where a mark is."""

from dataclasses import replace

import pytest

from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Told, chinese_marks
from workstation.domain.position import End, Frame, Standing
from workstation.site_agent.positions import locate


def mark(shape, *points):
    return Mark(mark_id="m", view="side", shape=shape, points=points)


CONTAINER = Frame(box=Rectangle(row=100, column=200, height=500, width=2400), pitch_mm=(5.0, 5.0))


def test_a_box_is_told_by_its_middle_within_the_container():
    position = locate(mark(MarkShape.BOX, (150.0, 740.0), (250.0, 860.0)), CONTAINER)

    assert (position.along, position.up) == (0.25, 0.8)
    assert position.en == "2.7 to 3.3 m from the left end, top"
    assert position.zh == chinese_marks("距箱体左端2.7至3.3米,上层")


def test_doors_that_the_site_sees_are_told():
    frame = replace(CONTAINER, standing=Standing(doors=End.RIGHT))

    position = locate(mark(MarkShape.BOX, (150.0, 740.0), (250.0, 860.0)), frame)

    assert position.zh == chinese_marks("距箱门8.7至9.3米,上层")


def test_the_words_that_the_officer_read_are_not_made_anew():
    told = Told(en="third row from the doors, bottom", zh="箱门侧倒数第三排底层")
    placed = replace(mark(MarkShape.BOX, (150.0, 740.0), (250.0, 860.0)), place=told)

    position = locate(placed, CONTAINER)

    assert (position.en, position.zh) == (told.en, told.zh)
    assert (position.along, position.up) == (0.25, 0.8)


def test_an_arrow_is_told_by_its_tip():
    position = locate(mark(MarkShape.ARROW, (0.0, 0.0), (350.0, 1400.0)), CONTAINER)

    assert (position.along, position.up) == (0.5, 0.5)
    assert position.en == "6.0 m from the left end, middle"


@pytest.mark.parametrize("shape", [MarkShape.POLYGON, MarkShape.FREEHAND])
def test_a_polygon_and_a_line_are_told_by_the_middle_of_all_their_points(shape):
    points = ((150.0, 740.0), (250.0, 800.0), (200.0, 860.0))

    position = locate(mark(shape, *points), CONTAINER)

    assert (position.along, position.up) == (0.25, 0.8)


def test_a_text_is_told_by_its_place():
    assert locate(mark(MarkShape.TEXT, (350.0, 1400.0)), CONTAINER).along == 0.5


def test_a_mark_beside_the_container_is_told_at_its_edge():
    position = locate(mark(MarkShape.BOX, (0.0, 0.0), (10.0, 10.0)), CONTAINER)

    assert (position.along, position.up) == (0.0, 1.0)
    assert position.zh == "箱体以外"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_metres_are_invented_when_the_pitch_is_unknown(language):
    frame = Frame(box=Rectangle(row=0, column=0, height=10, width=10), is_container=False)

    words = getattr(locate(mark(MarkShape.BOX, (2.0, 2.0), (4.0, 4.0)), frame), language)

    assert " m " not in words
    assert "米" not in words
