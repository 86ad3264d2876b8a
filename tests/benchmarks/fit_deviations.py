"""Make ``resources/data/matching_deviations.npz``: what the evidence for a hidden load weighs.

Run ``python -m tests.benchmarks.fit_deviations resources/data/matching_deviations.npz`` after
`fit_tokens` and `fit_prior`. Phantoms of the fitting split, four in five with a hidden load and
one without, are compared with none, one, three and ten models of their own goods and with the
models of other goods that they resemble; a small network learns which points are hidden.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine_scans import CACHE, Recipe, Sample, make_samples
from tests.benchmarks.engine_world import POORER, recipe_of
from tests.benchmarks.splits import FITTING
from workstation.matching.description import Evidence
from workstation.matching.evidence import Banks, evidence_planes
from workstation.matching.gallery import Gallery
from workstation.matching.hull import load_hull
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import shipped
from workstation.matching.weigh import Weigher
from workstation.simulation.hidden import HiddenKind
from workstation.simulation.kinds import kinds

MODELS: Final = 12
COPIES: Final = range(50, 58)
CLEAN: Final = (56, 57)
COUNTS: Final = (0, 1, 3, 10)  # models of its own goods that a scan is compared with
OTHERS: Final = 6
_BEFORE: Final = 12  # models of other goods that `fit_prior` described
_UNITS: Final = (48, 24)
_EPOCHS: Final = 14
_BATCH: Final = 2048
_RATE: Final = 3e-3
_DECAY: Final = 1e-4
_CLEAN_POINTS: Final = 400
_HIDDEN_WEIGHT: Final = 60.0

Floats = NDArray[np.float32]
Points = tuple[Floats, Floats, Floats]


def main() -> None:
    """Simulate, learn, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    names = [kind.name for kind in kinds() if kind.name != "empty"]
    models = list(
        make_samples(
            [recipe_of(FITTING, n, c, also=POORER) for c in range(MODELS) for n in names],
            folder=CACHE,
        )
    )
    scans = make_samples([_recipe(n, c) for c in COPIES for n in names], folder=CACHE)
    found = list(_points_of(scans, models))
    evidence, hidden, weights = (np.concatenate(part) for part in zip(*found, strict=True))
    sys.stdout.write(f"{len(found)} comparisons, {len(evidence)} points\n")
    learn(evidence, hidden, weights).save(options.file)


def _recipe(name: str, copy: int) -> Recipe:
    ways = list(HiddenKind)
    place = [kind.name for kind in kinds()].index(name)
    hidden = None if copy in CLEAN else ways[(place + copy) % len(ways)]
    evidence = Evidence.SINGLE if (place + copy) % 4 == 0 else Evidence.CALIBRATED
    return replace(recipe_of(FITTING, name, copy, hidden=hidden), evidence=evidence)


def _points_of(scans: Iterator[Sample], models: Sequence[Sample]) -> Iterator[Points]:
    rng = np.random.default_rng(11)
    galleries = {
        evidence: Gallery.of(_entries(models, evidence), evidence, shipped())
        for evidence in (Evidence.SINGLE, Evidence.CALIBRATED)
    }
    for sample in scans:
        gallery = galleries[sample.recipe.evidence]
        scan = sample.description
        hull = load_hull(scan.load)
        if hull.sum() < 32:
            continue
        found = gallery.search(scan, (sample.hs,))
        own, others = [], []
        for row in found.rows.tolist():
            known = gallery.description(row)
            if known is not None:
                (own if gallery.record(row).hs == sample.hs else others).append(known)
        truth = np.zeros(hull.shape, bool) if sample.mask is None else sample.mask
        for count in COUNTS:
            chosen = [own[i] for i in sorted(rng.permutation(len(own))[:count])]
            planes = evidence_planes(scan, hull, Banks.of(chosen, others[:OTHERS]))
            yield _points(planes.reshape(hull.size, -1), truth.ravel(), rng)


def _points(evidence: Floats, hidden: NDArray[np.bool_], rng: np.random.Generator) -> Points:
    """Thin the points that are not hidden; every scan's hidden points weigh alike."""
    inside = np.flatnonzero(hidden)
    outside = rng.permutation(np.flatnonzero(~hidden))[:_CLEAN_POINTS]
    weights = np.concatenate(
        [
            np.full(inside.size, _HIDDEN_WEIGHT / max(inside.size, 12)),
            np.full(outside.size, (~hidden).sum() / (10 * _CLEAN_POINTS)),
        ]
    )
    chosen = np.concatenate([inside, outside])
    return evidence[chosen], hidden[chosen].astype(np.float32), weights.astype(np.float32)


def _entries(models: Sequence[Sample], evidence: Evidence) -> list[ModelEntry]:
    return [
        ModelEntry(
            model_id=f"{sample.recipe.kind}-{sample.recipe.seed}",
            hs=sample.hs,
            name=sample.recipe.kind,
            prohibited=False,
            description=sample.seen_as(evidence).thinned(),
        )
        for sample in models
    ]


def learn(evidence: Floats, hidden: Floats, weights: Floats) -> Weigher:
    """Learn a weigher by Adam [1]_ with a cosine-shaped rate; the same numbers every time.

    Parameters
    ----------
    evidence : ndarray of float32, shape (points, features)
    hidden, weights : ndarray of float32, shape (points,)

    References
    ----------
    .. [1] D. P. Kingma, J. Ba, "Adam", ICLR 2015.
    """
    rng = np.random.default_rng(5)
    sizes = (evidence.shape[1], *_UNITS, 1)
    weigher = Weigher(
        mean=evidence.mean(axis=0),
        spread=evidence.std(axis=0) + np.float32(1e-3),
        layers=tuple(
            (
                (rng.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32),
                np.zeros(b, np.float32),
            )
            for a, b in pairwise(sizes)
        ),
    )
    inputs = weigher.standardised(evidence)
    parameters = [part for layer in weigher.layers for part in layer]
    first = [np.zeros_like(part) for part in parameters]
    second = [np.zeros_like(part) for part in parameters]
    steps = _EPOCHS * -(-len(inputs) // _BATCH)
    step = 0
    for _ in range(_EPOCHS):
        order = rng.permutation(len(inputs))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            slopes = _slopes(parameters, inputs[batch], hidden[batch], weights[batch])
            step += 1
            rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / (steps + 1)))
            for k, steep in enumerate(slopes):
                slope = steep + np.float32(_DECAY) * parameters[k]
                first[k] = 0.9 * first[k] + 0.1 * slope
                second[k] = 0.999 * second[k] + 0.001 * slope**2
                size = np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8
                parameters[k] -= (rate * first[k] / (1 - 0.9**step) / size).astype(np.float32)
    return weigher


def _slopes(
    parameters: Sequence[Floats], inputs: Floats, hidden: Floats, weights: Floats
) -> list[Floats]:
    """Return the slope of the weighted cross-entropy along every parameter."""
    values = [inputs]
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        values.append(np.maximum(values[-1] @ weight + bias, 0))
    sure = 1 / (1 + np.exp(-(values[-1] @ parameters[-2] + parameters[-1])[:, 0]))
    error = ((sure - hidden) * weights / len(inputs))[:, None].astype(np.float32)
    slopes: list[Floats] = []
    for layer in range(len(values) - 1, -1, -1):
        slopes = [values[layer].T @ error, error.sum(axis=0), *slopes]
        error = (error @ parameters[2 * layer].T) * (values[layer] > 0)
    return slopes


if __name__ == "__main__":
    main()
