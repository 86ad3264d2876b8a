"""Where in the container a mark lies, so that the crew finds it without the picture.

Crews are told "third row from the doors, bottom" (DOMAIN.md, section 1: the wording of Huangpu).
Places are told from the doors where it is known which end has them, else from the end towards the
tractor, else from the picture's left end: in rows of packages where the engine found that things
repeat, in metres where the scale is known, in eighths of the length otherwise; and in thirds of the
height. Of two containers on one truck it is told first which one is meant.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from workstation.domain.comparison import Rectangle

SECTIONS: Final = 8
CONTAINER_MM: Final = 2591.0
"""Outer height of a standard container, ISO 668; stands in where a scan has no scale."""
END_MM: Final = 97.0
"""Half of what ISO 668 leaves between outer and inner length of a 40 ft container, 194 mm."""
_AT_END_MM: Final = 350.0
"""A mark that lies wholly so near to an end is about the doors or the wall, not about goods."""
_MACHINE_MM: Final = 550.0
"""How deep a refrigerating machine is with its wall: 40 ft refrigerated containers are about 11.6 m
long inside and 12.2 m outside, and doors take as little as other walls."""
_FLOOR_MM: Final = 260.0
_ROOF_MM: Final = 130.0
"""Over one and a half of the 170 and 71 mm that the structure overlay shows: no hand is exact."""
_MOST_OF_THE_BOX: Final = 0.11
"""No part of the shell takes more of the box than this, whatever its size is said to be."""
_PERIODS_MM: Final = (200.0, 3000.0)
"""Packages of other lengths are not counted: a crew does not see such rows."""
_MOST_ROWS: Final = 15
"""Counting goes wrong beyond: the period is known to a few percent, a row is off after twenty."""
_MOST_ROWS_AT_ONCE: Final = 4
_HARDLY: Final = 0.25
"""A row is told when the mark takes more than this part of it."""
_FULL_LENGTH: Final = 0.05
"""A mark that leaves less than this part of the length free at each end covers all of it."""
_LOADED: Final = 0.05
"""Part of the height from which on a stretch holds goods; as the engine counts it."""


class End(StrEnum):
    """An end of the container in the picture."""

    LEFT = "left"
    RIGHT = "right"


class Layer(StrEnum):
    """A third of the container's height, or of its width when it is seen from above."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Origin(StrEnum):
    """What a place is told from."""

    DOORS = "doors"
    TRACTOR_END = "tractor_end"
    LEFT_END = "left_end"
    PICTURE = "picture"


class Which(StrEnum):
    """One of two containers on a truck: by the tractor, or as the picture shows them."""

    FRONT = "front"
    REAR = "rear"
    LEFT = "left"
    RIGHT = "right"


class Zone(StrEnum):
    """What a mark is about, by where it lies."""

    HOLD = "hold"
    DOORS = "doors"
    FRONT_WALL = "front_wall"
    MACHINE = "machine"
    TRACTOR_END = "tractor_end"
    REAR_END = "rear_end"
    LEFT_END = "left_end"
    RIGHT_END = "right_end"
    FLOOR = "floor"
    ROOF = "roof"
    ABOVE = "above"
    CHASSIS = "chassis"
    CAB = "cab"
    BEHIND = "behind"
    AHEAD = "ahead"
    BESIDE = "beside"
    BETWEEN = "between"
    ACROSS = "across"


