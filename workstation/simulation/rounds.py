"""Loads of round things: drums, tanks, rolls, coils, reels."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span
from workstation.simulation.stacking import wooden_pallet
from workstation.simulation.textures import Grain, grain


def draw_drums(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand drums four abreast, one or two high, liquid with a gap below the lid."""
    radius, height = product.figure("radius", 0.29), product.figure("height", 0.88)
    shell = product.figure("shell", 0.0)
    rows = max(int(room.depth / (2 * radius)), 1)
    step_z = room.depth / rows
    count = max(int(room.length / (2 * radius + 0.008)), 1)
    level = float(rng.uniform(0.88, 0.97))
    tiers = max(int(room.height / (height + 0.15)), 1)
    for tier in range(tiers):
        y0 = room.y0 + tier * (height + 0.15)
        for deck in np.arange(room.x0, room.x0 + count * 2 * radius - 0.6, 1.16):
            wooden_pallet(canvas, float(deck), y0, room.z0 + 0.02, 1.12, room.depth - 0.05)
        for row in range(rows):
            z = room.z0 + (row + 0.5) * step_z
            stagger = radius * 0.5 * (row % 2) * float(rng.random() < 0.5)
            for index in range(count - int(stagger > 0)):
                x = (
                    room.x0
                    + radius
                    + stagger
                    + index * (2 * radius + 0.008)
                    + float(rng.normal(0, 0.006))
                )
                fill = level + float(rng.normal(0, 0.008))
                _drum(
                    canvas,
                    product,
                    x=x,
                    z=z,
                    y0=y0 + 0.146,
                    radius=radius,
                    height=height,
                    shell=shell,
                    fill=fill,
                )


def _drum(
    canvas: Canvas, product: Product, *,
    x: float, z: float, y0: float, radius: float, height: float, shell: float, fill: float,
) -> None:  # fmt: skip
    material, density = ("iron", STEEL) if shell else ("polyethylene", 950.0)
    wall = shell or 0.004
    inner = radius - wall
    top = y0 + height
    shapes.upright_cylinder(
        canvas,
        product.kind.name,
        product.density,
        x=x,
        z=z,
        radius=inner,
        y0=y0 + wall,
        y1=y0 + height * fill,
    )
    shapes.upright_cylinder(canvas, material, density, x=x, z=z, radius=radius, y0=y0, y1=top)
    shapes.upright_cylinder(
        canvas, material, -density, x=x, z=z, radius=inner, y0=y0 + wall, y1=top - wall
    )
    # Rolling hoops and chimes stand out as darker bands.
    for at in (0.0, 0.33, 0.66, 0.985):
        hoop = y0 + at * height
        shapes.upright_cylinder(
            canvas, material, density, x=x, z=z, radius=radius + 0.006, y0=hoop, y1=hoop + 0.012
        )
        shapes.upright_cylinder(
            canvas, material, -density, x=x, z=z, radius=radius, y0=hoop, y1=hoop + 0.012
        )


