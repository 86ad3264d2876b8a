"""Containers of one declaration: which one is unlike its sisters.

Sisters hold the same goods, so how far they are from each other is the measure of how far one may
be. Of two nobody can tell which is the odd one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import LoadFacts, LotFinding
from workstation.matching.description import Description
from workstation.matching.gallery import Gallery

FEWEST: Final = 3

_EMPTY_APART: Final = 1.0
"""How far an empty container is from a loaded one, in units of the metric's distance."""

_FILL_WEIGHT: Final = 0.1

# Tried and left out: mass by filled area told less than it disturbed (0.74 of the odd ones named
# instead of 0.88 at the same false alarms); passing over containers of unknown size lost 0.08.

_USUAL: Final = 0.197
"""Mean distance of two containers of one lot ..."""
_SPREAD: Final = 0.079
"""... and how much it varies; of phantoms of other sites (``bench_lot --tune``)."""
_PAIRS: Final = 30.0
"""Pairs of sisters that the usual distance counts for; of 1 to 30 the most was the best."""
_BAR: Final = 4.43
"""What 1 % of honest lots pass, and 93 % of those with an odd one; of the development sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A container of a lot: its scan's id, its unit vector, and how it is loaded.

    ``vector`` is None for an empty container.
    """

    scan: str
    vector: NDArray[np.float32] | None
    load: LoadFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """The container that stands apart most, by its place, and whether that is far enough."""

    place: int
    score: float
    is_odd: bool


def member_of(scan: str, description: Description, gallery: Gallery) -> Member | None:
    """Make a member of a description; None when its picture shows neither goods nor emptiness."""
    if "no_container" in description.doubts:
        return None
    is_empty = description.facts.fill == "empty"
    if not is_empty and not description.signature.any():
        return None
    return Member(
        scan=scan,
        vector=None if is_empty else gallery.project(description),
        load=description.facts,
    )


def pairwise(lot: Sequence[Member]) -> NDArray[np.float64]:
    """Return how far each is from each, float64, shape (members, members)."""
    apart = np.zeros((len(lot), len(lot)))
    for i, one in enumerate(lot):
        for j in range(i):
            apart[i, j] = apart[j, i] = _distance(one, lot[j])
    return apart


def find_odd(lot: Sequence[Member]) -> Odd:
    """Find the container that is farthest from its sisters, seen from how they vary.

    For each one the mean distance to all others is compared with the distances of those others
    from each other: mean and spread, joined with what is usual for a lot, so that two
    sisters that happen to be near twins do not make a third one odd.

    Raises
    ------
    ValueError
        If there are fewer than `FEWEST`.
    """
    if len(lot) < FEWEST:
        raise ValueError(f"of {len(lot)} containers none can be told apart")
    apart = pairwise(lot)
    scores = np.asarray([_score(apart, place) for place in range(len(lot))])
    place = int(scores.argmax())
    return Odd(place=place, score=float(scores[place]), is_odd=bool(scores[place] > _BAR))


def lot_finding(scan: str, lot: Sequence[Member], sisters: int) -> LotFinding:
    """Tell which container of a lot is the odd one.

    Parameters
    ----------
    scan : str
        The scan that is asked about.
    lot : sequence of Member
        It and its sisters, as far as they could be described.
    sisters : int
        How many sisters it has.
    """
    if len(lot) < FEWEST:
        return LotFinding(sisters=sisters, odd=None, unlike=False, score=0.0)
    found = find_odd(lot)
    odd = lot[found.place].scan if found.is_odd else None
    return LotFinding(
        sisters=sisters, odd=odd, unlike=odd == scan, score=round(max(found.score, 0.0), 2)
    )


def _score(apart: NDArray[np.float64], place: int) -> float:
    others = np.delete(np.arange(len(apart)), place)
    inner = apart[np.ix_(others, others)][np.triu_indices(others.size, 1)]
    weight = _PAIRS + inner.size
    mean = (_PAIRS * _USUAL + inner.sum()) / weight
    spread = _PAIRS * _SPREAD**2 + ((inner - inner.mean()) ** 2).sum()
    return float((apart[place, others].mean() - mean) / np.sqrt(spread / weight))


def _distance(one: Member, other: Member) -> float:
    if one.vector is None or other.vector is None:
        return 0.0 if one.vector is other.vector else _EMPTY_APART
    apart = 1.0 - float(one.vector @ other.vector)
    return apart + _FILL_WEIGHT * abs(one.load.fill_fraction - other.load.fill_fraction)
