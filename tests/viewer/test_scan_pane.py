"""The pane as an officer meets it: true pixels, a line that says what they are, marks by hand."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from viewer.overlay import MarkDrawing, PaneMark, Region, RegionKind, Shape, Tool
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Filter, FilterKind, Look
from viewer.pixels.pyramid import halve
from viewer.pixels.render import Source, draw
from viewer.pixels.window import Curve, WindowLevel


def noise(shape=(500, 1400), seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def make_picture(shape=(500, 1400), **more):
    return Picture(**{"high": noise(shape), "label": "TEMU 913166 6", **more})


def pixels_of(widget):
    """What is on the widget: blue, green, red, 255."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[:, : image.width()].copy()


def show(pane, picture, **more):
    pane.show_picture(picture, **more)
    QApplication.processEvents()


def settle(qtbot, pane):
    """Wait until what is slow to make has been painted exactly."""
    with qtbot.waitSignal(pane.settled):
        pane.view.viewport().update()


def point_of(pane, row, column):
    down, along = pane.view.stage().point(pane.view.viewpoint, (row, column))
    return QPoint(round(along), round(down))


def drag(qtbot, pane, start, end, button=Qt.MouseButton.LeftButton):
    port = pane.view.viewport()
    qtbot.mousePress(port, button, pos=start)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, button, pos=end)


