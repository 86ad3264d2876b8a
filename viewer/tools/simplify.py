"""Fewer points for a line drawn by hand."""

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def kept(points: Sequence[tuple[float, float]], *, tolerance: float, most: int) -> list[int]:
    """Return which points of a line to keep, in their order; the two ends are always among them.

    The point farthest from the line kept so far is taken first, until no point lies farther from
    it than the tolerance or as many are kept as are allowed. Without that bound the points are
    those of Douglas and Peucker.

    Parameters
    ----------
    points : sequence of tuple of float
        The line, in any unit.
    tolerance : float
        In the same unit.
    most : int
        At least 2.

    References
    ----------
    .. [1] D. Douglas, T. Peucker, Algorithms for the reduction of the number of points required
       to represent a digitized line or its caricature, Cartographica 10(2), 1973.
    """
    line = np.asarray(points, np.float64).reshape(-1, 2)
    if len(line) <= 2:
        return list(range(len(line)))
    chosen = {0, len(line) - 1}
    waiting = [_farthest(line, 0, len(line) - 1)]
    while waiting and len(chosen) < most:
        height, middle, first, last = heapq.heappop(waiting)
        if -height <= tolerance:
            break
        chosen.add(middle)
        for begin, end in ((first, middle), (middle, last)):
            if end - begin > 1:
                heapq.heappush(waiting, _farthest(line, begin, end))
    return sorted(chosen)


def _farthest(line: NDArray[np.float64], first: int, last: int) -> tuple[float, int, int, int]:
    """Return (minus the distance, its point, first, last) of the point farthest from a chord."""
    between = line[first + 1 : last]
    if not len(between):
        return 0.0, first, first, last
    chord = line[last] - line[first]
    square = float(chord @ chord)
    away = between - line[first]
    share = np.zeros(len(between)) if square == 0 else (away @ chord / square).clip(0, 1)
    distances = np.hypot(*(away - share[:, None] * chord).T)
    middle = int(distances.argmax())
    return -float(distances[middle]), first + 1 + middle, first, last
