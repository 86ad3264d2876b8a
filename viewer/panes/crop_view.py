"""A place of a picture with its surroundings, in a frame of its own: to be seen, not moved."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from viewer.crops import Spot
from viewer.items.overlay_item import COLOURS
from viewer.items.strokes import edged, stroke
from viewer.overlay import RegionKind
from viewer.panes.fidelity_line import WORDS
from viewer.pixels.frame import GROUND, draw_frame
from viewer.pixels.geometry import Viewpoint, proportion
from viewer.pixels.look import Energy, Look
from viewer.pixels.stage import Stage
from viewer.pixels.state import Fidelity, PictureState
from viewer.prepare import source_of

_GROUND: Final = QColor(*GROUND)


class CropView(QWidget):
    """Draws one `Spot` with the pixels of a pane, or a sentence where there is none."""

    clicked = Signal()
    resized = Signal()

    def __init__(self, kind: RegionKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._spot: Spot | None = None
        self._view = Viewpoint(centre=(0.0, 0.0), zoom=1.0)
        self._look = Look()
        self._message = ""
        self._image: QImage | None = None
        self._pointed = False
        self.setMinimumSize(120, 70)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def spot(self) -> Spot | None:
        """What is shown, or None."""
        return self._spot

    @property
    def viewpoint(self) -> Viewpoint:
        """From where it is looked at."""
        return self._view

    @property
    def size_px(self) -> tuple[int, int]:
        """Height and width [device pixels]."""
        ratio = self.devicePixelRatioF()
        return max(round(self.height() * ratio), 1), max(round(self.width() * ratio), 1)

    @property
    def state(self) -> PictureState | None:
        """What is shown and how; enough, with the picture, to draw it again. None for nothing."""
        if self._spot is None:
            return None
        picture, look = self._spot.picture, self._look
        return PictureState(
            look=look,
            viewpoint=self._view,
            size_px=self.size_px,
            fidelity=Fidelity(
                decimation=1.0 / self._view.zoom,
                full_resolution=picture.reduced == 1,
                exact=True,
                missing_energy=picture.low is None and (look.material or look.energy is Energy.LOW),
                calibrated=picture.pitch_mm is not None,
                stored_bits=picture.stored_bits,
            ),
        )

    def show_spot(self, spot: Spot, view: Viewpoint, look: Look) -> None:
        """Show a place as seen from a viewpoint, in a look."""
        shown = (self._spot, self._view, self._look)
        if shown == (spot, view, look):
            return
        self._spot, self._view, self._look, self._message = spot, view, look, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._image = None
        self.update()

    def show_nothing(self, message: str) -> None:
        """Show a sentence in the picture's place."""
        self._spot, self._image, self._message = None, None, message
        self.unsetCursor()
        self.update()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - Qt calls it so
        """Ask for a view that fits the new size."""
        self._image = None
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click for the wish to see more of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and self._spot is not None:
            self.clicked.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self._pointed = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt calls it so
        """Be quiet again."""
        self._pointed = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the place, and around it a line of its kind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        state = self.state
        if self._spot is None or state is None:
            painter.setPen(QColor(WORDS))
            room = self.rect().adjusted(10, 6, -10, -6)
            words = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
            painter.drawText(room, int(words), self._message)
            painter.end()
            return
        if self._image is None:
            picture = self._spot.picture
            pixels = draw_frame(source_of(picture), state, pitch_mm=picture.pitch_mm)
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            self._image = image.copy()  # the array goes
            self._image.setDevicePixelRatio(self.devicePixelRatioF())
        painter.drawImage(QPointF(0, 0), self._image)
        self._draw_outline(painter, self._spot)
        painter.end()

    def _draw_outline(self, painter: QPainter, spot: Spot) -> None:
        stage = Stage(
            shape=spot.picture.shape,
            stretch=proportion(spot.picture.pitch_mm),
            size_px=self.size_px,
        )
        area, ratio = spot.area, self.devicePixelRatioF()
        top, left = stage.point(self._view, (area.row, area.column))
        bottom, right = stage.point(self._view, (area.row + area.height, area.column + area.width))
        box = QRectF(QPointF(left, top) / ratio, QPointF(right, bottom) / ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRect(box)
        pen = QPen(QColor(COLOURS[self._kind]), 1.8)
        stroke(painter, path, edged(pen))
        if self._pointed:
            painter.setPen(QPen(QColor(COLOURS[self._kind]), 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
