"""A library at one edition, as a comparison sees it; never changes while one is at work."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.matching.codes import CodeBook, related
from workstation.matching.delta import OUTDATED, Delta
from workstation.matching.description import Description, DescriptionUnreadable, Evidence
from workstation.matching.gallery import Gallery, Stock
from workstation.matching.level import Level
from workstation.matching.ports import ModelRecord, ModelSource
from workstation.matching.rows import Row
from workstation.matching.snapshot import Snapshot

_KEPT_BYTES: Final = 128 << 20
_NEARLY_ALL: Final = 0.9
_POOREST: Final = 10  # one of so many models may bring less than the level


class Descriptions:
    """Reads descriptions by id and keeps those asked for last; safe from several threads."""

    def __init__(self, source: ModelSource, kept_bytes: int = _KEPT_BYTES) -> None:
        self._source, self._most = source, kept_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Description] = OrderedDict()
        self._bytes = 0

    def read(self, model_id: str) -> Description | None:
        """Return a description; None when it cannot be read (any more)."""
        with self._lock:
            found = self._kept.get(model_id)
            if found is not None:
                self._kept.move_to_end(model_id)
                return found
        try:
            found = self._source.description(model_id)
        except (DescriptionUnreadable, KeyError):
            return None
        with self._lock:
            self._drop(model_id)
            self._kept[model_id] = found
            self._bytes += found.tokens.nbytes
            while self._bytes > self._most and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))
        return found

    def forget(self, model_ids: Iterable[str]) -> None:
        """Read these anew when they are asked for again."""
        with self._lock:
            for model_id in model_ids:
                self._drop(model_id)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, model_id: str) -> None:
        found = self._kept.pop(model_id, None)
        if found is not None:
            self._bytes -= found.tokens.nbytes


class Levels:
    """The levels of a snapshot, made when first asked for; safe from several threads."""

    def __init__(self, snapshot: Snapshot, make: Callable[[Snapshot, Evidence], Level]) -> None:
        self._snapshot, self._make = snapshot, make
        self._lock = threading.Lock()
        self._made: dict[Evidence, Level] = {}
        self._vectors: dict[Evidence, dict[str, tuple[Row, NDArray[np.float32]]]] = {}

    def made(self) -> list[Evidence]:
        """Return the levels that were asked for."""
        with self._lock:
            return list(self._made)

    def level(self, evidence: Evidence) -> Level:
        """Return a level."""
        with self._lock:
            if evidence not in self._made:
                self._made[evidence] = self._make(self._snapshot, evidence)
            return self._made[evidence]

    def vectors(self, level: Level, rows: Sequence[Row]) -> NDArray[np.float32]:
        """Return the unit vectors of models that came since, each projected once."""
        with self._lock:
            known = self._vectors.get(level.evidence, {})
            new = [row for row in rows if known.get(row.record.model_id, (None,))[0] is not row]
            if new:
                stacked = np.stack([row.signatures[level.evidence] for row in new])
                vectors = level.metric.project(stacked.astype(np.float32))
                made = zip(new, vectors, strict=True)
                known = {**known, **{row.record.model_id: (row, one) for row, one in made}}
            kept = {row.record.model_id: known[row.record.model_id] for row in rows}
            self._vectors[level.evidence] = kept
        if not rows:
            return np.zeros((0, level.vectors.shape[1]), np.float32)
        return np.stack([kept[row.record.model_id][1] for row in rows])


class Library:
    """A library at one edition.

    Attributes
    ----------
    version : str
        The source's version, and the edition that the index was made at.
    unreadable : dict of str to str
        Models that cannot be compared with, and why.
    """

    def __init__(
        self,
        *,
        version: str,
        delta: Delta,
        levels: Levels,
        descriptions: Descriptions,
        is_behind: bool,
    ) -> None:
        self.version = version
        self._columns, self._levels = delta.snapshot.columns, levels
        self._fresh = tuple(delta.fresh.values())
        self._dead = np.sort(np.fromiter(delta.dead, np.intp, len(delta.dead)))
        self.unreadable = dict(delta.unreadable)
        self._reasons = tuple(self.unreadable.values())
        self._descriptions, self._is_behind = descriptions, is_behind
        self._book = CodeBook(list(self._columns.codes.all()))
        self._lock = threading.Lock()
        self._galleries: dict[Evidence, Gallery] = {}

    def __len__(self) -> int:
        """Return how many models can be read."""
        return len(self._columns) - len(self._dead) + len(self._fresh)

    @property
    def trouble(self) -> str | None:
        """Why nothing can be judged with this library, as a reason word; None when it can be."""
        unread = len(self._reasons)
        if self._is_behind and not len(self):
            return "library_being_indexed"
        if unread and self._reasons.count(OUTDATED) >= _NEARLY_ALL * (unread + len(self)):
            return "library_outdated"
        if unread and not len(self):
            return "library_damaged"
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """Reason words for what is missing although the rest can be compared with."""
        outdated = self._reasons.count(OUTDATED)
        known = (
            ("library_being_indexed", self._is_behind),
            ("library_partly_outdated", outdated > 0),
            ("library_partly_damaged", len(self._reasons) > outdated),
        )
        return tuple(word for word, holds in known if holds and word != self.trouble)

    def level(self, evidence: Evidence, declared: Sequence[str]) -> Evidence:
        """Return the evidence at which a scan is compared.

        It is the least of what the scan brings, what nine of ten models bring, and what the
        models of the declared codes bring: a stray bare picture must not blind the rest, but
        the goods that were declared must be there.
        """
        least = [int(evidence), self._usual_evidence]
        old = np.asarray(self._columns.evidence)
        for code in self._book.related_to(declared):
            first, last = np.searchsorted(self._columns.code_of, [code, code + 1])
            places = np.setdiff1d(np.arange(first, last), self._dead)
            places = places[np.asarray(self._columns.is_loaded[first:last])[places - first]]
            least += old[places].tolist()
        least += [
            int(row.evidence)
            for row in self._fresh
            if row.is_loaded and any(related(one, row.record.hs) for one in declared)
        ]
        return Evidence(min(least))

    def gallery(self, evidence: Evidence) -> Gallery:
        """Return all models that bring at least this evidence."""
        with self._lock:
            if evidence not in self._galleries:
                self._galleries[evidence] = self._gallery(evidence)
            return self._galleries[evidence]

    def empty_codes(self) -> list[str]:
        """Return the HS codes of models that are empty containers, each once."""
        return sorted({record.hs for record in self.empties()})

    def empties(self, top: int | None = None) -> list[ModelRecord]:
        """Return the models that are empty containers, or the first of them."""
        old = np.setdiff1d(np.flatnonzero(self._columns.is_empty), self._dead)[:top]
        found = [self._columns.record(int(place)) for place in old]
        return [*found, *(row.record for row in self._fresh if row.is_empty)][:top]

    def description(self, model_id: str) -> Description | None:
        """Return a model's description; None when it cannot be read (any more)."""
        return self._descriptions.read(model_id)

    def forget_descriptions(self) -> None:
        """Read every description anew when it is asked for again; for benchmarks."""
        self._descriptions.clear()

    @cached_property
    def _usual_evidence(self) -> int:
        columns = self._columns
        loaded = np.asarray(columns.is_loaded)
        counts = np.bincount(np.asarray(columns.evidence)[loaded], minlength=len(Evidence))
        dead = self._dead[loaded[self._dead]]
        counts -= np.bincount(np.asarray(columns.evidence)[dead], minlength=len(Evidence))
        fresh = [int(row.evidence) for row in self._fresh if row.is_loaded]
        counts += np.bincount(np.asarray(fresh, np.intp), minlength=len(Evidence))
        if not counts.any():
            return int(Evidence.CALIBRATED)
        return int(np.searchsorted(np.cumsum(counts), counts.sum() // _POOREST, side="right"))

    def _gallery(self, evidence: Evidence) -> Gallery:
        level = self._levels.level(evidence)
        fresh = tuple(row for row in self._fresh if row.is_loaded and row.evidence >= evidence)
        rows = np.searchsorted(level.rows, self._dead)
        there = rows < len(level.rows)
        there[there] = level.rows[rows[there]] == self._dead[there]
        stock = Stock(
            columns=self._columns,
            level=level,
            dead=rows[there].astype(np.intp),
            fresh=fresh,
            vectors=self._levels.vectors(level, fresh),
        )
        return Gallery(stock, self.description)
