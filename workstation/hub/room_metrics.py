"""The figures of the room's own display as metrics: which number stands under which name.

No officer, case or owner of goods is named; sites and scanners are.
"""

from workstation.domain.room_now import Percentile, RoomFigures
from workstation.hub.exposition import Page, Values

_QUANTILES = {Percentile.P50: "0.5", Percentile.P90: "0.9", Percentile.P95: "0.95"}


def add_room(page: Page, room: RoomFigures) -> None:
    """Add how the room stands; what is counted of a day begins anew at midnight."""
    day = room.day
    cases: Values = {
        (one.site, stage): float(count)
        for one in room.sites
        for stage, count in one.by_stage.items()
    }
    page.gauges("reviewroom_site_cases", "Cases by site and stage.", cases, "site", "stage")
    page.gauge("reviewroom_decided_today", "Cases that were settled today.", day.decided)
    page.gauge("reviewroom_released_today", "Those of them that were released.", day.released)
    took: Values = {(_QUANTILES[name],): seconds for name, seconds in day.turnaround_s.items()}
    page.gauges(
        "reviewroom_turnaround_seconds",
        "From arrival to decision, of today's cases.",
        took,
        "quantile",
    )
    page.gauge("reviewroom_judged_today", "Scans that the engine gave a verdict on.", day.judged)
    page.gauge("reviewroom_not_judged_today", "Scans that it could not judge.", day.silent)
    alerts: Values = {
        (kind.value, state.value): float(count) for (kind, state), count in room.alerts.items()
    }
    page.gauges("reviewroom_alerts", "Open alerts by kind and state.", alerts, "kind", "state")
    hits: Values = {(kind, name): float(count) for (kind, name), count in room.watch_hits.items()}
    page.counters(
        "reviewroom_watch_hits_total",
        "Cases that each list of risk control has meant.",
        hits,
        "kind",
        "list",
    )
    labels = ("site", "scanner", "measure")
    newest: Values = {
        (one.site, one.scanner, one.measure.value): one.newest for one in room.scanners
    }
    page.gauges(
        "reviewroom_scanner_newest", "A scanner's newest figure, by measure.", newest, *labels
    )
    drifts: Values = {
        (one.site, one.scanner, one.measure.value): float(one.is_outside) for one in room.scanners
    }
    page.gauges(
        "reviewroom_scanner_drifts", "1 while a scanner has left its baseline.", drifts, *labels
    )
