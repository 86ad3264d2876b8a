"""A row of a numbered choice: a number key, what it means, and whether it is taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Elided, paint, plain

_DIGITS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(10)}
_SIGN_PX = 16


def digit_of(key: int, modifiers: Qt.KeyboardModifier) -> int | None:
    """Return the digit that a key types, on the row above the letters or on the keypad."""
    plain_key = modifiers in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    return _DIGITS.get(Qt.Key(key)) if plain_key else None


class NumberedRow(QFrame):
    """One choice; the chosen one has a sign before it, not a colour alone."""

    clicked = Signal(int)

    def __init__(self, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digit = digit
        self.setObjectName("numbered_row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 8, 1)
        row.setSpacing(8)
        self._sign = plain(colour=theme.ACCENT)
        self._sign.setFixedWidth(_SIGN_PX)
        self._number = plain(str(digit), colour=theme.QUIET, bold=True)
        self.words = Elided()
        self._hint = plain(colour=theme.QUIET, size=8.5)
        row.addWidget(self._sign)
        row.addWidget(self._number)
        row.addWidget(self.words, 1)
        row.addWidget(self._hint)
        self._is_chosen = False

    def set_digit(self, digit: int) -> None:
        """Belong to another number."""
        if digit != self.digit:
            self.digit = digit
            self._number.setText(str(digit))

    def say(self, words: str, *, hint: str = "") -> None:
        """Show what the number means, and a quiet word at the end of the row."""
        self.words.say(words)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def set_chosen(self, *, chosen: bool) -> None:
        """Stand out, or not."""
        if chosen is self._is_chosen:  # a style sheet of its own takes long, for each row
            return
        self._is_chosen = chosen
        self._sign.setText("▸" if chosen else "")
        ground = theme.HOVER if chosen else "transparent"
        self.setStyleSheet(f"#numbered_row {{ background: {ground}; border-radius: 3px; }}")
        # QUIET is not read on HOVER.
        paint(self._number, colour=theme.TEXT if chosen else theme.QUIET, bold=True)
        paint(self._hint, colour=theme.TEXT if chosen else theme.QUIET, size=8.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose with the mouse what the number chooses."""
        event.accept()
        self.clicked.emit(self.digit)
