"""The counts of a pane's picture as a histogram, with the grey window over it to take hold of."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from viewer.panes.fidelity_line import STRIP, WORDS
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.look import DensityBand, Energy, Look
from viewer.pixels.window import COUNTS, between, grey_table

_BINS: Final = 256
_CURVE: Final = "#FFB52E"


class HistogramPane(QWidget):
    """Follows one `ScanPane`; dragging the left or right half moves that end of the window.

    Heights are logarithmic: the few dense pixels are what an officer looks for.
    """

    def __init__(self, pane: ScanPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._of: tuple[Picture, Energy] | None = None
        self._heights: NDArray[np.float64] = np.zeros(_BINS)
        self._end: int | None = None
        self.setMinimumSize(120, 48)
        pane.stateChanged.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        """Return a strip a little wider than high."""
        return QSize(260, 80)

    def heights(self) -> NDArray[np.float64]:
        """Return the 256 bars, from opaque to open air, the highest being 1."""
        self._count_bars()
        return self._heights

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars, the curve of the greys, and the two ends of the window."""
        look = self._pane.state.look
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(STRIP))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(WORDS).darker(180))
        wide, high = self.width() / _BINS, float(self.height())
        if look.band is not None:
            self._paint_band(painter, look.band)
        for number, share in enumerate(self.heights()):
            bar = QRectF(number * wide, high * (1 - share), wide + 0.5, high * share)
            painter.drawRect(bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        greys = grey_table(look.window, curve=look.curve, gamma=look.gamma, invert=look.invert)
        step = COUNTS // _BINS
        points = [
            QPointF((n + 0.5) * wide, 1 + (high - 2) * (1 - float(grey) / 255))
            for n, grey in enumerate(greys[step // 2 :: step])
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_CURVE), 1.5))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(QColor(_CURVE), 1, Qt.PenStyle.DashLine))
        for count in self._ends(look):
            x = count / COUNTS * self.width()
            painter.drawLine(QPointF(x, 0), QPointF(x, high))

    def _paint_band(self, painter: QPainter, band: DensityBand) -> None:
        """Lay the density band behind the bars, at least two pixels wide."""
        ground, left = QColor(band.colour), band.darkest / COUNTS * self.width()
        ground.setAlphaF(0.35)
        width = max((band.brightest - band.darkest) / COUNTS * self.width(), 2.0)
        painter.fillRect(QRectF(left, 0, width, self.height()), ground)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the nearer end of the window."""
        count = self._count(event)
        ends = self._ends(self._pane.state.look)
        self._end = int(abs(count - ends[1]) < abs(count - ends[0]))
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move that end."""
        event.accept()
        if self._end is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        look = self._pane.state.look
        ends = list(self._ends(look))
        ends[self._end] = self._count(event)
        self._pane.set_look(replace(look, window=between(*ends)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()
        self._end = None

    def _ends(self, look: Look) -> tuple[float, float]:
        return look.window.darkest, look.window.brightest

    def _count(self, event: QMouseEvent) -> float:
        share = event.position().x() / max(self.width(), 1)
        return min(max(share, 0.0), 1.0) * (COUNTS - 1)

    def _follow(self, _state: object = None) -> None:
        self.update()

    def _count_bars(self) -> None:
        """Count the picture's bars when they are looked at: it takes milliseconds."""
        picture, source = self._pane.picture, self._pane.view.source
        energy = self._pane.state.look.energy
        of = None if picture is None else (picture, energy)
        if of == self._of:
            return
        self._of = of
        self._heights = np.zeros(_BINS)
        if source is not None:
            rows, columns = source.shape
            everything = Area(row=0, column=0, height=rows, width=columns)
            counts = source.counts_within(energy, everything)
            bars = np.bincount((counts >> 8).ravel(), minlength=_BINS)
            logs = np.log1p(bars.astype(np.float64))
            self._heights = logs / max(float(logs.max()), 1e-9)
