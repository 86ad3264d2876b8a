"""Everything that decides what a pane's picture looks like, in one panel beside it."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.panes.band_section import BandSection
from viewer.panes.colour_section import ColourSection
from viewer.panes.controls import SHEET, button, row
from viewer.panes.fidelity_line import paint_strip
from viewer.panes.filter_section import FilterSection
from viewer.panes.histogram import HistogramPane
from viewer.panes.look_section import LookSection
from viewer.panes.scan_pane import ScanPane
from viewer.panes.tone_section import ToneSection
from viewer.picture import Picture
from viewer.pixels.look import Look

_WIDTH_PX: Final = 300
_SLOTS: Final = 10


class LookPanel(QWidget):
    """Follows one `ScanPane` and changes its look by `ScanPane.set_look` alone.

    While the panel is hidden it does not follow, and catches up when it is shown. Enter and Esc in
    a field lead back to the picture.
    """

    keepAsked = Signal(int, str)  # noqa: N815 - a Qt signal
    """Keep the look of the moment in this slot (0 is the first look, else a key) as this title."""

    def __init__(self, pane: ScanPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._shown: tuple[Look, Picture | None] | None = None
        paint_strip(self)
        self.setStyleSheet(SHEET)
        self.histogram = HistogramPane(pane, self)
        self.histogram.setFixedHeight(92)
        self.tone, self.colour = ToneSection(), ColourSection()
        self.band, self.filters = BandSection(), FilterSection()
        self.plain = button()
        self.title = QLineEdit()
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title.setMaxLength(40)
        self.keep = button()
        self.keep.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.keep)
        self.slots = [menu.addAction("") for _ in range(_SLOTS)]
        self.keep.setMenu(menu)
        self._lay_out()
        for section in self._sections():
            section.chosen.connect(self._on_chosen)
        self.tone.auto_asked.connect(self._on_auto)
        self.plain.clicked.connect(self._on_plain)
        self.title.textChanged.connect(self._on_title)
        menu.triggered.connect(self._on_keep)
        pane.stateChanged.connect(self._follow)
        self.retranslate()
        self._on_title("")

    def sizeHint(self) -> QSize:
        """Return a column about as wide as a hand."""
        return QSize(_WIDTH_PX, 720)

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes; the sections do so themselves."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody looked."""
        super().showEvent(event)
        self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead back to the picture from a field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._pane.setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.plain.setText(self.tr("Plain look"))
        self.plain.setToolTip(self.tr("No filter, no colours, the whole grey window"))
        self.title.setPlaceholderText(self.tr("Name of this look"))
        self.title.setAccessibleName(self.title.placeholderText())
        self.keep.setText(self.tr("Keep as"))
        self.keep.setToolTip(self.tr("Keep this look under a name, on a number key"))
        first, *keys = self.slots
        first.setText(self.tr("What each scan starts with"))
        for number, action in enumerate(keys, start=1):
            action.setText(self.tr("Key {}").format(number))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for section in self._sections():
            column.addWidget(section)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = row(self.plain, self.title, self.keep, stretch=1)
        foot.setContentsMargins(8, 6, 8, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.histogram)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
        self.setMinimumWidth(_WIDTH_PX - 20)

    def _sections(self) -> tuple[LookSection, ...]:
        return self.tone, self.colour, self.band, self.filters

    def _follow(self, _state: object = None) -> None:
        # A pan or zoom changes the state, too, and nothing here.
        shown = self._pane.state.look, self._pane.picture
        if not self.isVisible() or shown == self._shown:
            return
        self._shown = shown
        for section in self._sections():
            section.show_look(*shown)

    def _on_chosen(self, look: Look) -> None:
        self._pane.set_look(look)
        # Also where the pane had that look already: a control may have gone ahead of it.
        self._shown = None
        self._follow()

    def _on_auto(self, low: float, high: float) -> None:
        self._pane.auto_window(low=low, high=high)

    def _on_plain(self) -> None:
        self._pane.set_look(Look())

    def _on_title(self, title: str) -> None:
        self.keep.setEnabled(bool(title.strip()))

    def _on_keep(self, pressed: QAction) -> None:
        self.keepAsked.emit(self.slots.index(pressed), self.title.text().strip())
        self.title.clear()
        self._pane.setFocus()
