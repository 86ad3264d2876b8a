"""How long the rays of a fan beam run inside things: exact chords, drawn item by item.

The beam is a vertical fan that stands still while the vehicle moves, so every column of the
picture sees one place along the vehicle and every row one angle. In one column the world is a
plane (y up from the ground, z away from the source) and a ray in it is
``y = source_y + tan · (z - source_z)``. All lengths here are in metres.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats32 = NDArray[np.float32]

_STEEPNESS_FLOOR: Final = 1e-7
"""Rays are never quite level, so that heights divide by a slope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box in the vehicle's axes [m]: x along the vehicle, y up, z away from the source."""

    x0: float
    x1: float
    y0: float
    y1: float
    z0: float
    z1: float

    @property
    def length(self) -> float:
        """Extent along the vehicle [m]."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Extent upwards [m]."""
        return self.y1 - self.y0

    @property
    def depth(self) -> float:
        """Extent along the beam [m]."""
        return self.z1 - self.z0

    @property
    def volume(self) -> float:
        """Volume [m³]."""
        return self.length * self.height * self.depth

    def inset(self, margin: float) -> "Box":
        """Return the box made smaller by a margin on every side."""
        m = margin
        return Box(
            x0=self.x0 + m, x1=self.x1 - m, y0=self.y0 + m, y1=self.y1 - m,
            z0=self.z0 + m, z1=self.z1 - m,
        )  # fmt: skip


