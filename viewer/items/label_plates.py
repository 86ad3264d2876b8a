"""Labels beside what they name: of one size on the screen, and clear of each other."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

Span = tuple[float, float, float, float]
"""A rectangle (left, top, right, bottom) [pixels]; plain numbers, for there may be hundreds."""
_INK: Final = QColor(12, 15, 19)
_GROUND_ALPHA: Final = 235
_GAP: Final = 4.0
_WIDEST: Final = 320.0
"""A longer label ends in dots; the whole of it stands in the list of marks [pixels]."""
_MOST_KEPT: Final = 1000


class LabelPlates:
    """Writes the labels of one paint after the other, each where there is room.

    A label is painted once and then copied. All plates are equally high, so that whether a spot
    is free is asked of the few plates in its rows only, however many there are.
    """

    def __init__(self) -> None:
        self._font = QFont()
        self._font.setPointSizeF(9.0)
        self._metrics = QFontMetricsF(self._font)
        self._height = math.ceil(self._metrics.height()) + 4
        self._painted: dict[tuple[str, str, float], tuple[QPixmap, float]] = {}
        self._ratio = 1.0
        self._pane: Span = (0.0, 0.0, 0.0, 0.0)
        self._rows: dict[int, list[Span]] = {}
        self._owners: list[tuple[Span, str]] = []

    def begin(self, pane: QRectF, ratio: float) -> None:
        """Forget the plates of the paint before; ``ratio`` is device pixels per pixel."""
        self._ratio = ratio
        self._pane, self._rows, self._owners = _span(pane), {}, []
        if len(self._painted) > _MOST_KEPT:
            self._painted.clear()

    def write(
        self, painter: QPainter, box: QRectF, text: str, colour: str, *, owner: str = ""
    ) -> None:
        """Write a label outside its box: above, else below, else where there is room.

        Parameters
        ----------
        colour : str
            Of the plate, ``#rrggbb``.
        owner : str
            The id that `owner_at` answers with.
        """
        beside = _span(box)
        if not text or not _overlap(self._pane, beside):
            return
        key = (text, colour, self._ratio)
        if key not in self._painted:
            self._painted[key] = self._paint(*key)
        label, width = self._painted[key]
        plate = self._spot(beside, width)
        for row in self._rows_of(plate):
            self._rows.setdefault(row, []).append(plate)
        self._owners.append((plate, owner))
        painter.drawPixmap(QPointF(plate[0], plate[1]), label)

    def owner_at(self, x: float, y: float) -> str:
        """Return whose label was last written over a point of the pane; empty for nobody's."""
        point = (x, y, x, y)
        found = (owner for plate, owner in reversed(self._owners) if _overlap(plate, point))
        return next(found, "")

    def _paint(self, text: str, colour: str, ratio: float) -> tuple[QPixmap, float]:
        """Return a label and its width [pixels]."""
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
        width = math.ceil(self._metrics.horizontalAdvance(shown)) + 10
        label = QPixmap(math.ceil(width * ratio), math.ceil(self._height * ratio))
        label.setDevicePixelRatio(ratio)
        label.fill(Qt.GlobalColor.transparent)
        painter = QPainter(label)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        plate = QRectF(0, 0, width, self._height)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(colour)
        ground.setAlpha(_GROUND_ALPHA)
        painter.setBrush(ground)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(_INK)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
        return label, width

    def _spot(self, box: Span, width: float) -> Span:
        """Return where a plate goes; whole pixels keep its letters sharp."""
        height, rise = self._height, self._height + _GAP
        first, highest, last, lowest = self._pane
        left = round(max(min(box[0], last - width), first))
        above, below = box[1] - rise, box[3] + _GAP
        plate = (0.0, 0.0, 0.0, 0.0)
        for top in map(round, (above, below, above - rise, below + rise, highest + _GAP)):
            plate = (left, top, left + width, top + height)
            if top >= highest and plate[3] <= lowest and self._is_free(plate):
                break
        return plate

    def _is_free(self, plate: Span) -> bool:
        return not any(
            _overlap(plate, other)
            for row in self._rows_of(plate)
            for other in self._rows.get(row, ())
        )

    def _rows_of(self, plate: Span) -> range:
        return range(int(plate[1] // self._height), int(plate[3] // self._height) + 1)


def _span(box: QRectF) -> Span:
    return box.left(), box.top(), box.right(), box.bottom()


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
