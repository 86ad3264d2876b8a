"""Held keys: the bare picture and the raw one, given back exactly, whatever happens meanwhile."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from viewer.compare import CompareMode
from viewer.overlay import PaneMark, Region, Shape
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Filter, FilterKind, Look
from viewer.pixels.render import Source, draw
from viewer.pixels.window import Curve, WindowLevel

WORKED = Look(
    window=WindowLevel(window=9000, level=20000),
    curve=Curve.LOG,
    invert=True,
    colours=ColourMap.INFERNO,
    energy=Energy.LOW,
    filters=(Filter(kind=FilterKind.SHARPEN),),
)


def noise(seed=1, shape=(500, 1400)):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def make_picture(seed=1):
    return Picture(
        high=noise(seed),
        low=noise(seed + 10),
        pitch_mm=(5.0, 5.0),
        container=Area(row=50, column=100, height=400, width=1200),
    )


@pytest.fixture
def desk(desk):
    desk.show_scan(make_picture(), look=WORKED)
    desk.show_model(make_picture(2))
    for pane in (desk.scan, desk.model):
        pane.set_regions([Region(rect=Area(row=90, column=500, height=80, width=200), label="1")])
        pane.set_marks([PaneMark(shape=Shape.BOX, points=((60.0, 600.0), (200.0, 800.0)))])
        pane.set_structure_shown(True)
    desk.scan.look_at(Viewpoint(centre=(150.0, 700.0), zoom=1.0))
    QApplication.processEvents()
    return desk


def pixels_of(pane):
    QApplication.processEvents()
    image = pane.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[:, : image.width()].copy()


def is_the_bare_picture(seen, pane, look):
    """Tell whether pixels are the picture's own, and nothing but the ground around it."""
    picture, view = pane.picture, pane.view
    top, left = view.stage().corner(view.viewpoint)
    whole = draw(Source(picture.high, picture.low), look)
    expected = np.empty_like(seen)
    expected[:] = (0x10, 0x0D, 0x0B, 255)
    height, width = seen.shape[:2]
    part = whole[max(-top, 0) : height - top, max(-left, 0) : width - left]
    expected[max(top, 0) :, max(left, 0) :][: part.shape[0], : part.shape[1]] = part
    return (seen == expected).all()


def test_the_clean_picture_has_nothing_over_it_and_all_comes_back(desk):
    before = pixels_of(desk.scan), pixels_of(desk.model)

    desk.hold_clean(True)
    held = pixels_of(desk.scan)
    navigator = desk.scan.navigator.isVisible()
    desk.hold_clean(False)

    assert is_the_bare_picture(held, desk.scan, WORKED)
    assert not navigator
    assert (pixels_of(desk.scan) == before[0]).all()
    assert (pixels_of(desk.model) == before[1]).all()


def test_what_was_hidden_before_a_hold_stays_hidden_after_it(desk):
    desk.scan.set_overlay_shown(False)
    before = pixels_of(desk.scan)

    desk.hold_clean(True)
    desk.hold_clean(True)
    desk.scan.set_overview_shown(False)
    desk.hold_clean(False)

    assert not desk.scan.navigator.isVisible()
    desk.scan.set_overview_shown(True)
    assert (pixels_of(desk.scan) == before).all()


def test_a_model_over_the_scan_keeps_its_frame_while_all_else_is_away(desk):
    desk.set_mode(CompareMode.SWIPE)
    desk.set_curtain(0.0)
    desk.scan.look_at(Viewpoint(centre=(250.0, 700.0), zoom=4.0))
    desk.hold_clean(True)

    held = pixels_of(desk.scan)

    assert (held[-1, 20:, 2::-1] == (0xB7, 0x9C, 0xFF)).all()


def test_the_legend_of_a_difference_goes_with_the_overlays(desk):
    desk.set_mode(CompareMode.DIFFERENCE)

    desk.hold_clean(True)
    held = desk.cover.legend.isVisible()
    desk.hold_clean(False)

    assert not held
    assert desk.cover.legend.isVisible()


