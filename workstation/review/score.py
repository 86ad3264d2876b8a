"""How well somebody tells containers that hide something from those that do not."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Self

from workstation.review.training import Outcome

_NORMAL: Final = NormalDist()
_SURE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of a training; rates are of the containers that did, or did not, hide something."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        """Count outcomes."""
        told = list(outcomes)
        return cls(
            hits=told.count(Outcome.HIT),
            misses=told.count(Outcome.MISS),
            false_alarms=told.count(Outcome.FALSE_ALARM),
            correct_rejections=told.count(Outcome.CORRECT_REJECTION),
        )

    @property
    def counted(self) -> int:
        """How many decisions count."""
        return self.hits + self.misses + self.false_alarms + self.correct_rejections

    @property
    def right(self) -> int:
        """How many of them were right."""
        return self.hits + self.correct_rejections

    def sensitivity(self) -> Estimate | None:
        """Return d', the distance between the two kinds of containers as this person sees them.

        0 is guessing, 1 is fair, above 3 hardly anything is missed. None until both kinds have
        been seen. Half a case is added to each count, so that a perfect short run stays finite.

        References
        ----------
        .. [1] Hautus, M. J. (1995). Corrections for extreme proportions and their biasing effects
           on estimated values of d'. Behavior Research Methods 27, 46-51 (log-linear rule).
        .. [2] Gourevitch, V., Galanter, E. (1967). A significance test for one parameter
           isosensitivity functions. Psychometrika 32, 25-33 (variance of d').
        """
        suspicious, clean = self.hits + self.misses, self.false_alarms + self.correct_rejections
        if not suspicious or not clean:
            return None
        hit_rate = (self.hits + 0.5) / (suspicious + 1)
        alarm_rate = (self.false_alarms + 0.5) / (clean + 1)
        value = _NORMAL.inv_cdf(hit_rate) - _NORMAL.inv_cdf(alarm_rate)
        spread = math.sqrt(_variance(hit_rate, suspicious + 1) + _variance(alarm_rate, clean + 1))
        reach = _NORMAL.inv_cdf(0.5 + _SURE / 2) * spread
        return Estimate(value=value, low=value - reach, high=value + reach)


def _variance(rate: float, count: int) -> float:
    """Return the variance of the z-score of a rate that was seen in so many trials."""
    density = _NORMAL.pdf(_NORMAL.inv_cdf(rate))
    return rate * (1 - rate) / (count * density**2)
