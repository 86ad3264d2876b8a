"""How noisy a scan is, measured on the scan itself: what a material's certainty stands on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TILE: Final = 32
_TILES: Final = 48
"""About so many tiles of 32 x 32 pixels are looked at, however large the scan is."""
_SMOOTH_SHARE: Final = 0.25
"""The tiles' quarter-point is taken: edges and textures only ever raise a tile's noise."""
_USABLE: Final = (400, 64000)
"""Counts of a usable pixel: neither drowned in the detector's dark nor cut at open air."""
_LEAST: Final = 0.0005
_MOST: Final = 0.05
_MAD_TO_SIGMA: Final = 1.4826
"""Of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialNoise:
    """Noise of one full-resolution pixel's attenuation, ``sigma(-ln T)**2 = s**2 / T``.

    Quanta that are counted have this variance, s**2 being one over their number in open air.

    Attributes
    ----------
    high, low : float
        s at the high and the low energy: relative noise of a pixel in open air.
    floor : float
        What no averaging takes away from the difference of the two attenuations [neper]: drift
        of the air reference and the reading error of a wedge's step, 0.2 % at each energy
        together, so 0.3 % of their difference. Chosen.

    Raises
    ------
    ValueError
        If a value is not positive.
    """

    high: float
    low: float
    floor: float = 0.003

    def __post_init__(self) -> None:
        if not min(self.high, self.low, self.floor) > 0:
            raise ValueError(f"noise is positive, got {self.high}, {self.low}, {self.floor}")

    def averaged(self, pixels: int) -> "MaterialNoise":
        """Return the noise of a pixel that is the mean of so many, for reduced pictures."""
        root = float(np.sqrt(pixels))
        return MaterialNoise(high=self.high / root, low=self.low / root, floor=self.floor)

    def of_excess(self, thick: Floats, other: Floats, *, pixels: int) -> Floats:
        """Return sigma of ``other - thick * ratio`` where both are means over so many pixels.

        Parameters
        ----------
        thick, other : ndarray of float64, one shape
            Attenuation at the high and at the low energy [neper].
        pixels : int
            How many pixels were averaged, each with noise of its own.

        Returns
        -------
        ndarray of float64, of that shape
            [neper]. Gauss's law of errors; the ratio is the slope of the curves there.
        """
        slope = other / np.maximum(thick, 1e-3)
        counted = self.low**2 * np.exp(other) + (slope * self.high) ** 2 * np.exp(thick)
        return np.asarray(np.sqrt(counted / pixels + self.floor**2))


FIELD_NOISE: Final = MaterialNoise(high=0.003, low=0.003)
"""Where a scan does not tell: 0.3 % in open air, as the material map of the engine takes."""


def measure_noise(high: NDArray[np.uint16], low: NDArray[np.uint16]) -> MaterialNoise:
    """Return the noise of a scan, measured on tiles spread over it; about 5 ms at any size.

    In a tile the second differences of -ln T along an axis, times the root of T, have sigma
    s * sqrt(6) whatever slopes through the tile. Their spread is taken by the median [1]_ and
    the rougher axis counts, since pulses vary along one and detectors along the other.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at both energies, not averaged.

    Returns
    -------
    MaterialNoise
        `FIELD_NOISE` at an energy of which no tile is usable: all air, or opaque. Never below
        0.05 %: noise that was smoothed or rounded away is still in the scan's truth.

    References
    ----------
    .. [1] P. J. Rousseeuw, C. Croux, "Alternatives to the median absolute deviation", J. Am.
       Stat. Assoc. 88, 1273, 1993, section 1.
    """
    return MaterialNoise(
        high=_of_plane(high) or FIELD_NOISE.high, low=_of_plane(low) or FIELD_NOISE.low
    )


def _of_plane(counts: NDArray[np.uint16]) -> float | None:
    found = [s for tile in _tiles(counts) if (s := _of_tile(tile)) is not None]
    if not found:
        return None
    return float(np.quantile(found, _SMOOTH_SHARE).clip(_LEAST, _MOST))


def _tiles(counts: NDArray[np.uint16]) -> list[NDArray[np.uint16]]:
    rows, columns = counts.shape
    down = max(1, min(rows // _TILE, round((_TILES * rows / max(columns, 1)) ** 0.5)))
    along = max(1, min(columns // _TILE, _TILES // down))
    tops = np.linspace(0, max(rows - _TILE, 0), down).astype(int)
    lefts = np.linspace(0, max(columns - _TILE, 0), along).astype(int)
    return [counts[r : r + _TILE, c : c + _TILE] for r in tops for c in lefts]


def _of_tile(tile: NDArray[np.uint16]) -> float | None:
    usable = ((tile >= _USABLE[0]) & (tile <= _USABLE[1])).mean()
    if min(tile.shape) < 8 or usable < 0.95:
        return None
    share = np.maximum(tile, 1) / 65535
    nepers = -np.log(share)
    spreads = []
    for axis in (0, 1):
        rough = np.diff(nepers, 2, axis=axis)
        inner = share[1:-1] if axis == 0 else share[:, 1:-1]
        spreads.append(np.median(np.abs(rough * np.sqrt(inner))))
    return float(max(spreads)) * _MAD_TO_SIGMA / 6**0.5
