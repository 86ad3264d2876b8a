"""The places of marks in words, as the desk shows them and a decision brings them to the crew."""

from collections.abc import Sequence
from dataclasses import replace

from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Told
from workstation.domain.position import Frame, Position, locate
from workstation.domain.position_words import phrase


def place_of(mark: Mark, frame: Frame) -> Position:
    """Return where a mark lies; an arrow points with its tip."""
    points = mark.points[-1:] if mark.shape is MarkShape.ARROW else mark.points
    return locate(points, frame)


def placed(marks: Sequence[Mark], frame: Frame, *, view: str) -> tuple[Mark, ...]:
    """Return the marks with their places in both languages.

    ``frame`` is of one view; a mark on another one keeps what it has: its place is not known.
    """
    return tuple(
        replace(mark, place=words_of(mark, frame)) if mark.view == view and mark.points else mark
        for mark in marks
    )


def words_of(mark: Mark, frame: Frame) -> Told:
    """Return the place of a mark in both languages."""
    return phrase(place_of(mark, frame))