LOOKS = {
    "plain": Look(),
    "dense, inverted": Look(window=WindowLevel(window=9000, level=4500), invert=True),
    "logarithmic": Look(curve=Curve.LOG),
    "colours": Look(colours=ColourMap.INFERNO),
    "filters": Look(filters=(Filter(kind=FilterKind.SHARPEN), Filter(kind=FilterKind.EQUALISE))),
    "material": Look(material=True),
    "low energy": Look(energy=Energy.LOW),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_at_one_to_one_the_screen_shows_the_very_pixels_of_the_drawing(pane, qtbot, look):
    picture = make_picture(low=noise(seed=2))
    show(pane, picture, look=look)
    pane.look_at(Viewpoint(centre=(250.0, 612.0), zoom=1.0))
    pane.set_overview_shown(False)
    pane.legend.set_allowed(False)
    settle(qtbot, pane)

    seen = pixels_of(pane.view.viewport())

    top, left = pane.view.stage().corner(pane.view.viewpoint)
    drawn = draw(Source(picture.high, picture.low), look)
    height, width = seen.shape[:2]
    assert top <= 0
    assert left <= 0
    assert (seen == drawn[-top : height - top, -left : width - left]).all()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_changed_look_leaves_nothing_of_the_former_one(pane, qtbot, look):
    picture = make_picture(low=noise(seed=2))
    pane.set_overview_shown(False)
    pane.legend.set_allowed(False)
    show(pane, picture)
    pane.look_at(Viewpoint(centre=(250.0, 612.0), zoom=1.0))
    pixels_of(pane.view.viewport())

    with qtbot.waitSignal(pane.settled):
        pane.set_look(look)
        if look == Look():  # nothing changes, so nothing is painted
            pane.view.viewport().update()

    seen = pixels_of(pane.view.viewport())
    top, left = pane.view.stage().corner(pane.view.viewpoint)
    drawn = draw(Source(picture.high, picture.low), look)
    height, width = seen.shape[:2]
    assert (seen == drawn[-top : height - top, -left : width - left]).all()


def test_a_fitted_picture_has_the_pixels_of_the_drawing_at_its_zoom(pane):
    picture = make_picture()
    show(pane, picture)

    seen = pixels_of(pane.view.viewport())

    zoom = pane.state.viewpoint.zoom
    top, left = pane.view.stage().corner(pane.view.viewpoint)
    drawn = draw(Source(picture.high), Look(), (zoom, zoom))
    rows, columns = drawn.shape[:2]
    assert (seen[top : top + rows, left : left + columns] == drawn).all()


def test_panning_and_a_new_window_show_what_a_fresh_pane_would(pane):
    picture, look = make_picture(), Look(window=WindowLevel(window=12000, level=20000))
    show(pane, picture)
    pane.set_overview_shown(False)
    pane.look_at(Viewpoint(centre=(250.0, 600.0), zoom=1.0))
    for along in (3, 40, -170, 90):
        pane.view.move_to(pane.view.stage().pan(pane.view.viewpoint, along / 10, along))
        QApplication.processEvents()
    pane.set_look(look)

    seen = pixels_of(pane.view.viewport())

    top, left = pane.view.stage().corner(pane.view.viewpoint)
    height, width = seen.shape[:2]
    drawn = draw(Source(picture.high), look)
    assert (seen == drawn[-top : height - top, -left : width - left]).all()


def test_painted_is_said_once_for_a_picture_and_only_at_full_resolution(pane, qtbot):
    full, said = noise(), []
    pane.painted.connect(lambda: said.append(pane.picture))
    coarse = Picture(high=halve(halve(full)), reduced=4)

    show(pane, coarse)
    pane.toggle_invert()
    qtbot.wait(30)
    before = list(said)
    whole = Picture(high=full)
    pane.show_picture(whole, keep_view=True)
    qtbot.waitUntil(lambda: bool(said))
    pane.toggle_invert()
    pane.one_to_one()
    qtbot.wait(30)

    assert before == []
    assert said == [whole]


def test_the_full_resolution_comes_without_moving_the_view(pane):
    full = noise()
    show(pane, Picture(high=halve(full), reduced=2))
    pane.look_at(Viewpoint(centre=(123.0, 456.0), zoom=2.0))
    coarse_text = pane.fidelity_text()

    show(pane, Picture(high=full), keep_view=True)

    assert pane.state.viewpoint == Viewpoint(centre=(123.0, 456.0), zoom=2.0)
    assert "COARSE 1:2" in coarse_text
    assert "COARSE" not in pane.fidelity_text()
    assert pane.state.fidelity.full_resolution


def test_the_fidelity_line_says_what_is_shown(pane):
    look = Look(curve=Curve.LOG, invert=True, filters=(Filter(kind=FilterKind.MEDIAN),))

    show(pane, make_picture(stored_bits=8, energies_mev=(6.0, None)), look=look)
    pane.one_to_one()

    text = pane.fidelity_text()
    for fact in ("6 MeV", "1:1", "8 bit", "logarithmic", "inverted", "median 50%", "unknown"):
        assert fact in text


@pytest.mark.parametrize(
    ("look", "alarm"),
    [
        (Look(material=True), "No material colours: low energy missing"),
        (Look(energy=Energy.LOW), "Low energy missing: high energy shown"),
    ],
)
def test_a_missing_energy_is_never_hushed_up(pane, look, alarm):
    show(pane, make_picture(), look=look)

    assert alarm in pane.fidelity_text()
    assert pane.state.fidelity.missing_energy


def test_material_colours_of_the_general_scale_are_called_uncalibrated(pane):
    show(pane, make_picture(low=noise(seed=3)), look=Look(material=True))

    assert "not calibrated for this scanner" in pane.fidelity_text()
    assert not pane.state.fidelity.missing_energy


def test_reduction_and_enlargement_are_said_in_numbers(pane):
    show(pane, make_picture(pitch_mm=(5.0, 5.0)))
    fitted = pane.fidelity_text()
    pane.look_at(Viewpoint(centre=(100.0, 100.0), zoom=4.0))

    assert "reduced 1:1.5" in fitted
    assert "pixel 5 mm" in fitted
    assert "enlarged 4:1" in pane.fidelity_text()


@pytest.mark.parametrize("tool", [Tool.BOX, Tool.ELLIPSE, Tool.ARROW])
def test_a_mark_drawn_by_hand_has_the_places_of_the_picture(pane, qtbot, tool):
    show(pane, make_picture())
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))
    pane.set_tool(tool)
    start, end = point_of(pane, 200, 600), point_of(pane, 320, 810)

    with qtbot.waitSignal(pane.markDrawn) as drawn:
        drag(qtbot, pane, start, end)

    assert drawn.args == [MarkDrawing(shape=Shape(tool.value), points=((200, 600), (320, 810)))]
    assert pane.state.viewpoint.centre == (250.0, 700.0)


def test_escape_gives_up_a_mark(pane, qtbot):
    show(pane, make_picture())
    pane.set_tool(Tool.BOX)
    drawn = []
    pane.markDrawn.connect(drawn.append)
    port = pane.view.viewport()

    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    qtbot.mouseMove(port, QPoint(400, 200))
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))

    assert drawn == []


def test_left_pans_and_with_a_mark_tool_the_middle_button_does(pane, qtbot):
    show(pane, make_picture())
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))

    drag(qtbot, pane, QPoint(400, 200), QPoint(350, 180))
    after_left = pane.state.viewpoint.centre
    pane.set_tool(Tool.BOX)
    drag(qtbot, pane, QPoint(350, 180), QPoint(400, 200), Qt.MouseButton.MiddleButton)

    assert after_left == (270.0, 750.0)
    assert pane.state.viewpoint.centre == (250.0, 700.0)


def test_a_right_drag_changes_the_grey_window_and_no_view(pane, qtbot):
    show(pane, make_picture())
    before = pane.state

    drag(qtbot, pane, QPoint(400, 200), QPoint(300, 150), Qt.MouseButton.RightButton)

    after = pane.state
    assert after.look.window.window < before.look.window.window
    assert after.look.window.level < before.look.window.level
    assert after.viewpoint == before.viewpoint


