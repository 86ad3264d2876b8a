"""Bring a container onto one millimetre grid, as areal density and material index.

The order is: open air to one, attenuation, step-wedge calibration where there is one, crop to the
box, scale to `GRID_MM`, take the container's own walls away, mask what is goods.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.matching.description import Evidence
from workstation.matching.pixels import ScanPixels, open_air
from workstation.matching.wedge import along, wedge_curve

GRID_MM: Final = 10.0
"""Size of a rectified pixel [mm]; finer texture does not survive the beam spot and the pitch."""

_FULL_SCALE: Final = 65535.0
_NOMINAL_CM2_G: Final = 0.040
"""Attenuation of organic goods in a 6 MeV beam [cm²/g] (NIST, near 2 MeV), without a wedge."""
_DARKEST: Final = 2e-4  # transmission below which a 16-bit detector only counts noise
_DARKEST_8BIT: Final = 1.5 / 255
_BOX_HEIGHT_MM: Final = 2700.0  # between a standard (2591) and a high-cube (2896) container
_HEIGHTS_MM: Final = (1900.0, 5300.0)
"""Heights that a container can seem to have: a source 1.7 m before the near wall magnifies it by
three quarters."""
_SHORT_MM: Final = 6058.0  # ISO 668, 20 ft
_LONG_MM: Final = 12192.0  # ISO 668, 40 ft
_LONG_ASPECT: Final = 2.55
"""Length over height above which a box of unknown pitch is a 40 ft one: true 20 ft boxes reach
2.34, true 40 ft boxes 4.2 to 4.7, but archives squeeze them, most to 2.6 and more."""
_WALL_G_CM2: Final = 6.0  # two corrugated steel walls, with room for posts and lining
_FLOOR_SHARE: Final = 0.22  # of the interior that the beams of the floor can cover
_BEAM_G_CM2: Final = 2.0
_GOODS_G_CM2: Final = 4.0  # thinner than this is corrugation, lining, posts and noise
_TELLING_G_CM2: Final = (8.0, 130.0)
"""Between these the two energies tell materials apart; beyond, noise and scatter do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectified:
    """The interior of a container on the millimetre grid.

    Attributes
    ----------
    density : ndarray of float32, shape (rows, columns)
        Areal density [g/cm²] of the goods; nominal without a wedge.
    material : ndarray of float32 or None, shape (rows, columns)
        0 is organic, 1 is iron with a wedge; a bare energy ratio less its median without.
    goods : ndarray of bool, shape (rows, columns)
    interior : Rectangle
        What it covers in the picture [pixels].
    size_is_known : bool
        False when the size was guessed from the shape of the box.
    box_is_known : bool
        False when no container was found and the darker part of the picture was taken.
    """

    density: NDArray[np.float32]
    material: NDArray[np.float32] | None
    goods: NDArray[np.bool_]
    interior: Rectangle
    evidence: Evidence
    size_is_known: bool
    box_is_known: bool
    dark_fraction: float


def rectify(scan: ScanPixels) -> Rectified:
    """Bring a scan onto the grid. Deterministic; never raises for a legal `ScanPixels`."""
    box = scan.container or _darker_part(scan.high)
    interior = _inside(box, scan.high.shape)
    size, size_is_known = _grid_size(interior, box, scan.pitch_mm)
    darkest = _DARKEST_8BIT if scan.stored_bits <= 8 else _DARKEST
    high = _attenuation(scan.high, box, interior, size, darkest)
    low = None if scan.low is None else _attenuation(scan.low, box, interior, size, darkest)
    density, material, evidence = _physics(scan, high, low)
    dark = float(np.mean(high >= -np.log(darkest) * 0.98))
    rows = _above_floor(density)
    density = _without_walls(density[:rows])
    return Rectified(
        density=density,
        material=None if material is None else material[:rows],
        goods=_goods(density),
        interior=replace(interior, height=round(interior.height * rows / size[0])),
        evidence=evidence,
        size_is_known=size_is_known,
        box_is_known=scan.container is not None,
        dark_fraction=dark,
    )


