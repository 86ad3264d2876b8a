"""What the room's codes are called on the pages that lead it, in the language of the moment."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from ui import foreign, theme
from ui.instruction_words import effect as effect  # noqa: PLC0414 - the pages find all words here
from workstation.domain.alert import AlertKind, AlertState
from workstation.domain.context import EngineShown
from workstation.domain.drift import Measure
from workstation.domain.instants import from_text
from workstation.domain.law import Stage
from workstation.domain.priority import Level, Scope
from workstation.domain.spans import span_text
from workstation.domain.watch_list import Field, ListKind

#: Stands where there is nothing to say.
NONE: Final = "\N{EN DASH}"

_STAGES: Final = {
    Stage.RECEIVED: QT_TRANSLATE_NOOP("SteerWords", "Engine"),
    Stage.COMPARED: QT_TRANSLATE_NOOP("SteerWords", "Compared"),
    Stage.WAITING: QT_TRANSLATE_NOOP("SteerWords", "Waiting"),
    Stage.LEASED: QT_TRANSLATE_NOOP("SteerWords", "At desks"),
    Stage.PARKED: QT_TRANSLATE_NOOP("SteerWords", "Parked"),
    Stage.DECIDED: QT_TRANSLATE_NOOP("SteerWords", "On its way"),
    Stage.ANNOUNCED: QT_TRANSLATE_NOOP("SteerWords", "Announced"),
    Stage.INSPECTED: QT_TRANSLATE_NOOP("SteerWords", "Inspected"),
    Stage.CLOSED: QT_TRANSLATE_NOOP("SteerWords", "Closed"),
}
_ALERTS: Final = {
    AlertKind.WATCH_HIT: QT_TRANSLATE_NOOP("SteerWords", "Risk list"),
    AlertKind.PROHIBITED: QT_TRANSLATE_NOOP("SteerWords", "Prohibited goods"),
    AlertKind.BRAND: QT_TRANSLATE_NOOP("SteerWords", "Protected brand"),
    AlertKind.SCANNER_DRIFT: QT_TRANSLATE_NOOP("SteerWords", "Scanner drifts"),
    AlertKind.MISSED: QT_TRANSLATE_NOOP("SteerWords", "Missed at release"),
}
_ALERT_STATES: Final = {
    AlertState.ACTIVE: QT_TRANSLATE_NOOP("SteerWords", "new"),
    AlertState.SEEN: QT_TRANSLATE_NOOP("SteerWords", "seen"),
    AlertState.CLOSED: QT_TRANSLATE_NOOP("SteerWords", "closed"),
}
_MEASURES: Final = {
    Measure.NOISE: QT_TRANSLATE_NOOP("SteerWords", "Noise"),
    Measure.SHARPNESS: QT_TRANSLATE_NOOP("SteerWords", "Sharpness"),
    Measure.DEAD: QT_TRANSLATE_NOOP("SteerWords", "Dead channels"),
    Measure.SATURATED: QT_TRANSLATE_NOOP("SteerWords", "Saturation"),
}
_LEVELS: Final = {
    Level.FIRST: QT_TRANSLATE_NOOP("SteerWords", "first"),
    Level.SOONER: QT_TRANSLATE_NOOP("SteerWords", "sooner"),
    Level.LATER: QT_TRANSLATE_NOOP("SteerWords", "later"),
}
_SCOPES: Final = {
    Scope.CASE: QT_TRANSLATE_NOOP("SteerWords", "Case"),
    Scope.GOODS: QT_TRANSLATE_NOOP("SteerWords", "Goods (HS)"),
    Scope.SITE: QT_TRANSLATE_NOOP("SteerWords", "Site"),
}
_KINDS: Final = {
    ListKind.INSTRUCTIONS: QT_TRANSLATE_NOOP("SteerWords", "Risk instructions"),
    ListKind.BRANDS: QT_TRANSLATE_NOOP("SteerWords", "Protected brands"),
    ListKind.PROHIBITED: QT_TRANSLATE_NOOP("SteerWords", "Prohibited goods"),
}
_FIELDS: Final = {
    Field.CONTAINER: QT_TRANSLATE_NOOP("SteerWords", "container"),
    Field.CONSIGNEE: QT_TRANSLATE_NOOP("SteerWords", "consignee"),
    Field.HS: QT_TRANSLATE_NOOP("SteerWords", "HS code"),
    Field.WORD: QT_TRANSLATE_NOOP("SteerWords", "word in the goods"),
}
_ENGINE: Final = {
    EngineShown.BEFORE: QT_TRANSLATE_NOOP("SteerWords", "with the scan"),
    EngineShown.AFTER: QT_TRANSLATE_NOOP("SteerWords", "after judging"),
    EngineShown.CONFLICT: QT_TRANSLATE_NOOP("SteerWords", "when it differs"),
}
_HIT: Final = QT_TRANSLATE_NOOP("SteerWords", "%1, line %2: %3")
_LIKE: Final = QT_TRANSLATE_NOOP("SteerWords", "the picture is like %1")
_DRIFT: Final = QT_TRANSLATE_NOOP("SteerWords", "%1: %2, was %3 in its first weeks")


def stage(value: str) -> str:
    """Return where a case stands."""
    return _of(_STAGES, Stage, value)


def alert_kind(value: str) -> str:
    """Return what an alert is about."""
    return _of(_ALERTS, AlertKind, value)


def alert_state(value: str) -> str:
    """Return where an alert stands."""
    return _of(_ALERT_STATES, AlertState, value)


def measure(value: str) -> str:
    """Return what is measured of a scanner's pictures."""
    return _of(_MEASURES, Measure, value)


