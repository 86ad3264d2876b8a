"""The sheet that asks why: the reasons of one conclusion by number, over the decision bar."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme, words
from ui.widgets.asking_sheet import ENTER, UP_AND_DOWN, AskingSheet, went_for_good
from ui.widgets.texts import paint
from workstation.domain.decision import Conclusion
from workstation.review.reasons import REASONS, Reason, number_of, reason_at

NOTE_LIMIT = 500


class SheetNote(QLineEdit):
    """The note on the sheet: no key typed here reaches a command."""

    sent = Signal()
    given_up = Signal()
    stepped = Signal(int)
    went = Signal()
    """The keyboard has gone elsewhere for good."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(NOTE_LIMIT)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; Enter sends once, however long it is held."""
        key = event.key()
        if key in ENTER or key == Qt.Key.Key_Escape:
            if not event.isAutoRepeat():
                (self.sent if key in ENTER else self.given_up).emit()
        elif key in UP_AND_DOWN:
            self.stepped.emit(UP_AND_DOWN[key])
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if went_for_good(event):
            self.went.emit()


class ReasonSheet(AskingSheet):
    """Asks once; a digit takes its reason, Enter the chosen one, Escape leaves undecided.

    Going elsewhere with the mouse leaves it, as Escape does. A referral wants words to the shift
    chief: there a digit leads on to the note, and Enter sends.
    """

    taken = Signal(object, object, str)  # Conclusion, Reason, note

    def __init__(self, page: QWidget, above: QWidget) -> None:
        super().__init__(page, "reason_sheet")
        self._above = above
        self._conclusion = Conclusion.INSPECT
        self._chosen: Reason | None = None
        self._rows_for: Conclusion | None = None
        self.note = SheetNote(self)
        self._column.insertWidget(self._column.indexOf(self.help), self.note)
        self.note.sent.connect(self._send)
        self.note.given_up.connect(self.leave)
        self.note.stepped.connect(self._step)
        self.note.went.connect(self._leave_unless_here)
        self.retranslate()
        above.installEventFilter(self)

    @property
    def chosen(self) -> Reason | None:
        """The reason that Enter would take."""
        return self._chosen

    def ask(self, conclusion: Conclusion, first: Reason | None, *, note: str) -> None:
        """Ask why; ``first`` is preselected, ``note`` is what was written at the bar."""
        self._conclusion = conclusion
        self._chosen = first or REASONS[conclusion][0]
        self.note.setText(note)
        self.note.setVisible(self._wants_note())
        if self._rows_for is not conclusion:  # most ask what was asked last
            self._rows_for = conclusion
            self._make_rows([number_of(conclusion, reason) for reason in REASONS[conclusion]])
        self._open()

    def make_ready(self) -> None:
        """Have the rows made before anything is asked: the first question then takes no longer."""
        if not self.rows:
            self._make_rows([number_of(self._conclusion, one) for one in REASONS[self._conclusion]])
            for part in self.findChildren(QWidget):
                part.ensurePolished()

    def retranslate(self) -> None:
        """Write every text anew."""
        title = words.conclusion(self._conclusion)
        self.heading.setText(self.tr("%1: why?").replace("%1", title))
        for row in self.rows:
            reason = reason_at(self._conclusion, row.digit)
            if reason is not None:
                chosen = reason is self._chosen
                row.say(words.reason(reason), hint=self.tr("Enter") if chosen else "")
                row.set_chosen(chosen=chosen)
        self.note.setPlaceholderText(self.tr("What should the shift chief look at?"))
        self.note.setAccessibleName(self.tr("Note to the shift chief"))
        self._say_help()

    def _say_help(self, *, note_missing: bool = False) -> None:
        paint(self.help, colour=theme.WARN if note_missing else theme.QUIET)
        if note_missing:
            self.help.setText(self.tr("Write a few words to the shift chief, then Enter."))
        elif self._wants_note():
            self.help.setText(self.tr("A number, then the note, then Enter. Esc: not now."))
        else:
            self.help.setText(self.tr("A number decides with this reason. Esc: not now."))

    @Slot(int)
    def _take_digit(self, digit: int) -> None:
        reason = reason_at(self._conclusion, digit)
        if reason is not None:
            self._chosen = reason
            self._answer()

    @Slot(int)
    def _step(self, step: int) -> None:
        reasons = REASONS[self._conclusion]
        at = 0 if self._chosen is None else reasons.index(self._chosen)
        self._chosen = reasons[(at + step) % len(reasons)]
        self.retranslate()

    def _answer(self) -> None:
        """Decide, or go on to the note where one is wanted."""
        if self._wants_note():
            self.retranslate()
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._send()

    @Slot()
    def _send(self) -> None:
        note, reason = self.note.text().strip(), self._chosen
        if self._wants_note() and not note:
            self._say_help(note_missing=True)
            return
        if self._close() and reason is not None:
            self.taken.emit(self._conclusion, reason, note)

    @Slot()
    def _leave_unless_here(self) -> None:
        if not (self.hasFocus() or self.note.hasFocus()):
            self.leave()

    def _wants_note(self) -> bool:
        return self._conclusion is Conclusion.REFER

    def _top(self) -> int:
        return self._above.y() - self.height() - 6
