"""Labels that never interpret what they are given: every text may come from outside."""

from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import foreign, theme

# Written as the numbers that Qt gives them: to name one, Python makes all enums of the namespace
# `Qt`, a tenth of the time of the first window. A test holds them against the names.
_PLAIN_TEXT: Final = 0
_SELECTABLE_BY_MOUSE: Final = 1


def plain(
    text: str = "", *, colour: str | None = None, size: float = 0, bold: bool = False
) -> QLabel:
    """Return a label that shows its text as it is, be it HTML or not.

    ``size`` is in points and 0 keeps the window's.
    """
    label = QLabel()
    label.setProperty("textFormat", _PLAIN_TEXT)
    label.setText(text)
    paint(label, colour=colour, size=size, bold=bold)
    return label


def wrapped(text: str = "", *, colour: str | None = None) -> QLabel:
    """Return a plain label that breaks its lines and can be read out by copying."""
    label = plain(text, colour=colour)
    label.setWordWrap(True)
    label.setProperty("textInteractionFlags", _SELECTABLE_BY_MOUSE)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def fit_height(label: QLabel, width_px: int) -> None:
    """Give a label that breaks its lines the height that its text takes at a width.

    A panel of fixed width in the middle of a page does not ask for it.
    """
    label.setMinimumHeight(max(0, label.heightForWidth(width_px)))


def paint(
    label: QWidget, *, colour: str | None = None, size: float = 0, bold: bool = False
) -> None:
    """Give a label its colour, size [pt] and weight.

    By palette and font: a style sheet of its own for each label would cost a new case most of
    its time.
    """
    wanted = (colour, size, bold)
    if label.property(theme.PAINTED) == wanted:
        return
    label.setProperty(theme.PAINTED, wanted)
    palette = QPalette()
    if colour is not None:
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, QColor(colour))
    label.setPalette(palette)
    font = QFont()
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    if size:
        theme.set_points(label, font, size)
    label.setFont(font)


class Elided(QLabel):
    """A plain one-line label that shortens its text with dots and tells the whole in its tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", _PLAIN_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        one_line = " ".join(text.split())
        if one_line == self.text():
            return
        self.setText(one_line)
        self.setAccessibleName(one_line)

    def shown(self) -> str:
        """Return as much of the text as fits now."""
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        shown = self.shown()
        tip = foreign.tip(self.text()) if shown != self.text() else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        painter.end()
        event.accept()


class Panel(QFrame):
    """A framed part of the desk with a quiet heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 9, 12, 11)
        self.body.setSpacing(5)
        self.heading = plain(colour=theme.QUIET, size=8.5)
        self.body.addWidget(self.heading)
