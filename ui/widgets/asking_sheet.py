"""A sheet that asks once: answers by number, and every key is its own while it is open."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.numbered import NumberedRow, digit_of
from ui.widgets.texts import plain, wrapped

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
UP_AND_DOWN: Final = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
_WIDTH: Final = 430
_ELSEWHERE: Final = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard may leave for a moment without the question being left."""


def went_for_good(event: QFocusEvent) -> bool:
    """Tell whether the keyboard has left because the officer goes on elsewhere."""
    return event.reason() not in _ELSEWHERE


class AskingSheet(QFrame):
    """A heading, numbered rows and a line of help at the left end of a page.

    A digit takes its row, Enter the chosen one, the arrows choose, Escape leaves. While it is
    open every key is the sheet's: none of them can be a command. What follows from an answer is
    the matter of the sheets made of this one.
    """

    left = Signal()

    def __init__(self, page: QWidget, name: str) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName(name)
        self.setStyleSheet(
            f"#{name} {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT};"
            " border-radius: 6px; }"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rows: list[NumberedRow] = []
        self._made: list[NumberedRow] = []
        self.heading, self.help = plain(bold=True), wrapped(colour=theme.QUIET)
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(7)
        column.addWidget(self.heading)
        column.addLayout(self._list)
        column.addWidget(self.help)
        self._is_open = False
        self.hide()
        page.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self._is_open

    @Slot()
    def leave(self) -> None:
        """Ask no longer; nothing was answered."""
        if self._close():
            self.left.emit()

    def retranslate(self) -> None:
        """Write every text anew."""
        raise NotImplementedError

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
        """Stay in its place when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self._is_open:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an answer, once: a key that is held down says nothing new."""
        event.accept()
        if event.isAutoRepeat():
            return
        key = event.key()
        digit = digit_of(key, event.modifiers())
        if digit is not None:
            self._take_digit(digit)
        elif key in ENTER:
            self._answer()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in UP_AND_DOWN:
            self._step(UP_AND_DOWN[key])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if went_for_good(event):
            self._leave_unless_here()

    # -- what the sheets made of this one say --------------------------------------------------

    def _take_digit(self, digit: int) -> None:
        """Take the answer of a row."""
        raise NotImplementedError

    def _answer(self) -> None:
        """Take the chosen answer."""
        raise NotImplementedError

    def _step(self, step: int) -> None:
        """Choose the next answer, or the one before, -1."""
        raise NotImplementedError

    def _top(self) -> int:
        """Return where the sheet begins on the page [px]; its height is known."""
        raise NotImplementedError

    @Slot()
    def _leave_unless_here(self) -> None:
        """Leave, unless the keyboard is still within the sheet."""
        self.leave()

    # -- what they have in common --------------------------------------------------------------

    def _open(self) -> None:
        self._is_open = True
        self.retranslate()
        self.show()
        self.raise_()
        self._place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> bool:
        was_open, self._is_open = self._is_open, False
        self.hide()
        return was_open

    def _make_rows(self, digits: list[int]) -> None:
        """Have a row for each digit; their texts are those of former ones as yet.

        Rows stay for the next question: making one takes a millisecond.
        """
        while len(self._made) < len(digits):
            row = NumberedRow(len(self._made) + 1, self)
            row.clicked.connect(self._take_digit)
            self._list.addWidget(row)
            self._made.append(row)
        self.rows = self._made[: len(digits)]
        for row, digit in zip(self.rows, digits, strict=True):
            row.set_digit(digit)
        for number, row in enumerate(self._made):
            row.setVisible(number < len(digits))

    def _place(self) -> None:
        """Stand over the left end of the decision, where the key for inspecting is written."""
        self.setFixedWidth(min(_WIDTH, self._page.width() - 20))
        self.adjustSize()
        self.move(10, max(4, self._top()))
