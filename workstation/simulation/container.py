"""The container itself: shell, doors, floor and, for reefers, insulation and machinery."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from workstation.simulation import shapes
from workstation.simulation.densities import ALUMINIUM, FOAM, PLYWOOD, STEEL
from workstation.simulation.rays import Box, Canvas, span

WIDTH: Final = 2.438


class ContainerSize(StrEnum):
    """Outer sizes of ISO 668 that ply with trucks."""

    FT20 = "20"
    FT40 = "40"
    FT40_HIGH = "40HC"
    FT45_HIGH = "45HC"


class ContainerBuild(StrEnum):
    """What the walls are made of."""

    DRY = "dry"
    DRY_POSTS = "dry_posts"
    REEFER = "reefer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerSpec:
    """A container: its size and its build."""

    size: ContainerSize
    build: ContainerBuild = ContainerBuild.DRY

    @property
    def length(self) -> float:
        """Outer length [m]."""
        return {"20": 6.058, "40": 12.192, "40HC": 12.192, "45HC": 13.716}[self.size.value]

    @property
    def height(self) -> float:
        """Outer height [m]."""
        return 2.591 if self.size in {ContainerSize.FT20, ContainerSize.FT40} else 2.896

    @property
    def size_type(self) -> str:
        """ISO 6346 size-type code."""
        size = {"20": "22", "40": "42", "40HC": "45", "45HC": "L5"}[self.size.value]
        return size + ("R1" if self.build is ContainerBuild.REEFER else "G1")

    @property
    def payload_kg(self) -> float:
        """How much goods may weigh [kg]."""
        return {"20": 21_700.0, "40": 26_600.0, "40HC": 26_500.0, "45HC": 27_000.0}[self.size.value]


def hold(spec: ContainerSpec, x0: float, floor: float) -> Box:
    """Return the room for goods of a container whose front or rear outer end is at x0 [m].

    `floor` is the height of the underside of the bottom rails above the ground.
    """
    reefer = spec.build is ContainerBuild.REEFER
    side, end = (0.085, 0.12) if reefer else (0.043, 0.06)
    front = 0.45 if reefer else 0.06
    return span(
        (x0 + end + 0.05, x0 + spec.length - front - 0.03),
        (floor + (0.225 if reefer else 0.175), floor + spec.height - (0.2 if reefer else 0.09)),
        (side, WIDTH - side),
    )


def draw_container(
    canvas: Canvas, spec: ContainerSpec, x0: float, floor: float, rng: np.random.Generator
) -> None:
    """Draw an empty container: doors at its low-x end, front wall at its high-x end."""
    outer = span((x0, x0 + spec.length), (floor, floor + spec.height), (0.0, WIDTH))
    _frame(canvas, outer)
    _doors(canvas, outer, rng)
    if spec.build is ContainerBuild.REEFER:
        _reefer_walls(canvas, outer, rng)
        _reefer_unit(canvas, outer, rng)
        _t_floor(canvas, outer)
    else:
        _corrugated_walls(canvas, outer, posts=spec.build is ContainerBuild.DRY_POSTS, rng=rng)
        _front_wall(canvas, outer)
        _roof(canvas, outer, rng)
        _plywood_floor(canvas, outer)
        _lashing_rings(canvas, outer, rng)
    _cross_members(canvas, outer, rng)
    _plates(canvas, outer, rng)


def _frame(canvas: Canvas, o: Box) -> None:
    """Corner castings, posts and rails (ISO 1161, ISO 1496-1; steel of 3 to 8 mm)."""
    for z in (0.0, WIDTH - 0.162):
        for x in (o.x0, o.x1 - 0.178):
            for y in (o.y0, o.y1 - 0.118):
                casting = span((x, x + 0.178), (y, y + 0.118), (z, z + 0.162))
                shapes.hollow_box(canvas, "iron", STEEL, casting, 0.012)
                shapes.crosswise_cylinder(
                    canvas, "iron", -STEEL * 0.9,
                    x=x + 0.089, y=y + 0.06, radius=0.03, z0=z, z1=z + 0.012,
                )  # fmt: skip
            post = span((x + 0.02, x + 0.158), (o.y0 + 0.118, o.y1 - 0.118), (z, z + 0.15))
            shapes.hollow_box(canvas, "iron", STEEL, post, 0.007)
        top = span((o.x0 + 0.17, o.x1 - 0.17), (o.y1 - 0.065, o.y1 - 0.005), (z, z + 0.06))
        top = _flush(top, z, 0.06)
        shapes.hollow_box(canvas, "iron", STEEL, top, 0.0035)
        bottom = span((o.x0 + 0.17, o.x1 - 0.17), (o.y0 + 0.012, o.y0 + 0.17), (z, z + 0.05))
        bottom = _flush(bottom, z, 0.05)
        shapes.hollow_box(canvas, "iron", STEEL, bottom, 0.0045)
    for x in (o.x0 + 0.03, o.x1 - 0.15):
        header = span((x, x + 0.12), (o.y1 - 0.12, o.y1 - 0.01), (0.16, WIDTH - 0.16))
        shapes.hollow_box(canvas, "iron", STEEL, header, 0.004)
        sill = span((x, x + 0.12), (o.y0 + 0.01, o.y0 + 0.16), (0.16, WIDTH - 0.16))
        shapes.hollow_box(canvas, "iron", STEEL, sill, 0.0045)


def _flush(rail: Box, z: float, width: float) -> Box:
    """Move a rail on the far side out to the far face."""
    if z == 0.0:
        return rail
    return span((rail.x0, rail.x1), (rail.y0, rail.y1), (WIDTH - width, WIDTH))


def _corrugated_walls(canvas: Canvas, o: Box, *, posts: bool, rng: np.random.Generator) -> None:
    """Draw steel panels of some 1.6 mm, corrugated 36 mm deep every 278 mm (makers' drawings)."""
    columns = canvas.fan.columns_of(o.x0 + 0.17, o.x1 - 0.17)
    x = canvas.fan.columns_x[columns]
    y = (o.y0 + 0.17, o.y1 - 0.065)
    for near in (True, False):
        phase = ((x + float(rng.uniform(0, 0.278))) % 0.278).astype(np.float32)
        sloped = ((phase > 0.072) & (phase < 0.140)) | (phase > 0.210)
        thick = np.float32(rng.uniform(0.0014, 0.0017))
        # Sloped faces stand at 28°; bends and welds thicken the picture at their edges.
        thick_x = np.where(sloped, thick * np.float32(1.16), thick)
        bend = np.minimum(np.abs(phase - 0.072), np.abs(phase - 0.140))
        bend = np.minimum(bend, np.abs(phase - 0.210))
        thick_x = thick_x + np.where(bend < 0.004, np.float32(0.0005), np.float32(0))
        if posts:
            thick_x = np.full_like(x, thick)
        offset = np.where(sloped, 0.02, np.where(phase <= 0.072, 0.0, 0.034)).astype(np.float32)
        z0 = offset + np.float32(0.004 if near else WIDTH - 0.042)
        canvas.prism("iron", STEEL, columns, y=y, z=(z0, z0 + thick_x))
    if posts:
        _posts(canvas, o, y, rng)


def _posts(canvas: Canvas, o: Box, y: tuple[float, float], rng: np.random.Generator) -> None:
    """Hat-section posts behind flat panels, in both walls, and bows under the roof."""
    step = float(rng.choice([0.6, 0.9, 1.2]))
    for z in (0.006, WIDTH - 0.046):
        start = o.x0 + float(rng.uniform(0.3, step))
        for x in np.arange(start, o.x1 - 0.3, step):
            post = span((x, x + 0.055), (y[0], y[1]), (z, z + 0.04))
            shapes.hollow_box(canvas, "iron", STEEL, post, 0.0022)


def _roof(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Draw a die-stamped roof sheet of 2 mm, troughs every 209 mm."""
    columns = canvas.fan.columns_of(o.x0 + 0.15, o.x1 - 0.15)
    x = canvas.fan.columns_x[columns]
    wave = np.clip(np.sin(2 * np.pi * (x - o.x0) / 0.209) * 2.2, -1, 1) * 0.009
    dent = np.zeros_like(x)
    for _ in range(int(rng.integers(0, 4))):
        at, width = rng.uniform(o.x0, o.x1), rng.uniform(0.2, 0.8)
        dent -= (rng.uniform(0.005, 0.03) * np.exp(-(((x - at) / width) ** 2))).astype(np.float32)
    y = (np.float32(o.y1 - 0.025) + wave + dent).astype(np.float32)
    canvas.prism("iron", STEEL, columns, y=(y, y + np.float32(0.0018)), z=(0.05, WIDTH - 0.05))


def _front_wall(canvas: Canvas, o: Box) -> None:
    """Draw a corrugated end panel, seen edge-on: its sheet is spread over its depth."""
    panel = span((o.x1 - 0.062, o.x1 - 0.016), (o.y0 + 0.16, o.y1 - 0.1), (0.12, WIDTH - 0.12))
    canvas.box("iron", STEEL * 0.0021 / 0.046, panel)


def _doors(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Two leaves, seen edge-on: frames, gaskets, four locking bars, hinges, cams and handles."""
    leaf = span((o.x0 + 0.03, o.x0 + 0.075), (o.y0 + 0.17, o.y1 - 0.12), (0.13, WIDTH - 0.13))
    canvas.box("iron", STEEL * 0.0024 / 0.045, leaf)
    gasket = span((o.x0 + 0.024, o.x0 + 0.05), (leaf.y0, leaf.y1), (0.12, WIDTH - 0.12))
    canvas.box("rubber", 60.0, gasket)
    for z in (0.28, 0.95, 1.45, 2.12):
        shapes.upright_cylinder(
            canvas, "iron", STEEL * 0.45, x=o.x0 + 0.012, z=z, radius=0.017,
            y0=o.y0 + 0.1, y1=o.y1 - 0.06,
        )  # fmt: skip
        for y in (o.y0 + 0.13, o.y0 + 0.9, o.y0 + 1.25, o.y0 + 1.8, o.y1 - 0.1):
            cam = span((o.x0 - 0.004, o.x0 + 0.03), (y, y + 0.06), (z - 0.05, z + 0.05))
            canvas.box("iron", STEEL * 0.6, cam)
    for z in (0.06, WIDTH - 0.08):
        for y in np.linspace(o.y0 + 0.35, o.y1 - 0.35, int(rng.integers(4, 6))):
            hinge = span((o.x0 + 0.002, o.x0 + 0.04), (y, y + 0.08), (z - 0.03, z + 0.05))
            canvas.box("iron", STEEL * 0.8, hinge)


def _lashing_rings(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Draw the loops of round bar that cargo is tied to, along the rails inside."""
    step = float(rng.uniform(1.0, 1.4))
    for x in np.arange(o.x0 + 0.5, o.x1 - 0.3, step):
        for y, height in ((o.y0 + 0.17, 0.05), (o.y1 - 0.115, 0.05)):
            for z in (0.045, WIDTH - 0.055):
                for side in (x, x + 0.032):
                    bar = span((side, side + 0.009), (y, y + height), (z, z + 0.01))
                    canvas.box("iron", STEEL, bar)
                across = span((x, x + 0.041), (y + height, y + height + 0.009), (z, z + 0.01))
                canvas.box("iron", STEEL, across)


def _plywood_floor(canvas: Canvas, o: Box) -> None:
    floor = span((o.x0 + 0.1, o.x1 - 0.08), (o.y0 + 0.145, o.y0 + 0.173), (0.05, WIDTH - 0.05))
    canvas.box("cellulose", PLYWOOD, floor)


def _cross_members(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Channel sections of 4 mm under the floor, about every 0.3 m, and fork-lift pockets."""
    step = float(rng.uniform(0.28, 0.31))
    for x in np.arange(o.x0 + 0.3, o.x1 - 0.2, step):
        web = span((x, x + 0.0042), (o.y0 + 0.022, o.y0 + 0.144), (0.05, WIDTH - 0.05))
        canvas.box("iron", STEEL, web)
        for y in (o.y0 + 0.022, o.y0 + 0.14):
            flange = span((x, x + 0.045), (y, y + 0.0042), (0.05, WIDTH - 0.05))
            canvas.box("iron", STEEL, flange)


def _plates(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Draw the data plate, placards, ventilators and patches on the walls."""
    for _ in range(int(rng.integers(1, 6))):
        side = float(rng.choice([0.0, WIDTH - 0.004]))
        x = float(rng.uniform(o.x0 + 0.3, o.x1 - 0.8))
        y = float(rng.uniform(o.y0 + 0.9, o.y1 - 0.5))
        w, h = float(rng.uniform(0.1, 0.45)), float(rng.uniform(0.08, 0.35))
        plate = span((x, x + w), (y, y + h), (side, side + 0.004))
        if rng.random() < 0.5:
            shapes.hollow_box(canvas, "aluminium", ALUMINIUM, plate, 0.0012)
        else:
            canvas.box("iron", STEEL * float(rng.uniform(0.15, 0.45)), plate)


def _reefer_walls(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Sandwich of steel skins and foam, with stiffening posts moulded in (maker's drawings)."""
    x0, x1 = o.x0 + 0.1, o.x1 - 0.05
    for z, inward in ((0.0, 1.0), (WIDTH, -1.0)):
        for depth, thick in ((0.002, 0.0011), (0.073, 0.0009)):
            near = z + inward * depth
            skin = span(
                (x0, x1),
                (o.y0 + 0.13, o.y1 - 0.04),
                (min(near, near + inward * thick), max(near, near + inward * thick)),
            )
            canvas.box("iron", STEEL, skin)
        foam = sorted((z + inward * 0.004, z + inward * 0.072))
        canvas.box(
            "polyethylene",
            FOAM,
            span((x0, x1), (o.y0 + 0.13, o.y1 - 0.04), (foam[0], foam[1])),
        )
        step = float(rng.uniform(1.05, 1.35))
        for x in np.arange(x0 + float(rng.uniform(0.3, 1.0)), x1 - 0.3, step):
            post = span((x, x + 0.06), (o.y0 + 0.17, o.y1 - 0.13), (foam[0], foam[1]))
            shapes.hollow_box(canvas, "iron", STEEL, post, 0.0013)
            thin = span(
                (x + step / 2, x + step / 2 + 0.03),
                (o.y0 + 0.2, o.y1 - 0.2),
                (foam[0], foam[0] + 0.004),
            )
            canvas.box("iron", STEEL * 0.5, thin)
    for y, thick in ((o.y1 - 0.035, 0.0012), (o.y1 - 0.13, 0.0009)):
        canvas.box("aluminium", ALUMINIUM, span((x0, x1), (y, y + thick), (0.03, WIDTH - 0.03)))
    canvas.box(
        "polyethylene",
        FOAM,
        span((x0, x1), (o.y1 - 0.13, o.y1 - 0.036), (0.03, WIDTH - 0.03)),
    )


def _reefer_unit(canvas: Canvas, o: Box, rng: np.random.Generator) -> None:
    """Draw the refrigeration unit: frame, coils, compressor, motors, fans, wiring."""
    x0, x1 = o.x1 - 0.44, o.x1 - 0.03
    bulk = span((x0, x0 + 0.05), (o.y0 + 0.15, o.y1 - 0.12), (0.1, WIDTH - 0.1))
    shapes.hollow_box(canvas, "aluminium", ALUMINIUM, bulk, 0.002)
    for y in np.linspace(o.y0 + 0.3, o.y1 - 0.3, 4):
        shelf = span((x0, x1), (y, y + 0.004), (0.15, WIDTH - 0.15))
        canvas.box("iron", STEEL * 0.6, shelf)
    coil = span((x0 + 0.08, x0 + 0.2), (o.y1 - 1.0, o.y1 - 0.55), (0.35, WIDTH - 0.35))
    canvas.box("copper", 160.0, coil)
    for _ in range(int(rng.integers(7, 12))):
        x, y = float(rng.uniform(x0 + 0.1, x1 - 0.08)), float(rng.uniform(o.y0 + 0.25, o.y1 - 0.3))
        z, r = float(rng.uniform(0.4, 2.0)), float(rng.uniform(0.04, 0.11))
        shapes.ellipsoid(
            canvas, "iron", STEEL * float(rng.uniform(0.25, 0.7)),
            centre=(x, y, z), radii=(r, r * float(rng.uniform(0.8, 1.7)), r * 1.5),
        )  # fmt: skip
    for _ in range(24):
        x, y = float(rng.uniform(x0, x1 - 0.1)), float(rng.uniform(o.y0 + 0.2, o.y1 - 0.2))
        w, h = float(rng.uniform(0.01, 0.12)), float(rng.uniform(0.01, 0.25))
        z = float(rng.uniform(0.2, 2.0))
        part = span(
            (x, min(x + w, x1)), (y, min(y + h, o.y1 - 0.1)), (z, z + float(rng.uniform(0.02, 0.3)))
        )
        canvas.box("iron", STEEL * float(rng.uniform(0.03, 0.35)), part)


def _t_floor(canvas: Canvas, o: Box) -> None:
    """Aluminium T-bars along the container over foam and a steel sub-floor."""
    x0, x1 = o.x0 + 0.1, o.x1 - 0.45
    canvas.box(
        "iron",
        STEEL,
        span((x0, x1), (o.y0 + 0.144, o.y0 + 0.1455), (0.05, WIDTH - 0.05)),
    )
    canvas.box(
        "polyethylene",
        55.0,
        span((x0, x1), (o.y0 + 0.146, o.y0 + 0.17), (0.05, WIDTH - 0.05)),
    )
    for z in np.arange(0.1, WIDTH - 0.1, 0.062):
        canvas.box(
            "aluminium",
            ALUMINIUM,
            span((x0, x1), (o.y0 + 0.17, o.y0 + 0.222), (z, z + 0.003)),
        )
        canvas.box(
            "aluminium",
            ALUMINIUM,
            span((x0, x1), (o.y0 + 0.222, o.y0 + 0.226), (z - 0.016, z + 0.019)),
        )