def level(value: str) -> str:
    """Return how a priority moves its cases."""
    return _of(_LEVELS, Level, value)


def scope(value: str) -> str:
    """Return what a priority is about."""
    return _of(_SCOPES, Scope, value)


def list_kind(value: str) -> str:
    """Return what a list is about."""
    return _of(_KINDS, ListKind, value)


_MISSED: Final = QT_TRANSLATE_NOOP(
    "SteerWords", "Two officers confirm that something was missed; is the container still there?"
)


def field(value: str) -> str:
    """Return what of a case an entry named."""
    return _of(_FIELDS, Field, value)


def engine_shown(value: str) -> str:
    """Return when reviewers see the engine's verdict."""
    return _of(_ENGINE, EngineShown, value)


def figure(name: str, value: float) -> str:
    """Return a measured value as a scanner's officer reads it."""
    if name == Measure.DEAD:
        return f"{value:.0f}"
    return f"{100 * value:.2f} %"


def alert_says(alert: Mapping[str, Any]) -> str:
    """Return an alert's facts as one line."""
    facts = alert["facts"]
    if alert["kind"] == AlertKind.SCANNER_DRIFT:
        name = str(facts["measure"])
        return foreign.filled(
            _tr(_DRIFT),
            measure(name),
            figure(name, float(facts["newest"])),
            figure(name, float(facts["baseline"])),
        )
    if alert["kind"] == AlertKind.MISSED:
        return _tr(_MISSED)
    if "models" in facts:
        names = ", ".join(foreign.shown(str(one["name"])) for one in facts["models"])
        return foreign.filled(_tr(_LIKE), names)
    told = foreign.shown(str(facts["instruction"])) or effect(str(facts["effect"]))
    return foreign.filled(_tr(_HIT), foreign.shown(str(facts["list"])), str(facts["line"]), told)


def span(seconds: float) -> str:
    """Return a time as every page and paper says it."""
    return span_text(seconds, chinese=QLocale().language() == QLocale.Language.Chinese)


def age(text: str | None, now: datetime | None = None) -> str:
    """Return how long ago an instant was; nothing for none."""
    if text is None:
        return ""
    passed = (datetime.now(UTC) if now is None else now) - from_text(text)
    return span(max(0.0, passed.total_seconds()))


def clock(text: str) -> str:
    """Return an instant in the desk's own time; its day where it is not today."""
    at = from_text(text).astimezone()
    today = datetime.now().astimezone().date()
    return at.strftime("%H:%M" if at.date() == today else "%m-%d %H:%M")


def last_day(text: str) -> str:
    """Return the last moment before an instant: its day where it ends with one."""
    last = from_text(text).astimezone() - timedelta(seconds=1)
    return last.strftime("%Y-%m-%d" if last.strftime("%H:%M") == "23:59" else "%Y-%m-%d %H:%M")


def share(value: float | None) -> str:
    """Return a share in per cent; a dash for none."""
    return NONE if value is None else f"{100 * value:.1f} %"


def tone(*, good: bool | None) -> str:
    """Return the colour of a figure that is where it should be, or is not, or is neither."""
    if good is None:
        return theme.TEXT
    return theme.GOOD if good else theme.WARN


def _of(table: Mapping[Any, object], kind: Any, value: str) -> str:  # noqa: ANN401 - any enum of texts
    try:
        return _tr(table[kind(value)])
    except ValueError:
        return foreign.shown(value)  # a hub of a newer version


def _tr(text: object) -> str:
    return QCoreApplication.translate("SteerWords", str(text))
