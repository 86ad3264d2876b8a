"""Regions, marks and the scale bar over a scan: sizes of the screen, places of the picture."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.overlay import PaneMark, Region, RegionKind, Shape
from viewer.pixels.geometry import area_between, to_xy

COLOURS: Final = {
    RegionKind.MATCH: "#3FC7E8",
    RegionKind.DEVIATION: "#FFB52E",
    RegionKind.PROHIBITED: "#FF6AD5",
    RegionKind.CONTAINER: "#8E99A6",
}
"""Told apart by shape and words as well: corners, dashes, a double line, dots."""
MARK_COLOUR: Final = "#FF5A4F"
_HALO: Final = QColor(0, 0, 0, 150)
_INK: Final = QColor(12, 15, 19)
_GAP: Final = 4.0


class OverlayItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Everything drawn over a scan, in one item; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = (0, 0)
        self._regions: tuple[Region, ...] = ()
        self._marks: tuple[PaneMark, ...] = ()
        self._draft: PaneMark | None = None
        self._taken: list[QRectF] = []
        self._font = QFont()
        self._font.setPointSizeF(9.0)
        self.setZValue(10)

    def set_shape(self, shape: tuple[int, int]) -> None:
        """Tell the size of the picture underneath (rows, columns)."""
        self.prepareGeometryChange()
        self._shape = shape
        self.update()

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Show these rectangles of the engine."""
        self._regions = tuple(regions)
        self.update()

    def set_marks(self, marks: Sequence[PaneMark]) -> None:
        """Show these marks of officers."""
        self._marks = tuple(marks)
        self.update()

    def set_draft(self, draft: PaneMark | None) -> None:
        """Show the mark that is just being drawn."""
        self._draft = draft
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the picture and as much around it, for labels that stand outside."""
        rows, columns = self._shape
        return QRectF(-columns, -rows, 3 * columns, 3 * rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates, so that lines and words keep their size."""
        if self._shape == (0, 0):
            return
        to_pane = painter.worldTransform()
        pane = QRectF(painter.window())
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._taken = []
        for region in self._regions:
            self._paint_region(painter, to_pane, pane, region)
        for mark in (*self._marks, *((self._draft,) if self._draft else ())):
            self._paint_mark(painter, to_pane, pane, mark)
        painter.restore()

    def _paint_region(
        self, painter: QPainter, to_pane: QTransform, pane: QRectF, region: Region
    ) -> None:
        area = region.rect
        x, y = to_xy((area.row, area.column))
        box = to_pane.mapRect(QRectF(x, y, area.width, area.height))
        colour = QColor(region.colour or COLOURS[region.kind])
        if region.kind is RegionKind.MATCH:
            _stroke(painter, _corners(box), QPen(colour, 2.0))
        else:
            path = QPainterPath()
            path.addRect(box)
            if region.kind is RegionKind.PROHIBITED:
                path.addRect(box.adjusted(-4, -4, 4, 4))
            _stroke(painter, path, _region_pen(region.kind, colour))
        self._paint_label(painter, pane, box, region.label, colour)

    def _paint_mark(
        self, painter: QPainter, to_pane: QTransform, pane: QRectF, mark: PaneMark
    ) -> None:
        points = [to_pane.map(QPointF(*to_xy(place))) for place in mark.points]
        if len(points) < 2:
            return
        area = area_between(mark.points[0], mark.points[-1])
        x, y = to_xy((area.row, area.column))
        box = to_pane.mapRect(QRectF(x, y, area.width, area.height))
        colour = QColor(MARK_COLOUR)
        path = QPainterPath()
        if mark.shape is Shape.BOX:
            path.addRect(box)
        elif mark.shape is Shape.ELLIPSE:
            path.addEllipse(box)
        else:
            path = _arrow(points[0], points[-1])
        _stroke(painter, path, QPen(colour, 2.5))
        self._paint_label(painter, pane, box, mark.label, colour)

    def _paint_label(
        self, painter: QPainter, pane: QRectF, box: QRectF, text: str, colour: QColor
    ) -> None:
        """Write a label outside its box: above, else below, else where there is room."""
        if not text or not pane.intersects(box.adjusted(-1, -1, 1, 1)):
            return
        size = QFontMetricsF(self._font).boundingRect(text).size()
        plate = QRectF(0, 0, size.width() + 10, size.height() + 4)
        left = min(max(box.left(), pane.left()), pane.right() - plate.width())
        rise = plate.height() + _GAP
        spots = [box.top() - rise, box.bottom() + _GAP]
        spots += [box.top() - 2 * rise, box.bottom() + _GAP + rise]
        for top in (*spots, pane.top() + _GAP):
            plate.moveTopLeft(QPointF(left, top))
            free = not any(plate.intersects(other) for other in self._taken)
            if free and pane.top() <= plate.top() and plate.bottom() <= pane.bottom():
                break
        self._taken.append(QRectF(plate))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 235))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(_INK)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _region_pen(kind: RegionKind, colour: QColor) -> QPen:
    pen = QPen(colour, 1.0 if kind is RegionKind.CONTAINER else 1.8)
    if kind is RegionKind.DEVIATION:
        pen.setDashPattern([6, 3])
    elif kind is RegionKind.CONTAINER:
        pen.setDashPattern([2, 4])
    return pen


def _stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw a line with a dark edge, so that it is seen on bright and on dense cargo."""
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    halo = QPen(_HALO, pen.widthF() + 2.0)
    halo.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(halo)
    painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def _corners(box: QRectF) -> QPainterPath:
    """Return the four corners of a box: they leave the goods between them free."""
    arm = min(22.0, box.width() / 3, box.height() / 3)
    path = QPainterPath()
    for corner, x, y in (
        (box.topLeft(), 1, 1),
        (box.topRight(), -1, 1),
        (box.bottomRight(), -1, -1),
        (box.bottomLeft(), 1, -1),
    ):
        path.moveTo(corner + QPointF(arm * x, 0))
        path.lineTo(corner)
        path.lineTo(corner + QPointF(0, arm * y))
    return path


def _arrow(tail: QPointF, tip: QPointF) -> QPainterPath:
    """Return an arrow whose head is 14 pixels long, at 26 degrees to its shaft."""
    path = QPainterPath(tail)
    path.lineTo(tip)
    shaft = tail - tip
    length = max((shaft.x() ** 2 + shaft.y() ** 2) ** 0.5, 1e-6)
    back = QPointF(shaft.x() / length, shaft.y() / length) * 14
    for turn in (26, -26):
        path.moveTo(tip)
        path.lineTo(tip + QTransform().rotate(turn).map(back))
    return path
