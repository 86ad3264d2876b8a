"""What carries the container: a skeletal semi-trailer and the rear of its tractor."""

from typing import Final

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import RUBBER, STEEL
from workstation.simulation.rays import Canvas, span

_MIDDLE: Final = 1.219
_RAILS: Final = (_MIDDLE - 0.5, _MIDDLE + 0.5)
"""Where the two main beams of a trailer run, across the vehicle [m]."""


def draw_truck(
    canvas: Canvas, box: tuple[float, float], x1: float, floor: float, rng: np.random.Generator
) -> None:
    """Draw trailer and tractor under a container at `box` whose underside is at `floor` [m].

    The trailer begins where the container does and ends at x1; its axles are at low x, the
    tractor at high x.
    """
    x0 = box[0]
    _main_beams(canvas, x0, x1, floor, rng)
    _bolsters(canvas, box, floor)
    axles = int(rng.choice([3, 3, 3, 2]))
    first = x0 + float(rng.uniform(1.3, 2.4)) if x1 - x0 > 9 else x0 + float(rng.uniform(0.7, 1.1))
    for index in range(axles):
        _wheels(canvas, first + 1.31 * index, 0.5, rng, mudguard=True)
    _fittings(canvas, x0, x1, floor, first + 1.31 * axles, rng)
    _bumper(canvas, x0, floor)
    _tractor(canvas, x1, floor, rng)


def _main_beams(
    canvas: Canvas, x0: float, x1: float, floor: float, rng: np.random.Generator
) -> None:
    deep, neck = float(rng.uniform(0.38, 0.5)), float(rng.uniform(0.14, 0.2))
    knee = x1 - float(rng.uniform(2.6, 3.6)) * min(1.0, (x1 - x0) / 12)
    ramp = float(rng.uniform(0.4, 1.8))
    under = floor - 0.01
    for z in _RAILS:
        web = (z - 0.005, z + 0.005)
        outline = [
            (x0 - 0.05, under), (x1 + 0.15, under), (x1 + 0.15, under - neck), (knee, under - neck),
        ]  # fmt: skip
        shapes.polygon(canvas, "iron", STEEL, outline, *web)
        deeper = [
            (x0 - 0.05, under - neck),
            (knee, under - neck),
            (knee - ramp, under - deep),
            (x0 - 0.05, under - deep),
        ]
        shapes.polygon(canvas, "iron", STEEL, deeper, *web)
        flange = (z - 0.07, z + 0.07)
        shapes.beam(canvas, "iron", STEEL, (x0 - 0.05, under), (x1 + 0.15, under), 0.014, *flange)
        shapes.beam(
            canvas,
            "iron",
            STEEL,
            (x0 - 0.05, under - deep),
            (knee - ramp, under - deep),
            0.016,
            *flange,
        )
        shapes.beam(
            canvas, "iron", STEEL, (knee - ramp, under - deep), (knee, under - neck), 0.016, *flange
        )
        shapes.beam(
            canvas, "iron", STEEL, (knee, under - neck), (x1 + 0.15, under - neck), 0.016, *flange
        )
    for x in np.arange(x0 + 0.4, knee, float(rng.uniform(0.9, 1.4))):
        web_box = span((x, x + 0.008), (under - deep * 0.9, under - 0.05), (_RAILS[0], _RAILS[1]))
        canvas.box("iron", STEEL, web_box)


def _bolsters(canvas: Canvas, box: tuple[float, float], floor: float) -> None:
    """Cross beams with twist locks, at the container's corners and for two short ones."""
    x0, x1 = box
    under = floor - 0.01
    for x in (x0 + 0.02, x0 + (x1 - x0) / 2 - 0.12, x0 + (x1 - x0) / 2 + 0.12, x1 - 0.16):
        if x1 - x0 < 8 and x0 + 1 < x < x1 - 1:
            continue
        bolster = span((x, x + 0.13), (under - 0.16, under), (0.02, 2.42))
        shapes.hollow_box(canvas, "iron", STEEL, bolster, 0.007)
        for z in (0.05, 2.28):
            lock = span((x + 0.02, x + 0.11), (under - 0.2, under + 0.06), (z, z + 0.1))
            canvas.box("iron", STEEL * 0.7, lock)


