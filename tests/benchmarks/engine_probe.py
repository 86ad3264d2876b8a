"""What the benchmark asks the engine beyond its one face: the only file here that knows its inside.

Everything else of the benchmark works with descriptions, codes and answers, so that a change of
the engine's inside is a change of this file alone.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine_scans import Sample
from workstation.domain.comparison import Deviation, Verdict
from workstation.matching import signature
from workstation.matching import tokens as local
from workstation.matching.backbone import look
from workstation.matching.codes import related
from workstation.matching.description import Description, Evidence
from workstation.matching.deviations import Known, deviation_map, find_deviations
from workstation.matching.evidence import compared
from workstation.matching.gallery import Gallery
from workstation.matching.grid import squares_between
from workstation.matching.hull import load_hull
from workstation.matching.pixels import ScanPixels
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior, Scatter
from workstation.matching.rectify import rectify
from workstation.matching.verdict import rule

_OWN_MODELS, _OTHER_MODELS = 10, 6  # as the engine takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict with what a false-alarm rate is judged by."""

    verdict: Verdict
    p_value: float | None


class Look:
    """One scan beside all models of a probe; searched once, asked many times."""

    def __init__(self, gallery: Gallery, prior: Prior, scan: Description) -> None:
        self._gallery, self._prior, self._scan = gallery, prior, scan
        self._found = gallery.search(scan, gallery.codes, top=1)

    def first(self) -> str:
        """Return the HS code of the best match."""
        return self._gallery.record(int(self._found.rows[0])).hs

    def fit(self, code: str) -> float:
        """Return how much better a code fits than all others; NaN without a model."""
        fit = self._gallery.fit(self._found, [code])
        return float("nan") if fit is None else fit.value

    def answer(self, code: str, rate: float) -> Answer:
        """Return the verdict when so many honest loads may be called inconsistent."""
        ruling = rule(
            self._gallery,
            self._scan,
            (code,),
            self._found,
            self._prior,
            false_alarm_rate=rate,
        )
        return Answer(verdict=ruling.verdict, p_value=ruling.p_value)


class Probe:
    """A library of models at one kind of evidence."""

    def __init__(self, entries: Sequence[ModelEntry], evidence: Evidence, prior: Prior) -> None:
        self._gallery, self._prior = Gallery.of(entries, evidence, prior), prior

    def look(self, scan: Description) -> Look:
        """Lay a scan beside the models."""
        return Look(self._gallery, self._prior, scan)

    def deviations(self, scan: Description, code: str) -> tuple[Deviation, ...]:
        """Return the regions that the engine would show, worst first."""
        return find_deviations(scan, *self._banks(scan, code))

    def surprise(self, scan: Description, code: str) -> NDArray[np.float32]:
        """Return how little each point of the token grid fits, of the grid's shape."""
        own, others = self._banks(scan, code)
        return deviation_map(
            scan,
            load_hull(scan.load),
            [one.description for one in own],
            [one.description for one in others],
        )

    def patch_distance(self, scan: Description, code: str) -> NDArray[np.float32]:
        """Return the peer's map: each token's distance to the nearest of the declared models [1]_.

        Points without goods are 0, as no method looks for anything there.

        References
        ----------
        .. [1] K. Roth et al., "Towards Total Recall in Industrial Anomaly Detection", CVPR 2022.
        """
        own, _ = self._banks(scan, code)
        bank = np.concatenate([compared(o.description)[o.description.load] for o in own])
        hull = load_hull(scan.load)
        nearest = np.sqrt(squares_between(compared(scan)[hull], bank).min(axis=1))
        found = np.zeros(scan.load.shape, np.float32)
        found[hull] = nearest
        return found

    def _banks(self, scan: Description, code: str) -> tuple[list[Known], list[Known]]:
        """Return the models of the declared goods and of others that the engine would look at."""
        found = self._gallery.search(scan, [code])
        own: list[Known] = []
        others: list[Known] = []
        for row in found.rows.tolist():
            model, record = self._gallery.description(row), self._gallery.record(row)
            mine = related(code, record.hs)
            bank, most = (own, _OWN_MODELS) if mine else (others, _OTHER_MODELS)
            if len(bank) < most and model is not None:
                bank.append(Known(record=record, description=model))
        return own, others


def alarm(found: Sequence[Deviation]) -> float:
    """Return how sure the engine is, from one scan, that something is hidden."""
    return max((one.score for one in found), default=0.0)


def network_seconds(pixels: ScanPixels) -> float:
    """Return the time that the network alone takes for a scan [s]."""
    picture = local.network_picture(rectify(pixels))
    started = time.perf_counter()
    look(picture)
    return time.perf_counter() - started


def refit(samples: Sequence[Sample], kinds: Sequence[str]) -> Prior:
    """Fit the prior on scans of some kinds only; ranking needs no more of it than the scatter."""
    chosen = [sample for sample in samples if sample.recipe.kind in kinds]
    signatures = np.asarray([sample.description.signature for sample in chosen])
    loaded = signatures.any(axis=1)
    names = [sample.recipe.kind for sample, full in zip(chosen, loaded, strict=True) if full]
    scatters = {
        **Prior.nothing().scatters,
        Evidence.CALIBRATED: Scatter.of(signatures[loaded], names),
    }
    return replace(Prior.nothing(), scatters=scatters)


def feature_groups() -> Mapping[str, NDArray[np.bool_]]:
    """Return which of a signature's features are whose, each of shape (LENGTH,)."""
    material = signature.material_features()
    density = np.zeros(signature.LENGTH, bool)
    density[:20] = True  # the histogram comes first
    network = np.zeros(signature.LENGTH, bool)
    network[-signature.NETWORK :] = True
    first = signature.LENGTH - signature.NETWORK - 24 - 5 * signature.TOKEN_FEATURES
    for block in range(5):
        start = first + block * signature.TOKEN_FEATURES
        density[start + local.DENSITY.start : start + local.DENSITY.stop] = True
    physics = material | density
    return {"network": network, "physics": physics, "classical": ~physics & ~network}


def signatures(found: Sequence[Description]) -> NDArray[np.float32]:
    """Return the bare signatures, before any metric, shape (scans, LENGTH)."""
    return np.asarray([one.signature for one in found], np.float32)


def blinded(
    entries: Sequence[ModelEntry], prior: Prior, lost: NDArray[np.bool_]
) -> tuple[list[ModelEntry], Prior]:
    """Take features away from models and prior; what is always zero tells nothing apart."""
    without = [replace(entry, description=blind(entry.description, lost)) for entry in entries]
    scatters = {evidence: _blinded(scatter, lost) for evidence, scatter in prior.scatters.items()}
    return without, replace(prior, scatters=scatters)


def blind(scan: Description, lost: NDArray[np.bool_]) -> Description:
    """Take features away from a scan."""
    return replace(scan, signature=np.where(lost, 0, scan.signature).astype(np.float32))


def _blinded(scatter: Scatter, lost: NDArray[np.bool_]) -> Scatter:
    spread = np.diag(scatter.total)
    alone = np.where(lost, spread + 1e-6, 0)
    kept = ~lost[:, None] & ~lost[None, :]
    return replace(
        scatter,
        mean=np.where(lost, 0, scatter.mean),
        within=np.where(kept, scatter.within, 0) + np.diag(alone),
        total=np.where(kept, scatter.total, 0) + np.diag(alone),
    )
