"""Turns a desk into a place to practise: the same keys, and after each decision the truth."""

from typing import Final, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Qt, Slot
from PySide6.QtWidgets import QBoxLayout

from ui import theme
from ui.command_table import joining
from ui.desk.controller import Taken
from ui.i18n import in_own_words
from ui.main_window import MainWindow
from ui.prepared import area_of
from ui.session.hours import DeskHours
from ui.session.looking_back import first_key
from ui.session.training_bar import ScorePage, TrainingBar
from viewer.overlay import Region, RegionKind
from workstation.review.score import Score
from workstation.review.training import HiddenThing, Outcome, TrainingTruth, outcome_of

_FRAME_PX: Final = 4
_NOT_HERE: Final = ("decision.recall", "desk.training", "desk.lock", "case.sign_out")
_HIDDEN: Final = {
    "dense_box": QT_TRANSLATE_NOOP("Training", "a dense box"),
    "packets": QT_TRANSLATE_NOOP("Training", "packets"),
    "cavity": QT_TRANSLATE_NOOP("Training", "a cavity in the load"),
    "false_wall": QT_TRANSLATE_NOOP("Training", "a false wall"),
    "other_goods": QT_TRANSLATE_NOOP("Training", "other goods"),
    "metal_parts": QT_TRANSLATE_NOOP("Training", "metal parts"),
}
_SAID: Final = {
    Outcome.HIT: QT_TRANSLATE_NOOP("Training", "✓ Right: to be opened."),
    Outcome.MISS: QT_TRANSLATE_NOOP("Training", "✕ Missed: this should be opened."),
    Outcome.FALSE_ALARM: QT_TRANSLATE_NOOP("Training", "✕ In vain: nothing is wrong here."),
    Outcome.CORRECT_REJECTION: QT_TRANSLATE_NOOP("Training", "✓ Right: nothing is wrong here."),
    Outcome.NOT_COUNTED: QT_TRANSLATE_NOOP(
        "Training", "Not counted: the picture is good enough to judge."
    ),
}
_GOOD: Final = frozenset({Outcome.HIT, Outcome.CORRECT_REJECTION})


class Truths(Protocol):
    """The part of a trainer that the window asks; see `workstation.assembly.training`."""

    @property
    def cases(self) -> int:
        """How many cases there are."""

    def truth_of(self, case_id: str) -> TrainingTruth | None:
        """Return what a case that was given out really held."""


class TrainingCoach(QObject):
    """Frames the window, holds each decided case with the truth over it, and keeps the score."""

    def __init__(self, window: MainWindow, hours: DeskHours, truths: Truths) -> None:
        super().__init__(window)
        self._window, self._truths = window, truths
        hours.looking_back.is_quiet = True
        self.outcomes: list[Outcome] = []
        self._shown: tuple[Taken, TrainingTruth] | None = None
        self._may_leave = False
        self.bar, self.page = TrainingBar(), ScorePage()
        window.pages.addWidget(self.page)
        self._frame()
        controller = window.controller
        controller.auto_advance = False
        window.commands["case.auto_advance"].setEnabled(False)
        for name in (*_NOT_HERE, *(one.name for one in joining.COMMANDS)):
            window.commands[name].setVisible(False)
        window.desk.recall_bar.setMaximumHeight(0)  # what was told cannot be taken back
        for label in (window.status.queue, window.status.unmatched, window.status.hub):
            label.setVisible(False)  # they speak of a hub
        window.may_leave = self.may_leave
        controller.held.connect(self._on_held)
        controller.went_on.connect(self._on_went_on)
        controller.case_closed.connect(self._on_no_case)
        self.page.leave_wanted.connect(window.close)
        self.retranslate()
        hours.notice.language_changed.connect(self.retranslate, Qt.ConnectionType.QueuedConnection)

    @property
    def score(self) -> Score:
        """The score as it stands."""
        return Score.of(self.outcomes)

    @property
    def truth(self) -> TrainingTruth | None:
        """The truth about the decided case on the screen."""
        return None if self._shown is None else self._shown[1]

    def may_leave(self) -> bool:
        """Show the score before the window closes, once."""
        if self._may_leave or not self.outcomes:
            return True
        self._show_score()
        return False

    @Slot(object)
    def _on_held(self, taken: Taken) -> None:
        truth = self._truths.truth_of(taken.case.lease.case_id)
        if truth is None:
            return
        self.outcomes.append(outcome_of(taken.conclusion, truth))
        self._shown = (taken, truth)
        self.retranslate()

    @Slot()
    def _on_went_on(self) -> None:
        self._shown = None
        self.bar.tell("", colour=theme.TEXT)

    @Slot()
    def _on_no_case(self) -> None:
        if len(self.outcomes) >= self._truths.cases:
            self._show_score()

    def _show_score(self) -> None:
        self._may_leave = True
        self._on_went_on()
        self.page.show_score(self.score)
        self._window.pages.setCurrentWidget(self.page)
        self.page.button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def retranslate(self) -> None:
        """Say and draw the truth about the case on the screen, and the score."""
        self.bar.show_score(self.score, total=self._truths.cases)
        self._window.setWindowTitle(self.tr("Review Room · Training"))
        if self._shown is None:
            return
        _, truth = self._shown
        outcome = self.outcomes[-1]
        text = f"{_tr(_SAID[outcome])}  {self._truth_text(truth)}"
        key = first_key("case.go_on")
        text += "  ·  " + self.tr("%1: next case").replace("%1", key)
        self.bar.tell(text, colour=theme.GOOD if outcome in _GOOD else theme.ALARM)
        self._window.desk.panes.scan.set_regions(
            [
                Region(
                    rect=area_of(area),
                    label=_hidden_text(thing),
                    kind=RegionKind.PROHIBITED,
                    chosen=True,
                )
                for thing in truth.hidden
                for area in thing.areas
            ]
        )

    def _truth_text(self, truth: TrainingTruth) -> str:
        declared = in_own_words(truth.declared, truth.declared_zh)
        loaded = in_own_words(truth.loaded, truth.loaded_zh)
        if truth.truly_declared:
            text = self.tr("Declared and loaded: %1.").replace("%1", declared)
        else:
            text = self.tr("Declared: %1; loaded: %2.")
            text = text.replace("%1", declared).replace("%2", loaded)
        if truth.hidden:
            things = self.tr("; ").join(_hidden_text(thing) for thing in truth.hidden)
            text += " " + self.tr("Hidden, drawn over the scan: %1.").replace("%1", things)
        return text

    def _frame(self) -> None:
        centre = self._window.centralWidget()
        whole = None if centre is None else centre.layout()
        if centre is None or not isinstance(whole, QBoxLayout):
            return
        centre.setObjectName("training_frame")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        centre.setStyleSheet(f"QWidget#training_frame {{ background: {theme.WARN}; }}")
        whole.setContentsMargins(_FRAME_PX, _FRAME_PX, _FRAME_PX, _FRAME_PX)
        whole.insertWidget(0, self.bar)
        for place in range(self._window.pages.count()):
            page = self._window.pages.widget(place)
            if page is not None:
                page.setAutoFillBackground(True)  # else the frame's colour shines through


def _tr(text: object) -> str:
    return QCoreApplication.translate("Training", str(text))


def _hidden_text(thing: HiddenThing) -> str:
    name = _tr(_HIDDEN[thing.kind]) if thing.kind in _HIDDEN else thing.kind
    if thing.mass_kg < 1:
        return name
    told = QCoreApplication.translate("Training", "%1, %2 kg")
    return told.replace("%1", name).replace("%2", f"{thing.mass_kg:,.0f}")