def _darker_part(transmission: NDArray[np.uint16]) -> Rectangle:
    """Return the box of rows and columns of which a tenth is darker than open air."""
    dark = transmission < 0.8 * np.percentile(transmission[::4, ::4], 99)
    rows = np.flatnonzero(dark.mean(axis=1) > 0.1)
    columns = np.flatnonzero(dark.mean(axis=0) > 0.1)
    if rows.size < 8 or columns.size < 8:
        return Rectangle(row=0, column=0, height=dark.shape[0], width=dark.shape[1])
    return Rectangle(
        row=int(rows[0]),
        column=int(columns[0]),
        height=int(rows[-1] - rows[0] + 1),
        width=int(columns[-1] - columns[0] + 1),
    )


def _inside(box: Rectangle, shape: tuple[int, ...]) -> Rectangle:
    """Leave out roof, floor and posts: 2, 6 and 1 % of the outer box (ISO 1496-1 sections)."""
    top = min(max(box.row + round(0.02 * box.height), 0), shape[0] - 1)
    bottom = min(box.row + round(0.94 * box.height), shape[0])
    left = min(max(box.column + round(0.01 * box.width), 0), shape[1] - 1)
    right = min(box.column + round(0.99 * box.width), shape[1])
    return Rectangle(row=top, column=left, height=max(bottom - top, 1), width=max(right - left, 1))


def _grid_size(
    interior: Rectangle, box: Rectangle, pitch_mm: tuple[float, float] | None
) -> tuple[tuple[int, int], bool]:
    """Return rows and columns of the grid, and whether the pitch made sense.

    Horizontal pitches of real archives are wrong by up to three times, so a box without a
    credible pitch is taken for the one or the other ISO length.
    """
    height_mm, length_mm = _BOX_HEIGHT_MM, 0.0
    known = False
    if pitch_mm is not None:
        measured = box.height * pitch_mm[0]
        length_mm = box.width * pitch_mm[1]
        known = _HEIGHTS_MM[0] < measured < _HEIGHTS_MM[1] and 2500 < length_mm < 16000
        height_mm = measured if known else _BOX_HEIGHT_MM
    if not known:
        aspect = box.width / max(box.height, 1)
        length_mm = _LONG_MM if aspect >= _LONG_ASPECT else _SHORT_MM
    rows = height_mm * interior.height / box.height / GRID_MM
    columns = length_mm * interior.width / box.width / GRID_MM
    return (int(np.clip(round(rows), 64, 400)), int(np.clip(round(columns), 96, 1600))), known


def _attenuation(
    transmission: NDArray[np.uint16],
    box: Rectangle,
    interior: Rectangle,
    size: tuple[int, int],
    darkest: float,
) -> NDArray[np.float32]:
    """Return -ln(T) on the grid, T made one in open air row by row (detector gains)."""
    air = open_air(transmission) or _FULL_SCALE
    crop = transmission[
        interior.row : interior.row + interior.height,
        interior.column : interior.column + interior.width,
    ]
    gains = _row_air(transmission, box, air)[interior.row : interior.row + interior.height]
    # Averaging transmission, not attenuation, keeps the noise of thick goods small. Columns first:
    # then there is little left to divide.
    interpolation = cv2.INTER_AREA if size[1] < crop.shape[1] else cv2.INTER_LINEAR
    narrow = cv2.resize(
        crop.astype(np.float32), (size[1], crop.shape[0]), interpolation=interpolation
    )
    even = narrow / gains[:, None]
    small = cv2.resize(even, (size[1], size[0]), interpolation=interpolation)
    return np.asarray(-np.log(np.clip(small, darkest, 1.0)), dtype=np.float32)


