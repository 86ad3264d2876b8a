"""The metric: features that vary within one kind of goods count little."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching import signature
from workstation.matching.description import Evidence
from workstation.matching.prior import Scatter

_NARROW: Final = 64
"""Directions that tell the kinds apart best which the metric was fitted on."""
_WIDE: Final = 350
"""Directions that are only evened out. Of top-1 on the development split with 1, 3 and 10 models,
fitted kinds keep 0.79, 0.86, 0.90 (0.83, 0.88, 0.90 with the narrow part alone, 0.72, 0.84, 0.89
with the wide one alone), kinds that were never fitted get 0.66, 0.79, 0.87 (0.60, 0.73, 0.81 and
0.66, 0.80, 0.88): half and half loses little of either."""
_SHRINK: Final = 0.1
"""Share of the mean variance added to each direction: of 0.05, 0.1, 0.2 and 0.5, fitted kinds are
told apart best at 0.05 and kinds that were not fitted from 0.1 on (development split)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """Maps signatures to unit vectors whose dot product is the similarity, from -1 to 1.

    The vectors have two parts of equal weight: a narrow one, in which the kinds of goods that
    were learnt lie far apart, and a wide one, in which whatever varies within one kind counts
    little. The first tells goods like those apart; the second also holds for goods unlike them.

    Attributes
    ----------
    used : ndarray of bool, shape (LENGTH,)
        Features that count.
    mean : ndarray of float64, shape (used,)
    map : ndarray of float64, shape (used, wide)
        Directions in the order of how much they tell; the narrow part takes the first of them.
    """

    used: NDArray[np.bool_]
    mean: NDArray[np.float64]
    map: NDArray[np.float64]

    @classmethod
    def fitted(
        cls,
        prior: Scatter,
        signatures: NDArray[np.float32],
        codes: Sequence[str],
        evidence: Evidence,
    ) -> Self:
        """Join the prior's scatter with that of a library (linear discriminants) [1]_.

        Parameters
        ----------
        prior : Scatter
            What is known before.
        signatures : ndarray of float32, shape (models, LENGTH)
        codes : sequence of str
            HS code of each model.
        evidence : Evidence
            For `SINGLE` the features of the second energy are left out.

        References
        ----------
        .. [1] Hatch, Kajarekar, Stolcke, "Within-class covariance normalization", 2006.
        """
        used = np.ones(signature.LENGTH, dtype=bool)
        if evidence is Evidence.SINGLE:
            used &= ~signature.material_features()
        mean, within, total = _joined(prior, signatures, codes)
        pick = np.ix_(used, used)
        spread = np.sqrt(np.diag(total)[used]) + 1e-3
        inside = within[pick] / np.outer(spread, spread)
        overall = total[pick] / np.outer(spread, spread)
        mean_variance = max(float(np.trace(inside)) / inside.shape[0], 1e-6)
        inside += np.eye(inside.shape[0]) * _SHRINK * mean_variance
        inside_root = np.linalg.inv(np.linalg.cholesky(inside / inside.shape[0]))
        values, vectors = np.linalg.eigh(inside_root @ overall @ inside_root.T)
        best = vectors[:, np.argsort(values)[::-1][:_WIDE]]
        return cls(used=used, mean=mean[used], map=(inside_root.T @ best) / spread[:, None])

    def project(self, signatures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return unit vectors, float32, shape (pictures, narrow + wide); the narrow part first."""
        whole = (signatures[:, self.used] - self.mean) @ self.map
        parts = [_of_unit_length(whole[:, :_NARROW]), _of_unit_length(whole)]
        return np.asarray(np.concatenate(parts, axis=1) * np.sqrt(0.5), dtype=np.float32)


def _of_unit_length(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9))


def _joined(
    prior: Scatter, signatures: NDArray[np.float32], codes: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Join the prior's mean and scatters with those of a library.

    A model counts for as much as it tells of how goods of one kind vary: kinds with a single
    model count for nothing. Their spread alone, joined to the prior's, made goods harder to tell
    apart (top-1 with one model a kind 0.73 instead of 0.79, development split).
    """
    names, index = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    freedom = len(codes) - names.size
    if freedom <= 0:
        return prior.mean, prior.within, prior.total
    values = signatures.astype(np.float64)
    sums = np.zeros((names.size, values.shape[1]))
    np.add.at(sums, index, values)
    apart = values - (sums / np.bincount(index)[:, None])[index]
    share = freedom / len(codes)
    together = prior.weight + freedom
    mean = (prior.mean * prior.weight + share * values.sum(axis=0)) / together
    around = values - mean
    within = (prior.within * prior.weight + apart.T @ apart) / together
    total = (prior.total * prior.weight + share * (around.T @ around)) / together
    return mean, within, total
