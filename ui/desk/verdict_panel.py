"""What the engine thinks and why, in words; never more certain than it is."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import engine_words, foreign, theme, words
from ui.commands import CommandSet
from ui.desk.first_judgement import FirstJudgement
from ui.desk.load_facts import LoadView
from ui.desk.region_list import RegionList
from ui.i18n import in_own_words
from ui.prepared import PreparedCase
from ui.widgets.texts import Panel, paint, wrapped
from workstation.domain.comparison import Comparison, Match, Verdict
from workstation.review.first_look import FirstLook

# Shape, then colour: the sign alone tells the three apart.
_SIGNS = {
    Verdict.CONSISTENT: ("●", theme.GOOD),
    Verdict.INCONSISTENT: ("▲", theme.ALARM),
    Verdict.CANNOT_JUDGE: ("◇", theme.WARN),
}


class VerdictPanel(Panel):
    """The verdict, why, how sure, what it lacks; regions, lot and load; in a tip the versions.

    Where a case asks for the reviewer's own judgement first, that stands here until it is told.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judging = FirstJudgement()
        self.verdict = wrapped()
        self.prohibited = wrapped(colour=theme.ALARM)
        self.reasons = wrapped()
        self.regions = RegionList()
        self.lot = wrapped()
        self.load = LoadView()
        self.chance = wrapped(colour=theme.QUIET)
        self.limits = wrapped(colour=theme.WARN)
        self._parts = (
            self.prohibited,
            self.reasons,
            self.regions,
            self.lot,
            self.load,
            self.chance,
            self.limits,
        )
        for widget in (self.judging, self.verdict, *self._parts):
            self.body.addWidget(widget)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show what the engine says about another case, or nothing."""
        self._case = case
        comparison = None if case is None else case.comparison
        self.regions.show_regions(() if comparison is None else comparison.deviations)
        self.load.show_load(
            None if comparison is None else comparison.load,
            None if case is None else case.declaration,
        )
        self.retranslate()

    def add_judging(self, commands: CommandSet) -> None:
        """Offer the two first judgements as buttons too."""
        self.judging.add_buttons(commands)

    def show_look(self, look: FirstLook | None) -> None:
        """Show how far the reviewer has come with the open case, or that none is open."""
        was_withheld = self.judging.is_withheld
        self.judging.show_look(look)
        if self.judging.is_withheld is not was_withheld:
            self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text of this panel itself anew."""
        self.heading.setText(self.tr("Comparison engine"))
        comparison = None if self._case is None else self._case.comparison
        if comparison is None:
            withheld = self._case is None or self.judging.is_withheld
            text = "" if withheld else self.tr("The engine has not compared this scan.")
            self.verdict.setText(text)
            self.verdict.setVisible(bool(text))
            paint(self.verdict, colour=theme.WARN)
            self._say_tips("")
            for part in self._parts:
                part.setVisible(False)
            return
        self.verdict.setVisible(True)
        sign, colour = _SIGNS[comparison.verdict]
        self.verdict.setText(f"{sign}  {words.verdict(comparison.verdict)}")
        paint(self.verdict, colour=colour, size=12, bold=True)
        _say(self.prohibited, self._likeness(comparison))
        _say(self.reasons, _sentences(comparison, limits=False))
        _say(self.lot, self._lot(comparison))
        keeps_quiet = engine_words.TRAINING in comparison.reasons
        _say(self.chance, "" if keeps_quiet else engine_words.confidence(comparison))
        _say(self.limits, _sentences(comparison, limits=True, sign="◇ "))
        self._say_tips("" if keeps_quiet else foreign.tip(engine_words.versions(comparison)))
        self.prohibited.setToolTip(engine_words.likeness_tip())

    def _say_tips(self, versions: str) -> None:
        for label in (self.heading, self.verdict, self.chance):
            label.setToolTip(versions)

    def _likeness(self, comparison: Comparison) -> str:
        return "\n".join(
            self.tr("▲ Resembles prohibited goods: %1 (%2)")
            .replace("%1", self._name_of(match))
            .replace("%2", f"{match.score:.2f}")
            for match in comparison.prohibited[:2]
        )

    def _name_of(self, match: Match) -> str:
        refs = () if self._case is None else self._case.lease.models
        own = (in_own_words(ref.name, ref.name_zh) for ref in refs if ref.model == match.model)
        return next(own, match.name) or match.hs

    def _lot(self, comparison: Comparison) -> str:
        found, case = comparison.lot, self._case
        if found is None or case is None:
            return ""
        is_odd = found.unlike or found.odd == case.lease.scan_id
        paint(self.lot, colour=theme.ALARM if is_odd else theme.TEXT)
        return engine_words.lot(found, scan_id=case.lease.scan_id)


def _sentences(comparison: Comparison, *, limits: bool, sign: str = "") -> str:
    codes = (code for code in comparison.reasons if (code in engine_words.LIMITS) is limits)
    return "\n".join(f"{sign}{words.why(code)}" for code in codes)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
