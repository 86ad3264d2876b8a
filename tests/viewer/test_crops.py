"""Places of several pictures side by side: one scale, one grey window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from viewer.crops import MOST_ZOOM, SHARE, Spot, material_in, same_scale, shared_look
from viewer.items.overlay_item import COLOURS
from viewer.link import Basis
from viewer.overlay import RegionKind
from viewer.panes.crop_view import CropView
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.look import Look
from viewer.pixels.window import Curve

CROP = (200, 300)


def make_picture(shape=(400, 1200), *, value=30000, pitch_mm=(5.0, 5.0), **more):
    return Picture(high=np.full(shape, value, np.uint16), pitch_mm=pitch_mm, **more)


def device_px_per_mm(picture, view):
    return view.zoom / min(picture.pitch_mm)


@given(
    pitch=st.floats(1.0, 20.0),
    height=st.floats(4.0, 300.0),
    width=st.floats(4.0, 900.0),
)
def test_a_metre_is_as_long_in_every_crop(pitch, height, width):
    scan = Spot(picture=make_picture(), area=Area(row=10, column=20, height=30, width=40))
    model = Spot(
        picture=make_picture((600, 1500), pitch_mm=(pitch, pitch)),
        area=Area(row=50, column=60, height=height, width=width),
    )

    ours, theirs = same_scale(scan, [model], CROP)

    assert device_px_per_mm(scan.picture, ours.view) == pytest.approx(
        device_px_per_mm(model.picture, theirs.view)
    )
    assert theirs.view.centre == model.area.centre
    assert ours.view.zoom <= MOST_ZOOM


def test_the_largest_place_fits_with_what_lies_around_it():
    scan = Spot(picture=make_picture(), area=Area(row=10, column=20, height=30, width=40))
    large = Spot(picture=make_picture(), area=Area(row=10, column=20, height=300, width=400))

    cuts = same_scale(scan, [large], CROP)

    assert cuts[1].view.zoom * large.area.height == pytest.approx(SHARE * CROP[0])


def test_without_sizes_the_scale_is_not_called_the_same():
    scan = Spot(
        picture=make_picture(pitch_mm=None), area=Area(row=10, column=20, height=30, width=40)
    )

    cuts = same_scale(scan, [scan], CROP)

    assert cuts[1].basis is Basis.PICTURE


def test_one_logarithmic_window_spans_what_all_crops_show():
    area = Area(row=100, column=200, height=60, width=60)
    dark = Spot(picture=make_picture(value=900), area=area)
    bright = Spot(picture=make_picture(value=50000), area=area)
    cuts = same_scale(dark, [bright], CROP)

    look = shared_look([dark, bright], cuts, Look(invert=True), CROP)

    assert look.curve is Curve.LOG
    assert (look.window.darkest, look.window.brightest) == (900, 50000)
    assert look.invert


def test_greys_begin_at_one_step_of_the_coarsest_file():
    area = Area(row=100, column=200, height=60, width=60)
    black = Spot(picture=make_picture(value=0, stored_bits=8), area=area)
    bright = Spot(picture=make_picture(value=50000), area=area)

    look = shared_look([black, bright], same_scale(black, [bright], CROP), Look(), CROP)

    assert look.window.darkest == 256


def test_the_material_of_a_place_is_read_from_two_energies_only():
    area = Area(row=100, column=200, height=60, width=300)
    low = np.full((400, 1200), 12000, np.uint16)
    dual = Picture(high=np.full((400, 1200), 20000, np.uint16), low=low)

    assert material_in(Spot(picture=make_picture(), area=area)) is None
    assert material_in(Spot(picture=dual, area=area)) is not None


def test_a_crop_shows_its_place_in_a_frame_and_is_clicked_only_with_a_picture(qtbot):
    crop = CropView(RegionKind.MATCH)
    qtbot.addWidget(crop)
    crop.resize(CROP[1], CROP[0])
    crop.show()
    clicks = []
    crop.clicked.connect(lambda: clicks.append(1))
    crop.show_nothing("on its way")
    qtbot.mouseClick(crop, Qt.MouseButton.LeftButton)
    spot = Spot(picture=make_picture(), area=Area(row=100, column=200, height=60, width=60))

    crop.show_spot(spot, same_scale(spot, [], CROP)[0].view, Look())
    qtbot.mouseClick(crop, Qt.MouseButton.LeftButton)

    assert clicks == [1]
    image = crop.grab().toImage()
    colours = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(0, image.height(), 7)
    }
    assert COLOURS[RegionKind.MATCH].upper() in colours
