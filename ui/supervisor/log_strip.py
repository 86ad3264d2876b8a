"""The evidence log as one strip: what is proven, what holds, where it first does not."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_STRIP_PX: Final = 16
_MARK_PX: Final = 9
_LEAST_PX: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """How far a log was read and what of it stands; all are counts of entries.

    Attributes
    ----------
    entries
        How many there are.
    holds
        Up to which entry the chain holds, or has been read so far.
    proven
        Up to which entry a signed checkpoint stands.
    first_bad
        The first entry that does not hold, or that a record contradicts.
    """

    entries: int
    holds: int
    proven: int = 0
    first_bad: int | None = None


class LogStrip(QWidget):
    """Solid is proven, hatched holds together, empty is not known; a triangle marks the fault."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: LogState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_log(self, state: LogState | None) -> None:
        """Show another log, or none."""
        self._state = state
        self.setVisible(state is not None)
        if state is not None:
            self.setAccessibleName(self._legend(state))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the mark, the strip and a line of words."""
        return QSize(400, _MARK_PX + _STRIP_PX + self.fontMetrics().height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip and say below it what is what."""
        state = self._state
        if state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = QRectF(0.5, _MARK_PX + 0.5, self.width() - 1.0, _STRIP_PX)
        painter.fillRect(strip, QColor(theme.GROUND))
        holds, proven = self._x(state.holds), self._x(state.proven)
        hatched = QBrush(QColor(theme.ACCENT), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(QRectF(strip.left(), strip.top(), holds, _STRIP_PX), hatched)
        painter.fillRect(
            QRectF(strip.left(), strip.top(), proven, _STRIP_PX), QColor(theme.GOOD).darker(135)
        )
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.drawRect(strip)
        if state.first_bad is not None:
            self._draw_fault(painter, strip, state.first_bad)
        painter.setPen(QColor(theme.QUIET))
        words = QRectF(0, strip.bottom() + 5, self.width(), self.fontMetrics().height() + 2)
        legend = self.fontMetrics().elidedText(
            self._legend(state), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), legend)
        painter.end()

    def _draw_fault(self, painter: QPainter, strip: QRectF, first_bad: int) -> None:
        alarm = QColor(theme.ALARM)
        x = min(max(self._x(first_bad), _LEAST_PX), strip.right() - _LEAST_PX)
        painter.setPen(QPen(alarm, 2))
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()))
        painter.setBrush(alarm)
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 1), QPointF(x + 6, 1), QPointF(x, _MARK_PX)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, entry: int) -> float:
        state = self._state
        if state is None or not entry:
            return 0.0
        share = min(1.0, entry / max(1, state.entries))
        return max(_LEAST_PX, share * (self.width() - 1.0))

    def _legend(self, state: LogState) -> str:
        told = []
        if state.proven:
            text = self.tr("■ proven: 1 to %1")
            told.append(text.replace("%1", f"{state.proven:,}"))
        if state.holds > state.proven:
            text = self.tr("▨ holds together: to %1")
            told.append(text.replace("%1", f"{state.holds:,}"))
        if state.first_bad is not None:
            text = self.tr("▼ first fault: entry %1")
            told.append(text.replace("%1", f"{state.first_bad:,}"))
        return "     ".join(told)
