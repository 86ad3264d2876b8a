"""The parts of a container in a picture: floor, roof, ends, sections and layers. No Qt.

The words are those in which a mark's place is told to the crew: eighths of the length, counted
from the picture's left end, and thirds of the height. Which end has the doors is not known from
one picture, so an end is called an end.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from viewer.link import CONTAINER_MM
from viewer.pixels.geometry import Area

SECTIONS: Final = 8
"""As many as the crew is told of; `workstation.domain.position` counts the same."""
LAYERS: Final = 3
"""Top, middle and bottom third, as in `workstation.domain.position`."""
_TOLERANCE: Final = 0.05
"""A drive-through scanner knows its speed to a few percent; 40 and 45 ft differ by 12."""
_FLOOR_MM: Final = 170.0
_ROOF_MM: Final = 71.0
"""Together 241 mm, by which ISO 668 has the inside lower than the outside; the split is ours."""
_END_MM: Final = 97.0
"""Half of what ISO 668 leaves between outer and inner length of a 40 ft container, 194 mm."""


class ContainerLength(StrEnum):
    """Nominal lengths of ISO 668 [ft]."""

    FT20 = "20"
    FT40 = "40"
    FT45 = "45"


LENGTHS_MM: Final = {
    ContainerLength.FT20: 6058.0,
    ContainerLength.FT40: 12192.0,
    ContainerLength.FT45: 13716.0,
}
"""Outer lengths, ISO 668 [mm]."""


class Part(StrEnum):
    """A part of the container's shell."""

    FLOOR = "floor"
    ROOF = "roof"
    LEFT_END = "left_end"
    RIGHT_END = "right_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Where the parts of a container lie in a picture.

    Attributes
    ----------
    box : Area
        The whole container [full-resolution pixels].
    parts : tuple of (Part, Area)
        The shell; its thickness is that of ISO 668, not measured in the picture.
    section_columns : tuple of float
        The seven columns between the eight sections, from the left.
    layer_rows : tuple of float
        The two rows between the three layers, from the top.
    length_mm : float or None
        Measured length [mm]; None without a pixel pitch.
    nominal : ContainerLength or None
        The ISO length within 5 % of the measured one; None when there is none, or no pitch.
    metre_columns : tuple of float
        Columns of the whole metres from the left end, 0 first; empty without a pitch.
    """

    box: Area
    parts: tuple[tuple[Part, Area], ...]
    section_columns: tuple[float, ...]
    layer_rows: tuple[float, ...]
    length_mm: float | None
    nominal: ContainerLength | None
    metre_columns: tuple[float, ...]


def structure(container: Area, pitch_mm: tuple[float, float] | None) -> Structure:
    """Return the parts of a container from its box and the size of a pixel (row, column) [mm].

    Without a pitch the box is taken as 2591 mm high, a standard container of ISO 668, its
    pixels as square; then there is no length.

    Raises
    ------
    ValueError
        If the box is empty.
    """
    if container.width <= 0 or container.height <= 0:
        raise ValueError("a container has a width and a height")
    guessed = CONTAINER_MM / container.height
    row_mm, column_mm = (guessed, guessed) if pitch_mm is None else pitch_mm
    length = None if pitch_mm is None else container.width * column_mm
    return Structure(
        box=container,
        parts=_parts(container, row_mm, column_mm),
        section_columns=tuple(
            container.column + container.width * number / SECTIONS for number in range(1, SECTIONS)
        ),
        layer_rows=tuple(
            container.row + container.height * number / LAYERS for number in range(1, LAYERS)
        ),
        length_mm=length,
        nominal=None if length is None else nominal_length(length),
        metre_columns=()
        if length is None
        else tuple(
            container.column + metre * 1000 / column_mm for metre in range(int(length / 1000) + 1)
        ),
    )


def nominal_length(length_mm: float) -> ContainerLength | None:
    """Return the ISO length nearest to a measured one [mm], or None beyond 5 %."""
    nearest = min(LENGTHS_MM, key=lambda name: abs(LENGTHS_MM[name] - length_mm))
    off = abs(length_mm / LENGTHS_MM[nearest] - 1)
    return nearest if off <= _TOLERANCE else None


def _parts(box: Area, row_mm: float, column_mm: float) -> tuple[tuple[Part, Area], ...]:
    """Return the shell; no part takes more than a quarter of the box."""
    floor, roof = (min(size / row_mm, box.height / 4) for size in (_FLOOR_MM, _ROOF_MM))
    end = min(_END_MM / column_mm, box.width / 4)
    bottom, right = box.row + box.height, box.column + box.width
    return (
        (Part.FLOOR, Area(row=bottom - floor, column=box.column, height=floor, width=box.width)),
        (Part.ROOF, Area(row=box.row, column=box.column, height=roof, width=box.width)),
        (Part.LEFT_END, Area(row=box.row, column=box.column, height=box.height, width=end)),
        (Part.RIGHT_END, Area(row=box.row, column=right - end, height=box.height, width=end)),
    )
