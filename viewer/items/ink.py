"""Thin lines and small words that are read on bright and on dense cargo alike."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

SMALL_PT: Final = 9.0
_HALO: Final = QColor(0, 0, 0, 130)
_PLATE: Final = QColor(0, 0, 0, 160)


def small_font(*, bold: bool = False) -> QFont:
    """Return the font of words over a picture."""
    font = QFont()
    font.setPointSizeF(SMALL_PT)
    font.setBold(bold)
    return font


def stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw a line with a dark edge on either side."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    halo = QPen(pen)
    halo.setColor(_HALO)
    halo.setWidthF(pen.widthF() + 1.4)
    if pen.style() is Qt.PenStyle.CustomDashLine:
        # Patterns count in pen widths: keep the dark dashes under the bright ones.
        halo.setDashPattern([part * pen.widthF() / halo.widthF() for part in pen.dashPattern()])
    painter.setPen(halo)
    painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def word_size(font: QFont, text: str) -> tuple[float, float]:
    """Return width and height of a word on its plate [logical pixels]."""
    metrics = QFontMetricsF(font)
    return metrics.horizontalAdvance(text) + 8, metrics.height() + 2


def write(painter: QPainter, corner: QPointF, text: str, colour: QColor) -> QRectF:
    """Write a word on a dark plate whose upper left corner is `corner`; return the plate."""
    plate = QRectF(corner, corner + QPointF(*word_size(painter.font(), text)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(colour)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
    return plate
