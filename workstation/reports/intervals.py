"""Intervals of counted shares, and how well readers tell finds from noise."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

#: Slope of the ROC in normal coordinates that screeners of X-ray images show.
SLOPE: Final = 0.6
LEVEL: Final = 0.95
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share that was counted, with its interval at some level."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The counted share; None when nothing was counted."""
        return self.hits / self.of if self.of else None


def wilson(hits: int, of: int, *, level: float = LEVEL) -> Share:
    """Return a share with its Wilson score interval; 0 to 1 when nothing was counted.

    Raises
    ------
    ValueError
        If there are more hits than there were events, or the level is no probability.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
       J. Am. Stat. Assoc. 22 (1927) 209.
    """
    if not 0 <= hits <= of or not 0 < level < 1:
        raise ValueError(f"{hits} of {of} at level {level} is no share")
    if of == 0:
        return Share(hits=0, of=0, low=0.0, high=1.0)
    z = _NORMAL.inv_cdf(0.5 + level / 2)
    part = hits / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == of else min(1.0, middle + half)
    return Share(hits=hits, of=of, low=low, high=high)


def d_a(hit: Share, false_alarm: Share, *, slope: float = SLOPE) -> float | None:
    """Return the detection performance d_a; None when either share was never counted.

    Shares of 0 and 1 are taken half an event inside, since their normal quantiles have no end.

    Parameters
    ----------
    slope : float
        Ratio of the noise's to the signal's deviation. Visual inspection of X-ray images shows
        about 0.6, and d' (slope 1) then depends on how cautious somebody is.

    References
    ----------
    .. [1] A. Simpson, M. Fitter, "What is the best index of detectability?", Psychol. Bull. 80
       (1973) 481.
    .. [2] Y. Sterchi et al., "Detection measures for visual inspection of X-ray images of
       passenger baggage", Atten. Percept. Psychophys. 81 (2019) 1297.
    """
    if hit.of == 0 or false_alarm.of == 0:
        return None
    hits, alarms = _inside(hit), _inside(false_alarm)
    z_hit, z_alarm = _NORMAL.inv_cdf(hits), _NORMAL.inv_cdf(alarms)
    return math.sqrt(2 / (1 + slope * slope)) * (z_hit - slope * z_alarm)


def _inside(share: Share) -> float:
    return min(max(share.hits, 0.5), share.of - 0.5) / share.of if share.of > 1 else 0.5
