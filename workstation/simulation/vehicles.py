"""Loads of vehicles: cars parked in a row, motorcycles in frames."""

from collections.abc import Callable

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import STEEL
from workstation.simulation.goods import Product
from workstation.simulation.rays import Box, Canvas, span

_CAR_TOP = (
    (0.0, 0.36), (0.02, 0.5), (0.12, 0.57), (0.26, 0.63), (0.42, 0.97), (0.55, 1.0), (0.74, 0.95),
    (0.92, 0.68), (0.985, 0.62), (1.0, 0.4),
)  # fmt: skip
"""A saloon's upper outline: parts of its length and height."""


def draw_vehicles(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Park cars one behind another, lashed down."""
    length, height = product.figure("length", 4.4), product.figure("height", 1.5)
    x = room.x1 - 0.15
    while x - length > room.x0:
        _car(
            canvas,
            x - length,
            room.y0,
            length,
            height,
            (room.z0 + room.z1) / 2,
            rng,
            reverse=bool(rng.random() < 0.5),
        )
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
    canvas.prism(
        "iron",
        STEEL,
        columns,
        y=((top - skin).astype(f32), top.astype(f32)),
        z=(z0 + 0.08, z1 - 0.08),
    )
    for post in (0.33, 0.55, 0.76, 0.93):
        for z in (z0 + 0.04, z1 - 0.1):
            at_x = at(post)
            roof_y = float(np.interp(at_x, canvas.fan.columns_x[columns], top))
            shapes.beam(
                canvas, "iron", STEEL * 0.16, (at_x, y0 + 0.25), (at_x, roof_y), 0.07, z, z + 0.06
            )
    for z in (z0 + 0.2, z1 - 0.28):
        shapes.beam(
            canvas,
            "iron",
            STEEL * 0.25,
            (at(0.03), y0 + 0.32),
            (at(0.97), y0 + 0.32),
            0.1,
            z,
            z + 0.08,
        )
    for end in (0.015, 0.985):
        bumper = span(
            (at(end) - 0.04, at(end) + 0.04), (y0 + 0.36, y0 + 0.52), (z0 + 0.1, z1 - 0.1)
        )
        canvas.box("iron", STEEL * 0.05, bumper)
    floor = span(
        (min(at(0.2), at(0.95)), max(at(0.2), at(0.95))), (y0 + 0.26, y0 + 0.2613), (z0, z1)
    )
    canvas.box("iron", STEEL, floor)
    _car_inside(canvas, at, y0, (z0, z1), rng)
    for part in (0.18, 0.81):
        for z in (z0 + 0.01, z1 - 0.22):
            _car_wheel(canvas, at(part), y0 + 0.31, z)
        shapes.beam(
            canvas,
            "iron",
            STEEL * 0.4,
            (at(part) - 0.05, y0 + 0.3),
            (at(part) + 0.05, y0 + 0.3),
            0.08,
            z0 + 0.25,
            z1 - 0.25,
        )


def _smooth(
    curve: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    window = np.hanning(29)
    return np.convolve(np.pad(curve, 14, mode="edge"), window / window.sum(), mode="valid")


def _car_inside(
    canvas: Canvas, place: Callable[[float], float], y0: float, z: tuple[float, float],
    rng: np.random.Generator,
) -> None:  # fmt: skip
    engine_x = place(0.14)
    block = span(
        (engine_x - 0.28, engine_x + 0.28), (y0 + 0.35, y0 + 0.75), (z[0] + 0.5, z[1] - 0.5)
    )
    shapes.hollow_box(canvas, "iron", STEEL * 0.5, block, 0.06)
    for _ in range(16):
        x, y = engine_x + float(rng.normal(0, 0.22)), y0 + float(rng.uniform(0.35, 0.75))
        r = float(rng.uniform(0.02, 0.09))
        shapes.ellipsoid(
            canvas,
            "iron",
            STEEL * float(rng.uniform(0.2, 0.8)),
            centre=(x, y, float(rng.uniform(z[0] + 0.3, z[1] - 0.3))),
            radii=(r, r, r * 2),
        )
    for row in (0.46, 0.68):
        x = place(row)
        back = 0.12 if place(0.9) > place(0.1) else -0.12
        canvas.box(
            "polyethylene",
            90.0,
            span((x - 0.24, x + 0.24), (y0 + 0.42, y0 + 0.58), (z[0] + 0.2, z[1] - 0.2)),
        )
        shapes.beam(
            canvas,
            "polyethylene",
            110.0,
            (x + 2 * back, y0 + 0.5),
            (x + 3.2 * back, y0 + 1.1),
            0.14,
            z[0] + 0.25,
            z[1] - 0.25,
        )
        shapes.beam(
            canvas,
            "iron",
            STEEL * 0.1,
            (x + 2 * back, y0 + 0.5),
            (x + 3.2 * back, y0 + 1.1),
            0.03,
            z[0] + 0.3,
            z[1] - 0.3,
        )
    tank = place(0.72)
    canvas.box(
        "polyethylene",
        500.0,
        span((tank - 0.3, tank + 0.3), (y0 + 0.28, y0 + 0.38), (z[0] + 0.4, z[1] - 0.5)),
    )
    gearbox = place(0.26)
    shapes.ellipsoid(
        canvas,
        "iron",
        STEEL * 0.35,
        centre=(gearbox, y0 + 0.42, (z[0] + z[1]) / 2),
        radii=(0.25, 0.14, 0.16),
    )


def _car_wheel(canvas: Canvas, x: float, y: float, z: float) -> None:
    for density, outer, inner, material in (
        (1250.0, 0.31, 0.295, "rubber"), (STEEL * 0.5, 0.207, 0.2, "aluminium"),
    ):  # fmt: skip
        shapes.crosswise_cylinder(
            canvas, material, density, x=x, y=y, radius=outer, z0=z, z1=z + 0.2
        )
        shapes.crosswise_cylinder(
            canvas, material, -density, x=x, y=y, radius=inner, z0=z, z1=z + 0.2
        )
    for side in (z, z + 0.185):
        shapes.crosswise_cylinder(
            canvas, "rubber", 1150.0, x=x, y=y, radius=0.295, z0=side, z1=side + 0.014
        )
        shapes.crosswise_cylinder(
            canvas, "rubber", -1150.0, x=x, y=y, radius=0.205, z0=side, z1=side + 0.014
        )
    shapes.crosswise_cylinder(
        canvas, "aluminium", 2700.0, x=x, y=y, radius=0.2, z0=z + 0.02, z1=z + 0.03
    )
    shapes.crosswise_cylinder(
        canvas, "iron", STEEL, x=x, y=y, radius=0.14, z0=z + 0.06, z1=z + 0.084
    )
    shapes.crosswise_cylinder(
        canvas, "iron", STEEL * 0.7, x=x, y=y, radius=0.06, z0=z + 0.04, z1=z + 0.16
    )


def draw_cycles(canvas: Canvas, room: Box, product: Product, rng: np.random.Generator) -> None:
    """Pack motorcycles in light steel frames, side by side and two high."""
    length, height = product.figure("length", 1.9), product.figure("height", 1.05)
    for x in np.arange(room.x0, room.x1 - length, length + 0.06):
        for y in np.arange(room.y0, room.y1 - height, height + 0.1):
            for z in np.arange(room.z0 + 0.02, room.z1 - 0.42, 0.46):
                _cycle(
                    canvas,
                    float(x) + float(rng.normal(0, 0.01)),
                    float(y) + 0.03,
                    float(z),
                    length,
                    height,
                    flip=bool(rng.random() < 0.1),
                )


def _cycle(
    canvas: Canvas, x: float, y: float, z: float, length: float, height: float, *, flip: bool
) -> None:
    def at(part: float) -> float:
        return x + (1 - part if flip else part) * length

    r = min(0.3, height * 0.3)
    for part in (0.17, 0.83):
        for material, density, outer, inner in (
            ("rubber", 1150.0, r, r - 0.022),
            ("iron", STEEL * 0.5, r - 0.06, r - 0.068),
        ):
            shapes.crosswise_cylinder(
                canvas,
                material,
                density,
                x=at(part),
                y=y + r,
                radius=outer,
                z0=z + 0.15,
                z1=z + 0.25,
            )
            shapes.crosswise_cylinder(
                canvas,
                material,
                -density,
                x=at(part),
                y=y + r,
                radius=inner,
                z0=z + 0.15,
                z1=z + 0.25,
            )
        shapes.crosswise_cylinder(
            canvas, "iron", STEEL * 0.8, x=at(part), y=y + r, radius=0.05, z0=z + 0.14, z1=z + 0.26
        )
    shapes.ellipsoid(
        canvas, "iron", STEEL * 0.5, centre=(at(0.5), y + 0.36, z + 0.2), radii=(0.2, 0.15, 0.13)
    )
    shapes.ellipsoid(
        canvas, "iron", STEEL * 0.5, centre=(at(0.42), y + 0.52, z + 0.2), radii=(0.09, 0.13, 0.08)
    )
    shapes.ellipsoid(
        canvas,
        "iron",
        STEEL * 0.06,
        centre=(at(0.42), y + height * 0.78, z + 0.2),
        radii=(0.24, 0.1, 0.12),
    )
    shapes.ellipsoid(
        canvas,
        "polyethylene",
        120.0,
        centre=(at(0.68), y + height * 0.75, z + 0.2),
        radii=(0.32, 0.06, 0.12),
    )
    for one, two in (
        ((0.17, r), (0.27, height)),
        ((0.83, r), (0.55, r)),
        ((0.27, height * 0.85), (0.65, height * 0.68)),
        ((0.65, height * 0.68), (0.83, r)),
    ):
        for near, far in ((z + 0.12, z + 0.15), (z + 0.25, z + 0.28)):
            shapes.beam(
                canvas,
                "iron",
                STEEL * 0.45,
                (at(one[0]), y + one[1]),
                (at(two[0]), y + two[1]),
                0.035,
                near,
                far,
            )
    for side in (z, z + 0.4):
        for px in (x, x + length - 0.025):
            canvas.box(
                "iron",
                STEEL * 0.25,
                span((px, px + 0.025), (y - 0.03, y + height + 0.02), (side, side + 0.025)),
            )
        for py in (y - 0.03, y + height):
            canvas.box(
                "iron",
                STEEL * 0.25,
                span((x, x + length), (py, py + 0.025), (side, side + 0.025)),
            )
