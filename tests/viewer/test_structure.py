"""The container's parts: where the crew will look for them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from viewer.panes.compare_pane import ComparePane
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.structure import LENGTHS_MM, ContainerLength, Part, nominal_length, structure
from workstation.domain.comparison import Rectangle
from workstation.domain.position import SECTIONS, Frame, Layer, locate

BOX = Area(row=40, column=100, height=520, width=2438)


@pytest.fixture
def pane(qtbot):
    pane = ScanPane(heading="Scan")
    qtbot.addWidget(pane)
    pane.resize(1000, 420)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def pixels_of(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).copy()


def make_picture(**more):
    return Picture(high=np.full((600, 2640), 40000, np.uint16), **more)


@pytest.mark.parametrize("length", list(ContainerLength))
@pytest.mark.parametrize("off", [0.96, 1.0, 1.04])
def test_iso_lengths_are_known_within_the_speed_of_a_scanner(length, off):
    assert nominal_length(LENGTHS_MM[length] * off) is length


@pytest.mark.parametrize("length_mm", [5000, 7000, 9125, 11000, 15000])
def test_other_lengths_are_not_called_iso(length_mm):
    assert nominal_length(length_mm) is None


def test_a_container_of_known_pitch_is_measured_and_ruled_in_metres():
    found = structure(BOX, (5.0, 5.0))

    assert found.length_mm == pytest.approx(12190)
    assert found.nominal is ContainerLength.FT40
    assert len(found.metre_columns) == 13
    assert found.metre_columns[0] == 100
    assert found.metre_columns[12] == pytest.approx(100 + 12000 / 5)


def test_without_a_pitch_there_are_sections_but_no_metres():
    found = structure(BOX, None)

    assert found.length_mm is None
    assert found.nominal is None
    assert found.metre_columns == ()
    assert len(found.section_columns) == 7
    assert dict(found.parts)[Part.FLOOR].height == pytest.approx(170 / 2591 * 520)


@given(column=st.floats(min_value=100, max_value=2537), row=st.floats(min_value=40, max_value=559))
def test_sections_and_layers_are_those_the_crew_is_told(row, column):
    found = structure(BOX, None)
    told = locate(
        [(row, column)],
        Frame(box=Rectangle(row=BOX.row, column=BOX.column, height=BOX.height, width=BOX.width)),
    )

    section = 1 + sum(column >= edge for edge in found.section_columns)
    layer = list(Layer)[sum(row >= edge for edge in found.layer_rows)]

    beside = min(abs(column - edge) for edge in found.section_columns) < 1e-6
    between = min(abs(row - edge) for edge in found.layer_rows) < 1e-6
    assert beside or section == told.first_section
    assert between or layer is told.layer
    assert len(found.section_columns) + 1 == SECTIONS


def test_the_shell_lies_within_the_box():
    for pitch in (None, (5.0, 5.0), (500.0, 500.0)):
        for _, part in structure(BOX, pitch).parts:
            assert BOX.row <= part.row
            assert BOX.column <= part.column
            assert part.row + part.height <= BOX.row + BOX.height + 1e-9
            assert part.column + part.width <= BOX.column + BOX.width + 1e-9


def test_an_empty_box_has_no_parts():
    with pytest.raises(ValueError, match="width"):
        structure(Area(row=0, column=0, height=10, width=0), None)


def test_the_structure_is_drawn_when_asked_and_gone_when_not(pane):
    pane.show_picture(make_picture(pitch_mm=(5.0, 5.0), container=BOX))
    QApplication.processEvents()
    bare = pixels_of(pane.view.viewport())

    pane.set_structure_shown(True)
    shown = pixels_of(pane.view.viewport())
    pane.set_structure_shown(False)

    assert (shown != bare).any()
    assert (pixels_of(pane.view.viewport()) == bare).all()


def test_a_picture_whose_container_was_not_found_says_that_it_has_no_structure(pane):
    pane.set_structure_shown(True)

    pane.show_picture(make_picture())
    without = pane.fidelity_text()
    pane.show_picture(make_picture(container=BOX))

    assert "container not found" in without
    assert "container not found" not in pane.fidelity_text()


def test_scan_and_model_show_their_parts_together_but_not_the_view_from_above(qtbot):
    desk = ComparePane()
    qtbot.addWidget(desk)
    desk.show_scan(make_picture(container=BOX))
    desk.show_other_view(make_picture())

    desk.set_structure_shown(True)

    assert (desk.scan.structure_shown, desk.model.structure_shown) == (True, True)
    assert not desk.other.structure_shown
    assert "container not found" not in desk.other.fidelity_text()
