"""The scan's other view: there for every scan that has one, and named in the language shown."""

import numpy as np
import pytest

from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.scan import Plane, Scan


def plane(view, shape):
    return Plane(
        view=view,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=np.full(shape, 30000, np.uint16),
        pitch_mm=(5.0, 5.0),
    )


@pytest.fixture
def add_scan(room, tmp_path):
    """Return a function that lets a scan from the side and from above wait."""

    def add(length):
        planes = (plane(ViewName.SIDE, (120, length)), plane(ViewName.TOP, (90, length)))
        path = tmp_path / "both.scan.tif"
        write_package(path, Scan(head=ScanHead(), planes=planes, format="made"))
        room.hub.add_case(path.read_bytes(), head={"container": "CSQU3054383"})

    return add


@pytest.mark.parametrize("length", [280, 2503])
def test_a_scan_of_any_size_has_its_other_view(qtbot, add_scan, open_desk, length):
    add_scan(length)
    window = open_desk().window
    qtbot.waitUntil(lambda: window.controller.case is not None, timeout=8000)
    panes = window.desk.panes
    qtbot.waitUntil(lambda: panes.scan.picture.reduced == 1, timeout=8000)

    window.commands["compare.other_view"].trigger()

    assert panes.is_other_view_shown
    assert panes.other.picture.shape == (90, length)


def test_the_other_view_is_named_in_another_language_at_once(qtbot, add_scan, open_desk):
    add_scan(2503)
    window = open_desk().window
    panes = window.desk.panes
    qtbot.waitUntil(lambda: panes.scan.picture is not None, timeout=8000)
    qtbot.waitUntil(lambda: panes.scan.picture.reduced == 1, timeout=8000)
    window.commands["compare.other_view"].trigger()
    english = panes.other.label

    window.switch_language()

    qtbot.waitUntil(lambda: panes.other.label == "顶视", timeout=2000)
    window.switch_language()
    assert english == "from above"