def _wheels(
    canvas: Canvas, x: float, y: float, rng: np.random.Generator, *, mudguard: bool
) -> None:
    """One axle: dual tyres on both sides, rims, drums, hubs, the axle, springs, a mudguard."""
    radius = float(rng.uniform(0.49, 0.52))
    for z in (0.0, 0.33, 1.78, 2.11):
        for outer, inner, density, material in (
            (radius, radius - 0.034, RUBBER * 1.35, "rubber"),
            (radius - 0.012, radius - 0.018, STEEL * 0.55, "iron"),
        ):
            _ring(canvas, material, density, x, y, outer, inner, z + 0.02, z + 0.28)
        for side in (z + 0.015, z + 0.267):
            _ring(canvas, "rubber", RUBBER, x, y, radius - 0.02, 0.285, side, side + 0.014)
        _ring(canvas, "iron", STEEL, x, y, 0.29, 0.277, z + 0.03, z + 0.27)
        shapes.crosswise_cylinder(
            canvas, "iron", STEEL, x=x, y=y, radius=0.28, z0=z + 0.13, z1=z + 0.142
        )
    for z in (0.42, 1.7):
        _ring(canvas, "iron", STEEL, x, y, 0.215, 0.19, z, z + 0.24)
        # Shoes, cams and linings fill a brake drum; drawn one by one nobody could tell them apart.
        shapes.crosswise_cylinder(
            canvas, "iron", STEEL * 0.35, x=x, y=y, radius=0.2, z0=z, z1=z + 0.24
        )
    for z in (0.1, 2.0):
        shapes.crosswise_cylinder(
            canvas, "iron", STEEL * 0.75, x=x, y=y, radius=0.11, z0=z, z1=z + 0.34
        )
    _ring(canvas, "iron", STEEL, x, y, 0.075, 0.06, 0.3, 2.14)
    for z in (0.66, 1.7):
        _leaf_spring(canvas, x, y, z)
    if mudguard and rng.random() < 0.8:
        for z in (0.0, 1.83):
            _arch(canvas, x, y + 0.02, radius + 0.09, z, z + 0.6)


def _ring(
    canvas: Canvas, material: str, density: float, x: float, y: float,
    outer: float, inner: float, z0: float, z1: float,
) -> None:  # fmt: skip
    shapes.crosswise_cylinder(canvas, material, density, x=x, y=y, radius=outer, z0=z0, z1=z1)
    shapes.crosswise_cylinder(canvas, material, -density, x=x, y=y, radius=inner, z0=z0, z1=z1)


def _leaf_spring(canvas: Canvas, x: float, y: float, z: float) -> None:
    columns = canvas.fan.columns_of(x - 0.58, x + 0.58)
    u = (canvas.fan.columns_x[columns] - np.float32(x)) / np.float32(0.58)
    sag = (np.float32(y + 0.09) + np.float32(0.16) * u**2).astype(np.float32)
    thick = (np.float32(0.05) * (1 - u**2) + np.float32(0.015)).astype(np.float32)
    canvas.prism("iron", STEEL, columns, y=(sag, sag + thick), z=(z, z + 0.08))
    clamp = span((x - 0.1, x + 0.1), (y + 0.04, y + 0.2), (z - 0.02, z + 0.1))
    canvas.box("iron", STEEL * 0.5, clamp)


