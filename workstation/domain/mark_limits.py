"""What the marks of one decision may be at most, the same for the desk, the hub and the site.

The bounds in all keep the largest lawful sheet below what one message of the hub may hold: 4000
points of 21 bytes, 12 000 characters of words and goods of at most four bytes, and for each of
the 100 marks 240 bytes beside them and two place phrases of together 320 bytes.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Finding, Told

MOST_MARKS: Final = 100
MOST_POINTS: Final = 400
MOST_TEXT: Final = 500
MOST_POINTS_IN_ALL: Final = 4000
MOST_TEXT_IN_ALL: Final = 12_000
"""Of words and guessed goods together."""
MOST_GOODS: Final = 80
MOST_PLACE_BYTES: Final = 160
"""Of a place phrase in one language [bytes of UTF-8].

The longest that `workstation.domain.position_words` writes has about 110.
"""
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
    GOODS_TOO_LONG = "goods_too_long"
    NO_HS_CODE = "no_hs_code"
    PLACE_TOO_LONG = "place_too_long"


def fault_in(marks: Sequence[Mark]) -> MarkFault | None:
    """Return the first thing that is wrong with the marks of one decision, or None."""
    if len(marks) > MOST_MARKS:
        return MarkFault.TOO_MANY
    if sum(len(mark.points) for mark in marks) > MOST_POINTS_IN_ALL:
        return MarkFault.TOO_MANY_POINTS
    if sum(len(mark.text) + _goods_length(mark) for mark in marks) > MOST_TEXT_IN_ALL:
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
    return _fault_of_saying(mark.finding or Finding(), mark.place)


def _fault_of_saying(finding: Finding, place: Told | None) -> MarkFault | None:
    if place is not None and _longest_bytes(place) > MOST_PLACE_BYTES:
        return MarkFault.PLACE_TOO_LONG
    if len(finding.goods) > MOST_GOODS:
        return MarkFault.GOODS_TOO_LONG
    hs = finding.hs
    if hs and not (hs.isascii() and hs.isdigit() and 2 <= len(hs) <= 10):
        return MarkFault.NO_HS_CODE
    return None


def _goods_length(mark: Mark) -> int:
    return 0 if mark.finding is None else len(mark.finding.goods)


def _longest_bytes(place: Told) -> int:
    return max(len(words.encode()) for words in (place.en, place.zh))
