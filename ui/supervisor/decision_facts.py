"""What was decided, by whom, on what, and with which models: beside the replay of a decision."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale

from ui import foreign, theme, words
from ui.supervisor.audited import Audited
from ui.widgets.texts import Panel, paint, plain, wrapped
from workstation.domain.decision import Conclusion
from workstation.domain.instants import from_text
from workstation.domain.kernel_clock import Sync
from workstation.domain.monitors import words_of
from workstation.review.reasons import Reason

_SIGNS = {
    Conclusion.RELEASE: ("✓", theme.GOOD),
    Conclusion.INSPECT: ("▲", theme.ALARM),
    Conclusion.RESCAN: ("↻", theme.WARN),
    Conclusion.REFER: ("↑", theme.ACCENT),
}


class DecisionFacts(Panel):
    """The decision in a few lines; everything else is in the evidence report."""

    def __init__(self) -> None:
        super().__init__()
        self._audited: Audited | None = None
        self._missing: set[str] = set()
        self._others: set[str] = set()
        self.conclusion = plain(bold=True, size=13)
        self.said, self.engine = wrapped(), wrapped()
        self.looked = wrapped()
        self.around = wrapped(colour=theme.QUIET)
        self.models = wrapped(colour=theme.WARN)
        self.proof = wrapped(colour=theme.QUIET)
        for label in (
            self.conclusion,
            self.said,
            self.engine,
            self.looked,
            self.around,
            self.models,
            self.proof,
        ):
            self.body.addWidget(label)

    def show_decision(self, audited: Audited | None) -> None:
        """Show another decision, or none."""
        if audited is not self._audited:
            self._missing.clear()
            self._others.clear()
        self._audited = audited
        self.heading.setText(self.tr("Decision"))
        self.setVisible(audited is not None)
        if audited is None:
            return
        sign, colour = _SIGNS[audited.conclusion]
        self.conclusion.setText(f"{sign}  {words.conclusion(audited.conclusion)}")
        paint(self.conclusion, colour=colour, bold=True, size=13)
        self.said.setText(self._said(audited))
        self.engine.setText(self._engine(audited))
        self.looked.setText(self._looked(audited))
        around = self._around(audited)
        self.around.setText(around)
        self.around.setVisible(bool(around))
        self._say_models(audited)
        self.proof.setText(self._proof(audited))

    def note_missing(self, model: str) -> None:
        """Hear that a model's picture cannot be had."""
        self._missing.add(model)
        if self._audited is not None:
            self._say_models(self._audited)

    def note_shown(self, packages: Mapping[str, object]) -> None:
        """Hear which pictures the models had that the reviewer was given (model to SHA-256)."""
        audited = self._audited
        if audited is None:
            return
        kept = {model.model: model.sha256 for model in audited.kept_models}
        self._others = {name for name, one in packages.items() if kept.get(name, one) != one}
        self._say_models(audited)

    def _said(self, audited: Audited) -> str:
        decision = audited.answer.decision
        name = audited.answer.officer_name or str(decision["officer"])
        lines = [
            foreign.shown(audited.label),
            f"{foreign.shown(name)} · {decision['officer']} · {decision['desk']}",
            local_time(str(decision["decided_at"])),
        ]
        reason = str(decision.get("reason") or "")
        if reason:
            lines.append(self.tr("Reason: %1").replace("%1", _reason(reason)))
        if decision.get("note"):
            text = self.tr("Note: %1")
            lines.append(foreign.filled(text, foreign.shown(str(decision["note"]))))
        lines += self._state(audited)
        return "\n".join(lines)

    def _state(self, audited: Audited) -> list[str]:
        state, readings = audited.answer.state, audited.answer.readings
        lines = []
        if state.get("recalled_at"):
            text = self.tr("Taken back: %1")
            lines.append(text.replace("%1", local_time(str(state["recalled_at"]))))
        elif state.get("announced_at"):
            text = self.tr("Told to the site: %1")
            lines.append(text.replace("%1", local_time(str(state["announced_at"]))))
        others = [one for one in readings if one.decision_id != audited.decision_id]
        for one in others:
            text = self.tr("Also read by %1: %2")
            told = words.conclusion(Conclusion(one.conclusion))
            lines.append(foreign.filled(text, one.officer, told))
        return lines

    def _engine(self, audited: Audited) -> str:
        comparison, judged = audited.comparison, audited.evidence.get("judgement") or {}
        if comparison is None:
            return self.tr("The engine did not compare.")
        lines = [
            self.tr("Engine %1, library %2: %3")
            .replace("%1", comparison.engine)
            .replace("%2", comparison.library)
            .replace("%3", words.verdict(comparison.verdict))
        ]
        shown_s = judged.get("engine_shown_s")
        if not judged.get("engine_shown", True):
            lines.append(self.tr("Its verdict was never shown to the reviewer."))
        elif isinstance(shown_s, int | float) and shown_s > 0:
            text = self.tr("Its verdict was shown after %1 s.")
            lines.append(text.replace("%1", f"{shown_s:.1f}"))
        else:
            lines.append(self.tr("Its verdict was shown from the start."))
        if judged.get("first"):
            own = {
                "clear": self.tr("The reviewer had judged first: nothing suspicious."),
                "suspicious": self.tr("The reviewer had judged first: suspicious."),
            }
            lines.append(own.get(str(judged["first"]), ""))
        return "\n".join(line for line in lines if line)

    def _looked(self, audited: Audited) -> str:
        evidence = audited.evidence
        lines = []
        dwell = evidence.get("dwell_s")
        if isinstance(dwell, int | float):
            lines.append(self.tr("On the screen for %1 s").replace("%1", f"{dwell:.1f}"))
        coverage = evidence.get("coverage")
        if isinstance(coverage, dict) and isinstance(coverage.get("overall"), int | float):
            text = self.tr("%1 % of the container were looked at near enough")
            lines.append(text.replace("%1", f"{100 * coverage['overall']:.0f}"))
        return " · ".join(lines)

    def _around(self, audited: Audited) -> str:
        """Return on which monitor it was decided, and whether the hub's clock was kept."""
        lines, told = [], audited.evidence.get("monitor")
        if isinstance(told, Mapping):
            name, size, checked = words_of(told)
            monitor = foreign.shown(" · ".join(text for text in (name, size) if text))
            lines.append(foreign.filled(self.tr("Monitor %1"), monitor))
            if checked:
                lines.append(foreign.filled(self.tr("Checked on %1"), foreign.shown(checked)))
            if told.get("changes"):
                lines.append(self.tr("The monitor changed meanwhile: the report tells how."))
        around = audited.answer.state.get("circumstances")
        clock = around.get("hub_clock") if isinstance(around, Mapping) else None
        if isinstance(clock, Mapping) and clock.get("sync") == Sync.UNSYNCHRONISED:
            lines.append(self.tr("Nothing kept the hub's clock in step: its time may be wrong."))
        return "\n".join(lines)

    def _say_models(self, audited: Audited) -> None:
        lines = [
            self.tr("The library has typical model %1 no longer.").replace("%1", model.model)
            for model in audited.gone_models
        ]
        lines += [
            self.tr("Typical model %1 is not in force any more; its picture is kept.").replace(
                "%1", model.model
            )
            for model in audited.retired_models
        ]
        lines += [
            self.tr("The picture of typical model %1 cannot be read.").replace("%1", model)
            for model in sorted(self._missing)
        ]
        lines += [
            self.tr("Typical model %1 has another picture now than the reviewer saw.").replace(
                "%1", model
            )
            for model in sorted(self._others)
        ]
        self.models.setText("\n".join(lines))
        self.models.setVisible(bool(lines))

    def _proof(self, audited: Audited) -> str:
        entry = audited.answer.entry
        if entry is None:
            return self.tr("No entry of the evidence log was found for this decision.")
        text = self.tr("Entry %1 of the evidence log, chain %2…")
        return text.replace("%1", str(entry.seq)).replace("%2", entry.hash[:12])


def local_time(instant: str) -> str:
    """Return an instant of the record in the time of this desk, with its zone."""
    local = from_text(instant).astimezone()
    chinese = QLocale().language() == QLocale.Language.Chinese
    form = "%Y-%m-%d %H:%M:%S" if chinese else "%d %b %Y %H:%M:%S"
    return f"{local.strftime(form)} {local.strftime('%z')}"


def _reason(code: str) -> str:
    try:
        return words.reason(Reason(code))
    except ValueError:
        return foreign.shown(code)
