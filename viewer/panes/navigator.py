"""A small overview in a pane's corner, there while part of the picture is out of sight."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.pixels.frame import GROUND
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.render import Source, draw
from viewer.pixels.stage import Stage
from viewer.throttle import Throttle

_GROUND = QColor(*GROUND)
_LONGEST = 260
_TALLEST = 110
_MOST = 0.3
"""It takes no more than this share of the pane's width and height: the load lies under it."""
_EDGE = 10
_FRAME_MS = 40
_FOLLOW_MS = 120
"""The overview follows a moving grey window no faster than this."""
_REST_MS = 150
"""How long a look with filters waits: it would else be drawn in one call with the pane's."""
_PART = 0.995
"""The overview goes when more than this share of the picture is in sight, along both axes."""


class Navigator(QWidget):
    """The whole picture in small, with a frame around what the pane shows; drag to go there."""

    moved = Signal(object)
    """The place (row, column) that a hand asks to see."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._source: Source | None = None
        self._look = Look()
        self._allowed, self._away = True, False
        self._stage: Stage | None = None
        self._area = Area(row=0, column=0, height=1, width=1)
        self._pixels = np.empty((0, 0, 4), np.uint8)  # the image only borrows them
        self._image = QImage()
        self._is_drawn = self._is_current = False
        self._apart = QTimer(self, singleShot=True, interval=0)
        self._apart.timeout.connect(self._draw)
        self._fresh = Throttle(self._forget_pixels, _FOLLOW_MS, self)
        self._rested = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rested.timeout.connect(self._fresh.ask)
        self._framed = Throttle(self.update, _FRAME_MS, self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_source(self, source: Source | None, look: Look) -> None:
        """Take a picture, or none."""
        self._source, self._look = source, look
        self._let_go()
        self.setVisible(self._is_wanted())
        self.update()

    @property
    def is_settled(self) -> bool:
        """Whether it is away, or shows picture and look as they were set last."""
        return self._is_current or not self.isVisible()

    def set_allowed(self, allowed: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Come and go by itself, or stay away."""
        self._allowed = allowed
        self.setVisible(self._is_wanted())

    def set_away(self, away: bool) -> None:  # noqa: FBT001 - as set_allowed, for a held key
        """Stay away for as long as a key is held, whatever else is allowed."""
        self._away = away
        self.setVisible(self._is_wanted())

    def set_look(self, look: Look) -> None:
        """Follow the pane's look."""
        before, self._look = self._look, look
        self._is_current = False
        if look.filters or before.filters:
            self._rested.start()  # the pane is painted first
        else:
            self._fresh.ask()

    def set_view(self, stage: Stage, view: Viewpoint) -> None:
        """Follow the pane's view."""
        before, self._stage = self._stage, stage
        former = None if before is None else (before.shape, before.stretch)
        top, left = stage.place(view, 0, 0)
        bottom, right = stage.place(view, *map(float, stage.size_px))
        self._area = Area(row=top, column=left, height=bottom - top, width=right - left)
        self.setVisible(self._is_wanted())
        if former != (stage.shape, stage.stretch):
            self._let_go()
            self.settle(self._room.rect())
        self._framed.ask()

    def settle(self, room: QRect) -> None:
        """Take the lower right corner of the room."""
        if self._stage is None:
            return
        rows, columns = (n * s for n, s in zip(self._stage.shape, self._stage.stretch, strict=True))
        longest = min(_LONGEST, _MOST * room.width())
        tallest = min(_TALLEST, _MOST * room.height())
        scale = min(longest / columns, tallest / rows)
        width, height = max(round(columns * scale), 8), max(round(rows * scale), 8)
        self.setGeometry(
            room.right() - width - _EDGE, room.bottom() - height - _EDGE, width, height
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the overview and the frame."""
        if self._source is None or self._stage is None:
            return
        if not self._is_drawn:  # in a call of its own: the panes are painted in this one
            self._apart.start()
        painter = QPainter(self)
        if self._image.isNull():
            painter.fillRect(self.rect(), _GROUND)
        else:
            painter.drawImage(self.rect(), self._image)
        rows, columns = self._stage.shape
        down, along = self.height() / rows, self.width() / columns
        frame = QRectF(
            self._area.column * along,
            self._area.row * down,
            self._area.width * along,
            self._area.height * down,
        ).intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor("#FFD60A"), 1.4))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor("#4A5560"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the hand points."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the hand."""
        event.accept()
        if event.buttons() & Qt.MouseButton.LeftButton and self._stage is not None:
            rows, columns = self._stage.shape
            at = event.position()
            self.moved.emit((at.y() / self.height() * rows, at.x() / self.width() * columns))

    def _is_wanted(self) -> bool:
        if self._stage is None or self._source is None or not self._allowed or self._away:
            return False
        rows, columns = self._stage.shape
        return self._area.height < rows * _PART or self._area.width < columns * _PART

    def _forget_pixels(self) -> None:
        self._is_drawn = False
        self.update()

    def _let_go(self) -> None:
        """Show nothing of another picture, or of this one in another shape."""
        self._image, self._is_drawn, self._is_current = QImage(), False, False

    @Slot()
    def _draw(self) -> None:
        source = self._source
        if source is None:
            return
        ratio = self.devicePixelRatioF()
        zoom = (
            self.height() * ratio / source.shape[0],
            self.width() * ratio / source.shape[1],
        )
        pixels = np.ascontiguousarray(draw(source, self._look, zoom))
        rows, columns = pixels.shape[:2]
        self._pixels = pixels
        self._image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        self._is_drawn = self._is_current = True
        self.update()
