"""The loupe: full-resolution counts under the cursor, in a look of its own."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.window import between, grey_table

DENSE = Look(window=between(0, 9000))


@pytest.fixture
def pane(qtbot):
    pane = ScanPane()
    qtbot.addWidget(pane)
    pane.resize(900, 500)
    pane.show()
    qtbot.waitExposed(pane)
    pane.show_picture(Picture(high=picture()))
    pane.look_at(Viewpoint(centre=(150.0, 400.0), zoom=1.0))
    return pane


def picture():
    return np.random.default_rng(5).integers(500, 9000, (300, 800)).astype(np.uint16)


def rest_on(pane, place):
    down, along = pane.view.stage().point(pane.view.viewpoint, place)
    for off in (9, 0):  # a mouse that is there already tells nothing
        QTest.mouseMove(pane.view.viewport(), QPoint(round(along) + off, round(down)))
    QApplication.processEvents()


def pixels_of(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).copy()


def test_the_lens_comes_with_the_cursor_when_it_is_wanted_and_goes_when_it_is_not(pane):
    rest_on(pane, (150.0, 400.0))
    before = pane.loupe.isVisible()

    pane.loupe.set_wanted(True)
    there = pane.loupe.isVisible()
    pane.loupe.set_wanted(False)

    assert (before, there, pane.loupe.isVisible()) == (False, True, False)


def test_the_middle_of_the_lens_is_the_place_under_the_cursor_at_its_own_zoom_and_look(pane):
    pane.loupe.set_own_look("dense", DENSE)
    pane.loupe.step_factor(1)  # 4 : 1 from here, whole multiples, so exact
    pane.loupe.set_wanted(True)

    rest_on(pane, (150.5, 400.5))

    lens = pixels_of(pane.loupe)
    assert pane.loupe.factor == 4.0
    middle = lens[(lens.shape[0] - 18) // 2 + 24, lens.shape[1] // 2 + 24]
    row = 150.5 + (24 + 0.5) / 4
    column = 400.5 + (24 + 0.5) / 4
    counts = picture()[int(row) - 1 : int(row) + 2, int(column) - 1 : int(column) + 2]
    greys = grey_table(DENSE.window)[counts].astype(int)
    assert greys.min() <= int(middle[0]) <= greys.max()
    assert "dense" in pane.loupe.text()
    assert "x4" in pane.loupe.text()


def test_the_wheel_turns_the_lens_and_not_the_picture(pane):
    pane.loupe.set_wanted(True)
    rest_on(pane, (150.0, 400.0))
    before, size = pane.state.viewpoint, pane.loupe.width()

    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        at = QPointF(pane.loupe.geometry().center())
        event = QWheelEvent(
            at,
            at,
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(pane.view.viewport(), event)

    assert pane.state.viewpoint == before
    assert pane.loupe.factor == 4.0
    assert pane.loupe.width() > size


def test_the_lens_without_a_look_of_its_own_follows_the_picture(pane):
    pane.loupe.set_wanted(True)
    rest_on(pane, (150.0, 400.0))
    plain = pixels_of(pane.loupe)

    pane.toggle_invert()

    assert (pixels_of(pane.loupe) != plain).any()


def test_no_lens_beside_the_picture(pane):
    pane.loupe.set_wanted(True)

    pane.clear("nothing here")

    assert not pane.loupe.isVisible()
