"""A desk far from its hub: how long until its officer sees the first picture of a large scan.

The desk's own link, decoder and pane over `SlowLine`; the clock starts when the desk asks the hub
for a case and stops when the pane has painted. A whole picture follows as the line allows.
"""

import gc
import os
import threading
import time
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from queue_client.answers import LeasedCase
from queue_client.client import DeskClient
from queue_client.keys import HubAddress, KeyPair
from tests.benchmarks.first_picture import open_pane
from tests.benchmarks.rows import make_counts
from tests.benchmarks.wire_room import OFFICER, HubProcess, send
from tests.makers.running_hub import PASSWORD
from tests.makers.slow_line import SlowLine
from ui.app import container_of
from ui.link_news import CaseReady, News, SignIn
from ui.link_worker import LinkWorker
from ui.prepared import PreparedCase, Preparer
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import read_package, write_package
from workstation.imaging.scan import Plane, Scan
from workstation.review.journal import Journal

BITS_PER_S, ROUND_TRIP_S, LIMIT_MS = 10e6, 0.1, 1000.0
_SHAPE = (1250, 5600)  # its package has about 30 MB
_PATIENCE_S = 120.0


class _AskedAt(DeskClient):
    """A desk's client that notes when it asked for the case that it got."""

    asked_at = 0.0

    def lease(self) -> LeasedCase | None:
        asked_at = time.perf_counter()
        case = super().lease()
        if case is not None:
            type(self).asked_at = asked_at
        return case


def first_pictures_ms(folder: Path, rounds: int) -> list[float]:
    """Return how long each first picture took [ms], one new case and one new desk a round."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert app is not None
    times = []
    with HubProcess(folder / "far-hub") as hub:
        site = hub.site()
        with SlowLine(hub.address, bits_per_s=BITS_PER_S, round_trip_s=ROUND_TRIP_S) as line:
            for number in range(rounds):
                path = _large_scan(folder, number)
                send(site, path, f"far{number}")
                keys = hub.keys["desk-1"]
                times.append(_first_picture_ms(folder / f"desk{number}", line.address, keys))
                line.cut()
        site.close()
    return times


def _first_picture_ms(folder: Path, address: HubAddress, keys: KeyPair) -> float:
    pane = open_pane()
    first: list[PreparedCase] = []
    told = threading.Event()

    def tell(news: News) -> None:
        if isinstance(news, CaseReady) and not first:
            first.append(news.case)
            told.set()

    journal = Journal(folder / "journal")
    worker = LinkWorker(
        lambda: _AskedAt(address, keys, desk="desk-1"),
        journal,
        Preparer(read_package, container_of),
        tell,
        cache=folder,
        ahead=0,
    )
    thread = threading.Thread(target=worker.run, name="far-desk")
    # The pane of the round before must not be taken apart by the link's thread: it is Qt's.
    gc.collect()
    gc.disable()
    thread.start()
    worker.post(SignIn(officer=OFFICER, password=PASSWORD))
    try:
        assert told.wait(_PATIENCE_S), "no picture came"
        pane.show_picture(first[0].picture)
        pane.view.viewport().repaint()
        return (time.perf_counter() - _AskedAt.asked_at) * 1e3
    finally:
        worker.stop()
        thread.join()
        gc.enable()
        journal.close()
        pane.close()


def _large_scan(folder: Path, number: int) -> Path:
    """Write a dual-energy package of about 30 MB, no two alike."""
    high = make_counts(_SHAPE, seed=number)
    low = (high.astype(np.float32) ** 0.98).astype(np.uint16)
    planes = tuple(
        Plane(
            view=ViewName.SIDE,
            band=band,
            energy_mev=energy,
            transmission=counts,
            pitch_mm=(4.0, 4.0),
        )
        for band, energy, counts in (
            (EnergyBand.HIGH, 9.0, high),
            (EnergyBand.LOW, 6.0, low),
        )
    )
    path = folder / f"far{number}.scan.tif"
    head = ScanHead(scan_id=f"far{number}")
    write_package(path, Scan(head=head, planes=planes, format="bench"))
    return path
