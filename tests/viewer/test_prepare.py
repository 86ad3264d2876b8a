"""Coarse first, full soon: the same places, and where it can be the very same pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from viewer.overlay import PaneMark, Region, Shape, Tool
from viewer.panes.compare_pane import ComparePane
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Look
from viewer.pixels.pyramid import halve
from viewer.prepare import picture_bytes, prepare, source_of

ODD = (403, 3605)


def noise(shape=ODD, seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def quarter_of(full, **more):
    return Picture(high=halve(halve(full)), reduced=4, full_shape=full.shape, **more)


@pytest.fixture
def pane(qtbot):
    return shown(qtbot, ScanPane(heading="Scan"))


def shown(qtbot, pane):
    qtbot.addWidget(pane)
    pane.resize(900, 420)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def pixels_of(widget):
    """What is on the widget: blue, green, red, 255."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[:, : image.width()].copy()


@given(rows=st.integers(1, 99), columns=st.integers(1, 99), times=st.integers(0, 4))
def test_a_coarse_picture_knows_the_full_shape_also_with_odd_sides(rows, columns, times):
    small = np.zeros((rows, columns), np.uint16)
    for _ in range(times):
        small = halve(small)

    picture = Picture(high=small, reduced=2**times, full_shape=(rows, columns))

    assert picture.shape == (rows, columns)
    assert source_of(picture).shape == (rows, columns)


@pytest.mark.parametrize("wrong", [(400, 3605), (403, 3609), (1, 1)])
def test_a_full_shape_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="reduced by 4"):
        Picture(high=halve(halve(noise())), reduced=4, full_shape=wrong)


def test_the_full_resolution_changes_no_pixel_that_the_coarse_one_could_show(pane):
    full = noise()
    pane.show_picture(quarter_of(full))
    QApplication.processEvents()
    before, view = pixels_of(pane.view), pane.state.viewpoint

    pane.show_picture(prepare(Picture(high=full)), keep_view=True)
    QApplication.processEvents()

    assert pane.state.viewpoint == view
    assert view.zoom <= 0.25
    assert np.array_equal(pixels_of(pane.view), before)


def test_a_prepared_picture_has_every_level_before_it_is_shown(pane, monkeypatch):
    ready = prepare(Picture(high=noise(), low=noise(seed=2)))

    def too_late(_picture):
        raise AssertionError("a level was made on the Qt thread")

    monkeypatch.setattr("viewer.pixels.pyramid.halve", too_late)
    pane.show_picture(ready)
    pane.set_look(Look(material=True))
    QApplication.processEvents()

    assert pane.view.source is ready.source
    assert pixels_of(pane.view).shape[2] == 4


def test_a_hand_that_draws_is_not_disturbed_by_the_full_resolution(pane, qtbot):
    full, drawn = noise(), []
    pane.show_picture(quarter_of(full))
    pane.markDrawn.connect(drawn.append)
    pane.set_tool(Tool.BOX)
    port = pane.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(port, QPoint(350, 220))

    pane.show_picture(Picture(high=full), keep_view=True)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(400, 230))

    (mark,) = drawn
    assert mark.shape is Shape.BOX


def test_look_place_and_model_stay_when_the_scan_becomes_full(qtbot):
    desk = shown(qtbot, ComparePane())
    full = noise()
    desk.show_scan(quarter_of(full, pitch_mm=(4.0, 4.0)))
    model = Picture(high=noise((200, 800)), pitch_mm=(8.0, 8.0))
    desk.show_model(model)
    desk.scan.set_look(Look(energy=Energy.LOW, invert=True))
    desk.scan.look_at_area(Area(row=10, column=300, height=200, width=400))
    before, there = desk.scan.state, desk.model.state.viewpoint

    desk.replace_scan(prepare(Picture(high=full, pitch_mm=(4.0, 4.0))))

    after = desk.scan.state
    assert (after.look, after.viewpoint) == (before.look, before.viewpoint)
    assert desk.model.picture is model
    assert desk.model.state.viewpoint == there
    assert after.fidelity.full_resolution
    assert not before.fidelity.full_resolution


@pytest.mark.parametrize("kind", ["mark", "region"])
def test_what_is_drawn_over_the_scan_stays_when_it_becomes_full(qtbot, kind):
    desk = shown(qtbot, ComparePane())
    full = noise()
    desk.show_scan(quarter_of(full))
    if kind == "mark":
        desk.scan.set_marks([PaneMark(shape=Shape.BOX, points=((10.0, 10.0), (90.0, 200.0)))])
    else:
        desk.scan.set_regions([Region(rect=Area(row=20, column=320, height=90, width=90))])

    desk.replace_scan(prepare(Picture(high=full)))

    over = pixels_of(desk.scan.view)
    desk.scan.set_overlay_shown(False)
    assert not np.array_equal(pixels_of(desk.scan.view), over)


@pytest.mark.parametrize(("zoom", "said"), [(1.0, "enlarged 4:1"), (0.25, "reduced 1:4")])
def test_a_coarse_picture_never_claims_to_show_every_pixel(pane, zoom, said):
    pane.show_picture(quarter_of(noise()))

    pane.look_at(Viewpoint(centre=(200.0, 1800.0), zoom=zoom))

    assert said in pane.fidelity_text()
    assert "every pixel" not in pane.fidelity_text()


def test_the_view_may_move_while_the_picture_is_coarse(pane):
    full = noise()
    pane.show_picture(quarter_of(full))
    there = Viewpoint(centre=(200.0, 1800.0), zoom=1.0)

    pane.look_at(there)
    pane.show_picture(Picture(high=full), keep_view=True)

    assert pane.state.viewpoint == there


def test_memory_is_told_of_the_full_picture_while_only_the_coarse_one_is_there():
    full = noise((400, 4000))
    whole = prepare(Picture(high=full, low=full.copy()))
    pyramids = [whole.source.plane(energy) for energy in Energy]
    levels = [p.level(n) for p in pyramids for n in range(p.last + 1)]

    told = picture_bytes(quarter_of(full, low=halve(halve(full))))

    assert told == picture_bytes(whole)
    assert told == pytest.approx(sum(level.nbytes for level in levels), rel=0.01)
