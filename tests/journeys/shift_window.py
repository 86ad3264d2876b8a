"""The window of a shift that somebody else works: it tells what happens and measures itself.

``python -m tests.journeys.shift_window CASES FILE`` opens the real window on the screen of the
moment, with a hub of so many cases behind it. It prints ``ready CASE`` whenever a case is armed
and the next one waits decoded behind it, and ``decided CASE CONCLUSION`` for every decision taken.
When as many are decided as are to be, it waits for the hub, writes FILE as JSON, and ends.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from tests.benchmarks.desk_room import BenchRoom, room_of
from tests.benchmarks.desk_shift import (
    WARM,
    Calls,
    TimedApplication,
    open_desk,
    resident_mb,
    told_of,
)
from ui import theme
from ui.app import Desk
from ui.desk.controller import Taken
from ui.i18n import Language, Translations
from ui.prepared import PreparedCase
from ui.tidy import QtThreadGarbage

_SETTLE_S = 30.0


class Watch(QObject):
    """Tells of every case, and how long the picture after a decision took."""

    def __init__(self, desk: Desk, room: BenchRoom, calls: Calls, cases: int) -> None:
        super().__init__()
        self._desk, self._room, self._calls, self._wanted = desk, room, calls, cases
        self.opened: list[str] = []
        self.taken: list[tuple[str, str]] = []
        self.next_frame_ms: list[float] = []
        self.memory_mb: list[float] = []
        self._told = ""
        self._key_at = 0.0
        self._decided_by: float | None = None
        self._settle_until = 0.0
        controller, window = desk.window.controller, desk.window
        controller.case_opened.connect(self._on_opened)
        controller.decided.connect(self._on_decided)
        window.desk.panes.scan.painted.connect(self._on_painted)
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note when the newest key came in from the screen."""
        # A key that is a shortcut is heard only as the question whether somebody else wants it.
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            self._key_at = time.perf_counter()
        return False

    @Slot(object)
    def _on_opened(self, case: PreparedCase) -> None:
        self.opened.append(case.lease.case_id)

    @Slot(object)
    def _on_decided(self, taken: Taken) -> None:
        self.taken.append((taken.case.lease.case_id, taken.conclusion.value))
        self._decided_by = self._key_at
        if len(self.taken) == WARM:
            self._calls.measuring = True
        if len(self.taken) % 10 == 0:
            self.memory_mb.append(resident_mb())
        if len(self.taken) >= self._wanted:
            self._settle_until = time.monotonic() + _SETTLE_S
        say(f"decided {taken.case.lease.case_id} {taken.conclusion.value}")

    @Slot()
    def _on_painted(self) -> None:
        if self._decided_by is not None and len(self.taken) > WARM:
            self.next_frame_ms.append((time.perf_counter() - self._decided_by) * 1e3)
        self._decided_by = None

    @Slot()
    def _look(self) -> None:
        if self._settle_until:
            self._calls.measuring = False
            if len(self._room.decisions()) >= self._wanted or (
                time.monotonic() > self._settle_until
            ):
                self._timer.stop()
                QApplication.exit(0)
            return
        controller = self._desk.window.controller
        case, waiting = controller.case, controller.waiting
        if case is None or controller.dwell_share < 1 or case.lease.case_id == self._told:
            return
        if waiting and self._desk.link.decoded(waiting[0].lease.case_id) is not None:
            self._told = case.lease.case_id
            say(f"ready {self._told}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Open room and window, be worked with, write the file."""
    cases, file = int(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder, room_of(cases + 3) as room:
        app = TimedApplication(["shift_window"])
        theme.apply(app)
        translations = Translations(app)
        translations.use(Language.CHINESE)
        garbage = QtThreadGarbage()
        garbage.start()
        desk = open_desk(room.door, Path(folder), translations)
        watch = Watch(desk, room, app.calls, cases)
        app.exec()
        desk.stop()
        garbage.stop()
        found = {
            "opened": watch.opened,
            "taken": watch.taken,
            "recorded": room.decisions(),
            "next_frame_ms": watch.next_frame_ms,
            "memory_mb": watch.memory_mb,
            **told_of(app.calls),
        }
    file.write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
