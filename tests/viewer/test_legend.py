"""The plate that says what colours mean: there while they are on, never over the scale bar."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from viewer.panes.legend import Legend
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import DensityBand, Look, Strip
from viewer.pixels.material_scale import general_scale
from viewer.pixels.window import COUNTS

MATERIAL = Look(material=True)


def picture(*, two=True, calibrated=True):
    counts = np.full((300, 900), 9000, np.uint16)
    scale = replace(general_scale(6.0, 4.0), calibrated=calibrated)
    return Picture(
        high=counts,
        low=np.full((300, 900), 6500, np.uint16) if two else None,
        pitch_mm=(5.0, 5.0),
        material=scale,
    )


@pytest.fixture
def pane(qtbot):
    pane = ScanPane(heading="Scan")
    qtbot.addWidget(pane)
    pane.resize(900, 520)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def show(pane, of, look):
    pane.show_picture(of, look=look)
    QApplication.processEvents()


def test_a_grey_picture_has_no_legend(pane):
    show(pane, picture(), Look())

    assert pane.legend.isHidden()
    assert pane.legend.text() == ""


def test_material_colours_bring_their_classes_and_how_they_fade(pane):
    show(pane, picture(), MATERIAL)

    text = pane.legend.text()
    for words in ("Organic", "Mixed", "Metal", "grey: cannot tell"):
        assert words in text
    assert "Not calibrated" not in text
    assert "Only" not in text


def test_a_general_scale_is_called_uncalibrated(pane):
    show(pane, picture(calibrated=False), MATERIAL)

    assert "Not calibrated for this scanner" in pane.legend.text()


@pytest.mark.parametrize(
    ("strip", "name"),
    [(Strip.ORGANIC, "Organic"), (Strip.MIXED, "Mixed"), (Strip.METAL, "Metal")],
)
def test_a_strip_is_said(pane, strip, name):
    show(pane, picture(), replace(MATERIAL, strip=strip))

    assert f"Only {name} in colour" in pane.legend.text()

    pane.set_look(MATERIAL)
    assert "Only" not in pane.legend.text()


def test_without_a_low_energy_no_material_is_explained(pane):
    show(pane, picture(two=False), MATERIAL)

    assert pane.legend.isHidden()


def test_a_colour_map_is_shown_from_opaque_to_open_air(pane):
    show(pane, picture(), Look(colours=ColourMap.INFERNO))

    text = pane.legend.text()
    assert "opaque" in text
    assert "open air" in text
    assert "Organic" not in text


def test_material_colours_take_the_place_of_a_colour_map(pane):
    show(pane, picture(), Look(colours=ColourMap.INFERNO, material=True))

    assert "opaque" not in pane.legend.text()


def test_a_density_band_is_said_in_shares_of_the_beam(pane):
    band = DensityBand(darkest=0.1 * (COUNTS - 1), brightest=0.25 * (COUNTS - 1))

    show(pane, picture(), Look(band=band))

    assert "10.0% to 25.0% of the beam" in pane.legend.text()


def test_turning_the_colours_off_or_the_picture_away_takes_the_legend(pane):
    show(pane, picture(), MATERIAL)

    pane.toggle_material()
    assert pane.legend.isHidden()
    pane.toggle_material()
    assert not pane.legend.isHidden()
    pane.clear()
    assert pane.legend.isHidden()


def test_a_clean_picture_has_no_legend_and_gets_it_back(pane):
    show(pane, picture(), MATERIAL)

    pane.legend.set_allowed(False)
    assert pane.legend.isHidden()
    pane.set_look(replace(MATERIAL, invert=True))
    assert pane.legend.isHidden()
    pane.legend.set_allowed(True)
    assert not pane.legend.isHidden()


@pytest.mark.parametrize("size", [(900, 520), (900, 260), (640, 420), (420, 640)])
@pytest.mark.parametrize("zoom", [0.1, 2.0])
def test_it_covers_neither_the_overview_nor_the_scale_bar(pane, size, zoom):
    pane.resize(*size)
    show(pane, picture(calibrated=False), MATERIAL)

    pane.look_at(Viewpoint(centre=(150.0, 450.0), zoom=zoom))
    QApplication.processEvents()

    room, taken = pane.view.viewport().rect(), pane.legend.geometry()
    scale_bar = QRect(0, room.bottom() - 38, round(14 + 0.16 * room.width()), 38)
    assert not taken.intersects(scale_bar)
    if not pane.navigator.isHidden():
        assert not taken.intersects(pane.navigator.geometry())
    assert taken.right() <= room.right()
    assert taken.top() >= room.top()


def test_in_a_pane_too_small_for_both_it_rather_covers_the_overview_than_goes_unsaid(pane):
    pane.resize(320, 240)
    show(pane, picture(calibrated=False), MATERIAL)

    pane.look_at(Viewpoint(centre=(150.0, 450.0), zoom=2.0))
    QApplication.processEvents()

    assert not pane.legend.isHidden()
    assert pane.legend.geometry().top() == pane.view.viewport().rect().top() + 10


def test_swatches_have_the_colours_of_the_pane(pane):
    show(pane, picture(), MATERIAL)
    plate = pane.legend.grab().toImage()

    colours = {
        plate.pixelColor(x, y).name() for x in range(plate.width()) for y in range(plate.height())
    }

    # Full organic orange, full metal blue, in the light grey of the swatches.
    assert "#d77d20" in colours
    assert any(name.endswith("d7") and name.startswith("#2f") for name in colours)


def test_a_plate_on_its_own_says_nothing(qtbot):
    room = ScanPane()
    qtbot.addWidget(room)
    plate = Legend(room)

    plate.say(None, MATERIAL)
    plate.set_allowed(True)

    assert plate.isHidden()
