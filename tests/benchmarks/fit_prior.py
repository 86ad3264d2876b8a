"""Make ``resources/data/matching_prior.npz``: what the engine knows before a library has grown.

Run ``python tests/benchmarks/fit_prior.py resources/data/matching_prior.npz [--each N]``. Scatter
comes from phantoms of every kind at twenty sites that no demo and no benchmark uses. The fits that
p-values rest on come from kinds that the metric of their fold never saw, at other sites than
their models: so they promise no more than the engine holds on goods nobody simulated.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.engine_scans import Recipe, make_samples
from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.matching.description import Description, Evidence
from workstation.matching.gallery import Gallery
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior, Scatter
from workstation.simulation.kinds import kinds

SITES = range(40, 60)
ROUNDS = 4
SEVERAL = 3
ALIKE_QUANTILE = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Signatures of one kind of evidence with what they show; ``learnt`` kinds made the metric."""

    signatures: NDArray[np.float32]
    codes: NDArray[np.str_]
    sites: NDArray[np.int64]
    learnt: NDArray[np.bool_]


def main() -> None:
    """Simulate, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--each", type=int, default=8, help="scans of each kind")
    options = parser.parse_args()
    samples = list(make_samples(_recipes(options.each)))
    codes = np.asarray([sample.recipe.kind for sample in samples])
    sites = np.asarray([sample.recipe.site for sample in samples])
    prior = Prior(scatters={}, fits={}, alike=0.0)
    strangers: list[float] = []
    for evidence in Evidence:
        signatures = np.asarray(
            [
                sample.description.signature
                if evidence is Evidence.CALIBRATED
                else sample.poorer[evidence].signature
                for sample in samples
            ]
        )
        loaded = signatures.any(axis=1)
        prior.scatters[evidence] = Scatter.of(signatures[loaded], list(codes[loaded]))
        few, several = [], []
        for half in range(2):
            learnt = np.asarray([hash_of(code) % 2 == half for code in codes])
            fold = Fold(
                signatures=signatures[loaded],
                codes=codes[loaded],
                sites=sites[loaded],
                learnt=learnt[loaded],
            )
            few += _fits(fold, evidence, 1, strangers)
            several += _fits(fold, evidence, SEVERAL, strangers)
        prior.fits[evidence, False] = np.asarray(few)
        prior.fits[evidence, True] = np.asarray(several)
        sys.stdout.write(
            f"{evidence.name}: {len(few)} and {len(several)} fits, "
            f"5 % at {np.quantile(few, 0.05):.2f} and {np.quantile(several, 0.05):.2f}\n"
        )
    prior = replace(prior, alike=float(np.quantile(strangers, ALIKE_QUANTILE)))
    sys.stdout.write(f"alike from {prior.alike:.3f}\n")
    prior.save(options.file)


def hash_of(code: str) -> int:
    """Return a number that is the same in every process, unlike `hash`."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(code))


def _recipes(each: int) -> list[Recipe]:
    return [
        Recipe(
            kind=kind.name,
            seed=500_000 + 1000 * number + copy,
            site=SITES[(copy + number) % len(SITES)],
            also=(Evidence.SINGLE, Evidence.DUAL),
        )
        for number, kind in enumerate(kinds())
        for copy in range(each)
    ]


def _fits(fold: Fold, evidence: Evidence, count: int, strangers: list[float]) -> list[float]:
    """Return fits of kinds that were not learnt to `count` models of their own at other sites."""
    scatter = Scatter.of(fold.signatures[fold.learnt], list(fold.codes[fold.learnt]))
    prior = Prior(scatters={evidence: scatter}, fits={}, alike=1.0)
    rng = np.random.default_rng(7)
    found: list[float] = []
    for _ in range(ROUNDS):
        models, queries = _drawn(fold, count, rng)
        gallery = Gallery.of(_entries(fold, models), evidence, prior)
        for query in queries:
            vector = gallery.project(_description(fold.signatures[query], evidence))
            similarities = gallery.similarities(vector)
            fit = gallery.fit(gallery.search(vector, []), [fold.codes[query]])
            if fit is not None and fit.several == (count >= SEVERAL):
                found.append(fit.value)
            codes = np.asarray([gallery.record(row).hs for row in range(len(gallery))])
            strangers.extend(similarities[codes != fold.codes[query]].tolist())
    return found


def _drawn(
    fold: Fold, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Draw `count` models of each kind, and a query of each unlearnt kind at another site."""
    models: list[int] = []
    queries: list[int] = []
    for code in np.unique(fold.codes):
        own = rng.permutation(np.flatnonzero(fold.codes == code))
        models += own[:count].tolist()
        if not fold.learnt[own[0]]:
            apart = [i for i in own[count:] if fold.sites[i] not in fold.sites[own[:count]]]
            queries += apart[:3]
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
