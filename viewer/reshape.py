"""Taking hold of a mark to move it or to change its form. Pure sums, no Qt."""

import math
from dataclasses import dataclass, replace

from viewer.overlay import PaneMark, Shape
from viewer.picking import distance_to
from viewer.pixels.geometry import Place, area_between, clamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """Where a mark is held.

    Attributes
    ----------
    start : tuple of float
        Where the hand took hold (row, column) [full-resolution pixels].
    handle : int or None
        Which of the mark's `handles`; None for its line, by which the whole mark is moved.
    """

    start: Place
    handle: int | None


def handles(mark: PaneMark) -> tuple[Place, ...]:
    """Return the places that change a mark's form: corners, or an arrow's two ends.

    A freehand line and a text have none: they can be moved only.
    """
    if mark.shape in (Shape.BOX, Shape.ELLIPSE) and len(mark.points) > 1:
        area = area_between(mark.points[0], mark.points[-1])
        bottom, right = area.row + area.height, area.column + area.width
        return (
            (area.row, area.column),
            (area.row, right),
            (bottom, right),
            (bottom, area.column),
        )
    return mark.points if mark.shape in (Shape.ARROW, Shape.POLYGON) else ()


def grip_at(
    mark: PaneMark, place: Place, *, scale: tuple[float, float], tolerance_px: float
) -> Grip | None:
    """Return how a place holds a mark: by the nearest handle, else by its line, else not.

    Parameters
    ----------
    place : tuple of float
        (row, column) [full-resolution pixels].
    scale : tuple of float
        Device pixels per picture pixel (row, column).
    tolerance_px : float
        [device pixels]
    """
    reaches = [
        math.hypot((row - place[0]) * scale[0], (column - place[1]) * scale[1])
        for row, column in handles(mark)
    ]
    if reaches and min(reaches) <= tolerance_px:
        return Grip(start=place, handle=reaches.index(min(reaches)))
    if distance_to(mark, place, scale=scale) <= tolerance_px:
        return Grip(start=place, handle=None)
    return None


def reshaped(mark: PaneMark, grip: Grip, to: Place, shape: tuple[int, int]) -> PaneMark:
    """Return the mark after its grip was drawn to a place; it stays in a picture of `shape`."""
    if grip.handle is None:
        return replace(mark, points=_shifted(mark.points, grip.start, to, shape))
    there = clamp(to, shape)
    if mark.shape in (Shape.BOX, Shape.ELLIPSE):
        # The corner across stays where it is.
        return replace(mark, points=(handles(mark)[(grip.handle + 2) % 4], there))
    points = list(mark.points)
    points[grip.handle] = there
    return replace(mark, points=tuple(points))


def _shifted(
    points: tuple[Place, ...], start: Place, to: Place, shape: tuple[int, int]
) -> tuple[Place, ...]:
    """Return points moved as the hand was, but never beyond an edge of the picture."""
    steps = []
    for axis in (0, 1):
        along = [point[axis] for point in points]
        step = to[axis] - start[axis]
        steps.append(max(min(step, shape[axis] - max(along)), -min(along)))
    return tuple((row + steps[0], column + steps[1]) for row, column in points)
