"""Grey window: which detector counts become black, which white, and the curve between them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

COUNTS: Final = 65536
"""Number of values of a transmission pixel: 0 is opaque, 65535 is open air."""
_COUNTS: Final = np.arange(COUNTS, dtype=np.float64)
_LOGS: Final = np.log(np.maximum(_COUNTS, 1.0))


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
    if curve is Curve.LOG:
        darkest = max(window.darkest, 1.0)
        brightest = max(window.brightest, darkest + 1.0)
        share = (_LOGS - np.log(darkest)) / np.log(brightest / darkest)
    else:
        share = (_COUNTS - window.darkest) / window.window
    share = share.clip(0.0, 1.0)
    if curve is Curve.GAMMA:
        share = share ** (1.0 / gamma)
    greys: NDArray[np.uint8] = np.rint(share * 255).astype(np.uint8)
    return np.subtract(255, greys, dtype=np.uint8) if invert else greys
