"""Loads of round things: drums, tanks, rolls, coils, bars, logs, timber packs, tyres, reels."""

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas
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
                x = room.x0 + radius + stagger + index * (2 * radius + 0.008) + float(rng.normal(0, 0.006))
                fill = level + float(rng.normal(0, 0.008))
                _drum(canvas, product, x=x, z=z, y0=y0 + 0.146, radius=radius, height=height, shell=shell, fill=fill)


def _drum(
    canvas: Canvas, product: Product, *,
    x: float, z: float, y0: float, radius: float, height: float, shell: float, fill: float,
) -> None:  # fmt: skip
    material, density = ("iron", 7850.0) if shell else ("polyethylene", 950.0)
    wall = shell or 0.004
    inner = radius - wall
    top = y0 + height
    shapes.upright_cylinder(canvas, product.kind.name, product.density, x=x, z=z, radius=inner, y0=y0 + wall, y1=y0 + height * fill)
    shapes.upright_cylinder(canvas, material, density, x=x, z=z, radius=radius, y0=y0, y1=top)
    shapes.upright_cylinder(canvas, material, -density, x=x, z=z, radius=inner, y0=y0 + wall, y1=top - wall)
    # Rolling hoops and chimes stand out as darker bands.
    for at in (0.0, 0.33, 0.66, 0.985):
        hoop = y0 + at * height
        shapes.upright_cylinder(canvas, material, density, x=x, z=z, radius=radius + 0.006, y0=hoop, y1=hoop + 0.012)
        shapes.upright_cylinder(canvas, material, -density, x=x, z=z, radius=radius, y0=hoop, y1=hoop + 0.012)


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
                box = Box(x0=x, x1=x + size + 0.17, y0=y, y1=y + height - 0.01, z0=z0, z1=z0 + size)
                _tank(canvas, product, box, level + float(rng.normal(0, 0.01)))


def _tank(canvas: Canvas, product: Product, box: Box, level: float) -> None:
    foot = box.y0 + 0.14
    tall = box.y1 - 0.06 - foot
    bottle = box.inset(0.02)
    liquid = Box(x0=bottle.x0, x1=bottle.x1, y0=foot, y1=foot + tall * level, z0=bottle.z0, z1=bottle.z1)
    canvas.box(product.kind.name, product.density, liquid)
    wall = Box(x0=bottle.x0, x1=bottle.x1, y0=foot, y1=foot + tall, z0=bottle.z0, z1=bottle.z1)
    shapes.hollow_box(canvas, "polyethylene", 950.0, wall, 0.0025)
    for z in (box.z0, box.z1 - 0.016):
        for x in np.linspace(box.x0, box.x1 - 0.016, 10):
            canvas.box("iron", 1900.0, Box(x0=x, x1=x + 0.016, y0=foot, y1=box.y1 - 0.04, z0=z, z1=z + 0.016))
        for y in np.linspace(foot, box.y1 - 0.05, 6):
            canvas.box("iron", 1900.0, Box(x0=box.x0, x1=box.x1, y0=y, y1=y + 0.016, z0=z, z1=z + 0.016))
    canvas.box("iron", 7850.0 * 0.05, Box(x0=box.x0, x1=box.x1, y0=box.y0, y1=foot, z0=box.z0, z1=box.z1))
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
            x = room.x0 + radius + index * pitch + (row % 2) * pitch * 0.5 * float(step_z < 2 * radius)
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
                shapes.upright_cylinder(canvas, product.kind.name, product.density, x=at, z=z, radius=radius, y0=y, y1=y + tall, texture=wound)
                shapes.upright_cylinder(canvas, product.kind.name, -product.density, x=at, z=z, radius=core, y0=y, y1=y + tall)
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
                shapes.lengthwise_cylinder(canvas, product.kind.name, product.density, x0=a, x1=b, y=y + drop, z=z, radius=r)
                shapes.lengthwise_cylinder(canvas, product.kind.name, -product.density, x0=a, x1=b, y=y + drop, z=z, radius=core)
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
            cradle = Box(x0=x + wedge * radius, x1=x + (wedge + 0.2) * radius, y0=room.y0, y1=room.y0 + 0.16, z0=room.z0 + 0.2, z1=room.z1 - 0.2)
            canvas.box("cellulose", 650.0, cradle)
        if along:
            r_out = radius * (1 + (0.03 * float(rng.normal()) if loose else 0))
            for density, r in ((product.density, r_out), (-product.density, bore)):
                shapes.lengthwise_cylinder(canvas, product.kind.name, density, x0=x - width / 2, x1=x + width / 2, y=y, z=z, radius=r)
            continue
        z0, z1 = z - width / 2, z + width / 2
        shapes.crosswise_cylinder(canvas, product.kind.name, product.density, x=x, y=y, radius=radius, z0=z0, z1=z1)
        shapes.crosswise_cylinder(canvas, product.kind.name, -product.density, x=x, y=y, radius=bore, z0=z0, z1=z1)


