"""One mark in the list: its number, its shape, its words and the place that the crew is told."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui import theme, words
from ui.widgets.texts import Elided, plain
from viewer.panes.words_editor import WordsField
from workstation.domain.decision import Mark


class MarkRow(QWidget):
    """Pointing at it or clicking it shows which mark it is; a double click changes its words."""

    hovered = Signal(str)
    """The mark's id while the mouse is over the row, empty when it has left."""
    picked = Signal(str)
    remove_asked = Signal(str)
    edit_asked = Signal(str, str)
    typing_done = Signal()
    """The keyboard is free again."""

    def __init__(self, number: int, mark: Mark, place: str) -> None:
        super().__init__()
        self.mark = mark
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("mark_row")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain(str(number), colour=theme.WARN, bold=True))
        layout.addWidget(plain(words.shape(mark.shape)))
        self.said = Elided("  ·  ".join(part for part in (mark.text, place) if part))
        self.field = WordsField(self)
        self.field.kept.connect(self._on_kept)
        self.field.given_up.connect(self._show_words)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.field, 1)
        self.away = QPushButton("✕")
        self.away.setFlat(True)
        self.away.setFixedSize(26, 22)
        self.away.setStyleSheet("padding: 0")
        self.away.setAccessibleName(self.tr("Take mark %1 away").replace("%1", str(number)))
        self.away.setToolTip(self.away.accessibleName())
        self.away.clicked.connect(self._on_away)
        layout.addWidget(self.away)
        self.setToolTip(self.tr("Double click to change the words"))
        self.set_picked(picked=False)

    def set_picked(self, *, picked: bool) -> None:
        """Stand out, or not."""
        ground = theme.HOVER if picked else "transparent"
        self.setStyleSheet(f"#mark_row {{ background: {ground}; border-radius: 3px; }}")

    def edit(self) -> None:
        """Ask for other words."""
        self.said.hide()
        self.field.ask(self.mark.text)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the mouse is here."""
        super().enterEvent(event)
        self.hovered.emit(self.mark.mark_id)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse has left."""
        super().leaveEvent(event)
        self.hovered.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick this mark."""
        event.accept()
        self.picked.emit(self.mark.mark_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change the words."""
        event.accept()
        self.edit()

    def _on_kept(self, text: str) -> None:
        self._show_words()
        self.edit_asked.emit(self.mark.mark_id, text)

    def _show_words(self) -> None:
        self.said.show()
        if self.hasFocus():  # else the officer has gone on to another field already
            self.typing_done.emit()

    def _on_away(self) -> None:
        self.remove_asked.emit(self.mark.mark_id)
