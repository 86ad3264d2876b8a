"""How fast a pane draws, beside pyqtgraph's ImageItem and beside copying one frame.

Run ``python tests/benchmarks/bench_display.py [--quick] [--json FILE]``. Ours and the others take
turns within one process, so that a busy machine slows all of them alike; medians are told.
Ratios are against / ours: above 1 we are faster.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from viewer.panes.scan_view import ScanView
from viewer.picture import Picture
from viewer.pixels.look import Look
from viewer.pixels.window import WindowLevel

_PANE = (1920, 1080)
_SHAPES = ((1500, 4000), (3000, 12000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; ``ratio`` is against / ours."""

    name: str
    ours_ms: float
    against: str
    against_ms: float
    ratio: float


def make_counts(shape: tuple[int, int], *, seed: int) -> np.ndarray:
    """Return a load with steps and detector noise, such as a scanner gives (Poisson, 6000/px)."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    thick = 1.5 + 1.5 * np.sin(columns / 90) * np.sin(rows / 60)
    photons = 6000 * np.exp(-thick)
    seen = photons + np.sqrt(photons) * rng.standard_normal(shape)
    return (seen / 6000 * 65535).clip(0, 65535).astype(np.uint16)


class Ours:
    """The view of a scan pane."""

    def __init__(self, counts: np.ndarray, low: np.ndarray | None = None) -> None:
        self.view = ScanView()
        self.view.resize(*_PANE)
        self.view.show()
        QApplication.processEvents()  # a window that is not exposed yet paints nothing
        self.view.show_picture(Picture(high=counts, low=low), Look(), keep_view=False)

    def window(self, number: int) -> None:
        """Show another grey window."""
        look = self.view.look
        window = WindowLevel(window=30000 + 150 * number, level=25000 + 90 * number)
        self.view.set_look(Look(window=window, material=look.material))
        self.view.viewport().repaint()

    def pan(self, number: int) -> None:
        """Show a place 3 pixels further along."""
        step = 3 if number % 80 < 40 else -3
        self.view.move_to(self.view.stage().pan(self.view.viewpoint, 0, step))
        self.view.viewport().repaint()


class Peer:
    """pyqtgraph's own ImageItem, out of the box, in the same view."""

    def __init__(self, counts: np.ndarray) -> None:
        self.view = pg.GraphicsView()
        self.view.resize(*_PANE)
        self.box = pg.ViewBox(enableMenu=False, invertY=True)
        self.view.setCentralItem(self.box)
        self.item = pg.ImageItem(counts, axisOrder="row-major", levels=(0, 65535))
        self.box.addItem(self.item)
        self.view.show()
        QApplication.processEvents()

    def look_at(self, ours: ScanView) -> None:
        """Look where our view looks."""
        self.box.setRange(ours.box.viewRect(), padding=0)
        self.view.viewport().repaint()

    def window(self, number: int) -> None:
        """Show another grey window."""
        self.item.setLevels((10000 + 15 * number, 40000 + 165 * number))
        self.view.viewport().repaint()

    def pan(self, number: int) -> None:
        """Show a place 3 pixels further along."""
        scale = self.box.viewPixelSize()[0]
        self.box.translateBy(x=(-3 if number % 80 < 40 else 3) * scale, y=0)
        self.view.viewport().repaint()


def take_turns(acts: dict[str, Callable[[int], None]], *, rounds: int) -> dict[str, float]:
    """Return the median time of each act [ms], the acts taking turns."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds + 2):
        for name, act in acts.items():
            start = time.perf_counter()
            act(number)
            if number >= 2:
                times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(taken) for name, taken in times.items()}


def copy_frame() -> Callable[[int], None]:
    """Return the limit: copying one frame of the pane, 4 bytes a pixel."""
    frame = np.ones((_PANE[1], _PANE[0], 4), np.uint8)
    other = np.empty_like(frame)
    return lambda _number: np.copyto(other, frame)


def measure(shape: tuple[int, int], *, rounds: int) -> Iterator[Row]:
    """Measure one size of picture."""
    size = f"{shape[0]}x{shape[1]}"
    counts = make_counts(shape, seed=1)
    ours, peer, copy = Ours(counts), Peer(counts), copy_frame()
    for where in ("fit", "1:1"):
        if where == "1:1":
            ours.view.move_to(ours.view.stage().show(_middle(shape)))
        peer.look_at(ours.view)
        for name, mine, theirs in (
            ("window_level", ours.window, peer.window),
            ("pan", ours.pan, peer.pan),
        ):
            if (where, name) == ("fit", "pan"):
                continue
            took = take_turns({"ours": mine, "peer": theirs, "copy": copy}, rounds=rounds)
            yield from _rows(f"{name} {size} {where}", took)
    coloured = Ours(counts, make_counts(shape, seed=2))
    coloured.view.set_look(Look(material=True))
    grey = Ours(counts)
    took = take_turns({"ours": coloured.window, "grey": grey.window}, rounds=rounds)
    yield _row(f"material_window {size} fit", took["ours"], "grey window", took["grey"])
    _close(ours.view, peer.view, coloured.view, grey.view)


def _middle(shape: tuple[int, int]) -> object:
    from viewer.pixels.geometry import Area  # noqa: PLC0415

    width, height = _PANE
    return Area(
        row=(shape[0] - height) / 2, column=(shape[1] - width) / 2, height=height, width=width
    )


def _rows(name: str, took: dict[str, float]) -> Iterator[Row]:
    yield _row(name, took["ours"], "pyqtgraph.ImageItem", took["peer"])
    yield _row(name, took["ours"], "frame copy", took["copy"])


def _row(name: str, ours: float, against: str, other: float) -> Row:
    return Row(
        name=name,
        ours_ms=round(ours, 3),
        against=against,
        against_ms=round(other, 3),
        ratio=round(other / ours, 3),
    )


def _close(*widgets: QWidget) -> None:
    for widget in widgets:
        QWidget.close(widget)  # pyqtgraph's own close() tears the scene down and crashes
        widget.deleteLater()
    QApplication.processEvents()


def main() -> None:
    """Print the table and, with ``--json``, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds, the small picture only")
    parser.add_argument("--json", type=Path, help="write the rows here")
    options = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    shapes = _SHAPES[:1] if options.quick else _SHAPES
    rows = [row for shape in shapes for row in measure(shape, rounds=5 if options.quick else 40)]
    for row in rows:
        sys.stdout.write(
            f"{row.name:38} {row.ours_ms:8.2f} ms   {row.against:20} {row.against_ms:8.2f} ms"
            f"   x{row.ratio:.2f}\n"
        )
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    application.processEvents()


if __name__ == "__main__":
    main()
