"""How much was missed: what random openings, re-checks and test images say together.

The question is: of the released containers, which part held something that opening them would have
brought to light? Three kinds of evidence tell of it, none of them well alone.

* *Random openings* are drawn by lot from what was released. They are unbiased, and few.
* *Blind re-checks* are more, but who looks again misses, too, and sees what is not there. What
  tells the two apart are the containers that were opened because of a re-check.
* *Test images* tell which part of the finds officers mark. What inspections found is then a known
  part of what there was, and the rest was missed. They are many, but not what smugglers do.

Each gives a likelihood of the miss rate; they are multiplied, and the interval holds the middle
95 % of the posterior. The prior of the miss rate is Jeffreys' for a small share (density as
``θ^-1/2``). What else is assumed:

* Opening a container finds what is in it.
* In logits, real finds are as hard as test images, give or take `HARDER_SD` (one deviation): the
  engine and second readers help with real ones, and smugglers hide better.
* In logits, who looks again finds what the first one missed with `SECOND_SHIFT` less than the
  first one's sensitivity, give or take `SECOND_SD`: what is hard for one is hard for the next.
* A re-check counts as missed when its third officer said so. Those without anything behind them
  come at a rate that may be anything (a flat prior of its logarithm).
* Tiers are drawn at different rates; re-checks are weighted by them, with the number of events
  reduced by Kish's design effect.

References
----------
.. [1] H. Jeffreys, "Theory of Probability", 3rd ed. (1961), 3.10.
.. [2] L. Kish, "Survey Sampling" (1965), 11.7.
.. [3] S. Walter, "Estimation of test sensitivity and specificity when disease confirmation is
   limited to positive results", Epidemiology 10 (1999) 67.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.context import Tier
from workstation.domain.figures import MissEvidence, Rechecks
from workstation.reports.intervals import LEVEL

Floats = NDArray[np.float64]

HARDER_SD: Final = 0.7
SECOND_SHIFT: Final = -0.9
SECOND_SD: Final = 0.7

_RATES: Final[Floats] = np.geomspace(1e-6, 0.5, 400)
_FALSE: Final[Floats] = np.geomspace(1e-5, 0.1, 16)
_DRAWS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRate:
    """Of the released containers, between ``low`` and ``high`` should have been opened.

    Attributes
    ----------
    middle : float
        The posterior's median.
    sources : tuple of str
        What told of it: ``"openings"``, ``"rechecks"``, ``"test_images"``.
    """

    low: float
    middle: float
    high: float
    level: float
    sources: tuple[str, ...]


def miss_rate(evidence: MissEvidence, *, level: float = LEVEL) -> MissRate | None:
    """Return the miss rate with its interval, or None when nothing at all tells of it.

    The same evidence again is not weighed again: that takes a tenth of a second.
    """
    told = tuple(getattr(evidence, one.name) for one in fields(evidence) if one.name != "rechecks")
    return _weighed(told, tuple(evidence.rechecks.items()), level)


@lru_cache(maxsize=64)
def _weighed(
    told: tuple[int, ...], rechecks: tuple[tuple[Tier, Rechecks], ...], level: float
) -> MissRate | None:
    names = [one.name for one in fields(MissEvidence) if one.name != "rechecks"]
    evidence = MissEvidence(**dict(zip(names, told, strict=True)), rechecks=dict(rechecks))
    sensitivity, second = _sensitivities(evidence)
    total = -0.5 * np.log(_RATES)
    sources = []
    if evidence.openings:
        total = total + _openings(evidence)
        sources.append("openings")
    done = sum(one.done for one in evidence.rechecks.values())
    if done:
        total = total + _rechecks(evidence, second)
        sources.append("rechecks")
    if evidence.test_images and evidence.released:
        total = total + _test_images(evidence, sensitivity)
        sources.append("test_images")
    if not sources:
        return None
    low, middle, high = _quantiles(total, ((1 - level) / 2, 0.5, (1 + level) / 2))
    return MissRate(low=low, middle=middle, high=high, level=level, sources=tuple(sources))


def _openings(evidence: MissEvidence) -> Floats:
    found, missed = evidence.openings_found, evidence.openings - evidence.openings_found
    log: Floats = found * np.log(_RATES) + missed * np.log1p(-_RATES)
    return log


def _rechecks(evidence: MissEvidence, second: Floats) -> Floats:
    """Integrate over how well second looks find, and how often they see what is not there."""
    done, missed = _weighted(evidence)
    true = _RATES[:, None, None] * second[None, :, None]  # (rates, draws, 1)
    said = true + (1 - _RATES[:, None, None]) * _FALSE[None, None, :]
    ratio = np.clip(true / said, 1e-12, 1 - 1e-12)
    nothing = evidence.opened - evidence.opened_found
    log = missed * np.log(said) + (done - missed) * np.log1p(-np.minimum(said, 1 - 1e-9))
    log += evidence.opened_found * np.log(ratio) + nothing * np.log1p(-ratio)
    return _log_mean(log.reshape(len(_RATES), -1))


def _test_images(evidence: MissEvidence, sensitivity: Floats) -> Floats:
    """Hold what was found against what must have been there, were the miss rate this."""
    missed = _RATES[:, None] * evidence.released
    expected = missed * sensitivity[None, :] / (1 - sensitivity[None, :])
    log = evidence.found * np.log(np.maximum(expected, 1e-12)) - expected
    return _log_mean(log)


def _sensitivities(evidence: MissEvidence) -> tuple[Floats, Floats]:
    """Return draws of both sensitivities: of the room, and of who looks again at what it missed.

    The draws are the same every time: even steps through each distribution, shuffled against each
    other by the golden ratio.
    """
    steps = (np.arange(_DRAWS) + 0.5) / _DRAWS
    other = (steps * _DRAWS * 0.6180339887498949) % 1.0
    third = (steps * _DRAWS * 0.7548776662466927) % 1.0
    hits = evidence.test_hits + 0.5
    misses = evidence.test_images - evidence.test_hits + 0.5
    marked = np.log(hits / misses) + np.sqrt(1 / hits + 1 / misses) * _normal(steps)
    room = marked + HARDER_SD * _normal(other)
    again = room + SECOND_SHIFT + SECOND_SD * _normal(third)
    return _share(room), _share(again)


def _weighted(evidence: MissEvidence) -> tuple[float, float]:
    """Return how many re-checks they are worth, and how many of those said missed."""
    groups = [one for one in evidence.rechecks.values() if one.done and one.rate > 0]
    weights = np.array([1 / one.rate for one in groups])
    done = np.array([one.done for one in groups], np.float64)
    missed = np.array([one.missed for one in groups], np.float64)
    worth = float((weights * done).sum() ** 2 / (weights**2 * done).sum())
    part = float((weights * missed).sum() / (weights * done).sum())
    return worth, worth * part


def _normal(shares: Floats) -> Floats:
    quantile = NormalDist().inv_cdf
    return np.array([quantile(min(max(float(share), 1e-6), 1 - 1e-6)) for share in shares])


def _share(logits: Floats) -> Floats:
    return np.clip(1 / (1 + np.exp(-logits)), 1e-6, 1 - 1e-6)


def _log_mean(log: Floats) -> Floats:
    """Return the logarithm of the mean likelihood in each row, shape (rates,)."""
    top = log.max(axis=1)
    mean: Floats = top + np.log(np.exp(log - top[:, None]).mean(axis=1))
    return mean


def _quantiles(log: Floats, at: tuple[float, float, float]) -> tuple[float, float, float]:
    # The grid is even in log θ, so each of its points stands for a width that grows with θ.
    mass = np.exp(log - log.max()) * _RATES
    grown = np.cumsum(mass)
    grown = (grown - mass / 2) / grown[-1]
    found = np.interp(at, grown, np.log(_RATES))
    low, middle, high = (float(value) for value in np.exp(found))
    return low, middle, high
