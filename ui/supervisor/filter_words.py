"""Filters put into words: fields, values, what is wrong with one, what is odd about a time."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import words
from workstation.domain.comparison import Verdict
from workstation.domain.decision import Conclusion
from workstation.domain.filter_fields import RANGES, Field, State
from workstation.domain.filters import LONGEST, MOST_CONDITIONS, FilterFault, FilterImpossible
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import Occasion
from workstation.domain.recheck import Outcome
from workstation.domain.wall_clock import ClockNote, Remark
from workstation.review.reasons import Reason

_FIELDS: Final = {
    Field.DECIDED_AT: QT_TRANSLATE_NOOP("FilterWords", "Decided"),
    Field.RECEIVED_AT: QT_TRANSLATE_NOOP("FilterWords", "Scan received"),
    Field.CONCLUSION: QT_TRANSLATE_NOOP("FilterWords", "Conclusion"),
    Field.REASON: QT_TRANSLATE_NOOP("FilterWords", "Reason"),
    Field.STATE: QT_TRANSLATE_NOOP("FilterWords", "Became"),
    Field.OFFICER: QT_TRANSLATE_NOOP("FilterWords", "Officer"),
    Field.DESK: QT_TRANSLATE_NOOP("FilterWords", "Desk"),
    Field.SITE: QT_TRANSLATE_NOOP("FilterWords", "Site"),
    Field.SCANNER: QT_TRANSLATE_NOOP("FilterWords", "Scanner"),
    Field.CONTAINER: QT_TRANSLATE_NOOP("FilterWords", "Container"),
    Field.SCAN: QT_TRANSLATE_NOOP("FilterWords", "Scan"),
    Field.DECLARATION: QT_TRANSLATE_NOOP("FilterWords", "Declaration"),
    Field.CONSIGNEE: QT_TRANSLATE_NOOP("FilterWords", "Consignee"),
    Field.HS: QT_TRANSLATE_NOOP("FilterWords", "HS code"),
    Field.GOODS: QT_TRANSLATE_NOOP("FilterWords", "Goods"),
    Field.CODES: QT_TRANSLATE_NOOP("FilterWords", "Number of codes"),
    Field.VERDICT: QT_TRANSLATE_NOOP("FilterWords", "Engine says"),
    Field.P_VALUE: QT_TRANSLATE_NOOP("FilterWords", "p-value"),
    Field.PROHIBITED: QT_TRANSLATE_NOOP("FilterWords", "Like prohibited goods"),
    Field.LOT_ODD: QT_TRANSLATE_NOOP("FilterWords", "Unlike its sisters"),
    Field.LOAD: QT_TRANSLATE_NOOP("FilterWords", "Load seen"),
    Field.DECLARED_KG: QT_TRANSLATE_NOOP("FilterWords", "Declared mass"),
    Field.SEEN_KG: QT_TRANSLATE_NOOP("FilterWords", "Mass in the picture"),
    Field.MASS_SHARE: QT_TRANSLATE_NOOP("FilterWords", "Mass off by"),
    Field.FINDING: QT_TRANSLATE_NOOP("FilterWords", "Mark's type"),
    Field.MARKS: QT_TRANSLATE_NOOP("FilterWords", "Number of marks"),
    Field.NOTE: QT_TRANSLATE_NOOP("FilterWords", "Note"),
    Field.TURNAROUND_S: QT_TRANSLATE_NOOP("FilterWords", "Time to decision"),
    Field.DWELL_S: QT_TRANSLATE_NOOP("FilterWords", "Time on the scan"),
    Field.SLOT: QT_TRANSLATE_NOOP("FilterWords", "Which reading"),
    Field.RISK: QT_TRANSLATE_NOOP("FilterWords", "Risk instruction"),
    Field.RECHECK: QT_TRANSLATE_NOOP("FilterWords", "Re-check"),
    Field.OPENED: QT_TRANSLATE_NOOP("FilterWords", "Opened"),
    Field.HIT: QT_TRANSLATE_NOOP("FilterWords", "Crew found"),
    Field.CREW: QT_TRANSLATE_NOOP("FilterWords", "Crew's words"),
    Field.TEST: QT_TRANSLATE_NOOP("FilterWords", "Test image"),
}
_STATES: Final = {
    State.DECIDED.value: QT_TRANSLATE_NOOP("FilterWords", "Not sent yet"),
    State.ANNOUNCED.value: QT_TRANSLATE_NOOP("FilterWords", "Applied by its site"),
    State.RECALLED.value: QT_TRANSLATE_NOOP("FilterWords", "Taken back"),
    State.REFERRED.value: QT_TRANSLATE_NOOP("FilterWords", "Handed to a chief"),
    State.READ.value: QT_TRANSLATE_NOOP("FilterWords", "One of several readings"),
    State.SUPERSEDED.value: QT_TRANSLATE_NOOP("FilterWords", "Superseded"),
}
_VALUES: Final = {
    "yes": QT_TRANSLATE_NOOP("FilterWords", "Yes"),
    "no": QT_TRANSLATE_NOOP("FilterWords", "No"),
    "empty": QT_TRANSLATE_NOOP("FilterWords", "Empty"),
    "partial": QT_TRANSLATE_NOOP("FilterWords", "Partly loaded"),
    "full": QT_TRANSLATE_NOOP("FilterWords", "Full"),
    "none": QT_TRANSLATE_NOOP("FilterWords", "None"),
    "drawn": QT_TRANSLATE_NOOP("FilterWords", "Drawn, not done"),
    "agree": QT_TRANSLATE_NOOP("FilterWords", "Agreed"),
    "disagree": QT_TRANSLATE_NOOP("FilterWords", "Disagreed"),
}
#: The verdicts in few words, for a table.
_VERDICTS: Final = {
    Verdict.CONSISTENT.value: QT_TRANSLATE_NOOP("FilterWords", "Consistent"),
    Verdict.INCONSISTENT.value: QT_TRANSLATE_NOOP("FilterWords", "Inconsistent"),
    Verdict.CANNOT_JUDGE.value: QT_TRANSLATE_NOOP("FilterWords", "Cannot judge"),
    "none": QT_TRANSLATE_NOOP("FilterWords", "Not compared"),
}
_OPENED: Final = {
    "none": QT_TRANSLATE_NOOP("FilterWords", "Not opened"),
    Occasion.INSPECTION.value: QT_TRANSLATE_NOOP("FilterWords", "For inspection"),
    Occasion.RANDOM.value: QT_TRANSLATE_NOOP("FilterWords", "Drawn by lot"),
    Occasion.RECHECK.value: QT_TRANSLATE_NOOP("FilterWords", "After a re-check"),
}
_HITS: Final = {
    "none": QT_TRANSLATE_NOOP("FilterWords", "No result"),
    "nothing": QT_TRANSLATE_NOOP("FilterWords", "Nothing wrong"),
}
_TESTS: Final = {
    "none": QT_TRANSLATE_NOOP("FilterWords", "None shown"),
    Outcome.HIT.value: QT_TRANSLATE_NOOP("FilterWords", "Marked"),
    Outcome.MISS.value: QT_TRANSLATE_NOOP("FilterWords", "Missed"),
    Outcome.MARKED_ELSEWHERE.value: QT_TRANSLATE_NOOP("FilterWords", "Marked elsewhere"),
}
_FAULTS: Final = {
    FilterFault.NOT_A_FILTER: QT_TRANSLATE_NOOP(
        "FilterWords", "This is damaged, or something else than a filter. Nothing was changed."
    ),
    FilterFault.NEWER: QT_TRANSLATE_NOOP(
        "FilterWords", "A newer version of the program wrote this filter. Update this desk."
    ),
    FilterFault.UNKNOWN_FIELD: QT_TRANSLATE_NOOP(
        "FilterWords", "Decisions have no such field: %2."
    ),
    FilterFault.UNKNOWN_ORDER: QT_TRANSLATE_NOOP(
        "FilterWords", "Decisions cannot be put in this order: %2."
    ),
    FilterFault.UNKNOWN_VALUE: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: there is no value “%2”. Choose one from the list."
    ),
    FilterFault.NOTHING_ASKED: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: nothing is asked for. Fill the field in, or take the condition out."
    ),
    FilterFault.NOT_A_NUMBER: QT_TRANSLATE_NOOP("FilterWords", "%1: “%2” is not a number."),
    FilterFault.OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: no decision can have this value. It lies between %3 and %4."
    ),
    FilterFault.EMPTY_RANGE: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: the beginning comes after the end, so nothing can fit. Exchange them."
    ),
    FilterFault.CONTRADICTION: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: two conditions exclude each other, so nothing can fit. Take one out."
    ),
    FilterFault.NOT_A_CODE: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: “%2” is not an HS code. Write 2 to 10 digits without dots."
    ),
    FilterFault.NOT_A_TIME: QT_TRANSLATE_NOOP(
        "FilterWords", "%1: “%2” is not a time. Write 2026-03-29, or 2026-03-29 02:30."
    ),
    FilterFault.NO_SUCH_ZONE: QT_TRANSLATE_NOOP(
        "FilterWords", "There is no time zone “%2”. Write one such as Asia/Shanghai."
    ),
    FilterFault.TOO_MANY: QT_TRANSLATE_NOOP(
        "FilterWords", "A filter has at most %5 conditions. Take some out."
    ),
    FilterFault.TOO_LONG: QT_TRANSLATE_NOOP("FilterWords", "%1: a value has at most %6 letters."),
}
_REMARKS: Final = {
    ClockNote.SKIPPED: QT_TRANSLATE_NOOP(
        "FilterWords",
        "%1 did not exist: the clock was put forward by %2 h. The moment of the change is meant.",
    ),
    ClockNote.TWICE: QT_TRANSLATE_NOOP(
        "FilterWords",
        "%1 came twice: the clock was put back by %2 h. Both hours are searched.",
    ),
    ClockNote.CHANGED: QT_TRANSLATE_NOOP(
        "FilterWords",
        "The clock was moved by %2 h within %1; the range is that much longer or shorter.",
    ),
}


class Unit(StrEnum):
    """What a number is written in; kept in the field's own unit."""

    PLAIN = "plain"
    SECONDS = "seconds"
    MINUTES = "minutes"
    KILOGRAMS = "kilograms"
    PERCENT = "percent"


