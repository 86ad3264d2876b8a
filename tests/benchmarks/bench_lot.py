"""The odd container of a lot: how often it is named first, and how often an honest lot is blamed.

Run ``python -m tests.benchmarks.bench_lot [--kinds N] [--tune]``. A lot is some containers of one
product at one site; the odd one is of another kind, half of the time one that is packed alike.
``--tune`` draws other sites and seeds and prints what `workstation.matching.lot` rests on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.splits import DEVELOPMENT, LOTS
from workstation.assembly.scans import pixels_of
from workstation.matching.describe import describe
from workstation.matching.description import Description, Evidence
from workstation.matching.gallery import Gallery
from workstation.matching.lot import Member, find_odd, member_of, pairwise
from workstation.matching.prior import shipped
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

CONTAINERS = 8
SIZES = range(3, CONTAINERS + 1)
ROUNDS = 4
"""Lots drawn of each product and size; they overlap, so intervals count products, not draws."""

Lot = list[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One container of a lot."""

    kind: str
    product: int
    site: int
    seed: int


def main() -> None:
    """Simulate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", type=int, default=24)
    parser.add_argument("--tune", action="store_true")
    options = parser.parse_args()
    lots = make_lots(options.kinds, tuning=options.tune)
    if options.tune:
        _tune(lots)
    else:
        _measure(lots)


def make_lots(count: int, *, tuning: bool) -> dict[str, Lot]:
    """Describe the lots; the first half of the kinds at one site, the rest at the other."""
    names = [kind.name for kind in kinds()]
    names = names[:: max(1, len(names) // count)][:count]
    split = DEVELOPMENT if tuning else LOTS
    recipes = [
        Recipe(
            kind=name,
            product=split.product(number),
            site=split.sites[number % 2],
            seed=split.seed(number, copy),
        )
        for number, name in enumerate(names)
        for copy in range(CONTAINERS)
    ]
    gallery = Gallery.of([], Evidence.CALIBRATED, shipped())
    lots: dict[str, Lot] = {}
    for recipe, description in zip(recipes, _described(recipes), strict=True):
        member = member_of(str(recipe.seed), description, gallery)
        if member is not None:
            lots.setdefault(recipe.kind, []).append(member)
    return lots


def _described(recipes: Sequence[Recipe]) -> Iterator[Description]:
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_describe, recipes, chunksize=4)


def _describe(recipe: Recipe) -> Description:
    site = demo_sites(recipe.site + 1)[-1]
    made = simulate_scan(seed=recipe.seed, kind=recipe.kind, site=site, product=recipe.product)
    return describe(pixels_of(made.scan))


def _trials(lots: dict[str, Lot], size: int, seed: int) -> Iterator[tuple[str, Lot, int | None]]:
    """Yield honest lots and lots with one odd container, with the place of that one."""
    rng = np.random.default_rng(seed)
    names = list(lots)
    for number, name in enumerate(names):
        own = lots[name]
        # Lots of one site lie at every second place.
        here = [other for other in names[number % 2 :: 2] if other != name]
        alike = [one for one in here if find_kind(one).packing == find_kind(name).packing]
        for turn in range(ROUNDS):
            chosen = [own[place] for place in rng.permutation(len(own))[:size]]
            yield name, chosen, None
            others = alike if alike and turn % 2 else here
            other = lots[others[int(rng.integers(len(others)))]]
            place = int(rng.integers(size))
            mixed = [*chosen]
            mixed[place] = other[int(rng.integers(len(other)))]
            yield name, mixed, place


def _measure(lots: dict[str, Lot]) -> None:
    _say(f"{len(lots)} products, {ROUNDS} lots of each size, odd one of another kind")
    _say("containers   odd one named first        honest lot blamed")
    every: dict[bool, list[bool]] = {True: [], False: []}
    for size in SIZES:
        named: list[bool] = []
        blamed: list[bool] = []
        for _, lot, place in _trials(lots, size, size):
            found = find_odd(lot)
            if place is None:
                blamed.append(found.is_odd)
            else:
                named.append(found.is_odd and found.place == place)
        every[True] += named
        every[False] += blamed
        _say(f"{size:10}   {_share(named, len(lots))}   {_share(blamed, len(lots))}")
    _say(f"       all   {_share(every[True], len(lots))}   {_share(every[False], len(lots))}")


def _share(found: Sequence[bool], products: int) -> str:
    """Return a share with its Wilson interval at 95 %, as of so many independent lots."""
    share = float(np.mean(found))
    z = 1.96
    middle = (share + z * z / (2 * products)) / (1 + z * z / products)
    reach = z * np.sqrt(share * (1 - share) / products + z * z / (4 * products**2))
    reach /= 1 + z * z / products
    return f"{share:6.3f} [{max(middle - reach, 0):.3f}, {min(middle + reach, 1):.3f}]"


def _tune(lots: dict[str, Lot]) -> None:
    """Print how far containers of a lot are from each other, and what a threshold would do."""
    spans = [pairwise(lot)[np.triu_indices(len(lot), 1)] for lot in lots.values()]
    inside: NDArray[np.float64] = np.concatenate(spans)
    _say(f"distance within a lot: mean {inside.mean():.4f}")
    _say(f"spread within a lot: {np.sqrt(np.mean([np.var(span) for span in spans])):.4f}")
    _say(f"spread of lots' means: {np.std([span.mean() for span in spans]):.4f}")
    honest, odd = [], []
    for size in SIZES:
        for _, lot, place in _trials(lots, size, size):
            found = find_odd(lot)
            if place is None:
                honest.append(found.score)
            else:
                odd.append(found.score if found.place == place else -1.0)
    for rate in (0.005, 0.01, 0.015, 0.02, 0.03):
        bar = float(np.quantile(honest, 1 - rate))
        _say(f"bar {bar:6.2f}: {rate:.3f} blamed, {np.mean(np.asarray(odd) > bar):.3f} named")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
