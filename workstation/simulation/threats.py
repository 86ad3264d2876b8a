"""Test objects: what might be hidden in a load, as areal densities of its materials.

Some are drawn by the same rays as the phantoms; others are cut from scans of containers that were
opened, where the crew found what an officer had marked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.domain.scan import EnergyBand
from workstation.imaging.calibration import attenuation, normalise_air
from workstation.imaging.scan import Scan
from workstation.simulation import shapes
from workstation.simulation.densities import GLASS, STEEL
from workstation.simulation.hidden import HiddenKind, HiddenLoad, draw_hidden
from workstation.simulation.physics import mass_attenuation
from workstation.simulation.rays import Box, Canvas, Fan, Floats32, span

_PITCH_M: Final = 0.002
_FAR_M: Final = 40.0
"""From how far objects are drawn: nearly parallel rays, for they may be put anywhere."""


class ThreatKind(StrEnum):
    """What can be projected."""

    DENSE_BOX = "dense_box"
    PACKETS = "packets"
    METAL_PARTS = "metal_parts"
    GAS_BOTTLES = "gas_bottles"
    SHIELDED_SOURCE = "shielded_source"
    LIQUOR = "liquor"
    BANKNOTES = "banknotes"
    TUSKS = "tusks"
    FROM_A_FIND = "from_a_find"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One test object.

    Attributes
    ----------
    layers : mapping of str to ndarray of float32, shape (rows, columns)
        Areal density of each material [g/cm²]; the materials are those of the attenuation table.
    pitch_mm : tuple of float
        Size of a pixel, row and column [mm].
    """

    kind: ThreatKind
    layers: Mapping[str, Floats32]
    pitch_mm: tuple[float, float]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = next(iter(self.layers.values())).shape
        return rows, columns


Draw = Callable[[Canvas, Box, np.random.Generator], None]


def make_threat(kind: ThreatKind, *, seed: int, size: float = 1.0) -> Threat:
    """Draw a test object; the same kind, seed and size always give the same object.

    Raises
    ------
    ValueError
        If the kind cannot be drawn, only cut from a find.
    """
    if kind not in _DRAWN:
        raise ValueError(f"{kind} is cut from a scan, not drawn")
    rng = np.random.default_rng((seed, list(ThreatKind).index(kind), 0x71A7))
    extents, draw = _DRAWN[kind]
    length, height, depth = (float(rng.uniform(*bounds)) * size for bounds in extents)
    canvas = Canvas(fan=_fan(length, height))
    draw(canvas, span((0.0, length), (0.0, height), (0.0, depth)), rng)
    layers = {
        material: np.maximum(picture, 0)
        for material, picture in canvas.layers.items()
        if (picture > 0).any()
    }
    return Threat(kind=kind, layers=layers, pitch_mm=(_PITCH_M * 1000, _PITCH_M * 1000))


def drawn_kinds() -> tuple[ThreatKind, ...]:
    """Return the kinds that `make_threat` draws."""
    return tuple(_DRAWN)


def cut_threat(scan: Scan, area: Rectangle) -> Threat | None:
    """Cut what was found out of the scan of an opened container.

    What lies around the area is taken to go on behind it; what the area attenuates beyond that,
    at both energies, is told apart as iron and as cellulose, for those two span what goods are.

    Parameters
    ----------
    area : Rectangle
        The officer's mark, in pixels of the first view.

    Returns
    -------
    Threat or None
        None when the scan has one energy only, when its pitch is unknown, or when nothing in the
        area stands out.
    """
    view = scan.views()[0]
    planes = [scan.plane(view, band) for band in (EnergyBand.HIGH, EnergyBand.LOW)]
    depths, effects = [], []
    for plane in planes:
        if plane is None or plane.pitch_mm is None or plane.energy_mev is None:
            return None
        depths.append(_standing_out(attenuation(normalise_air(plane).transmission), area))
        # Behind a load the beam acts as one energy of about 0.4 of its end-point.
        energy = np.array([0.4 * plane.energy_mev])
        effects.append([float(mass_attenuation(m, energy)[0]) for m in ("iron", "cellulose")])
    metal, light = np.linalg.solve(np.array(effects), np.array([d.ravel() for d in depths]))
    # Where one of the two would be less than nothing, the other is all there is.
    alone = depths[0].ravel()
    metal, light = (
        np.where(metal < 0, 0, np.where(light < 0, alone / effects[0][0], metal)),
        np.where(light < 0, 0, np.where(metal < 0, alone / effects[0][1], light)),
    )
    layers = {
        material: _without_specks(part.reshape(depths[0].shape))
        for material, part in (("iron", metal), ("cellulose", light))
    }
    pitch = planes[0].pitch_mm if planes[0] is not None else None
    if pitch is None or max(float(layer.max()) for layer in layers.values()) < _LEAST_CUT_G_CM2:
        return None
    return Threat(kind=ThreatKind.FROM_A_FIND, layers=layers, pitch_mm=pitch)


