"""Figures of a period from days of rows: whole months and days are counted once and kept.

What was counted of a stretch of time is kept until one of its days changes, so that a question
costs the same over ten thousand decisions and over a million.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from workstation.domain.figure_columns import Fact
from workstation.domain.figures import Period
from workstation.domain.targets import Targets
from workstation.reports.figures import Figures
from workstation.reports.stretches import Stretch, stretches_of
from workstation.reports.tallied_figures import figures_of_tallies
from workstation.reports.tallies import (
    DecisionTally,
    EventTally,
    Names,
    Rows,
    add_decisions,
    add_events,
    tally_decisions,
    tally_marks,
    tally_openings,
    tally_rechecks,
    tally_tests,
)

#: How much memory kept counts take at most, about.
_MOST_BYTES: Final = 96 * 2**20
#: Stretches at the end that still change: today, and the day that UTC's today began in.
_MOVING: Final = 2
_EVENTS: Final[Mapping[Fact, Callable[[Rows, Names], EventTally]]] = {
    Fact.OPENING: tally_openings,
    Fact.MARK: tally_marks,
    Fact.RECHECK: tally_rechecks,
    Fact.TEST: tally_tests,
}


class Tally(Protocol):
    """What was counted of some rows."""

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""


T = TypeVar("T", bound=Tally)
_Key = tuple[Any, ...]


class DaySource(Protocol):
    """Where rows lie by day; fitted by `workstation.storage.figure_days.FigureDays`."""

    def versions(self, fact: Fact) -> Mapping[int, int]:
        """Return which UTC days [days since 1970] have rows of a kind, and each one's version."""

    def rows(self, fact: Fact, first: int, last: int) -> Rows:
        """Return the rows of a kind from one UTC day up to another, both counted."""

    def names(self) -> Names:
        """Return the texts that the numbers in rows stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Which rows of a stretch count, and by whose clocks."""

    zone: tzinfo
    site: str | None
    goods: str | None


class Counting:
    """Counts figures over days of rows, and keeps what it has counted.

    Parameters
    ----------
    source : DaySource
        Looked at anew at each question; a stretch counts again when one of its days has another
        version. All of it is asked in the thread that asks this.
    """

    def __init__(self, source: DaySource) -> None:
        self._source = source
        self._kept: OrderedDict[_Key, Any] = OrderedDict()
        self._bytes = 0
        self._edition = ""
        self._turn = threading.Lock()

    def figures(
        self,
        period: Period,
        *,
        zone: tzinfo = UTC,
        targets: Targets | None = None,
        edition: str = "",
    ) -> Figures:
        """Return the figures of a period, as `workstation.reports.figures.figures` does.

        Counts are exact; percentiles are those of `workstation.reports.spreads`.

        Parameters
        ----------
        edition : str
            Which making of the source its versions are of; nothing is kept of another.
        """
        scope = _Scope(zone=zone, site=period.site, goods=period.goods)
        with self._turn:
            self._begin(edition)

            def tally(rows: Rows, names: Names) -> DecisionTally:
                return tally_decisions(rows, names, zone)

            decisions = self._parts(self._ask(Fact.DECISION, period, scope), tally, add_decisions)
            events = [
                add_events(self._parts(self._ask(fact, period, scope), count, add_events))
                for fact, count in _EVENTS.items()
            ]
        return figures_of_tallies(decisions, add_events(events), targets)

    def whole(
        self,
        fact: Fact,
        count: Callable[[Rows, Names], T],
        add: Callable[[Sequence[T]], T],
        *,
        edition: str = "",
    ) -> T:
        """Return one kind's tally of everything; a kind is to be counted in one way only."""
        with self._turn:
            self._begin(edition)
            asked = self._ask(fact, Period(), _Scope(zone=UTC, site=None, goods=None))
            return add(self._parts(asked, count, add))

    # -- inside ----------------------------------------------------------------------------

    def _begin(self, edition: str) -> None:
        if edition != self._edition:
            self._kept.clear()
            self._bytes, self._edition = 0, edition

    def _ask(self, fact: Fact, period: Period, scope: _Scope) -> "_Asked":
        versions = self._source.versions(fact)
        stretches: list[Stretch] = []
        if versions:
            # By the days of this kind: containers are opened for weeks after the last decision.
            stretches = list(stretches_of(period, scope.zone, min(versions), max(versions)))
        return _Asked(fact, scope, stretches, versions)

    def _parts(
        self,
        asked: "_Asked",
        count: Callable[[Rows, Names], T],
        add: Callable[[Sequence[T]], T],
    ) -> list[T]:
        """Return one kind's tallies: what lies between both ends, which move, is added up once."""

        def of(stretch: Stretch) -> T:
            def counted() -> T:
                names = self._source.names()
                return count(self._rows(asked, stretch, names), names)

            return self._keep(asked.key(stretch), counted) if stretch.whole else counted()

        some = [one for one in asked.stretches if asked.seen(one)]
        inner = some[1:-_MOVING]
        parts: list[T] = []
        if inner:
            key = ("inner", *(asked.key(one) for one in inner))
            parts.append(self._keep(key, lambda: add([of(one) for one in inner])))
        return parts + [of(one) for one in (*some[:1], *some[1:][-_MOVING:])]

    def _rows(self, asked: "_Asked", stretch: Stretch, names: Names) -> Rows:
        days = stretch.days
        rows = self._source.rows(asked.fact, days.start, days.stop - 1)
        scope = asked.scope
        chosen = (rows["at"] >= stretch.begin) & (rows["at"] < stretch.end)
        if scope.site is not None:
            here = names.index(scope.site) if scope.site in names else len(names)
            chosen &= rows["site"] == here
        if scope.goods is not None:
            fits = np.array([name.startswith(scope.goods) for name in names], bool)
            chosen &= fits[rows["hs"]] if fits.size else False
        return rows if chosen.all() else rows[chosen]

    def _keep(self, key: _Key, make: Callable[[], T]) -> T:
        if key in self._kept:
            self._kept.move_to_end(key)
            kept: T = self._kept[key]
            return kept
        found = make()
        self._kept[key] = found
        self._bytes += found.nbytes
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.nbytes
        return found


class _Asked:
    """One kind of rows over the stretches of a question."""

    def __init__(
        self, fact: Fact, scope: _Scope, stretches: Sequence[Stretch], versions: Mapping[int, int]
    ) -> None:
        self.fact, self.scope, self.stretches = fact, scope, stretches
        self._versions = versions

    def seen(self, stretch: Stretch) -> tuple[tuple[int, int], ...]:
        """Return the versions of the days of a stretch that have rows."""
        known = self._versions
        return tuple((day, known[day]) for day in stretch.days if day in known)

    def key(self, stretch: Stretch) -> _Key:
        """Return what a stretch's tally is kept under."""
        return self.fact, self.scope, stretch, self.seen(stretch)
