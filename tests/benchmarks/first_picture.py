"""From a package on the disk to the first painted frame, and whether the full one stalls.

The file cache is warm for all. The peer reads the whole first plane with tifffile and shows it in
pyqtgraph's ImageItem, out of the box.
"""

import threading
import time
from pathlib import Path

import pyqtgraph as pg
import tifffile
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks.rows import PANE, make_counts
from ui.app import container_of
from ui.prepared import DecodedScan, coarse_picture_of, picture_of
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.prepare import prepare
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import read_package, write_package
from workstation.imaging.package_levels import read_coarse
from workstation.imaging.scan import Plane, Scan

_TICK_MS = 5


def write_two_energies(folder: Path, shape: tuple[int, int]) -> Path:
    """Write a package of two energies with the noise of a detector, and return its path."""
    planes = tuple(
        Plane(
            view=ViewName.SIDE,
            band=band,
            energy_mev=energy,
            transmission=make_counts(shape, seed=seed),
            pitch_mm=(4.0, 4.0),
        )
        for seed, (band, energy) in enumerate(((EnergyBand.HIGH, 9.0), (EnergyBand.LOW, 6.0)))
    )
    path = folder / f"{shape[0]}x{shape[1]}.scan.tif"
    write_package(path, Scan(head=ScanHead(scan_id="B1"), planes=planes, format="bench"))
    return path


def first_picture_of(path: Path) -> Picture:
    """Return what a desk shows first of a package: coarse, or whole when there is no level."""
    coarse = read_coarse(path)
    if coarse is None:
        return prepare(picture_of(read_package(path), label="", container=None))
    return prepare(coarse_picture_of(coarse, label=""))


def full_scan_of(path: Path) -> DecodedScan:
    """Return what a desk shows soon: the work of its decoding thread, container and all."""
    scan = read_package(path)
    container = container_of(scan)
    picture = picture_of(scan, label="", container=container)
    return DecodedScan(picture=prepare(picture), container=container)


def open_pane() -> ScanPane:
    """Return an empty pane of the size of a screen, on the (unseen) screen."""
    pane = ScanPane()
    pane.resize(*PANE)
    pane.show()
    QApplication.processEvents()
    return pane


def package_to_first_frame(path: Path, pane: ScanPane) -> float:
    """Return how long it takes from opening a package until a pane has painted it [ms]."""
    start = time.perf_counter()
    pane.show_picture(first_picture_of(path))
    pane.view.viewport().repaint()
    return (time.perf_counter() - start) * 1e3


def peer_to_first_frame(path: Path, view: pg.GraphicsView) -> float:
    """Return how long the peer takes: the whole first plane read, then painted [ms]."""
    start = time.perf_counter()
    box = pg.ViewBox(enableMenu=False, invertY=True)
    view.setCentralItem(box)
    box.addItem(pg.ImageItem(tifffile.imread(path, key=0), axisOrder="row-major"))
    box.autoRange()
    view.viewport().repaint()
    return (time.perf_counter() - start) * 1e3


def open_peer() -> pg.GraphicsView:
    """Return the peer's empty view."""
    view = pg.GraphicsView()
    view.resize(*PANE)
    view.show()
    QApplication.processEvents()
    return view


class _Beat:
    """The gaps between ticks of a timer on the Qt thread, of which the longest is a stall."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last = time.perf_counter()
        self.timer = QTimer(interval=_TICK_MS)
        self.timer.timeout.connect(self._on_tick)
        self.timer.start()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1e3)
        self._last = now


def stall_ms(path: Path, pane: ScanPane) -> tuple[float, float]:
    """Decode the full resolution in a thread while the coarse one is shown, and swap it in.

    Returns
    -------
    tuple of float
        The longest gap between two ticks of a 5 ms timer on the Qt thread, and how long it took
        until the full resolution was painted [ms].
    """
    pane.show_picture(first_picture_of(path))
    pane.view.viewport().repaint()
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.002)
    made: list[DecodedScan] = []
    painted: list[float] = []
    pane.painted.connect(lambda: painted.append(time.perf_counter()))
    worker = threading.Thread(target=lambda: made.append(full_scan_of(path)), name="decode-full")
    beat, start = _Beat(), time.perf_counter()
    worker.start()
    shown = False
    while not painted and time.perf_counter() - start < 60:
        QApplication.processEvents()
        time.sleep(0.0005)  # as an event loop that waits: the worker may run
        if made and not shown:
            shown = True
            pane.show_picture(made[0].picture, keep_view=True)
    QApplication.processEvents()
    beat.timer.stop()
    worker.join()
    pane.painted.disconnect()
    return beat.longest_ms, (painted[0] - start) * 1e3
