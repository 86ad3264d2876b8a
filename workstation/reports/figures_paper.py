"""Figures as a paper: what stands in every form of the report, in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workstation.domain.figures import Period
from workstation.domain.targets import Targets
from workstation.reports.figures import Figures, Group
from workstation.reports.intervals import LEVEL, Share
from workstation.reports.paper import (
    Block,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Paragraph,
    Series,
    Table,
    Target,
)
from workstation.reports.words import Tongue

_DASH: Final = "\N{EN DASH}"
#: Groups that stand as a chart as well, and how it is drawn.
_CHARTS: Final = {
    "site": ChartKind.BARS,
    "goods": ChartKind.BARS,
    "hour": ChartKind.BARS,
    "weekday": ChartKind.BARS,
    "day": ChartKind.LINE,
    "month": ChartKind.BARS,
    "reviewer": ChartKind.BARS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a report is of, and what made it; stands in every form of it.

    ``zone`` names the time zone of its days and hours; ``truth`` is a simulated room's own.
    """

    period: Period
    zone: str
    version: str
    made_at: datetime
    truth: float | None = None

    def lines(self, tongue: Tongue) -> list[tuple[str, str]]:
        """Return names and values."""
        period, form = self.period, "%Y-%m-%d %H:%M"
        bounds = [
            tongue.say(name, at.astimezone(self.made_at.tzinfo).strftime(form))
            for name, at in (("from", period.start), ("to", period.end))
            if at is not None
        ]
        return [
            (tongue.say("period"), " ".join(bounds) or tongue.say("whole")),
            (tongue.say("site"), period.site or tongue.say("all")),
            (tongue.say("goods"), period.goods or tongue.say("all")),
            (tongue.say("zone"), self.zone),
            (tongue.say("version"), self.version),
            (tongue.say("made"), self.made_at.strftime(form)),
        ]


def figures_paper(found: Figures, stamp: Stamp, tongue: Tongue) -> Paper:
    """Return figures as a paper."""
    blocks: list[Block] = [
        Table(header=(), rows=stamp.lines(tongue), widths=(1, 3)),
        Heading(text=tongue.say("summary")),
        _summary(found, tongue),
        Paragraph(text=turnaround_line(found.targets, tongue), small=True),
        Heading(text=tongue.say("miss")),
        *_missed(found, stamp, tongue),
        Heading(text=tongue.say("conclusions")),
        _conclusions(found, tongue),
    ]
    if found.marks:
        blocks += [Heading(text=tongue.say("marks")), _marks(found, tongue)]
    for name, groups in found.groups.items():
        blocks += _grouped(name, groups, found, tongue)
    footer = " · ".join(tongue.joined(name, value) for name, value in stamp.lines(tongue))
    return Paper(title=tongue.say("title"), blocks=blocks, footer=footer, language=tongue.language)


def turnaround_line(aim: Targets, tongue: Tongue) -> str:
    """Return from when to when a turnaround is, and for which share of cases each target is."""
    spans = tongue.duration(aim.typical_s), tongue.duration(aim.slowest_s)
    return f"{tongue.say('turnaround_from')} {tongue.say('targets_held', *spans)}"


def _summary(found: Figures, tongue: Tongue) -> Table:
    aim = found.targets
    rows = [
        (tongue.say("settled"), f"{found.cases:,}", ""),
        (
            tongue.say("direct"),
            tongue.percent(found.direct_release_rate),
            tongue.percent(aim.direct_release),
        ),
    ]
    for name, value in (
        ("p50", found.turnaround.p50),
        ("p90", found.turnaround.p90),
        ("p95", found.turnaround.p95),
    ):
        held = {"p50": aim.typical_s, "p90": aim.slowest_s}.get(name)
        target = "" if held is None else tongue.duration(held)
        label = tongue.joined(tongue.say("turnaround"), tongue.say(name))
        rows.append((label, tongue.duration(value), target))
    for name, share in (
        ("inspections", found.hits),
        ("agreement", found.agreement),
        ("changed", found.changed_mind),
        ("test_images", found.test_hits),
    ):
        rows.append((tongue.say(name), _counted(share, tongue), ""))
    rows.append((tongue.say("coverage"), tongue.percent(found.coverage), ""))
    rows.append((tongue.say("dwell"), tongue.duration(found.dwell.p50), ""))
    if found.detection is not None:
        rows.append((tongue.say("detection"), f"{found.detection:.2f}", ""))
    header = (tongue.say("measure"), tongue.say("value"), tongue.say("target"))
    return Table(header=header, rows=rows, widths=(3, 3, 1), numbers=frozenset({2}))


def _counted(share: Share, tongue: Tongue) -> str:
    if share.value is None:
        return tongue.say("nothing")
    counted = tongue.say("found_of", f"{share.hits:,}", f"{share.of:,}")
    low, high = tongue.percent(share.low), tongue.percent(share.high)
    return (
        f"{tongue.percent(share.value)} ({counted}; {tongue.say('interval')} {low} {_DASH} {high})"
    )