def test_a_double_click_destroys_nothing(pane, qtbot):
    show(pane, make_picture())
    pane.set_look(replace(pane.state.look, invert=True))
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=3.0))
    before = pane.state

    qtbot.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    qtbot.mouseRelease(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 100))

    assert pane.state == before


def wheel(pane, at, notches):
    turn(pane, at, QPoint(0, 120 * notches))


def turn(pane, at, angle):
    port = pane.view.viewport()
    where = QPointF(at)
    event = QWheelEvent(
        where,
        QPointF(port.mapToGlobal(at)),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def test_the_wheel_zooms_at_the_cursor(pane):
    show(pane, make_picture())
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))
    at = QPoint(610, 120)
    place = pane.view.stage().place(pane.view.viewpoint, at.y(), at.x())

    wheel(pane, at, 3)

    under = pane.view.stage().place(pane.view.viewpoint, at.y(), at.x())
    assert pane.state.viewpoint.zoom == pytest.approx(1.25**3)
    assert under == pytest.approx(place, abs=0.6)


def test_the_wheel_changes_the_loupe_by_whole_notches_and_only_up_and_down(pane, qtbot):
    show(pane, make_picture())
    pane.loupe.set_wanted(True)
    at = QPoint(300, 150)
    qtbot.mouseMove(pane.view.viewport(), at)
    factors = [pane.loupe.factor]

    for angle in (QPoint(120, 0), QPoint(0, 0), *(8 * [QPoint(0, 15)]), QPoint(0, -120)):
        turn(pane, at, angle)
        factors.append(pane.loupe.factor)

    assert factors == [3.0] * 10 + [4.0, 3.0]


def test_the_loupe_tells_its_true_scale_along_the_finer_pitch(pane, qtbot):
    show(pane, make_picture(pitch_mm=(2.0, 5.0)))
    pane.loupe.set_wanted(True)
    qtbot.mouseMove(pane.view.viewport(), QPoint(300, 150))

    pane.one_to_one()
    at_one = pane.loupe.text()
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=32.0))
    pane.loupe.step_factor(9)

    assert at_one.startswith("x3 · 3:1")
    assert pane.loupe.text().startswith("x2 · 64:1")


def test_arrow_keys_pan_and_with_shift_change_the_greys(pane, qtbot):
    show(pane, make_picture())
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))

    qtbot.keyClick(pane.view, Qt.Key.Key_Right)
    panned = pane.state
    qtbot.keyClick(pane.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)

    assert panned.viewpoint.centre[1] > 700
    assert pane.state.look.window.level < panned.look.window.level
    assert pane.state.viewpoint == panned.viewpoint


def test_reset_brings_back_the_first_look_and_the_fit(pane):
    look = Look(curve=Curve.LOG)
    show(pane, make_picture(), look=look)
    first = pane.state

    pane.toggle_invert()
    pane.nudge_window(-4)
    pane.nudge_level(3)
    pane.zoom_by(5)
    pane.pan_by(0.2, 0.2)
    pane.reset()

    assert pane.state == first


def test_a_resized_pane_keeps_its_fit_or_its_place(pane):
    show(pane, make_picture())

    pane.resize(700, 500)
    QApplication.processEvents()
    fitted = pane.state.viewpoint
    pane.look_at(Viewpoint(centre=(100.0, 300.0), zoom=2.0))
    pane.resize(900, 300)
    QApplication.processEvents()

    assert fitted == pane.view.stage().allow(fitted)
    assert fitted.zoom == pytest.approx(700 / 1400)
    assert pane.state.viewpoint == Viewpoint(centre=(100.0, 300.0), zoom=2.0)


@pytest.mark.parametrize("fitted", [True, False])
def test_a_screen_of_another_ratio_keeps_the_fit_or_the_zoom_in_its_own_pixels(
    pane, monkeypatch, fitted
):
    show(pane, make_picture())
    view = pane.view
    if not fitted:
        pane.look_at(Viewpoint(centre=(200.0, 600.0), zoom=1.0))

    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))

    wanted = view.stage().fit() if fitted else Viewpoint(centre=(200.0, 600.0), zoom=1.0)
    to_pane = view.scan_item.deviceTransform(view.viewportTransform())
    drawn = to_pane.map(QPointF(700.0, 250.0)) * 2
    assert pane.state.viewpoint == wanted
    assert (drawn.y(), drawn.x()) == pytest.approx(view.stage().point(wanted, (250, 700)), abs=2)


