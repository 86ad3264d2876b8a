"""How often things repeat along a container, from the correlation of the load with itself."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.matching.rectify import GRID_MM, Rectified

_SHORTEST_MM: Final = 120.0
_LONGEST_MM: Final = 2600.0
_LEAST_REPEATS: Final = 3.0
_DETAIL_MM: Final = 600.0  # coarser than this is the shape of the load, not of its items
_LEAST_CORRELATION: Final = 0.3
_NEARLY_AS_HIGH: Final = 0.75
_LEAST_LOAD: Final = 0.03


def repeat_mm(rectified: Rectified, column_mm: float = GRID_MM) -> float | None:
    """Return the distance after which the load looks like itself again [mm]; None if never.

    `column_mm` is how long a rectified column really is, where `rectify` had to guess it.

    Each row's detail is correlated with itself along the container (Wiener and Khinchin), rows
    are summed, and of the peaks nearly as high as the highest the first one counts, so that a
    period is not mistaken for twice itself.
    """
    goods = rectified.goods
    if goods.mean() < _LEAST_LOAD:
        return None
    correlation = _self_correlation(rectified.density, goods)
    longest = min(_LONGEST_MM / column_mm, goods.any(axis=0).sum() / _LEAST_REPEATS)
    first, last = max(round(_SHORTEST_MM / column_mm), 2), int(longest)
    peaks = [
        lag
        for lag in range(first, min(last, correlation.size - 1))
        if correlation[lag] >= correlation[lag - 1]
        and correlation[lag] > correlation[lag + 1]
        and correlation[lag] - correlation[first // 2 : lag].min() > _LEAST_CORRELATION
        and correlation[lag] > _LEAST_CORRELATION
    ]
    if not peaks:
        return None
    highest = max(float(correlation[lag]) for lag in peaks)
    lag = next(lag for lag in peaks if correlation[lag] >= _NEARLY_AS_HIGH * highest)
    return round(_summit(correlation, lag) * column_mm, 1)


def _self_correlation(
    density: NDArray[np.float32], goods: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the correlation at each lag [columns], 1 at none, free of the load's outline."""
    mask = goods.astype(np.float32)
    level = np.log1p(density / 10)
    wide = (round(_DETAIL_MM / GRID_MM) | 1, 1)
    mean = cv2.blur(level * mask, wide) / np.maximum(cv2.blur(mask, wide), 0.05)
    detail = (level - mean) * mask
    detail = np.clip(detail, -3 * detail.std(), 3 * detail.std())
    shared, count = _products(np.asarray(detail, np.float32)), _products(mask)
    mean_product = shared / np.maximum(count, 0.05 * count[0])
    return np.asarray(mean_product / max(float(mean_product[0]), 1e-9))


def _products(plane: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the sums over the plane of its products with itself at each lag along the rows."""
    rows, columns = plane.shape
    length = cv2.getOptimalDFTSize(2 * columns)
    padded = np.zeros((rows, length), np.float32)
    padded[:, :columns] = plane
    # Packed: the constant, then real and imaginary parts in turn, for even lengths the last real.
    packed = (cv2.dft(padded, flags=cv2.DFT_ROWS) ** 2).sum(axis=0, dtype=np.float64)
    power = np.concatenate([packed[:1], packed[1:-1:2] + packed[2::2], packed[length - 1 :]])
    return np.asarray(np.fft.irfft(power[: length // 2 + 1], length)[:columns])


def _summit(values: NDArray[np.float64], at: int) -> float:
    """Return the top of the parabola through a peak and its neighbours."""
    left, middle, right = (float(v) for v in values[at - 1 : at + 2])
    bend = left - 2 * middle + right
    return at if bend == 0 else at + 0.5 * (left - right) / bend
