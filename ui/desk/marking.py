"""The marks of the open case: drawn, changed, taken back, and journaled at once."""

from PySide6.QtCore import QObject, Signal, Slot

from queue_client.answers import Session
from ui.journal import JournalWriter
from ui.prepared import PreparedCase
from viewer.overlay import MarkDrawing
from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Finding
from workstation.domain.mark_limits import fault_in
from workstation.review.draft import CaseKey
from workstation.review.marks import MarkSheet

_MOST_SHEETS = 16


class Marking(QObject):
    """The part of a desk that marks; every method is called on the Qt thread and none waits."""

    marks_changed = Signal(object)  # tuple of Mark
    mark_refused = Signal(object)  # MarkFault, when a change would break the bounds of marks

    def __init__(self, writer: JournalWriter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = writer
        self.case: PreparedCase | None = None
        self._sheet = MarkSheet()
        self._sheets: dict[str, MarkSheet] = {}  # of cases seen before, in case they come back
        self._drawn_by = ""
        self.session: Session | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the open case."""
        return self._sheet.marks

    @property
    def can_undo(self) -> bool:
        """Whether a change of the marks can be taken back; ask again after `marks_changed`."""
        return self._sheet.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back that can be made again."""
        return self._sheet.can_redo

    def forget_sheet(self, case_id: str) -> None:
        """Forget how the marks of a case were left here: newer ones lie in the journal."""
        self._sheets.pop(case_id, None)

    @Slot(object)
    def draw(self, drawing: MarkDrawing) -> None:
        """Keep a mark that was just drawn; it is journaled at once."""
        if self.case is not None:
            shape, view = MarkShape(drawing.shape.value), self.case.view
            self._change(self._sheet.drawn(shape, drawing.points, view=view, text=drawing.text))

    @Slot()
    def undo_mark(self) -> None:
        """Take the newest change of the marks back."""
        self._set_sheet(self._sheet.undone())

    @Slot()
    def redo_mark(self) -> None:
        """Make the change again that was taken back last."""
        self._set_sheet(self._sheet.redone())

    @Slot(str)
    def remove_mark(self, mark_id: str) -> None:
        """Take one mark away, also from marks that break a bound already."""
        self._set_sheet(self._sheet.without(mark_id))

    @Slot(str, object)
    def move_mark(self, mark_id: str, points: tuple[tuple[float, float], ...]) -> None:
        """Give a mark other points (row, column) [px]."""
        self._change(self._sheet.moved(mark_id, points))

    @Slot(str, str)
    def edit_mark(self, mark_id: str, text: str) -> None:
        """Give a mark other words."""
        self._change(self._sheet.worded(mark_id, text))

    @Slot(str, object)
    def set_finding(self, mark_id: str, finding: Finding | None) -> None:
        """Say what a mark is taken for, or nothing."""
        self._change(self._sheet.found(mark_id, finding))

    def _change(self, sheet: MarkSheet) -> None:
        """Take a change, unless it breaks a bound that the hub would refuse later."""
        fault = fault_in(sheet.marks)
        if fault is None:
            self._set_sheet(sheet)
        else:
            self.mark_refused.emit(fault)

    def _set_sheet(self, sheet: MarkSheet) -> None:
        if sheet is self._sheet or self.case is None:
            return
        self._sheet = sheet
        self._sheets[self.case.lease.case_id] = sheet
        while len(self._sheets) > _MOST_SHEETS:
            self._sheets.pop(next(iter(self._sheets)))
        key = CaseKey(case_id=self.case.lease.case_id, sha256=self.case.lease.sha256)
        self._writer.keep_marks(key, sheet.marks, officer=self._drawn_by)
        self.marks_changed.emit(sheet.marks)

    def _take_sheet(self, case: PreparedCase) -> None:
        """Take up the marks of a case that opens: as they were left, or as they were journaled."""
        self._sheet = self._sheets.get(case.lease.case_id) or MarkSheet.kept(case.marks)

    def _sit_down(self, session: Session) -> None:
        """Hear who sits here: nobody is shown what another officer has drawn."""
        self.session = session
        if session.officer != self._drawn_by:
            self._sheets.clear()
        self._drawn_by = session.officer
