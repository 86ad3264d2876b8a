"""Loads a container: how much of a product, where, and drawn in which way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from workstation.simulation import (
    blocks,
    household,
    long_goods,
    machines,
    pieces,
    rounds,
    soft,
    stacking,
    tyres,
    vehicles,
)
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Packing, Product, make_product
from workstation.simulation.kinds import find_kind
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.textures import Grain, grain

Drawing = Callable[[Canvas, Box, Product, np.random.Generator], None]

_SOLIDITY: Final[Mapping[Packing, float]] = {
    Packing.CARTONS: 0.94, Packing.PALLETS: 0.8, Packing.SACKS: 0.9, Packing.BIG_BAGS: 0.78,
    Packing.DRUMS: 0.58, Packing.TANKS: 0.62, Packing.ROLLS: 0.68, Packing.COILS: 1.0,
    Packing.BARS: 0.45, Packing.TIMBER: 0.72, Packing.LOGS: 0.66, Packing.BALES: 0.92,
    Packing.PIECES: 0.85, Packing.MACHINES: 0.6, Packing.INGOTS: 1.0, Packing.BLOCKS: 1.0,
    Packing.SLABS: 1.0, Packing.REELS: 1.0, Packing.BULK: 1.0, Packing.FLEXITANK: 1.0,
}  # fmt: skip
"""Part of the loaded room that the goods themselves fill, roughly: it only plans the load."""


def draw_load(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Draw a product into the room that `plan` gave it."""
    canvas.blends[product.kind.name] = product.kind.materials
    _DRAW[product.kind.packing](canvas, room, product, rng)


def plan(
    hold: Box, product: Product, *, payload_kg: float, fill: float, rng: np.random.Generator
) -> Box:
    """Return the part of the hold that the load takes.

    Heavy goods lie low along the whole floor or stand high over a part of it; light goods fill
    the container up. `fill` takes a further part along the container.
    """
    packing = product.kind.packing
    snug = packing in {Packing.CARTONS, Packing.FURNITURE, Packing.APPLIANCES, Packing.MIXED}
    top = hold.y1 - float(rng.uniform(0.02, 0.1) if snug else rng.uniform(0.06, 0.22))
    room = replace(hold, y1=top)
    solidity = _solidity(product)
    part = 1.0
    if solidity:
        allowed = payload_kg * float(rng.uniform(0.8, 0.99))
        part = min(1.0, allowed / (room.volume * solidity * product.density))
    lower = _lowering(packing, part, rng)
    shorter = min(1.0, part / lower) * (1.0 if packing in _SPREAD else fill)
    if packing in _SPREAD:
        lower *= fill
    item = max(
        product.figure("length", 0.0),
        product.figure("size", 0.0),
        2 * product.figure("radius", 0.0),
    )
    length = max(room.length * shorter, min(room.length, max(item + 0.4, 1.3)))
    where = float(rng.choice([1.0, 1.0, 0.5])) if fill == 1.0 else 1.0
    start = room.x0 + (room.length - length) * where
    return replace(room, x0=start, x1=start + length, y1=room.y0 + room.height * lower)


def _solidity(product: Product) -> float:
    """Return which part of its room a product's own material fills; 0 where weight is no matter."""
    usual = _SOLIDITY.get(product.kind.packing, 0.0)
    wall = product.figure("wall", 0.0)
    if product.kind.packing is Packing.BARS and wall:
        hollow = max(1 - wall / product.figure("radius", 0.05), 0.0) ** 2
        return 0.78 * (1 - hollow)
    return usual


_SPREAD: Final = frozenset(
    {
        Packing.BULK, Packing.PIECES, Packing.COILS, Packing.INGOTS, Packing.BLOCKS, Packing.BARS,
        Packing.SLABS, Packing.REELS, Packing.FLEXITANK, Packing.LOGS,
    }
)  # fmt: skip
"""Loads that cover the whole floor, as low as they have to."""

_UPRIGHT: Final = frozenset({Packing.DRUMS, Packing.TANKS, Packing.ROLLS, Packing.TYRES})
"""Loads of things that stand: one tier or more, never half a tier."""


def _lowering(packing: Packing, part: float, rng: np.random.Generator) -> float:
    """Return to which part of the hold's height a load goes that may fill `part` of the hold."""
    if packing in _SPREAD:
        return max(part, 0.04)
    if packing in _UPRIGHT:
        return 1.0 if part > 0.6 else max(part / 0.97, 0.5)
    return max(float(part ** rng.uniform(0.65, 1.0)), 0.12)


