"""Telling materials apart by how much more the low energy is attenuated than the high one."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.scan import EnergyBand, ViewName, WedgeReading
from workstation.imaging.calibration import attenuation
from workstation.imaging.nominal import METAL, ORGANIC, nominal_wedge
from workstation.imaging.scan import Plane, Scan

#: Outside these attenuations of the high energy nothing can be told: too thin, or opaque.
THINNEST: Final = 0.15
THICKEST: Final = 5.5
#: Class borders on the scale 0 = the organic wedge, 1 = the metal wedge.
_BORDERS: Final = (1 / 3, 2 / 3)
_NOMINAL_TRUST: Final = 0.5
_SMOOTHING_PX: Final = 5
#: Relative noise of one pixel in open air, a mean of field scanners: 0.3 % [chosen].
_AIR_NOISE: Final = 0.003


class Material(IntEnum):
    """Material classes, as stored in a material map."""

    UNKNOWN = 0
    ORGANIC = 1
    MIXED = 2
    METAL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialMap:
    """Material of each pixel.

    Attributes
    ----------
    material : ndarray of uint8, shape (rows, columns)
        Values of `Material`; unknown where the beam met too little or too much.
    position : ndarray of float32, shape (rows, columns)
        0 where the pixel behaves like polyethylene, 1 like iron; NaN where unknown.
    confidence : ndarray of float32, shape (rows, columns)
        Chance that noise alone did not carry the pixel over the nearest border, 0 to 1.
    calibrated : bool
        Whether the scanner's own wedges were used; else nominal ones of its energies.
    """

    material: NDArray[np.uint8]
    position: NDArray[np.float32]
    confidence: NDArray[np.float32]
    calibrated: bool


def material_map(
    scan: Scan, view: ViewName | None = None, *, allow_nominal: bool = False
) -> MaterialMap | None:
    """Return the material of each pixel of a view, or None where it cannot be told.

    That needs two energies and the scanner's wedge readings at both, for polyethylene and iron.
    ``allow_nominal`` replaces missing readings by computed ones; it is off because the one real
    scanner without readings that was tried showed ratios 4 % below the computed ones, which is
    all there is between plastic and iron.

    Each pixel lies between two curves: the low attenuation that polyethylene, and that iron,
    would have at the pixel's high attenuation. Its place between them is smoothed over 5 px.
    """
    wanted = view or scan.views()[0]
    high, low = scan.plane(wanted, EnergyBand.HIGH), scan.plane(wanted, EnergyBand.LOW)
    if high is None or low is None:
        return None
    organic, metal = _curve(high, low, ORGANIC), _curve(high, low, METAL)
    calibrated = organic is not None and metal is not None
    if allow_nominal and not calibrated:
        organic, metal = _nominal(high, low, ORGANIC), _nominal(high, low, METAL)
    if organic is None or metal is None:
        return None
    return _classify(high, low, (organic, metal), calibrated=calibrated)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    """Attenuations (high, low) of one material, rising from open air."""

    high: NDArray[np.float64]
    low: NDArray[np.float64]

    def at(self, high: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the low attenuation at given high ones; beyond the wedge along its last slope."""
        slope = (self.low[-1] - self.low[-2]) / (self.high[-1] - self.high[-2])
        beyond = self.low[-1] + (high - self.high[-1]) * slope
        within = np.interp(high, self.high, self.low)
        return np.where(high > self.high[-1], beyond, within).astype(np.float32)


def _curve(high: Plane, low: Plane, material: str) -> _Curve | None:
    one = next((reading for reading in high.wedge if reading.material == material), None)
    other = next((reading for reading in low.wedge if reading.material == material), None)
    return None if one is None or other is None else _join(one, other)


def _nominal(high: Plane, low: Plane, material: str) -> _Curve | None:
    if high.energy_mev is None or low.energy_mev is None or high.energy_mev <= low.energy_mev:
        return None
    try:
        return _join(
            nominal_wedge(material, high.energy_mev), nominal_wedge(material, low.energy_mev)
        )
    except ValueError:
        return None


def _join(high: WedgeReading, low: WedgeReading) -> _Curve | None:
    """Join the readings of the steps that both energies have."""
    of_low = dict(zip(low.g_cm2, low.transmission, strict=True))
    points = [(0.0, 0.0)]
    for g_cm2, passed in sorted(zip(high.g_cm2, high.transmission, strict=True)):
        other = of_low.get(g_cm2, 0.0)
        if passed <= 0 or other <= 0:
            continue
        point = -math.log(passed), -math.log(other)
        if point[0] > points[-1][0] and point[1] > points[-1][1]:
            points.append(point)
    if len(points) < 3:
        return None
    table = np.array(points)
    return _Curve(high=table[:, 0], low=table[:, 1])


def _classify(
    high: Plane, low: Plane, curves: tuple[_Curve, _Curve], *, calibrated: bool
) -> MaterialMap:
    upper, lower = _smooth(attenuation(high.transmission)), _smooth(attenuation(low.transmission))
    organic, metal = curves[0].at(upper), curves[1].at(upper)
    apart = metal - organic
    known = (upper > THINNEST) & (upper < THICKEST) & (np.abs(apart) > 1e-4)
    known &= (high.transmission > 0) & (low.transmission > 0)
    position = np.full(upper.shape, np.nan, np.float32)
    np.divide(lower - organic, apart, out=position, where=known)
    material = np.full(upper.shape, Material.UNKNOWN, np.uint8)
    with np.errstate(invalid="ignore"):
        material[known] = Material.MIXED
        material[known & (position < _BORDERS[0])] = Material.ORGANIC
        material[known & (position > _BORDERS[1])] = Material.METAL
    trust = 1.0 if calibrated else _NOMINAL_TRUST
    confidence = _confidence(position, apart, upper, known) * np.float32(trust)
    return MaterialMap(
        material=material, position=position, confidence=confidence, calibrated=calibrated
    )


def _confidence(
    position: NDArray[np.float32],
    apart: NDArray[np.float32],
    upper: NDArray[np.float32],
    known: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return 1 - exp(-z²/2), z the distance to the nearest border in standard deviations.

    Counting noise: sigma(-ln T) = 0.3 % / sqrt(T) for each energy, less by the smoothing.
    """
    sigma = _AIR_NOISE * np.sqrt(2) * np.exp(upper / 2) / _SMOOTHING_PX
    distance = np.minimum(np.abs(position - _BORDERS[0]), np.abs(position - _BORDERS[1]))
    z = np.where(known, distance * np.abs(apart) / sigma, 0)
    return (1 - np.exp(-(z**2) / 2)).astype(np.float32)


def _smooth(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.blur(picture, (_SMOOTHING_PX, _SMOOTHING_PX)), dtype=np.float32)
