"""Loads of tyres: stacked flat, stood on their treads, or thrown in."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas


def draw_tyres(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack tyres flat in columns, stand them on their treads, or throw them in."""
    radius, width = product.figure("radius", 0.5), product.figure("width", 0.25)
    if product.figure("loose", 0.0):
        _thrown_tyres(canvas, room, product, rng, radius=radius, width=width)
        return
    upright = product.number % 3 == 0
    columns = max(int(room.length / (2 * radius)), 1)
    if upright:
        rows, tiers = max(int(room.depth / width), 1), max(int(room.height / (2 * radius)), 1)
        for row in range(rows):
            z0 = room.z0 + row * room.depth / rows
            nested = (row % 2) * radius
            for column in range(columns - int(nested > 0)):
                for tier in range(tiers):
                    x = room.x0 + radius + nested + column * 2 * radius + float(rng.normal(0, 0.01))
                    standing_tyre(
                        canvas,
                        product,
                        x,
                        room.y0 + radius + tier * radius * 1.98,
                        z0,
                        radius,
                        width,
                    )
        return
    rows, tiers = max(int(room.depth / (2 * radius)), 1), max(int(room.height / (width * 0.93)), 1)
    for row in range(rows):
        z = room.z0 + room.depth * (row + 0.5) / rows
        for column in range(columns):
            x = room.x0 + radius + column * 2 * radius
            for tier in range(tiers - int(rng.integers(0, 2))):
                y = room.y0 + tier * width * 0.93
                lying_tyre(
                    canvas,
                    product,
                    x + float(rng.normal(0, 0.015)),
                    y,
                    z + float(rng.normal(0, 0.01)),
                    radius,
                    width,
                )


def standing_tyre(
    canvas: Canvas, product: Product, x: float, y: float, z0: float, radius: float, width: float
) -> None:
    """Draw a tyre that stands on its tread, its side to the source."""
    name, rubber = product.kind.name, product.density
    hole = radius * 0.56
    z1 = z0 + width * 0.97
    for density, r, a, b in (
        (rubber, radius, z0, z1), (-rubber, radius * 0.945, z0 + 0.012, z1 - 0.012),
        (-rubber, hole, z0, z0 + 0.012), (-rubber, hole, z1 - 0.012, z1),
    ):  # fmt: skip
        shapes.crosswise_cylinder(canvas, name, density, x=x, y=y, radius=r, z0=a, z1=b)
    for density, r in ((rubber, hole + 0.02), (-rubber, hole)):
        shapes.crosswise_cylinder(
            canvas, name, density, x=x, y=y, radius=r, z0=z0 + 0.012, z1=z0 + 0.06
        )


def lying_tyre(
    canvas: Canvas, product: Product, x: float, y: float, z: float, radius: float, width: float
) -> None:
    """Draw a tyre that lies flat, its tread to the source."""
    name, rubber = product.kind.name, product.density
    hole, y1 = radius * 0.56, y + width * 0.97
    for density, r, a, b in (
        (rubber, radius, y, y1), (-rubber, radius * 0.945, y + 0.014, y1 - 0.014),
        (-rubber, hole, y, y + 0.014), (-rubber, hole, y1 - 0.014, y1),
    ):  # fmt: skip
        shapes.upright_cylinder(canvas, name, density, x=x, z=z, radius=r, y0=a, y1=b)


def _thrown_tyres(
    canvas: Canvas,
    room: Box,
    product: Product,
    rng: np.random.Generator,
    *,
    radius: float,
    width: float,
) -> None:
    count = int(room.volume * 0.62 / (np.pi * radius**2 * width))
    for _ in range(min(count, 900)):
        r = radius * float(rng.uniform(0.85, 1.15))
        x = float(rng.uniform(room.x0 + r, max(room.x1 - r, room.x0 + r + 0.01)))
        z = float(rng.uniform(room.z0 + r, room.z1 - r))
        top = room.height * (0.93 + 0.07 * np.sin(x * 2.1 + 3 * float(product.number)))
        if rng.random() < 0.35:
            y = float(rng.uniform(room.y0, room.y0 + top - width))
            lying_tyre(canvas, product, x, y, z, r, width)
        else:
            y = float(rng.uniform(room.y0 + r, max(room.y0 + top - r, room.y0 + r + 0.01)))
            turn = float(rng.uniform(0.1, 1.4))
            _turned_tyre(canvas, product, (x, y, z), r, width, turn)


def _turned_tyre(
    canvas: Canvas, product: Product, centre: tuple[float, float, float],
    radius: float, width: float, turn: float,
) -> None:  # fmt: skip
    """Draw a tyre on its tread, turned about the upright axis by so many radians.

    Seen from the side it is an ellipse; along the beam a ring gets longer by the same factor.
    """
    x, y, z = centre
    squash = max(np.cos(turn), 0.25)
    half = (width * squash + radius * 0.5 * np.sin(turn)) / 2
    name, rubber = product.kind.name, product.density
    for density, r, deep in (
        (rubber, radius, 1.0),
        (-rubber, radius * 0.93, 0.86),
        (-rubber, radius * 0.56, 0.14),
    ):
        columns = canvas.fan.columns_of(x - r * squash, x + r * squash)
        u = (canvas.fan.columns_x[columns] - np.float32(x)) / np.float32(r * squash)
        rise = np.sqrt(np.maximum(1 - u**2, 0)).astype(np.float32) * np.float32(r)
        reach = half * deep
        canvas.prism(name, density, columns, y=(y - rise, y + rise), z=(z - reach, z + reach))
