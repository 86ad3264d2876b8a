"""The one window: sign-in or desk, the menu made from the command table, and the status strip."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import words
from ui.about import show_about
from ui.acts import ActsLog
from ui.commands import CommandSet
from ui.desk.arriving import Arriving
from ui.desk.banner import Banner
from ui.desk.compare_commands import CompareCommands
from ui.desk.controller import DeskController, Hands, Taken
from ui.desk.coverage_watch import CoverageWatch
from ui.desk.desk_page import DeskPage
from ui.desk.finding_asking import FindingAsking
from ui.desk.look_commands import LookCommands
from ui.desk.opening import Opening
from ui.desk.own_judgement import OwnJudgement
from ui.desk.reason_asking import ReasonAsking
from ui.desk.status_strip import StatusStrip
from ui.desk.tool_choice import ToolChoice
from ui.held_keys import HeldKeys
from ui.i18n import Language, Translations
from ui.joint.joint_desk import JointDesk
from ui.joint.parts import Parts as JointParts
from ui.journal import JournalWriter
from ui.key_ears import KeyEars
from ui.link_news import SessionClosed, SessionOpened
from ui.prepared import PreparedCase
from ui.preset_file import book_path
from ui.presets import PresetBook
from ui.queue_link import QueueLink
from ui.sign_in import SignInPage
from ui.window_menus import WindowMenus
from ui.window_news import WindowNews
from viewer.overlay import Tool
from workstation.domain.decision import Conclusion
from workstation.domain.mark_limits import MarkFault
from workstation.review.arming import Obstacle
from workstation.review.reasons import Reason

_TEXT_FIELDS: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


class MainWindow(QMainWindow):
    """Joins link, controller and pages; holds no state of a case itself."""

    language_switched = Signal()
    """The officer has switched the language at the window itself."""

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        link: QueueLink,
        writer: JournalWriter,
        translations: Translations,
        *,
        sign_in_page: SignInPage,
        dwell_s: float,
        presets: PresetBook,
    ) -> None:
        super().__init__()
        self._link, self._translations, self._presets = link, translations, presets
        self.commands, self.acts = CommandSet(self), ActsLog(self)
        self.desk = DeskPage(self.commands)
        self.sign_in_page = sign_in_page
        self.banner, self.status = Banner(), StatusStrip()
        self.controller = DeskController(
            link,
            writer,
            hands=self._hands,
            evidence=self._evidence,
            dwell_s=dwell_s,
            parent=self,
        )
        self._arriving = Arriving(self.controller, self.status)
        self.judging = OwnJudgement(self.commands, self.desk, self.controller.obstacle, self)
        self.opening = Opening(self.desk, self.judging.take_model, self)
        self.controller.papers_are_shown = lambda: self.opening.is_on_screen
        self.coverage = CoverageWatch(
            self.commands, self.desk.panes, self.desk.coverage_strip, self
        )
        self.is_active: Callable[[], bool] = self.isActiveWindow  # of a desk of several windows
        self.may_leave: Callable[[], bool] = lambda: True  # asked before signing out and closing
        self.crash_report = ""  # where the newest lies
        self.film_evidence: Callable[[], Mapping[str, Any]] = dict
        self.surroundings: Callable[[], Mapping[str, Any]] = dict  # monitor and clock
        self._lay_out()
        self.menus = WindowMenus(self, self.commands, self.switch_language)
        self.held_keys = HeldKeys(self, self._are_keys_free)
        self.key_ears = KeyEars(self, self.commands, self._are_keys_free)
        self.commands.keymap_changed.connect(self.held_keys.use)
        self.opening.listen_to(self)
        self.opening.finished.connect(self.controller.note_papers)
        self.commands.ran.connect(self.opening.before)
        self.held_keys.begun.connect(self.opening.before)
        self.commands.ran.connect(self.acts.note)
        self.held_keys.begun.connect(self.acts.note)
        self.controller.case_opened.connect(self.acts.start_case)
        self.looks = LookCommands(self.commands, self.desk.panes, presets, self)
        self.ways = CompareCommands(self.commands, self.desk.panes, self.held_keys, self)
        self.asking = ReasonAsking(
            self.controller,
            self.desk,
            self._decide,
            self._back_to_picture,
            self,
        )
        self.tools = ToolChoice(
            self.commands, self.desk, self.controller, self._back_to_picture, self
        )
        self._connect_commands()
        self._connect_desk()
        self.findings = FindingAsking(self.controller, self.desk.panes.scan, self.desk.marks_panel)
        self.joint = JointDesk(
            JointParts(
                controller=self.controller,
                page=self.desk,
                commands=self.commands,
                judging=self.judging,
                coverage=self.coverage,
                link=link,
                say=self.status.say,
                warn=self.status.warn,
            ),
            self,
        )
        self._news = WindowNews(self.banner, self.status, self.desk, self)
        link.news.connect(self._news.on_news)
        link.news.connect(self._on_news)
        link.news.connect(self._arriving.on_news)
        writer.failed.connect(self.banner.show_trouble)
        self.retranslate()

    # -- language ------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes; disarm when another window comes to the front."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the window's own texts anew."""
        self.setWindowTitle(self.tr("Review Room"))
        self.commands.retranslate()
        self.looks.name_presets()
        self.menus.retranslate(self._translations.language)

    @Slot()
    def switch_language(self) -> None:
        """Go from Chinese to English or back, at once."""
        chinese = self._translations.language is Language.CHINESE
        language = Language.ENGLISH if chinese else Language.CHINESE
        self._translations.use(language)
        self.retranslate()
        self.language_switched.emit()

    # -- acts ----------------------------------------------------------------------------------

    @Slot()
    def _release(self) -> None:
        self._decide(Conclusion.RELEASE, None)

    def _decide(self, conclusion: Conclusion, reason: Reason | None, note: str = "") -> None:
        written = note or self.desk.decision_bar.note.text().strip()
        passes = self.judging.passes(conclusion, reason)
        if passes and not self.controller.decide(conclusion, reason, written):
            self.judging.settle()
        self._back_to_picture()

    def _evidence(self) -> Mapping[str, Any]:
        """Return what was shown and how it was looked at, for the record."""
        return {
            **self.desk.evidence(),
            **self.judging.evidence(),
            **self.coverage.evidence(),
            **self.joint.evidence(),
            "acts": self.acts.to_json(),
            **self.film_evidence(),
            **self.surroundings(),
        }

    @Slot()
    def _recall(self) -> None:
        self.desk.recall_bar.recall_newest()

    @Slot()
    def _write_note(self) -> None:
        self.desk.decision_bar.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _open_drawer(self) -> None:
        self.desk.drawer.set_open(self.commands["look.panel"].isChecked())

    @Slot()
    def _toggle_other_view(self) -> None:
        wanted = self.commands["compare.other_view"].isChecked()
        if not self.desk.show_other_view(shown=wanted) and wanted:
            self.commands["compare.other_view"].setChecked(False)
            self.status.say(lambda: self.tr("This scan has one view only"))

    @Slot(int, str)
    def _keep_preset(self, slot: int, title: str) -> None:
        self.looks.keep_preset(slot, title)
        self.status.say(lambda: self.tr("Kept: %1").replace("%1", title))

    @Slot(object)
    def _tell_mark_fault(self, fault: MarkFault) -> None:
        self.status.warn(lambda: words.mark_fault(fault))

    @Slot()
    def _toggle_overlay(self) -> None:
        self.desk.show_overlay(shown=self.commands["view.deviations"].isChecked())

    @Slot()
    def _next_model(self) -> None:
        self.desk.models.step(1)

    @Slot()
    def _previous_model(self) -> None:
        self.desk.models.step(-1)

    @Slot()
    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _show_about(self) -> None:
        show_about(self, report=self.crash_report)

    @Slot()
    def _sign_out(self) -> None:
        if self.may_leave():
            self._link.sign_out()

    @Slot()
    def _back_to_picture(self) -> None:
        self.desk.panes.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what happens --------------------------------------------------------------------------

    def _are_keys_free(self) -> bool:
        """Tell whether keys are meant for the picture, not for a field."""
        return not isinstance(QApplication.focusWidget(), _TEXT_FIELDS)

    def _hands(self) -> Hands:
        return Hands(
            typing=not self._are_keys_free(),
            window_active=self.is_active() and self.pages.currentWidget() is self.desk,
        )

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case SessionOpened(session=session):
                self._presets.open(book_path(self._presets.path.parent, session.officer))
                self.sign_in_page.say("")
                self.pages.setCurrentWidget(self.desk)
                self._back_to_picture()
            case SessionClosed(code=code):
                self.judging.forget()
                self.coverage.forget()
                self.sign_in_page.say(code)
                self.pages.setCurrentWidget(self.sign_in_page)
                self.sign_in_page.take_keyboard()
            case _:
                return

    @Slot(object)
    def _on_case_opened(self, case: PreparedCase) -> None:
        self.status.say("")
        self.looks.set_scanner(str(case.lease.head.get("scanner") or ""))
        self.desk.first_look = self.looks.first_look()
        self.coverage.open(case.lease.case_id)
        full = self._link.decoded(case.lease.case_id)
        self.opening.open(self.judging.open(case), None if full is None else full.picture)
        self.tools.take(Tool.PAN)

    @Slot()
    def _on_case_closed(self) -> None:
        self.judging.close()
        self.coverage.close()
        self.opening.close()

    @Slot(object)
    def _on_armed(self, found: Obstacle | None) -> None:
        self.desk.show_armed(found, self.controller.dwell_share)

    @Slot(object)
    def _on_decided(self, taken: Taken) -> None:
        self.desk.recall_bar.show_taken(taken)

    @Slot(str)
    def _on_taken_away(self, name: str) -> None:
        self.status.warn(
            lambda: self.tr("%1 went back to the queue: its lease ended").replace("%1", name)
        )

    @Slot(str)
    def say_error(self, kind: str) -> None:
        """Say calmly that a bug of ours was caught; the log has the rest."""
        self.status.warn(
            lambda: self.tr(
                "Something went wrong here (%1). The log has it; your work is kept."
            ).replace("%1", kind)
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; the application then stops the threads."""
        event.setAccepted(self.may_leave())

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.sign_in_page)
        self.pages.addWidget(self.desk)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setMinimumSize(1280, 660)  # with its frame on a screen of 720 rows

    def _connect_commands(self) -> None:
        scan = self.desk.panes.scan
        slots = {
            "decision.release": self._release,
            "decision.inspect": self.asking.inspect,
            "decision.rescan": self.asking.rescan,
            "decision.refer": self.asking.refer,
            "decision.recall": self._recall,
            "decision.note": self._write_note,
            "case.skip": self.controller.skip,
            "desk.language": self.switch_language,
            "case.sign_out": self._sign_out,
            "case.quit": self.close,
            "mark.redo": self.controller.redo_mark,
            "mark.remove": self.desk.remove_picked,
            "mark.edit": self.desk.edit_picked,
            "mark.finding": self.desk.find_picked,
            "measure.clear": scan.clear_measures,
            "look.panel": self._open_drawer,
            "pane.fit": scan.fit,
            "pane.one_to_one": scan.one_to_one,
            "compare.other_view": self._toggle_other_view,
            "view.deviations": self._toggle_overlay,
            "view.full_screen": self._toggle_full_screen,
            "model.next": self._next_model,
            "model.previous": self._previous_model,
            "help.about": self._show_about,
        }
        for name, slot in slots.items():
            self.commands.connect_to(name, slot)
        self.commands["view.deviations"].setChecked(True)

    def _connect_desk(self) -> None:
        controller, desk = self.controller, self.desk
        controller.case_opened.connect(self._on_case_opened)
        controller.case_closed.connect(self._on_case_closed)
        controller.case_broken.connect(self.opening.show_broken)
        controller.model_arrived.connect(self.opening.take_model)
        controller.model_missing.connect(self.opening.miss)
        desk.explanation.model_wanted.connect(controller.want_model)
        controller.marks_changed.connect(self.opening.show_marks)
        controller.armed_changed.connect(self._on_armed)
        controller.armed_changed.connect(self.coverage.warn)
        controller.decided.connect(self._on_decided)
        controller.refused.connect(desk.decision_bar.refuse)
        controller.ready_changed.connect(self.status.show_ready)
        controller.lease_changed.connect(self.status.show_lease)
        controller.case_taken_away.connect(self._on_taken_away)
        desk.panes.scan.painted.connect(controller.note_painted)
        desk.panes.scan.markDrawn.connect(controller.draw)
        desk.panes.scan.markMoved.connect(controller.move_mark)
        desk.marks_panel.edit_asked.connect(controller.edit_mark)
        controller.mark_refused.connect(self._tell_mark_fault)
        desk.panes.otherViewChanged.connect(self.commands["compare.other_view"].setChecked)
        desk.drawer.shown.connect(self.commands["look.panel"].setChecked)
        desk.drawer.look.keepAsked.connect(self._keep_preset)
        self._presets.told.connect(self.status.warn)
        desk.marks_panel.remove_asked.connect(controller.remove_mark)
        desk.recall_bar.recall_wanted.connect(controller.recall)
        desk.decision_bar.note_left.connect(self._back_to_picture)
        self.sign_in_page.wanted.connect(self._link.sign_in)
