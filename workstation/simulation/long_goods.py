"""Loads that lie along the container: bars, pipes, logs, packs of timber."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.textures import Grain, grain


def draw_bars(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Lay pipes or bars along the container, in bundles on battens."""
    radius, wall = product.figure("radius", 0.05), product.figure("wall", 0.0)
    length = min(product.figure("length", 5.7), room.length)
    pieces = max(int(room.length / length), 1)
    bundle = product.figure("bundle", 0.0)
    for piece in range(pieces):
        x0 = room.x0 + piece * room.length / pieces
        for batten in np.linspace(x0 + 0.4, x0 + length - 0.5, 4):
            canvas.box(
                "cellulose",
                600.0,
                span((batten, batten + 0.1), (room.y0, room.y0 + 0.06), (room.z0, room.z1)),
            )
        if bundle:
            _bundles(canvas, room, product, rng, x0=x0, length=length, radius=bundle)
        else:
            _pipes(canvas, room, product, rng, x0=x0, length=length, radius=radius, wall=wall)


def _bundles(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *,
    x0: float, length: float, radius: float,
) -> None:  # fmt: skip
    layers = max(int((room.height - 0.06) / (2 * radius + 0.02)), 1)
    y = room.y0 + 0.06 + radius
    for _ in range(layers):
        for z in np.arange(room.z0 + radius + 0.05, room.z1 - radius, 2 * radius + 0.1):
            columns = canvas.fan.columns_of(x0, x0 + length)
            count = columns.stop - columns.start
            rows = canvas.fan.rows_of(y - radius, y + radius, z - radius, z + radius)
            texture = grain(Grain.SHEETS_FLAT, (rows.stop - rows.start, count), 0.16, rng)
            canvas.round(
                product.kind.name, product.density * 0.8, columns, centre=(y, float(z)),
                radii=(radius, radius), texture=texture,
            )  # fmt: skip
            for strap in np.linspace(x0 + 0.3, x0 + length - 0.3, 6):
                narrow = canvas.fan.columns_of(float(strap), float(strap) + 0.02)
                canvas.round("iron", 300.0, narrow, centre=(y, float(z)), radii=(radius, radius))
        y += 2 * radius + 0.02


def _pipes(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *,
    x0: float, length: float, radius: float, wall: float,
) -> None:  # fmt: skip
    y = room.y0 + 0.06 + radius
    layers = max(int((room.height - 0.06) / (1.74 * radius)), 1)
    for layer in range(layers):
        z = room.z0 + radius * (1 + layer % 2)
        while z + radius < room.z1:
            a = x0 + float(rng.uniform(0, 0.05))
            b = x0 + length - float(rng.uniform(0, 0.05))
            shapes.lengthwise_cylinder(
                canvas, product.kind.name, product.density, x0=a, x1=b, y=y, z=z, radius=radius
            )
            if wall:
                shapes.lengthwise_cylinder(
                    canvas,
                    product.kind.name,
                    -product.density,
                    x0=a,
                    x1=b,
                    y=y,
                    z=z,
                    radius=max(radius - wall, 0.001),
                )
            z += 2 * radius
        y += radius * 1.74


def draw_logs(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pile logs along the container, each of its own thickness, tapered and a little bent."""
    mean, length = product.figure("radius", 0.25), product.figure("length", 5.6)
    length = min(length, room.length)
    pieces = max(int(room.length / length), 1)
    for piece in range(pieces):
        x0 = room.x0 + piece * room.length / pieces
        y_floor = room.y0
        while y_floor + mean * 1.2 < room.y1:
            z, highest = room.z0, 0.0
            while z + mean * 1.4 < room.z1:
                r = mean * float(np.clip(rng.normal(1, 0.22), 0.55, 1.6))
                r = min(r, (room.z1 - z) / 2, (room.y1 - y_floor) / 2 + 0.02)
                a = x0 + float(rng.uniform(0, 0.35))
                b = x0 + length - float(rng.uniform(0, 0.35))
                columns = canvas.fan.columns_of(a, b)
                u = np.linspace(0, 1, max(columns.stop - columns.start, 1)).astype(np.float32)
                taper = 1 - np.float32(rng.uniform(0.02, 0.16)) * (
                    u if rng.random() < 0.5 else 1 - u
                )
                taper += np.float32(0.012) * np.sin(u * float(rng.uniform(3, 16))).astype(
                    np.float32
                )
                rows = canvas.fan.rows_of(y_floor, y_floor + 2 * r, z, z + 2 * r)
                texture = grain(Grain.SHEETS_FLAT, (rows.stop - rows.start + 2, len(u)), 0.035, rng)
                canvas.round(
                    product.kind.name, product.density * float(rng.normal(1, 0.04)), columns,
                    centre=(y_floor + r, z + r), radii=(r, r), scale=taper, texture=texture,
                )  # fmt: skip
                highest = max(highest, 2 * r)
                z += 2 * r * 0.98
            y_floor += highest * 0.86


def draw_timber(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set packs of sawn boards, layers parted by stickers, packs by bearers."""
    board, width = product.figure("height", 0.04), product.figure("depth", 0.15)
    length = min(product.figure("length", 4.0), room.length)
    pieces = max(int(room.length / length), 1)
    step = room.length / pieces
    packs = 2 if room.depth > 2 else 1
    pack_height = max(min(0.9, room.height / max(round(room.height / 0.95), 1)), 0.3)
    seasoned = product.number % 2 == 0
    for piece in range(pieces):
        x1 = room.x0 + (piece + 1) * step - 0.03
        y = room.y0
        while y + pack_height * 0.95 <= room.y1 + 0.01:
            for side in range(packs):
                z0 = room.z0 + side * room.depth / packs + 0.02
                z1 = z0 + room.depth / packs - 0.06
                pack = span((x1 - length, x1), (y + 0.08, y + pack_height), (z0, z1))
                _pack(canvas, product, pack, rng, board=board, width=width, seasoned=seasoned)
                for at in np.linspace(0.1, 0.9, 4):
                    bearer = span(
                        (pack.x0 + at * length - 0.05, pack.x0 + at * length + 0.04),
                        (y, y + 0.08),
                        (z0, z1),
                    )
                    canvas.box("cellulose", 520.0, bearer)
            y += pack_height


def _pack(
    canvas: Canvas, product: Product, pack: Box, rng: np.random.Generator, *,
    board: float, width: float, seasoned: bool,
) -> None:  # fmt: skip
    sticker = 0.02 if seasoned else 0.0
    layers = max(int(pack.height / (board + sticker)), 1)
    groups = max(int(pack.depth / (width * 3)), 1)
    for layer in range(layers):
        y0 = pack.y0 + layer * (board + sticker)
        for group in range(groups):
            z0 = pack.z0 + group * pack.depth / groups
            ragged = float(rng.exponential(0.03))
            box = span(
                (pack.x0 + ragged, pack.x1 - float(rng.exponential(0.015))),
                (y0, y0 + board - 0.001),
                (z0 + 0.004, z0 + pack.depth / groups - 0.004),
            )
            weight = float(rng.normal(1, 0.06))
            canvas.box(product.kind.name, product.density * weight, box)
        if sticker:
            for at in np.linspace(0.03, 0.97, max(int(pack.length / 0.6), 3)):
                x = pack.x0 + at * pack.length
                canvas.box(
                    "cellulose",
                    500.0,
                    span(
                        (x - 0.018, x + 0.018),
                        (y0 + board, y0 + board + sticker),
                        (pack.z0, pack.z1),
                    ),
                )
