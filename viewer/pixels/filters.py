"""Stacks of filters of the 16-bit picture: what they look at, in which order, what they cost.

Most kinds look at a small neighbourhood: `reach` pixels around. Neighbourhoods are counted in the
pixels handed in, so the pane says at which reduction a filter worked. `EQUALISE` and `HISTOGRAM`
look a count up in tables of the whole picture, which does not depend on the scale. The work itself
is in `kernels` and `whole`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels import kernels
from viewer.pixels.kernels import Picture16
from viewer.pixels.local_contrast import Where
from viewer.pixels.look import Filter, FilterKind
from viewer.pixels.whole import WholePicture

_EVERYTHING: Final = Where(row=0, column=0, step=(1.0, 1.0))

WHOLE: Final = frozenset({FilterKind.EQUALISE, FilterKind.HISTOGRAM})
"""Kinds that look up tables of the whole picture; all others are local."""

_WORK: Final[Mapping[FilterKind, Callable[[Picture16, float, int], NDArray[np.uint16]]]] = {
    FilterKind.SMOOTH: kernels.smooth,
    FilterKind.MEAN: kernels.mean,
    FilterKind.MEDIAN: kernels.median,
    FilterKind.SHARPEN: kernels.sharpen,
    FilterKind.EDGES: kernels.edges,
    FilterKind.EDGES_HORIZONTAL: kernels.edges_horizontal,
    FilterKind.EDGES_VERTICAL: kernels.edges_vertical,
    FilterKind.EMBOSS: kernels.emboss,
    FilterKind.ERODE: kernels.erode,
    FilterKind.DILATE: kernels.dilate,
}
_DEFAULT_SIZE: Final[Mapping[FilterKind, int]] = {
    FilterKind.SMOOTH: 9,
    FilterKind.MEAN: 5,
    FilterKind.SHARPEN: 5,
    FilterKind.EDGES: 3,
    FilterKind.EDGES_HORIZONTAL: 3,
    FilterKind.EDGES_VERTICAL: 3,
    FilterKind.EMBOSS: 3,
    FilterKind.ERODE: 3,
    FilterKind.DILATE: 3,
    FilterKind.EQUALISE: 8,
    FilterKind.HISTOGRAM: 0,
}
_COST_MS: Final[Mapping[FilterKind, tuple[float, float]]] = {
    FilterKind.SMOOTH: (3.0, 0.24),
    FilterKind.MEAN: (5.2, 0.02),
    FilterKind.MEDIAN: (-2.1, 0.85),
    FilterKind.SHARPEN: (5.0, 0.02),
    FilterKind.EDGES: (6.6, 0.05),
    FilterKind.EDGES_HORIZONTAL: (6.0, 0.05),
    FilterKind.EDGES_VERTICAL: (6.0, 0.05),
    FilterKind.EMBOSS: (6.0, 0.0),
    FilterKind.ERODE: (1.9, 0.03),
    FilterKind.DILATE: (1.9, 0.03),
    FilterKind.EQUALISE: (14.0, 0.0),
    FilterKind.HISTOGRAM: (0.8, 0.0),
}
"""Milliseconds a megapixel: a constant, and a part that rises with the size.

Measured at 800 x 1840 with one OpenCV thread, into fresh memory as a pane's first paint has it;
how it rises with the size is from PERFORMANCE.md, section 3.
"""


def size_of(one: Filter) -> int:
    """Return the size a filter works with: its own, or the kind's default.

    A median without a size takes 3 pixels up to half strength and 5 above.
    """
    if one.size:
        return one.size
    if one.kind is FilterKind.MEDIAN:
        return 3 if one.strength <= 0.5 else 5
    return _DEFAULT_SIZE[one.kind]


def reach(filters: Iterable[Filter]) -> int:
    """Return how many pixels around its own a stack of local filters looks at."""
    return sum(size_of(f) // 2 for f in filters if f.acts and f.kind not in WHOLE)


def apply(
    counts: Picture16, filters: Iterable[Filter], place: tuple[WholePicture, Where] | None = None
) -> Picture16:
    """Run a stack of filters in order.

    Parameters
    ----------
    counts : ndarray of uint16, shape (rows, columns)
        Transmission; left as it is.
    filters : iterable of Filter
    place : tuple of WholePicture and Where, or None
        The picture that `counts` are a part of, and which. None takes them for the whole.

    Returns
    -------
    ndarray of uint16, shape (rows, columns)
        Saturated at 0 and 65535.
    """
    for one in filters:
        if one.acts and one.kind in WHOLE:
            whole, where = place or (WholePicture(counts, counts.shape[:2]), _EVERYTHING)
            counts = whole.apply(counts, one, size_of(one), where)
        elif one.acts:
            counts = _run(counts, one)
    return counts


def cost_ms(filters: Iterable[Filter], pixels: int) -> float:
    """Estimate how long a stack takes on one thread [ms].

    Good to about a factor of two, which is enough to choose between waiting and showing a
    coarse answer first.

    Parameters
    ----------
    filters : iterable of Filter
    pixels : int
        Pixels of the crop.
    """
    cost = 0.0
    for one in filters:
        if one.acts:
            fixed, per_size = _COST_MS[one.kind]
            size = size_of(one)
            cost += (fixed + per_size * size) * pixels / 1e6
    return cost


def _run(counts: Picture16, one: Filter) -> Picture16:
    if one.kind is FilterKind.MEDIAN and not one.size:
        # Without a size, strength has chosen it; the median itself is then taken in full.
        return kernels.median(counts, 1.0, size_of(one))
    return _WORK[one.kind](counts, one.strength, size_of(one))


def at_hand(whole: WholePicture, filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Return a stack for which no table has to be made, as like the one asked for as can be."""
    found = (
        whole.at_hand(one, size_of(one)) if one.acts and one.kind in WHOLE else one
        for one in filters
    )
    return tuple(one for one in found if one is not None)


def prepare(whole: WholePicture, filters: Iterable[Filter]) -> None:
    """Make what filters look up of the whole picture, so that no paint has to; from any thread."""
    for one in filters:
        if one.kind in WHOLE:
            whole.prepare(one, size_of(one))
