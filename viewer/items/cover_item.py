"""A typical model over the scan, so framed and named that nobody takes it for the scan."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.compare import Covered
from viewer.items.ink import small_font, stroke, word_size
from viewer.items.scan_item import ScanItem

MODEL_COLOUR: Final = "#B79CFF"
_INK: Final = QColor(18, 12, 30)
_FRAME_PX: Final = 3.0
_GRIP_PX: Final = 9.0
_EDGE: Final = 8.0
_LETTERS_PT: Final = 12.0


class CoverItem(ScanItem):
    """The model in the scan's scene; its transform lays its pixels on the scan's."""

    def __init__(self) -> None:
        super().__init__()
        self.curtain: float | None = None
        self.covered = Covered.RIGHT
        self.setZValue(1)
        self.hide()

    def set_curtain(self, share: float | None, covered: Covered) -> None:
        """Cover one side of a curtain, hung at a share of the pane; None covers all of it."""
        self.curtain, self.covered = share, covered
        self.update()

    def covered_part(self, pane: QRectF) -> QRectF:
        """Return the part of the pane in which the model covers the scan [logical pixels]."""
        if self.curtain is None:
            return pane
        part = QRectF(pane)
        if self.covered is Covered.RIGHT:
            part.setLeft(pane.left() + round(pane.width() * self.curtain))
        else:
            part.setTop(pane.top() + round(pane.height() * self.curtain))
        return part

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the model in the covered part."""
        to_pane, part = painter.worldTransform(), self.covered_part(QRectF(painter.window()))
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
        painter.setWorldTransform(to_pane)
        super().paint(painter, option, widget)
        painter.restore()


class CoverFrameItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """The frame, the name and the curtain of a `CoverItem`; above all else in the scene.

    No label or mark may hide that this is not the scan. Item coordinates as of the scan, what
    is drawn in the pane's.
    """

    def __init__(self, cover: CoverItem) -> None:
        super().__init__()
        self._cover = cover
        self._name = ""
        self._font = small_font(bold=True)
        self._font.setPointSizeF(_LETTERS_PT)
        self.setZValue(30)
        self.hide()

    def set_name(self, name: str) -> None:
        """Name what covers the scan."""
        self._name = name
        self.update()

    def settle(self) -> None:
        """Follow the cover: its place, its curtain, and whether it is there at all."""
        self.prepareGeometryChange()
        self.setVisible(self._cover.isVisible())
        self.update()

    def boundingRect(self) -> QRectF:
        """Return much more than the model: the curtain runs through the pane."""
        box = self._cover.mapToParent(self._cover.boundingRect()).boundingRect()
        wide, tall = 50 * box.width(), 50 * box.height()
        return QRectF(box.adjusted(-wide, -tall, wide, tall))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the frame around what is seen of the model, its name, and the curtain."""
        to_pane, part = painter.worldTransform(), self._cover.covered_part(QRectF(painter.window()))
        box = self._cover.mapToParent(self._cover.boundingRect()).boundingRect()
        painter.save()
        painter.setWorldTransform(QTransform())
        seen = to_pane.mapRect(box).intersected(part)
        if not seen.isEmpty():
            self._draw_frame(painter, seen)
        if self._cover.curtain is not None:
            _draw_curtain(painter, part, self._cover.covered)
        painter.restore()

    def _draw_frame(self, painter: QPainter, seen: QRectF) -> None:
        half = _FRAME_PX / 2
        pen = QPen(QColor(MODEL_COLOUR), _FRAME_PX)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(seen.adjusted(half, half, -half, -half))
        painter.setFont(self._font)
        wide, tall = word_size(self._font, self._name)
        plate = QRectF(seen.left() + _EDGE, seen.top() + _EDGE, wide + _EDGE, tall + 4)
        plate.setRight(min(plate.right(), seen.right()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(MODEL_COLOUR))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(_INK)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._name)


def _draw_curtain(painter: QPainter, part: QRectF, covered: Covered) -> None:
    """Draw the line to take hold of, with a grip in its middle."""
    if covered is Covered.RIGHT:
        line = QLineF(part.topLeft(), part.bottomLeft())
    else:
        line = QLineF(part.topLeft(), part.topRight())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath(line.p1())
    path.lineTo(line.p2())
    stroke(painter, path, QPen(QColor(MODEL_COLOUR), 2.0))
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1.5))
    painter.setBrush(QColor(MODEL_COLOUR))
    painter.drawEllipse(line.center(), _GRIP_PX, _GRIP_PX)
    painter.setPen(QPen(_INK, 1.6))
    for off in (-2.5, 2.5):
        along = QPointF(off, 0) if covered is Covered.RIGHT else QPointF(0, off)
        reach = QPointF(0, 4) if covered is Covered.RIGHT else QPointF(4, 0)
        painter.drawLine(QLineF(line.center() + along - reach, line.center() + along + reach))
