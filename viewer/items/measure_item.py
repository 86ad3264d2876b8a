"""Measures over a scan: lines of the screen's width, places of the picture, values beside them."""

import math
from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.measure import Calibration, Measure, MeasureKind, ScaleBasis
from viewer.pixels.geometry import Place, to_xy
from viewer.quantity import value_of

COLOUR: Final = "#A9CF6A"
SELECTED: Final = "#E6FFB0"
"""Neither an engine's region nor an officer's mark has these."""
_HALO: Final = QColor(0, 0, 0, 150)
_PLATE: Final = QColor(8, 10, 12, 190)
_TICK: Final = 6.0
_ARC: Final = 22.0
_DOT: Final = 8.5
_MARGIN: Final = 40.0


class MeasureItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """All measures of a pane and the draft of one; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = (0, 0)
        self._calibration = Calibration(basis=ScaleBasis.UNKNOWN)
        self._measures: tuple[Measure, ...] = ()
        self._draft: Measure | None = None
        self._selected = ""
        self._cross: Place | None = None
        self._allowed = True
        self._font = QFont()
        self._font.setPointSizeF(9.0)
        self.setZValue(15)
        self.setVisible(False)

    def set_picture(self, shape: tuple[int, int], calibration: Calibration) -> None:
        """Tell the size of the picture underneath, and how large its pixels are."""
        self.prepareGeometryChange()
        self._shape, self._calibration = shape, calibration
        self.update()

    def set_measures(self, measures: Sequence[Measure], selected: str = "") -> None:
        """Show these measures, one of them brighter."""
        self._measures, self._selected = tuple(measures), selected
        self._refresh()

    def set_draft(self, draft: Measure | None) -> None:
        """Show what is just being measured."""
        self._draft = draft
        self._refresh()

    def set_cross(self, place: Place | None) -> None:
        """Show a small cross at a place, such as the cursor's of a profile."""
        self._cross = place
        self._refresh()

    def set_allowed(self, allowed: bool) -> None:  # noqa: FBT001 - as of Qt's setVisible
        """Hide what was measured, or show it again; what is just being measured is always seen."""
        self._allowed = allowed
        self._refresh()

    def boundingRect(self) -> QRectF:
        """Return the picture and as much around it, for values that stand outside."""
        rows, columns = self._shape
        return QRectF(-columns, -rows, 3 * columns, 3 * rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates, so that lines and words keep their size."""
        if self._shape == (0, 0):
            return
        to_pane, pane = painter.worldTransform(), QRectF(painter.window())
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        held = "" if self._draft is None else self._draft.measure_id
        for measure in self._measures if self._allowed else ():
            if not held or measure.measure_id != held:
                self._paint_measure(painter, to_pane, pane, measure)
        if self._draft is not None:
            self._paint_measure(painter, to_pane, pane, self._draft)
        if self._cross is not None:
            at = to_pane.map(QPointF(*to_xy(self._cross)))
            _stroke(painter, _plus(at), QPen(QColor(SELECTED), 1.6))
        painter.restore()

    def _refresh(self) -> None:
        """Stay out of the scene while there is nothing to draw."""
        kept = self._allowed and bool(self._measures)
        self.setVisible(kept or self._draft is not None or self._cross is not None)
        self.update()

    def _paint_measure(
        self, painter: QPainter, to_pane: QTransform, pane: QRectF, measure: Measure
    ) -> None:
        points = [to_pane.map(QPointF(*to_xy(place))) for place in measure.points]
        bounds = _bounds(points)
        if not points or not pane.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).intersects(bounds):
            return
        is_draft = measure is self._draft
        bright = is_draft or measure.measure_id == self._selected
        colour = QColor(SELECTED if bright else COLOUR)
        if measure.kind is MeasureKind.COUNT:
            _paint_items(painter, pane, points, colour)
            return
        pen = QPen(colour, 2.2 if bright else 1.6)
        path = _path(measure.kind, points, is_draft=is_draft)
        if bright:
            _add_handles(path, points)
        _stroke(painter, path, pen)
        self._paint_value(painter, pane, _anchor(measure.kind, points, bounds), measure, colour)

    def _paint_value(
        self, painter: QPainter, pane: QRectF, anchor: QPointF, measure: Measure, colour: QColor
    ) -> None:
        """Write the value on a dark plate beside its anchor, kept within the pane."""
        text = value_of(measure, self._calibration)
        if not text:
            return
        size = QFontMetricsF(self._font).boundingRect(text).size()
        plate = QRectF(anchor.x() + 8, anchor.y() - 26, size.width() + 10, size.height() + 3)
        plate.moveLeft(max(min(plate.left(), pane.right() - plate.width() - 2), pane.left() + 2))
        plate.moveTop(max(min(plate.top(), pane.bottom() - plate.height() - 2), pane.top() + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _bounds(points: Sequence[QPointF]) -> QRectF:
    """Return what holds the points; never empty, so that a level line is seen, too."""
    if not points:
        return QRectF()
    xs, ys = [p.x() for p in points], [p.y() for p in points]
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).adjusted(-1, -1, 1, 1)


def _path(kind: MeasureKind, points: Sequence[QPointF], *, is_draft: bool) -> QPainterPath:
    path = QPainterPath(points[0])
    if kind is MeasureKind.REGION:
        path = QPainterPath()
        path.addRect(QRectF(points[0], points[-1]).normalized())
        return path
    for point in points[1:]:
        path.lineTo(point)
    if kind is MeasureKind.AREA:
        if not is_draft:
            path.closeSubpath()
    elif kind is MeasureKind.ANGLE and len(points) == 3:
        path.addPath(_arc(points[0], points[1], points[2]))
    elif kind is MeasureKind.LENGTH and len(points) == 2:
        path.addPath(_tick(points[0], points[1]))
        path.addPath(_tick(points[1], points[0]))
    elif kind is MeasureKind.PROFILE and len(points) == 2:
        path.addPath(_tick(points[0], points[1]))
        path.addPath(_head(points[0], points[1]))
    return path


def _add_handles(path: QPainterPath, points: Sequence[QPointF]) -> None:
    """Draw the points that can be taken hold of."""
    for point in points:
        path.addEllipse(point, 3, 3)


def _anchor(kind: MeasureKind, points: Sequence[QPointF], bounds: QRectF) -> QPointF:
    """Return the point that a value stands beside."""
    if kind is MeasureKind.ANGLE and len(points) == 3:
        return _beyond(points[0], points[1], points[2])
    if kind is MeasureKind.AREA:
        return sum(points, QPointF()) / len(points) + QPointF(-20, 18)
    if kind is MeasureKind.REGION:
        return bounds.topLeft() + QPointF(-8, 0)
    return (points[0] + points[-1]) / 2


def _beyond(one: QPointF, corner: QPointF, other: QPointF) -> QPointF:
    """Return a point behind a corner, where its arms leave room."""
    back = _unit(corner, one) + _unit(corner, other)
    away = _unit(back, QPointF()) if math.hypot(back.x(), back.y()) > 0.1 else QPointF(0, 1)
    return corner + QPointF(away.x() * 34 - 26, away.y() * 22 + 18)


def _unit(start: QPointF, end: QPointF) -> QPointF:
    along = end - start
    length = math.hypot(along.x(), along.y())
    return along / length if length else QPointF(1, 0)


def _tick(at: QPointF, other: QPointF) -> QPainterPath:
    """Return a short line across the end of a length."""
    along = _unit(at, other)
    across = QPointF(-along.y(), along.x()) * _TICK
    path = QPainterPath(at - across)
    path.lineTo(at + across)
    return path


def _head(start: QPointF, end: QPointF) -> QPainterPath:
    """Return the head that says which way a profile runs."""
    back = _unit(end, start) * (1.6 * _TICK)
    path = QPainterPath(end + QTransform().rotate(28).map(back))
    path.lineTo(end)
    path.lineTo(end + QTransform().rotate(-28).map(back))
    return path


def _arc(one: QPointF, corner: QPointF, other: QPointF) -> QPainterPath:
    """Return the arc between two arms, within the angle below 180 degrees."""
    radius = min(_ARC, *(math.hypot((p - corner).x(), (p - corner).y()) / 2 for p in (one, other)))
    if radius <= 0:
        return QPainterPath()
    start, end = (
        math.degrees(math.atan2(-(p - corner).y(), (p - corner).x())) for p in (one, other)
    )
    box = QRectF(corner.x() - radius, corner.y() - radius, 2 * radius, 2 * radius)
    path = QPainterPath()
    path.arcMoveTo(box, start)
    path.arcTo(box, start, (end - start + 180) % 360 - 180)
    return path


def _plus(at: QPointF) -> QPainterPath:
    """Return a cross with a ring, which is seen on a line that runs along one of its arms."""
    path = QPainterPath()
    path.addEllipse(at, 4, 4)
    for step in (QPointF(7, 0), QPointF(0, 7)):
        path.moveTo(at - step)
        path.lineTo(at + step)
    return path


def _stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw a line with a dark edge, so that it is seen on bright and on dense cargo."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_HALO, pen.widthF() + 2.0))
    painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def _paint_items(
    painter: QPainter, pane: QRectF, points: Sequence[QPointF], colour: QColor
) -> None:
    """Draw the counted items that are in sight as numbered discs."""
    seen = pane.adjusted(-_DOT, -_DOT, _DOT, _DOT)
    for number, point in enumerate(points, start=1):
        if not seen.contains(point):
            continue
        wide = _DOT + 3.0 * max(len(str(number)) - 1, 0)
        disc = QRectF(point.x() - wide, point.y() - _DOT, 2 * wide, 2 * _DOT)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(disc, _DOT, _DOT)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.setBrush(Qt.BrushStyle.NoBrush)
