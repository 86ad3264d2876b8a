"""Numbers with their units, no more digits than they deserve. Symbols only: no words, no Qt."""

import math
from typing import Final

from viewer.measure import (
    Calibration,
    Measure,
    MeasureKind,
    ScaleBasis,
    angle_deg,
    area_mm2,
    crosses_itself,
    length_mm,
)
from viewer.pixels.geometry import area_between

ABOUT: Final = "≈ "
"""Stands before what is only known within some per cent."""


def length_of(length: float, calibration: Calibration) -> str:
    """Write a length, given in the unit of the calibration's size.

    What rests on the container's height keeps two digits and is called approximate.
    """
    if not calibration.in_mm:
        return f"{length:.0f} px"
    if length >= 1000:
        return f"{_number(length / 1000, calibration, 2)} m"
    if length >= 100:
        return f"{_number(length / 10, calibration, 1)} cm"
    return f"{_number(length, calibration, 0)} mm"


def area_of(area: float, calibration: Calibration) -> str:
    """Write an area, given in the square of the unit of the calibration's size."""
    if not calibration.in_mm:
        return f"{area:.0f} px²"
    if area >= 1e5:
        return f"{_number(area / 1e6, calibration, 2)} m²"
    return f"{_number(area / 100, calibration, 0)} cm²"


def box_of(width: float, height: float, calibration: Calibration) -> str:
    """Write width and height of a box in one unit, that of the longer."""
    if not calibration.in_mm:
        return f"{width:.0f} x {height:.0f} px"
    unit, size, decimals = ("m", 1000.0, 2) if max(width, height) >= 1000 else ("cm", 10.0, 1)
    sides = (_number(side / size, calibration, decimals) for side in (width, height))
    return f"{' x '.join(sides)} {unit}".replace(f"x {ABOUT}", "x ")


def angle_of(angle: float, calibration: Calibration) -> str:
    """Write an angle; it is approximate where pixels are only taken as square."""
    exact = calibration.basis is ScaleBasis.PITCH
    return f"{angle:.1f}°" if exact else f"{ABOUT}{angle:.0f}°"


def value_of(measure: Measure, calibration: Calibration) -> str:
    """Write the value of a measure; empty while it is incomplete or has no single value."""
    if not measure.is_complete:
        return ""
    points, size = measure.points, calibration.size
    if measure.kind in (MeasureKind.LENGTH, MeasureKind.PROFILE):
        return length_of(length_mm(points[0], points[1], size), calibration)
    if measure.kind is MeasureKind.ANGLE:
        return angle_of(angle_deg(points[0], points[1], points[2], size), calibration)
    if measure.kind is MeasureKind.AREA:
        return "" if crosses_itself(points) else area_of(area_mm2(points, size), calibration)
    if measure.kind is MeasureKind.REGION:
        box = area_between(points[0], points[1])
        return box_of(box.width * size[1], box.height * size[0], calibration)
    return f"{len(points)}"


def _number(value: float, calibration: Calibration, decimals: int) -> str:
    if not calibration.uncertainty or value <= 0:
        return f"{value:.{decimals}f}"
    # Two digits, wherever the point stands.
    step = math.floor(math.log10(value)) - 1
    return f"{ABOUT}{round(value, -step):.{max(-step, 0)}f}"
