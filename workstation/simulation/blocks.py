"""Loads of heavy solids: stone, sheets in packs, ingots, slabs in crates."""

import numpy as np

from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.stacking import item_size
from workstation.simulation.textures import Grain, grain


def draw_blocks(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set blocks: quarried stone on dunnage, or packs of sheets on skids."""
    length, height, depth = item_size(product)
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
                    skid = span(
                        (x - length * at - 0.05, x - length * at + 0.05),
                        (y, y + 0.09),
                        (z0, z0 + depth),
                    )
                    canvas.box("cellulose", 550.0, skid)
                block = span(
                    (x - length + 0.02, x - 0.02),
                    (y + 0.09, y + height),
                    (z0 + 0.02, z0 + depth - 0.02),
                )
                _block(canvas, product, block, rng, rough=rough, layers=layers)
                y += height + 0.01
        x -= length + (spare / along * float(rng.uniform(0.3, 1)) if rough else 0.02)


def _block(
    canvas: Canvas,
    product: Product,
    block: Box,
    rng: np.random.Generator,
    *,
    rough: float,
    layers: int,
) -> None:
    columns = canvas.fan.columns_of(block.x0, block.x1)
    count = columns.stop - columns.start
    if count < 3:
        return
    if rough:
        wave = np.interp(np.arange(count), np.linspace(0, count, 9), rng.normal(0, 0.02 * rough, 9))
        top = (np.float32(block.y1) + wave).astype(np.float32)
        canvas.prism(
            product.kind.name, product.density, columns, y=(block.y0, top), z=(block.z0, block.z1)
        )
        return
    window = canvas.box_window(block)
    stripes = 1 + 0.07 * np.sign(np.sin(np.linspace(0, np.pi * layers, window[0])))
    texture = (stripes[:, None] * grain(Grain.SHEETS_FLAT, window, 0.05, rng)).astype(np.float32)
    canvas.box(product.kind.name, product.density, block, texture)


def draw_ingots(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set bundles of cast metal on the floor: low, heavy, far apart."""
    length, height, depth = item_size(product)
    layers = int(product.figure("layers", 6))
    per_bundle = max(int(0.95 / depth), 1)
    bundle = length * height * depth * per_bundle * layers
    pairs = max(round(room.volume / bundle / 2), 1)
    width = max(length + 0.1, min(room.length / pairs, length + 0.9))
    x = room.x1 - 0.1
    for _ in range(min(pairs, int((room.length - 0.1) / width))):
        for side in (0.27, 0.73):
            z0 = room.z0 + room.depth * side - per_bundle * depth / 2
            y = room.y0 + 0.08
            for at in (0.15, 0.8):
                canvas.box(
                    "cellulose",
                    600.0,
                    span(
                        (x - length * at - 0.1, x - length * at),
                        (room.y0, y),
                        (z0, z0 + per_bundle * depth),
                    ),
                )
            for layer in range(layers):
                for piece in range(per_bundle):
                    inset = height * 0.18 if layer % 2 else 0.0
                    bar = span(
                        (x - length + inset + float(rng.normal(0, 0.004)), x - inset),
                        (y, y + height - 0.003),
                        (z0 + piece * depth + 0.004, z0 + (piece + 1) * depth - 0.004),
                    )
                    canvas.box(product.kind.name, product.density, bar)
                y += height
            for strap in (0.25, 0.7):
                canvas.box(
                    "iron",
                    STEEL,
                    span(
                        (x - length * strap, x - length * strap + 0.03),
                        (y, y + 0.002),
                        (z0, z0 + per_bundle * depth),
                    ),
                )
        x -= width * float(rng.uniform(0.97, 1.0))


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
            crate = span(
                (x - length + slide, x + slide),
                (room.y0 + 0.1, room.y0 + 0.1 + tall),
                (z0, z0 + sheets * thick),
            )
            for index in range(4):
                quarter = crate.depth / 4
                part = span(
                    (
                        crate.x0 + float(rng.uniform(0, 0.06)),
                        crate.x1 - float(rng.uniform(0, 0.06)),
                    ),
                    (crate.y0, crate.y1 - float(rng.uniform(0, 0.05))),
                    (z0 + index * quarter, z0 + (index + 0.96) * quarter),
                )
                canvas.box(product.kind.name, product.density * 0.97, part)
            for at in np.linspace(0.04, 0.92, 4):
                post = span(
                    (crate.x0 + at * length, crate.x0 + at * length + 0.09),
                    (room.y0, crate.y1 + 0.06),
                    (z0 - 0.05, crate.z1 + 0.05),
                )
                canvas.box("cellulose", 500.0, post)
            for y in (room.y0 + 0.02, crate.y1):
                rail = span((crate.x0, crate.x1), (y, y + 0.08), (z0 - 0.05, crate.z1 + 0.05))
                canvas.box("cellulose", 500.0, rail)
        x -= length + min(max((room.length - 0.1) / along - length, 0.05), 0.5)
