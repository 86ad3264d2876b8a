"""Places in a picture. The only file that translates (row, column) to (x, y) and back.

Inside the program a place is (row, column) in full-resolution pixels, counted from the outer
corner of the first pixel: the centre of pixel (0, 0) is (0.5, 0.5). Qt wants (x, y).
"""

from dataclasses import dataclass
from typing import Final

Place = tuple[float, float]
_LEAST_MM: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of a picture in full-resolution pixels; ``row`` and ``column`` its corner."""

    row: float
    column: float
    height: float
    width: float

    @property
    def centre(self) -> Place:
        """The middle of the area (row, column)."""
        return self.row + self.height / 2, self.column + self.width / 2


def area_between(one: Place, other: Place) -> Area:
    """Return the area that two opposite corners span, whichever comes first."""
    row, bottom = sorted((one[0], other[0]))
    column, right = sorted((one[1], other[1]))
    return Area(row=row, column=column, height=bottom - row, width=right - column)


def mirrored_area(area: Area, columns: int) -> Area:
    """Return an area as it lies when the picture, so many columns wide, is mirrored."""
    return Area(
        row=area.row,
        column=columns - area.column - area.width,
        height=area.height,
        width=area.width,
    )


def contains(area: Area, place: Place) -> bool:
    """Tell whether a place lies within an area."""
    return (
        area.row <= place[0] <= area.row + area.height
        and area.column <= place[1] <= area.column + area.width
    )


def to_xy(place: Place) -> tuple[float, float]:
    """Return Qt's (x, y) of a (row, column)."""
    row, column = place
    return column, row


def to_place(x: float, y: float) -> Place:
    """Return the (row, column) of Qt's (x, y)."""
    return y, x


def clamp(place: Place, shape: tuple[int, int]) -> Place:
    """Return the nearest place within a picture of `shape` (rows, columns)."""
    return min(max(place[0], 0.0), float(shape[0])), min(max(place[1], 0.0), float(shape[1]))


def proportion(pitch_mm: tuple[float, float] | None) -> tuple[float, float]:
    """Return how much a pixel is stretched on screen (row, column), the finer axis being 1.

    A scanner samples rows and columns at different pitches; goods must keep their true form.
    Without a pitch, pixels are drawn square.
    """
    if pitch_mm is None:
        return 1.0, 1.0
    row, column = (max(size, _LEAST_MM) for size in pitch_mm)
    finest = min(row, column)
    return row / finest, column / finest


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """What part of a picture is looked at.

    Attributes
    ----------
    centre : tuple of float
        Place in the middle of the pane (row, column) [full-resolution pixels].
    zoom : float
        Device pixels per picture pixel, along the axis with the finer pitch.
    """

    centre: Place
    zoom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How metres lie on a picture, for linking two of them.

    Attributes
    ----------
    origin : tuple of float
        Place that corresponds to the origin of the other picture (row, column) [pixels].
    size_mm : tuple of float
        Size of a pixel (row, column); only ratios between linked frames matter.
    """

    origin: Place
    size_mm: tuple[float, float]

    def to_mm(self, place: Place) -> Place:
        """Return where a place lies (down, along) from the origin [mm]."""
        return (
            (place[0] - self.origin[0]) * self.size_mm[0],
            (place[1] - self.origin[1]) * self.size_mm[1],
        )

    def to_pixels(self, where_mm: Place) -> Place:
        """Return the place of a position (down, along) from the origin [mm]."""
        return (
            where_mm[0] / self.size_mm[0] + self.origin[0],
            where_mm[1] / self.size_mm[1] + self.origin[1],
        )
