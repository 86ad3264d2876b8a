"""Loads of machines: beds, housings, motors, shafts, cabinets, each product alike."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span


def draw_machines(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set machines in frames along the floor: beds, housings, motors, shafts, cabinets, wiring."""
    size = product.figure("size", 1.5)
    x = room.x1 - 0.1
    same = np.random.default_rng((product.number, 77))
    layout = int(same.integers(1 << 30))
    while x - size > room.x0:
        length = size * float(rng.uniform(0.95, 1.05))
        height = min(room.height - 0.05, size * float(same.uniform(0.7, 1.4)))
        for side in (0.26, 0.74) if size < 1.4 else (0.5,):
            width = min(size, room.depth * (0.45 if size < 1.4 else 0.85))
            z0 = room.z0 + room.depth * side - width / 2
            box = span((x - length, x), (room.y0, room.y0 + height), (z0, z0 + width))
            _machine(canvas, product, box, np.random.default_rng(layout), rng)
        x -= length + float(rng.uniform(0.08, 0.35))


def _machine(
    canvas: Canvas, product: Product, box: Box, same: np.random.Generator, rng: np.random.Generator
) -> None:
    name = product.kind.name
    for at in (0.08, 0.5, 0.92):
        x = box.x0 + at * box.length
        canvas.box(
            "cellulose",
            600.0,
            span((x - 0.06, x + 0.06), (box.y0, box.y0 + 0.1), (box.z0, box.z1)),
        )
    bed = span(
        (box.x0, box.x1),
        (box.y0 + 0.1, box.y0 + 0.1 + box.height * float(same.uniform(0.08, 0.2))),
        (box.z0, box.z1),
    )
    shapes.hollow_box(canvas, name, STEEL, bed, 0.012)
    for at in np.linspace(0.1, 0.9, 5):
        rib = span(
            (bed.x0 + at * bed.length, bed.x0 + at * bed.length + 0.015),
            (bed.y0, bed.y1),
            (bed.z0, bed.z1),
        )
        canvas.box(name, STEEL, rib)
    rests = [(box.x0, box.x1, bed.y1)]
    for _ in range(int(same.integers(2, 6))):
        w, h, d = (
            float(same.uniform(0.15, 0.5)) * v for v in (box.length, box.height * 1.4, box.depth)
        )
        left, right, under = rests[int(same.integers(len(rests)))]
        w = min(w, right - left)
        x0 = float(same.uniform(left, right - w))
        z0 = float(same.uniform(box.z0, box.z1 - d))
        housing = span((x0, x0 + w), (under, min(under + h, box.y1)), (z0, z0 + d))
        if housing.height > 0.06 and w > 0.1:
            shapes.hollow_box(canvas, name, STEEL, housing, float(same.uniform(0.003, 0.018)))
            rests.append((x0, x0 + w, housing.y1))
    for _ in range(int(same.integers(5, 11))):
        _machine_part(canvas, name, box, rests[int(same.integers(len(rests)))], same)
    for _ in range(int(same.integers(2, 5))):
        y = float(same.uniform(bed.y1, box.y1))
        pipe = float(same.uniform(0.012, 0.05))
        x0 = float(same.uniform(box.x0, box.x1 - 0.3))
        x1 = min(x0 + float(same.uniform(0.2, 0.8)) * box.length, box.x1)
        z = float(same.uniform(box.z0 + pipe, box.z1 - pipe))
        shapes.lengthwise_cylinder(canvas, name, STEEL * 0.5, x0=x0, x1=x1, y=y, z=z, radius=pipe)
        shapes.upright_cylinder(
            canvas, name, STEEL * 0.5, x=x0 + pipe, z=z, radius=pipe, y0=bed.y1, y1=y
        )
    for _ in range(30):
        left, right, under = rests[int(same.integers(len(rests)))]
        s = float(same.uniform(0.015, 0.12))
        x, z = float(same.uniform(left, right)), float(same.uniform(box.z0, box.z1))
        tall = s * float(same.uniform(0.3, 2.0))
        part = span((x, min(x + s, right + 0.02)), (under, under + tall), (z, z + s * 2))
        canvas.box(name, STEEL * float(same.uniform(0.1, 0.9)), part)
    if rng.random() < 0.9:
        wall = span(
            (box.x0 - 0.02, box.x1 + 0.02),
            (box.y0 + 0.1, box.y1 + 0.02),
            (box.z0 - 0.02, box.z1 + 0.02),
        )
        shapes.hollow_box(canvas, "cellulose", 550.0, wall, 0.012)


def _machine_part(
    canvas: Canvas, name: str, box: Box, rest: tuple[float, float, float], same: np.random.Generator
) -> None:
    """Draw a motor, wheel, drum or gearbox that stands on something."""
    left, right, under = rest
    r = min(float(same.uniform(0.05, 0.2)) * min(box.height, box.length, 1.4), (right - left) / 2)
    if r < 0.02:
        return
    x = float(same.uniform(left + r, max(right - r, left + r + 1e-6)))
    z0 = float(same.uniform(box.z0, box.z1 - 0.3))
    long = float(same.uniform(0.15, 0.9)) * (box.z1 - z0)
    dice = same.random()
    if dice < 0.35:
        shapes.crosswise_cylinder(
            canvas, name, STEEL * 0.6, x=x, y=under + r, radius=r, z0=z0, z1=z0 + long
        )
        shapes.crosswise_cylinder(
            canvas, name, -STEEL * 0.4, x=x, y=under + r, radius=r * 0.75, z0=z0, z1=z0 + long
        )
    elif dice < 0.65:
        stop = min(x + r * 3, right)
        z = z0 + r
        shapes.lengthwise_cylinder(
            canvas, name, STEEL * 0.55, x0=x, x1=stop, y=under + r, z=z, radius=r
        )
        shapes.lengthwise_cylinder(
            canvas, name, STEEL * 0.4, x0=stop, x1=stop + r, y=under + r, z=z, radius=r * 0.2
        )
    elif dice < 0.85:
        shapes.upright_cylinder(
            canvas, name, STEEL * 0.4, x=x, z=z0 + r, radius=r, y0=under, y1=under + r * 3
        )
        shapes.upright_cylinder(
            canvas,
            name,
            -STEEL * 0.3,
            x=x,
            z=z0 + r,
            radius=r * 0.9,
            y0=under + 0.02,
            y1=under + r * 3,
        )
    else:
        shapes.ellipsoid(
            canvas, name, STEEL * 0.6, centre=(x, under + r, z0 + r), radii=(r, r, r * 1.3)
        )
