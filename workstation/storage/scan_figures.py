"""Keeping what each scan tells of its scanner, in the act that records the engine's answer."""

import sqlite3
from datetime import datetime
from typing import Final

from workstation.domain.alert import AlertKind, Event
from workstation.domain.case import Case
from workstation.domain.comparison import Comparison, ImageFigures
from workstation.domain.drift import Chart, Measure
from workstation.domain.instants import to_text
from workstation.storage.alerts import raise_plain
from workstation.storage.steering_tables import ChartRow

_LONGEST_NAME: Final = 100
_MOST_MODELS: Final = 5
_NEW: Final = (
    "INSERT INTO scan_figures (site, scanner, at, verdict, noise, sharpness, dead, saturated,"
    " case_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_AGAIN: Final = (
    "UPDATE scan_figures SET site = ?, scanner = ?, at = ?, verdict = ?, noise = ?, sharpness = ?,"
    " dead = ?, saturated = ? WHERE case_id = ?"
)
_CHART: Final = (
    "SELECT scans, mean, squares, average, newest FROM scanner_chart"
    " WHERE site = ? AND scanner = ? AND measure = ?"
)
_CHART_NEW: Final = (
    "INSERT INTO scanner_chart (scans, mean, squares, average, newest, moved_at, site, scanner,"
    " measure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHART_ON: Final = (
    "UPDATE scanner_chart SET scans = ?, mean = ?, squares = ?, average = ?, newest = ?,"
    " moved_at = ? WHERE site = ? AND scanner = ? AND measure = ?"
)


def keep_figures(
    cursor: sqlite3.Cursor, case: Case, comparison: Comparison, *, now: datetime
) -> None:
    """Note a scan's figures and lead its scanner's charts on; raise an alert when one is left.

    A scan that is like typical models of prohibited goods raises an alert, too.

    A scan that is compared again, because its declaration came late, is noted anew and counts in
    the charts once.
    """
    scanner = str(case.head.scanner or "")[:_LONGEST_NAME]
    image, at = comparison.image, to_text(now)
    found = cursor.execute("SELECT 1 FROM scan_figures WHERE case_id = ?", (case.case_id,))
    is_new = found.fetchone() is None
    figures = (None,) * len(Measure) if image is None else _figures(image)
    row = (case.site, scanner, at, comparison.verdict.value, *figures, case.case_id)
    cursor.execute(_NEW if is_new else _AGAIN, row)
    if comparison.prohibited:
        raise_plain(cursor, _resembling(case, comparison), now=now)
    if image is not None and is_new:
        for measure, value in zip(Measure, _figures(image), strict=True):
            # A count is told as every measure is: the same alert must always be the same bytes.
            _lead_on(cursor, (case.site, scanner, measure), float(value), now=now)


def _figures(image: ImageFigures) -> tuple[float, float, int, float]:
    """Return what is charted of a picture, in the order of `Measure`."""
    return image.noise, image.sharpness, image.dead, image.saturated


def _resembling(case: Case, comparison: Comparison) -> Event:
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


def _lead_on(
    cursor: sqlite3.Cursor, place: tuple[str, str, Measure], value: float, *, now: datetime
) -> None:
    """Lead the chart of a site's scanner and a measure on by one value."""
    site, scanner, measure = place
    row = cursor.execute(_CHART, (site, scanner, measure.value)).fetchone()
    before = Chart(measure=measure)
    if row is not None:
        scans, mean, squares, average, newest = row
        before = Chart(
            measure=measure, scans=scans, mean=mean, squares=squares, average=average, newest=newest
        )
    chart = before.take(value)
    kept = (chart.scans, chart.mean, chart.squares, chart.average, chart.newest, to_text(now))
    cursor.execute(_CHART_NEW if row is None else _CHART_ON, (*kept, site, scanner, measure.value))
    if chart.is_outside and not before.is_outside:
        event = Event(
            kind=AlertKind.SCANNER_DRIFT,
            subject=f"{site}/{scanner}/{measure.value}",
            site=site,
            facts={
                "scanner": scanner,
                "measure": measure.value,
                "baseline": chart.mean,
                "newest": value,
                "average_sd": round(chart.average, 3),
            },
        )
        raise_plain(cursor, event, now=now)


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
