"""Things drawn often: cylinders, pillows, tubes, polygons and plates on a `Canvas`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workstation.simulation.rays import Box, Canvas, Floats32, span

Points = Sequence[tuple[float, float]]
"""Corners of a polygon in the side view: (x along the vehicle, y up) [m]."""


def upright_cylinder(
    canvas: Canvas, material: str, density: float, *,
    x: float, z: float, radius: float, y0: float, y1: float, texture: Floats32 | None = None,
) -> None:  # fmt: skip
    """Draw a cylinder that stands: a drum, a paper roll on its end, a bottle."""
    columns = canvas.fan.columns_of(x - radius, x + radius)
    half = half_chord(canvas, columns, x, radius)
    canvas.prism(material, density, columns, y=(y0, y1), z=(z - half, z + half), texture=texture)


def crosswise_cylinder(
    canvas: Canvas, material: str, density: float, *,
    x: float, y: float, radius: float, z0: float, z1: float, texture: Floats32 | None = None,
) -> None:  # fmt: skip
    """Draw a cylinder that lies across the vehicle: its round end faces the source."""
    columns = canvas.fan.columns_of(x - radius, x + radius)
    half = half_chord(canvas, columns, x, radius)
    canvas.prism(material, density, columns, y=(y - half, y + half), z=(z0, z1), texture=texture)


def lengthwise_cylinder(
    canvas: Canvas, material: str, density: float, *,
    x0: float, x1: float, y: float, z: float, radius: float, texture: Floats32 | None = None,
) -> None:  # fmt: skip
    """Draw a cylinder that lies along the vehicle: a log, a pipe."""
    columns = canvas.fan.columns_of(x0, x1)
    canvas.round(material, density, columns, centre=(y, z), radii=(radius, radius), texture=texture)


def ellipsoid(
    canvas: Canvas, material: str, density: float, *,
    centre: tuple[float, float, float], radii: tuple[float, float, float],
    power: float = 2.0, texture: Floats32 | None = None,
) -> None:  # fmt: skip
    """Draw an ellipsoid; `power` above 2 fills its ends like a pillow's (super-ellipse in x)."""
    (x, y, z), (rx, ry, rz) = centre, radii
    columns = canvas.fan.columns_of(x - rx, x + rx)
    u = np.abs((canvas.fan.columns_x[columns] - x) / rx).clip(0, 1)
    scale = (1 - u**power) ** (1 / power)
    canvas.round(
        material, density, columns, centre=(y, z), radii=(ry, rz),
        scale=scale.astype(np.float32), texture=texture,
    )  # fmt: skip


def polygon(
    canvas: Canvas, material: str, density: float, points: Points, z0: float, z1: float,
    texture: Floats32 | None = None,
) -> None:  # fmt: skip
    """Draw a convex polygon of the side view [(x, y)] pushed through from z0 to z1."""
    xs = [p[0] for p in points]
    columns = canvas.fan.columns_of(min(xs), max(xs))
    if columns.stop <= columns.start:
        return
    x = canvas.fan.columns_x[columns].astype(np.float64)
    low, high = np.full(x.shape, np.inf), np.full(x.shape, -np.inf)
    for (xa, ya), (xb, yb) in zip(points, [*points[1:], points[0]], strict=True):
        if xa == xb:
            continue
        at = (x - xa) / (xb - xa)
        crossing = np.where((at >= 0) & (at <= 1), ya + at * (yb - ya), np.nan)
        low, high = np.fmin(low, crossing), np.fmax(high, crossing)
    empty = ~np.isfinite(low) | ~np.isfinite(high)
    middle = float(np.mean([p[1] for p in points]))
    low[empty] = high[empty] = middle
    canvas.prism(
        material, density, columns,
        y=(low.astype(np.float32), high.astype(np.float32)), z=(z0, z1), texture=texture,
    )  # fmt: skip


def beam(
    canvas: Canvas, material: str, density: float,
    start: tuple[float, float], stop: tuple[float, float], width: float, z0: float, z1: float,
) -> None:  # fmt: skip
    """Draw a straight bar of the side view from one (x, y) to another."""
    (xa, ya), (xb, yb) = start, stop
    length = float(np.hypot(xb - xa, yb - ya)) or 1.0
    dx, dy = (yb - ya) / length * width / 2, (xb - xa) / length * width / 2
    corners = [(xa - dx, ya + dy), (xb - dx, yb + dy), (xb + dx, yb - dy), (xa + dx, ya - dy)]
    polygon(canvas, material, density, corners, z0, z1)


def hollow_box(
    canvas: Canvas,
    material: str,
    density: float,
    box: Box,
    wall: float,
    bottom: float | None = None,
) -> None:
    """Draw the walls of a box: its outside, less its inside."""
    canvas.box(material, density, box)
    inner = span(
        (box.x0 + wall, box.x1 - wall),
        (box.y0 + (wall if bottom is None else bottom), box.y1 - wall),
        (box.z0 + wall, box.z1 - wall),
    )
    if inner.length > 0 and inner.height > 0 and inner.depth > 0:
        canvas.box(material, -density, inner)


def half_chord(canvas: Canvas, columns: slice, x: float, radius: float) -> Floats32:
    """Return half the chord of a circle about x in each column [m]."""
    away: NDArray[np.float32] = canvas.fan.columns_x[columns] - np.float32(x)
    return np.asarray(np.sqrt(np.maximum(np.float32(radius) ** 2 - away**2, 0)), np.float32)