_WITHIN: Final = (
    Zone.HOLD,
    Zone.DOORS,
    Zone.FRONT_WALL,
    Zone.MACHINE,
    Zone.TRACTOR_END,
    Zone.REAR_END,
    Zone.LEFT_END,
    Zone.RIGHT_END,
    Zone.FLOOR,
    Zone.ROOF,
    Zone.ACROSS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a container stands in its picture, as far as that shows it.

    Attributes
    ----------
    doors, tractor : End or None
        Which of its ends has the doors, and at which end of the truck the tractor is; None when
        it is not known.
    machine : bool
        Whether the wall opposite the doors holds a refrigerating machine.
    sister : Rectangle or None
        The other container of the same truck [px].
    """

    doors: End | None = None
    tractor: End | None = None
    machine: bool = False
    sister: Rectangle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What places are told against.

    Attributes
    ----------
    box : Rectangle
        The container, or the whole picture where none was found [px].
    is_container : bool
        Which of the two it is.
    pitch_mm : tuple of float or None
        Size of a pixel (row, column) [mm]; None when the scanner did not tell.
    standing : Standing
        Where its doors, the tractor and another container are.
    period_mm : float or None
        How often packages repeat along the container [mm]; None when they do not.
    profile : tuple of float
        Height of the load in equal stretches of the inside from left to right, 0 to 1.
    from_above : bool
        Whether the view looks down, so that rows run across the container.
    """

    box: Rectangle
    is_container: bool = True
    pitch_mm: tuple[float, float] | None = None
    standing: Standing = Standing()
    period_mm: float | None = None
    profile: tuple[float, ...] = ()
    from_above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in the container, ready to be put into words.

    Attributes
    ----------
    first_section, last_section : int
        Eighths of the container's length from the origin, counted from 1.
    layer : Layer or None
        The third of the height; None when the mark covers more than two of them.
    metres : tuple of float or None
        From where to where along the container [m]; None when the scale is not known.
    rows : tuple of int or None
        From which to which row of packages, counted from the origin from 1; None when packages
        do not repeat there or are too many to count.
    from_above : bool
        Whether ``layer`` tells of the width.
    full_length : bool
        Whether the mark reaches from one end to the other.
    which : Which or None
        The one of two containers that all this is about; None when there is but one.
    """

    origin: Origin
    zone: Zone
    first_section: int
    last_section: int
    layer: Layer | None
    metres: tuple[float, float] | None = None
    rows: tuple[int, int] | None = None
    from_above: bool = False
    full_length: bool = False
    which: Which | None = None

    @property
    def within(self) -> bool:
        """Whether the middle of the mark lies inside the container's box."""
        return self.zone in _WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A mark's bounds as shares of the box: across from its left end, down from its top."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def across(self) -> float:
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        return (self.top + self.bottom) / 2


def locate(points: Sequence[tuple[float, float]], frame: Frame) -> Position:
    """Return where points (row, column) [px] lie within a frame.

    An arrow counts by its tip, its last point: hand over that point alone.

    Raises
    ------
    ValueError
        If there is no point or the box is empty.
    """
    if not points:
        raise ValueError("a position needs a point")
    sister = frame.standing.sister
    if sister is None or not frame.is_container:
        return _in_one(points, frame)
    columns = [column for _, column in points]
    first, last = min(columns), max(columns)
    here, there = (_reaches(first, last, box) for box in (frame.box, sister))
    if here and there:
        return replace(_in_one(points, frame), zone=Zone.ACROSS)
    if there:
        place = _in_one(points, _frame_of_sister(frame, sister))
        return replace(place, which=_which(sister, frame.box, frame.standing.tractor))
    place = _in_one(points, frame)
    if here:
        return replace(place, which=_which(frame.box, sister, frame.standing.tractor))
    is_between = (last < frame.box.column) is not (last < sister.column)
    return replace(place, zone=Zone.BETWEEN) if is_between else place


def _reaches(first: float, last: float, box: Rectangle) -> bool:
    """Tell whether columns from the first to the last touch a container's own."""
    return last >= box.column and first <= box.column + box.width


def _frame_of_sister(frame: Frame, sister: Rectangle) -> Frame:
    """Return the frame of the other container: its doors and rows are not known."""
    standing = Standing(tractor=frame.standing.tractor)
    return replace(frame, box=sister, standing=standing, period_mm=None, profile=())


def _which(box: Rectangle, other: Rectangle, tractor: End | None) -> Which:
    is_left = box.column < other.column
    if tractor is None:
        return Which.LEFT if is_left else Which.RIGHT
    return Which.FRONT if is_left is (tractor is End.LEFT) else Which.REAR


def _in_one(points: Sequence[tuple[float, float]], frame: Frame) -> Position:
    """Return where points lie within the one container of a frame."""
    box = frame.box
    if box.width <= 0 or box.height <= 0:
        raise ValueError("a position needs a container with an area")
    rows = [(row - box.row) / box.height for row, _ in points]
    columns = [(column - box.column) / box.width for _, column in points]
    span = _Span(left=min(columns), right=max(columns), top=min(rows), bottom=max(rows))
    origin, start = _origin(frame)
    turned = start is End.RIGHT
    near, far = (1 - span.right, 1 - span.left) if turned else (span.left, span.right)
    first, last = (min(SECTIONS, max(1, int(share * SECTIONS) + 1)) for share in (near, far))
    zone = _zone(span, frame)
    metres = rows_met = None
    if frame.pitch_mm is not None:
        length_m = box.width * frame.pitch_mm[1] / 1000
        metres = (_clamp(near) * length_m, _clamp(far) * length_m)
        if zone is Zone.HOLD and frame.is_container:
            rows_met = _rows(metres, length_m, frame, turned=turned)
    return Position(
        origin=origin,
        zone=zone,
        first_section=first,
        last_section=last,
        layer=_layer(span.top, span.bottom),
        metres=metres,
        rows=rows_met,
        from_above=frame.from_above,
        full_length=near <= _FULL_LENGTH and far >= 1 - _FULL_LENGTH,
    )


def _origin(frame: Frame) -> tuple[Origin, End]:
    """Return what places are told from, and at which end of the picture that is."""
    standing = frame.standing
    if not frame.is_container:
        return Origin.PICTURE, End.LEFT
    if standing.doors is not None:
        return Origin.DOORS, standing.doors
    if standing.tractor is not None:
        return Origin.TRACTOR_END, standing.tractor
    return Origin.LEFT_END, End.LEFT


def _zone(span: _Span, frame: Frame) -> Zone:
    """Return what a mark is about; outside by its middle, the shell when it lies wholly in it."""
    if not frame.is_container:
        return Zone.HOLD
    if not 0 <= span.across <= 1:
        return _beside(End.LEFT if span.across < 0 else End.RIGHT, frame.standing)
    if not 0 <= span.down <= 1:
        if frame.from_above:
            return Zone.BESIDE
        return Zone.ABOVE if span.down < 0 else Zone.CHASSIS
    return _shell(span, frame) or Zone.HOLD


def _beside(end: End, standing: Standing) -> Zone:
    """Return what lies beyond an end; a machine may have its container's doors to the tractor."""
    if end is standing.tractor:
        return Zone.CAB
    if standing.doors is None:
        return Zone.BESIDE
    return Zone.BEHIND if end is standing.doors else Zone.AHEAD


def _shell(span: _Span, frame: Frame) -> Zone | None:
    box = frame.box
    guessed = CONTAINER_MM / box.height
    row_mm, column_mm = (guessed, guessed) if frame.pitch_mm is None else frame.pitch_mm
    length_mm = box.width * column_mm
    for end, free in ((End.LEFT, span.right), (End.RIGHT, 1 - span.left)):
        zone = _wall(end, frame.standing)
        deep_mm = _MACHINE_MM if zone is Zone.MACHINE else _AT_END_MM
        if free <= min(deep_mm / length_mm, _MOST_OF_THE_BOX):
            return zone
    if frame.from_above:
        return None
    floor, roof = (
        min(thick / (box.height * row_mm), _MOST_OF_THE_BOX) for thick in (_FLOOR_MM, _ROOF_MM)
    )
    if span.top >= 1 - floor:
        return Zone.FLOOR
    return Zone.ROOF if span.bottom <= roof else None


def _wall(end: End, standing: Standing) -> Zone:
    """Return what an end of the container is called."""
    if standing.doors is not None:
        front = Zone.MACHINE if standing.machine else Zone.FRONT_WALL
        return Zone.DOORS if end is standing.doors else front
    if standing.tractor is not None:
        return Zone.TRACTOR_END if end is standing.tractor else Zone.REAR_END
    return Zone.LEFT_END if end is End.LEFT else Zone.RIGHT_END


def _rows(
    metres: tuple[float, float], length_m: float, frame: Frame, *, turned: bool
) -> tuple[int, int] | None:
    """Return which rows of packages a mark covers, counted from the first that stands there."""
    period_mm = frame.period_mm
    if period_mm is None or not _PERIODS_MM[0] <= period_mm <= _PERIODS_MM[1]:
        return None
    profile = frame.profile[::-1] if turned else frame.profile
    loaded = [number for number, height in enumerate(profile) if height > _LOADED]
    if profile and not loaded:
        return None
    inside_mm = length_m * 1000 - 2 * END_MM
    begin, stop = (loaded[0], loaded[-1] + 1) if profile else (0, 1)
    stretch_mm = inside_mm / (len(profile) or 1)
    start, end = END_MM + begin * stretch_mm, END_MM + stop * stretch_mm
    near, far = (metre * 1000 for metre in metres)
    middle = (near + far) / 2
    if not start <= middle <= end:
        return None
    first = math.floor((near - start) / period_mm + _HARDLY) + 1
    last = math.floor((far - start) / period_mm - _HARDLY) + 1
    if last <= first:
        first = last = math.floor((middle - start) / period_mm) + 1
    first = max(1, first)
    if last > _MOST_ROWS or last - first >= _MOST_ROWS_AT_ONCE:
        return None
    return first, last


def _clamp(share: float) -> float:
    return min(1.0, max(0.0, share))


def _layer(top: float, bottom: float) -> Layer | None:
    if bottom - top > 2 / 3:
        return None
    middle = (top + bottom) / 2
    if middle < 1 / 3:
        return Layer.TOP
    return Layer.MIDDLE if middle < 2 / 3 else Layer.BOTTOM
