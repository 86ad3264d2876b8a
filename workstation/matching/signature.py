"""The whole load in one vector: densities, materials, texture, spacing and pooled tokens."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.matching import tokens as local
from workstation.matching.backbone import COARSE_FEATURES, COARSE_PX, FINE_FEATURES, FINE_PX
from workstation.matching.rectify import Rectified

_DENSITY_BINS: Final = 20
_DENSITY_RANGE: Final = (0.3, 3.8)  # log(1 + M/5): 1.7 to 220 g/cm²
_MATERIAL_BINS: Final = 8
_MATERIAL_BANDS: Final = (1.3, 2.1)  # borders of thin, middle and thick goods
_LBP_RADII_PX: Final = (1, 3)
_LBP_NOISE: Final = 0.03
_LAGS_PX: Final = (4, 6, 8, 11, 15, 20, 26, 34, 44, 57, 75, 98)
_SURROUNDINGS_PX: Final = 20.0
_QUANTILES: Final = (0.1, 0.5, 0.9)

TOKEN_FEATURES: Final = len(local.NAMES)
_POOLED: Final = TOKEN_FEATURES * (2 + len(_QUANTILES))
_BEFORE: Final = _DENSITY_BINS + 10 * len(_LBP_RADII_PX) + 2 * len(_LAGS_PX)
_CELLS_PX: Final = (FINE_PX, COARSE_PX)
NETWORK: Final = 2 * (FINE_FEATURES + COARSE_FEATURES)
"""Features at the end of a signature that come from the general network."""
LENGTH: Final = _BEFORE + _POOLED + 3 * _MATERIAL_BINS + NETWORK


def _pattern_codes() -> NDArray[np.intp]:
    """Return for each pattern of eight neighbours how many are above; 9 where they are mixed."""
    above = np.arange(256)[:, None] >> np.arange(8) & 1
    changes = (above != np.roll(above, 1, axis=1)).sum(axis=1)
    return np.asarray(np.where(changes <= 2, above.sum(axis=1), 9), np.intp)


_PATTERN_CODES: Final = _pattern_codes()


def material_features() -> NDArray[np.bool_]:
    """Tell which signature features need the second energy, shape (LENGTH,)."""
    token = np.zeros(TOKEN_FEATURES, dtype=bool)
    token[local.MATERIAL] = True
    pooled = np.tile(token, 2 + len(_QUANTILES))
    parts = [
        np.zeros(_BEFORE, bool),
        pooled,
        np.ones(3 * _MATERIAL_BINS, bool),
        np.zeros(NETWORK, bool),
    ]
    return np.concatenate(parts)


def describe_load(
    rectified: Rectified,
    tokens: NDArray[np.float32],
    load: NDArray[np.bool_],
    network: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Return the signature of a load, float32, shape (LENGTH,).

    Parameters
    ----------
    rectified : Rectified
    tokens, load : ndarray
        As `tokens.token_grid` returns them.
    network : tuple of ndarray
        As `backbone.look` returns them for `tokens.network_picture`.

    Histograms are square-rooted, so that their Euclidean distance is Hellinger's. A picture
    without goods gives zeros.
    """
    goods = rectified.goods
    if goods.sum() < 200 or load.sum() < 4:
        return np.zeros(LENGTH, np.float32)
    soft = local.soft_density(rectified)
    parts = [
        _histogram(soft[goods], _DENSITY_BINS, _DENSITY_RANGE),
        *(_lbp(soft, goods, radius) for radius in _LBP_RADII_PX),
        _spacing(soft, goods),
        _pooled(tokens[load]),
        _materials(rectified, soft),
        *(_seen(layer, goods, size) for layer, size in zip(network, _CELLS_PX, strict=True)),
    ]
    return np.concatenate(parts).astype(np.float32)


def _histogram(
    values: NDArray[np.float32], bins: int, span: tuple[float, float]
) -> NDArray[np.float64]:
    counts = np.histogram(np.clip(values, *span), bins, span)[0].astype(np.float64)
    # A lot a little denser falls into the next bin; smoothing keeps it near.
    smooth = np.convolve(np.pad(counts, 2, mode="edge"), (0.1, 0.2, 0.4, 0.2, 0.1), "valid")
    return np.asarray(np.sqrt(smooth / max(smooth.sum(), 1)))


