"""A bar that says how long a metre is. Without a pixel pitch there is none."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

_SHARE = 0.16
_EDGE = 14.0
_TALL = 6.0


def round_length(longest_mm: float) -> float:
    """Return the longest of 1, 2 and 5 times a power of ten that fits in `longest_mm`."""
    power = 10.0 ** math.floor(math.log10(longest_mm))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest_mm * 1.000001)


def length_text(length_mm: float) -> str:
    """Write a length with the unit that suits it."""
    for unit, size in (("m", 1000.0), ("cm", 10.0)):
        if length_mm >= size:
            return f"{length_mm / size:g} {unit}"
    return f"{length_mm:g} mm"


class ScaleBarItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """The bar in the lower left corner of the pane; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = (0, 0)
        self._column_mm: float | None = None
        self._font = QFont()
        self._font.setPointSizeF(9.0)
        self.setZValue(20)

    def set_picture(self, shape: tuple[int, int], pitch_mm: tuple[float, float] | None) -> None:
        """Tell the picture's size and the size of its pixels."""
        self.prepareGeometryChange()
        self._shape = shape
        self._column_mm = None if pitch_mm is None else pitch_mm[1]
        self.update()

    def boundingRect(self) -> QRectF:
        """Return much more than the picture: the bar stands in the pane's corner."""
        rows, columns = self._shape
        return QRectF(-50 * columns, -50 * rows, 100 * columns, 100 * rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the bar in the pane's own coordinates."""
        if self._column_mm is None:
            return
        pane, across = QRectF(painter.window()), painter.worldTransform().m11()
        length = round_length(max(pane.width() * _SHARE / across * self._column_mm, 1e-3))
        width = length / self._column_mm * across
        foot = QPointF(pane.left() + _EDGE, pane.bottom() - _EDGE)
        bar = [
            foot - QPointF(0, _TALL),
            foot,
            foot + QPointF(width, 0),
            foot + QPointF(width, -_TALL),
        ]
        painter.save()
        painter.setWorldTransform(QTransform())
        for pen in (QPen(QColor(0, 0, 0, 170), 4.5), QPen(QColor("#F2F5F8"), 2.0)):
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawPolyline(bar)
        painter.setFont(self._font)
        words = QRectF(foot.x() + 4, foot.y() - 24, 70, 18)
        plate = painter.boundingRect(words, Qt.AlignmentFlag.AlignCenter, length_text(length))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(plate.adjusted(-4, -1, 4, 1), 3, 3)
        painter.setPen(QColor("#F2F5F8"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, length_text(length))
        painter.restore()
