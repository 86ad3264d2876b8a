"""The regions that the engine finds odd, one line each; the chosen one stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme, words
from ui.widgets.texts import Elided, plain
from workstation.domain.comparison import Deviation

_MOST = 5


class RegionList(QWidget):
    """A click on a line chooses its region."""

    picked = Signal(int)
    """The region's place in the engine's row, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._regions: Sequence[Deviation] = ()
        self._chosen: int | None = None
        self.rows: list[_RegionRow] = []

    def show_regions(self, regions: Sequence[Deviation]) -> None:
        """List other regions, none of them chosen."""
        self._regions, self._chosen = regions, None
        self.retranslate()

    def set_chosen(self, number: int | None) -> None:
        """Let the line of one region stand out; it is brought into the list."""
        if number != self._chosen:
            self._chosen = number
            self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every line anew."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        first = self._first_shown()
        shown = self._regions[first : first + _MOST]
        self.rows = [self._row(number, region) for number, region in enumerate(shown, start=first)]
        for row in self.rows:
            self._column.addWidget(row)
        if len(self._regions) > len(shown):
            text = self.tr("%1 to %2 of %3 regions")
            places = (first + 1, first + len(shown), len(self._regions))
            for n, place in enumerate(places, start=1):
                text = text.replace(f"%{n}", str(place))
            self._column.addWidget(plain(text, colour=theme.QUIET))
        self.setVisible(bool(self._regions))

    def _first_shown(self) -> int:
        """Return where the list begins, so that the chosen region is on it."""
        if self._chosen is None:
            return 0
        return max(0, min(self._chosen - _MOST // 2, len(self._regions) - _MOST))

    def _row(self, number: int, region: Deviation) -> "_RegionRow":
        row = _RegionRow(number, region, chosen=number == self._chosen)
        row.picked.connect(self.picked)
        return row


class _RegionRow(QWidget):
    """Number, what differs, score."""

    picked = Signal(int)

    def __init__(self, number: int, region: Deviation, *, chosen: bool) -> None:
        super().__init__()
        self._number = number
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("region_row")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        ground = theme.HOVER if chosen else "transparent"
        self.setStyleSheet(f"#region_row {{ background: {ground}; border-radius: 3px; }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(8)
        sign = "▸" if chosen else " "
        row.addWidget(plain(f"{sign} {number + 1}", colour=theme.WARN, bold=True))
        self.said = Elided(self.tr("Differs: %1").replace("%1", words.deviation(region.why)))
        row.addWidget(self.said, 1)
        row.addWidget(plain(f"{region.score:.2f}", colour=theme.QUIET))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this region."""
        event.accept()
        self.picked.emit(self._number)
