"""Real scans in the pane. Their files are not ours to ship, so without them this is skipped."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from resources.opencv import cv2
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.look import Look
from viewer.pixels.presets import read_presets
from viewer.pixels.render import Source, draw

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("REVIEWROOM_SHARED_DATA", _BESIDE))
R60 = "real_dual_energy_r60/r60_{}_{}_transmission_u16.tif"


def read(name):
    counts = cv2.imread(str(DATA / name), cv2.IMREAD_UNCHANGED)
    if counts is None:
        pytest.skip(f"{name} is not at hand; name its folder in REVIEWROOM_SHARED_DATA")
    return counts


def container(name):
    grey = read(f"real_container_scans/{name}")
    grey = grey if grey.ndim == 2 else cv2.cvtColor(grey, cv2.COLOR_BGR2GRAY)
    return Picture(high=grey.astype(np.uint16) * 257, stored_bits=8, label=name)


def rail_car(number):
    high, low = (read(R60.format(number, e)) for e in ("6MeV_high", "4MeV_low"))
    return Picture(high=high, low=low, energies_mev=(6.0, 4.0))


@pytest.fixture
def pane(qtbot):
    pane = ScanPane()
    qtbot.addWidget(pane)
    pane.resize(1600, 700)
    pane.set_overview_shown(False)
    pane.legend.set_allowed(False)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


@pytest.mark.parametrize("preset", ["default", "dense", "log", "material"])
@pytest.mark.parametrize(
    "load", [lambda: container("SZLU9453232_A.jpg"), lambda: rail_car(3)], ids=["jpeg", "pair"]
)
def test_a_real_scan_is_shown_as_it_was_drawn(pane, qtbot, load, preset):
    picture, look = load(), read_presets()[preset].look

    with qtbot.waitSignal(pane.painted):
        pane.show_picture(picture, look=look)
    pane.one_to_one()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: pane.view.scan_item.is_exact)  # a slow look comes coarse first

    image = pane.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    top, left = pane.view.stage().corner(pane.view.viewpoint)
    drawn = draw(Source(picture.high, picture.low), look)
    first = max(-top, 0), max(-left, 0)
    part = drawn[first[0] : seen.shape[0] - top, first[1] : seen.shape[1] - left]
    rows, columns = part.shape[:2]
    at = max(top, 0), max(left, 0)
    assert part.size > 400_000
    assert (seen[at[0] : at[0] + rows, at[1] : at[1] + columns] == part).all()
    assert ("not calibrated" in pane.fidelity_text()) == (look.material and picture.low is not None)


def test_a_dense_load_keeps_its_detail_in_the_logarithm():
    scan = container("TEMU9131666_B.jpg")
    plain, log = (draw(Source(scan.high), look) for look in (Look(), read_presets()["log"].look))

    dense = scan.high < 0.05 * 65535

    assert dense.mean() > 0.05
    assert log[dense][:, 0].std() > 3 * plain[dense][:, 0].std()
