"""The crew's picture: every kind of mark shows, and none can keep it from being drawn."""

from dataclasses import replace

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Finding, FindingKind, Told
from workstation.site_agent import lettering
from workstation.site_agent.drawing import draw

GREY = np.full((200, 400), 30000, np.uint16)


def red_pixels(path):
    picture = cv2.imread(str(path)).astype(int)
    return int(((picture[..., 2] > 200) & (picture[..., 1] < 80)).sum())


def mark(shape, *points, text=""):
    return Mark(mark_id="m", view="side", shape=shape, points=points, text=text)


def drawn(path, *marks, pixels=GREY, first=1):
    draw(path, pixels, list(enumerate(marks, start=first)))
    return cv2.imread(str(path))


@pytest.mark.parametrize("shape", [s for s in MarkShape if s is not MarkShape.TEXT])
def test_every_shape_is_drawn(tmp_path, shape):
    points = ((50.0, 100.0), (50.0, 300.0), (150.0, 300.0))

    drawn(tmp_path / "p.png", mark(shape, *points))

    assert red_pixels(tmp_path / "p.png") > 300


def test_a_polygon_is_closed_and_a_line_by_hand_is_not(tmp_path):
    points = ((50.0, 100.0), (50.0, 300.0), (150.0, 300.0))
    on_the_closing_side = (slice(95, 106), slice(190, 211))

    polygon = drawn(tmp_path / "p.png", mark(MarkShape.POLYGON, *points))
    line = drawn(tmp_path / "f.png", mark(MarkShape.FREEHAND, *points))

    assert (polygon[on_the_closing_side] == (40, 40, 255)).all(axis=-1).any()
    assert not (line[on_the_closing_side] == (40, 40, 255)).all(axis=-1).any()


def test_words_are_written_beside_the_pin_of_a_text(tmp_path):
    bare = drawn(tmp_path / "n.png", mark(MarkShape.TEXT, (100.0, 50.0)))
    words = drawn(tmp_path / "w.png", mark(MarkShape.TEXT, (100.0, 50.0), text="drum behind"))

    rows, columns = np.nonzero((bare != words).any(axis=-1))
    assert np.ptp(columns) > 80
    assert rows.max() < 100
    assert (words[98:103, 42:58] == (40, 40, 255)).all(axis=-1).any()


@pytest.mark.skipif(not lettering.can_write_words(), reason="this OpenCV has no Chinese font")
def test_chinese_words_are_written_in_their_own_signs(tmp_path):
    point = (100.0, 50.0)

    pictures = [
        drawn(tmp_path / "p.png", mark(MarkShape.TEXT, point, text=text))
        for text in ("藏匿", "夹带", "??")
    ]

    assert (pictures[0] != pictures[1]).any()
    assert (pictures[0] != pictures[2]).any()


def test_without_a_font_the_number_is_there_and_no_question_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(lettering, "_font", lambda: None)
    place = mark(MarkShape.TEXT, (100.0, 50.0), text="藏匿")

    bare = drawn(tmp_path / "b.png", mark(MarkShape.TEXT, (100.0, 50.0)))
    picture = drawn(tmp_path / "p.png", place)

    assert (picture == bare).all()
    assert red_pixels(tmp_path / "p.png") > 20


def test_the_type_of_a_finding_stands_beside_its_mark(tmp_path):
    box = mark(MarkShape.BOX, (50.0, 100.0), (150.0, 300.0))
    said = replace(box, finding=Finding(kind=FindingKind.DRUGS))

    assert (drawn(tmp_path / "a.png", box) != drawn(tmp_path / "b.png", said)).any()


@pytest.mark.parametrize("has_font", [True, False])
def test_a_legend_stands_below_the_picture_and_hides_nothing_of_it(tmp_path, monkeypatch, has_font):
    if not has_font:
        monkeypatch.setattr(lettering, "_font", lambda: None)
    told = Told(en="third row from the doors, bottom; Dense object", zh="箱门侧倒数第三排底层")
    bare = drawn(tmp_path / "b.png", mark(MarkShape.BOX, (50.0, 100.0), (150.0, 300.0)))

    draw(
        tmp_path / "l.png",
        GREY,
        [(1, mark(MarkShape.BOX, (50.0, 100.0), (150.0, 300.0)))],
        legend=[(1, told)],
    )

    picture = cv2.imread(str(tmp_path / "l.png"))
    band = picture[200:]
    assert (picture[:200] == bare).all()
    assert (band[0] == 255).all()
    assert (band < 100).any()
    assert (band[:, -3:] == 255).all()  # nothing runs out at the right edge


def test_long_words_are_broken_and_none_is_lost():
    text = "1  " + "kilograms of engine blocks " * 8 + "箱门侧倒数第三排底层" * 6

    lines = lettering.broken(text, 300, height=14)

    joined = "".join("".join(line.split()) for line in lines)
    assert joined == "".join(text.split())
    assert len(lines) > 4
    assert all(lettering.broken(line, 300, height=14) == [line] for line in lines)


def test_a_mark_bears_the_number_of_the_order(tmp_path):
    box = mark(MarkShape.BOX, (50.0, 100.0), (150.0, 300.0))

    assert (drawn(tmp_path / "1.png", box) != drawn(tmp_path / "7.png", box, first=7)).any()


@pytest.mark.parametrize("place", [(0.0, 0.0), (0.0, 399.0), (199.0, 0.0), (199.0, 399.0)])
def test_words_at_an_edge_stay_within_the_picture(tmp_path, place):
    middle = drawn(tmp_path / "m.png", mark(MarkShape.TEXT, (100.0, 150.0), text="疑似 drum"))
    edge = drawn(tmp_path / "e.png", mark(MarkShape.TEXT, place, text="疑似 drum"))

    # The plate is as large as in the middle; only the pin may be cut.
    plates = [int((picture == 255).all(axis=-1).sum()) for picture in (middle, edge)]
    assert plates[1] > 0.85 * plates[0]


@pytest.mark.parametrize("points", [(), ((1e300, -1e300), (5.0, 5.0)), ((10.0, 10.0),)])
def test_an_odd_mark_never_holds_up_the_picture(tmp_path, points):
    for shape in MarkShape:
        drawn(tmp_path / f"{shape}.png", mark(shape, *points, text="words"))

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
