"""Programs are upgraded and taken back one after the other while the room works (F20).

What is taken back knows version 1 of the wire and nothing newer: it says so, refuses what is
newer, and neither sends nor understands what version 2 added.
"""

from collections import Counter
from random import Random
from types import ModuleType
from typing import Final

from queue_client import codec, link, messages, versions
from tests.chaos.room import DESKS, Room
from tests.chaos.rounds import Nemesis
from workstation.hub import answering, tongues

_KNOW: Final[tuple[ModuleType, ...]] = (versions, codec, link, messages, answering, tongues)


def speak_only(version: int) -> None:
    """Make this process one of an older version of the wire, for good."""
    for module in _KNOW:
        module.VERSION = version  # type: ignore[attr-defined]


def upgrade_and_go_back(rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Begin with all programs of version 1; kill one at a time and start it as the other version.

    The hub comes third, so that a room of version 1 has had clients of version 2 in it by then,
    and ends as version 2 among clients of both.
    """
    order = ["desk-1", "yantian", "hub", *rng.sample([*DESKS, "nansha", "hub"], 5)]
    due = 0.0

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due
        if not done["version changes"] and now >= due:
            for program in room.programs.values():
                program.order["wire"] = versions.OLDEST
                program.kill()
            done["version changes"] = 1
            due = now + rng.uniform(*every_s)
        elif now >= due and done["version changes"] < most:
            name = order[(done["version changes"] - 1) % len(order)]
            program = room.programs[name]
            newest = program.order["wire"] == versions.VERSION
            program.order["wire"] = versions.OLDEST if newest else versions.VERSION
            program.kill()
            done["version changes"] += 1
            due = now + rng.uniform(*every_s)

    return nemesis
