"""One calm line above the pictures while the desk is in an unusual state."""

from enum import IntEnum

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Elided, paint


class Notice(IntEnum):
    """What the line may speak of; the greatest that has something to say is shown."""

    MONITOR = 0
    REST = 1
    ROLE = 2
    REFERRED = 3
    REVIEW = 4
    UNSENT = 5
    SCREEN = 6


class NoticeLine(QFrame):
    """Shown only while there is something to say; `language_changed` asks for it anew."""

    language_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.text = Elided()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.addWidget(self.text, 1)
        self._covered, self._colour = False, ""
        self._said: dict[Notice, tuple[str, str]] = {}
        self.hide()

    def say(self, notice: Notice, text: str, *, colour: str = theme.ACCENT) -> None:
        """Say something of one kind; an empty text takes it back."""
        if text:
            self._said[notice] = (text, colour)
        else:
            self._said.pop(notice, None)
        self._show()

    def cover(self, covered: bool) -> None:  # noqa: FBT001 - a Qt slot of changed(bool)
        """Say nothing while the desk is locked: a line may name a case."""
        self._covered = covered
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for every text anew when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.language_changed.emit()
        super().changeEvent(event)

    def _show(self) -> None:
        shown, colour = self._said[max(self._said)] if self._said else ("", theme.ACCENT)
        if shown and colour != self._colour:  # a style sheet costs a millisecond
            self._colour = colour
            self.setStyleSheet(
                f"QFrame#notice {{ background: {theme.RAISED}; border-left: 4px solid {colour}; }}"
            )
            paint(self.text, colour=colour)
        self.text.say(shown)
        self.setVisible(bool(shown) and not self._covered)
