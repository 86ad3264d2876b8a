"""Local features on a regular grid: how the load looks around each point, mirror-free.

A container may pass with its doors first or last, so every classical feature is the same for a
picture and for its mirror image; what the network sees in `network_picture` is not.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.matching.backbone import COARSE_PX, FINE_PX
from workstation.matching.rectify import Rectified

STEP_PX: Final = FINE_PX
_SMALLEST_PICTURE: Final = (64, 96)
_WINDOW_PX: Final = 25  # about a carton
_WIDE_PX: Final = 65  # about a pallet's width
_SCALES_PX: Final = (1.0, 2.0, 4.0, 8.0)
_COARSEST_PX: Final = 16.0  # twice the last: what its band leaves out
SOFT_G_CM2: Final = 5.0

NAMES: Final = (
    "density",
    "density_wide",
    "density_spread",
    "density_spread_wide",
    *(f"{what}_{scale:g}" for scale in _SCALES_PX for what in ("across", "down", "slant", "peak")),
    *(f"skew_{scale:g}" for scale in _SCALES_PX),
    "material",
    "material_spread",
)
"""Names of the token features, in order."""

DENSITY: Final = slice(0, 4)
MATERIAL: Final = slice(24, 26)


def soft_density(rectified: Rectified) -> NDArray[np.float32]:
    """Return log(1 + density / 5 g/cm²): thin and thick goods weigh alike (shape of the grid)."""
    return np.asarray(np.log1p(rectified.density / SOFT_G_CM2), dtype=np.float32)


def token_grid(rectified: Rectified) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Describe the surroundings of each grid point.

    Returns
    -------
    tokens : ndarray of float32, shape (token_rows, token_columns, len(NAMES))
        Features roughly of unit size; without a second energy the material ones are 0.
    load : ndarray of bool, shape (token_rows, token_columns)
        Points with goods on at least half of the window.
    """
    soft = soft_density(rectified)
    smooth = {scale: _blurred(soft, scale) for scale in (*_SCALES_PX, _COARSEST_PX)}
    planes = [
        *_levels(soft),
        *(plane for scale in _SCALES_PX for plane in _structure(smooth[scale], scale)),
        *(_skew(smooth[scale] - smooth[2 * scale]) for scale in _SCALES_PX),
        *_material(rectified),
    ]
    covered = _mean(rectified.goods.astype(np.float32), _WINDOW_PX)
    return np.stack(planes, axis=-1), np.asarray(covered > 0.5)


def network_picture(rectified: Rectified) -> NDArray[np.float32]:
    """Return what the general network is shown: density, and its detail at two scales.

    Density alone, so that scans with and without a second energy look alike to it; with the
    material as a channel goods of kinds that were never fitted were told apart no better.

    Returns
    -------
    ndarray of float32, shape (3, rows, columns)
        From 0 to 1; padded at the bottom and right to whole network cells, of which two fine
        ones in a row are one token apart.
    """
    soft = soft_density(rectified)
    rows, columns = (
        max(-(-n // COARSE_PX) * COARSE_PX, least)
        for n, least in zip(soft.shape, _SMALLEST_PICTURE, strict=True)
    )
    whole = cv2.copyMakeBorder(
        soft, 0, rows - soft.shape[0], 0, columns - soft.shape[1], cv2.BORDER_REPLICATE
    )
    coarse = whole - cv2.GaussianBlur(whole, (0, 0), 12)
    fine = whole - cv2.GaussianBlur(whole, (0, 0), 3)
    picture = np.stack([whole / 4, 0.5 + 1.2 * coarse, 0.5 + 2.5 * fine])
    return np.clip(picture, 0, 1).astype(np.float32)


def _mean(plane: NDArray[np.float32], window: int) -> NDArray[np.float32]:
    """Return the mean around each grid point; what follows is worked out for these alone."""
    smooth = cv2.blur(plane, (window, window), borderType=cv2.BORDER_REFLECT)
    start = STEP_PX // 2
    return np.asarray(smooth[start::STEP_PX, start::STEP_PX], dtype=np.float32)


def _spread(plane: NDArray[np.float32], window: int) -> NDArray[np.float32]:
    mean = _mean(plane, window)
    variance = np.maximum(_mean(plane * plane, window) - mean * mean, 0)
    return np.log(np.sqrt(variance) + np.float32(0.02)) + 2


def _blurred(soft: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(soft, (0, 0), scale), np.float32)


def _levels(soft: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return [
        _mean(soft, _WINDOW_PX),
        _mean(soft, _WIDE_PX),
        _spread(soft, _WINDOW_PX),
        _spread(soft, _WIDE_PX),
    ]


def _structure(smooth: NDArray[np.float32], scale: float) -> list[NDArray[np.float32]]:
    """Log energy of gradients across, down and slanting, and how peaked they are."""
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=scale / 8)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=scale / 8)
    noise = np.float32(1e-5)
    square = across * across, down * down, np.abs(across * down)
    energies = [np.maximum(_mean(plane, _WINDOW_PX), 0) + noise for plane in square]
    strength = _mean(np.sqrt(square[0] + square[1]), _WINDOW_PX)
    peak = 2 * strength * strength / (energies[0] + energies[1])
    planes = [*(0.5 * np.log(energy) + 3 for energy in energies), peak]
    return [np.asarray(plane, dtype=np.float32) for plane in planes]


def _skew(band: NDArray[np.float32]) -> NDArray[np.float32]:
    """Third moment of a band: bright gaps in dark goods, or dark things in bright ones."""
    square = band * band
    spread = np.sqrt(np.maximum(_mean(square, _WINDOW_PX), 0)) + np.float32(0.01)
    return np.asarray(np.cbrt(_mean(square * band, _WINDOW_PX)) / spread, dtype=np.float32)


def _material(rectified: Rectified) -> list[NDArray[np.float32]]:
    if rectified.material is None:
        nothing = _mean(np.zeros_like(rectified.density), _WINDOW_PX)
        return [nothing, nothing]
    return [
        2 * _mean(rectified.material, _WINDOW_PX),
        _spread(rectified.material, _WINDOW_PX),
    ]
