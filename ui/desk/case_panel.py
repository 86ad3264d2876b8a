"""Which container this is, how risky it is held to be, who handed it up, and what is wrong."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import foreign, instruction_words, theme, words
from ui.commands import BY_NAME, main_key
from ui.desk.scanner_said import ScannerSaid
from ui.i18n import in_own_words
from ui.link_news import Trouble
from ui.prepared import PreparedCase
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import Elided, Panel, paint, plain, wrapped
from workstation.domain.container import is_valid
from workstation.domain.context import Referral, Tier
from workstation.domain.declaration import Declaration
from workstation.domain.instants import from_text
from workstation.domain.scanner_report import ScannerReport
from workstation.imaging.quality import PITCH_UNKNOWN
from workstation.review.reasons import Reason

_MOST_DOUBTS = 3
_LONG_NUMBER: Final = 14
"""One container's number has 11 signs; two of them, or a name that a scanner made up, have more."""
_LARGE, _SMALLER = 19, 12
# Shape, then word, then colour: none of the three is needed to read the other two.
_LAMPS: Final = {
    Tier.ORDINARY: ("○", theme.QUIET),
    Tier.RAISED: ("◆", theme.WARN),
    Tier.HIGH: ("▲", theme.ALARM),
}
_KNOWN_REASONS: Final = frozenset(reason.value for reason in Reason)


class CasePanel(Panel):
    """Container number with its check, tier lamp, what is declared; risk, referral and doubts.

    What is declared stands here in one line because the papers below may lie out of sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = _Number()
        paint(self.number, size=_LARGE, bold=True)
        self.check = plain()
        self.lamp = plain()
        self.reading = plain(colour=theme.ACCENT)
        self.declared, self.origin = Elided(), _Origin()
        paint(self.origin, colour=theme.QUIET)
        self.fault = wrapped(colour=theme.ALARM)
        self.risk, self.referral = FewLines(), FewLines()
        paint(self.risk, colour=theme.ALARM)
        paint(self.referral, colour=theme.WARN)
        self.doubts = wrapped(colour=theme.WARN)
        self.body.removeWidget(self.heading)
        top, below = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((top, (self.heading, self.lamp)), (below, (self.check, self.reading))):
            row.setSpacing(10)
            row.addWidget(widgets[0])
            row.addStretch(1)
            row.addWidget(widgets[1])
        self.body.addLayout(top)
        self.body.addWidget(self.number)
        self.body.addLayout(below)
        self.body.addWidget(self.declared)
        self.scanner = ScannerSaid()
        self._below = (self.fault, self.risk, self.referral, self.doubts, self.scanner)
        self.photos = plain(colour=theme.ACCENT)
        came = QHBoxLayout()
        came.setSpacing(10)
        came.addWidget(self.origin, 1)
        came.addWidget(self.photos)
        self.body.addLayout(came)
        for widget in self._below:
            self.body.addWidget(widget)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show another case, or none."""
        self._case = case
        self.retranslate()

    def show_report(self, report: ScannerReport) -> None:
        """Show what the scanner's programs say of the open case, withheld until now."""
        if self._case is not None:
            self._case = replace(self._case, report=report, is_withheld=False)
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
            self.number.say("")
            self.origin.say("")
            marks = (self.check, self.lamp, self.reading, self.declared, self.photos)
            for label in (*marks, *self._below):
                label.hide()
            return
        head = case.lease.head
        number = foreign.shown(str(head.get("container") or ""))
        is_long = len(number) > _LONG_NUMBER
        paint(self.number, size=_SMALLER if is_long else _LARGE, bold=True)
        self.number.say(number or self.tr("No number"))
        self._say_check(number)
        self._say_reading(case)
        self._say_declared(case.declaration)
        place = (case.lease.site, str(head.get("scanner") or ""))
        self.origin.tell(place, local_time(head.get("time")))
        self._say_photos(len(case.photos.pictures))
        fault = case.fault
        trouble = None if fault is None else Trouble(code=fault.code, sentence=fault.sentence)
        self.fault.setText(self.tr("▲ No full picture: %1").replace("%1", words.trouble(trouble)))
        self.fault.setVisible(fault is not None)
        risk = "" if case.declaration is None else case.declaration.risk_instruction
        asked = instruction_words.instructions(risk, case.context.instructions)
        self.risk.say(self.tr("▲ Risk instruction: %1").replace("%1", asked))
        self.risk.setVisible(bool(asked))
        self.referral.say(self._referral(case.context.referral))
        self.referral.setVisible(case.context.referral is not None)
        doubts = [words.doubt(text) for text in case.warnings if text != PITCH_UNKNOWN]
        doubts = [*self._of_two(case), *doubts]
        more = len(doubts) - _MOST_DOUBTS
        rest = [self.tr("and %n more doubt(s)", "", more)] if more > 0 else []
        self.doubts.setText("\n".join((*doubts[:_MOST_DOUBTS], *rest)))
        self.doubts.setToolTip(foreign.tip("\n".join(doubts)) if rest else "")
        self.doubts.setVisible(bool(doubts))
        self.scanner.show_report(case.report)

    def _of_two(self, case: PreparedCase) -> tuple[str, ...]:
        """Say which of two containers the engine knows: the other one is for the eyes alone."""
        compared, sister = case.container, case.standing.sister
        if compared is None or sister is None:
            return ()
        if compared.column < sister.column:
            return (
                self.tr(
                    "Two containers in the picture: engine and coverage know only the left one."
                ),
            )
        return (
            self.tr("Two containers in the picture: engine and coverage know only the right one."),
        )

    def _say_check(self, number: str) -> None:
        agrees = is_valid(number)
        self.check.setText(
            self.tr("✓ Check digit agrees")
            if agrees
            else self.tr("✕ The check digit does not agree")
        )
        paint(self.check, colour=theme.GOOD if agrees else theme.WARN)
        self.check.setVisible(bool(number))

    def _say_declared(self, declaration: Declaration | None) -> None:
        goods = () if declaration is None else declaration.goods
        if goods:
            name = in_own_words(goods[0].name, goods[0].name_zh) or goods[0].hs
            told = foreign.filled(self.tr("Declared: %1"), name)
            if len(goods) > 1:
                told += self.tr(" and %1 more").replace("%1", str(len(goods) - 1))
            masses = [line.gross_kg for line in goods if line.gross_kg is not None]
            mass_kg = sum(masses)
            if len(masses) == len(goods) and mass_kg > 0:
                told += f"  ·  {mass_kg:,.0f} kg"
        elif declaration is None:
            told = self.tr("◇ No declaration to compare with")
        else:
            told = self.tr("◇ The declaration has no goods line")
        paint(self.declared, colour=theme.TEXT if goods else theme.WARN)
        self.declared.say(told)
        self.declared.show()

    def _say_photos(self, count: int) -> None:
        """Say how many photos there are, and the key: the papers may lie out of sight."""
        key = main_key(BY_NAME["papers.photos"])
        told = self.tr("%n photo(s)", "", count)
        self.photos.setText(f"{told}  {key}")
        self.photos.setVisible(count > 0)

    def _say_reading(self, case: PreparedCase) -> None:
        reading = case.context.reading
        if case.is_withheld and not _is_known_from_papers(case):
            sign, colour, text = "◌", theme.QUIET, self.tr("Risk after your own judgement")
        else:
            (sign, colour), text = _LAMPS[reading.tier], words.tier(reading.tier)
        self.lamp.setText(f"{sign} {text}")
        paint(self.lamp, colour=colour)
        self.lamp.show()
        self.reading.setText(self.tr("◎ Second reading"))
        self.reading.setToolTip(
            self.tr("Another officer has read this scan; what they decided is not shown to you")
        )
        self.reading.setVisible(reading.slot > 1)

    def _referral(self, referral: Referral | None) -> str:
        if referral is None:
            return ""
        known = referral.reason in _KNOWN_REASONS
        reason = words.reason(Reason(referral.reason)) if known else foreign.shown(referral.reason)
        said = foreign.filled(
            self.tr("◆ Referred by %1, %2: %3"),
            foreign.shown(referral.officer),
            referral.at.astimezone().strftime("%m-%d %H:%M"),
            reason,
        )
        note = foreign.lines(referral.note)
        return f"{said}\n{note}" if note else said


