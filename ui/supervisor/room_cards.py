"""The pieces of the pages that lead the room: a large figure, hours as bars, a table of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.supervisor.copying import Copying
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import Elided, paint, plain

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
#: What a colour of a figure means, for those who do not tell it from the others.
SIGNS: Final = {theme.GOOD: "✓", theme.WARN: "▲", theme.ALARM: "▲"}


class FigureCard(QFrame):
    """A figure that is read from afar, with its name above and what it is held against below."""

    def __init__(self, *, points: float = 21.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.name = Elided()
        paint(self.name, colour=theme.QUIET, size=0.42 * points)
        self.value, self.sign = plain(), plain()
        self.below = FewLines(most=2)
        paint(self.below, colour=theme.QUIET, size=0.42 * points)
        self._points = points
        body = QVBoxLayout(self)
        body.setContentsMargins(14, 10, 14, 11)
        body.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.sign)
        body.addLayout(head)
        for label in (self.value, self.below):
            body.addWidget(label)
        body.addStretch(1)  # cards beside each other are of one height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def resize_letters(self, points: float) -> None:
        """Give the figure another size [pt]; its name and the line below follow."""
        self._points = points
        for label in (self.name, self.below):
            paint(label, colour=theme.QUIET, size=max(8.5, 0.42 * points))

    def show_figure(self, value: str, below: str, *, colour: str = theme.TEXT) -> None:
        """Show another figure."""
        self.value.setText(value)
        paint(self.value, colour=colour, size=self._points, bold=True)
        self.sign.setText(SIGNS.get(colour, ""))  # not by colour alone
        self.sign.setVisible(bool(self.sign.text()))
        paint(self.sign, colour=colour, size=max(8.5, 0.42 * self._points), bold=True)
        self.below.say(below)


class HourBars(QWidget):
    """How many cases were decided in each hour of the day, as bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        self.setMinimumHeight(64)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show other counts, from midnight on."""
        self._counts = tuple(counts)
        self.setAccessibleDescription(", ".join(map(str, counts)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, with every third hour named and the highest one counted."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hours, most = max(24, len(self._counts)), max((*self._counts, 1))
        letters = painter.fontMetrics().height()
        room = QRectF(self.rect()).adjusted(2, letters + 2, -2, -letters - 2)
        step = room.width() / hours
        for hour in range(hours):
            left = room.left() + hour * step
            count = self._counts[hour] if hour < len(self._counts) else 0
            tall = room.height() * count / most
            bar = QRectF(left + 0.12 * step, room.bottom() - tall, 0.76 * step, tall)
            newest = hour == len(self._counts) - 1
            painter.fillRect(bar, QColor(theme.ACCENT if newest else theme.LINE))
            if count == most and self._counts.index(count) == hour:
                painter.setPen(QColor(theme.QUIET))
                above = QRectF(left - 30, bar.top() - letters - 1, step + 60, letters)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(count))
            if hour % 3 == 0:
                painter.setPen(QColor(theme.FAINT))
                below = QRectF(left - 20, room.bottom() + 1, step + 40, letters)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{hour % 24}")
        painter.setPen(QColor(theme.LINE))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.end()
        event.accept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a table; ``tip`` says more, and numbers stand at the right."""

    text: str
    colour: str | None = None
    tip: str = ""
    right: bool = False


