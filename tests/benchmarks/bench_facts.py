"""Load facts, orientation and container box against the simulator's truth.

Run ``python -m tests.benchmarks.bench_facts [--each N] [--empties N]``: every kind of goods N
times, as usual, in a container of any size and build, and only partly filled, and empty
containers of every size and build, on sites 20 to 59. Prints one row a figure with its 95 %
interval: Wilson's for shares, a bootstrap's for medians. The settings were chosen on other
seeds of the same sites.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.matching.facts import load_facts
from workstation.matching.orientation import doubts, is_upside_down
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import rectify
from workstation.simulation.container import ContainerBuild, ContainerSize, ContainerSpec
from workstation.simulation.goods import Packing, make_product
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.phantom import Truth, simulate_scan
from workstation.simulation.site import demo_sites

SITES = range(20, 60)
SEED = 1_100_000
NOTHING_KG = 120.0  # a few empty pallets
FORBIDDING = frozenset({"no_container", "poor_image", "upside_down"})
REGULAR = frozenset({Packing.PALLETS, Packing.CARTONS, Packing.DRUMS, Packing.ROLLS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to simulate."""

    kind: str
    seed: int
    site: int
    container: ContainerSpec | None
    fill: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A scan's truth and what was said of it."""

    truth: Truth
    facts: LoadFacts
    overlap: float
    doubted: bool
    flipped_seen: bool
    mirrored_same: bool


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=2, help="scans a kind")
    parser.add_argument("--empties", type=int, default=96)
    options = parser.parse_args()
    recipes = list(_recipes(options.each, options.empties))
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        for line in table(list(pool.map(measure, recipes, chunksize=4))):
            sys.stdout.write(line + "\n")


def measure(recipe: Recipe) -> Measured:
    """Simulate one scan and ask for its facts."""
    site = demo_sites(recipe.site + 1)[-1]
    made = simulate_scan(
        seed=recipe.seed,
        kind=recipe.kind,
        site=site,
        container=recipe.container,
        fill=recipe.fill,
    )
    pixels = pixels_of(made.scan)
    rectified = rectify(pixels)
    facts = load_facts(pixels, rectified)
    other = _mirrored(pixels)
    return Measured(
        truth=made.truth,
        facts=facts,
        overlap=_overlap(pixels.container, made.truth.container),
        doubted=bool(FORBIDDING & set(doubts(pixels, rectified))),
        flipped_seen=is_upside_down(np.ascontiguousarray(pixels.high[::-1])),
        mirrored_same=load_facts(other, rectify(other)).fill == facts.fill,
    )


def table(all_: Sequence[Measured]) -> Iterator[str]:
    """Return the rows of the table."""
    empty = [one for one in all_ if one.truth.mass_kg < NOTHING_KG]
    loaded = [one for one in all_ if one.truth.mass_kg >= NOTHING_KG]
    yield share("loaded called empty", [one.facts.fill == "empty" for one in loaded])
    yield share("empty called loaded", [one.facts.fill != "empty" for one in empty])
    full = [one for one in loaded if one.truth.fill >= 0.9]
    part = [one for one in loaded if one.truth.fill <= 0.6]
    yield share("full called full (outline >= 0.9)", [one.facts.fill == "full" for one in full])
    yield share("partial called full (<= 0.6)", [one.facts.fill == "full" for one in part])
    heavy = [one for one in loaded if one.truth.mass_kg >= 1000]
    answered = [(one.facts.mass_kg, one.truth.mass_kg) for one in heavy]
    off = [abs(said - true) / 1000 for said, true in answered if said is not None]
    yield share("mass answered, loads from 1 t", [said is not None for said, _ in answered])
    yield median("mass, median error [t]", off, np.median)
    yield median("mass, 90th percentile [t]", off, lambda v: np.percentile(v, 90))
    regular = [one for one in loaded if find_kind(one.truth.kind).packing in REGULAR]
    said = [one for one in regular if one.facts.period_mm is not None]
    yield share("period answered, regular goods", [one in said for one in regular])
    yield share("period true within 6 %", [_period_is_true(one, (1,)) for one in said])
    yield share("... or 2 or 3 times it", [_period_is_true(one, (1, 2, 3)) for one in said])
    yield share("good scans doubted", [one.doubted for one in all_])
    yield share("upside-down scans seen", [one.flipped_seen for one in all_])
    yield share("mirrored, other fill", [not one.mirrored_same for one in all_])
    yield median("container box, median IoU", [one.overlap for one in all_], np.median)
    yield share("container box, IoU below 0.85", [one.overlap < 0.85 for one in all_])
    yield f"{'container box, worst IoU':36} {min(one.overlap for one in all_):.3f}"


