"""One round of a campaign: a fresh room, scans that arrive, a nemesis, and the count at the end."""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.chaos import scanner
from tests.chaos.checker import Findings, check, in_force
from tests.chaos.room import DESKS, Nursery, Plan, Room, prepare

_LOOK_S = 0.02
_COUNT_S = 0.5


@dataclass
class Round:
    """What a round did and what it cost."""

    name: str
    findings: Findings = field(default_factory=Findings)
    done: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def sentence(self) -> str:
        """Return one line for whoever watches."""
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.done.items()))
        found = self.findings
        verdict = "whole" if found.whole else f"{len(found.faults)} FAULTS"
        return (
            f"{self.name}: {found.scans} scans, {found.decided} decided, {did or 'no fault'}, "
            f"{found.fenced} fenced, {self.seconds:.0f} s: {verdict}"
        )


#: A nemesis is called many times a second with the time since the round began [s].
Nemesis = Callable[[Room, float, Counter[str]], None]


def kill_now_and_then(
    rng: Random,
    *,
    every_s: tuple[float, float],
    most: int,
    shares: tuple[int, int, int] = (5, 2, 3),
) -> Nemesis:
    """Return a nemesis that kills -9 a program at random moments; shares for hub, site, desk."""
    due = rng.uniform(*every_s)

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due
        if now < due or sum(done[f"{kind} kills"] for kind in ("hub", "site", "desk")) >= most:
            return
        kind = rng.choices(("hub", "site", "desk"), weights=shares)[0]
        names = {"hub": ("hub",), "site": room.plan.sites, "desk": tuple(DESKS)}[kind]
        if room.programs[rng.choice(names)].kill():
            done[f"{kind} kills"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


def run_round(  # noqa: PLR0913 - each is one knob of the campaign
    plan: Plan,
    nursery: Nursery,
    nemesis: Nemesis,
    *,
    name: str,
    template: Path,
    scans: int,
    pace_s: float,
    seed: int,
    patience_s: float = 25.0,
    prepared: bool = False,
) -> Round:
    """Run one room until every scan has its decision, or nothing has moved for the patience."""
    began = time.monotonic()
    result = Round(name=name)
    if not prepared:
        prepare(plan, template)
    stage = plan.notes / "stage"
    drops = scanner.make_packages(stage, plan.sites, count=scans, seed=seed)
    left, due = list(drops), 0.0
    dropped: list[scanner.Drop] = []
    counted, moved_at, last_count = 0, time.monotonic(), 0.0
    with Room(plan, nursery) as room:
        start = time.monotonic()
        while True:
            room.tend()
            now = time.monotonic() - start
            if left and now >= due:
                drop = left.pop(0)
                scanner.drop(stage / f"{drop.scan_id}.scan.tif", plan.inbox(drop.site))
                dropped.append(drop)
                due = now + pace_s
            nemesis(room, now, result.done)
            if now - last_count >= _COUNT_S:
                last_count = now
                there = in_force(plan, dropped)
                if there != counted or left:
                    counted, moved_at = there, time.monotonic()
                if not left and counted == len(drops):
                    break
                if time.monotonic() - moved_at > patience_s:
                    break
            time.sleep(_LOOK_S)
    result.findings = check(plan, drops)
    result.seconds = time.monotonic() - began
    return result


def clear(plan: Plan) -> None:
    """Remove a room that was whole; one with faults is left for whoever looks."""
    for folder in (plan.folder, plan.notes):
        shutil.rmtree(folder, ignore_errors=True)
