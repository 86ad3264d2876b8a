"""Who gets which case: what is due soonest, and within that the dice.

Cases with a risk instruction come first. Within a priority class a case is *due* when its tier's
time limit is over; cases stand in that order (earliest deadline first [1]_), and an officer gets
one of the first few at random: an officer who could guess which case comes next could be asked to
wait for it. A site that sends so much that the room would be busy with it alone for minutes does
not make all others wait: what comes on top of that stands aside, gets one lease in a few, and
whatever is left over. What is sent within an ordinary hour, bursts and all, is taken in turn.

References
----------
.. [1] C. L. Liu, J. W. Layland, "Scheduling algorithms for multiprogramming in a hard-real-time
   environment", J. ACM 20(1), 1973, section 7.
"""

import heapq
import math
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Final

from workstation.domain.case import Case
from workstation.domain.comparison import Verdict
from workstation.domain.context import Tier
from workstation.domain.officer import Role
from workstation.domain.tiers import TierTable
from workstation.hub.clocks import monotonic, wall
from workstation.hub.guide import Guide

#: Over how many cases the pace of the room is taken, and with how few it is not known.
_REMEMBERED: Final = 100
_FEWEST_TAKEN: Final = 10
#: With so many kinds of goods a case takes a long look.
_MANY_GOODS: Final = 5

