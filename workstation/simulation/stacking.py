"""Loads of cartons, stacked by hand or on pallets."""

from typing import Final

import numpy as np

from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, Floats32, span
from workstation.simulation.textures import fit

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
        self._canvas.box(self._product.kind.name, self._product.density * weight, box, texture)


def draw_cartons(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack cartons from the front wall to the doors, row behind row."""
    size = item_size(product)
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
        _wall_of_cartons(
            canvas, room, stamped, rng, z=(z0, z0 + depth), size=size, loose=loose, turned=turned
        )


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
            box = span(
                (x + shift + 0.003, x + shift + length - 0.003),
                (y, y + size[1] - sag),
                (z[0], z[1]),
            )
            stamped.draw(box, flip=turned)
            y += size[1] - sag * 0.5 + 0.001
    del canvas


def item_size(product: Product) -> tuple[float, float, float]:
    """Return length, height and depth of a product's item [m]."""
    return (
        product.figure("length", 0.5), product.figure("height", 0.3), product.figure("depth", 0.4),
    )  # fmt: skip


def draw_pallets(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set two rows of pallets, each a stack of cartons, two high where there is room."""
    size = item_size(product)
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
                _pallet(
                    canvas,
                    stamped,
                    rng,
                    corner=(x, y0, z0),
                    size=size,
                    counts=(across, layers - fewer, deep),
                )
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
                box = span(
                    (x + i * size[0] + slide + 0.003, x + (i + 1) * size[0] + slide - 0.003),
                    (y0 + 0.001, y0 + size[1] - 0.004),
                    (z0, z0 + step - 0.006),
                )
                stamped.draw(box, flip=bool((layer + i + j) % 2))


def wooden_pallet(
    canvas: Canvas, x: float, y: float, z: float, length: float, depth: float
) -> None:
    """Draw a pallet: boards above and below, blocks between."""
    for board in ((0.122, 0.144), (0.0, 0.02)):
        deck = span((x, x + length), (y + board[0], y + board[1]), (z, z + depth))
        canvas.box("cellulose", _PALLET_WOOD * 0.75, deck)
    for at in (0.0, 0.45, 0.9):
        x0 = x + at * length
        block = span((x0, x0 + 0.1 * length), (y + 0.02, y + 0.122), (z, z + depth))
        canvas.box("cellulose", _PALLET_WOOD * 0.35, block)
