"""What came before: scans of the same container and consignee, and sisters of one declaration."""

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

_MOST: Final = 24
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
        self.rows: list[_Row] = []
        self._heads = {relation: plain(colour=theme.QUIET, size=8.5) for relation in _ORDER}
        self._groups = {relation: QVBoxLayout() for relation in _ORDER}
        for relation in _ORDER:
            self._groups[relation].setSpacing(4)
            self.inside.addWidget(self._heads[relation])
            self.inside.addLayout(self._groups[relation])
        self._rest = plain(colour=theme.QUIET)
        self.inside.addWidget(self._rest)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show what came before another case, or nothing."""
        self._case = case
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = []
        for earlier in _in_order(() if case is None else case.context.earlier)[:_MOST]:
            row = _Row(earlier)
            self.rows.append(row)
            self._groups[earlier.relation].addWidget(row)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        every = () if self._case is None else self._case.context.earlier
        for relation, head in self._heads.items():
            count = sum(one.relation is relation for one in every)
            head.setText(f"{words.relation(relation)} ({count})")
            head.setVisible(bool(count))
        for row in self.rows:
            row.retranslate()
        left_out = len(every) - len(self.rows)
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

    def __init__(self, earlier: Earlier) -> None:
        super().__init__()
        self._earlier = earlier
        sign, colour = _SIGNS[earlier.conclusion]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = plain(sign, colour=colour, bold=True)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        mark.setMinimumWidth(mark.fontMetrics().horizontalAdvance("▲▲"))
        row.addWidget(mark)
        text = QVBoxLayout()
        text.setSpacing(0)
        self.said, self.goods = Elided(), Elided()
        paint(self.said, colour=colour)
        paint(self.goods, colour=theme.QUIET)
        text.addWidget(self.said)
        text.addWidget(self.goods)
        row.addLayout(text, 1)

    def retranslate(self) -> None:
        """Write both lines anew."""
        earlier = self._earlier
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
