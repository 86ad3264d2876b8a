"""Opens the reviewer's window and keeps its threads: the one entrance to this room."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from queue_client.client import DeskClient
from queue_client.keys import HubAddress, KeyPair
from resources.opencv import use_threads
from ui import theme
from ui.decoded import DEFAULT_PREFETCH_BYTES
from ui.desk_keys import DeskKeys, OwnThings
from ui.errors import DeskAlreadyOpen, NoDisplay
from ui.i18n import Translations, preferred
from ui.jobs import Jobs
from ui.journal import JournalWriter
from ui.last_chance import LastChance
from ui.layout_book import LayoutBook, forget_layouts
from ui.layout_keeper import LayoutKeeper, Parts
from ui.link_news import HubClient
from ui.link_worker import DEFAULT_LOCK_GRACE_S
from ui.main_window import MainWindow
from ui.prepared import FindContainer, Preparer, ReadPackage
from ui.presets import PresetBook
from ui.queue_link import QueueLink
from ui.session.crash import CrashKeeper
from ui.session.hours import DeskHours, HoursSettings
from ui.session.lock import DEFAULT_IDLE_MIN
from ui.session.training import TrainingCoach, Truths
from ui.tidy import QtThreadGarbage
from workstation.domain.comparison import Rectangle
from workstation.imaging.container import find_container
from workstation.imaging.package import read_package
from workstation.imaging.scan import Scan
from workstation.review.arming import DEFAULT_DWELL_S
from workstation.review.journal import Journal

# The hub is called silent after this long; shorter than an officer's patience.
_TIMEOUT_S = 2.0
_GIVE_UP_S = 4.0
_STALE_SCAN_S = 24 * 3600
_OFF_SCREEN = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})


def container_of(scan: Scan) -> Rectangle | None:
    """Return the container's box in a scan's first view [px], or None."""
    box = find_container(scan.main_plane().transmission)
    if box is None:
        return None
    return Rectangle(row=box.row, column=box.column, height=box.height, width=box.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Everything a desk must be told.

    Attributes
    ----------
    address : HubAddress
    keys : KeyPair
        This desk's own; the hub knows them by the name `desk`.
    officer, password : str or None
        Signed in by itself when both are given; otherwise the window asks.
    presets : Path or None
        Folder of the officers' own presets; None keeps them in the cache.
    layouts : Path or None
        Folder of the officers' own layouts and the windows' places; None keeps them in the cache.
    reset_layout : bool
        Forget every saved layout and place before the window opens.
    cache : Path
        Belongs to this desk alone: fetched packages and the journal.
    language : str or None
        ``"zh"`` or ``"en"``; None takes the system's.
    dwell_s : float
        How long a picture must be seen before a decision is armed [s].
    prefetch_bytes : int
        What full pictures of cases not yet on the screen may take together [bytes]; the others
        are shown coarsely for a moment when they open.
    lock_after_min : float
        After how long without a touch the desk locks by itself [min]; 0 for never.
    training : Truths or None
        For a training: who knows the truth of its cases. ``connect`` must then be its stand-in
        for a hub, and ``cache`` and ``presets`` a folder of its own.
    lock_grace_s : float
        For how long a locked desk keeps its cases [s].
    """

    address: HubAddress
    keys: KeyPair = field(repr=False)
    desk: str
    cache: Path
    officer: str | None = None
    password: str | None = field(default=None, repr=False)
    presets: Path | None = None
    layouts: Path | None = None
    reset_layout: bool = False
    language: str | None = None
    dwell_s: float = DEFAULT_DWELL_S
    text_scale: float = 1.0
    full_screen: bool = False
    prefetch_bytes: int = DEFAULT_PREFETCH_BYTES
    lock_after_min: float = DEFAULT_IDLE_MIN
    training: Truths | None = None
    lock_grace_s: float = DEFAULT_LOCK_GRACE_S
    read_package: ReadPackage = read_package
    find_container: FindContainer = container_of
    connect: Callable[[], HubClient] | None = None


