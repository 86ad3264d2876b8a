"""What a joint view carries: the same part of the picture in another pane, within its bound."""

import json

import pytest

from ui.joint.shown import LIMIT_BYTES, Shown, document_of, marks_from, pointer_in, shown_from_json
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.stage import Stage
from viewer.pixels.state import PictureState
from workstation.domain.decision import Mark, MarkShape, mark_to_json

CLOSE = Viewpoint(centre=(300.0, 800.0), zoom=2.0)
SHOWN = Shown(
    state=PictureState(look=Look(invert=True), viewpoint=CLOSE, size_px=(400, 1000)),
    fitted=False,
    engine=True,
)


def stage(*, size_px):
    return Stage(shape=(1000, 3000), stretch=(1.0, 1.0), size_px=size_px)


def mark(name, points=2):
    places = tuple((1000.123 + n, 2000.123 + n) for n in range(points))
    return Mark(mark_id=name, view="side", shape=MarkShape.FREEHAND, points=places)


def test_what_is_shown_is_read_as_it_was_written():
    assert shown_from_json(json.loads(json.dumps(SHOWN.to_json()))) == SHOWN


@pytest.mark.parametrize(
    "garbage", [{}, {"state": 5}, {"state": {}, "fitted": True}, {"window": 40000}]
)
def test_what_is_not_understood_is_seen_whole_and_without_an_answer(garbage):
    shown = shown_from_json(garbage)

    assert shown.fitted
    assert not shown.engine


@pytest.mark.parametrize(("size_px", "zoom"), [((200, 1000), 1.0), ((800, 500), 1.0)])
def test_a_smaller_pane_sees_at_least_the_same_part(size_px, zoom):
    seen = SHOWN.viewpoint_on(stage(size_px=size_px))

    assert seen == Viewpoint(centre=CLOSE.centre, zoom=zoom)


def test_the_whole_picture_is_seen_whole_in_any_pane():
    room = stage(size_px=(300, 300))

    assert Shown(state=SHOWN.state, fitted=True).viewpoint_on(room) == room.fit()


def test_marks_that_find_no_room_are_left_out_from_the_end():
    marks = [mark(f"m{n}", points=300) for n in range(8)]

    document, sent = document_of(SHOWN, marks, (1.0, 2.0))

    assert 0 < sent < 8
    assert [one["mark_id"] for one in document["marks"]] == [f"m{n}" for n in range(sent)]
    assert len(json.dumps(document, separators=(",", ":"))) <= LIMIT_BYTES


def test_a_mark_that_is_not_understood_is_left_out():
    good = mark("m1")

    assert marks_from([{"shape": "star"}, mark_to_json(good)]) == (good,)


def test_a_pointer_beside_the_picture_points_at_nothing():
    assert pointer_in((10.04, 20.06), (100, 200)) == (10.0, 20.1)
    assert pointer_in((-1.0, 20.0), (100, 200)) is None
    assert pointer_in((10.0, 201.0), (100, 200)) is None
    assert pointer_in((10.0, 20.0), None) is None
