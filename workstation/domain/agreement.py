"""Figures of those who look twice: shares with intervals, agreement, detectability."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

_LEVEL: Final = 0.95
#: Slope of the line through the normal scores of false alarms and hits: what screening has [2]_.
SLOPE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``part`` of ``whole``, with the interval in which the true share lies at 95 %."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.part / self.whole if self.whole else None


def share_of(part: int, whole: int) -> Share:
    """Return a share with its Wilson score interval [1]_; of nothing it is from 0 to 1.

    Raises
    ------
    ValueError
        If the part is negative or more than the whole.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
       J. Am. Stat. Assoc. 22 (1927) 209.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    if not whole:
        return Share(part=0, whole=0, low=0.0, high=1.0)
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    p = part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = z / (1 + z * z / whole) * math.sqrt(p * (1 - p) / whole + (z / (2 * whole)) ** 2)
    low = 0.0 if part == 0 else max(0.0, middle - spread)
    high = 1.0 if part == whole else min(1.0, middle + spread)
    return Share(part=part, whole=whole, low=low, high=high)


def share_to_json(share: Share) -> dict[str, Any]:
    """Return a share as plain JSON values."""
    return {
        "part": share.part,
        "whole": share.whole,
        "value": share.value,
        "low": share.low,
        "high": share.high,
    }


def kappa(both: Mapping[tuple[str, str], int]) -> float | None:
    """Return Cohen's kappa of two readers: how far they agree beyond chance.

    Parameters
    ----------
    both : mapping of (first, second) to int
        How often the first reader said one thing and the second another.

    Returns
    -------
    float or None
        1 for readers who always agree, 0 for those who agree as often as chance would; None when
        there is nothing, or only one thing was ever said.

    References
    ----------
    .. [1] J. Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20
       (1960) 37.
    """
    total = sum(both.values())
    if not total:
        return None
    said = {name for pair in both for name in pair}
    seen = sum(count for (one, other), count in both.items() if one == other) / total
    chance = sum(
        sum(count for (one, _), count in both.items() if one == name)
        * sum(count for (_, other), count in both.items() if other == name)
        for name in said
    ) / (total * total)
    return None if chance >= 1.0 else (seen - chance) / (1.0 - chance)


def detectability(hits: Share, false_alarms: Share, *, slope: float = SLOPE) -> float | None:
    """Return d_a: how well what is hidden is told from what is not, whatever the readiness to open.

    ``sqrt(2 / (1 + s²)) · (z(H) - s · z(F))``, each rate with half an event added so that none is
    0 or 1 [1]_. With a slope of 0.6, which screening at X-ray pictures has [2]_, it holds where d'
    would drift with the readiness to open.

    References
    ----------
    .. [1] N. A. Macmillan, C. D. Creelman, "Detection Theory", 2nd ed. (2005), sections 1 and 3.
    .. [2] D. Buser et al., "Why do airport security officers miss ...", Appl. Ergonomics 89 (2020).
    """
    if not hits.whole or not false_alarms.whole:
        return None
    z = NormalDist().inv_cdf
    hit = z((hits.part + 0.5) / (hits.whole + 1))
    false = z((false_alarms.part + 0.5) / (false_alarms.whole + 1))
    return math.sqrt(2 / (1 + slope**2)) * (hit - slope * false)
