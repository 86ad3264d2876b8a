"""One simulated scan: a truck with a container of known goods drives through a known scanner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.domain.container import check_digit
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.scan import Plane, Scan
from workstation.simulation.container import (
    ContainerBuild,
    ContainerSize,
    ContainerSpec,
    draw_container,
    hold,
)
from workstation.simulation.goods import GoodsKind, Packing, Product, make_product
from workstation.simulation.hidden import (
    HiddenLoad,
    HiddenTruth,
    choose_hole,
    draw_hidden,
)
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.loading import draw_load, plan
from workstation.simulation.rays import Box, Canvas, Extent, span
from workstation.simulation.scanner import Motion, expose, make_motion, read_wedges, transmissions
from workstation.simulation.site import SiteProfile
from workstation.simulation.truck import draw_truck

_PRODUCTS: Final = 40
"""Products of one kind that scans without a chosen product are drawn from."""

_FIRST_SCAN: Final = datetime(2025, 3, 3, 0, 0, tzinfo=UTC)
_OWNERS: Final = ("CSV", "MRK", "TLL", "OOL", "HLX", "CGM", "EGH", "SZL", "TEM", "BMO")
_ORIGINS: Final = ("DE", "BR", "TH", "US", "VN", "AU", "CL", "ZA", "JP", "NL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is really in the picture.

    Attributes
    ----------
    kind, hs : str
        The goods that are loaded, whatever the declaration says.
    product : int
        Number of the product within its kind: containers of one lot share it.
    container : Rectangle
        The container's outline in the picture.
    load_area : Rectangle or None
        The load's outline in the picture; None when empty.
    fill : float
        Part of the hold's volume that the load's room takes.
    """

    kind: str
    hs: str
    product: int
    prohibited: bool
    mass_kg: float
    fill: float
    container: Rectangle
    load_area: Rectangle | None
    size_type: str
    hidden: tuple[HiddenTruth, ...] = ()
    declared_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedScan:
    """A scan with its declaration and the truth about it."""

    scan: Scan
    declaration: Declaration
    truth: Truth


@dataclass(slots=True, kw_only=True)
class _Scene:
    canvas: Canvas
    outer: Box
    room: Box
    hold: Box
    goods_kg: float
    loaded: Extent | None = None
    hidden: list[tuple[HiddenLoad, Canvas, Box]] = field(default_factory=list)


def simulate_scan(
    *,
    seed: int,
    site: SiteProfile,
    kind: str | None = None,
    container: ContainerSpec | None = None,
    hidden: HiddenLoad | None = None,
    scan_id: str | None = None,
    product: int | None = None,
    declared_kind: str | None = None,
    fill: float | None = None,
) -> SimulatedScan:
    """Simulate one scan; the same arguments always give the same scan.

    Shapes, truth and declaration are the same on every machine; single pixels may differ by one
    count where processors round an exponential differently.

    Parameters
    ----------
    kind, declared_kind : str or None
        Goods that are loaded and goods that are declared (see `kinds`); a kind of the seed's
        choosing, declared as what it is, unless given.
    product : int or None
        Product within the kind: scans with one product number are containers of one lot.
    fill : float or None
        Part of its usual length that the load takes, 0 … 1.

    Raises
    ------
    ValueError
        If no kind of goods has that name.
    """
    streams = [np.random.default_rng((seed, crc32(site.name.encode()), k)) for k in range(6)]
    choice = streams[0]
    goods = find_kind(kind) if kind is not None else kinds()[int(choice.integers(len(kinds())))]
    number = int(choice.integers(_PRODUCTS)) if product is None else product
    spec = container or _choose_container(goods, choice)
    whole = _choose_fill(goods, choice) if fill is None else fill
    scene = _draw_scene(
        site, spec, make_product(goods, number), hidden, whole, streams[1], streams[2]
    )
    pictures, motion = _expose(scene, site, streams[3])
    declared = goods if declared_kind is None else find_kind(declared_kind)
    declaration = _declare(declared, spec, scene, number, choice)
    name = scan_id or f"{site.name}-{seed:08d}"
    scan = _package(name, site, declaration, pictures, seed, streams[4])
    truth = Truth(
        kind=goods.name, hs=goods.hs, product=number, prohibited=goods.prohibited,
        mass_kg=round(float(scene.goods_kg), 1), fill=_fill_of(scene),
        container=_outline(scene, _extent_of(scene.canvas, scene.outer), site, motion),
        load_area=None if scene.loaded is None else _outline(scene, scene.loaded, site, motion),
        size_type=spec.size_type, declared_kind=declared.name,
        hidden=tuple(_hidden_truth(*one, scene, site, motion) for one in scene.hidden),
    )  # fmt: skip
    return SimulatedScan(scan=scan, declaration=declaration, truth=truth)


