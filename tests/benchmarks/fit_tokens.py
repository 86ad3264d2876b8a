"""Make ``resources/data/matching_tokens.npz``: which local features the engine keeps.

Run ``python -m tests.benchmarks.fit_tokens resources/data/matching_tokens.npz``. From phantoms
of every kind at sites of the fitting split come the scatter of local features along one height of
a load, and that over everything; the kept directions are those in which loads differ most,
counted in what varies within one row (linear discriminants, with rows for classes).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine_scans import Recipe, simulate
from tests.benchmarks.engine_world import recipe_of
from tests.benchmarks.orb_baseline import pool_of
from tests.benchmarks.splits import FITTING
from workstation.assembly.scans import pixels_of
from workstation.matching.backbone import look
from workstation.matching.hull import load_hull
from workstation.matching.rectify import rectify
from workstation.matching.token_map import MAPPED, TokenMap, raw_features
from workstation.matching.tokens import network_picture, token_grid
from workstation.simulation.kinds import kinds

_COPIES: Final = (90, 91)
_SHRINK: Final = 0.1
_FEWEST: Final = 12
_EVERY: Final = 3


def main() -> None:
    """Simulate, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    recipes = [
        recipe_of(FITTING, kind.name, copy)
        for kind in kinds()
        if kind.name != "empty"
        for copy in _COPIES
    ]
    with pool_of(2) as pool:
        rows = [found for found in pool.map(rows_of, recipes, chunksize=4) if found[0].size]
    fitted = fit(np.concatenate([all_ for all_, _ in rows]), np.concatenate([w for _, w in rows]))
    fitted.save(options.file)
    sys.stdout.write(f"{options.file}: from {len(rows)} scans\n")


def rows_of(recipe: Recipe) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return local features of a load, and the same less the median of their row."""
    rectified = rectify(pixels_of(simulate(recipe).scan))
    classical, load = token_grid(rectified)
    raw = raw_features(classical, *look(network_picture(rectified)))
    hull = load_hull(load)
    plain, apart = [raw[:0, 0]], [raw[:0, 0]]
    for row in range(0, len(raw), 2):
        inside = raw[row, hull[row]][::_EVERY]
        if _EVERY * len(inside) >= _FEWEST:
            plain.append(inside)
            apart.append(inside - np.median(inside, axis=0))
    return np.concatenate(plain), np.concatenate(apart)


def fit(features: NDArray[np.float32], apart: NDArray[np.float32]) -> TokenMap:
    """Fit the map on features and their distances from their rows, both shape (points, RAW)."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    within = np.cov((apart / spread).T)
    within += np.eye(len(within)) * _SHRINK * np.trace(within) / len(within)
    total = np.cov(((features - mean) / spread).T)
    root = np.linalg.inv(np.linalg.cholesky(within))
    values, vectors = np.linalg.eigh(root @ total @ root.T)
    best = vectors[:, np.argsort(values)[::-1][:MAPPED]]
    # The sign of an eigenvector is nobody's choice: the largest part is made positive.
    best *= np.sign(best[np.abs(best).argmax(axis=0), np.arange(MAPPED)])
    return TokenMap(
        mean=mean.astype(np.float32),
        map=((root.T @ best) / spread[:, None]).astype(np.float32),
    )


if __name__ == "__main__":
    main()