def _bulk(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pour goods between the walls: a surface at the angle of repose, lumps, settling."""
    columns = canvas.fan.columns_of(room.x0, room.x1)
    x = canvas.fan.columns_x[columns]
    coarse = np.linspace(room.x0, room.x1, 14)
    bumps = np.interp(x, coarse, rng.normal(0, 0.07 * min(room.height, 1.0), 14))
    bumps = np.convolve(np.pad(bumps, 60, mode="edge"), np.hanning(121) / 60, mode="valid")
    door = np.clip((x - room.x0) / max(room.height * 1.3, 0.2), 0, 1)
    lump = product.figure("lump", 1.0)
    fine = np.interp(
        x,
        np.arange(room.x0, room.x1 + 0.1, 0.05),
        rng.normal(0, 0.006 * lump, len(np.arange(room.x0, room.x1 + 0.1, 0.05))),
    )
    top = room.y0 + (room.height + bumps) * (0.1 + 0.9 * door) + fine
    slices = 6
    for index in range(slices):
        z = (room.z0 + index * room.depth / slices, room.z0 + (index + 1) * room.depth / slices)
        heaped = top - 0.08 * (abs(index - (slices - 1) / 2) / slices) * room.height
        rows = canvas.fan.rows_of(room.y0, float(heaped.max()), *z)
        shape = (rows.stop - rows.start + 2, len(x))
        kind = Grain.LUMPS if lump > 2 else Grain.CLUMPS
        texture = grain(kind, shape, min(0.03 * lump, 0.3), rng)
        texture *= grain(Grain.CLOUDS, shape, 0.05, rng)
        canvas.prism(
            product.kind.name,
            product.density,
            columns,
            y=(room.y0, heaped.astype(np.float32)),
            z=z,
            texture=texture,
        )
    board = span(
        (room.x0 - 0.03, room.x0 - 0.005),
        (room.y0, room.y0 + room.height * 0.7),
        (room.z0, room.z1),
    )
    canvas.box("cellulose", 600.0, board)


def _flexitank(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Lay one bag of liquid on the floor: level top, round shoulders, a bulkhead at the doors."""
    columns = canvas.fan.columns_of(room.x0, room.x1)
    x = canvas.fan.columns_x[columns]
    ends = np.minimum(x - room.x0, room.x1 - x).clip(0) / 0.45
    shoulder = np.sqrt(np.clip(1 - (1 - np.minimum(ends, 1)) ** 2.4, 0, 1))
    ripple = 0.006 * np.sin(x * float(rng.uniform(4, 9)))
    height = min(room.height, 1.35)
    steps = 14
    for index in range(steps):
        # Slices from the near to the far wall; the bag's upper edges are round.
        across = abs((index + 0.5) / steps * 2 - 1)
        part = 1 - 0.32 * max(across - 0.72, 0) ** 2 / 0.28**2
        top = (room.y0 + (height * part + ripple) * shoulder).astype(np.float32)
        z = (room.z0 + index * room.depth / steps, room.z0 + (index + 1) * room.depth / steps)
        canvas.prism(product.kind.name, product.density, columns, y=(room.y0, top), z=z)
    for y in (0.2, 0.55, 0.9, 1.2):
        bar = span(
            (room.x0 - 0.12, room.x0 - 0.07), (room.y0 + y, room.y0 + y + 0.08), (room.z0, room.z1)
        )
        canvas.box("iron", STEEL * 0.2, bar)
    canvas.box(
        "cellulose",
        650.0,
        span((room.x0 - 0.07, room.x0 - 0.05), (room.y0, room.y0 + 1.4), (room.z0, room.z1)),
    )


def _mixed(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Fill the container with sections of different goods, as a forwarder groups them."""
    names = (
        "clothing", "footwear", "toys", "small_appliances", "furniture", "tableware",
        "furniture_flat", "refrigerators", "books", "machinery", "tyres", "carpets",
    )  # fmt: skip
    x = room.x1
    while x - 0.8 > room.x0:
        width = float(rng.uniform(0.8, 2.2))
        start = max(x - width, room.x0)
        other = make_product(find_kind(str(rng.choice(names))), int(rng.integers(1 << 20)))
        part = replace(
            room, x0=start, x1=x - 0.02, y1=room.y0 + room.height * float(rng.uniform(0.4, 1.0))
        )
        canvas.blends[other.kind.name] = other.kind.materials
        if part.length > 0.4:
            _DRAW[other.kind.packing](canvas, part, other, rng)
        x = start
    del product


def _nothing(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Leave what empty containers hold anyway: now and then a pallet or some dunnage."""
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 4))):
            x = float(rng.uniform(room.x0, room.x1 - 1.3))
            stacking.wooden_pallet(
                canvas, x, room.y0, room.z0 + float(rng.uniform(0, 1.0)), 1.2, 1.0
            )
    del product


_DRAW: Final[Mapping[Packing, Drawing]] = {
    Packing.CARTONS: stacking.draw_cartons,
    Packing.PALLETS: stacking.draw_pallets,
    Packing.SACKS: soft.draw_sacks,
    Packing.BIG_BAGS: soft.draw_big_bags,
    Packing.BALES: soft.draw_bales,
    Packing.BLOCKS: blocks.draw_blocks,
    Packing.INGOTS: blocks.draw_ingots,
    Packing.SLABS: blocks.draw_slabs,
    Packing.DRUMS: rounds.draw_drums,
    Packing.TANKS: rounds.draw_tanks,
    Packing.ROLLS: rounds.draw_rolls,
    Packing.COILS: rounds.draw_coils,
    Packing.BARS: long_goods.draw_bars,
    Packing.LOGS: long_goods.draw_logs,
    Packing.TIMBER: long_goods.draw_timber,
    Packing.TYRES: tyres.draw_tyres,
    Packing.REELS: rounds.draw_reels,
    Packing.PIECES: pieces.draw_pieces,
    Packing.MACHINES: machines.draw_machines,
    Packing.VEHICLES: vehicles.draw_vehicles,
    Packing.CYCLES: vehicles.draw_cycles,
    Packing.FURNITURE: household.draw_furniture,
    Packing.APPLIANCES: household.draw_appliances,
    Packing.BULK: _bulk,
    Packing.FLEXITANK: _flexitank,
    Packing.MIXED: _mixed,
    Packing.NOTHING: _nothing,
}
