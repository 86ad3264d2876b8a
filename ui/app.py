"""The parts of a desk, joined: window, threads, journal. `ui.entrance` opens it."""

import time
from pathlib import Path

from queue_client.client import DeskClient
from ui import theme
from ui.desk.photo_desk import PhotoDesk
from ui.desk.warming import Warming
from ui.desk_keys import DeskKeys, OwnThings
from ui.desk_settings import DeskSettings
from ui.desk_witness import WitnessingDesk
from ui.i18n import Translations
from ui.jobs import Jobs
from ui.journal import JournalWriter
from ui.layout_book import LayoutBook, forget_layouts
from ui.layout_keeper import LayoutKeeper, Parts
from ui.main_window import MainWindow
from ui.monitor_book import FILE as MONITOR_FILE
from ui.monitor_book import MonitorBook
from ui.photo_images import decode_here
from ui.prepared import Preparer
from ui.presets import PresetBook
from ui.queue_link import QueueLink
from ui.session.filming import Filming
from ui.session.hours import DeskHours, HoursSettings
from ui.session.screen_watch import ScreenWatch
from ui.session.second_looks import SecondLooks
from ui.session.surroundings import Surroundings
from ui.session.training import TrainingCoach
from ui.sign_in import SignInPage
from ui.supervisor.doorway import Doorway
from ui.supervisor.questions import Questions
from workstation.domain.comparison import Rectangle
from workstation.imaging.container import find_container
from workstation.imaging.package import read_package
from workstation.imaging.package_levels import read_coarse
from workstation.imaging.sandbox.reading import SandboxedReading
from workstation.imaging.scan import Scan
from workstation.review.film_shelf import FilmShelf
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


class Desk:
    """The parts of an open desk, joined; `start` and `stop` belong to the Qt thread."""

    def __init__(
        self,
        settings: DeskSettings,
        translations: Translations,
        sign_in_page: SignInPage | None = None,
    ) -> None:
        self._settings = settings
        self._layout_folder = settings.layouts or settings.cache / "layouts"
        settings.cache.mkdir(parents=True, exist_ok=True)
        _sweep(settings.cache)
        self.journal = Journal(settings.cache / "journal")
        self._apart = SandboxedReading(children=2) if settings.decode_apart else None
        apart = self._apart
        films = FilmShelf(settings.cache / "films")
        preparer = Preparer(
            settings.read_package or (read_package if apart is None else apart.read_package),
            settings.find_container or container_of,
            read_coarse=read_coarse if apart is None else apart.read_coarse,
        )
        if apart is not None:
            preparer.reaches = apart.coarse_reaches
        self.link = QueueLink(
            settings.connect or self._connect,
            self.journal,
            preparer,
            cache=settings.cache,
            prefetch_bytes=settings.prefetch_bytes,
            lock_grace_s=settings.lock_grace_s,
            films=films,
        )
        self._preset_jobs = Jobs("presets")
        folder = settings.presets or settings.cache / "presets"
        presets = PresetBook(folder / "anybody.toml", run=self._preset_jobs.run)
        self.writer = JournalWriter(self.journal, self.link.decide)
        with theme.dressed_at_the_end():
            self.window = MainWindow(
                self.link,
                self.writer,
                translations,
                sign_in_page=sign_in_page
                or SignInPage(settings.desk, officer=settings.officer or ""),
                dwell_s=settings.dwell_s,
                presets=presets,
            )
        self._looks_ahead = Jobs("looks-ahead")
        warming = Warming(
            self.window.desk.panes, self.window.looks, self._looks_ahead.run, self.window
        )
        preparer.looks_ahead, preparer.draw_first = warming.looks_ahead, warming.draw_first
        self.layouts = self._keep_layouts(self.window)
        checks = MonitorBook(self._layout_folder / MONITOR_FILE, run=self._preset_jobs.run)
        checks.told.connect(self.window.status.warn)
        own = OwnThings(
            folder=folder,
            run=self._preset_jobs.run,
            dwell_s=settings.dwell_s,
            text_scale=settings.text_scale,
            layouts=self.layouts,
            monitors=checks,
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
        self.hours.lock.changed.connect(self.layouts.on_locked)
        self.filming = Filming(self.window, self.link, films, self.writer)
        self.screens = ScreenWatch(self.window, self.link, self.hours.notice, checks)
        self.screens.gave_up.connect(self.hours.lock.lock_unanswered)
        self.link.news.connect(self.screens.on_news)
        self.window.surroundings = Surroundings(self.screens).evidence
        questions = Questions(self._connect_aside, self.link.session)
        self.supervision = Doorway(self.window, questions, columns=settings.cache / "columns")
        self.link.news.connect(self.supervision.on_news)
        self.second_looks: SecondLooks | None = None
        if settings.training is None:  # no hub has lessons or tasks for whoever learns
            self.second_looks = SecondLooks(
                self.window,
                self.link,
                questions,
                self.supervision,
                preparer,
                settings.cache,
                self.hours.notice,
            )
        self.photos = PhotoDesk(
            self.window,
            decode=decode_here if apart is None else apart.decode_photo,
        )
        if settings.training is not None:
            self.coach = TrainingCoach(self.window, self.hours, settings.training)

    def _keep_layouts(self, window: MainWindow) -> LayoutKeeper:
        """Let the window's layout follow case, screens and officer."""
        folder = self._layout_folder
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
        keeper.warned.connect(window.status.warn)
        window.is_active = keeper.is_active
        window.controller.case_opened.connect(keeper.show_case)
        window.controller.case_closed.connect(keeper.close_case)
        self.link.news.connect(keeper.on_news)
        return keeper

    def start(self) -> None:
        """Start the threads and sign in, when the settings say who."""
        if self._apart is not None:
            self._apart.warm()
        self.writer.start()
        self.link.start()
        if self._settings.officer and self._settings.password:
            self.window.sign_in_page.wait()
            self.link.sign_in(self._settings.officer, self._settings.password)

    def stop(self) -> None:
        """Write what waits, send what can be sent, and end the threads."""
        self.writer.stop()
        self.link.stop()
        self.supervision.stop()
        if self.second_looks is not None:
            self.second_looks.stop()
        self.photos.stop()
        self._looks_ahead.stop()
        if self._apart is not None:
            self._apart.close()
        self._preset_jobs.finish()
        self.journal.close()

    def _connect_aside(self) -> DeskClient:
        """Make the connection of the supervisor's room: it witnesses nothing, and may wait."""
        settings = self._settings
        return DeskClient(settings.address, settings.keys, desk=settings.desk, timeout_s=_TIMEOUT_S)

    def _connect(self) -> DeskClient:
        settings = self._settings
        if settings.signing_key:
            return WitnessingDesk(
                settings.address,
                settings.keys,
                desk=settings.desk,
                timeout_s=_TIMEOUT_S,
                give_up_s=_GIVE_UP_S,
                witness=settings.cache / "witness",
                signing_key=settings.signing_key,
            )
        return DeskClient(
            settings.address,
            settings.keys,
            desk=settings.desk,
            timeout_s=_TIMEOUT_S,
            give_up_s=_GIVE_UP_S,
        )


def _sweep(cache: Path) -> None:
    """Remove scans that were fetched long ago; typical models stay, they come again."""
    oldest = time.time() - _STALE_SCAN_S
    for path in (cache / "scans").glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def told_of(settings: DeskSettings) -> dict[str, object]:
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
