"""The table of found decisions on the screen: fixed rows, painted with one question a cell."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.supervisor.found_model import SHOWN, FoundModel, Tint
from workstation.domain.filter_fields import Field

_MARGIN_PX: Final = 8
_ROW_PX: Final = 28
_NARROW_PX: Final = 7
_WIDTHS: Final = {
    Field.DECIDED_AT: 146,
    Field.CONCLUSION: 92,
    Field.REASON: 168,
    Field.CONTAINER: 112,
    Field.GOODS: 164,
    Field.HS: 84,
    Field.VERDICT: 104,
    Field.P_VALUE: 66,
    Field.OFFICER: 80,
    Field.SITE: 84,
    Field.SCANNER: 84,
    Field.MASS_SHARE: 84,
    Field.FINDING: 132,
    Field.DWELL_S: 118,
    Field.TURNAROUND_S: 92,
    Field.STATE: 120,
    Field.RECHECK: 84,
    Field.HIT: 132,
    Field.CONSIGNEE: 150,
    Field.NOTE: 240,
}
_RIGHT: Final = frozenset({Field.P_VALUE, Field.MASS_SHARE, Field.DWELL_S, Field.TURNAROUND_S})
_COLOURS: Final = {
    Tint.PLAIN: theme.TEXT,
    Tint.GOOD: theme.GOOD,
    Tint.WARN: theme.WARN,
    Tint.ALARM: theme.ALARM,
}
_SELECTED: Final = QStyle.StateFlag.State_Selected
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFTWARDS: Final = _MIDDLE | Qt.AlignmentFlag.AlignLeft.value
_RIGHTWARDS: Final = _MIDDLE | Qt.AlignmentFlag.AlignRight.value


class FoundDelegate(QStyledItemDelegate):
    """Paints a cell from the model itself: Qt's own way asks for seven things of each."""

    def __init__(self, model: FoundModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._pens = {tint: QPen(QColor(colour)) for tint, colour in _COLOURS.items()}
        self._chosen = QColor(theme.HOVER)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        self._ways = [
            int(
                middle
                | (Qt.AlignmentFlag.AlignRight if f in _RIGHT else Qt.AlignmentFlag.AlignLeft)
            )
            for f in SHOWN
        ]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell; what is too long ends in dots."""
        column = index.column()
        text, tint = self._model.cell(index.row(), column)
        rect = option.rect
        if option.state & _SELECTED:
            painter.fillRect(rect, self._chosen)
        if text:
            painter.setPen(self._pens[tint])
            left, wide = rect.x() + _MARGIN_PX, rect.width() - 2 * _MARGIN_PX
            if len(text) * _NARROW_PX > wide:  # few are so long that they have to be measured
                text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(left, rect.y(), wide, rect.height(), self._ways[column], text)


class FoundView(QTableView):
    """Rows of one height without numbers; a click on a column's name sorts at the hub."""

    def __init__(self, model: FoundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(FoundDelegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(_ROW_PX * max(1.0, theme.scale())))
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, field in enumerate(SHOWN):
            self.setColumnWidth(column, round(_WIDTHS[field] * max(1.0, theme.scale())))
