"""Halves of a picture, each a quarter of the pixels, built when first asked for."""

import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.halving import halve, halved_shape

_SMALLEST: Final = 64
"""No level is built whose longer side would fall below this [pixels]."""


PAD_PX: Final = 128
"""How far a level that we have built goes on beyond its last row and column, repeating them."""


class Padded:
    """A level in memory that goes on beyond its end, so that a crop there needs no copy.

    Attributes
    ----------
    pixels : ndarray of uint16, shape (rows, columns)
        The level itself.
    beyond : ndarray of uint16
        The same memory, and what follows to the right of it and below.
    """

    def __init__(self, pixels: NDArray[np.uint16], beyond: NDArray[np.uint16]) -> None:
        self.pixels, self.beyond = pixels, beyond

    @classmethod
    def half_of(cls, picture: NDArray[np.uint16]) -> "Padded":
        """Build the next coarser level of a picture."""
        rows, columns = halved_shape((picture.shape[0], picture.shape[1]))
        beyond = np.empty((rows + PAD_PX, columns + PAD_PX), np.uint16)
        half = beyond[:rows, :columns]
        halve(picture, into=half)
        beyond[:rows, columns:] = half[:, -1:]
        beyond[rows:] = beyond[rows - 1]
        return cls(half, beyond)


class Pyramid:
    """The levels of one plane; level n has one pixel for 2**n full-resolution ones a side.

    From any thread.

    Parameters
    ----------
    base : ndarray of uint16, shape (rows, columns)
        The finest level there is.
    first : int
        Number of that level: 0 for full resolution, 2 when only a quarter has arrived.
    """

    def __init__(self, base: NDArray[np.uint16], *, first: int = 0) -> None:
        self.first = first
        base = np.ascontiguousarray(base)
        self._levels = [Padded(base, base)]
        self._building = threading.Lock()

    @property
    def last(self) -> int:
        """Number of the coarsest level worth building."""
        longest, level = max(self._levels[0].pixels.shape), self.first
        while longest > 2 * _SMALLEST:
            longest, level = -(-longest // 2), level + 1
        return level

    def nearest(self, level: int) -> int:
        """Return the number of the level to use when `level` is wanted."""
        return min(max(level, self.first), self.last)

    def level(self, level: int) -> NDArray[np.uint16]:
        """Return a level, building it from the finer one when asked for the first time.

        Raises
        ------
        ValueError
            If the level is finer than what has arrived.
        """
        return self.padded(level).pixels

    def padded(self, level: int) -> Padded:
        """Return a level with what lies beyond its end; raises as `level`."""
        if level < self.first:
            raise ValueError(f"level {level} has not arrived; the finest is {self.first}")
        if len(self._levels) <= level - self.first:
            with self._building:  # a paint and what it asked for may want the same one
                while len(self._levels) <= level - self.first:
                    self._levels.append(Padded.half_of(self._levels[-1].pixels))
        return self._levels[level - self.first]
