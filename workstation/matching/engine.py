"""The one face of the comparison engine: a scan and its declared codes in, a comparison out."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Comparison, Deviation, Match
from workstation.matching.align import align
from workstation.matching.codes import related
from workstation.matching.describe import describe
from workstation.matching.description import Description, Evidence
from workstation.matching.deviations import find_deviations
from workstation.matching.gallery import Gallery
from workstation.matching.pixels import ScanPixels
from workstation.matching.ports import ModelEntry, ModelSource
from workstation.matching.prior import Prior, shipped
from workstation.matching.verdict import Ruling, rule, rule_empty

_BANK_MODELS: Final = 6
"""Models of the declared goods, and of others, whose tokens the deviation map looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """The models of one library version, with a gallery for each kind of evidence asked for."""

    version: str
    entries: tuple[ModelEntry, ...]
    galleries: dict[Evidence, Gallery] = field(default_factory=dict)


class Engine:
    """Compares scans with the typical models of a source; reloads when its version changes.

    May be called from several threads; calls wait for each other only while models load.

    Parameters
    ----------
    models : ModelSource
        Asked for its version at each comparison.
    false_alarm_rate : float
        Share of honest loads that may be called inconsistent.
    prior : Prior, optional
        What is known before the library has grown; the one that ships with the program.

    Raises
    ------
    ValueError
        If the rate is not between 0 and 1.
    """

    version: ClassVar[str] = "classic/1"

    def __init__(
        self, models: ModelSource, *, false_alarm_rate: float = 0.05, prior: Prior | None = None
    ) -> None:
        if not 0 < false_alarm_rate < 1:
            raise ValueError(f"false_alarm_rate must be between 0 and 1, got {false_alarm_rate}")
        self._models = models
        self._rate = false_alarm_rate
        self._prior = shipped() if prior is None else prior
        self._lock = threading.Lock()
        self._shelf: _Shelf | None = None

    def compare(self, scan: ScanPixels, *, declared: Sequence[str], top: int = 5) -> Comparison:
        """Compare a scan with the models of the declared HS codes and with all others.

        Never guesses: what cannot be judged is `Verdict.CANNOT_JUDGE` with reason codes, of
        which the first tells why. The matches are there even then, where there are any models.

        Parameters
        ----------
        scan : ScanPixels
        declared : sequence of str
            HS codes, digits only; may be empty.
        top : int
            How many matches to return at most.
        """
        started = time.monotonic()
        description = describe(scan)
        shelf = self._current()
        gallery = self._gallery(shelf, description.evidence)
        if description.facts.fill == "empty":
            answer = _judge_empty(shelf.entries, description, tuple(declared), top)
        else:
            answer = self._judge(gallery, description, tuple(declared), top)
        return Comparison(
            engine=self.version,
            library=shelf.version,
            verdict=answer.ruling.verdict,
            p_value=answer.ruling.p_value,
            false_alarm_rate=self._rate,
            reasons=answer.ruling.reasons,
            matches=answer.matches,
            deviations=()
            if description.facts.fill == "empty"
            else _deviations(gallery, description, tuple(declared)),
            prohibited=answer.prohibited,
            load=description.facts,
            elapsed_s=round(time.monotonic() - started, 4),
        )

    def _current(self) -> _Shelf:
        with self._lock:
            version = self._models.version()
            if self._shelf is None or self._shelf.version != version:
                self._shelf = _Shelf(version=version, entries=tuple(self._models.models()))
            return self._shelf

    def _gallery(self, shelf: _Shelf, evidence: Evidence) -> Gallery:
        """Return the gallery at the lesser evidence of the scan and most of the models."""
        with self._lock:
            common = min(evidence, _common_evidence(shelf.entries))
            if common not in shelf.galleries:
                shelf.galleries[common] = Gallery(shelf.entries, common, self._prior)
            return shelf.galleries[common]

    def _judge(
        self, gallery: Gallery, scan: Description, declared: tuple[str, ...], top: int
    ) -> "_Answer":
        similarities = gallery.similarities(scan)
        order = np.argsort(-similarities, kind="stable")
        matches = tuple(
            _match(scan, gallery.entries[i], float(similarities[i])) for i in order[: max(top, 0)]
        )
        prohibited = self._prohibited(gallery, scan, similarities)
        ruling = rule(
            gallery, scan, declared, similarities, self._prior, false_alarm_rate=self._rate
        )
        return _Answer(
            ruling=ruling,
            matches=matches,
            prohibited=prohibited,
        )

    def _prohibited(
        self, gallery: Gallery, scan: Description, similarities: NDArray[np.float32]
    ) -> tuple[Match, ...]:
        found = [
            (float(score), entry)
            for score, entry in zip(similarities, gallery.entries, strict=True)
            if entry.prohibited and score >= self._prior.alike
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].model_id))
        return tuple(_match(scan, entry, score) for score, entry in found[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    ruling: Ruling
    matches: tuple[Match, ...]
    prohibited: tuple[Match, ...] = ()


def _common_evidence(entries: Sequence[ModelEntry]) -> Evidence:
    """Return what nine of ten models bring: a stray bare picture must not blind the rest."""
    if not entries:
        return Evidence.CALIBRATED
    kinds = np.sort([int(entry.description.evidence) for entry in entries])
    return Evidence(int(kinds[len(kinds) // 10]))


def _judge_empty(
    entries: Sequence[ModelEntry], scan: Description, declared: tuple[str, ...], top: int
) -> _Answer:
    empties = [entry for entry in entries if entry.description.facts.fill == "empty"]
    return _Answer(
        ruling=rule_empty(scan, declared, [entry.hs for entry in empties]),
        matches=tuple(_match(scan, entry, 1.0) for entry in empties[: max(top, 0)]),
    )


def _match(scan: Description, entry: ModelEntry, score: float) -> Match:
    scan_area, model_area = align(scan, entry.description)
    return Match(
        model=entry.model_id,
        hs=entry.hs,
        name=entry.name,
        score=round(min(max(score, 0.0), 1.0), 4),
        scan_area=scan_area,
        model_area=model_area,
        prohibited=entry.prohibited,
    )


def _deviations(
    gallery: Gallery, scan: Description, declared: tuple[str, ...]
) -> tuple[Deviation, ...]:
    similarities = gallery.similarities(scan)
    order = np.argsort(-similarities, kind="stable")
    own: list[Description] = []
    others: list[Description] = []
    for index in order:
        entry = gallery.entries[index]
        mine = any(related(code, entry.hs) for code in declared)
        (own if mine else others).append(entry.description)
    return find_deviations(scan, own[:_BANK_MODELS], others[:_BANK_MODELS])
