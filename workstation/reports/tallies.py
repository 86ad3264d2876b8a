"""What figures need of some rows: counts and spreads, which add up over days and months."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.figures import Rechecks
from workstation.domain.officer import is_service
from workstation.reports.local_times import local_times
from workstation.reports.spreads import (
    Floats,
    Ints,
    Spread,
    bins_of,
    percentiles,
    spread_of,
    together,
)

Rows = NDArray[np.void]
Names = Sequence[str]
_JUDGED: Final = ("consistent", "inconsistent")
_HS_CHAPTER: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """Settled cases by one name of theirs.

    Attributes
    ----------
    keys : sequence of str
        What the groups are called.
    cases, released : ndarray of int64, shape (groups,)
    spread : Spread
        Turnarounds by the place of the group in ``keys``.
    """

    keys: Sequence[str]
    cases: Ints
    released: Ints
    spread: Spread
    _told: dict[int, tuple[float, ...]] = field(default_factory=dict, repr=False)

    def percentiles(self) -> Mapping[int, tuple[float, ...]]:
        """Return the percentiles of each group by its place; calculated once."""
        if not self._told:
            self._told.update(percentiles(self.spread))
        return self._told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionTally:
    """Decisions of a stretch of time.

    Attributes
    ----------
    cases, released : int
        Settled cases, and those that were released on the picture alone.
    turnaround, dwell : Spread
        Of the settled cases and of all decisions, each as one group.
    by : mapping of str to Grouped
        By the names in `workstation.reports.figures.GROUPS`.
    conclusions, engine : Counter
        Of all decisions what was concluded; of the settled cases what the engine had said.
    agree, judged, changed, told : int
        Readings that agree with the engine of those it judged; officers who changed their mind
        of those of whom it is known.
    """

    cases: int
    released: int
    turnaround: Spread
    dwell: Spread
    by: Mapping[str, Grouped]
    conclusions: Counter[str]
    engine: Counter[str]
    agree: int
    judged: int
    changed: int
    told: int

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return 10_000 + sum(one.spread.nbytes for one in self.by.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTally:
    """Openings, looks again and test images of a stretch of time; all add up.

    Attributes
    ----------
    openings : Counter of (str, bool)
        By occasion, and whether something was found.
    marks : Counter of (str, str)
        By what a mark was taken for, and what the crew found there.
    rechecks : Counter of (str, str)
        By tier and ``done``, ``disagreed``, ``missed``.
    rates : Counter of str
        The sum of the rates at which re-checks were drawn, by tier.
    tests, hits : int
    """

    openings: Counter[tuple[str, bool]] = field(default_factory=Counter)
    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    rechecks: Counter[tuple[str, str]] = field(default_factory=Counter)
    rates: Mapping[str, float] = field(default_factory=dict)
    tests: int = 0
    hits: int = 0

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return 2_000 + 200 * (len(self.openings) + len(self.marks) + len(self.rechecks))

    def by_tier(self) -> dict[Tier, Rechecks]:
        """Return the re-checks of each tier."""
        found: dict[Tier, Rechecks] = {}
        for tier in sorted({tier for tier, _ in self.rechecks}):
            done = self.rechecks[tier, "done"]
            if done:
                found[Tier(tier)] = Rechecks(
                    done=done,
                    disagreed=self.rechecks[tier, "disagreed"],
                    missed=self.rechecks[tier, "missed"],
                    rate=self.rates[tier] / done,
                )
        return found


def tally_decisions(rows: Rows, names: Names, zone: tzinfo) -> DecisionTally:
    """Count rows of `Fact.DECISION`; hours and days are those of a zone's clocks."""
    release = _number(names, Conclusion.RELEASE.value)
    settled = rows[rows["settles"]]
    settled = settled[np.argsort(settled["took"])]  # each group's durations rise, then
    released = settled["conclusion"] == release
    seconds = settled["took"].astype(np.float64)
    bins = bins_of(seconds)
    columns: dict[str, tuple[Names, NDArray[np.intp]]] = {
        "site": _named(settled["site"], names, str),
        "goods": _named(settled["hs"], names, lambda code: code[:_HS_CHAPTER]),
        "reviewer": _named(settled["officer"], names, str),
        **local_times(settled["at"].astype(np.float64), zone),
    }
    grouped = {
        name: _grouped(keys, column, released, seconds, bins)
        for name, (keys, column) in columns.items()
    }
    grouped["reviewer"] = _people(grouped["reviewer"])
    dwell = np.sort(rows["dwell"][~np.isnan(rows["dwell"])].astype(np.float64))
    engine = [_number(names, word) for word in _JUDGED]
    judged = rows[np.isin(rows["engine"], engine)]
    agree = (judged["engine"] == engine[1]) == (judged["conclusion"] != release)
    return DecisionTally(
        cases=int(settled.size),
        released=int(released.sum()),
        turnaround=spread_of(np.zeros(seconds.size, np.int64), seconds, bins),
        dwell=spread_of(np.zeros(dwell.size, np.int64), dwell, bins_of(dwell)),
        by=grouped,
        conclusions=_counted(rows["conclusion"], names),
        engine=_counted(settled["verdict"], names),
        agree=int(agree.sum()),
        judged=int(judged.size),
        changed=int((rows["changed"] == 1).sum()),
        told=int((rows["changed"] >= 0).sum()),
    )