def _lbp(soft: NDArray[np.float32], goods: NDArray[np.bool_], radius: int) -> NDArray[np.float64]:
    """Rotation-invariant uniform local binary patterns of eight neighbours [1]_.

    References
    ----------
    .. [1] Ojala, Pietikäinen, Mäenpää, IEEE TPAMI 24(7), 2002: riu2.
    """
    smooth = cv2.blur(soft, (radius, radius)) if radius > 1 else soft
    rows, columns = smooth.shape
    inner = smooth[radius : rows - radius, radius : columns - radius]
    ring = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
    bar = inner + np.float32(_LBP_NOISE)
    pattern = np.zeros(inner.shape, np.uint8)
    for number, (r, c) in enumerate(ring):
        shifted = smooth[
            radius + r * radius : rows - radius + r * radius,
            radius + c * radius : columns - radius + c * radius,
        ]
        pattern |= (shifted > bar).view(np.uint8) << np.uint8(number)
    mask = goods[radius : rows - radius, radius : columns - radius]
    found = np.bincount(pattern[mask], minlength=256)
    counts = np.bincount(_PATTERN_CODES, weights=found, minlength=10)
    return np.asarray(np.sqrt(counts / max(counts.sum(), 1)))


def _spacing(soft: NDArray[np.float32], goods: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Autocorrelation of the load along and across, at lags of 4 cm to 1 m."""
    weight = goods.astype(np.float32)
    mean = _surroundings(soft * weight) / (_surroundings(weight) + np.float32(0.01))
    detail = (cv2.GaussianBlur(soft, (0, 0), 1.0) - mean) * weight
    power = float(np.mean(detail * detail)) + 1e-6
    along = [_mean_product(detail[:, lag:], detail[:, :-lag]) / power for lag in _LAGS_PX]
    across = [
        _mean_product(detail[lag:], detail[:-lag]) / power if lag < detail.shape[0] else 0.0
        for lag in _LAGS_PX
    ]
    return np.asarray([*along, *across], dtype=np.float64)


def _surroundings(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blur over a fifth of a metre; on every second pixel, for nothing finer is left of it."""
    rows, columns = plane.shape
    even = cv2.copyMakeBorder(plane, 0, rows % 2, 0, columns % 2, cv2.BORDER_REFLECT)
    half = cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half, (0, 0), _SURROUNDINGS_PX / 2)
    whole = cv2.resize(smooth, even.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[:rows, :columns], np.float32)


def _mean_product(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    rows = np.asarray(np.einsum("ij,ij->i", one, two), np.float64)
    return float(rows.mean() / one.shape[1])


def _pooled(tokens: NDArray[np.float32]) -> NDArray[np.float64]:
    quantiles = np.quantile(tokens, _QUANTILES, axis=0)
    return np.concatenate([tokens.mean(axis=0), tokens.std(axis=0), quantiles.ravel()])


def _seen(layer: NDArray[np.float32], goods: NDArray[np.bool_], size: int) -> NDArray[np.float64]:
    """Mean and spread of a network's layer over the cells that goods cover by half."""
    rows, columns, features = layer.shape
    padded = np.zeros((rows * size, columns * size), np.float32)
    padded[: goods.shape[0], : goods.shape[1]] = goods
    share = cv2.resize(padded, (columns, rows), interpolation=cv2.INTER_AREA)
    covered = share > 0.5
    cells = layer[covered] if covered.sum() >= 3 else layer.reshape(-1, features)
    return np.concatenate([cells.mean(axis=0), cells.std(axis=0)]).astype(np.float64)


def _materials(rectified: Rectified, soft: NDArray[np.float32]) -> NDArray[np.float64]:
    """Histogram of the material index in thin, middle and thick goods."""
    if rectified.material is None:
        return np.zeros(3 * _MATERIAL_BINS)
    band = np.digitize(soft, _MATERIAL_BANDS)
    parts = []
    for level in range(3):
        mask = rectified.goods & (band == level)
        share = mask.sum() / max(int(rectified.goods.sum()), 1)
        values = rectified.material[mask]
        parts.append(np.sqrt(share) * _histogram(values, _MATERIAL_BINS, (-0.6, 1.6)))
    return np.concatenate(parts)
