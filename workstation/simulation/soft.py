"""Loads of soft packs: sacks, big bags, pressed bales."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.stacking import item_size
from workstation.simulation.textures import Grain, grain


def draw_sacks(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pile sacks: pillows that lie across each other and sink into one another."""
    length, height, depth = item_size(product)
    if product.number % 3 == 0:
        length, depth = depth, length
    rows = max(int(room.depth / depth), 1)
    step_z = room.depth / rows
    layers = max(int(room.height / (height * 0.82)), 1)
    columns = max(int(room.length / (length * 0.92)), 1)
    step_x = room.length / columns
    name, sides = product.kind.name, rng.uniform(2.6, 4.0)
    for row in range(rows):
        z = room.z0 + (row + 0.5) * step_z
        skew = float(rng.uniform(-0.2, 0.2))
        for column in range(columns):
            top = layers - int(rng.integers(0, 2)) - int(rng.random() < 0.08)
            y = room.y0
            crossed = product.number % 3 == 1
            lean = float(rng.normal(0, 0.006))
            for layer in range(max(top, 1)):
                if crossed and layer % 2:
                    y += _crossed_sacks(
                        canvas,
                        product,
                        rng,
                        (room.x0 + (column + 0.5) * step_x, y, z),
                        (step_x, height, step_z),
                        sides,
                    )
                    continue
                swell = float(rng.normal(1, 0.07))
                half = height / 2 * swell
                x = room.x0 + (column + 0.5 + (0.25 if layer % 2 else -0.25) * skew) * step_x
                x += float(rng.normal(0, 0.03)) + lean * layer
                shapes.ellipsoid(
                    canvas, name, product.density * 0.98,
                    centre=(x, y + half, z + float(rng.normal(0, 0.02))),
                    radii=(step_x * 0.51, half * 1.13, step_z * 0.53), power=float(sides),
                )  # fmt: skip
                y += 2 * half * 0.82


def _crossed_sacks(
    canvas: Canvas, product: Product, rng: np.random.Generator, place: tuple[float, float, float],
    step: tuple[float, float, float], sides: float,
) -> float:  # fmt: skip
    """Lay two sacks side by side across the sacks below; return how high they are [m]."""
    x, y, z = place
    half = step[1] / 2 * float(rng.normal(1, 0.05))
    for offset in (-0.25, 0.25):
        shapes.ellipsoid(
            canvas, product.kind.name, product.density * 0.98,
            centre=(x + offset * step[0] + float(rng.normal(0, 0.015)), y + half, z),
            radii=(step[0] * 0.26, half * 1.1, step[2] * 0.54), power=float(sides),
        )  # fmt: skip
    return 2 * half * 0.82