def _missed(found: Figures, stamp: Stamp, tongue: Tongue) -> Iterator[Block]:
    rate, told = found.miss_rate, found.evidence
    if rate is None:
        yield Paragraph(text=tongue.say("miss_nothing"))
    else:
        ends = (tongue.percent(rate.low, digits=2), tongue.percent(rate.high, digits=2))
        level = tongue.percent(LEVEL, digits=0)
        yield Paragraph(text=tongue.say("miss_stated", f"{told.released:,}", *ends, level))
    yield Paragraph(text=tongue.say("miss_how"), small=True)
    missed = sum(one.missed for one in told.rechecks.values())
    done = sum(one.done for one in told.rechecks.values())
    rows = [
        (tongue.say("openings"), tongue.say("found_of", told.openings_found, told.openings)),
        (tongue.say("rechecks"), tongue.say("found_of", missed, done)),
        (tongue.say("test_images"), tongue.say("found_of", told.test_hits, told.test_images)),
    ]
    if stamp.truth is not None:
        rows.append((tongue.say("truth"), tongue.percent(stamp.truth, digits=3)))
    yield Table(header=(tongue.say("measure"), tongue.say("value")), rows=rows, widths=(2, 2))


def _conclusions(found: Figures, tongue: Tongue) -> Table:
    counts = sorted(found.conclusions.items(), key=lambda one: -one[1])
    rows = [(tongue.say(name), f"{count:,}") for name, count in counts]
    header = (tongue.say("conclusion"), tongue.say("cases"))
    return Table(header=header, rows=rows, widths=(2, 1), numbers=frozenset({1}))


def _marks(found: Figures, tongue: Tongue) -> Table:
    rows = [
        (
            tongue.finding(one.kind),
            str(one.confirmed),
            str(one.refuted),
            str(one.not_opened),
            tongue.percent(one.share.value),
            f"{tongue.percent(one.share.low)} {_DASH} {tongue.percent(one.share.high)}",
        )
        for one in found.marks
    ]
    names = ("kind", "confirmed", "refuted", "not_opened", "precision", "interval")
    return Table(
        header=[tongue.say(name) for name in names],
        rows=rows,
        widths=(3, 1.2, 1, 1.3, 1, 1.9),
        numbers=frozenset({1, 2, 3, 4, 5}),
    )


def _grouped(name: str, groups: Sequence[Group], found: Figures, tongue: Tongue) -> Iterator[Block]:
    if not groups:
        return
    yield Heading(text=tongue.say(f"by_{name}"))
    yield release_chart(name, groups, found.targets.direct_release, tongue)
    yield turnaround_chart(name, groups, found.targets, tongue)
    if name == "day":
        return  # hundreds of rows: they are in the table forms by way of the charts
    rows = [
        (
            tongue.key(name, one.key),
            f"{one.cases:,}",
            tongue.percent(one.direct_release_rate),
            tongue.duration(one.turnaround.p50),
            tongue.duration(one.turnaround.p90),
            tongue.duration(one.turnaround.p95),
        )
        for one in groups
    ]
    header = [tongue.say(text) for text in (name, "cases", "direct", "p50", "p90", "p95")]
    yield Table(header=header, rows=rows, numbers=frozenset({1, 2, 3, 4, 5}))


def release_chart(name: str, groups: Sequence[Group], target: float, tongue: Tongue) -> Chart:
    """Return the direct-release rate of groups, with the target as a line."""
    return Chart(
        title=f"{tongue.say('direct')} · {tongue.say(f'by_{name}')}",
        labels=[tongue.key(name, one.key) for one in groups],
        series=[
            Series(
                name=tongue.say("direct"),
                values=[100 * one.direct_release_rate for one in groups],
            )
        ],
        unit=tongue.say("percent"),
        kind=_CHARTS[name],
        targets=[
            Target(name=f"{tongue.say('target')} {tongue.percent(target)}", value=100 * target)
        ],
    )


def turnaround_chart(name: str, groups: Sequence[Group], aim: Targets, tongue: Tongue) -> Chart:
    """Return turnarounds of groups in minutes, with their targets as lines.

    The target for nine of ten is drawn where a group comes near it: else all would lie low.
    """
    points = [one.turnaround for one in groups]
    held = [("p50", aim.typical_s)]
    if max((one.p90 or 0.0 for one in points), default=0.0) > aim.slowest_s / 2:
        held.append(("p90", aim.slowest_s))

    def minutes(values: Sequence[float | None]) -> list[float | None]:
        return [None if value is None else value / 60 for value in values]

    return Chart(
        title=f"{tongue.say('turnaround')} · {tongue.say(f'by_{name}')}",
        labels=[tongue.key(name, one.key) for one in groups],
        series=[
            Series(name=tongue.say("p50"), values=minutes([one.p50 for one in points])),
            Series(name=tongue.say("p90"), values=minutes([one.p90 for one in points])),
            Series(name=tongue.say("p95"), values=minutes([one.p95 for one in points])),
        ],
        unit=tongue.say("minutes"),
        kind=_CHARTS[name],
        targets=[
            Target(
                name=tongue.say("target_of", tongue.say(share), tongue.duration(held_s)),
                value=held_s / 60,
            )
            for share, held_s in held
        ],
    )
