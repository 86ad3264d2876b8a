"""The lines of marks: what can be kept lies in the picture, what has a size on screen is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from viewer.overlay import PaneMark, Shape
from viewer.pixels.geometry import area_between, to_xy
from viewer.reshape import handles

_HEAD: Final = 14.0
_HEAD_DEGREES: Final = 26
_PIN: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarkPath:
    """A mark with its line in the picture's coordinates (x = column, y = row).

    ``area`` is what the label stands outside of.
    """

    mark: PaneMark
    line: QPainterPath
    area: QRectF

    def on_pane(self, to_pane: QTransform) -> tuple[QPainterPath, QRectF]:
        """Return the whole line and the area on the pane [pixels]."""
        path, area = to_pane.map(self.line), self.area_on_pane(to_pane)
        points = self.mark.points
        if self.mark.shape is Shape.ARROW:
            _add_head(path, *(to_pane.map(QPointF(*to_xy(p))) for p in (points[0], points[-1])))
        elif self.mark.shape is Shape.TEXT:
            path.addEllipse(area.adjusted(1, 1, -1, -1))
        return path, area

    def area_on_pane(self, to_pane: QTransform) -> QRectF:
        """Return what the label stands outside of [pixels]."""
        area = to_pane.mapRect(self.area)
        return area.adjusted(-_PIN, -_PIN, _PIN, _PIN) if self.mark.shape is Shape.TEXT else area

    def handles_on_pane(self, to_pane: QTransform) -> Iterator[QPointF]:
        """Yield where the mark can be taken hold of to change its form [pixels]."""
        for place in handles(self.mark):
            yield to_pane.map(QPointF(*to_xy(place)))


def path_of(mark: PaneMark) -> MarkPath | None:
    """Return a mark's line, or None for one without enough points to be drawn."""
    if not mark.points or (len(mark.points) < 2 and mark.shape is not Shape.TEXT):
        return None
    line, points = QPainterPath(), [QPointF(*to_xy(place)) for place in mark.points]
    if mark.shape in (Shape.BOX, Shape.ELLIPSE):
        corners = area_between(mark.points[0], mark.points[-1])
        x, y = to_xy((corners.row, corners.column))
        area = QRectF(x, y, corners.width, corners.height)
        if mark.shape is Shape.BOX:
            line.addRect(area)
        else:
            line.addEllipse(area)
        return MarkPath(mark=mark, line=line, area=area)
    if mark.shape is Shape.TEXT:
        return MarkPath(mark=mark, line=line, area=QRectF(points[0], points[0]))
    line.moveTo(points[0])
    for point in points[1:]:
        line.lineTo(point)
    if mark.shape is Shape.POLYGON:
        line.closeSubpath()
    return MarkPath(mark=mark, line=line, area=line.boundingRect())


def _add_head(path: QPainterPath, tail: QPointF, tip: QPointF) -> None:
    """Add an arrow's head, 14 pixels long at 26 degrees to its shaft."""
    shaft = tail - tip
    length = max((shaft.x() ** 2 + shaft.y() ** 2) ** 0.5, 1e-6)
    back = QPointF(shaft.x() / length, shaft.y() / length) * _HEAD
    for turn in (_HEAD_DEGREES, -_HEAD_DEGREES):
        path.moveTo(tip)
        path.lineTo(tip + QTransform().rotate(turn).map(back))
