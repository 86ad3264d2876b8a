"""Step-wedge readings as curves from attenuation to areal density."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workstation.domain.scan import WedgeReading

Curve: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Attenuation and areal density [g/cm²], both rising from zero."""

_DARKEST: Final = 2e-4  # transmission below which a 16-bit detector only counts noise


def wedge_curve(readings: tuple[WedgeReading, ...], material: str) -> Curve | None:
    """Return a wedge as (attenuation, g/cm²), rising from zero; None when it is no use.

    Readings are taken relative to the step of no thickness, where there is one: it is the
    scanner's open air.
    """
    reading = next((r for r in readings if r.material == material), None)
    if reading is None or len(reading.g_cm2) != len(reading.transmission):
        return None
    density = np.asarray(reading.g_cm2, dtype=np.float64)
    passed = np.asarray(reading.transmission, dtype=np.float64)
    bare = passed[density == 0]
    air = float(bare[0]) if bare.size and bare[0] > 0 else 1.0
    usable = (density > 0) & (passed > _DARKEST) & (passed < air)
    order = np.argsort(density[usable])
    attenuation = -np.log(passed[usable][order] / air)
    if attenuation.size < 2 or np.any(np.diff(attenuation) <= 0):
        return None
    return np.r_[0.0, attenuation], np.r_[0.0, density[usable][order]]


def along(
    values: NDArray[np.float32] | NDArray[np.float64], curve: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float32]:
    """Interpolate along a curve, past its end with its last slope; turned round, the inverse."""
    x, y = curve
    slope = (y[-1] - y[-2]) / (x[-1] - x[-2])
    far = x[-1] + 1e3
    return np.interp(values, np.r_[x, far], np.r_[y, y[-1] + 1e3 * slope]).astype(np.float32)
