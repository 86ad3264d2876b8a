"""The field in which the words of a mark are written."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from viewer.items.mark_layer import MARK_COLOUR
from viewer.overlay import MOST_TEXT
from viewer.panes.fidelity_line import STRIP, WORDS

_WIDTH: Final = 260
_BESIDE: Final = 8
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ELSEWHERE: Final = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard may leave for a moment without the writing being over."""


class WordsField(QLineEdit):
    """A field that asks once: Enter keeps the words, Escape gives them up.

    What is written is also kept when the officer goes on elsewhere. Words as they were at first
    are no answer, so that an empty one takes words away only where there were some.
    """

    kept = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._at_first = parent, ""
        self._is_asking = False
        self.setMaxLength(MOST_TEXT)
        self.hide()
        self._say()

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._is_asking

    def ask(self, words: str = "") -> None:
        """Ask for words; what is being written already stays."""
        if not self._is_asking:
            self._at_first, self._is_asking = words, True
            self.setText(words)
            self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Ask no longer; neither signal is sent."""
        if self._is_asking:
            self._is_asking = False
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self._room.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window: none may act while words are written."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; no key goes on to the picture below."""
        if event.key() in _ENTER:
            self._finish(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(keep=False)
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is written when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if self._is_asking and event.reason() not in _ELSEWHERE:
            self._finish(keep=True)

    def _finish(self, *, keep: bool) -> None:
        words = self.text().strip()
        self.dismiss()
        if keep and words != self._at_first:
            self.kept.emit(words)
        else:
            self.given_up.emit()

    def _say(self) -> None:
        self.setPlaceholderText(self.tr("Words, then Enter"))
        self.setAccessibleName(self.tr("Words of the mark"))


class WordsEditor(WordsField):
    """A field that stands on the picture, at the place the words are for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet(
            f"QLineEdit {{ background: {STRIP}; color: {WORDS}; padding: 3px 6px;"
            f" border: 1px solid {MARK_COLOUR}; border-radius: 3px; }}"
        )

    def ask_at(self, point: QPoint) -> None:
        """Ask for words beside a point of the parent."""
        self.move_to(point)
        self.ask()

    def move_to(self, point: QPoint) -> None:
        """Stand beside a point of the parent, wholly within it."""
        room = self._room.rect()
        self.resize(min(_WIDTH, room.width()), self.sizeHint().height())
        left = min(point.x() + _BESIDE, room.width() - self.width())
        top = min(point.y() + _BESIDE, room.height() - self.height())
        self.move(max(left, 0), max(top, 0))
