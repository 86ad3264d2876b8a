"""What the counts of a region are like: a few numbers and a small histogram."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from viewer.items.measure_item import COLOUR
from viewer.panes.fidelity_line import STRIP
from viewer.pixels.regions import RegionStatistics
from viewer.pixels.window import COUNTS


class RegionTable(QWidget):
    """Names and values of one region's statistics, in two columns of pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statistics: RegionStatistics | None = None
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._bars = _Bars(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(self._bars, 1)
        column.addStretch(0)

    def show_statistics(self, statistics: RegionStatistics | None) -> None:
        """Show the numbers of a region; None: it has no pixels."""
        self._statistics = statistics
        self._bars.show_bars(None if statistics is None else statistics.histogram)
        self._say()

    def rows(self) -> list[tuple[str, str]]:
        """Return names and values, in the order that they are shown."""
        found = self._statistics
        if found is None:
            return []
        full = (COUNTS - 1) / 100
        at_least = "≥ " if found.opaque else ""
        return [
            (self.tr("through"), f"{found.transmission:.2%}"),
            (self.tr("mean -ln T"), f"{at_least}{found.attenuation:.3f}"),
            (self.tr("spread"), f"{found.sd / full:.2f}%"),
            (self.tr("opaque pixels"), f"{found.opaque:.1%}"),
            (self.tr("darkest"), f"{found.minimum / full:.2f}%"),
            (self.tr("brightest"), f"{found.maximum / full:.2f}%"),
            (self.tr("skewness"), _number(found.skewness)),
            (self.tr("kurtosis"), _number(found.kurtosis)),
            (self.tr("entropy"), self.tr("{} bit").format(f"{found.entropy_bits:.2f}")),
            (self.tr("pixels"), f"{found.pixels}"),
        ]

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        rows = self.rows()
        while len(self._labels) < len(rows):
            self._add_pair(len(self._labels))
        for number, (name, value) in enumerate(self._labels):
            shown = number < len(rows)
            name.setText(rows[number][0] if shown else "")
            value.setText(rows[number][1] if shown else "")

    def _add_pair(self, number: int) -> None:
        name, value = QLabel(self), QLabel(self)
        for label in (name, value):
            label.setTextFormat(Qt.TextFormat.PlainText)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, number // 2, 2 * (number % 2))
        self._grid.addWidget(value, number // 2, 2 * (number % 2) + 1)
        self._labels.append((name, value))


class _Bars(QWidget):
    """A histogram from opaque to open air; heights are square roots, so that few are seen, too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heights: NDArray[np.float64] = np.zeros(0)
        self.setMinimumHeight(44)
        self.setMaximumHeight(110)

    def show_bars(self, bars: NDArray[np.int64] | None) -> None:
        """Show so many pixels a bin."""
        heights = np.zeros(0) if bars is None else np.sqrt(bars)
        self._heights = heights / heights.max() if heights.size and heights.any() else heights
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one bar a bin."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(STRIP))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOUR).darker(130))
        wide, high = self.width() / max(self._heights.size, 1), float(self.height())
        for number in np.flatnonzero(self._heights):
            tall = high * float(self._heights[number])
            painter.drawRect(QRectF(float(number) * wide, high - tall, max(wide, 1.0), tall))


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"
