"""The lines of many marks, drawn once and then copied as long as the zoom stays."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from viewer.items.mark_paths import MarkPath
from viewer.items.strokes import edged, stroke

MARK_COLOUR: Final = "#FF5A4F"
MARK_WIDTH: Final = 2.5
_FEW: Final = 24
_FEW_POINTS: Final = 200
"""So many marks are drawn anew in every paint, with smooth edges; more are kept as an image."""
_BEYOND: Final = 20.0
"""So far a line, its edge and an arrow's head may reach out of a mark's area [pixels]."""
_MARGIN_PX: Final = 256
"""What is drawn around the pane, so that a pan within it only copies [device pixels]."""


class MarkLayer:
    """Draws lines of marks; what a paint costs does not grow with their number.

    Smooth edges of hundreds of lines would take longer than the scan itself: a crowd of marks
    goes without them.
    """

    def __init__(self) -> None:
        self._marks: Sequence[MarkPath] = ()
        self._zoom: tuple[float, float, float] | None = None
        self._image = QImage()
        self._at = QRect()

    def paint(self, painter: QPainter, to_pane: QTransform, marks: Sequence[MarkPath]) -> None:
        """Draw the lines of marks; the painter's own transform is the pane's."""
        if len(marks) <= _FEW and sum(len(one.mark.points) for one in marks) <= _FEW_POINTS:
            self._forget()
            _draw(painter, to_pane, marks)
            return
        device = painter.device()
        ratio = device.devicePixelRatioF()
        # The picture's corner lies on whole device pixels: a pan is a whole step of the image.
        left, top = round(to_pane.dx() * ratio), round(to_pane.dy() * ratio)
        seen = QRect(
            -left,
            -top,
            math.ceil(device.width() * ratio),
            math.ceil(device.height() * ratio),
        )
        zoom = (to_pane.m11(), to_pane.m22(), ratio)
        same = zoom == self._zoom and len(marks) == len(self._marks)
        if not same or any(a is not b for a, b in zip(marks, self._marks, strict=True)):
            self._zoom, self._marks = zoom, tuple(marks)
            self._draw_image(seen)
        elif not self._at.contains(seen):
            self._draw_image(seen.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        corner = QPointF(self._at.left() + left, self._at.top() + top) / ratio
        painter.drawImage(corner, self._image)

    def _draw_image(self, at: QRect) -> None:
        """Draw what lies in a rectangle, counted from the picture's corner [device pixels]."""
        assert self._zoom is not None  # noqa: S101 - paint has just set it
        across, down, ratio = self._zoom
        if self._image.size() != at.size():
            self._image = QImage(at.size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        self._at = at
        painter = QPainter(self._image)
        to_image = QTransform(across, 0, 0, down, -at.left() / ratio, -at.top() / ratio)
        _draw(painter, to_image, self._marks)
        painter.end()

    def _forget(self) -> None:
        self._zoom, self._marks, self._image = None, (), QImage()


def _draw(painter: QPainter, to_pane: QTransform, marks: Sequence[MarkPath]) -> None:
    pane = painter.window().toRectF().adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)
    pens = edged(QPen(QColor(MARK_COLOUR), MARK_WIDTH))
    for mark in marks:
        line, area = mark.on_pane(to_pane)
        if pane.intersects(area):
            stroke(painter, line, pens)