def draw_bars(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Lay pipes or bars along the container, in bundles on battens."""
    radius, wall = product.figure("radius", 0.05), product.figure("wall", 0.0)
    length = min(product.figure("length", 5.7), room.length)
    pieces = max(int(room.length / length), 1)
    bundle = product.figure("bundle", 0.0)
    for piece in range(pieces):
        x0 = room.x0 + piece * room.length / pieces
        for batten in np.linspace(x0 + 0.4, x0 + length - 0.5, 4):
            canvas.box("cellulose", 600.0, Box(x0=batten, x1=batten + 0.1, y0=room.y0, y1=room.y0 + 0.06, z0=room.z0, z1=room.z1))
        if bundle:
            _bundles(canvas, room, product, rng, x0=x0, length=length, radius=bundle)
        else:
            _pipes(canvas, room, product, rng, x0=x0, length=length, radius=radius, wall=wall)


def _bundles(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *,
    x0: float, length: float, radius: float,
) -> None:  # fmt: skip
    y = room.y0 + 0.06 + radius
    while y + radius < room.y1:
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
    layer, y = 0, room.y0 + 0.06 + radius
    while y + radius < room.y1:
        z = room.z0 + radius * (1 + layer % 2)
        while z + radius < room.z1:
            a = x0 + float(rng.uniform(0, 0.05))
            b = x0 + length - float(rng.uniform(0, 0.05))
            shapes.lengthwise_cylinder(canvas, product.kind.name, product.density, x0=a, x1=b, y=y, z=z, radius=radius)
            if wall:
                shapes.lengthwise_cylinder(canvas, product.kind.name, -product.density, x0=a, x1=b, y=y, z=z, radius=max(radius - wall, 0.001))
            z += 2 * radius
        y += radius * 1.74
        layer += 1


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
                taper = 1 - np.float32(rng.uniform(0.02, 0.16)) * (u if rng.random() < 0.5 else 1 - u)
                taper += np.float32(0.012) * np.sin(u * float(rng.uniform(3, 16))).astype(np.float32)
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
                pack = Box(x0=x1 - length, x1=x1, y0=y + 0.08, y1=y + pack_height, z0=z0, z1=z1)
                _pack(canvas, product, pack, rng, board=board, width=width, seasoned=seasoned)
                for at in np.linspace(0.1, 0.9, 4):
                    bearer = Box(x0=pack.x0 + at * length - 0.05, x1=pack.x0 + at * length + 0.04, y0=y, y1=y + 0.08, z0=z0, z1=z1)
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
            box = Box(
                x0=pack.x0 + ragged, x1=pack.x1 - float(rng.exponential(0.015)), y0=y0,
                y1=y0 + board - 0.001, z0=z0 + 0.004, z1=z0 + pack.depth / groups - 0.004,
            )  # fmt: skip
            weight = float(rng.normal(1, 0.06))
            canvas.box(product.kind.name, product.density * weight, box)
        if sticker:
            for at in np.linspace(0.03, 0.97, max(int(pack.length / 0.6), 3)):
                x = pack.x0 + at * pack.length
                canvas.box("cellulose", 500.0, Box(x0=x - 0.018, x1=x + 0.018, y0=y0 + board, y1=y0 + board + sticker, z0=pack.z0, z1=pack.z1))


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
                    standing_tyre(canvas, product, x, room.y0 + radius + tier * radius * 1.98, z0, radius, width)
        return
    rows, tiers = max(int(room.depth / (2 * radius)), 1), max(int(room.height / (width * 0.93)), 1)
    for row in range(rows):
        z = room.z0 + room.depth * (row + 0.5) / rows
        for column in range(columns):
            x = room.x0 + radius + column * 2 * radius
            for tier in range(tiers - int(rng.integers(0, 2))):
                y = room.y0 + tier * width * 0.93
                lying_tyre(canvas, product, x + float(rng.normal(0, 0.015)), y, z + float(rng.normal(0, 0.01)), radius, width)


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
        shapes.crosswise_cylinder(canvas, name, density, x=x, y=y, radius=r, z0=z0 + 0.012, z1=z0 + 0.06)


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
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *, radius: float, width: float
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
    for density, r, deep in ((rubber, radius, 1.0), (-rubber, radius * 0.93, 0.86), (-rubber, radius * 0.56, 0.14)):
        columns = canvas.fan.columns_of(x - r * squash, x + r * squash)
        u = (canvas.fan.columns_x[columns] - np.float32(x)) / np.float32(r * squash)
        rise = np.sqrt(np.maximum(1 - u**2, 0)).astype(np.float32) * np.float32(r)
        reach = half * deep
        canvas.prism(name, density, columns, y=(y - rise, y + rise), z=(z - reach, z + reach))


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
                    shapes.crosswise_cylinder(canvas, "cellulose", 560.0, x=x, y=y, radius=radius, z0=z, z1=z + 0.03)
                for density, r in ((product.density, full), (-product.density, radius * 0.45)):
                    shapes.crosswise_cylinder(canvas, product.kind.name, density, x=x, y=y, radius=r, z0=z0 + 0.03, z1=z0 + width - 0.03)
                for density, r in ((560.0, radius * 0.45), (-560.0, radius * 0.42)):
                    shapes.crosswise_cylinder(canvas, "cellulose", density, x=x, y=y, radius=r, z0=z0 + 0.03, z1=z0 + width - 0.03)
                shapes.crosswise_cylinder(canvas, "iron", 7850.0, x=x, y=y, radius=0.02, z0=z0, z1=z0 + width)
