"""How cases of each tier are read, and within what time: shown, and changed a row at a time."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from queue_client.supervision_messages import SteerAct
from ui import theme, words
from ui.supervisor import steer_words
from ui.widgets.texts import Panel, plain
from workstation.domain.context import EngineShown, Tier

_SHORT: Final = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class _TierRow(QObject):
    """The controls of one tier; what an officer has touched is not overwritten by news."""

    ordered = Signal(str, dict)

    def __init__(self, tier: Tier, parent: QObject) -> None:
        super().__init__(parent)
        self.tier = tier
        self.name = plain()
        self.readers, self.engine = QComboBox(), QComboBox()
        self.limit = QDoubleSpinBox()
        self.limit.setRange(0.1, 10080.0)
        self.limit.setDecimals(1)
        for box in (self.readers, self.engine):
            box.setSizeAdjustPolicy(_SHORT)
            box.setMinimumContentsLength(9)
        self.take, self.back = QPushButton(), QPushButton()
        self._may = True
        self._told: dict[str, Any] | None = None
        self._shown: dict[str, Any] | None = None
        self.take.clicked.connect(self._take)
        self.back.clicked.connect(self._back)
        for box in (self.readers, self.engine):
            box.currentIndexChanged.connect(self._weigh)
        self.limit.valueChanged.connect(self._weigh)

    def set_ruled(self, *, may: bool) -> None:
        """Let the row be changed, or only be read."""
        self._may = may
        for part in (self.readers, self.engine, self.limit):
            part.setEnabled(may)
        self.take.setVisible(may)

    def show_tier(self, told: dict[str, Any]) -> None:
        """Show what is in force."""
        is_touched = self._shown is not None and self._values() != self._shown
        self._told = told
        if not is_touched:
            self.readers.setCurrentIndex(self.readers.findData(told["readers"]))
            self.engine.setCurrentIndex(self.engine.findData(told["engine"]))
            self.limit.setValue(told["limit_s"] / 60)
            self._shown = self._values()
        self.back.setVisible(self._may and (told["rule_is_set"] or told["limit_is_set"]))
        self._weigh()

    def retranslate(self, texts: Sequence[str], *, take: str, back: str) -> None:
        """Write the texts anew; ``texts`` are those of one and of two readers."""
        self.name.setText(words.tier(self.tier))
        self.take.setText(take)
        self.back.setText(back)
        for box, items in (
            (self.readers, tuple(enumerate(texts, start=1))),
            (
                self.engine,
                tuple((one.value, steer_words.engine_shown(one.value)) for one in EngineShown),
            ),
        ):
            before = box.currentIndex()
            box.blockSignals(True)
            box.clear()
            for value, text in items:
                box.addItem(text, value)
            box.setCurrentIndex(before)
            box.blockSignals(False)

    def _values(self) -> dict[str, Any]:
        return {
            "readers": self.readers.currentData(),
            "engine": self.engine.currentData(),
            "limit": self.limit.value(),
        }

    @Slot()
    def _weigh(self) -> None:
        self.take.setEnabled(self._shown is not None and self._values() != self._shown)

    @Slot()
    def _take(self) -> None:
        values, shown = self._values(), self._shown
        self._shown = None
        if shown is not None and values["limit"] != shown["limit"]:
            document = {"tier": self.tier.value, "limit_s": 60 * values["limit"]}
            self.ordered.emit(SteerAct.SET_LIMIT.value, document)
            return
        document = {
            "tier": self.tier.value,
            "readers": values["readers"],
            "engine": values["engine"],
        }
        self.ordered.emit(SteerAct.SET_TIER.value, document)

    @Slot()
    def _back(self) -> None:
        self._shown = None
        if self._told is not None and self._told["rule_is_set"]:
            self.ordered.emit(SteerAct.SET_TIER.value, {"tier": self.tier.value})
        else:
            self.ordered.emit(SteerAct.SET_LIMIT.value, {"tier": self.tier.value})


class TiersPanel(Panel):
    """A row for each tier.

    Signals
    -------
    ordered
        An act's value and its document; a page asks for the reason.
    """

    ordered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[QLabel] = [plain(colour=theme.QUIET) for _ in range(4)]
        self.rows = [_TierRow(tier, self) for tier in reversed(Tier)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for column, title in enumerate(self._titles):
            grid.addWidget(title, 0, column)
        for number, row in enumerate(self.rows, start=1):
            for column, widget in enumerate(
                (row.name, row.readers, row.engine, row.limit, row.take, row.back)
            ):
                grid.addWidget(widget, number, column)
            row.ordered.connect(self.ordered)
        for column, share in enumerate((2, 3, 4)):
            grid.setColumnStretch(column, share)
        self.body.addLayout(grid)

    def set_ruled(self, *, may: bool) -> None:
        """Let the rows be changed, or only be read."""
        for row in self.rows:
            row.set_ruled(may=may)

    def show_tiers(self, tiers: Sequence[dict[str, Any]]) -> None:
        """Show what is in force for each tier."""
        told = {one["tier"]: one for one in tiers}
        for row in self.rows:
            if row.tier.value in told:
                row.show_tier(told[row.tier.value])

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("How cases are read"))
        titles = (
            self.tr("Cases"),
            self.tr("Read by"),
            self.tr("Engine's verdict shown"),
            self.tr("Within [min]"),
        )
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)
        readers = (self.tr("one"), self.tr("two, apart"))
        for row in self.rows:
            row.retranslate(readers, take=self.tr("Set…"), back=self.tr("Default…"))