_UNITS: Final[Mapping[Field, Unit]] = {
    Field.TURNAROUND_S: Unit.MINUTES,
    Field.DWELL_S: Unit.SECONDS,
    Field.DECLARED_KG: Unit.KILOGRAMS,
    Field.SEEN_KG: Unit.KILOGRAMS,
    Field.MASS_SHARE: Unit.PERCENT,
}
_UNIT_WORDS: Final = {
    Unit.PLAIN: "",
    Unit.SECONDS: QT_TRANSLATE_NOOP("FilterWords", "s"),
    Unit.MINUTES: QT_TRANSLATE_NOOP("FilterWords", "min"),
    Unit.KILOGRAMS: "kg",
    Unit.PERCENT: "%",
}
_FACTORS: Final[Mapping[Unit, float]] = {Unit.MINUTES: 60.0, Unit.PERCENT: 0.01}


def field(value: Field) -> str:
    """Return the name of a field."""
    return _tr(_FIELDS[value])


def unit(value: Field) -> str:
    """Return what a field's numbers are written in."""
    return _tr(_UNIT_WORDS[_UNITS.get(value, Unit.PLAIN)])


def factor(value: Field) -> float:
    """Return by what a written number is multiplied to be in the field's own unit."""
    return _FACTORS.get(_UNITS.get(value, Unit.PLAIN), 1.0)


