"""One calm line across the window while the hub is silent: what still works, and what waits."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui import theme, words
from ui.link_news import HubNews
from ui.widgets.texts import Elided, paint

_NOTICE_MS: Final = 30_000
_MOST_NOTICES: Final = 3


class Banner(QFrame):
    """Shown only while there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(
            f"Banner {{ background: {theme.RAISED}; border-left: 4px solid {theme.WARN}; }}"
        )
        theme.tall(self, 34)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        self.text = Elided()
        paint(self.text, colour=theme.WARN)
        row.addWidget(self.text, 1)
        self.understood = QPushButton()
        self.understood.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # no key of the desk ends up here
        self.understood.clicked.connect(self._take_note)
        self.understood.hide()
        row.addWidget(self.understood)
        self._news: HubNews | None = None
        self._is_seated = False
        self._trouble = ""
        self._notices: list[Callable[[], str]] = []  # the newest last
        self._warnings: list[str] = []
        self._fades = QTimer(self, interval=_NOTICE_MS, singleShot=True)
        self._fades.timeout.connect(self._forget_notice)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.retranslate)
        self.hide()

    def show_hub(self, news: HubNews) -> None:
        """Show what the link says about the hub."""
        self._news = news
        self.retranslate()

    def show_seated(self, *, seated: bool) -> None:
        """Hear whether an officer sits at the desk."""
        self._is_seated = seated
        self.retranslate()

    def show_trouble(self, sentence: str) -> None:
        """Show trouble of this machine, such as a full disk; an empty sentence clears it."""
        self._trouble = sentence
        self.retranslate()

    def show_warning(self, sentence: str) -> None:
        """Show what must not be missed until the officer has taken note; the oldest first."""
        if sentence not in self._warnings:
            self._warnings.append(sentence)
        self.retranslate()

    def show_notice(self, sentence: str | Callable[[], str]) -> None:
        """Show what the officer has to know for half a minute; anything worse goes before it.

        The newest goes before the others; each of them has its half minute after that. A sentence
        that can be asked for again speaks the new language when that changes.
        """
        self._notices.append((lambda: sentence) if isinstance(sentence, str) else sentence)
        del self._notices[:-_MOST_NOTICES]
        self._fades.start()
        self.retranslate()

    @Slot()
    def _take_note(self) -> None:
        del self._warnings[:1]
        self.retranslate()

    @Slot()
    def _forget_notice(self) -> None:
        self._notices.pop()
        if self._notices:
            self._fades.start()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """Write the sentence anew, or hide."""
        text = self._sentence()
        self.text.say(text)
        self.understood.setText(self.tr("Understood"))
        self.understood.setVisible(bool(self._warnings) and text == self._warnings[0])
        self.setVisible(bool(text))
        silent = self._news is not None and self._news.silent_since is not None
        if silent and not self._timer.isActive():
            self._timer.start()
        elif not silent:
            self._timer.stop()

    def _sentence(self) -> str:
        if self._trouble:
            return self.tr("Marks and decisions cannot be kept on this machine: %1").replace(
                "%1", self._trouble
            )
        if self._warnings:
            return self._warnings[0]
        news = self._news
        notice = self._notices[-1]() if self._notices else ""
        if news is None or (news.silent_since is None and notice):
            return notice
        if news.silent_since is not None:
            silent_s = int(time.monotonic() - news.silent_since)
            clock = f"{silent_s // 60}:{silent_s % 60:02d}"
            text = self.tr("The hub has not answered for %1. You can sign in as soon as it does.")
            if self._is_seated:
                text = self.tr(
                    "The hub has not answered for %1. Fetched cases can be decided all the same."
                )
            text = text.replace("%1", clock)
            if news.unsent:
                text += "  " + self.tr("%n decision(s) kept here, sent later.", "", news.unsent)
            return text
        return "" if news.trouble is None else words.trouble(news.trouble)
