"""All models that can be compared with a scan, and what is found among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching import search
from workstation.matching.codes import CodeBook
from workstation.matching.description import Description, Evidence
from workstation.matching.fit import Fit, fit_of
from workstation.matching.level import Fits, Level, level_in_memory
from workstation.matching.ports import ModelEntry, ModelRecord
from workstation.matching.prior import Prior
from workstation.matching.rows import Columns, Row, columns_of

_SHOWN_PROHIBITED: Final = 20
_NOWHERE: Final = -np.inf

Floats = NDArray[np.float32]
Places = NDArray[np.intp]
ReadDescription = Callable[[str], Description | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found.

    Attributes
    ----------
    rows : ndarray of int, shape (shortlist,)
        The gallery's rows that are worth a closer look, best first: the best of the declared
        codes, the best of all others, and the best prohibited ones.
    scores : ndarray of float32, shape (shortlist,)
        Their similarities, -1 to 1.
    codes : tuple of str
        Every HS code of the gallery.
    code_scores : ndarray of float64, shape (codes,)
        The mean of a code's best two models where it has three or more, else its best one's; -1
        for codes whose models are all gone.
    code_counts : ndarray of int, shape (codes,)
        How many models each code has.
    """

    rows: Places
    scores: Floats
    codes: tuple[str, ...]
    code_scores: NDArray[np.float64]
    code_counts: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What a gallery searches: a level of the index, and what changed since it was made.

    ``dead`` are rows of the level that changed or went; ``vectors`` belong to ``fresh``.
    """

    columns: Columns
    level: Level
    dead: Places
    fresh: tuple[Row, ...]
    vectors: Floats


class Gallery:
    """All models that can be compared at one kind of evidence; never changes.

    Rows are numbered from 0; those of the index come first, sorted by HS code, then those that
    came since.

    Parameters
    ----------
    stock : Stock
    read : callable
        Returns a model's description, or None when it cannot be read (any more).
    """

    def __init__(self, stock: Stock, read: ReadDescription) -> None:
        self._columns, self._level, self._read = stock.columns, stock.level, read
        self._dead, self._fresh, self._fresh_vectors = stock.dead, stock.fresh, stock.vectors
        self.evidence = stock.level.evidence
        known = list(stock.columns.codes.all())
        self._book = CodeBook([*known, *_new_codes(known, stock.fresh)])
        places = [self._book.place(row.record.hs) for row in stock.fresh]
        self._fresh_codes = np.asarray(places, np.int32)
        self.codes = self._book.codes
        self.counts = self._count()

    @classmethod
    def of(cls, entries: Iterable[ModelEntry], evidence: Evidence, prior: Prior) -> Self:
        """Make a gallery of a list of models, all in memory; for tests and benchmarks."""
        kept = {entry.model_id: entry.description for entry in entries}
        columns = columns_of([Row.of(entry.record, entry.description) for entry in entries])
        level = level_in_memory(columns, evidence, prior)
        stock = Stock(
            columns=columns,
            level=level,
            dead=np.zeros(0, np.intp),
            fresh=(),
            vectors=np.zeros((0, level.vectors.shape[1]), np.float32),
        )
        return cls(stock, kept.get)

    def __len__(self) -> int:
        """Return how many rows there are, with those that are dead."""
        return len(self._level.rows) + len(self._fresh)

    def record(self, row: int) -> ModelRecord:
        """Return the record of a row."""
        old = len(self._level.rows)
        if row >= old:
            return self._fresh[row - old].record
        return self._columns.record(int(self._level.rows[row]))

    def description(self, row: int) -> Description | None:
        """Return the description of a row; None when its model is damaged or was taken away."""
        return self._read(self.record(row).model_id)

    def codes_of(self, declared: Sequence[str]) -> tuple[str, ...]:
        """Return the HS codes with models that speak for any of the declared ones."""
        own = (place for place in self._book.related_to(declared) if self.counts[place] > 0)
        return tuple(self.codes[place] for place in own)

    def project(self, description: Description) -> Floats:
        """Return a description's unit vector in the gallery's metric, shape (dimensions,)."""
        signature = description.signature_at(self.evidence)
        vector: Floats = self._level.metric.project(signature[None].astype(np.float32))[0]
        return vector

    def similarities(self, query: Description | Floats) -> Floats:
        """Return the similarity to every row, -1 to 1; -inf where it is dead."""
        vector = self._vector(query)
        scores = np.concatenate(
            [_dots(self._level.vectors, vector), _dots(self._fresh_vectors, vector)]
        )
        scores[self._dead] = _NOWHERE
        return np.asarray(scores, np.float32)

    def search(self, query: Description | Floats, declared: Sequence[str], top: int = 100) -> Found:
        """Find the models nearest to a scan.

        Parameters
        ----------
        query : Description, or its vector from `project`
        declared : sequence of str
            HS codes whose models are all compared exactly.
        top : int
            How many models of the declared codes, and how many of all others, to return.
        """
        return self._search(self._vector(query), declared, top, without=None)

    def fit(self, found: Found, declared: Sequence[str]) -> Fit | None:
        """Tell how the declared codes fit; None when no model speaks for any of them."""
        own = np.zeros(len(self.codes), bool)
        own[self._book.related_to(declared)] = True
        return fit_of(found.code_scores, found.code_counts, own & (found.code_counts > 0))

    def leave_one_out(self, limit: int = 300) -> dict[str, list[Fit]]:
        """Return the fits of the library's own models to their code's other models, by code."""
        fits: dict[str, list[Fit]] = {}
        codes = self.all_codes
        for row in self._spread_choice(limit):
            found = self._search(self.row_vector(row), (), 0, without=row)
            own = np.arange(len(self.codes)) == codes[row]
            fit = fit_of(found.code_scores, found.code_counts, own & (found.code_counts > 0))
            if fit is not None:
                fits.setdefault(self.codes[codes[row]], []).append(fit)
        return fits

    @cached_property
    def calibration(self) -> Fits:
        """The leave-one-out fits, worked out once; a large library's with its index."""
        return self.leave_one_out() if self._level.fits is None else self._level.fits

    def _search(
        self, vector: Floats, declared: Sequence[str], top: int, *, without: int | None
    ) -> Found:
        own_codes = np.zeros(len(self.codes), bool)
        own_codes[self._book.related_to(declared)] = True
        places = self._candidates(vector, own_codes)
        scores = self._exact(vector, places)
        alive = scores > _NOWHERE
        counts = self.counts
        if without is not None:
            alive &= places != without
            counts = counts.copy()
            counts[self.all_codes[without]] -= 1
        places, scores = places[alive], scores[alive]
        codes = self.all_codes[places]
        chosen = self._shortlist(places, scores, own_codes[codes], top)
        return Found(
            rows=places[chosen],
            scores=scores[chosen],
            codes=self.codes,
            code_scores=search.code_scores(scores, codes, counts),
            code_counts=counts,
        )

    def _candidates(self, vector: Floats, own_codes: NDArray[np.bool_]) -> Places:
        level = self._level
        if level.leading is None:
            return np.arange(len(self))
        coarse = np.asarray(level.leading @ vector[: level.leading.shape[1]])
        coarse[self._dead] = _NOWHERE
        chosen = np.ones(len(self), bool)  # with all that came since
        chosen[: len(level.rows)] = search.candidates(coarse, level.starts)
        chosen[self._prohibited] = True
        for code in np.flatnonzero(own_codes).tolist():
            first, last = np.searchsorted(level.code_of, [code, code + 1])
            chosen[first:last] = True
        chosen[self._dead] = False
        return np.flatnonzero(chosen)

    def _exact(self, vector: Floats, places: Places) -> Floats:
        if self._level.leading is None:
            return self.similarities(vector)
        old = len(self._level.rows)
        split = int(np.searchsorted(places, old))
        scores = np.concatenate(
            [
                _dots(self._level.vectors[places[:split]], vector),
                _dots(self._fresh_vectors[places[split:] - old], vector),
            ]
        )
        return np.asarray(scores, np.float32)

    def _shortlist(
        self, places: Places, scores: Floats, own: NDArray[np.bool_], top: int
    ) -> Places:
        """Return which candidates to look at, best first."""
        marked = np.flatnonzero(self._is_prohibited[places])
        groups = [
            (np.flatnonzero(own), top),
            (np.flatnonzero(~own), top),
            (marked, min(top, _SHOWN_PROHIBITED)),
        ]
        best = [group[search.best_of(scores[group], count)] for group, count in groups]
        chosen = np.unique(np.concatenate(best))
        return chosen[np.argsort(-scores[chosen], kind="stable")]

    @cached_property
    def _prohibited(self) -> Places:
        return np.flatnonzero(self._is_prohibited)

    @cached_property
    def _is_prohibited(self) -> NDArray[np.bool_]:
        old = np.asarray(self._columns.prohibited)[self._level.rows]
        fresh = np.asarray([row.record.prohibited for row in self._fresh], bool)
        return np.concatenate([old, fresh])

    @cached_property
    def all_codes(self) -> NDArray[np.int32]:
        """The place of each row's HS code in ``codes``, shape (rows,)."""
        return np.concatenate([self._level.code_of, self._fresh_codes])

    def _count(self) -> Places:
        counts = np.bincount(self.all_codes, minlength=len(self.codes))
        counts -= np.bincount(self._level.code_of[self._dead], minlength=len(self.codes))
        return np.asarray(counts, np.intp)

    def _vector(self, query: Description | Floats) -> Floats:
        return self.project(query) if isinstance(query, Description) else query

    def row_vector(self, row: int) -> Floats:
        """Return the unit vector of a row, shape (dimensions,)."""
        old = len(self._level.rows)
        vector: Floats
        vector = self._level.vectors[row] if row < old else self._fresh_vectors[row - old]
        return vector

    def _spread_choice(self, limit: int) -> list[int]:
        alive = np.setdiff1d(np.arange(len(self)), self._dead)
        if alive.size > limit:
            alive = alive[np.linspace(0, alive.size - 1, limit).astype(np.intp)]
        return [int(row) for row in alive]


def _new_codes(known: Sequence[str], fresh: Sequence[Row]) -> list[str]:
    return sorted({row.record.hs for row in fresh} - set(known))


def _dots(vectors: Floats, vector: Floats) -> Floats:
    # Without any models nobody knows how long a vector is.
    return vectors @ vector if len(vectors) else np.zeros(0, np.float32)