def share(name: str, hits: Sequence[bool]) -> str:
    """Return a row with a share and its Wilson interval (E. B. Wilson, JASA 22 (1927) 209)."""
    count, n, z = sum(hits), max(len(hits), 1), 1.96
    p = count / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return f"{name:36} {p:6.1%}  [{low:.1%}, {high:.1%}]  {count}/{len(hits)}"


def median(
    name: str, values: Sequence[float], figure: Callable[[NDArray[np.float64]], object]
) -> str:
    """Return a row with a figure and its bootstrap interval (2000 draws)."""
    rng, found = np.random.default_rng(1), np.asarray(values, np.float64)
    if not found.size:
        return f"{name:36} none"
    draws = [float(str(figure(rng.choice(found, found.size)))) for _ in range(2000)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"{name:36} {float(str(figure(found))):6.3f}  [{low:.3f}, {high:.3f}]  n {found.size}"


def _recipes(each: int, empties: int) -> Iterator[Recipe]:
    rng = np.random.default_rng(SEED)
    specs = [ContainerSpec(size=size, build=build) for size in ContainerSize
             for build in ContainerBuild]  # fmt: skip
    for number, kind in enumerate(kind for kind in kinds() if kind.packing is not Packing.NOTHING):
        for turn in range(each):
            yield Recipe(
                kind=kind.name,
                seed=SEED + 100 * number + turn,
                site=int(rng.choice(SITES)),
                container=specs[int(rng.integers(len(specs)))] if turn % 3 == 1 else None,
                fill=float(rng.uniform(0.05, 0.4)) if turn % 3 == 2 else None,
            )
    for number in range(empties):
        yield Recipe(
            kind="empty",
            seed=SEED + 50_000 + number,
            site=int(rng.choice(SITES)),
            container=specs[number % len(specs)],
            fill=None,
        )


def _period_is_true(one: Measured, times: Sequence[int]) -> bool:
    """Whether the period is a size of the true items, or of their pallets, so many times."""
    product = make_product(find_kind(one.truth.kind), one.truth.product)
    sizes = {product.figures[name] for name in ("length", "depth", "width")
             if name in product.figures}  # fmt: skip
    if "radius" in product.figures:
        sizes.add(2 * product.figures["radius"])
    if product.kind.packing is Packing.PALLETS:
        length = product.figure("length", 0.5)
        across = max(int((1.2 if product.number % 2 else 1.0) / length + 0.15), 1)
        sizes |= {across * length, across * length + 0.04}
    said = (one.facts.period_mm or 0.0) / 1000
    return any(abs(said / (size * count) - 1) < 0.06 for size in sizes for count in times)


def _mirrored(pixels: ScanPixels) -> ScanPixels:
    box, columns = pixels.container, pixels.high.shape[1]
    return replace(
        pixels,
        high=np.ascontiguousarray(pixels.high[:, ::-1]),
        low=None if pixels.low is None else np.ascontiguousarray(pixels.low[:, ::-1]),
        container=None if box is None else replace(box, column=columns - box.column - box.width),
    )


def _overlap(found: Rectangle | None, truth: Rectangle) -> float:
    if found is None:
        return 0.0
    tall = min(found.row + found.height, truth.row + truth.height) - max(found.row, truth.row)
    wide = min(found.column + found.width, truth.column + truth.width)
    wide -= max(found.column, truth.column)
    common = max(tall, 0) * max(wide, 0)
    return common / (found.height * found.width + truth.height * truth.width - common)


if __name__ == "__main__":
    main()
