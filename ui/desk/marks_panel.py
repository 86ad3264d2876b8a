"""The marks of the open case, each with the place that the crew will be told."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui import theme, words
from ui.desk.finding_editor import FindingEditor
from ui.desk.mark_row import MarkRow
from ui.desk.places import frame_of
from ui.prepared import PreparedCase
from ui.widgets.texts import Panel, plain, wrapped
from workstation.domain.decision import Mark
from workstation.domain.places import place_of

_MOST_MARKS = 6


class MarksPanel(Panel):
    """A row a mark; the newest few, or those from the picked one on."""

    remove_asked = Signal(str)
    picked = Signal(str)
    hovered = Signal(str)
    """The id of the mark that is pointed at, empty when none is."""
    edit_asked = Signal(str, str)
    finding_said = Signal(str, object)
    """The id of a mark and its finding, or None."""
    typing_done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self.body.addLayout(self._rows)
        self._none = wrapped(colour=theme.QUIET)
        self.body.addWidget(self._none)
        self.editor = FindingEditor()
        self.body.addWidget(self.editor)
        self.editor.changed.connect(self.finding_said)
        self.editor.next_wanted.connect(self._ask_next)
        self.editor.step_wanted.connect(self._ask_beside)
        self.editor.closed.connect(self._after_editor)
        self._scrolled_to: int | None = None
        self._marks: Sequence[Mark] = ()
        self._case: PreparedCase | None = None
        self._picked: str | None = None
        self._is_read_only = False
        self.rows: list[MarkRow] = []
        self.retranslate()

    def show_marks(self, case: PreparedCase | None, marks: Sequence[Mark]) -> None:
        """Show the marks of a case."""
        self._case, self._marks = case, marks
        self._show_rows(self.rows)
        number = self._number_of(self.editor.mark_id)
        if number is None:
            self.editor.close_up()
        else:
            self.editor.refresh(number, marks[number - 1])

    def set_read_only(self, *, on: bool) -> None:
        """Show the marks that come to read only, or to be changed again."""
        self._is_read_only = on

    def ask_what(self, mark_id: str | None) -> None:
        """Ask what a mark is; without one, of the first that has no type yet, else of the last."""
        number = self._number_of(mark_id) or self._number_of(self._first_without_type())
        number = number or len(self._marks)
        if number and not self._is_read_only:
            mark = self._marks[number - 1]
            self.picked.emit(mark.mark_id)
            self.editor.ask(number, mark)
            QTimer.singleShot(0, self._bring_into_sight)

    @Slot(str)
    def _ask_next(self, mark_id: str) -> None:
        """Go on to the next mark without a type, if there is one."""
        wanted = self._first_without_type(after=mark_id)
        if wanted is None:
            self.editor.close_up()
        else:
            self.ask_what(wanted)

    @Slot(str, int)
    def _ask_beside(self, mark_id: str, step: int) -> None:
        number = self._number_of(mark_id)
        if number is not None and 1 <= number + step <= len(self._marks):
            self.ask_what(self._marks[number + step - 1].mark_id)

    @Slot()
    def _after_editor(self) -> None:
        """Give the keyboard back, and show again what was in sight before."""
        area = self._scroll_area()
        if area is not None and self._scrolled_to is not None:
            area.verticalScrollBar().setValue(self._scrolled_to)
        self._scrolled_to = None
        self.typing_done.emit()

    @Slot()
    def _bring_into_sight(self) -> None:
        area = self._scroll_area()
        if area is not None and self.editor.mark_id is not None:
            if self._scrolled_to is None:
                self._scrolled_to = area.verticalScrollBar().value()
            area.ensureWidgetVisible(self.editor)

    def _scroll_area(self) -> QScrollArea | None:
        """Return the area that this panel stands in, wherever the page has put it."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _number_of(self, mark_id: str | None) -> int | None:
        numbers = (n for n, mark in enumerate(self._marks, 1) if mark.mark_id == mark_id)
        return next(numbers, None)

    def _first_without_type(self, *, after: str | None = None) -> str | None:
        """Return the first mark without a type, of those behind a mark and then of all others."""
        start = self._number_of(after) or 0
        in_turn = (*self._marks[start:], *self._marks[:start])
        return next(
            (
                mark.mark_id
                for mark in in_turn
                if mark.mark_id != after and (mark.finding is None or mark.finding.kind is None)
            ),
            None,
        )

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
        self._none.setText(
            self.tr("None. Draw with B, E, O, A, D or T: by mouse, or arrows and Space.")
        )
        self._show_rows(())

    def _show_rows(self, former: Sequence[MarkRow]) -> None:
        """Show a row for each mark; of the former ones those stay that tell the same.

        To make one takes milliseconds, and each mark that is drawn shows all marks again.
        """
        self._none.setVisible(not self._marks)
        first = self._first_shown()
        shown = self._marks[first : first + _MOST_MARKS]
        later = len(self._marks) - first - len(shown)
        wanted = [(n, mark, self.place_of(mark)) for n, mark in enumerate(shown, start=first + 1)]
        stays = [
            row
            for row in former
            if row.tells in wanted and row.is_read_only is self._is_read_only and not row.is_asking
        ]
        self._clear(stays)
        if first:
            self._rows.addWidget(
                plain(self.tr("%n earlier mark(s)", "", first), colour=theme.QUIET)
            )
        for one in wanted:
            same = (row for row in stays if row.tells == one)
            self.rows.append(next(same, None) or self._row(*one))
        for row in self.rows:
            row.set_picked(picked=row.mark.mark_id == self._picked)
            self._rows.addWidget(row)
        if later:
            self._rows.addWidget(plain(self.tr("%n later mark(s)", "", later), colour=theme.QUIET))

    def _clear(self, stays: Sequence[MarkRow]) -> None:
        """Take the other rows away; the keyboard must not go from one to a chance neighbour."""
        if any(row.is_asking for row in self.rows):
            for row in self.rows:
                row.dismiss()
            self.typing_done.emit()
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None and old not in stays:
                old.hide()
                old.deleteLater()
        if len(stays) < len(self.rows):
            self.hovered.emit("")  # the mouse may have been over one that went
        self.rows = []

    def _first_shown(self) -> int:
        first = max(0, len(self._marks) - _MOST_MARKS)
        picked = [n for n, mark in enumerate(self._marks) if mark.mark_id == self._picked]
        return min(first, *picked) if picked else first

    def _row(self, number: int, mark: Mark, place: str) -> MarkRow:
        row = MarkRow(number, mark, place)
        if self._is_read_only:
            row.set_read_only()
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
        return "" if case is None else words.position(place_of(mark, frame_of(case)))
