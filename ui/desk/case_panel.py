"""Which container this is and what the trader declared."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme, words
from ui.i18n import in_own_words
from ui.prepared import PreparedCase
from ui.widgets.texts import Elided, Panel, paint, plain, wrapped
from workstation.domain.container import is_valid
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.instants import from_text
from workstation.imaging.quality import PITCH_UNKNOWN

_MOST_LINES = 6
_MOST_DOUBTS = 3


class CasePanel(Panel):
    """Container number, site, scanner, time, and the risk instruction when there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = plain(size=19, bold=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._check = plain(colour=theme.WARN)
        self._origin = Elided()
        paint(self._origin, colour=theme.QUIET)
        self._risk = wrapped(colour=theme.ALARM)
        self._doubts = wrapped(colour=theme.WARN)
        for widget in (self.number, self._check, self._origin, self._risk, self._doubts):
            self.body.addWidget(widget)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show another case, or none."""
        self._case = case
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Container"))
        case = self._case
        if case is None:
            self.number.setText("")
            self._origin.say("")
            for label in (self._check, self._risk, self._doubts):
                label.hide()
            return
        head = case.lease.head
        number = str(head.get("container") or "")
        self.number.setText(number or self.tr("No number"))
        doubt = "" if not number or is_valid(number) else self.tr("The check digit does not agree")
        self._check.setText(doubt)
        self._check.setVisible(bool(doubt))
        parts = (case.lease.site, str(head.get("scanner") or ""), _local(head.get("time")))
        self._origin.say("  ·  ".join(part for part in parts if part))
        risk = "" if case.declaration is None else case.declaration.risk_instruction
        self._risk.setText(self.tr("▲ Risk instruction: %1").replace("%1", risk))
        self._risk.setVisible(bool(risk))
        doubts = [words.doubt(text) for text in case.warnings if text != PITCH_UNKNOWN]
        self._doubts.setText("\n".join(doubts[:_MOST_DOUBTS]))
        self._doubts.setVisible(bool(doubts))


class DeclarationPanel(Panel):
    """The declaration: parties and goods lines with HS codes, packages and mass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(10)
        self._top.setVerticalSpacing(2)
        self._top.setColumnStretch(1, 1)
        self._names: list[QLabel] = []
        self._values: list[Elided] = []
        for row in range(4):
            name, value = plain(colour=theme.QUIET), Elided()
            self._names.append(name)
            self._values.append(value)
            self._top.addWidget(name, row, 0)
            self._top.addWidget(value, row, 1)
        self.body.addLayout(self._top)
        self._missing = wrapped(colour=theme.WARN)
        self.body.addWidget(self._missing)
        self._goods = QVBoxLayout()
        self._goods.setSpacing(6)
        self.body.addLayout(self._goods)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show the declaration of another case, or none."""
        self._case = case
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Declaration"))
        declaration = None if self._case is None else self._case.declaration
        rows = () if declaration is None else self._rows(declaration)
        shown = [(name, value) for name, value in rows if value]
        for i, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setVisible(i < len(shown))
            value.setVisible(i < len(shown))
            if i < len(shown):
                name.setText(shown[i][0])
                value.say(shown[i][1])
        self._missing.setText(self._trouble(declaration))
        self._missing.setVisible(bool(self._missing.text()))
        self._fill_goods(() if declaration is None else declaration.goods)

    def _rows(self, declaration: Declaration) -> tuple[tuple[str, str], ...]:
        route = " → ".join(p for p in (declaration.origin, declaration.destination) if p)
        return (
            (self.tr("Number"), declaration.number),
            (self.tr("Consignor"), declaration.consignor),
            (self.tr("Consignee"), declaration.consignee),
            (self.tr("Route"), route),
        )

    def _trouble(self, declaration: Declaration | None) -> str:
        case = self._case
        if case is None:
            return ""
        if case.troubles:
            return "\n".join(case.troubles)
        if declaration is None:
            return self.tr("No declaration has arrived for this scan.")
        number = case.lease.head.get("container")
        if declaration.container and number and declaration.container != number:
            return self.tr("The declaration names another container: %1").replace(
                "%1", declaration.container
            )
        return ""

    def _fill_goods(self, goods: tuple[GoodsLine, ...]) -> None:
        while (item := self._goods.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for line in goods[:_MOST_LINES]:
            self._goods.addWidget(self._goods_row(line))
        if len(goods) > _MOST_LINES:
            more = self.tr("and %n more line(s)", "", len(goods) - _MOST_LINES)
            self._goods.addWidget(plain(more, colour=theme.QUIET))

    def _goods_row(self, line: GoodsLine) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        code = plain(_spaced(line.hs), colour=theme.ACCENT)
        code.setFixedWidth(86)
        code.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(code)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(wrapped(in_own_words(line.name, line.name_zh)))
        amount = self._amount(line)
        if amount:
            text.addWidget(plain(amount, colour=theme.QUIET))
        layout.addLayout(text, 1)
        return row

    def _amount(self, line: GoodsLine) -> str:
        parts = []
        if line.packages is not None:
            kind = line.package_kind or self.tr("packages")
            parts.append(f"{line.packages:,} {kind}")
        if line.gross_kg is not None:
            parts.append(f"{line.gross_kg:,.0f} kg")
        return "  ·  ".join(parts)


def _spaced(hs: str) -> str:
    """Write an HS code the way customs does: 8471.30.00."""
    groups = (hs[:4], hs[4:6], hs[6:8], hs[8:])
    return ".".join(group for group in groups if group)


def _local(text: object) -> str:
    if not isinstance(text, str):
        return ""
    try:
        instant: datetime = from_text(text)
    except ValueError:
        return text
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")
