"""Scan and typical model on one desk: linked in metres, each with its own truth."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from viewer.panes.histogram import HistogramPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Filter, FilterKind, Look
from viewer.pixels.window import Curve


def make_picture(shape=(400, 1200), *, seed=1, **more):
    counts = np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)
    return Picture(high=counts, **more)


def test_a_metre_of_the_scan_is_as_long_as_a_metre_of_the_model(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture((200, 700), pitch_mm=(10.0, 10.0)))

    desk.scan.look_at(Viewpoint(centre=(200.0, 500.0), zoom=1.5))

    model = desk.model.state.viewpoint
    assert model.centre == pytest.approx((100.0, 250.0))
    assert model.zoom == pytest.approx(3.0)


def test_moving_the_model_moves_the_scan(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture((200, 700), pitch_mm=(10.0, 10.0)))

    desk.model.look_at(Viewpoint(centre=(60.0, 300.0), zoom=4.0))

    assert desk.scan.state.viewpoint.centre == pytest.approx((120.0, 600.0))
    assert desk.scan.state.viewpoint.zoom == pytest.approx(2.0)


def test_a_model_with_its_name_and_place_is_told_of_once(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.scan.look_at(Viewpoint(centre=(200.0, 500.0), zoom=2.0))
    areas = (
        Area(row=100, column=400, height=200, width=400),
        Area(row=50, column=100, height=200, width=400),
    )
    told = []
    desk.model.stateChanged.connect(told.append)

    desk.show_model(make_picture(pitch_mm=(5.0, 5.0)), label="Wine", areas=areas)

    assert desk.areas == areas
    assert desk.model.label == "Wine"
    assert desk.model.state.viewpoint.centre == pytest.approx((150.0, 200.0))
    assert told == [desk.model.state]


def test_a_pane_that_follows_moves_in_a_call_of_its_own(desk, qtbot):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture(pitch_mm=(5.0, 5.0)))
    qtbot.waitUntil(lambda: desk.model.view.is_settled)
    before = desk.model.view.box.viewRect()

    desk.scan.look_at(Viewpoint(centre=(200.0, 500.0), zoom=3.0))
    at_once, settled = desk.model.view.box.viewRect(), desk.model.view.is_settled

    assert at_once == before
    assert not settled
    assert desk.scan.view.box.viewRect() != before
    qtbot.waitUntil(lambda: desk.model.view.is_settled)
    assert desk.model.view.box.viewRect().center().x() == pytest.approx(500.0, abs=1)


def test_a_hand_that_goes_on_does_not_put_a_pane_off_that_follows(desk, qtbot):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture(pitch_mm=(5.0, 5.0)))
    qtbot.waitUntil(lambda: desk.model.view.is_settled)
    desk.scan.look_at(Viewpoint(centre=(200.0, 500.0), zoom=3.0))
    begun = desk.model.view.late.timerId()

    desk.scan.look_at(Viewpoint(centre=(200.0, 520.0), zoom=3.0))

    assert desk.model.view.late.timerId() == begun


def test_unlinked_panes_leave_each_other_alone_and_join_again(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture(pitch_mm=(5.0, 5.0)))
    before = desk.model.state

    desk.set_linked(False)
    desk.scan.look_at(Viewpoint(centre=(200.0, 500.0), zoom=3.0))
    desk.scan.toggle_invert()
    apart = desk.model.state
    desk.set_linked(True)

    assert apart == before
    assert desk.model.state.viewpoint == desk.scan.state.viewpoint
    assert desk.model.state.look.invert


def test_grey_window_goes_with_the_link_but_the_energy_stays(desk):
    both = make_picture(seed=1), make_picture(seed=2)
    scan = Picture(high=both[0].high, low=both[1].high)
    desk.show_scan(scan, look=Look(curve=Curve.LOG))
    desk.show_model(make_picture(seed=3))

    desk.scan.nudge_window(-5)
    desk.scan.show_energy(Energy.LOW)

    assert desk.model.state.look.window == desk.scan.state.look.window
    assert desk.model.state.look.curve is Curve.LOG
    assert desk.model.state.look.energy is Energy.HIGH
    assert not desk.model.state.fidelity.missing_energy


def test_a_match_brings_its_two_areas_together(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture(pitch_mm=(5.0, 5.0)))
    scan_area = Area(row=100, column=200, height=50, width=80)
    model_area = Area(row=60, column=700, height=50, width=80)

    desk.align(scan_area, model_area)
    desk.scan.look_at_area(scan_area)

    assert desk.model.state.viewpoint.centre == pytest.approx(model_area.centre)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"pitch_mm": (5.0, 5.0)}, "by pixel size"),
        ({"container": Area(row=10, column=20, height=300, width=900)}, "by container height"),
        ({}, "not to scale"),
    ],
)
def test_the_desk_says_what_the_common_scale_rests_on(desk, known, words):
    desk.show_scan(make_picture(**known))
    desk.show_model(make_picture(**known))

    assert words in desk.basis.text()


def test_a_new_scan_takes_the_former_model_away(desk):
    desk.show_scan(make_picture())
    desk.show_model(make_picture())

    desk.show_scan(make_picture())

    assert desk.model.picture is None


def test_a_model_that_is_missing_is_said_to_be(desk):
    desk.show_scan(make_picture())

    desk.show_model(None, message="No typical model.")
    QApplication.processEvents()

    assert desk.model.notice.text() == "No typical model."
    desk.clear("Waiting.")
    assert desk.scan.picture is None


def test_the_histogram_follows_its_pane_and_moves_its_window(desk, qtbot):
    counts = np.full((300, 900), 60000, np.uint16)
    counts[:50] = 2000
    desk.show_scan(Picture(high=counts))
    histogram = HistogramPane(desk.scan)
    qtbot.addWidget(histogram)
    histogram.resize(256, 80)
    histogram.show()
    qtbot.waitExposed(histogram)
    heights = histogram.heights().copy()

    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(30, 40))
    qtbot.mouseMove(histogram, QPoint(64, 40))
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(64, 40))

    assert set(np.nonzero(heights)[0]) == {2000 >> 8, 60000 >> 8}
    assert desk.scan.state.look.window.darkest == pytest.approx(16384, rel=0.02)
    assert desk.scan.state.look.window.brightest == pytest.approx(65535, rel=0.02)
    histogram.grab()


def test_a_model_that_only_gets_another_room_moves_nothing(desk):
    desk.show_scan(make_picture(pitch_mm=(5.0, 5.0)))
    desk.show_model(make_picture((200, 300), pitch_mm=(5.0, 5.0)))
    desk.scan.look_at(Viewpoint(centre=(100.0, 900.0), zoom=1.0))

    desk.splitter.setSizes([600, 150])
    QApplication.processEvents()

    assert desk.scan.state.viewpoint.centre == (100.0, 900.0)


def test_a_slow_look_is_painted_by_the_scan_first_and_by_the_model_in_a_later_call(desk, qtbot):
    desk.show_scan(make_picture(seed=1))
    desk.show_model(make_picture(seed=2))
    before = {pane: pane.view.grab().toImage() for pane in (desk.scan, desk.model)}

    desk.scan.set_look(Look(filters=(Filter(kind=FilterKind.SMOOTH, strength=0.4),)))
    at_once = {pane: pane.view.grab().toImage() for pane in before}

    assert desk.model.state.look == desk.scan.state.look
    assert at_once[desk.scan] != before[desk.scan]
    assert at_once[desk.model] == before[desk.model]
    assert not desk.model.view.scan_item.is_settled  # what it says is not what it shows as yet
    qtbot.waitUntil(lambda: desk.model.view.grab().toImage() != before[desk.model])
