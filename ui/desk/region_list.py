"""The regions that the engine finds odd, one line each; the chosen one stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import engine_words, theme, words
from ui.widgets.texts import Elided, plain
from workstation.domain.comparison import Deviation
from workstation.domain.scanner_report import SCANNER_ALARM

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
        self._lines: list[_RegionRow] = []
        self._more = plain(colour=theme.QUIET)
        self._column.addWidget(self._more)
        self.rows: list[_RegionRow] = []
        self.retranslate()

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
        """Write every line anew; the lines themselves stay, for making them takes milliseconds."""
        first = self._first_shown()
        shown = self._regions[first : first + _MOST]
        while len(self._lines) < len(shown):
            line = _RegionRow()
            line.picked.connect(self.picked)
            self._column.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for number, region in enumerate(shown, start=first):
            self._lines[number - first].say(number, region, chosen=number == self._chosen)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
        self.rows = self._lines[: len(shown)]
        text = self.tr("%1 to %2 of %3 regions")
        places = (first + 1, first + len(shown), len(self._regions))
        for n, place in enumerate(places, start=1):
            text = text.replace(f"%{n}", str(place))
        self._more.setText(text)
        self._more.setVisible(len(self._regions) > len(shown))
        self.setVisible(bool(self._regions))

    def _first_shown(self) -> int:
        """Return where the list begins, so that the chosen region is on it."""
        if self._chosen is None:
            return 0
        return max(0, min(self._chosen - _MOST // 2, len(self._regions) - _MOST))


class _RegionRow(QWidget):
    """Number, what differs, score."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._is_chosen: bool | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("region_row")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(8)
        self._name, self.said = plain(colour=theme.WARN, bold=True), Elided()
        self._score = plain(colour=theme.QUIET)
        row.addWidget(self._name)
        row.addWidget(self.said, 1)
        row.addWidget(self._score)

    def say(self, number: int, region: Deviation, *, chosen: bool) -> None:
        """Tell of a region."""
        self._number = number
        if chosen != self._is_chosen:
            self._is_chosen = chosen
            ground = theme.HOVER if chosen else "transparent"
            self.setStyleSheet(f"#region_row {{ background: {ground}; border-radius: 3px; }}")
        self._name.setText(f"{'▸' if chosen else ' '} {number + 1}")
        told = words.deviation(region.why)
        of_scanner = SCANNER_ALARM in region.why  # which compares nothing: it only points
        self.said.say(told if of_scanner else self.tr("Differs: %1").replace("%1", told))
        self._score.setText(f"{region.score:.2f}")
        self._score.setToolTip("" if of_scanner else engine_words.region_tip())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this region."""
        event.accept()
        self.picked.emit(self._number)
