"""Keeping what each scan tells of its scanner, in the act that records the engine's answer."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from workstation.domain.alert import AlertKind, Event
from workstation.domain.comparison import Comparison
from workstation.domain.drift import Chart, Measure
from workstation.domain.instants import require_zone
from workstation.storage.steering_tables import ChartRow, ScanFiguresRow
from workstation.storage.tables import CaseRow
from workstation.storage.watching import raise_in

_LONGEST_NAME: Final = 100
_MOST_MODELS: Final = 5


def keep_figures(session: Session, case: CaseRow, comparison: Comparison, now: datetime) -> None:
    """Note a scan's figures and lead its scanner's charts on; raise an alert when one is left.

    A scan that is like typical models of prohibited goods raises an alert, too.

    A scan that is compared again, because its declaration came late, is noted anew and counts in
    the charts once.
    """
    scanner = str(case.head.get("scanner") or "")[:_LONGEST_NAME]
    row = session.get(ScanFiguresRow, case.case_id)
    is_new = row is None
    if row is None:
        row = ScanFiguresRow(case_id=case.case_id)
        session.add(row)
    image = comparison.image
    row.site, row.scanner, row.at = case.site, scanner, require_zone(now, "now")
    row.verdict = comparison.verdict.value
    row.noise = None if image is None else image.noise
    row.sharpness = None if image is None else image.sharpness
    row.dead = None if image is None else image.dead
    row.saturated = None if image is None else image.saturated
    if comparison.prohibited:
        raise_in(session, _resembling(case, comparison), now=now)
    if image is not None and is_new:
        for measure in Measure:
            _lead_on(session, row, measure)


def _resembling(case: CaseRow, comparison: Comparison) -> Event:
    models = [
        {"model": match.model, "hs": match.hs, "name": match.name, "score": match.score}
        for match in comparison.prohibited[:_MOST_MODELS]
    ]
    return Event(
        kind=AlertKind.PROHIBITED,
        subject=case.case_id,
        site=case.site,
        facts={"models": models},
    )


def _lead_on(session: Session, scan: ScanFiguresRow, measure: Measure) -> None:
    row = session.get(ChartRow, (scan.site, scan.scanner, measure))
    if row is None:
        row = ChartRow(site=scan.site, scanner=scan.scanner, measure=measure)
        session.add(row)
        before = Chart(measure=measure)
    else:
        before = chart_from(row)
    value = float(getattr(scan, measure.value))
    chart = before.take(value)
    row.scans, row.mean, row.squares = chart.scans, chart.mean, chart.squares
    row.average, row.newest, row.moved_at = chart.average, chart.newest, scan.at
    if chart.is_outside and not before.is_outside:
        event = Event(
            kind=AlertKind.SCANNER_DRIFT,
            subject=f"{scan.site}/{scan.scanner}/{measure.value}",
            site=scan.site,
            facts={
                "scanner": scan.scanner,
                "measure": measure.value,
                "baseline": chart.mean,
                "newest": value,
                "average_sd": round(chart.average, 3),
            },
        )
        raise_in(session, event, now=scan.at)


def chart_from(row: ChartRow) -> Chart:
    """Return a chart as it is kept."""
    return Chart(
        measure=row.measure,
        scans=row.scans,
        mean=row.mean,
        squares=row.squares,
        average=row.average,
        newest=row.newest,
    )
