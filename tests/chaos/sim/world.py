"""Simulated time: greenlets that wait, a heap of what is due, and nodes that can die or freeze.

Whoever waits switches to the scheduler. A node that is killed is simply never resumed, so that
nothing of it runs any more, as with kill -9: no ``finally``, no clean-up.
"""

import heapq
import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from greenlet import GreenletExit, getcurrent, greenlet

_BASE = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


class Node:
    """A machine: its greenlets die together and stand still together."""

    def __init__(self, name: str, start: Callable[["Node"], None]) -> None:
        self.name, self.start = name, start
        self.life = 0
        self.up = False
        self.frozen_until = 0.0
        self.on_crash: Callable[[], None] = lambda: None


class World:
    """Owns the clock. ``now`` is what every monotonic clock of the simulation shows [s]."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - a seed is the point
        self.now = 100.0
        self.wall_offset_s = 0.0
        self.crash_odds = 0.0
        self.nodes: dict[str, Node] = {}
        self.crashes: dict[str, int] = {}
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._scheduler = getcurrent()
        self._owners: dict[greenlet, tuple[Node, int]] = {}
        self._tickets: dict[greenlet, int] = {}
        self.error: BaseException | None = None

    def wall(self) -> datetime:
        """Return the wall clock, which may have been set."""
        return _BASE + timedelta(seconds=self.now + self.wall_offset_s)

    def at(self, when: float, act: Callable[[], None]) -> None:
        """Have something done at an instant."""
        heapq.heappush(self._due, (max(when, self.now), next(self._order), act))

    def run(self, until: Callable[[], bool], *, limit: float) -> bool:
        """Let time pass until something is true; False when it is not by the limit."""
        while self._due and self._due[0][0] <= limit:
            when, _, act = heapq.heappop(self._due)
            self.now = max(self.now, when)
            act()
            if self.error is not None:
                raise self.error
            if until():
                return True
        return until()

    def add(self, node: Node) -> None:
        """Let a node begin to live."""
        self.nodes[node.name] = node
        self.boot(node)

    def boot(self, node: Node) -> None:
        """Start a node that is down."""
        if not node.up:
            node.up = True
            node.life += 1
            self.spawn(node, lambda: node.start(node))

    def spawn(self, node: Node, work: Callable[[], None]) -> None:
        """Run something as part of a node."""

        def body() -> None:
            try:
                work()
            except GreenletExit:
                raise
            except BaseException as error:  # noqa: BLE001 - the scheduler raises it
                self.error = self.error or error

        lane = greenlet(body, parent=self._scheduler)
        self._owners[lane] = (node, node.life)
        self._resume_at(lane, self.now)

    def crash(self, node: Node, *, down_s: float) -> None:
        """Kill a node; it comes back after a while."""
        if node.up:
            node.up = False
            node.life += 1
            self.crashes[node.name] = self.crashes.get(node.name, 0) + 1
            node.frozen_until = 0.0
            node.on_crash()
            self.at(self.now + down_s, lambda: self.boot(node))

    def crash_point(self) -> None:
        """Perhaps die here: whoever runs now, between two of its steps."""
        lane = getcurrent()
        owner = self._owners.get(lane)
        if owner is not None and self.rng.random() < self.crash_odds:
            self.crash(owner[0], down_s=self.rng.uniform(0.1, 3.0))
            self._scheduler.switch()

    def current(self) -> Node:
        """Return the node that runs now."""
        return self._owners[getcurrent()][0]

    def sleep(self, seconds: float) -> None:
        """Wait, as the running greenlet."""
        lane = getcurrent()
        if lane is self._scheduler:
            raise RuntimeError("only a node can wait")
        self._resume_at(lane, self.now + max(seconds, 0.0))
        self._scheduler.switch()

    def waiter(self) -> Callable[[], None]:
        """Return a function that ends the present wait of the running greenlet early."""
        lane = getcurrent()
        return lambda: self._resume_at(lane, self.now)

    def bury(self) -> None:
        """End every greenlet that still hangs."""
        for lane in list(self._owners):
            if not lane.dead and lane:
                with suppress(BaseException):
                    lane.throw(GreenletExit)
        self._owners.clear()

    def _resume_at(self, lane: greenlet, when: float) -> None:
        ticket = self._tickets[lane] = self._tickets.get(lane, 0) + 1

        def resume() -> None:
            node, life = self._owners[lane]
            if self._tickets[lane] != ticket or node.life != life or lane.dead:
                return
            if node.frozen_until > self.now:
                self.at(node.frozen_until, resume)
                return
            lane.switch()

        self.at(when, resume)


class Event:
    """What the programs take for a ``threading.Event``."""

    def __init__(self, world: World) -> None:
        self._world, self._set = world, False

    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        self._set = True

    def clear(self) -> None:
        self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        if not self._set:
            self._world.sleep(1e9 if timeout is None else timeout)
        return self._set


class Threads:
    """What the site agent takes for the module ``threading``."""

    def __init__(self, world: World, real: Any) -> None:
        self._world, self.Lock, self.RLock = world, real.Lock, real.RLock

    def Event(self) -> Event:
        return Event(self._world)

    def Thread(self, *, target: Any, args: Any = (), name: str = "") -> Any:  # noqa: N802
        del name
        return _Thread(self._world, lambda: target(*args))


class _Thread:
    def __init__(self, world: World, work: Callable[[], None]) -> None:
        self._world, self._work = world, work

    def start(self) -> None:
        self._world.spawn(self._world.current(), self._work)

    def join(self, timeout: float | None = None) -> None:
        del timeout
