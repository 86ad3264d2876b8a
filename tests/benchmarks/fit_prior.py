"""Make ``resources/data/matching_prior.npz``: what the engine knows before a library has grown.

Run ``python -m tests.benchmarks.fit_prior resources/data/matching_prior.npz [--each N]``. Scatter
comes from phantoms of every kind at the sites of the fitting split. The fits that p-values rest on
come half from kinds that the metric of their fold never saw, half from kinds it saw in other lots;
always at other sites than their models.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine_scans import CACHE, Sample, make_samples
from tests.benchmarks.engine_world import POORER, recipe_of
from tests.benchmarks.splits import FITTING
from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.matching.description import Description, Evidence
from workstation.matching.gallery import Gallery
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior, Scatter
from workstation.simulation.kinds import kinds

ROUNDS: Final = 3
SEVERAL: Final = 3
ALIKE_QUANTILE: Final = 0.997
_QUERIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Signatures at one kind of evidence with what they show; ``learnt`` ones made the metric."""

    signatures: NDArray[np.float32]
    codes: NDArray[np.str_]
    sites: NDArray[np.int64]
    learnt: NDArray[np.bool_]


def main() -> None:
    """Simulate, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--each", type=int, default=15, help="scans of each kind")
    options = parser.parse_args()
    recipes = [
        recipe_of(FITTING, kind.name, copy, also=POORER)
        for copy in range(options.each)
        for kind in kinds()
        if kind.name != "empty"
    ]
    samples = list(make_samples(recipes, folder=CACHE))
    fitted = fit(samples)
    for (evidence, several), fits in sorted(fitted.fits.items()):
        sys.stdout.write(
            f"{evidence.name} {'several' if several else 'few'}: {len(fits)} fits, "
            f"5 % at {np.quantile(fits, 0.05):.2f}\n"
        )
    sys.stdout.write(f"alike from {fitted.alike:.3f}\n")
    fitted.save(options.file)


def fit(samples: Sequence[Sample]) -> Prior:
    """Fit a prior on scans that were described at every kind of evidence."""
    codes = np.asarray([sample.recipe.kind for sample in samples])
    sites = np.asarray([sample.recipe.site for sample in samples])
    prior = Prior(scatters={}, fits={}, alike=0.0)
    strangers: list[float] = []
    for evidence in Evidence:
        signatures = np.asarray([sample.seen_as(evidence).signature for sample in samples])
        loaded = signatures.any(axis=1)
        signatures, own, at = signatures[loaded], codes[loaded], sites[loaded]
        prior.scatters[evidence] = Scatter.of(signatures, list(own))
        for count in (1, SEVERAL):
            fits: list[float] = []
            for learnt in _folds(own):
                fold = Fold(signatures=signatures, codes=own, sites=at, learnt=learnt)
                fits += _fits(fold, evidence, count, strangers)
            prior.fits[evidence, count >= SEVERAL] = np.asarray(fits)
    return replace(prior, alike=float(np.quantile(strangers, ALIKE_QUANTILE)))


def _folds(codes: NDArray[np.str_]) -> list[NDArray[np.bool_]]:
    """Return which scans make the metric: half of the kinds, the other half, half of each kind."""
    half = np.asarray([_number_of(code) % 2 == 0 for code in codes])
    turn = np.zeros(codes.size, bool)
    for code in np.unique(codes):
        turn[np.flatnonzero(codes == code)[::2]] = True
    return [half, ~half, turn, ~turn]


def _number_of(code: str) -> int:
    """Return a number that is the same in every process, unlike `hash`."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(code))


def _fits(fold: Fold, evidence: Evidence, count: int, strangers: list[float]) -> list[float]:
    """Return fits of scans that were not learnt to `count` models of their kind at other sites."""
    scatter = Scatter.of(fold.signatures[fold.learnt], list(fold.codes[fold.learnt]))
    prior = Prior(scatters={evidence: scatter}, fits={}, alike=1.0)
    rng = np.random.default_rng(7)
    found: list[float] = []
    for _ in range(ROUNDS):
        models, queries = _drawn(fold, count, rng)
        gallery = Gallery.of(_entries(fold, models), evidence, prior)
        for query in queries:
            description = _description(fold.signatures[query], evidence)
            search = gallery.search(description, [fold.codes[query]])
            one = gallery.fit(search, [fold.codes[query]])
            if one is not None and one.several == (count >= SEVERAL):
                found.append(one.value)
            codes = np.asarray([gallery.record(int(row)).hs for row in search.rows])
            strangers.extend(search.scores[codes != fold.codes[query]].tolist())
    return found


def _drawn(
    fold: Fold, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Draw `count` models of each kind, and queries that were not learnt at other sites."""
    models: list[int] = []
    queries: list[int] = []
    for code in np.unique(fold.codes):
        own = rng.permutation(np.flatnonzero(fold.codes == code))
        models += own[:count].tolist()
        apart = [
            i
            for i in own[count:]
            if not fold.learnt[i] and fold.sites[i] not in fold.sites[own[:count]]
        ]
        queries += apart[:_QUERIES]
    return np.asarray(models), np.asarray(queries)


def _entries(fold: Fold, models: Sequence[int] | NDArray[np.intp]) -> list[ModelEntry]:
    """Make models whose code is the kind's name: here codes only have to differ."""
    return [
        ModelEntry(
            model_id=str(index),
            hs=str(fold.codes[index]),
            name="",
            prohibited=False,
            description=_description(fold.signatures[index], Evidence.CALIBRATED),
        )
        for index in models
    ]


def _description(signature: NDArray[np.float32], evidence: Evidence) -> Description:
    return Description(
        signature=signature,
        tokens=np.zeros((1, 1, 1), np.float32),
        load=np.ones((1, 1), bool),
        interior=Rectangle(row=0, column=0, height=1, width=1),
        evidence=evidence,
        facts=LoadFacts(fill="full", fill_fraction=1.0),
    )


if __name__ == "__main__":
    main()
