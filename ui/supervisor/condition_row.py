"""One condition of a filter as a line: field, values or bounds, and its opposite."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from ui import theme
from ui.supervisor import filter_words
from workstation.domain.filter_fields import CHOICES, KIND_OF, Field, Kind
from workstation.domain.filters import Condition, FilterFault, FilterImpossible
from workstation.domain.wall_clock import zone_of
from workstation.review.reasons import Reason

_PARTS: Final = re.compile(r"[,;\N{FULLWIDTH COMMA}\N{FULLWIDTH SEMICOLON}\N{IDEOGRAPHIC COMMA}]")
#: Periods to choose, as days back from today: the first and the last.
_PERIODS: Final = (
    (QT_TRANSLATE_NOOP("ConditionRow", "Period…"), None),
    (QT_TRANSLATE_NOOP("ConditionRow", "Today"), (0, 0)),
    (QT_TRANSLATE_NOOP("ConditionRow", "Yesterday"), (1, 1)),
    (QT_TRANSLATE_NOOP("ConditionRow", "Last 7 days"), (6, 0)),
    (QT_TRANSLATE_NOOP("ConditionRow", "Last 30 days"), (29, 0)),
    (QT_TRANSLATE_NOOP("ConditionRow", "Last 365 days"), (364, 0)),
)


class ConditionRow(QWidget):
    """Edits one condition; Enter in any of its fields searches."""

    entered = Signal()
    removed = Signal()
    changed = Signal()

    def __init__(
        self,
        about: Field,
        zone: str,
        offered: Iterable[Field] = Field,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self.field = QComboBox()
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        theme.wide(self.field, 150)
        for one in dict.fromkeys((*offered, about)):  # a kept filter may ask for more
            self.field.addItem("", one.value)
        completer = self.field.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.without = QPushButton()
        self.without.setCheckable(True)
        theme.wide(self.without, 52)
        self.choice = QComboBox()
        self.text = QLineEdit()
        self.low, self.high, self.unit = QLineEdit(), QLineEdit(), QLabel()
        self.since, self.until, self.period = QLineEdit(), QLineEdit(), QComboBox()
        self._dashes = [QLabel("\N{EN DASH}"), QLabel("\N{EN DASH}")]
        self.remove = QPushButton("✕")
        self.remove.setFlat(True)
        theme.wide(self.remove, 30)
        self._pages = QStackedWidget()
        for widgets in (
            (self.choice,),
            (self.text,),
            (self.low, self._dashes[0], self.high, self.unit),
            (self.since, self._dashes[1], self.until, self.period),
        ):
            self._pages.addWidget(_in_a_row(widgets))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field)
        row.addWidget(self.without)
        row.addWidget(self._pages, 1)
        row.addWidget(self.remove)
        for line in (self.text, self.low, self.high, self.since, self.until):
            line.returnPressed.connect(self.entered)
            line.textEdited.connect(self.changed)
        self.retranslate()
        self.field.setCurrentIndex(self.field.findData(about.value))
        self._follow()
        self.field.currentIndexChanged.connect(self._on_field)
        self.choice.currentIndexChanged.connect(self.changed)
        self.without.toggled.connect(self.changed)
        self.period.activated.connect(self._on_period)
        self.remove.clicked.connect(self.removed)

    @property
    def about(self) -> Field:
        """The field that the condition is on."""
        return Field(str(self.field.currentData()))

    def set_zone(self, zone: str) -> None:
        """Say times in another time zone."""
        self._zone = zone

    def condition(self) -> Condition:
        """Return the condition as it is written.

        Raises
        ------
        FilterImpossible
            If a number is none.
        """
        about = self.about
        match KIND_OF[about]:
            case Kind.CHOICE:
                values = tuple(str(self.choice.currentData() or "").split("|"))
                return Condition(field=about, values=values, without=self.without.isChecked())
            case Kind.NUMBER:
                low, high = (_number(line.text(), about) for line in (self.low, self.high))
                return Condition(field=about, low=low, high=high)
            case Kind.TIME:
                return Condition(
                    field=about, since=self.since.text().strip(), until=self.until.text().strip()
                )
            case Kind.TEXT:
                values = (self.text.text().strip(),)
            case _:
                parts = [part.strip() for part in _PARTS.split(self.text.text())]
                values = tuple(part for part in parts if part)
        return Condition(field=about, values=values, without=self.without.isChecked())

    def show_condition(self, one: Condition) -> None:
        """Show a condition."""
        self.field.setCurrentIndex(self.field.findData(one.field.value))
        self.without.setChecked(one.without)
        by = filter_words.factor(one.field)
        match KIND_OF[one.field]:
            case Kind.CHOICE:
                self._choose(one)
            case Kind.NUMBER:
                self.low.setText("" if one.low is None else f"{one.low / by:g}")
                self.high.setText("" if one.high is None else f"{one.high / by:g}")
            case Kind.TIME:
                self.since.setText(one.since)
                self.until.setText(one.until)
            case _:
                self.text.setText(", ".join(one.values))

    def focus(self) -> None:
        """Take the keyboard where the condition is written."""
        page = self._pages.currentWidget()
        first = page.findChild(QWidget) if page is not None else None
        (first or self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write the line's own texts anew."""
        for place in range(self.field.count()):
            name = filter_words.field(Field(str(self.field.itemData(place))))
            self.field.setItemText(place, name)
        self.field.setAccessibleName(self.tr("Field"))
        self.without.setText(self.tr("not"))
        self.without.setToolTip(self.tr("Everything but this"))
        self.remove.setToolTip(self.tr("Take the condition out"))
        self.remove.setAccessibleName(self.tr("Take the condition out"))
        self.text.setAccessibleName(self.tr("Values"))
        for low in (self.low, self.since):
            low.setPlaceholderText(self.tr("from"))
            low.setAccessibleName(self.tr("from"))
        for high in (self.high, self.until):
            high.setPlaceholderText(self.tr("to"))
            high.setAccessibleName(self.tr("to"))
        self.since.setToolTip(self.tr("2026-03-29 or 2026-03-29 02:30"))
        self.until.setToolTip(self.tr("2026-03-29 or 2026-03-29 02:30; a day is meant whole"))
        self.period.clear()
        for period, days in _PERIODS:
            self.period.addItem(self.tr(str(period)), days)
        if self.field.currentData() is not None:
            self._follow(keep=True)

    # -- inside ----------------------------------------------------------------------------

    @Slot()
    def _on_field(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self, *, keep: bool = False) -> None:
        """Show what the field is written in."""
        about = self.about
        kind = KIND_OF[about]
        pages = {Kind.CHOICE: 0, Kind.NUMBER: 2, Kind.TIME: 3}
        self._pages.setCurrentIndex(pages.get(kind, 1))
        self.without.setVisible(kind not in {Kind.NUMBER, Kind.TIME})
        self.unit.setText(filter_words.unit(about))
        hints = {
            Kind.HS: self.tr("first digits, such as 2402"),
            Kind.TEXT: self.tr("a part of the text"),
            Kind.NAME: self.tr("exactly; * at the end for what begins so"),
        }
        self.text.setPlaceholderText(hints.get(kind, ""))
        if about is Field.REASON:
            known = ", ".join(one.value for one in Reason)
            self.text.setToolTip(known)
        else:
            self.text.setToolTip("")
        if kind is Kind.CHOICE:
            chosen = self.choice.currentData() if keep else None
            self.choice.clear()
            for value in CHOICES[about]:
                self.choice.addItem(filter_words.value_of(about, value), value)
            if chosen is not None:
                self._choose(Condition(field=about, values=tuple(str(chosen).split("|"))))

    def _choose(self, one: Condition) -> None:
        joined = "|".join(one.values)
        place = self.choice.findData(joined)
        if place < 0:
            named = [filter_words.value_of(one.field, value) for value in one.values]
            self.choice.addItem(self.tr(" or ").join(named), joined)
            place = self.choice.count() - 1
        self.choice.setCurrentIndex(place)

    @Slot(int)
    def _on_period(self, place: int) -> None:
        days = self.period.itemData(place)
        self.period.setCurrentIndex(0)
        if days is None:
            return
        today = datetime.now(zone_of(self._zone)).date()
        first, last = (today - timedelta(days=back) for back in days)
        self.since.setText(first.isoformat())
        self.until.setText(last.isoformat())
        self.changed.emit()
        self.entered.emit()


def _in_a_row(widgets: tuple[QWidget, ...]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if len(widgets) == 1:
        row.setStretch(0, 1)
    return page


def _number(text: str, about: Field) -> float | None:
    said = text.strip().replace("\N{FULLWIDTH COMMA}", ".")
    if not said:
        return None
    try:
        return float(said) * filter_words.factor(about)
    except ValueError:
        raise FilterImpossible(FilterFault.NOT_A_NUMBER, about.value, said[:40]) from None
