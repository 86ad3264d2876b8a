"""Loads for the home: sofas, mattresses, refrigerators, washing machines."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.textures import Grain, grain


def draw_furniture(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack sofas or mattresses: light, soft, with frames and springs inside."""
    length, height, depth = (
        product.figure("length", 1.5),
        product.figure("height", 0.9),
        product.figure("depth", 0.9),
    )
    rows = max(int(room.depth / depth), 1)
    for row in range(rows):
        z0 = room.z0 + row * room.depth / rows
        x = room.x1
        while x - length > room.x0:
            width = (
                length * float(rng.choice([1.0, 1.0, 0.62]))
                if not product.figure("springs", 0.0)
                else length
            )
            y = room.y0
            while y + height < room.y1 + 0.02:
                box = span(
                    (x - width + 0.01, x - 0.01),
                    (y, y + height - 0.01),
                    (z0 + 0.01, z0 + depth - 0.01),
                )
                if product.figure("springs", 0.0):
                    _mattress(canvas, product, box, rng)
                else:
                    _sofa(canvas, product, box, rng)
                y += height
            x -= width + float(rng.exponential(0.02))


def _sofa(canvas: Canvas, product: Product, box: Box, rng: np.random.Generator) -> None:
    name, lying = product.kind.name, rng.random() < 0.3
    seat = box.y0 + box.height * (0.45 if not lying else 0.6)
    window = canvas.box_window(span((box.x0, box.x1), (box.y0 + 0.08, seat), (box.z0, box.z1)))
    soft = grain(Grain.LUMPS, window, 0.15, rng)
    canvas.box(
        name,
        product.density,
        span((box.x0, box.x1), (box.y0 + 0.08, seat), (box.z0, box.z1)),
        soft,
    )
    back = span((box.x0, box.x1), (seat, box.y1), (box.z1 - 0.25, box.z1))
    canvas.box(name, product.density * 0.8, back)
    for x in (box.x0, box.x1 - 0.16):
        canvas.box(
            name,
            product.density * 1.2,
            span((x, x + 0.16), (box.y0 + 0.05, box.y0 + box.height * 0.72), (box.z0, box.z1)),
        )
        for post in (x + 0.02, x + 0.11):
            canvas.box(
                "cellulose",
                620.0,
                span(
                    (post, post + 0.03),
                    (box.y0, box.y0 + box.height * 0.7),
                    (box.z0 + 0.1, box.z0 + 0.16),
                ),
            )
    for y in (box.y0 + 0.1, seat - 0.14):
        canvas.box(
            "cellulose",
            620.0,
            span((box.x0, box.x1), (y, y + 0.04), (box.z0 + 0.05, box.z0 + 0.09)),
        )
        canvas.box(
            "cellulose",
            620.0,
            span((box.x0, box.x1), (y, y + 0.04), (box.z1 - 0.09, box.z1 - 0.05)),
        )
    for x in np.arange(box.x0 + 0.2, box.x1 - 0.2, 0.11):
        canvas.box(
            "iron",
            900.0,
            span((x, x + 0.01), (seat - 0.1, seat - 0.085), (box.z0 + 0.06, box.z1 - 0.06)),
        )


def _mattress(canvas: Canvas, product: Product, box: Box, rng: np.random.Generator) -> None:
    canvas.box(product.kind.name, product.density, box)
    inner = box.inset(0.03)
    count = max(int(inner.height / 0.07), 1)
    for index in range(count):
        y = inner.y0 + index * inner.height / count
        wire = span((inner.x0, inner.x1), (y, y + 0.016), (inner.z0, inner.z1))
        canvas.box("iron", 130.0 * float(rng.normal(1, 0.1)), wire)
    for x in (inner.x0, inner.x1 - 0.004):
        canvas.box(
            "iron",
            700.0,
            span((x, x + 0.004), (inner.y0, inner.y1), (inner.z0, inner.z1)),
        )


