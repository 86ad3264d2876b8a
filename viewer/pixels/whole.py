"""What filters of the whole picture know of it: tables made once, looked up for any part."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.local_contrast import Regions, Where
from viewer.pixels.look import Filter, FilterKind
from viewer.pixels.window import COUNTS

_MOST_CLIP: Final = 10.0
_KEPT: Final = 2


class WholePicture:
    """A picture as equalisation sees it: as its counts are, before any filter.

    Parameters
    ----------
    overview : ndarray of uint16, shape (rows, columns)
        All of it, reduced as far as one likes.
    shape : tuple of int
        Rows and columns at full resolution.
    """

    def __init__(self, overview: NDArray[np.uint16], shape: tuple[int, int]) -> None:
        self._overview, self._shape = overview, shape
        self._regions: dict[tuple[float, int], Regions] = {}
        self._histograms: dict[float, NDArray[np.uint16]] = {}

    def apply(
        self, counts: NDArray[np.uint16], one: Filter, tiles: int, where: Where
    ) -> NDArray[np.uint16]:
        """Run `EQUALISE` or `HISTOGRAM` on a part of the picture.

        The contrast of local equalisation is limited to 1 (nothing) to 10 times by strength.
        """
        if one.kind is FilterKind.HISTOGRAM:
            return np.asarray(cv2.LUT(counts, self._histogram_of(one.strength)), np.uint16)
        return self._regions_of(one, tiles).apply(counts, where)

    def prepare(self, one: Filter, tiles: int) -> None:
        """Make the tables of `EQUALISE` now; takes about 40 ms, from any thread."""
        if one.kind is FilterKind.HISTOGRAM:
            self._histogram_of(one.strength)
        if one.kind is FilterKind.EQUALISE:
            regions = self._regions.get((one.strength, tiles)) or self._made(one, tiles)
            regions.complete()
            self._keep((one.strength, tiles), regions)

    def at_hand(self, one: Filter, tiles: int) -> Filter | None:
        """Return the filter whose tables are made: it, it at another strength, or None."""
        if one.kind is not FilterKind.EQUALISE:
            return one
        made = {
            strength
            for (strength, size), had in list(self._regions.items())
            if size == tiles and had.is_complete
        }
        if one.strength in made:
            return one
        nearest = min(made, key=lambda strength: abs(strength - one.strength), default=None)
        return None if nearest is None else replace(one, strength=nearest)

    def overview_of(self, one: Filter, tiles: int) -> NDArray[np.uint16] | None:
        """Return the overview after a filter, where its tables are made; else None."""
        regions = self._regions.get((one.strength, tiles))
        return None if regions is None or one.kind is not FilterKind.EQUALISE else regions.overview

    def _histogram_of(self, strength: float) -> NDArray[np.uint16]:
        """Return the table of a strength; only the last one is kept."""
        table = self._histograms.get(strength)
        if table is None:
            table = histogram_table(self._overview, strength)
            self._histograms = {strength: table}
        return table

    def _regions_of(self, one: Filter, tiles: int) -> Regions:
        key = (one.strength, tiles)
        regions = self._regions.get(key)
        if regions is None:
            regions = self._made(one, tiles)
            self._keep(key, regions)
        return regions

    def _made(self, one: Filter, tiles: int) -> Regions:
        clip = 1.0 + (_MOST_CLIP - 1.0) * one.strength
        return Regions(self._overview, self._shape, tiles=tiles, clip=clip)

    def _keep(self, key: tuple[float, int], regions: Regions) -> None:
        """Keep few of them: each takes 8 MB, and a slider passes many strengths."""
        others = [old for old in list(self._regions) if old != key]
        for old in others[: max(len(others) - (_KEPT - 1), 0)]:
            self._regions.pop(old, None)
        self._regions[key] = regions


def histogram_table(counts: NDArray[np.uint16], strength: float) -> NDArray[np.uint16]:
    """Return what each count becomes so that all greys are used alike.

    The table may be made from a coarse level of a picture and used on all of it. It rises, so
    that denser cargo never looks brighter. Counts of 0 and 65535 are not counted and stay where
    they are: open air at the end of the scale would else take most of the greys.

    Parameters
    ----------
    counts : ndarray of uint16, shape (rows, columns)
    strength : float
        From 0, the counts as they are, to 1, equalised [1]_.

    Returns
    -------
    ndarray of uint16, shape (65536,)

    References
    ----------
    .. [1] R. C. Gonzalez, R. E. Woods, Digital Image Processing, 3.3.1; the scale begins at the
       first count that occurs.
    """
    number = np.asarray(cv2.calcHist([counts], [0], None, [COUNTS], [0, COUNTS])).ravel()
    number[[0, -1]] = 0
    up_to = np.cumsum(number, dtype=np.float64)
    as_they_are = np.arange(COUNTS, dtype=np.float64)
    occurring = np.flatnonzero(number)
    first = up_to[occurring[0]] if occurring.size else 0.0
    if up_to[-1] <= first:  # one count, or none: there is nothing to spread
        return as_they_are.astype(np.uint16)
    equalised = ((up_to - first) / (up_to[-1] - first)).clip(0, 1) * (COUNTS - 1)
    between = as_they_are + (equalised - as_they_are) * strength
    return np.asarray(np.rint(between), np.uint16)
