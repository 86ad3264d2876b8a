"""Local features reduced to the few in which what does not belong stands out.

A linear map makes the way goods of one load vary at one height small, so that distances count in
what they do not do. It ships as ``data/matching_tokens.npz`` and is fitted on phantoms by
``tests/benchmarks/fit_tokens.py``; another map is another feature version.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

import resources
from resources.opencv import cv2
from workstation.matching import tokens as local
from workstation.matching.backbone import COARSE_FEATURES, FINE_FEATURES

FILE: Final = "data/matching_tokens.npz"
RAW: Final = len(local.NAMES) + FINE_FEATURES + COARSE_FEATURES
"""Local features before the map: classical ones, then both layers of the network."""
MAPPED: Final = 34
PLAIN: Final = (0, 1, 2, 3, 24, 25)
"""Classical features that stay as they are, for words need them: densities and materials."""
FEATURES: Final = MAPPED + len(PLAIN)

DENSITY: Final = MAPPED
DENSITY_SPREAD: Final = MAPPED + 2
MATERIAL: Final = MAPPED + 4

_MOST_CHANNELS: Final = 56  # that OpenCV resizes at once


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMap:
    """``mean`` has shape (RAW,), ``map`` (RAW, MAPPED); float32."""

    mean: NDArray[np.float32]
    map: NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Write the map."""
        np.savez_compressed(path, mean=self.mean, map=self.map.astype(np.float16))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(mean=stored["mean"], map=stored["map"].astype(np.float32))


def raw_features(
    classical: NDArray[np.float32], fine: NDArray[np.float32], coarse: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Join local features on the grid of the classical ones, shape (rows, columns, RAW)."""
    rows, columns = classical.shape[:2]
    size = (2 * coarse.shape[1], 2 * coarse.shape[0])
    parts = [
        cv2.resize(
            np.ascontiguousarray(coarse[..., first : first + _MOST_CHANNELS]),
            size,
            interpolation=cv2.INTER_LINEAR,
        )
        for first in range(0, coarse.shape[-1], _MOST_CHANNELS)
    ]
    joined = [classical, fine[:rows, :columns], *(part[:rows, :columns] for part in parts)]
    return np.concatenate(joined, axis=-1, dtype=np.float32)


def project(
    classical: NDArray[np.float32], fine: NDArray[np.float32], coarse: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the tokens that are kept, float32, shape (token_rows, token_columns, FEATURES).

    Parameters
    ----------
    classical : ndarray of float32
        As `tokens.token_grid` returns them.
    fine, coarse : ndarray of float32
        As `backbone.look` returns them for `tokens.network_picture`.
    """
    raw = raw_features(classical, fine, coarse)
    chosen = shipped()
    return np.concatenate([(raw - chosen.mean) @ chosen.map, classical[..., PLAIN]], axis=-1)


@cache
def shipped() -> TokenMap:
    """Return the map that ships with the program."""
    return TokenMap.load(resources.path(FILE))
