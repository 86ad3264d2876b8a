"""What speaks against judging a picture at all: no container, a poor picture, the wrong way up."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.matching.description import Evidence
from workstation.matching.pixels import ScanPixels, open_air
from workstation.matching.rectify import Rectified

_MOSTLY_DARK: Final = 0.5
_FLAT: Final = 200  # counts; less from darkest to brightest is no picture
_ALIKE: Final = 0.5
"""Correlation of neighbouring pixels: noise has none, every scan of a truck has more than 0.9."""
_WORK: Final = (600, 200)  # columns and rows of the reduced picture
_BAND: Final = (0.01, 0.04)  # rows of the edge that are looked at, as shares of the picture
_THIN: Final = 0.7
"""Light behind open air, or behind a roof and its rail; nothing below a container is so thin."""
_ALL_THIN: Final = 0.9
_BODY: Final = 0.9
_MOST_AIR: Final = 0.75
_UNEVEN: Final = 0.5
"""Spread of the attenuation along a chassis with its wheels; a roof's is below 0.3."""
_TALL: Final = 1.2


def doubts(scan: ScanPixels, rectified: Rectified) -> tuple[str, ...]:
    """Return what speaks against judging, as reason codes; nothing for a good picture.

    ``no_container``, ``poor_image`` and ``upside_down`` forbid a verdict; ``size_unknown`` and
    ``single_energy`` say what is missing. A mirrored scan is as good as any, and a picture of
    which the way up cannot be told is taken as it is.
    """
    found = []
    if not rectified.box_is_known:
        found.append("no_container")
    if is_poor(scan.high) or rectified.dark_fraction > _MOSTLY_DARK:
        found.append("poor_image")
    elif is_upside_down(scan.high):
        found.append("upside_down")
    if not rectified.size_is_known:
        found.append("size_unknown")
    if rectified.evidence is Evidence.SINGLE:
        found.append("single_energy")
    return tuple(found)


def is_poor(transmission: NDArray[np.uint16]) -> bool:
    """Whether there is nothing to see: one level throughout, or noise alone."""
    sample = transmission[::8, ::8]
    if int(np.ptp(sample)) < _FLAT or min(transmission.shape) < 16:
        return True
    here = transmission[::4, :-1:4].astype(np.float32).ravel()
    beside = transmission[::4, 1::4].astype(np.float32).ravel()[: here.size]
    here = here[: beside.size]
    spread = float(here.std() * beside.std())
    alike = float(((here - here.mean()) * (beside - beside.mean())).mean())
    return alike < _ALIKE * spread


def is_upside_down(transmission: NDArray[np.uint16]) -> bool:
    """Whether a truck stands on its head or lies on its side, as far as can be told.

    Above a truck is open air from end to end, or the roof of its container; below are beams,
    axles and wheels. Where something so thin lies along one long edge of the picture and
    something as uneven as a chassis along the other, that other must be the lower one. A
    container cropped from its scan, or one that stands alone, has no such edge, and nothing is
    said.
    """
    air = open_air(transmission)
    if air <= 0:
        return False
    light = cv2.resize(transmission, _WORK, interpolation=cv2.INTER_AREA).astype(np.float32) / air
    if _stands_on(light[::-1]):
        return True
    if transmission.shape[0] < _TALL * transmission.shape[1]:
        return False
    sideways = np.ascontiguousarray(light.T)
    return _stands_on(sideways) or _stands_on(sideways[::-1])


def _stands_on(light: NDArray[np.float32]) -> bool:
    """Whether air or a roof lies along the first rows and a chassis along the last ones."""
    rows = light.shape[0]
    near, far = max(round(_BAND[0] * rows), 1), max(round(_BAND[1] * rows), 3)
    above = np.median(light[near:far], axis=0)
    below = np.median(light[rows - far : rows - near], axis=0)
    body = below < _BODY
    if (above > _THIN).mean() < _ALL_THIN or 1 - body.mean() > _MOST_AIR:
        return False
    return float(np.log(np.clip(below[body], 0.01, 1)).std()) > _UNEVEN
