"""Regions, marks and the scale bar over a scan: sizes of the screen, places of the picture."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.items.label_plates import LabelPlates
from viewer.items.mark_layer import MARK_COLOUR, MARK_WIDTH, MarkLayer
from viewer.items.mark_paths import MarkPath, path_of
from viewer.items.strokes import HALO, edged, stroke
from viewer.overlay import PaneMark, Region, RegionKind
from viewer.pixels.geometry import to_xy

COLOURS: Final = {
    RegionKind.MATCH: "#3FC7E8",
    RegionKind.DEVIATION: "#FFB52E",
    RegionKind.PROHIBITED: "#FF6AD5",
    RegionKind.CONTAINER: "#8E99A6",
}
"""Told apart by shape and words as well: corners, dashes, a double line, dots."""
HIGHLIGHT_COLOUR: Final = "#FFC7BE"
"""Of the mark that is pointed at; its wider line and its handles say the same without colour."""
_HANDLE: Final = 3.5


class OverlayItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Everything drawn over a scan, in one item; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = (0, 0)
        self._regions: tuple[Region, ...] = ()
        self._marks: tuple[MarkPath, ...] = ()
        self._draft: MarkPath | None = None
        self._highlight: str | None = None
        self._layer, self._plates = MarkLayer(), LabelPlates()
        self.setZValue(10)

    @property
    def marks(self) -> tuple[PaneMark, ...]:
        """The marks that are shown, in the order in which they are drawn."""
        return tuple(path.mark for path in self._marks)

    @property
    def highlighted(self) -> PaneMark | None:
        """The mark that stands out, or None."""
        found = (path.mark for path in self._marks if path.mark.mark_id == self._highlight)
        return next(found, None)

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
        self._marks = tuple(path for mark in marks if (path := path_of(mark)) is not None)
        self.update()

    def set_draft(self, draft: PaneMark | None) -> None:
        """Show the mark that is just being drawn, in place of the one of the same id."""
        self._draft = None if draft is None else path_of(draft)
        self.update()

    def set_highlight(self, mark_id: str | None) -> None:
        """Let one mark stand out, with its handles; None for no mark."""
        if mark_id != self._highlight:
            self._highlight = mark_id
            self.update()

    def label_owner(self, x: float, y: float) -> str:
        """Return the id of the mark whose label covers a point of the pane; empty for none."""
        return self._plates.owner_at(x, y)

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
        self._plates.begin(pane, painter.device().devicePixelRatioF())
        for region in self._regions:
            self._paint_region(painter, to_pane, region)
        plain, standing_out = self._shown()
        self._layer.paint(painter, to_pane, plain)
        for path in standing_out:
            self._paint_standing_out(painter, to_pane, path)
        for path in standing_out:
            colour = HIGHLIGHT_COLOUR if self._stands_out(path) else MARK_COLOUR
            self._paint_label(painter, to_pane, path, colour)
        for path in plain:
            self._paint_label(painter, to_pane, path, MARK_COLOUR)
        painter.restore()

    def _shown(self) -> tuple[list[MarkPath], list[MarkPath]]:
        """Return the marks as they are, and over them the one that stands out and the draft."""
        draft = [] if self._draft is None else [self._draft]
        redrawn = {path.mark.mark_id for path in draft} - {""}
        marks = [path for path in self._marks if path.mark.mark_id not in redrawn]
        plain = [path for path in marks if not self._stands_out(path)]
        return plain, [path for path in (*marks, *draft) if path in draft or self._stands_out(path)]

    def _stands_out(self, path: MarkPath) -> bool:
        return bool(path.mark.mark_id) and path.mark.mark_id == self._highlight

    def _paint_region(self, painter: QPainter, to_pane: QTransform, region: Region) -> None:
        area = region.rect
        x, y = to_xy((area.row, area.column))
        box = to_pane.mapRect(QRectF(x, y, area.width, area.height))
        name = region.colour or COLOURS[region.kind]
        colour = QColor(name)
        if region.kind is RegionKind.MATCH:
            stroke(painter, _corners(box), edged(QPen(colour, 2.0)))
        else:
            path = QPainterPath()
            path.addRect(box)
            if region.kind is RegionKind.PROHIBITED:
                path.addRect(box.adjusted(-4, -4, 4, 4))
            stroke(painter, path, edged(_region_pen(region, colour)))
        self._plates.write(painter, box, region.label, name)

    def _paint_standing_out(self, painter: QPainter, to_pane: QTransform, path: MarkPath) -> None:
        line, _ = path.on_pane(to_pane)
        stands_out = self._stands_out(path)
        colour = QColor(HIGHLIGHT_COLOUR if stands_out else MARK_COLOUR)
        width = MARK_WIDTH + 1.0 if stands_out else MARK_WIDTH
        stroke(painter, line, edged(QPen(colour, width)))
        if stands_out:
            _paint_handles(painter, path, to_pane, colour)

    def _paint_label(
        self, painter: QPainter, to_pane: QTransform, path: MarkPath, colour: str
    ) -> None:
        mark = path.mark
        if mark.label:
            area = path.area_on_pane(to_pane)
            self._plates.write(painter, area, mark.label, colour, owner=mark.mark_id)


def _paint_handles(painter: QPainter, mark: MarkPath, to_pane: QTransform, colour: QColor) -> None:
    painter.setPen(QPen(HALO, 1.0))
    painter.setBrush(colour)
    for at in mark.handles_on_pane(to_pane):
        painter.drawRect(QRectF(at.x() - _HANDLE, at.y() - _HANDLE, 2 * _HANDLE, 2 * _HANDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _region_pen(region: Region, colour: QColor) -> QPen:
    kind = region.kind
    if region.chosen:
        return QPen(colour, 3.0)
    pen = QPen(colour, 1.0 if kind is RegionKind.CONTAINER else 1.8)
    if kind is RegionKind.DEVIATION:
        pen.setDashPattern([6, 3])
    elif kind is RegionKind.CONTAINER:
        pen.setDashPattern([2, 4])
    return pen


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
