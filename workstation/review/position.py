"""Where in the container a mark lies, so that the crew finds it without the picture.

Crews are told "third from the left, bottom" (DOMAIN.md, section 1: the wording of Huangpu). Which
end has the doors is not known from one picture, so a place is told from the picture's left end,
in eighths of the load's length and thirds of its height, and in metres where the scale is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workstation.domain.comparison import Rectangle

SECTIONS = 8


class Layer(StrEnum):
    """A third of the container's height."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in the container, ready to be put into words.

    Attributes
    ----------
    first_section, last_section : int
        Eighths of the container's length from its left end in the picture, counted from 1.
    layer : Layer or None
        The third of the height; None when the mark covers more than two of them.
    metres : tuple of float or None
        From where to where along the container [m]; None when the scale is not known.
    within : bool
        Whether the middle of the mark lies inside the container's box.
    """

    first_section: int
    last_section: int
    layer: Layer | None
    metres: tuple[float, float] | None
    within: bool


def locate(
    points: Sequence[tuple[float, float]],
    container: Rectangle,
    *,
    pitch_mm: tuple[float, float] | None,
) -> Position:
    """Return where points (row, column) [px] lie within the container's box [px].

    An arrow counts by its tip, its last point: hand over that point alone.

    Raises
    ------
    ValueError
        If there is no point or the box is empty.
    """
    if not points or container.width <= 0 or container.height <= 0:
        raise ValueError("a position needs a point and a container with an area")
    rows = [row for row, _ in points]
    columns = [column for _, column in points]
    along = [
        (column - container.column) / container.width for column in (min(columns), max(columns))
    ]
    down = [(row - container.row) / container.height for row in (min(rows), max(rows))]
    first, last = (min(SECTIONS, max(1, int(share * SECTIONS) + 1)) for share in along)
    middle = (sum(down) / 2, sum(along) / 2)
    metres = None
    if pitch_mm is not None:
        length_m = container.width * pitch_mm[1] / 1000
        metres = (_clamp(along[0]) * length_m, _clamp(along[1]) * length_m)
    return Position(
        first_section=first,
        last_section=last,
        layer=_layer(down[0], down[1]),
        metres=metres,
        within=all(0 <= share <= 1 for share in middle),
    )


def _clamp(share: float) -> float:
    return min(1.0, max(0.0, share))


def _layer(top: float, bottom: float) -> Layer | None:
    if bottom - top > 2 / 3:
        return None
    middle = (top + bottom) / 2
    if middle < 1 / 3:
        return Layer.TOP
    return Layer.MIDDLE if middle < 2 / 3 else Layer.BOTTOM
