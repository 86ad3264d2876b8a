"""The way that a view has gone over a picture: where it stopped, and for how long."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.items.ink import stroke
from viewer.pixels.geometry import Place, to_xy

_COLOUR: Final = QColor("#7FD4FF")
_LEAST_PX: Final = 2.0
_MOST_PX: Final = 16.0
_FAR: Final = 1e7


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place that was in the middle of the pane, from an instant on and for so long [ms]."""

    place: Place
    at_ms: int
    rest_ms: int


class PathItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """A line from stop to stop; a longer stop has a larger ring, its area as long as it took.

    Item coordinates as of the scan; line and rings keep their size on the screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stops: tuple[Stop, ...] = ()
        self._until_ms = 0
        self.setZValue(8)
        self.hide()

    def show_path(self, stops: Sequence[Stop]) -> None:
        """Take another way."""
        self._stops = tuple(stops)
        self.update()

    def show_until(self, at_ms: int) -> None:
        """Draw only what came before an instant [ms]."""
        if at_ms != self._until_ms:
            self._until_ms = at_ms
            self.update()

    def boundingRect(self) -> QRectF:
        """Return everything: a way may lead beside the picture."""
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates."""
        stops = [stop for stop in self._stops if stop.at_ms <= self._until_ms]
        if not stops:
            return
        to_pane = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = [to_pane.map(QPointF(*to_xy(stop.place))) for stop in stops]
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        stroke(painter, line, QPen(_COLOUR, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rings = QPainterPath()
        for stop, point in zip(stops, points, strict=True):
            rest_ms = min(stop.rest_ms, max(self._until_ms - stop.at_ms, 0))
            size = min(_LEAST_PX + math.sqrt(rest_ms / 40), _MOST_PX)
            rings.addEllipse(point, size, size)
        stroke(painter, rings, QPen(_COLOUR, 1.6))
        painter.restore()
