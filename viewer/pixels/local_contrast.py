"""Contrast-limited equalisation whose greys depend on the place in the picture, not on the view.

The tables of the regions come from the whole picture, once; a box of any size at any zoom is then
looked up in them. A pan or a zoom never changes what a count becomes at a place, and no second
copy of the picture is kept.

References
----------
.. [1] K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.window import COUNTS

_BINS: Final = 4096
_FINE: Final = 64.0
"""Bins are one count wide up to about here and widen above: dense cargo has few counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where an array lies in its picture.

    Attributes
    ----------
    row, column : float
        Outer corner of the array's first pixel [full-resolution pixels].
    step : tuple of float
        Full-resolution pixels per pixel of the array (along rows, along columns).
    """

    row: float
    column: float
    step: tuple[float, float]


class Regions:
    """A grid of regions, each with a table from counts to counts.

    Parameters
    ----------
    overview : ndarray of uint16, shape (rows, columns)
        The whole picture, reduced as far as one likes; its proportions count.
    shape : tuple of int
        Rows and columns of the picture at full resolution.
    tiles : int
        Regions along each axis.
    clip : float
        How many times a bin may hold what it would in an even histogram; 1 changes nothing.

    Attributes
    ----------
    overview : ndarray of uint16 or None
        The overview after `apply`, once `complete` has made it: a quick answer for any part.

    Raises
    ------
    ValueError
        If there are no tiles or ``clip`` is below 1.
    """

    def __init__(
        self, overview: NDArray[np.uint16], shape: tuple[int, int], *, tiles: int, clip: float
    ) -> None:
        if tiles < 1 or clip < 1:
            raise ValueError(f"at least one tile and a clip of 1, got {tiles} and {clip}")
        self._tiles, self._overview, self._shape = tiles, overview, shape
        self.overview: NDArray[np.uint16] | None = None
        self._size = shape[0] / tiles, shape[1] / tiles
        self._curves = _curves(overview, tiles, clip)
        self._tables: dict[tuple[int, int], NDArray[np.uint16]] = {}

    def complete(self) -> None:
        """Make every table now, so that no later look-up has to; 30 ms for 64 regions."""
        for tile in np.ndindex(self._tiles, self._tiles):
            self._table((tile[0], tile[1]))
        if self.overview is None:
            (rows, columns), (height, width) = self._overview.shape, self._shape
            step = height / rows, width / columns
            self.overview = self.apply(self._overview, Where(row=0, column=0, step=step))

    @property
    def is_complete(self) -> bool:
        """Whether every table is made."""
        return self.overview is not None

    def apply(self, counts: NDArray[np.uint16], where: Where) -> NDArray[np.uint16]:
        """Look an array up, each pixel between the tables of the four regions around it.

        Parameters
        ----------
        counts : ndarray of uint16, shape (rows, columns)
        where : Where
            Where the array lies in the picture; it may reach beyond.

        Returns
        -------
        ndarray of uint16, shape (rows, columns)
        """
        result = np.empty(counts.shape, np.uint16)
        down = self._places(counts.shape[0], where.row, where.step[0], axis=0)
        along = self._places(counts.shape[1], where.column, where.step[1], axis=1)
        for rows, upper, lower, fall in _runs(*down):
            for columns, left, right, drift in _runs(*along):
                part = np.ascontiguousarray(counts[rows, columns])
                top = self._between(part, (upper, left), (upper, right), drift)
                if upper != lower:
                    bottom = self._between(part, (lower, left), (lower, right), drift)
                    top += (bottom - top) * fall[:, None]
                result[rows, columns] = top + np.float32(0.5)
        return result

    def _between(
        self,
        part: NDArray[np.uint16],
        one: tuple[int, int],
        other: tuple[int, int],
        share: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        first = cv2.LUT(part, self._table(one)).astype(np.float32)
        if one == other:
            return np.asarray(first, np.float32)
        second = cv2.LUT(part, self._table(other)).astype(np.float32)
        second -= first
        second *= share
        second += first
        return np.asarray(second, np.float32)

    def _table(self, tile: tuple[int, int]) -> NDArray[np.uint16]:
        if tile not in self._tables:
            curve, (below, beyond) = self._curves[tile], _between_edges()
            slopes = np.diff(curve) / np.diff(_edges()[1:])
            steps = slopes.take(below)
            steps *= beyond
            steps += curve.take(below)
            self._tables[tile] = np.rint(steps, out=steps).astype(np.uint16)
        return self._tables[tile]

    def _places(
        self, length: int, start: float, step: float, *, axis: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return, for each pixel, the region before it and how far it is towards the next."""
        at = (start + (np.arange(length) + 0.5) * step) / self._size[axis] - 0.5
        at = at.clip(0, self._tiles - 1)
        before = np.floor(at).astype(np.intp).clip(0, max(self._tiles - 2, 0))
        return before, (at - before).astype(np.float32)


