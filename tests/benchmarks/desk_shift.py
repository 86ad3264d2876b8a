"""A scripted shift: case after case through the real window, with every call on its thread timed.

``python -m tests.benchmarks.desk_shift CASES FILE`` works through so many cases as an officer
does, only faster: looks, changes the grey window, zooms, pans, now and then marks, skips or has a
container opened, and releases the rest. It writes what it measured as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.benchmarks.desk_room import DESK, OFFICER, PASSWORD, Door, room_of
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.tidy import QtThreadGarbage
from viewer.overlay import MarkDrawing, Shape

WARM = 20
"""Cases at the start that are worked through but not measured."""
_DWELL_S = 0.15
_SILENT_S = 240.0
_SLOW_MS = 16.0
_SWAPS = 60
_SEEN_MS = 60
_TOLD_PARTS = 3


@dataclass(slots=True)
class Calls:
    """How long calls on the Qt thread took; long ones by who was called with what.

    ``longest_ms`` is of the thread's own time: other programs of a busy machine do not count.
    ``longest_wall_ms`` is by the clock on the wall; ``wall_of_longest_ms`` is what the call of
    the longest own time took by it.
    """

    longest_ms: float = 0.0
    longest: str = ""
    wall_of_longest_ms: float = 0.0
    longest_wall_ms: float = 0.0
    slow: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)  # what the worst of them did
    over_half: int = 0  # calls of more than half a frame
    count: int = 0
    refused: int = 0  # calls that only this instrument failed at, and does not count
    measuring: bool = False
    act: str = ""  # what the script does in its own calls


class TimedApplication(QApplication):
    """Times every event from its delivery to its end; what an event calls counts as its time."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.calls = Calls()
        self._inside = self._is_script = False
        self._parts: list[tuple[float, str]] = []  # of the call that runs, what it called

    @contextmanager
    def script(self) -> Iterator[None]:
        """Act as a hand would, out of a call of the script's own.

        What is sent counts, each event for itself, as if it came from outside; the call does not.
        """
        outer, self._inside = self._inside, False
        try:
            yield
        finally:
            self._inside, self._is_script = outer, True

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event."""
        if not self.calls.measuring:
            return super().notify(receiver, event)
        if self._inside:
            return self._notify_within(receiver, event)
        if not isinstance(receiver, QObject):
            # Its address was another thing's, and PySide still takes it for that. Delivered from
            # here it is refused, for which PySide loads a module to word the error: ours alone.
            self.calls.refused += 1
            return super().notify(receiver, event)
        # Asked before, for the receiver may be gone afterwards.
        kind, name = event.type(), name_of(receiver)
        self._inside, self._is_script = True, False
        self._parts.clear()
        start, own = time.perf_counter(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            wall_ms = (time.perf_counter() - start) * 1e3
            self._inside = False
            if not self._is_script:
                during = f" ({self.calls.act})" if self.calls.act else ""
                what = f"{name} {kind.name}{during}"
                self._note(what, (time.thread_time() - own) * 1e3, wall_ms)
            self._is_script = False

    def _notify_within(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event that another one has called for; its time is a part of that one's."""
        kind, name = event.type(), type(receiver).__name__
        own = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._parts.append(((time.thread_time() - own) * 1e3, f"{name} {kind.name}"))

    def _note(self, what: str, took_ms: float, wall_ms: float) -> None:
        calls = self.calls
        calls.count += 1
        if took_ms > calls.longest_ms:
            calls.longest_ms, calls.longest, calls.wall_of_longest_ms = took_ms, what, wall_ms
            calls.within[what] = self._told_parts()
        calls.longest_wall_ms = max(calls.longest_wall_ms, wall_ms)
        calls.over_half += took_ms > _SLOW_MS / 2
        if took_ms > _SLOW_MS:
            calls.slow[what] += 1
            if took_ms > calls.worst.get(what, 0.0):
                calls.worst[what], calls.within[what] = took_ms, self._told_parts()

    def _told_parts(self) -> str:
        """Tell what the call that has just ended called for: how many paints, and the longest."""
        paints = sum(name.endswith(" Paint") for _, name in self._parts)
        longest = sorted(self._parts, reverse=True)[:_TOLD_PARTS]
        told = ", ".join(f"{name} {took_ms:.1f} ms" for took_ms, name in longest)
        return f"{paints} paints; {told}"


