"""The benchmark's arithmetic: shares and areas with their confidence intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resources.opencv import cv2

CONFIDENCE = 0.95
RESAMPLES = 200
FPR_LIMIT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def share(hits: float, of: int) -> Figure:
    """Return a share with Wilson's score interval [1]_.

    ``hits`` may be broken: a mean over several draws of models on the same ``of`` scans, which
    are as many independent scans as one draw has.

    References
    ----------
    .. [1] E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
    """
    if of <= 0:
        raise ValueError("a share needs at least one case")
    z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
    p, z2 = hits / of, z * z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * np.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Figure(value=p, low=float(max(middle - half, 0)), high=float(min(middle + half, 1)))


def bootstrap(
    groups: Sequence[object],
    statistic: Callable[[NDArray[np.intp]], float],
    *,
    resamples: int = RESAMPLES,
) -> Figure:
    """Return a statistic of cases with its percentile interval, whole groups drawn anew [1]_.

    Parameters
    ----------
    groups : sequence
        What each case belongs to, such as its product: cases of one lot are not independent.
    statistic : callable
        Takes the indices of the cases, some of them several times; may return NaN where a draw
        holds nothing to measure.

    References
    ----------
    .. [1] B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    _, index = np.unique(np.asarray([str(group) for group in groups]), return_inverse=True)
    members = [np.flatnonzero(index == number) for number in range(int(index.max()) + 1)]
    rng = np.random.default_rng(11)
    drawn = [
        statistic(
            np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        )
        for _ in range(resamples)
    ]
    usable = np.asarray([value for value in drawn if np.isfinite(value)])
    value = float(statistic(np.arange(len(groups))))
    if usable.size == 0:
        return Figure(value=value, low=value, high=value)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(usable, (tail, 1 - tail))
    return Figure(value=value, low=float(low), high=float(high))


def mean_by(groups: Sequence[object], values: ArrayLike) -> Figure:
    """Return the mean of values of which those of one group are not independent."""
    measured = np.asarray(values, dtype=np.float64)
    return bootstrap(groups, lambda chosen: float(measured[chosen].mean()))


def median(values: ArrayLike) -> Figure:
    """Return the median of independent values with its bootstrap interval."""
    measured = np.asarray(values, dtype=np.float64)
    return bootstrap(range(measured.size), lambda chosen: float(np.median(measured[chosen])))


def auc(high: ArrayLike, low: ArrayLike) -> float:
    """Return how often a value that should be high is above one that should be low; ties half."""
    above, below = np.asarray(high, np.float64), np.sort(np.asarray(low, np.float64))
    if above.size == 0 or below.size == 0:
        return float("nan")
    less = np.searchsorted(below, above, side="left")
    upto = np.searchsorted(below, above, side="right")
    return float((less + upto).mean() / 2 / below.size)


def detection(honest: ArrayLike, wrong: ArrayLike, rate: float) -> float:
    """Return the share of wrong values below the level that ``rate`` of the honest ones miss."""
    fits, others = np.asarray(honest, np.float64), np.asarray(wrong, np.float64)
    if fits.size == 0 or others.size == 0:
        return float("nan")
    return float(np.mean(others < np.quantile(fits, rate)))


def pixel_auroc(maps: Sequence[ArrayLike], masks: Sequence[NDArray[np.bool_]]) -> float:
    """Return the AUROC of all points of all maps together, as `auc` of marked against others."""
    values = np.concatenate([np.asarray(one, np.float64).ravel() for one in maps])
    marked = np.concatenate([mask.ravel() for mask in masks])
    return auc(values[marked], values[~marked])


def aupro(
    maps: Sequence[ArrayLike], masks: Sequence[NDArray[np.bool_]], limit: float = FPR_LIMIT
) -> float:
    """Return the area under the per-region overlap curve up to a false-positive rate [1]_.

    One threshold runs over all maps; the overlap of a marked region is the part of it above the
    threshold, every region weighs alike however large it is, and the area is divided by
    ``limit``: 1 is perfect.

    Parameters
    ----------
    maps : sequence of array-like, each of shape (rows, columns)
        How unusual each point is, raw: maps are not normalised one by one.
    masks : sequence of ndarray of bool, of the maps' shapes
        What is marked; each 8-connected region counts by itself.

    References
    ----------
    .. [1] P. Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 129 (2021), 3.1.
    """
    values = np.concatenate([np.asarray(one, np.float64).ravel() for one in maps])
    weights = np.concatenate([_region_weights(mask).ravel() for mask in masks])
    regions = weights.sum()
    others = weights == 0
    if regions == 0 or not others.any():
        return float("nan")
    order = np.argsort(-values, kind="stable")
    overlap = np.cumsum(weights[order]) / regions
    false = np.cumsum(others[order]) / others.sum()
    # Points of one value come above the threshold together.
    last = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    x, y = np.r_[0.0, false[last]], np.r_[0.0, overlap[last]]
    inside = x < limit
    x, y = np.r_[x[inside], limit], np.r_[y[inside], np.interp(limit, x, y)]
    return float(np.trapezoid(y, x) / limit)


def _region_weights(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weigh each marked point so that every region of the mask sums to one."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    sizes = np.bincount(labels.ravel()).astype(np.float64)
    weights = 1 / np.maximum(sizes, 1)
    weights[0] = 0
    return np.asarray(weights[labels])
