"""The large figures above the charts, each with what it is held against."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.figures import MissEvidence
from workstation.reports.figures import Figures, Turnaround
from workstation.reports.figures_paper import turnaround_line
from workstation.reports.intervals import Share
from workstation.reports.words import Tongue

_POINTS: Final = 17.0
_DASH: Final = "\N{EN DASH}"
_NO_SHARE: Final = Share(hits=0, of=0, low=0.0, high=1.0)
#: While nothing is known yet.
NOTHING: Final = Figures(
    cases=0,
    direct_release_rate=None,
    turnaround=Turnaround(),
    conclusions={},
    groups={},
    hits=_NO_SHARE,
    marks=(),
    engine={},
    coverage=None,
    agreement=_NO_SHARE,
    changed_mind=_NO_SHARE,
    dwell=Turnaround(),
    evidence=MissEvidence(released=0, found=0),
    test_hits=_NO_SHARE,
    detection=None,
    miss_rate=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a card says: its name, a large value, a line below, and whether it misses its target."""

    name: str
    value: str
    below: str = ""
    short: bool = False


class FigureCards(QWidget):
    """Eight figures in two rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._cards = [_Card() for _ in range(8)]
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // 4, number % 4)

    def show_figures(self, found: Figures, tongue: Tongue) -> None:
        """Show other figures, or dashes for `NOTHING`."""
        told = told_of(found, tongue)
        if found is NOTHING:
            told = [Told(name=one.name, value=_DASH) for one in told]
        nothing = tongue.say("nothing")
        for card, one in zip(self._cards, told, strict=True):
            empty = one.value == nothing
            card.tell(Told(name=one.name, value=_DASH, below=nothing) if empty else one)


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._name, self._value, self._below = Elided(), plain(), Elided()
        paint(self._name, colour=theme.QUIET, size=8.5)
        paint(self._below, colour=theme.QUIET, size=8.5)
        body = QVBoxLayout(self)
        body.setContentsMargins(14, 9, 14, 10)
        body.setSpacing(1)
        parts: tuple[QLabel, ...] = (self._name, self._value, self._below)
        for label in parts:
            body.addWidget(label)

    def tell(self, one: Told) -> None:
        self._name.say(one.name)
        self._value.setText(f"▲ {one.value}" if one.short else one.value)  # not by colour alone
        paint(self._value, colour=theme.WARN if one.short else theme.TEXT, size=_POINTS, bold=True)
        self._below.say(one.below)
        self.setAccessibleName(f"{one.name}: {one.value}. {one.below}")


def told_of(found: Figures, tongue: Tongue) -> list[Told]:
    """Return the eight figures in words."""
    aim, time = found.targets, found.turnaround
    direct = found.direct_release_rate
    rate = found.miss_rate
    missed = tongue.say("nothing")
    if rate is not None:
        low, high = tongue.percent(rate.low, digits=2), tongue.percent(rate.high, digits=2)
        missed = f"{low} \N{EN DASH} {high}"
    return [
        Told(name=tongue.say("settled"), value=f"{found.cases:,}"),
        Told(
            name=tongue.say("direct"),
            value=tongue.percent(direct),
            below=f"{tongue.say('target')} {tongue.percent(aim.direct_release)}",
            short=direct is not None and direct < aim.direct_release,
        ),
        Told(
            name=tongue.joined(tongue.say("turnaround"), tongue.say("p50")),
            value=tongue.duration(time.p50),
            below=f"{tongue.say('target')} {tongue.duration(aim.typical_s)}",
            short=time.p50 is not None and time.p50 > aim.typical_s,
        ),
        Told(
            name=tongue.joined(tongue.say("turnaround"), tongue.say("p90")),
            value=tongue.duration(time.p90),
            below=f"{tongue.say('target')} {tongue.duration(aim.slowest_s)} · "
            f"{tongue.say('p95')} {tongue.duration(time.p95)}",
            short=time.p90 is not None and time.p90 > aim.slowest_s,
        ),
        Told(
            name=tongue.say("should_open"),
            value=missed,
            below=tongue.say("of_released", f"{found.evidence.released:,}"),
        ),
        _counted(tongue.say("inspections"), found.hits, tongue),
        _counted(tongue.say("test_images"), found.test_hits, tongue),
        Told(
            name=tongue.say("coverage"),
            value=tongue.percent(found.coverage),
            below=tongue.joined(tongue.say("agreement"), tongue.percent(found.agreement.value)),
        ),
    ]


def evidence_line(found: Figures, tongue: Tongue) -> str:
    """Return what the miss rate stands on and assumes, and what turnarounds are held against."""
    told = found.evidence
    missed = sum(one.missed for one in told.rechecks.values())
    done = sum(one.done for one in told.rechecks.values())
    parts = [
        tongue.joined(
            tongue.say("openings"),
            tongue.say("found_of", f"{told.openings_found:,}", f"{told.openings:,}"),
        ),
        tongue.joined(tongue.say("rechecks"), tongue.say("found_of", f"{missed:,}", f"{done:,}")),
    ]
    if found.detection is not None:
        parts.append(tongue.joined(tongue.say("detection"), f"{found.detection:.2f}"))
    lines = (" · ".join(parts), tongue.say("miss_how"), turnaround_line(found.targets, tongue))
    return "\n".join(lines)


def tongue_now() -> Tongue:
    """Return reports' words in the language that the window shows."""
    return Tongue("zh" if QLocale().language() == QLocale.Language.Chinese else "en")


def _counted(name: str, share: Share, tongue: Tongue) -> Told:
    below = ""
    if share.of:
        counted = tongue.say("found_of", f"{share.hits:,}", f"{share.of:,}")
        ends = f"{tongue.percent(share.low)} \N{EN DASH} {tongue.percent(share.high)}"
        below = f"{counted} · {ends}"
    return Told(name=name, value=tongue.percent(share.value), below=below)
