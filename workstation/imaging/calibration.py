"""From counts to physics: open air, attenuation, equivalent areal density, size of a pixel."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.scan import WedgeReading
from workstation.imaging.container import ContainerBox
from workstation.imaging.scan import Plane

FULL: Final = 65535
_LEVELS: Final = 65536
#: A peak of the histogram is open air when it holds this share of the pixels.
_AIR_SHARE: Final = 0.005
_AIR_BINS: Final = 256

#: Outer lengths and heights by the first two characters of an ISO 6346 size-type code [mm];
#: ISO 668 table 1, ISO 6346 annex D. Only the sizes that pass a container scanner.
_LENGTHS_MM: Final = {"2": 6058.0, "4": 12192.0, "L": 13716.0, "M": 14630.0, "1": 2991.0}
_HEIGHTS_MM: Final = {
    "0": 2438.0, "2": 2591.0, "4": 2743.0, "5": 2896.0, "C": 2591.0, "D": 2743.0, "E": 2896.0,
    "L": 2591.0, "M": 2743.0, "N": 2896.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OuterSize:
    """Outer length and height of a container [mm]."""

    length_mm: float
    height_mm: float


def outer_size(size_type: str) -> OuterSize | None:
    """Return the outer size that an ISO 6346 size-type code such as ``"45G1"`` tells."""
    code = size_type.strip().upper()
    if len(code) < 2 or code[0] not in _LENGTHS_MM or code[1] not in _HEIGHTS_MM:
        return None
    return OuterSize(length_mm=_LENGTHS_MM[code[0]], height_mm=_HEIGHTS_MM[code[1]])


def pitch_from_container(box: ContainerBox, size: OuterSize) -> tuple[float, float]:
    """Return the size of a pixel (row, column) that makes a found container as large as it is.

    Rows and columns come out apart: many scanners stretch the travel direction, up to 3 times.

    Returns
    -------
    tuple of float
        Pitch at the container's near side [mm].
    """
    return size.height_mm / box.height, size.length_mm / box.width


def estimate_air(transmission: NDArray[np.uint16]) -> int | None:
    """Return the value of open air: the brightest peak of the histogram.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Counts or transmission; brighter is more air.

    Returns
    -------
    int or None
        Median of the pixels of that peak, or None when no bright value is common: a picture
        without any open air.
    """
    counts = cv2.calcHist([transmission], [0], None, [_AIR_BINS], [0, _LEVELS]).ravel()
    common = np.flatnonzero(counts >= _AIR_SHARE * transmission.size)
    if common.size == 0 or common[-1] == 0:
        return None
    top = int(common[-1])
    while top > 1 and counts[top - 1] > counts[top]:
        top -= 1
    width = _LEVELS // _AIR_BINS
    lowest, highest = (top - 1) * width, (top + 2) * width - 1
    near = transmission[(transmission >= lowest) & (transmission <= highest)]
    return int(np.median(near))


def normalise_air(plane: Plane, *, air: float | None = None) -> Plane:
    """Return the plane scaled so that open air is 65535; 0 stays 0.

    ``air`` defaults to the plane's own ``air_counts``, then to `estimate_air`; without either
    the plane comes back as it was.
    """
    level = air or plane.air_counts or estimate_air(plane.transmission)
    if level is None or level <= 0 or level == FULL:
        return plane
    table = np.clip(np.arange(_LEVELS) * (FULL / level), 0, FULL).round().astype(np.uint16)
    return replace(plane, transmission=table[plane.transmission], air_counts=None)


def attenuation(transmission: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Return -ln T; a count of 0 is taken as half a count, so that black stays finite.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        0 in open air, at most 11.8.
    """
    return np.asarray(_attenuation_table()[transmission])


def density_table(reading: WedgeReading) -> NDArray[np.float32] | None:
    """Return equivalent areal density [g/cm²] for each of the 65536 transmissions.

    Linear between the wedge's steps in -ln T, from open air on; beyond the last step along the
    last slope. Steps that do not get darker (the noise floor) and all after them are left out.

    Returns
    -------
    ndarray of float32, shape (65536,), or None
        None when the reading holds no usable step.
    """
    steps = _usable(reading)
    if len(steps) < 2:
        return None
    g_cm2 = np.array([step[0] for step in steps])
    depth = np.array([step[1] for step in steps])
    asked = _attenuation_table().astype(np.float64)
    slope = (g_cm2[-1] - g_cm2[-2]) / (depth[-1] - depth[-2])
    beyond = g_cm2[-1] + (asked - depth[-1]) * slope
    table = np.where(asked > depth[-1], beyond, np.interp(asked, depth, g_cm2))
    return np.asarray(table, dtype=np.float32)


def areal_density(
    transmission: NDArray[np.uint16], reading: WedgeReading
) -> NDArray[np.float32] | None:
    """Return equivalent areal density in the wedge's material [g/cm²].

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        With open air at 65535, as `normalise_air` makes it.
    reading : WedgeReading
        The scanner's step wedge at the same energy.

    Returns
    -------
    ndarray of float32, shape (rows, columns), or None
        None when the reading holds no usable step.
    """
    table = density_table(reading)
    return None if table is None else np.asarray(table[transmission])


def _attenuation_table() -> NDArray[np.float32]:
    counts = np.arange(_LEVELS, dtype=np.float64)
    counts[0] = 0.5
    return (-np.log(counts / FULL)).astype(np.float32)


def _usable(reading: WedgeReading) -> list[tuple[float, float]]:
    """Return (g/cm², -ln T) from open air on, both strictly rising."""
    steps = [(0.0, 0.0)]
    for g_cm2, passed in sorted(zip(reading.g_cm2, reading.transmission, strict=True)):
        if g_cm2 <= steps[-1][0]:
            continue
        depth = -float(np.log(passed)) if passed > 0 else -1.0
        if depth <= steps[-1][1]:
            break
        steps.append((g_cm2, depth))
    return steps
