"""What became of the last decisions; a release can be taken back while its bar runs.

The bar stands in the side column over the release button, so that it comes and goes without
moving the picture.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme, words
from ui.commands import BY_NAME, key_text, text_of
from ui.desk.controller import Taken
from ui.link_news import ActMoved, ActState, Trouble
from ui.widgets.texts import Elided, paint
from workstation.domain.decision import Conclusion

_STAYS_S = 5.0
_BAD_NEWS_STAYS_S = 20.0
_MOST = 3
_CLOCK_PX = 2


@dataclass(slots=True, kw_only=True)
class _Act:
    """One decision on the bar."""

    taken: Taken
    state: ActState | None = None
    until: float | None = None
    span_s: float = _STAYS_S
    trouble: Trouble | None = None
    recall_asked: bool = False

    def can_be_recalled(self) -> bool:
        """Tell whether asking for a recall still makes sense."""
        waiting = self.state in {None, ActState.KEPT, ActState.RECORDED}
        return self.taken.recallable and waiting and not self.recall_asked

    def share_left(self, now: float) -> float:
        """Return how much of its time is left, 0 to 1."""
        if self.until is None:
            return 1.0
        return max(0.0, (self.until - now) / self.span_s)


class _Chip(QFrame):
    """One decision with its state, its running time and a recall button."""

    recall_asked = Signal(str)

    def __init__(self, act: _Act, parent: QWidget) -> None:
        super().__init__(parent)
        self.act = act
        theme.tall(self, 54)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 6)
        row.setSpacing(10)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self.name, self.text = Elided(), Elided()
        lines.addWidget(self.name)
        lines.addWidget(self.text)
        row.addLayout(lines, 1)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.tall(self.button, 26)
        self.button.clicked.connect(self._on_clicked)
        row.addWidget(self.button)
        self.refresh()

    def refresh(self) -> None:
        """Write everything anew."""
        act = self.act
        sign = "✓" if act.taken.conclusion is Conclusion.RELEASE else "▲"
        conclusion = words.conclusion(act.taken.conclusion)
        self.name.say(f"{sign}  {conclusion}  ·  {act.taken.case.picture.label}")
        left_s = 0.0 if act.until is None else max(0.0, act.until - time.monotonic())
        self.text.say(self._state_text(left_s))
        bad = act.state in {ActState.REFUSED, ActState.TOO_LATE}
        paint(self.text, colour=theme.ALARM if bad else theme.QUIET)
        command = BY_NAME["decision.recall"]
        self.button.setText(f"{text_of(command)}   {key_text(command)}")
        self.button.setVisible(act.can_be_recalled())
        self.update(self._clock_room())

    def _clock_room(self) -> QRect:
        """Return where the time that is left is drawn; the rest changes with its own widgets."""
        return QRect(0, self.height() - _CLOCK_PX, self.width(), _CLOCK_PX)

    @Slot()
    def _on_clicked(self) -> None:
        self.recall_asked.emit(self.act.taken.decision_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the time that is left as a thin line."""
        painter = QPainter(self)
        room = QRectF(self.rect())
        painter.fillRect(room, QColor(theme.RAISED))
        share = self.act.share_left(time.monotonic())
        release = self.act.taken.conclusion is Conclusion.RELEASE
        painter.fillRect(
            QRectF(0, room.height() - _CLOCK_PX, room.width() * share, _CLOCK_PX),
            QColor(theme.GOOD if release else theme.ALARM),
        )
        painter.end()
        event.accept()

    def _next_text(self) -> str:
        """Say what happens next with a recorded decision; nothing yet, after the first of two."""
        reading = self.act.taken.case.context.reading
        if reading.readers > 1 and self.act.taken.conclusion is not Conclusion.REFER:
            if reading.slot < reading.readers:
                return self.tr("recorded; another officer reads it too")
            return self.tr("recorded; stands if both readings agree")
        texts = {
            Conclusion.INSPECT: self.tr("recorded; the crew is told to open it"),
            Conclusion.RESCAN: self.tr("recorded; held until the site has scanned it again"),
            Conclusion.REFER: self.tr("recorded; a shift chief decides"),
        }
        return texts.get(self.act.taken.conclusion, self.tr("recorded"))

    def _state_text(self, left_s: float) -> str:
        act = self.act
        if act.recall_asked and act.state in {None, ActState.KEPT, ActState.RECORDED}:
            return self.tr("taking it back …")
        if act.state is ActState.RECORDED and act.taken.recallable:
            alone = act.taken.case.context.reading.readers == 1
            told = (
                self.tr("recorded; announced in %1 s")
                if alone
                else self.tr("recorded; can be taken back for %1 s")
            )
            return told.replace("%1", f"{left_s:.0f}")
        texts = {
            ActState.RECORDED: self._next_text(),
            ActState.REFUSED: self.tr("NOT recorded: %1").replace("%1", words.trouble(act.trouble)),
            ActState.WITHDRAWN: self.tr("taken back before it was sent; the case is open again"),
            ActState.RECALLED: self.tr("taken back; the case is in the queue again"),
            ActState.TOO_LATE: self.tr("too late to take back: it has been announced"),
        }
        kept = self.tr("kept at this desk; not sent yet")
        return kept if act.state is None else texts.get(act.state, kept)


