"""A lens at the cursor: the full-resolution counts, enlarged, in a look of their own."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.pixels.geometry import Area, Place, Viewpoint
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Look
from viewer.pixels.render import paint, sample
from viewer.pixels.source import Source
from viewer.pixels.stage import MOST_ZOOM, Stage
from viewer.seen import Seen

_FACTORS: Final = (1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_WIDTHS: Final = (220, 320, 440, 600)
_TALL: Final = 0.72
"""Height of the lens over its width."""
_BAR_PX: Final = 18
_GROUND: Final = QColor("#0B0D10")
_EDGE: Final = QColor("#FFD60A")
_INK: Final = QColor("#F2F5F8")


class Loupe(QWidget):
    """Shows what lies under the cursor nearer by a factor; lets every mouse event through.

    The look is the pane's own until another is given: then the lens is a second opinion, such as
    a steep window for dense goods, carried over the picture by hand.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._pane_look = Look()
        self._own: tuple[str, Look] | None = None
        self._stage: Stage | None = None
        self._view = Viewpoint(centre=(0.0, 0.0), zoom=1.0)
        self._place: Place | None = None
        self._factor, self._width = 2, 1
        self._wanted, self._away = False, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    @property
    def factor(self) -> float:
        """How much nearer than the pane the lens shows."""
        return _FACTORS[self._factor]

    @property
    def is_wanted(self) -> bool:
        """Whether the lens comes wherever the cursor is over a picture."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Let the lens come, or send it away."""
        self._wanted = wanted
        self._settle()

    def set_away(self, away: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Stay away for a while, without forgetting whether it is wanted."""
        self._away = away
        self._settle()

    def set_own_look(self, name: str, look: Look | None) -> None:
        """Give the lens a look of its own, with the name it is told by; None: the pane's."""
        self._own = None if look is None else (name, look)
        self.update()

    def show_source(self, source: Source | None, look: Look) -> None:
        """Take another picture."""
        self._source, self._pane_look = source, look
        self._settle()

    def set_look(self, look: Look) -> None:
        """Follow the pane's look."""
        self._pane_look = look
        self.update()

    def point(self, stage: Stage, view: Viewpoint, place: Place | None) -> None:
        """Follow the cursor, which is over a place of the picture, or over none."""
        self._stage, self._view, self._place = stage, view, place
        self._settle()

    def step_factor(self, steps: int) -> None:
        """Look nearer, or from further off when negative."""
        self._factor = min(max(self._factor + steps, 0), len(_FACTORS) - 1)
        self.update()

    def step_size(self, steps: int) -> None:
        """Make the lens larger, or smaller when negative."""
        self._width = min(max(self._width + steps, 0), len(_WIDTHS) - 1)
        self._settle()

    def zoom(self) -> Zoom:
        """Return device pixels per picture pixel in the lens (rows, columns)."""
        return (1.0, 1.0) if self._stage is None else self._stage.scale(self._nearest())

    def seen(self) -> Seen | None:
        """Return what the lens shows of the picture now; None while it is away."""
        if self.isHidden() or self._place is None or self._stage is None:
            return None
        rows, columns = self.zoom()
        ratio = self.devicePixelRatioF()
        height, width = (self.height() - _BAR_PX) * ratio / rows, self.width() * ratio / columns
        row, column = self._place
        return Seen(
            area=Area(row=row - height / 2, column=column - width / 2, height=height, width=width),
            zoom=self._nearest(),
            look=self._shown_look(),
        )

    def _shown_look(self) -> Look:
        return self._pane_look if self._own is None else self._own[1]

    def _nearest(self) -> float:
        return min(self._view.zoom * self.factor, MOST_ZOOM * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lens: picture, frame, a fine cross, and what it shows in words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        if self._source is None or self._place is None or self._stage is None:
            return
        ratio = self.devicePixelRatioF()
        self._paint_picture(painter, self._source, self._place, ratio)
        picture = QRectF(0, 0, self.width(), self.height() - _BAR_PX)
        centre = picture.center()
        painter.setPen(QPen(QColor(255, 214, 10, 150), 1))
        for arm in (QPointF(9, 0), QPointF(-9, 0), QPointF(0, 9), QPointF(0, -9)):
            painter.drawLine(centre + arm / 3, centre + arm)
        painter.setPen(QPen(_EDGE, 1.2))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        bar = QRectF(1, self.bar_top(), self.width() - 2, _BAR_PX - 1)
        painter.fillRect(bar, QColor("#15191E"))
        painter.setPen(_INK)
        font = painter.font()
        font.setPointSizeF(8.0)
        painter.setFont(font)
        painter.drawText(bar.adjusted(6, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, self.text())

    def bar_top(self) -> int:
        """Return where the words begin: at the foot, or at the head where the foot is cut off."""
        foot = self.height() - _BAR_PX
        pane = self.parentWidget()
        if pane is None or self.y() + self.height() <= pane.height():
            return foot
        return max(-self.y(), 0) + 1

    def text(self) -> str:
        """Return what the lens says about itself."""
        shown = min(self.zoom())  # along the finer pitch, as the pane's own line tells it
        scale = self.tr("{}:1").format(f"{shown:.3g}") if shown >= 1 else f"1:{1 / shown:.3g}"
        name = self.tr("look of the picture") if self._own is None else self._own[0]
        factor = self._nearest() / self._view.zoom
        return " · ".join((f"x{factor:.3g}", scale, name))

    def _paint_picture(self, painter: QPainter, source: Source, place: Place, ratio: float) -> None:
        zoom = self.zoom()
        rows = math.ceil((self.height() - _BAR_PX) * ratio)
        columns = math.ceil(self.width() * ratio)
        top = round(place[0] * zoom[0] - rows / 2)
        left = round(place[1] * zoom[1] - columns / 2)
        box = Box(top=top, left=left, bottom=top + rows, right=left + columns).within(
            zoomed_shape(source.shape, zoom)
        )
        if min(box.shape) < 1:
            return
        look = self._shown_look()
        pixels = np.ascontiguousarray(paint(sample(source, look, zoom, box), look))
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF((box.left - left) / ratio, (box.top - top) / ratio), image)

    def _settle(self) -> None:
        """Lie over the cursor, or away."""
        shown = (
            self._wanted and not self._away and self._source is not None and self._place is not None
        )
        if shown and self._stage is not None and self._place is not None:
            ratio = self.devicePixelRatioF()
            down, along = self._stage.point(self._view, self._place)
            width = _WIDTHS[self._width]
            height = round(width * _TALL)
            self.setGeometry(
                QRect(
                    round(along / ratio - width / 2),
                    round(down / ratio - (height - _BAR_PX) / 2),
                    width,
                    height,
                )
            )
        self.setVisible(shown)
        self.update()
