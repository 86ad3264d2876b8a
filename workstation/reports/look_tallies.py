"""What pages about looking again need of some rows: counts under names, which add up over days."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from math import isnan
from typing import Any, Final

from workstation.domain.decision import Conclusion
from workstation.domain.recheck import MISS_FROM, Verdict
from workstation.reports.tallies import Names, Rows

#: Minutes of work without a rest that figures are parted by.
TASK_MIN: Final = (0, 20, 40, 60, 90)
_OPENS_OR_NOT: Final = (Conclusion.INSPECT.value, Conclusion.RELEASE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often what was met, each under a name of several parts."""

    of: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return 500 + 250 * len(self.of)


def add_counts(parts: Sequence[Counts]) -> Counts:
    """Return the counts of several stretches that do not overlap."""
    whole: Counter[tuple[Any, ...]] = Counter()
    for one in parts:
        whole.update(one.of)
    return Counts(of=whole)


def count_rechecks(rows: Rows, names: Names) -> Counts:
    """Count rows of `Fact.RECHECK`."""
    of: Counter[tuple[Any, ...]] = Counter()
    for one in rows:
        of["drawn",] += 1
        said, severity = names[one["said"]], int(one["severity"])
        third, stands = bool(one["third"]), bool(one["stands"])
        if not said:
            of["open",] += stands
            continue
        of["said", names[one["tier"]], said] += 1
        of["severity", severity] += 1
        of["author", names[one["author"]], said] += 1
        of["third",] += said == Verdict.DISAGREE and not third and stands
        if third and severity >= MISS_FROM:
            of["missed",] += 1
            of["unread",] += not one["read"]
    return Counts(of=of)


def count_tests(rows: Rows, names: Names) -> Counts:
    """Count rows of `Fact.TEST`."""
    of: Counter[tuple[Any, ...]] = Counter()
    for one in rows:
        hit = bool(one["hit"])
        of["outcome", names[one["outcome"]]] += 1
        of["object", names[one["object"]], hit] += 1
        of["officer", names[one["officer"]], hit] += 1
        of["task", _place(float(one["task"])), hit] += 1
    return Counts(of=of)


def count_pairs(rows: Rows, names: Names) -> Counts:
    """Count rows of `Fact.PAIR` in which both would release or open."""
    pairs = ((names[one["one"]], names[one["two"]]) for one in rows)
    both = (pair for pair in pairs if set(pair) <= set(_OPENS_OR_NOT))
    return Counts(of=Counter(("pair", *pair) for pair in both))


def first_readings(since: datetime) -> Callable[[Rows, Names], Counts]:
    """Return what counts first readings since an instant, by conclusion."""

    def count(rows: Rows, names: Names) -> Counts:
        some = rows[(rows["slot"] == 1) & (rows["at"] >= since.timestamp())]
        of: Counter[tuple[Any, ...]] = Counter()
        for told in _OPENS_OR_NOT:
            if told in names:
                of["first", told] = int((some["conclusion"] == names.index(told)).sum())
        return Counts(of=of)

    return count


def _place(task_s: float) -> int:
    """Return in which of `TASK_MIN` a time at work lies; the first when it is not known."""
    minutes = 0.0 if isnan(task_s) else task_s / 60
    inner = [place for place, (_, end) in enumerate(pairwise(TASK_MIN)) if minutes < end]
    return inner[0] if inner else len(TASK_MIN) - 1
