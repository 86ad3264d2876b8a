"""Whether a look shows the counts of a picture as greys, or drowns them in black or white."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.geometry import Area
from viewer.pixels.grid import Box, zoomed_shape
from viewer.pixels.look import Look
from viewer.pixels.render import sample
from viewer.pixels.source import Source
from viewer.pixels.tables import band_counts
from viewer.pixels.window import grey_table

_BLACK: Final = 3
_WHITE: Final = 252
"""Greys below or above these cannot be told from black or white: steps of 1 % of the light."""


def points_of(source: Source, look: Look, area: Area, shape: tuple[int, int]) -> NDArray[np.uint16]:
    """Return the counts that a look shows at points spread evenly over an area.

    They are filtered as the look says, on a picture with about one pixel a point. Points beside
    the picture take the nearest pixel's count.

    Parameters
    ----------
    source : Source
    look : Look
        Its energy and filters are used.
    area : Area
        Not empty [full-resolution pixels].
    shape : tuple of int
        How many points along rows and columns.

    Returns
    -------
    ndarray of uint16, shape `shape`
    """
    zoom = shape[0] / area.height, shape[1] / area.width
    rows, columns = zoomed_shape(source.shape, zoom)
    whole = Box(top=0, left=0, bottom=rows, right=columns)
    counts = sample(source, look, zoom, whole).shown
    down = np.floor(area.row * zoom[0] + np.arange(shape[0]) + 0.5).clip(0, rows - 1)
    along = np.floor(area.column * zoom[1] + np.arange(shape[1]) + 0.5).clip(0, columns - 1)
    return np.asarray(counts[np.ix_(down.astype(np.intp), along.astype(np.intp))], np.uint16)


def discernible(counts: NDArray[np.uint16], look: Look) -> NDArray[np.bool_]:
    """Tell which counts a look shows neither black nor white; a density band shows what it holds.

    Returns
    -------
    ndarray of bool, of the shape of `counts`
    """
    greys = grey_table(look.window, curve=look.curve, gamma=look.gamma, invert=look.invert)
    shows = ((greys >= _BLACK) & (greys <= _WHITE)).astype(np.uint8)
    if look.band is not None:
        shows[band_counts(look.band)] = 1
    return np.asarray(cv2.LUT(counts, shows), np.uint8).astype(bool)
