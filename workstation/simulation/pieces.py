"""Loads of irregular pieces: scrap, e-waste, parts in crates."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.textures import Grain, grain


def draw_pieces(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Heap pieces of all shapes until the load weighs what it should, or fill crates with them."""
    if product.figure("crate", 0.0):
        step = 1.25
        for x in np.arange(room.x0, room.x1 - step, step):
            for side in (0, 1):
                z0 = room.z0 + side * room.depth / 2
                for y in np.arange(room.y0, room.y1 - 0.85, 0.9):
                    crate = span((x + 0.02, x + 1.18), (y + 0.1, y + 0.86), (z0 + 0.03, z0 + 1.05))
                    shapes.hollow_box(canvas, "iron", STEEL, crate, 0.0022)
                    inside = span(
                        (crate.x0 + 0.02, crate.x1 - 0.02),
                        (crate.y0, crate.y0 + 0.76 * float(rng.uniform(0.6, 0.95))),
                        (crate.z0 + 0.02, crate.z1 - 0.02),
                    )
                    _heap(canvas, inside, product, rng, most=26)
        return
    _heap(canvas, room, product, rng, most=1500)
    base = span((room.x0, room.x1), (room.y0, room.y0 + room.height * 0.85), (room.z0, room.z1))
    columns = canvas.fan.columns_of(base.x0, base.x1)
    u = canvas.fan.columns_x[columns]
    top = base.y1 + 0.15 * np.sin(u * 1.7 + product.number) * np.clip((u - base.x0) / 0.8, 0, 1)
    rows = canvas.fan.rows_of(base.y0, float(top.max()), base.z0, base.z1)
    texture = grain(Grain.CLUMPS, (rows.stop - rows.start + 2, len(u)), 0.35, rng)
    texture *= grain(Grain.LUMPS, texture.shape, 0.25, rng)
    canvas.prism(
        product.kind.name,
        product.density * 0.35,
        columns,
        y=(base.y0, top.astype(np.float32)),
        z=(base.z0, base.z1),
        texture=texture,
    )


def _heap(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *, most: int
) -> None:
    size = product.figure("size", 0.2)
    mixed = product.figure("mixed", 0.0)
    target = room.volume * product.density * 0.65
    start = canvas.mass_kg
    lean = rng.uniform(0, 0.3)
    for _ in range(most):
        if canvas.mass_kg - start > target:
            return
        x, z = float(rng.uniform(room.x0, room.x1)), float(rng.uniform(room.z0, room.z1))
        slope = 1 - lean * (room.x1 - x) / max(room.length, 0.1)
        y = float(rng.uniform(room.y0, room.y0 + room.height * slope))
        s = size * float(np.exp(rng.normal(0, 0.5)))
        piece(canvas, product, rng, (x, y, z), s, room, mixed=bool(mixed))


def piece(
    canvas: Canvas, product: Product, rng: np.random.Generator,
    centre: tuple[float, float, float], size: float, room: Box, *, mixed: bool,
) -> None:  # fmt: skip
    """Draw one piece: a plate, a bar, a tube, a lump, a hollow case, or a bundle of turnings."""
    x, y, z = centre
    half = size / 2
    y0, y1 = max(y - half, room.y0), min(y + half, room.y1)
    z0, z1 = max(z - half, room.z0), min(z + half, room.z1)
    x0, x1 = max(x - half, room.x0), min(x + half, room.x1)
    if x1 - x0 < 0.02 or y1 - y0 < 0.02 or z1 - z0 < 0.02:
        return
    name = product.kind.name
    dice = rng.random()
    turn = float(rng.uniform(0, np.pi))
    dx, dy = np.cos(turn) * half, np.sin(turn) * half
    a = (float(np.clip(x - dx, room.x0, room.x1)), float(np.clip(y - dy, room.y0, room.y1)))
    b = (float(np.clip(x + dx, room.x0, room.x1)), float(np.clip(y + dy, room.y0, room.y1)))
    solid = 2600.0 if mixed else STEEL
    if dice < 0.3:
        shapes.beam(canvas, name, solid, a, b, float(rng.uniform(0.004, 0.02)), z0, z1)
    elif dice < 0.5:
        shapes.beam(
            canvas,
            name,
            solid,
            a,
            b,
            float(rng.uniform(0.02, 0.06)),
            z,
            z + float(rng.uniform(0.01, 0.05)),
        )
    elif dice < 0.62:
        r = min(half, (y1 - y0) / 2) * float(rng.uniform(0.2, 0.6))
        shapes.crosswise_cylinder(canvas, name, solid * 0.6, x=x, y=y, radius=r, z0=z0, z1=z1)
        shapes.crosswise_cylinder(
            canvas, name, -solid * 0.6, x=x, y=y, radius=r * 0.85, z0=z0, z1=z1
        )
    elif dice < 0.75:
        r = half * float(rng.uniform(0.12, 0.35))
        shapes.ellipsoid(
            canvas,
            name,
            solid * 0.6,
            centre=(x, y, z),
            radii=(r, r * float(rng.uniform(0.5, 1.0)), r),
        )
    elif dice < 0.9:
        case = span((x0, x1), (y0, y1), (z0, z1))
        shapes.hollow_box(canvas, name, solid, case, float(rng.uniform(0.001, 0.003)))
        if mixed:
            canvas.box(name, 500.0, case.inset(size * 0.25))
    else:
        turns = np.sort(rng.uniform(0, 2 * np.pi, 5))
        reach = half * rng.uniform(0.3, 0.9, 5)
        points = zip(x + reach * np.cos(turns), y + reach * np.sin(turns), strict=True)
        corners = [
            (float(np.clip(px, room.x0, room.x1)), float(np.clip(py, room.y0, room.y1)))
            for px, py in points
        ]
        shapes.polygon(canvas, name, solid, corners, z, z + float(rng.uniform(0.003, 0.03)))
