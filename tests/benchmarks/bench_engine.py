"""The comparison engine's benchmark: every bar that needs no foreign data, beside its baseline.

Run ``make bench BENCH=engine`` or ``python -m tests.benchmarks.bench_engine [--quick] [--rows a,b]
[--save DIR]``. Prints a table, each line with its 95 % interval, the baseline of the same run, the
bar and whether it is kept; the last line is the same as JSON. These are regression figures, never
claims about customs: phantoms are far easier than real goods.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from tests.benchmarks import engine_scans, engine_speed, figures, look_alikes, parts
from tests.benchmarks.ablation_rows import ablation_rows
from tests.benchmarks.deviation_rows import deviation_rows
from tests.benchmarks.engine_probe import refit
from tests.benchmarks.engine_world import World, fitting_samples, make_world
from tests.benchmarks.recognition_rows import (
    Ranking,
    alarm_rows,
    baselines,
    open_set_rows,
    poorer_rows,
    recognition_rows,
    unlike_rows,
    unseen_rows,
)
from tests.benchmarks.rows import row
from tests.benchmarks.table import Line, least, line, most, say, show, to_json
from workstation.matching.description import Evidence
from workstation.matching.prior import Prior, shipped

QUICK_KINDS = 6
WHOLE = "whole engine, one scan [s]"
OVER = "whole engine over the network alone"


@dataclass(kw_only=True)
class Bench:
    """What the rows are measured on; made when the first row asks for it."""

    names: tuple[str, ...]
    folder: Path
    pictures: Path
    chosen: tuple[str, ...]
    prior: Prior = field(default_factory=shipped)

    @cached_property
    def world(self) -> World:
        """All scans of the benchmark."""
        return make_world(
            self.names,
            self.folder,
            poorer=bool({"uncalibrated", "eightbit"} & set(self.chosen)),
            hidden=bool({"deviations", "box"} & set(self.chosen)),
        )

    @cached_property
    def base(self) -> dict[int, Ranking]:
        """The rankings of histogram + ORB."""
        return baselines(self.world)

    def priors(self) -> list[tuple[Sequence[str], Prior]]:
        """Return priors fitted without a half of the kinds, each with that half."""
        samples = fitting_samples(self.names, self.folder)
        one, other = look_alikes.folds(self.names)
        return [(one, refit(samples, other)), (other, refit(samples, one))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 for rows that do not exist."""
    options = _options(arguments)
    chosen = tuple(options.rows.split(",")) if options.rows else tuple(ROWS)
    unknown = [name for name in chosen if name not in ROWS]
    if unknown:
        sys.stderr.write(f"there are no rows {', '.join(unknown)}; known: {', '.join(ROWS)}\n")
        return 2
    all_kinds = tuple(look_alikes.GROUP_OF)
    bench = Bench(
        names=look_alikes.few(options.kinds) if options.kinds < len(all_kinds) else all_kinds,
        folder=engine_scans.CACHE,
        pictures=options.save,
        chosen=chosen,
    )
    engine_scans.clean(bench.folder)
    say(f"{len(bench.names)} kinds of goods; prior {'shipped' if bench.prior.fits else 'none'}")
    lines: list[Line] = []
    for name in chosen:
        started = time.monotonic()
        say(f"\n-- {name}")
        found = list(ROWS[name](bench))
        show(found)
        say(f"({time.monotonic() - started:.0f} s)")
        lines += found
    barred = [one for one in lines if one.kept is not None]
    say(f"\n{sum(bool(one.kept) for one in barred)} of {len(barred)} bars kept")
    keep(lines, options.save)
    if options.json is not None:
        options.json.write_text(json.dumps(times(lines)), encoding="utf-8")
    say(to_json(lines))
    return 0


