"""Time on task and cases decided, in the status strip; a break called to mind between cases."""

import time
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from ui import theme
from ui.commands import BY_NAME, key_text
from ui.desk.taken import Taken
from ui.link_news import ActMoved, ActState, SessionClosed, SessionOpened
from ui.session.notice_line import Notice, NoticeLine
from ui.widgets.texts import paint
from workstation.review.rest import TimeOnTask

_UNDONE: Final = frozenset({ActState.REFUSED, ActState.WITHDRAWN, ActState.RECALLED})


class TaskClock(QLabel):
    """One small label; the reminder is a line above the pictures that comes and goes between cases.

    Parameters
    ----------
    notice : NoticeLine
        Where a break is called to mind.
    """

    def __init__(self, notice: NoticeLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        paint(self, colour=theme.QUIET)
        self.now = time.monotonic
        self.time = TimeOnTask()
        self._decided: set[str] = set()
        self._notice = notice
        self._reminding = False
        self._timer = QTimer(self, interval=5000)
        self._timer.timeout.connect(self.retranslate)
        self._timer.start()
        self.retranslate()

    @property
    def decided(self) -> int:
        """How many decisions of this session stand."""
        return len(self._decided)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Start with a session and end with it; a decision that is taken back counts no more."""
        match news:
            case SessionOpened():
                self.time.begin(self.now())
                self._decided.clear()
                self._reminding = False
            case SessionClosed():
                self.time.end()
                self._reminding = False
            case ActMoved(decision_id=decision_id, state=state) if state in _UNDONE:
                self._decided.discard(decision_id)
            case _:
                return
        self.retranslate()

    @Slot(object)
    def on_decided(self, taken: Taken) -> None:
        """Count a decision; this is the moment between two cases."""
        self._decided.add(taken.decision_id)
        self.between_cases()

    @Slot()
    def between_cases(self) -> None:
        """Call a break to mind, if it is due: only here, never while a case is looked at."""
        self._reminding = self.time.is_due(self.now())
        self.retranslate()

    @Slot()
    def put_off(self) -> None:
        """Remind later."""
        self.time.put_off(self.now())
        self._reminding = False
        self.retranslate()

    @Slot(bool)
    def on_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt slot of changed(bool)
        """Take a locked desk for an absence."""
        if locked:
            self.time.leave(self.now())
        else:
            self.time.come_back(self.now())
            self._reminding = self._reminding and self.time.is_due(self.now())
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """Write the label and the line anew."""
        minutes = int(self.time.on_task_s(self.now()) // 60)
        clock = f"{minutes // 60}:{minutes % 60:02d}"
        working = self.time.is_working
        short = self.tr("%1 h · %2 done").replace("%1", clock).replace("%2", str(self.decided))
        self.setText(short if working else "")
        told = (
            self.tr("At work for %1 without a break; %2 decided since signing in")
            .replace("%1", clock)
            .replace("%2", str(self.decided))
        )
        self.setToolTip(told if working else "")
        self.setAccessibleName(told if working else "")
        text = ""
        if self._reminding:
            text = (
                self.tr("%1 at work without a break: a short rest helps.  %2 reminds you later.")
                .replace("%1", clock)
                .replace("%2", key_text(BY_NAME["desk.rest_later"]))
            )
        self._notice.say(Notice.REST, text, colour=theme.QUIET)