def _runs(
    before: NDArray[np.intp], share: NDArray[np.float32]
) -> Iterator[tuple[slice, int, int, NDArray[np.float32]]]:
    """Part pixels into runs between the same two regions."""
    seams = np.flatnonzero(np.diff(before)) + 1
    for start, stop in zip([0, *seams], [*seams, len(before)], strict=True):
        first = int(before[start])
        shares = share[start:stop]
        yield slice(start, stop), first, first + int(shares.any()), shares


@cache
def _edges() -> NDArray[np.float64]:
    """Return the counts between which the bins lie, 0 to 65535, finer where cargo is dense."""
    steps = np.linspace(0, np.log1p((COUNTS - 1) / _FINE), _BINS + 1)
    return np.asarray(np.expm1(steps) * _FINE, np.float64)


@cache
def _between_edges() -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return, for every count, the upper edge below it by its place, and how far it is beyond.

    `numpy.interp` finds the two anew for each of the many tables of a picture, which is slow.
    """
    counts, uppers = np.arange(COUNTS, dtype=np.float64), _edges()[1:]
    below = (np.searchsorted(uppers, counts, side="right") - 1).clip(0, _BINS - 2)
    return below, (counts - uppers[below]).clip(0, np.diff(uppers)[below])


@cache
def _bins() -> NDArray[np.uint16]:
    """Return the bin of every count."""
    bins = np.searchsorted(_edges(), np.arange(COUNTS), side="right").clip(1, _BINS) - 1
    return np.asarray(bins, np.uint16)


def _curves(overview: NDArray[np.uint16], tiles: int, clip: float) -> NDArray[np.float64]:
    """Return each region's counts at the upper edges of the bins; shape (tiles, tiles, bins).

    What is cut from bins that hold too much is spread evenly, weighted by their widths, so that
    an even picture keeps its counts.
    """
    edges = _edges()
    widths = np.diff(edges) / (COUNTS - 1)
    binned = _bins()[overview]
    curves = np.empty((tiles, tiles, _BINS))
    rows, columns = (
        np.linspace(0, side, tiles + 1).round().astype(np.intp) for side in overview.shape
    )
    for row, column in np.ndindex(tiles, tiles):
        held = np.bincount(_part(binned, rows, columns, row, column), minlength=_BINS)
        share = held / held.sum()
        kept = np.minimum(share, clip * widths)
        kept += (1 - kept.sum()) * widths
        curves[row, column] = np.cumsum(kept) * (COUNTS - 1)
    return curves.clip(0, COUNTS - 1)


def _part(
    binned: NDArray[np.uint16],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    row: int,
    column: int,
) -> NDArray[np.uint16]:
    """Return the pixels of a region, at least one."""
    top = min(int(rows[row]), binned.shape[0] - 1)
    left = min(int(columns[column]), binned.shape[1] - 1)
    bottom, right = max(int(rows[row + 1]), top + 1), max(int(columns[column + 1]), left + 1)
    return binned[top:bottom, left:right].ravel()
