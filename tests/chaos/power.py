"""Power cuts: the hub's, or the whole room's, with all that was not synchronised forgotten."""

from collections import Counter
from pathlib import Path
from random import Random

from tests.chaos.disk import Disk
from tests.chaos.room import Kept, Room
from tests.chaos.rounds import Nemesis


def cut_the_power(disk: Disk, rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Return a nemesis that cuts the power of everything whose data lie on the disk.

    Every second cut is torn: some blocks of what was written since are there, others not.
    """
    due, hub_down = rng.uniform(*every_s), False

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due, hub_down
        if now < due or done["power cuts"] >= most:
            return
        hub = room.programs["hub"]
        if not hub_down and rng.random() < 0.5:
            # The hub goes first: desks and sites are in the middle of something when they follow.
            hub_down, due = True, now + 0.5
            hub.wanted = False
            hub.kill()
            return
        for program in victims(room, disk.path):
            program.kill()
        disk.order("torn" if done["power cuts"] % 2 else "cut")
        hub_down, hub.wanted = False, True
        done["power cuts"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


def victims(room: Room, disk: Path) -> list[Kept]:
    """Return the programs that keep anything on the disk."""
    plan = room.plan
    folders = {"hub": plan.hub}
    folders |= {name: plan.site(name) for name in plan.sites}
    return [
        program
        for name, program in room.programs.items()
        if folders.get(name, plan.desk(name)).is_relative_to(disk)
    ]


def fill_and_break(disk: Disk, rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Return a nemesis that fills the disk for a moment, or lets one fsync fail."""
    due, full_until = rng.uniform(*every_s), 0.0

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        del room
        nonlocal due, full_until
        if full_until and now > full_until:
            disk.order("free")
            full_until = 0.0
        if now < due or done["disk full"] + done["fsync failed"] >= most:
            return
        if rng.random() < 0.5:
            disk.order("full")
            full_until = now + rng.uniform(0.3, 1.5)
            done["disk full"] += 1
        else:
            disk.order("broken")
            done["fsync failed"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis
