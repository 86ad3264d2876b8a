"""One decision, replayed: what the reviewer saw, as a film, in the panes of the desk."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.decoded import DecodedScan
from ui.prepared import PreparedModel
from ui.supervisor.audited import Audited
from ui.supervisor.decision_facts import DecisionFacts
from ui.supervisor.evidence_asking import EvidenceAsking
from ui.supervisor.film_story import Moment, clock_text, moments_of, stops_of
from ui.supervisor.instant_facts import InstantFacts
from ui.supervisor.page_parts import scrolled_panels
from ui.supervisor.pages import Page
from ui.supervisor.questions import Questions
from ui.supervisor.record_story import RecordStory, story_of
from ui.supervisor.replay_loader import ReplayLoader
from ui.supervisor.replay_player import SPEEDS, ReplayPlayer
from ui.supervisor.replay_stage import ReplayStage
from ui.supervisor.time_line import TimeLine
from ui.widgets.texts import Elided, paint
from workstation.review.as_decided import as_decided
from workstation.review.film import Film, Shown

_SIDE_PX: Final = 372
_BELOW_PX: Final = 4


class ReplayPage(Page):
    """Opens a decision by its id: first as it was decided, then as a film from the beginning.

    Keys: Space plays and pauses, the arrows on the time line lead from moment to moment.
    """

    def __init__(self, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loader = ReplayLoader(questions, self)
        self.player = ReplayPlayer(self)
        self.stage, self.time_line = ReplayStage(), TimeLine()
        self.facts, self.instant = DecisionFacts(), InstantFacts()
        self.moments = QListWidget()
        self.asked_for = QLineEdit()
        self.note = Elided()
        self.play, self.first, self.last = QPushButton(), QPushButton(), QPushButton()
        self.before, self.after = QPushButton(), QPushButton()
        self.speed, self.pauses = QComboBox(), QPushButton()
        self.veil, self.path = QPushButton(), QPushButton()
        self.back = QPushButton()
        self.evidence = QPushButton()
        self._of_a_film: tuple[QWidget, ...] = (
            *(self.first, self.before, self.play, self.after, self.last, self.speed),
            *(self.pauses, self.veil, self.path),
        )
        self._audited: Audited | None = None
        self._listed: tuple[Moment, ...] = ()
        self._fault, self._film_note = "", ""
        self._asking = EvidenceAsking(questions, self.loader, self)
        self._lay_out()
        self._connect()
        self._show_nothing()

    # -- what the room tells -------------------------------------------------------------------

    def open(self, subject: str) -> None:
        """Show a decision by its id."""
        self._audited, self._fault, self._film_note = None, "", ""
        self.asked_for.setText(subject)
        self.player.take(None)
        self._show_nothing()
        self.stage.clear(self.tr("The decision is on its way."))
        self.time_line.setFocus()
        self.loader.load(subject)

    def rest(self) -> None:
        """Leave the screen: the film stands still."""
        self.player.pause()
        self.loader.rest()

    def wake(self) -> None:
        """Come on the screen; what was not loaded in time is loaded again."""
        if self._audited is not None and self.stage.panes.scan.picture is None:
            self.open(self._audited.decision_id)

    def retranslate(self) -> None:
        """Write the texts anew."""
        self.asked_for.setPlaceholderText(self.tr("Id of a decision"))
        self.asked_for.setAccessibleName(self.tr("Id of the decision to be replayed"))
        self.first.setText(self.tr("From the start"))
        self.last.setText(self.tr("As decided"))
        self.before.setText("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
        self.before.setToolTip(self.tr("To the moment before"))
        self.after.setText("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
        self.after.setToolTip(self.tr("To the next moment"))
        self.pauses.setText(self.tr("Pass over pauses"))
        self.veil.setText(self.tr("Veil the unseen"))
        self.path.setText(self.tr("Way of the view"))
        self.speed.setAccessibleName(self.tr("Pace"))
        self.back.setText(self.tr("Back to what was seen"))
        self.evidence.setText(self.tr("Evidence as PDF…"))
        self.time_line.setAccessibleName(self.tr("Time line of the review"))
        self.moments.setAccessibleName(self.tr("Moments of the review"))
        self._say_playing()
        self.facts.show_decision(self._audited)
        self._list_moments()
        self._say_note()
        self.time_line.update()
        self.stage.retranslate()
        if self._audited is None:
            self._show_nothing()
        elif self.stage.shown is not None:
            self.instant.show_instant(self.stage.shown, self.stage.scale)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Play and pause by Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.player.toggle()
        else:
            super().keyPressEvent(event)

    # -- what comes ----------------------------------------------------------------------------

    @Slot(object)
    def _on_papers(self, audited: Audited) -> None:
        self._audited = audited
        self.facts.show_decision(audited)
        self.evidence.setEnabled(True)
        decision = audited.answer.decision
        self.instant.recorded = bool(audited.evidence.get("coverage"))
        self.stage.clear(self.tr("The recorded scan is on its way."))
        self._show_instant(as_decided(audited.evidence, decision.get("marks", ())))

    @Slot(object)
    def _on_film(self, film: Film | None) -> None:
        self.player.take(film)
        self.instant.recorded |= film is not None
        self._film_note = "" if film is not None else self._no_film_text()
        self.stage.take_path(() if film is None else stops_of(film))
        packages = {} if film is None else film.head.get("models")
        self.facts.note_shown(packages if isinstance(packages, dict) else {})
        self._list_moments()
        self._enable()
        shown = self.player.shown()
        if film is not None and shown is not None:
            self._on_moved(shown)
        self._say_note()

    @Slot(object)
    def _on_scan(self, scan: DecodedScan) -> None:
        self.stage.take_scan(scan, None if self._audited is None else self._audited.comparison)
        if self.stage.shown is not None:
            self._show_instant(self.stage.shown)

    @Slot(object)
    def _on_model(self, model: PreparedModel) -> None:
        self.stage.take_model(model)

    @Slot(str)
    def _on_model_failed(self, model: str) -> None:
        self.facts.note_missing(model)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._fault = sentence
        self._show_nothing()

    @Slot(str)
    def _on_scan_failed(self, sentence: str) -> None:
        text = self.tr("The recorded scan cannot be shown: %1").replace("%1", sentence)
        self.stage.clear(text)

    @Slot(str)
    def _on_film_failed(self, sentence: str) -> None:
        self._film_note = self.tr("The film cannot be shown: %1").replace("%1", sentence)
        self._say_note()

    # -- the film ------------------------------------------------------------------------------

    @Slot(object)
    def _on_moved(self, shown: Shown) -> None:
        self.time_line.show_at(shown.at_ms)
        self._show_instant(shown)

    def _show_instant(self, shown: Shown) -> None:
        self.stage.show_instant(shown)
        self.instant.show_instant(shown, self.stage.scale)

    @Slot()
    def _to_start(self) -> None:
        self.player.seek(0)

    @Slot()
    def _to_end(self) -> None:
        if self.player.film is not None:
            self.player.pause()
            self.player.seek(self.player.film.end_ms)

    @Slot()
    def _to_next(self) -> None:
        self._step(1)

    @Slot()
    def _to_former(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        found = self.time_line.next_moment(by)
        if found is not None:
            self.player.pause()
            self.player.seek(found)

    @Slot(int)
    def _on_sought(self, at_ms: int) -> None:
        self.player.seek(at_ms)

    @Slot(QListWidgetItem)
    def _on_listed(self, item: QListWidgetItem) -> None:
        self.player.pause()
        self.player.seek(int(item.data(Qt.ItemDataRole.UserRole)))

    @Slot(int)
    def _on_speed(self, place: int) -> None:
        self.player.speed = SPEEDS[max(place, 0)]

    @Slot(bool)
    def _on_pauses(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        self.player.passes_pauses = on

    @Slot()
    def _on_asked_for(self) -> None:
        wanted = self.asked_for.text().strip()
        if wanted:
            self.open(wanted)

    @Slot(bool)
    def _on_wandered(self, away: bool) -> None:  # noqa: FBT001 - a Qt slot of wandered(bool)
        self.back.setVisible(away)
        self._say_note()

    @Slot()
    def _on_evidence(self) -> None:
        if self._audited is not None:
            self._asking.ask(self._audited, self.player.film)

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self._film_note = text
        self.evidence.setEnabled(self._audited is not None)
        self._say_note()

    # -- words ---------------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        self.facts.show_decision(None)
        self.instant.show_instant(None, 1.0)
        self.evidence.setEnabled(False)
        self.back.hide()
        text = self._fault or self.tr(
            "Open a decision from the list of decisions, or type its id at the right."
        )
        self.stage.clear(text)
        self._list_moments()
        self._enable()
        self._say_note()

    def _enable(self) -> None:
        on = self.player.film is not None
        for widget in self._of_a_film:
            widget.setVisible(on or self._audited is None)
        for button in (self.play, self.first, self.last, self.before, self.after):
            button.setEnabled(on)
        self.speed.setEnabled(on)
        for switch in (self.pauses, self.veil, self.path):
            switch.setEnabled(on)

    @Slot()
    def _say_playing(self) -> None:
        playing = self.player.is_playing
        self.play.setText(self.tr("Pause") if playing else self.tr("▶ Play"))

    def _list_moments(self) -> None:
        film = self.player.film
        story = self._story() if film is None else None
        if story is not None:
            self._listed = story.moments
            self.time_line.show_record(story)
        else:
            self._listed = () if film is None else moments_of(film)
            self.time_line.show_film(film, self._listed)
            self.time_line.show_at(self.player.at_ms)
        self.moments.clear()
        for moment in self._listed:
            item = QListWidgetItem(f"{clock_text(moment.at_ms)}   {moment.text}", self.moments)
            item.setData(Qt.ItemDataRole.UserRole, moment.at_ms)
        self.moments.setVisible(bool(self._listed))
        # A few moments need no more than their lines; the rest is for what is known of the case.
        lines = self.moments.count() * max(0, self.moments.sizeHintForRow(0))
        self.moments.setMaximumHeight(lines + 2 * self.moments.frameWidth() + _BELOW_PX)

    def _story(self) -> RecordStory | None:
        """Return what the record tells, once it is known that no film comes."""
        audited = self._audited
        if audited is None or not self._film_note:
            return None
        marks = audited.answer.decision.get("marks", ())
        return story_of(audited.evidence, marks, audited.conclusion)

    def _no_film_text(self) -> str:
        named = self._audited is not None and self._audited.answer.film.named is not None
        if named:
            return self.tr("The desk has not sent the film of this review yet.")
        return self.tr(
            "No film was taken of this review: an older desk, or another program. Shown is the"
            " moment of the decision; below, what its record tells."
        )

    def _say_note(self) -> None:
        film = self.player.film
        paint(self.note, colour=theme.WARN if film is not None else theme.QUIET)
        if not self.back.isHidden():
            paint(self.note, colour=theme.WARN)
            self.note.say(self.tr("You are looking for yourself, not through the reviewer's eyes."))
        elif film is not None and film.left_out and not self._film_note:
            text = self.tr("The film was long: %1 short moves of the view were left out.")
            self.note.say(text.replace("%1", str(film.left_out)))
        else:
            self.note.say(self._film_note)

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for number, speed in enumerate(SPEEDS):
            self.speed.addItem(f"{speed:g} \N{MULTIPLICATION SIGN}")
            if speed == 1.0:
                self.speed.setCurrentIndex(number)
        paint(self.note, colour=theme.WARN)
        side = QWidget()
        stack = QVBoxLayout(side)
        stack.setContentsMargins(6, 8, 8, 6)
        stack.setSpacing(8)
        stack.addWidget(self.asked_for)
        stack.addWidget(scrolled_panels(self.facts, self.instant), 3)
        stack.addWidget(self.moments, 2)
        stack.addWidget(self.evidence)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.stage)
        halves.addWidget(side)
        halves.setStretchFactor(0, 1)
        theme.wide(side, _SIDE_PX)
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        for widget in (self.first, self.before, self.play, self.after, self.last, self.speed):
            row.addWidget(widget)
        for button in (self.pauses, self.veil, self.path):
            button.setCheckable(True)
            row.addWidget(button)
        self.pauses.setChecked(True)
        row.addSpacing(10)
        row.addWidget(self.note, 1)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(halves, 1)
        column.addLayout(row)
        column.addWidget(self.time_line)

    def _connect(self) -> None:
        loader, player = self.loader, self.player
        loader.papers_came.connect(self._on_papers)
        loader.film_came.connect(self._on_film)
        loader.scan_came.connect(self._on_scan)
        loader.model_came.connect(self._on_model)
        loader.model_failed.connect(self._on_model_failed)
        loader.failed.connect(self._on_failed)
        loader.scan_failed.connect(self._on_scan_failed)
        loader.film_failed.connect(self._on_film_failed)
        player.moved.connect(self._on_moved)
        player.playing_changed.connect(self._say_playing)
        self.play.clicked.connect(player.toggle)
        self.first.clicked.connect(self._to_start)
        self.last.clicked.connect(self._to_end)
        self.after.clicked.connect(self._to_next)
        self.before.clicked.connect(self._to_former)
        self.speed.currentIndexChanged.connect(self._on_speed)
        self.pauses.toggled.connect(self._on_pauses)
        self.time_line.sought.connect(self._on_sought)
        self.moments.itemActivated.connect(self._on_listed)
        self.moments.itemClicked.connect(self._on_listed)
        self.asked_for.returnPressed.connect(self._on_asked_for)
        self.stage.wandered.connect(self._on_wandered)
        self.veil.toggled.connect(self.stage.veil)
        self.path.toggled.connect(self.stage.set_path_shown)
        self.back.clicked.connect(self.stage.back)
        self.evidence.clicked.connect(self._on_evidence)
        self._asking.told.connect(self._on_told)
