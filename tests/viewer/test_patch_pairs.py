"""Patches of scan and model that agree, and models that are shown mirrored."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.prepare import mirror, prepare

OURS = Area(row=100, column=200, height=80, width=80)
THEIRS = Area(row=100, column=700, height=80, width=80)
SMALL = Area(row=120, column=220, height=20, width=20)
SMALL_THERE = Area(row=300, column=900, height=20, width=20)


def make_picture(shape=(400, 1200), *, seed=1, **more):
    counts = np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)
    return Picture(high=counts, pitch_mm=(5.0, 5.0), **more)


@pytest.fixture
def desk(desk):
    desk.show_scan(make_picture())
    desk.show_model(make_picture(seed=2))
    desk.patches.set_pairs([(OURS, THEIRS), (SMALL, SMALL_THERE)])
    return desk


def spot(pane, area):
    """Return the point of a pane over the first corner of an area, a little inside."""
    stage, ratio = pane.view.stage(), pane.view.devicePixelRatioF()
    down, along = stage.point(pane.view.viewpoint, (area.row + 8, area.column + 8))
    return QPoint(round(along / ratio), round(down / ratio))


def test_patches_are_not_drawn_unless_asked_for(desk):
    before = desk.scan.view.grab().toImage()

    desk.patches.set_shown(True)

    assert desk.scan.view.grab().toImage() != before
    desk.patches.set_shown(False)
    assert desk.scan.view.grab().toImage() == before


def test_pointing_at_a_patch_lights_its_partner_in_the_other_pane(desk):
    desk.patches.set_shown(True)

    desk.model.view.pointed.emit(THEIRS.centre)

    assert desk.patches.lit == (OURS, THEIRS)
    desk.model.view.pointed.emit(None)
    assert desk.patches.lit is None


def test_of_patches_within_each_other_the_smaller_is_meant(desk):
    desk.patches.set_shown(True)

    desk.scan.view.pointed.emit(SMALL.centre)

    assert desk.patches.lit == (SMALL, SMALL_THERE)


def test_a_clicked_patch_stays_lit_until_the_click_falls_beside_all(desk):
    desk.patches.set_shown(True)
    port = desk.scan.view.viewport()

    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=spot(desk.scan, OURS))
    desk.scan.view.pointed.emit(None)
    kept = desk.patches.lit
    beside = Area(row=20, column=20, height=5, width=5)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=spot(desk.scan, beside))

    assert kept == (OURS, THEIRS)
    assert desk.patches.lit is None


def test_patches_go_with_their_model(desk):
    desk.patches.set_shown(True)

    desk.show_model(make_picture(seed=3))

    assert desk.patches.count == 0
    assert desk.patches.lit is None


def test_a_mirrored_model_reads_the_other_way_and_says_so(desk):
    plain = make_picture(seed=4, container=Area(row=10, column=100, height=300, width=900))

    turned = prepare(mirror(plain))
    desk.show_model(turned)

    assert np.array_equal(turned.high, plain.high[:, ::-1])
    assert turned.container == Area(row=10, column=200, height=300, width=900)
    assert desk.model.fidelity_text().startswith("mirrored left to right")
    assert "mirrored" not in desk.scan.fidelity_text()
    assert desk.compare_state.to_json()["mirrored"] is True


def test_mirroring_twice_gives_the_picture_back():
    plain = make_picture(container=Area(row=10, column=100, height=300, width=900))

    again = mirror(mirror(plain))

    assert np.array_equal(again.high, plain.high)
    assert (again.container, again.mirrored) == (plain.container, False)


def test_a_coarse_picture_is_not_mirrored():
    coarse = Picture(high=np.zeros((5, 8), np.uint16), reduced=4, full_shape=(20, 31))

    with pytest.raises(ValueError, match="coarse"):
        mirror(coarse)
