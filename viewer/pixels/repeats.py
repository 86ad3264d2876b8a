"""Finding a load that repeats along a line: how far apart like goods stand, and how surely."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from viewer.pixels.profile import Profile

_LEAST_SAMPLES: Final = 24
_LEAST_PERIOD: Final = 4
"""A shorter period is the detector's own pattern, not goods [samples]."""
_LEAST_REPEATS: Final = 4
_NEARLY_AS_GOOD: Final = 0.85
"""Of a period and its multiples the shortest is meant, if it fits nearly as well."""


_FAIR: Final = 0.6
_STRONG: Final = 0.8
"""Of 300 runs of smooth noise, one in a hundred passes the first bound, none the second."""


class Strength(StrEnum):
    """How plainly a load repeats."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A period [full-resolution pixels] along a line, and how well the line agrees with itself.

    ``confidence`` is the lower of the correlations after one and after two periods, 0 to 1.
    """

    period_px: float
    confidence: float

    @property
    def strength(self) -> Strength:
        """The confidence in a word; what is weak is not worth telling."""
        if self.confidence >= _STRONG:
            return Strength.STRONG
        return Strength.FAIR if self.confidence >= _FAIR else Strength.WEAK


def repeat_of(profile: Profile) -> Repeat | None:
    """Return the period at which the load along a profile repeats, or None without any.

    The attenuation -ln T, freed of its mean and slope and curvature, is correlated with itself
    at every lag that leaves at least four repeats. A period is a peak of that correlation which
    comes again at twice the lag: chance makes the one, but seldom both.
    """
    signal = _levelled(profile.attenuation)
    if signal is None:
        return None
    alike = _autocorrelation(signal)
    longest = min(signal.size // _LEAST_REPEATS, (alike.size - 2) // 2)
    lags = np.arange(_LEAST_PERIOD, longest + 1)
    peaks = lags[(alike[lags] >= alike[lags - 1]) & (alike[lags] > alike[lags + 1])]
    # Before the first time that it falls below zero, a load merely resembles its neighbour.
    below = np.flatnonzero(alike < 0)
    if not below.size or not peaks.size:
        return None
    peaks = peaks[peaks > below[0]]
    if not peaks.size:
        return None
    twice = np.maximum.reduce([alike[2 * peaks + d] for d in (-1, 0, 1)])
    scores = np.minimum(alike[peaks], twice)
    best = float(scores.max())
    if best <= 0:
        return None
    lag = int(peaks[np.flatnonzero(scores >= _NEARLY_AS_GOOD * best)[0]])
    score = float(scores[np.flatnonzero(peaks == lag)[0]])
    return Repeat(
        period_px=(lag + _offset(alike, lag)) * profile.step_px, confidence=min(score, 1.0)
    )


def _levelled(values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return values less their best parabola; None when too few, or nothing is left of them."""
    if values.size < _LEAST_SAMPLES:
        return None
    x = np.linspace(-1.0, 1.0, values.size)
    left: NDArray[np.float64] = values - Polynomial.fit(x, values, 2)(x)
    return left if float(np.abs(left).max()) > 1e-6 else None


def _autocorrelation(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlate a signal with itself shifted by 0 to two thirds of its length.

    Each lag is divided by the energies of just the two parts that overlap, so that a perfectly
    repeating signal gives 1 at its period, however few repeats are left.
    """
    size = signal.size
    spectrum = np.fft.rfft(signal, 2 * size)
    products = np.fft.irfft(np.abs(spectrum) ** 2, 2 * size)[: 2 * size // 3 + 2]
    energy = np.concatenate([[0.0], np.cumsum(signal**2)])
    lags = np.arange(products.size)
    early, late = energy[size - lags], energy[size] - energy[lags]
    result: NDArray[np.float64] = products / np.maximum(np.sqrt(early * late), 1e-12)
    return result


def _offset(alike: NDArray[np.float64], lag: int) -> float:
    """Return how far beside a peak's sample its top lies, by the parabola through three."""
    before, here, after = alike[lag - 1 : lag + 2]
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else float((before - after) / (2 * bend))
