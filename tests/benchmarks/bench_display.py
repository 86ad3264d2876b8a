"""How fast a pane draws, beside pyqtgraph's ImageItem and beside copying one frame.

Run ``python -m tests.benchmarks.bench_display [--quick] [--json FILE]``. A frame is an act (a new
grey window, a step of a pan) and all the painting that Qt does for it. Ours and the others take
turns within one process, so that a busy machine slows all of them alike; medians are told.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from resources.opencv import use_threads
from tests.benchmarks import first_picture
from tests.benchmarks.rows import PANE, Act, Row, copy_frame, make_counts, medians, row, take_turns
from viewer.panes.compare_pane import ComparePane
from viewer.panes.scan_pane import ScanPane
from viewer.panes.scan_view import ScanView
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.window import WindowLevel

SMALL, BIG = (1500, 4000), (3000, 12000)
_STEPS = (0.13, 0.17, 0.22, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0, 4.0)


def settle(_number: int = 0) -> None:
    """Let Qt do what still waits; never timed."""
    QApplication.processEvents()


class Ours:
    """The view of a scan pane."""

    def __init__(self, counts: np.ndarray, low: np.ndarray | None = None) -> None:
        self.view = ScanView()
        self.view.resize(*PANE)
        self.view.show()
        settle()  # a window that is not exposed yet paints nothing
        self.view.show_picture(Picture(high=counts, low=low), Look(), keep_view=False)
        settle()

    def window(self, number: int) -> None:
        """Show another grey window."""
        number %= 60
        window = WindowLevel(window=30000 + 150 * number, level=25000 + 90 * number)
        self.view.set_look(Look(window=window, material=self.view.look.material))
        QApplication.processEvents()

    def pan(self, number: int) -> None:
        """Push the picture on by 7 pixels along and 2 down, a hand's usual pace."""
        sign = 1 if number % 120 < 60 else -1
        view = self.view
        view.move_to(view.stage().pan(view.viewpoint, -2 * sign, -7 * sign))
        QApplication.processEvents()

    def zoom(self, number: int) -> None:
        """Show the middle at another zoom."""
        centre = tuple(side / 2 for side in self.view.picture.shape)
        self.view.move_to(Viewpoint(centre=centre, zoom=_STEPS[number % len(_STEPS)]))
        QApplication.processEvents()

    def one_to_one(self) -> None:
        """Show the middle of the picture at 1:1."""
        self.view.move_to(self.view.stage().show(middle(self.view.picture.shape)))
        settle()


class Peer:
    """pyqtgraph's own ImageItem, out of the box, in the same view."""

    def __init__(self, counts: np.ndarray) -> None:
        self.view = pg.GraphicsView()
        self.view.resize(*PANE)
        self.box = pg.ViewBox(enableMenu=False, invertY=True)
        self.view.setCentralItem(self.box)
        self.item = pg.ImageItem(counts, axisOrder="row-major", levels=(0, 65535))
        self.box.addItem(self.item)
        self.view.show()
        settle()

    def look_at(self, ours: ScanView) -> None:
        """Look where our view looks."""
        self.box.setRange(ours.box.viewRect(), padding=0)
        QApplication.processEvents()

    def window(self, number: int) -> None:
        """Show another grey window."""
        number %= 60
        self.item.setLevels((10000 + 15 * number, 40000 + 165 * number))
        QApplication.processEvents()

    def pan(self, number: int) -> None:
        """Push the picture on by as much as ours."""
        sign = 1 if number % 120 < 60 else -1
        scale = self.box.viewPixelSize()
        self.box.translateBy(x=7 * sign * scale[0], y=2 * sign * scale[1])
        QApplication.processEvents()


def middle(shape: tuple[int, int]) -> Area:
    """Return the part of a picture that fills the pane at 1:1."""
    width, height = PANE
    return Area(
        row=(shape[0] - height) / 2, column=(shape[1] - width) / 2, height=height, width=width
    )