class Desk:
    """The parts of an open desk, joined; `start` and `stop` belong to the Qt thread."""

    def __init__(self, settings: DeskSettings, translations: Translations) -> None:
        self._settings = settings
        self._lock = QLockFile(str(settings.cache / "desk.lock"))
        settings.cache.mkdir(parents=True, exist_ok=True)
        if not self._lock.tryLock(0):
            raise DeskAlreadyOpen(settings.cache.name)
        _sweep(settings.cache)
        self.journal = Journal(settings.cache / "journal")
        preparer = Preparer(settings.read_package, settings.find_container)
        self.link = QueueLink(
            settings.connect or self._connect,
            self.journal,
            preparer,
            cache=settings.cache,
            prefetch_bytes=settings.prefetch_bytes,
            lock_grace_s=settings.lock_grace_s,
        )
        self._preset_jobs = Jobs("presets")
        folder = settings.presets or settings.cache / "presets"
        presets = PresetBook(folder / "anybody.toml", run=self._preset_jobs.run)
        self.writer = JournalWriter(self.journal, self.link.decide)
        self.window = MainWindow(
            self.link,
            self.writer,
            translations,
            desk=settings.desk,
            dwell_s=settings.dwell_s,
            presets=presets,
        )
        self.layouts = self._keep_layouts(self.window)
        own = OwnThings(
            folder=folder,
            run=self._preset_jobs.run,
            dwell_s=settings.dwell_s,
            text_scale=settings.text_scale,
            layouts=self.layouts,
        )
        self.keys = DeskKeys(self.window, self.link, translations, own)
        self.keys.preferences.changed.connect(self.layouts.follow)
        self.window.controller.picture_arrived.connect(self.window.desk.replace_scan)
        self.hours = DeskHours(
            self.window,
            self.link,
            self.writer,
            HoursSettings(
                sounds=settings.cache / "sounds",
                book=self.keys.preferences,
                idle_min=settings.lock_after_min,
                drafts=self.journal.drafts(),
            ),
            run=self._preset_jobs.run,
        )
        if settings.training is not None:
            self.coach = TrainingCoach(self.window, self.hours, settings.training)

    def _keep_layouts(self, window: MainWindow) -> LayoutKeeper:
        """Let the window's layout follow case, screens and officer."""
        folder = self._settings.layouts or self._settings.cache / "layouts"
        if self._settings.reset_layout:
            forget_layouts(folder)
        parts = Parts(
            window=window,
            page=window.desk,
            commands=window.commands,
            held_keys=window.held_keys,
        )
        self._layout_book = LayoutBook(folder, run=self._preset_jobs.run)
        keeper = LayoutKeeper(parts, self._layout_book)
        keeper.told.connect(window.status.say)
        window.is_active = keeper.is_active
        window.controller.case_opened.connect(keeper.show_case)
        window.controller.case_closed.connect(keeper.close_case)
        self.link.news.connect(keeper.on_news)
        return keeper

    def start(self) -> None:
        """Start the threads and sign in, when the settings say who."""
        self.writer.start()
        self.link.start()
        if self._settings.officer and self._settings.password:
            self.window.sign_in_page.officer.setText(self._settings.officer)
            self.window.sign_in_page.wait()
            self.link.sign_in(self._settings.officer, self._settings.password)

    def stop(self) -> None:
        """Write what waits, send what can be sent, and end the threads."""
        self.writer.stop()
        self.link.stop()
        self._preset_jobs.finish()
        self.journal.close()
        self._lock.unlock()

    def _connect(self) -> DeskClient:
        settings = self._settings
        return DeskClient(
            settings.address,
            settings.keys,
            desk=settings.desk,
            timeout_s=_TIMEOUT_S,
            give_up_s=_GIVE_UP_S,
        )


def run_desk(
    settings: DeskSettings,
    *,
    on_started: Callable[[Desk], None] | None = None,
    argv: Sequence[str] = (),
) -> int:
    """Open the window and return its exit code when it closes.

    Parameters
    ----------
    on_started : callable, optional
        Called once on the Qt thread when the window is on the screen.

    Raises
    ------
    NoDisplay
        If there is no screen; found out before Qt would abort.
    DeskAlreadyOpen, StorageUnavailable
        If the cache folder is in use or cannot be written.
    """
    require_display()
    use_threads()
    app = QApplication.instance() or QApplication(["reviewroom", *argv])
    if not isinstance(app, QApplication):
        raise NoDisplay
    app.setApplicationName("reviewroom")
    app.setDesktopFileName("reviewroom")
    app.setWindowIcon(QIcon(str(resources.path("icons/reviewroom.svg"))))
    theme.apply(app, scale=settings.text_scale)
    translations = Translations(app)
    translations.use(preferred(settings.language))
    app.setApplicationDisplayName("")
    with ExitStack() as stack:
        crash = CrashKeeper(settings.cache / "crash", _told(settings))
        last_chance = LastChance(crash.catch)
        last_chance.install()
        stack.callback(last_chance.remove)
        garbage = QtThreadGarbage()
        garbage.start()
        stack.callback(garbage.stop)
        desk = Desk(settings, translations)
        stack.callback(desk.stop)
        last_chance.happened.connect(desk.window.say_error)
        crash.bundled.connect(desk.hours.tell_bundle)
        desk.hours.hear_commands(crash.note_command)
        crash.start()
        stack.callback(crash.stop)
        desk.start()
        if settings.full_screen or not desk.layouts.place_window():
            _show(desk.window, full_screen=settings.full_screen)
        if on_started is not None:
            QTimer.singleShot(0, desk.window, lambda: on_started(desk))
        code = app.exec()
        desk.window.hide()
    return code


def require_display() -> None:
    """Raise `NoDisplay` when a window could not open: Qt itself would abort the process."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not shown and platform not in _OFF_SCREEN:
        raise NoDisplay


def _show(window: MainWindow, *, full_screen: bool) -> None:
    """Fill the screen and take the keyboard, also where no window manager does it."""
    window.setGeometry(window.screen().availableGeometry())
    if full_screen:
        window.showFullScreen()
    else:
        window.showMaximized()
    QTimer.singleShot(0, window, window.activateWindow)


def _sweep(cache: Path) -> None:
    """Remove scans that were fetched long ago; typical models stay, they come again."""
    oldest = time.time() - _STALE_SCAN_S
    for path in (cache / "scans").glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _told(settings: DeskSettings) -> dict[str, object]:
    """Return what a desk was told, without secrets and without people, for a crash bundle."""
    return {
        "desk": settings.desk,
        "language": settings.language,
        "dwell_s": settings.dwell_s,
        "text_scale": settings.text_scale,
        "full_screen": settings.full_screen,
        "prefetch_bytes": settings.prefetch_bytes,
        "lock_after_min": settings.lock_after_min,
    }
