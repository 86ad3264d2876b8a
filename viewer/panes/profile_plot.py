"""The counts along a line as a curve, with a cursor that tells the place on the scan."""

from enum import StrEnum
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.items.measure_item import COLOUR, SELECTED
from viewer.panes.fidelity_line import STRIP, WORDS
from viewer.pixels.profile import Profile


class ProfileAxis(StrEnum):
    """What stands on the upright axis."""

    SHARE = "share"
    ATTENUATION = "attenuation"


_QUIET: Final = QColor(WORDS).darker(170)


class ProfilePlot(QWidget):
    """One profile; it cannot be pushed about, so that it always shows all of it."""

    pointed = Signal(object)
    """How far along the line the mouse is, from 0 to 1, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget(self, background=QColor(STRIP))
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(_QUIET)
            axis.setTextPen(QColor(WORDS))
            axis.enableAutoSIPrefix(False)
        self._plot.showGrid(x=True, y=True, alpha=0.18)
        self._curve = self._plot.plot(pen=pg.mkPen(COLOUR, width=1))
        self._curve.setDownsampling(auto=True, method="peak")
        self._cursor = pg.InfiniteLine(angle=90, pen=pg.mkPen(SELECTED, width=1))
        self._cursor.hide()
        self._plot.addItem(self._cursor, ignoreBounds=True)
        self._length = 1.0
        self.values: NDArray[np.float64] = np.zeros(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self.setMinimumHeight(150)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse)
        self._plot.viewport().installEventFilter(self)

    def show_profile(self, profile: Profile, axis: ProfileAxis, length: float) -> None:
        """Draw a profile whose line is so long, in the unit of the lower axis."""
        self.values = 100 * profile.shares if axis is ProfileAxis.SHARE else profile.attenuation
        self._length = max(length, 1e-9)
        self._curve.setData(np.linspace(0.0, self._length, self.values.size), self.values)
        box = self._plot.getPlotItem().getViewBox()
        box.setXRange(0.0, self._length, padding=0)
        low, high = float(self.values.min()), float(self.values.max())
        box.setYRange(low, max(high, low + 1e-3), padding=0.06)

    def set_names(self, *, across: str, upright: str) -> None:
        """Name the two axes."""
        self._plot.setLabel("bottom", across)
        self._plot.setLabel("left", upright)

    def show_cursor(self, share: float | None) -> None:
        """Put the cursor at a share of the line, or take it away."""
        self._cursor.setVisible(share is not None)
        if share is not None:
            self._cursor.setValue(share * self._length)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Hear that the mouse has left the plot."""
        if event.type() == QEvent.Type.Leave:
            self._point(None)
        return False

    def _on_mouse(self, at: QPointF) -> None:
        box = self._plot.getPlotItem().getViewBox()
        share = box.mapSceneToView(at).x() / self._length
        self._point(share if 0 <= share <= 1 and self.values.size else None)

    def _point(self, share: float | None) -> None:
        self.show_cursor(share)
        self.pointed.emit(share)
