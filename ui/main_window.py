"""The one window: sign-in or desk, the menu made from the command table, and the status strip."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

import PySide6
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import words
from ui.commands import COMMANDS, CommandSet, Group
from ui.desk.banner import Banner
from ui.desk.controller import DeskController, Hands, Taken
from ui.desk.desk_page import DeskPage
from ui.desk.status_strip import StatusStrip
from ui.i18n import Language, Translations
from ui.journal import JournalWriter
from ui.link_news import (
    ActMoved,
    ActState,
    CaseFailed,
    HubNews,
    LeaseRuns,
    NothingWaiting,
    RoomSeen,
    SessionClosed,
    SessionOpened,
)
from ui.prepared import PreparedCase
from ui.queue_link import QueueLink
from ui.sign_in import SignInPage
from ui.widgets.key_sheet import KeySheet
from viewer.overlay import Tool
from workstation.domain.decision import Conclusion, Mark
from workstation.review.arming import Obstacle
from workstation.review.reasons import Reason, proposed

_TEXT_FIELDS: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_TOOLS: Final = {
    Tool.PAN: "mark.pan",
    Tool.BOX: "mark.box",
    Tool.ELLIPSE: "mark.ellipse",
    Tool.ARROW: "mark.arrow",
}


class MainWindow(QMainWindow):
    """Joins link, controller and pages; holds no state of a case itself."""

    def __init__(
        self,
        link: QueueLink,
        writer: JournalWriter,
        translations: Translations,
        *,
        desk: str,
        dwell_s: float,
    ) -> None:
        super().__init__()
        self._link, self._translations = link, translations
        self.commands = CommandSet(self)
        self.desk = DeskPage(self.commands)
        self.sign_in_page = SignInPage(desk)
        self.banner, self.status = Banner(), StatusStrip()
        self.controller = DeskController(
            link,
            writer,
            hands=self._hands,
            evidence=self.desk.evidence,
            dwell_s=dwell_s,
            parent=self,
        )
        self._key_sheet: KeySheet | None = None
        self._lay_out()
        self._make_menu()
        self._connect_commands()
        self._connect_desk()
        link.news.connect(self._on_news)
        writer.failed.connect(self.banner.show_trouble)
        self.retranslate()
        self._show_tool(Tool.PAN)

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
        titles = {
            Group.CASE: self.tr("&Case"),
            Group.DECISION: self.tr("&Decision"),
            Group.MARK: self.tr("&Marks"),
            Group.VIEW: self.tr("&Picture"),
            Group.HELP: self.tr("&Help"),
        }
        for group, menu in self._menus.items():
            menu.setTitle(titles[group])
        chinese = self._translations.language is Language.CHINESE
        self._language_button.setText("English" if chinese else "中文")
        self._language_button.setToolTip(self.tr("Switch the language"))

    @Slot()
    def switch_language(self) -> None:
        """Go from Chinese to English or back, at once."""
        chinese = self._translations.language is Language.CHINESE
        language = Language.ENGLISH if chinese else Language.CHINESE
        self._translations.use(language)
        self.retranslate()

    # -- acts ----------------------------------------------------------------------------------

    @Slot()
    def _release(self) -> None:
        self._decide(Conclusion.RELEASE, None)

    @Slot()
    def _inspect(self) -> None:
        self._decide(Conclusion.INSPECT, self.desk.decision_bar.chosen_reason)

    @Slot()
    def _rescan(self) -> None:
        self._decide(Conclusion.RESCAN, self._proposed(Conclusion.RESCAN))

    @Slot()
    def _refer(self) -> None:
        self._decide(Conclusion.REFER, self._proposed(Conclusion.REFER))

    def _decide(self, conclusion: Conclusion, reason: Reason | None) -> None:
        self.controller.decide(conclusion, reason, self.desk.decision_bar.note.text().strip())
        self._back_to_picture()

    def _proposed(self, conclusion: Conclusion) -> Reason | None:
        case = self.controller.case
        return proposed(conclusion, None if case is None else case.comparison, marked=False)

    @Slot()
    def _recall(self) -> None:
        self.desk.recall_bar.recall_newest()

    @Slot()
    def _write_note(self) -> None:
        self.desk.decision_bar.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _hand(self) -> None:
        self._set_tool(Tool.PAN)

    @Slot()
    def _box(self) -> None:
        self._set_tool(Tool.BOX)

    @Slot()
    def _ellipse(self) -> None:
        self._set_tool(Tool.ELLIPSE)

    @Slot()
    def _arrow(self) -> None:
        self._set_tool(Tool.ARROW)

    def _set_tool(self, tool: Tool) -> None:
        self.desk.panes.scan.set_tool(tool)
        self._show_tool(tool)
        self._back_to_picture()

    @Slot(object)
    def _show_tool(self, tool: Tool) -> None:
        for one, name in _TOOLS.items():
            self.commands[name].setChecked(one is tool)

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
    def _show_keys(self) -> None:
        if self._key_sheet is None:
            self._key_sheet = KeySheet(self)
        self._key_sheet.show()
        self._key_sheet.raise_()

    @Slot()
    def _show_about(self) -> None:
        try:
            ours = version("review-room")
        except PackageNotFoundError:
            ours = "0"
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("About Review Room"))
        box.setIconPixmap(self.windowIcon().pixmap(48, 48))
        box.setText(
            self.tr("Review Room %1\nQt for Python %2\nLicence: Apache-2.0")
            .replace("%1", ours)
            .replace("%2", PySide6.__version__)
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def _sign_out(self) -> None:
        self._link.sign_out()

    @Slot()
    def _back_to_picture(self) -> None:
        self.desk.panes.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what happens --------------------------------------------------------------------------

    def _hands(self) -> Hands:
        return Hands(
            typing=isinstance(QApplication.focusWidget(), _TEXT_FIELDS),
            window_active=self.isActiveWindow(),
        )

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case SessionOpened(session=session):
                self.status.show_officer(session.name or session.officer)
                self.sign_in_page.say("")
                self.pages.setCurrentWidget(self.desk)
                self._back_to_picture()
            case SessionClosed(code=code):
                self.status.show_officer("")
                self.sign_in_page.say(code)
                self.pages.setCurrentWidget(self.sign_in_page)
            case ActMoved():
                if not self.desk.recall_bar.move_act(news) and news.state is ActState.REFUSED:
                    self._tell_of_lost_act(news)
            case RoomSeen(room=room):
                self.status.show_room(room)
            case HubNews():
                self.status.show_hub(news)
                self.banner.show_hub(news)
            case LeaseRuns():
                self.desk.show_nothing_waiting(nothing=False)
            case NothingWaiting():
                self.desk.show_nothing_waiting(nothing=True)
            case CaseFailed(trouble=trouble):
                text = self.tr("A scan cannot be shown and went back: %1")
                self.status.say(text.replace("%1", words.trouble(trouble)))
            case _:
                return

    def _tell_of_lost_act(self, act: ActMoved) -> None:
        """Say that a decision kept from before a crash did not count, and why."""
        text = self.tr("Your decision on %1, kept from before, was NOT recorded: %2")
        text = text.replace("%1", act.case_id).replace("%2", words.trouble(act.trouble))
        self.banner.show_trouble(text)

    @Slot(object)
    def _on_case_opened(self, case: PreparedCase) -> None:
        self.status.say("")
        self.desk.show_case(case)
        self._set_tool(Tool.PAN)

    @Slot()
    def _on_case_closed(self) -> None:
        self.desk.show_case(None)

    @Slot(object)
    def _on_marks(self, marks: tuple[Mark, ...]) -> None:
        self.desk.show_marks(marks)

    @Slot(object)
    def _on_armed(self, found: Obstacle | None) -> None:
        self.desk.show_armed(found, self.controller.dwell_share)

    @Slot(object)
    def _on_decided(self, taken: Taken) -> None:
        self.desk.recall_bar.show_taken(taken)

    @Slot(str)
    def _on_taken_away(self, name: str) -> None:
        self.status.say(self.tr("%1 went back to the queue: its lease ended").replace("%1", name))

    @Slot(str)
    def say_error(self, kind: str) -> None:
        """Say calmly that a bug of ours was caught; the log has the rest."""
        self.status.say(
            self.tr("Something went wrong here (%1). The log has it; your work is kept.").replace(
                "%1", kind
            )
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; the application then stops the threads."""
        event.accept()

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
        self.setMinimumSize(1280, 720)

    def _make_menu(self) -> None:
        self._menus = {}
        for group in (Group.CASE, Group.DECISION, Group.MARK, Group.VIEW, Group.HELP):
            menu = QMenu(self)
            for command in COMMANDS:
                if command.group is group:
                    menu.addAction(self.commands[command.name])
            self.menuBar().addMenu(menu)
            self._menus[group] = menu
        self._language_button = QToolButton()
        self._language_button.setAutoRaise(True)
        self._language_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._language_button.clicked.connect(self.switch_language)
        self._language_button.setText("English")  # the longer of the two; it keeps that width
        self._language_button.setFixedWidth(self._language_button.sizeHint().width() + 8)
        # The menu bar goes by a size hint, which the button alone does not bind to its width.
        self._corner = QWidget(self.menuBar())
        room = QHBoxLayout(self._corner)
        room.setContentsMargins(0, 0, 8, 0)
        room.addWidget(self._language_button)
        self.menuBar().setCornerWidget(self._corner)

    def _connect_commands(self) -> None:
        scan = self.desk.panes.scan
        slots = {
            "decision.release": self._release,
            "decision.inspect": self._inspect,
            "decision.rescan": self._rescan,
            "decision.refer": self._refer,
            "decision.recall": self._recall,
            "decision.reason": self.desk.decision_bar.next_reason,
            "decision.note": self._write_note,
            "case.skip": self.controller.skip,
            "case.sign_out": self._sign_out,
            "case.quit": self.close,
            "mark.pan": self._hand,
            "mark.box": self._box,
            "mark.ellipse": self._ellipse,
            "mark.arrow": self._arrow,
            "mark.undo": self.controller.undo_mark,
            "pane.fit": scan.fit,
            "pane.one_to_one": scan.one_to_one,
            "pane.invert": scan.toggle_invert,
            "pane.log": scan.toggle_log,
            "pane.material": scan.toggle_material,
            "pane.reset": scan.reset,
            "pane.link": self._toggle_link,
            "view.deviations": self._toggle_overlay,
            "view.full_screen": self._toggle_full_screen,
            "model.next": self._next_model,
            "model.previous": self._previous_model,
            "help.keys": self._show_keys,
            "help.about": self._show_about,
        }
        for command in COMMANDS:
            self.commands.connect_to(command.name, slots[command.name])
        self.commands["view.deviations"].setChecked(True)
        self.commands["pane.link"].setChecked(self.desk.panes.linked)
        self.desk.panes.linkChanged.connect(self.commands["pane.link"].setChecked)

    @Slot()
    def _toggle_link(self) -> None:
        self.desk.panes.set_linked(self.commands["pane.link"].isChecked())

    def _connect_desk(self) -> None:
        controller, desk = self.controller, self.desk
        controller.case_opened.connect(self._on_case_opened)
        controller.case_closed.connect(self._on_case_closed)
        controller.model_arrived.connect(desk.models.add)
        controller.marks_changed.connect(self._on_marks)
        controller.armed_changed.connect(self._on_armed)
        controller.decided.connect(self._on_decided)
        controller.refused.connect(desk.decision_bar.refuse)
        controller.ready_changed.connect(self.status.show_ready)
        controller.lease_changed.connect(self.status.show_lease)
        controller.case_taken_away.connect(self._on_taken_away)
        desk.panes.scan.painted.connect(controller.note_painted)
        desk.panes.scan.markDrawn.connect(controller.draw)
        desk.panes.scan.toolChanged.connect(self._show_tool)
        desk.marks_panel.remove_asked.connect(controller.remove_mark)
        desk.recall_bar.recall_wanted.connect(controller.recall)
        desk.decision_bar.note_left.connect(self._back_to_picture)
        self.sign_in_page.wanted.connect(self._link.sign_in)
