"""The parts of the desk's page and where they stand: pictures at the left, papers beside them."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ui.commands import CommandSet
from ui.desk.case_panel import CasePanel
from ui.desk.coverage_strip import CoverageStrip
from ui.desk.decision_bar import DecisionBar
from ui.desk.declaration_panel import DeclarationPanel
from ui.desk.drawer import Drawer
from ui.desk.explanation import Explanation
from ui.desk.history_panel import HistoryPanel
from ui.desk.marks_panel import MarksPanel
from ui.desk.model_strip import ModelStrip
from ui.desk.recall_bar import RecallBar
from ui.desk.region_guide import RegionGuide
from ui.desk.tool_bar import ToolBar
from ui.desk.veil import Veil
from ui.desk.verdict_panel import VerdictPanel
from ui.layouts import LEAST_SIDE_PX, SHIPPED, Layout, Measures
from viewer.panes.compare_pane import ComparePane


class DeskFrame(QWidget):
    """Makes the parts and gives each its place; what they show is the matter of `DeskPage`."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes = ComparePane()
        self.tools = ToolBar(commands)
        self.models = ModelStrip()
        self.case_panel, self.declaration_panel = CasePanel(), DeclarationPanel()
        self.history_panel = HistoryPanel()
        self.folding = (self.declaration_panel, self.history_panel)
        self.verdict_panel, self.marks_panel = VerdictPanel(), MarksPanel()
        self.recall_bar, self.decision_bar = RecallBar(), DecisionBar(commands)
        self.coverage_strip = CoverageStrip()
        self.drawer = Drawer(self.panes.scan)
        self.explanation = Explanation(commands, self.models.model_of)
        self.regions = RegionGuide(
            commands, self.panes, self.verdict_panel.regions, self.explanation, self
        )
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room anew as soon as the explanation comes or goes.

        Qt would do so a moment later, and what is looked at next would be shown at a wrong size.
        """
        shown_or_not = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        if watched is self.explanation and event.type() in shown_or_not:
            self._upper.activate()
        return False

    def _lay_out(self) -> None:
        pictures = QWidget()
        self._left = left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.tools)
        left.addWidget(self.panes, 11)
        left.addWidget(self.explanation, 9)
        left.addWidget(self.models)
        column = QWidget()
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        for panel in (
            self.case_panel,
            self.verdict_panel,
            self.declaration_panel,
            self.history_panel,
            self.marks_panel,
        ):
            stack.addWidget(panel)
        stack.addStretch(1)
        self.side = QScrollArea()
        self.side.setWidget(column)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for one in (self.side, self.side.viewport(), column):
            # Chips of decisions come and go below: what stays in sight is not painted anew.
            one.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._upper = upper = QHBoxLayout(pictures)
        self.explanation.installEventFilter(self)
        upper.setContentsMargins(8, 8, 4, 6)
        upper.setSpacing(8)
        upper.addLayout(left, 1)
        upper.addWidget(self.drawer)
        papers = QWidget()
        papers.setMinimumWidth(LEAST_SIDE_PX)
        side = QVBoxLayout(papers)
        side.setContentsMargins(4, 8, 8, 6)
        side.setSpacing(8)
        side.addWidget(self.side, 100)
        side.addStretch(1)
        side.addWidget(self.coverage_strip)
        side.addWidget(self.recall_bar)
        self.veil = Veil(self.side)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        self.halves.setHandleWidth(4)
        for half, stretch in ((pictures, 1), (papers, 0)):
            self.halves.addWidget(half)
            self.halves.setStretchFactor(self.halves.count() - 1, stretch)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.halves, 1)
        page.addWidget(self.decision_bar)

    # -- layout --------------------------------------------------------------------------------

    def measures(self) -> Measures:
        """Return how the page is laid out now."""
        side = self.halves.sizes()[1] or SHIPPED[Layout.BELOW].side_px
        share = min(max(self.panes.upper_share, 0.2), 0.9)
        return Measures(upper_share=share, side_px=side, drawer=not self.drawer.isHidden())

    def take_measures(self, measures: Measures) -> None:
        """Lay the page out."""
        whole = sum(self.halves.sizes())
        self.halves.setSizes([max(whole - measures.side_px, 1), measures.side_px])
        self.panes.set_upper_share(measures.upper_share)
        self.drawer.set_open(measures.drawer)

    def take_models_back(self) -> None:
        """Put the model's pane and the strip where they stand on one screen."""
        self.panes.take_model_back()
        self._left.addWidget(self.models)

    @Slot()
    def papers_down(self) -> None:
        """Scroll the papers a page down."""
        self._scroll_papers(1)

    @Slot()
    def papers_up(self) -> None:
        """Scroll the papers a page up."""
        self._scroll_papers(-1)

    def _scroll_papers(self, pages: int) -> None:
        bar = self.side.verticalScrollBar()
        bar.setValue(bar.value() + pages * (bar.pageStep() - 40))

    def show_overlay(self, *, shown: bool) -> None:
        """Show or hide everything that is drawn over the pictures."""
        self.panes.scan.set_overlay_shown(shown)
        self.panes.model.set_overlay_shown(shown)
        self.panes.patches.set_allowed(shown)
