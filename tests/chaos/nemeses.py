"""What is done to a room while it works; `tests.chaos.power` has what needs a disk of our own."""

import signal
from collections import Counter
from collections.abc import Sequence
from random import Random

from tests.chaos.line import Lines, Mood
from tests.chaos.room import DESKS, Room
from tests.chaos.rounds import Nemesis

KILLS = ("hub kills", "site kills", "desk kills")


def all_of(*nemeses: Nemesis) -> Nemesis:
    """Return a nemesis that is several at once."""

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        for one in nemeses:
            one(room, now, done)

    return nemesis


def kill(
    rng: Random,
    *,
    every_s: tuple[float, float],
    most: int,
    shares: tuple[int, int, int] = (5, 2, 3),
) -> Nemesis:
    """Kill -9 a program at random moments; ``shares`` are those of hub, sites and desks."""
    due = rng.uniform(*every_s)

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due
        if now < due or sum(done[kind] for kind in KILLS) >= most:
            return
        kind = rng.choices(KILLS, weights=shares)[0]
        names: Sequence[str] = dict(zip(KILLS, (["hub"], room.plan.sites, [*DESKS]), strict=True))[
            kind
        ]
        if room.programs[rng.choice(names)].kill():
            done[kind] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


def freeze(
    rng: Random, *, every_s: tuple[float, float], for_s: tuple[float, float], most: int
) -> Nemesis:
    """Stop a desk, now and then another program, and let it go on later as if nothing were."""
    due = rng.uniform(*every_s)
    frozen: dict[str, float] = {}

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due
        for name in [name for name, until in frozen.items() if until <= now]:
            del frozen[name]
            room.programs[name].signal(signal.SIGCONT)
        if now < due or done["freezes"] >= most:
            return
        name = rng.choice([*DESKS, *DESKS, *room.plan.sites, "hub"])
        if name not in frozen and room.programs[name].signal(signal.SIGSTOP):
            longest = for_s[1] if name in DESKS else 1.0
            frozen[name] = now + rng.uniform(min(for_s[0], longest), longest)
            done["freezes"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


def spoil_lines(lines: Lines, rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Cut, stall, refuse, slow down or flip bits on a line for a while."""
    due = rng.uniform(*every_s)
    better: dict[str, float] = {}

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        del room
        nonlocal due
        for name in [name for name, until in better.items() if until <= now]:
            del better[name]
            _change(lines.moods[name], Mood())
        done["flips"] = lines.flipped
        if now < due or sum(done[kind] for kind in ("cuts", "line faults")) >= most:
            return
        name = rng.choice(list(lines.moods))
        fault = rng.choice(("cut", "stall", "refuse", "slow", "flip"))
        if fault == "cut":
            done["cuts"] += lines.cut(name)
        else:
            moods = {
                "stall": Mood(stalled=True),
                "refuse": Mood(refusing=True),
                "slow": Mood(delay_s=0.3, rate=125_000),
                "flip": Mood(flips=0.1),
            }
            _change(lines.moods[name], moods[fault])
            if fault == "refuse":
                done["cuts"] += lines.cut(name)
            better[name] = now + rng.uniform(0.5, 2.5)
            done["line faults"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


def _change(mood: Mood, into: Mood) -> None:
    for name in ("delay_s", "rate", "flips", "stalled", "refusing"):
        setattr(mood, name, getattr(into, name))
