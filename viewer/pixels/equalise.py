"""Equalisation: greys go where the counts are, over the whole picture or in tiles of it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.window import COUNTS

_MOST_CLIP: Final = 6.0


def equalise(counts: NDArray[np.uint16], strength: float, tiles: int) -> NDArray[np.uint16]:
    """Equalise in ``tiles`` x ``tiles`` regions, the contrast limited by strength [1]_.

    A bin of a region's histogram is clipped at 1 (nothing) to 6 times its mean height.

    References
    ----------
    .. [1] K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV,
       1994; 8 x 8 regions are his advice.
    """
    engine = cv2.createCLAHE(
        clipLimit=1.0 + (_MOST_CLIP - 1.0) * strength, tileGridSize=(tiles, tiles)
    )
    return np.asarray(engine.apply(counts), np.uint16)


def histogram(counts: NDArray[np.uint16], strength: float, _size: int) -> NDArray[np.uint16]:
    """Equalise the whole picture by its own `histogram_table`."""
    return np.asarray(cv2.LUT(counts, histogram_table(counts, strength)), np.uint16)


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
