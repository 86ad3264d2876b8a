"""Made-up rows by day, as `workstation.reports.counting.DaySource` tells them, and one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan, nan

import numpy as np

from workstation.domain.figure_columns import FACT_COLUMNS, Fact
from workstation.domain.figures import (
    MissEvidence,
    OpenedRow,
    Period,
    ReadingRow,
    SettledRow,
)

DAY_S = 86_400
_TYPES = {fact: np.dtype(list(columns)) for fact, columns in FACT_COLUMNS.items()}


@dataclass
class Seen:
    """One decision; ``at`` is seconds since 1970."""

    at: float
    took: float = 300.0
    site: str = "yantian"
    hs: str = "85285200"
    officer: str = "r01"
    conclusion: str = "release"
    settles: bool = True
    verdict: str = "consistent"
    dwell: float = nan
    engine: str = ""
    changed: int = -1


@dataclass
class Days:
    """Decisions and openings as days of rows; counts how often rows were read.

    ``edits`` is how often every day changed, ``today`` how often the last day of decisions did;
    ``read`` is how many rows were read.
    """

    seen: list[Seen] = field(default_factory=list)
    opened: list[tuple[float, str, bool]] = field(default_factory=list)
    reads: int = 0
    edits: int = 0
    today: int = 0
    read: int = 0

    def __post_init__(self):
        self._names: list[str] = ["release", "inspect", "consistent", "inconsistent"]

    def versions(self, fact: Fact) -> Mapping[int, int]:
        self._rows = {one: np.array(self._all(one), _TYPES[one]) for one in Fact}
        days = np.unique(self._rows[fact]["at"] // DAY_S).astype(int)
        known = dict.fromkeys(days.tolist(), 1 + self.edits)
        if fact is Fact.DECISION and known:
            known[max(known)] += self.today
        return known

    def rows(self, fact: Fact, first: int, last: int):
        self.reads += 1
        rows = self._rows[fact]
        found = rows[(rows["at"] // DAY_S >= first) & (rows["at"] // DAY_S <= last)]
        self.read += len(found)
        return found

    def names(self) -> Sequence[str]:
        return self._names

    def _all(self, fact: Fact) -> list[tuple]:
        number = self._number
        if fact is Fact.DECISION:
            return [
                (
                    place,
                    one.at,
                    number(one.site),
                    number(one.hs),
                    number(one.officer),
                    number(one.conclusion),
                    one.settles,
                    one.took,
                    number(one.verdict),
                    one.dwell,
                    number(one.engine),
                    one.changed,
                    1,
                )
                for place, one in enumerate(self.seen)
            ]
        if fact is Fact.OPENING:
            return [
                (place, at, number("yantian"), number("85285200"), number(occasion), found)
                for place, (at, occasion, found) in enumerate(self.opened)
            ]
        return []

    def _number(self, told: str) -> int:
        if told not in self._names:
            self._names.append(told)
        return self._names.index(told)


class OneByOne:
    """The same rows for `workstation.reports.figures.figures`, which looks at every one."""

    def __init__(self, days: Days) -> None:
        self._days = days

    def _fit(self, period: Period) -> Iterator[Seen]:
        for one in sorted(self._days.seen, key=lambda one: one.at):
            if (
                _inside(one.at, period)
                and period.site in {None, one.site}
                and one.hs.startswith(period.goods or "")
            ):
                yield one

    def settled(self, period):
        return [
            SettledRow(
                one.site, one.hs, one.officer, one.conclusion, one.at - one.took, one.at, one.at
            )
            for one in self._fit(period)
            if one.settles
        ]

    def readings(self, period):
        return [
            ReadingRow(
                one.officer,
                one.conclusion,
                None if isnan(one.dwell) else one.dwell,
                one.engine or None,
                None if one.changed < 0 else one.changed,
            )
            for one in self._fit(period)
        ]

    def opened(self, period):
        return [
            OpenedRow(occasion, "yantian", found, ())
            for at, occasion, found in self._days.opened
            if _inside(at, period) and period.site in {None, "yantian"}
            if "85285200".startswith(period.goods or "")
        ]

    def verdicts(self, period):
        found = {}
        for one in self._fit(period):
            if one.settles:
                found[one.verdict] = found.get(one.verdict, 0) + 1
        return found

    def missed(self, period):
        counts = [(one.occasion, one.found) for one in self.opened(period)]
        released = [one for one in self._fit(period) if one.settles and one.conclusion == "release"]
        return MissEvidence(
            released=len(released),
            found=counts.count(("inspection", True)),
            openings=sum(occasion == "random" for occasion, _ in counts),
            openings_found=counts.count(("random", True)),
            opened=sum(occasion == "recheck" for occasion, _ in counts),
            opened_found=counts.count(("recheck", True)),
        )


def _inside(at: float, period: Period) -> bool:
    begin = period.start.timestamp() if period.start else float("-inf")
    end = period.end.timestamp() if period.end else float("inf")
    return begin <= at < end


def at(text: str) -> float:
    """Return an instant [s since 1970]."""
    return datetime.fromisoformat(text).timestamp()
