"""``make chaos``: break a room of real programs in every way we can, and count what it cost.

``short`` takes some minutes, ``long`` more than an hour; ``KILLS=2500`` sets how many processes are
killed, ``SOAK=60`` lets another room soak for so many minutes beside all of it (``soak`` alone is
that and nothing else). The last line is one JSON object; the exit code is 1 when anything was lost,
doubled or reviewed twice, or when a seeded fault went unnoticed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.campaign import Campaign, hunt, simulate
from tests.chaos.disk import can_mount
from tests.chaos.drafting import Round as DraftRound
from tests.chaos.incidents import LIBFAKETIME
from tests.chaos.mutants import MUTANTS, Hunter
from tests.chaos.nemeses import KILLS
from tests.chaos.room import Nursery
from tests.chaos.rounds import Round
from tests.chaos.sim.room import memory_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of everything a campaign does."""

    kills: int
    kills_a_round: int
    scans_a_round: int
    freeze_rounds: int
    line_rounds: int
    large_scans: int
    power_cuts: int
    disk_rounds: int
    restores: int
    version_changes: int
    seeds: int
    seeds_on_sql: int
    desks_at_work: int
    power_mutants: bool


SIZES = {
    "short": Size(
        kills=30,
        kills_a_round=30,
        scans_a_round=50,
        freeze_rounds=1,
        line_rounds=1,
        large_scans=4,
        power_cuts=6,
        disk_rounds=1,
        restores=1,
        version_changes=5,
        seeds=60,
        seeds_on_sql=4,
        desks_at_work=8,
        power_mutants=False,
    ),
    "long": Size(
        kills=2100,
        kills_a_round=70,
        scans_a_round=150,
        freeze_rounds=4,
        line_rounds=4,
        large_scans=28,
        power_cuts=60,
        disk_rounds=3,
        restores=8,
        version_changes=40,
        seeds=2000,
        seeds_on_sql=100,
        desks_at_work=100,
        power_mutants=True,
    ),
}


