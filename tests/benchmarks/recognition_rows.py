"""Rows about goods: which they are, whether they are what was declared, and when to keep silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import confusion, figures, look_alikes
from tests.benchmarks.engine_probe import Probe
from tests.benchmarks.engine_scans import Sample
from tests.benchmarks.engine_world import DRAWS, World, copy_of, lot_of
from tests.benchmarks.orb_baseline import NAME, baseline_scores
from tests.benchmarks.table import Bar, Line, least, line, most
from workstation.domain.comparison import Verdict
from workstation.matching.description import Description, Evidence
from workstation.matching.prior import Prior

RATES = (0.05, 0.1)
FALSE_ALARMS = {0.05: Bar(least=0.03, most=0.07)}
_OPEN_SET_MODELS = 3
_TURNS = 3

TOP_1 = {1: 0.94, 3: 0.98, 10: 0.995}
TOP_1_UNSEEN = {1: 0.82, 3: 0.93, 10: 0.99}
TOP_1_UNCALIBRATED = {1: 0.85, 3: 0.93, 10: 0.98}
AUC_HARD = {1: 0.99, 3: 0.997, 10: 0.999}
CAUGHT_HARD = {1: 0.95, 3: 0.985, 10: 0.998}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """How well declarations fit: one entry for each scan and each code it might be declared as."""

    lots: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    honest: list[bool] = field(default_factory=list)
    hard: list[bool] = field(default_factory=list)

    def add(self, sample: Sample, declared: str, value: float) -> None:
        """Note how a scan fits when declared as a kind of goods."""
        kind = sample.recipe.kind
        self.lots.append(lot_of(sample))
        self.values.append(value)
        self.honest.append(declared == kind)
        self.hard.append(declared in look_alikes.look_alikes(kind))

    def auc(self, *, hard: bool) -> figures.Figure:
        """Return the AUC of true against false declarations, lots drawn anew."""
        values, honest, wrong = self._parts(hard=hard)
        return figures.bootstrap(
            self.lots,
            lambda lots: figures.auc(values[lots][honest[lots]], values[lots][wrong[lots]]),
        )

    def caught(self, rate: float, *, hard: bool) -> figures.Figure:
        """Return the share of false declarations below the level that `rate` of true ones miss."""
        values, honest, wrong = self._parts(hard=hard)
        return figures.bootstrap(
            self.lots,
            lambda lots: figures.detection(
                values[lots][honest[lots]], values[lots][wrong[lots]], rate
            ),
        )

    def _parts(
        self, *, hard: bool
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
        """Return the fits, and which are of true and of false declarations (of look-alikes)."""
        honest = np.asarray(self.honest)
        return np.asarray(self.values), honest, np.asarray(self.hard) if hard else ~honest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What was told of every query, draw by draw, and how declarations fitted."""

    told: list[tuple[str, str]]
    fits: Fits
    queries: int
    draws: int

    def top_1(self) -> figures.Figure:
        """Return the share of first matches of the right goods."""
        right = sum(kind == called for kind, called in self.told) / self.draws
        return figures.share(right, self.queries)


Seen = Sequence[tuple[Sample, Description]]


def seen(samples: Iterable[Sample], evidence: Evidence) -> Seen:
    """Return scans with what the engine kept of them at one kind of evidence."""
    return [(sample, sample.seen_as(evidence)) for sample in samples]


def rank(world: World, queries: Seen, count: int, evidence: Evidence, prior: Prior) -> Ranking:
    """Compare all queries with libraries of so many models a kind."""
    told: list[tuple[str, str]] = []
    fits = Fits()
    for copies in DRAWS[count]:
        probe = Probe(world.entries(copies, evidence), evidence, prior)
        for sample, description in queries:
            look = probe.look(description)
            told.append((sample.recipe.kind, world.kind(look.first())))
            for name in world.names:
                fits.add(sample, name, look.fit(world.hs(name)))
    return Ranking(told=told, fits=fits, queries=len(queries), draws=len(DRAWS[count]))


