"""How fast napari and silx draw the same picture, beside our pane: ``make bench-peers``.

They bring their own dependencies, so they live in an environment of their own; each viewer runs
in a process of its own, ours by turns with theirs, on a virtual X server with software GL. On a
machine with a graphics card the GL viewers would be faster than here: this says nothing of that.

``bench_peers.py OURS_PYTHON`` runs all; ``bench_peers.py --one NAME`` runs one and prints JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
SHAPE = (3000, 12000)
PANE = (1920, 1080)
ROUNDS, FRAMES = 3, 12
Acts = dict[str, Callable[[int], None]]


def counts() -> np.ndarray:
    """Return a load with detector noise, uint16, shape `SHAPE`."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    thick = 1.5 + 1.5 * np.sin(columns / 90) * np.sin(rows / 60)
    photons = 6000 * np.exp(-thick)
    seen = photons + np.sqrt(photons) * rng.standard_normal(SHAPE)
    return (seen / 6000 * 65535).clip(0, 65535).astype(np.uint16)


def ours() -> Acts:
    """Our own view of a scan."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from resources.opencv import use_threads  # noqa: PLC0415
    from tests.benchmarks.bench_display import Ours  # noqa: PLC0415

    application = QApplication([])
    use_threads()
    pane = Ours(counts())
    until = time.monotonic() + 2
    while time.monotonic() < until:  # a window that is not exposed yet paints nothing
        application.processEvents()

    def painted(act: Callable[[int], None]) -> Callable[[int], None]:
        def do(number: int) -> None:
            act(number)
            pane.view.viewport().repaint()

        return do

    return {"window_level": painted(pane.window), "zoom": painted(pane.zoom)}


def napari_viewer() -> Acts:
    """napari's viewer with its docks closed."""
    import napari  # noqa: PLC0415
    from qtpy.QtWidgets import QApplication  # noqa: PLC0415

    viewer = napari.Viewer(show=False)
    viewer.window._qt_window.resize(*PANE)  # noqa: SLF001 - it has no public way
    layer = viewer.add_image(counts(), contrast_limits=(0, 65535))
    viewer.show()
    for _ in range(20):
        QApplication.processEvents()
    canvas = viewer.window._qt_viewer.canvas._scene_canvas  # noqa: SLF001

    def frame() -> None:
        canvas.native.repaint()
        QApplication.processEvents()

    def window(number: int) -> None:
        layer.contrast_limits = (10000 + 15 * number, 40000 + 165 * number)
        frame()

    def zoom(number: int) -> None:
        viewer.camera.zoom = (0.15, 0.3, 0.6, 1.0, 2.0)[number % 5]
        frame()

    return {"window_level": window, "zoom": zoom}


def silx_plot() -> Acts:
    """silx's PlotWidget with its matplotlib backend, which needs no GL."""
    from silx.gui import qt  # noqa: PLC0415
    from silx.gui.colors import Colormap  # noqa: PLC0415
    from silx.gui.plot import PlotWidget  # noqa: PLC0415

    application = qt.QApplication.instance() or qt.QApplication([])
    plot = PlotWidget(backend="mpl")
    plot.resize(*PANE)
    colours = Colormap("gray", vmin=0, vmax=65535)
    plot.addImage(counts(), colormap=colours, resetzoom=True)
    plot.show()
    for _ in range(20):
        application.processEvents()

    def window(number: int) -> None:
        colours.setVRange(10000 + 15 * number, 40000 + 165 * number)
        plot.replot()
        application.processEvents()

    def zoom(number: int) -> None:
        wide = (12000, 6000, 3200, 1920, 960)[number % 5]
        plot.setLimits(6000 - wide / 2, 6000 + wide / 2, 1500 - wide / 4, 1500 + wide / 4)
        plot.replot()
        application.processEvents()

    return {"window_level": window, "zoom": zoom}


VIEWERS: dict[str, Callable[[], Acts]] = {
    "ours": ours,
    "napari": napari_viewer,
    "silx": silx_plot,
}


def measure(name: str) -> dict[str, float]:
    """Return the median time of each act of a viewer [ms]."""
    took: dict[str, float] = {}
    for act, do in VIEWERS[name]().items():
        times = []
        for number in range(FRAMES + 3):
            start = time.perf_counter()
            do(number)
            times.append((time.perf_counter() - start) * 1e3)
        took[act] = statistics.median(times[3:])
    return took


def run(python: str, name: str, display: str) -> dict[str, float]:
    """Measure a viewer in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own script
        [python, __file__, "--one", name],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_API": "pyside6"},
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-600:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main(ours_python: str) -> None:
    """Let each peer take turns with ours and print a line for each act."""
    sys.path.insert(0, str(ROOT))
    from tests.journeys.desk_screen import screen  # noqa: PLC0415

    with screen() as on:
        for peer in ("napari", "silx"):
            compare(ours_python, peer, on.display)


def compare(ours_python: str, peer: str, display: str) -> None:
    """Measure one peer beside ours and print a line for each act."""
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(run(ours_python, "ours", display))
        theirs.append(run(sys.executable, peer, display))
    for act in mine[0]:
        ours_ms, peer_ms = (statistics.median(r[act] for r in runs) for runs in (mine, theirs))
        sys.stdout.write(
            f"{act:14} ours {ours_ms:7.2f} ms   {peer:8} {peer_ms:8.2f} ms   "
            f"x{peer_ms / ours_ms:.1f}\n"
        )


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        sys.stdout.write(json.dumps(measure(sys.argv[2])) + "\n")
    else:
        main(sys.argv[1])
