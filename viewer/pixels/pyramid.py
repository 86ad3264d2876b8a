"""Halves of a picture, each a quarter of the pixels, built when first asked for."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

_SMALLEST: Final = 64
"""No level is built whose longer side would fall below this [pixels]."""


def halve(picture: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Join 2 x 2 pixels to their mean; a last odd row or column is joined with itself.

    A pixel (r, c) of the half covers exactly rows 2r and 2r + 1, columns 2c and 2c + 1, so that
    places agree on every level.

    Parameters
    ----------
    picture : ndarray of uint16, shape (rows, columns)

    Returns
    -------
    ndarray of uint16, shape (ceil(rows / 2), ceil(columns / 2))
    """
    rows, columns = picture.shape
    if rows % 2 or columns % 2:
        picture = cv2.copyMakeBorder(
            picture, 0, rows % 2, 0, columns % 2, cv2.BORDER_REPLICATE
        ).astype(np.uint16, copy=False)
    half = cv2.resize(picture, (-(-columns // 2), -(-rows // 2)), interpolation=cv2.INTER_AREA)
    return np.asarray(half, dtype=np.uint16)


class Pyramid:
    """The levels of one plane; level n has one pixel for 2**n full-resolution ones a side.

    Parameters
    ----------
    base : ndarray of uint16, shape (rows, columns)
        The finest level there is.
    first : int
        Number of that level: 0 for full resolution, 2 when only a quarter has arrived.
    """

    def __init__(self, base: NDArray[np.uint16], *, first: int = 0) -> None:
        self.first = first
        self._levels = [np.ascontiguousarray(base)]

    @property
    def last(self) -> int:
        """Number of the coarsest level worth building."""
        longest, level = max(self._levels[0].shape), self.first
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
        if level < self.first:
            raise ValueError(f"level {level} has not arrived; the finest is {self.first}")
        while len(self._levels) <= level - self.first:
            self._levels.append(halve(self._levels[-1]))
        return self._levels[level - self.first]
