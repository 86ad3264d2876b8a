"""The crew's picture: every kind of mark shows, and none can keep it from being drawn."""

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.decision import Mark, MarkShape
from workstation.site_agent.drawing import draw

GREY = np.full((200, 400), 30000, np.uint16)


def red_pixels(path):
    picture = cv2.imread(str(path)).astype(int)
    return int(((picture[..., 2] > 200) & (picture[..., 1] < 80)).sum())


def mark(shape, *points):
    return Mark(mark_id="m", view="side", shape=shape, points=points)


@pytest.mark.parametrize("shape", [s for s in MarkShape if s is not MarkShape.TEXT])
def test_every_shape_is_drawn(tmp_path, shape):
    points = ((50.0, 100.0), (50.0, 300.0), (150.0, 300.0))

    draw(tmp_path / "p.png", GREY, [mark(shape, *points)])

    assert red_pixels(tmp_path / "p.png") > 300


@pytest.mark.parametrize("points", [(), ((1e300, -1e300), (5.0, 5.0)), ((10.0, 10.0),)])
def test_an_odd_mark_never_holds_up_the_picture(tmp_path, points):
    for shape in MarkShape:
        draw(tmp_path / f"{shape}.png", GREY, [mark(shape, *points)])

    assert len(list(tmp_path.iterdir())) == len(MarkShape)


@pytest.mark.parametrize("level", [0, 1, 65535])
def test_a_scan_of_one_grey_can_be_drawn(tmp_path, level):
    draw(tmp_path / "p.png", np.full((20, 30), level, np.uint16), [])

    assert cv2.imread(str(tmp_path / "p.png")).shape == (20, 30, 3)


def test_denser_cargo_is_never_brighter(tmp_path):
    ramp = np.tile(np.arange(0, 65536, 256, dtype=np.uint16), (4, 1))

    draw(tmp_path / "p.png", ramp, [])

    greys = cv2.imread(str(tmp_path / "p.png"), cv2.IMREAD_GRAYSCALE)[0].astype(int)
    assert (np.diff(greys) >= 0).all()
    assert greys[-1] > greys[0]
