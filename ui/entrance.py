"""Opens the reviewer's window: the one entrance to this room.

The first window asks who is there; it is painted before anything heavy is imported, for that
takes several times as long as a bare window (PERFORMANCE.md, section 7). What draws nothing is
imported in a thread while the officer types; the rest follows, and the desk takes the page over
with what was typed into it.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

import resources
from ui import theme
from ui.ending import EndingSignals
from ui.errors import DeskAlreadyOpen, NoDisplay
from ui.i18n import Translations, preferred
from ui.last_chance import LastChance
from ui.sign_in import SignInPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

    from ui.app import Desk
    from ui.desk_settings import DeskSettings

_OFF_SCREEN: Final = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})
# None of these makes a Qt object, so they may be imported beside the Qt thread.
_BESIDE: Final = (
    "numpy",
    "resources.opencv",
    "tifffile",
    "queue_client.client",
    "workstation.imaging.package",
    "workstation.imaging.container",
    "workstation.review.journal",
)


class Entrance(QWidget):
    """The first window: the sign-in page on the desk's own ground."""

    painted = Signal()

    def __init__(self, page: SignInPage) -> None:
        super().__init__()
        self._is_painted = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.setWindowTitle(self.tr("Review Room"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is on the screen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)


class _Opening(QObject):
    """Brings the desk up behind the entrance; every method runs on the Qt thread."""

    _imported = Signal()

    def __init__(
        self,
        settings: DeskSettings,
        translations: Translations,
        last_chance: LastChance,
        stack: ExitStack,
        on_started: Callable[[Desk], None] | None,
    ) -> None:
        super().__init__()
        self._settings, self._translations = settings, translations
        self._last_chance, self._stack, self._on_started = last_chance, stack, on_started
        self.page = SignInPage(settings.desk, officer=settings.officer or "")
        self.window = Entrance(self.page)
        self.trouble: Exception | None = None
        self._desk: Desk | None = None  # held here until the end: nobody else does
        self._asked: tuple[str, str] | None = None
        self.page.wanted.connect(self._remember)
        self.window.painted.connect(self._import_beside)
        self._imported.connect(self._open)
        self._thread = threading.Thread(target=self._import, name="first-imports", daemon=True)

    def start(self) -> None:
        """Show the first window."""
        settings = self._settings
        if settings.officer and settings.password:
            self.page.wait()
        self.window.setGeometry(self.window.screen().availableGeometry())
        if settings.full_screen:
            self.window.showFullScreen()
        else:
            self.window.showMaximized()
        self.page.take_keyboard()

    def end(self) -> None:
        """Wait for the imports, which nothing can stop, and take the windows down in order.

        Left to Python's collector, a window would lose its parts while Qt still sends it events.
        """
        if self._thread.ident is not None:
            self._thread.join()
        for window in (self.window, *([] if self._desk is None else [self._desk.window])):
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)

    @Slot(str, str)
    def _remember(self, officer: str, password: str) -> None:
        self._asked = (officer, password)

    @Slot()
    def _import_beside(self) -> None:
        self._thread.start()

    def _import(self) -> None:
        for name in _BESIDE:
            # What is missing is told where the desk needs it; here it would leave the page alone.
            with suppress(ImportError):
                importlib.import_module(name)
        self._imported.emit()

    @Slot()
    def _open(self) -> None:
        """Make the desk and let it take the place of the first window."""
        if not self.window.isVisible():  # closed before there was a desk
            return
        held = self.window.focusWidget()  # the page is about to change windows, and loses it
        try:
            desk = self._make()
        except Exception as error:  # noqa: BLE001 - whoever called `run_desk` is told, not the hook
            self.trouble = error
            QApplication.exit(1)
            return
        self._desk = desk
        self._show(desk, held)
        if self._on_started is not None:
            started = self._on_started
            QTimer.singleShot(0, desk.window, lambda: started(desk))

    def _make(self) -> Desk:
        # Imported here and not above: this is what the first window does not wait for.
        from resources.opencv import use_threads  # noqa: PLC0415
        from ui.app import Desk, told_of  # noqa: PLC0415
        from ui.session.crash import CrashKeeper  # noqa: PLC0415
        from ui.tidy import QtThreadGarbage  # noqa: PLC0415

        use_threads()
        crash = CrashKeeper(self._settings.cache / "crash", told_of(self._settings))
        self._last_chance.tell(crash.catch)
        garbage = QtThreadGarbage()
        garbage.start()
        self._stack.callback(garbage.stop)
        desk = Desk(self._settings, self._translations, self.page)
        self._stack.callback(desk.stop)
        self._stack.callback(desk.window.hide)
        self._last_chance.happened.connect(desk.window.say_error)
        crash.bundled.connect(desk.hours.tell_bundle)
        desk.hours.hear_commands(crash.note_command)
        crash.start()
        self._stack.callback(crash.stop)
        self.page.wanted.disconnect(self._remember)
        desk.start()
        if self._asked is not None:
            desk.link.sign_in(*self._asked)
        return desk

    def _show(self, desk: Desk, held: QWidget | None) -> None:
        window = desk.window
        if self._settings.full_screen or not desk.layouts.place_window():
            window.setGeometry(self.window.geometry())
            window.setWindowState(self.window.windowState())
            window.show()
        if held is not None and window.isAncestorOf(held):
            held.setFocus()
        else:
            self.page.take_keyboard()
        QTimer.singleShot(0, window, window.activateWindow)
        # Hidden only now: the desk lies over it, so that nothing bright shows between the two.
        QTimer.singleShot(0, self.window, self.window.hide)