def baseline(world: World, count: int, scores: NDArray[np.float64]) -> Ranking:
    """Rank by the baseline's scores, shape (queries with looks, library)."""
    queries = [sample for sample in world.queries if sample.looks is not None]
    kinds = np.asarray([sample.recipe.kind for sample in world.library])
    copies = np.asarray([copy_of(sample) for sample in world.library])
    told: list[tuple[str, str]] = []
    fits = Fits()
    for chosen in DRAWS[count]:
        held = np.isin(copies, chosen)
        for sample, row in zip(queries, scores, strict=True):
            best = np.asarray([row[held & (kinds == name)].max() for name in world.names])
            told.append((sample.recipe.kind, world.names[int(best.argmax())]))
            for at, name in enumerate(world.names):
                others = np.delete(best, at)
                fits.add(sample, name, float((best[at] - others.mean()) / (others.std() + 1e-9)))
    return Ranking(told=told, fits=fits, queries=len(queries), draws=len(DRAWS[count]))


def baselines(world: World) -> dict[int, Ranking]:
    """Return the baseline's rankings; one query a kind, for ORB takes 3 ms a pair."""
    looks = [sample.looks for sample in world.queries if sample.looks is not None]
    models = [sample.looks for sample in world.library if sample.looks is not None]
    scores = baseline_scores(looks, models)
    return {count: baseline(world, count, scores) for count in DRAWS}


def recognition_rows(
    world: World, prior: Prior, base: dict[int, Ranking], pictures: Path
) -> list[Line]:
    """Top-1, AUC and what is caught at new sites, with wedge readings."""
    queries = seen(world.queries, Evidence.CALIBRATED)
    lines = []
    for count in DRAWS:
        found, peer = rank(world, queries, count, Evidence.CALIBRATED, prior), base[count]
        lines += [
            _against(f"top-1, {count} model(s)", found.top_1(), peer.top_1(), TOP_1[count]),
            _against(
                f"AUC against look-alikes, {count}",
                found.fits.auc(hard=True),
                peer.fits.auc(hard=True),
                AUC_HARD[count],
            ),
            _against(
                f"AUC against all, {count}",
                found.fits.auc(hard=False),
                peer.fits.auc(hard=False),
            ),
            _against(
                f"look-alikes caught at 5 % false alarms, {count}",
                found.fits.caught(0.05, hard=True),
                peer.fits.caught(0.05, hard=True),
                CAUGHT_HARD[count],
            ),
            _against(
                f"others caught at 5 % false alarms, {count}",
                found.fits.caught(0.05, hard=False),
                peer.fits.caught(0.05, hard=False),
            ),
        ]
        _picture(found, pictures / f"confusion_{count}.png", f"Engine, {count} model(s) a kind")
        _picture(peer, pictures / f"confusion_{count}_baseline.png", f"{NAME}, {count} model(s)")
    return lines


def unlike_rows(world: World, prior: Prior) -> list[Line]:
    """Top-1 in libraries of goods that hardly resemble each other, one kind of each group.

    How many kinds look like another one decides what top-1 can be reached: published figures are
    mostly of coarse libraries as here, the row of all kinds is of one with all neighbours.
    """
    lines = []
    for count, draws in DRAWS.items():
        right, asked = 0.0, 0
        for turn in range(_TURNS):
            names = [name for name in look_alikes.unlike(turn) if name in world.names]
            absent = [name for name in world.names if name not in names]
            queries = [one for one in world.queries if one.recipe.kind in names]
            chosen = seen(queries, Evidence.CALIBRATED)
            for copies in draws:
                entries = world.entries(copies, Evidence.CALIBRATED, without=absent)
                probe = Probe(entries, Evidence.CALIBRATED, prior)
                told = [(probe.look(scan).first(), one.hs) for one, scan in chosen]
                right += sum(first == hs for first, hs in told) / len(draws)
            asked += len(chosen)
        figure = figures.share(right, asked)
        note = f"{len(look_alikes.GROUPS)} kinds at a time, {_TURNS} choices"
        lines.append(line(f"top-1, one kind of each group, {count} model(s)", figure, note=note))
    return lines


def poorer_rows(
    world: World, prior: Prior, base: dict[int, Ranking], evidence: Evidence
) -> list[Line]:
    """Top-1 when library and queries bring less; the baseline needs no calibration anyway."""
    queries = seen(world.queries, evidence)
    plain = evidence is Evidence.DUAL
    what = "no calibration" if plain else "8-bit, one energy"
    lines = []
    for count in DRAWS:
        found = rank(world, queries, count, evidence, prior)
        peer = base[count].top_1() if plain else None
        bar = TOP_1_UNCALIBRATED[count] if plain else None
        lines.append(_against(f"top-1, {what}, {count} model(s)", found.top_1(), peer, bar))
    world.forget()
    return lines


