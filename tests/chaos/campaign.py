"""The parts of a campaign: rooms under one kind of fault each, the simulation, the mutants."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.chaos import nemeses, power
from tests.chaos.disk import Disk
from tests.chaos.line import Lines
from tests.chaos.mutants import MUTANTS, Hunter, find
from tests.chaos.room import DESKS, SITES, Nursery, Plan, free_port, prepare
from tests.chaos.rounds import Nemesis, Round, clear, run_round
from tests.chaos.sim.room import Outcome, run_seed

#: So many seeds does a mutant survive before it counts as not caught.
_SEEDS_FOR_A_MUTANT = 120


class Campaign:
    """Runs rounds in one folder with one nursery; a round that was whole leaves nothing behind."""

    def __init__(self, base: Path, nursery: Nursery) -> None:
        self._base, self._nursery = base, nursery
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
        """Cut, stall, refuse, slow down and spoil the lines, and kill beside it (F2, F9, F10)."""
        rng = Random(seed)  # noqa: S311 - a seed is the point
        hub = free_port()
        reach = {name: free_port() for name in (*SITES, *DESKS)}
        with Lines(hub, reach, seed=seed) as lines:
            nemesis = nemeses.all_of(
                nemeses.spoil_lines(lines, rng, every_s=(0.2, 0.7), most=faults),
                nemeses.kill(rng, every_s=(1.5, 3.0), most=kills),
            )
            return self._round(
                "lines", nemesis, scans=scans, seed=seed, pace_s=0.25, port=hub, reach=reach
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
                patience_s=12.0 if mutant else 30.0,
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
            plan, self._nursery, nemesis, name=name, scans=scans, pace_s=pace_s, seed=seed
        )
        if result.findings.whole:
            clear(plan)
        return result


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
    names = [mutant.name for mutant in MUTANTS if mutant.hunter is not Hunter.POWER_CUT]
    with _workers() as workers:
        yield from zip(names, workers.map(hunt_one, names), strict=True)


def hunt_one(name: str) -> str:
    """Run seeds over a mutant until one fails; returns how it failed, or ''."""
    mutant = find(name)
    sql = mutant.hunter is Hunter.SIMULATION_ON_SQL
    with mutant.applied():
        for seed in range(mutant.first_seed, mutant.first_seed + _SEEDS_FOR_A_MUTANT):
            fault = run_seed(seed, sql=sql).fault
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
