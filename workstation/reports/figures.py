"""Figures of a room over a period: pure functions over rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.decision import Conclusion
from workstation.domain.figures import (
    FigureSource,
    MissEvidence,
    OpenedRow,
    Period,
    ReadingRow,
    SettledRow,
)
from workstation.domain.inspection import MarkOutcome, Occasion
from workstation.domain.officer import is_service
from workstation.domain.targets import Targets
from workstation.reports.intervals import Share, d_a, wilson
from workstation.reports.local_times import Codes, local_times
from workstation.reports.miss_rate import MissRate, miss_rate

Floats = NDArray[np.float64]

_HOUR_S: Final = 3600
#: Days and hours are told as text, so that they sort.
GROUPS: Final = ("site", "goods", "reviewer", "hour", "weekday", "day", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnaround:
    """From scan to what the site applied [s]; None when there was nothing."""

    p50: float | None = None
    p90: float | None = None
    p95: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases of one site, kind of goods, reviewer, hour or day."""

    key: str
    cases: int
    direct_release_rate: float
    turnaround: Turnaround


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPrecision:
    """How often marks of one kind were right, where the crew looked."""

    kind: str
    confirmed: int
    refuted: int
    not_opened: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of a period.

    Attributes
    ----------
    direct_release_rate : float or None
        Part of the settled cases that was released on the picture alone.
    groups : mapping of str to sequence of Group
        By the names in `GROUPS`.
    hits : Share
        Part of the inspections with a result that found something.
    engine : mapping of str to int
        How often the engine said what; ``coverage`` is the part that it judged.
    agreement : Share
        Readings whose conclusion is what the engine's verdict would have been.
    changed_mind : Share
        Readings whose officer judged otherwise before the engine's word was shown.
    detection : float or None
        d_a of the test images, with the false alarms of inspections that found nothing.
    """

    cases: int
    direct_release_rate: float | None
    turnaround: Turnaround
    conclusions: Mapping[str, int]
    groups: Mapping[str, Sequence[Group]]
    hits: Share
    marks: Sequence[MarkPrecision]
    engine: Mapping[str, int]
    coverage: float | None
    agreement: Share
    changed_mind: Share
    dwell: Turnaround
    evidence: MissEvidence
    test_hits: Share
    detection: float | None
    miss_rate: MissRate | None
    targets: Targets = field(default_factory=Targets)


def figures(
    source: FigureSource, period: Period, *, zone: tzinfo = UTC, targets: Targets | None = None
) -> Figures:
    """Return the figures of a period.

    Parameters
    ----------
    zone : tzinfo
        Whose hours and days are meant.
    """
    settled = Settled.gather(source.settled(period), zone)
    readings = _readings(source.readings(period))
    hits, marks = openings(source.opened(period))
    engine = dict(source.verdicts(period))
    evidence = source.missed(period)
    test_hits = wilson(evidence.test_hits, evidence.test_images)
    clean = settled.count(Conclusion.RELEASE) + hits.of - hits.hits
    return Figures(
        cases=len(settled),
        direct_release_rate=settled.direct_release_rate(),
        turnaround=turnaround(settled.turnaround_s),
        conclusions=readings.conclusions,
        groups={name: settled.by(name) for name in GROUPS},
        hits=hits,
        marks=marks,
        engine=engine,
        coverage=engine_coverage(engine),
        agreement=readings.agreement,
        changed_mind=readings.changed_mind,
        dwell=readings.dwell,
        evidence=evidence,
        test_hits=test_hits,
        detection=d_a(test_hits, wilson(hits.of - hits.hits, clean)),
        miss_rate=miss_rate(evidence),
        targets=Targets() if targets is None else targets,
    )


def turnaround(seconds: Floats) -> Turnaround:
    """Return the percentiles of some durations [s]."""
    if not seconds.size:
        return Turnaround()
    p50, p90, p95 = (float(value) for value in np.percentile(seconds, (50, 90, 95)))
    return Turnaround(p50=p50, p90=p90, p95=p95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Settled cases as columns.

    Attributes
    ----------
    turnaround_s : ndarray of float64, shape (cases,)
        From scan to what the site applied [s].
    keys : mapping of str to (list of str, ndarray of intp)
        For each name in `GROUPS` the different keys, and which of them each case has.
    """

    turnaround_s: Floats
    conclusions: NDArray[np.intp]
    keys: Mapping[str, tuple[Sequence[str], NDArray[np.intp]]]

    @classmethod
    def gather(cls, rows: Iterable[SettledRow], zone: tzinfo) -> "Settled":
        """Take in rows; each is forgotten once its numbers are kept."""
        numbers: list[float] = []
        finished: list[float] = []
        codes: dict[str, Codes] = {name: Codes() for name in ("site", "goods", "reviewer")}
        conclusions = Codes([conclusion.value for conclusion in Conclusion])
        for row in rows:
            numbers.append(row.finished_s - row.received_s)
            finished.append(row.decided_s)
            codes["site"].add(row.site)
            codes["goods"].add(row.hs[:2])
            codes["reviewer"].add(row.officer)
            conclusions.add(row.conclusion)
        decided = np.array(finished, np.float64)
        return cls(
            turnaround_s=np.array(numbers, np.float64),
            conclusions=conclusions.column(),
            keys={name: (one.names, one.column()) for name, one in codes.items()}
            | local_times(decided, zone),
        )

    def __len__(self) -> int:
        return int(self.turnaround_s.size)

    def count(self, conclusion: Conclusion) -> int:
        """Return how many cases ended so."""
        return int((self.conclusions == list(Conclusion).index(conclusion)).sum())

    def direct_release_rate(self) -> float | None:
        """Return the part of the cases that was released; None without cases."""
        return self.count(Conclusion.RELEASE) / len(self) if len(self) else None

    def by(self, name: str) -> list[Group]:
        """Return the cases in groups, in the order of their keys; a service is no reviewer."""
        names, column = self.keys[name]
        order = np.argsort(column, kind="stable")
        bounds = np.searchsorted(column[order], np.arange(len(names) + 1))
        released = self.conclusions == list(Conclusion).index(Conclusion.RELEASE)
        found = []
        for number, key in enumerate(names):
            if name == "reviewer" and is_service(key):
                continue
            some = order[bounds[number] : bounds[number + 1]]
            if some.size:
                group = Group(
                    key=key,
                    cases=int(some.size),
                    direct_release_rate=float(released[some].mean()),
                    turnaround=turnaround(self.turnaround_s[some]),
                )
                found.append(group)
        return sorted(found, key=lambda group: group.key)


