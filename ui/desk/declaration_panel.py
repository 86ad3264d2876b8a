"""What the trader declared: parties, goods lines, and their sum; nothing is hidden silently."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import foreign, theme
from ui.desk.photo_strip import PhotoStrip
from ui.i18n import in_own_words
from ui.package_words import is_loose, package_kind
from ui.prepared import PreparedCase
from ui.widgets.few_lines import FewLines
from ui.widgets.folding import FoldPanel
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.container import is_valid
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.photo import Photos

FEW: Final = 6
"""So many goods lines stand there before the rest is asked for."""
MOST: Final = 200
"""More are never laid out: the total still counts them, and a line says how many are left out."""
_NAME_LINES: Final = 2
_AT_ONCE: Final = 8
_WIDE_ROW: Final = 25  # heights of a line
_SHORT_AMOUNT: Final = 30
_ANY_PACKAGE: Final = "PK"
_NONE: Final = Photos()


class DeclarationPanel(FoldPanel):
    """Parties, photos, and goods lines with HS codes, packages and mass, and their sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("declaration", parent)
        top = QGridLayout()
        top.setHorizontalSpacing(10)
        top.setVerticalSpacing(2)
        top.setColumnStretch(1, 1)
        self._names: list[QLabel] = []
        self._values: list[Elided] = []
        for row in range(5):
            name, value = plain(colour=theme.QUIET), Elided()
            self._names.append(name)
            self._values.append(value)
            top.addWidget(name, row, 0)
            top.addWidget(value, row, 1)
        self.inside.addLayout(top)
        self._missing = FewLines()
        paint(self._missing, colour=theme.WARN)
        self.inside.addWidget(self._missing)
        self.photos = PhotoStrip()
        self.inside.addWidget(self.photos)
        self._goods = QVBoxLayout()
        self._goods.setSpacing(6)
        self.inside.addLayout(self._goods)
        self.rows: list[_GoodsRow] = []
        self.more = QPushButton()
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self.unfold_goods)
        self.inside.addWidget(self.more)
        self.total = FewLines()
        paint(self.total, bold=True)
        self.inside.addWidget(self.total)
        self._grow = QTimer(self, singleShot=True, interval=0)
        self._grow.timeout.connect(self.retranslate)
        self._case: PreparedCase | None = None
        self._all = False
        self.retranslate()

    @property
    def shows_all(self) -> bool:
        """Whether every goods line is laid out."""
        return self._all

    def show_case(self, case: PreparedCase | None) -> None:
        """Show the declaration of another case, or none."""
        self._case = case
        self.photos.show_photos(_NONE if case is None else case.photos)
        self.retranslate()

    @Slot()
    def unfold_goods(self) -> None:
        """Lay out every goods line, or only the first few."""
        self.show_all(not self._all)

    def show_all(self, every: bool) -> None:  # noqa: FBT001 - as setVisible
        """Lay out every goods line, or only the first few."""
        self._all = every
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """Write every text anew."""
        declaration = None if self._case is None else self._case.declaration
        rows = () if declaration is None else self._rows(declaration)
        shown = [(name, value) for name, value in rows if value]
        for i, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setVisible(i < len(shown))
            value.setVisible(i < len(shown))
            if i < len(shown):
                name.setText(shown[i][0])
                value.say(shown[i][1])
        self._missing.say(self._trouble(declaration))
        self._missing.setVisible(bool(self._missing.text()))
        goods = () if declaration is None else declaration.goods
        self._fill_goods(goods)
        total = "" if not goods else self._sum(goods)
        self.total.say(total)
        self.total.setVisible(len(goods) > 1)
        summary = self._missing.text() if declaration is None else total
        count = self.photos.photos.count
        told = [summary, self.tr("%n photo(s)", "", count)] if count else [summary]
        self.set_title(self.tr("Declaration"), "  ·  ".join(part for part in told if part))

    def _rows(self, declaration: Declaration) -> tuple[tuple[str, str], ...]:
        ends = (foreign.shown(end) for end in (declaration.origin, declaration.destination))
        return (
            (self.tr("Number"), foreign.shown(declaration.number)),
            (self.tr("Consignor"), foreign.shown(declaration.consignor)),
            (self.tr("Consignee"), foreign.shown(declaration.consignee)),
            (self.tr("Route"), " → ".join(end for end in ends if end)),
            (self.tr("Lot"), foreign.shown(declaration.lot)),
        )

    def _trouble(self, declaration: Declaration | None) -> str:
        case = self._case
        if case is None:
            return ""
        if case.troubles:
            return "\n".join(foreign.shown(trouble) for trouble in case.troubles)
        if declaration is None:
            return self.tr("No declaration has arrived for this scan.")
        wrong = self._wrong_container(case, declaration)
        if wrong:
            return wrong
        if not declaration.goods:
            return self.tr("The declaration has no goods line.")
        return ""

    def _wrong_container(self, case: PreparedCase, declaration: Declaration) -> str:
        """Return what is wrong with the declared container beside those that were scanned."""
        declared, number = declaration.container, case.lease.head.get("container")
        if not declared:
            return ""
        scanned = {number, *(one.number for one in case.report.containers)}
        told = ""
        if number and declared not in scanned:
            told = self.tr("The declaration names another container: %1")
        elif not number and not is_valid(declared):
            told = self.tr("The declaration's container number %1 has a wrong check digit")
        return told.replace("%1", foreign.shown(declared))

    def _fill_goods(self, goods: tuple[GoodsLine, ...]) -> None:
        laid_out = min(len(goods), MOST if self._all else FEW)
        at_once = min(laid_out, len(self.rows) + _AT_ONCE)
        while len(self.rows) < at_once:  # rows stay for the next case: making one costs more
            self.rows.append(_GoodsRow(self._amount, self))
            self._goods.addWidget(self.rows[-1])
        if at_once < laid_out:
            self._grow.start()  # the rest in the next moments: the window must not stand still
        longest = max((_spaced(line.hs) for line in goods[:laid_out]), key=len, default="")
        lines = 0 if self._all else _NAME_LINES
        for number, row in enumerate(self.rows):
            row.setVisible(number < laid_out)
            if number < laid_out:
                row.show_line(goods[number], lines=lines, longest=longest)
        left_out = len(goods) - laid_out
        self.more.setVisible(len(goods) > FEW)
        if left_out and not self._all:
            self.more.setText(self.tr("Show %n more line(s)", "", left_out))
        elif left_out:
            self.more.setText(self.tr("%n more line(s) are too many to show", "", left_out))
        else:
            self.more.setText(self.tr("Show fewer lines"))

    def _amount(self, line: GoodsLine) -> str:
        parts = []
        if line.packages is not None:
            code, count = line.package_kind, line.packages
            known = package_kind(code, count) or foreign.shown(code)
            kind = known or package_kind(_ANY_PACKAGE, count)
            uncounted = count == 1 and is_loose(code)
            parts.append(kind if uncounted else f"{count:,} {kind}")
        if line.gross_kg is not None:
            parts.append(f"{line.gross_kg:,.0f} kg")
        return "  ·  ".join(parts)

    def _sum(self, goods: tuple[GoodsLine, ...]) -> str:
        """Return how many lines there are and what they come to; what is not told is said."""
        packages = [line.packages for line in goods if line.packages is not None]
        masses = [line.gross_kg for line in goods if line.gross_kg is not None]
        parts = [self.tr("%n line(s) in all", "", len(goods))]
        if packages:
            count = sum(packages)
            parts.append(f"{count:,} {package_kind(_ANY_PACKAGE, count)}")
        if masses:
            parts.append(f"{sum(masses):,.0f} kg")
        silent = len(goods) - min(len(packages), len(masses))
        if silent:
            parts.append(self.tr("%n line(s) do not tell all of it", "", silent))
        return "  ·  ".join(parts)


