"""A plain label of several lines that breaks anywhere and says on demand what it leaves out."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import foreign


class FewLines(QLabel):
    """Shows so many lines of a text at most; the whole stands in its tip.

    A common label with word wrap is as wide as its longest word, and a name of two hundred
    letters without a blank would push everything beside it off the screen. This one breaks
    between words or, where there is none, within them.

    Parameters
    ----------
    most : int
        How many lines are shown; 0 shows all.
    """

    def __init__(self, *, most: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._heights: dict[int, int] = {}  # by width: Qt asks a hundred times while it lays out
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def most(self) -> int:
        """How many lines are shown; 0 shows all."""
        return self._most

    def set_most(self, most: int) -> None:
        """Show more lines or fewer."""
        if most != self._most:
            self._most = most
            self._heights.clear()
            self.updateGeometry()
            self.update()

    def say(self, text: str) -> None:
        """Show another text; the caller has made it safe by `ui.foreign`."""
        if text != self.text():
            self._heights.clear()
            self.setText(text)
            self.setToolTip("")

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt calls it
        """Tell that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt calls it
        """Return the height of the lines that are shown at a width [px]."""
        if width not in self._heights:
            laid = self._laid(width)
            tall = round(laid.boundingRect().height()) + 1 if laid.lineCount() else 0
            self._heights[width] = tall
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the letters change."""
        if event.type() == QEvent.Type.FontChange:
            self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for the lines at the present width."""
        width = max(self.width(), 40)
        return QSize(40, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for one line."""
        return QSize(40, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines; the last one that is shown ends in dots when there are more."""
        laid = self._laid(self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        count, cut = laid.lineCount(), self._is_cut(laid)
        for number in range(count - 1 if cut else count):
            laid.lineAt(number).draw(painter, QPointF(0.0, 0.0))
        if cut:
            last = laid.lineAt(count - 1)
            rest = self.text()[last.textStart() :].replace("\n", " ")
            metrics = QFontMetricsF(self.font())
            short = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QPointF(0.0, last.y() + last.ascent()), short)
        painter.end()
        tip = foreign.tip(self.text()) if cut else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
        event.accept()

    def _is_cut(self, laid: QTextLayout) -> bool:
        if not laid.lineCount():
            return False
        last = laid.lineAt(laid.lineCount() - 1)
        return last.textStart() + last.textLength() < len(laid.text())

    def _laid(self, width: int) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        laid = QTextLayout(self.text().replace("\n", "\N{LINE SEPARATOR}"), self.font())
        laid.setTextOption(option)
        laid.beginLayout()
        top = 0.0
        while self._most == 0 or laid.lineCount() < self._most:
            line = laid.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0.0, top))
            top += line.height()
        laid.endLayout()
        return laid
