"""How good a picture is, in figures: noise, sharpness, saturation, missing lines, penetration left.

The figures are of one plane and need no truth. Bounds are set far outside what any real scan at
hand shows, because a scan that is sent back costs a driver half an hour: see ``bench_container``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.picture_fault import PictureFault
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.scan import Plane, Scan

_AIR: Final = 0.97
_LEAST_AIR: Final = 2000
_MAD_TO_SIGMA: Final = 1.4826
_OPAQUE: Final = 0.004
_EDGES: Final = 400
_STEP_REACH_PX: Final = 24
_BLANK_SPREAD: Final = 0.02
_AIR_COUNTS: Final = int(0.95 * 65535)
_HOLDS_SOMETHING: Final = 0.8

MOST_NOISE: Final = 0.06
MOST_EDGE_PX: Final = 16.0
MOST_SATURATED: Final = 0.25
MOST_MISSING: Final = 0.04
MOST_OPAQUE: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFigures:
    """How good one plane is; None where its picture gives nothing to measure by.

    Attributes
    ----------
    noise : float or None
        Standard deviation of open air [part of air].
    edge_px : float or None
        Rows or columns over which the sharpest edges rise: 1 is a perfect step [pixels].
    saturated : float
        Part of the container at the largest value that a pixel can hold.
    missing_lines : float
        Part of the columns that are dead, or copies of their neighbour.
    opaque : float
        Part of the container that the beam did not get through.
    spread : float
        Distance between the darkest and the brightest of the picture [part of the full range].
    """

    noise: float | None
    edge_px: float | None
    saturated: float
    missing_lines: float
    opaque: float
    spread: float

    def faults(self) -> tuple[PictureFault, ...]:
        """Return what makes the picture too poor to be judged; empty when nothing does."""
        if self.spread < _BLANK_SPREAD:
            return (PictureFault.BLANK,)
        found = {
            PictureFault.NOISE: self.noise is not None and self.noise > MOST_NOISE,
            PictureFault.BLUR: self.edge_px is not None and self.edge_px > MOST_EDGE_PX,
            PictureFault.SATURATED: self.saturated > MOST_SATURATED,
            PictureFault.MISSING_LINES: self.missing_lines > MOST_MISSING,
            PictureFault.NO_PENETRATION: self.opaque > MOST_OPAQUE,
        }
        return tuple(fault for fault, is_so in found.items() if is_so)


def faults_of(scan: Scan) -> tuple[PictureFault, ...]:
    """Return the faults of a scan's main planes; a view that is good excuses none that is not."""
    found: dict[PictureFault, None] = {}
    for view in scan.views():
        found.update(dict.fromkeys(measure(scan.main_plane(view)).faults()))
    return tuple(found)


def measure(plane: Plane) -> QualityFigures:
    """Measure one plane."""
    pixels = plane.transmission
    histogram = cv2.calcHist([pixels], [0], None, [1024], [0, 65536]).ravel() / pixels.size
    cumulated = np.cumsum(histogram)
    darkest, brightest = (float(np.searchsorted(cumulated, q)) / 1023 for q in (0.001, 0.999))
    air = float(np.percentile(pixels[::4, ::4], 99))
    inside = _inside(pixels, find_container(pixels))
    return QualityFigures(
        noise=_noise(pixels, air),
        edge_px=_edge_px(pixels, air),
        saturated=float((inside == np.iinfo(np.uint16).max).mean()),
        missing_lines=_missing(pixels),
        opaque=float((inside < _OPAQUE * max(air, 1)).mean()),
        spread=brightest - darkest,
    )


def _inside(pixels: NDArray[np.uint16], box: ContainerBox | None) -> NDArray[np.uint16]:
    if box is None:
        return pixels
    high, wide = box.height // 20, box.width // 20
    rows = slice(box.row + high, box.row + box.height - high)
    return pixels[rows, box.column + wide : box.column + box.width - wide]


def _noise(pixels: NDArray[np.uint16], air: float) -> float | None:
    """Return the noise of open air by differences of neighbours, which a slope does not disturb."""
    seen = pixels[:, ::3].astype(np.float32) / max(air, 1)
    smooth = cv2.blur(seen, (5, 9))
    bright = smooth > _AIR * float(np.percentile(smooth[::4, ::4], 98))
    both = bright[1:] & bright[:-1]
    if both.sum() < _LEAST_AIR:
        return None
    difference = (seen[1:] - seen[:-1])[both]
    return float(_MAD_TO_SIGMA * np.median(np.abs(difference)) / np.sqrt(2))


def _edge_px(pixels: NDArray[np.uint16], air: float) -> float | None:
    """Return the median width of the strongest edges between rows: their step over their slope."""
    light = cv2.medianBlur(pixels[:, ::4], 3).astype(np.float32) / max(air, 1)
    slope = np.abs(np.diff(light, axis=0))
    reach = _STEP_REACH_PX
    if light.shape[0] <= 2 * reach + 2:
        return None
    step = np.abs(light[2 * reach :] - light[: -2 * reach])
    here = slope[reach : reach + step.shape[0]]
    wanted = min(_EDGES, step.size)
    strongest = np.argpartition((step * (step > 0.3)).ravel(), -wanted)[-wanted:]
    rows, columns = np.unravel_index(strongest, step.shape)
    widths = []
    for row, column in zip(rows, columns, strict=True):
        around = slope[row : row + 2 * reach, column].max()
        if step[row, column] > 0.3 and here.size and around > 0:
            widths.append(float(step[row, column] / around))
    return float(np.median(widths)) if len(widths) >= 50 else None


def _missing(pixels: NDArray[np.uint16]) -> float:
    """Return the part of the columns, or of the rows if that is more, that are missing."""
    return max(_missing_columns(pixels), _missing_columns(pixels.T))


def _missing_columns(pixels: NDArray[np.uint16]) -> float:
    """Return the part of the columns that hold one value, or their neighbour's values.

    Columns of open air, and those of 8-bit pictures, are alike without harm: a copy counts where
    something stands in it, and where most neighbours differ.
    """
    highest, lowest = pixels.max(axis=0), pixels.min(axis=0)
    flat = (highest == lowest) & (lowest < _AIR_COUNTS)
    holds = lowest[1:] < _HOLDS_SOMETHING * highest[1:]
    alike = (pixels[::2, 1:] == pixels[::2, :-1]).mean(axis=0)
    if not holds.any() or np.median(alike[holds]) > 0.5:
        return float(flat.mean())
    copies = (alike > 0.995) & holds & ~flat[1:]
    return float((flat.sum() + copies.sum()) / pixels.shape[1])