def add_decisions(parts: Sequence[DecisionTally]) -> DecisionTally:
    """Return the tally of several stretches that do not overlap."""
    none = np.zeros(1, np.int64)
    names = dict.fromkeys(name for one in parts for name in one.by)
    conclusions: Counter[str] = Counter()
    engine: Counter[str] = Counter()
    for one in parts:
        conclusions.update(one.conclusions)
        engine.update(one.engine)
    return DecisionTally(
        cases=sum(one.cases for one in parts),
        released=sum(one.released for one in parts),
        turnaround=together([(one.turnaround, none) for one in parts]),
        dwell=together([(one.dwell, none) for one in parts]),
        by={name: _add_grouped([one.by[name] for one in parts]) for name in names},
        conclusions=conclusions,
        engine=engine,
        agree=sum(one.agree for one in parts),
        judged=sum(one.judged for one in parts),
        changed=sum(one.changed for one in parts),
        told=sum(one.told for one in parts),
    )


def tally_openings(rows: Rows, names: Names) -> EventTally:
    """Count rows of `Fact.OPENING`."""
    counted: Counter[tuple[str, bool]] = Counter()
    for occasion, found, count in _pairs(rows, "occasion", "found"):
        counted[names[occasion], bool(found)] += count
    return EventTally(openings=counted)


def tally_marks(rows: Rows, names: Names) -> EventTally:
    """Count rows of `Fact.MARK`."""
    counted: Counter[tuple[str, str]] = Counter()
    for kind, outcome, count in _pairs(rows, "kind", "outcome"):
        counted[names[kind], names[outcome]] += count
    return EventTally(marks=counted)


def tally_rechecks(rows: Rows, names: Names) -> EventTally:
    """Count rows of `Fact.RECHECK` that count."""
    rows = rows[rows["counts"]]
    counted: Counter[tuple[str, str]] = Counter()
    rates: dict[str, float] = {}
    for number in np.unique(rows["tier"]).tolist():
        some, tier = rows[rows["tier"] == number], names[number]
        counted[tier, "done"] = int(some.size)
        counted[tier, "disagreed"] = int(some["disagreed"].sum())
        counted[tier, "missed"] = int(some["missed"].sum())
        rates[tier] = float(some["rate"].sum())
    return EventTally(rechecks=counted, rates=rates)


def tally_tests(rows: Rows, names: Names) -> EventTally:
    """Count rows of `Fact.TEST`."""
    del names
    return EventTally(tests=int(rows.size), hits=int(rows["hit"].sum()))


def add_events(parts: Sequence[EventTally]) -> EventTally:
    """Return the tally of several stretches that do not overlap, or of several kinds."""
    whole = EventTally(
        rates=dict(sum((Counter(one.rates) for one in parts), Counter())),
        tests=sum(one.tests for one in parts),
        hits=sum(one.hits for one in parts),
    )
    for one in parts:
        whole.openings.update(one.openings)
        whole.marks.update(one.marks)
        whole.rechecks.update(one.rechecks)
    return whole


def _grouped(
    keys: Names, column: NDArray[np.intp], released: NDArray[np.bool_], seconds: Floats, bins: Ints
) -> Grouped:
    return Grouped(
        keys=keys,
        cases=np.bincount(column, minlength=len(keys)),
        released=np.bincount(column[released], minlength=len(keys)),
        spread=spread_of(column, seconds, bins),
    )


def _people(found: Grouped) -> Grouped:
    """Leave out what the hub itself decided: a service is no officer."""
    people = np.array([not is_service(key) for key in found.keys], bool)
    if people.all():
        return found
    return Grouped(
        keys=[key for key in found.keys if not is_service(key)],
        cases=found.cases[people],
        released=found.released[people],
        spread=together([(found.spread.only(people), np.cumsum(people) - 1)]),
    )


def _add_grouped(parts: Sequence[Grouped]) -> Grouped:
    keys = list(dict.fromkeys(key for one in parts for key in one.keys))
    place = {key: number for number, key in enumerate(keys)}
    becomes = [np.array([place[key] for key in one.keys], np.int64) for one in parts]
    cases, released = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    for one, there in zip(parts, becomes, strict=True):
        cases[there] += one.cases
        released[there] += one.released
    spread = together([(one.spread, there) for one, there in zip(parts, becomes, strict=True)])
    return Grouped(keys=keys, cases=cases, released=released, spread=spread)


def _named(
    column: NDArray[Any], names: Names, form: Callable[[str], str]
) -> tuple[Names, NDArray[np.intp]]:
    """Return what a column's numbers are called, each once, and which of them each row has."""
    different, where = np.unique(column, return_inverse=True)
    told = [form(names[number]) for number in different.tolist()]
    keys = list(dict.fromkeys(told))
    place = {key: number for number, key in enumerate(keys)}
    becomes = np.array([place[key] for key in told], np.intp)
    return keys, becomes[where] if told else where.astype(np.intp)


def _counted(column: NDArray[Any], names: Names) -> Counter[str]:
    numbers, counts = np.unique(column, return_counts=True)
    pairs = zip(numbers.tolist(), counts.tolist(), strict=True)
    return Counter({names[number]: count for number, count in pairs})


def _pairs(rows: Rows, first: str, second: str) -> list[tuple[int, int, int]]:
    """Return how often two columns hold which values together."""
    together_ = rows[first].astype(np.int64) << 32 | rows[second].astype(np.int64)
    values, counts = np.unique(together_, return_counts=True)
    return [
        (value >> 32, value & 0xFFFFFFFF, count)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True)
    ]


def _number(names: Names, told: str) -> int:
    """Return the number of a text; one that no row has when nobody said it yet."""
    return names.index(told) if told in names else len(names)
