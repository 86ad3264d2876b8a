"""Hidden loads: what smugglers put among declared goods, with the exact place of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import GoodsKind, Packing, make_product
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.loading import draw_load
from workstation.simulation.rays import Box, Canvas, Fan, span


class HiddenKind(StrEnum):
    """Ways of hiding."""

    DENSE_BOX = "dense_box"
    PACKETS = "packets"
    CAVITY = "cavity"
    FALSE_WALL = "false_wall"
    OTHER_GOODS = "other_goods"
    METAL_PARTS = "metal_parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenLoad:
    """What to hide; `size` scales its usual extent, `goods` names the kind for OTHER_GOODS."""

    kind: HiddenKind
    size: float = 1.0
    goods: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenTruth:
    """Where a hidden load is in the picture.

    Attributes
    ----------
    mask : ndarray of bool, shape (rows, columns)
        True where a ray crosses the hidden place: the load, the room made for it, and goods that
        were left out for it. Without the hidden load every other pixel would be the same.
    areas : tuple of Rectangle
        The smallest rectangle around the mask.
    """

    kind: HiddenKind
    mask: NDArray[np.bool_]
    areas: tuple[Rectangle, ...]
    mass_kg: float
    goods: str | None = None

    def runs(self) -> tuple[tuple[int, int], ...]:
        """Return the mask as (start, length) runs of its row-major order."""
        flat = np.concatenate(([False], self.mask.ravel(), [False]))
        edges = np.flatnonzero(flat[1:] != flat[:-1])
        return tuple((int(a), int(b - a)) for a, b in edges.reshape(-1, 2))


_EXTENT: Final[dict[HiddenKind, tuple[tuple[float, float], ...]]] = {
    HiddenKind.DENSE_BOX: ((0.3, 0.7), (0.2, 0.5), (0.3, 0.7)),
    HiddenKind.PACKETS: ((0.5, 1.2), (0.3, 0.8), (0.4, 0.9)),
    HiddenKind.CAVITY: ((0.6, 1.3), (0.5, 1.1), (1.2, 2.2)),
    HiddenKind.FALSE_WALL: ((0.35, 0.9), (9.0, 9.0), (9.0, 9.0)),
    HiddenKind.OTHER_GOODS: ((0.9, 2.2), (0.5, 9.0), (1.1, 9.0)),
    HiddenKind.METAL_PARTS: ((0.5, 1.0), (0.15, 0.3), (0.2, 0.4)),
}
"""Ranges of length, height and depth [m]; 9 stands for: as far as the load goes."""


_SMALL_ITEMS: Final = frozenset({Packing.CARTONS, Packing.SACKS, Packing.BALES, Packing.PIECES})
"""Goods whose items fit into a part of a load."""


def choose_hole(room: Box, load: HiddenLoad, rng: np.random.Generator) -> Box:
    """Return the place within the load where something is hidden."""
    (lx, hy, dz) = (float(rng.uniform(*bounds)) * load.size for bounds in _EXTENT[load.kind])
    length, height = min(lx, room.length * 0.8), min(hy, room.height * 0.95)
    depth = min(dz, room.depth - 0.02)
    if load.kind is HiddenKind.FALSE_WALL:
        return span((room.x1 - length, room.x1), (room.y0, room.y1), (room.z0, room.z1))
    x0 = float(rng.uniform(room.x0 + 0.05, max(room.x1 - length - 0.05, room.x0 + 0.06)))
    y0 = room.y0 + float(rng.uniform(0, max(room.height - height, 1e-6)))
    z0 = room.z0 + float(rng.uniform(0, max(room.depth - depth, 1e-6)))
    return span((x0, x0 + length), (y0, y0 + height), (z0, z0 + depth))


def draw_hidden(fan: Fan, hole: Box, load: HiddenLoad, rng: np.random.Generator) -> Canvas:
    """Draw what is in the hole onto a canvas of its own."""
    canvas = Canvas(fan=fan)
    if load.kind is HiddenKind.DENSE_BOX:
        densities = (("iron", 7800.0), ("lead", 11300.0), ("copper", 8900.0))
        material, density = densities[int(rng.integers(3))]
        canvas.box(material, density * float(rng.uniform(0.2, 0.6)), hole)
    elif load.kind is HiddenKind.PACKETS:
        _packets(canvas, hole, rng)
    elif load.kind is HiddenKind.FALSE_WALL:
        _false_wall(canvas, hole, rng)
    elif load.kind is HiddenKind.OTHER_GOODS:
        product = make_product(_other_kind(load, rng), int(rng.integers(1 << 20)))
        draw_load(canvas, hole, product, rng)
    elif load.kind is HiddenKind.METAL_PARTS:
        _metal_parts(canvas, hole, rng)
    return canvas


def _other_kind(load: HiddenLoad, rng: np.random.Generator) -> GoodsKind:
    if load.goods is not None:
        return find_kind(load.goods)
    small = [kind for kind in kinds() if kind.packing in _SMALL_ITEMS]
    return small[int(rng.integers(len(small)))]


def _packets(canvas: Canvas, hole: Box, rng: np.random.Generator) -> None:
    """Pressed bricks of powder, wrapped, close to one another."""
    counts = [
        max(round(extent / brick), 1)
        for extent, brick in ((hole.length, 0.17), (hole.height, 0.062), (hole.depth, 0.12))
    ]
    dx, dy, dz = hole.length / counts[0], hole.height / counts[1], hole.depth / counts[2]
    density = float(rng.uniform(1050, 1250))
    for i, j, k in np.ndindex(*counts):
        gap = float(rng.uniform(0.002, 0.008))
        x, y, z = hole.x0 + i * dx, hole.y0 + j * dy, hole.z0 + k * dz
        brick = span((x + gap, x + dx - gap), (y, y + dy - 0.004), (z + gap, z + dz - gap))
        canvas.box("cellulose", density, brick)


def _false_wall(canvas: Canvas, hole: Box, rng: np.random.Generator) -> None:
    """Draw a second front wall of sheet steel, and boxes behind it."""
    plate = span((hole.x0, hole.x0 + 0.04), (hole.y0, hole.y1), (hole.z0, hole.z1))
    canvas.box("iron", STEEL * 0.002 / 0.04, plate)
    inside = span(
        (hole.x0 + 0.05, hole.x1),
        (hole.y0, hole.y0 + hole.height * float(rng.uniform(0.4, 0.95))),
        (hole.z0, hole.z1),
    )
    for y in np.arange(inside.y0, inside.y1 - 0.25, 0.3):
        for z in np.arange(inside.z0, inside.z1 - 0.35, 0.4):
            carton = span((inside.x0, inside.x1 - 0.02), (y, y + 0.29), (z, z + 0.39))
            canvas.box("cellulose", 260.0 * float(rng.uniform(0.7, 1.3)), carton)


def _metal_parts(canvas: Canvas, hole: Box, rng: np.random.Generator) -> None:
    """Long slender steel parts side by side in a wooden case: barrels, receivers, magazines."""
    shapes.hollow_box(canvas, "cellulose", 600.0, hole, 0.012)
    for z in np.arange(hole.z0 + 0.03, hole.z1 - 0.05, 0.07):
        for y in np.arange(hole.y0 + 0.04, hole.y1 - 0.08, 0.11):
            start = hole.x0 + 0.03 + float(rng.uniform(0, 0.03))
            stop = hole.x1 - 0.03
            shapes.lengthwise_cylinder(
                canvas, "iron", STEEL, x0=start, x1=stop, y=y + 0.05, z=z + 0.02, radius=0.011
            )
            body = start + (stop - start) * 0.45
            canvas.box(
                "iron",
                4500.0,
                span((start, body), (y + 0.02, y + 0.06), (z + 0.005, z + 0.035)),
            )
            shapes.beam(
                canvas,
                "iron",
                4000.0,
                (body - 0.08, y + 0.03),
                (body - 0.03, y - 0.06),
                0.03,
                z + 0.01,
                z + 0.03,
            )
