"""How a line is drawn over a scan: with a dark edge, to be seen on bright and on dense cargo."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

HALO: Final = QColor(0, 0, 0, 150)


def edged(pen: QPen) -> tuple[QPen, QPen]:
    """Return the pen of the dark edge and the pen of the line, both with pointed corners."""
    line, edge = QPen(pen), QPen(HALO, pen.widthF() + 2.0)
    for one in (line, edge):
        one.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return edge, line


def stroke(painter: QPainter, path: QPainterPath, pens: tuple[QPen, QPen]) -> None:
    """Draw a line over the edge around it, with the pens of `edged`; nothing is filled."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in pens:
        painter.setPen(pen)
        painter.drawPath(path)
