"""Grey window: which detector counts become black, which white, and the curve between them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

COUNTS: Final = 65536
"""Number of values of a transmission pixel: 0 is opaque, 65535 is open air."""
_GREYS: Final = np.arange(256, dtype=np.uint8)
_SHARES: Final = (np.arange(1, 256, dtype=np.float64) - 0.5) / 255
"""The share of the window at which each grey but black begins, by rounding."""


class Curve(StrEnum):
    """How greys rise between the two ends of the window."""

    LINEAR = "linear"
    LOG = "log"
    GAMMA = "gamma"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLevel:
    """Width and centre of the grey window [counts].

    Raises
    ------
    ValueError
        If ``window`` is not at least one count, or a value is not finite.
    """

    window: float = COUNTS - 1.0
    level: float = (COUNTS - 1) / 2

    def __post_init__(self) -> None:
        if not (np.isfinite(self.window) and np.isfinite(self.level) and self.window >= 1):
            raise ValueError(f"window must be at least 1 count, got {self.window}, {self.level}")

    @property
    def darkest(self) -> float:
        """The count that is shown black [counts]."""
        return self.level - self.window / 2

    @property
    def brightest(self) -> float:
        """The count that is shown white [counts]."""
        return self.level + self.window / 2


def between(darkest: float, brightest: float) -> WindowLevel:
    """Return the window from one count to another, at least one count wide."""
    low, high = min(darkest, brightest), max(darkest, brightest)
    return WindowLevel(window=max(high - low, 1.0), level=(low + high) / 2)


def grey_table(
    window: WindowLevel, *, curve: Curve = Curve.LINEAR, gamma: float = 1.0, invert: bool = False
) -> NDArray[np.uint8]:
    """Return the display grey of each of the 65536 counts.

    Parameters
    ----------
    window : WindowLevel
        Counts at its dark end become 0, at its bright end 255; all curves share the two ends.
    curve : Curve
        ``LINEAR`` [1]_; ``LOG``, even steps of attenuation -ln T, for dense cargo (the dark end
        counts as at least one count); ``GAMMA``, the linear share raised to ``1 / gamma``.
    gamma : float
        Above 1 lifts dark greys; used by ``GAMMA`` only.
    invert : bool
        Show dense cargo bright.

    Returns
    -------
    ndarray of uint8, shape (65536,)
        Not to be written to: the last few tables are kept and handed out again.

    Raises
    ------
    ValueError
        If ``gamma`` is not positive.

    References
    ----------
    .. [1] DICOM PS3.3, C.11.2.1.3.2, linear exact function.
    """
    if not gamma > 0:
        raise ValueError(f"gamma must be positive, got {gamma}")
    # The two that have no use for gamma share their tables whatever it is.
    return _grey_table(window, curve, gamma if curve is Curve.GAMMA else 1.0, invert)


def percentile_window(counts: NDArray[np.uint16], low: float, high: float) -> WindowLevel:
    """Return the window between two percentiles of the counts.

    Parameters
    ----------
    counts : ndarray of uint16, shape (rows, columns)
        At least one.
    low, high : float
        Shares of the pixels that are to be black and not yet white [%]; ``low < high``.

    Raises
    ------
    ValueError
        If there are no counts, or the percentiles are not in order from 0 to 100.

    References
    ----------
    .. [1] R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American
       Statistician 50(4), 1996; definition 1, the inverse of the distribution.
    """
    if counts.size == 0:
        raise ValueError("no counts, no percentiles")
    if not 0 <= low < high <= 100:
        raise ValueError(f"percentiles must rise from 0 to 100, got {low} to {high}")
    number = np.asarray(cv2.calcHist([counts], [0], None, [COUNTS], [0, COUNTS])).ravel()
    up_to = np.cumsum(number, dtype=np.float64)
    ranks = np.ceil(np.array((low, high)) / 100 * counts.size).clip(1, counts.size)
    darkest, brightest = np.searchsorted(up_to, ranks)
    return between(float(darkest), float(brightest))


@lru_cache(maxsize=64)
def _grey_table(
    window: WindowLevel,
    curve: Curve,
    gamma: float,
    invert: bool,  # noqa: FBT001 - a cache's key
) -> NDArray[np.uint8]:
    """Build a table from the 255 counts at which a new grey begins.

    The curve is worked out at a few hundred counts instead of at all 65536.
    """
    begins = _log_steps(window) if curve is Curve.LOG else _power_steps(window, gamma)
    ends = np.append(begins, COUNTS)
    pixels = np.diff(ends, prepend=0)
    table = np.repeat(_GREYS[::-1] if invert else _GREYS, pixels)
    table.flags.writeable = False
    return table


def _log_steps(window: WindowLevel) -> NDArray[np.int64]:
    darkest = max(window.darkest, 1.0)
    brightest = max(window.brightest, darkest + 1.0)
    nepers = np.log(brightest / darkest)

    def share(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((np.log(np.maximum(counts, 1.0)) - np.log(darkest)) / nepers)

    return _first_counts(share, darkest * np.exp(_SHARES * nepers))


def _power_steps(window: WindowLevel, gamma: float) -> NDArray[np.int64]:
    def share(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        linear = ((counts - window.darkest) / window.window).clip(0.0, 1.0)
        return np.asarray(linear if gamma == 1 else linear ** (1.0 / gamma))

    return _first_counts(share, window.darkest + _SHARES**gamma * window.window)


def _first_counts(
    share: Callable[[NDArray[np.float64]], NDArray[np.float64]], about: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the least count, up to 65536, whose grey is 1, 2 … 255.

    Parameters
    ----------
    share : callable
        The curve: rises from 0 at the dark end of the window to 1 at its bright end.
    about : ndarray of float64, shape (255,)
        Where the inverse of the curve puts those counts, wrong by its rounding.
    """
    greys = np.arange(1, 256)

    def reached(counts: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.rint(share(counts).clip(0.0, 1.0) * 255) >= greys)

    first = np.ceil(about).clip(0, COUNTS)
    while (late := (first > 0) & reached(first - 1)).any():
        first -= late
    while (early := (first < COUNTS) & ~reached(first)).any():
        first += early
    return first.astype(np.int64)
