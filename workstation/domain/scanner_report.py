"""What a scanner and its own programs say beside the picture: containers read, alarms, results.

It travels in the scan package under one unknown key of its description, so that every program
that keeps what it does not know keeps this. Nothing here is a finding: officers find.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from workstation.domain.comparison import Rectangle

KEY: Final = "scanner_report"
#: The reason code of a deviation that the scanner's own detection reported.
SCANNER_ALARM: Final = "scanner_alarm"
#: What a scanner may take a region for, as a second reason code; terms of NEMA IIC 1 (DICOS).
ALARM_KINDS: Final = {
    "ANOMALY": "scanner_anomaly",
    "CONTRABAND": "scanner_contraband",
    "EXPLOSIVE": "scanner_explosive",
    "PHARMACEUTICAL": "scanner_pharmaceutical",
    "PI": "scanner_prohibited_item",
}
_MOST: Final = 64
_LONGEST_TEXT: Final = 200
_FARTHEST_PX: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerRead:
    """A container number as the site's cameras or its operator gave it.

    Attributes
    ----------
    confidence : int or None
        How sure the camera's reading is, 0 to 100; None when nobody tells.
    trailer : int
        Which trailer it stands on, from 1.
    """

    number: str
    confidence: int | None = None
    trailer: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerAlarm:
    """One region that a detection program of the scanner or its operator pointed at.

    Attributes
    ----------
    area : Rectangle
        Where, in the scan's first view [pixels].
    category, words : str
        What it was taken for: the code of its standard, and free words.
    probability : float or None
        From 0 to 1; None when the program does not tell.
    source : str
        Which program, with its version.
    """

    area: Rectangle
    category: str = ""
    words: str = ""
    probability: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerResult:
    """What one program or step at the scanner ended with, in its own codes.

    A code whose meaning no public document tells stays the code it is.
    """

    name: str
    outcome: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerReport:
    """All that the files beside a picture say about the passage."""

    containers: tuple[ContainerRead, ...] = ()
    alarms: tuple[ScannerAlarm, ...] = ()
    results: tuple[ScannerResult, ...] = ()
    #: SOP class and instance UID of the DICOM or DICOS object that the picture came from.
    sop_class: str = ""
    sop_instance: str = ""

    def without_findings(self) -> "ScannerReport":
        """Return the report with what was read, but without what any program found."""
        return replace(self, alarms=(), results=())


def report_to_json(report: ScannerReport) -> dict[str, Any]:
    """Return the report as plain JSON values; what is not told is left out."""
    record = {
        "containers": [
            _told({"number": c.number, "confidence": c.confidence, "trailer": c.trailer})
            for c in report.containers[:_MOST]
        ],
        "alarms": [
            _told(
                {
                    "area": [a.area.row, a.area.column, a.area.height, a.area.width],
                    "category": a.category,
                    "words": a.words,
                    "probability": a.probability,
                    "source": a.source,
                }
            )
            for a in report.alarms[:_MOST]
        ],
        "results": [
            _told({"name": r.name, "outcome": r.outcome, "words": r.words})
            for r in report.results[:_MOST]
        ],
        "sop_class": report.sop_class,
        "sop_instance": report.sop_instance,
    }
    return _told(record)


def report_of(extra: Mapping[str, Any]) -> ScannerReport:
    """Return the report in a scan head's ``extra``; what is damaged in it is left out."""
    record = extra.get(KEY)
    if not isinstance(record, Mapping):
        return ScannerReport()
    return ScannerReport(
        containers=tuple(
            ContainerRead(
                number=_text(item, "number"),
                confidence=_share(item, "confidence", 100),
                trailer=_whole(item.get("trailer"), 1, 9) or 1,
            )
            for item in _items(record, "containers")
        ),
        alarms=tuple(
            ScannerAlarm(
                area=area,
                category=_text(item, "category"),
                words=_text(item, "words"),
                probability=_probability(item.get("probability")),
                source=_text(item, "source"),
            )
            for item in _items(record, "alarms")
            if (area := _area(item.get("area"))) is not None
        ),
        results=tuple(
            ScannerResult(
                name=_text(item, "name"),
                outcome=_text(item, "outcome"),
                words=_text(item, "words"),
            )
            for item in _items(record, "results")
        ),
        sop_class=_text(record, "sop_class"),
        sop_instance=_text(record, "sop_instance"),
    )


def one_line(text: object) -> str:
    """Return a foreign text on one line of at most 200 characters."""
    return " ".join(str(text).split())[:_LONGEST_TEXT]


def _told(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _items(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = record.get(key)
    told = value[:_MOST] if isinstance(value, list) else []
    return [item for item in told if isinstance(item, Mapping)]


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return one_line(value) if isinstance(value, str) else ""


def _whole(value: object, least: int, most: int) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        return None
    return value


def _share(record: Mapping[str, Any], key: str, most: int) -> int | None:
    return _whole(record.get(key), 0, most)


def _probability(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)


def _area(value: object) -> Rectangle | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    row, column = (_whole(item, 0, _FARTHEST_PX) for item in value[:2])
    height, width = (_whole(item, 1, _FARTHEST_PX) for item in value[2:])
    if row is None or column is None or height is None or width is None:
        return None
    return Rectangle(row=row, column=column, height=height, width=width)
