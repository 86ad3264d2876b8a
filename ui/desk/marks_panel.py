"""The marks of the open case, each with the place that the crew will be told."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme, words
from ui.prepared import PreparedCase
from ui.widgets.texts import Elided, Panel, plain
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Mark, MarkShape
from workstation.review.position import locate

_MOST_MARKS = 6


class MarksPanel(Panel):
    """A row a mark: number, shape, place, and a button that takes it away."""

    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self.body.addLayout(self._rows)
        self._none = plain(colour=theme.QUIET)
        self.body.addWidget(self._none)
        self._marks: Sequence[Mark] = ()
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_marks(self, case: PreparedCase | None, marks: Sequence[Mark]) -> None:
        """Show the marks of a case."""
        self._case, self._marks = case, marks
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Marks"))
        self._none.setText(self.tr("None. Draw with B, E or A."))
        self._none.setVisible(not self._marks)
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        hidden = max(0, len(self._marks) - _MOST_MARKS)
        if hidden:
            self._rows.addWidget(
                plain(self.tr("%n earlier mark(s)", "", hidden), colour=theme.QUIET)
            )
        for number, mark in enumerate(self._marks, start=1):
            if number > hidden:
                self._rows.addWidget(self._row(number, mark))

    def _row(self, number: int, mark: Mark) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain(str(number), colour=theme.WARN, bold=True))
        layout.addWidget(plain(words.shape(mark.shape)))
        place = Elided(self.place_of(mark))
        layout.addWidget(place, 1)
        away = QPushButton("✕")
        away.setFlat(True)
        away.setFixedSize(26, 22)
        away.setStyleSheet("padding: 0")
        away.setAccessibleName(self.tr("Take mark %1 away").replace("%1", str(number)))
        away.setToolTip(away.accessibleName())
        away.setProperty("mark", mark.mark_id)
        away.clicked.connect(self._on_away)
        layout.addWidget(away)
        return row

    def place_of(self, mark: Mark) -> str:
        """Return where a mark lies in words; empty when there is no picture to tell by."""
        case = self._case
        if case is None:
            return ""
        rows, columns = case.picture.shape
        box = case.container or Rectangle(row=0, column=0, height=rows, width=columns)
        points = mark.points[-1:] if mark.shape is MarkShape.ARROW else mark.points
        return words.position(locate(points, box, pitch_mm=case.picture.pitch_mm))

    def _on_away(self) -> None:
        button = self.sender()
        if button is not None:
            self.remove_asked.emit(str(button.property("mark")))
