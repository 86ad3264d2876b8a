"""Rows about what each part of the engine is worth: top-1 without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import figures
from tests.benchmarks.engine_probe import Probe, blind, blinded, feature_groups, signatures
from tests.benchmarks.engine_world import DRAWS, World
from tests.benchmarks.recognition_rows import Seen, seen
from tests.benchmarks.table import Line, line
from workstation.matching.description import Description, Evidence
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior

_DIMENSIONS = 128
_SHRINK = 0.01


def ablation_rows(world: World, prior: Prior) -> list[Line]:
    """Measure top-1 at new sites as the engine is, and with one part taken away."""
    queries = seen(world.queries, Evidence.CALIBRATED)
    lines = []
    for count in DRAWS:
        right = _right(world, queries, count, prior)
        lines.append(_line("as it is", count, right, queries))
        for name, own in feature_groups().items():
            right = _right(world, queries, count, prior, lost=own)
            lines.append(_line(f"without {name} features", count, right, queries))
        right = _right_unlearnt(world, queries, count)
        lines.append(_line("plain whitening, no learnt metric", count, right, queries))
    return lines


def _right(
    world: World,
    queries: Seen,
    count: int,
    prior: Prior,
    *,
    lost: NDArray[np.bool_] | None = None,
) -> int:
    """Count right first matches over all draws, without some features."""
    right = 0
    for copies in DRAWS[count]:
        entries = world.entries(copies, Evidence.CALIBRATED)
        kept, fitted = (entries, prior) if lost is None else blinded(entries, prior, lost)
        probe = Probe(kept, Evidence.CALIBRATED, fitted)
        for sample, description in queries:
            look = probe.look(description if lost is None else blind(description, lost))
            right += look.first() == sample.hs
    return right


def _right_unlearnt(world: World, queries: Seen, count: int) -> int:
    """Count the same with, in place of the learnt metric, plain whitening of the models."""
    right = 0
    scans = [description for _, description in queries]
    for copies in DRAWS[count]:
        entries = world.entries(copies, Evidence.CALIBRATED)
        first = nearest_by_whitening(entries, scans)
        right += sum(code == sample.hs for code, (sample, _) in zip(first, queries, strict=True))
    return right


def nearest_by_whitening(entries: Sequence[ModelEntry], scans: Sequence[Description]) -> list[str]:
    """Return the code of the model nearest to each scan, by whitened principal components."""
    models = signatures([entry.description for entry in entries]).astype(np.float64)
    mean, spread = models.mean(axis=0), models.std(axis=0) + 1e-3
    known = (models - mean) / spread
    asked = (signatures(scans) - mean) / spread
    _, strength, parts = np.linalg.svd(known, full_matrices=False)
    strength, parts = strength[:_DIMENSIONS], parts[:_DIMENSIONS]
    scale = 1 / np.sqrt(strength**2 + _SHRINK * (strength**2).mean())
    one, other = _unit((asked @ parts.T) * scale), _unit((known @ parts.T) * scale)
    return [entries[int(at)].hs for at in (one @ other.T).argmax(axis=1)]


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9))


def _line(name: str, count: int, right: int, queries: Seen) -> Line:
    figure = figures.share(right / len(DRAWS[count]), len(queries))
    return line(f"ablation, {count} model(s): {name}", figure)
