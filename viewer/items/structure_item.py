"""The container's parts over a scan: dashed lines, small words at the edges, a ruler [m]."""

from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from viewer.items.ink import small_font, stroke, word_size, write
from viewer.pixels.geometry import Area, to_xy
from viewer.structure import SECTIONS, Part, Structure

_LINES: Final = QColor("#9FB3C8")
_WORDS: Final = QColor("#D5DEE7")
_EDGE: Final = 4.0
_TICK: Final = 5.0
_APART: Final = 34.0
"""Numbers of the ruler stand at least so far apart [logical pixels]."""
_SCALE_BAR: Final = 36.0
"""The scale bar stands so high in the pane's lower corner [logical pixels]."""
_ROOMY: Final = 520.0
"""A container less wide on screen has no room for the words at its ends [logical pixels]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureWords:
    """The words at the edges, in the language that is shown; layers from the top."""

    floor: str = ""
    roof: str = ""
    end: str = ""
    layers: tuple[str, str, str] = ("", "", "")
    length: str = ""


class StructureItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """Where floor, roof, ends, sections and layers lie; item coordinates as of the scan."""

    def __init__(self) -> None:
        super().__init__()
        self._structure: Structure | None = None
        self._words = StructureWords()
        self._font = small_font()
        self.setZValue(8)
        self.hide()

    def set_structure(self, structure: Structure | None, words: StructureWords) -> None:
        """Take the parts of the picture's container, or None where it was not found."""
        self.prepareGeometryChange()
        self._structure, self._words = structure, words
        self.update()

    def boundingRect(self) -> QRectF:
        """Return much more than the container: the words keep to the pane's edges."""
        if self._structure is None:
            return QRectF()
        box = self._structure.box
        x, y = to_xy((box.row - 9 * box.height, box.column - 9 * box.width))
        return QRectF(x, y, 19 * box.width, 19 * box.height)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw in the pane's own coordinates, so that lines and words keep their size."""
        found = self._structure
        if found is None:
            return
        to_pane, pane = painter.worldTransform(), QRectF(painter.window())
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setFont(self._font)
        box = _on_pane(to_pane, found.box)
        _draw_lines(painter, found, to_pane, box)
        self._write_sections(painter, found, to_pane, pane)
        self._write_layers(painter, pane, box)
        self._write_shell(painter, found, to_pane, pane)
        self._draw_ruler(painter, found, to_pane, pane)
        painter.restore()

    def _write_sections(
        self, painter: QPainter, found: Structure, to_pane: QTransform, pane: QRectF
    ) -> None:
        """Write numbers of sections above the container, or along the pane's upper edge."""
        box = _on_pane(to_pane, found.box)
        _, tall = word_size(self._font, "1")
        y = max(box.top() - tall - _EDGE, pane.top() + _EDGE)
        for number in range(1, SECTIONS + 1):
            column = found.box.column + found.box.width * (number - 0.5) / SECTIONS
            self._centred(painter, to_pane.map(QPointF(column, 0)).x(), y, str(number))
        if box.width() >= _ROOMY:
            for x in (box.left(), box.right()):
                self._centred(painter, x, y, self._words.end)

    def _write_layers(self, painter: QPainter, pane: QRectF, box: QRectF) -> None:
        """Name the layers left of the container, or along the pane's left edge."""
        wide = max(word_size(self._font, word)[0] for word in self._words.layers)
        x = max(box.left() - wide - _EDGE, pane.left() + _EDGE)
        for number, word in enumerate(self._words.layers):
            _, tall = word_size(self._font, word)
            y = box.top() + box.height() * (number + 0.5) / len(self._words.layers) - tall / 2
            write(painter, QPointF(x, y), word, _WORDS)

    def _write_shell(
        self, painter: QPainter, found: Structure, to_pane: QTransform, pane: QRectF
    ) -> None:
        """Name floor and roof right of the container, or along the pane's right edge."""
        box = _on_pane(to_pane, found.box)
        names = {Part.FLOOR: self._words.floor, Part.ROOF: self._words.roof}
        for part, area in found.parts:
            if part in names:
                wide, tall = word_size(self._font, names[part])
                x = min(box.right() + _EDGE, pane.right() - wide - _EDGE)
                y = _on_pane(to_pane, area).center().y() - tall / 2
                write(painter, QPointF(x, y), names[part], _WORDS)

    def _draw_ruler(
        self, painter: QPainter, found: Structure, to_pane: QTransform, pane: QRectF
    ) -> None:
        """Rule the length below the container, or along the pane's lower edge."""
        box = _on_pane(to_pane, found.box)
        marks = [to_pane.map(QPointF(column, 0)).x() for column in found.metre_columns]
        if len(marks) < 2:
            return
        _, tall = word_size(self._font, "1")
        y = min(box.bottom() + _EDGE, pane.bottom() - tall - _TICK - _SCALE_BAR)
        path = QPainterPath()
        _line(path, QPointF(box.left(), y), QPointF(box.right(), y))
        for x in marks:
            _line(path, QPointF(x, y), QPointF(x, y + _TICK))
        stroke(painter, path, QPen(_WORDS, 1.0))
        each = next((n for n in (1, 2, 5, 10) if n * (marks[1] - marks[0]) >= _APART), len(marks))
        length_wide = word_size(self._font, self._words.length)[0]
        length_left = min(box.right(), pane.right() - _EDGE) - length_wide
        for metre in range(0, len(marks), each):
            if marks[metre] + _APART / 2 < length_left:
                self._centred(painter, marks[metre], y + _TICK, f"{metre} m")
        write(painter, QPointF(length_left, y + _TICK), self._words.length, _WORDS)

    def _centred(self, painter: QPainter, x: float, y: float, text: str) -> None:
        wide, _ = word_size(self._font, text)
        write(painter, QPointF(x - wide / 2, y), text, _WORDS)


def _on_pane(to_pane: QTransform, area: Area) -> QRectF:
    x, y = to_xy((area.row, area.column))
    return to_pane.mapRect(QRectF(x, y, area.width, area.height))


def _line(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    path.moveTo(start)
    path.lineTo(end)


def _draw_lines(painter: QPainter, found: Structure, to_pane: QTransform, box: QRectF) -> None:
    shell, grid = QPainterPath(), QPainterPath()
    shell.addRect(box)
    for part, area in found.parts:
        seen = _on_pane(to_pane, area)
        if part in (Part.FLOOR, Part.ROOF):
            y = seen.top() if part is Part.FLOOR else seen.bottom()
            _line(shell, QPointF(box.left(), y), QPointF(box.right(), y))
        else:
            x = seen.right() if part is Part.LEFT_END else seen.left()
            _line(shell, QPointF(x, box.top()), QPointF(x, box.bottom()))
    for column in found.section_columns:
        x = to_pane.map(QPointF(column, 0)).x()
        _line(grid, QPointF(x, box.top()), QPointF(x, box.bottom()))
    for row in found.layer_rows:
        y = to_pane.map(QPointF(0, row)).y()
        _line(grid, QPointF(box.left(), y), QPointF(box.right(), y))
    stroke(painter, shell, QPen(_LINES, 1.0))
    dashes = QPen(_LINES, 1.0)
    dashes.setDashPattern([5, 5])
    stroke(painter, grid, dashes)