_LEAST_CUT_G_CM2: Final = 1.0


def _standing_out(depth: NDArray[np.float32], area: Rectangle) -> Floats32:
    """Return by how much -ln T within an area exceeds the straight line across its borders."""
    rows = slice(area.row, area.row + area.height)
    columns = slice(area.column, area.column + area.width)
    inside = cv2.GaussianBlur(np.ascontiguousarray(depth[rows, columns]), (0, 0), 0.7)
    edge = max(min(area.width, area.height) // 12, 1)
    left, right = np.median(inside[:, :edge], axis=1), np.median(inside[:, -edge:], axis=1)
    along = np.linspace(0, 1, area.width, dtype=np.float32)
    behind = left[:, None] * (1 - along) + right[:, None] * along
    return np.asarray(np.maximum(inside - behind, 0), np.float32)


def _without_specks(layer: NDArray[np.float64]) -> Floats32:
    """Return a layer without what is noise, and faded to nothing at its border."""
    picture = cv2.medianBlur(np.maximum(layer, 0).astype(np.float32), 5)
    rows, columns = picture.shape
    fade_r = np.minimum(np.arange(rows), np.arange(rows)[::-1]).astype(np.float32)
    fade_c = np.minimum(np.arange(columns), np.arange(columns)[::-1]).astype(np.float32)
    fade = np.minimum(fade_r[:, None], fade_c[None, :]) / 4
    return np.asarray(picture * np.clip(fade, 0, 1), np.float32)


def _fan(length: float, height: float) -> Fan:
    """Return far rays that cover a box from 0 to its length and height, with a little around."""
    margin = 0.02
    heights = np.arange(height + margin, -margin, -_PITCH_M)
    return Fan(
        source_y=height / 2,
        source_z=-_FAR_M,
        slopes=((heights - height / 2) / _FAR_M).astype(np.float32),
        columns_x=np.arange(-margin, length + margin, _PITCH_M).astype(np.float32),
    )


def _hidden(kind: HiddenKind) -> Draw:
    def draw(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
        inside = draw_hidden(canvas.fan, box, HiddenLoad(kind=kind), rng)
        canvas.layers.update(inside.layers)

    return draw


def _gas_bottles(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
    """Draw steel bottles that lie side by side, with their valves."""
    radius = box.height / 2
    first = box.z0 + radius
    for z in np.arange(first, max(box.z1 - radius, first) + 0.01, 2.2 * radius):
        neck = box.x1 - 0.12
        for density, thin in ((STEEL, 0.0), (-STEEL, 0.006 + float(rng.uniform(0, 0.002)))):
            shapes.lengthwise_cylinder(
                canvas, "iron", density, x0=box.x0 + thin, x1=neck - thin,
                y=radius, z=float(z), radius=radius - thin,
            )  # fmt: skip
        shapes.lengthwise_cylinder(
            canvas, "copper", 8500.0, x0=neck, x1=box.x1, y=radius, z=float(z), radius=0.018
        )


def _shielded_source(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
    """Draw a lead pot in a steel drum, within foam."""
    x, z, radius = box.length / 2, box.depth / 2, min(box.length, box.depth) / 2
    for density, thin in ((STEEL, 0.0), (-STEEL, 0.0015)):
        shapes.upright_cylinder(
            canvas, "iron", density, x=x, z=z, radius=radius - thin, y0=thin, y1=box.height - thin
        )
    pot = radius * float(rng.uniform(0.35, 0.5))
    middle = box.height / 2
    for density, inner in ((11300.0, pot), (-11300.0, pot * 0.35)):
        shapes.upright_cylinder(
            canvas, "lead", density, x=x, z=z, radius=inner, y0=middle - inner, y1=middle + inner
        )


def _liquor(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
    """Draw cartons of bottles, row upon row."""
    radius, tall = 0.038, 0.29
    for y in np.arange(box.y0, box.y1 - tall + 0.01, tall + 0.008):
        for x in np.arange(box.x0 + 0.045, box.x1 - 0.04, 0.085):
            for z in np.arange(box.z0 + 0.045, box.z1 - 0.04, 0.085):
                shapes.upright_cylinder(
                    canvas, "glass_sio2", GLASS * 0.22, x=float(x), z=float(z), radius=radius,
                    y0=float(y), y1=float(y) + tall * 0.72,
                )  # fmt: skip
                shapes.upright_cylinder(
                    canvas, "glass_sio2", GLASS * 0.5, x=float(x), z=float(z), radius=0.014,
                    y0=float(y) + tall * 0.72, y1=float(y) + tall,
                )  # fmt: skip
                full = float(rng.uniform(0.6, 0.68))
                shapes.upright_cylinder(
                    canvas, "water", 950.0, x=float(x), z=float(z), radius=radius - 0.004,
                    y0=float(y) + 0.006, y1=float(y) + tall * full,
                )  # fmt: skip


def _banknotes(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
    """Draw bundles of banknotes in a suitcase."""
    shapes.hollow_box(canvas, "polyethylene", 1000.0, box, 0.004)
    for x in np.arange(box.x0 + 0.02, box.x1 - 0.16, 0.162):
        for y in np.arange(box.y0 + 0.015, box.y1 - 0.05, 0.044):
            density = float(rng.uniform(780, 880))
            bundle = span((x, x + 0.156), (y, y + 0.042), (box.z0 + 0.02, box.z1 - 0.02))
            canvas.box("cellulose", density, bundle)


def _tusks(canvas: Canvas, box: Box, rng: np.random.Generator) -> None:
    """Draw curved tusks laid beside one another, hollow at the root."""
    count = int(rng.integers(3, 7))
    for number in range(count):
        z = box.z0 + (number + 0.5) * box.depth / count
        bend = box.height * float(rng.uniform(0.5, 0.75))
        thick = float(rng.uniform(0.03, 0.045))
        along = np.linspace(0, 1, 10)
        points = [
            (box.x0 + 0.05 + t * (box.length - 0.1), box.y0 + 0.06 + bend * 4 * t * (1 - t) * 0.8)
            for t in along
        ]
        for t, (start, stop) in zip(along, pairwise(points), strict=False):
            width = 2 * thick * (1 - 0.75 * t)
            ends = z - width / 2, z + width / 2
            shapes.beam(canvas, "calcium_carbonate", 1750.0, start, stop, width, *ends)


Extents = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

_DRAWN: Final[Mapping[ThreatKind, tuple[Extents, Draw]]] = {
    ThreatKind.DENSE_BOX: (
        ((0.3, 0.6), (0.2, 0.4), (0.15, 0.35)),
        _hidden(HiddenKind.DENSE_BOX),
    ),
    ThreatKind.PACKETS: (((0.5, 1.0), (0.3, 0.6), (0.3, 0.7)), _hidden(HiddenKind.PACKETS)),
    ThreatKind.METAL_PARTS: (
        ((0.6, 1.0), (0.15, 0.3), (0.15, 0.3)),
        _hidden(HiddenKind.METAL_PARTS),
    ),
    ThreatKind.GAS_BOTTLES: (((0.8, 1.4), (0.18, 0.24), (0.2, 0.7)), _gas_bottles),
    ThreatKind.SHIELDED_SOURCE: (((0.35, 0.5), (0.45, 0.7), (0.35, 0.5)), _shielded_source),
    ThreatKind.LIQUOR: (((0.35, 0.9), (0.32, 0.95), (0.3, 0.6)), _liquor),
    ThreatKind.BANKNOTES: (((0.5, 0.8), (0.2, 0.4), (0.3, 0.5)), _banknotes),
    ThreatKind.TUSKS: (((0.9, 1.5), (0.3, 0.5), (0.25, 0.6)), _tusks),
}
"""Ranges of length, height and depth [m], and how each kind is drawn."""