def span(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Box:
    """Return the box between pairs of coordinates [m]."""
    return Box(x0=x[0], x1=x[1], y0=y[0], y1=y[1], z0=z[0], z1=z[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Where the rays run: one slope per row, top row first, and one place per column."""

    source_y: float
    source_z: float
    slopes: Floats32
    columns_x: Floats32

    @property
    def pitch_x(self) -> float:
        """Step between columns [m]."""
        return float(self.columns_x[1] - self.columns_x[0])

    def rows_of(self, y0: float, y1: float, z0: float, z1: float) -> slice:
        """Return the rows whose rays can touch a rectangle of the (y, z) plane."""
        near, far = z0 - self.source_z, z1 - self.source_z
        low = (y0 - self.source_y) / (far if y0 > self.source_y else near)
        high = (y1 - self.source_y) / (near if y1 > self.source_y else far)
        rising, count = self.slopes[::-1], len(self.slopes)
        first = count - int(np.searchsorted(rising, high, "right")) - 1
        last = count - int(np.searchsorted(rising, low, "right")) + 1
        return slice(max(first, 0), max(min(last, len(self.slopes)), 0))

    def columns_of(self, x0: float, x1: float) -> slice:
        """Return the columns that see any of x0 … x1."""
        start = float(self.columns_x[0])
        first = int(np.floor((x0 - start) / self.pitch_x + 0.5))
        last = int(np.ceil((x1 - start) / self.pitch_x + 0.5))
        return slice(max(first, 0), max(min(last, len(self.columns_x)), 0))

    def row_at(self, y: float, z: float) -> float:
        """Return the (fractional) row that sees a point."""
        slope = (y - self.source_y) / (z - self.source_z)
        rows = np.arange(len(self.slopes), dtype=np.float64)
        return float(np.interp(-slope, -self.slopes.astype(np.float64), rows))


@dataclass(slots=True)
class Extent:
    """Where a canvas was drawn on since it was last put back: pixels, and heights [m]."""

    rows: tuple[int, int] = (1 << 30, -1)
    columns: tuple[int, int] = (1 << 30, -1)
    y: tuple[float, float] = (1e9, -1e9)

    def add(self, rows: slice, columns: slice, y0: float, y1: float) -> None:
        """Take in one more item."""
        self.rows = min(self.rows[0], rows.start), max(self.rows[1], rows.stop)
        self.columns = min(self.columns[0], columns.start), max(self.columns[1], columns.stop)
        self.y = min(self.y[0], y0), max(self.y[1], y1)


@dataclass(slots=True, kw_only=True)
class Canvas:
    """Areal densities by material as items are drawn onto them, each picture in g/cm².

    A layer's name is a material of the table or of a blend that `blends` describes; `left_out`
    marks the pixels of round things that were not drawn because of a hole.
    A canvas belongs to one picture and one thread. Densities are kg/m³; negative ones take away.
    """

    fan: Fan
    layers: dict[str, Floats32] = field(default_factory=dict)
    blends: dict[str, Mapping[str, float]] = field(default_factory=dict)
    mass_kg: float = 0.0
    hole: Box | None = None
    extent: Extent = field(default_factory=Extent)
    left_out: NDArray[np.bool_] | None = None
    _stretch: Floats32 = field(init=False)
    _inverse: Floats32 = field(init=False)

    def __post_init__(self) -> None:
        slopes = self.fan.slopes
        self._stretch = np.sqrt(1 + slopes**2).astype(np.float32)
        safe = np.where(np.abs(slopes) < _STEEPNESS_FLOOR, _STEEPNESS_FLOOR, slopes)
        self._inverse = (1 / safe).astype(np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.fan.slopes), len(self.fan.columns_x)

    def layer(self, material: str) -> Floats32:
        """Return the picture of a material, made at first use."""
        if material not in self.layers:
            self.layers[material] = np.zeros(self.shape, np.float32)
        return self.layers[material]

    @contextmanager
    def without(self, hole: Box) -> Iterator[None]:
        """Draw boxes and prisms only outside a box, and skip round things centred in it."""
        before, self.hole = self.hole, hole
        try:
            yield
        finally:
            self.hole = before

    def box(
        self, material: str, density: float, box: Box, texture: "Floats32 | None" = None
    ) -> None:
        """Draw a box; `texture` is any picture of relative density, stretched over its face."""
        rows = self.fan.rows_of(box.y0, box.y1, box.z0, box.z1)
        columns = self.fan.columns_of(box.x0, box.x1)
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        path = self._band(rows, box)[:, None] * self._cover(columns, box.x0, box.x1)
        self.mass_kg += density * box.volume
        self.extent.add(rows, columns, box.y0, box.y1)
        if self.hole is not None:
            shared = intersection(box, self.hole)
            if shared is not None:
                inside = self._band(rows, shared)[:, None]
                path -= inside * self._cover(columns, shared.x0, shared.x1)
                self.mass_kg -= density * shared.volume
        if texture is not None:
            path *= texture
        self.layer(material)[rows, columns] += path * np.float32(density / 10)

    def box_window(self, box: Box) -> tuple[int, int]:
        """Return how many rows and columns `box` will draw on, for making its texture."""
        rows = self.fan.rows_of(box.y0, box.y1, box.z0, box.z1)
        columns = self.fan.columns_of(box.x0, box.x1)
        return max(rows.stop - rows.start, 0), max(columns.stop - columns.start, 0)

    def prism(
        self,
        material: str,
        density: float,
        columns: slice,
        *,
        y: tuple[Floats32 | float, Floats32 | float],
        z: tuple[Floats32 | float, Floats32 | float],
        texture: Floats32 | None = None,
    ) -> None:
        """Draw a thing that is a rectangle y[0]…y[1] x z[0]…z[1] of its own in every column.

        Upright and lying cylinders, polygons pushed through the container, heaps: all are this.
        """
        count = columns.stop - columns.start
        if count <= 0:
            return
        y0, y1, z0, z1 = (np.atleast_1d(np.float32(v)) for v in (*y, *z))
        rows = self.fan.rows_of(float(y0.min()), float(y1.max()), float(z0.min()), float(z1.max()))
        if rows.start >= rows.stop:
            return
        self.extent.add(rows, columns, float(y0.min()), float(y1.max()))
        path = self._chord(rows, y0, y1, z0, z1)
        area = np.maximum(y1 - y0, 0) * np.maximum(z1 - z0, 0)
        mean_area = float(area.mean())
        if self.hole is not None:
            h = self.hole
            x = self.fan.columns_x[columns]
            lo, hi = np.maximum(y0, h.y0), np.minimum(y1, h.y1)
            near, far = np.maximum(z0, h.z0), np.minimum(z1, h.z1)
            hi = np.where((x >= h.x0) & (x <= h.x1), hi, lo)
            path = path - self._chord(rows, lo, hi, near, far)
            left_out = np.maximum(hi - lo, 0) * np.maximum(far - near, 0)
            mean_area -= float(left_out.mean())
        self.mass_kg += density * mean_area * count * self.fan.pitch_x
        if texture is not None:
            path *= texture[: path.shape[0], : path.shape[1]]
        path *= np.float32(density / 10)
        self.layer(material)[rows, columns] += path

    def round(
        self,
        material: str,
        density: float,
        columns: slice,
        *,
        centre: tuple[float, float],
        radii: tuple[float, float],
        scale: Floats32 | float = 1.0,
        texture: Floats32 | None = None,
    ) -> None:
        """Draw an ellipse of the (y, z) plane, `scale` times its radii in every column.

        Scale 1 is a cylinder along the vehicle; a half-circle of scales an ellipsoid. The chord
        follows from putting the ray into the ellipse's equation.
        """
        (yc, zc), (ry, rz) = centre, radii
        count = columns.stop - columns.start
        if count <= 0 or ry <= 0 or rz <= 0:
            return
        k = np.broadcast_to(np.float32(scale), (count,))
        rows = self.fan.rows_of(yc - ry, yc + ry, zc - rz, zc + rz)
        if rows.start >= rows.stop:
            return
        if self._is_in_hole(float(self.fan.columns_x[columns].mean()), yc, zc):
            if self.left_out is None:
                self.left_out = np.zeros(self.shape, bool)
            self.left_out[rows, columns] = True
            return
        self.extent.add(rows, columns, yc - ry, yc + ry)
        slopes = self.fan.slopes[rows]
        above = self.fan.source_y + slopes * (zc - self.fan.source_z) - yc
        a = 1 / rz**2 + slopes**2 / ry**2
        root = a[:, None] * k**2 - (above**2 / (ry * rz) ** 2)[:, None]
        path = np.sqrt(np.maximum(root, 0, out=root), out=root)
        path *= (2 * self._stretch[rows] / a)[:, None]
        self.mass_kg += density * np.pi * ry * rz * float((k**2).sum()) * self.fan.pitch_x
        if texture is not None:
            path *= texture[: path.shape[0], : path.shape[1]]
        self.layer(material)[rows, columns] += path * np.float32(density / 10)

    def _is_in_hole(self, x: float, y: float, z: float) -> bool:
        h = self.hole
        if h is None:
            return False
        return h.x0 < x < h.x1 and h.y0 < y < h.y1 and h.z0 < z < h.z1

    def _band(self, rows: slice, box: Box) -> Floats32:
        """Chords through the rectangle y0…y1 x z0…z1 that a box is in every column [m]."""
        one, two = box.y0 - self.fan.source_y, box.y1 - self.fan.source_y
        inverse = self._inverse[rows]
        a, b = one * inverse, two * inverse
        start = np.maximum(np.minimum(a, b), box.z0 - self.fan.source_z)
        stop = np.minimum(np.maximum(a, b), box.z1 - self.fan.source_z)
        return np.asarray(np.maximum(stop - start, 0) * self._stretch[rows], np.float32)

    def _cover(self, columns: slice, x0: float, x1: float) -> Floats32:
        """Part of each column that lies in x0…x1."""
        x, half = self.fan.columns_x[columns], self.fan.pitch_x / 2
        seen = np.minimum(x + half, x1) - np.maximum(x - half, x0)
        return np.asarray(np.maximum(seen / (2 * half), 0), np.float32)

    def _chord(
        self, rows: slice, y0: Floats32, y1: Floats32, z0: Floats32, z1: Floats32
    ) -> Floats32:
        inverse = self._inverse[rows][:, None]
        a = (y0 - np.float32(self.fan.source_y)) * inverse
        b = (y1 - np.float32(self.fan.source_y)) * inverse
        # A ray that falls meets the top first; a rectangle upside down (y1 < y0) has no inside.
        upward = inverse > 0
        start, stop = np.where(upward, a, b), np.where(upward, b, a)
        start = np.maximum(start, z0 - np.float32(self.fan.source_z))
        stop = np.minimum(stop, z1 - np.float32(self.fan.source_z))
        path = np.asarray(stop - start, np.float32)
        np.maximum(path, 0, out=path)
        path *= self._stretch[rows][:, None]
        return path


def intersection(a: Box, b: Box) -> Box | None:
    """Return what two boxes share, or None."""
    x0, x1 = max(a.x0, b.x0), min(a.x1, b.x1)
    y0, y1 = max(a.y0, b.y0), min(a.y1, b.y1)
    z0, z1 = max(a.z0, b.z0), min(a.z1, b.z1)
    if x0 >= x1 or y0 >= y1 or z0 >= z1:
        return None
    return Box(x0=x0, x1=x1, y0=y0, y1=y1, z0=z0, z1=z1)
