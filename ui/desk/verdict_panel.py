"""What the engine thinks and why, in words; never more certain than it is."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import theme, words
from ui.i18n import in_own_words
from ui.prepared import PreparedCase
from ui.widgets.texts import Elided, Panel, paint, wrapped
from workstation.domain.comparison import Comparison, LoadFacts, Match, Verdict

# Shape, then colour: the sign alone tells the three apart.
_SIGNS = {
    Verdict.CONSISTENT: ("●", theme.GOOD),
    Verdict.INCONSISTENT: ("▲", theme.ALARM),
    Verdict.CANNOT_JUDGE: ("◇", theme.WARN),
}
_MOST_REASONS = 4


class VerdictPanel(Panel):
    """The engine's verdict, its reasons, the load, and which versions said so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = wrapped()
        self.reasons = wrapped()
        self._prohibited = wrapped(colour=theme.ALARM)
        self._load = wrapped()
        self._p = wrapped(colour=theme.QUIET)
        self._versions = Elided()
        paint(self._versions, colour=theme.QUIET, size=8)
        for widget in (
            self.verdict,
            self._prohibited,
            self.reasons,
            self._load,
            self._p,
            self._versions,
        ):
            self.body.addWidget(widget)
        self._case: PreparedCase | None = None
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Show what the engine says about another case, or nothing."""
        self._case = case
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Comparison engine"))
        comparison = None if self._case is None else self._case.comparison
        if comparison is None:
            text = "" if self._case is None else self.tr("The engine has not compared this scan.")
            self.verdict.setText(text)
            paint(self.verdict, colour=theme.WARN)
            for label in (self.reasons, self._prohibited, self._load, self._p, self._versions):
                label.setVisible(False)
            return
        sign, colour = _SIGNS[comparison.verdict]
        self.verdict.setText(f"{sign}  {words.verdict(comparison.verdict)}")
        paint(self.verdict, colour=colour, size=12, bold=True)
        _say(self.reasons, self._reasons(comparison))
        _say(self._prohibited, self._likeness(comparison))
        _say(self._load, self._load_text(comparison.load))
        _say(self._p, words.confidence(comparison))
        self._versions.say(
            self.tr("Engine %1 · library %2 · %3 s")
            .replace("%1", comparison.engine)
            .replace("%2", comparison.library)
            .replace("%3", f"{comparison.elapsed_s:.2f}")
        )
        self._versions.setVisible(True)

    def _reasons(self, comparison: Comparison) -> str:
        lines = [words.why(code) for code in comparison.reasons]
        for number, region in enumerate(comparison.deviations[:_MOST_REASONS], start=1):
            lines.append(
                self.tr("Region %1 differs: %2")
                .replace("%1", str(number))
                .replace("%2", words.deviation(region.why))
            )
        hidden = len(comparison.deviations) - _MOST_REASONS
        if hidden > 0:
            lines.append(self.tr("and %n more region(s)", "", hidden))
        return "\n".join(lines)

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

    def _load_text(self, load: LoadFacts | None) -> str:
        if load is None:
            return ""
        share = f"{100 * load.fill_fraction:.0f} %"
        parts = [self.tr("Load: %1, %2").replace("%1", words.fill(load.fill)).replace("%2", share)]
        if load.mass_kg is not None:
            parts.append(self.tr("about %1 t").replace("%1", f"{load.mass_kg / 1000:.1f}"))
        declared = self._declared_kg()
        if load.mass_kg is not None and declared is not None:
            parts.append(self.tr("declared %1 t").replace("%1", f"{declared / 1000:.1f}"))
        return "  ·  ".join(parts)

    def _declared_kg(self) -> float | None:
        declaration = None if self._case is None else self._case.declaration
        if declaration is None:
            return None
        masses = [line.gross_kg for line in declaration.goods]
        known = [mass for mass in masses if mass is not None]
        return sum(known) if known and len(known) == len(masses) else None


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