class Rows(QAbstractTableModel):
    """Rows of texts; each has a key by which a selection stays with its row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self.keys: tuple[object, ...] = ()

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the columns."""
        self.beginResetModel()
        self._titles = tuple(titles)
        self.endResetModel()

    def show_rows(self, rows: Sequence[Sequence[Cell]], keys: Sequence[object]) -> None:
        """Show other rows; what is the same stays, so that nothing flickers."""
        fresh = tuple(tuple(row) for row in rows)
        if fresh == self._rows and tuple(keys) == self.keys:
            return
        if tuple(keys) == self.keys and self._rows:
            self._rows = fresh
            last = self.index(len(fresh) - 1, len(self._titles) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self.keys = fresh, tuple(keys)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what Qt asks of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ForegroundRole if cell.colour:
                return QColor(cell.colour)
            case Qt.ItemDataRole.ToolTipRole if cell.tip:
                return cell.tip
            case Qt.ItemDataRole.TextAlignmentRole if cell.right:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """Return a column's title."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole and section < len(self._titles):
            return self._titles[section]
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            right = bool(self._rows) and self._rows[0][section].right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class RowsTable(QTableView):
    """A table of `Rows`; one row is chosen at a time, and stays chosen while the rows change.

    Parameters
    ----------
    stretched : int
        The column that takes the room that is left.
    wraps : bool
        Whether a text that is too long for it goes on in another line, rather than end in dots.
    """

    def __init__(
        self, stretched: int, parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(wraps)
        self.setTabKeyNavigation(False)  # Tab leads on to the next part of the page
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(27)
        self.verticalHeader().setMinimumSectionSize(27)
        self.horizontalHeader().setHighlightSections(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self._stretched = stretched
        self._nothing, self._was_told = "", False
        self._buttons: tuple[QPushButton, ...] = ()
        self._fits: dict[QPushButton, Callable[[object], bool]] = {}
        self.selectionModel().selectionChanged.connect(self._light)
        self.setMinimumHeight(90)
        # Not at once: the head tells of each column before all have their widths.
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self._fit_rows)
        if wraps:
            self.horizontalHeader().sectionResized.connect(self._fitting.start)
        self.copying = Copying(self, self._id_of)

    def serve(self, *buttons: QPushButton) -> None:
        """Let buttons be pressed only while a row is chosen."""
        self._buttons = buttons
        self._light()

    def serve_if(self, fits: Callable[[object], bool], *buttons: QPushButton) -> None:
        """Let buttons that are served be pressed only while the chosen row's key fits."""
        self._fits.update(dict.fromkeys(buttons, fits))
        self._light()

    @Slot()
    def _light(self) -> None:
        chosen = self.chosen()
        for button in self._buttons:
            fits = self._fits.get(button)
            button.setEnabled(chosen is not None and (fits is None or fits(chosen)))

    @Slot()
    def _fit_rows(self) -> None:
        """Give the rows the height that their texts take at the width that there is."""
        self.resizeRowsToContents()

    def say_nothing(self, text: str) -> None:
        """Set what stands in the table while it has no rows."""
        self._nothing = text
        self.viewport().update()

    def empty_text(self) -> str:
        """Return what stands in the table while it has no rows.

        Before the first answer nobody knows that there is nothing.
        """
        return self._nothing if self._was_told else self.tr("Asking the hub…")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or that there are none."""
        super().paintEvent(event)
        if self.rows.rowCount() or not self._nothing:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(theme.FAINT))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.empty_text())
        painter.end()

    def show_rows(self, rows: Sequence[Sequence[Cell]], keys: Sequence[object]) -> None:
        """Show other rows; the chosen one stays chosen while it is there."""
        chosen = self.chosen()
        if not self._was_told:
            self._was_told = True
            self.viewport().update()
        self.rows.show_rows(rows, keys)
        if self.wordWrap():
            self._fitting.start()
        if chosen is not None and chosen in self.rows.keys and self.chosen() is None:
            self.selectRow(self.rows.keys.index(chosen))
        self._light()

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the columns; one takes the room that is left."""
        self.rows.set_titles(titles)
        self._light()
        head = self.horizontalHeader()
        for column in range(len(titles)):
            fixed = column != self._stretched
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(column, mode.ResizeToContents if fixed else mode.Stretch)

    def _id_of(self, row: int) -> str:
        """Return the text in a row's key by which others find it, such as a case."""
        key = self.rows.keys[row]
        key = key[0] if isinstance(key, tuple) else key
        return key if isinstance(key, str) else ""

    def chosen(self) -> object | None:
        """Return the key of the chosen row, or None."""
        indexes = self.selectionModel().selectedRows()
        return self.rows.keys[indexes[0].row()] if indexes else None
