"""One round of a campaign: a fresh room, scans that arrive, a nemesis, and the count at the end."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.chaos import scanner
from tests.chaos.checker import Findings, check, in_force
from tests.chaos.room import Nursery, Plan, Room

_LOOK_S = 0.02
_COUNT_S = 0.5
_MOST_WAITED_S = 300.0


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


def run_round(  # noqa: PLR0913 - each is one knob of the campaign
    plan: Plan,
    nursery: Nursery,
    nemesis: Nemesis,
    *,
    name: str,
    scans: int,
    pace_s: float,
    seed: int,
    patience_s: float = 25.0,
    at_least_s: float = 0.0,
    waits: Callable[[], bool] = lambda: False,
    shapes: Sequence[tuple[int, int]] = scanner.SMALL,
) -> Round:
    """Run a prepared room until every scan has its decision, or nothing moves any more.

    While ``waits`` says so the nemesis has more in mind, and the round goes on for minutes.
    """
    began = time.monotonic()
    result = Round(name=name)
    stage = plan.notes / "stage"
    drops = scanner.make_packages(stage, plan.sites, count=scans, seed=seed, shapes=shapes)
    left, due = list(drops), 0.0
    dropped: list[scanner.Drop] = []
    counted, moved_at, last_count = 0, time.monotonic(), 0.0
    faults = 0
    with Room(plan, nursery) as room:
        start = time.monotonic()
        while True:
            room.tend()
            now = time.monotonic() - start
            if left and now >= due:
                due = now + pace_s
                drop = left[0]
                try:
                    scanner.drop(stage / f"{drop.scan_id}.scan.tif", plan.inbox(drop.site))
                except OSError:  # the disk is full or broken: the scanner tries again
                    result.done["scanner waits"] += 1
                else:
                    dropped.append(left.pop(0))
            nemesis(room, now, result.done)
            if now - last_count >= _COUNT_S:
                last_count = now
                there = in_force(plan, dropped)
                goes_on = now < at_least_s or (now < _MOST_WAITED_S and waits())
                done = result.done.total()
                if there != counted or left or goes_on or done != faults:
                    # While faults go on a slow machine may decide nothing: patience begins after.
                    counted, moved_at, faults = there, time.monotonic(), done
                if not left and counted == len(drops) and not goes_on:
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
