"""The field in which the words of a mark are written, at the very place of the mark."""

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


class WordsEditor(QLineEdit):
    """Enter keeps the words, Escape gives them up; a click elsewhere never loses any."""

    kept = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._is_asking = parent, False
        self.setMaxLength(MOST_TEXT)
        self.setStyleSheet(
            f"QLineEdit {{ background: {STRIP}; color: {WORDS}; padding: 3px 6px;"
            f" border: 1px solid {MARK_COLOUR}; border-radius: 3px; }}"
        )
        self.hide()
        self._say()

    def ask_at(self, point: QPoint) -> None:
        """Ask for words beside a point of the parent; what is being written stays."""
        self.move_to(point)
        if not self._is_asking:
            self.clear()
            self._is_asking = True
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_to(self, point: QPoint) -> None:
        """Stand beside a point of the parent, wholly within it."""
        room = self._room.rect()
        self.resize(min(_WIDTH, room.width()), self.sizeHint().height())
        left = min(point.x() + _BESIDE, room.width() - self.width())
        top = min(point.y() + _BESIDE, room.height() - self.height())
        self.move(max(left, 0), max(top, 0))

    def dismiss(self) -> None:
        """Ask no longer; neither signal is sent."""
        if self._is_asking:
            self._is_asking = False
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self._room.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, *_ENTER):
                event.accept()
                return True
        elif event.type() == QEvent.Type.LanguageChange:
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
        if keep and words:
            self.kept.emit(words)
        else:
            self.given_up.emit()

    def _say(self) -> None:
        self.setPlaceholderText(self.tr("Words, then Enter"))
        self.setAccessibleName(self.tr("Words of the mark"))
