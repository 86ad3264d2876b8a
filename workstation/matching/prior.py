"""What is known before the library has grown: scatter of phantoms, and their scores.

The file ships as ``data/matching_prior.npz`` and is made by ``tests/benchmarks/fit_prior.py``
from simulated scans of many sites. Without it, or with one of other features, the engine still
ranks, on features of equal weight, but cannot give p-values before the library has grown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

import resources
from workstation.matching import signature
from workstation.matching.description import FEATURE_VERSION, Evidence

FILE: Final = "data/matching_prior.npz"
_WEIGHT: Final = 1000.0
"""With 100 to 2000, goods that were never fitted are told apart best at 100 and fitted ones from
500 on (development split)."""
_TINY: Final = 1e-4
_UPPER: Final = np.triu_indices(signature.LENGTH)
_NOMINAL_SPREAD: Final = 0.3  # of features, when nothing is known
_NETWORK_SPREAD: Final = 8.0  # how much wider those of the network are


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Mean of signatures, and their scatter within a kind of goods and over all.

    ``mean`` has shape (LENGTH,), the others (LENGTH, LENGTH); float64. ``weight`` is how many
    scans it counts for beside those of a library.
    """

    mean: NDArray[np.float64]
    within: NDArray[np.float64]
    total: NDArray[np.float64]
    weight: float

    @classmethod
    def nominal(cls) -> Self:
        """Return equal, independent spreads: a metric that knows nothing."""
        spread = np.eye(signature.LENGTH) * _NOMINAL_SPREAD**2
        spread[-signature.NETWORK :] *= _NETWORK_SPREAD**2
        return cls(mean=np.zeros(signature.LENGTH), within=spread, total=2 * spread, weight=1.0)

    @classmethod
    def of(cls, signatures: NDArray[np.float32], kinds: Sequence[str]) -> Self:
        """Measure the scatter of signatures, shape (scans, LENGTH), of several kinds of goods."""
        values = signatures.astype(np.float64)
        _, index = np.unique(np.asarray(kinds), return_inverse=True)
        sizes = np.bincount(index)
        sums = np.zeros((sizes.size, values.shape[1]))
        np.add.at(sums, index, values)
        apart = values - (sums / sizes[:, None])[index]
        around = values - values.mean(axis=0)
        return cls(
            mean=values.mean(axis=0),
            within=apart.T @ apart / max(len(kinds) - sizes.size, 1),
            total=around.T @ around / len(kinds),
            weight=_WEIGHT,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Scatter for each kind of evidence, and what scores phantoms reach.

    Attributes
    ----------
    scatters : dict of Evidence to Scatter
    fits : dict of (Evidence, bool) to ndarray of float64
        Fits (see `gallery.Fit`) of phantoms to their own kind at another site, with few (False)
        or several (True) models of the kind; empty when unknown.
    alike : float
        Score that few pairs of different kinds reach.
    """

    scatters: dict[Evidence, Scatter]
    fits: dict[tuple[Evidence, bool], NDArray[np.float64]]
    alike: float

    @classmethod
    def nothing(cls) -> Self:
        """Return a prior that knows nothing."""
        return cls(scatters={e: Scatter.nominal() for e in Evidence}, fits={}, alike=0.6)

    def save(self, path: Path) -> None:
        """Write the prior; of the scatter, which is symmetric, one half relative to its spread."""
        arrays: dict[str, NDArray[Any]] = {
            "feature_version": np.asarray(FEATURE_VERSION),
            "alike": np.asarray(self.alike),
        }
        for evidence, scatter in self.scatters.items():
            spread = np.sqrt(np.diag(scatter.total)) + _TINY
            name = evidence.name.lower()
            arrays[f"{name}_mean"] = scatter.mean.astype(np.float32)
            arrays[f"{name}_spread"] = spread.astype(np.float32)
            for part, matrix in (("within", scatter.within), ("total", scatter.total)):
                relative = matrix / np.outer(spread, spread)
                arrays[f"{name}_{part}"] = relative[_UPPER].astype(np.float16)
        for (evidence, several), fits in self.fits.items():
            arrays[_fits_key(evidence, several=several)] = np.sort(fits).astype(np.float32)
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type] # a dict of arrays

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """Read what `save` wrote; None when it was made for other features."""
        with np.load(path, allow_pickle=False) as stored:
            if int(stored["feature_version"]) != FEATURE_VERSION:
                return None
            keys = {
                (e, several): _fits_key(e, several=several)
                for e in Evidence
                for several in (False, True)
            }
            return cls(
                scatters={evidence: _stored_scatter(stored, evidence) for evidence in Evidence},
                fits={key: stored[name].astype(np.float64) for key, name in keys.items()},
                alike=float(stored["alike"]),
            )


@cache
def shipped() -> Prior:
    """Return the prior that ships with the program, or one that knows nothing."""
    try:
        path = resources.path(FILE)
    except FileNotFoundError:
        return Prior.nothing()
    return Prior.load(path) or Prior.nothing()


def _stored_scatter(stored: Mapping[str, NDArray[Any]], evidence: Evidence) -> Scatter:
    name = evidence.name.lower()
    spread = stored[f"{name}_spread"].astype(np.float64)
    scale = np.outer(spread, spread)
    return Scatter(
        mean=stored[f"{name}_mean"].astype(np.float64),
        within=_symmetric(stored[f"{name}_within"]) * scale,
        total=_symmetric(stored[f"{name}_total"]) * scale,
        weight=_WEIGHT,
    )


def _symmetric(half: NDArray[np.float16]) -> NDArray[np.float64]:
    whole = np.zeros((signature.LENGTH, signature.LENGTH))
    whole[_UPPER] = half
    return np.asarray(whole + np.triu(whole, 1).T)


def _fits_key(evidence: Evidence, *, several: bool) -> str:
    return f"fits_{evidence.name.lower()}_{'several' if several else 'few'}"
