"""Alarms of the scanner's own detection, shown beside the engine's regions."""

from dataclasses import replace
from typing import Final

from workstation.domain.comparison import Comparison, Deviation
from workstation.domain.scanner_report import ALARM_KINDS, SCANNER_ALARM, ScannerAlarm, report_of
from workstation.imaging.scan import Scan

#: An alarm without a probability stands as high as one that is as likely as not.
_UNTOLD: Final = 0.5


def with_alarms(comparison: Comparison, scan: Scan) -> Comparison:
    """Return the comparison with the scan's alarms as regions, the most probable first.

    They stand behind the engine's own and change neither its verdict nor its p-value: the engine
    did not find them and does not vouch for them.
    """
    alarms = sorted(
        report_of(scan.head.extra).alarms,
        key=lambda alarm: -(_UNTOLD if alarm.probability is None else alarm.probability),
    )
    regions = (
        Deviation(
            area=alarm.area,
            score=_UNTOLD if alarm.probability is None else alarm.probability,
            why=_why(alarm),
        )
        for alarm in alarms
    )
    return replace(comparison, deviations=(*comparison.deviations, *regions))


def _why(alarm: ScannerAlarm) -> tuple[str, ...]:
    kind = ALARM_KINDS.get(alarm.category)
    return (SCANNER_ALARM,) if kind is None else (SCANNER_ALARM, kind)