def _choose_container(kind: GoodsKind, rng: np.random.Generator) -> ContainerSpec:
    heavy = kind.density[0] > 1200 or kind.packing in {
        Packing.FLEXITANK,
        Packing.COILS,
        Packing.INGOTS,
    }
    sizes = (
        ContainerSize.FT20,
        ContainerSize.FT40,
        ContainerSize.FT40_HIGH,
        ContainerSize.FT45_HIGH,
    )
    odds = (0.8, 0.2, 0.0, 0.0) if heavy else (0.25, 0.3, 0.42, 0.03)
    size = sizes[int(rng.choice(4, p=odds))]
    if kind.cold:
        return ContainerSpec(size=ContainerSize.FT40_HIGH, build=ContainerBuild.REEFER)
    posts = rng.random() < 0.15
    return ContainerSpec(size=size, build=ContainerBuild.DRY_POSTS if posts else ContainerBuild.DRY)


def _choose_fill(kind: GoodsKind, rng: np.random.Generator) -> float:
    if kind.packing is Packing.NOTHING:
        return 0.0
    return 1.0 if rng.random() < 0.75 else float(rng.uniform(0.45, 0.95))


def _draw_scene(
    site: SiteProfile, spec: ContainerSpec, product: Product, hidden: HiddenLoad | None,
    fill: float, rng: np.random.Generator, load_rng: np.random.Generator,
) -> _Scene:  # fmt: skip
    floor = float(rng.uniform(1.12, 1.42))
    # A 20 ft container rides on the rear of a trailer that is longer than it.
    trailer = spec.length + (float(rng.uniform(0.9, 2.2)) if spec.length < 8 else 0.0)
    before, after = float(rng.uniform(0.5, 1.6)), float(rng.uniform(0.7, 1.5))
    fan = site.fan(-before, trailer + after, top_m=floor + spec.height + 0.12)
    canvas = Canvas(fan=fan)
    draw_container(canvas, spec, 0.0, floor, rng)
    draw_truck(canvas, (0.0, spec.length), trailer, floor, rng)
    outer = span((0.0, spec.length), (floor, floor + spec.height), (0.0, 2.438))
    space = hold(spec, 0.0, floor)
    room = plan(space, product, payload_kg=spec.payload_kg, fill=fill or 1.0, rng=load_rng)
    start, canvas.extent = canvas.mass_kg, Extent()
    scene = _Scene(canvas=canvas, outer=outer, room=room, hold=space, goods_kg=0.0)
    if hidden is None:
        draw_load(canvas, room, product, load_rng)
    else:
        # Its own numbers: the same scan without the hidden load differs in nothing else.
        hidden_rng = np.random.default_rng((int(rng.integers(1 << 31)), 0x41DE))
        hole = choose_hole(room, hidden, hidden_rng)
        with canvas.without(hole):
            draw_load(canvas, room, product, load_rng)
        inside = draw_hidden(fan, hole, hidden, hidden_rng)
        canvas.blends.update(inside.blends)
        for material, picture in inside.layers.items():
            layer = canvas.layer(material)
            layer += picture
        scene.hidden.append((hidden, inside, hole))
    scene.goods_kg = canvas.mass_kg - start + sum(c.mass_kg for _, c, _ in scene.hidden)
    if product.kind.packing is not Packing.NOTHING and canvas.extent.rows[1] >= 0:
        scene.loaded = canvas.extent
    return scene


def _fill_of(scene: _Scene) -> float:
    """Return which part of the hold's side the load's outline covers."""
    if scene.loaded is None:
        return 0.0
    width = (scene.loaded.columns[1] - scene.loaded.columns[0]) * scene.canvas.fan.pitch_x
    tall = scene.loaded.y[1] - scene.hold.y0
    return round(float(np.clip(width * tall / (scene.hold.length * scene.hold.height), 0, 1)), 3)


def _expose(
    scene: _Scene, site: SiteProfile, rng: np.random.Generator
) -> tuple[tuple[NDArray[np.uint16], NDArray[np.uint16]], Motion]:
    canvas = scene.canvas
    for picture in canvas.layers.values():
        np.maximum(picture, 0, out=picture)
    beams = transmissions(canvas.layers, canvas.blends, canvas.fan, site)
    motion = make_motion(canvas.shape, site, rng)
    high, low = (expose(motion.apply(t), site, rng) for t in beams)
    if not site.drives_right:
        high, low = high[:, ::-1], low[:, ::-1]
    return (np.ascontiguousarray(high), np.ascontiguousarray(low)), motion


def _extent_of(canvas: Canvas, box: Box) -> Extent:
    extent = Extent()
    rows = canvas.fan.rows_of(box.y0, box.y1, box.z0, box.z1)
    extent.add(rows, canvas.fan.columns_of(box.x0, box.x1), box.y0, box.y1)
    return extent