def _arch(canvas: Canvas, x: float, y: float, radius: float, z0: float, z1: float) -> None:
    """Draw a plastic mudguard: the upper part of a thin ring."""
    columns = canvas.fan.columns_of(x - radius, x + radius)
    outer = shapes.half_chord(canvas, columns, x, radius)
    inner = shapes.half_chord(canvas, columns, x, radius - 0.006)
    low = np.maximum(np.float32(y) + inner, np.float32(y + 0.15))
    canvas.prism(
        "polyethylene", 950.0, columns, y=(low, np.maximum(np.float32(y) + outer, low)), z=(z0, z1)
    )


def _fittings(
    canvas: Canvas,
    x0: float,
    x1: float,
    floor: float,
    behind_axles: float,
    rng: np.random.Generator,
) -> None:
    """Landing legs, air tank, spare wheel, tool box, brackets."""
    under = floor - 0.45
    leg = x1 - float(rng.uniform(2.3, 3.0)) * min(1.0, (x1 - x0) / 11)
    for z in (0.45, 1.85):
        tube = span((leg, leg + 0.12), (0.35, floor - 0.1), (z, z + 0.12))
        shapes.hollow_box(canvas, "iron", STEEL, tube, 0.006)
        screw = span((leg + 0.045, leg + 0.075), (0.4, floor - 0.15), (z + 0.045, z + 0.075))
        canvas.box("iron", STEEL, screw)
        shapes.beam(
            canvas,
            "iron",
            STEEL,
            (leg - 0.55, floor - 0.45),
            (leg, 0.62),
            0.05,
            z + 0.04,
            z + 0.046,
        )
    middle = behind_axles + float(rng.uniform(0.2, 0.8))
    tank = span((middle, middle + 0.3), (under + 0.02, under + 0.3), (1.0, 1.7))
    _ring(canvas, "iron", STEEL, middle + 0.15, under + 0.2, 0.15, 0.146, tank.z0, tank.z1)
    for z in (tank.z0, tank.z1):
        shapes.crosswise_cylinder(
            canvas, "iron", STEEL, x=middle + 0.15, y=under + 0.2, radius=0.15, z0=z, z1=z + 0.004
        )
    if x1 - x0 > 8 and rng.random() < 0.8:
        _spare_wheel(canvas, middle + float(rng.uniform(0.7, 1.6)), floor - 0.75)
    if rng.random() < 0.6:
        x = leg - float(rng.uniform(1.0, 1.8))
        box = span((x, x + 0.6), (floor - 0.95, floor - 0.5), (0.1, 0.6))
        shapes.hollow_box(canvas, "iron", STEEL, box, 0.002)
        for _ in range(5):
            cx, cy = (
                float(rng.uniform(x + 0.1, x + 0.5)),
                float(rng.uniform(box.y0 + 0.05, box.y0 + 0.2)),
            )
            shapes.ellipsoid(
                canvas, "iron", STEEL * 0.3, centre=(cx, cy, 0.35), radii=(0.06, 0.05, 0.08)
            )
    for _ in range(int(rng.integers(8, 18))):
        x, y = float(rng.uniform(x0, x1)), float(rng.uniform(floor - 0.5, floor - 0.05))
        w, h = float(rng.uniform(0.01, 0.1)), float(rng.uniform(0.02, 0.15))
        z = float(rng.choice([0.3, 0.7, 1.7, 2.0]))
        bracket = span((x, x + w), (y - h, y), (z, z + float(rng.uniform(0.01, 0.12))))
        canvas.box("iron", STEEL * float(rng.uniform(0.2, 0.9)), bracket)
    for z in (0.75, 1.66):
        for y in (floor - 0.12, floor - 0.3):
            hose = span((x0, x1 - 0.5), (y, y + 0.012), (z, z + 0.012))
            canvas.box("rubber", RUBBER, hose)


