"""The models as the engine holds them: projected once, compared by one product."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.matching.codes import related
from workstation.matching.description import Description, Evidence
from workstation.matching.metric import Metric
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior

_MOST_FITTED: Final = 5000  # models that the metric is fitted on
_SEVERAL: Final = 3
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


class Gallery:
    """All models that can be compared at one kind of evidence.

    Parameters
    ----------
    entries : sequence of ModelEntry
        Models with goods in them; empty containers are compared by their load facts.
    evidence : Evidence
        What the query brings; models that bring less are left out of nothing, they are compared
        at the features both have.
    prior : Prior
        What is known before the library has grown.
    """

    def __init__(self, entries: Sequence[ModelEntry], evidence: Evidence, prior: Prior) -> None:
        self.entries = tuple(entry for entry in entries if entry.description.signature.any())
        self.evidence = evidence
        signatures = np.asarray([e.description.signature for e in self.entries], np.float32)
        codes = [entry.hs for entry in self.entries]
        step = max(1, len(codes) // _MOST_FITTED)
        self._metric = Metric.fitted(
            prior.scatters[evidence], signatures[::step], codes[::step], evidence
        )
        self._vectors = (
            self._metric.project(signatures) if self.entries else np.zeros((0, 1), np.float32)
        )
        self.codes, self._code_of = np.unique(np.asarray(codes, str), return_inverse=True)

    def similarities(self, description: Description) -> NDArray[np.float32]:
        """Return the similarity to every model, -1 to 1, shape (models,)."""
        if not self.entries:
            return np.zeros(0, np.float32)
        query = self._metric.project(description.signature[None])[0]
        return np.asarray(self._vectors @ query, dtype=np.float32)

    def fit(self, similarities: NDArray[np.float32], declared: Sequence[str]) -> Fit | None:
        """Tell how the declared codes fit; None when no model speaks for any of them."""
        scores, counts = self._code_scores(similarities)
        own = np.asarray([any(related(d, str(c)) for d in declared) for c in self.codes], bool)
        return _fit(scores, counts, own & (counts > 0))

    def leave_one_out(self, limit: int = 300) -> dict[str, list[Fit]]:
        """Return the fits of the library's own models to their code's other models, by code."""
        found: dict[str, list[Fit]] = {}
        for index in self._spread_choice(limit):
            similarities = self._vectors @ self._vectors[index]
            scores, counts = self._code_scores(similarities, without=index)
            own = np.arange(self.codes.size) == self._code_of[index]
            fit = _fit(scores, counts, own & (counts > 0))
            if fit is not None:
                found.setdefault(str(self.codes[self._code_of[index]]), []).append(fit)
        return found

    @cached_property
    def calibration(self) -> dict[str, list[Fit]]:
        """The leave-one-out fits, worked out once."""
        return self.leave_one_out()

    def _spread_choice(self, limit: int) -> NDArray[np.intp]:
        count = len(self.entries)
        if count <= limit:
            return np.arange(count)
        return np.linspace(0, count - 1, limit).astype(np.intp)

    def _code_scores(
        self, similarities: NDArray[np.float32], without: int | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Score each code by its best model, or by its best two where it has three."""
        order = np.argsort(-similarities, kind="stable")
        if without is not None:
            order = order[order != without]
        codes = self._code_of[order]
        counts = np.bincount(codes, minlength=self.codes.size)
        scores = np.full(self.codes.size, -1.0)
        firsts, at = np.unique(codes, return_index=True)
        scores[firsts] = similarities[order[at]]
        rest = np.ones(order.size, bool)
        rest[at] = False
        seconds, at_second = np.unique(codes[rest], return_index=True)
        second = np.full(self.codes.size, -1.0)
        second[seconds] = similarities[order[rest][at_second]]
        several = counts >= _SEVERAL
        scores[several] = (scores[several] + second[several]) / 2
        return scores, counts


def _fit(
    scores: NDArray[np.float64], counts: NDArray[np.intp], own: NDArray[np.bool_]
) -> Fit | None:
    if not own.any():
        return None
    best = int(np.flatnonzero(own)[np.argmax(scores[own])])
    others = scores[~own & (counts > 0)]
    weight = _COHORT_WEIGHT + others.size
    mean = (_COHORT_WEIGHT * _COHORT_MEAN + others.sum()) / weight
    spread = _COHORT_WEIGHT * _COHORT_SPREAD**2 + ((others - mean) ** 2).sum()
    value = (scores[best] - mean) / np.sqrt(spread / weight)
    return Fit(float(value), bool(counts[best] >= _SEVERAL))