def test_the_raw_picture_is_the_file_and_the_line_says_so(desk):
    model_look = desk.model.state.look
    desk.hold_clean(True)

    desk.hold_raw(True)
    held, said = pixels_of(desk.scan), desk.scan.fidelity_text()
    model_held, model_said = desk.model.state.look, desk.model.fidelity_text()
    desk.hold_raw(True)
    desk.hold_raw(False)

    assert is_the_bare_picture(held, desk.scan, Look(energy=Energy.LOW))
    assert "RAW" in said
    assert "RAW" in model_said
    assert model_held == Look(energy=model_look.energy)
    assert desk.scan.state.look == WORKED
    assert desk.model.state.look == model_look
    assert "RAW" not in desk.scan.fidelity_text()


@pytest.mark.parametrize("hold", ["hold_clean", "hold_raw", "hold_blink"])
def test_the_picture_does_not_jump_while_a_key_is_held(desk, hold):
    desk.resize(700, 700)
    QApplication.processEvents()
    before = desk.scan.view.viewport().height(), desk.scan.state.viewpoint

    getattr(desk, hold)(True)
    QApplication.processEvents()
    held = desk.scan.view.viewport().height(), desk.scan.state.viewpoint
    getattr(desk, hold)(False)
    QApplication.processEvents()

    assert held == before
    assert (desk.scan.view.viewport().height(), desk.scan.state.viewpoint) == before


def test_a_window_changed_while_raw_is_held_goes_when_it_is_let_go(desk):
    desk.hold_raw(True)

    desk.scan.nudge_window(4)
    desk.hold_raw(False)

    assert desk.scan.state.look == WORKED


@pytest.mark.parametrize("hold", ["hold_clean", "hold_raw", "hold_blink"])
def test_a_lost_focus_lets_every_key_go(desk, qtbot, hold):
    elsewhere = QLineEdit()
    qtbot.addWidget(elsewhere)
    before = pixels_of(desk.scan)
    getattr(desk, hold)(True)

    QApplication.instance().focusChanged.emit(desk.scan.view, desk.model.view)
    within = pixels_of(desk.scan)
    QApplication.instance().focusChanged.emit(desk.scan.view, elsewhere)

    assert (within != before).any()
    # The overview follows at its own pace.
    qtbot.waitUntil(lambda: bool((pixels_of(desk.scan) == before).all()), timeout=2000)


@pytest.mark.parametrize("hold", ["hold_clean", "hold_raw", "hold_blink"])
def test_a_window_that_is_left_lets_every_key_go(desk, hold):
    before = pixels_of(desk.scan)
    getattr(desk, hold)(True)

    desk.hide()
    desk.show()

    assert (pixels_of(desk.scan) == before).all()


def test_a_window_that_is_no_longer_the_active_one_lets_every_key_go(desk, monkeypatch):
    desk.hold_raw(True)
    monkeypatch.setattr(desk, "isActiveWindow", lambda: False)

    QApplication.sendEvent(desk, QEvent(QEvent.Type.ActivationChange))

    assert desk.scan.state.look == WORKED


def test_another_scan_is_not_shown_raw_by_the_key_of_the_former_one(desk):
    desk.hold_raw(True)
    desk.hold_clean(True)
    desk.hold_blink(True)

    desk.show_scan(make_picture(3), look=Look(invert=True))
    shown = desk.scan.state.look, desk.scan.fidelity_text()
    desk.hold_raw(False)
    desk.hold_clean(False)
    desk.hold_blink(False)

    assert shown[0] == Look(invert=True)
    assert "RAW" not in shown[1]
    assert desk.scan.state.look == Look(invert=True)


def test_the_full_resolution_that_arrives_meanwhile_stays_raw_until_the_key_is_let_go(desk):
    desk.hold_raw(True)

    desk.scan.show_picture(make_picture(), keep_view=True)
    held = desk.scan.state.look
    desk.hold_raw(False)

    assert held == Look(energy=Energy.LOW)
    assert desk.scan.state.look == WORKED
