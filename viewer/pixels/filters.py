"""Filters of the 16-bit picture. Each keeps shape and type and leaves its input alone.

All but EQUALISE look at a small neighbourhood: `reach` pixels around. EQUALISE needs the whole
picture. Neighbourhoods are counted in the pixels handed in, so the pane says at which reduction
a filter worked.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.look import Filter, FilterKind

_REACH: Final = {
    FilterKind.SMOOTH: 4,
    FilterKind.MEDIAN: 2,
    FilterKind.SHARPEN: 2,
    FilterKind.EDGES: 1,
}
_COST_MS: Final = {
    FilterKind.SMOOTH: 10.0,
    FilterKind.MEDIAN: 2.6,
    FilterKind.SHARPEN: 2.2,
    FilterKind.EDGES: 13.5,
    FilterKind.EQUALISE: 43.0,
}
_TILES: Final = (8, 8)
"""Contextual regions of the equalisation (columns, rows): Zuiderveld's 8 x 8 [1]_.

.. [1] K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
"""

Picture16 = NDArray[np.uint16]


def reach(filters: Iterable[Filter]) -> int:
    """Return how many pixels around its own a stack of local filters looks at."""
    return sum(_REACH[f.kind] for f in filters)


def split(filters: tuple[Filter, ...]) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """Part a stack in what needs the whole picture, and the local rest, in order."""
    whole = [n for n, f in enumerate(filters) if f.kind is FilterKind.EQUALISE]
    at = whole[-1] + 1 if whole else 0
    return filters[:at], filters[at:]


def cost_ms(filters: Iterable[Filter], pixels: int) -> float:
    """Return about how long a stack takes for so many pixels [ms]."""
    return sum(_COST_MS[f.kind] for f in filters) * pixels / 2_073_600


def apply(counts: Picture16, filters: Iterable[Filter]) -> Picture16:
    """Run a stack of filters in order.

    Parameters
    ----------
    counts : ndarray of uint16, shape (rows, columns)
        Transmission.
    filters : iterable of Filter

    Returns
    -------
    ndarray of uint16, shape (rows, columns)
        Saturated at 0 and 65535.
    """
    for one in filters:
        if one.strength > 0:
            counts = np.asarray(_WORK[one.kind](counts, one.strength), dtype=np.uint16)
    return counts


def _smooth(counts: Picture16, strength: float) -> Picture16:
    """Gaussian of up to 1.5 pixels sigma, cut at 9 pixels."""
    return np.asarray(cv2.GaussianBlur(counts, (9, 9), 0.3 + 1.2 * strength), np.uint16)


def _median(counts: Picture16, strength: float) -> Picture16:
    return np.asarray(cv2.medianBlur(counts, 3 if strength <= 0.5 else 5), np.uint16)


def _sharpen(counts: Picture16, strength: float) -> Picture16:
    """Unsharp mask: the picture and up to 3 times what a 5 x 5 mean takes from it."""
    amount = 3.0 * strength
    mean = cv2.blur(counts, (5, 5))
    return np.asarray(cv2.addWeighted(counts, 1 + amount, mean, -amount, 0), np.uint16)


def _edges(counts: Picture16, strength: float) -> Picture16:
    """Darken by the Sobel gradient, so that outlines stand on the goods they belong to."""
    down = cv2.Sobel(counts, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    along = cv2.Sobel(counts, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    slope = cv2.magnitude(down, along)
    drawn = counts.astype(np.float32) - np.float32(4.0 * strength) * np.asarray(slope)
    return drawn.clip(0, 65535).astype(np.uint16)


def _equalise(counts: Picture16, strength: float) -> Picture16:
    """Contrast-limited equalisation in 8 x 8 regions; the clip limit rises with strength."""
    engine = cv2.createCLAHE(clipLimit=1.0 + 5.0 * strength, tileGridSize=_TILES)
    return np.asarray(engine.apply(counts), np.uint16)


_WORK: Final = {
    FilterKind.SMOOTH: _smooth,
    FilterKind.MEDIAN: _median,
    FilterKind.SHARPEN: _sharpen,
    FilterKind.EDGES: _edges,
    FilterKind.EQUALISE: _equalise,
}
