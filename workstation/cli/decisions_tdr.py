"""``reviewroom decisions --tdr``: decisions as DICOS threat detection reports."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion, Mark, mark_from_json
from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.finding import KINDS, FindingKind
from workstation.domain.scan import ScanHead
from workstation.domain.scanner_report import report_of
from workstation.imaging.dicos_tdr import SUFFIX, ReportHead, Threat, write_tdr
from workstation.imaging.sandbox.apart import apart

#: The standard's terms for our types; what has no term there is an anomaly or other.
_CATEGORIES: Final = {
    FindingKind.UNDECLARED_GOODS: "CONTRABAND",
    FindingKind.CIGARETTES_ALCOHOL: "CONTRABAND",
    FindingKind.DRUGS: "CONTRABAND",
    FindingKind.WASTE: "CONTRABAND",
    FindingKind.PROTECTED_SPECIES: "CONTRABAND",
    FindingKind.WEAPON: "PI",
    FindingKind.DANGEROUS_GOODS: "PI",
    FindingKind.PERSON_ANIMAL: "OTHER",
    FindingKind.OTHER: "OTHER",
}
_SETTLED: Final = frozenset({"decided", "announced"})
_ANOMALY: Final = "ANOMALY"
#: A mark that is a line or a word has no height of its own; the report wants some [pixels].
_LEAST_PX: Final = 1


def write_reports(decisions: Iterable[Mapping[str, Any]], data: Path, folder: Path) -> int:
    """Write one report for each decision that stands and settles; return how many.

    A release is a report without objects; a first reading, what was recalled, referred or is to
    be scanned again
    says nothing about threats and is left out. Marks of the first view alone can be told.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be written.
    """
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for decision in decisions:
            said, state = decision["conclusion"], decision["state"]
            if state not in _SETTLED or said not in {Conclusion.RELEASE, Conclusion.INSPECT}:
                continue
            sha256 = str(decision["sha256"])
            packed = _packed_head(data / "blobs" / sha256[:2] / sha256)
            name = f"{decision['site']}-{decision['scan_id']}-{decision['decision_id']}"
            write_tdr(
                folder / f"{_plain(name)}{SUFFIX}", _head(decision, packed), _threats(decision)
            )
            written += 1
    except OSError as error:
        raise StorageUnavailable(str(folder), str(error.strerror)) from error
    return written


def _head(decision: Mapping[str, Any], packed: ScanHead) -> ReportHead:
    report = report_of(packed.extra)
    return ReportHead(
        scan_id=str(decision["scan_id"]),
        container=packed.container or "",
        site=str(decision["site"]),
        officer=str(decision["officer"]),
        decided_at=datetime.fromisoformat(str(decision["decided_at"])),
        alarm=decision["conclusion"] == Conclusion.INSPECT,
        sop_class=report.sop_class,
        sop_instance=report.sop_instance,
    )


def _packed_head(package: Path) -> ScanHead:
    """Return what the package says of itself; nothing when it is no longer kept."""
    try:
        return apart().read_head(package)
    except ScanUnreadable:
        return ScanHead()


def _threats(decision: Mapping[str, Any]) -> list[Threat]:
    marks = [mark_from_json(mark) for mark in decision["marks"]]
    return [_threat(mark) for mark in marks if mark.view == "side"]


def _threat(mark: Mark) -> Threat:
    finding = mark.finding
    kind = None if finding is None else finding.kind
    parts = [
        "" if kind is None else KINDS[kind].en,
        "" if finding is None else finding.goods,
        mark.text,
        "" if mark.place is None else mark.place.en,
    ]
    return Threat(
        area=_around(mark.points),
        category=_ANOMALY if kind is None else _CATEGORIES.get(kind, _ANOMALY),
        words="; ".join(part for part in parts if part),
    )


def _around(points: tuple[tuple[float, float], ...]) -> Rectangle:
    rows, columns = [max(0.0, p[0]) for p in points], [max(0.0, p[1]) for p in points]
    top, left = int(min(rows)), int(min(columns))
    return Rectangle(
        row=top,
        column=left,
        height=max(_LEAST_PX, round(max(rows)) - top),
        width=max(_LEAST_PX, round(max(columns)) - left),
    )


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name).lstrip(".")[:120]
