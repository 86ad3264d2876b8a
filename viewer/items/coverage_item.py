"""What of the container has not been looked at yet, veiled over the scan."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.pixels.geometry import Area, to_xy

_EDGE: Final = QColor("#9FB3C8")
_LINES: Final = QColor(159, 179, 200, 150)
_BRUSHES: Final = (
    (0, QColor(8, 10, 13, 150), Qt.BrushStyle.SolidPattern),
    (0, _LINES, Qt.BrushStyle.DiagCrossPattern),
    (1, _LINES, Qt.BrushStyle.BDiagPattern),
    (2, _LINES, Qt.BrushStyle.Dense7Pattern),
)
"""How cells of each level are veiled: by pattern, not by colour. The last level stays bare."""
BARE: Final = 3
"""A cell of this level was looked at."""


class CoverageItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """A grid of cells over an area of the picture; item coordinates as of the scan.

    Crossed lines on a veil: never shown; slanted lines: only from far off; dots: near, but black
    or white; nothing: looked at.
    """

    def __init__(self) -> None:
        super().__init__()
        self._area: Area | None = None
        self._paths: dict[int, QPainterPath] = {}
        self.setZValue(7)
        self.hide()

    def show_levels(self, area: Area | None, levels: NDArray[np.uint8] | None) -> None:
        """Take other levels (rows, columns) of cells over an area, or none."""
        self.prepareGeometryChange()
        self._area, self._paths = area, {}
        if area is not None and levels is not None:
            self._paths = {
                level: _cells(area, levels, level) for level in range(BARE) if level in levels
            }
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area."""
        return QRectF() if self._area is None else _rect(self._area)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates, so that patterns keep their size."""
        if self._area is None:
            return
        to_pane = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setPen(Qt.PenStyle.NoPen)
        for level, colour, pattern in _BRUSHES:
            if level in self._paths:
                painter.fillPath(to_pane.map(self._paths[level]), QBrush(colour, pattern))
        pen = QPen(_EDGE, 1.0)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRect(to_pane.mapRect(_rect(self._area)))
        painter.restore()


def _cells(area: Area, levels: NDArray[np.uint8], level: int) -> QPainterPath:
    """Return the outline of all cells of a level, one rectangle for each run in a row."""
    rows, columns = levels.shape
    height, width = area.height / rows, area.width / columns
    path = QPainterPath()
    for row in range(rows):
        ends = np.flatnonzero(np.diff(levels[row] == level, prepend=False, append=False))
        for start, stop in ends.reshape(-1, 2):
            x, y = to_xy((area.row + row * height, area.column + start * width))
            path.addRect(QRectF(x, y, (stop - start) * width, height))
    return path.simplified()


def _rect(area: Area) -> QRectF:
    x, y = to_xy((area.row, area.column))
    return QRectF(x, y, area.width, area.height)
