"""A table of any number of found decisions, of which only those in sight are fetched."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from queue_client.supervision_documents.find import MOST_ROWS, Place
from queue_client.supervision_messages import Topic
from ui import foreign
from ui.supervisor import filter_words
from ui.supervisor.ladder import Asks, Ladder
from workstation.domain.filter_fields import Field
from workstation.domain.filters import Filter, filter_to_json
from workstation.domain.found import COLUMNS
from workstation.domain.wall_clock import zone_of

#: The columns in their order on the screen; hidden ones are a matter of the view.
SHOWN: Final = (
    Field.DECIDED_AT,
    Field.CONCLUSION,
    Field.REASON,
    Field.CONTAINER,
    Field.GOODS,
    Field.HS,
    Field.VERDICT,
    Field.P_VALUE,
    Field.OFFICER,
    Field.SITE,
    Field.SCANNER,
    Field.MASS_SHARE,
    Field.FINDING,
    Field.HIT,
    Field.DWELL_S,
    Field.TURNAROUND_S,
    Field.STATE,
    Field.RECHECK,
    Field.CONSIGNEE,
    Field.NOTE,
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_KEPT_BLOCKS: Final = 120
_KEPT_TEXTS: Final = 2000
_AT: Final = {name: place for place, name in enumerate(COLUMNS)}
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SIDE: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignVCenter.value
_WAITING: Final = "…"
_NOTHING: Final = "\N{EN DASH}"
Index = QModelIndex | QPersistentModelIndex


class Tint(IntEnum):
    """Which colour a cell's text has; the word in it says the same."""

    PLAIN = 0
    GOOD = 1
    WARN = 2
    ALARM = 3


_NOT_HERE: Final[list[tuple[str, Tint] | None]] = [(_WAITING, Tint.PLAIN)] * len(SHOWN)


