"""Lengths, angles and areas on a picture, in millimetres where those are known. No Qt, no words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from viewer.picture import Picture
from viewer.pixels.geometry import Place

_STANDARD_MM: Final = 2591.0
_HIGH_CUBE_MM: Final = 2896.0
"""Outer heights of ISO 668 containers; from the picture alone either is possible."""
_SQUARE: Final = (1.0, 1.0)


class MeasureKind(StrEnum):
    """What is measured."""

    LENGTH = "length"
    ANGLE = "angle"
    AREA = "area"
    COUNT = "count"
    PROFILE = "profile"
    REGION = "region"


_LEAST_POINTS: Final = {
    MeasureKind.LENGTH: 2,
    MeasureKind.ANGLE: 3,
    MeasureKind.AREA: 3,
    MeasureKind.COUNT: 1,
    MeasureKind.PROFILE: 2,
    MeasureKind.REGION: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure, or the draft of one.

    Attributes
    ----------
    kind : MeasureKind
    points : tuple of Place
        Places (row, column) in full-resolution pixels: two ends; an angle's arm, corner and
        other arm; an area's corners in their order; counted items; two corners of a region.
    measure_id : str
        Names the measure within its pane; empty for a draft.
    """

    kind: MeasureKind
    points: tuple[Place, ...]
    measure_id: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether there are points enough to tell a value."""
        return len(self.points) >= _LEAST_POINTS[self.kind]


class ScaleBasis(StrEnum):
    """What tells how large a pixel is, the better first."""

    PITCH = "pitch"
    CONTAINER = "container"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How large a pixel is, and what that rests on.

    Attributes
    ----------
    basis : ScaleBasis
    size : tuple of float
        Size of a full-resolution pixel (row, column) [mm]; ``(1, 1)``, in pixels, when unknown.
    uncertainty : float
        Half of the range in which a length may lie, as a share of it.
    """

    basis: ScaleBasis
    size: tuple[float, float] = _SQUARE
    uncertainty: float = 0.0

    @property
    def in_mm(self) -> bool:
        """Whether `size` is in millimetres."""
        return self.basis is not ScaleBasis.UNKNOWN


def calibration_of(picture: Picture | None) -> Calibration:
    """Return the best calibration that a picture allows.

    The scanner's pixel pitch, else the height of the container in the picture: 2591 mm or, for
    a high cube, 2896 mm [1]_. Not knowing which, the middle of both is taken, and half their
    distance as uncertainty. Pixels are then taken as square, because the height tells nothing
    about the direction of travel; whoever shows such a length must say so.

    References
    ----------
    .. [1] ISO 668, table 1, external heights of freight containers.
    """
    if picture is not None and picture.pitch_mm is not None:
        return Calibration(basis=ScaleBasis.PITCH, size=picture.pitch_mm)
    if picture is not None and picture.container is not None and picture.container.height >= 1:
        middle = (_STANDARD_MM + _HIGH_CUBE_MM) / 2
        size = middle / picture.container.height
        return Calibration(
            basis=ScaleBasis.CONTAINER,
            size=(size, size),
            uncertainty=(_HIGH_CUBE_MM - _STANDARD_MM) / 2 / middle,
        )
    return Calibration(basis=ScaleBasis.UNKNOWN)


def length_mm(start: Place, end: Place, size_mm: tuple[float, float]) -> float:
    """Return the distance of two places [mm], or in pixels when `size_mm` is ``(1, 1)``."""
    return math.hypot(*_vector(start, end, size_mm))


def angle_deg(one: Place, corner: Place, other: Place, size_mm: tuple[float, float]) -> float:
    """Return the angle at `corner` between the arms to `one` and `other`, 0 to 180 degrees.

    From the arc tangent of cross and dot product, which stays exact for small angles where the
    arc cosine does not. Without an arm the angle is 0.
    """
    first, second = _vector(corner, one, size_mm), _vector(corner, other, size_mm)
    cross = first[0] * second[1] - first[1] * second[0]
    dot = first[0] * second[0] + first[1] * second[1]
    return math.degrees(math.atan2(abs(cross), dot))


def area_mm2(corners: Sequence[Place], size_mm: tuple[float, float]) -> float:
    """Return the area within a polygon [mm²], by the shoelace formula.

    It is meaningful only for an outline that does not cross itself: see `crosses_itself`.
    """
    if len(corners) < 3:
        return 0.0
    spread = [_vector(corners[0], corner, size_mm) for corner in corners]
    pairs = zip(spread, (*spread[1:], spread[0]), strict=True)
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in pairs)) / 2


def crosses_itself(corners: Sequence[Place]) -> bool:
    """Tell whether two sides of a polygon cross, so that it has no single inside."""
    sides = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return any(_cross(*one, *other) for one, other in combinations(sides, 2))


def _vector(start: Place, end: Place, size: tuple[float, float]) -> tuple[float, float]:
    return (end[0] - start[0]) * size[0], (end[1] - start[1]) * size[1]


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Tell whether the open segments ab and cd cross: the ends of each lie apart from the other."""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
