"""Scan and typical model in one place: registered, and never one taken for the other."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from viewer.compare import CompareMode, Covered
from viewer.items.cover_item import MODEL_COLOUR
from viewer.overlay import Region, Tool
from viewer.picture import Picture
from viewer.pixels.difference import difference_colour
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Look

COVERING = [CompareMode.SWIPE, CompareMode.BLINK, CompareMode.DIFFERENCE]
SCAN_GREY, MODEL_GREY = 180, 60


def flat(grey, shape=(400, 1200), **more):
    return Picture(high=np.full(shape, grey * 257, np.uint16), **more)


@pytest.fixture
def pair(desk):
    """Twice as coarse a model, so that its pixels must be laid, not copied."""
    desk.show_scan(flat(SCAN_GREY, pitch_mm=(5.0, 5.0), label="TEMU 913166 6"))
    desk.show_model(flat(MODEL_GREY, (200, 600), pitch_mm=(10.0, 10.0), label="Tyres"))
    desk.scan.set_overview_shown(False)
    QApplication.processEvents()
    return desk


def colours_of(desk):
    """Red, green, blue on the scan's pane."""
    QApplication.processEvents()
    image = desk.scan.view.viewport().grab().toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat_pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat_pixels[:, : image.width(), 2::-1].copy()


def colour_at(desk, row, column):
    down, along = desk.scan.view.stage().point(desk.scan.view.viewpoint, (row, column))
    return tuple(int(part) for part in colours_of(desk)[round(down), round(along)])


def grey(value):
    return (value, value, value)


def test_behind_the_curtain_is_the_model_and_before_it_the_scan(pair):
    pair.set_mode(CompareMode.SWIPE)
    pair.set_curtain(0.4)

    assert colour_at(pair, 200, 300) == grey(SCAN_GREY)
    assert colour_at(pair, 200, 900) == grey(MODEL_GREY)


def test_the_curtain_may_hang_across_with_the_model_below(pair):
    pair.set_mode(CompareMode.SWIPE)
    pair.set_curtain(0.5, Covered.BELOW)

    assert colour_at(pair, 60, 900) == grey(SCAN_GREY)
    assert colour_at(pair, 340, 300) == grey(MODEL_GREY)
    assert "below the line" in pair.scan.fidelity_text()


def test_the_model_lies_where_the_match_says(desk):
    model = np.full((400, 1200), 60 * 257, np.uint16)
    model[250:270, 700:760] = 200 * 257
    desk.show_scan(flat(SCAN_GREY, pitch_mm=(5.0, 5.0)))
    desk.show_model(Picture(high=model, pitch_mm=(5.0, 5.0)))
    desk.align(
        Area(row=100, column=300, height=20, width=60),
        Area(row=250, column=700, height=20, width=60),
    )
    desk.scan.set_overview_shown(False)

    desk.hold_blink(True)
    desk.scan.look_at(Viewpoint(centre=(200.0, 400.0), zoom=1.0))

    assert colour_at(desk, 110, 330) == grey(200)
    assert colour_at(desk, 110, 290) == grey(60)
    assert "laid by the match" in desk.comparison.text()