def name_of(receiver: QObject) -> str:
    """Return what is known of a receiver: an action's command, whose timer it is, or its class."""
    name = type(receiver).__name__
    if isinstance(receiver, QAction):
        return f"{name} {receiver.objectName()}"
    if isinstance(receiver, QTimer):
        return f"{name} of {type(receiver.parent()).__name__}"
    return name


class Shift(QObject):
    """Works through the cases of a room; `done` says when it is over."""

    def __init__(self, desk: Desk, app: TimedApplication, cases: int) -> None:
        super().__init__()
        self._desk, self._calls, self._wanted = desk, app.calls, cases
        self._script = app.script
        self._window = desk.window
        self.next_frame_ms: list[float] = []
        self.memory_mb: list[float] = []
        self.trouble, self.number = "", 0
        self._pressed: float | None = None
        self._acting = False
        self._pause_ms = 0
        self._acts: deque[Callable[[], None]] = deque()
        self._heard = time.monotonic()
        self._window.desk.panes.scan.painted.connect(self._on_painted)
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _on_painted(self) -> None:
        now = time.perf_counter()
        self._heard = time.monotonic()
        if self._pressed is not None and self.number > WARM:
            self.next_frame_ms.append((now - self._pressed) * 1e3)
        self._pressed = None

    @Slot()
    def _look(self) -> None:
        """Decide as soon as the case is armed, and the next one waits decoded behind it."""
        controller = self._window.controller
        if time.monotonic() - self._heard > _SILENT_S:
            self._stop(f"nothing was painted for {_SILENT_S:.0f} s at case {self.number}")
        last = self.number + 1 >= self._wanted
        if self._acting or controller.case is None or controller.dwell_share < 1:
            return
        if not last and not self._is_next_ready():
            return
        self._acting = True
        QTimer.singleShot(0, self, self._work)

    def _is_next_ready(self) -> bool:
        """Tell whether the full picture of the case behind the open one is decoded."""
        waiting = self._window.controller.waiting
        return bool(waiting) and self._desk.link.decoded(waiting[0].lease.case_id) is not None

    @Slot()
    def _work(self) -> None:
        """Do what an officer does with one case, each act in a turn of the loop, and end it."""
        self.number += 1
        if self.number == WARM:
            self._calls.measuring = True
        if self.number % 10 == 0:
            self.memory_mb.append(resident_mb())
        marks = self.number % 9 == 0
        looks = [self._equalise, self._see_it, self._look_plain, self._see_it]
        acts = [*looks, *([self._move] * 4), *([self._mark, self._ask] if marks else [])]
        self._acts = deque([*acts, self._decide])
        self._next_act()

    @Slot()
    def _next_act(self) -> None:
        if self._acts:
            QTimer.singleShot(self._pause_ms, self, self._do_act)

    @Slot()
    def _do_act(self) -> None:
        self._pause_ms = 0
        act = self._acts.popleft()
        self._calls.act = act.__name__.strip("_")
        with self._script():
            act()
        self._next_act()

    def _equalise(self) -> None:
        QTest.keyClick(self._window, Qt.Key.Key_2)

    def _look_plain(self) -> None:
        QTest.keyClick(self._window, Qt.Key.Key_1)

    def _see_it(self) -> None:
        """Look at what was asked for, as short as nobody does."""
        self._pause_ms = _SEEN_MS

    def _move(self) -> None:
        view = self._window.desk.panes.scan.view
        centre = QPointF(view.viewport().rect().center())
        step = len(self._acts)
        QTest.mouseMove(view.viewport(), (centre + QPointF(8 * step, 4 * step)).toPoint())

    def _mark(self) -> None:
        corners = ((400.0, 600.0 + self.number), (520.0, 760.0 + self.number))
        self._window.controller.draw(MarkDrawing(shape=Shape.BOX, points=corners, text=""))

    def _ask(self) -> None:
        QTest.keyClick(self._window, Qt.Key.Key_F2)

    def _decide(self) -> None:
        self._acting = False
        if self.number >= self._wanted:
            self._stop()
            return
        self._pressed = time.perf_counter()
        sheet = self._window.desk.reason_sheet
        if sheet.isVisible():
            QTest.keyClick(sheet, Qt.Key.Key_Return)
        else:
            QTest.keyClick(self._window, Qt.Key.Key_F9)

    def _stop(self, why: str = "") -> None:
        self._timer.stop()
        self._calls.measuring = False
        self.trouble = why
        QApplication.exit(1 if why else 0)


