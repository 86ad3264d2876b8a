"""The arithmetic of searching: the nearest models and the best of every code, in two steps.

Below `EXACT` models every similarity is worked out. Above it the leading dimensions of all
vectors, which tell most, choose the candidates: the best few thousand, and of each code the best
of each of four parts. Only these are compared in full, so that a code's score is exact for
its candidates, and every score that is told is exact.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.matching.fit import SEVERAL

EXACT: Final = 100_000
"""Models from which on not every vector is compared in full."""

LEADING: Final = 32
_BEST: Final = 4000
_PARTS: Final = 4  # of a code's models; the best of each part is a candidate

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


def part_starts(code_of: NDArray[np.int32]) -> Places:
    """Cut the models of each code into at most four parts; return where the parts start.

    ``code_of`` is rising.
    """
    if code_of.size == 0:
        return np.zeros(0, np.intp)
    firsts = np.flatnonzero(np.r_[True, np.diff(code_of) != 0])
    sizes = np.diff(np.r_[firsts, code_of.size])
    shares = np.arange(_PARTS)[None, :] * sizes[:, None] // _PARTS
    return np.unique(firsts[:, None] + shares)


def candidates(coarse: Floats, starts: Places) -> NDArray[np.bool_]:
    """Tell which models are among the best few thousand, or the best of their part.

    Parameters
    ----------
    coarse : ndarray of float32, shape (models,)
        Similarities by the leading dimensions.
    starts : ndarray of int
        See `part_starts`.
    """
    best = np.maximum.reduceat(coarse, starts)
    sizes = np.diff(np.r_[starts, coarse.size])
    chosen: NDArray[np.bool_] = coarse == np.repeat(best, sizes)
    if best.size > _BEST:
        # At least so many models reach the bar, so no model of the best few thousand misses it.
        bar = np.partition(best, best.size - _BEST)[best.size - _BEST]
        good = np.flatnonzero(coarse >= bar)
    else:
        good = np.arange(coarse.size)
    if good.size > _BEST:
        good = good[np.argpartition(-coarse[good], _BEST)[:_BEST]]
    chosen[good] = True
    return chosen


def code_scores(
    similarities: Floats, code_of: NDArray[np.int32], counts: Places
) -> NDArray[np.float64]:
    """Score each code by its best model, or by its best two where it has three or more.

    Parameters
    ----------
    similarities : ndarray of float32, shape (candidates,)
    code_of : ndarray of int, shape (candidates,)
        The code of each candidate.
    counts : ndarray of int, shape (codes,)
        How many models each code has, candidates or not.

    Returns
    -------
    ndarray of float64, shape (codes,)
        -1 for codes without a candidate.
    """
    # One key for both: by code, then the best first; similarities lie within -1 and 1.
    order = np.argsort(code_of * 4.0 - similarities.astype(np.float64))
    ranked, scores_in_turn = code_of[order], similarities[order]
    first = np.r_[True, np.diff(ranked) != 0][: ranked.size]
    firsts = np.flatnonzero(first)
    scores = np.full(counts.size, -1.0)
    second = np.full(counts.size, -1.0)
    scores[ranked[firsts]] = scores_in_turn[firsts]
    seconds = firsts[firsts + 1 < ranked.size] + 1
    seconds = seconds[~first[seconds]]
    second[ranked[seconds]] = scores_in_turn[seconds]
    several = counts >= SEVERAL
    scores[several] = (scores[several] + second[several]) / 2
    return scores


def best_of(similarities: Floats, count: int) -> Places:
    """Return the places of the best, best first; equal ones in their order."""
    if count <= 0:
        return np.zeros(0, np.intp)
    if similarities.size > 4 * count:
        bar = np.partition(similarities, similarities.size - count)[similarities.size - count]
        good = np.flatnonzero(similarities >= bar)
    else:
        good = np.arange(similarities.size)
    return good[np.argsort(-similarities[good], kind="stable")][:count]
