"""Which mark a place belongs to. Pure sums, no Qt."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.overlay import PaneMark, Shape
from viewer.pixels.geometry import Place, area_between

_ROUND: Final = np.linspace(0, 2 * math.pi, 72, endpoint=False)
"""Corners that stand for an ellipse: at 1000 pixels across they lie within half a pixel of it."""
_CLOSED: Final = (Shape.BOX, Shape.ELLIPSE, Shape.POLYGON)


def mark_at(
    marks: Sequence[PaneMark],
    place: Place,
    *,
    scale: tuple[float, float],
    tolerance_px: float,
) -> str | None:
    """Return the id of the mark that is meant by a place, or None.

    The nearest outline within the tolerance counts, of two as near the one drawn later. Where
    there is none, the smallest closed mark around the place does.

    Parameters
    ----------
    marks : sequence of PaneMark
        In the order in which they are drawn.
    place : tuple of float
        (row, column) [full-resolution pixels].
    scale : tuple of float
        Device pixels per picture pixel (row, column).
    tolerance_px : float
        [device pixels]
    """
    at = np.array(place) * scale
    nearest: tuple[float, str] = (tolerance_px, "")
    smallest: tuple[float, str] = (math.inf, "")
    for mark in marks:
        line = outline(mark) * scale
        distance = _distance(at, line, closed=mark.shape in _CLOSED)
        if distance <= nearest[0]:
            nearest = (distance, mark.mark_id)
        if mark.shape in _CLOSED and _is_inside(at, line):
            size = _size(line)
            if size <= smallest[0]:
                smallest = (size, mark.mark_id)
    return nearest[1] or smallest[1] or None


def distance_to(mark: PaneMark, place: Place, *, scale: tuple[float, float]) -> float:
    """Return how far a place lies from a mark's line [device pixels].

    ``scale`` is device pixels per picture pixel (row, column).
    """
    return _distance(np.array(place) * scale, outline(mark) * scale, closed=mark.shape in _CLOSED)


def outline(mark: PaneMark) -> NDArray[np.float64]:
    """Return the corners of a mark's line (row, column) [px], shape (corners, 2).

    Those of a box, an ellipse and a polygon are to be closed.
    """
    if mark.shape not in (Shape.BOX, Shape.ELLIPSE) or len(mark.points) < 2:
        return np.array(mark.points, np.float64).reshape(-1, 2)
    area = area_between(mark.points[0], mark.points[-1])
    if mark.shape is Shape.BOX:
        bottom, right = area.row + area.height, area.column + area.width
        corners = ((area.row, area.column), (area.row, right), (bottom, right))
        return np.array((*corners, (bottom, area.column)), np.float64)
    row, column = area.centre
    rows = row + area.height / 2 * np.sin(_ROUND)
    return np.stack((rows, column + area.width / 2 * np.cos(_ROUND)), axis=1)


def _distance(at: NDArray[np.float64], line: NDArray[np.float64], *, closed: bool) -> float:
    """Return how far a point lies from a line."""
    if not len(line):
        return math.inf
    ends = np.roll(line, -1, axis=0) if closed else line[1:]
    starts = line if closed else line[:-1]
    if not len(ends):
        return float(np.hypot(*(at - line[0])))
    along, away = ends - starts, at - starts
    square = (along**2).sum(axis=1)
    share = ((away * along).sum(axis=1) / np.where(square > 0, square, 1)).clip(0, 1)
    return float(np.hypot(*(away - share[:, None] * along).T).min())


def _is_inside(at: NDArray[np.float64], line: NDArray[np.float64]) -> bool:
    """Tell whether a point lies within a closed line: a ray from it crosses the line oddly often.

    References
    ----------
    .. [1] M. Shimrat, Algorithm 112: Position of point relative to polygon, CACM 5(8), 1962.
    """
    ends = np.roll(line, -1, axis=0)
    spans = (line[:, 0] > at[0]) != (ends[:, 0] > at[0])
    if not spans.any():
        return False
    one, other = line[spans], ends[spans]
    share = (at[0] - one[:, 0]) / (other[:, 0] - one[:, 0])
    crossings = one[:, 1] + share * (other[:, 1] - one[:, 1])
    return bool(np.count_nonzero(crossings > at[1]) % 2)


def _size(line: NDArray[np.float64]) -> float:
    """Return the area of a polygon by the shoelace formula."""
    ends = np.roll(line, -1, axis=0)
    return float(abs((line[:, 0] * ends[:, 1] - ends[:, 0] * line[:, 1]).sum()) / 2)
