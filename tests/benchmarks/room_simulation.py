"""A review room in simulated time: the hub's own dispatch, sites that send, desks that look.

Nothing sleeps: events stand in one heap. A desk holds the case it looks at and two fetched ahead,
as the real one does; a case waits from its arrival until a desk begins to look at it. The same
arrivals and the same looks are given to every order that is compared.
"""

import heapq
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Protocol

import numpy as np

from tests.makers.waiting_cases import CONSISTENT, Clock, make_waiting
from workstation.domain.case import Case
from workstation.domain.comparison import Verdict
from workstation.domain.context import Tier
from workstation.domain.officer import Role
from workstation.domain.readings import tier_of
from workstation.hub.dispatch import DEFAULT_LIMITS, Asker, DispatchPolicy, WaitingRoom

_URGENT = 10
_AHEAD = 2
_HOUR = 3600.0
_REVIEWER = frozenset({Role.REVIEWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One room and one day.

    Attributes
    ----------
    load : float
        Which share of the desks' time the cases take on the whole.
    bursts_per_hour : float
        How often some site sends many cases within minutes (a ship, a train).
    burst : int
        How many; drawn anew each time, this on average.
    flood : int
        How many cases one site sends at once when its line is back, at the middle of the day.
    slack_off : bool
        Whether a third of the desks is away for a quarter of each hour.
    """

    sites: int
    desks: int
    hours: float
    load: float = 0.85
    bursts_per_hour: float = 1.0
    burst: int = 60
    flood: int = 0
    risk: float = 0.03
    raised: float = 0.12
    slack_off: bool = True
    seed: int = 1
    look_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A case that will arrive, and how long whoever gets it will look at it [s]."""

    at: float
    case: Case
    look_s: float
    of_burst: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How long each case waited [s], in the order of the arrivals; nan for what still waits."""

    arrivals: Sequence[Arrival]
    waits: np.ndarray


class Room(Protocol):
    """What orders the cases that wait."""

    def __len__(self) -> int:
        """Return how many wait."""

    def add(self, case: Case) -> None:
        """Let a case wait."""

    def take(self, desk: int) -> str | None:
        """Give a case to a desk, or None."""


class OurRoom:
    """The hub's dispatch as it is, with the dice of a seed."""

    def __init__(self, clock: Clock, policy: DispatchPolicy, *, seed: int) -> None:
        self._room = WaitingRoom(policy, clock=clock, calendar=clock.calendar)
        self._rng = Random(seed)  # noqa: S311 - repeatable on purpose
        self._askers: dict[int, Asker] = {}

    def __len__(self) -> int:
        return len(self._room)

    def add(self, case: Case) -> None:
        """Let a case wait."""
        self._room.add(case)

    def take(self, desk: int) -> str | None:
        """Give a case to a desk, or None."""
        asker = self._askers.setdefault(desk, Asker(officer=f"o{desk}", roles=_REVIEWER))
        case_id = next(self._room.offers(asker, rng=self._rng), None)
        if case_id is not None:
            self._room.take(case_id)
        return case_id


class FirstInFirstOut:
    """One row, whoever came first."""

    def __init__(self) -> None:
        self._row: deque[str] = deque()

    def __len__(self) -> int:
        return len(self._row)

    def add(self, case: Case) -> None:
        """Let a case wait."""
        self._row.append(case.case_id)

    def take(self, desk: int) -> str | None:
        """Give a case to a desk, or None."""
        del desk
        return self._row.popleft() if self._row else None


def arrivals_of(plan: Plan) -> list[Arrival]:
    """Return a day's arrivals, in order of time; sites differ ten to one in what they send."""
    rng = np.random.default_rng(plan.seed)
    ends = plan.hours * _HOUR
    total = plan.load * plan.desks * ends / (plan.look_s * _mean_look(plan)) * _at_work(plan)
    in_bursts = min(0.3 * total, plan.bursts_per_hour * plan.hours * plan.burst)
    weights = 10.0 ** -rng.uniform(0, 1, plan.sites)
    shares = weights / weights.sum()
    times = [(at, int(site), False) for at, site in _steady(rng, total - in_bursts, shares, ends)]
    times += [(at, int(site), True) for at, site in _bursts(rng, in_bursts, shares, plan)]
    middle = plan.hours * _HOUR / 2
    times += [(middle + 0.5 * number, 0, True) for number in range(plan.flood)]
    times.sort()
    return [_arrival(rng, plan, number, when) for number, when in enumerate(times)]


def simulate(plan: Plan, arrivals: Sequence[Arrival], make_room: Callable[[Clock], Room]) -> Day:
    """Let a day pass under one order."""
    clock = Clock()
    return _Running(plan, arrivals, make_room(clock), clock).run()


def ours(plan: Plan, policy: DispatchPolicy | None = None) -> Callable[[Clock], Room]:
    """Return what makes the hub's own room."""
    chosen = DispatchPolicy() if policy is None else policy
    return lambda clock: OurRoom(clock, chosen, seed=plan.seed)


def first_in_first_out(_clock: Clock) -> Room:
    """Make the row that everything is compared with."""
    return FirstInFirstOut()


@dataclass(slots=True)
class _Desk:
    number: int
    ahead: deque[str] = field(default_factory=deque)
    looking: bool = False
    away: bool = False


class _Running:
    """One day under way."""

    def __init__(self, plan: Plan, arrivals: Sequence[Arrival], room: Room, clock: Clock) -> None:
        self._plan, self._arrivals, self._room, self._clock = plan, arrivals, room, clock
        self._by_id = {one.case.case_id: number for number, one in enumerate(arrivals)}
        self._waits = np.full(len(arrivals), math.nan)
        self._desks = [_Desk(number) for number in range(plan.desks)]
        self._idle = dict.fromkeys(range(plan.desks))
        self._done: list[tuple[float, int]] = []  # when which desk is done, or comes and goes

    def run(self) -> Day:
        """Return the day when every case has been looked at."""
        shifts = list(_shifts(self._plan))
        heapq.heapify(shifts)
        upcoming = 0
        while upcoming < len(self._arrivals) or self._done:
            arrives = self._arrivals[upcoming].at if upcoming < len(self._arrivals) else math.inf
            done = self._done[0][0] if self._done else math.inf
            if shifts and shifts[0][0] <= min(arrives, done):
                self._clock.now, number, away = heapq.heappop(shifts)
                self._come_or_go(self._desks[number], away=away)
            elif arrives <= done:
                self._clock.now = arrives
                case = self._arrivals[upcoming].case
                self._room.add(case)
                upcoming += 1
                self._feed()
            else:
                self._clock.now, number = heapq.heappop(self._done)
                self._desks[number].looking = False
                self._work(self._desks[number])
        return Day(arrivals=self._arrivals, waits=self._waits)

    def _feed(self) -> None:
        """Give what has just arrived to a desk that has nothing."""
        for number in list(self._idle):
            if not len(self._room):
                break
            self._work(self._desks[number])

    def _work(self, desk: _Desk) -> None:
        """Let a desk look at its next case, and fetch ahead what no idle desk could begin."""
        self._idle.pop(desk.number, None)
        if desk.away:
            return
        if not desk.ahead and (taken := self._room.take(desk.number)) is not None:
            desk.ahead.append(taken)
        if not desk.ahead:
            self._idle[desk.number] = None
            return
        number = self._by_id[desk.ahead.popleft()]
        self._waits[number] = self._clock.now - self._arrivals[number].at
        desk.looking = True
        heapq.heappush(self._done, (self._clock.now + self._arrivals[number].look_s, desk.number))
        while len(desk.ahead) < _AHEAD and len(self._room) > len(self._idle):
            ahead = self._room.take(desk.number)
            if ahead is None:
                break
            desk.ahead.append(ahead)

    def _come_or_go(self, desk: _Desk, *, away: bool) -> None:
        """Let an officer leave, giving back what was fetched ahead, or come back."""
        desk.away = away
        if away:
            while desk.ahead:
                self._room.add(self._arrivals[self._by_id[desk.ahead.popleft()]].case)
            self._idle.pop(desk.number, None)
            self._feed()
        elif not desk.looking:
            self._work(desk)


def _shifts(plan: Plan) -> Iterator[tuple[float, int, bool]]:
    """Yield when which desk is left (True) or taken again: a third rests in each hour's middle."""
    if not plan.slack_off:
        return
    for hour in range(math.ceil(plan.hours)):
        for desk in range(0, plan.desks, 3):
            yield hour * _HOUR + 1500.0, desk, True
            yield hour * _HOUR + 2400.0, desk, False


def _at_work(plan: Plan) -> float:
    return 1 - (0.25 * math.ceil(plan.desks / 3) / plan.desks if plan.slack_off else 0.0)


def _mean_look(plan: Plan) -> float:
    return 1 + plan.risk + plan.raised  # risky cases take twice as long


def _steady(
    rng: np.random.Generator, count: float, shares: np.ndarray, ends: float
) -> Iterator[tuple[float, int]]:
    number = int(rng.poisson(count))
    yield from zip(
        rng.uniform(0, ends, number), rng.choice(len(shares), number, p=shares), strict=True
    )


def _bursts(
    rng: np.random.Generator, count: float, shares: np.ndarray, plan: Plan
) -> Iterator[tuple[float, int]]:
    sent = 0
    while sent < count:
        begins = rng.uniform(0, 0.9 * plan.hours * _HOUR)
        size = max(5, int(rng.normal(plan.burst, plan.burst / 4)))
        site = int(rng.choice(len(shares), p=shares))
        for at in begins + np.sort(rng.uniform(0, 600.0, size)):
            yield float(at), site
        sent += size


def _arrival(
    rng: np.random.Generator, plan: Plan, number: int, when: tuple[float, int, bool]
) -> Arrival:
    at, site, of_burst = when
    case = make_waiting(number, site=f"site-{site}")
    dice, look_s = rng.random(), plan.look_s * float(rng.lognormal(-0.125, 0.5))
    if dice < plan.risk:
        declaration = replace(case.declaration, risk_instruction="open")
        case = replace(case, declaration=declaration, priority=_URGENT)
    elif dice < plan.risk + plan.raised:
        case = replace(case, comparison=replace(CONSISTENT, verdict=Verdict.INCONSISTENT))
    if dice < plan.risk + plan.raised:
        look_s *= 2
    received = Clock(now=at).calendar()
    return Arrival(
        at=at, case=replace(case, received_at=received), look_s=look_s, of_burst=of_burst
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a day was like. Waits are seconds, shares from 0 to 1.

    Attributes
    ----------
    percentiles : dict
        Tier, or None for all -> waits that 50, 90, 95 and 99 of 100 cases do not pass.
    over : dict
        Tier, or None for all -> share of cases that waited longer than their limit.
    calm : float
        The 95 of 100 of cases that were not part of a burst.
    worst_site : float
        The worst site's P95 against the median site's.
    jain : float
        Jain's index of the sites' mean waits: 1 where all wait alike, 1/n where one waits alone.
    longest : float
        The longest wait.
    """

    percentiles: dict[Tier | None, tuple[float, float, float, float]]
    over: dict[Tier | None, float]
    calm: float
    worst_site: float
    jain: float
    longest: float


def figures_of(day: Day) -> Figures:
    """Return the figures of a day."""
    tiers = np.array([tier_of(one.case.declaration, one.case.comparison) for one in day.arrivals])
    limits = np.array([DEFAULT_LIMITS[tier] for tier in tiers])
    sites = np.array([one.case.site for one in day.arrivals])
    calm = np.array([not one.of_burst for one in day.arrivals])
    of: dict[Tier | None, np.ndarray] = {tier: tiers == tier for tier in Tier}
    of[None] = np.ones(len(tiers), bool)
    by_site = [day.waits[sites == site] for site in np.unique(sites)]
    enough = [waits for waits in by_site if len(waits) >= 20]
    ends = np.array([np.percentile(waits, 95) for waits in enough])
    means = np.array([waits.mean() for waits in enough])
    return Figures(
        percentiles={
            tier: tuple(np.percentile(day.waits[mask], (50, 90, 95, 99)))
            for tier, mask in of.items()
            if mask.any()
        },
        over={tier: float((day.waits > limits)[mask].mean()) for tier, mask in of.items()},
        calm=float(np.percentile(day.waits[calm], 95)),
        worst_site=float(ends.max() / max(np.median(ends), 1.0)),
        jain=float(means.sum() ** 2 / (len(means) * (means**2).sum())) if means.any() else 1.0,
        longest=float(day.waits.max()),
    )
