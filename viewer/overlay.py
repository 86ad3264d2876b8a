"""What is drawn over a picture, never burnt into it: the engine's regions and officers' marks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from viewer.pixels.geometry import Area, Place

MOST_POINTS: Final = 400
"""Points of one mark, at most: as many as a decision may carry."""
MOST_TEXT: Final = 500
"""Characters of one mark's words, at most: as many as a decision may carry."""


class RegionKind(StrEnum):
    """What a rectangle over the picture stands for."""

    MATCH = "match"
    DEVIATION = "deviation"
    PROHIBITED = "prohibited"
    CONTAINER = "container"


class Shape(StrEnum):
    """How a mark is drawn; the values are those of a decision's marks."""

    BOX = "box"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    TEXT = "text"


class Tool(StrEnum):
    """What the left button does: push, draw a mark, measure, or take the window of a region."""

    PAN = "pan"
    BOX = "box"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    TEXT = "text"
    LENGTH = "length"
    ANGLE = "angle"
    AREA = "area"
    COUNT = "count"
    PROFILE = "profile"
    REGION = "region"
    WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A rectangle of the engine, with its label outside it. ``colour`` None takes the kind's.

    The one that is ``chosen`` has a wider line without gaps, so that it stands out without colour.
    """

    rect: Area
    label: str = ""
    colour: str | None = None
    kind: RegionKind = RegionKind.DEVIATION
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaneMark:
    """A mark to show; ``label`` is written beside it, whatever its shape.

    Two corners of a box or an ellipse, an arrow's tail and tip, the corners of a polygon, the
    run of a freehand line, or the place of a text.
    """

    shape: Shape
    points: tuple[Place, ...]
    label: str = ""
    mark_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDrawing:
    """What an officer has just drawn; points are (row, column) in full-resolution pixels."""

    shape: Shape
    points: tuple[Place, ...]
    text: str = ""