def draw_tanks(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand IBCs: liquid in a blown bottle within a cage of steel tube on a pallet."""
    size, height = 1.0, 1.16
    tiers = max(int(room.height / height), 1)
    level = product.figure("level", 0.9)
    for side in (0, 1):
        z0 = room.z0 + side * (room.depth / 2) + 0.02
        for x in np.arange(room.x0, room.x1 - size, size * 1.02 + 0.18):
            for tier in range(tiers):
                y = room.y0 + tier * height
                box = span((x, x + size + 0.17), (y, y + height - 0.01), (z0, z0 + size))
                _tank(canvas, product, box, level + float(rng.normal(0, 0.01)))


def _tank(canvas: Canvas, product: Product, box: Box, level: float) -> None:
    foot = box.y0 + 0.14
    tall = box.y1 - 0.06 - foot
    bottle = box.inset(0.02)
    liquid = span((bottle.x0, bottle.x1), (foot, foot + tall * level), (bottle.z0, bottle.z1))
    canvas.box(product.kind.name, product.density, liquid)
    wall = span((bottle.x0, bottle.x1), (foot, foot + tall), (bottle.z0, bottle.z1))
    shapes.hollow_box(canvas, "polyethylene", 950.0, wall, 0.0025)
    for z in (box.z0, box.z1 - 0.016):
        for x in np.linspace(box.x0, box.x1 - 0.016, 10):
            canvas.box(
                "iron",
                1900.0,
                span((x, x + 0.016), (foot, box.y1 - 0.04), (z, z + 0.016)),
            )
        for y in np.linspace(foot, box.y1 - 0.05, 6):
            canvas.box("iron", 1900.0, span((box.x0, box.x1), (y, y + 0.016), (z, z + 0.016)))
    canvas.box("iron", STEEL * 0.05, span((box.x0, box.x1), (box.y0, foot), (box.z0, box.z1)))
    shapes.upright_cylinder(
        canvas, "polyethylene", 900.0, x=(box.x0 + box.x1) / 2, z=(box.z0 + box.z1) / 2, radius=0.1,
        y0=foot + tall, y1=foot + tall + 0.03,
    )  # fmt: skip


def draw_rolls(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand paper reels on their ends, or lay carpet rolls along the container."""
    radius, height = product.figure("radius", 0.5), product.figure("height", 1.0)
    core = product.figure("core", 0.05)
    if product.figure("lying", 0.0):
        _lying_rolls(canvas, room, product, rng, radius=radius, length=height, core=core)
        return
    rows = max(int(room.depth / (2 * radius)), 1)
    step_z = max((room.depth - 2 * radius) / max(rows - 1, 1), 0)
    tiers = max(int(room.height / height), 1)
    shift = np.sqrt(max((2 * radius) ** 2 - step_z**2, radius**2)) if rows > 1 else 2 * radius
    pitch = max(2 * radius + 0.01, shift if step_z < 2 * radius else 0)
    count = max(int((room.length - radius) / pitch), 1)
    for row in range(rows):
        z = room.z0 + radius + row * step_z if rows > 1 else (room.z0 + room.z1) / 2
        for index in range(count):
            x = (
                room.x0
                + radius
                + index * pitch
                + (row % 2) * pitch * 0.5 * float(step_z < 2 * radius)
            )
            if x + radius > room.x1:
                continue
            y = room.y0
            for _ in range(tiers - int(rng.random() < 0.06 and tiers > 1)):
                tall = height - 0.004
                at = x + float(rng.normal(0, 0.005))
                rows_seen = canvas.fan.rows_of(y, y + tall, z - radius, z + radius)
                columns = canvas.fan.columns_of(at - radius, at + radius)
                shape = (rows_seen.stop - rows_seen.start + 2, columns.stop - columns.start)
                wound = grain(Grain.FIBRES_UPRIGHT, shape, 0.025, rng)
                shapes.upright_cylinder(
                    canvas,
                    product.kind.name,
                    product.density,
                    x=at,
                    z=z,
                    radius=radius,
                    y0=y,
                    y1=y + tall,
                    texture=wound,
                )
                shapes.upright_cylinder(
                    canvas,
                    product.kind.name,
                    -product.density,
                    x=at,
                    z=z,
                    radius=core,
                    y0=y,
                    y1=y + tall,
                )
                y += height


def _lying_rolls(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *,
    radius: float, length: float, core: float,
) -> None:  # fmt: skip
    pieces = max(int(room.length / length), 1)
    for piece in range(pieces):
        x0 = room.x0 + piece * room.length / pieces
        x1 = x0 + room.length / pieces - 0.04
        layer, y = 0, room.y0 + radius
        while y + radius < room.y1:
            z = room.z0 + radius * (1 + layer % 2)
            while z + radius < room.z1:
                r = radius * float(rng.normal(1, 0.03))
                a, b = x0 + float(rng.uniform(0, 0.12)), x1 - float(rng.uniform(0, 0.12))
                drop = float(rng.normal(0, 0.01))
                shapes.lengthwise_cylinder(
                    canvas,
                    product.kind.name,
                    product.density,
                    x0=a,
                    x1=b,
                    y=y + drop,
                    z=z,
                    radius=r,
                )
                shapes.lengthwise_cylinder(
                    canvas,
                    product.kind.name,
                    -product.density,
                    x0=a,
                    x1=b,
                    y=y + drop,
                    z=z,
                    radius=core,
                )
                z += 2 * radius
            y += radius * 1.76
            layer += 1


def draw_coils(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Lay steel coils on cradles, bore across or along the container."""
    radius, bore = product.figure("radius", 0.6), product.figure("bore", 0.28)
    width, loose = product.figure("width", 1.2), product.figure("loose", 0.0)
    bore = min(bore, radius * 0.7)
    along = product.number % 2 == 1
    step = (width if along else 2 * radius) + 0.06
    count = int(room.volume / (np.pi * (radius**2 - bore**2) * width))
    count = max(min(count, int(room.length / step)), 1)
    gap = max(step, min(room.length / count, step + 0.8))
    first = room.x0 + (room.length - gap * count) / 2
    for index in range(count):
        x = first + (index + 0.5) * gap + float(rng.normal(0, 0.01))
        y = room.y0 + radius + 0.12
        z = (room.z0 + room.z1) / 2
        for wedge in (-0.7, 0.5):
            cradle = span(
                (x + wedge * radius, x + (wedge + 0.2) * radius),
                (room.y0, room.y0 + 0.16),
                (room.z0 + 0.2, room.z1 - 0.2),
            )
            canvas.box("cellulose", 650.0, cradle)
        if along:
            r_out = radius * (1 + (0.03 * float(rng.normal()) if loose else 0))
            for density, r in ((product.density, r_out), (-product.density, bore)):
                shapes.lengthwise_cylinder(
                    canvas,
                    product.kind.name,
                    density,
                    x0=x - width / 2,
                    x1=x + width / 2,
                    y=y,
                    z=z,
                    radius=r,
                )
            continue
        z0, z1 = z - width / 2, z + width / 2
        shapes.crosswise_cylinder(
            canvas, product.kind.name, product.density, x=x, y=y, radius=radius, z0=z0, z1=z1
        )
        shapes.crosswise_cylinder(
            canvas, product.kind.name, -product.density, x=x, y=y, radius=bore, z0=z0, z1=z1
        )


def draw_reels(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand cable reels: wooden flanges, a drum, and the cable wound on it."""
    radius, width = product.figure("radius", 0.6), product.figure("width", 0.7)
    rows = max(int(room.depth / (width + 0.05)), 1)
    each = np.pi * radius**2 * 0.5 * (width - 0.06)
    whole = max(round(room.volume / each / rows), 1)
    count = min(whole, max(int(room.length / (2 * radius + 0.02)), 1))
    tiers = max(min(int(2.3 / (2 * radius)), round(whole / count)), 1)
    gap = max(2 * radius + 0.02, room.length / count * float(rng.uniform(0.7, 1)))
    for row in range(rows):
        z0 = room.z0 + row * room.depth / rows
        for index in range(count):
            x = room.x0 + radius + index * gap
            if x + radius > room.x1 + 0.05:
                continue
            for tier in range(tiers):
                y = room.y0 + radius + tier * 2 * radius
                full = float(rng.uniform(0.7, 0.92)) * radius
                for z in (z0, z0 + width - 0.03):
                    shapes.crosswise_cylinder(
                        canvas, "cellulose", 560.0, x=x, y=y, radius=radius, z0=z, z1=z + 0.03
                    )
                for density, r in ((product.density, full), (-product.density, radius * 0.45)):
                    shapes.crosswise_cylinder(
                        canvas,
                        product.kind.name,
                        density,
                        x=x,
                        y=y,
                        radius=r,
                        z0=z0 + 0.03,
                        z1=z0 + width - 0.03,
                    )
                for density, r in ((560.0, radius * 0.45), (-560.0, radius * 0.42)):
                    shapes.crosswise_cylinder(
                        canvas,
                        "cellulose",
                        density,
                        x=x,
                        y=y,
                        radius=r,
                        z0=z0 + 0.03,
                        z1=z0 + width - 0.03,
                    )
                shapes.crosswise_cylinder(
                    canvas, "iron", STEEL, x=x, y=y, radius=0.02, z0=z0, z1=z0 + width
                )