def say(text: str) -> None:
    """Print a line at once: a long campaign is watched while it runs."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(name: str) -> int:
    """Run a campaign; return 0 when nothing was lost and everything seeded was noticed."""
    began, minutes = time.monotonic(), float(os.environ.get("SOAK") or 60)
    figures: Counter[str] = Counter()
    base = Path(
        tempfile.mkdtemp(prefix="rr-chaos-", dir=os.environ.get("CHAOS_DIR") or memory_folder())
    )
    with Nursery() as nursery:
        if name == "soak":
            whole = tell(iter([Campaign(base, nursery).soak(minutes=minutes, seed=5005)]), figures)
        else:
            with beside("soak" if os.environ.get("SOAK") else None) as soak:
                whole = tell(rounds(Campaign(base, nursery), SIZES[name]), figures)
                whole = draft_rounds(base / "drafts", nursery, SIZES[name], figures) and whole
                if SIZES[name].power_mutants and can_mount():
                    hunt_by_power(Campaign(base / "mutants", nursery), figures)
                simulated(SIZES[name], figures)
            whole = whole and not soak.pop("faults", 0)
            figures.update(soak)
    whole = whole and not figures["sim_failures"]
    whole = whole and figures["mutants_killed"] == figures["mutants_seeded"]
    if whole:
        shutil.rmtree(base, ignore_errors=True)
    else:
        say(f"what is left of it lies in {base}")
    say(json.dumps({**dict(figures), "seconds": round(time.monotonic() - began)}))
    return 0 if whole else 1


def tell(results: Iterator[Round], figures: Counter[str]) -> bool:
    """Say what came of rounds and count it; return whether all were whole."""
    whole = True
    for result in results:
        say(result.sentence())
        for fault in result.findings.faults[:20]:
            say(f"   {fault}")
        whole = result.findings.whole and whole
        add(figures, result)
    return whole


@contextmanager
def beside(name: str | None) -> Iterator[dict[str, int]]:
    """Run another campaign meanwhile; what it counted is in the dictionary afterwards.

    A campaign that could not be told whole counts as one more of its ``faults``.
    """
    counted: dict[str, int] = {}
    if name is None:
        yield counted
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        other = subprocess.Popen([sys.executable, "-m", "tests.chaos", name], stdout=said)  # noqa: S603 - ourselves
        try:
            yield counted
        except BaseException:
            other.terminate()
            raise
        finally:
            failed = other.wait() != 0
        said.seek(0)
        *sentences, last = said.read().splitlines() or ["{}"]
        for sentence in sentences:
            say(sentence)
        counted.update(json.loads(last), faults=int(failed))
        counted.pop("seconds", None)


def rounds(campaign: Campaign, size: Size) -> Iterator[Round]:
    """Run all rounds of real programs."""
    kills = int(os.environ.get("KILLS") or size.kills)
    seed = 0
    while kills > 0:
        seed += 1
        yield campaign.killing(
            scans=size.scans_a_round, kills=min(kills, size.kills_a_round), seed=seed
        )
        kills -= size.kills_a_round
    for seed in range(size.freeze_rounds):
        yield campaign.freezing(scans=40, freezes=30, seed=1000 + seed)
    for seed in range(size.line_rounds):
        yield campaign.lines(scans=50, faults=40, kills=6, seed=2000 + seed)
    large = size.large_scans
    yield campaign.large(scans=large, faults=4 * large, kills=large, seed=2500)
    yield campaign.lost_disks(scans=30, disks=10, seed=5001)
    yield campaign.revoking(scans=24, times=2, seed=5002)
    yield campaign.renaming(scans=12, seed=5003)
    yield campaign.restoring(scans=20 * size.restores, times=size.restores, seed=5006)
    yield campaign.upgrading(
        scans=4 * size.version_changes, changes=size.version_changes, seed=5007
    )
    if LIBFAKETIME.exists():
        yield campaign.clocks(scans=30, steps=10, seed=5004)
    else:
        say("clock steps with real programs are left out: no libfaketime here")
    if not can_mount():
        say("power cuts and disk faults are left out: no FUSE here")
        return
    for seed in range(0, size.power_cuts, 6):
        yield campaign.power(scans=30, cuts=6, seed=3000 + seed)
    for seed in range(size.disk_rounds):
        yield campaign.disk(scans=30, faults=10, seed=4000 + seed)


def add(figures: Counter[str], result: Round) -> None:
    """Add a round's figures to the campaign's."""
    found, done = result.findings, result.done
    for name in ("scans", "lost", "duplicated", "double_reviews", "unexpected", "unrecorded"):
        figures[name] += getattr(found, name)
    figures["audit_broken"] += found.audit_broken
    figures["fenced"] += found.fenced
    figures["kills"] += sum(done[kind] for kind in KILLS)
    figures["hub_kills"] += done["hub kills"]
    for name in (
        "power cuts",
        "freezes",
        "cuts",
        "flips",
        "line faults",
        "disk full",
        "fsync failed",
        "clock steps",
        "desk disks lost",
        "revocations",
        "tamperings",
        "tamperings noticed",
        "restores",
        "lost with the disk",
        "version changes",
    ):
        figures[name.replace(" ", "_")] += done[name]


def draft_rounds(base: Path, nursery: Nursery, size: Size, figures: Counter[str]) -> bool:
    """Kill desks while their officers mark, and have a hub noticed that mishandles drafts."""
    result = DraftRound(base / "round", nursery, seed=6000).run(size.desks_at_work)
    say(result.sentence())
    for fault in result.faults:
        say(f"   {fault}")
    figures["desks_killed_at_work"] += result.done["desk kills"]
    figures["drafts_restored"] += result.done["drafts restored"]
    figures["double_decisions"] += result.double
    for mutant in MUTANTS:
        if mutant.hunter is Hunter.DRAFTS:
            found = DraftRound(base / mutant.name, nursery, seed=6001, mutant=mutant.name).run(6)
            note_mutant(figures, mutant.name, found.faults[0] if found.faults else "")
    return not result.faults


def hunt_by_power(campaign: Campaign, figures: Counter[str]) -> None:
    """Cut the power of rooms whose programs do not synchronise; each must be noticed."""
    for mutant in MUTANTS:
        if mutant.hunter is Hunter.POWER_CUT:
            caught = []
            for seed in range(8):
                found = campaign.power(scans=30, cuts=10, seed=5000 + seed, mutant=mutant.name)
                caught = found.findings.faults
                if caught:
                    break
            note_mutant(figures, mutant.name, caught[0] if caught else "")


def simulated(size: Size, figures: Counter[str]) -> None:
    """Run the seeds of the simulation, and the mutants that it has to catch."""
    simulated_s = 0.0
    for sql, count in ((False, size.seeds), (True, size.seeds_on_sql)):
        for outcome in simulate(0, count, sql=sql):
            figures["sim_seeds"] += 1
            figures["sim_crashes"] += outcome.crashes
            simulated_s += outcome.simulated_s
            if outcome.fault:
                figures["sim_failures"] += 1
                say(f"   seed {outcome.seed}{' over SQL' if sql else ''}: {outcome.fault}")
    figures["sim_failures"] += 0
    say(f"simulation: {figures['sim_seeds']} seeds, {simulated_s / 3600:.1f} simulated hours")
    for name, fault in hunt():
        note_mutant(figures, name, fault)


def note_mutant(figures: Counter[str], name: str, fault: str) -> None:
    """Count a mutant, and say what betrayed it."""
    figures["mutants_seeded"] += 1
    figures["mutants_killed"] += bool(fault)
    say(f"mutant {name}: {f'caught, {fault}' if fault else 'SURVIVED'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "short"))
