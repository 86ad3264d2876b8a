"""The place in one pane that lies under the mouse in another."""

from enum import StrEnum
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.pixels.geometry import Place, to_xy

_ARM: Final = 14.0
_FREE: Final = 3.0
_TALL: Final = 6000.0
_COLOUR: Final = QColor("#7FE3FF")


class CrossKind(StrEnum):
    """A place of both axes, or a column alone."""

    CROSS = "cross"
    COLUMN = "column"


class CrossItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """A fine cross, or a line down the pane; of one size on screen at any zoom.

    Small, so that moving it has only a few pixels of the picture drawn again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kind = CrossKind.CROSS
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(15)
        self.hide()

    def show_at(self, place: Place | None, kind: CrossKind = CrossKind.CROSS) -> None:
        """Stand at a place (row, column) of the picture, or nowhere."""
        if place is None:
            self.hide()
            return
        if kind is not self._kind:
            self.prepareGeometryChange()
            self._kind = kind
        self.setPos(*to_xy(place))
        self.show()

    def boundingRect(self) -> QRectF:
        """Return what is drawn [logical pixels]."""
        if self._kind is CrossKind.COLUMN:
            return QRectF(-3, -_TALL, 6, 2 * _TALL)
        return QRectF(-_ARM - 2, -_ARM - 2, 2 * _ARM + 4, 2 * _ARM + 4)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw it; the place itself stays free."""
        if self._kind is CrossKind.COLUMN:
            lines = [QLineF(0, -_TALL, 0, _TALL)]
        else:
            lines = [
                QLineF(-_ARM, 0, -_FREE, 0),
                QLineF(_FREE, 0, _ARM, 0),
                QLineF(0, -_ARM, 0, -_FREE),
                QLineF(0, _FREE, 0, _ARM),
            ]
        for pen in (QPen(QColor(0, 0, 0, 150), 3.0), QPen(_COLOUR, 1.0)):
            painter.setPen(pen)
            painter.drawLines(lines)
