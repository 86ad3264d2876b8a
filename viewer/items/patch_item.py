"""Patches of a picture that agree with patches of another: fine boxes, one of them lit."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.items.overlay_item import COLOURS
from viewer.items.strokes import edged, stroke
from viewer.overlay import RegionKind
from viewer.pixels.geometry import Area, to_xy

_FAINT: Final = 150
_LIT_FILL: Final = 46
_LEAST_PX: Final = 3.0
"""Patches that are smaller on the screen would cover what they are about [pixels]."""
_MARGIN: Final = 64.0
"""Half a line, however far away the picture is looked at [full-resolution pixels]."""


class PatchItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Thin boxes in the colour of a match; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._patches: tuple[Area, ...] = ()
        self._lit: int | None = None
        self.setZValue(9)
        self.hide()

    def set_patches(self, patches: Sequence[Area]) -> None:
        """Show these patches, none of them lit."""
        self.prepareGeometryChange()
        self._patches, self._lit = tuple(patches), None
        self.update()

    def set_lit(self, number: int | None) -> None:
        """Let one patch stand out, by its place in the row; None for none."""
        if number != self._lit:
            self._lit = number
            self.update()

    @property
    def lit(self) -> Area | None:
        """The patch that stands out."""
        return None if self._lit is None else self._patches[self._lit]

    def boundingRect(self) -> QRectF:
        """Return what all patches cover together, and a margin for their lines."""
        whole = QRectF()
        for area in self._patches:
            whole = whole.united(_box(area))
        return whole.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates, so that lines keep their width."""
        to_pane = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        colour = QColor(COLOURS[RegionKind.MATCH])
        faint = QColor(colour)
        faint.setAlpha(_FAINT)
        all_boxes = QPainterPath()
        for area in self._patches:
            box = to_pane.mapRect(_box(area))
            if min(box.width(), box.height()) >= _LEAST_PX:
                all_boxes.addRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QPen(faint, 1.0))
        painter.drawPath(all_boxes)
        if self.lit is not None:
            box = to_pane.mapRect(_box(self.lit))
            fill = QColor(colour)
            fill.setAlpha(_LIT_FILL)
            painter.fillRect(box, fill)
            path = QPainterPath()
            path.addRect(box)
            stroke(painter, path, edged(QPen(colour, 2.0)))
        painter.restore()


def _box(area: Area) -> QRectF:
    return QRectF(*to_xy((area.row, area.column)), area.width, area.height)
