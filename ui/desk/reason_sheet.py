"""The sheet that asks why: the reasons of one conclusion by number, over the decision bar."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui import theme, words
from ui.widgets.numbered import NumberedRow, digit_of
from ui.widgets.texts import paint, plain, wrapped
from workstation.domain.decision import Conclusion
from workstation.review.reasons import REASONS, Reason, number_of, reason_at

NOTE_LIMIT = 500
_WIDTH = 430
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ELSEWHERE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard may leave for a moment without the question being left."""


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
        if key in _ENTER or key == Qt.Key.Key_Escape:
            if not event.isAutoRepeat():
                (self.sent if key in _ENTER else self.given_up).emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self.went.emit()


class ReasonSheet(QFrame):
    """Asks once; a digit takes its reason, Enter the chosen one, Escape leaves undecided.

    While it is open every key is the sheet's: none of them can be a command. Going elsewhere with
    the mouse leaves it, as Escape does. A referral wants words to the shift chief: there a digit
    leads on to the note, and Enter sends.
    """

    taken = Signal(object, object, str)  # Conclusion, Reason, note
    left = Signal()

    def __init__(self, page: QWidget, above: QWidget) -> None:
        super().__init__(page)
        self._page, self._above = page, above
        self.setObjectName("reason_sheet")
        self.setStyleSheet(
            f"#reason_sheet {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT};"
            " border-radius: 6px; }"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._conclusion = Conclusion.INSPECT
        self._chosen: Reason | None = None
        self.rows: list[NumberedRow] = []
        self._rows_for: Conclusion | None = None
        self.heading = plain(bold=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        self.note = SheetNote(self)
        self.help = wrapped(colour=theme.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(7)
        column.addWidget(self.heading)
        column.addLayout(self._list)
        column.addWidget(self.note)
        column.addWidget(self.help)
        self.note.sent.connect(self._send)
        self.note.given_up.connect(self.leave)
        self.note.stepped.connect(self._step)
        self.note.went.connect(self._leave_unless_here)
        self._is_open = False
        self.retranslate()
        self.hide()
        page.installEventFilter(self)
        above.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self._is_open

    @property
    def chosen(self) -> Reason | None:
        """The reason that Enter would take."""
        return self._chosen

    def ask(self, conclusion: Conclusion, first: Reason | None, *, note: str) -> None:
        """Ask why; ``first`` is preselected, ``note`` is what was written at the bar."""
        self._conclusion, self._is_open = conclusion, True
        self._chosen = first or REASONS[conclusion][0]
        self.note.setText(note)
        self.note.setVisible(self._wants_note())
        self._make_rows()
        self.retranslate()
        self.show()
        self.raise_()
        self._place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Ask no longer; nothing is decided."""
        if self._close():
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window, and speak the language of the moment."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # also Tab, which Qt would take to lead out of the question
            return True
        return super().event(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay above the bar when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self._is_open:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a reason, once: a key that is held down says nothing new."""
        event.accept()
        if event.isAutoRepeat():
            return
        key = event.key()
        digit = digit_of(key, event.modifiers())
        if digit is not None:
            self._take_digit(digit)
        elif key in _ENTER:
            self._answer()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave when the officer goes on elsewhere, but not on the way to the sheet's own note."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self._leave_unless_here()

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

    def _make_rows(self) -> None:
        if self._rows_for is self._conclusion:  # most ask what was asked last
            return
        self._rows_for = self._conclusion
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        for reason in REASONS[self._conclusion]:
            row = NumberedRow(number_of(self._conclusion, reason))
            row.clicked.connect(self._take_digit)
            self._list.addWidget(row)
            self.rows.append(row)

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

    def _close(self) -> bool:
        was_open, self._is_open = self._is_open, False
        self.hide()
        return was_open

    def _place(self) -> None:
        """Stand over the left end of the bar, where the key for inspecting is written."""
        width = min(_WIDTH, self._page.width() - 20)
        self.setFixedWidth(width)
        self.adjustSize()
        top = self._above.y() - self.height() - 6
        self.move(10, max(4, top))
