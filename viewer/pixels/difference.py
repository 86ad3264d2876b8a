"""Scan minus typical model in nepers, in two hues that colour-blind eyes tell apart. No Qt."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.look import Energy, FilterKind, Look
from viewer.pixels.window import COUNTS

LEAST_NEPERS: Final = 0.05
"""A finer full scale would colour the noise of the detectors."""
MOST_NEPERS: Final = 4.0
_NOISE: Final = 64.0
"""A thousandth of air: below it a detector sees mostly noise and scatter [counts]."""
_SURE_STEPS: Final = 10.0
"""Below so many steps of a file's greys one step is more than a tenth of a neper."""
_STEPS: Final = 2048
"""Steps a neper; half a step is less than one count of 65536 wherever goods are seen through."""
_NEUTRAL: Final = (112, 112, 112)
_DENSER_SCAN: Final = (255, 178, 46)
_DENSER_MODEL: Final = (70, 156, 255)
UNKNOWN_COLOUR: Final = (34, 30, 44)
"""Of places where neither picture lets the beam through, so that nothing can be said."""
_UNKNOWN: Final = -32768
_MEASURING: Final = (FilterKind.SMOOTH, FilterKind.MEDIAN)


def measuring_look(look: Look, *, both_have_low: bool) -> Look:
    """Return how scan and model are sampled for a difference.

    Both at one energy: the look's, where both pictures have it, else the high one. Of the
    filters only those that keep transmission a transmission: smoothing and median.
    """
    energy = look.energy if both_have_low else Energy.HIGH
    filters = tuple(f for f in look.filters if f.kind in _MEASURING)
    return Look(energy=energy, filters=filters, enlargement=look.enlargement)


def opaque_below(stored_bits: int) -> float:
    """Return the counts below which a picture of so many bits is as good as opaque.

    Ten steps of its greys, where one step is a tenth of a neper; at least a thousandth of air.
    """
    return max(_NOISE, _SURE_STEPS * (COUNTS - 1) / (2.0**stored_bits - 1))


def difference(
    scan: NDArray[np.uint16], model: NDArray[np.uint16], *, floor: float = _NOISE
) -> NDArray[np.int16]:
    """Return how much more the scan attenuates than the model.

    Parameters
    ----------
    scan, model : ndarray of uint16, shape (rows, columns)
        Transmission on one grid: 0 is opaque, 65535 is open air.
    floor : float
        Counts below are taken as opaque, from `opaque_below` [counts].

    Returns
    -------
    ndarray of int16, shape (rows, columns)
        Attenuation ``-ln T`` of the scan minus that of the model [1/2048 neper]; positive where
        the scan is denser. Where one of the two is opaque it is the least that can be said;
        where both are, -32768: nothing can.

    Raises
    ------
    ValueError
        If the two differ in shape.

    References
    ----------
    .. [1] Beer-Lambert law: attenuations of what lies behind each other add up, so their
       difference is the attenuation of what was added or is missing.
    """
    if scan.shape != model.shape:
        raise ValueError(f"scan and model are on one grid, got {scan.shape} and {model.shape}")
    table = _attenuations(floor)
    one, other = cv2.LUT(scan, table), cv2.LUT(model, table)
    more = np.asarray(cv2.subtract(one, other), dtype=np.int16)
    np.copyto(more, _UNKNOWN, where=np.minimum(one, other) == table[0])
    return more


def nepers(more: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return what `difference` gives, in nepers; NaN where nothing can be said."""
    return np.where(more == _UNKNOWN, np.float32(np.nan), more * np.float32(1 / _STEPS))


def paint_difference(more: NDArray[np.int16], *, full_scale: float) -> NDArray[np.uint8]:
    """Colour a difference: grey at zero, amber where the scan is denser, blue where the model is.

    Both hues grow lighter with the difference, so that its size is read without its hue. What
    cannot be compared is nearly black.

    Parameters
    ----------
    more : ndarray of int16, shape (rows, columns)
        From `difference`.
    full_scale : float
        Differences from here on have the full colour [nepers].

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255.
    """
    table = _colours(clamp_nepers(full_scale))
    packed = cv2.LUT(np.ascontiguousarray(more).view(np.uint16), table)
    rows, columns = more.shape
    return np.asarray(packed, dtype=np.int32).view(np.uint8).reshape(rows, columns, 4)


def clamp_nepers(full_scale: float) -> float:
    """Return the nearest full scale that is allowed [nepers]."""
    return min(max(full_scale, LEAST_NEPERS), MOST_NEPERS)


def difference_colour(share: float) -> tuple[int, int, int]:
    """Return red, green, blue of a share of the full scale, from -1 (model) to 1 (scan denser)."""
    end = _DENSER_SCAN if share >= 0 else _DENSER_MODEL
    part = min(abs(share), 1.0)
    red, green, blue = (round(n + (e - n) * part) for n, e in zip(_NEUTRAL, end, strict=True))
    return red, green, blue


@lru_cache(maxsize=4)
def _attenuations(floor: float) -> NDArray[np.int16]:
    counts = np.maximum(np.arange(COUNTS, dtype=np.float64), floor)
    steps: NDArray[np.float64] = np.rint(-np.log(counts / (COUNTS - 1)) * _STEPS)
    return steps.astype(np.int16)


@lru_cache(maxsize=4)
def _colours(full_scale: float) -> NDArray[np.int32]:
    """Return the packed colour of each int16, ordered as its bits are as an unsigned number."""
    steps = np.arange(COUNTS, dtype=np.uint16).view(np.int16)
    share = (steps.astype(np.float64) / (_STEPS * full_scale)).clip(-1, 1)[:, None]
    neutral = np.array(_NEUTRAL, np.float64)
    ends = np.where(share >= 0, np.array(_DENSER_SCAN), np.array(_DENSER_MODEL))
    rgb = np.rint(neutral + (ends - neutral) * np.abs(share)).astype(np.uint8)
    table = np.full((COUNTS, 4), 255, np.uint8)
    table[:, :3] = rgb[:, ::-1]
    table[steps == _UNKNOWN, :3] = UNKNOWN_COLOUR[::-1]
    return table.view(np.int32).ravel()
