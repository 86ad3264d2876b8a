"""Puts simulated time, network, engine and disk under the real programs, and takes them away."""

import contextlib
import hashlib
import importlib
import logging
import os
import pkgutil
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime, tzinfo
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Self

import queue_client.link
import queue_client.transfer
import workstation.hub
import workstation.hub.broker
import workstation.hub.clocks
import workstation.site_agent.agent
import workstation.site_agent.sender
from queue_client.codec import Body
from tests.chaos.programs import watch_effects
from tests.chaos.sim.net import Net, SimDoor
from tests.chaos.sim.witness import Witness
from tests.chaos.sim.world import Threads, World
from tests.makers.jobs import agree
from workstation.domain.comparison import comparison_from_json
from workstation.hub.compare_pool import Answer, Question
from workstation.hub.engine_vital import EngineTally, EngineVital
from workstation.hub.growing_part import GrowingPart
from workstation.site_agent import effects, outbox
from workstation.site_agent.files import sync_folder
from workstation.site_agent.validate import Reading, Written

#: So small that every package takes several chunks, and most transfers are cut somewhere.
CHUNK = 64
_append = GrowingPart.append
_HUB_MODULES = [
    importlib.import_module(f"workstation.hub.{module.name}")
    for module in pkgutil.iter_modules(workstation.hub.__path__)
]


@contextlib.contextmanager
def set_up(world: World, net: Net, witness: Witness, server_key: str) -> Iterator[None]:
    """Replace clocks, sockets, child processes and fsync for as long as a simulation runs."""
    rng = Random(world.rng.random())  # noqa: S311 - a seed is the point
    broker, agent = workstation.hub.broker, workstation.site_agent.agent
    sent = witness.sent

    def door(*_: object, **__: object) -> SimDoor:
        return SimDoor(net, lambda route, frames: sent(lambda _: "", route, frames), server_key)

    patches: list[tuple[Any, str, Any]] = [
        (time, "monotonic", lambda: world.now),
        (time, "sleep", world.sleep),
        (os, "fsync", lambda _: world.crash_point()),
        (uuid, "uuid4", lambda: SimpleNamespace(hex=f"{rng.getrandbits(128):032x}")),
        (workstation.hub.clocks, "datetime", _Wall(world)),
        (queue_client.link, "_connect", net.connect),
        (queue_client.link, "_GLANCE_S", 10.0),  # nobody interrupts anybody here
        (queue_client.transfer, "CHUNK_BYTES", CHUNK),
        (GrowingPart, "append", _written_at_once),
        (broker, "Door", door),
        (broker, "ComparePool", lambda *_, **__: Pool(world)),
        (broker, "Upkeep", lambda *_, **__: SimpleNamespace(tend=_nothing, close=_nothing)),
        (broker, "PasswordDesk", lambda *_, **__: Passwords()),
        (broker, "FolderLock", NoLock),
        (agent, "threading", Threads(world, threading)),
        (agent, "Validator", Copier),
        (agent, "FolderLock", NoLock),
        (workstation.site_agent.sender, "random", rng),
        *(
            (module, "SystemRandom", lambda: rng)
            for module in _HUB_MODULES
            if hasattr(module, "SystemRandom")
        ),
        # Kept as they are; `watch_effects` puts its own in their place.
        *((effects, name, getattr(effects, name)) for name in ("release", "inspect", "rescan")),
        (outbox.Outbox, "advance", outbox.Outbox.advance),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
    logging.disable(logging.CRITICAL)
    try:
        for owner, name, value in patches:
            setattr(owner, name, value)
        watch_effects(witness)
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)
        logging.disable(logging.NOTSET)


def _written_at_once(self: GrowingPart, body: Body) -> None:
    """Append, and write: a real hub keeps so little together, and a kill would find no part."""
    _append(self, body)
    self._hand_on_rest()


def _nothing() -> None:
    """Do what is done aside in a real room: nothing here."""


class _Wall:
    """What `workstation.hub.clocks` takes for ``datetime``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self, zone: tzinfo | None = None) -> datetime:
        del zone
        return self._world.wall()


class Pool:
    """The compare pool: each question is answered after a moment, in some order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: deque[tuple[float, Question]] = deque()

    def submit(self, question: Question) -> None:
        self._open.append((self._world.now + self._world.rng.uniform(0.0, 1.0), question))

    def pending(self) -> int:
        return len(self._open)

    def vital(self) -> EngineVital:
        return EngineTally().vital(alive=1, wanted=1, pending=self.pending())

    def poll(self) -> list[Answer]:
        done = [question for due, question in self._open if due <= self._world.now]
        self._open = deque((due, q) for due, q in self._open if due > self._world.now)
        return [Answer(question=q, comparison=_agreed(q)) for q in done]

    def close(self) -> None:
        self._open.clear()


def _agreed(question: Question) -> Any:
    return comparison_from_json(agree({"declared": list(question.declared)}))


class Passwords:
    """The password desk: every officer types the right one, at once."""

    def check(self, password_hash: str | None, password: str) -> "Future[bool]":
        del password
        right: Future[bool] = Future()
        right.set_result(password_hash is not None)
        return right

    def renewed(self, password_hash: str) -> None:
        """Renew nothing."""

    def close(self) -> None:
        """Nothing runs."""


class NoLock:
    """A folder lock; a dead greenlet could not let go of a real one."""

    def __init__(self, folder: Path, *, who: str) -> None:
        del folder, who

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of nothing."""

    def take(self) -> None:
        """Take nothing."""

    release = take


class Copier:
    """The site's validator without its child: a scan file is its own package."""

    def __init__(self, *, stopping: Callable[[], bool], **_: object) -> None:
        del stopping
        self._read: Path | None = None

    def read(self, paths: Any) -> Reading:
        self._read = paths[0]
        scan_id = paths[0].name.removesuffix(".scan.tif").partition("~")[0]
        return Reading(scan_id=scan_id, format="package", warnings=())

    def write(self, path: Path, *, scan_id: str, site: str, photos: object = None) -> Written:
        del photos
        assert self._read is not None
        content = self._read.read_bytes()
        path.write_bytes(content)
        sync_folder(path.parent)
        head = {
            "scan_id": scan_id,
            "site": site,
            "scanner": None,
            "time": None,
            "container": None,
            "declaration": None,
        }
        return Written(sha256=hashlib.sha256(content).hexdigest(), size=len(content), head=head)

    def close(self) -> None:
        """There is no child."""
