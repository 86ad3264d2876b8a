"""Watches the monitor under the open case: while it is gone or set otherwise, nothing is decided.

The monitor that counts is the one on which the case was opened, or onto which the reviewer has
moved the window since: that is a change of the record, not an alarm. One that is gone, or shows
with another resolution or scale, disarms the decision at once. The case stays for a while. The
decision is armed again when the monitor is back as it was, or when the reviewer says that they go
on with what is there. When neither happens the case goes back, as from a desk that was locked.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from queue_client.supervision_documents.screen import ScreenChange
from ui import theme
from ui.commands import BY_NAME, key_text
from ui.desk.controller import DeskController
from ui.desk.seeing import Cover
from ui.link_news import SessionOpened
from ui.main_window import MainWindow
from ui.monitor_book import MonitorBook
from ui.monitors import monitor_of, monitors_there
from ui.queue_link import QueueLink
from ui.session.notice_line import Notice, NoticeLine
from workstation.domain.monitors import Monitor

COMMAND: Final = "desk.go_on_here"
REASON: Final = "its monitor was gone"
KEPT_FOR_S: Final = 60.0
"""For how long a case waits for its monitor [s]; shorter, a monitor that wakes up would lose it."""
_MOVED: Final = "moved"
_REMEMBERED: Final = 8
_MOST_CHANGES: Final = 64
# Some window systems move a window before they tell that its monitor is gone [s].
_TELLS_WITHIN_S: Final = 2.0
_REMINDS_FOR_MS: Final = 30_000
_RESTS_AFTER_MS: Final = 200


class Trouble(Enum):
    """Why nothing can be decided; `ELSEWHERE`: the monitor is back, the window not on it."""

    GONE = auto()
    CHANGED = auto()
    ELSEWHERE = auto()


@dataclass(slots=True, kw_only=True)
class _Shown:
    """A case on the monitor that counts for it, and what has become of that since."""

    monitor: Monitor
    since: float
    trouble: Trouble | None = None
    now: Monitor | None = None  # what there is instead, while there is trouble
    left: tuple[Monitor, float] | None = None  # by a move of the window, and when
    changes: list[list[Any]] = field(default_factory=list)


class ScreenWatch(QObject):
    """Born on the Qt thread after the window, gone with it; asks Qt when told of a change."""

    gave_up = Signal()
    """Nobody has answered in that time; the case goes back in the same call, after this."""

    def __init__(
        self,
        window: MainWindow,
        link: QueueLink,
        notice: NoticeLine,
        book: MonitorBook,
    ) -> None:
        super().__init__(window)
        self._window, self._link, self._notice, self.book = window, link, notice, book
        self._controller: DeskController = window.controller
        self.here: Callable[[], Monitor] = self._under_the_scan
        self.there: Callable[[], Sequence[Monitor]] = monitors_there
        self.now = time.monotonic
        self._cases: dict[str, _Shown] = {}
        self._is_covered = False
        self._until = 0.0
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._count_down)
        self._rests = QTimer(self, singleShot=True, interval=_RESTS_AFTER_MS)
        self._rests.timeout.connect(self.look)
        self._reminder = QTimer(self, singleShot=True, interval=_REMINDS_FOR_MS)
        self._reminder.timeout.connect(self._stop_reminding)
        self._connect()

    def evidence(self) -> dict[str, Any]:
        """Return the monitor of this moment and what became of it under the case, as JSON."""
        here, shown = self.here(), self._shown()
        told = here.to_json(self.book.check_of(here))
        return {"monitor": {**told, "changes": [] if shown is None else shown.changes}}

    @Slot()
    def look(self) -> None:
        """See on which monitor the open case is, and whether that is the one that counts."""
        shown = self._shown()
        if shown is None:
            self._uncover()
            return
        here, there = self.here(), self.there()
        at_place = next((one for one in there if one.is_at_place_of(shown.monitor)), None)
        is_back = at_place is not None and at_place.shows_as(shown.monitor)
        if is_back and here.shows_as(shown.monitor):
            self._settle(shown, None, here)
        elif is_back and shown.trouble is None:
            self._follow(shown, here)
        elif is_back:
            self._settle(shown, Trouble.ELSEWHERE, here)
        elif at_place is None:
            self._settle(shown, Trouble.GONE, here)
        else:
            self._settle(shown, Trouble.CHANGED, at_place)

    @Slot()
    def go_on_here(self) -> None:
        """Hear that the reviewer goes on with the monitor as it is now."""
        shown = self._shown()
        if shown is None or shown.trouble is None:
            return
        was, shown.monitor = shown.monitor, self.here()
        shown.trouble = None
        self._note(shown, ScreenChange.ACCEPTED, was, shown.monitor)
        self._uncover()

    @Slot()
    def retranslate(self) -> None:
        """Write the line anew, with the time that is left."""
        shown = self._shown()
        if shown is None or shown.trouble is None:
            self._notice.say(Notice.SCREEN, "")
            return
        left_s = max(0, round(self._until - self.now()))
        text = (
            self._why(shown, shown.trouble)
            + "  ·  "
            + self.tr("%1 goes on with the monitor as it is now; in %2 s the case goes back")
            .replace("%1", key_text(BY_NAME[COMMAND]))
            .replace("%2", str(left_s))
        )
        self._notice.say(Notice.SCREEN, text, colour=theme.WARN)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See where the window is once it rests after a move."""
        if event.type() == QEvent.Type.Move:
            self._rests.start()
        return False

    # -- what happens --------------------------------------------------------------------------

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Call an old check to mind when somebody sits down."""
        if isinstance(news, SessionOpened):
            self._remind()

    @Slot(QScreen)
    def _on_added(self, screen: QScreen) -> None:
        self._hear(screen)
        self.look()

    @Slot()
    def _on_removed(self) -> None:
        shown = self._shown()
        if shown is not None and shown.left is not None:
            left, at = shown.left
            is_gone = not any(one.is_at_place_of(left) for one in self.there())
            if is_gone and self.now() - at <= _TELLS_WITHIN_S:
                shown.monitor, shown.left = left, None  # nobody had moved the window
                if shown.changes[-1][0] == _MOVED:
                    shown.changes.pop()
        self.look()

    @Slot()
    def _count_down(self) -> None:
        shown = self._shown()
        if shown is None or self.now() < self._until:
            self.retranslate()
            return
        label = "" if self._controller.case is None else self._controller.case.picture.label
        self._note(shown, ScreenChange.RETURNED, shown.monitor, self.here())
        self.gave_up.emit()
        self._controller.give_back(REASON)
        self.look()
        self._window.status.warn(
            lambda: self.tr("%1 went back to the queue: its monitor was gone").replace("%1", label)
        )

    @Slot(object)
    def _on_checked(self, monitor: Monitor) -> None:
        """Let the log have it that somebody has written a check down."""
        self._stop_reminding()
        checked = monitor.to_json(self.book.check_of(monitor))
        self._link.note_screen({"change": ScreenChange.CHECKED.value, "monitor": checked})

    @Slot()
    def _stop_reminding(self) -> None:
        self._notice.say(Notice.MONITOR, "")

    @Slot(object)
    def _on_case(self, _case: object) -> None:
        self.look()

    # -- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        app, controller = QGuiApplication.instance(), self._controller
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_added)
            app.screenRemoved.connect(self._on_removed)
            app.primaryScreenChanged.connect(self.look)
        for screen in QGuiApplication.screens():
            self._hear(screen)
        self._window.installEventFilter(self)
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self.look)
        self._window.commands.connect_to(COMMAND, self.go_on_here)
        self._window.commands[COMMAND].setEnabled(False)
        controller.case_opened.connect(self._on_case)
        controller.looked_back.connect(self._on_case)
        controller.visit_began.connect(self._on_case)
        controller.case_closed.connect(self.look)
        self.book.changed.connect(self._on_checked)
        self._notice.language_changed.connect(self.retranslate, Qt.ConnectionType.QueuedConnection)

    def _hear(self, screen: QScreen) -> None:
        for changed in (
            screen.geometryChanged,
            screen.physicalSizeChanged,
            screen.logicalDotsPerInchChanged,
            screen.physicalDotsPerInchChanged,
        ):
            changed.connect(self.look)

    def _under_the_scan(self) -> Monitor:
        """Return the monitor that shows most of the window.

        Under X11 Qt takes no note of a monitor that comes back under a window that did not move,
        nor of its moves from there; elsewhere it knows better than a window where that is.
        """
        if QGuiApplication.platformName() == "xcb":
            below = QGuiApplication.screenAt(self._window.frameGeometry().center())
            if below is not None:
                return monitor_of(below)
        return monitor_of(self._window.screen())

    def _shown(self) -> _Shown | None:
        """Return how the open case is shown; None while none is open that could be decided."""
        case = self._controller.case
        if case is None or self._controller.rechecking is not None:
            return None
        shown = self._cases.get(case.lease.case_id)
        if shown is None:
            shown = _Shown(monitor=self.here(), since=self.now())
            self._cases[case.lease.case_id] = shown
            while len(self._cases) > _REMEMBERED:
                self._cases.pop(next(iter(self._cases)))
        return shown

    def _follow(self, shown: _Shown, here: Monitor) -> None:
        """Let the monitor count that the reviewer has moved the window to."""
        shown.left = (shown.monitor, self.now())
        self._remember(shown, _MOVED, here)
        shown.monitor = here

    def _settle(self, shown: _Shown, trouble: Trouble | None, now: Monitor) -> None:
        """Let what was found count: cover or uncover, write down what is new."""
        before, shown.trouble, shown.now = shown.trouble, trouble, now
        if trouble is None:
            if before is not None:
                self._note(shown, ScreenChange.BACK, shown.monitor, None)
            self._uncover()
            return
        if trouble is Trouble.GONE and before is not Trouble.GONE:
            self._note(shown, ScreenChange.GONE, shown.monitor, None)
        elif trouble is Trouble.CHANGED and before is not Trouble.CHANGED:
            self._note(shown, ScreenChange.CHANGED, shown.monitor, now)
        if not self._is_covered:
            self._is_covered, self._until = True, self.now() + KEPT_FOR_S
            self._controller.cover(Cover.SCREEN)
            self._window.commands[COMMAND].setEnabled(True)
            self._tick.start()
        self.retranslate()

    def _uncover(self) -> None:
        if self._is_covered:
            self._is_covered = False
            self._tick.stop()
            self._window.commands[COMMAND].setEnabled(False)
            self._controller.uncover(Cover.SCREEN)
            self._notice.say(Notice.SCREEN, "")

    def _note(
        self, shown: _Shown, change: ScreenChange, monitor: Monitor, now: Monitor | None
    ) -> None:
        """Let evidence and log have a change."""
        self._remember(shown, change.value, monitor if now is None else now)
        case = self._controller.case
        self._link.note_screen(
            {
                "change": change.value,
                "case_id": "" if case is None else case.lease.case_id,
                "monitor": monitor.to_json(self.book.check_of(monitor)),
                "now": None if now is None else now.to_json(self.book.check_of(now)),
            }
        )

    def _remember(self, shown: _Shown, change: str, monitor: Monitor) -> None:
        if len(shown.changes) < _MOST_CHANGES:
            after_s = round(self.now() - shown.since, 1)
            shown.changes.append([change, after_s, monitor.title, *monitor.size_px])

    def _remind(self) -> None:
        here = self.here()
        check = self.book.check_of(here)
        if check is None or not check.is_old(date.today()):  # noqa: DTZ011 - the room's own day
            return
        text = self.tr("%1 was last checked on %2: it is time to check it again")
        text = text.replace("%1", here.title).replace("%2", check.on.isoformat())
        self._notice.say(Notice.MONITOR, text, colour=theme.WARN)
        self._reminder.start()

    def _why(self, shown: _Shown, trouble: Trouble) -> str:
        monitor = shown.monitor
        if trouble is Trouble.CHANGED:
            text = self.tr("Nothing is decided: the monitor showed %1, now %2")
            now = "" if shown.now is None else shown.now.picture
            return text.replace("%1", monitor.picture).replace("%2", now)
        if trouble is Trouble.ELSEWHERE:
            text = self.tr("Nothing is decided: move the window back to its monitor %1")
        else:
            text = self.tr("Nothing is decided: the monitor of this case is gone, %1")
        return text.replace("%1", monitor.title)