def keep(lines: Sequence[Line], folder: Path) -> None:
    """Write the table beside its pictures, for people and for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    width = max((len(one.name) for one in lines), default=0)
    text = "\n".join(one.text(width) for one in lines)
    (folder / "table.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "table.json").write_text(to_json(lines) + "\n", encoding="utf-8")


def times(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return the rows of ``bench.json``: the engine's time against the network's own."""
    whole = next((one for one in lines if one.name == WHOLE), None)
    over = next((one for one in lines if one.name == OVER), None)
    if whole is None or over is None or not over.baseline or not math.isfinite(over.baseline):
        return []
    return [asdict(row(WHOLE, whole.value * 1e3, "network alone", over.baseline * 1e3))]


def _recognition(bench: Bench) -> Iterable[Line]:
    return recognition_rows(bench.world, bench.prior, bench.base, bench.pictures)


def _unseen(bench: Bench) -> Iterable[Line]:
    return unseen_rows(bench.world, bench.priors(), bench.pictures)


def _unlike(bench: Bench) -> Iterable[Line]:
    return unlike_rows(bench.world, bench.prior)


def _uncalibrated(bench: Bench) -> Iterable[Line]:
    return poorer_rows(bench.world, bench.prior, bench.base, Evidence.DUAL)


def _eightbit(bench: Bench) -> Iterable[Line]:
    return poorer_rows(bench.world, bench.prior, bench.base, Evidence.SINGLE)


def _alarms(bench: Bench) -> Iterable[Line]:
    return alarm_rows(bench.world, bench.prior)


def _open_set(bench: Bench) -> Iterable[Line]:
    return open_set_rows(bench.world, bench.prior)


def _deviations(bench: Bench) -> Iterable[Line]:
    return deviation_rows(bench.world, bench.prior, bench.pictures)


def _ablation(bench: Bench) -> Iterable[Line]:
    return ablation_rows(bench.world, bench.prior)


def _box(bench: Bench) -> Iterable[Line]:
    world = bench.world
    scans = (*world.library, *world.queries, *world.hidden)
    overlaps = [sample.box_iou for sample in scans]
    note = f"of {len(scans)} phantoms"
    return [
        line("container box, median IoU", figures.median(overlaps), bar=least(0.95), note=note),
        line("container box, worst IoU", min(overlaps), bar=least(0.85), note=note),
    ]


def _speed(_bench: Bench) -> Iterable[Line]:
    took = engine_speed.measure()
    rows, columns = engine_speed.SHAPE
    note = f"{rows} by {columns} pixels, two energies, {took['models']:.0f} models, one core"
    whole, network = took["engine_s"], took["network_s"]
    return [
        line(WHOLE, whole, bar=most(1.0), note=note),
        line(
            OVER,
            whole / network if network else float("nan"),
            baseline=network,
            against="network [s]",
            bar=most(3.0),
        ),
        line("a model's description [KiB]", took["description_bytes"] / 1024, bar=most(64.0)),
    ]


def _part(module: str) -> Callable[[Bench], Iterable[Line]]:
    """Return what runs another benchmark and takes over its lines."""
    return lambda _bench: parts.lines_of(module)


ROWS: dict[str, Callable[[Bench], Iterable[Line]]] = {
    "recognition": _recognition,
    "unlike": _unlike,
    "unseen": _unseen,
    "alarms": _alarms,
    "openset": _open_set,
    "deviations": _deviations,
    "ablation": _ablation,
    "box": _box,
    "uncalibrated": _uncalibrated,
    "eightbit": _eightbit,
    "speed": _speed,
    "lot": _part("tests.benchmarks.bench_lot"),
    "facts": _part("tests.benchmarks.bench_facts"),
    "million": _part("tests.benchmarks.bench_million"),
}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few kinds only, for a look")
    parser.add_argument("--kinds", type=int, help="so many kinds, in whole look-alike groups")
    parser.add_argument("--rows", help=f"some of {', '.join(ROWS)}")
    parser.add_argument("--save", type=Path, default=engine_scans.ROOT / "build" / "engine")
    parser.add_argument("--json", type=Path, help="where to write the rows of bench.json")
    options = parser.parse_args(arguments)
    if options.kinds is None:
        options.kinds = QUICK_KINDS if options.quick else len(look_alikes.GROUP_OF)
    return options


if __name__ == "__main__":
    sys.exit(main())