def test_overlays_stand_over_the_picture_and_can_be_hidden(pane):
    show(pane, make_picture())
    bare = pixels_of(pane.view.viewport())
    pane.set_regions(
        [
            Region(rect=Area(row=100, column=200, height=90, width=300), label="密度", kind=kind)
            for kind in RegionKind
        ]
    )
    pane.set_marks([PaneMark(shape=s, points=((200, 700), (300, 900)), label="1") for s in Shape])

    drawn = pixels_of(pane.view.viewport())
    pane.set_overlay_shown(False)
    hidden = pixels_of(pane.view.viewport())

    assert (drawn != bare).any()
    assert (hidden == bare).all()


def test_a_label_stands_outside_its_box_and_keeps_its_size(pane):
    show(pane, Picture(high=np.full((500, 1400), 30000, np.uint16)))
    boxes = []
    for zoom in (0.6, 3.0):
        pane.look_at(Viewpoint(centre=(250.0, 400.0), zoom=zoom))
        pane.set_overview_shown(False)
        bare = pixels_of(pane.view.viewport())
        area = Area(row=230, column=380, height=40, width=60)
        pane.set_regions([Region(rect=area, label="density 0.9", colour="#00FF00")])
        drawn = pixels_of(pane.view.viewport())
        pane.set_regions([])
        rows, columns = np.nonzero((drawn != bare).any(axis=-1))
        top = point_of(pane, 230, 380).y()
        label = rows < top - 5
        boxes.append((np.ptp(rows[label]), np.ptp(columns[label])))

    assert boxes[0] == boxes[1]
    assert boxes[0][0] > 8


def test_a_cleared_pane_shows_no_old_pixels_but_a_sentence(pane):
    show(pane, make_picture())

    pane.clear("No typical model of these goods.")
    QApplication.processEvents()

    assert pane.picture is None
    assert pane.fidelity_text() == ""
    assert np.unique(pixels_of(pane.view.viewport())[:40], axis=None).size < 5
    assert pane.notice.isVisible()


def test_the_overview_is_there_only_while_something_is_out_of_sight(pane, qtbot):
    show(pane, make_picture())
    fitted = pane.navigator.isVisible()
    pane.one_to_one()
    zoomed = pane.navigator.isVisible()

    qtbot.mouseClick(pane.navigator, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    assert (fitted, zoomed) == (False, True)
    assert pane.state.viewpoint.centre[1] < 100


def test_the_overview_takes_the_proportions_of_a_picture_of_another_pitch(pane):
    show(pane, make_picture(pitch_mm=(5.0, 5.0)))
    pane.look_at(Viewpoint(centre=(100.0, 100.0), zoom=2.0))

    show(pane, make_picture(pitch_mm=(5.0, 2.0)))
    pane.look_at(Viewpoint(centre=(100.0, 100.0), zoom=2.0))

    seen = pane.navigator.width() / pane.navigator.height()
    assert seen == pytest.approx(1400 * 2 / (500 * 5), rel=0.03)


@pytest.mark.parametrize("size", [(900, 220), (300, 700), (1600, 700)])
def test_the_overview_leaves_most_of_a_small_pane_to_the_picture(pane, size):
    show(pane, make_picture())

    pane.resize(*size)
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=3.0))
    QApplication.processEvents()

    room, overview = pane.view.viewport().size(), pane.navigator.size()
    assert pane.navigator.isVisible()
    assert overview.width() <= 0.31 * room.width()
    assert overview.height() <= 0.31 * room.height()
    assert room.width() < 1000 or overview.width() > 200


def test_the_cursor_reads_the_beam_and_the_place(pane, qtbot):
    counts = np.full((500, 1400), 13107, np.uint16)
    show(pane, Picture(high=counts, pitch_mm=(5.0, 5.0)))
    pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))

    qtbot.mouseMove(pane.view.viewport(), point_of(pane, 200, 600))
    words = pane.fidelity_line.cursor_text()
    pane.pan_by(0, 0.1)
    panned = pane.fidelity_line.cursor_text()
    QApplication.sendEvent(pane.view, QEvent(QEvent.Type.Leave))

    assert words == "through 20.0% · 3.00 m along, 1.00 m down"
    assert panned == "through 20.0% · 3.45 m along, 1.00 m down"
    assert pane.fidelity_line.cursor_text() == ""


def test_auto_window_spreads_the_greys_over_what_is_seen(pane):
    counts = np.full((500, 1400), 65535, np.uint16)
    counts[100:300, 400:800] = np.random.default_rng(4).integers(2000, 3000, (200, 400))
    show(pane, Picture(high=counts))

    pane.auto_window(Area(row=100, column=400, height=200, width=400))

    window = pane.state.look.window
    assert 1990 <= window.darkest < 2100
    assert 2900 < window.brightest <= 3000


def test_another_language_is_heard(pane):
    show(pane, make_picture())
    pane.fidelity_line.say(None, pane.state)

    QApplication.sendEvent(pane, QEvent(QEvent.Type.LanguageChange))

    assert pane.fidelity_text()
