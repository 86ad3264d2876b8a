"""Local filters of the 16-bit picture, one function each.

All take counts (uint16, shape (rows, columns); 0 opaque, 65535 open air), a strength from 0 to 1
and the side of the square neighbourhood [px]; all return counts of the same shape, saturated,
that depend on no pixel further away than half of that side. None touches its input.

The result must not depend on where a crop was cut. Sums of floats would, by a count: vector and
scalar code round differently. Weights are therefore whole 64ths, with which every sum of 16-bit
counts is exact in 24 bits.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

Picture16 = NDArray[np.uint16]

_FINE: Final = 64
_BAND_ROWS: Final = 64
_MOST_SHARPENING: Final = 3.0
_MOST_EDGE: Final = 4.0
_MOST_RELIEF: Final = 2.0
_SOBEL_SCALE: Final = {3: 1 / 4, 5: 1 / 64}
"""Makes a slope of one count a pixel answer 2 at either size; powers of two, so exact."""


def smooth(counts: Picture16, strength: float, size: int) -> Picture16:
    """Gaussian of up to a sixth of the size [px, sigma]; OpenCV does it in fixed point."""
    sigma = size / 6 * (0.2 + 0.8 * strength)
    return np.asarray(cv2.GaussianBlur(counts, (size, size), sigma), np.uint16)


def mean(counts: Picture16, strength: float, size: int) -> Picture16:
    """Mean over the neighbourhood, mixed in by strength."""
    return _mix(counts, np.asarray(cv2.blur(counts, (size, size)), np.uint16), strength)


def median(counts: Picture16, strength: float, size: int) -> Picture16:
    """Median over 3 or 5 pixels a side, mixed in by strength: takes single bad pixels away."""
    return _mix(counts, np.asarray(cv2.medianBlur(counts, size), np.uint16), strength)


def sharpen(counts: Picture16, strength: float, size: int) -> Picture16:
    """Unsharp mask: the picture and up to 3 times what a mean takes from it.

    A large size raises local contrast in even areas without moving their mean.
    """
    amount = _weight(_MOST_SHARPENING * strength)
    even = cv2.blur(counts, (size, size))
    return np.asarray(cv2.addWeighted(counts, 1 + amount, even, -amount, 0), np.uint16)


def edges(counts: Picture16, strength: float, size: int) -> Picture16:
    """Darken by the Sobel gradient, so that outlines stand on the goods they belong to.

    Done in bands of rows: three float pictures of a whole viewport fall out of the cache, which
    makes it three times as slow.
    """
    drawn, (rows, _), halo = np.empty_like(counts), counts.shape, size // 2
    for top in range(0, rows, _BAND_ROWS):
        first, end = max(top - halo, 0), min(top + _BAND_ROWS, rows)
        exact = counts[first : end + halo].astype(np.float32)
        slope = cv2.magnitude(_sobel(exact, 0, 1, size), _sobel(exact, 1, 0, size))
        band = np.asarray(slope, np.float32)[top - first : end - first]
        drawn[top:end] = _darken(counts[top:end], band, strength)
    return drawn


def edges_horizontal(counts: Picture16, strength: float, size: int) -> Picture16:
    """Darken by the gradient along columns: floors, layers, and the tops of goods stand out."""
    slope = _sobel(counts.astype(np.float32), 0, 1, size)
    return _darken(counts, np.abs(slope, out=slope), strength)


def edges_vertical(counts: Picture16, strength: float, size: int) -> Picture16:
    """Darken by the gradient along rows: walls, posts, and gaps between cartons stand out."""
    slope = _sobel(counts.astype(np.float32), 1, 0, size)
    return _darken(counts, np.abs(slope, out=slope), strength)


def emboss(counts: Picture16, strength: float, size: int) -> Picture16:
    """Add up to twice the difference across the neighbourhood's falling diagonal.

    The picture looks like a relief lit from its first corner, where dense cargo stands out. The
    relief itself saturates at half of the scale.
    """
    step, (rows, columns) = size // 2, counts.shape
    amount = _weight(_MOST_RELIEF * strength)
    grown = cv2.copyMakeBorder(counts, step, step, step, step, cv2.BORDER_REPLICATE)
    before = grown[:rows, :columns]
    after = grown[2 * step : 2 * step + rows, 2 * step : 2 * step + columns]
    relief = cv2.addWeighted(after, amount, before, -amount, 32768)
    return np.asarray(cv2.addWeighted(counts, 1, relief, 1, -32768), np.uint16)


def erode(counts: Picture16, strength: float, size: int) -> Picture16:
    """Least count of the neighbourhood, mixed in by strength: dense is dark, so dense grows.

    Wires and thin sheets become wide enough to be seen.
    """
    return _mix(counts, np.asarray(cv2.erode(counts, _square(size)), np.uint16), strength)


def dilate(counts: Picture16, strength: float, size: int) -> Picture16:
    """Greatest count of the neighbourhood, mixed in by strength: dense thins.

    Fine structure such as netting and racks goes; what is dense and thick stays.
    """
    return _mix(counts, np.asarray(cv2.dilate(counts, _square(size)), np.uint16), strength)


def _weight(value: float) -> float:
    return round(value * _FINE) / _FINE


def _mix(counts: Picture16, other: Picture16, share: float) -> Picture16:
    weight = _weight(share)
    if weight == 1:
        return other
    return np.asarray(cv2.addWeighted(counts, 1 - weight, other, weight, 0), np.uint16)


def _darken(counts: Picture16, slope: NDArray[np.float32], strength: float) -> Picture16:
    amount = _weight(_MOST_EDGE * strength)
    drawn = cv2.addWeighted(counts, 1, slope, -amount, 0, dtype=cv2.CV_16U)
    return np.asarray(drawn, np.uint16)


def _sobel(exact: NDArray[np.float32], along: int, down: int, size: int) -> NDArray[np.float32]:
    """Differentiate float counts: from 16-bit ones OpenCV takes three times as long."""
    slope = cv2.Sobel(exact, cv2.CV_32F, along, down, ksize=size, scale=_SOBEL_SCALE[size])
    return np.asarray(slope, np.float32)


def _square(size: int) -> NDArray[np.uint8]:
    return np.ones((size, size), np.uint8)
