"""The filter stack: what is done to the counts before the grey window, in this order."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from viewer.panes.controls import button, quiet_label
from viewer.panes.filter_row import FilterRow
from viewer.panes.look_section import LookSection
from viewer.pixels.look import Filter, FilterKind

_MOST: Final = 8
"""Filters in a stack, at most: more than that is no longer a picture of the cargo."""
_GROUPS: Final = (
    (FilterKind.SMOOTH, FilterKind.MEAN, FilterKind.MEDIAN),
    (FilterKind.SHARPEN, FilterKind.EQUALISE, FilterKind.HISTOGRAM),
    (FilterKind.EDGES, FilterKind.EDGES_HORIZONTAL, FilterKind.EDGES_VERTICAL, FilterKind.EMBOSS),
    (FilterKind.ERODE, FilterKind.DILATE),
)


class FilterSection(LookSection):
    """A row a filter, first to last from top to bottom, and a menu to add one at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout()
        self._layout.setSpacing(0)
        self.rows: list[FilterRow] = []
        self._none = quiet_label()
        self.add = button()
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.add)
        self.kinds: dict[FilterKind, QAction] = {}
        for group in _GROUPS:
            for kind in group:
                self.kinds[kind] = self._menu.addAction("")
            self._menu.addSeparator()
        self.add.setMenu(self._menu)
        self.body.addWidget(self._none)
        self.body.addLayout(self._layout)
        self.body.addWidget(self.add)
        self._menu.triggered.connect(self._on_add)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Filters, in this order"))
        self._none.setText(self.tr("None: the detector's own counts"))
        self.add.setText(self.tr("Add a filter"))
        names = self._names()
        for kind, action in self.kinds.items():
            action.setText(names[kind])
        self._say_rows()

    def refresh(self) -> None:
        """Bring the rows to the look of the moment; a row being dragged stays the same row."""
        stack = self.look.filters
        if [row.shown.kind for row in self.rows] != [one.kind for one in stack]:
            self._rebuild()
        for row, one in zip(self.rows, stack, strict=True):
            row.show_filter(one)
        self._none.setVisible(not stack)
        self.add.setEnabled(len(stack) < _MOST)

    def _rebuild(self) -> None:
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FilterRow(one) for one in self.look.filters]
        for place, row in enumerate(self.rows):
            self._layout.addWidget(row)
            row.allow(earlier=place > 0, later=place + 1 < len(self.rows))
            row.changed.connect(self._on_changed)
            row.moved.connect(self._on_moved)
            row.removed.connect(self._on_removed)
        self._say_rows()

    def _say_rows(self) -> None:
        names = self._names()
        for place, row in enumerate(self.rows, start=1):
            kind = row.shown.kind
            row.say(f"{place}  {names[kind]}", {size: self._size(kind, size) for size in row.sizes})
            row.switch.setToolTip(self.tr("Switch this filter on or off"))
            row.strength.setToolTip(self.tr("Strength"))
            row.size_button.setToolTip(self.tr("How far around a pixel the filter looks"))
            if kind is FilterKind.EQUALISE:
                row.strength.setToolTip(self.tr("Limit of the contrast"))
                row.size_button.setToolTip(self.tr("Tiles: each is equalised by itself"))
            for made, words in (
                (row.earlier, self.tr("Do this earlier")),
                (row.later, self.tr("Do this later")),
                (row.away, self.tr("Take this filter away")),
            ):
                made.setToolTip(words)
                made.setAccessibleName(words)

    def _size(self, kind: FilterKind, size: int) -> str:
        if not size:
            return self.tr("auto")
        if kind is FilterKind.EQUALISE:
            return self.tr("{0} x {0}").format(size)
        return self.tr("{} px").format(size)

    def _names(self) -> dict[FilterKind, str]:
        return {
            FilterKind.SMOOTH: self.tr("Smooth"),
            FilterKind.MEAN: self.tr("Mean"),
            FilterKind.MEDIAN: self.tr("Median"),
            FilterKind.SHARPEN: self.tr("Sharpen"),
            FilterKind.EDGES: self.tr("Edges"),
            FilterKind.EDGES_HORIZONTAL: self.tr("Edges, horizontal"),
            FilterKind.EDGES_VERTICAL: self.tr("Edges, vertical"),
            FilterKind.EMBOSS: self.tr("Relief"),
            FilterKind.ERODE: self.tr("Erode: dense grows"),
            FilterKind.DILATE: self.tr("Dilate: dense thins"),
            FilterKind.EQUALISE: self.tr("Local contrast"),
            FilterKind.HISTOGRAM: self.tr("Equalise the whole"),
        }

    def _put(self, stack: list[Filter]) -> None:
        self.choose(filters=tuple(stack))

    def _place(self) -> int:
        """Return the place of the row that has just called."""
        caller = self.sender()
        return next(place for place, row in enumerate(self.rows) if row is caller)

    def _on_add(self, pressed: QAction) -> None:
        kind = next(kind for kind, action in self.kinds.items() if action is pressed)
        self._put([*self.look.filters, Filter(kind=kind)])

    @Slot(object)
    def _on_changed(self, one: Filter) -> None:
        stack = list(self.look.filters)
        stack[self._place()] = one
        self._put(stack)

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        stack, place = list(self.look.filters), self._place()
        stack.insert(place + step, stack.pop(place))
        self._put(stack)

    @Slot()
    def _on_removed(self) -> None:
        stack = list(self.look.filters)
        del stack[self._place()]
        self._put(stack)
