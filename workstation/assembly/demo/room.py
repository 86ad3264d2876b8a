"""A demo at work: its processes, its scripted reviewer or the window, and its end."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from queue_client.client import DeskClient
from queue_client.errors import QueueError
from queue_client.keys import HubAddress, KeyPair
from workstation.assembly.demo.plan import DESK, OFFICER
from workstation.assembly.demo.prepare import DemoRoom, fill_library, hub_config, site_config
from workstation.assembly.demo.processes import Keepers
from workstation.assembly.demo.reviewer import ScriptedReviewer
from workstation.assembly.demo.scanners import dropped, feed
from workstation.assembly.demo.tally import DemoTally, arrivals, count
from workstation.domain.errors import ReviewRoomError

_LOG = logging.getLogger(__name__)
_READY_S: Final = 30.0
_LOOK_S: Final = 0.5
_STALL_S: Final = 60.0


class DemoStalled(ReviewRoomError):
    """The demo's hub does not answer."""

    advice = "The logs of hub and sites in the demo's folder say why."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoom:
    """A demo whose processes run: where its desk finds the hub."""

    room: DemoRoom
    address: HubAddress
    keys: KeyPair
    keepers: Keepers


@contextmanager
def opened(room: DemoRoom) -> Iterator[OpenRoom]:
    """Start hub, sites and scanners; end them all on the way out."""
    plan = room.plan
    plan.ready.unlink(missing_ok=True)
    helpers = [
        # No daemons: the librarian has a decoding child of its own, and daemons may have none.
        get_context("spawn").Process(target=target, args=(plan,), name=name)
        for name, target in (("demo-scanners", feed), ("demo-librarian", fill_library))
    ]
    with Keepers() as keepers:
        keepers.keep("hub", ["hub", "--config", str(hub_config(plan))], plan.logs / "hub.log")
        address = _wait_for_hub(room, keepers)
        for name in plan.site_names():
            config = str(site_config(plan, name))
            keepers.keep(name, ["site", "--config", config], plan.logs / f"{name}.log")
        for helper in helpers:
            helper.start()
        try:
            keys = KeyPair.load(plan.key_file(DESK))
            yield OpenRoom(room=room, address=address, keys=keys, keepers=keepers)
        finally:
            for helper in helpers:
                helper.terminate()
                helper.join()


def run_headless(room: DemoRoom, progress: Callable[[int, int], None]) -> DemoTally:
    """Let the scripted reviewer decide until every dropped scan has its decision at its site.

    When nothing has moved for a minute the demo ends all the same, and what has no decision by
    then is counted as lost.
    """
    started = time.monotonic()
    with opened(room) as running:
        client = DeskClient(running.address, running.keys, desk=DESK, give_up_s=10.0)
        reviewer = ScriptedReviewer(
            client, room.plan.cache, officer=OFFICER, password=room.password
        )
        try:
            reviewer.work(_EndWatch(running, progress).finished)
        finally:
            client.close()
        by_stage = stages_of(running)
    seconds = time.monotonic() - started
    return count(room.plan, by_stage, to_the_end=True, seconds=seconds)


class _EndWatch:
    """Looks, not too often, whether every scan of the plan has been dropped and answered."""

    def __init__(self, running: OpenRoom, progress: Callable[[int, int], None]) -> None:
        self._running, self._progress = running, progress
        self._looked = 0.0
        self._moved = time.monotonic()
        self._seen: tuple[int, int] = (0, 0)
        self._ended = False

    def finished(self) -> bool:
        now = time.monotonic()
        if not self._ended and now - self._looked >= _LOOK_S:
            self._looked = now
            self._ended = self._look(now)
        return self._ended

    def _look(self, now: float) -> bool:
        self._running.keepers.check()
        plan = self._running.room.plan
        found, came = arrivals(plan), len(dropped(plan))
        answered = found.applied + found.quarantined
        wanted = plan.expected()
        if (came, answered) != self._seen:
            self._seen, self._moved = (came, answered), now
            self._progress(answered, wanted)
        if now - self._moved > _STALL_S:
            _LOG.error(
                "nothing moves any more: %d of %d scans came, %d answered", came, wanted, answered
            )
            return True
        return came >= wanted and answered >= came


def _wait_for_hub(room: DemoRoom, keepers: Keepers) -> HubAddress:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        keepers.check()
        if room.plan.ready.exists():
            card = json.loads(room.plan.ready.read_text(encoding="utf-8"))
            return HubAddress(endpoint=card["endpoint"], server_key=card["server_key"])
        time.sleep(0.05)
    keepers.check()
    raise DemoStalled(f"the hub did not open its door within {_READY_S:.0f} s")


def stages_of(running: OpenRoom) -> dict[str, int]:
    """Ask the hub how many cases stand at each stage now."""
    client = DeskClient(running.address, running.keys, desk=DESK, give_up_s=10.0)
    try:
        client.login(OFFICER, running.room.password)
        state = client.room()
    except QueueError as error:
        raise DemoStalled(f"the hub went silent at the end: {error}") from error
    finally:
        client.close()
    return {str(stage): int(n) for stage, n in state["by_stage"].items()}
