"""One mark in the list: its number, what it is taken for, and the place that the crew is told."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ui import theme, words
from ui.widgets.texts import Elided, paint, plain
from viewer.panes.words_editor import WordsField
from workstation.domain.decision import Mark
from workstation.domain.finding import Confidence, Finding

_ROUND: Final = 3  # [px]
_DOTS: Final = {Confidence.LOW: "●○○", Confidence.MEDIUM: "●●○", Confidence.HIGH: "●●●"}


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
        self.tells = (number, mark, place)
        self.is_read_only = False
        self._is_picked = False
        layout = self._layout = QGridLayout(self)
        layout.setContentsMargins(4, 1, 0, 2)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(1, 1)
        layout.addWidget(plain(str(number), colour=theme.WARN, bold=True), 0, 0)
        self.kind = Elided()
        self._say_kind(mark)
        layout.addWidget(self.kind, 0, 1)
        # Where it lies on a line of its own: a crew that reads half of it opens the wrong row.
        self.said = plain(place.replace(" m)", "\N{NO-BREAK SPACE}m)"))
        self.said.setWordWrap(True)
        self.spoken = Elided("  ·  ".join(part for part in self._spoken(mark) if part))
        self.field: WordsField | None = None  # few rows ever need it, and all would take longer
        layout.addWidget(self.said, 1, 1)
        layout.addWidget(self.spoken, 2, 1)
        self.said.setVisible(bool(place))
        self.spoken.setVisible(bool(self.spoken.text()))
        self.away = QPushButton("✕")
        self.away.setFlat(True)
        self.away.setFixedSize(26, 22)
        self.away.setObjectName("bare")
        self.away.setAccessibleName(self.tr("Take mark %1 away").replace("%1", str(number)))
        self.away.setToolTip(self.away.accessibleName())
        self.away.clicked.connect(self._on_away)
        layout.addWidget(self.away, 0, 2)
        self.setToolTip(self.tr("Double click to change the words"))

    @property
    def is_asking(self) -> bool:
        """Whether words are being written here."""
        return self.field is not None and self.field.is_asking

    def set_picked(self, *, picked: bool) -> None:
        """Stand out, or not."""
        if picked is not self._is_picked:
            self._is_picked = picked
            self.update()

    def set_read_only(self) -> None:
        """Let nothing be changed here: it is somebody else's mark."""
        self.is_read_only = True
        self.away.hide()
        self.setToolTip("")

    def edit(self) -> None:
        """Ask for other words."""
        if self.is_read_only:
            return
        if self.field is None:
            self.field = WordsField(self)
            self.field.kept.connect(self._on_kept)
            self.field.given_up.connect(self._show_words)
            self._layout.addWidget(self.field, 3, 1)
        self.spoken.hide()
        self.field.ask(self.mark.text)

    def dismiss(self) -> None:
        """Ask for words no longer."""
        if self.field is not None:
            self.field.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground of a row that stands out; a style sheet of its own would take longer."""
        if self._is_picked:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(theme.HOVER))
            painter.setPen(QColor(theme.HOVER))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), _ROUND, _ROUND)
            painter.end()
        event.accept()

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

    def _say_kind(self, mark: Mark) -> None:
        """Show the type, or calmly that there is none yet, beside the shape."""
        finding = mark.finding or Finding()
        name = words.finding_kind(finding.kind)
        if finding.kind is None:
            self.kind.say(f"{words.shape(mark.shape)}  ·  {name}")
            paint(self.kind, colour=theme.QUIET)
            return
        self.kind.say(name)
        paint(self.kind, bold=True)

    def _spoken(self, mark: Mark) -> tuple[str, ...]:
        """Return how sure the officer is, the guessed goods, and the words at the mark."""
        finding = mark.finding or Finding()
        sure = ""
        if finding.kind is not None:
            sure = f"{_DOTS[finding.confidence]} {words.confidence(finding.confidence)}"
        return sure, finding.goods, f"HS {finding.hs}" if finding.hs else "", mark.text

    def _on_kept(self, text: str) -> None:
        self._show_words()
        self.edit_asked.emit(self.mark.mark_id, text)

    def _show_words(self) -> None:
        self.spoken.setVisible(bool(self.spoken.text()))
        if self.hasFocus():  # else the officer has gone on to another field already
            self.typing_done.emit()

    def _on_away(self) -> None:
        self.remove_asked.emit(self.mark.mark_id)