def _spare_wheel(canvas: Canvas, x: float, y: float) -> None:
    """Draw a wheel lying flat in its basket."""
    shapes.upright_cylinder(canvas, "rubber", RUBBER, x=x, z=_MIDDLE, radius=0.5, y0=y, y1=y + 0.28)
    shapes.upright_cylinder(
        canvas, "rubber", -RUBBER, x=x, z=_MIDDLE, radius=0.47, y0=y + 0.02, y1=y + 0.26
    )
    shapes.upright_cylinder(
        canvas, "iron", STEEL, x=x, z=_MIDDLE, radius=0.29, y0=y + 0.02, y1=y + 0.26
    )
    shapes.upright_cylinder(
        canvas, "iron", -STEEL, x=x, z=_MIDDLE, radius=0.28, y0=y + 0.02, y1=y + 0.26
    )
    for dx in (-0.55, 0.53):
        shapes.beam(canvas, "iron", STEEL, (x + dx, y - 0.04), (x + dx, y + 0.5), 0.02, 0.7, 0.74)
    shapes.beam(canvas, "iron", STEEL, (x - 0.56, y - 0.03), (x + 0.56, y - 0.03), 0.02, 0.8, 1.6)


def _bumper(canvas: Canvas, x0: float, floor: float) -> None:
    bar = span((x0 - 0.08, x0 + 0.02), (0.5, 0.62), (0.05, 2.39))
    shapes.hollow_box(canvas, "iron", STEEL, bar, 0.004)
    for z in (0.6, 1.8):
        shapes.beam(
            canvas, "iron", STEEL, (x0 - 0.02, 0.55), (x0 + 0.15, floor - 0.4), 0.1, z, z + 0.008
        )
    for z in (0.1, 2.1):
        lamp = span((x0 - 0.1, x0 - 0.02), (floor - 0.35, floor - 0.2), (z, z + 0.3))
        canvas.box("polyethylene", 300.0, lamp)


def _tractor(canvas: Canvas, x1: float, floor: float, rng: np.random.Generator) -> None:
    """Frame, fifth wheel, drive axles, tank, hoses and the back of the cab."""
    kingpin = x1 - float(rng.uniform(0.75, 1.0))
    front = x1 + 3.2
    top = floor - 0.28
    for z in (_MIDDLE - 0.4, _MIDDLE + 0.4):
        web = span((kingpin - 0.85, front), (top - 0.27, top), (z - 0.004, z + 0.004))
        canvas.box("iron", STEEL, web)
        for y in (top - 0.27, top - 0.01):
            flange = span((web.x0, front), (y, y + 0.01), (z - 0.05, z + 0.05))
            canvas.box("iron", STEEL, flange)
    plate = [
        (kingpin - 0.55, top + 0.08),
        (kingpin - 0.3, top + 0.17),
        (kingpin + 0.35, top + 0.17),
        (kingpin + 0.45, top + 0.1),
    ]
    shapes.polygon(canvas, "iron", STEEL * 0.55, plate, _MIDDLE - 0.45, _MIDDLE + 0.45)
    block = span(
        (kingpin - 0.2, kingpin + 0.3), (top, top + 0.09), (_MIDDLE - 0.35, _MIDDLE + 0.35)
    )
    canvas.box("iron", STEEL * 0.5, block)
    shapes.upright_cylinder(
        canvas, "iron", STEEL, x=kingpin, z=_MIDDLE, radius=0.045, y0=top + 0.05, y1=top + 0.28
    )
    twin = rng.random() < 0.65
    for offset in (-0.65, 0.7) if twin else (0.05,):
        _wheels(canvas, kingpin + offset, 0.5, rng, mudguard=rng.random() < 0.5)
        shapes.ellipsoid(
            canvas,
            "iron",
            STEEL * 0.55,
            centre=(kingpin + offset, 0.5, _MIDDLE),
            radii=(0.22, 0.2, 0.25),
        )
    tank = kingpin + 1.75
    for z in (0.1, 1.75):
        fuel = span((tank, tank + 0.95), (0.45, 0.98), (z, z + 0.6))
        shapes.hollow_box(canvas, "aluminium", 2700.0, fuel, 0.003)
        level = span((tank, tank + 0.95), (0.45, 0.45 + float(rng.uniform(0.1, 0.5))), (z, z + 0.6))
        canvas.box("polyethylene", 840.0, level)
    _hoses(canvas, x1, floor, rng)
    cab = x1 + float(rng.uniform(0.5, 0.95))
    back = span((cab, cab + 0.03), (floor - 0.1, floor + float(rng.uniform(1.6, 2.3))), (0.1, 2.34))
    canvas.box("iron", STEEL * 0.0025 / 0.03, back)
    shell = span((cab, cab + 2.2), (floor - 0.1, back.y1), (0.1, 2.34))
    shapes.hollow_box(canvas, "iron", STEEL, shell, 0.0013)
    for y in np.linspace(floor + 0.2, back.y1 - 0.1, 4):
        canvas.box("iron", STEEL * 0.3, span((cab, cab + 0.04), (y, y + 0.05), (0.1, 2.34)))
    for z in (0.1, 2.25):
        canvas.box(
            "iron",
            STEEL * 0.12,
            span((cab, cab + 0.08), (floor - 0.1, back.y1), (z, z + 0.09)),
        )
    bunk = span((cab + 0.06, cab + 0.75), (floor + 0.15, floor + 0.35), (0.2, 2.24))
    canvas.box("polyethylene", 60.0, bunk)
    _clutter(canvas, (kingpin + 0.7, front), top, rng)