def _row_air(transmission: NDArray[np.uint16], box: Rectangle, air: float) -> NDArray[np.float32]:
    """Return each row's open-air level beside the box, or the picture's where there is none."""
    left = transmission[:, : max(box.column - 8, 0)]
    right = transmission[:, box.column + box.width + 8 :]
    beside = np.concatenate([left[:, ::4], right[:, ::4]], axis=1).astype(np.float32)
    levels = np.full(transmission.shape[0], air, np.float32)
    if beside.shape[1] < 8:
        return levels
    bright = beside > 0.85 * air
    enough = bright.sum(axis=1) >= 8
    if enough.any():
        # Row by row the bright ones first, then the middle of them.
        ranked = np.sort(np.where(bright[enough], beside[enough], np.inf), axis=1)
        counts = bright[enough].sum(axis=1)
        places = np.stack([(counts - 1) // 2, counts // 2], axis=1)
        levels[enough] = np.take_along_axis(ranked, places, axis=1).mean(axis=1)
    return levels


def _physics(
    scan: ScanPixels, high: NDArray[np.float32], low: NDArray[np.float32] | None
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None, Evidence]:
    """Turn attenuation into areal density and a material index, as far as the scan allows."""
    organic = wedge_curve(scan.wedge_high, "polyethylene") or wedge_curve(scan.wedge_high, "iron")
    nominal = high / np.float32(_NOMINAL_CM2_G)
    density = nominal if organic is None else along(high, organic)
    if low is None:
        return density, None, Evidence.SINGLE
    curves = [
        (wedge_curve(scan.wedge_high, material), wedge_curve(scan.wedge_low, material))
        for material in ("polyethylene", "iron")
    ]
    smooth_high = np.asarray(cv2.GaussianBlur(high, (0, 0), 2.0), dtype=np.float32)
    smooth_low = np.asarray(cv2.GaussianBlur(low, (0, 0), 2.0), dtype=np.float32)
    telling = (density > _TELLING_G_CM2[0]) & (density < _TELLING_G_CM2[1])
    (poly_high, poly_low), (iron_high, iron_low) = curves
    if poly_high and poly_low and iron_high and iron_low:
        at_organic = along(along(smooth_high, poly_high), poly_low[::-1])
        at_iron = along(along(smooth_high, iron_high), iron_low[::-1])
        span = at_iron - at_organic
        safe = np.where(np.abs(span) < 0.01, np.float32(0.01), span)
        index = np.asarray((smooth_low - at_organic) / safe, dtype=np.float32)
        return density, _clipped(index, telling, neutral=0.0), Evidence.CALIBRATED
    ratio = (smooth_low + 0.02) / (smooth_high + 0.02)
    middle = np.float32(np.median(ratio[telling]) if telling.any() else 1.0)
    return density, _clipped((ratio - middle) * 5, telling, neutral=0.0), Evidence.DUAL


def _clipped(
    index: NDArray[np.float32], telling: NDArray[np.bool_], *, neutral: float
) -> NDArray[np.float32]:
    return np.asarray(np.where(telling, np.clip(index, -1.0, 2.0), neutral), dtype=np.float32)


def _above_floor(density: NDArray[np.float32]) -> int:
    """Return how many rows lie above the floor's beams, seen from below in a fan beam.

    Beams are dense in nearly every column, where the space above goods is not. Below a load that
    fills the container they cannot be told from it, and nothing is cut.
    """
    rows = int(density.shape[0])
    level = np.percentile(density[:, ::2], 15, axis=1)
    first = round((1 - _FLOOR_SHARE) * rows)
    usual = float(np.median(level[:first]))
    beams = level[first:] > usual + _BEAM_G_CM2
    open_rows = np.flatnonzero(~beams)
    if open_rows.size == 0:
        return rows
    return int(first + open_rows[-1] + 1)


def _without_walls(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take away what every column of a row has: walls, as far as walls can be."""
    floor = np.percentile(density[:, ::2], 3, axis=1)
    walls = np.minimum(np.median(np.minimum(floor, _WALL_G_CM2)), floor)
    return np.asarray(np.maximum(density - walls[:, None], 0), dtype=np.float32)


def _goods(density: NDArray[np.float32]) -> NDArray[np.bool_]:
    smooth = cv2.blur(density, (5, 5))
    thick = np.asarray(smooth > _GOODS_G_CM2, dtype=np.uint8)
    mask = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    return np.asarray(mask > 0)
