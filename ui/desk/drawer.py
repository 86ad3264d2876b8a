"""The drawer beside the pictures: the look as numbers, or what was measured."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui import theme
from viewer.panes.look_panel import LookPanel
from viewer.panes.measure_panel import MeasurePanel
from viewer.panes.scan_pane import ScanPane

WIDTH_PX = 304
_SHEET = f"""
QToolButton {{ background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 5px 10px; color: {theme.QUIET}; }}
QToolButton:focus {{ color: {theme.ACCENT}; }}
QToolButton:checked {{ border-bottom-color: {theme.ACCENT}; color: {theme.TEXT}; }}
"""


class Drawer(QWidget):
    """Two pages, one at a time."""

    shown = Signal(bool)

    def __init__(self, pane: ScanPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.wide(self, WIDTH_PX)
        self.look, self.measures = LookPanel(pane), MeasurePanel(pane)
        self._pages = QStackedWidget()
        self._tabs = {}
        tabs = QHBoxLayout()
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(0)
        for page in (self.look, self.measures):
            self._pages.addWidget(page)
            tab = QToolButton()
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.setStyleSheet(_SHEET)
            tab.clicked.connect(self._on_tab)
            tabs.addWidget(tab)
            self._tabs[page] = tab
        tabs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tabs)
        column.addWidget(self._pages, 1)
        self.hide()
        self._turn_to(self.look)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the tabs anew."""
        self._tabs[self.look].setText(self.tr("Look"))
        self._tabs[self.measures].setText(self.tr("Measures"))

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Pull the drawer out, or push it in."""
        if is_open == self.isHidden():
            self.setVisible(is_open)
            self.shown.emit(is_open)

    def open_measures(self) -> None:
        """Show the measures: when their tool is chosen, not later, or the picture would jump."""
        self._turn_to(self.measures)
        self.set_open(True)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        for one, tab in self._tabs.items():
            tab.setChecked(one is page)

    @Slot()
    def _on_tab(self) -> None:
        for page, tab in self._tabs.items():
            if tab is self.sender():
                self._turn_to(page)
                return
