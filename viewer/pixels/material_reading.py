"""What two energies tell about the place under the cursor: a class, a confidence, g/cm²."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.material_certainty import (
    BEYOND_WEDGE,
    CLASS_BORDERS,
    ORDER,
    Judgement,
    MaterialClass,
    judge,
)
from viewer.pixels.material_scale import MaterialScale

Floats = NDArray[np.float64]

NAMED_FROM: Final = 0.45
"""Below this probability no class is named; knowing nothing is 1/3."""
_ALSO: Final = 0.16
"""A neighbour this probable lies within one standard deviation of the border: it is named too."""
_NEAR: Final = 0.1
"""The place of lead, which is by a general table, is not known any better."""
_BLEND: Final = (-1.0, 1.0)
"""Places beyond iron go on towards lead when areal densities are blended; beyond organic not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialReading:
    """The material of a few pixels.

    Attributes
    ----------
    material : MaterialClass
        The likeliest class; UNSURE when none is probable.
    confidence : float
        Probability that the class is right, 1/3 (says nothing) to 1.
    alike : MaterialClass or None
        Another class that this could be as well: across a border that is within the noise, or
        metal, where heavy metal that is thin reads as something lighter.
    g_cm2 : float or None
        Areal density [g/cm²]; None when the scale has none, or does not reach so far.
    calibrated : bool
        Whether class and density stand on the scanner's own wedge; else both are estimates.
    """

    material: MaterialClass
    confidence: float
    alike: MaterialClass | None = None
    g_cm2: float | None = None
    calibrated: bool = False


def read_material(
    high: NDArray[np.uint16], low: NDArray[np.uint16], scale: MaterialScale
) -> MaterialReading | None:
    """Read the material of some pixels as `classify` does, without its rounding.

    Parameters
    ----------
    high, low : ndarray of uint16, one shape, usually (5, 5)
        Transmission at both energies about the place.
    scale : MaterialScale

    Returns
    -------
    MaterialReading or None
        None when a pixel is 0, which may mean invalid, or there are none.
    """
    if high.size == 0 or min(int(high.min()), int(low.min())) == 0:
        return None
    thick, other = (
        np.atleast_1d(-np.log(counts.astype(np.float64) / 65535).mean()) for counts in (high, low)
    )
    judged = judge(thick, other - thick, scale)
    within = float(thick[0]) <= scale.measured_to * BEYOND_WEDGE
    density = areal_density(thick, judged, scale) if within else None
    confidence = float(judged.confidence[0])
    sure = confidence >= NAMED_FROM
    return MaterialReading(
        material=ORDER[judged.number[0]] if sure else MaterialClass.UNSURE,
        confidence=confidence,
        alike=_alike(thick, judged, scale) if sure else None,
        g_cm2=None if density is None else float(density[0]),
        calibrated=scale.calibrated,
    )


def areal_density(thick: Floats, judged: Judgement, scale: MaterialScale) -> Floats | None:
    """Return areal densities [g/cm²], or None where the scale has none.

    They are those of organic goods and metal one behind the other that give both attenuations,
    a mix linear in the place (two basis materials [1]_).

    Parameters
    ----------
    thick : ndarray of float64
        Attenuation at the high energy [neper].
    judged : Judgement
        Of the same pixels.

    References
    ----------
    .. [1] R. E. Alvarez, A. Macovski, "Energy-selective reconstructions in X-ray computerised
       tomography", Phys. Med. Biol. 21, 733, 1976.
    """
    both = scale.g_cm2_of(thick)
    if both is None:
        return None
    organic, metal = both
    place = judged.place.clip(*_BLEND)
    return np.asarray(place * organic + (1 - place) * metal)


def _alike(thick: Floats, judged: Judgement, scale: MaterialScale) -> MaterialClass | None:
    """Return another class that reads the same within the noise, or None.

    That is metal where thin heavy metal looks as light as what was read; else the class across
    the nearer border, if it is probable enough.
    """
    number, place, sigma = (
        int(judged.number[0]), float(judged.place[0]), float(judged.sigma[0])
    )  # fmt: skip
    if number > 0 and float(scale.heavy_place(thick)[0]) >= place - sigma - _NEAR:
        return MaterialClass.METAL
    nearer_end = 0 if place < sum(CLASS_BORDERS) / 2 else 2
    other = nearer_end if number == 1 else 1
    return ORDER[other] if judged.probabilities[other, 0] >= _ALSO else None
