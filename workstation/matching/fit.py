"""How much better the declared goods fit than all others: the number that verdicts rest on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEVERAL: Final = 3
"""Models of a code from which on its best two count instead of its best one."""

_COHORT_WEIGHT: Final = 5.0  # codes that the expected cohort counts for
_COHORT_MEAN: Final = 0.0  # what unlike goods score on average ...
_COHORT_SPREAD: Final = 0.2  # ... and how much that varies, before the library tells


@dataclass(frozen=True, slots=True)
class Fit:
    """How much better the declared goods fit than all others [standard deviations].

    ``several`` tells whether the best code has at least three models.
    """

    value: float
    several: bool


def fit_of(
    scores: NDArray[np.float64], counts: NDArray[np.intp], own: NDArray[np.bool_]
) -> Fit | None:
    """Fit the best of one's own codes against all others; None when there is none.

    Parameters
    ----------
    scores : ndarray of float64, shape (codes,)
        Similarity of each code, -1 to 1.
    counts : ndarray of int, shape (codes,)
        Models of each code; those without any are passed over.
    own : ndarray of bool, shape (codes,)
        The declared ones among them, which have models.
    """
    if not own.any():
        return None
    best = int(np.flatnonzero(own)[np.argmax(scores[own])])
    others = scores[~own & (counts > 0)]
    weight = _COHORT_WEIGHT + others.size
    mean = (_COHORT_WEIGHT * _COHORT_MEAN + others.sum()) / weight
    spread = _COHORT_WEIGHT * _COHORT_SPREAD**2 + ((others - mean) ** 2).sum()
    value = (scores[best] - mean) / np.sqrt(spread / weight)
    return Fit(float(value), bool(counts[best] >= SEVERAL))