def _outline(scene: _Scene, extent: Extent, site: SiteProfile, motion: Motion) -> Rectangle:
    """Return the rectangle of the picture that an extent fills, as the vehicle moved."""
    shape = scene.canvas.shape
    row0, row1 = max(extent.rows[0], 0), min(extent.rows[1], shape[0])
    first, last = max(extent.columns[0], 0), min(extent.columns[1], shape[1])
    wobble = motion.map_x[0] - np.arange(shape[1], dtype=np.float32)
    first -= round(float(wobble[min(first, shape[1] - 1)]))
    last -= round(float(wobble[min(last, shape[1]) - 1]))
    if not site.drives_right:
        first, last = shape[1] - last, shape[1] - first
    return Rectangle(
        row=row0, column=max(first, 0), height=max(row1 - row0, 0), width=max(last - first, 0)
    )


def _hidden_truth(
    load: HiddenLoad, inside: Canvas, hole: Box, scene: _Scene, site: SiteProfile, motion: Motion
) -> HiddenTruth:  # fmt: skip
    place = Canvas(fan=inside.fan)
    place.box("water", 1000.0, hole)
    crossed = np.zeros(scene.canvas.shape, np.float32)
    for picture in (*inside.layers.values(), *place.layers.values()):
        crossed[picture > 1e-3] = 1
    if scene.canvas.left_out is not None:
        crossed[scene.canvas.left_out] = 1
    mask = motion.apply(crossed) > 0.5
    if not site.drives_right:
        mask = np.ascontiguousarray(mask[:, ::-1])
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    areas: tuple[Rectangle, ...] = ()
    if len(rows):
        areas = (
            Rectangle(
                row=int(rows[0]), column=int(columns[0]),
                height=int(rows[-1] - rows[0] + 1), width=int(columns[-1] - columns[0] + 1),
            ),
        )  # fmt: skip
    goods = next(iter(inside.blends), None)
    return HiddenTruth(
        kind=load.kind, mask=mask, areas=areas, mass_kg=round(inside.mass_kg, 1), goods=goods
    )


def _declare(
    kind: GoodsKind, spec: ContainerSpec, scene: _Scene, product: int, rng: np.random.Generator
) -> Declaration:
    first_ten = f"{rng.choice(_OWNERS)}U{int(rng.integers(1_000_000)):06d}"
    number = f"{int(rng.integers(10**9)):09d}{int(rng.integers(10**9)):09d}"
    mass = scene.goods_kg * float(rng.normal(1, 0.012))
    counted = kind.package_kind not in {"VR", "VL", "NE"}
    goods: tuple[GoodsLine, ...] = (
        GoodsLine(
            hs=kind.hs, name=kind.title, name_zh=kind.title_zh,
            packages=int(rng.integers(20, 1500)) if counted else None,
            package_kind=kind.package_kind,
            gross_kg=0.0 if kind.packing is Packing.NOTHING else round(mass / 10) * 10.0,
        ),
    )  # fmt: skip
    return Declaration(
        number=number, container=f"{first_ten}{check_digit(first_ten)}", goods=goods,
        consignor=f"Shipper {int(rng.integers(100, 999))}",
        consignee=f"Importer {int(rng.integers(100, 999))}",
        origin=str(rng.choice(_ORIGINS)), destination="CN", size_type=spec.size_type,
        lot=f"{kind.name}-{product}",
    )  # fmt: skip


def _package(
    scan_id: str, site: SiteProfile, declaration: Declaration,
    pictures: tuple[NDArray[np.uint16], NDArray[np.uint16]], seed: int, rng: np.random.Generator,
) -> Scan:  # fmt: skip
    wedges = read_wedges(site, rng)
    pitch = (site.pitch_mm[0], round(site.pitch_mm[1] * (1 + site.scale_error), 3))
    bands = ((EnergyBand.HIGH, site.high_mev), (EnergyBand.LOW, site.low_mev))
    planes = tuple(
        Plane(
            view=ViewName.SIDE, band=band, energy_mev=energy, transmission=picture,
            pitch_mm=pitch, air_counts=round(site.gain * 65535, 1), wedge=wedge,
        )
        for (band, energy), picture, wedge in zip(bands, pictures, wedges, strict=True)
    )  # fmt: skip
    extra: Mapping[str, object] = {"simulated": True, "seed": seed}
    head = ScanHead(
        scan_id=scan_id, site=site.name, scanner=site.scanner,
        taken_at=_FIRST_SCAN + timedelta(minutes=7 * (seed % 50_000)),
        container=declaration.container, declaration=declaration.number, extra=extra,
    )  # fmt: skip
    return Scan(head=head, planes=planes, format="simulated")
