"""Is a picture good enough to judge? Plain sentences about what is wrong with it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.scan import Plane, Scan

#: Shares of all pixels, chosen so that none of the real scans at hand is blamed unjustly.
_BLACK_SHARE: Final = 0.60
_WHITE_SHARE: Final = 0.97
_INVALID_SHARE: Final = 0.002
_DARK: Final = 0.25
_BLANK_SPREAD: Final = 0.01
_SWAPPED: Final = 0.02
_FULL: Final = 65535

PITCH_UNKNOWN: Final = "The size of a pixel is unknown; nothing can be measured in metres."


def check_quality(scan: Scan) -> tuple[str, ...]:
    """Return what is wrong with the pictures of a scan, one sentence each; empty when nothing."""
    many = len(scan.planes) > 1
    found = [PITCH_UNKNOWN] if any(plane.pitch_mm is None for plane in scan.planes) else []
    found += [
        f"{_title(plane)}: {sentence}" if many else sentence
        for plane in scan.planes
        for sentence in _check_plane(plane)
    ]
    found += [sentence for view in scan.views() for sentence in _check_energies(scan, view)]
    return tuple(dict.fromkeys(found))


def dead_columns(transmission: NDArray[np.uint16]) -> NDArray[np.intp]:
    """Return the columns that hold one value from top to bottom while a neighbour does not.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        0 is opaque, 65535 is open air.

    Returns
    -------
    ndarray of int, shape (n,)
        Columns where the line array gave nothing or a constant.
    """
    flat = transmission.max(axis=0) == transmission.min(axis=0)
    not_air = transmission[0] < int(0.95 * _FULL)
    return np.flatnonzero(flat & not_air)


def _check_plane(plane: Plane) -> list[str]:
    pixels = plane.transmission
    histogram = cv2.calcHist([pixels], [0], None, [256], [0, 65536]).ravel() / pixels.size
    zero = 1 - cv2.countNonZero(pixels) / pixels.size
    cumulated = np.cumsum(histogram)
    brightest = float(np.searchsorted(cumulated, 0.999)) / 255
    darkest = float(np.searchsorted(cumulated, 0.001)) / 255
    if brightest - darkest < _BLANK_SPREAD:
        return ["The picture is blank."]
    found = []
    if brightest < _DARK:
        found.append("The picture is too dark: nothing in it is near open air.")
    if histogram[0] > _BLACK_SHARE:
        found.append("Most of the picture is black: the beam did not get through.")
    if histogram[-1] > _WHITE_SHARE:
        found.append("Most of the picture is saturated white.")
    if plane.stored_bits == 16 and zero > _INVALID_SHARE:
        found.append(f"{zero:.1%} of the picture is quite black: too dense, or not measured.")
    dead = dead_columns(pixels).size
    if dead:
        found.append(f"{dead} columns are dead: they hold one value from top to bottom.")
    return found


def _check_energies(scan: Scan, view: ViewName) -> list[str]:
    """Doubt planes whose low energy goes through more than the high one does."""
    high, low = scan.plane(view, EnergyBand.HIGH), scan.plane(view, EnergyBand.LOW)
    if high is None or low is None:
        return []
    through = (high.transmission > 0) & (low.transmission > 0)
    if not through.any():
        return []
    excess = np.mean(low.transmission[through], dtype=np.float64) - np.mean(
        high.transmission[through], dtype=np.float64
    )
    if excess > _SWAPPED * _FULL:
        return [f"View {view}: the low energy is brighter than the high; they may be swapped."]
    return []


def _title(plane: Plane) -> str:
    return f"{plane.view.value.capitalize()} view, {plane.band.value} energy"