def _is_known_from_papers(case: PreparedCase) -> bool:
    """Tell whether people told a case's risk; else the engine's answer may have raised it."""
    asked = case.declaration is not None and bool(case.declaration.risk_instruction)
    return asked or bool(case.context.instructions)


class _Number(Elided):
    """A number of any length, which can be marked and copied out."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a number that fits as a label does: what is marked of it is to be seen."""
        if self.shown() == self.text() and self.hasSelectedText():
            QLabel.paintEvent(self, event)
        else:
            super().paintEvent(event)


class _Origin(Elided):
    """Where and when a scan was made; the place gives way to the time, in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self._when = ""

    def tell(self, place: tuple[str, ...], when: str) -> None:
        """Tell the parts of a place, those that are known, and an instant."""
        parts = [foreign.shown(part) for part in (*place, when) if part]
        self._when = f" · {parts[-1]}" if when else ""
        self.say(" · ".join(parts))

    def shown(self) -> str:
        """Return as much of the place as the time leaves room for, and the time."""
        metrics, whole = QFontMetrics(self.font()), self.text()
        room = self.width() - metrics.horizontalAdvance(self._when) - 1  # each width is rounded
        fits = metrics.horizontalAdvance(whole) <= self.width()
        if fits or room <= 0:
            return super().shown()
        place = whole.removesuffix(self._when)
        return metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, room) + self._when


def local_time(text: object) -> str:
    """Return an instant of a scan's head in the desk's own time, or the text as it came."""
    if not isinstance(text, str):
        return ""
    try:
        instant: datetime = from_text(text).astimezone()
    except (ValueError, OverflowError):  # the second where this place has no such time
        return text
    return instant.strftime("%Y-%m-%d %H:%M")