def work(door: Door, cases: int, folder: Path) -> dict[str, object]:
    """Work a shift and return what was measured."""
    app = TimedApplication(["desk_shift"])
    theme.apply(app)
    translations = Translations(app)
    translations.use(Language.CHINESE)
    garbage = QtThreadGarbage()
    garbage.start()
    swap_ms = label_swap_ms()
    desk = open_desk(door, folder, translations)
    shift = Shift(desk, app, cases)
    started = time.monotonic()
    app.exec()
    took_s = time.monotonic() - started
    desk.stop()
    garbage.stop()
    calls = app.calls
    return {
        "cases": shift.number,
        "trouble": shift.trouble,
        "seconds": took_s,
        "next_frame_ms": shift.next_frame_ms,
        "label_swap_ms": swap_ms,
        "memory_mb": shift.memory_mb,
        **told_of(calls),
    }


def open_desk(door: Door, folder: Path, translations: Translations) -> Desk:
    """Open the real window in that room, signed in."""
    desk = Desk(
        DeskSettings(
            address=door.address,
            keys=door.keys,
            desk=DESK,
            cache=folder / "desk",
            officer=OFFICER,
            password=PASSWORD,
            dwell_s=_DWELL_S,
        ),
        translations,
    )
    desk.window.resize(1920, 1080)
    desk.start()
    desk.window.show()
    desk.window.activateWindow()
    return desk


def told_of(calls: Calls) -> dict[str, object]:
    """Return what was measured of calls, as JSON values."""
    return {
        "calls": calls.count,
        "longest_ms": calls.longest_ms,
        "longest": calls.longest,
        "wall_of_longest_ms": calls.wall_of_longest_ms,
        "longest_wall_ms": calls.longest_wall_ms,
        "slow": dict(calls.slow.most_common()),
        "worst": calls.worst,
        "within": calls.within,
        "over_half": calls.over_half,
        "refused": calls.refused,
    }


def resident_mb() -> float:
    """Return how much memory this process has in RAM, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def label_swap_ms() -> float:
    """Return the median time that a bare label takes to show another picture of a screen's size."""
    label = QLabel()
    label.resize(1920, 1080)
    label.show()
    QApplication.processEvents()
    pictures = []
    for grey in (40, 90):
        image = QImage(1920, 1080, QImage.Format.Format_RGB32)
        image.fill(grey)
        pictures.append(QPixmap.fromImage(image))
    times = []
    for number in range(_SWAPS):
        start = time.perf_counter()
        label.setPixmap(pictures[number % 2])
        label.repaint()
        times.append((time.perf_counter() - start) * 1e3)
    label.hide()
    label.deleteLater()
    return statistics.median(times)


def main() -> int:
    """Open the room, work the shift, write the file."""
    cases, file = int(sys.argv[1]), Path(sys.argv[2])
    # Two more wait than are worked through, so that the last ones find a next case too.
    with tempfile.TemporaryDirectory() as folder, room_of(cases + 3) as room:
        found = work(room.door, cases, Path(folder))
    file.write_text(json.dumps(found), encoding="utf-8")
    if found["trouble"]:
        sys.stderr.write(f"{found['trouble']}\n")
    return 1 if found["trouble"] else 0


if __name__ == "__main__":
    sys.exit(main())
