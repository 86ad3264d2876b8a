"""Which material class a place between the two curves is, and how probable it is that it is.

The *place* is 1 on the curve of organic goods and 0 on that of metal; at equal attenuation it
falls about evenly with the atomic number. The classes meet at thirds of the way. Nothing here
names an element: two pure materials may look the same at both energies [1]_.

References
----------
.. [1] P. Lalor, A. Danagoulian, "Fundamental limitations of dual energy X-ray scanners for cargo
   content atomic number discrimination", Applied Radiation and Isotopes, 2023, arXiv 2301.05783.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.material_scale import MaterialScale

Floats = NDArray[np.float64]

AVERAGED: Final = 25
"""The excess is taken over so many pixels, 5 x 5."""
KNOWS_NOTHING: Final = 1 / 3
"""Probability of each class when the picture says nothing."""
UNCALIBRATED_AT_MOST: Final = 0.5
"""On a scale that is not the scanner's own: it may be off by as much as parts the materials."""
CLASS_BORDERS: Final = (1 / 3, 2 / 3)

# Below the first and above the last nothing is said, between the middle two all [neper]: thin
# air-gaps and walls below; scatter, which no noise model knows, above. Chosen.
_TRUSTED_NEPER: Final = (0.2, 0.5, 4.5, 6.0)
BEYOND_WEDGE: Final = 1.25
"""Nothing is said at so many times the attenuation of the thickest step both wedges have."""
_NARROWEST: Final = 1e-3
"""Where the curves are nearer than this, or have crossed, a place means nothing [neper]."""
# No goods lie further out: lead is near -1, hydrogen alone near 1.5 (measured in the material
# physics check). What does is a fault of scale or picture.
_FURTHEST: Final = (-1.75, 1.75)


class MaterialClass(StrEnum):
    """What the two energies tell; UNSURE where they do not."""

    ORGANIC = "organic"
    MIXED = "mixed"
    METAL = "metal"
    UNSURE = "unsure"


ORDER: Final = (MaterialClass.METAL, MaterialClass.MIXED, MaterialClass.ORGANIC)
"""By rising place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """Classes of some pixels.

    Attributes
    ----------
    place : ndarray of float64
        1 as polyethylene, 0 as iron; not clipped.
    sigma : ndarray of float64
        Standard deviation of the place.
    number : ndarray of int64
        Index in `ORDER` of the likeliest class.
    probabilities : ndarray of float64, one more axis of 3 in front
        Of each class in `ORDER`; they sum to 1.
    """

    place: Floats
    sigma: Floats
    number: NDArray[np.int64]
    probabilities: Floats

    @property
    def confidence(self) -> Floats:
        """Probability that the class is right, 1/3 (says nothing) to 1."""
        return np.asarray(
            np.take_along_axis(self.probabilities, self.number[np.newaxis], axis=0)[0]
        )


def judge(thick: Floats, excess: Floats, scale: MaterialScale) -> Judgement:
    """Judge pixels by their attenuation and excess, each a mean over 5 x 5 pixels.

    The measured place has a normal error, the noise of the excess over the room between the
    curves; before looking, every place from metal to organic is held equally probable (Bayes).
    What remains is drawn towards 1/3 where the load is too thin, too thick or beyond the wedge,
    and where the place is one no goods have; a scale that is not the scanner's own lets no
    class be more probable than `UNCALIBRATED_AT_MOST`.

    Parameters
    ----------
    thick, excess : ndarray of float64, one shape or broadcast to one
        -ln T(high), and -ln T(low) + ln T(high) [neper].
    """
    organic, metal = scale.excess_of(thick)
    room = organic - metal
    safe = np.maximum(room, _NARROWEST)
    place = np.asarray((excess - metal) / safe)
    sigma = scale.noise.of_excess(thick, thick + excess, pixels=AVERAGED) / safe
    number = np.searchsorted(CLASS_BORDERS, place).astype(np.int64)
    raw = _posterior(place.clip(0, 1), sigma)
    trust = _trust(thick, place, sigma, scale) * (room > _NARROWEST)
    best = np.take_along_axis(raw, number[np.newaxis], axis=0)[0]
    if not scale.calibrated:
        allowed = (UNCALIBRATED_AT_MOST - KNOWS_NOTHING) / np.maximum(best - KNOWS_NOTHING, 1e-9)
        trust = np.minimum(trust, allowed)
    drawn = KNOWS_NOTHING + trust * (raw - KNOWS_NOTHING)
    return Judgement(place=place, sigma=sigma, number=number, probabilities=drawn)


def _posterior(place: Floats, sigma: Floats) -> Floats:
    """Return the probability of each third of 0…1, for a normal error about a place within."""
    edges = np.array((0.0, *CLASS_BORDERS, 1.0)).reshape(-1, *(1,) * place.ndim)
    below = _normal((edges - place) / sigma)
    shares = np.diff(below, axis=0)
    return np.asarray(shares / (below[-1] - below[0]))


def _normal(z: Floats) -> Floats:
    """Return the normal distribution function.

    By the logistic form of Bowling et al., J. Industrial Eng. and Management 2, 114, 2009, eq. 10;
    off by 0.00014 at most, which no 8 steps of colour show, and numpy has no error function.
    """
    return np.asarray(1 / (1 + np.exp(-(z * (0.07056 * z * z + 1.5976)).clip(-500, 500))))


def _trust(thick: Floats, place: Floats, sigma: Floats, scale: MaterialScale) -> Floats:
    """Return 0…1: how far the noise is all there is to doubt."""
    in_beam = np.interp(thick, _TRUSTED_NEPER, (0.0, 1.0, 1.0, 0.0))
    measured = (scale.measured_to, scale.measured_to * BEYOND_WEDGE)
    in_wedge = np.interp(thick, measured, (1.0, 0.0))
    beyond = np.maximum(_FURTHEST[0] - place, place - _FURTHEST[1]) / np.maximum(sigma, 0.05)
    return np.asarray(in_beam * in_wedge * np.interp(beyond, (0.0, 3.0), (1.0, 0.0)))
