"""Shares as bars with their 95 % intervals, one below the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_ROW_PX: Final = 26
_NAME_PX, _NAME_SHARE = 130, 0.34  # at least, and at most [of the width]
_FIGURES_PX: Final = 172
_GAP_PX: Final = 8
DASH: Final = "\u2013"
_WIDEST: Final = f"100.0 %  [100.0{DASH}100.0]  9999/9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One share; ``value`` None where there was nothing to take a share of.

    ``colour`` is the widget's own where it is None.
    """

    name: str
    part: int
    whole: int
    value: float | None
    low: float
    high: float
    colour: str | None = None


def bar_of(name: str, share: Mapping[str, Any], *, colour: str | None = None) -> Bar:
    """Return a share of an answer as a bar."""
    value = share["value"]
    return Bar(
        name=name,
        part=int(share["part"]),
        whole=int(share["whole"]),
        value=None if value is None else float(value),
        low=float(share["low"]),
        high=float(share["high"]),
        colour=colour,
    )


class IntervalBars(QWidget):
    """Draws bars from 0 to 100 %, each with a whisker, and its figures in words at the right."""

    def __init__(self, *, colour: str = theme.ACCENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour, self._bars = QColor(colour), tuple[Bar, ...]()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, the first on top."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{one.name}: {figures(one)}" for one in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a row a bar."""
        return QSize(420, self._row_px() * max(len(self._bars), 1))

    def minimumSizeHint(self) -> QSize:
        """Ask for a row a bar, and a little width."""
        return QSize(300, self.sizeHint().height())

    def _row_px(self) -> int:
        return max(_ROW_PX, self.fontMetrics().height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        figures_px = max(_FIGURES_PX, metrics.horizontalAdvance(_WIDEST) + 14)
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        name_px = min(max(widest + 10, _NAME_PX), int(self.width() * _NAME_SHARE))
        left, right = float(name_px + 8), float(self.width() - figures_px)
        for place, bar in enumerate(self._bars):
            room = QRectF(0, place * self._row_px(), self.width(), self._row_px())
            painter.setPen(QColor(theme.TEXT))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, name_px)
            here = room.adjusted(0, 0, -(self.width() - name_px), 0)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(here, int(middle | Qt.AlignmentFlag.AlignLeft), name)
            self._draw_bar(painter, bar, room, left, right)
            painter.setPen(QColor(theme.TEXT if bar.whole else theme.QUIET))
            self._write(painter, bar, room, right + 10)
        painter.end()
        event.accept()

    def _write(self, painter: QPainter, bar: Bar, room: QRectF, left: float) -> None:
        """Write a bar's figures, each kind below its like: per cent, interval, of how many."""
        metrics = self.fontMetrics()
        share, interval, count = _parts(bar)
        middle = Qt.AlignmentFlag.AlignVCenter
        share_px = metrics.horizontalAdvance("100.0 %")
        interval_px = metrics.horizontalAdvance(f"[100.0{DASH}100.0]")
        count_px = max((metrics.horizontalAdvance(_parts(one)[2]) for one in self._bars), default=0)
        for text, wide, side in (
            (share, share_px, Qt.AlignmentFlag.AlignRight),
            (interval, interval_px, Qt.AlignmentFlag.AlignHCenter),
            (count, count_px, Qt.AlignmentFlag.AlignRight),
        ):
            place = QRectF(left, room.top(), wide + 1, room.height())
            painter.drawText(place, int(middle | side), text)
            left += wide + _GAP_PX

    def _draw_bar(
        self, painter: QPainter, bar: Bar, room: QRectF, left: float, right: float
    ) -> None:
        centre, wide = room.center().y(), max(right - left, 1.0)
        painter.fillRect(QRectF(left, centre - 5, wide, 10), QColor(theme.RAISED))
        if bar.value is None:
            return
        painter.fillRect(
            QRectF(left, centre - 5, wide * bar.value, 10),
            self._colour if bar.colour is None else QColor(bar.colour),
        )
        if bar.low == bar.high:
            return
        low, high = left + wide * bar.low, left + wide * bar.high
        painter.setPen(QPen(QColor(theme.TEXT), 1.4))
        painter.drawLine(QPointF(low, centre), QPointF(high, centre))
        for x in (low, high):
            painter.drawLine(QPointF(x, centre - 4), QPointF(x, centre + 4))


def figures(bar: Bar) -> str:
    """Return a share in figures: per cent with its interval, and of how many."""
    share, interval, count = _parts(bar)
    return f"{share} {interval}".rstrip() + (f"  {count}" if count else "")


def _parts(bar: Bar) -> tuple[str, str, str]:
    if bar.value is None:
        return DASH, "", ""
    share, count = f"{100 * bar.value:.1f} %", f"{bar.part}/{bar.whole}"
    if bar.low == bar.high:  # a count, not an estimate
        return share, "", count
    return share, f"[{100 * bar.low:.1f}{DASH}{100 * bar.high:.1f}]", count
