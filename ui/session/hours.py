"""Joins all that goes with an officer's hours to an open window."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QProcess, Qt, Slot
from PySide6.QtWidgets import QBoxLayout

from ui.about import report_news
from ui.desk_settings import DEFAULT_IDLE_MIN
from ui.journal import JournalWriter
from ui.main_window import MainWindow
from ui.preferences import PreferenceBook, Preferences
from ui.queue_link import QueueLink
from ui.session.breaks import TaskClock
from ui.session.draft_keeper import DraftKeeper
from ui.session.leaving import Leaving
from ui.session.lock import DeskLock
from ui.session.looking_back import LookingBack
from ui.session.notice_line import NoticeLine
from ui.session.role_gate import RoleGate
from ui.session.sounds import Sounds
from workstation.review.draft import CaseKey, Draft

_SKIPS = {"case.skip_short": 5, "case.skip_longer": 15, "case.skip_hour": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSettings:
    """What the hours at a desk must be told.

    Attributes
    ----------
    idle_min : float
        After how long without a touch the desk locks [min]; 0 for never.
    sounds : Path
        Folder for the desk's sounds.
    book : PreferenceBook
        The preferences of whoever sits here; whoever makes it has it read at each sign-in.
    drafts : mapping of CaseKey to Draft
        What officers had in hand before a crash.
    """

    sounds: Path
    book: PreferenceBook
    idle_min: float = DEFAULT_IDLE_MIN
    drafts: Mapping[CaseKey, Draft]


class DeskHours(QObject):
    """Born on the Qt thread after the window, and gone with it."""

    def __init__(
        self,
        window: MainWindow,
        link: QueueLink,
        writer: JournalWriter,
        settings: HoursSettings,
        *,
        run: Callable[[Callable[[], None]], object],
    ) -> None:
        super().__init__(window)
        self._window, self._book = window, settings.book
        controller, desk, commands = window.controller, window.desk, window.commands
        self.notice = NoticeLine()
        self.drafts = DraftKeeper(
            controller, desk, window.judging, writer, settings.drafts, link.keep_draft, self
        )
        link.news.connect(self.drafts.on_news)
        self.looking_back = LookingBack(controller, desk, self.notice, commands, self)
        self.gate = RoleGate(commands, controller, desk, self.notice, self)
        self.lock = DeskLock(window, window.pages, controller, link, idle_min=settings.idle_min)
        self.clock = TaskClock(self.notice)
        self.sounds = Sounds(settings.sounds, run, self)
        self.leaving = Leaving(self.notice, self)
        self._hear: Callable[[str], None] | None = None
        self._lay_out()
        self._connect(link)

    @Slot(int)
    def _on_page(self, _place: int) -> None:
        pages = self._window.pages
        self.gate.set_at_desk(at_desk=pages.currentWidget() is self._window.desk)

    @Slot(object)
    def use(self, preferences: Preferences) -> None:
        """Let other preferences count."""
        self.clock.time.every_min = preferences.break_every_min
        self.sounds.set_on(preferences.sound)

    def _lay_out(self) -> None:
        centre = self._window.centralWidget()
        whole = None if centre is None else centre.layout()
        if isinstance(whole, QBoxLayout):
            whole.insertWidget(1, self.notice)  # under the hub's banner
        note = self._window.status.note
        policy = note.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # hidden while the desk is locked
        note.setSizePolicy(policy)
        strip = self._window.status.layout()
        if isinstance(strip, QBoxLayout):
            strip.insertWidget(strip.indexOf(self._window.status.officer), self.clock)

    def _connect(self, link: QueueLink) -> None:
        window = self._window
        controller, commands = window.controller, window.commands
        for name in _SKIPS:
            commands.connect_to(name, self._skip)
        self.lock.lock_by(commands["desk.lock"])
        commands.connect_to("desk.training", self._train)
        commands.connect_to("desk.rest_later", self.clock.put_off)
        window.may_leave = self.leaving.may_leave
        self.lock.sign_out_wanted.connect(commands["case.sign_out"].trigger)
        self.lock.changed.connect(self._on_locked)
        self.lock.changed.connect(window.joint.end_when)
        self.drafts.restored.connect(self._tell_restored)
        self.drafts.lost.connect(self._tell_lost)
        window.pages.currentChanged.connect(self._on_page)
        for part in (self.looking_back, self.gate, self.clock, self.sounds, self.leaving):
            link.news.connect(part.on_news)
        self._book.changed.connect(self.use)
        controller.decided.connect(self.clock.on_decided)
        controller.case_closed.connect(self.clock.between_cases)
        controller.case_opened.connect(self.sounds.on_case)
        controller.refused.connect(self.sounds.on_refused)
        # Queued: the window writes its own texts first, tips of commands among them.
        for again in (
            self.gate.retranslate,
            self.looking_back.retranslate,
            self.leaving.retranslate,
        ):
            self.notice.language_changed.connect(again, Qt.ConnectionType.QueuedConnection)

    def hear_commands(self, hear: Callable[[str], None]) -> None:
        """Tell of every command that is run, by its name."""
        self._hear = hear
        for name in self._window.commands.names:
            self._window.commands.connect_to(name, self._tell_command)

    @Slot(str)
    def tell_bundle(self, path: str) -> None:
        """Say where a crash bundle lies; the window goes on telling what program it is with it."""
        self._window.crash_report = path
        self._window.banner.show_notice(lambda: report_news(path))

    @Slot()
    def _train(self) -> None:
        """Open a training in a program of its own; the desk is locked meanwhile."""
        language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
        QProcess.startDetached(
            sys.executable,
            ["-m", "workstation.cli.main", "desk", "--training", "--lang", language],
        )
        self.lock.lock()

    @Slot()
    def _tell_command(self) -> None:
        sender = self.sender()
        if sender is not None and self._hear is not None:
            self._hear(sender.objectName())

    @Slot()
    def _skip(self) -> None:
        sender = self.sender()
        if sender is not None:
            minutes = _SKIPS[sender.objectName()]
            self._window.controller.skip_for(minutes)
            self._window.status.say(
                lambda: self.tr("Given back; it is not offered to you for %1 minutes").replace(
                    "%1", str(minutes)
                )
            )

    @Slot(bool)
    def _on_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt slot of changed(bool)
        self._window.status.say("")
        self.clock.on_locked(locked)
        self.notice.cover(locked)
        self._window.status.note.setVisible(not locked)  # it may name a case
        if not locked and self._window.pages.currentWidget() is self._window.desk:
            self._window.desk.panes.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _tell_restored(self) -> None:
        self._window.status.say(
            lambda: self.tr("Open again as you left it, with your marks and note")
        )

    @Slot()
    def _tell_lost(self) -> None:
        self._window.status.say(
            lambda: self.tr(
                "What you left of this case cannot be opened with your new password: please"
                " begin it again"
            )
        )
