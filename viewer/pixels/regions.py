"""Statistics of a part of a picture, from counts and not from greys, at a bounded cost."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.geometry import Area, Place, area_between
from viewer.pixels.look import Energy
from viewer.pixels.render import Source
from viewer.pixels.window import COUNTS

MOST_PIXELS: Final = 2_000_000
"""A larger box is read from a coarser level, whose pixels are means; so it takes 10 ms at most.

What a polygon holds has to be found out first: half as many in the box around it.
"""
_BINS: Final = 256
_VALUES: Final = np.arange(COUNTS, dtype=np.float64)
_ATTENUATION: Final = -np.log(np.maximum(_VALUES, 1.0) / (COUNTS - 1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionStatistics:
    """What the counts of a region are like.

    Attributes
    ----------
    pixels : int
        How many pixels, of the level that was read.
    reduced : int
        Full-resolution pixels a side that each of them is the mean of. Above 1, spread,
        extremes and entropy are those of means: smaller than the pixels' own.
    mean, sd, minimum, maximum : float
        [counts]; `sd` is the root of the mean squared deviation.
    skewness, kurtosis : float
        ``g1`` and ``g2`` of [1]_: third and fourth standardised moment, the latter less 3, so
        that a normal distribution has 0 of both; NaN where all counts are equal.
    entropy_bits : float
        Shannon's [2]_, of 256 equally wide bins of counts: 0 where all is alike, at most 8.
    transmission : float
        Mean share of the beam that comes through, 0 to 1.
    attenuation : float
        Mean of -ln T; a count of 0 is taken as 1, so that opaque pixels stay finite.
    opaque : float
        Share of pixels with a count of 0, for which that mean is only a lower bound.
    histogram : ndarray of int64, shape (256,)
        Pixels a bin, from opaque to open air.

    References
    ----------
    .. [1] Joanes and Gill, The Statistician 47 (1998) 183-189.
    .. [2] Shannon, Bell System Technical Journal 27 (1948) 379-423.
    """

    pixels: int
    reduced: int
    mean: float
    sd: float
    minimum: float
    maximum: float
    skewness: float
    kurtosis: float
    entropy_bits: float
    transmission: float
    attenuation: float
    opaque: float
    histogram: NDArray[np.int64]


def statistics_of_area(source: Source, energy: Energy, area: Area) -> RegionStatistics | None:
    """Describe the pixels whose centres lie in a rectangle; None when there are none."""
    pixels, _, level = _read(source, energy, area, MOST_PIXELS)
    return _describe(pixels, None, 2**level)


def statistics_of_polygon(
    source: Source, energy: Energy, corners: Sequence[Place]
) -> RegionStatistics | None:
    """Describe the pixels whose centres lie in a polygon; None when there are none.

    Where the outline crosses itself, what is surrounded an even number of times is outside.
    """
    pixels, origin, level = _read(source, energy, _bounds(corners), MOST_PIXELS // 2)
    if not pixels.size:
        return None
    size = 2**level
    local = [(row / size - origin[0], column / size - origin[1]) for row, column in corners]
    return _describe(pixels, inside(local, (pixels.shape[0], pixels.shape[1])), size)


def inside(corners: Sequence[Place], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Return which pixel centres lie in a polygon, by the even-odd rule.

    Parameters
    ----------
    corners : sequence of Place
        (row, column), counted from the outer corner of the first pixel.
    shape : tuple of int
        Rows and columns of the answer.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        1 inside, 0 outside. Two polygons that share a side share no pixel.
    """
    rows, columns = shape
    # Each side flips all that lies to the right of it; a running exclusive-or does the rest.
    flips = np.zeros((rows, columns + 1), np.uint8)
    for (row, column), (next_row, next_column) in zip(
        corners, (*corners[1:], *corners[:1]), strict=True
    ):
        low, high = sorted((row, next_row))
        first, last = max(_first_centre(low), 0), min(_first_centre(high), rows)
        if first >= last:
            continue
        crossed = np.arange(first, last)
        slope = (next_column - column) / (next_row - row)
        at = column + (crossed + 0.5 - row) * slope
        flips[crossed, np.clip(np.ceil(at - 0.5), 0, columns).astype(np.intp)] ^= 1
    result: NDArray[np.uint8] = np.bitwise_xor.accumulate(flips[:, :-1], axis=1)
    return result


def _bounds(corners: Sequence[Place]) -> Area:
    rows, columns = zip(*corners, strict=True)
    return area_between((min(rows), min(columns)), (max(rows), max(columns)))


def _first_centre(edge: float) -> int:
    """Return the first pixel whose centre does not lie before an edge."""
    return math.ceil(edge - 0.5)


def _read(
    source: Source, energy: Energy, area: Area, most: int
) -> tuple[NDArray[np.uint16], tuple[int, int], int]:
    """Return at most so many counts of an area, their first row and column, and their level."""
    pyramid = source.plane(energy)
    level = pyramid.first
    while area.height * area.width / 4**level > most and level < pyramid.last:
        level += 1
    pixels, size = pyramid.level(level), 2**level
    top = max(_first_centre(area.row / size), 0)
    left = max(_first_centre(area.column / size), 0)
    bottom = max(_first_centre((area.row + area.height) / size), top)
    right = max(_first_centre((area.column + area.width) / size), left)
    return pixels[top:bottom, left:right], (top, left), level


def _describe(
    pixels: NDArray[np.uint16], mask: NDArray[np.uint8] | None, reduced: int
) -> RegionStatistics | None:
    """Take all statistics from one histogram of all 65536 counts."""
    if not pixels.size:
        return None
    # OpenCV counts in float32, exact up to 2**24 pixels of one count.
    bars = cv2.calcHist([pixels], [0], mask, [COUNTS], [0, COUNTS]).ravel().astype(np.int64)
    number = int(bars.sum())
    if not number:
        return None
    found = np.flatnonzero(bars)
    shares = bars[found] / number
    mean = _sum(shares, _VALUES[found])
    off = _VALUES[found] - mean
    squares = off * off
    second, third, fourth = (
        _sum(shares, power) for power in (squares, squares * off, squares * squares)
    )
    flat = found.size == 1
    histogram = bars.reshape(_BINS, -1).sum(axis=1)
    filled = histogram[histogram > 0] / number
    return RegionStatistics(
        pixels=number,
        reduced=reduced,
        mean=mean,
        sd=math.sqrt(second),
        minimum=float(found[0]),
        maximum=float(found[-1]),
        skewness=math.nan if flat else third / second**1.5,
        kurtosis=math.nan if flat else fourth / second**2 - 3.0,
        entropy_bits=abs(_sum(filled, np.log2(filled))),
        transmission=mean / (COUNTS - 1),
        attenuation=_sum(shares, _ATTENUATION[found]),
        opaque=float(bars[0]) / number,
        histogram=histogram,
    )


def _sum(shares: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Return a weighted sum; without BLAS, whose threads wait for each other on a busy machine."""
    return float(np.add.reduce(shares * values))
