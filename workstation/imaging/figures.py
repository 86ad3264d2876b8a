"""What a scan tells of its scanner: noise, sharpness, dead channels, saturation.

Figures of one scan say little, for they depend on its load; held against the scanner's own first
scans they show that it changes (`workstation.domain.drift`).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import ImageFigures
from workstation.imaging.quality import dead_columns
from workstation.imaging.scan import Scan

_FULL: Final = 65535.0
_LARGEST_PX: Final = 1_500_000
_SATURATED: Final = np.uint16(65500)
# Immerkaer's mask, whose answer to a plane or an edge along its axes is 0.
_MASK: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_MASK_GAIN: Final = 6.0
_MEDIAN_TO_SIGMA: Final = 0.6745


def measure_image(scan: Scan) -> ImageFigures:
    """Measure the scan's main picture; takes some ten milliseconds.

    Returns
    -------
    ImageFigures
        Noise and sharpness as shares of full scale; see there.
    """
    pixels = scan.main_plane().transmission
    dead = dead_columns(pixels).size + dead_columns(np.ascontiguousarray(pixels.T)).size
    part = _middle(pixels)
    saturated = float(np.count_nonzero(pixels >= _SATURATED) / pixels.size)
    return ImageFigures(
        noise=_noise(part), sharpness=_sharpness(part), dead=int(dead), saturated=saturated
    )


def _middle(pixels: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Return whole columns of the middle, as many as take little time; never a smaller picture.

    Making a picture smaller would average away what is to be measured.
    """
    rows, columns = pixels.shape
    wanted = max(8, min(columns, _LARGEST_PX // max(rows, 1)))
    first = (columns - wanted) // 2
    return pixels[:, first : first + wanted].astype(np.float32) / np.float32(_FULL)


def _noise(part: NDArray[np.float32]) -> float:
    """Return the standard deviation of the noise as a share of full scale.

    The mask's answers to the load's own structure are few and large, hence their median [1]_.

    References
    ----------
    .. [1] J. Immerkaer, "Fast noise variance estimation", Computer Vision and Image
       Understanding 64(2), 1996, 300-302; with the median in place of the mean.
    """
    lit = (part > 0.0) & (part < _SATURATED / _FULL)
    answers = np.abs(cv2.filter2D(part, cv2.CV_32F, _MASK))
    seen = answers[lit]
    if seen.size == 0:
        return 0.0
    return float(np.median(seen)) / (_MEDIAN_TO_SIGMA * _MASK_GAIN)


def _sharpness(part: NDArray[np.float32]) -> float:
    """Return how steep the steepest edges are: share of full scale from pixel to pixel.

    The container's own walls and posts are in every scan, so that blur lowers it whatever the
    load; of the steepest edges the 999th of 1000 is taken, for single pixels may be broken.
    """
    smooth = cv2.medianBlur(part, 3)
    steps = np.abs(np.diff(smooth, axis=1))
    return float(np.quantile(steps, 0.999)) if steps.size else 0.0