def windows(rounds: int) -> Iterator[Row]:
    """A new grey window, the whole picture in sight and at 1:1, of both sizes."""
    big, small = make_counts(BIG, seed=1), make_counts(SMALL, seed=1)
    mine = {"big": Ours(big), "small": Ours(small)}
    peers = {"big": Peer(big), "small": Peer(small)}
    for where, ending in (("fit", ""), ("1:1", "_1to1")):
        for size, ours in mine.items():
            if where == "1:1":
                ours.one_to_one()
            peers[size].look_at(ours.view)
        acts = {
            **{size: Act(before=settle, do=ours.window) for size, ours in mine.items()},
            **{f"pg {size}": Act(before=settle, do=peer.window) for size, peer in peers.items()},
            "copy": copy_frame(),
        }
        took = medians(take_turns(acts, rounds=rounds))
        for size in mine:
            name = f"window_level_{size}{ending}"
            against_pg = 15.0 if size == "big" else None
            yield row(name, took[size], "pyqtgraph", took[f"pg {size}"], against_pg)
            yield row(name, took[size], "frame_copy", took["copy"], 1 / 4)
        name = f"window_level_big{ending}"
        yield row(name, took["big"], f"window_level_small{ending}", took["small"], 1 / 1.3)
    close(*(one.view for one in (*mine.values(), *peers.values())))


