"""What the colours of a difference mean, in a corner of the pane."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.items.difference_item import HATCH
from viewer.items.ink import small_font
from viewer.panes.fidelity_line import WORDS
from viewer.pixels.difference import UNKNOWN_COLOUR, difference_colour

_WIDE = 330
_TALL = 92
_EDGE = 10
_PAD = 10.0
_ACROSS = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignHCenter,
    Qt.AlignmentFlag.AlignRight,
)


class DifferenceLegend(QWidget):
    """The colour bar in nepers, which side is which, and what the hatching means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._full_scale = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(small_font())
        self.hide()

    def set_full_scale(self, full_scale: float) -> None:
        """Write this at the ends of the bar [nepers]."""
        self._full_scale = full_scale
        self.update()

    def settle(self, room: QRect) -> None:
        """Take the upper right corner of the room."""
        self.setGeometry(room.right() - _WIDE - _EDGE, room.top() + _EDGE, _WIDE, _TALL)

    def texts(self) -> tuple[str, str, str, str, str]:
        """Return what is written: model's side, unit, scan's side, hatching, nearly black."""
        return (
            self.tr("model denser"),
            self.tr("nepers"),
            self.tr("scan denser"),
            self.tr("no model here: plain scan"),
            self.tr("both too dense to compare"),
        )

    def changeEvent(self, event: QEvent) -> None:
        """Write everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(12, 15, 19, 225))
        painter.drawRoundedRect(self.rect(), 4, 4)
        bar = QRectF(_PAD, 24, self.width() - 2 * _PAD, 9)
        painter.fillRect(bar, _gradient(bar))
        left, unit, right, hatching, dark = self.texts()
        painter.setPen(QColor(WORDS))
        above = QRectF(_PAD, 4, bar.width(), 18)
        below = QRectF(_PAD, 35, bar.width(), 16)
        for line, words in (
            (above, (left, unit, right)),
            (below, (f"-{self._full_scale:g}", "0", f"+{self._full_scale:g}")),
        ):
            for way, text in zip(
                (
                    Qt.AlignmentFlag.AlignLeft,
                    Qt.AlignmentFlag.AlignHCenter,
                    Qt.AlignmentFlag.AlignRight,
                ),
                words,
                strict=True,
            ):
                painter.drawText(line, way | Qt.AlignmentFlag.AlignVCenter, text)
        for top, brush, text in (
            (55, QBrush(HATCH, Qt.BrushStyle.BDiagPattern), hatching),
            (73, QBrush(QColor(*UNKNOWN_COLOUR)), dark),
        ):
            swatch = QRectF(_PAD, top, 22, 12)
            painter.setPen(QPen(QColor(WORDS), 0.8))
            painter.setBrush(brush)
            painter.drawRect(swatch)
            beside = QRectF(swatch.right() + 6, top - 3, bar.width() - 30, 18)
            painter.drawText(beside, _ACROSS[0] | Qt.AlignmentFlag.AlignVCenter, text)


def _gradient(bar: QRectF) -> QLinearGradient:
    run = QLinearGradient(QPointF(bar.left(), 0), QPointF(bar.right(), 0))
    for share in (-1.0, 0.0, 1.0):
        run.setColorAt((share + 1) / 2, QColor(*difference_colour(share)))
    return run
