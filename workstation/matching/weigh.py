"""How sure the evidence makes us that a point does not belong: a small network, learnt once.

Two hidden layers of a few units; the weights ship as ``data/matching_deviations.npz`` and are
learnt on phantoms with known hidden loads by ``tests/benchmarks/fit_deviations.py``.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

import resources

FILE: Final = "data/matching_deviations.npz"
_MOST: Final = 6.0  # spreads; beyond lies nothing that was learnt

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigher:
    """Standardises evidence and weighs it.

    Attributes
    ----------
    mean, spread : ndarray of float32, shape (features,)
    layers : tuple of (ndarray, ndarray)
        Weights, shape (inputs, units), and biases, shape (units,), of each layer; float32.
    """

    mean: Floats
    spread: Floats
    layers: tuple[tuple[Floats, Floats], ...]

    def standardised(self, evidence: Floats) -> Floats:
        """Return evidence in spreads from its mean, clipped."""
        apart = (evidence - self.mean) / self.spread
        return np.asarray(np.clip(apart, -_MOST, _MOST), np.float32)

    def weigh(self, evidence: Floats) -> Floats:
        """Return how sure each point is not to belong, 0 to 1, shape (…,)."""
        values = self.standardised(evidence)
        for weights, biases in self.layers[:-1]:
            values = np.maximum(values @ weights + biases, 0)
        weights, biases = self.layers[-1]
        return np.asarray(1 / (1 + np.exp(-(values @ weights + biases)[..., 0])), np.float32)

    def save(self, path: Path) -> None:
        """Write the weigher."""
        arrays = {"mean": self.mean, "spread": self.spread}
        for number, (weights, biases) in enumerate(self.layers):
            arrays |= {f"weights{number}": weights, f"biases{number}": biases}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type] # a dict of arrays

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            count = sum(name.startswith("weights") for name in stored.files)
            return cls(
                mean=stored["mean"],
                spread=stored["spread"],
                layers=tuple((stored[f"weights{n}"], stored[f"biases{n}"]) for n in range(count)),
            )


@cache
def shipped() -> Weigher:
    """Return the weigher that ships with the program."""
    return Weigher.load(resources.path(FILE))
