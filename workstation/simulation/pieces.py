"""Loads of irregular things: scrap, e-waste, parts, machines, vehicles, furniture, appliances."""

from collections.abc import Callable

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas
from workstation.simulation.stacking import wooden_pallet
from workstation.simulation.textures import Grain, grain

STEEL = 7850.0


def draw_pieces(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Heap pieces of all shapes until the load weighs what it should, or fill crates with them."""
    if product.figure("crate", 0.0):
        step = 1.25
        for x in np.arange(room.x0, room.x1 - step, step):
            for side in (0, 1):
                z0 = room.z0 + side * room.depth / 2
                for y in np.arange(room.y0, room.y1 - 0.85, 0.9):
                    crate = Box(x0=x + 0.02, x1=x + 1.18, y0=y + 0.1, y1=y + 0.86, z0=z0 + 0.03, z1=z0 + 1.05)
                    shapes.hollow_box(canvas, "iron", STEEL, crate, 0.0022)
                    inside = Box(x0=crate.x0 + 0.02, x1=crate.x1 - 0.02, y0=crate.y0, y1=crate.y0 + 0.76 * float(rng.uniform(0.6, 0.95)), z0=crate.z0 + 0.02, z1=crate.z1 - 0.02)
                    _heap(canvas, inside, product, rng, most=26)
        return
    _heap(canvas, room, product, rng, most=1500)
    base = Box(x0=room.x0, x1=room.x1, y0=room.y0, y1=room.y0 + room.height * 0.85, z0=room.z0, z1=room.z1)
    columns = canvas.fan.columns_of(base.x0, base.x1)
    u = canvas.fan.columns_x[columns]
    top = base.y1 + 0.15 * np.sin(u * 1.7 + product.number) * np.clip((u - base.x0) / 0.8, 0, 1)
    rows = canvas.fan.rows_of(base.y0, float(top.max()), base.z0, base.z1)
    texture = grain(Grain.CLUMPS, (rows.stop - rows.start + 2, len(u)), 0.35, rng)
    texture *= grain(Grain.LUMPS, texture.shape, 0.25, rng)
    canvas.prism(product.kind.name, product.density * 0.35, columns, y=(base.y0, top.astype(np.float32)), z=(base.z0, base.z1), texture=texture)


def _heap(
    canvas: Canvas, room: Box, product: Product, rng: np.random.Generator, *, most: int
) -> None:
    size = product.figure("size", 0.2)
    mixed = product.figure("mixed", 0.0)
    target = room.volume * product.density * 0.65
    start = canvas.mass_kg
    lean = rng.uniform(0, 0.3)
    for _ in range(most):
        if canvas.mass_kg - start > target:
            return
        x, z = float(rng.uniform(room.x0, room.x1)), float(rng.uniform(room.z0, room.z1))
        slope = 1 - lean * (room.x1 - x) / max(room.length, 0.1)
        y = float(rng.uniform(room.y0, room.y0 + room.height * slope))
        s = size * float(np.exp(rng.normal(0, 0.5)))
        piece(canvas, product, rng, (x, y, z), s, room, mixed=bool(mixed))


def piece(
    canvas: Canvas, product: Product, rng: np.random.Generator,
    centre: tuple[float, float, float], size: float, room: Box, *, mixed: bool,
) -> None:  # fmt: skip
    """Draw one piece: a plate, a bar, a tube, a lump, a hollow case, or a bundle of turnings."""
    x, y, z = centre
    half = size / 2
    y0, y1 = max(y - half, room.y0), min(y + half, room.y1)
    z0, z1 = max(z - half, room.z0), min(z + half, room.z1)
    x0, x1 = max(x - half, room.x0), min(x + half, room.x1)
    if x1 - x0 < 0.02 or y1 - y0 < 0.02 or z1 - z0 < 0.02:
        return
    name = product.kind.name
    dice = rng.random()
    turn = float(rng.uniform(0, np.pi))
    dx, dy = np.cos(turn) * half, np.sin(turn) * half
    a = (float(np.clip(x - dx, room.x0, room.x1)), float(np.clip(y - dy, room.y0, room.y1)))
    b = (float(np.clip(x + dx, room.x0, room.x1)), float(np.clip(y + dy, room.y0, room.y1)))
    solid = 2600.0 if mixed else STEEL
    if dice < 0.3:
        shapes.beam(canvas, name, solid, a, b, float(rng.uniform(0.004, 0.02)), z0, z1)
    elif dice < 0.5:
        shapes.beam(canvas, name, solid, a, b, float(rng.uniform(0.02, 0.06)), z, z + float(rng.uniform(0.01, 0.05)))
    elif dice < 0.62:
        r = min(half, (y1 - y0) / 2) * float(rng.uniform(0.2, 0.6))
        shapes.crosswise_cylinder(canvas, name, solid * 0.6, x=x, y=y, radius=r, z0=z0, z1=z1)
        shapes.crosswise_cylinder(canvas, name, -solid * 0.6, x=x, y=y, radius=r * 0.85, z0=z0, z1=z1)
    elif dice < 0.75:
        r = half * float(rng.uniform(0.12, 0.35))
        shapes.ellipsoid(canvas, name, solid * 0.6, centre=(x, y, z), radii=(r, r * float(rng.uniform(0.5, 1.0)), r))
    elif dice < 0.9:
        case = Box(x0=x0, x1=x1, y0=y0, y1=y1, z0=z0, z1=z1)
        shapes.hollow_box(canvas, name, solid, case, float(rng.uniform(0.001, 0.003)))
        if mixed:
            canvas.box(name, 500.0, case.inset(size * 0.25))
    else:
        points = [
            (x + half * float(rng.uniform(0.3, 0.9)) * np.cos(t), y + half * float(rng.uniform(0.3, 0.9)) * np.sin(t))
            for t in np.sort(rng.uniform(0, 2 * np.pi, 5))
        ]  # fmt: skip
        points = [(float(np.clip(px, room.x0, room.x1)), float(np.clip(py, room.y0, room.y1))) for px, py in points]
        shapes.polygon(canvas, name, solid, points, z, z + float(rng.uniform(0.003, 0.03)))


def draw_machines(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Set machines in frames along the floor: beds, housings, motors, shafts, cabinets, wiring."""
    size = product.figure("size", 1.5)
    x = room.x1 - 0.1
    same = np.random.default_rng((product.number, 77))
    layout = int(same.integers(1 << 30))
    while x - size > room.x0:
        length = size * float(rng.uniform(0.95, 1.05))
        height = min(room.height - 0.05, size * float(same.uniform(0.7, 1.4)))
        for side in ((0.26, 0.74) if size < 1.4 else (0.5,)):
            width = min(size, room.depth * (0.45 if size < 1.4 else 0.85))
            z0 = room.z0 + room.depth * side - width / 2
            box = Box(x0=x - length, x1=x, y0=room.y0, y1=room.y0 + height, z0=z0, z1=z0 + width)
            _machine(canvas, product, box, np.random.default_rng(layout), rng)
        x -= length + float(rng.uniform(0.08, 0.35))


def _machine(
    canvas: Canvas, product: Product, box: Box, same: np.random.Generator, rng: np.random.Generator
) -> None:
    name = product.kind.name
    for at in (0.08, 0.5, 0.92):
        x = box.x0 + at * box.length
        canvas.box("cellulose", 600.0, Box(x0=x - 0.06, x1=x + 0.06, y0=box.y0, y1=box.y0 + 0.1, z0=box.z0, z1=box.z1))
    bed = Box(x0=box.x0, x1=box.x1, y0=box.y0 + 0.1, y1=box.y0 + 0.1 + box.height * float(same.uniform(0.08, 0.2)), z0=box.z0, z1=box.z1)
    shapes.hollow_box(canvas, name, STEEL, bed, 0.012)
    for at in np.linspace(0.1, 0.9, 5):
        rib = Box(x0=bed.x0 + at * bed.length, x1=bed.x0 + at * bed.length + 0.015, y0=bed.y0, y1=bed.y1, z0=bed.z0, z1=bed.z1)
        canvas.box(name, STEEL, rib)
    rests = [(box.x0, box.x1, bed.y1)]
    for _ in range(int(same.integers(2, 6))):
        w, h, d = (float(same.uniform(0.15, 0.5)) * v for v in (box.length, box.height * 1.4, box.depth))
        left, right, under = rests[int(same.integers(len(rests)))]
        w = min(w, right - left)
        x0 = float(same.uniform(left, right - w))
        z0 = float(same.uniform(box.z0, box.z1 - d))
        housing = Box(x0=x0, x1=x0 + w, y0=under, y1=min(under + h, box.y1), z0=z0, z1=z0 + d)
        if housing.height > 0.06 and w > 0.1:
            shapes.hollow_box(canvas, name, STEEL, housing, float(same.uniform(0.003, 0.018)))
            rests.append((x0, x0 + w, housing.y1))
    for _ in range(int(same.integers(5, 11))):
        _machine_part(canvas, name, box, rests[int(same.integers(len(rests)))], same)
    for _ in range(int(same.integers(2, 5))):
        y = float(same.uniform(bed.y1, box.y1))
        pipe = float(same.uniform(0.012, 0.05))
        x0 = float(same.uniform(box.x0, box.x1 - 0.3))
        x1 = min(x0 + float(same.uniform(0.2, 0.8)) * box.length, box.x1)
        z = float(same.uniform(box.z0 + pipe, box.z1 - pipe))
        shapes.lengthwise_cylinder(canvas, name, STEEL * 0.5, x0=x0, x1=x1, y=y, z=z, radius=pipe)
        shapes.upright_cylinder(canvas, name, STEEL * 0.5, x=x0 + pipe, z=z, radius=pipe, y0=bed.y1, y1=y)
    for _ in range(30):
        left, right, under = rests[int(same.integers(len(rests)))]
        s = float(same.uniform(0.015, 0.12))
        x, z = float(same.uniform(left, right)), float(same.uniform(box.z0, box.z1))
        tall = s * float(same.uniform(0.3, 2.0))
        part = Box(x0=x, x1=min(x + s, right + 0.02), y0=under, y1=under + tall, z0=z, z1=z + s * 2)
        canvas.box(name, STEEL * float(same.uniform(0.1, 0.9)), part)
    if rng.random() < 0.9:
        wall = Box(x0=box.x0 - 0.02, x1=box.x1 + 0.02, y0=box.y0 + 0.1, y1=box.y1 + 0.02, z0=box.z0 - 0.02, z1=box.z1 + 0.02)
        shapes.hollow_box(canvas, "cellulose", 550.0, wall, 0.012)


def _machine_part(
    canvas: Canvas, name: str, box: Box, rest: tuple[float, float, float], same: np.random.Generator
) -> None:
    """Draw a motor, wheel, drum or gearbox that stands on something."""
    left, right, under = rest
    r = min(float(same.uniform(0.05, 0.2)) * min(box.height, box.length, 1.4), (right - left) / 2)
    if r < 0.02:
        return
    x = float(same.uniform(left + r, max(right - r, left + r + 1e-6)))
    z0 = float(same.uniform(box.z0, box.z1 - 0.3))
    long = float(same.uniform(0.15, 0.9)) * (box.z1 - z0)
    dice = same.random()
    if dice < 0.35:
        shapes.crosswise_cylinder(canvas, name, STEEL * 0.6, x=x, y=under + r, radius=r, z0=z0, z1=z0 + long)
        shapes.crosswise_cylinder(canvas, name, -STEEL * 0.4, x=x, y=under + r, radius=r * 0.75, z0=z0, z1=z0 + long)
    elif dice < 0.65:
        stop = min(x + r * 3, right)
        z = z0 + r
        shapes.lengthwise_cylinder(canvas, name, STEEL * 0.55, x0=x, x1=stop, y=under + r, z=z, radius=r)
        shapes.lengthwise_cylinder(canvas, name, STEEL * 0.4, x0=stop, x1=stop + r, y=under + r, z=z, radius=r * 0.2)
    elif dice < 0.85:
        shapes.upright_cylinder(canvas, name, STEEL * 0.4, x=x, z=z0 + r, radius=r, y0=under, y1=under + r * 3)
        shapes.upright_cylinder(canvas, name, -STEEL * 0.3, x=x, z=z0 + r, radius=r * 0.9, y0=under + 0.02, y1=under + r * 3)
    else:
        shapes.ellipsoid(canvas, name, STEEL * 0.6, centre=(x, under + r, z0 + r), radii=(r, r, r * 1.3))


def draw_vehicles(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Park cars one behind another, lashed down."""
    length, height = product.figure("length", 4.4), product.figure("height", 1.5)
    x = room.x1 - 0.15
    while x - length > room.x0:
        _car(canvas, x - length, room.y0, length, height, (room.z0 + room.z1) / 2, rng, reverse=bool(rng.random() < 0.5))
        x -= length + float(rng.uniform(0.15, 0.5))


def _car(
    canvas: Canvas, x0: float, y0: float, length: float, height: float, middle: float,
    rng: np.random.Generator, *, reverse: bool,
) -> None:  # fmt: skip
    def at(part: float) -> float:
        return x0 + (1 - part if reverse else part) * length

    z0, z1 = middle - 0.88, middle + 0.88
    columns = canvas.fan.columns_of(x0, x0 + length)
    u = (canvas.fan.columns_x[columns] - np.float32(x0)) / np.float32(length)
    u = 1 - u if reverse else u
    knots, tops = zip(*_CAR_TOP, strict=True)
    top = y0 + _smooth(np.interp(u, knots, tops)) * height
    belt = np.minimum(top, y0 + height * _smooth(np.interp(u, (0, 0.25, 1), (0.5, 0.6, 0.64))))
    sill = y0 + np.interp(u, (0, 0.06, 0.95, 1), (0.36, 0.2, 0.2, 0.36))
    f32 = np.float32
    for z in (z0, z0 + 0.07, z1 - 0.07, z1):
        panel = (np.minimum(sill, belt).astype(f32), belt.astype(f32))
        canvas.prism("iron", STEEL, columns, y=panel, z=(z, z + 0.0011))
    for z in (z0 + 0.1, z1 - 0.1):
        glass = (belt.astype(f32), top.astype(f32))
        canvas.prism("glass_sio2", 2500.0, columns, y=glass, z=(z, z + 0.004))
    skin = np.float32(0.0016) * np.sqrt(1 + np.gradient(top, canvas.fan.pitch_x) ** 2).clip(1, 4)
    canvas.prism("iron", STEEL, columns, y=((top - skin).astype(f32), top.astype(f32)), z=(z0 + 0.08, z1 - 0.08))
    for post in (0.33, 0.55, 0.76, 0.93):
        for z in (z0 + 0.04, z1 - 0.1):
            at_x = at(post)
            roof_y = float(np.interp(at_x, canvas.fan.columns_x[columns], top))
            shapes.beam(canvas, "iron", STEEL * 0.16, (at_x, y0 + 0.25), (at_x, roof_y), 0.07, z, z + 0.06)
    for z in (z0 + 0.2, z1 - 0.28):
        shapes.beam(canvas, "iron", STEEL * 0.25, (at(0.03), y0 + 0.32), (at(0.97), y0 + 0.32), 0.1, z, z + 0.08)
    for end in (0.015, 0.985):
        bumper = Box(x0=at(end) - 0.04, x1=at(end) + 0.04, y0=y0 + 0.36, y1=y0 + 0.52, z0=z0 + 0.1, z1=z1 - 0.1)
        canvas.box("iron", STEEL * 0.05, bumper)
    floor = Box(x0=min(at(0.2), at(0.95)), x1=max(at(0.2), at(0.95)), y0=y0 + 0.26, y1=y0 + 0.2613, z0=z0, z1=z1)
    canvas.box("iron", STEEL, floor)
    _car_inside(canvas, at, y0, (z0, z1), rng)
    for part in (0.18, 0.81):
        for z in (z0 + 0.01, z1 - 0.22):
            _car_wheel(canvas, at(part), y0 + 0.31, z)
        shapes.beam(canvas, "iron", STEEL * 0.4, (at(part) - 0.05, y0 + 0.3), (at(part) + 0.05, y0 + 0.3), 0.08, z0 + 0.25, z1 - 0.25)


_CAR_TOP = (
    (0.0, 0.36), (0.02, 0.5), (0.12, 0.57), (0.26, 0.63), (0.42, 0.97), (0.55, 1.0), (0.74, 0.95),
    (0.92, 0.68), (0.985, 0.62), (1.0, 0.4),
)  # fmt: skip
"""A saloon's upper outline: parts of its length and height."""


def _smooth(curve: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    window = np.hanning(29)
    return np.convolve(np.pad(curve, 14, mode="edge"), window / window.sum(), mode="valid")


def _car_inside(
    canvas: Canvas, place: Callable[[float], float], y0: float, z: tuple[float, float],
    rng: np.random.Generator,
) -> None:  # fmt: skip
    engine_x = place(0.14)
    block = Box(x0=engine_x - 0.28, x1=engine_x + 0.28, y0=y0 + 0.35, y1=y0 + 0.75, z0=z[0] + 0.5, z1=z[1] - 0.5)
    shapes.hollow_box(canvas, "iron", STEEL * 0.5, block, 0.06)
    for _ in range(16):
        x, y = engine_x + float(rng.normal(0, 0.22)), y0 + float(rng.uniform(0.35, 0.75))
        r = float(rng.uniform(0.02, 0.09))
        shapes.ellipsoid(canvas, "iron", STEEL * float(rng.uniform(0.2, 0.8)), centre=(x, y, float(rng.uniform(z[0] + 0.3, z[1] - 0.3))), radii=(r, r, r * 2))
    for row in (0.46, 0.68):
        x = place(row)
        back = 0.12 if place(0.9) > place(0.1) else -0.12
        canvas.box("polyethylene", 90.0, Box(x0=x - 0.24, x1=x + 0.24, y0=y0 + 0.42, y1=y0 + 0.58, z0=z[0] + 0.2, z1=z[1] - 0.2))
        shapes.beam(canvas, "polyethylene", 110.0, (x + 2 * back, y0 + 0.5), (x + 3.2 * back, y0 + 1.1), 0.14, z[0] + 0.25, z[1] - 0.25)
        shapes.beam(canvas, "iron", STEEL * 0.1, (x + 2 * back, y0 + 0.5), (x + 3.2 * back, y0 + 1.1), 0.03, z[0] + 0.3, z[1] - 0.3)
    tank = place(0.72)
    canvas.box("polyethylene", 500.0, Box(x0=tank - 0.3, x1=tank + 0.3, y0=y0 + 0.28, y1=y0 + 0.38, z0=z[0] + 0.4, z1=z[1] - 0.5))
    gearbox = place(0.26)
    shapes.ellipsoid(canvas, "iron", STEEL * 0.35, centre=(gearbox, y0 + 0.42, (z[0] + z[1]) / 2), radii=(0.25, 0.14, 0.16))


def _car_wheel(canvas: Canvas, x: float, y: float, z: float) -> None:
    for density, outer, inner, material in (
        (1250.0, 0.31, 0.295, "rubber"), (STEEL * 0.5, 0.207, 0.2, "aluminium"),
    ):  # fmt: skip
        shapes.crosswise_cylinder(canvas, material, density, x=x, y=y, radius=outer, z0=z, z1=z + 0.2)
        shapes.crosswise_cylinder(canvas, material, -density, x=x, y=y, radius=inner, z0=z, z1=z + 0.2)
    for side in (z, z + 0.185):
        shapes.crosswise_cylinder(canvas, "rubber", 1150.0, x=x, y=y, radius=0.295, z0=side, z1=side + 0.014)
        shapes.crosswise_cylinder(canvas, "rubber", -1150.0, x=x, y=y, radius=0.205, z0=side, z1=side + 0.014)
    shapes.crosswise_cylinder(canvas, "aluminium", 2700.0, x=x, y=y, radius=0.2, z0=z + 0.02, z1=z + 0.03)
    shapes.crosswise_cylinder(canvas, "iron", STEEL, x=x, y=y, radius=0.14, z0=z + 0.06, z1=z + 0.084)
    shapes.crosswise_cylinder(canvas, "iron", STEEL * 0.7, x=x, y=y, radius=0.06, z0=z + 0.04, z1=z + 0.16)


def draw_cycles(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pack motorcycles in light steel frames, side by side and two high."""
    length, height = product.figure("length", 1.9), product.figure("height", 1.05)
    for x in np.arange(room.x0, room.x1 - length, length + 0.06):
        for y in np.arange(room.y0, room.y1 - height, height + 0.1):
            for z in np.arange(room.z0 + 0.02, room.z1 - 0.42, 0.46):
                _cycle(canvas, float(x) + float(rng.normal(0, 0.01)), float(y) + 0.03, float(z), length, height, flip=bool(rng.random() < 0.1))


def _cycle(canvas: Canvas, x: float, y: float, z: float, length: float, height: float, *, flip: bool) -> None:
    def at(part: float) -> float:
        return x + (1 - part if flip else part) * length

    r = min(0.3, height * 0.3)
    for part in (0.17, 0.83):
        for material, density, outer, inner in (("rubber", 1150.0, r, r - 0.022), ("iron", STEEL * 0.5, r - 0.06, r - 0.068)):
            shapes.crosswise_cylinder(canvas, material, density, x=at(part), y=y + r, radius=outer, z0=z + 0.15, z1=z + 0.25)
            shapes.crosswise_cylinder(canvas, material, -density, x=at(part), y=y + r, radius=inner, z0=z + 0.15, z1=z + 0.25)
        shapes.crosswise_cylinder(canvas, "iron", STEEL * 0.8, x=at(part), y=y + r, radius=0.05, z0=z + 0.14, z1=z + 0.26)
    shapes.ellipsoid(canvas, "iron", STEEL * 0.5, centre=(at(0.5), y + 0.36, z + 0.2), radii=(0.2, 0.15, 0.13))
    shapes.ellipsoid(canvas, "iron", STEEL * 0.5, centre=(at(0.42), y + 0.52, z + 0.2), radii=(0.09, 0.13, 0.08))
    shapes.ellipsoid(canvas, "iron", STEEL * 0.06, centre=(at(0.42), y + height * 0.78, z + 0.2), radii=(0.24, 0.1, 0.12))
    shapes.ellipsoid(canvas, "polyethylene", 120.0, centre=(at(0.68), y + height * 0.75, z + 0.2), radii=(0.32, 0.06, 0.12))
    for one, two in (((0.17, r), (0.27, height)), ((0.83, r), (0.55, r)), ((0.27, height * 0.85), (0.65, height * 0.68)), ((0.65, height * 0.68), (0.83, r))):
        shapes.beam(canvas, "iron", STEEL * 0.45, (at(one[0]), y + one[1]), (at(two[0]), y + two[1]), 0.035, z + 0.12, z + 0.15)
        shapes.beam(canvas, "iron", STEEL * 0.45, (at(one[0]), y + one[1]), (at(two[0]), y + two[1]), 0.035, z + 0.25, z + 0.28)
    for side in (z, z + 0.4):
        for px in (x, x + length - 0.025):
            canvas.box("iron", STEEL * 0.25, Box(x0=px, x1=px + 0.025, y0=y - 0.03, y1=y + height + 0.02, z0=side, z1=side + 0.025))
        for py in (y - 0.03, y + height):
            canvas.box("iron", STEEL * 0.25, Box(x0=x, x1=x + length, y0=py, y1=py + 0.025, z0=side, z1=side + 0.025))


def draw_furniture(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stack sofas or mattresses: light, soft, with frames and springs inside."""
    length, height, depth = product.figure("length", 1.5), product.figure("height", 0.9), product.figure("depth", 0.9)
    rows = max(int(room.depth / depth), 1)
    for row in range(rows):
        z0 = room.z0 + row * room.depth / rows
        x = room.x1
        while x - length > room.x0:
            span = length * float(rng.choice([1.0, 1.0, 0.62])) if not product.figure("springs", 0.0) else length
            y = room.y0
            while y + height < room.y1 + 0.02:
                box = Box(x0=x - span + 0.01, x1=x - 0.01, y0=y, y1=y + height - 0.01, z0=z0 + 0.01, z1=z0 + depth - 0.01)
                if product.figure("springs", 0.0):
                    _mattress(canvas, product, box, rng)
                else:
                    _sofa(canvas, product, box, rng)
                y += height
            x -= span + float(rng.exponential(0.02))


def _sofa(canvas: Canvas, product: Product, box: Box, rng: np.random.Generator) -> None:
    name, lying = product.kind.name, rng.random() < 0.3
    seat = box.y0 + box.height * (0.45 if not lying else 0.6)
    window = canvas.box_window(Box(x0=box.x0, x1=box.x1, y0=box.y0 + 0.08, y1=seat, z0=box.z0, z1=box.z1))
    soft = grain(Grain.LUMPS, window, 0.15, rng)
    canvas.box(name, product.density, Box(x0=box.x0, x1=box.x1, y0=box.y0 + 0.08, y1=seat, z0=box.z0, z1=box.z1), soft)
    back = Box(x0=box.x0, x1=box.x1, y0=seat, y1=box.y1, z0=box.z1 - 0.25, z1=box.z1)
    canvas.box(name, product.density * 0.8, back)
    for x in (box.x0, box.x1 - 0.16):
        canvas.box(name, product.density * 1.2, Box(x0=x, x1=x + 0.16, y0=box.y0 + 0.05, y1=box.y0 + box.height * 0.72, z0=box.z0, z1=box.z1))
        for post in (x + 0.02, x + 0.11):
            canvas.box("cellulose", 620.0, Box(x0=post, x1=post + 0.03, y0=box.y0, y1=box.y0 + box.height * 0.7, z0=box.z0 + 0.1, z1=box.z0 + 0.16))
    for y in (box.y0 + 0.1, seat - 0.14):
        canvas.box("cellulose", 620.0, Box(x0=box.x0, x1=box.x1, y0=y, y1=y + 0.04, z0=box.z0 + 0.05, z1=box.z0 + 0.09))
        canvas.box("cellulose", 620.0, Box(x0=box.x0, x1=box.x1, y0=y, y1=y + 0.04, z0=box.z1 - 0.09, z1=box.z1 - 0.05))
    for x in np.arange(box.x0 + 0.2, box.x1 - 0.2, 0.11):
        canvas.box("iron", 900.0, Box(x0=x, x1=x + 0.01, y0=seat - 0.1, y1=seat - 0.085, z0=box.z0 + 0.06, z1=box.z1 - 0.06))


def _mattress(canvas: Canvas, product: Product, box: Box, rng: np.random.Generator) -> None:
    canvas.box(product.kind.name, product.density, box)
    inner = box.inset(0.03)
    count = max(int(inner.height / 0.07), 1)
    for index in range(count):
        y = inner.y0 + index * inner.height / count
        wire = Box(x0=inner.x0, x1=inner.x1, y0=y, y1=y + 0.016, z0=inner.z0, z1=inner.z1)
        canvas.box("iron", 130.0 * float(rng.normal(1, 0.1)), wire)
    for x in (inner.x0, inner.x1 - 0.004):
        canvas.box("iron", 700.0, Box(x0=x, x1=x + 0.004, y0=inner.y0, y1=inner.y1, z0=inner.z0, z1=inner.z1))


def draw_appliances(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Stand refrigerators or washing machines in rows, stacked where they fit."""
    length, height, depth = product.figure("length", 0.65), product.figure("height", 0.9), product.figure("depth", 0.65)
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
                box = Box(x0=x + 0.015, x1=x + length, y0=y + 0.03, y1=y + 0.03 + height, z0=z0 + 0.02, z1=z0 + depth - 0.02)
                (_refrigerator if cold else _washer)(canvas, box, mirrored=row % 2 == 1)


def _refrigerator(canvas: Canvas, box: Box, *, mirrored: bool) -> None:
    shapes.hollow_box(canvas, "iron", STEEL, box, 0.0006)
    canvas.box("polyethylene", 38.0, box)
    inside = Box(x0=box.x0 + 0.05, x1=box.x1 - 0.05, y0=box.y0 + 0.28, y1=box.y1 - 0.05, z0=box.z0 + 0.05, z1=box.z1 - 0.05)
    canvas.box("polyethylene", -38.0, inside)
    for at in np.linspace(0.1, 0.9, 5):
        y = inside.y0 + at * inside.height
        canvas.box("glass_sio2", 2500.0, Box(x0=inside.x0, x1=inside.x1, y0=y, y1=y + 0.004, z0=inside.z0, z1=inside.z1))
    split = Box(x0=box.x0, x1=box.x1, y0=box.y0 + box.height * 0.66, y1=box.y0 + box.height * 0.66 + 0.05, z0=box.z0, z1=box.z1)
    canvas.box("polyethylene", 60.0, split)
    x = box.x1 - 0.17 if mirrored else box.x0 + 0.17
    shapes.ellipsoid(canvas, "iron", STEEL * 0.75, centre=(x, box.y0 + 0.12, (box.z0 + box.z1) / 2), radii=(0.1, 0.085, 0.08))
    canvas.box("iron", STEEL, Box(x0=box.x0, x1=box.x1, y0=box.y0 + 0.03, y1=box.y0 + 0.0325, z0=box.z0, z1=box.z1))


def _washer(canvas: Canvas, box: Box, *, mirrored: bool) -> None:
    shapes.hollow_box(canvas, "iron", STEEL, box, 0.0008)
    x, y = (box.x0 + box.x1) / 2, box.y0 + box.height * 0.52
    r = min(box.length, box.height) * 0.4
    z0, z1 = box.z0 + 0.1, box.z1 - 0.12
    for material, density, outer, inner in (("polyethylene", 1000.0, r, r - 0.012), ("iron", STEEL, r - 0.02, r - 0.0215)):
        shapes.crosswise_cylinder(canvas, material, density, x=x, y=y, radius=outer, z0=z0, z1=z1)
        shapes.crosswise_cylinder(canvas, material, -density, x=x, y=y, radius=inner, z0=z0, z1=z1)
    canvas.box("glass_sio2", 2300.0, Box(x0=x - 0.16, x1=x + 0.16, y0=box.y1 - 0.17, y1=box.y1 - 0.05, z0=z0, z1=z0 + 0.17))
    canvas.box("glass_sio2", 2300.0, Box(x0=x - 0.19, x1=x + 0.19, y0=box.y0 + 0.1, y1=box.y0 + 0.18, z0=z1 - 0.2, z1=z1))
    motor = x + (0.12 if mirrored else -0.12)
    shapes.crosswise_cylinder(canvas, "iron", STEEL * 0.8, x=motor, y=box.y0 + 0.15, radius=0.06, z0=z0 + 0.1, z1=z0 + 0.28)
    canvas.box("polyethylene", 25.0, Box(x0=box.x0 - 0.01, x1=box.x1 + 0.01, y0=box.y0 - 0.03, y1=box.y0, z0=box.z0, z1=box.z1))


__all__ = [
    "draw_appliances", "draw_cycles", "draw_furniture", "draw_machines", "draw_pieces",
    "draw_vehicles", "wooden_pallet",
]  # fmt: skip
