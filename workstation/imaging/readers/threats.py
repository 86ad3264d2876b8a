"""The threats of a DICOS report joined to the scan that it speaks of."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from workstation.domain.scanner_report import (
    KEY,
    ScannerAlarm,
    ScannerResult,
    report_of,
    report_to_json,
)
from workstation.imaging.dicos_tdr import ThreatReport, read_tdr
from workstation.imaging.scan import Scan

OTHER_PICTURE: Final = (
    "A threat report lay beside it that speaks of another picture; it is left out."
)
OUTSIDE: Final = "The scanner reports a threat outside of its picture; that place is left out."


def with_threats(scan: Scan, path: Path) -> Scan:
    """Return the scan with the alarms of a threat report, or with a warning instead of them.

    Raises
    ------
    ScanUnreadable
        If the report cannot be read: a damaged report must not look like one without alarms.
    """
    told = read_tdr(path)
    report = report_of(scan.head.extra)
    if told.referenced and report.sop_instance and report.sop_instance not in told.referenced:
        return replace(scan, warnings=(*scan.warnings, OTHER_PICTURE))
    rows, columns = scan.main_plane().transmission.shape
    inside = tuple(alarm for alarm in told.alarms if _is_inside(alarm, rows, columns))
    joined = replace(
        report,
        alarms=(*report.alarms, *inside),
        results=(*report.results, _result(told)),
    )
    warnings = scan.warnings
    if len(inside) < len(told.alarms):
        warnings = (*warnings, OUTSIDE)
    head = replace(scan.head, extra={**scan.head.extra, KEY: report_to_json(joined)})
    return replace(scan, head=head, warnings=warnings)


def _is_inside(alarm: ScannerAlarm, rows: int, columns: int) -> bool:
    area = alarm.area
    return area.row + area.height <= rows and area.column + area.width <= columns


def _result(told: ThreatReport) -> ScannerResult:
    words = f"{len(told.alarms)} alarmed, {told.cleared} cleared"
    return ScannerResult(
        name=f"TDR {told.version} {told.kind}".strip(), outcome=told.decision, words=words
    )
