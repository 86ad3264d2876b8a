"""How durations are spread, kept so compactly that those of a million cases add up at once.

A duration falls into one of `BINS`, each 0.9 % wide, and of each bin the count, the least and the
greatest are kept. Percentiles are taken between order statistics, as `numpy.percentile` does; an
order statistic is exact where its bin holds one value, two, or equal ones, and else lies within
its bin, at most 0.9 % from the true one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: From a tenth of a second, below which all are in the first bin, to a hundred days.
LEAST_S: Final = 0.1
BINS: Final = 2048
WIDTH: Final = 0.009
QUANTILES: Final = (0.50, 0.90, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Durations in groups.

    Attributes
    ----------
    cells : ndarray of int64, shape (cells,)
        Group times `BINS` plus bin, rising; only cells that hold something.
    counts : ndarray of int64, shape (cells,)
    least, most : ndarray of float64, shape (cells,)
        The least and the greatest duration of each cell [s].
    """

    cells: Ints
    counts: Ints
    least: Floats
    most: Floats

    @property
    def groups(self) -> Ints:
        """The group of each cell."""
        found: Ints = self.cells // BINS
        return found

    def only(self, groups: NDArray[np.bool_]) -> "Spread":
        """Return the cells of some groups, told by a mark for each group."""
        stays = groups[self.groups]
        return Spread(
            cells=self.cells[stays],
            counts=self.counts[stays],
            least=self.least[stays],
            most=self.most[stays],
        )

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return 4 * self.cells.nbytes


def spread_of(groups: NDArray[np.integer], seconds: Floats, bins: Ints) -> Spread:
    """Return the spread of rising durations in groups, with the bins that `bins_of` told."""
    few = groups.size == 0 or groups.max() < np.iinfo(np.uint16).max
    # Small numbers are sorted by their digits, many times as fast.
    order = np.argsort(groups.astype(np.uint16) if few else groups, kind="stable")
    cells = groups[order].astype(np.int64) * BINS + bins[order]
    sorted_s = seconds[order]
    starts = _starts(cells)
    ends = np.append(starts[1:], cells.size)[: starts.size]
    return Spread(
        cells=cells[starts],
        counts=(ends - starts).astype(np.int64),
        least=sorted_s[starts],
        most=sorted_s[ends - 1],
    )


def bins_of(seconds: Floats) -> Ints:
    """Return the bin of each duration [s]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(np.maximum(seconds, LEAST_S) / LEAST_S) / WIDTH
    return np.clip(found.astype(np.int64), 0, BINS - 1)


def together(parts: Sequence[tuple[Spread, Ints]]) -> Spread:
    """Return several spreads as one; each comes with the group that each of its groups becomes."""
    if not parts:
        none = np.empty(0, np.int64)
        return Spread(cells=none, counts=none, least=none.astype(float), most=none.astype(float))
    cells = np.concatenate(
        [becomes[one.groups] * BINS + one.cells % BINS for one, becomes in parts]
    )
    order = np.argsort(cells, kind="stable")
    sorted_cells = cells[order]
    starts = _starts(sorted_cells)
    if not starts.size:
        return parts[0][0]
    return Spread(
        cells=sorted_cells[starts],
        counts=np.add.reduceat(np.concatenate([one.counts for one, _ in parts])[order], starts),
        least=np.minimum.reduceat(np.concatenate([one.least for one, _ in parts])[order], starts),
        most=np.maximum.reduceat(np.concatenate([one.most for one, _ in parts])[order], starts),
    )


def joined(large: Spread, becomes: Ints, small: Spread) -> Spread:
    """Return two spreads as one, without sorting the large one again.

    ``becomes`` is what each group of the large one becomes; it rises.
    """
    cells = becomes[large.groups] * BINS + large.cells % BINS
    at = np.searchsorted(cells, small.cells)
    known = at < cells.size
    known[known] = cells[at[known]] == small.cells[known]
    there, fresh = at[known], ~known
    counts, least, most = large.counts.copy(), large.least.copy(), large.most.copy()
    counts[there] += small.counts[known]
    least[there] = np.minimum(least[there], small.least[known])
    most[there] = np.maximum(most[there], small.most[known])
    return Spread(
        cells=np.insert(cells, at[fresh], small.cells[fresh]),
        counts=np.insert(counts, at[fresh], small.counts[fresh]),
        least=np.insert(least, at[fresh], small.least[fresh]),
        most=np.insert(most, at[fresh], small.most[fresh]),
    )


def _starts(cells: Ints) -> NDArray[np.intp]:
    """Return where each cell begins among sorted ones."""
    if not cells.size:
        return np.empty(0, np.intp)
    return np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]]))


def percentiles(spread: Spread) -> Mapping[int, tuple[float, ...]]:
    """Return the `QUANTILES` of each group [s]."""
    if not spread.cells.size:
        return {}
    groups = spread.groups
    starts = _starts(groups)
    summed = np.cumsum(spread.counts)
    before = np.concatenate([[0], summed])[starts]
    sizes = np.add.reduceat(spread.counts, starts)
    found = np.empty((len(QUANTILES), starts.size))
    for number, share in enumerate(QUANTILES):
        rank = (sizes - 1) * share
        low = np.floor(rank).astype(np.int64)
        part = rank - low
        below = _ranked(spread, summed, before + low)
        above = _ranked(spread, summed, before + np.minimum(low + 1, sizes - 1))
        found[number] = below + (above - below) * part
    return {
        int(group): tuple(float(value) for value in found[:, place])
        for place, group in enumerate(groups[starts])
    }


def _ranked(spread: Spread, summed: Ints, ranks: Ints) -> Floats:
    """Return durations by their place in the order of all cells [s]."""
    cell = np.searchsorted(summed, ranks, side="right")
    count = spread.counts[cell]
    inside = ranks - (summed[cell] - count)
    share = np.where(count > 1, inside / np.maximum(count - 1, 1), 0.0)
    least = spread.least[cell]
    found: Floats = least + (spread.most[cell] - least) * share
    return found
