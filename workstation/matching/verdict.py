"""From a fit to a p-value and a verdict: conformal, with a chosen false-alarm rate."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Verdict
from workstation.matching.codes import related
from workstation.matching.description import Description, Evidence
from workstation.matching.fit import Fit
from workstation.matching.gallery import Found, Gallery
from workstation.matching.prior import Prior

_OWN_CODE_ENOUGH: Final = 40
"""Leave-one-out fits of a code above which it is calibrated by itself."""
_LIBRARY_SHARE: Final = 0.5
_LIBRARY_ENOUGH: Final = 200
"""Share of the library in a p-value, and its leave-one-out fits from which on it has that much."""

_FATAL: Final = ("poor_image", "upside_down", "no_container")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A verdict with its p-value; the first of its reason codes is the weightiest."""

    verdict: Verdict
    p_value: float | None
    reasons: tuple[str, ...]


def rule(  # noqa: PLR0913 - the facts of one case; grouping them would only hide them
    gallery: Gallery,
    scan: Description,
    declared: tuple[str, ...],
    found: Found,
    prior: Prior,
    *,
    false_alarm_rate: float,
) -> Ruling:
    """Rule on a loaded container; what cannot be judged says why."""
    fit = gallery.fit(found, declared)
    if fit is None:
        return _cannot(scan, None, _nothing_to_compare(gallery, declared))
    own = gallery.codes_of(declared)
    judged = judge(fit, gallery, own, prior, false_alarm_rate=false_alarm_rate)
    p_value = judged.p_value
    fatal = tuple(doubt for doubt in _FATAL if doubt in scan.doubts)
    if fatal or p_value is None:
        return _cannot(scan, p_value, *(fatal or ("too_few_models",)))
    notes = () if fit.several else ("few_models",)
    if judged.calibrated_on == "phantoms":
        notes = (*notes, "calibrated_on_phantoms")
    learnt = all(any(related(code, one) for one in own) for code in declared)
    if p_value > false_alarm_rate:
        reasons = notes if learnt else ("goods_partly_learned", *notes)
        return _ruling(scan, Verdict.CONSISTENT, p_value, *reasons)
    if not learnt:
        # What does not look like the learnt goods may be the others that were declared.
        return _cannot(scan, p_value, "goods_not_learned", *notes)
    return _ruling(scan, Verdict.INCONSISTENT, p_value, "unlike_declared_goods", *notes)


def rule_empty(scan: Description, declared: tuple[str, ...], empty_codes: list[str]) -> Ruling:
    """Rule on an empty container: it fits only models that are empty themselves."""
    fatal = tuple(doubt for doubt in _FATAL if doubt in scan.doubts)
    if fatal:
        return _cannot(scan, None, *fatal)
    if not declared:
        return _cannot(scan, None, "goods_not_declared", "container_empty")
    fits = any(related(code, empty) for code in declared for empty in empty_codes)
    verdict = Verdict.CONSISTENT if fits else Verdict.INCONSISTENT
    return _ruling(scan, verdict, None, "container_empty")


def _nothing_to_compare(gallery: Gallery, declared: tuple[str, ...]) -> str:
    if not gallery.counts.any():
        return "library_empty"
    return "goods_not_learned" if declared else "goods_not_declared"


def _cannot(scan: Description, p_value: float | None, *reasons: str) -> Ruling:
    return _ruling(scan, Verdict.CANNOT_JUDGE, p_value, *reasons)


def _ruling(scan: Description, verdict: Verdict, p_value: float | None, *reasons: str) -> Ruling:
    unique = tuple(dict.fromkeys((*reasons, *scan.doubts)))
    return Ruling(verdict=verdict, p_value=p_value, reasons=unique)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A p-value with what it rests on; None when it rests on too little."""

    p_value: float | None
    calibrated_on: str  # "code", "library" or "phantoms"


def judge(
    fit: Fit, gallery: Gallery, codes: tuple[str, ...], prior: Prior, *, false_alarm_rate: float
) -> Judged:
    """Return the conformal p-value of a fit: how many honest loads fit as badly [1]_.

    Calibration is by the code's own models where it has many, else by the library and by the
    phantoms, half each once the library has many fits. For the two err towards different sides:
    a library's models come from the sites of their sisters and fit them better than scans of a
    new site do; phantoms were fitted to three models of their kind and fit worse than where there
    are ten. With n calibration fits no p-value is below 1/(n + 1), so fewer than
    1/false_alarm_rate of them cannot judge.

    References
    ----------
    .. [1] Bates et al., "Testing for outliers with conformal p-values", Ann. Stat. 51(1), 2023.
    """
    own = _values(gallery, fit, codes)
    if own.size >= _OWN_CODE_ENOUGH:
        return Judged(p_value=_conformal(fit, own), calibrated_on="code")
    library = _values(gallery, fit, None)
    phantoms = prior.fits.get((Evidence(gallery.evidence), fit.several), np.empty(0))
    share = _LIBRARY_SHARE * min(library.size / _LIBRARY_ENOUGH, 1.0) if phantoms.size else 1.0
    p_value = share * _conformal(fit, library) + (1 - share) * _conformal(fit, phantoms)
    enough = (1 + library.size + phantoms.size) * false_alarm_rate >= 1
    source = "library" if share >= _LIBRARY_SHARE else "phantoms"
    return Judged(p_value=p_value if enough else None, calibrated_on=source)


def _values(gallery: Gallery, fit: Fit, codes: tuple[str, ...] | None) -> NDArray[np.float64]:
    chosen = gallery.calibration if codes is None else dict.fromkeys(codes, ())
    return np.asarray(
        [
            past.value
            for code in chosen
            for past in gallery.calibration.get(code, ())
            if past.several == fit.several
        ],
        dtype=np.float64,
    )


def _conformal(fit: Fit, calibration: NDArray[np.float64]) -> float:
    return float((1 + np.count_nonzero(calibration <= fit.value)) / (calibration.size + 1))
