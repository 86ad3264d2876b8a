"""What a pane says it shows, and whether a look shows greys at all."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from viewer.picture import Picture
from viewer.pixels.discernible import discernible, points_of
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import DensityBand, Energy, Filter, FilterKind, Look
from viewer.pixels.source import Source
from viewer.pixels.window import Curve, between

COUNTS = np.array([[0, 100, 400, 5_000, 30_000, 64_000, 65_535]], np.uint16)


@pytest.fixture
def pane(pane):
    pane.show_picture(Picture(high=np.full((400, 1600), 30_000, np.uint16), label="made"))
    return pane


def test_an_empty_or_hidden_pane_shows_nothing(pane):
    pane.hide()
    hidden = pane.seen()
    pane.show()
    pane.clear()

    assert hidden is None
    assert pane.seen() is None


def test_the_area_in_sight_is_what_the_screen_covers(pane):
    pane.look_at(Viewpoint(centre=(200.0, 800.0), zoom=2.0))

    seen = pane.seen()

    port = pane.view.viewport()
    assert seen.zoom == 2.0
    assert seen.area.centre == pytest.approx((200.0, 800.0), abs=0.5)
    assert seen.area.width == pytest.approx(port.width() / 2)
    assert seen.area.height == pytest.approx(port.height() / 2)


def test_the_loupe_tells_its_own_area_and_look(qtbot, pane):
    pane.look_at(Viewpoint(centre=(200.0, 800.0), zoom=1.0))
    away = pane.loupe.seen()
    own = Look(window=between(0, 9_000))

    pane.loupe.set_wanted(True)
    pane.loupe.set_own_look("dense", own)
    middle = pane.view.viewport().rect().center()
    qtbot.mouseMove(pane.view.viewport(), middle - QPoint(5, 5))
    qtbot.mouseMove(pane.view.viewport(), middle)
    QApplication.processEvents()

    seen = pane.loupe.seen()
    assert away is None
    assert seen.zoom == pane.loupe.factor
    assert seen.look == own
    assert seen.area.centre == pytest.approx((200.0, 800.0), abs=2)
    assert seen.area.width == pytest.approx(pane.loupe.width() / seen.zoom)


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        (Look(), "0001110"),
        (Look(invert=True), "0001110"),
        (Look(curve=Curve.LOG, window=between(320, 65_535)), "0011100"),
        (Look(window=between(0, 9_000)), "0111000"),
        (Look(window=between(20_000, 40_000)), "0000100"),
        (Look(window=between(20_000, 40_000), band=DensityBand(darkest=50, brightest=500)),
         "0110100"),
    ],
)  # fmt: skip
def test_a_count_is_shown_when_its_grey_is_neither_black_nor_white(look, shown):
    assert discernible(COUNTS, look).ravel().tolist() == [one == "1" for one in shown]


def test_points_lie_evenly_over_an_area():
    picture = np.zeros((400, 1600), np.uint16)
    picture[:, 800:] = 40_000

    points = points_of(
        Source(picture), Look(), Area(row=100, column=400, height=200, width=800), (20, 80)
    )

    assert points.shape == (20, 80)
    assert (points[:, :39] == 0).all()
    assert (points[:, 41:] == 40_000).all()


def test_points_beside_the_picture_take_the_nearest_pixel():
    picture = np.full((400, 1600), 7_000, np.uint16)

    points = points_of(
        Source(picture), Look(), Area(row=-50, column=1500, height=500, width=300), (20, 80)
    )

    assert (points == 7_000).all()


def test_points_are_filtered_and_of_the_energy_of_the_look():
    high, low = np.full((400, 1600), 30_000, np.uint16), np.full((400, 1600), 9_000, np.uint16)
    high[:, 800:] = 31_000
    spread = Look(filters=(Filter(kind=FilterKind.HISTOGRAM, strength=1.0),))
    area, shape = Area(row=0, column=0, height=400, width=1600), (400, 1600)

    source = Source(high, low)

    assert (points_of(source, Look(energy=Energy.LOW), area, shape) == 9_000).all()
    assert np.ptp(points_of(source, spread, area, shape)) > 30_000
