"""From a mark that was just drawn to a finding: who is asked about which mark, and when."""

from PySide6.QtCore import QObject, Slot

from ui.desk.controller import DeskController
from ui.desk.marks_panel import MarksPanel
from viewer.overlay import MarkDrawing
from viewer.panes.scan_pane import ScanPane
from workstation.domain.decision import MarkShape


class FindingAsking(QObject):
    """Asks about a mark that a hand has just drawn; a text says already what it is.

    To be made after the pane's ``markDrawn`` leads to the controller: the mark must be on the
    sheet before anybody is asked about it.
    """

    def __init__(self, controller: DeskController, scan: ScanPane, panel: MarksPanel) -> None:
        super().__init__(controller)
        self._controller, self._panel = controller, panel
        scan.markDrawn.connect(self._on_drawn)
        panel.finding_said.connect(controller.set_finding)

    @Slot(object)
    def _on_drawn(self, drawing: MarkDrawing) -> None:
        marks = self._controller.marks
        if not marks or marks[-1].shape is MarkShape.TEXT:
            return
        if marks[-1].shape.value == drawing.shape.value:  # else the drawing was refused
            self._panel.ask_what(marks[-1].mark_id)
