"""How good a picture is, in figures: noise, sharpness, saturation, missing lines, penetration left.

The figures are of one plane and need no truth. Held against a scanner's own first scans some of
them show that it changes (`workstation.domain.drift`); beyond a bound they send a scan back. Bounds
are set far outside what any real scan at hand shows, because a scan that is sent back costs a
driver half an hour: see ``bench_container``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import ImageFigures
from workstation.domain.picture_fault import PictureFault
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.quality import dead_columns
from workstation.imaging.scan import Plane, Scan

_LARGEST_PX: Final = 1_500_000
_SATURATED: Final = np.uint16(65500)
# Immerkaer's mask, whose answer to a plane or an edge along its axes is 0.
_MASK: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_MASK_GAIN: Final = 6.0
_MEDIAN_TO_SIGMA: Final = 0.6745
_OPAQUE: Final = 0.004
_EDGES: Final = 400
_STEP_REACH_PX: Final = 24
_BLANK_SPREAD: Final = 0.02
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
    noise : float
        Standard deviation of the noise, whatever is loaded [part of air].
    sharpness : float
        How steep the steepest edges are [part of air from pixel to pixel].
    edge_px : float or None
        Rows or columns over which the sharpest edges rise: 1 is a perfect step [pixels].
    saturated : float
        Part of the container at the largest value that a pixel can hold.
    dead : int
        Columns and rows that hold one value from end to end.
    missing_lines : float
        Part of the columns that are dead, or copies of their neighbour.
    opaque : float
        Part of the container that the beam did not get through.
    spread : float
        Distance between the darkest and the brightest of the picture [part of the full range].
    """

    noise: float
    sharpness: float
    edge_px: float | None
    saturated: float
    dead: int
    missing_lines: float
    opaque: float
    spread: float

    def faults(self) -> tuple[PictureFault, ...]:
        """Return what makes the picture too poor to be judged; empty when nothing does."""
        if self.spread < _BLANK_SPREAD:
            return (PictureFault.BLANK,)
        found = {
            PictureFault.NOISE: self.noise > MOST_NOISE,
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


def measure_image(scan: Scan) -> ImageFigures:
    """Return what the scan's main picture tells of its scanner; a tenth of a second at most."""
    pixels = scan.main_plane().transmission
    part = _middle(pixels, _air(pixels))
    return ImageFigures(
        noise=_noise(part),
        sharpness=_sharpness(part),
        dead=_dead(pixels),
        saturated=_saturated(_inside(pixels, find_container(pixels))),
    )


def measure(plane: Plane) -> QualityFigures:
    """Measure one plane."""
    pixels = plane.transmission
    histogram = cv2.calcHist([pixels], [0], None, [1024], [0, 65536]).ravel() / pixels.size
    cumulated = np.cumsum(histogram)
    darkest, brightest = (float(np.searchsorted(cumulated, q)) / 1023 for q in (0.001, 0.999))
    air = _air(pixels)
    part = _middle(pixels, air)
    inside = _inside(pixels, find_container(pixels))
    return QualityFigures(
        noise=_noise(part),
        sharpness=_sharpness(part),
        edge_px=_edge_px(pixels, air),
        saturated=_saturated(inside),
        dead=_dead(pixels),
        missing_lines=_missing(pixels),
        opaque=float((inside < _OPAQUE * air).mean()),
        spread=brightest - darkest,
    )


def _inside(pixels: NDArray[np.uint16], box: ContainerBox | None) -> NDArray[np.uint16]:
    if box is None:
        return pixels
    high, wide = box.height // 20, box.width // 20
    rows = slice(box.row + high, box.row + box.height - high)
    return pixels[rows, box.column + wide : box.column + box.width - wide]


def _air(pixels: NDArray[np.uint16]) -> float:
    """Return the counts of open air, or of the brightest where there is none; 1 or more."""
    return max(float(np.percentile(pixels[::4, ::4], 99)), 1.0)


def _saturated(inside: NDArray[np.uint16]) -> float:
    return float((inside >= _SATURATED).mean())


def _dead(pixels: NDArray[np.uint16]) -> int:
    return int(dead_columns(pixels).size + dead_columns(np.ascontiguousarray(pixels.T)).size)


def _middle(pixels: NDArray[np.uint16], air: float) -> NDArray[np.float32]:
    """Return whole columns of the middle as parts of air, as many as take little time.

    Never a smaller picture: that would average away what is to be measured.
    """
    rows, columns = pixels.shape
    wanted = max(8, min(columns, _LARGEST_PX // max(rows, 1)))
    first = (columns - wanted) // 2
    return pixels[:, first : first + wanted].astype(np.float32) / np.float32(air)


def _noise(part: NDArray[np.float32]) -> float:
    """Return the standard deviation of the noise as a part of air.

    The mask's answers to the load's own structure are few and large, hence their median [1]_.

    References
    ----------
    .. [1] J. Immerkaer, "Fast noise variance estimation", Computer Vision and Image
       Understanding 64(2), 1996, 300-302; with the median in place of the mean.
    """
    lit = (part > 0.0) & (part < part.max())
    answers = np.abs(cv2.filter2D(part, cv2.CV_32F, _MASK))
    seen = answers[lit]
    if seen.size == 0:
        return 0.0
    return float(np.median(seen)) / (_MEDIAN_TO_SIGMA * _MASK_GAIN)


def _sharpness(part: NDArray[np.float32]) -> float:
    """Return how steep the steepest edges are: part of air from pixel to pixel.

    The container's own walls and posts are in every scan, so that blur lowers it whatever the
    load; of the steepest edges the 999th of 1000 is taken, for single pixels may be broken.
    """
    smooth = cv2.medianBlur(part, 3)
    steps = np.abs(np.diff(smooth, axis=1))
    return float(np.quantile(steps, 0.999)) if steps.size else 0.0


def _edge_px(pixels: NDArray[np.uint16], air: float) -> float | None:
    """Return the median width of the strongest edges between rows: their step over their slope."""
    light = cv2.medianBlur(pixels[:, ::4], 3).astype(np.float32) / air
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
    flat = np.zeros(pixels.shape[1], np.bool_)
    flat[dead_columns(pixels)] = True
    holds = lowest[1:] < _HOLDS_SOMETHING * highest[1:]
    alike = (pixels[::2, 1:] == pixels[::2, :-1]).mean(axis=0)
    if not holds.any() or np.median(alike[holds]) > 0.5:
        return float(flat.mean())
    copies = (alike > 0.995) & holds & ~flat[1:]
    return float((flat.sum() + copies.sum()) / pixels.shape[1])
