"""The scan in a graphics scene, drawn by our own pixels within pyqtgraph's view."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.pixels.look import Look
from viewer.pixels.render import Box, Canvas, Counts, Source, Zoom, paint, sample, zoomed_shape

_MARGIN_PX = 256
"""What is drawn around the visible part, so that a pan within it only blits."""


class ScanItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """One picture; its item coordinates are x = column, y = row at full resolution.

    Only the visible part is ever touched, at the screen's own resolution: a frame costs what the
    pane's size costs, however large the picture. Three things are kept: the counts of a box
    (made again when zoom, filters or energy change), its colours (made again when the grey
    window changes), and the image around them.
    """

    drawn = Signal(int)
    """Sent after a paint, with the ticket of the picture that was painted."""

    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None
        self._look = Look()
        self._ticket = 0
        self._zoom: Zoom | None = None
        self._counts: Counts | None = None
        self._box: Box | None = None
        self._canvas: Canvas | None = None
        self._image = QImage()

    def show_source(self, source: Source | None, look: Look) -> int:
        """Take a picture and its look, and return the ticket that `drawn` will carry."""
        self.prepareGeometryChange()
        self._source, self._look = source, look
        self._ticket += 1
        self._forget()
        self.update()
        return self._ticket

    def set_look(self, look: Look) -> None:
        """Change the look; a mere grey window keeps the counts."""
        before, self._look = self._look, look
        if _sampling(before) != _sampling(look):
            self._forget()
        self._box = None
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole picture, as Qt asks."""
        rows, columns = (0, 0) if self._source is None else self._source.shape
        return QRectF(0, 0, columns, rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the visible part, pixel on pixel."""
        if self._source is None:
            return
        # Not deviceTransform(): that one moves with whatever a screenshot draws us into.
        at, device = painter.worldTransform(), painter.device()
        ratio = device.devicePixelRatioF()
        zoom = (at.m22() * ratio, at.m11() * ratio)
        corner = QPoint(round(at.dx() * ratio), round(at.dy() * ratio))
        seen = Box(
            top=-corner.y(),
            left=-corner.x(),
            bottom=math.ceil(device.height() * ratio) - corner.y(),
            right=math.ceil(device.width() * ratio) - corner.x(),
        ).within(zoomed_shape(self._source.shape, zoom))
        if min(seen.shape) < 1:
            return
        self._prepare(self._source, zoom, seen)
        assert self._box is not None  # noqa: S101 - _prepare has just set it
        painter.save()
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        part = QRect(
            seen.left - self._box.left, seen.top - self._box.top, seen.shape[1], seen.shape[0]
        )
        painter.drawImage(corner + QPoint(seen.left, seen.top), self._image, part)
        painter.restore()
        self.drawn.emit(self._ticket)

    def _prepare(self, source: Source, zoom: Zoom, seen: Box) -> None:
        """Make counts and colours for the visible box, unless they are at hand."""
        if zoom != self._zoom:
            # A zoom may be one of many in a row: draw no more than is seen.
            self._forget()
            self._zoom = zoom
            self._counts = sample(source, self._look, zoom, seen)
        elif self._counts is None or not self._counts.box.holds(seen):
            wider = seen.within(zoomed_shape(source.shape, zoom), margin=_MARGIN_PX)
            self._counts = sample(source, self._look, zoom, wider)
            self._box = None
        if self._box is None:
            self._colour(self._counts.part(seen))
        elif not self._box.holds(seen):
            self._colour(self._counts)

    def _colour(self, counts: Counts) -> None:
        if self._canvas is None or self._canvas.shape != counts.box.shape:
            rows, columns = counts.box.shape
            self._canvas = Canvas((rows, columns))
            self._image = QImage(
                self._canvas.bgra.data, columns, rows, columns * 4, QImage.Format.Format_RGB32
            )
        paint(counts, self._look, self._canvas)
        self._box = counts.box

    def _forget(self) -> None:
        self._zoom = self._counts = self._box = None


def _sampling(look: Look) -> tuple[object, ...]:
    """Return the parts of a look that decide the counts, not only their colours."""
    return look.energy, look.filters, look.material, look.enlargement
