"""The graphics view of a pane as it stands there: a picture, its look and the place looked at."""

import math
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QWidget

from viewer.items.cross_item import CrossItem
from viewer.items.overlay_item import OverlayItem
from viewer.items.scale_bar_item import ScaleBarItem
from viewer.items.scan_item import ScanItem
from viewer.items.structure_item import StructureItem
from viewer.picture import Picture
from viewer.pixels import frame
from viewer.pixels.geometry import Viewpoint, proportion
from viewer.pixels.look import Energy, Look
from viewer.pixels.source import Source
from viewer.pixels.stage import Stage
from viewer.pixels.state import Fidelity, PictureState
from viewer.prepare import source_of

GROUND: Final = QColor(*frame.GROUND)
_LATE_MS: Final = 1


class PictureView(pg.GraphicsView):  # type: ignore[misc] # pyqtgraph has no types
    """One picture in a pyqtgraph view box, with what lies over it; hands are given by `ScanView`.

    Places are (row, column) in full-resolution pixels.
    """

    look_changed = Signal(object)
    view_moved = Signal(object)
    drawn = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=GROUND)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # We cover every pixel ourselves, once; a cached background would cover them twice.
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumSize(160, 90)
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False, invertY=True, border=None)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.scan_item, self.overlay_item = ScanItem(), OverlayItem()
        self.scale_item = ScaleBarItem()
        self.structure_item, self.cross_item = StructureItem(), CrossItem()
        for item in (self.scan_item, self.overlay_item, self.scale_item):
            self.box.addItem(item, ignoreBounds=True)
        for item in (self.structure_item, self.cross_item):
            self.box.addItem(item, ignoreBounds=True)
        self.scan_item.drawn.connect(self.drawn, Qt.ConnectionType.QueuedConnection)
        self.picture: Picture | None = None
        self.source: Source | None = None
        self.look = Look()
        self.viewpoint = Viewpoint(centre=(0.5, 0.5), zoom=1.0)
        self.ticket = 0
        self.fitted = True
        self.is_resizing = False  # so that a view moved by its room leads no other
        self.late = QTimer(self, singleShot=True, interval=_LATE_MS)  # runs before a late move
        self.late.timeout.connect(self._lay)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def state(self) -> PictureState:
        """What is shown and how, now."""
        picture = self.picture
        if picture is None:
            return PictureState(look=self.look)
        missing = picture.low is None and (self.look.material or self.look.energy is Energy.LOW)
        return PictureState(
            look=self.look,
            viewpoint=self.viewpoint,
            size_px=self.stage().size_px,
            fidelity=Fidelity(
                decimation=1.0 / self.viewpoint.zoom,
                full_resolution=picture.reduced == 1,
                exact=self.scan_item.is_exact,
                missing_energy=missing,
                calibrated=picture.pitch_mm is not None,
                stored_bits=picture.stored_bits,
            ),
        )

    @property
    def is_settled(self) -> bool:
        """Whether exact pixels are on the screen, of the place, look and picture set last."""
        settled: bool = self.scan_item.is_settled
        return settled and not self.late.isActive()

    def show_picture(self, picture: Picture | None, look: Look, *, keep_view: bool) -> None:
        """Show a picture, or none; fit it unless the view is to be kept."""
        self.picture, self.look = picture, look
        self.source = None if picture is None else source_of(picture)
        self.ticket = self.scan_item.show_source(self.source, look)
        shape = (0, 0) if picture is None else picture.shape
        self.overlay_item.set_shape(shape)
        self.scale_item.set_picture(shape, None if picture is None else picture.pitch_mm)
        if picture is not None:
            view = self.viewpoint if keep_view else self.stage().fit()
            self.fitted = self.fitted if keep_view else True
            self.move_to(view, fitted=self.fitted)
        self.viewport().update()  # also what the former picture covered

    def set_look(self, look: Look, *, late: bool = False) -> None:
        """Change the look; ``late`` as `ScanItem.set_look` takes it."""
        if look != self.look:
            self.look = look
            self.scan_item.set_look(look, late=late)
            self.look_changed.emit(look)

    def stage(self) -> Stage:
        """Return the room the picture has on this pane now."""
        picture, port, ratio = self.picture, self.viewport(), self.devicePixelRatioF()
        return Stage(
            shape=(1, 1) if picture is None else picture.shape,
            stretch=(1.0, 1.0) if picture is None else proportion(picture.pitch_mm),
            size_px=(
                max(round(port.height() * ratio), 1),
                max(round(port.width() * ratio), 1),
            ),
        )

    def move_to(self, view: Viewpoint, *, fitted: bool = False, late: bool = False) -> None:
        """Look elsewhere, as near to `view` as is sane.

        The picture may move ``late``, a moment after that of a pane which leads: two such paints
        would else fall into one call. A hand that goes on does not put it off any further.
        """
        self.viewpoint = self.stage().allow(view)
        self.fitted = fitted
        if not late:
            self._lay()
        elif not self.late.isActive():
            self.late.start()
        self.view_moved.emit(self.viewpoint)

    @Slot()
    def _lay(self) -> None:
        """Lay the picture where the viewpoint says."""
        self.late.stop()
        stage, ratio, port = self.stage(), self.devicePixelRatioF(), self.viewport()
        top, left = stage.corner(self.viewpoint)
        rows, columns = stage.scale(self.viewpoint.zoom)
        self.box.setRange(
            QRectF(
                -left / columns,
                -top / rows,
                port.width() * ratio / columns,
                port.height() * ratio / rows,
            ),
            padding=0,
            disableAutoRange=True,
        )
        self.box.updateMatrix()  # left to the paint, it would ask for a second one

    # -- moves of the whole view -----------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture."""
        self.move_to(self.stage().fit(), fitted=True)

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        here = self.viewpoint
        self.move_to(self.stage().zoom_at(here, factor, here.centre))

    def pan_by(self, down: float, along: float) -> None:
        """Look further down or along, in shares of the view."""
        stage = self.stage()
        height, width = stage.size_px
        self.move_to(stage.pan(self.viewpoint, -down * height, -along * width))

    # -- what Qt calls ---------------------------------------------------------------------

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph's way tears the viewport out and crashes."""
        return QWidget.close(self)

    def drawBackground(  # noqa: N802 - Qt calls this
        self, painter: QPainter, _rect: QRectF
    ) -> None:
        """Fill the ground around the picture, which covers the rest itself."""
        port, ratio = self.viewport(), painter.device().devicePixelRatioF()
        at = self.scan_item.sceneTransform() * painter.worldTransform()
        covered = self.scan_item.covers(at, ratio)
        painter.save()
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        for ground in _around(
            covered, math.ceil(port.height() * ratio), math.ceil(port.width() * ratio)
        ):
            painter.fillRect(ground, GROUND)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fit, or the place in the middle."""
        super().resizeEvent(event)
        self._keep_view()

    def event(self, event: QEvent) -> bool:
        """Keep the view on a screen of another pixel ratio."""
        heard = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._keep_view()
        return bool(heard)

    def _keep_view(self) -> None:
        if getattr(self, "picture", None) is not None:
            view = self.stage().fit() if self.fitted else self.viewpoint
            self.is_resizing = True
            self.move_to(view, fitted=self.fitted)
            self.is_resizing = False


def _around(inner: QRect, height: int, width: int) -> tuple[QRect, ...]:
    """Return what a pane of that size shows around `inner`, in up to four rectangles."""
    pane = QRect(0, 0, width, height)
    inner = inner.intersected(pane)
    if inner.isEmpty():
        return (pane,)
    right, below = inner.x() + inner.width(), inner.y() + inner.height()
    parts = (
        QRect(0, 0, width, inner.y()),
        QRect(0, below, width, height - below),
        QRect(0, inner.y(), inner.x(), inner.height()),
        QRect(right, inner.y(), width - right, inner.height()),
    )
    return tuple(part for part in parts if not part.isEmpty())
