"""How the room stands, whether the case is still the desk's, if the hub answers; in one line."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.link_news import HubNews
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.instants import from_text
from workstation.domain.law import Stage

_SHORT_LEASE_S = 30.0
"""The hub renews a lease long before this: a clock that always starts anew tells nothing."""


class StatusStrip(QFrame):
    """Queue counts, unmatched scans and papers, cases ready, the lease, connection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        theme.tall(self, 30)
        self.queue, self.unmatched = Elided(), Elided()
        self.ready, self.lease = plain(colour=theme.QUIET), plain(colour=theme.QUIET)
        self.note = Elided()
        paint(self.note, colour=theme.TEXT)
        self._said: Callable[[], str] | None = None
        self._warns = False
        self.hub, self.officer = plain(), plain(colour=theme.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(26)
        for counts in (self.queue, self.unmatched):  # they give way first, and tell all in a tip
            paint(counts, colour=theme.QUIET)
            counts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            row.addWidget(counts)
        row.addWidget(self.note, 1)
        for widget in (self.ready, self.lease, self.officer, self.hub):
            row.addWidget(widget)
        self._room: Mapping[str, Any] | None = None
        self._ready, self._officer = 0, ""
        self._until: float | None = None
        self._news: HubNews | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.retranslate()

    def show_room(self, room: Mapping[str, Any]) -> None:
        """Show how the room stands."""
        self._room = room
        self.retranslate()

    def show_ready(self, count: int) -> None:
        """Show how many cases wait decoded behind the one on the screen."""
        self._ready = count
        self.retranslate()

    def show_lease(self, until: float | None) -> None:
        """Show a lease that runs until an instant of the monotonic clock [s]."""
        self._until = until
        self._tick()

    def show_hub(self, news: HubNews) -> None:
        """Show whether the hub answers."""
        self._news = news
        self.retranslate()

    def show_officer(self, name: str) -> None:
        """Show who sits at the desk."""
        self._officer = name
        self.retranslate()

    def say(self, text: str | Callable[[], str]) -> None:
        """Show a passing sentence in the middle; an empty one clears it.

        Parameters
        ----------
        text : str or callable
            A sentence that can be asked for again speaks the new language when that changes; one
            that cannot is then taken away, unless it warns.
        """
        self._say_note(text, warns=False)

    def warn(self, text: str | Callable[[], str]) -> None:
        """Show a passing sentence about something that went wrong; else as `say`."""
        self._say_note(text, warns=True)

    def _say_note(self, text: str | Callable[[], str], *, warns: bool) -> None:
        self._said = None if isinstance(text, str) else text
        if warns != self._warns:
            self._warns = warns
            paint(self.note, colour=theme.WARN if warns else theme.TEXT)
        self.note.say(text if isinstance(text, str) else text())

    def _say_note_again(self) -> None:
        if self._said is not None:
            self.note.say(self._said())
        elif not self._warns:
            self.note.say("")

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._say_note_again()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.queue.say(self._queue_text())
        self._say_unmatched()
        self.ready.setText(self.tr("%n case(s) ready", "", self._ready))
        self.officer.setText(self._officer)
        self._say_hub()
        self._tick()

    def _queue_text(self) -> str:
        if self._room is None:
            return self.tr("The queue is not known yet")
        stages = self._room.get("by_stage", {})
        waiting = int(stages.get(Stage.WAITING.value, 0))
        arriving = sum(int(stages.get(s.value, 0)) for s in (Stage.RECEIVED, Stage.COMPARED))
        leased = int(stages.get(Stage.LEASED.value, 0))
        done = sum(
            int(stages.get(s.value, 0))
            for s in (Stage.DECIDED, Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED)
        )
        text = (
            self.tr("Waiting %1  ·  arriving %2  ·  at desks %3  ·  decided %4")
            .replace("%1", str(waiting))
            .replace("%2", str(arriving))
            .replace("%3", str(leased))
            .replace("%4", str(done))
        )
        age = _age_min(self._room.get("oldest_waiting"))
        if age is not None:
            text += "  ·  " + self.tr("oldest %1 min").replace("%1", str(age))
        return text

    def _say_unmatched(self) -> None:
        room = self._room or {}
        scans = int(room.get("scans_without_declaration", 0))
        papers = int(room.get("declarations_without_scan", 0))
        self.unmatched.say(
            self.tr("Unmatched: scans %1, declarations %2")
            .replace("%1", str(scans))
            .replace("%2", str(papers))
        )
        paint(self.unmatched, colour=theme.WARN if scans or papers else theme.QUIET)

    def _say_hub(self) -> None:
        news = self._news
        if news is None:
            _say(self.hub, self.tr("◌ Connecting"), theme.QUIET)
        elif news.silent_since is not None:
            _say(self.hub, self.tr("✕ Hub silent"), theme.ALARM)
        elif news.unsent:
            _say(self.hub, self.tr("◐ Sending %n decision(s)", "", news.unsent), theme.WARN)
        else:
            _say(self.hub, self.tr("● Hub connected"), theme.GOOD)

    @Slot()
    def _tick(self) -> None:
        left_s = None if self._until is None else max(0, int(self._until - time.monotonic()))
        is_silent = self._news is not None and self._news.silent_since is not None
        if left_s is None:
            self.lease.setText("")
            return
        if not is_silent and left_s >= _SHORT_LEASE_S:
            _say(self.lease, self.tr("Lease held"), theme.QUIET)
            return
        clock = f"{left_s // 60}:{left_s % 60:02d}"
        self.lease.setText(self.tr("Lease %1").replace("%1", clock))
        paint(self.lease, colour=theme.WARN if left_s < _SHORT_LEASE_S else theme.QUIET)


def _say(label: QLabel, text: str, colour: str) -> None:
    label.setText(text)
    paint(label, colour=colour)


def _age_min(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        since = from_text(text)
    except ValueError:
        return None
    return max(0, int((datetime.now(UTC) - since).total_seconds() // 60))
