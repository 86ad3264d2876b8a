"""The settings in a dim dialog over the desk."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.keymap_book import KeymapBook
from ui.preferences import PreferenceBook
from ui.settings.general_page import GeneralPage
from ui.settings.keys_page import KeysPage
from ui.settings.layout_choices import LayoutChoices
from ui.settings.monitors_page import MonitorsPage

_SIZE = QSize(860, 600)
_SHEET = f"""
QTabBar::tab {{ background: transparent; color: {theme.QUIET}; padding: 7px 18px; border: 0;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {theme.TEXT}; border-bottom-color: {theme.ACCENT}; }}
QTabBar::tab:focus {{ color: {theme.ACCENT}; }}
QHeaderView::section {{ background: {theme.PANEL}; color: {theme.QUIET}; border: 0;
    border-bottom: 1px solid {theme.LINE}; padding: 5px 4px; }}
QTreeWidget {{ border: 1px solid {theme.LINE}; border-radius: 4px; }}
QTreeWidget::item {{ padding: 3px 0; }}
QDateEdit {{ background: {theme.PANEL}; border: 1px solid {theme.LINE}; border-radius: 4px;
    padding: 4px 8px; }}
"""


class SettingsDialog(QDialog):
    """Three pages; what is changed counts at once, so there is nothing to confirm."""

    def __init__(  # noqa: PLR0913 - the pages' parts are given, not made
        self,
        preferences: PreferenceBook,
        keymaps: KeymapBook,
        *,
        dwell_s: float,
        layouts: LayoutChoices,
        monitors: MonitorsPage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setStyleSheet(_SHEET)
        self.general = GeneralPage(preferences, dwell_s=dwell_s, layouts=layouts)
        self.keys = KeysPage(keymaps, preferences)
        self.monitors = monitors
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.general, "")
        self.tabs.addTab(self.keys, "")
        self.tabs.addTab(self.monitors, "")
        self.close_button = QPushButton()
        self.close_button.setAutoDefault(False)  # Enter belongs to the list of commands
        self.close_button.clicked.connect(self.reject)
        page = QVBoxLayout(self)
        page.setContentsMargins(10, 10, 10, 12)
        page.addWidget(self.tabs, 1)
        below = QHBoxLayout()
        below.setContentsMargins(18, 0, 18, 0)
        below.addStretch(1)
        below.addWidget(self.close_button)
        page.addLayout(below)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - QSize(40, 80)))
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the dialog's own texts anew."""
        self.setWindowTitle(self.tr("Settings"))
        self.close_button.setText(self.tr("Close"))
        self.tabs.setTabText(0, self.tr("Desk"))
        self.tabs.setTabText(1, self.tr("Keys"))
        self.tabs.setTabText(2, self.tr("Monitors"))
