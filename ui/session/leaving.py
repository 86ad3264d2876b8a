"""Warns once before an officer leaves decisions behind that the hub has not got."""

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from ui import theme
from ui.link_news import HubNews, SessionClosed
from ui.session.notice_line import Notice, NoticeLine

_SURE_WITHIN_S: Final = 12.0


class Leaving(QObject):
    """Signing out or closing twice within some seconds is meant."""

    def __init__(self, notice: NoticeLine, parent: QObject) -> None:
        super().__init__(parent)
        self._notice = notice
        self._unsent = 0
        self._asked_at: float | None = None
        self._timer = QTimer(self, singleShot=True, interval=round(_SURE_WITHIN_S * 1000))
        self._timer.timeout.connect(self._forget)

    def may_leave(self) -> bool:
        """Tell whether the officer may go now; the first time with unsent decisions only warns."""
        now = time.monotonic()
        if not self._unsent:
            return True
        if self._asked_at is not None and now - self._asked_at < _SURE_WITHIN_S:
            return True
        self._asked_at = now
        self._timer.start()
        self.retranslate()
        return False

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear how many decisions wait for a hub that does not answer."""
        match news:
            case HubNews(silent_since=since, unsent=unsent):
                self._unsent = 0 if since is None else unsent
                if not self._unsent:
                    self._forget()
            case SessionClosed():
                self._forget()
            case _:
                return

    @Slot()
    def retranslate(self) -> None:
        """Write the warning anew, while it stands."""
        if self._asked_at is None:
            return
        text = self.tr("%n decision(s) not sent yet: the hub does not answer.", "", self._unsent)
        text += "  " + self.tr(
            "They are kept and sent when you sign in at this desk again."
            " Leave once more to go all the same."
        )
        self._notice.say(Notice.UNSENT, text, colour=theme.WARN)

    @Slot()
    def _forget(self) -> None:
        self._asked_at = None
        self._notice.say(Notice.UNSENT, "")