_MINUTE: Final = 60.0
DEFAULT_LIMITS: Final[Mapping[Tier, float]] = {
    Tier.HIGH: 10 * _MINUTE,
    Tier.RAISED: 20 * _MINUTE,
    Tier.ORDINARY: 30 * _MINUTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPolicy:
    """How the room shares its work; the limits are the district's to set.

    Attributes
    ----------
    limits : mapping of Tier to float
        Within what time of its arrival a case of each tier is to be taken up [s].
    pool : int
        Among how many cases the dice choose.
    pressing : float
        From which share of its limit on a case counts as pressing: the dice choose among half as
        many, and nobody's need for rest goes before it.
    flood_s : float
        For how long the room may be busy with one site's waiting cases before further ones of it
        stand aside [s].
    flood_turn : int
        Every how many leases one is for such cases, while others wait.
    trained : mapping of str to collection of str
        HS chapter -> the officers who are trained for it. Goods of such a chapter are for them
        and for chiefs; every other chapter is for everybody.
    skips_per_hour : int
        How many cases a reviewer may hand back within an hour; 0 for as many as they like.
    work_s, rest_s : float
        After ``work_s`` of work without ``rest_s`` between two acts an officer is offered short
        cases first.
    """

    limits: Mapping[Tier, float] = field(default_factory=lambda: DEFAULT_LIMITS)
    pool: int = 8
    pressing: float = 0.75
    flood_s: float = 900.0
    flood_turn: int = 4
    trained: Mapping[str, Collection[str]] = field(default_factory=dict)
    skips_per_hour: int = 6
    work_s: float = 3600.0
    rest_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What dispatch needs to know about a case that may be leased; instants are monotonic [s].

    ``due`` orders it, and ``aside`` are those of a flood; ``presses`` is when it goes before
    everybody's rest. ``needs`` are the chapters of its goods that ask for training. ``own`` is its
    priority as recorded, before those who steer have moved it.
    """

    case_id: str
    priority: int
    required_role: str
    read_by: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    takes_long: bool = False
    due: float = 0.0
    presses: float = math.inf
    aside: bool = False
    tier: Tier = Tier.ORDINARY
    own: int = 0
    hs: tuple[str, ...] = ()

    @property
    def row(self) -> "RowName":
        """In which row it stands."""
        return (self.required_role, self.needs, self.aside)

    @property
    def place(self) -> tuple[int, float, str]:
        """Where it stands in its row."""
        return (-self.priority, self.due, self.case_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The officer who asks for a case.

    Attributes
    ----------
    never : collection of str
        Cases that the officer does not want to see now.
    not_for : callable
        Tells of a case that has been read before whether this officer may not read it.
    last : collection of str
        Cases that the officer gave back: offered only when nothing else is left.
    owing : collection of str
        Sites that owe a report after a restore: they may have acted on a decision that was lost.
    first : str, optional
        The case whose decision the officer has just recalled: offered before all others.
    tired : bool
        Short cases first, where nothing presses.
    """

    officer: str
    roles: Collection[str]
    never: Collection[str] = ()
    not_for: Callable[[Candidate], bool] = lambda _case: False
    last: Collection[str] = ()
    owing: Collection[str] = ()
    first: str | None = None
    tired: bool = False


RowName = tuple[str, frozenset[str], bool]
Row = list[tuple[tuple[int, float, str], Candidate]]


class WaitingRoom:
    """The cases that wait, in rows by who may have them; the broker keeps it as the store says.

    A lease looks at the first few of each row, so that its cost hardly grows with the queue. What
    was once given a place keeps it, wherever the case goes meanwhile, until it is `forget`-ten.
    """

    def __init__(
        self,
        policy: DispatchPolicy | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        calendar: Callable[[], datetime] = wall,
        guide: Guide | None = None,
    ) -> None:
        self.policy = DispatchPolicy() if policy is None else policy
        self.guide = Guide(TierTable(limits=self.policy.limits)) if guide is None else guide
        self._clock, self._calendar = clock, calendar
        self._waiting: dict[str, Candidate] = {}
        self._rows: dict[RowName, Row] = {}
        self._known: dict[str, Candidate] = {}
        self._arrived: dict[str, float] = {}
        self._aside: dict[str, bool] = {}
        self._of_site: dict[str, int] = {}
        self._leases = 0
        self._taken: deque[float] = deque(maxlen=_REMEMBERED)

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, case_id: str) -> bool:
        return case_id in self._waiting

    def of_site(self, site: str) -> int:
        """Return how many cases of a site wait."""
        return self._of_site.get(site, 0)

    def add(self, case: Case) -> None:
        """Let a case wait."""
        self.remove(case.case_id)
        item = self.candidate(case)
        self._waiting[item.case_id] = item
        site = site_of(item.case_id)
        self._of_site[site] = self._of_site.get(site, 0) + 1
        insort(self._rows.setdefault(item.row, []), (item.place, item))

    def remove(self, case_id: str) -> None:
        """Let a case wait no longer, if it does; its place in the order is kept for it."""
        item = self._waiting.pop(case_id, None)
        if item is None:
            return
        self._of_site[site_of(case_id)] -= 1
        row = self._rows[item.row]
        del row[bisect_left(row, (item.place,))]
        if not row:
            del self._rows[item.row]

    def take(self, case_id: str) -> None:
        """Note that an officer has a case now: it waits no longer, and the room keeps its pace."""
        self.remove(case_id)
        self._taken.append(self._clock())
        self._leases += 1

    def rearrange(self) -> None:
        """Put all that wait in order anew, as those who steer now have it."""
        self._known = {name: self._steered(item) for name, item in self._known.items()}
        self._waiting = {name: self._known[name] for name in self._waiting}
        self._rows = {}
        for item in self._waiting.values():
            self._rows.setdefault(item.row, []).append((item.place, item))
        for row in self._rows.values():
            row.sort(key=lambda one: one[0])

    def _steered(self, item: Candidate) -> Candidate:
        arrived, limit_s = self._arrived[item.case_id], self.guide.limit_s(item.tier)
        priority = self.guide.priority(item.case_id, item.own, item.hs)
        return replace(
            item,
            priority=priority,
            due=arrived + limit_s,
            presses=arrived + self.policy.pressing * limit_s,
            aside=self._aside[item.case_id] and priority <= 0,
        )

    def forget(self, case_id: str) -> None:
        """Forget a case that is decided."""
        self.remove(case_id)
        self._known.pop(case_id, None)
        self._arrived.pop(case_id, None)
        self._aside.pop(case_id, None)

    def known(self, case_id: str) -> Candidate | None:
        """Return a case as it last waited; None when it never did."""
        return self._known.get(case_id)

    def candidate(self, case: Case) -> Candidate:
        """Return a case as dispatch sees it, with its place in the order."""
        tier = self.guide.tier(case)
        limit_s = self.guide.limit_s(tier)
        arrived = self._arrival(case)
        codes = () if case.declaration is None else case.declaration.hs_codes
        chapters = {code[:2] for code in codes}
        verdict = None if case.comparison is None else case.comparison.verdict
        priority = self.guide.priority(case.case_id, case.priority, codes)
        item = self._known[case.case_id] = Candidate(
            case_id=case.case_id,
            priority=priority,
            required_role=case.required_role,
            read_by=case.read_by,
            needs=frozenset(chapters & self.policy.trained.keys()),
            takes_long=verdict is not Verdict.CONSISTENT or len(codes) >= _MANY_GOODS,
            due=arrived + limit_s,
            aside=self._aside[case.case_id] and priority <= 0,
            presses=arrived + self.policy.pressing * limit_s,
            tier=tier,
            own=case.priority,
            hs=codes,
        )
        return item

    def offers(self, asker: Asker, *, rng: Random, also: Iterable[Candidate] = ()) -> Iterator[str]:
        """Yield case ids as an officer is to be offered them, the best first.

        ``also`` are cases that do not wait but may be had, as their leases ran out. The caller
        stops at the first that the store gives away.
        """
        more = sorted((item.place, item) for item in also)
        first = None if asker.first is None else self._known.get(asker.first)
        if first is not None and self._may_have(asker, first):
            yield first.case_id
        offered = {asker.first}
        last: list[str] = []
        for aside in self._turn(asker):
            rows = [
                row for name, row in self._rows.items() if self._is_for(asker, name, aside=aside)
            ]
            others = [one for one in more if one[1].aside == aside]
            for case_id in self._of_rows(rows, others, asker, rng, offered):
                if case_id in asker.last:
                    last.append(case_id)
                else:
                    yield case_id
        yield from last

    def _turn(self, asker: Asker) -> tuple[bool, bool]:
        """Return which come first, those that stand aside (True) or all others."""
        aside_first = self._leases % self.policy.flood_turn == 0 and not any(
            row[0][1].priority > 0 and self._is_for(asker, name, aside=False)
            for name, row in self._rows.items()
        )
        return (aside_first, not aside_first)

    def _of_rows(
        self, rows: list[Row], more: Row, asker: Asker, rng: Random, offered: set[str | None]
    ) -> Iterator[str]:
        pool: list[Candidate] = []
        # Beginnings are copied: a row changes when what was offered is not to be had after all.
        for _, item in heapq.merge(*(row[:_LOOKED_AT] for row in rows), more):
            if item.case_id in offered or not self._may_have(asker, item):
                continue
            offered.add(item.case_id)
            if item.case_id in asker.last:
                yield item.case_id
                continue
            if pool and self._is_full(pool, item):
                yield from self._shuffled(pool, asker, rng)
                pool = []
            pool.append(item)
        yield from self._shuffled(pool, asker, rng)
        for row in rows:
            for _, item in list(row):
                if item.case_id not in offered and self._may_have(asker, item):
                    yield item.case_id

    def _is_full(self, pool: list[Candidate], item: Candidate) -> bool:
        size = self.policy.pool
        if pool[0].presses <= self._clock():
            size = max(1, size // 2)
        return len(pool) >= size or item.priority != pool[0].priority

    def _shuffled(self, pool: list[Candidate], asker: Asker, rng: Random) -> Iterator[str]:
        now = self._clock()
        rng.shuffle(pool)
        if asker.tired and not any(item.priority > 0 or item.presses <= now for item in pool):
            pool.sort(key=lambda item: item.takes_long)
        for item in pool:
            yield item.case_id

    def _is_for(self, asker: Asker, name: RowName, *, aside: bool) -> bool:
        required_role, needs, is_aside = name
        return is_aside == aside and self._may_have_row(asker, required_role, needs)

    def _may_have_row(self, asker: Asker, required_role: str, needs: frozenset[str]) -> bool:
        if not may_review(asker.roles, required_role):
            return False
        return Role.CHIEF in asker.roles or all(
            asker.officer in self.policy.trained[chapter] for chapter in needs
        )

    def _may_have(self, asker: Asker, item: Candidate) -> bool:
        return (
            self._may_have_row(asker, item.required_role, item.needs)
            and asker.officer not in item.read_by
            and item.case_id.partition(":")[0] not in asker.owing
            and item.case_id not in asker.never
            and not (item.read_by and asker.not_for(item))
        )

    def _arrival(self, case: Case) -> float:
        """Return when a case arrived (monotonic) [s]; the first time, it gets its place."""
        if case.case_id not in self._arrived:
            # The calendar is asked once: a clock that is set later moves nothing in the order.
            age_s = max(0.0, (self._calendar() - case.received_at).total_seconds())
            arrived = self._clock() - age_s
            self._arrived[case.case_id] = arrived
            self._aside[case.case_id] = self._is_flood(case)
        return self._arrived[case.case_id]

    def _is_flood(self, case: Case) -> bool:
        """Tell whether so much of a case's site waits already that it has to stand aside."""
        if case.priority > 0 or len(self._taken) < _FEWEST_TAKEN:
            return False
        a_case_s = (self._clock() - self._taken[0]) / len(self._taken)
        return self._of_site.get(case.site, 0) * a_case_s > self.policy.flood_s


# How many cases at the head of a row are looked at in order; beyond them the row is a last resort.
_LOOKED_AT: Final = 64


def site_of(case_id: str) -> str:
    """Return the site of a case, which is the first part of its id."""
    return case_id.partition(":")[0]


def may_review(roles: Collection[str], required_role: str) -> bool:
    """Tell whether an officer with these roles may review a case; a chief may review all."""
    if required_role == Role.REVIEWER:
        return Role.REVIEWER in roles or Role.CHIEF in roles
    return required_role in roles
