"""A picture prepared for looking: its pyramids and its scale of materials."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels import filters as filtering
from viewer.pixels.geometry import Area
from viewer.pixels.look import Energy, Filter
from viewer.pixels.material import MaterialScale, general_scale
from viewer.pixels.pyramid import Padded, Pyramid

_QUICK: Final = 1024
"""Statistics are taken from a level on which an area is at most so long [pixels]."""

_KEPT: Final = 3
"""Levels kept after whole-picture filters: the pane's, its overview's, and the one before."""


class Source:
    """A picture prepared for looking: its pyramids, and levels equalised as a whole.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at the high (or only) and, if there is one, the low energy.
    reduced : int
        Full-resolution pixels per pixel of the arrays along each axis, a power of two.
    scale : MaterialScale or None
        None takes the general one.
    """

    def __init__(
        self,
        high: NDArray[np.uint16],
        low: NDArray[np.uint16] | None = None,
        *,
        reduced: int = 1,
        scale: MaterialScale | None = None,
    ) -> None:
        first = reduced.bit_length() - 1
        self._planes = {Energy.HIGH: Pyramid(high, first=first)}
        if low is not None:
            self._planes[Energy.LOW] = Pyramid(low, first=first)
        self.shape = (high.shape[0] * reduced, high.shape[1] * reduced)
        self.scale = scale if scale is not None else general_scale(None, None)
        self._whole: dict[object, NDArray[np.uint16]] = {}

    def has(self, energy: Energy) -> bool:
        """Tell whether the picture was taken at an energy."""
        return energy in self._planes

    def plane(self, energy: Energy) -> Pyramid:
        """Return the pyramid of an energy, or of the high one where it is missing."""
        return self._planes.get(energy, self._planes[Energy.HIGH])

    def level(
        self, energy: Energy, level: int, whole: tuple[Filter, ...] = ()
    ) -> NDArray[np.uint16]:
        """Return a level after the filters that need the whole of it; the last few are kept."""
        pixels = self.plane(energy).level(level)
        if not whole:
            return pixels
        key = (energy, level, whole)
        if key not in self._whole:
            if len(self._whole) >= _KEPT:
                del self._whole[next(iter(self._whole))]
            self._whole[key] = filtering.apply(pixels, whole)
        return self._whole[key]

    def padded(self, energy: Energy, level: int, whole: tuple[Filter, ...] = ()) -> Padded:
        """Return a level as `level` does, with what lies beyond its end."""
        if not whole:
            return self.plane(energy).padded(level)
        pixels = self.level(energy, level, whole)
        return Padded(pixels, pixels)

    def counts_within(self, energy: Energy, area: Area) -> NDArray[np.uint16]:
        """Return the counts within an area, from a level that is quick to read.

        Returns
        -------
        ndarray of uint16, shape (rows, columns)
            Empty when the area lies beside the picture.
        """
        pyramid = self.plane(energy)
        largest = max(area.height, area.width, 1.0)
        number = pyramid.nearest(math.floor(math.log2(largest / _QUICK)) + 1)
        pixels, size = pyramid.level(number), 2**number
        rows, columns = pixels.shape
        top, left = max(int(area.row / size), 0), max(int(area.column / size), 0)
        bottom = min(math.ceil((area.row + area.height) / size), rows)
        right = min(math.ceil((area.column + area.width) / size), columns)
        return pixels[top : max(bottom, top), left : max(right, left)]
