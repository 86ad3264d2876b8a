"""Where somebody else points in the picture: an arrow with a name, and what they say there."""

from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from viewer.items import ink
from viewer.pixels.geometry import Place, to_xy

_ARROW: Final = ((0, 0), (0, 17), (4.2, 13.2), (7.2, 19.6), (10, 18.3), (7.2, 12.2), (12.4, 12.2))
_COLOURS: Final = ("#B9F08A", "#F2A6E4", "#C9C4FF", "#7FE3FF", "#FFC35A")
_EDGE: Final = QColor(0, 0, 0, 200)
_WORDS: Final = QColor("#e6e9eb")
_GAP: Final = 6.0
_WIDEST_NAME: Final = 150.0
_WIDEST_NOTE: Final = 280.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPointer:
    """Who points where (row, column) [px], and a few words; ``leads`` for who shows the picture."""

    who: str
    place: Place
    name: str
    note: str = ""
    leads: bool = False


class PointerItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """One officer's arrow: filled for who leads, open for who looks in, the name beside it.

    Of one size on screen at any zoom. The name says whose it is; the colour only helps the eye.
    """

    def __init__(self, rank: int, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self._colour = QColor(_COLOURS[rank % len(_COLOURS)])
        self._pointer: NamedPointer | None = None
        self._lines: tuple[str, ...] = ()
        self._left = self._above = False
        self._arrow = QPainterPath(QPointF(*_ARROW[0]))
        for x, y in _ARROW[1:]:
            self._arrow.lineTo(x, y)
        self._arrow.closeSubpath()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(30)

    @property
    def pointer(self) -> NamedPointer | None:
        """What is shown."""
        return self._pointer

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written beside the arrow."""
        return self._lines

    def show_pointer(self, pointer: NamedPointer) -> None:
        """Stand at another place, or say something else."""
        if pointer == self._pointer:
            return
        self.prepareGeometryChange()
        self._pointer = pointer
        self._lines = tuple(self._fitting(pointer))
        self.setPos(*to_xy(pointer.place))
        self.update()

    def lean(self, *, left: bool, above: bool) -> None:
        """Write the name on the other side, where an edge of the pane would cut it."""
        if (left, above) != (self._left, self._above):
            self.prepareGeometryChange()
            self._left, self._above = left, above
            self.update()

    def size(self) -> tuple[float, float]:
        """Return width and height of arrow and words [logical pixels]."""
        words = self._words()
        return words.width() + 14 + _GAP, words.height() + 20

    def boundingRect(self) -> QRectF:
        """Return what is drawn [logical pixels]."""
        arrow = QRectF(-2, -2, 17, 25)
        return arrow.united(self._words()).adjusted(-1, -1, 1, 1)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the arrow, then the words."""
        if self._pointer is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_EDGE, 4.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._arrow)
        painter.setPen(QPen(self._colour, 1.6))
        painter.setBrush(self._colour if self._pointer.leads else _EDGE)
        painter.drawPath(self._arrow)
        corner = self._words().topLeft()
        for row, line in enumerate(self._lines):
            painter.setFont(ink.small_font(bold=row == 0))
            plate = ink.write(painter, corner, line, self._colour if row == 0 else _WORDS)
            corner = plate.bottomLeft() + QPointF(0, 1)

    def _fitting(self, pointer: NamedPointer) -> list[str]:
        dots = Qt.TextElideMode.ElideRight
        name = QFontMetricsF(ink.small_font(bold=True))
        note = QFontMetricsF(ink.small_font())
        lines = [name.elidedText(pointer.name, dots, _WIDEST_NAME)]
        if pointer.note:
            lines.append(note.elidedText(pointer.note, dots, _WIDEST_NOTE))
        return lines

    def _words(self) -> QRectF:
        """Return where the words stand."""
        sizes = [
            ink.word_size(ink.small_font(bold=row == 0), line)
            for row, line in enumerate(self._lines)
        ]
        width = max((size[0] for size in sizes), default=0.0)
        height = sum(size[1] + 1 for size in sizes)
        left = -_GAP - width if self._left else 14 + _GAP / 2
        top = -height - _GAP / 2 if self._above else 14.0
        return QRectF(left, top, width, height)
