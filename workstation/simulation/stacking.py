"""Loads built of boxes and pillows: cartons, pallets, sacks, big bags, bales, blocks, slabs."""

from dataclasses import replace
from typing import Final

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, Floats32
from workstation.simulation.textures import Grain, fit, grain

_MOST_BOXES: Final = 2400
"""More boxes than this are drawn as boxes of double depth: the eye cannot tell, the clock can."""

_PALLET_WOOD: Final = 480.0


class Stamped:
    """Draws one product's cartons, keeping the stretched pictures of its inside."""

    def __init__(self, canvas: Canvas, product: Product) -> None:
        self._canvas, self._product = canvas, product
        self._sized: dict[tuple[int, int, bool], Floats32] = {}

    def draw(self, box: Box, *, flip: bool = False, weight: float = 1.0) -> None:
        """Draw one carton."""
        window = self._canvas.box_window(box)
        if 0 in window:
            return
        texture = self._sized.get((*window, flip))
        if texture is None:
            picture = self._product.picture
            texture = fit(np.ascontiguousarray(picture[:, ::-1]) if flip else picture, window)
            self._sized[(*window, flip)] = texture
        self._canvas.box(
            self._product.kind.name, self._product.density * weight, box, texture
        )


def draw_cartons(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack cartons from the front wall to the doors, row behind row."""
    size = _carton(product)
    rows = max(int(room.depth / size[2]), 1)
    columns, layers = max(int(room.length / size[0]), 1), max(int(room.height / size[1]), 1)
    merge = 2 if rows * columns * layers > _MOST_BOXES else 1
    if rows * columns * layers > _MOST_BOXES * 2:
        merge = 3
    stamped = Stamped(canvas, product)
    rows = max(rows // merge, 1)
    step = room.depth / rows
    depth = min(step - 0.004, size[2] * merge)
    loose = float(rng.uniform(0.001, 0.012))
    for row in range(rows):
        z0 = room.z0 + row * step + float(rng.uniform(0, max(step - depth, 0.001)))
        turned = rng.random() < 0.25
        _wall_of_cartons(canvas, room, stamped, rng, z=(z0, z0 + depth), size=size, loose=loose, turned=turned)


def _wall_of_cartons(
    canvas: Canvas, room: Box, stamped: Stamped, rng: np.random.Generator, *,
    z: tuple[float, float], size: tuple[float, float, float], loose: float, turned: bool,
) -> None:  # fmt: skip
    """Stack one row of columns that stand side by side along the container."""
    length = size[2] if turned else size[0]
    x = room.x1
    short = rng.random() < 0.5
    while x - length > room.x0:
        x -= length + float(rng.exponential(loose))
        layers = int(room.height / size[1]) - int(short and rng.random() < 0.18)
        y = room.y0
        lean = float(rng.normal(0, 0.004))
        for layer in range(max(layers, 1)):
            shift = lean * layer + float(rng.normal(0, loose * 0.4))
            sag = float(rng.uniform(0, 0.004)) + 0.002
            box = Box(
                x0=x + shift + 0.003, x1=x + shift + length - 0.003,
                y0=y, y1=y + size[1] - sag, z0=z[0], z1=z[1],
            )  # fmt: skip
            stamped.draw(box, flip=turned)
            y += size[1] - sag * 0.5 + 0.001
    del canvas


def _carton(product: Product) -> tuple[float, float, float]:
    return (
        product.figure("length", 0.5), product.figure("height", 0.3), product.figure("depth", 0.4),
    )  # fmt: skip


def draw_pallets(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set two rows of pallets, each a stack of cartons, two high where there is room."""
    size = _carton(product)
    base = 1.2 if product.number % 2 else 1.0
    across = max(int(base / size[0] + 0.15), 1)
    deep = max(int(1.13 / size[2]), 1)
    length = max(across * size[0], 0.4)
    stamped = Stamped(canvas, product)
    tall = float(np.random.default_rng(product.number).uniform(0.85, 1.0))
    double = room.height > 1.9 and product.density < 700
    level = room.height / 2 if double else room.height
    layers = max(int((level * tall - 0.15) / size[1]), 1)
    if deep * across * layers > 120:
        deep = max(deep // 2, 1)
    for side in (0, 1):
        x = room.x1 - float(rng.uniform(0, 0.03))
        while x - length > room.x0:
            x -= length
            z0 = room.z0 + side * room.depth / 2 + float(rng.uniform(0, 0.03))
            for tier in range(2 if double else 1):
                y0 = room.y0 + tier * (0.15 + layers * size[1] + 0.01)
                fewer = int(rng.random() < 0.08)
                _pallet(canvas, stamped, rng, corner=(x, y0, z0), size=size, counts=(across, layers - fewer, deep))
            x -= 0.02 + float(rng.exponential(0.02))


def _pallet(
    canvas: Canvas, stamped: Stamped, rng: np.random.Generator, *,
    corner: tuple[float, float, float], size: tuple[float, float, float],
    counts: tuple[int, int, int],
) -> None:  # fmt: skip
    x, y, z = corner
    across, layers, deep = counts
    wooden_pallet(canvas, x, y, z, across * size[0], 1.1)
    step = 1.12 / deep
    for layer in range(max(layers, 1)):
        slide = float(rng.normal(0, 0.004))
        y0 = y + 0.146 + layer * size[1]
        for i in range(across):
            for j in range(deep):
                z0 = z + j * step
                box = Box(
                    x0=x + i * size[0] + slide + 0.003, x1=x + (i + 1) * size[0] + slide - 0.003,
                    y0=y0 + 0.001, y1=y0 + size[1] - 0.004, z0=z0, z1=z0 + step - 0.006,
                )  # fmt: skip
                stamped.draw(box, flip=bool((layer + i + j) % 2))


def wooden_pallet(canvas: Canvas, x: float, y: float, z: float, length: float, depth: float) -> None:
    """Draw a pallet: boards above and below, blocks between."""
    for board in ((0.122, 0.144), (0.0, 0.02)):
        deck = Box(x0=x, x1=x + length, y0=y + board[0], y1=y + board[1], z0=z, z1=z + depth)
        canvas.box("cellulose", _PALLET_WOOD * 0.75, deck)
    for at in (0.0, 0.45, 0.9):
        x0 = x + at * length
        block = Box(x0=x0, x1=x0 + 0.1 * length, y0=y + 0.02, y1=y + 0.122, z0=z, z1=z + depth)
        canvas.box("cellulose", _PALLET_WOOD * 0.35, block)


def draw_sacks(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pile sacks: pillows that lie across each other and sink into one another."""
    length, height, depth = _carton(product)
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
            for layer in range(max(top, 1)):
                if crossed and layer % 2:
                    y += _crossed_sacks(canvas, product, rng, (room.x0 + (column + 0.5) * step_x, y, z), (step_x, height, step_z), sides)
                    continue
                swell = float(rng.normal(1, 0.05))
                half = height / 2 * swell
                x = room.x0 + (column + 0.5 + (0.25 if layer % 2 else -0.25) * skew) * step_x
                x += float(rng.normal(0, 0.025))
                shapes.ellipsoid(
                    canvas, name, product.density * 0.98,
                    centre=(x, y + half, z + float(rng.normal(0, 0.02))),
                    radii=(step_x * 0.51, half * 1.13, step_z * 0.53), power=float(sides),
                )  # fmt: skip
                y += 2 * half * 0.82


def _crossed_sacks(  # noqa: PLR0913
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
    radius = min(product.figure("radius", 0.53), room.depth / 4) * 1.02
    height = product.figure("height", 1.3)
    rng_tall = [min(height, room.height - 0.05), min(height * 1.75, room.height - 0.05)]
    step = 2 * radius * float(rng.uniform(1.0, 1.03))
    count = max(int(room.length / step), 1)
    tall_from, tall_to = sorted(rng.integers(0, count + 1, 2))
    for side in (0, 1):
        z = room.z0 + room.depth * (0.25 + 0.5 * side)
        for index in range(count):
            tall = tall_from <= index < tall_to and room.height > 1.9
            top = rng_tall[1 if tall else 0] * float(rng.normal(1, 0.012))
            x = room.x0 + radius + index * step
            _big_bag(canvas, product, rng, x=x + float(rng.normal(0, 0.008)), z=z, radius=radius, y0=room.y0, top=room.y0 + top)


def _big_bag(
    canvas: Canvas, product: Product, rng: np.random.Generator, *,
    x: float, z: float, radius: float, y0: float, top: float,
) -> None:  # fmt: skip
    columns = canvas.fan.columns_of(x - radius, x + radius)
    u = (canvas.fan.columns_x[columns] - np.float32(x)) / np.float32(radius)
    bulge = np.sqrt(np.clip(1 - np.abs(u) ** 2.6, 0, 1)).astype(np.float32) * np.float32(radius)
    heap = np.float32(top) - np.float32(rng.uniform(0.06, 0.16)) * np.abs(u) ** 2
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
        canvas.prism("polyethylene", np.sign(thick) * 900.0, columns, y=(y0, skirt), z=(z - cloth, z + cloth))
    lid = (z - bulge, z + bulge)
    canvas.prism("polyethylene", 900.0, columns, y=(skirt, skirt + 0.0025), z=lid)


def draw_bales(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack pressed bales: uneven outlines, pressed layers, and the wires that hold them."""
    length, height, depth = _carton(product)
    rows = max(round(room.depth / depth), 1)
    step = room.depth / rows
    layers = max(int(room.height / height), 1)
    for row in range(rows):
        x = room.x1 - float(rng.uniform(0, 0.08))
        z0 = room.z0 + row * step
        while x - length > room.x0:
            span = length * float(rng.normal(1, 0.03))
            y = room.y0
            for _ in range(max(layers - int(rng.random() < 0.07), 1)):
                tall = height * float(rng.normal(1, 0.025))
                box = Box(x0=x - span, x1=x, y0=y, y1=min(y + tall, room.y1 + 0.05), z0=z0 + 0.01, z1=z0 + step - 0.01)
                _bale(canvas, product, box, rng)
                y += tall + 0.004
            x -= span + float(rng.exponential(0.012))


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
    canvas.prism(product.kind.name, density, columns, y=(box.y0, top), z=(box.z0, box.z1), texture=texture)
    for index in range(wires):
        x = box.x0 + (index + 0.5) * box.length / wires + float(rng.normal(0, 0.008))
        y = float(top.mean()) - 0.003
        canvas.box("iron", 7850.0, Box(x0=x, x1=x + 0.0032, y0=y, y1=y + 0.0032, z0=box.z0, z1=box.z1))
        loop = Box(x0=x, x1=x + 0.0032, y0=box.y0, y1=float(top.mean()), z0=box.z0, z1=box.z0 + 0.0064)
        canvas.box("iron", 7850.0, loop)


def draw_blocks(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set blocks: quarried stone on dunnage, or packs of sheets on skids."""
    length, height, depth = _carton(product)
    rough, layers = product.figure("rough", 0.0), int(product.figure("layers", 0))
    rows = max(int(room.depth / depth), 1)
    whole = max(round(room.volume / (length * height * depth) / rows), 1)
    along = min(whole, max(int((room.length - 0.05) / (length * 1.02)), 1))
    tiers = 1 if rough else max(min(round(whole / along), int(2.2 / height)), 1)
    spare = room.length - along * length
    x = room.x1 - 0.05
    for _ in range(along):
        for row in range(rows):
            y = room.y0
            z0 = room.z0 + (room.depth - rows * depth) / 2 + row * depth
            for _ in range(tiers):
                for at in (0.15, 0.5, 0.85):
                    skid = Box(x0=x - length * at - 0.05, x1=x - length * at + 0.05, y0=y, y1=y + 0.09, z0=z0, z1=z0 + depth)
                    canvas.box("cellulose", 550.0, skid)
                block = Box(x0=x - length + 0.02, x1=x - 0.02, y0=y + 0.09, y1=y + height, z0=z0 + 0.02, z1=z0 + depth - 0.02)
                _block(canvas, product, block, rng, rough=rough, layers=layers)
                y += height + 0.01
        x -= length + (spare / along * float(rng.uniform(0.3, 1)) if rough else 0.02)


def _block(
    canvas: Canvas, product: Product, block: Box, rng: np.random.Generator, *, rough: float, layers: int
) -> None:
    columns = canvas.fan.columns_of(block.x0, block.x1)
    count = columns.stop - columns.start
    if count < 3:
        return
    if rough:
        wave = np.interp(np.arange(count), np.linspace(0, count, 9), rng.normal(0, 0.02 * rough, 9))
        top = (np.float32(block.y1) + wave).astype(np.float32)
        canvas.prism(product.kind.name, product.density, columns, y=(block.y0, top), z=(block.z0, block.z1))
        return
    window = canvas.box_window(block)
    stripes = 1 + 0.07 * np.sign(np.sin(np.linspace(0, np.pi * layers, window[0])))
    texture = (stripes[:, None] * grain(Grain.SHEETS_FLAT, window, 0.05, rng)).astype(np.float32)
    canvas.box(product.kind.name, product.density, block, texture)


def draw_ingots(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set bundles of cast metal on the floor: low, heavy, far apart."""
    length, height, depth = _carton(product)
    layers = int(product.figure("layers", 6))
    per_bundle = max(int(0.95 / depth), 1)
    bundle = length * height * depth * per_bundle * layers
    pairs = max(round(room.volume / bundle / 2), 1)
    span = max(length + 0.1, min(room.length / pairs, length + 0.9))
    x = room.x1 - 0.1
    for _ in range(min(pairs, int((room.length - 0.1) / span))):
        for side in (0.27, 0.73):
            z0 = room.z0 + room.depth * side - per_bundle * depth / 2
            y = room.y0 + 0.08
            for at in (0.15, 0.8):
                canvas.box("cellulose", 600.0, Box(x0=x - length * at - 0.1, x1=x - length * at, y0=room.y0, y1=y, z0=z0, z1=z0 + per_bundle * depth))
            for layer in range(layers):
                for piece in range(per_bundle):
                    inset = height * 0.18 if layer % 2 else 0.0
                    bar = Box(
                        x0=x - length + inset + float(rng.normal(0, 0.004)), x1=x - inset,
                        y0=y, y1=y + height - 0.003,
                        z0=z0 + piece * depth + 0.004, z1=z0 + (piece + 1) * depth - 0.004,
                    )  # fmt: skip
                    canvas.box(product.kind.name, product.density, bar)
                y += height
            for strap in (0.25, 0.7):
                canvas.box("iron", 7850.0, Box(x0=x - length * strap, x1=x - length * strap + 0.03, y0=y, y1=y + 0.002, z0=z0, z1=z0 + per_bundle * depth))
        x -= span * float(rng.uniform(0.97, 1.0))


def draw_slabs(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand crates of stone or glass sheets on edge, leaning on A-frames."""
    length, height = product.figure("length", 2.2), product.figure("height", 1.6)
    height = min(height, 2.0)
    thick = product.figure("thick", 0.02)
    sheets = max(int(0.16 / thick), 3)
    each = length * height * sheets * thick
    whole = max(round(room.volume / each), 1)
    along = max(min(int((room.length - 0.1) / (length + 0.1)), whole), 1)
    sides = (0.25, 0.75, 0.42, 0.6)[: max(min(round(whole / along), 4), 1)]
    x = room.x1 - 0.1
    for _ in range(along):
        for side in sides:
            z0 = room.z0 + room.depth * side - sheets * thick / 2
            slide = float(rng.uniform(-0.1, 0.1))
            tall = height * float(rng.uniform(0.93, 1.0))
            crate = Box(x0=x - length + slide, x1=x + slide, y0=room.y0 + 0.1, y1=room.y0 + 0.1 + tall, z0=z0, z1=z0 + sheets * thick)
            for index in range(4):
                part = replace(
                    crate, z0=z0 + index * crate.depth / 4, z1=z0 + (index + 0.96) * crate.depth / 4,
                    y1=crate.y1 - float(rng.uniform(0, 0.05)),
                    x0=crate.x0 + float(rng.uniform(0, 0.06)), x1=crate.x1 - float(rng.uniform(0, 0.06)),
                )  # fmt: skip
                canvas.box(product.kind.name, product.density * 0.97, part)
            for at in np.linspace(0.04, 0.92, 4):
                post = Box(x0=crate.x0 + at * length, x1=crate.x0 + at * length + 0.09, y0=room.y0, y1=crate.y1 + 0.06, z0=z0 - 0.05, z1=crate.z1 + 0.05)
                canvas.box("cellulose", 500.0, post)
            for y in (room.y0 + 0.02, crate.y1):
                rail = Box(x0=crate.x0, x1=crate.x1, y0=y, y1=y + 0.08, z0=z0 - 0.05, z1=crate.z1 + 0.05)
                canvas.box("cellulose", 500.0, rail)
        x -= length + min(max((room.length - 0.1) / along - length, 0.05), 0.5)
