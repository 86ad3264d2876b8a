"""A picture as the viewer is handed it: arrays, and what is known about them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resources.halving import halved_shape
from viewer.pixels.geometry import Area
from viewer.pixels.material import MaterialScale
from viewer.pixels.render import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """One view of a scan, or the picture of a typical model; compared by identity.

    Attributes
    ----------
    high : ndarray of uint16, shape (rows, columns)
        Transmission at the high or only energy: 0 is opaque, 65535 is open air.
    low : ndarray of uint16, shape (rows, columns), or None
        Transmission at the low energy.
    pitch_mm : tuple of float or None
        Size of a full-resolution pixel (row, column) [mm]; None when unknown.
    stored_bits : int
        Bits a pixel had in its file: 8 or 16.
    label : str
        What stands in the pane's heading, such as a container number.
    energies_mev : tuple
        Nominal energies (high, low) [MeV]; None where unknown.
    reduced : int
        How many full-resolution pixels a pixel of these arrays stands for along each axis, a
        power of two. Above 1 the picture is a first, coarse one: the pane says so and waits for
        the full resolution. All places are full-resolution all the same.
    full_shape : tuple of int or None
        Rows and columns at full resolution, where `reduced` does not divide them; None when it
        does.
    container : Area or None
        Where the container lies [full-resolution pixels]; links pictures without a pitch.
    material : MaterialScale or None
        What tells materials apart, from the scanner's own wedge; None takes the general one.
    mirrored : bool
        Whether left and right were exchanged on the way here; the pane says so.
    source : Source or None
        The same arrays with their pyramid, made by `viewer.prepare` off the Qt thread; None lets
        the pane make it.

    Raises
    ------
    ValueError
        If an array is not 2-d uint16, the two differ in shape, `reduced` is no power of two, or
        `full_shape` does not become the arrays' shape when reduced.
    """

    high: NDArray[np.uint16]
    low: NDArray[np.uint16] | None = None
    pitch_mm: tuple[float, float] | None = None
    stored_bits: int = 16
    label: str = ""
    energies_mev: tuple[float | None, float | None] = (None, None)
    reduced: int = 1
    full_shape: tuple[int, int] | None = None
    container: Area | None = None
    material: MaterialScale | None = None
    mirrored: bool = False
    source: Source | None = None

    def __post_init__(self) -> None:
        for plane in (self.high, self.low):
            if plane is not None and (
                plane.ndim != 2 or plane.dtype != np.uint16 or plane.shape != self.high.shape
            ):
                raise ValueError(f"planes must be 2-d uint16 of one shape, got {plane.shape}")
        if self.high.size == 0:
            raise ValueError("a picture has at least one pixel")
        if self.reduced < 1 or self.reduced & (self.reduced - 1):
            raise ValueError(f"reduced must be a power of two, got {self.reduced}")
        times = self.reduced.bit_length() - 1
        if halved_shape(self.shape, times) != self.high.shape:
            raise ValueError(f"{self.shape} reduced by {self.reduced} is not {self.high.shape}")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns at full resolution."""
        if self.full_shape is not None:
            return self.full_shape
        rows, columns = self.high.shape
        return rows * self.reduced, columns * self.reduced
