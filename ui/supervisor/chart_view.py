"""A chart on the screen: the very strokes of the chart in a report, in the colours of the room."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QWidget

from ui import theme
from workstation.reports.drawing import Inks, Line, Rect, Words, draw_chart, number_text
from workstation.reports.paper import Chart

INKS: Final = Inks(
    text=theme.TEXT,
    faint=theme.LINE,
    target=theme.WARN,
    # One hue, the typical brightest: green and orange mean good and alarm elsewhere.
    series=(theme.ACCENT, "#4c7b9b", "#365468", theme.QUIET),
)
_MARGIN_PX: Final = 12
#: How much larger letters are than on paper, so that the smallest have 12 px.
_LETTERS: Final = 1.8


class ChartView(QFrame):
    """Draws one chart in the room that it has; a bar tells its number to whoever points at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self._chart: Chart | None = None
        self._bars: list[tuple[QRectF, str]] = []

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart, or none."""
        self._chart = chart
        self.setAccessibleName("" if chart is None else chart.title)
        self.setAccessibleDescription("" if chart is None else _as_words(chart))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, then the chart."""
        super().paintEvent(event)
        self._bars = []
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_MARGIN_PX, _MARGIN_PX)
        wide, high = self.width() - 2.0 * _MARGIN_PX, self.height() - 2.0 * _MARGIN_PX
        letters = _LETTERS * theme.scale()
        for mark in draw_chart(self._chart, wide, high, inks=INKS, letters=letters):
            match mark:
                case Line():
                    pen = QPen(QColor(mark.colour), mark.thick * 1.4)
                    pen.setStyle(Qt.PenStyle.DashLine if mark.dashed else Qt.PenStyle.SolidLine)
                    painter.setPen(pen)
                    painter.drawLine(QPointF(mark.x0, mark.y0), QPointF(mark.x1, mark.y1))
                case Rect():
                    area = QRectF(mark.x, mark.y, mark.width, mark.height)
                    painter.fillRect(area, QColor(mark.colour))
                    if mark.title:
                        place = area.translated(_MARGIN_PX, _MARGIN_PX)
                        self._bars.append((place, mark.title))
                case Words():
                    self._write(painter, mark)

    def event(self, event: QEvent) -> bool:
        """Tell the number of the bar that is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            found = next((title for area, title in self._bars if area.contains(at)), "")
            QToolTip.showText(event.globalPos(), found, self)
            return True
        return super().event(event)

    def _write(self, painter: QPainter, mark: Words) -> None:
        font = self.font()
        font.setPixelSize(max(8, round(mark.size)))
        painter.setFont(font)
        painter.setPen(QColor(mark.colour))
        wide = painter.fontMetrics().horizontalAdvance(mark.text)
        x = mark.x - (0.0, wide / 2, float(wide))[mark.align]
        painter.drawText(QPointF(x, mark.y), mark.text)


def _as_words(chart: Chart) -> str:
    """Return a chart for those who do not see it."""
    lines = []
    for place, label in enumerate(chart.labels):
        values = [one.values[place] for one in chart.series]
        told = ", ".join("" if value is None else number_text(value) for value in values)
        lines.append(f"{label}: {told}")
    return "; ".join(lines)