class FoundModel(QAbstractTableModel):
    """What a search found, in pages; asks for a page when one of its rows comes into sight."""

    counted = Signal()
    failed = Signal(str)
    lagging = Signal(int)

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._blocks: OrderedDict[int, list[list[Any]]] = OrderedDict()
        self._texts: dict[int, list[tuple[str, Tint] | None]] = {}
        self._question: dict[str, Any] = {}
        self._rows = 0
        self._asked: int | None = None
        self._beginning = False
        self._part: list[list[Any]] = []
        self._wanted: list[int] = []
        self._zone: ZoneInfo = zone_of("UTC")
        self.ladder = Ladder(questions, self)
        self.ladder.grown.connect(self._on_grown)
        self.ladder.failed.connect(self.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fetch)

    def search(self, wanted: Filter) -> None:
        """Begin a search; what was shown is taken away when its first page is here."""
        self._zone = zone_of(wanted.zone)
        self._question = {"filter": filter_to_json(wanted)}
        self._wanted, self._part, self._asked = [], [], 0
        self.ladder.forget()
        self._beginning = True
        self._questions.ask(Topic.FIND, self._question, self._on_first, self._on_fault)

    @property
    def whole(self) -> bool:
        """Whether the number of rows is that of all that fit."""
        return self.ladder.whole and not self._beginning

    def row_at(self, row: int) -> dict[str, Any] | None:
        """Return a row by the names of `COLUMNS`, or None while it is not here."""
        block = self._blocks.get(row // MOST_ROWS)
        place = row % MOST_ROWS
        if block is None or place >= len(block):
            return None
        return dict(zip(COLUMNS, block[place], strict=True))

    def cell(self, row: int, column: int) -> tuple[str, Tint]:
        """Return the text and tint of a cell; one that is not here is fetched."""
        texts = self._texts.get(row)
        if texts is None:
            texts = self._begin_row(row)
        cell = texts[column]
        if cell is None:
            field = SHOWN[column]
            value = self._blocks[row // MOST_ROWS][row % MOST_ROWS][_AT[field.value]]
            cell = texts[column] = self._text(field, value)
        return cell

    # -- what Qt asks ----------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are known."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns are shown."""
        return 0 if parent is not None and parent.isValid() else len(SHOWN)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - Qt's own
        """Return a cell's text; a tip repeats it, for what is cut at the cell's edge."""
        if role not in {_DISPLAY, _TIP}:
            return None
        return self.cell(index.row(), index.column())[0]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> str | int | None:
        """Return a column's name, and at which side it stands: that of its values."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _SIDE:
            return _RIGHT if SHOWN[section] in _NUMBERS else None
        if role != _DISPLAY:
            return None
        return filter_words.field(SHOWN[section])

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's own name
        """Tell whether there may be rows beyond those known."""
        return not parent.isValid() and not self.ladder.whole

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's own name
        """Look further: the end of what is known has come into sight."""
        if not parent.isValid():
            self.ladder.climb()

    def retranslate(self) -> None:
        """Write every text anew."""
        self._texts.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SHOWN) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, len(SHOWN) - 1))

    # -- inside ----------------------------------------------------------------------------

    def _begin_row(self, row: int) -> list[tuple[str, Tint] | None]:
        """Return where a row's texts are kept; of one that is not here they are all the same."""
        block = row // MOST_ROWS
        rows = self._blocks.get(block)
        if rows is None:
            if block not in self._wanted:
                self._wanted = [*self._wanted[-3:], block]
                self._soon.start()
            return _NOT_HERE
        if row % MOST_ROWS >= len(rows):
            return _NOT_HERE
        self._blocks.move_to_end(block)
        if len(self._texts) > _KEPT_TEXTS:
            self._texts.clear()
        texts = self._texts[row] = [None] * len(SHOWN)
        return texts

    def _text(self, field: Field, value: Any) -> tuple[str, Tint]:  # noqa: ANN401 - any column's
        if value is None or value == "":
            return _NOTHING, Tint.PLAIN
        if field is Field.DECIDED_AT:
            moment = datetime.fromtimestamp(value / 1e6, UTC).astimezone(self._zone)
            return f"{moment:%Y-%m-%d %H:%M:%S}", Tint.PLAIN
        if field in _NUMBERS:
            return _NUMBERS[field](value), Tint.PLAIN
        if field in _CODED:
            if value == "none" and field in {Field.RECHECK, Field.HIT}:
                return _NOTHING, Tint.PLAIN
            kinds = value.split() if field is Field.FINDING else [value]
            named = ", ".join(filter_words.value_of(field, kind) for kind in kinds)
            return named, _TINTS.get(value, Tint.PLAIN)
        text = str(value).strip()
        if field is Field.GOODS:
            text = own_language_first(text)
        return foreign.shown(text), Tint.PLAIN

    @Slot(dict)
    def _on_first(self, answer: dict[str, Any]) -> None:
        self._question |= {name: answer[name] for name in ("edition", "top")}
        self.beginResetModel()
        self._blocks.clear()
        self._texts.clear()
        self._rows = len(answer["rows"])
        self._keep(0, answer["rows"])
        self.endResetModel()
        self._begin_on(answer["after"])
        self.lagging.emit(answer["behind"])

    @Slot(dict)
    def _on_more(self, answer: dict[str, Any]) -> None:
        """Take more of the first rows, which lie far apart."""
        if answer["rows"]:
            self.beginInsertRows(QModelIndex(), self._rows, self._rows + len(answer["rows"]) - 1)
            self._blocks[0] += answer["rows"]
            self._rows = len(self._blocks[0])
            self.endInsertRows()
        self._begin_on(answer["after"])

    def _begin_on(self, after: Place | None) -> None:
        """Go on until the first block is whole; what lies behind it is only counted."""
        if after is not None and self._rows < MOST_ROWS:
            limit = MOST_ROWS - self._rows
            question = {**self._question, "want": "rows", "after": after, "limit": limit}
            self._questions.ask(Topic.FIND, question, self._on_more, self._on_fault)
        else:
            self._asked, self._beginning = None, False
            if after is not None:
                self.ladder.begin(self._question, after)
        self.counted.emit()

    @Slot(int)
    def _on_grown(self, rows: int) -> None:
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        self._incomplete()
        self.counted.emit()

    def _incomplete(self) -> None:
        """Forget a last block that was kept while it had fewer rows than it has now."""
        for block, rows in list(self._blocks.items()):
            if len(rows) < min(MOST_ROWS, self._rows - block * MOST_ROWS):
                del self._blocks[block]
                self._texts.clear()

    @Slot()
    def _fetch(self) -> None:
        if self._asked is not None:
            return
        places = self.ladder.places
        while self._wanted:
            block = self._wanted.pop()
            if block not in self._blocks and block <= len(places):
                self._asked, self._part = block, []
                self._ask_on(places[block - 1] if block else None)
                return

    def _ask_on(self, after: Place | None) -> None:
        limit = MOST_ROWS - len(self._part)
        question = {**self._question, "want": "rows", "after": after, "limit": limit}
        self._questions.ask(Topic.FIND, question, self._on_page, self._on_fault)

    @Slot(dict)
    def _on_page(self, answer: dict[str, Any]) -> None:
        block = self._asked
        if block is None:
            return
        self._part += answer["rows"]
        if len(self._part) < MOST_ROWS and answer["after"] is not None:
            self._ask_on(answer["after"])
            return
        self._asked = None
        self._keep(block, self._part)
        first = block * MOST_ROWS
        last = min(first + MOST_ROWS, self._rows) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(SHOWN) - 1))
        self._fetch()

    def _keep(self, block: int, rows: list[list[Any]]) -> None:
        self._blocks[block] = rows
        while len(self._blocks) > _KEPT_BLOCKS:
            self._blocks.popitem(last=False)
            self._texts.clear()

    @Slot(str)
    def _on_fault(self, said: str) -> None:
        self._asked, self._beginning = None, False
        self.failed.emit(said)


_TINTS: Final = {
    "release": Tint.GOOD,
    "inspect": Tint.ALARM,
    "rescan": Tint.WARN,
    "refer": Tint.WARN,
    "inconsistent": Tint.ALARM,
    "cannot_judge": Tint.WARN,
    "recalled": Tint.WARN,
    "superseded": Tint.WARN,
    "disagree": Tint.ALARM,
}


def own_language_first(goods: str) -> str:
    """Return goods that are named in two languages with the window's own in front.

    What does not fit a cell is cut at its end; the record has the Chinese behind.
    """
    if QLocale().language() != QLocale.Language.Chinese:
        return goods
    parts = goods.split()
    chinese = [part for part in parts if _HAN.search(part)]
    return " ".join([*chinese, *(part for part in parts if part not in chinese)])


def clock(seconds: float) -> str:
    """Return a time span as hours, minutes and seconds, in as few parts as it has."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


_NUMBERS: Final[Mapping[Field, Callable[[float], str]]] = {
    Field.P_VALUE: lambda value: f"{value:.3f}",
    Field.MASS_SHARE: lambda value: f"{value * 100:.0f} %",
    Field.DWELL_S: clock,
    Field.TURNAROUND_S: clock,
}
_CODED: Final = frozenset(
    {
        Field.CONCLUSION,
        Field.STATE,
        Field.REASON,
        Field.VERDICT,
        Field.RECHECK,
        Field.FINDING,
        Field.HIT,
    }
)
