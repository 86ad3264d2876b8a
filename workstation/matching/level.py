"""The models that can be compared at one kind of evidence, projected by one metric."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching import search
from workstation.matching.description import Evidence
from workstation.matching.fit import Fit
from workstation.matching.metric import Metric
from workstation.matching.prior import Prior
from workstation.matching.rows import Columns

_MOST_FITTED: Final = 5000  # models that the metric is fitted on
_BLOCK: Final = 20_000  # models projected at once

Fits = Mapping[str, list[Fit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The models of some columns at one kind of evidence; arrays may be mapped from files.

    Attributes
    ----------
    metric : Metric
        Fitted when the columns were made, on them; later models are projected by it too.
    rows : ndarray of int32, shape (models,)
        Their places in the columns, rising.
    code_of : ndarray of int32, shape (models,)
        Places of their HS codes in the columns' list; rising.
    vectors : ndarray of float32, shape (models, dimensions)
        Unit vectors; the dimensions stand in the order of how much they tell.
    leading : ndarray of float32, shape (models, search.LEADING), or None
        The first dimensions by themselves, where there are enough models to search in two steps;
        column by column, which a product with one vector reads twice as fast.
    starts : ndarray of int
        See `search.part_starts`; empty where ``leading`` is None.
    fits : mapping or None
        Leave-one-out fits worked out beforehand; None where they are worked out when asked for.
    """

    evidence: Evidence
    metric: Metric
    rows: NDArray[np.int32]
    code_of: NDArray[np.int32]
    vectors: NDArray[np.float32]
    leading: NDArray[np.float32] | None
    starts: NDArray[np.intp]
    fits: Fits | None = None

    @classmethod
    def of(
        cls,
        columns: Columns,
        evidence: Evidence,
        metric: Metric,
        vectors: NDArray[np.float32],
        leading: NDArray[np.float32] | None,
    ) -> Self:
        """Join vectors with the columns they were made of."""
        rows = columns.at_level(evidence)
        code_of = np.asarray(columns.code_of)[rows]
        return cls(
            evidence=evidence,
            metric=metric,
            rows=rows,
            code_of=code_of,
            vectors=vectors,
            leading=leading,
            starts=np.zeros(0, np.intp) if leading is None else search.part_starts(code_of),
        )


def fit_metric(columns: Columns, evidence: Evidence, prior: Prior) -> Metric:
    """Fit the metric of a level on at most some thousand of its models, evenly spread."""
    rows = columns.at_level(evidence)
    scatter = prior.scatters[evidence]
    step = max(1, len(rows) // _MOST_FITTED)
    signatures = columns.signatures.get(evidence)
    if signatures is None:
        return Metric.fitted(scatter, np.zeros((0, 0), np.float32), [], evidence)
    names = list(columns.codes.all())
    codes = [names[place] for place in np.asarray(columns.code_of)[rows[::step]]]
    return Metric.fitted(scatter, signatures[::step].astype(np.float32), codes, evidence)


def project(metric: Metric, columns: Columns, evidence: Evidence) -> list[NDArray[np.float32]]:
    """Return the unit vectors of a level in blocks."""
    signatures = columns.signatures.get(evidence, np.zeros((0, 0), np.float16))
    return [
        metric.project(signatures[first : first + _BLOCK].astype(np.float32))
        for first in range(0, len(signatures), _BLOCK)
    ]


def level_in_memory(columns: Columns, evidence: Evidence, prior: Prior) -> Level:
    """Fit the metric of a level and project its models, all in memory."""
    metric = fit_metric(columns, evidence, prior)
    blocks = project(metric, columns, evidence)
    vectors = np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32)
    leading = None
    if len(vectors) >= search.EXACT:
        leading = np.asfortranarray(vectors[:, : search.LEADING])
    return Level.of(columns, evidence, metric, vectors, leading)


def metric_to_arrays(metric: Metric) -> dict[str, NDArray[np.generic]]:
    """Return a metric as arrays by name, for `metric_from_arrays`."""
    return {one.name: np.asarray(getattr(metric, one.name)) for one in fields(metric)}


def metric_from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Metric:
    """Read what `metric_to_arrays` wrote; raises ``KeyError`` when something is missing."""
    values = {one.name: arrays[one.name] for one in fields(Metric)}
    return Metric(**{name: v.item() if v.ndim == 0 else v for name, v in values.items()})  # type: ignore[arg-type] # names and kinds are the metric's own


def metric_id(metric: Metric) -> str:
    """Return a short name for a metric that any other metric has not."""
    digest = hashlib.blake2b(digest_size=4)
    for name, values in sorted(metric_to_arrays(metric).items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def prior_id(prior: Prior) -> str:
    """Return a short name for what was known beforehand."""
    digest = hashlib.blake2b(digest_size=4)
    for evidence in sorted(prior.scatters):
        scatter = prior.scatters[evidence]
        for part in (scatter.mean, np.diag(scatter.within), np.diag(scatter.total)):
            digest.update(np.ascontiguousarray(part, np.float32).tobytes())
    return digest.hexdigest()
