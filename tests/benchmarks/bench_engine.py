"""The engine against histogram + ORB on simulated scans of sites that the library never saw.

Run ``python tests/benchmarks/bench_engine.py [--kinds N] [--queries N]``; prints one table, and as
its last line the same figures as JSON. These are regression figures, never claims about customs:
phantoms are far easier than real goods.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from resources.opencv import cv2
from tests.benchmarks.engine_scans import Recipe, Sample, make_samples
from workstation.domain.comparison import Rectangle
from workstation.matching.description import Evidence
from workstation.matching.deviations import find_deviations
from workstation.matching.gallery import Gallery
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior, shipped
from workstation.matching.verdict import judge
from workstation.simulation.hidden import HiddenKind
from workstation.simulation.kinds import kinds

LIBRARY_SITES = (0, 1, 2)
QUERY_SITES = (3, 4)
MODELS = 3
RATE = 0.05

Scores = NDArray[np.float64]
Figures = dict[str, float]


def main() -> None:
    """Measure and print."""
    options = _options()
    names = [kind.name for kind in kinds()][:: max(1, len(kinds()) // options.kinds)]
    evidence = Evidence[options.evidence.upper()]
    started = time.monotonic()
    library = list(make_samples(_library_recipes(names, evidence)))
    queries = list(make_samples(_query_recipes(names, evidence, options.queries)))
    hidden = list(make_samples(_hidden_recipes(names, evidence)))
    prior = Prior.nothing() if options.no_prior else shipped()
    _say(
        f"{len(names)} kinds, {len(library)} models, {len(queries)} queries, "
        f"{len(hidden)} hidden loads, {evidence.name.lower()}, "
        f"prior {'none' if options.no_prior or not prior.fits else 'shipped'}, "
        f"simulated in {time.monotonic() - started:.0f} s"
    )
    ours: Figures = {}
    base: Figures = {}
    for count in (1, MODELS):
        some = [sample for index, sample in enumerate(library) if index % MODELS < count]
        gallery = Gallery.of(_entries(some), evidence, prior)
        ours |= _engine_figures(gallery, queries, some, prior, count)
        base |= _figures(_baseline_scores(queries, some), queries, some, count)
        ours |= _deviation_figures(hidden, some, count)
    _print(ours, base)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", type=int, default=24)
    parser.add_argument("--queries", type=int, default=2, help="per kind")
    parser.add_argument(
        "--evidence", default="calibrated", choices=["calibrated", "dual", "single"]
    )
    parser.add_argument("--no-prior", action="store_true")
    return parser.parse_args()


def _library_recipes(names: Sequence[str], evidence: Evidence) -> list[Recipe]:
    return [
        Recipe(
            kind=name,
            seed=910_000 + 100 * number + copy,
            site=LIBRARY_SITES[copy % len(LIBRARY_SITES)],
            evidence=evidence,
            with_baseline=True,
        )
        for number, name in enumerate(names)
        for copy in range(MODELS)
    ]


def _query_recipes(names: Sequence[str], evidence: Evidence, each: int) -> list[Recipe]:
    return [
        Recipe(
            kind=name,
            seed=920_000 + 100 * number + copy,
            site=QUERY_SITES[copy % len(QUERY_SITES)],
            evidence=evidence,
            with_baseline=True,
        )
        for number, name in enumerate(names)
        for copy in range(each)
    ]


def _hidden_recipes(names: Sequence[str], evidence: Evidence) -> list[Recipe]:
    ways = list(HiddenKind)
    return [
        Recipe(
            kind=name,
            seed=930_000 + number,
            site=QUERY_SITES[number % len(QUERY_SITES)],
            evidence=evidence,
            hidden=ways[number % len(ways)],
        )
        for number, name in enumerate(names)
    ]


def _entries(samples: Sequence[Sample]) -> list[ModelEntry]:
    return [
        ModelEntry(
            model_id=f"{sample.hs}-{sample.recipe.seed}",
            hs=sample.hs,
            name=sample.recipe.kind,
            prohibited=False,
            description=sample.description.thinned(),
        )
        for sample in samples
    ]


def _engine_figures(
    gallery: Gallery, queries: Sequence[Sample], models: Sequence[Sample], prior: Prior, count: int
) -> Figures:
    started = time.perf_counter()
    rows = np.asarray([gallery.similarities(query.description) for query in queries], float)
    each_ms = (time.perf_counter() - started) * 1000 / len(queries)
    # The gallery sorts its models, and leaves empty pictures out; here every phantom holds goods.
    row_of = {gallery.record(row).model_id: row for row in range(len(gallery))}
    scores = rows[:, [row_of[f"{model.hs}-{model.recipe.seed}"] for model in models]]
    figures = _figures(scores, queries, models, count)
    honest, wrong = [], []
    codes = sorted({query.hs for query in queries})
    for query in queries:
        found = gallery.search(query.description, codes)
        for code in codes:
            fit = gallery.fit(found, [code])
            assert fit is not None
            p_value = judge(fit, gallery, (code,), prior, false_alarm_rate=RATE).p_value
            (honest if code == query.hs else wrong).append(p_value)
    known = [p for p in honest if p is not None]
    if known:
        figures[f"false alarms at 5 %, {count} model(s)"] = float(
            np.mean(np.asarray(known) <= RATE)
        )
        caught = np.asarray([p for p in wrong if p is not None]) <= RATE
        figures[f"caught at the engine's threshold, {count} model(s)"] = float(caught.mean())
    figures[f"search ms a scan, {len(models)} models"] = each_ms
    return figures


def _baseline_scores(queries: Sequence[Sample], models: Sequence[Sample]) -> Scores:
    """Histogram correlation and share of ORB features matched, each over its spread."""
    matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
    correlation = np.zeros((len(queries), len(models)))
    matched = np.zeros_like(correlation)
    for row, query in enumerate(queries):
        for column, model in enumerate(models):
            assert query.grey_histogram is not None
            assert model.grey_histogram is not None
            correlation[row, column] = cv2.compareHist(
                query.grey_histogram, model.grey_histogram, cv2.HISTCMP_CORREL
            )
            matched[row, column] = _orb_share(matcher, query.orb, model.orb)
    return correlation / correlation.std() + matched / matched.std()


def _orb_share(
    matcher: cv2.BFMatcher, one: NDArray[np.uint8] | None, two: NDArray[np.uint8] | None
) -> float:
    if one is None or two is None or len(one) < 2 or len(two) < 2:
        return 0.0
    pairs = matcher.knnMatch(one, two, k=2)
    good = sum(1 for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance)
    return good / len(one)


def _figures(
    scores: Scores, queries: Sequence[Sample], models: Sequence[Sample], count: int
) -> Figures:
    """Top-1, AUC of the declared code against another, and what is caught at 5 % false alarms."""
    codes = np.asarray([model.hs for model in models])
    first = [codes[row.argmax()] == query.hs for row, query in zip(scores, queries, strict=True)]
    honest, wrong = [], []
    names = np.unique(codes)
    for row, query in zip(scores, queries, strict=True):
        best = np.asarray([row[codes == name].max() for name in names])
        for at, name in enumerate(names):
            others = np.delete(best, at)
            value = (best[at] - others.mean()) / (others.std() + 1e-9)
            (honest if name == query.hs else wrong).append(value)
    threshold = np.quantile(honest, RATE)
    return {
        f"top-1, {count} model(s)": float(np.mean(first)),
        f"AUC declared against other, {count} model(s)": _auc(honest, wrong),
        f"caught at 5 % false alarms, {count} model(s)": float(np.mean(wrong < threshold)),
    }


def _auc(honest: Sequence[float], wrong: Sequence[float]) -> float:
    ordered = np.sort(np.asarray(wrong))
    below = np.searchsorted(ordered, honest, side="left")
    upto = np.searchsorted(ordered, honest, side="right")
    return float((below + upto).mean() / 2 / ordered.size)


def _deviation_figures(hidden: Sequence[Sample], models: Sequence[Sample], count: int) -> Figures:
    firsts, anys, shown, elapsed = [], [], [], []
    for sample in hidden:
        own = [model.description.thinned() for model in models if model.hs == sample.hs]
        others = [model.description.thinned() for model in models if model.hs != sample.hs][::12]
        started = time.perf_counter()
        found = find_deviations(sample.description, own, others)
        elapsed.append(time.perf_counter() - started)
        hits = [any(_touch(one.area, truth) for truth in sample.hidden) for one in found]
        firsts.append(bool(hits[:1] and hits[0]))
        anys.append(any(hits[:3]))
        shown.append(len(found))
    return {
        f"first region hits, {count} model(s)": float(np.mean(firsts)),
        f"one of three regions hits, {count} model(s)": float(np.mean(anys)),
        f"regions shown a scan, {count} model(s)": float(np.mean(shown)),
        f"deviations ms a scan, {count} model(s)": float(np.median(elapsed) * 1000),
    }


def _touch(a: Rectangle, b: Rectangle) -> bool:
    """Tell whether two rectangles overlap by a fifth of the smaller."""
    rows = min(a.row + a.height, b.row + b.height) - max(a.row, b.row)
    columns = min(a.column + a.width, b.column + b.width) - max(a.column, b.column)
    smaller = min(a.height * a.width, b.height * b.width)
    return rows > 0 and columns > 0 and rows * columns >= 0.2 * smaller


def _print(ours: Figures, base: Figures) -> None:
    width = max(len(name) for name in ours)
    _say(f"{'':{width}}   engine  histogram+ORB")
    for name, value in ours.items():
        other = f"{base[name]:10.3f}" if name in base else ""
        _say(f"{name:{width}} {value:8.3f} {other}")
    _say(json.dumps({name: [value, base.get(name)] for name, value in ours.items()}))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