def test_a_hand_moves_the_curtain_and_nothing_else(pair, qtbot):
    pair.set_mode(CompareMode.SWIPE)
    pair.scan.set_tool(Tool.BOX)
    QApplication.processEvents()
    port, before = pair.scan.view.viewport(), pair.scan.state.viewpoint
    drawn = []
    pair.scan.markDrawn.connect(drawn.append)
    middle = port.width() // 2

    qtbot.mouseMove(port, QPoint(middle + 4, 200))
    cursor = port.cursor().shape()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(middle + 4, 200))
    qtbot.mouseMove(port, QPoint(port.width() // 4, 260))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(port.width() // 4, 260))
    qtbot.mouseMove(port, QPoint(middle, 200))

    assert cursor is Qt.CursorShape.SplitHCursor
    assert port.cursor().shape() is Qt.CursorShape.CrossCursor
    assert pair.compare_state.curtain == pytest.approx(0.25, abs=0.01)
    assert pair.scan.state.viewpoint == before
    assert drawn == []


def test_beside_the_curtain_the_mouse_draws_marks_in_places_of_the_scan(pair, qtbot):
    pair.set_mode(CompareMode.SWIPE)
    pair.scan.set_tool(Tool.BOX)
    QApplication.processEvents()
    port, view = pair.scan.view.viewport(), pair.scan.view
    start, end = QPoint(700, 300), QPoint(800, 400)

    with qtbot.waitSignal(pair.scan.markDrawn) as caught:
        qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(port, end)
        qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)

    first = view.stage().place(view.viewpoint, start.y(), start.x())
    assert caught.args[0].points[0] == pytest.approx(first)


@pytest.mark.parametrize("mode", COVERING)
def test_a_covering_mode_has_the_whole_height_and_gives_it_back(pair, mode, qtbot):
    pair.splitter.setSizes([300, 500])
    QApplication.processEvents()
    before = pair.splitter.sizes()

    with qtbot.waitSignal(pair.modeChanged) as caught:
        pair.set_mode(mode)
    QApplication.processEvents()
    covering = pair.model.isVisible(), pair.scan.height()
    pair.set_mode(CompareMode.SPLIT)
    QApplication.processEvents()

    assert caught.args == [mode]
    assert covering == (False, pair.splitter.height())
    assert pair.model.isVisible()
    assert pair.splitter.sizes() == pytest.approx(before, abs=3)


@pytest.mark.parametrize("mode", COVERING)
def test_the_pane_says_which_model_how_and_on_what_it_rests(pair, mode):
    pair.set_mode(mode)

    assert "Tyres" in pair.comparison.text()
    assert "by pixel size" in pair.comparison.text()
    assert "laid by the pictures' corners" in pair.comparison.text()
    assert mode.value.upper() in pair.scan.fidelity_text()


def test_what_is_wrong_with_a_hidden_model_is_said_beside_its_name(desk):
    low = np.full((400, 1200), 30000, np.uint16)
    desk.show_scan(Picture(high=low, low=low))
    desk.show_model(flat(MODEL_GREY, (100, 300), reduced=4))

    desk.set_mode(CompareMode.SWIPE)

    desk.hold_raw(True)

    assert "COARSE 1:4" in desk.comparison.text()
    assert "RAW" not in desk.comparison.text()


@pytest.mark.parametrize("mode", COVERING)
def test_without_a_model_the_scan_stays_bare_and_it_is_said(desk, mode):
    desk.show_scan(flat(SCAN_GREY))

    desk.set_mode(mode)
    desk.hold_blink(True)

    assert colour_at(desk, 200, 900) == grey(SCAN_GREY)
    assert "no typical model" in desk.comparison.text()
    assert mode.value.upper() not in desk.scan.fidelity_text()
    assert not desk.cover.is_blinking


def test_a_model_over_the_scan_is_framed_and_named(pair):
    pair.scan.look_at(Viewpoint(centre=(200.0, 600.0), zoom=4.0))
    violet = tuple(int(MODEL_COLOUR[i : i + 2], 16) for i in (1, 3, 5))

    pair.hold_blink(True)
    seen = colours_of(pair)

    edges = (seen[0], seen[-1], seen[:, 0], seen[:, -1])
    assert all((edge == violet).all() for edge in edges)
    assert (seen[8:30, 8:60] == violet).all(axis=-1).mean() > 0.3


def test_nothing_drawn_over_the_picture_hides_the_name_of_the_model(pair):
    pair.hold_blink(True)
    pair.scan.look_at(Viewpoint(centre=(200.0, 600.0), zoom=4.0))
    violet = tuple(int(MODEL_COLOUR[i : i + 2], 16) for i in (1, 3, 5))
    plate = (colours_of(pair)[:60] == violet).all(axis=-1)

    whole = Area(row=0, column=0, height=400, width=1200)
    pair.scan.set_regions([Region(rect=whole, label="a label as long as the name of the model")])
    pair.scan.view.cross_item.show_at((120.0, 490.0))

    assert plate.sum() > 2000
    assert (colours_of(pair)[:60][plate] == violet).all()


def test_blinking_shows_scan_and_model_in_turn(pair, qtbot):
    pair.set_blink_rate(3.0)
    pair.set_mode(CompareMode.BLINK)
    first = colour_at(pair, 200, 900)

    qtbot.waitUntil(lambda: pair.cover.covers, timeout=3000)
    second = colour_at(pair, 200, 900)
    qtbot.waitUntil(lambda: not pair.cover.covers, timeout=3000)

    assert first == grey(SCAN_GREY)
    assert second == grey(MODEL_GREY)
    assert colour_at(pair, 200, 900) == grey(SCAN_GREY)


def test_nothing_blinks_unseen_or_faster_than_eyes_can_bear(pair):
    pair.set_mode(CompareMode.BLINK)
    seen = pair.cover.is_blinking
    pair.set_blink_rate(50.0)

    pair.hide()
    hidden = pair.cover.is_blinking
    pair.show()
    again = pair.cover.is_blinking
    pair.set_mode(CompareMode.SPLIT)

    assert (seen, hidden, again) == (True, False, True)
    assert pair.cover.blink_hz == pytest.approx(3.0, rel=0.01)
    assert not pair.cover.is_blinking


@pytest.mark.parametrize("mode", list(CompareMode))
def test_a_held_key_shows_the_model_in_every_mode_and_lets_the_mode_go_on(pair, mode):
    pair.set_mode(mode)
    before = colours_of(pair)

    pair.hold_blink(True)
    held = colour_at(pair, 200, 300)
    words = pair.scan.fidelity_text()
    pair.hold_blink(False)

    assert held == grey(MODEL_GREY)
    assert "while the key is held" in words
    assert (colours_of(pair) == before).all()
    assert pair.mode is mode


def test_a_difference_has_the_colour_of_its_nepers(desk):
    model = np.full((400, 1200), 40000, np.uint16)
    scan = model.copy()
    scan[100:200, 200:400] = round(40000 * np.exp(-0.4))
    scan[100:200, 700:900] = round(40000 * np.exp(0.2))
    desk.show_scan(Picture(high=scan, pitch_mm=(5.0, 5.0)))
    desk.show_model(Picture(high=model, pitch_mm=(5.0, 5.0)))
    desk.scan.set_overview_shown(False)

    desk.set_mode(CompareMode.DIFFERENCE)
    desk.set_difference_scale(0.8)

    assert colour_at(desk, 150, 300) == pytest.approx(difference_colour(0.5), abs=1)
    assert colour_at(desk, 150, 800) == pytest.approx(difference_colour(-0.25), abs=1)
    assert colour_at(desk, 300, 600) == difference_colour(0.0)
    assert desk.cover.legend.isVisible()


def test_where_the_model_has_no_pixels_the_scan_is_seen_hatched(desk):
    desk.show_scan(flat(SCAN_GREY, pitch_mm=(5.0, 5.0)))
    desk.show_model(flat(SCAN_GREY, (400, 600), pitch_mm=(5.0, 5.0)))
    desk.scan.set_overview_shown(False)

    desk.set_mode(CompareMode.DIFFERENCE)
    desk.scan.look_at(Viewpoint(centre=(200.0, 600.0), zoom=1.0))
    seen = colours_of(desk)

    down, along = (
        round(part) for part in desk.scan.view.stage().point(desk.scan.view.viewpoint, (200, 600))
    )
    left, right = (
        seen[down : down + 40, along - 90 : along - 5],
        seen[down : down + 40, along + 5 :],
    )
    bare = (right == SCAN_GREY).all(axis=-1).mean()
    assert (left == difference_colour(0.0)).all()
    assert 0.5 < bare < 0.98


def test_a_difference_is_taken_at_an_energy_that_both_have(desk):
    high, low = np.full((400, 1200), 40000, np.uint16), np.full((400, 1200), 20000, np.uint16)
    desk.show_scan(Picture(high=high, low=low), look=Look(energy=Energy.LOW))
    desk.show_model(Picture(high=high))
    desk.set_mode(CompareMode.DIFFERENCE)

    one = desk.scan.fidelity_text()
    desk.show_model(Picture(high=high, low=low))

    assert "DIFFERENCE at high energy" in one
    assert "DIFFERENCE at low energy" in desk.scan.fidelity_text()


def test_another_model_takes_the_place_of_the_former_one(pair):
    pair.set_mode(CompareMode.SWIPE)

    pair.show_model(flat(100, (200, 600), pitch_mm=(10.0, 10.0), label="Rice"))
    other = colour_at(pair, 200, 900)
    pair.show_scan(flat(SCAN_GREY))

    assert other == grey(100)
    assert colour_at(pair, 200, 900) == grey(SCAN_GREY)


def test_the_full_resolution_of_a_scan_is_compared_as_soon_as_it_is_there(pair):
    pair.set_mode(CompareMode.DIFFERENCE)
    model = pair.model.picture

    pair.scan.show_picture(flat(MODEL_GREY, (400, 1200), pitch_mm=(5.0, 5.0)), keep_view=True)

    assert model is pair.model.picture
    assert colour_at(pair, 200, 900) == difference_colour(0.0)


def test_the_grey_window_of_the_scan_is_that_of_the_model_over_it(pair):
    pair.set_mode(CompareMode.SWIPE)

    pair.scan.toggle_invert()

    assert colour_at(pair, 200, 300) == grey(255 - SCAN_GREY)
    assert colour_at(pair, 200, 900) == grey(255 - MODEL_GREY)


def test_what_was_compared_is_kept_for_the_record(pair):
    pair.set_mode(CompareMode.SWIPE)
    pair.set_curtain(0.3, Covered.BELOW)
    pair.set_difference_scale(100.0)

    assert pair.compare_state.to_json() == {
        "schema": "reviewroom.compare_state/1",
        "mode": "swipe",
        "curtain": 0.3,
        "covered": "below",
        "full_scale_nepers": 4.0,
        "other_view": False,
        "raw": False,
        "basis": "metres",
        "anchor": "picture",
        "mirrored": False,
    }
