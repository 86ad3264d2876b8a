"""What the scan has more or less than its typical model, drawn over the scan."""

import math
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.link import Registration
from viewer.pixels.difference import (
    difference,
    measuring_look,
    opaque_below,
    paint_difference,
)
from viewer.pixels.look import Energy, Look
from viewer.pixels.render import Box, Source, Zoom, sample, zoomed_shape

HATCH: Final = QColor("#B79CFF")


class DifferenceItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Scan minus registered model; item coordinates as of the scan.

    Only the visible part is sampled, both pictures on the screen's own grid, so a frame costs
    what the pane's size costs. Where the model has no pixels the scan is left as it is, hatched.
    """

    def __init__(self) -> None:
        super().__init__()
        self._scan: Source | None = None
        self._model: Source | None = None
        self._placed: Registration | None = None
        self._look = Look()
        self._full_scale, self._floor = 1.0, opaque_below(16)
        self._key: object = None
        self._image = QImage()
        self._pixels: object = None
        self.setZValue(2)
        self.hide()

    def show_pair(
        self,
        scan: Source | None,
        model: Source | None,
        placed: Registration | None,
        *,
        stored_bits: int,
    ) -> None:
        """Take the two pictures and where the model lies on the scan; None shows nothing.

        ``stored_bits`` are those of the coarser one: it decides what counts as opaque.
        """
        self._floor = opaque_below(stored_bits)
        self.prepareGeometryChange()
        self._scan, self._model, self._placed = scan, model, placed
        self._key = None
        self.update()

    def set_look(self, look: Look) -> None:
        """Measure at the look's energy, through those of its filters that keep nepers nepers."""
        if look != self._look:
            self._look, self._key = look, None
            self.update()

    def set_full_scale(self, full_scale: float) -> None:
        """Give differences from here on the full colour [nepers]."""
        self._full_scale, self._key = full_scale, None
        self.update()

    @property
    def measured(self) -> Look:
        """How both pictures are sampled: energy and filters."""
        both = all(s is not None and s.has(Energy.LOW) for s in (self._scan, self._model))
        return measuring_look(self._look, both_have_low=both)

    def boundingRect(self) -> QRectF:
        """Return the whole scan."""
        rows, columns = (0, 0) if self._scan is None else self._scan.shape
        return QRectF(0, 0, columns, rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the difference where both are seen, and hatch the rest of the scan."""
        scan, model, placed = self._scan, self._model, self._placed
        if scan is None or model is None or placed is None:
            return
        at, device = painter.worldTransform(), painter.device()
        ratio = device.devicePixelRatioF()
        zoom = (at.m22() * ratio, at.m11() * ratio)
        corner = (round(at.dy() * ratio), round(at.dx() * ratio))
        pane = Box(
            top=-corner[0],
            left=-corner[1],
            bottom=math.ceil(device.height() * ratio) - corner[0],
            right=math.ceil(device.width() * ratio) - corner[1],
        )
        seen = pane.within(zoomed_shape(scan.shape, zoom))
        if min(seen.shape) < 1:
            return
        model_zoom = (zoom[0] * placed.scale[0], zoom[1] * placed.scale[1])
        # Whole device pixels, as every picture is placed on screen: at most half of one off.
        shift = (round(placed.offset[0] * zoom[0]), round(placed.offset[1] * zoom[1]))
        both = _meeting(seen, shift, zoomed_shape(model.shape, model_zoom))
        painter.save()
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        painter.translate(corner[1], corner[0])
        if both is not None:
            self._prepare((scan, zoom), (model, model_zoom), shift, both)
            painter.drawImage(QPoint(both.left, both.top), self._image)
        _hatch(painter, seen, both, ratio)
        painter.restore()

    def _prepare(
        self,
        scan: tuple[Source, Zoom],
        model: tuple[Source, Zoom],
        shift: tuple[int, int],
        box: Box,
    ) -> None:
        """Make the colours of a box, unless they are at hand: a cross moves over them often."""
        key = (scan[1], shift, box)
        if key == self._key:
            return
        look = self.measured
        seen = sample(scan[0], look, scan[1], box).shown
        typical = sample(model[0], look, model[1], _moved(box, shift)).shown
        pixels = paint_difference(
            difference(seen, typical, floor=self._floor), full_scale=self._full_scale
        )
        rows, columns = box.shape
        self._pixels = pixels  # the image only borrows them
        self._image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        self._key = key


def _moved(box: Box, shift: tuple[int, int]) -> Box:
    """Return a box of the scan's device grid in the model's."""
    return Box(
        top=box.top - shift[0],
        left=box.left - shift[1],
        bottom=box.bottom - shift[0],
        right=box.right - shift[1],
    )


def _meeting(seen: Box, shift: tuple[int, int], model_shape: tuple[int, int]) -> Box | None:
    """Return the part of a box of the scan's grid over which the model has pixels."""
    inside = _moved(seen, shift).within(model_shape)
    if min(inside.shape) < 1:
        return None
    return _moved(inside, (-shift[0], -shift[1]))


def _hatch(painter: QPainter, seen: Box, both: Box | None, ratio: float) -> None:
    """Hatch what is seen of the scan but not of the model."""
    brush = QBrush(HATCH, Qt.BrushStyle.BDiagPattern)
    brush.setTransform(QTransform.fromScale(ratio, ratio))
    whole = _rect(seen)
    if both is None:
        painter.fillRect(whole, brush)
        return
    hole = _rect(both)
    for part in (
        QRectF(whole.topLeft(), QPointF(whole.right(), hole.top())),
        QRectF(QPointF(whole.left(), hole.bottom()), whole.bottomRight()),
        QRectF(QPointF(whole.left(), hole.top()), hole.bottomLeft()),
        QRectF(hole.topRight(), QPointF(whole.right(), hole.bottom())),
    ):
        if not part.isEmpty():
            painter.fillRect(part, brush)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.shape[1], box.shape[0])
