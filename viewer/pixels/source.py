"""A picture prepared for looking: its pyramids and its scale of materials."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.counts import FirstView
from viewer.pixels.geometry import Area
from viewer.pixels.look import Energy
from viewer.pixels.material import MaterialScale, general_scale
from viewer.pixels.pyramid import Pyramid
from viewer.pixels.whole import WholePicture

_QUICK: Final = 1024
"""Statistics are taken from a level on which an area is at most so long [pixels]."""


class Source:
    """A picture prepared for looking: its pyramids, and what filters of the whole know of it.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at the high (or only) and, if there is one, the low energy.
    reduced : int
        Full-resolution pixels per pixel of the arrays along each axis, a power of two.
    scale : MaterialScale or None
        None takes the general one.
    full_shape : tuple of int, or None where `reduced` divides rows and columns
    """

    def __init__(
        self,
        high: NDArray[np.uint16],
        low: NDArray[np.uint16] | None = None,
        *,
        reduced: int = 1,
        scale: MaterialScale | None = None,
        full_shape: tuple[int, int] | None = None,
    ) -> None:
        first = reduced.bit_length() - 1
        self._planes = {Energy.HIGH: Pyramid(high, first=first)}
        if low is not None:
            self._planes[Energy.LOW] = Pyramid(low, first=first)
        self.shape = full_shape or (high.shape[0] * reduced, high.shape[1] * reduced)
        self.scale = scale if scale is not None else general_scale(None, None)
        self._wholes: dict[Energy, WholePicture] = {}
        self.first_view: FirstView | None = None
        """What `viewer.prepare.draw_ahead` has made of it, for its first paint."""

    def has(self, energy: Energy) -> bool:
        """Tell whether the picture was taken at an energy."""
        return energy in self._planes

    def plane(self, energy: Energy) -> Pyramid:
        """Return the pyramid of an energy, or of the high one where it is missing."""
        return self._planes.get(energy, self._planes[Energy.HIGH])

    def whole(self, energy: Energy) -> WholePicture:
        """Return what filters of the whole picture look up; made when first asked for."""
        if energy not in self._wholes:
            overview = self.plane(energy).level(self.overview_level(energy))
            self._wholes[energy] = WholePicture(overview, self.shape)
        return self._wholes[energy]

    def material_levels(self) -> range:
        """Return the levels on which materials may be told apart; none for one energy."""
        plane = self.plane(Energy.HIGH)
        return range(plane.first, plane.last + 1) if self.has(Energy.LOW) else range(0)

    def overview_level(self, energy: Energy) -> int:
        """Return the number of the level that `whole` has as its overview."""
        wanted = math.ceil(math.log2(max(max(self.shape) / _QUICK, 1)))
        return self.plane(energy).nearest(wanted)

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
