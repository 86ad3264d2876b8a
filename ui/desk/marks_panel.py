"""The marks of the open case, each with the place that the crew will be told."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme, words
from ui.desk.mark_row import MarkRow
from ui.prepared import PreparedCase
from ui.widgets.texts import Panel, plain
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Mark, MarkShape
from workstation.review.position import locate

_MOST_MARKS = 6


class MarksPanel(Panel):
    """A row a mark; the newest few, or those from the picked one on."""

    remove_asked = Signal(str)
    picked = Signal(str)
    hovered = Signal(str)
    """The id of the mark that is pointed at, empty when none is."""
    edit_asked = Signal(str, str)
    typing_done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self.body.addLayout(self._rows)
        self._none = plain(colour=theme.QUIET)
        self.body.addWidget(self._none)
        self._marks: Sequence[Mark] = ()
        self._case: PreparedCase | None = None
        self._picked: str | None = None
        self.rows: list[MarkRow] = []
        self.retranslate()

    def show_marks(self, case: PreparedCase | None, marks: Sequence[Mark]) -> None:
        """Show the marks of a case."""
        self._case, self._marks = case, marks
        self.retranslate()

    def set_picked(self, mark_id: str | None) -> None:
        """Let the row of one mark stand out; None for no mark."""
        self._picked = mark_id
        if mark_id is not None and all(row.mark.mark_id != mark_id for row in self.rows):
            self.retranslate()
        for row in self.rows:
            row.set_picked(picked=row.mark.mark_id == mark_id)

    def edit(self, mark_id: str) -> None:
        """Ask for other words of a mark."""
        self.set_picked(mark_id)
        for row in self.rows:
            if row.mark.mark_id == mark_id:
                row.edit()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Marks"))
        self._none.setText(self.tr("None. Draw with B, E, O, A, D or T."))
        self._none.setVisible(not self._marks)
        self._clear()
        self.hovered.emit("")
        first = self._first_shown()
        shown = self._marks[first : first + _MOST_MARKS]
        later = len(self._marks) - first - len(shown)
        if first:
            self._rows.addWidget(
                plain(self.tr("%n earlier mark(s)", "", first), colour=theme.QUIET)
            )
        self.rows = [self._row(n, mark) for n, mark in enumerate(shown, start=first + 1)]
        for row in self.rows:
            self._rows.addWidget(row)
        if later:
            self._rows.addWidget(plain(self.tr("%n later mark(s)", "", later), colour=theme.QUIET))

    def _clear(self) -> None:
        """Take all rows away; the keyboard must not go from one of them to a chance neighbour."""
        if any(row.field.is_asking for row in self.rows):
            for row in self.rows:
                row.field.dismiss()
            self.typing_done.emit()
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []

    def _first_shown(self) -> int:
        first = max(0, len(self._marks) - _MOST_MARKS)
        picked = [n for n, mark in enumerate(self._marks) if mark.mark_id == self._picked]
        return min(first, *picked) if picked else first

    def _row(self, number: int, mark: Mark) -> MarkRow:
        row = MarkRow(number, mark, self.place_of(mark))
        row.set_picked(picked=mark.mark_id == self._picked)
        for own, ours in (
            (row.remove_asked, self.remove_asked),
            (row.picked, self.picked),
            (row.hovered, self.hovered),
            (row.edit_asked, self.edit_asked),
            (row.typing_done, self.typing_done),
        ):
            own.connect(ours)
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
