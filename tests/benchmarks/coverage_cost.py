"""What it costs to watch what is looked at: ``python -m tests.benchmarks.coverage_cost``.

The watch glances ten times a second; each line is the time of one glance on the Qt thread.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.table import say
from ui.commands import CommandSet
from ui.desk.coverage_strip import CoverageStrip
from ui.desk.coverage_watch import CoverageWatch
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.pixels.window import between
from viewer.prepare import prepare

_SHAPE = (1400, 4200)
_TIMES = 60
_STILL_TICKS = 4


class Desk:
    """A pane with a container on it, and a clock that a hand turns."""

    def __init__(self) -> None:
        self.room, self.now_s = QWidget(), 0.0
        self.panes = ComparePane(self.room)
        self.watch = CoverageWatch(
            CommandSet(self.room),
            self.panes,
            CoverageStrip(self.room),
            self.room,
            clock=lambda: self.now_s,
        )
        self.panes.resize(1500, 900)
        self.room.resize(1500, 900)
        self.room.show()
        self.watch.open("case-1")
        counts = np.random.default_rng(1).integers(500, 64_000, _SHAPE).astype(np.uint16)
        container = Area(row=200, column=400, height=1000, width=3200)
        self.panes.show_scan(
            prepare(Picture(high=counts, label="made", pitch_mm=(4.0, 4.0), container=container))
        )
        while self.watch.coverage is None:
            QApplication.processEvents()

    def glance(self) -> float:
        """Glance once; returns how long it took [ms]."""
        self.now_s += 0.1
        began = time.perf_counter()
        self.watch.glance()
        return 1000 * (time.perf_counter() - began)


def timed(desk: Desk, prepare_one: Callable[[int], None], *, ticks: int = 1) -> list[float]:
    """Return the last of so many glances after each of `_TIMES` changes [ms]."""
    found = []
    for n in range(_TIMES):
        prepare_one(n)
        found.append([desk.glance() for _ in range(ticks)][-1])
    return found


def main() -> int:
    """Print the table."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    desk = Desk()
    scan = desk.panes.scan
    places = [(300.0 + 10 * (n % 80), 600.0 + 45 * n) for n in range(_TIMES)]

    def go(n: int) -> None:
        scan.look_at(Viewpoint(centre=places[n], zoom=1.0))

    def dress(n: int) -> None:
        scan.set_look(Look(window=between(100 * n, 30_000 + 100 * n)))

    def filter_it(n: int) -> None:
        one = Filter(kind=FilterKind.SHARPEN, strength=(n + 1) / (_TIMES + 1))
        scan.set_look(Look(filters=(one,)))

    rows = {
        "at rest": timed(desk, lambda _n: None),
        "while the picture is panned": timed(desk, go),
        "when a place has rested and counts": timed(desk, go, ticks=_STILL_TICKS),
        "when another window has rested": timed(desk, dress, ticks=_STILL_TICKS),
        "when another filter has rested": timed(desk, filter_it, ticks=_STILL_TICKS),
    }
    say(f"machine: {os.cpu_count()} cores; ms a glance, median and longest of {_TIMES}")
    for name, times in rows.items():
        say(f"{name:38} {statistics.median(times):7.3f} {max(times):7.3f}")
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
