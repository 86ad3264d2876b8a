"""A linear metric: features that vary within one kind of goods count little."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching import signature
from workstation.matching.description import Evidence
from workstation.matching.prior import Scatter

_DIMENSIONS: Final = 128
_SHRINK: Final = 0.15
"""Share of the mean variance added to each direction: of 0.02, 0.1, 0.5 and 2, fitted kinds were
told apart best at 0.1 and kinds that were not fitted at 0.5 to 2 (development split)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """Maps signatures to unit vectors whose dot product is the similarity, from -1 to 1."""

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
        best = vectors[:, np.argsort(values)[::-1][:_DIMENSIONS]]
        return cls(used=used, mean=mean[used], map=(inside_root.T @ best) / spread[:, None])

    def project(self, signatures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return unit vectors, float32, shape (pictures, dimensions)."""
        centred = (signatures[:, self.used] - self.mean) @ self.map
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(length, 1e-9), dtype=np.float32)


def _joined(
    prior: Scatter, signatures: NDArray[np.float32], codes: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    count = len(codes)
    if count < 2:
        return prior.mean, prior.within, prior.total
    values = signatures.astype(np.float64)
    names, index = np.unique(np.asarray(codes), return_inverse=True)
    sums = np.zeros((names.size, values.shape[1]))
    np.add.at(sums, index, values)
    sizes = np.bincount(index)
    apart = values - (sums / sizes[:, None])[index]
    mean = (prior.mean * prior.weight + values.sum(axis=0)) / (prior.weight + count)
    around = values - mean
    freedom = count - names.size
    within = (prior.within * prior.weight + apart.T @ apart) / (prior.weight + freedom)
    total = (prior.total * prior.weight + around.T @ around) / (prior.weight + count)
    return mean, within, total
