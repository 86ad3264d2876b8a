"""How long looks that are slow to make hold the window up, and when they are exact.

``python -m tests.benchmarks.slow_looks`` shows a scan with its model, as a desk does, and for each
look switches to it, pans and zooms. It prints the longest call on the Qt thread, by the thread's
own time and by the clock, and how long it takes until every pixel is exact again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEventLoop

from tests.benchmarks.desk_shift import Calls, TimedApplication
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.prepare import prepare, warm

_SHAPE: Final = (1500, 4000)
_PATIENCE_S: Final = 20.0
_STRENGTHS: Final = (0.2, 0.5, 0.8)


def _with(*kinds: FilterKind, size: int = 0) -> Look:
    return Look(filters=tuple(Filter(kind=kind, size=size) for kind in kinds))


LOOKS: Final[Mapping[str, Look]] = {
    "plain": Look(),
    "local contrast": _with(FilterKind.EQUALISE),
    "sharpened": _with(FilterKind.SHARPEN),
    "edges": _with(FilterKind.EDGES),
    "smoothed over 31 pixels": _with(FilterKind.SMOOTH, size=31),
    "three filters": _with(FilterKind.SMOOTH, FilterKind.SHARPEN, FilterKind.EQUALISE),
    "materials": Look(material=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one look took: longest call of the thread and by the clock, until exact [ms]."""

    longest_ms: float
    longest_wall_ms: float
    exact_ms: float


class Room:
    """A scan and its model on a large screen, in one process with nothing else."""

    def __init__(self) -> None:
        self._app = TimedApplication(["slow_looks"])
        self.panes = ComparePane()
        self.panes.resize(1860, 1000)
        self.panes.show()
        pictures = [_picture(seed) for seed in (1, 2)]
        for picture in pictures:
            warm(picture, LOOKS.values())
        self.panes.show_scan(pictures[0])
        self.panes.show_model(pictures[1])
        self.settle()

    def settle(self) -> float:
        """Wait until both pictures are exact; return how long that took [ms]."""
        start = time.perf_counter()
        items = [pane.view.scan_item for pane in (self.panes.scan, self.panes.model)]
        rested = start
        while time.perf_counter() - rested < 0.08:  # the model follows a moment later
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)
            if not all(item.is_exact for item in items):
                rested = time.perf_counter()
            if time.perf_counter() - start > _PATIENCE_S:
                raise TimeoutError("the picture never became exact")
        return (rested - start) * 1e3

    def work(self, look: Look) -> Found:
        """Switch to a look, pan and zoom in it, and go back to a plain one."""
        self._app.calls = calls = Calls(measuring=True)
        self.panes.scan.set_look(look)
        exact_ms = self.settle()
        self._move()
        calls.measuring = False
        self.panes.scan.set_look(Look())
        self.panes.scan.fit()
        self.settle()
        return Found(
            longest_ms=calls.longest_ms, longest_wall_ms=calls.longest_wall_ms, exact_ms=exact_ms
        )

    def slide(self) -> Found:
        """Drag the strength of local contrast: no table is made of what comes."""
        self._app.calls = calls = Calls(measuring=True)
        took = []
        for strength in _STRENGTHS:
            one = Filter(kind=FilterKind.EQUALISE, strength=strength)
            self.panes.scan.set_look(Look(filters=(one,)))
            took.append(self.settle())
        calls.measuring = False
        return Found(
            longest_ms=calls.longest_ms,
            longest_wall_ms=calls.longest_wall_ms,
            exact_ms=max(took),
        )

    def _move(self) -> None:
        scan = self.panes.scan
        acts: list[Callable[[], None]] = [lambda: scan.zoom_by(1.25)] * 4
        acts += [lambda: scan.pan_by(0.02, 0.05)] * 6
        for act in acts:
            act()
            self._app.processEvents()
        self.settle()


def _picture(seed: int) -> Picture:
    counts = np.random.default_rng(seed).normal(20_000, 4_000, _SHAPE)
    high = (counts + np.linspace(0, 20_000, _SHAPE[1])).clip(0, 65535).astype(np.uint16)
    return prepare(Picture(high=high, low=(high * 0.93).astype(np.uint16), pitch_mm=(5.0, 5.0)))


def main() -> None:
    """Measure and print."""
    room = Room()
    room.work(LOOKS["local contrast"])  # what is made once in a program is not counted
    found = {name: room.work(look) for name, look in LOOKS.items()}
    found["strength of local contrast dragged"] = room.slide()
    sys.stdout.write(
        "look                                longest call: thread   clock   exact in\n"
    )
    for name, one in found.items():
        took = f"{one.longest_ms:18.1f} ms{one.longest_wall_ms:6.0f} ms{one.exact_ms:6.0f} ms"
        sys.stdout.write(f"{name:36}{took}\n")


if __name__ == "__main__":
    main()
