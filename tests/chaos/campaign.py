"""The parts of a campaign: rooms under one kind of fault each, the simulation, the mutants."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.chaos import incidents, nemeses, power, restoring, upgrading
from tests.chaos.disk import Disk
from tests.chaos.line import Lines
from tests.chaos.mutants import MUTANTS, Hunter, find
from tests.chaos.room import DESKS, SITES, Apart, Nursery, Plan, Room, free_port, prepare
from tests.chaos.rounds import Nemesis, Round, clear, run_round
from tests.chaos.scanner import LARGE, SMALL, make_packages
from tests.chaos.sim.room import Outcome, run_seed
from tests.chaos.watch import Watch
from workstation.storage.readers import audit_entries

#: So many seeds does a mutant survive before it counts as not caught.
_SEEDS_FOR_A_MUTANT = 400
#: How an exchanged part fails that is called in a way it does not know.
_MISFITS = ("TypeError", "AttributeError", "NameError")
#: How many at most, and how long apart, from and to [s].
_Often = tuple[int, tuple[float, float]]


class Campaign:
    """Runs rounds in one folder with one nursery; a round that was whole leaves nothing behind."""

    def __init__(self, base: Path, nursery: Nursery) -> None:
        self._base, self._nursery = base, nursery
        base.mkdir(parents=True, exist_ok=True)
        self._rounds = 0

    def killing(self, *, scans: int, kills: int, seed: int) -> Round:
        """Kill hub, sites and desks (F1)."""
        nemesis = nemeses.kill(Random(seed), every_s=(0.3, 0.8), most=kills)  # noqa: S311
        return self._round("kill", nemesis, scans=scans, seed=seed, pace_s=0.5 * kills / scans)

    def freezing(self, *, scans: int, freezes: int, seed: int, mutant: str = "") -> Round:
        """Stop desks for longer than a lease runs, while officers dwell on their cases (F3)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        nemesis = nemeses.freeze(rng, every_s=(0.4, 1.0), for_s=(1.2, 3.0), most=freezes)
        return self._round(
            "freeze",
            nemesis,
            scans=scans,
            seed=seed,
            pace_s=0.25,
            think_s=0.9,
            lease_ttl_s=1.0,
            mutant=mutant,
        )

    def lines(self, *, scans: int, faults: int, seed: int, kills: int = 0) -> Round:
        """Cut, stall, refuse, slow down and spoil the lines, and kill beside it (F2, F10)."""
        return self._over_lines(
            "lines",
            scans=scans,
            pace_s=0.25,
            seed=seed,
            faults=(faults, (0.2, 0.7)),
            kills=(kills, (1.5, 3.0)),
        )

    def large(self, *, scans: int, faults: int, seed: int, kills: int = 0) -> Round:
        """Let packages of 5 to 60 MB travel over lines that break and lie, among kills (F9)."""
        return self._over_lines(
            "large packages",
            scans=scans,
            pace_s=0.3,
            seed=seed,
            faults=(faults, (0.05, 0.3)),
            kills=(kills, (0.4, 1.2)),
            shapes=LARGE,
        )

    def _over_lines(  # noqa: PLR0913 - each is one knob of the campaign
        self,
        name: str,
        *,
        scans: int,
        pace_s: float,
        seed: int,
        faults: _Often,
        kills: _Often,
        shapes: Sequence[tuple[int, int]] = SMALL,
    ) -> Round:
        rng = Random(seed)  # noqa: S311 - a seed is the point
        hub = free_port()
        reach = {one: free_port() for one in (*SITES, *DESKS)}
        with Lines(hub, reach, seed=seed) as lines:
            nemesis = nemeses.all_of(
                nemeses.spoil_lines(lines, rng, most=faults[0], every_s=faults[1]),
                nemeses.kill(rng, most=kills[0], every_s=kills[1]),
            )
            return self._round(
                name,
                nemesis,
                scans=scans,
                seed=seed,
                pace_s=pace_s,
                port=hub,
                reach=reach,
                shapes=shapes,
            )

    def power(self, *, scans: int, cuts: int, seed: int, mutant: str = "") -> Round:
        """Cut the power of the whole room; what was not synchronised is gone (F4, F5)."""

        def nemesis(disk: Disk) -> Nemesis:
            rng = Random(seed)  # noqa: S311 - a seed is the point
            return power.cut_the_power(disk, rng, every_s=(0.8, 2.5), most=cuts)

        return self._on_a_disk("power", nemesis, scans=scans, seed=seed, pace_s=0.2, mutant=mutant)

    def disk(self, *, scans: int, faults: int, seed: int) -> Round:
        """Fill the disk and let fsync fail, of hub, sites and desks at once (F6, F7, F17)."""

        def nemesis(disk: Disk) -> Nemesis:
            rng = Random(seed)  # noqa: S311 - a seed is the point
            return power.fill_and_break(disk, rng, every_s=(0.5, 1.5), most=faults)

        return self._on_a_disk("disk", nemesis, scans=scans, seed=seed, pace_s=0.3)

    def clocks(self, *, scans: int, steps: int, seed: int) -> Round:
        """Set the wall clock of hub and sites by an hour or a day, again and again (F8).

        Not that of the desks: under libfaketime Python's own sleep fails when the clock is set.
        """
        clock = self._base / f"clock-{seed}"
        rng = Random(seed)  # noqa: S311 - a seed is the point
        with Nursery(incidents.faketime_environment(clock)) as elsewhere:
            nemesis = nemeses.all_of(
                incidents.set_clocks(clock, rng, every_s=(1.0, 2.0), most=steps),
                nemeses.kill(rng, every_s=(1.0, 3.0), most=steps // 2),
            )
            apart = Campaign(self._base / f"clocks-{seed}", Apart(self._nursery, elsewhere))
            return apart._round(
                "clocks", nemesis, look=_steps_are_written, scans=scans, seed=seed, pace_s=0.4
            )

    def lost_disks(self, *, scans: int, disks: int, seed: int) -> Round:
        """Take desks' disks away, pending decisions and all (F16)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        nemesis = incidents.lose_desk_disks(rng, every_s=(0.4, 1.2), most=disks)
        return self._round("lost disks", nemesis, scans=scans, seed=seed, pace_s=0.25)

    def revoking(self, *, scans: int, times: int, seed: int) -> Round:
        """Revoke the key of a site at work; give it back later (F19)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        nemesis = incidents.Revocations(rng=rng, most=times, spans=[])

        def look(plan: Plan, result: Round) -> None:
            for case in nemesis.stored_meanwhile(plan):
                result.findings.say("unexpected", f"{case} came from a site whose key was revoked")

        return self._round(
            "revoked keys", nemesis, look=look, scans=scans, seed=seed, pace_s=0.3, at_least_s=6.0
        )

    def renaming(self, *, scans: int, seed: int) -> Round:
        """Leave another picture under a name that came before, then edit the log (F13, F18)."""
        folder = self._base / f"other-{seed}"
        first = make_packages(folder, SITES, count=1, seed=seed, salt=1)[0]
        other = folder / f"{first.scan_id}.scan.tif"

        def nemesis(room: Room, now: float, done: Counter[str]) -> None:
            incidents.same_name_other_content(room.plan, first, other, most=1)(room, now, done)

        def look(plan: Plan, result: Round) -> None:
            result.done["tamperings"] = result.done["tamperings noticed"] = 0
            for name, noticed in incidents.tamper(plan.hub, plan.notes).items():
                result.done["tamperings"] += 1
                result.done["tamperings noticed"] += noticed
                if not noticed:
                    result.findings.say("audit_broken", f"unnoticed: {name}")

        return self._round(
            "same name", nemesis, look=look, scans=scans, seed=seed, pace_s=0.2, at_least_s=4.0
        )

    def restoring(self, *, scans: int, times: int, seed: int) -> Round:
        """Lose the hub's disk and restore a backup while sites and desks go on (F15)."""
        nemesis = restoring.Restoring(Random(seed), work_s=(1.0, 2.5), most=times)  # noqa: S311
        result = self._round(
            "restored backup",
            nemesis,
            scans=scans,
            seed=seed,
            pace_s=0.4,
            waits=lambda: nemesis.has_more,
        )
        result.done["lost with the disk"] = result.findings.lost_with_disk
        return result

    def upgrading(self, *, scans: int, changes: int, seed: int) -> Round:
        """Change programs from version 1 of the wire to 2 and back while they work (F20)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        nemesis = upgrading.upgrade_and_go_back(rng, every_s=(1.0, 2.0), most=changes)
        return self._round(
            "two versions", nemesis, scans=scans, seed=seed, pace_s=1.5 * changes / scans
        )

    def soak(self, *, minutes: float, seed: int) -> Round:
        """Work for long under a low rate of faults, and watch what grows (F21)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        hub, watch = free_port(), Watch()
        reach = {name: free_port() for name in (*SITES, *DESKS)}
        with Lines(hub, reach, seed=seed) as lines:
            nemesis = nemeses.all_of(
                watch,
                nemeses.spoil_lines(lines, rng, every_s=(5.0, 15.0), most=10_000),
                nemeses.kill(rng, every_s=(20.0, 60.0), most=10_000, shares=(0, 0, 1)),
            )

            def look(plan: Plan, result: Round) -> None:
                del plan
                for sentence in watch.growing():
                    result.findings.say("unexpected", sentence)

            scans = max(30, round(minutes * 60 / 2.0))
            result = self._round(
                "soak",
                nemesis,
                look=look,
                scans=scans,
                seed=seed,
                pace_s=2.0,
                port=hub,
                reach=reach,
            )
        result.done["kB an hour"] = round(max(watch.slope(1, name) for name in watch.names()))
        return result

    def _on_a_disk(  # noqa: PLR0913 - each is one knob of the campaign
        self,
        name: str,
        nemesis: Callable[[Disk], Nemesis],
        *,
        scans: int,
        seed: int,
        pace_s: float,
        mutant: str = "",
    ) -> Round:
        self._rounds += 1
        place = self._base / f"{name}-{self._rounds}"
        with Disk(place / "disk", seed=seed) as disk:
            plan = Plan(
                folder=disk.path / "room",
                notes_folder=place / "notes",
                port=free_port(),
                mutant=mutant,
            )
            prepare(plan, self._base / "template")
            disk.order("settle")
            result = run_round(
                plan,
                self._nursery,
                nemesis(disk),
                name=name,
                scans=scans,
                pace_s=pace_s,
                seed=seed,
                patience_s=20.0 if mutant else 30.0,
            )
            result.done["bytes forgotten"] = disk.facts["bytes"]
            result.done["names forgotten"] = disk.facts["names"]
        return result

    def _round(  # noqa: PLR0913 - each is one knob of the campaign
        self,
        name: str,
        nemesis: Nemesis,
        *,
        scans: int,
        seed: int,
        pace_s: float,
        port: int = 0,
        at_least_s: float = 0.0,
        waits: Callable[[], bool] = lambda: False,
        look: Callable[[Plan, Round], None] = lambda _plan, _result: None,
        shapes: Sequence[tuple[int, int]] = SMALL,
        **settings: object,
    ) -> Round:
        self._rounds += 1
        plan = Plan(
            folder=self._base / f"{name}-{self._rounds}",
            port=port or free_port(),
            **settings,  # type: ignore[arg-type]
        )
        prepare(plan, self._base / "template")
        result = run_round(
            plan,
            self._nursery,
            nemesis,
            name=name,
            scans=scans,
            pace_s=pace_s,
            seed=seed,
            at_least_s=at_least_s,
            waits=waits,
            shapes=shapes,
        )
        look(plan, result)
        if result.findings.whole:
            clear(plan)
        return result


def _steps_are_written(plan: Plan, result: Round) -> None:
    """Look that the hub has written down that its clock was set; a dead hub misses a step."""
    written = sum(entry["tag"] == "hub:clock:stepped" for entry in audit_entries(plan.hub))
    result.done["clock steps written"] = written
    if result.done["clock steps"] and not written:
        result.findings.say("unexpected", "no step of the clock is in the log")


def simulate(first: int, count: int, *, sql: bool = False) -> Iterator[Outcome]:
    """Run seeds in as many processes as there are cores."""
    with _workers() as workers:
        yield from workers.map(
            run_seed_of, [(seed, sql) for seed in range(first, first + count)], chunksize=8
        )


def run_seed_of(seed_and_store: tuple[int, bool]) -> Outcome:
    """Run one seed in a worker."""
    seed, sql = seed_and_store
    return run_seed(seed, sql=sql)


def hunt() -> Iterator[tuple[str, str]]:
    """Hunt every mutant that the simulation has to catch: its name, and what betrayed it or ''."""
    names = [mutant.name for mutant in MUTANTS if mutant.hunter.simulates]
    with _workers() as workers:
        yield from zip(names, workers.map(hunt_one, names), strict=True)


def hunt_one(name: str) -> str:
    """Run seeds over a mutant until one fails; returns how it failed, or ''.

    A mutant that does not fit the program fails of itself; nothing has noticed it then.
    """
    mutant = find(name)
    sql = mutant.hunter is Hunter.SIMULATION_ON_SQL
    with mutant.applied():
        for seed in range(mutant.first_seed, mutant.first_seed + _SEEDS_FOR_A_MUTANT):
            fault = run_seed(seed, sql=sql).fault
            if fault.startswith(_MISFITS):
                raise AssertionError(f"{name} fits the program no longer: {fault}")
            if fault:
                return f"seed {seed}: {fault}"
    return ""


@contextmanager
def _workers() -> Iterator[ProcessPoolExecutor]:
    with ExitStack() as stack:
        yield stack.enter_context(
            ProcessPoolExecutor(
                max_workers=min(os.cpu_count() or 1, 4), mp_context=get_context("spawn")
            )
        )
