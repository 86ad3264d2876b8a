"""What a line scanner does to its picture, taken back: offsets, gains, drift, dead lines, shifts.

Every correction that changes pixels leaves a sentence with the scan; none is made unasked.

References
----------
.. [1] ISO 17636-2, annex on detector calibration: offset and gain of each element.
.. [2] Kuglin and Hines, *The phase correlation image alignment method*, IEEE 1975.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.scan import EnergyBand
from workstation.imaging.calibration import (
    OuterSize,
    attenuation,
    estimate_air,
    pitch_from_container,
)
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.quality import PITCH_UNKNOWN
from workstation.imaging.scan import Plane, Scan

FULL: Final = 65535
SIZED: Final = (
    "The size of a pixel was taken from the container's own size and holds for its near side."
)
#: An element whose span from dark to air is less than this share of the median one is dead.
_DEAD_SPAN: Final = 0.1
#: More dead lines side by side than this are not filled: what lies there is not known.
_WIDEST_GAP: Final = 3
#: A row is open air all along when its darkest columns pass this share of air.
_AIR_ROW: Final = 0.9
_LEAST_AIR_ROWS: Final = 6
#: Noise of an air strip, and the step of 8-bit greys, are below these; less drift is left [share].
_LEAST_DRIFT: Final = 0.005
_LEAST_DRIFT_8_BIT: Final = 0.012
_MOST_DRIFT: Final = 0.2
_LEAST_AGREEMENT: Final = 0.8
#: Energies further apart than this were not taken by one pair of detectors [pixels].
_FARTHEST_PX: Final = 8.0
_LEAST_SHIFT_PX: Final = 0.05
_LEAST_RESPONSE: Final = 0.05
_REGISTER_ROWS, _REGISTER_COLUMNS = 1024, 2048
_OPAQUE: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What each detector element gave without beam and in open air.

    Attributes
    ----------
    dark, air : ndarray of float32, shape (rows,)
        Counts; rows of the picture are elements of the line array.
    """

    dark: NDArray[np.float32]
    air: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.dark.ndim != 1 or self.dark.shape != self.air.shape or self.dark.size == 0:
            raise ValueError("a reference has one dark and one air value for each row")

    def dead_rows(self) -> NDArray[np.intp]:
        """Return the elements that do not answer to the beam, shape (n,)."""
        span = self.air - self.dark
        return np.flatnonzero(span < _DEAD_SPAN * max(float(np.median(span)), 1e-6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A corrected picture, and one sentence for each thing that was done to it."""

    pixels: NDArray[np.uint16]
    told: tuple[str, ...] = ()


def reference_of(frames: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return one value for each row from reference lines, the median over them.

    Parameters
    ----------
    frames : ndarray of numbers, shape (rows,) or (rows, lines)
    """
    values = np.asarray(frames, np.float32)
    return values if values.ndim == 1 else np.median(values, axis=1).astype(np.float32)


def flat_field(counts: NDArray[np.generic], reference: Reference) -> Corrected:
    """Return transmission from detector counts: offset and gain of each row, drift of each line.

    Drift is levelled before the picture is clipped at open air, so that lines that came out
    too bright are levelled, too.

    Parameters
    ----------
    counts : ndarray of numbers, shape (rows, columns)
    reference : Reference
        With as many rows.

    Raises
    ------
    ValueError
        If the numbers of rows differ.
    """
    if counts.ndim != 2 or counts.shape[0] != reference.dark.size:
        raise ValueError(f"{reference.dark.size} reference rows for a picture of {counts.shape}")
    dead = reference.dead_rows()
    span = reference.air - reference.dark
    span[dead] = 1.0
    share = (counts.astype(np.float32) - reference.dark[:, None]) / span[:, None]
    share[dead] = 0.0
    gains = _drift_of(share, 1.0, skip=dead, known=True)
    told: tuple[str, ...] = ()
    if gains is not None:
        share /= gains
        told = (_drift_told(gains),)
    pixels = (share * FULL).clip(0, FULL).round().astype(np.uint16)
    filled = fill_lines(pixels, rows=dead, columns=np.empty(0, np.intp))
    return Corrected(pixels=filled.pixels, told=(*told, *filled.told))


def level_drift(transmission: NDArray[np.uint16], *, stored_bits: int = 16) -> Corrected:
    """Return a picture whose lines are equally bright in the open air that all of them see.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Each column is one pulse of the beam. Lines that were clipped as too bright stay so.
    """
    air = estimate_air(transmission)
    gains = None if air is None else _drift_of(transmission.astype(np.float32), float(air))
    if gains is None or (stored_bits == 8 and _spread(gains) < _LEAST_DRIFT_8_BIT):
        return Corrected(pixels=transmission)
    levelled = (transmission / gains).clip(0, FULL).round().astype(np.uint16)
    return Corrected(pixels=levelled, told=(_drift_told(gains),))


def fill_lines(
    transmission: NDArray[np.uint16], *, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Corrected:
    """Fill missing rows and columns from their neighbours, up to three side by side.

    Wider gaps stay as they are: what lies there is not known, and must not look as if it were.
    """
    narrow_rows, narrow_columns = _narrow(rows), _narrow(columns)
    count = narrow_rows.size + narrow_columns.size
    if count == 0:
        return Corrected(pixels=transmission)
    pixels = _filled(transmission, narrow_rows)
    pixels = np.ascontiguousarray(_filled(pixels.T, narrow_columns).T)
    return Corrected(
        pixels=pixels, told=(f"{count} missing lines were filled from their neighbours.",)
    )


def missing_columns(transmission: NDArray[np.uint16]) -> NDArray[np.intp]:
    """Return columns that hold one value from top to bottom and differ from both neighbours.

    Open air along a whole line is no missing line, even where neighbours are noisy.
    """
    flat = transmission.max(axis=0) == transmission.min(axis=0)
    dark = transmission[0] < int(_AIR_ROW * FULL)
    return np.flatnonzero(flat & dark)


def energy_shift(high: NDArray[np.uint16], low: NDArray[np.uint16]) -> tuple[float, float] | None:
    """Return how far the low energy lies from the high (rows, columns) [pixels], or None.

    By phase correlation of attenuation in the middle of the picture; None when the two have too
    little in common or would lie more than 8 pixels apart.
    """
    rows, columns = high.shape
    top = max(0, (rows - _REGISTER_ROWS) // 2)
    left = max(0, (columns - _REGISTER_COLUMNS) // 2)
    where = np.s_[top : top + _REGISTER_ROWS, left : left + _REGISTER_COLUMNS]
    seen = [np.minimum(attenuation(picture[where]), _OPAQUE) for picture in (high, low)]
    window = cv2.createHanningWindow(seen[0].shape[::-1], cv2.CV_32F)
    (x, y), response = cv2.phaseCorrelate(seen[0], seen[1], window)
    if response < _LEAST_RESPONSE or max(abs(x), abs(y)) > _FARTHEST_PX:
        return None
    return float(y), float(x)


def laid_on(low: NDArray[np.uint16], shift: tuple[float, float]) -> NDArray[np.uint16]:
    """Return the low energy moved back by a shift, linear between pixels, edges kept."""
    rows, columns = shift
    move = np.array([[1, 0, columns], [0, 1, rows]], np.float64)
    return np.asarray(
        cv2.warpAffine(
            low,
            move,
            low.shape[::-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint16,
    )


def corrected(scan: Scan) -> Scan:
    """Return a scan with its drift levelled, missing lines filled and energies laid together.

    What was done stands among its warnings; a scan that needs nothing comes back as it was.
    """
    told: list[str] = []
    planes: list[Plane] = []
    for plane in scan.planes:
        filled = fill_lines(
            plane.transmission,
            rows=np.empty(0, np.intp),
            columns=missing_columns(plane.transmission),
        )
        levelled = level_drift(filled.pixels, stored_bits=plane.stored_bits)
        told += [*filled.told, *levelled.told]
        planes.append(replace(plane, transmission=levelled.pixels))
    for place, plane in enumerate(planes):
        high = planes[place - 1] if plane.band is EnergyBand.LOW and place else None
        if high is None or high.view is not plane.view:
            continue
        shift = energy_shift(high.transmission, plane.transmission)
        if shift is None or max(map(abs, shift)) < _LEAST_SHIFT_PX:
            continue
        planes[place] = replace(plane, transmission=laid_on(plane.transmission, shift))
        far = float(np.hypot(*shift))
        told.append(f"The low energy was shifted by {far:.2f} px to lie on the high.")
    if not told:
        return scan
    warnings = dict.fromkeys((*scan.warnings, *told))
    return replace(scan, planes=tuple(planes), warnings=tuple(warnings))


def sized_by_container(scan: Scan, size: OuterSize) -> Scan:
    """Return a scan whose unknown pixel size follows from the container's known outer size.

    Only of a view in which a container is found whole; what the scanner told stays.
    """
    planes: list[Plane] = []
    for plane in scan.planes:
        main = scan.main_plane(plane.view)
        box = find_container(main.transmission) if plane.pitch_mm is None else None
        whole = box is not None and _is_inside(box, plane.transmission.shape)
        pitch = pitch_from_container(box, size) if box is not None and whole else plane.pitch_mm
        planes.append(replace(plane, pitch_mm=pitch))
    if tuple(plane.pitch_mm for plane in planes) == tuple(p.pitch_mm for p in scan.planes):
        return scan
    warnings = [text for text in scan.warnings if text != PITCH_UNKNOWN]
    warnings.append(SIZED)
    return replace(scan, planes=tuple(planes), warnings=tuple(warnings))


def _is_inside(box: ContainerBox, shape: tuple[int, ...]) -> bool:
    """Tell whether a container ends within the picture, on three sides: below stands its truck."""
    return box.row > 0 and box.column > 0 and box.column + box.width < shape[1]


def _drift_of(
    share: NDArray[np.float32],
    air: float,
    *,
    skip: NDArray[np.intp] | None = None,
    known: bool = False,
) -> NDArray[np.float32] | None:
    """Return the gain of each column from the rows that are air all along; None without any.

    ``known`` tells that ``air`` was measured, so that the mean gain is told as well.
    """
    rows = np.ones(share.shape[0], bool)
    if skip is not None:
        rows[skip] = False
    sampled = share[:, :: max(1, share.shape[1] // 512)]
    rows &= np.percentile(sampled, 2, axis=1) >= _AIR_ROW * air
    if rows.sum() < _LEAST_AIR_ROWS:
        return None
    gains = np.median(share[rows], axis=0)
    gains = gains / (air if known else np.median(gains))
    if not _LEAST_DRIFT < _spread(gains) < _MOST_DRIFT or not _agree(share[rows]):
        return None
    return np.asarray(gains, np.float32)


def _agree(air: NDArray[np.float32]) -> bool:
    """Tell whether two halves of the air rows drift alike, as a beam does and steps do not."""
    halves = [np.median(half, axis=0) for half in (air[0::2], air[1::2])]
    return bool(np.corrcoef(halves[0], halves[1])[0, 1] >= _LEAST_AGREEMENT)


def _spread(gains: NDArray[np.float32]) -> float:
    return float(np.percentile(gains, 98) - np.percentile(gains, 2))


def _drift_told(gains: NDArray[np.float32]) -> str:
    return f"Gain drift of {_spread(gains):.1%} was levelled by the open air beside the container."


def _narrow(lines: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the lines that have at most two missing neighbours in a row with them."""
    if lines.size == 0:
        return lines
    runs = np.split(lines, np.flatnonzero(np.diff(lines) > 1) + 1)
    kept = [run for run in runs if run.size <= _WIDEST_GAP]
    return np.concatenate(kept) if kept else np.empty(0, np.intp)


def _filled(pixels: NDArray[np.uint16], rows: NDArray[np.intp]) -> NDArray[np.uint16]:
    """Return a copy with rows between the nearest whole ones, linear; at an edge, the nearest."""
    if rows.size == 0:
        return pixels
    whole = np.setdiff1d(np.arange(pixels.shape[0]), rows)
    if whole.size == 0:
        return pixels
    out = pixels.copy()
    after = np.searchsorted(whole, rows)
    below = whole[np.minimum(after, whole.size - 1)]
    above = whole[np.maximum(after - 1, 0)]
    gap = np.maximum(below - above, 1)
    weight = ((rows - above) / gap).clip(0, 1)[:, None]
    mixed = pixels[above] * (1 - weight) + pixels[below] * weight
    out[rows] = mixed.round().astype(np.uint16)
    return out
