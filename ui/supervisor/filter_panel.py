"""The filter of a search: its conditions as lines, and the filters that are kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QTimeZone, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import i18n, theme
from ui.supervisor.condition_row import ConditionRow
from ui.supervisor.page_parts import page_title
from workstation.domain.filter_fields import Field
from workstation.domain.filters import (
    MOST_CONDITIONS,
    Filter,
    FilterImpossible,
    Order,
    checked,
    filter_from_json,
)

_COLUMNS: Final = 2
_FIRST: Final = Field.OFFICER


class FilterPanel(QWidget):
    """Builds a filter; says when it is to be searched for, or kept.

    Parameters
    ----------
    ready
        The filters that come with the program.
    without
        Fields that are not offered.
    """

    wanted = Signal(object)
    wrong = Signal(object)
    keep = Signal()
    drop = Signal(str)
    open_file = Signal()
    write_file = Signal()

    def __init__(
        self,
        ready: Sequence[Mapping[str, Any]],
        parent: QWidget | None = None,
        *,
        without: Collection[Field] = (),
    ) -> None:
        super().__init__(parent)
        self._fields = [one for one in Field if one not in without]
        self._ready, self._kept = list(ready), list[dict[str, Any]]()
        self._rows: list[ConditionRow] = []
        self.order = Order()
        self.title, self.saved = page_title(), QComboBox()
        theme.wide(self.saved, 300)
        self.keep_button, self.drop_button = QPushButton(), QPushButton()
        self.zone = QComboBox()
        self.zone.setEditable(True)
        theme.wide(self.zone, 170)
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
        self.zone.addItems(list(dict.fromkeys([here, "Asia/Shanghai", "UTC"])))
        self._zone_label = QLabel()
        self.add, self.search = QPushButton(), QPushButton()
        self.search.setDefault(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
        top = QHBoxLayout()
        top.setSpacing(6)
        left = (self.title, self.saved, self.keep_button, self.drop_button)
        for widget in (*left, self._zone_label, self.zone, self.add, self.search):
            top.addWidget(widget)
        top.insertStretch(len(left), 1)
        top.insertSpacing(1, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._grid)
        self.saved.activated.connect(self._on_saved)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self._on_drop)
        self.add.clicked.connect(self._on_add)
        self.search.clicked.connect(self.go)
        self.zone.currentTextChanged.connect(self._on_zone)
        self.retranslate()

    @Slot()
    def go(self) -> None:
        """Ask for what the conditions say, or tell what is wrong with them."""
        try:
            found = self.filter()
        except FilterImpossible as error:
            self.wrong.emit(error)
            return
        self.wanted.emit(found)

    def filter(self) -> Filter:
        """Return the filter as it is written; raises `FilterImpossible`."""
        conditions = tuple(row.condition() for row in self._rows)
        zone = self.zone.currentText().strip()
        return checked(Filter(where=conditions, order=self.order, zone=zone))

    def show_filter(self, wanted: Filter, *, zone: bool = True) -> None:
        """Show a filter's conditions."""
        for row in self._rows:
            row.deleteLater()
        self._rows = []
        self.order = wanted.order
        if zone:
            self.zone.setCurrentText(wanted.zone)
        for one in wanted.where:
            self.append(one.field).show_condition(one)
        self._lay_out()

    def show_kept(self, kept: Sequence[dict[str, Any]]) -> None:
        """Offer the filters that officers keep, beside those that come with the program."""
        self._kept = list(kept)
        self._fill()

    def retranslate(self) -> None:
        """Write the panel's own texts anew."""
        self.keep_button.setText(self.tr("&Keep…"))
        self.drop_button.setText(self.tr("Drop"))
        self.add.setText(self.tr("&Add condition"))
        self.search.setText(self.tr("&Search"))
        self._zone_label.setText(self.tr("Times of"))
        self.zone.setAccessibleName(self.tr("Time zone"))
        self.saved.setAccessibleName(self.tr("Kept filters"))
        self._fill()
        for row in self._rows:
            row.retranslate()

    # -- inside ----------------------------------------------------------------------------

    def _fill(self) -> None:
        chosen = self.saved.currentData()
        self.saved.clear()
        self.saved.addItem(self.tr("Choose a filter…"), "")
        for one in self._kept:
            shared = self.tr(" (of %1)").replace("%1", one["owner"]) if one["shared"] else ""
            damaged = "" if one["filter"] is not None else self.tr(" (damaged)")
            self.saved.addItem(f"{one['name']}{shared}{damaged}", f"kept:{one['filter_id']}")
        if self._kept:
            self.saved.insertSeparator(self.saved.count())
        for ready in self._ready:
            name = i18n.in_own_words(ready["en"], ready["zh"])
            self.saved.addItem(name, f"ready:{ready['id']}")
        self.saved.insertSeparator(self.saved.count())
        self.saved.addItem(self.tr("Open a filter file…"), "file:open")
        self.saved.addItem(self.tr("Write this filter to a file…"), "file:write")
        place = self.saved.findData(chosen) if chosen else 0
        self.saved.setCurrentIndex(max(0, place))
        self._light()

    def _light(self) -> None:
        self.drop_button.setEnabled(str(self.saved.currentData() or "").startswith("kept:"))

    @Slot(int)
    def _on_saved(self, _place: int) -> None:
        self._light()
        kind, _, name = str(self.saved.currentData() or "").partition(":")
        if kind == "file":
            self.saved.setCurrentIndex(0)
            (self.open_file if name == "open" else self.write_file).emit()
            return
        if kind == "kept":
            found = next(one["filter"] for one in self._kept if one["filter_id"] == name)
        elif kind == "ready":
            found = next(one["filter"] for one in self._ready if one["id"] == name)
        else:
            self.show_filter(Filter(), zone=False)
            self.go()
            return
        try:
            self.show_filter(filter_from_json(found), zone=kind == "kept")
        except FilterImpossible as error:
            self.wrong.emit(error)
            return
        self.go()

    @Slot()
    def _on_drop(self) -> None:
        kind, _, name = str(self.saved.currentData() or "").partition(":")
        if kind == "kept":
            self.drop.emit(name)

    @Slot()
    def _on_add(self) -> None:
        if len(self._rows) >= MOST_CONDITIONS:
            return
        row = self.append(self._free())
        self._lay_out()
        row.field.setFocus()
        line = row.field.lineEdit()
        if line is not None:
            line.selectAll()

    def _free(self) -> Field:
        """Return the field that a new condition begins with: the first that has none."""
        taken = {row.about for row in self._rows}
        first = (Field.DECIDED_AT, Field.CONCLUSION, _FIRST, Field.SITE, Field.VERDICT)
        return next((one for one in first if one not in taken), Field.NOTE)

    def append(self, about: Field) -> ConditionRow:
        """Return a new, empty condition at the end."""
        row = ConditionRow(about, self.zone.currentText(), self._fields)
        row.entered.connect(self.go)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        return row

    @Slot()
    def _on_removed(self) -> None:
        row = self.sender()
        if isinstance(row, ConditionRow):
            self._rows.remove(row)
            self._grid.removeWidget(row)
            row.deleteLater()
            self._lay_out()
            self.go()

    def _lay_out(self) -> None:
        for place, row in enumerate(self._rows):
            self._grid.addWidget(row, place // _COLUMNS, place % _COLUMNS)

    @Slot(str)
    def _on_zone(self, zone: str) -> None:
        for row in self._rows:
            row.set_zone(zone)
