"""The one face of the comparison engine: a scan and its declared codes in, a comparison out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

from workstation.domain.comparison import Comparison, Deviation, LotFinding, Match, Verdict
from workstation.matching.align import align
from workstation.matching.codes import related
from workstation.matching.describe import describe, signature_with
from workstation.matching.description import Description, Evidence
from workstation.matching.deviations import Known, find_deviations
from workstation.matching.gallery import Found, Gallery
from workstation.matching.index import Index
from workstation.matching.library import Library
from workstation.matching.lot import lot_finding, member_of
from workstation.matching.pixels import ScanPixels
from workstation.matching.ports import ModelRecord, ModelSource
from workstation.matching.prior import Prior, shipped
from workstation.matching.verdict import Ruling, rule, rule_empty

_FOR_WANT_OF_MODELS: Final = ("library_empty", "goods_not_learned", "too_few_models")

_OWN_MODELS: Final = 10
_OTHER_MODELS: Final = 6
"""Models of the declared goods, and of others, whose tokens the deviation map looks at."""


class Engine:
    """Compares scans with the typical models of a source; sees what changed at each comparison.

    May be called from several threads; calls wait for each other only while models load.

    Parameters
    ----------
    models : ModelSource
        Asked for its version at each comparison.
    false_alarm_rate : float
        Share of honest loads that may be called inconsistent.
    prior : Prior, optional
        What is known before the library has grown; the one that ships with the program.
    index : Path, optional
        Folder for the index of a large library; without one all of it is kept in memory.
    wait : bool
        Whether a comparison waits while a large library is indexed, or says that it is not yet.

    Raises
    ------
    ValueError
        If the rate is not between 0 and 1.
    """

    version: ClassVar[str] = "lite0/4"

    def __init__(
        self,
        models: ModelSource,
        *,
        false_alarm_rate: float = 0.05,
        prior: Prior | None = None,
        index: Path | None = None,
        wait: bool = True,
    ) -> None:
        if not 0 < false_alarm_rate < 1:
            raise ValueError(f"false_alarm_rate must be between 0 and 1, got {false_alarm_rate}")
        self._rate = false_alarm_rate
        self._prior = shipped() if prior is None else prior
        self._index = Index(models, self._prior, folder=index, wait=wait)

    def close(self) -> None:
        """Stop what runs in the background; nothing may be asked afterwards."""
        self._index.close()

    def compare(
        self,
        scan: ScanPixels,
        *,
        declared: Sequence[str],
        top: int = 5,
        described: Description | None = None,
    ) -> Comparison:
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
        described : Description, optional
            The scan's description where it was made before.
        """
        started = time.monotonic()
        description = describe(scan) if described is None else described
        codes = tuple(declared)
        library = self._index.current()
        level = library.level(description.evidence, codes)
        gallery = library.gallery(level)
        found = gallery.search(_seen_at(level, scan, description), codes)
        if description.facts.fill == "empty":
            answer = _judge_empty(library, description, codes, top)
        else:
            answer = self._judge(gallery, description, codes, found, top)
        ruling = _with_library(answer.ruling, library)
        return Comparison(
            engine=self.version,
            library=library.version,
            verdict=ruling.verdict,
            p_value=ruling.p_value,
            false_alarm_rate=self._rate,
            reasons=ruling.reasons,
            matches=answer.matches,
            deviations=()
            if description.facts.fill == "empty"
            else _deviations(gallery, description, codes, found),
            prohibited=answer.prohibited,
            load=description.facts,
            elapsed_s=round(time.monotonic() - started, 4),
        )

    def compare_lot(self, scan: str, containers: Mapping[str, Description]) -> LotFinding:
        """Tell which of the containers of a lot is unlike the others.

        Parameters
        ----------
        scan : str
            The scan that is asked about.
        containers : mapping of str to Description
            It and its sisters by their scans' ids.
        """
        library = self._index.current()
        evidence = min(one.evidence for one in containers.values())
        gallery = library.gallery(library.level(evidence, ()))
        members = (member_of(name, one, gallery) for name, one in containers.items())
        lot = [member for member in members if member is not None]
        return lot_finding(scan, lot, sisters=len(containers) - 1)

    def _judge(
        self,
        gallery: Gallery,
        scan: Description,
        declared: tuple[str, ...],
        found: Found,
        top: int,
    ) -> "_Answer":
        ranked = [(int(row), float(one)) for row, one in zip(found.rows, found.scores, strict=True)]
        ruling = rule(gallery, scan, declared, found, self._prior, false_alarm_rate=self._rate)
        return _Answer(
            ruling=ruling,
            matches=_matches(gallery, scan, ranked, max(top, 0)),
            prohibited=self._prohibited(gallery, scan, ranked),
        )

    def _prohibited(
        self, gallery: Gallery, scan: Description, ranked: list[tuple[int, float]]
    ) -> tuple[Match, ...]:
        alike = [
            (row, score)
            for row, score in ranked
            if score >= self._prior.alike and gallery.record(row).prohibited
        ]
        return _matches(gallery, scan, alike, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    ruling: Ruling
    matches: tuple[Match, ...]
    prohibited: tuple[Match, ...] = ()


def _seen_at(level: Evidence, scan: ScanPixels, description: Description) -> Description:
    """Describe a scan as a poorer scanner would have given it, where the models are so."""
    if level >= description.evidence or level in description.poorer:
        return description
    return replace(description, poorer={level: signature_with(scan, level)})


def _with_library(ruling: Ruling, library: Library) -> Ruling:
    """Say what ails the library; where nothing of it can be used, nothing is judged."""
    if library.trouble is None:
        return replace(ruling, reasons=(*ruling.reasons, *library.notes))
    doubts = tuple(reason for reason in ruling.reasons if reason not in _FOR_WANT_OF_MODELS)
    return Ruling(
        verdict=Verdict.CANNOT_JUDGE,
        p_value=None,
        reasons=(library.trouble, *doubts, *library.notes),
    )


def _judge_empty(
    library: Library, scan: Description, declared: tuple[str, ...], top: int
) -> _Answer:
    return _Answer(
        ruling=rule_empty(scan, declared, library.empty_codes()),
        matches=tuple(
            _match_empty(scan, model, record)
            for record in library.empties(max(top, 0))
            if (model := library.description(record.model_id)) is not None
        ),
    )


def _matches(
    gallery: Gallery, scan: Description, ranked: list[tuple[int, float]], top: int
) -> tuple[Match, ...]:
    found: list[Match] = []
    for row, score in ranked:
        if len(found) == top:
            break
        model = gallery.description(row)
        if model is not None:
            found.append(_match(scan, model, gallery.record(row), score))
    return tuple(found)


def _match(scan: Description, model: Description, record: ModelRecord, score: float) -> Match:
    laid = align(scan, model)
    return Match(
        model=record.model_id,
        hs=record.hs,
        name=record.name,
        score=round(min(max(score, 0.0), 1.0), 4),
        scan_area=laid.scan_area,
        model_area=laid.model_area,
        prohibited=record.prohibited,
        mirrored=laid.mirrored,
        patches=laid.patches,
    )


def _match_empty(scan: Description, model: Description, record: ModelRecord) -> Match:
    """Lay one empty container over another: there is no load whose stretch could be found."""
    return Match(
        model=record.model_id,
        hs=record.hs,
        name=record.name,
        score=1.0,
        scan_area=scan.interior,
        model_area=model.interior,
        prohibited=record.prohibited,
    )


def _deviations(
    gallery: Gallery, scan: Description, declared: tuple[str, ...], found: Found
) -> tuple[Deviation, ...]:
    own: list[Known] = []
    others: list[Known] = []
    for row in found.rows.tolist():
        record = gallery.record(row)
        mine = any(related(code, record.hs) for code in declared)
        bank, most = (own, _OWN_MODELS) if mine else (others, _OTHER_MODELS)
        if len(bank) < most and (model := gallery.description(row)) is not None:
            bank.append(Known(record=record, description=model))
    return find_deviations(scan, own, others)
