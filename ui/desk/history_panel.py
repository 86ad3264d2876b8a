"""What came before: scans of the same container and consignee, and sisters of one declaration."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import foreign, theme, words
from ui.i18n import in_own_words
from ui.prepared import PreparedCase
from ui.widgets.folding import FoldPanel
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.context import Earlier, Relation
from workstation.domain.decision import Conclusion

_MOST: Final = 12
# The signs of the decision bar; a case without a conclusion has a ring.
_SIGNS: Final = {
    Conclusion.RELEASE: ("✓", theme.GOOD),
    Conclusion.INSPECT: ("▲", theme.ALARM),
    Conclusion.RESCAN: ("↻", theme.WARN),
    Conclusion.REFER: ("◆", theme.WARN),
    None: ("○", theme.QUIET),
}
_ORDER: Final = (Relation.SISTER, Relation.CONTAINER, Relation.CONSIGNEE)


class HistoryPanel(FoldPanel):
    """Earlier cases in groups, the newest first; away when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("history", parent)
        self._rows: list[_Row] = []
        self._room_of_rows = QVBoxLayout()
        self._room_of_rows.setSpacing(4)
        self.inside.addLayout(self._room_of_rows)
        self._rest = plain(colour=theme.QUIET)
        self.inside.addWidget(self._rest)
        self._case: PreparedCase | None = None
        self._shown: list[Earlier] = []
        self.retranslate()

    @property
    def rows(self) -> "Sequence[_Row]":
        """The rows that are shown."""
        return self._rows[: len(self._shown)]

    def show_case(self, case: PreparedCase | None) -> None:
        """Show what came before another case, or nothing."""
        self._case = case
        self._shown = _in_order(() if case is None else case.context.earlier)[:_MOST]
        while len(self._rows) < len(self._shown):  # rows stay for the next case
            self._rows.append(_Row(self))
            self._room_of_rows.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(self._shown))
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        every = () if self._case is None else self._case.context.earlier
        before: Relation | None = None
        for row, one in zip(self.rows, self._shown, strict=True):
            count = sum(other.relation is one.relation for other in every)
            is_first = one.relation is not before
            row.show_earlier(one, f"{words.relation(one.relation)} ({count})" if is_first else "")
            before = one.relation
        left_out = len(every) - len(self._shown)
        self._rest.setText(self.tr("and %n older one(s)", "", max(left_out, 0)))
        self._rest.setVisible(left_out > 0)
        opened = sum(one.conclusion is Conclusion.INSPECT for one in every)
        summary = self.tr("%1 cases, %2 of them sent to inspection")
        self.set_title(
            self.tr("Before and beside"),
            summary.replace("%1", str(len(every))).replace("%2", str(opened)),
        )
        self.setVisible(bool(every))


class _Row(QWidget):
    """One earlier case in two lines: what was concluded and when, and of what goods where."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column, row, text = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.head = plain(colour=theme.QUIET, size=8.5)
        self._mark = plain(bold=True)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said, self.goods = Elided(), Elided()
        paint(self.goods, colour=theme.QUIET)
        row.setSpacing(8)
        text.setSpacing(0)
        text.addWidget(self.said)
        text.addWidget(self.goods)
        row.addWidget(self._mark)
        row.addLayout(text, 1)
        column.addWidget(self.head)
        column.addLayout(row)

    def show_earlier(self, earlier: Earlier, head: str) -> None:
        """Show another case, below the heading of its group when it is the first there."""
        sign, colour = _SIGNS[earlier.conclusion]
        self.head.setText(head)
        self.head.setVisible(bool(head))
        self._mark.setText(sign)
        self._mark.setMinimumWidth(self._mark.fontMetrics().horizontalAdvance("▲▲"))
        paint(self._mark, colour=colour, bold=True)
        paint(self.said, colour=colour)
        day = earlier.received_at.astimezone().strftime("%Y-%m-%d %H:%M")
        said = (
            self.tr("not decided yet")
            if earlier.conclusion is None
            else words.conclusion(earlier.conclusion)
        )
        self.said.say(f"{said}  ·  {day}")
        is_same = earlier.relation is Relation.CONTAINER
        parts = (
            "" if is_same else foreign.shown(earlier.container),
            in_own_words(earlier.goods, earlier.goods_zh),
            foreign.shown(earlier.site),
        )
        self.goods.say("  ·  ".join(part for part in parts if part))


def _in_order(every: tuple[Earlier, ...]) -> list[Earlier]:
    """Return sisters first, then the same container, then the consignee; the newest of each."""
    newest = sorted(every, key=lambda one: one.received_at, reverse=True)
    return sorted(newest, key=lambda one: _ORDER.index(one.relation))