class _GoodsRow(QWidget):
    """One goods line: its code, its name, how much of it."""

    def __init__(self, amount_of: Callable[[GoodsLine], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._amount_of = amount_of
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.code = plain(colour=theme.ACCENT)
        self.code.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.name, self.amount = FewLines(most=_NAME_LINES), Elided()
        self.beside = plain(colour=theme.QUIET)
        self.beside.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        paint(self.amount, colour=theme.QUIET)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.name)
        text.addWidget(self.amount)
        layout.addWidget(self.code)
        layout.addLayout(text, 1)
        layout.addWidget(self.beside)

    def show_line(self, line: GoodsLine, *, lines: int, longest: str) -> None:
        """Show a goods line with so many lines of its name at most; 0 shows all of it.

        Its code takes the room of the ``longest`` one, so that all names begin below each other.
        """
        wide = self.code.fontMetrics().horizontalAdvance(longest)
        if wide != self.code.minimumWidth():
            self.code.clear()  # else it goes on asking for the width that larger letters took
            self.code.setMinimumWidth(wide)
        self.code.setText(_spaced(line.hs))
        self.name.set_most(lines)
        self.name.say(in_own_words(line.name, line.name_zh))
        amount = self._amount_of(line)
        self.beside.setText(amount)
        self.amount.say(amount)
        self._place_amount()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the amount beside the name where there is room, else below it."""
        super().resizeEvent(event)
        was_beside = self.amount.isHidden()
        self._place_amount()
        if self.amount.isHidden() != was_beside:
            # Those around it are being laid out now, with the height that it had before.
            QTimer.singleShot(0, self, self.updateGeometry)

    def _place_amount(self) -> None:
        amount = self.beside.text()
        wide = self.width() >= _WIDE_ROW * self.fontMetrics().height()
        wide = wide and len(amount) <= _SHORT_AMOUNT
        self.beside.setVisible(wide and bool(amount))
        self.amount.setVisible(not wide and bool(amount))


def _spaced(hs: str) -> str:
    """Write an HS code the way customs does: 8471.30.00."""
    groups = (hs[:4], hs[4:6], hs[6:8], hs[8:])
    return ".".join(group for group in groups if group)
