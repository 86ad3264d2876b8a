"""Material colours from two energies: organic orange, mixed green, metal blue.

Of two pixels that stop the high energy equally, the one of lighter elements stops more of the
low energy. The excess of the low energy's attenuation over the high energy's is laid between
the curves of polyethylene and iron: 1 is organic, 0 is metal [1]_. Where too little or too much
stands in the beam, the excess says nothing and the picture stays grey.

References
----------
.. [1] S. Ogorodnikov, V. Petrunin, "Processing of interlaced images in 4-10 MeV dual energy
   customs system for material recognition", Phys. Rev. ST Accel. Beams 5, 104701, 2002.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

REACH: Final = 2
"""The excess is averaged over 5 x 5 pixels: one pixel's noise is larger than what is told apart."""

_FIXED: Final = 2800
"""Fixed-point steps per neper of attenuation; 11.1 neper (one count) fits 15 bits."""
_EXCESS_FINE: Final = 0.02
_EXCESS_CODES: Final = 34.0
_HUES: Final = 32
_CERTAINTIES: Final = 8
# Blue, green, red at full light. Orange and blue stay apart for colour-blind eyes.
_METAL: Final = (1.0, 0.52, 0.22)
_MIXED: Final = (0.30, 0.95, 0.40)
_ORGANIC: Final = (0.15, 0.58, 1.0)
# Below the first and above the last nothing is said; between the middle two colour is full.
_TRUSTED_NEPER: Final = (0.1, 0.35, 4.5, 6.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialScale:
    """Where organic goods and metal lie, by attenuation at the high energy [neper].

    ``organic`` and ``metal`` are the excess -ln T(low) + ln T(high) of polyethylene and iron at
    each ``attenuation``. ``calibrated`` tells whether they are this scanner's own readings.
    """

    attenuation: tuple[float, ...]
    organic: tuple[float, ...]
    metal: tuple[float, ...]
    calibrated: bool = False


def _general(organic: tuple[float, ...], metal: tuple[float, ...]) -> MaterialScale:
    grid = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    return MaterialScale(
        attenuation=grid,
        organic=tuple(a * (r - 1) for a, r in zip(grid, organic, strict=True)),
        metal=tuple(a * (r - 1) for a, r in zip(grid, metal, strict=True)),
    )


# Ratios -ln T(low) / -ln T(high) of polyethylene and iron on the grid above, computed from NIST
# XCOM coefficients with thick-target spectra (E0 - E) / E behind 5 g/cm2 tungsten and 8 g/cm2
# iron and an energy-integrating scintillator. A real scanner differs by some hundredths.
_GENERAL: Final = {
    (6.0, 4.0): _general(
        (1.167, 1.174, 1.183, 1.190, 1.195, 1.198, 1.200),
        (1.133, 1.134, 1.134, 1.133, 1.131, 1.129, 1.126),
    ),
    (6.0, 3.0): _general(
        (1.292, 1.304, 1.325, 1.340, 1.351, 1.360, 1.368),
        (1.242, 1.245, 1.251, 1.254, 1.257, 1.260, 1.262),
    ),
    (9.0, 6.0): _general(
        (1.183, 1.188, 1.195, 1.199, 1.201, 1.203, 1.204),
        (1.123, 1.121, 1.117, 1.112, 1.107, 1.102, 1.098),
    ),
    (9.0, 5.0): _general(
        (1.270, 1.280, 1.292, 1.299, 1.304, 1.307, 1.309),
        (1.187, 1.185, 1.179, 1.173, 1.166, 1.160, 1.154),
    ),
}


def general_scale(high_mev: float | None, low_mev: float | None) -> MaterialScale:
    """Return the general scale of the nearest pair of end-points; 6 and 4 MeV when unknown."""
    if high_mev is None or low_mev is None:
        return _GENERAL[6.0, 4.0]
    pair = min(_GENERAL, key=lambda p: abs(p[0] - high_mev) + abs(p[1] - low_mev))
    return _GENERAL[pair]


def wedge_scale(
    organic: tuple[tuple[float, ...], tuple[float, ...]],
    metal: tuple[tuple[float, ...], tuple[float, ...]],
) -> MaterialScale:
    """Return the scale of a scanner from its step wedges.

    Parameters
    ----------
    organic, metal : tuple of two tuples of float
        Transmissions (0 to 1) of the steps at the high and at the low energy.

    Raises
    ------
    ValueError
        If a wedge has fewer than two steps, or the two energies differ in their number.
    """
    grid = np.linspace(0.25, 6.0, 24)
    curves = []
    for high, low in (organic, metal):
        if len(high) != len(low) or len(high) < 2:
            raise ValueError("a wedge needs at least two steps, the same at both energies")
        thick = -np.log(np.asarray(high, float).clip(1e-5, 1))
        excess = -np.log(np.asarray(low, float).clip(1e-5, 1)) - thick
        order = np.argsort(thick)
        # Beyond the thickest step the ratio of the last one is carried on.
        known = np.interp(grid, thick[order], excess[order])
        last = thick[order][-1]
        beyond = excess[order][-1] / max(last, 1e-6) * grid
        curves.append(np.where(grid <= last, known, beyond))
    return MaterialScale(
        attenuation=tuple(grid.tolist()),
        organic=tuple(curves[0].tolist()),
        metal=tuple(curves[1].tolist()),
        calibrated=True,
    )


def classify(
    high: NDArray[np.uint16], low: NDArray[np.uint16], scale: MaterialScale
) -> NDArray[np.uint8]:
    """Return a code of hue and certainty for each pixel, for `material_palette`.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at both energies. 0 may mean invalid; it stays grey.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        Hue (0 metal … 31 organic) times 8, and certainty (0 none … 7 full).
    """
    nepers = _neper_table()
    thick = cv2.blur(cv2.LUT(high, nepers), (5, 5))
    other = cv2.blur(cv2.LUT(low, nepers), (5, 5))
    excess = cv2.addWeighted(other, 1.0, thick, -_middle(scale), 0.0)
    # 8 bits of thickness above 8 bits of excess, in one 16-bit number a pixel.
    coarse = np.asarray(thick).view(np.uint16) & np.uint16(0xFF80)
    fine = cv2.LUT(np.asarray(excess).view(np.uint16), _excess_table())
    index = cv2.add(cv2.add(coarse, coarse), fine)
    return np.asarray(cv2.LUT(index, _code_table(scale)), dtype=np.uint8)


def _middle(scale: MaterialScale) -> float:
    """Return the ratio of attenuations half-way between organic and metal."""
    between = np.add(scale.organic, scale.metal) / 2
    return 1.0 + float(np.median(between / np.maximum(scale.attenuation, 1e-3)))


@lru_cache(maxsize=1)
def _neper_table() -> NDArray[np.int16]:
    counts = np.maximum(np.arange(65536, dtype=np.float64), 1)
    steps = np.rint(-np.log(counts / 65535) * _FIXED)
    return np.asarray(steps.clip(0, 32767), dtype=np.int16)


@lru_cache(maxsize=1)
def _excess_table() -> NDArray[np.uint16]:
    """Map the 16 bits of a signed excess to 0…255, 128 standing for none.

    The steps are fine about none and widen outwards, as the room between the materials does.
    """
    signed = np.arange(65536, dtype=np.uint16).view(np.int16) / _FIXED
    codes = np.rint(np.arcsinh(signed / _EXCESS_FINE) * _EXCESS_CODES) + 128
    return np.asarray(codes.clip(0, 255), dtype=np.uint16)


@lru_cache(maxsize=8)
def _code_table(scale: MaterialScale) -> NDArray[np.uint8]:
    """Return hue and certainty of each (thickness, excess), 65536 entries."""
    thick = (np.arange(256) + 0.5)[:, None] * 128 / _FIXED
    off_middle = np.sinh((np.arange(256) - 128) / _EXCESS_CODES)[None, :] * _EXCESS_FINE
    excess = off_middle + (_middle(scale) - 1.0) * thick
    grid = (0.0, *scale.attenuation)
    organic = _along(thick, grid, (0.0, *scale.organic))
    metal = _along(thick, grid, (0.0, *scale.metal))
    place = (excess - metal) / np.maximum(organic - metal, 1e-3)
    hue = np.rint(place.clip(0, 1) * (_HUES - 1))
    sure = np.interp(thick, _TRUSTED_NEPER, (0.0, 1.0, 1.0, 0.0)) * np.ones_like(place)
    code = hue * _CERTAINTIES + np.rint(sure * (_CERTAINTIES - 1))
    return np.asarray(code, dtype=np.uint8).ravel()


def _along(
    at: NDArray[np.float64], grid: tuple[float, ...], values: tuple[float, ...]
) -> NDArray[np.float64]:
    """Interpolate; beyond the last point go on in proportion."""
    known = np.interp(at, grid, values)
    return np.where(at <= grid[-1], known, values[-1] / grid[-1] * at)


@lru_cache(maxsize=1)
def material_palette() -> NDArray[np.int32]:
    """Return the colour of each grey and code, index ``grey * 256 + code``.

    Returns
    -------
    ndarray of int32, shape (65536,)
        Bytes blue, green, red, 255: hue by material, light by grey.
    """
    hue = np.linspace(0, 1, _HUES)
    stops = np.array([_METAL, _MIXED, _ORGANIC])
    full = np.stack([np.interp(hue, (0, 0.5, 1), stops[:, n]) for n in range(3)], axis=1)
    full /= full.max(axis=1, keepdims=True)  # the strongest channel is the grey itself
    sure = np.linspace(0, 1, _CERTAINTIES)[None, :, None]
    tint = (1 - sure * (1 - full[:, None, :])).reshape(1, 256, 3)
    bgra = np.full((256, 256, 4), 255, np.uint8)
    bgra[..., :3] = np.rint(np.arange(256)[:, None, None] * tint)
    return bgra.reshape(-1).view(np.int32)