def pans(rounds: int) -> Iterator[Row]:
    """Pans of 60 frames at 1:1, back to back: no idle moment to draw ahead in."""
    counts = make_counts(BIG, seed=1)
    ours, peer = Ours(counts), Peer(counts)
    ours.one_to_one()
    peer.look_at(ours.view)
    acts = {
        "ours": Act(before=settle, do=ours.pan),
        "peer": Act(before=settle, do=peer.pan),
        "copy": copy_frame(),
    }
    times = take_turns(acts, rounds=max(rounds // 15, 1) * 60, warm=60)
    took = medians(times)
    walks = [times["ours"][n : n + 60] for n in range(0, len(times["ours"]), 60)]
    worst = statistics.median(max(walk) for walk in walks)
    yield row("pan_tile_big", took["ours"], "frame_copy", took["copy"], 1 / 2)
    yield row("pan_tile_big", took["ours"], "pyqtgraph", took["peer"])
    yield row("pan_tile_big_worst", worst, "frame_copy", took["copy"], 1 / 5)
    close(ours.view, peer.view)


def zooms(rounds: int) -> Iterator[Row]:
    """Fourteen zooms from the whole picture to 4:1, each drawn anew."""
    counts = make_counts(BIG, seed=1)
    ours, peer = Ours(counts), Peer(counts)

    def sweep(_number: int) -> None:
        for number in range(len(_STEPS)):
            ours.zoom(number)

    rects = []
    for number in range(len(_STEPS)):
        ours.zoom(number)
        rects.append(ours.view.box.viewRect())

    def peers_sweep(_number: int) -> None:
        for rect in rects:
            peer.box.setRange(rect, padding=0)
            QApplication.processEvents()

    acts = {
        "ours": Act(before=settle, do=sweep),
        "peer": Act(before=settle, do=peers_sweep),
    }
    took = medians(take_turns(acts, rounds=max(rounds // 4, 3), warm=1))
    frames = len(_STEPS)
    yield row("zoom_sweep_big", took["ours"] / frames, "pyqtgraph", took["peer"] / frames, 3.0)
    close(ours.view, peer.view)


def first_frames(rounds: int) -> Iterator[Row]:
    """From an array in memory to its first painted frame, in a view that is open already."""
    for name, shape, bar in (("first_frame_small", SMALL, 5.0), ("first_frame_big", BIG, 3.0)):
        counts = [make_counts(shape, seed=seed) for seed in (1, 2)]
        ours, peer = Ours(counts[0]), Peer(counts[0])
        peer.look_at(ours.view)

        def mine(number: int, ours: Ours = ours, counts: list[np.ndarray] = counts) -> None:
            ours.view.show_picture(Picture(high=counts[number % 2]), Look(), keep_view=False)
            QApplication.processEvents()

        def theirs(number: int, peer: Peer = peer, counts: list[np.ndarray] = counts) -> None:
            peer.item.setImage(counts[number % 2])
            QApplication.processEvents()

        acts = {"ours": Act(before=settle, do=mine), "peer": Act(before=settle, do=theirs)}
        took = medians(take_turns(acts, rounds=max(rounds // 3, 4)))
        yield row(name, took["ours"], "pyqtgraph", took["peer"], bar)
        close(ours.view, peer.view)


def linked(rounds: int) -> Iterator[Row]:
    """A new grey window and a step of a pan in two linked panes, beside one of the same size."""
    pair, one = ComparePane(), ScanPane()
    pair.resize(PANE[0], 2 * PANE[1] + 120)
    one.resize(PANE[0], PANE[1] + 60)
    for widget in (pair, one):
        widget.show()
    settle()
    scan, model = (
        Picture(high=make_counts(SMALL, seed=seed), pitch_mm=(4.0, 4.0)) for seed in (1, 2)
    )
    pair.show_scan(scan)
    pair.show_model(model)
    one.show_picture(scan)
    for view in (pair.scan.view, pair.model.view, one.view):
        view.setFixedSize(*PANE)
    settle()
    for pane in (pair.scan, one):
        pane.look_at_area(middle(SMALL), share=1.0)
    settle()

    def window(pane: ScanPane) -> Callable[[int], None]:
        def act(number: int) -> None:
            number %= 60
            wide = WindowLevel(window=30000 + 150 * number, level=25000 + 90 * number)
            pane.set_look(Look(window=wide))
            QApplication.processEvents()

        return act

    def pan(pane: ScanPane) -> Callable[[int], None]:
        def act(number: int) -> None:
            sign = 1 if number % 120 < 60 else -1
            pane.look_at(pane.view.stage().pan(pane.view.viewpoint, -2 * sign, -7 * sign))
            QApplication.processEvents()

        return act

    for name, two, single in (
        ("linked_panes", window(pair.scan), window(one)),
        ("linked_panes_pan", pan(pair.scan), pan(one)),
    ):
        acts = {"two": Act(before=settle, do=two), "one": Act(before=settle, do=single)}
        took = medians(take_turns(acts, rounds=rounds))
        yield row(name, took["two"], "one_pane", took["one"], 1 / 2.1)
    close(pair, one)


def colours(rounds: int) -> Iterator[Row]:
    """Material colours beside greys: a new grey window, and a frame drawn from nothing."""
    high, low = make_counts(BIG, seed=1), make_counts(BIG, seed=2)
    coloured, grey = Ours(high, low), Ours(high)
    coloured.view.set_look(Look(material=True))
    settle()
    for one in (coloured, grey):
        one.one_to_one()
    for name, acts in (
        ("dual_energy_frame", (coloured.window, grey.window)),
        ("dual_energy_new_frame", (coloured.zoom, grey.zoom)),
    ):
        turns = {
            "colour": Act(before=settle, do=acts[0]),
            "grey": Act(before=settle, do=acts[1]),
        }
        took = medians(take_turns(turns, rounds=rounds))
        yield row(name, took["colour"], "grey_frame", took["grey"], 1 / 2.5)
    close(coloured.view, grey.view)


def packages(rounds: int) -> Iterator[Row]:
    """From a package on disk to the first painted frame; then the longest silence of the window.

    The limits are those that were asked for: 100 ms, and two frames of a 60 Hz screen while the
    full resolution is decoded and swapped in.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in (("small", SMALL), ("big", BIG)):
            path = first_picture.write_two_energies(Path(folder), shape)
            pane, peer = first_picture.open_pane(), first_picture.open_peer()
            mine, theirs = [], []
            for _ in range(max(rounds // 6, 3)):
                mine.append(first_picture.package_to_first_frame(path, pane))
                theirs.append(first_picture.peer_to_first_frame(path, peer))
            took = statistics.median(mine[1:])
            ending = "" if name == "big" else "_small"
            row_name = f"package_to_first_frame{ending}"
            yield row(row_name, took, "pyqtgraph", statistics.median(theirs[1:]))
            yield row(row_name, took, "limit", 100.0, 1.0)
            stalls = [first_picture.stall_ms(path, pane)[0] for _ in range(max(rounds // 9, 3))]
            longest = statistics.median(stalls)
            yield row(f"full_resolution_stall{ending}", longest, "limit", 1000 / 30, 1.0)
            close(pane, peer)


PARTS: tuple[Callable[[int], Iterator[Row]], ...] = (
    windows,
    pans,
    zooms,
    first_frames,
    linked,
    colours,
    packages,
)


def close(*widgets: QWidget) -> None:
    """Close windows for good."""
    for widget in widgets:
        QWidget.close(widget)  # pyqtgraph's own close() tears the scene down and crashes
        widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        widget.deleteLater()
    settle()


def main() -> None:
    """Print the table and, with ``--json``, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds")
    parser.add_argument("--only", help="run the part of this name alone")
    parser.add_argument("--json", type=Path, help="write the rows here")
    options = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    use_threads()  # as the desk does
    rows: list[Row] = []
    for part in PARTS:
        if options.only in (None, part.__name__):
            for line in part(5 if options.quick else 45):
                rows.append(line)
                sys.stdout.write(f"{line.text()}\n")
                sys.stdout.flush()
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(line) for line in rows], indent=1) + "\n")
    application.processEvents()


if __name__ == "__main__":
    main()