class RecallBar(QWidget):
    """The last decisions, newest first; empty most of the time and then without height."""

    recall_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.chips: list[_Chip] = []
        self._spare: list[_Chip] = []  # chips of former decisions: making one costs milliseconds
        self._timer = QTimer(self, interval=100)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def show_taken(self, taken: Taken) -> None:
        """Show a decision that was just taken."""
        chip = self._chip_for(_Act(taken=taken))
        self.chips.insert(0, chip)
        self._row.addWidget(chip)  # the newest nearest to the release button
        while len(self.chips) > _MOST:
            self._drop(self._least_wanted())
        self.show()
        self._timer.start()

    def move_act(self, moved: ActMoved) -> bool:
        """Show how far a decision has come; False when it is none of those shown here."""
        found = False
        for chip in self.chips:
            act = chip.act
            if act.taken.decision_id != moved.decision_id:
                continue
            if moved.test is not None:  # nothing was decided that could be taken back
                self._drop(chip)
                return True
            found = True
            act.state, act.trouble = moved.state, moved.trouble
            if moved.state is ActState.KEPT:
                act.until = None
            else:
                bad = moved.state in {ActState.REFUSED, ActState.TOO_LATE}
                act.span_s = _BAD_NEWS_STAYS_S if bad else (moved.recall_s or _STAYS_S)
                act.until = time.monotonic() + act.span_s
            chip.refresh()
        return found

    def recall_newest(self) -> bool:
        """Take the newest release back that still can be; False when there is none."""
        for chip in self.chips:
            if chip.act.can_be_recalled():
                self._ask(chip.act.taken.decision_id)
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            for chip in self.chips:
                chip.refresh()
        super().changeEvent(event)

    @Slot(str)
    def _ask(self, decision_id: str) -> None:
        for chip in self.chips:
            if chip.act.taken.decision_id == decision_id and chip.act.can_be_recalled():
                chip.act.recall_asked = True
                chip.refresh()
                self.recall_wanted.emit(decision_id)

    @Slot()
    def _tick(self) -> None:
        now = time.monotonic()
        for chip in list(self.chips):
            if chip.act.until is not None and now >= chip.act.until:
                self._drop(chip)
            else:
                chip.refresh()
        if not self.chips:
            self._timer.stop()
            self.hide()

    def _least_wanted(self) -> _Chip:
        """Return the oldest chip that is no bad news, or else simply the oldest."""
        calm = [chip for chip in self.chips[1:] if chip.act.state is not ActState.REFUSED]
        return (calm or self.chips)[-1]

    def _drop(self, chip: _Chip) -> None:
        self.chips.remove(chip)
        self._row.removeWidget(chip)
        chip.hide()
        self._spare.append(chip)

    def _chip_for(self, act: _Act) -> _Chip:
        if not self._spare:
            chip = _Chip(act, self)
            chip.recall_asked.connect(self._ask)
            return chip
        chip = self._spare.pop()
        chip.act = act
        chip.refresh()
        chip.show()
        return chip
