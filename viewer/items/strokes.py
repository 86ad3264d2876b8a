"""How a line is drawn over a scan: with a dark edge, to be seen on bright and on dense cargo."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

HALO: Final = QColor(0, 0, 0, 150)


def stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw a line and the dark edge around it; the pen's corners become pointed."""
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    halo = QPen(HALO, pen.widthF() + 2.0)
    halo.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(halo)
    painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)
