"""A control chart for each scanner: its pictures of today against its own first ones.

The exponentially weighted moving average (EWMA) notices a small lasting shift much sooner than
single values out of bounds do, and forgives single odd loads [1]_, [2]_. The baseline is the
scanner's own: how much noise a picture has depends on scanner, energy and goods of the place.
With weight 0.05 and limits at 4 standard deviations of the average, a steady scanner is called
wrongly about once in 30,000 scans, and a shift of one standard deviation is called after about 20
(both by simulation, `tests/benchmarks/bench_dashboard.py`).

References
----------
.. [1] S. W. Roberts, "Control chart tests based on geometric moving averages",
   Technometrics 1(3), 1959, 239-250.
.. [2] J. M. Lucas, M. S. Saccucci, "Exponentially weighted moving average control schemes",
   Technometrics 32(1), 1990, 1-12.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """What is measured of each scan; see `workstation.imaging.quality_figures`."""

    NOISE = "noise"
    SHARPNESS = "sharpness"
    DEAD = "dead"
    SATURATED = "saturated"


#: So many scans make a baseline: at 25 a day and scanner, the first fortnight.
BASELINE: Final = 300
_WEIGHT: Final = 0.05
_LIMIT: Final = 4.0
#: A value counts as no further off than this, so that one broken picture is not taken for drift.
_CLIPPED: Final = 6.0
#: The least spread that is told from none, by measure: a scanner without dead channels has none.
_LEAST_SPREAD: Final = {
    Measure.NOISE: 1e-5,
    Measure.SHARPNESS: 1e-4,
    Measure.DEAD: 0.1,
    Measure.SATURATED: 1e-3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A scanner's chart for one measure.

    Attributes
    ----------
    scans : int
        How many scans it has taken.
    mean, squares : float
        Of the baseline: the mean, and the sum of squared deviations from it.
    average : float
        The moving average of what came after, in standard deviations from the baseline's mean.
    newest : float
        The newest value.
    """

    measure: Measure
    scans: int = 0
    mean: float = 0.0
    squares: float = 0.0
    average: float = 0.0
    newest: float = 0.0

    @property
    def is_learning(self) -> bool:
        """Whether the baseline is not whole yet."""
        return self.scans < BASELINE

    @property
    def spread(self) -> float:
        """The baseline's standard deviation."""
        count = min(self.scans, BASELINE)
        found = math.sqrt(self.squares / (count - 1)) if count > 1 else 0.0
        return max(found, _LEAST_SPREAD[self.measure])

    @property
    def limit(self) -> float:
        """How far the average may be from 0, in standard deviations."""
        return _LIMIT * math.sqrt(_WEIGHT / (2 - _WEIGHT))

    @property
    def is_outside(self) -> bool:
        """Whether the scanner has drifted from its own baseline."""
        return not self.is_learning and abs(self.average) > self.limit

    def take(self, value: float) -> "Chart":
        """Return the chart with one more scan; a value that is no number changes nothing."""
        if not math.isfinite(value):
            return self
        if self.is_learning:  # Welford's running mean and squares
            count = self.scans + 1
            mean = self.mean + (value - self.mean) / count
            squares = self.squares + (value - self.mean) * (value - mean)
            return replace(self, scans=count, mean=mean, squares=squares, newest=value)
        off = (value - self.mean) / self.spread
        off = max(-_CLIPPED, min(_CLIPPED, off))
        average = self.average + _WEIGHT * (off - self.average)
        return replace(self, scans=self.scans + 1, average=average, newest=value)
