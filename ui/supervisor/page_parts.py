"""Small parts that pages about looking again are made of."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.supervisor.pages import PAGES
from ui.widgets.texts import Panel, plain

ASK_EVERY_MS: Final = 20_000
_HEAD_PX: Final = 31
#: Less than this is too narrow for a table beside something else [px].
_BESIDE_PX: Final = 1400


class Figure(Panel):
    """One number with its name above it and a remark below."""

    def __init__(self) -> None:
        super().__init__()
        self.value, self.remark = plain(size=20, bold=True), plain(colour=theme.QUIET, size=8.5)
        self.body.addWidget(self.value)
        self.body.addWidget(self.remark)

    def say(self, name: str, value: str, remark: str = "", *, colour: str = theme.TEXT) -> None:
        """Show a number."""
        self.heading.setText(name)
        self.value.setText(value)
        self.value.setStyleSheet(self.value.styleSheet() + f"; color: {colour};")
        self.remark.setText(remark)


def page_title() -> QLabel:
    """Return the label that names a page at its top."""
    label = plain(size=13, bold=True)
    label.setMinimumHeight(round(_HEAD_PX * max(1.0, theme.scale())))  # as high as with buttons
    return label


def title_text(name: str) -> str:
    """Return what a page is called, as the navigation calls it."""
    titles = {kind.name: kind.title for kind in PAGES}
    return QCoreApplication.translate("SupervisorPages", titles[name])


def scrolled(page: QWidget) -> QVBoxLayout:
    """Return the column of a page that scrolls where the window is too small for it."""
    area, inside = QScrollArea(), QWidget()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    column = QVBoxLayout(inside)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(8)
    return column


def scrolled_panels(*panels: QWidget) -> QScrollArea:
    """Return panels below each other, which scroll where the screen is low."""
    inside = QWidget()
    stack = QVBoxLayout(inside)
    stack.setContentsMargins(0, 0, 0, 0)
    stack.setSpacing(8)
    for panel in panels:
        stack.addWidget(panel)
    stack.addStretch(1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class BesideOrBelow(QWidget):
    """Two panels beside each other where there is room for both, else below each other.

    Parameters
    ----------
    first : QWidget
    listing : QWidget
        Takes the room that is left; it is a table whose columns would be cut.
    """

    def __init__(self, first: QWidget, listing: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(first, 3)
        self._row.addWidget(listing, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width asks for it."""
        super().resizeEvent(event)
        narrow = self.width() < _BESIDE_PX * max(1.0, theme.scale())
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)


def figure_row(figures: Sequence[Figure]) -> QHBoxLayout:
    """Return a row of figures of one width."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for figure in figures:
        row.addWidget(figure, 1)
    return row


class Listing(QTableView):
    """A short list to read, made anew with each answer."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setMinimumHeight(230)
        self.setStyleSheet("QTableView::item { padding-left: 6px; }")
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows; what was scrolled to stays where it was."""
        at = self.verticalScrollBar().value()
        self._rows.clear()
        self._rows.setHorizontalHeaderLabels(list(titles))
        for row in rows:
            self._rows.appendRow([QStandardItem(text) for text in row])
        self.verticalScrollBar().setValue(at)

    @property
    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        columns = range(self._rows.columnCount())
        return [
            [self._rows.item(row, column).text() for column in columns]
            for row in range(self._rows.rowCount())
        ]


def percent_box(most: float = 100.0) -> QDoubleSpinBox:
    """Return a field for a share in per cent."""
    box = QDoubleSpinBox()
    box.setRange(0.0, most)
    box.setDecimals(1)
    box.setSingleStep(0.5)
    box.setSuffix(" %")
    box.setMinimumHeight(30)
    return box


def buttons_beside(panel: Panel, *buttons: QPushButton) -> None:
    """Put buttons beside the heading of a panel, so that its rows have the room below."""
    row = QHBoxLayout()
    row.setSpacing(6)
    panel.body.removeWidget(panel.heading)
    row.addWidget(panel.heading, 1)
    for button in buttons:
        button.setProperty("small", True)
        row.addWidget(button)
    panel.body.insertLayout(0, row)


def titled(panel: Panel, *parts: QWidget) -> Panel:
    """Return a panel with parts below its heading."""
    for part in parts:
        panel.body.addWidget(part)
    return panel


def column_of(*parts: QWidget) -> QVBoxLayout:
    """Return parts below one another, and room beneath them."""
    column = QVBoxLayout()
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column


def asking_timer(owner: QWidget) -> QTimer:
    """Return a timer by which a page asks anew while it is on the screen."""
    timer = QTimer(owner)
    timer.setInterval(ASK_EVERY_MS)
    return timer
