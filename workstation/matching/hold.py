"""The inside of a container as it stands in the picture, down to its near bottom rail.

`rectify` cuts the rows below the far floor away, because beams hide what lies there; weighing
and telling how full a container is needs them, and needs the walls taken away by what walls
weigh. Every length is a share of the box or the pitch of the scan.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.matching.pixels import ScanPixels, open_air
from workstation.matching.rectify import GRID_MM, Rectified
from workstation.matching.wedge import Curve, along, wedge_curve

CELL_MM: Final = 2 * GRID_MM
"""Size of a cell of the hold [mm]: posts and rails stay visible, noise does not."""

NOMINAL_CM2_G: Final = 0.040
"""Attenuation of organic goods in a 6 MeV beam [cm²/g] (NIST, near 2 MeV), without a wedge."""

USED_UP: Final = 4.8
"""Attenuation at which 0.8 % of the beam is left, as much as the scatter of a cargo scanner."""

_HEIGHTS_MM: Final = (1900.0, 5300.0)
"""Heights that a container can seem to have: 1.7 m from the source, the near wall of a high-cube
one is magnified by 1.7."""
_LENGTHS_MM: Final = (2500.0, 16000.0)
_DARKEST: Final = 2e-4
_DARKEST_8BIT: Final = 1.5 / 255
_ROOF: Final = 0.045
_NEAR_FLOOR: Final = 0.936
"""Where the floor's near edge is: bottom rail and plywood are 0.175 m of 2.7 m (ISO 1496-1)."""
_FAR_FLOOR: Final = 0.83
"""Where the far edge usually is, for a full container in which it cannot be seen."""
_FLOOR_ROWS: Final = (0.72, 0.92)
_FLOOR_STEP: Final = (0.10, 4)
"""By how much a floor attenuates more than what is above it, and over how many rows."""
_POSTS_MM: Final = 200.0
_WALLS: Final = (0.06, 0.20)
"""Attenuation that two walls can have: 2 to 5 g/cm² of steel."""
_PLAIN_WALLS: Final = 0.135
"""More than this have only insulated walls, or light goods that fill the whole side."""
_USUAL_WALLS: Final = 0.10
_UNIT_MM: Final = 450.0
_UNIT_CONTRAST: Final = 1.5
_TELLING: Final = (0.25, 4.2)
"""Attenuations between which the two energies tell materials apart."""
_NEIGHBOURS: Final = 15  # cells; a package and the next one are of one material


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The inside of the box on cells of `CELL_MM`.

    Attributes
    ----------
    attenuation : ndarray of float32, shape (rows, columns)
        -ln T of goods and container at the high energy.
    density : ndarray of float32, shape (rows, columns)
        Areal density [g/cm²] with the two walls taken away; nominal without a wedge.
    roof, far_floor, near_floor : int
        Rows of the near roof edge, and of the floor's far and near edges.
    unit : slice
        The columns of a reefer's unit; none for other containers.
    measured : bool
        Whether the lengths are measured; False when they were guessed from the box's shape.
    tallness : float
        Height of the box in the picture over 2.75 m: how much nearer the near wall is to the
        source than the middle of the container.
    """

    attenuation: NDArray[np.float32]
    density: NDArray[np.float32]
    roof: int
    far_floor: int
    near_floor: int
    unit: slice
    measured: bool
    tallness: float

    @property
    def above_floor(self) -> NDArray[np.float32]:
        """Return the density between roof and far floor edge, where nothing hides goods."""
        return self.density[self.roof : self.far_floor]

    @property
    def used_up(self) -> NDArray[np.bool_]:
        """Return where too little of the beam is left to weigh."""
        return self.attenuation > USED_UP


def hold_of(scan: ScanPixels, rectified: Rectified) -> Hold:
    """Return the inside of the container; never raises for what `rectify` returned."""
    box = scan.container or rectified.interior
    (by_row, by_column), measured = _scale(scan, rectified, box)
    size = (
        max(round(box.height * by_row / CELL_MM), 24),
        max(round(box.width * by_column / CELL_MM), 24),
    )
    high = _attenuation(scan.high, box, size, scan.stored_bits)
    far_floor = _far_floor(high)
    roof = max(round(_ROOF * size[0]), 1)
    sides = min(round(_POSTS_MM / CELL_MM), size[1] // 6)
    high = high[:, sides:-sides]
    above = high[roof:far_floor]
    thinnest = float(np.percentile(above[:, ::2], 2)) if above.size else 0.0
    unit = _unit(above)
    if thinnest < _PLAIN_WALLS:
        unit = slice(0, 0)
    walls = thinnest if _WALLS[0] < thinnest < _WALLS[1] else _USUAL_WALLS
    if unit.start == unit.stop and walls > _PLAIN_WALLS:
        walls = _USUAL_WALLS
    low = None
    if scan.low is not None:
        low = _attenuation(scan.low, box, size, scan.stored_bits)[:, sides:-sides]
    density = _density(scan, high, low, walls)
    return Hold(
        attenuation=high,
        density=density,
        roof=roof,
        far_floor=max(min(far_floor, size[0] - 2), roof + 1),
        near_floor=round(_NEAR_FLOOR * size[0]),
        unit=unit,
        measured=measured,
        tallness=size[0] * CELL_MM / 2750.0,
    )


def _scale(
    scan: ScanPixels, rectified: Rectified, box: Rectangle
) -> tuple[tuple[float, float], bool]:
    """Return mm per pixel (row, column), and whether a credible pitch told them."""
    if scan.pitch_mm is not None and scan.container is not None:
        height, length = box.height * scan.pitch_mm[0], box.width * scan.pitch_mm[1]
        if _HEIGHTS_MM[0] < height < _HEIGHTS_MM[1] and _LENGTHS_MM[0] < length < _LENGTHS_MM[1]:
            return scan.pitch_mm, True
    interior = rectified.interior
    rows, columns = rectified.density.shape
    by_row = rows * GRID_MM / max(interior.height, 1)
    return (by_row, columns * GRID_MM / max(interior.width, 1)), False


def _far_floor(attenuation: NDArray[np.float32]) -> int:
    """Return the row of the far floor edge: from there on every column is darker than above.

    Behind goods that are darker than a floor it cannot be seen, and the usual place is taken.
    """
    rows = int(attenuation.shape[0])
    step, long = _FLOOR_STEP
    level = np.percentile(attenuation[:, ::2], 15, axis=1)
    first, last = round(_FLOOR_ROWS[0] * rows), round(_FLOOR_ROWS[1] * rows)
    usual = float(np.median(level[rows // 2 : first]))
    for row in range(first, last):
        if (level[row : row + long] > usual + step).all():
            return row if row > first else round(_FAR_FLOOR * rows)
    return round(_FAR_FLOOR * rows)


def _unit(attenuation: NDArray[np.float32]) -> slice:
    """Return the columns of a reefer's unit: the end that is denser than the rest high up."""
    wide = min(round(_UNIT_MM / CELL_MM), attenuation.shape[1] // 4)
    top = attenuation[: max(attenuation.shape[0] // 3, 1)]
    left, right = float(top[:, :wide].mean()), float(top[:, -wide:].mean())
    if max(left, right) < _UNIT_CONTRAST * float(top[:, wide:-wide].mean()):
        return slice(0, 0)
    columns = attenuation.shape[1]
    return slice(0, wide) if left > right else slice(columns - wide, columns)


def _attenuation(
    transmission: NDArray[np.uint16], box: Rectangle, size: tuple[int, int], bits: int
) -> NDArray[np.float32]:
    """Return the mean -ln T of each cell, T one in open air."""
    rows = slice(max(box.row, 0), box.row + box.height)
    columns = slice(max(box.column, 0), box.column + box.width)
    crop = transmission[rows, columns]
    air = max(open_air(transmission), 1.0)
    fine = (size[1] * 2, size[0] * 2)
    way = cv2.INTER_AREA if fine[0] < crop.shape[1] else cv2.INTER_LINEAR
    passed = cv2.resize(crop, fine, interpolation=way).astype(np.float32) / np.float32(air)
    darkest = _DARKEST_8BIT if bits <= 8 else _DARKEST
    fine_attenuation = -np.log(np.clip(passed, darkest, 1.0))
    return np.asarray(
        cv2.resize(fine_attenuation, (size[1], size[0]), interpolation=cv2.INTER_AREA), np.float32
    )


def _density(
    scan: ScanPixels, high: NDArray[np.float32], low: NDArray[np.float32] | None, walls: float
) -> NDArray[np.float32]:
    """Return areal density less the walls [g/cm²].

    With two energies and their wedges each cell is weighed by the curve of polyethylene, that of
    iron, or in between, as its surroundings' two attenuations say.
    """
    organic, iron = (
        wedge_curve(scan.wedge_high, "polyethylene"),
        wedge_curve(scan.wedge_high, "iron"),
    )
    if organic is None or iron is None:
        curve = organic or iron
        if curve is None:
            scale = np.float32(1 / NOMINAL_CM2_G)
            return np.asarray(np.maximum(high - np.float32(walls), 0) * scale, np.float32)
        return _less_walls(high, curve, walls)
    as_organic = _less_walls(high, organic, walls)
    as_iron = _less_walls(high, iron, walls)
    share = _iron_share(scan, high, low, organic, iron)
    if share is None:
        return as_organic
    return np.asarray(as_organic + share * (as_iron - as_organic), np.float32)


def _less_walls(
    attenuation: NDArray[np.float32], curve: Curve, walls: float
) -> NDArray[np.float32]:
    taken = along(np.array([walls]), curve)
    return np.asarray(np.maximum(along(attenuation, curve) - taken, 0), np.float32)


def _iron_share(
    scan: ScanPixels,
    high: NDArray[np.float32],
    low: NDArray[np.float32] | None,
    organic: Curve,
    iron: Curve,
) -> NDArray[np.float32] | None:
    """Return how far each cell's surroundings are from polyethylene (0) to iron (1)."""
    organic_low = wedge_curve(scan.wedge_low, "polyethylene")
    iron_low = wedge_curve(scan.wedge_low, "iron")
    if low is None or organic_low is None or iron_low is None:
        return None
    telling = ((high > _TELLING[0]) & (high < _TELLING[1])).astype(np.float32)
    around = (_NEIGHBOURS, _NEIGHBOURS)
    count = cv2.blur(telling, around) + np.float32(1e-6)
    mean_high = np.asarray(cv2.blur(high * telling, around) / count, np.float32)
    mean_low = cv2.blur(low * telling, around) / count
    at_organic = along(along(mean_high, organic), organic_low[::-1])
    at_iron = along(along(mean_high, iron), iron_low[::-1])
    span = np.minimum(at_iron - at_organic, -0.01)  # iron weakens the low energy less
    share = np.clip((mean_low - at_organic) / span, 0.0, 1.0)
    whole = float((share * telling).sum() / max(float(telling.sum()), 1.0))
    known = np.clip(count / 0.1, 0.0, 1.0)
    return np.asarray(share * known + whole * (1 - known), np.float32)