def draw_big_bags(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand big bags in two rows: near-round columns, a heaped top, an empty skirt above it."""
    rows = max(int(room.depth / (2 * product.figure("radius", 0.5))), 2)
    radius = min(product.figure("radius", 0.5), room.depth / rows / 2) * 1.02
    height = product.figure("height", 1.3)
    heights = (min(height, room.height - 0.05), min(height * 1.75, room.height - 0.05))
    step = 2 * radius * float(rng.uniform(1.0, 1.03))
    count = max(int(room.length / step), 1)
    tall_from, tall_to = sorted(rng.integers(0, count + 1, 2))
    for row in range(rows):
        z = room.z0 + room.depth * (row + 0.5) / rows
        for index in range(count):
            tall = tall_from <= index < tall_to and room.height > 1.9
            top = heights[1 if tall else 0] * float(rng.normal(1, 0.012))
            x = room.x0 + radius + index * step
            _big_bag(
                canvas,
                product,
                rng,
                x=x + float(rng.normal(0, 0.008)),
                z=z,
                radius=radius,
                y0=room.y0,
                top=room.y0 + top,
            )


def _big_bag(
    canvas: Canvas, product: Product, rng: np.random.Generator, *,
    x: float, z: float, radius: float, y0: float, top: float,
) -> None:  # fmt: skip
    columns = canvas.fan.columns_of(x - radius, x + radius)
    u = (canvas.fan.columns_x[columns] - np.float32(x)) / np.float32(radius)
    corners = product.figure("corners", 2.4)
    bulge = np.clip(1 - np.abs(u) ** corners, 0, 1) ** (1 / corners)
    bulge = (bulge * radius).astype(np.float32)
    heap = np.float32(top) - np.float32(rng.uniform(0.06, 0.2) * radius / 0.5) * np.abs(u) ** 2.2
    heap = heap + np.float32(0.012) * np.sin(u * 9 + rng.uniform(0, 6)).astype(np.float32)
    rows = canvas.fan.rows_of(y0, top + 0.1, z - radius, z + radius)
    count = len(u)
    texture = grain(Grain.CLOUDS, (rows.stop - rows.start + 4, count), 0.03, rng)
    canvas.prism(
        product.kind.name, product.density, columns, y=(y0 + 0.02, heap.astype(np.float32)),
        z=(z - bulge, z + bulge), texture=texture,
    )  # fmt: skip
    # The skirt and filling spout of woven cloth stand empty above the goods.
    skirt = top + float(rng.uniform(0.04, 0.12))
    for size, thick in ((1.0, 0.0022), (0.985, -0.0022)):
        cloth = bulge * np.float32(size)
        canvas.prism(
            "polyethylene", np.sign(thick) * 900.0, columns, y=(y0, skirt), z=(z - cloth, z + cloth)
        )
    lid = (z - bulge, z + bulge)
    canvas.prism("polyethylene", 900.0, columns, y=(skirt, skirt + 0.003), z=lid)
    rim = bulge * np.float32(0.97)
    canvas.prism("polyethylene", 950.0, columns, y=(skirt - 0.012, skirt), z=lid)
    canvas.prism("polyethylene", -950.0, columns, y=(skirt - 0.012, skirt), z=(z - rim, z + rim))


def draw_bales(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack pressed bales: uneven outlines, pressed layers, and the wires that hold them."""
    length, height, depth = item_size(product)
    rows = max(round(room.depth / depth), 1)
    step = room.depth / rows
    layers = max(int(room.height / height), 1)
    for row in range(rows):
        x = room.x1 - float(rng.uniform(0, 0.08))
        z0 = room.z0 + row * step
        while x - length > room.x0:
            width = length * float(rng.normal(1, 0.03))
            y = room.y0
            for _ in range(max(layers - int(rng.random() < 0.07), 1)):
                tall = height * float(rng.normal(1, 0.025))
                box = span(
                    (x - width, x),
                    (y, min(y + tall, room.y1 + 0.05)),
                    (z0 + 0.01, z0 + step - 0.01),
                )
                _bale(canvas, product, box, rng)
                y += tall + 0.004
            x -= width + float(rng.exponential(0.012))


def _bale(canvas: Canvas, product: Product, box: Box, rng: np.random.Generator) -> None:
    rough = product.figure("rough", 0.0)
    columns = canvas.fan.columns_of(box.x0, box.x1)
    u = np.linspace(-1, 1, max(columns.stop - columns.start, 1)).astype(np.float32)
    rows = canvas.fan.rows_of(box.y0 - 0.05, box.y1 + 0.08, box.z0, box.z1)
    shape = (rows.stop - rows.start + 6, len(u))
    texture = grain(Grain.PRESSED, shape, 0.12 + 0.13 * rough, rng)
    wires = int(product.figure("wires", 4))
    # Between the wires the bale bulges.
    waves = np.cos(np.linspace(0, np.pi * wires, len(u))).astype(np.float32)
    edge = (1 - np.abs(u) ** 14) * np.float32(0.02 + 0.012 * rough)
    top = np.float32(box.y1) + waves * np.float32(0.006) + edge - np.float32(0.03)
    density = product.density * float(rng.normal(1, 0.05))
    canvas.prism(
        product.kind.name, density, columns, y=(box.y0, top), z=(box.z0, box.z1), texture=texture
    )
    for index in range(wires):
        x = box.x0 + (index + 0.5) * box.length / wires + float(rng.normal(0, 0.008))
        y = float(top.mean()) - 0.003
        canvas.box("iron", STEEL, span((x, x + 0.0032), (y, y + 0.0032), (box.z0, box.z1)))
        loop = span((x, x + 0.0032), (box.y0, float(top.mean())), (box.z0, box.z0 + 0.0064))
        canvas.box("iron", STEEL, loop)