def unseen_rows(
    world: World, priors: Sequence[tuple[Sequence[str], Prior]], pictures: Path
) -> list[Line]:
    """Top-1 of kinds that nothing was fitted on; each prior comes with the kinds it never saw."""
    lines = []
    for count in DRAWS:
        told: list[tuple[str, str]] = []
        queries = 0
        for unseen, prior in priors:
            strangers = [one for one in world.queries if one.recipe.kind in unseen]
            if strangers:
                chosen = seen(strangers, Evidence.CALIBRATED)
                found = rank(world, chosen, count, Evidence.CALIBRATED, prior)
                told += found.told
                queries += found.queries
        both = Ranking(told=told, fits=Fits(), queries=queries, draws=len(DRAWS[count]))
        name = f"top-1, kinds never fitted, {count} model(s)"
        lines.append(_against(name, both.top_1(), None, TOP_1_UNSEEN[count]))
        title = f"Engine, kinds never fitted, {count} model(s) a kind"
        _picture(both, pictures / f"confusion_{count}_unseen.png", title)
    return lines


def alarm_rows(world: World, prior: Prior) -> list[Line]:
    """Count honest loads at new sites called inconsistent, and left without a judgement."""
    queries = seen(world.queries, Evidence.CALIBRATED)
    lines = []
    for count, draws in DRAWS.items():
        wrong, silent = dict.fromkeys(RATES, 0), 0
        for copies in draws:
            probe = Probe(world.entries(copies, Evidence.CALIBRATED), Evidence.CALIBRATED, prior)
            for sample, description in queries:
                look = probe.look(description)
                for rate in RATES:
                    verdict = look.answer(sample.hs, rate).verdict
                    wrong[rate] += verdict is Verdict.INCONSISTENT
                    silent += verdict is Verdict.CANNOT_JUDGE and rate == RATES[0]
        for rate in RATES:
            figure = figures.share(wrong[rate] / len(draws), len(queries))
            name = f"false alarms when {100 * rate:g} % are asked, {count} model(s)"
            lines.append(line(name, figure, bar=FALSE_ALARMS.get(rate)))
        figure = figures.share(silent / len(draws), len(queries))
        lines.append(line(f"cannot_judge on known goods, {count} model(s)", figure, bar=most(0.05)))
    return lines


def open_set_rows(world: World, prior: Prior) -> list[Line]:
    """Take half of the kinds out of the library: say so, or notice that they are something else."""
    silent = []
    noticed: dict[str, list[bool]] = {"a look-alike": [], "anything else": []}
    lots: dict[str, list[str]] = {what: [] for what in noticed}
    for strange in look_alikes.folds(world.names):
        known = [name for name in world.names if name not in strange]
        entries = world.entries(DRAWS[_OPEN_SET_MODELS][0], Evidence.CALIBRATED, without=strange)
        probe = Probe(entries, Evidence.CALIBRATED, prior)
        strangers = [sample for sample in world.queries if sample.recipe.kind in strange]
        for sample, description in seen(strangers, Evidence.CALIBRATED):
            look = probe.look(description)
            silent.append(look.answer(sample.hs, RATES[0]).verdict is Verdict.CANNOT_JUDGE)
            for name in known:
                verdict = look.answer(world.hs(name), RATES[0]).verdict
                hard = name in look_alikes.look_alikes(sample.recipe.kind)
                what = "a look-alike" if hard else "anything else"
                noticed[what].append(verdict is not Verdict.CONSISTENT)
                lots[what].append(lot_of(sample))
    lines = [
        line(
            "cannot_judge on goods without a model",
            figures.share(sum(silent), len(silent)),
            bar=least(0.9),
        )
    ]
    for what, found in noticed.items():
        if found:
            figure = figures.mean_by(lots[what], found)
            lines.append(line(f"unknown goods declared as {what}: not called consistent", figure))
    return lines


def _against(
    name: str, found: figures.Figure, peer: figures.Figure | None, bar: float | None = None
) -> Line:
    return line(
        name,
        found,
        baseline=None if peer is None else peer.value,
        against="" if peer is None else NAME,
        bar=None if bar is None else least(bar),
    )


def _picture(found: Ranking, file: Path, title: str) -> None:
    scans = f"{found.queries} scans at new sites, {found.draws} draw(s) of models"
    truth, told = zip(*found.told, strict=True)
    confusion.save(file, truth, told, f"{title}: {scans}")