def openings(rows: Iterable[OpenedRow]) -> tuple[Share, Sequence[MarkPrecision]]:
    """Return how often inspections found something, and how often each kind of mark was right."""
    opened = found = 0
    outcomes: dict[str, Counter[str]] = {}
    for row in rows:
        if row.occasion == Occasion.INSPECTION:
            opened, found = opened + 1, found + row.found
        for kind, outcome in row.outcomes:
            outcomes.setdefault(kind, Counter())[outcome] += 1
    return wilson(found, opened), mark_precisions(outcomes)


def mark_precisions(outcomes: Mapping[str, Mapping[str, int]]) -> list[MarkPrecision]:
    """Return how often each kind of mark was right, from how often the crew found what."""
    marks = []
    for kind, counts in sorted(outcomes.items()):
        right = counts.get(MarkOutcome.CONFIRMED, 0)
        wrong = counts.get(MarkOutcome.REFUTED, 0)
        one = MarkPrecision(
            kind=kind,
            confirmed=right,
            refuted=wrong,
            not_opened=counts.get(MarkOutcome.NOT_OPENED, 0),
            share=wilson(right, right + wrong),
        )
        marks.append(one)
    return marks


def engine_coverage(engine: Mapping[str, int]) -> float | None:
    """Return the part of the cases that the engine judged; None without cases."""
    judged = engine.get("consistent", 0) + engine.get("inconsistent", 0)
    return judged / sum(engine.values()) if engine else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readings:
    conclusions: Mapping[str, int]
    agreement: Share
    changed_mind: Share
    dwell: Turnaround


def _readings(rows: Iterable[ReadingRow]) -> _Readings:
    conclusions: Counter[str] = Counter()
    agree = judged = changed = told = 0
    dwells: list[float] = []
    for row in rows:
        conclusions[row.conclusion] += 1
        if row.dwell_s is not None:
            dwells.append(float(row.dwell_s))
        if row.engine in {"consistent", "inconsistent"}:
            judged += 1
            agree += (row.engine == "inconsistent") == (row.conclusion != Conclusion.RELEASE)
        if row.changed_mind is not None:
            told += 1
            changed += bool(row.changed_mind)
    return _Readings(
        conclusions=dict(conclusions),
        agreement=wilson(agree, judged),
        changed_mind=wilson(changed, told),
        dwell=turnaround(np.array(dwells, np.float64)),
    )
