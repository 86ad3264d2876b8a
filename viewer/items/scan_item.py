"""The scan in a graphics scene, drawn by our own pixels within pyqtgraph's view."""

import math
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.items.fine_work import FineRequest, fine_work
from viewer.pixels.frame import exact_zoom
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Look, sampling
from viewer.pixels.render import Counts
from viewer.pixels.source import Source
from viewer.pixels.tile import Tile

_REST_MS: Final = 30
"""After so long without a paint the hand rests, and what lies around the view is drawn ahead."""
_LATE_MS: Final = 5


class ScanItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """One picture; its item coordinates are x = column, y = row at full resolution.

    Only the visible part is ever touched, at the screen's own resolution: a frame costs what the
    pane's size costs, however large the picture. What would take longer than a part of a frame
    is painted coarsely first, while a thread makes it exactly; greys and colours are always those
    of the look that was set last.
    """

    drawn = Signal(int)
    """Sent after a paint of exact pixels, with the ticket of the picture that was painted."""
    exact_changed = Signal(bool)
    """Whether what was painted last is exact, or slow filters have answered coarsely as yet."""

    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None
        self._look = Look()
        self._ticket = 0
        self._tile = Tile()
        self._image = QImage()
        self._canvas: NDArray[np.uint8] | None = None
        self._seen: Box | None = None
        self._was_exact = True
        self._is_stale = True
        self._asked: FineRequest | None = None
        fine_work().made.connect(self._on_made)
        self._late_look = Look()
        self._later = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._later.timeout.connect(self._catch_up)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._go_on)

    def show_source(self, source: Source | None, look: Look) -> int:
        """Take a picture and its look, and return the ticket that `drawn` will carry."""
        self.prepareGeometryChange()
        self._source, self._look = source, look
        self._ticket += 1
        self._tile.forget()
        self._ask_nothing()
        self._is_stale = True
        self._idle.stop()
        self._later.stop()
        self.update()
        return self._ticket

    def set_look(self, look: Look, *, late: bool = False) -> None:
        """Change the look; a mere grey window keeps the counts.

        The look may come ``late``, a moment after that of a pane which leads: two such paints
        would else fall into one call. A hand that goes on does not put it off any further.
        """
        if late:
            self._late_look = look
            if not self._later.isActive():
                self._later.start()
            return
        self._later.stop()
        before, self._look = self._look, look
        if sampling(before) != sampling(look):
            self._tile.forget()
            self._ask_nothing()
        self._tile.forget_colours()
        self._is_stale = True
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole picture, as Qt asks."""
        rows, columns = (0, 0) if self._source is None else self._source.shape
        return QRectF(0, 0, columns, rows)

    @property
    def is_exact(self) -> bool:
        """Whether what was painted last is exact; see `exact_changed`."""
        return self._was_exact

    @property
    def is_settled(self) -> bool:
        """Whether what is on the screen is exact, and of the look and picture set last."""
        return self._was_exact and not (self._is_stale or self._later.isActive())

    def covers(self, at: QTransform, ratio: float) -> QRect:
        """Return the device pixels that a paint at a transform covers entirely."""
        zoom, corner = _grid(at, ratio)
        rows, columns = (0, 0) if self._source is None else zoomed_shape(self._source.shape, zoom)
        return QRect(corner.x(), corner.y(), columns, rows)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the visible part, pixel on pixel."""
        if self._source is None:
            return
        # Not deviceTransform(): that one moves with whatever a screenshot draws us into.
        device = painter.device()
        ratio = device.devicePixelRatioF()
        zoom, corner = _grid(painter.worldTransform(), ratio)
        seen = Box(
            top=-corner.y(),
            left=-corner.x(),
            bottom=math.ceil(device.height() * ratio) - corner.y(),
            right=math.ceil(device.width() * ratio) - corner.x(),
        ).within(zoomed_shape(self._source.shape, zoom))
        if min(seen.shape) < 1:
            return
        self._tile.show(self._source, self._look, zoom, seen)
        self._seen = seen
        painter.save()
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        self._blit(painter, corner, seen)
        painter.restore()
        self._is_stale = False
        self._tell_exact()
        if self._tile.is_exact:
            self._ask_nothing()
            self.drawn.emit(self._ticket)
            self._idle.start(_REST_MS)
        else:
            self._ask(self._source, zoom)

    def _blit(self, painter: QPainter, corner: QPoint, box: Box) -> None:
        canvas = self._tile.canvas
        if self._canvas is not canvas:
            rows, columns = canvas.shape[:2]
            self._image = QImage(
                canvas.data, columns, rows, columns * 4, QImage.Format.Format_RGB32
            )
            self._canvas = canvas
        for piece, (down, along) in self._tile.pieces(box):
            part = QRect(along.start, down.start, piece.shape[1], piece.shape[0])
            painter.drawImage(corner + QPoint(piece.left, piece.top), self._image, part)

    def _catch_up(self) -> None:
        self.set_look(self._late_look)

    def _go_on(self) -> None:
        """Use an idle moment to draw ahead of the next pan."""
        if self._source is None or self._seen is None:
            return
        if self._tile.run_ahead(self._look, self._seen):
            self._idle.start(0)

    def _ask(self, source: Source, zoom: Zoom) -> None:
        """Have what was painted coarsely made exactly, unless that is under way."""
        boxes = self._tile.rough
        wanted = FineRequest(source=source, look=self._look, zoom=zoom, boxes=boxes)
        if self._asked is None or not self._asked.answers(wanted):
            self._asked = wanted
            fine_work().ask(id(self), wanted)

    def _ask_nothing(self) -> None:
        if self._asked is not None:
            self._asked = None
            fine_work().drop(id(self))

    @Slot(object, object, bool)
    def _on_made(self, request: FineRequest, counts: Counts, last: bool) -> None:  # noqa: FBT001 - a Qt slot
        if request is not self._asked:
            return
        if last:
            self._asked = None  # a pan may have made more of it coarse: the paint asks again
        self._tile.take(counts, self._look)
        self.update()

    def _tell_exact(self) -> None:
        if self._was_exact != self._tile.is_exact:
            self._was_exact = self._tile.is_exact
            self.exact_changed.emit(self._was_exact)


def _grid(at: QTransform, ratio: float) -> tuple[Zoom, QPoint]:
    """Return the zoom and the whole device pixel at which the picture's first corner lies."""
    corner = QPoint(round(at.dx() * ratio), round(at.dy() * ratio))
    return exact_zoom(at.m22() * ratio, at.m11() * ratio), corner
