"""What the marks of one decision may be at most, the same for the desk, the hub and the site.

The bounds in all keep the largest lawful sheet below what one message of the hub may hold: 4000
points of 21 bytes, 20 000 characters of at most four, and 140 bytes beside them for each mark.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from workstation.domain.decision import Mark, MarkShape

MOST_MARKS: Final = 200
MOST_POINTS: Final = 400
MOST_TEXT: Final = 500
MOST_POINTS_IN_ALL: Final = 4000
MOST_TEXT_IN_ALL: Final = 20_000
LEAST_POINTS: Final = {
    MarkShape.BOX: 2,
    MarkShape.ELLIPSE: 2,
    MarkShape.ARROW: 2,
    MarkShape.POLYGON: 3,
    MarkShape.FREEHAND: 2,
    MarkShape.TEXT: 1,
}


class MarkFault(StrEnum):
    """Why marks cannot stand as they are."""

    TOO_MANY = "too_many_marks"
    TOO_MANY_POINTS = "too_many_points"
    TOO_FEW_POINTS = "too_few_points"
    NO_PLACE = "point_not_finite"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_MISSING = "text_missing"


def fault_in(marks: Sequence[Mark]) -> MarkFault | None:
    """Return the first thing that is wrong with the marks of one decision, or None."""
    if len(marks) > MOST_MARKS:
        return MarkFault.TOO_MANY
    if sum(len(mark.points) for mark in marks) > MOST_POINTS_IN_ALL:
        return MarkFault.TOO_MANY_POINTS
    if sum(len(mark.text) for mark in marks) > MOST_TEXT_IN_ALL:
        return MarkFault.TEXT_TOO_LONG
    return next((fault for mark in marks if (fault := _fault_of(mark)) is not None), None)


def _fault_of(mark: Mark) -> MarkFault | None:
    if len(mark.points) > MOST_POINTS:
        return MarkFault.TOO_MANY_POINTS
    if len(mark.points) < LEAST_POINTS[mark.shape]:
        return MarkFault.TOO_FEW_POINTS
    if not all(math.isfinite(row) and math.isfinite(column) for row, column in mark.points):
        return MarkFault.NO_PLACE
    if len(mark.text) > MOST_TEXT:
        return MarkFault.TEXT_TOO_LONG
    if mark.shape is MarkShape.TEXT and not mark.text:
        return MarkFault.TEXT_MISSING
    return None