def _clutter(canvas: Canvas, x: tuple[float, float], top: float, rng: np.random.Generator) -> None:
    """Batteries, air bottles, valves, brackets and pipes along the tractor's frame."""
    for z in (0.15, 1.7):
        start = float(rng.uniform(x[0], x[0] + 0.3))
        battery = span((start, start + 0.55), (top - 0.45, top - 0.12), (z, z + 0.4))
        shapes.hollow_box(canvas, "iron", STEEL, battery, 0.002)
        for cell in range(4):
            at = start + 0.03 + cell * 0.13
            canvas.box(
                "lead",
                900.0,
                span((at, at + 0.11), (top - 0.42, top - 0.2), (z + 0.03, z + 0.3)),
            )
    for _ in range(3):
        at, y = float(rng.uniform(*x)), float(rng.uniform(top - 0.5, top - 0.15))
        _ring(canvas, "iron", STEEL, at, y, 0.12, 0.116, 0.6, 1.3)
    for _ in range(26):
        at, y = float(rng.uniform(*x)), float(rng.uniform(top - 0.6, top + 0.02))
        z = float(rng.choice([0.2, 0.8, 1.55, 2.1]))
        w, h = float(rng.uniform(0.015, 0.16)), float(rng.uniform(0.015, 0.14))
        part = span((at, at + w), (y, y + h), (z, z + float(rng.uniform(0.02, 0.2))))
        canvas.box("iron", STEEL * float(rng.uniform(0.1, 0.8)), part)
    for _ in range(5):
        y = float(rng.uniform(top - 0.25, top))
        pipe = span((x[0] - 0.8, x[1]), (y, y + 0.014), (0.9, 0.914))
        canvas.box("rubber", RUBBER * 2, pipe)


def _hoses(canvas: Canvas, x1: float, floor: float, rng: np.random.Generator) -> None:
    """Coiled air hoses sagging between cab and trailer."""
    for z in (0.9, 1.2, 1.5):
        columns = canvas.fan.columns_of(x1 + 0.1, x1 + 0.9)
        u = (canvas.fan.columns_x[columns] - np.float32(x1 + 0.1)) / np.float32(0.8)
        sag = floor + 0.35 - float(rng.uniform(0.3, 0.8)) * 4 * u * (1 - u)
        coil = 0.035 * np.sin(u * float(rng.uniform(90, 140)))
        y = (sag + coil).astype(np.float32)
        canvas.prism("rubber", RUBBER, columns, y=(y, y + np.float32(0.014)), z=(z, z + 0.014))