def run_desk(
    settings: DeskSettings,
    *,
    on_started: Callable[[Desk], None] | None = None,
    on_first_frame: Callable[[], None] | None = None,
    argv: Sequence[str] = (),
) -> int:
    """Open the window and return its exit code when it closes.

    Parameters
    ----------
    on_started : callable, optional
        Called once on the Qt thread when the desk is on the screen.
    on_first_frame : callable, optional
        Called once on the Qt thread when the first window has been painted.

    Raises
    ------
    NoDisplay
        If there is no screen; found out before Qt would abort.
    DeskAlreadyOpen, StorageUnavailable
        If the cache folder is in use or cannot be written.
    """
    require_display()
    app = QApplication.instance()
    made_here = app is None
    if made_here:
        app = QApplication(["reviewroom", *theme.FUSION, *argv])
    if not isinstance(app, QApplication):
        raise NoDisplay
    translations = Translations(app)
    translations.use(preferred(settings.language))  # before the letters, which are its own
    dress = theme.colour if made_here else theme.apply
    dress(app, scale=settings.text_scale)
    app.setApplicationName("reviewroom")
    app.setDesktopFileName("reviewroom")
    app.setWindowIcon(QIcon(str(resources.path("icons/reviewroom.svg"))))
    app.setApplicationDisplayName("")
    with ExitStack() as stack:
        _take_folder(settings, stack)
        last_chance = LastChance()
        last_chance.install()
        stack.callback(last_chance.remove)
        ending = EndingSignals()
        ending.install()
        stack.callback(ending.remove)
        opening = _Opening(settings, translations, last_chance, stack, on_started)
        stack.callback(opening.end)
        if on_first_frame is not None:
            opening.window.painted.connect(on_first_frame)
        opening.start()
        code = app.exec()
        opening.window.hide()
        if opening.trouble is not None:
            raise opening.trouble
    return code


def require_display() -> None:
    """Raise `NoDisplay` when a window could not open: Qt itself would abort the process."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not shown and platform not in _OFF_SCREEN:
        raise NoDisplay


def _take_folder(settings: DeskSettings, stack: ExitStack) -> None:
    """Keep the desk's folder from every other window until the stack is unwound."""
    settings.cache.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(settings.cache / "desk.lock"))
    if not lock.tryLock(0):
        raise DeskAlreadyOpen(str(settings.cache))
    stack.callback(lock.unlock)