def draw_appliances(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand refrigerators or washing machines in rows, stacked where they fit."""
    length, height, depth = (
        product.figure("length", 0.65),
        product.figure("height", 0.9),
        product.figure("depth", 0.65),
    )
    cold = bool(product.figure("cold", 0.0))
    rows, columns = max(int(room.depth / depth), 1), max(int(room.length / (length + 0.02)), 1)
    tiers = max(int(room.height / (height + 0.04)), 1)
    for row in range(rows):
        z0 = room.z0 + row * room.depth / rows
        for column in range(columns):
            for tier in range(tiers):
                if tier == tiers - 1 and tiers > 1 and rng.random() < 0.04:
                    continue
                x = room.x0 + column * room.length / columns + float(rng.normal(0, 0.004))
                y = room.y0 + tier * (height + 0.04)
                box = span(
                    (x + 0.015, x + length),
                    (y + 0.03, y + 0.03 + height),
                    (z0 + 0.02, z0 + depth - 0.02),
                )
                (_refrigerator if cold else _washer)(canvas, box, mirrored=row % 2 == 1)


def _refrigerator(canvas: Canvas, box: Box, *, mirrored: bool) -> None:
    shapes.hollow_box(canvas, "iron", STEEL, box, 0.0006)
    canvas.box("polyethylene", 38.0, box)
    inside = span(
        (box.x0 + 0.05, box.x1 - 0.05),
        (box.y0 + 0.28, box.y1 - 0.05),
        (box.z0 + 0.05, box.z1 - 0.05),
    )
    canvas.box("polyethylene", -38.0, inside)
    for at in np.linspace(0.1, 0.9, 5):
        y = inside.y0 + at * inside.height
        canvas.box(
            "glass_sio2",
            2500.0,
            span((inside.x0, inside.x1), (y, y + 0.004), (inside.z0, inside.z1)),
        )
    split = span(
        (box.x0, box.x1),
        (box.y0 + box.height * 0.66, box.y0 + box.height * 0.66 + 0.05),
        (box.z0, box.z1),
    )
    canvas.box("polyethylene", 60.0, split)
    x = box.x1 - 0.17 if mirrored else box.x0 + 0.17
    shapes.ellipsoid(
        canvas,
        "iron",
        STEEL * 0.75,
        centre=(x, box.y0 + 0.12, (box.z0 + box.z1) / 2),
        radii=(0.1, 0.085, 0.08),
    )
    canvas.box(
        "iron",
        STEEL,
        span((box.x0, box.x1), (box.y0 + 0.03, box.y0 + 0.0325), (box.z0, box.z1)),
    )


def _washer(canvas: Canvas, box: Box, *, mirrored: bool) -> None:
    shapes.hollow_box(canvas, "iron", STEEL, box, 0.0008)
    x, y = (box.x0 + box.x1) / 2, box.y0 + box.height * 0.52
    r = min(box.length, box.height) * 0.4
    z0, z1 = box.z0 + 0.1, box.z1 - 0.12
    for material, density, outer, inner in (
        ("polyethylene", 1000.0, r, r - 0.012),
        ("iron", STEEL, r - 0.02, r - 0.0215),
    ):
        shapes.crosswise_cylinder(canvas, material, density, x=x, y=y, radius=outer, z0=z0, z1=z1)
        shapes.crosswise_cylinder(canvas, material, -density, x=x, y=y, radius=inner, z0=z0, z1=z1)
    canvas.box(
        "glass_sio2",
        2300.0,
        span((x - 0.16, x + 0.16), (box.y1 - 0.17, box.y1 - 0.05), (z0, z0 + 0.17)),
    )
    canvas.box(
        "glass_sio2",
        2300.0,
        span((x - 0.19, x + 0.19), (box.y0 + 0.1, box.y0 + 0.18), (z1 - 0.2, z1)),
    )
    motor = x + (0.12 if mirrored else -0.12)
    shapes.crosswise_cylinder(
        canvas,
        "iron",
        STEEL * 0.8,
        x=motor,
        y=box.y0 + 0.15,
        radius=0.06,
        z0=z0 + 0.1,
        z1=z0 + 0.28,
    )
    canvas.box(
        "polyethylene",
        25.0,
        span((box.x0 - 0.01, box.x1 + 0.01), (box.y0 - 0.03, box.y0), (box.z0, box.z1)),
    )
