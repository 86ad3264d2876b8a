"""The pixels of one view of a scan as the engine takes them, free of files and heads."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.domain.scan import WedgeReading

_AIR: Final = 0.995  # of all pixels are no brighter than open air


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPixels:
    """One view of a scan.

    Attributes
    ----------
    high : ndarray of uint16, shape (rows, columns)
        Transmission at the high or only energy; 0 is opaque, 65535 open air.
    low : ndarray of uint16 or None
        Transmission at the low energy, of the same shape.
    pitch_mm : tuple of float or None
        Size of a pixel (row, column) [mm]; None when unknown.
    wedge_high, wedge_low : tuple of WedgeReading
        The scanner's step-wedge readings at each energy; empty when it brought none.
    container : Rectangle or None
        The container's box [pixels]; None when it was not found.
    stored_bits : int
        Bits a pixel had in the file (8 or 16).

    Raises
    ------
    ValueError
        If a plane is not a 2-d uint16 array, or the two planes differ in shape.
    """

    high: NDArray[np.uint16]
    low: NDArray[np.uint16] | None = None
    pitch_mm: tuple[float, float] | None = None
    wedge_high: tuple[WedgeReading, ...] = ()
    wedge_low: tuple[WedgeReading, ...] = ()
    container: Rectangle | None = None
    stored_bits: int = 16

    def __post_init__(self) -> None:
        for plane in (self.high, self.low):
            if plane is not None and (plane.ndim != 2 or plane.dtype != np.uint16):
                raise ValueError(f"a plane must be 2-d uint16, got {plane.ndim}-d {plane.dtype}")
        if self.low is not None and self.low.shape != self.high.shape:
            raise ValueError(f"planes differ: {self.high.shape} and {self.low.shape}")


def open_air(transmission: NDArray[np.uint16]) -> float:
    """Return the level of open air [counts]: the 99.5th percentile of every fourth pixel.

    Counted and not sorted, which takes a fifth of the time and gives the same.
    """
    counts = np.bincount(transmission[::4, ::4].ravel(), minlength=1)
    ranks = np.cumsum(counts)
    place = _AIR * (int(ranks[-1]) - 1)
    below, above = np.searchsorted(ranks, [np.floor(place), np.ceil(place)], side="right")
    return float(below + (above - below) * (place - np.floor(place)))
