"""Locks the desk by a command or when nobody has touched it, and opens it by the password alone."""

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from queue_client.errors import HubSilent
from ui import words
from ui.desk.controller import DeskController
from ui.desk.seeing import Cover
from ui.desk_settings import DEFAULT_IDLE_MIN
from ui.link_news import HubNews, SessionClosed, Trouble, Unlocked
from ui.queue_link import QueueLink
from ui.session.lock_page import LockPage

_ANSWER_S: Final = 8.0
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class DeskLock(QObject):
    """While locked the page with the case is not in the window, and no command can be called.

    The key that locks counts everywhere: a field or a question keeps every other key from the
    commands, but whoever walks off in haste must not leave an open desk behind.

    Parameters
    ----------
    idle_min : float
        After how long without a touch the desk locks by itself [min]; 0 for never.
    """

    changed = Signal(bool)
    sign_out_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        pages: QStackedWidget,
        controller: DeskController,
        link: QueueLink,
        *,
        idle_min: float = DEFAULT_IDLE_MIN,
    ) -> None:
        super().__init__(window)
        self._command: QAction | None = None
        self._window, self._pages, self._controller = window, pages, controller
        self._link = link
        self._idle_s = idle_min * 60
        self.now = time.monotonic
        self.page = LockPage()
        pages.addWidget(self.page)
        self._behind: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._hub_silent = False
        self._touched = self.now()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._patience = QTimer(self, singleShot=True, interval=round(_ANSWER_S * 1000))
        self._patience.timeout.connect(self.give_up)
        self.page.tried.connect(self._ask)
        self.page.leave_wanted.connect(self.sign_out_wanted)
        link.news.connect(self._on_news)
        pages.currentChanged.connect(self._stay)
        controller.case_closed.connect(self._hold_keyboard)
        window.winId()  # a native window hears of every touch, and of nothing else often
        self._hear(window.windowHandle())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._hear)

    @Slot(QWindow)
    def _hear(self, handle: QWindow | None) -> None:
        """Hear the touches of whichever window has the keyboard: settings and the key sheet too."""
        if handle is not None:
            handle.installEventFilter(self)

    @property
    def is_locked(self) -> bool:
        """Whether the desk is locked."""
        return self._behind is not None

    def lock_by(self, command: QAction) -> None:
        """Lock by a command, and by its keys wherever the keyboard is."""
        self._command = command
        command.triggered.connect(self.lock)

    def set_idle(self, idle_min: float) -> None:
        """Lock after another time without a touch [min]; 0 for never."""
        self._idle_s, self._touched = idle_min * 60, self.now()

    @Slot()
    def lock(self) -> None:
        """Cover everything at once; nothing happens while nobody is signed in."""
        session = self._controller.session
        if self.is_locked or session is None:
            return
        self._behind = self._pages.currentWidget()
        self._controller.cover(Cover.LOCK)
        self._pages.setCurrentWidget(self.page)
        self._window.menuBar().hide()
        had_keyboard = QApplication.activeWindow()
        for other in QApplication.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.hide()
                self._hidden.append(other)
        if had_keyboard in self._hidden:
            self._window.activateWindow()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.page.lock(session.name or session.officer)
        self._link.lock()
        self.changed.emit(True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note every touch; hear the key that locks; while locked, let no key call a command."""
        kind = event.type()
        if kind in _TOUCHES:
            self._touched = self.now()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._locks(event):
            self.lock()
            return True
        # A key reaches a command as a shortcut; the password is typed without one.
        return self.is_locked and kind == QEvent.Type.Shortcut

    def _locks(self, event: QKeyEvent) -> bool:
        """Tell whether a key, which a field has kept from the commands, is the one that locks."""
        if self.is_locked or self._command is None:
            return False
        return QKeySequence(event.keyCombination()) in self._command.shortcuts()

    @Slot()
    def _stay(self) -> None:
        """Keep the cover on, whatever asks for the page behind it."""
        if self._behind is not None and self._pages.currentWidget() is self._behind:
            self._pages.setCurrentWidget(self.page)

    @Slot()
    def _hold_keyboard(self) -> None:
        """Keep the keyboard at the password when a case that has gone back sends it elsewhere."""
        if self.is_locked:
            self.page.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def lock_unanswered(self) -> None:
        """Lock because nobody answers the desk, where it locks by itself at all."""
        if self._idle_s > 0:
            self.lock()

    @Slot()
    def look(self) -> None:
        """Lock, if nobody has touched the desk for long."""
        if self._idle_s > 0 and self.now() - self._touched >= self._idle_s:
            self.lock()

    @Slot(str)
    def _ask(self, password: str) -> None:
        if self._hub_silent:
            self._refuse_for_silence()
            return
        self._patience.start()
        self._link.unlock(password)

    @Slot()
    def give_up(self) -> None:
        """Wait no longer for the hub's answer."""
        if self.is_locked and self.page.is_asking:
            self._refuse_for_silence()

    def _stay_locked(self, trouble: Trouble | None) -> None:
        if not self.is_locked:
            return
        self._patience.stop()
        if trouble is None:
            self.page.refuse(self.tr("This is not your password."))
        elif trouble.code == HubSilent.__name__:
            self._refuse_for_silence()
        else:
            self.page.refuse(words.trouble(trouble))

    def _refuse_for_silence(self) -> None:
        self.page.refuse(
            self.tr("The hub does not answer, so the desk stays locked. Try again in a moment.")
        )

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case HubNews(silent_since=since):
                self._hub_silent = since is not None
            case Unlocked(ok=True):
                self._open(show=True)
            case Unlocked(trouble=trouble):
                self._stay_locked(trouble)
            case SessionClosed():
                self._open(show=False)  # the page for signing in covers the desk now
            case _:
                return

    def _open(self, *, show: bool) -> None:
        behind, self._behind = self._behind, None
        if behind is None:
            return
        self._patience.stop()
        self.page.password.clear()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._touched = self.now()
        if show:
            self._pages.setCurrentWidget(behind)
        self._window.menuBar().show()
        for other in self._hidden if show else ():
            other.show()
        self._hidden.clear()
        self._controller.uncover(Cover.LOCK)
        self.changed.emit(False)