def value_of(about: Field, value: str) -> str:
    """Return one value of a choice in words; one that is not known stays as it is."""
    try:
        if about in _NAMERS:
            return _NAMERS[about](value) if value else ""
        return _tr(_OF_FIELD.get(about, _VALUES)[value])
    except (KeyError, ValueError):
        return value


_NAMERS: Final[Mapping[Field, Callable[[str], str]]] = {
    Field.CONCLUSION: lambda value: words.conclusion(Conclusion(value)),
    Field.FINDING: lambda value: words.finding_kind(FindingKind(value)),
    Field.REASON: lambda value: words.reason(Reason(value)),
    Field.HIT: lambda value: (
        _tr(_HITS[value]) if value in _HITS else words.finding_kind(FindingKind(value))
    ),
}
_OF_FIELD: Final = {
    Field.VERDICT: _VERDICTS,
    Field.STATE: _STATES,
    Field.OPENED: _OPENED,
    Field.TEST: _TESTS,
}


def fault(wrong: FilterImpossible) -> str:
    """Return one sentence that says what is wrong with a filter and what to do."""
    try:
        about: Field | None = Field(wrong.field_name)
    except ValueError:
        about = None
    lowest, highest = RANGES.get(about, (0.0, 0.0)) if about is not None else (0.0, 0.0)
    by = 1.0 if about is None else factor(about)
    said = _tr(_FAULTS[wrong.fault]).replace("%1", "" if about is None else field(about))
    said = said.replace("%3", f"{lowest / by:g}").replace("%4", f"{highest / by:g}")
    said = said.replace("%5", str(MOST_CONDITIONS)).replace("%6", str(LONGEST))
    return said.replace("%2", wrong.detail)


def remark(about: Remark) -> str:
    """Return what is odd about a time."""
    said = _tr(_REMARKS[about.note]).replace("%2", f"{abs(about.hours):g}")
    return said.replace("%1", about.said)


def _tr(source: object) -> str:
    return QCoreApplication.translate("FilterWords", str(source)) if source else ""
