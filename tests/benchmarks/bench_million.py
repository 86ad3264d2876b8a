"""A million typical models: how long a search takes, what it misses, how much a model weighs.

Run ``python -m tests.benchmarks.bench_million [--models N] [--json FILE]``. Signatures are drawn
around those of real phantoms, with the scatter that phantoms of one kind have; descriptions of
the shortlist are real ones, decoded from their bytes. The peer is the exact search of all
vectors, in the same run, on the same index, in turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.engine_scans import Recipe, make_samples
from tests.benchmarks.rows import Act, row, take_turns
from workstation.matching import search
from workstation.matching.align import align
from workstation.matching.description import Description, Evidence
from workstation.matching.gallery import Gallery
from workstation.matching.index import Index
from workstation.matching.library import Library
from workstation.matching.ports import Changes, ModelEntry, ModelRecord
from workstation.matching.prior import Prior, shipped
from workstation.matching.rows import Columns, Lists
from workstation.matching.snapshot import Snapshot, write_snapshot
from workstation.simulation.kinds import kinds

CODES = 5000
"""About as many subheadings as the Harmonised System has."""

RERANKED = 20
QUERIES = 24
LEVEL = Evidence.CALIBRATED
_BLOCK = 20_000


class Source:
    """A million made-up models with real descriptions; those added are real altogether."""

    def __init__(self, columns: Columns, stored: list[bytes]) -> None:
        self._columns, self._stored = columns, stored
        self.added: list[ModelEntry] = []

    def version(self) -> str:
        return f"million.{self._edition()}"

    def changes(self, since: int) -> Changes:
        new = self.added[max(since - len(self._columns), 0) :]
        return Changes(
            library="million",
            edition=self._edition(),
            newest=self._edition(),
            came=tuple(entry.record for entry in new),
            gone=(),
        )

    def description(self, model_id: str) -> Description:
        for entry in self.added:
            if entry.model_id == model_id:
                return entry.description
        number = int(model_id.rpartition("-")[2])
        return Description.from_bytes(self._stored[number % len(self._stored)])

    def record(self, place: int) -> ModelRecord:
        return self._columns.record(place)

    def _edition(self) -> int:
        return len(self._columns) + len(self.added)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path, help="write the rows of the table here")
    options = parser.parse_args()
    prior = shipped()
    phantoms = [sample.description for sample in make_samples(_recipes())]
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        folder = Path(scratch)
        began = time.perf_counter()
        columns = _build(folder, options.models, phantoms, prior)
        written_s = time.perf_counter() - began
        source = Source(columns, [one.thinned().to_bytes() for one in phantoms])
        began = time.perf_counter()
        Index(source, prior, folder=folder).current().gallery(LEVEL)
        levelled_s = time.perf_counter() - began
        _measure(folder, source, phantoms, prior, options, (written_s, levelled_s))


def _recipes() -> list[Recipe]:
    names = [kind.name for kind in kinds()]
    return [
        Recipe(kind=name, seed=960_000 + number, site=number % 5)
        for number, name in enumerate(names[:: max(1, len(names) // 24)])
    ]


def _build(folder: Path, count: int, phantoms: list[Description], prior: Prior) -> Columns:
    codes = [f"{100_000 + 17 * code:06d}" for code in range(min(CODES, count))]
    hs = sorted(codes[number % len(codes)] for number in range(count))
    columns = Lists(
        ids=[f"{code}-{number:07d}" for number, code in enumerate(hs)],
        hs=hs,
        names=[f"goods of {code}" for code in hs],
        prohibited=np.arange(count) % 200 == 0,
        is_empty=np.zeros(count, bool),
        is_loaded=np.ones(count, bool),
        evidence=np.full(count, LEVEL, np.int8),
    ).columns({})
    draft = Snapshot(library="million", edition=count, columns=columns, unreadable={})
    fill = {LEVEL: _signatures(np.asarray(columns.code_of), phantoms, prior)}
    return write_snapshot(folder, draft, fill).columns


def _signatures(
    code_of: NDArray[np.int32], phantoms: list[Description], prior: Prior
) -> Iterator[NDArray[np.float16]]:
    """Draw a kind for each code between two phantoms, and models around it."""
    rng = np.random.default_rng(5)
    base = np.asarray([one.signature_at(LEVEL) for one in phantoms], np.float32)
    count = int(code_of.max()) + 1
    share = rng.uniform(0, 0.5, (count, 1)).astype(np.float32)
    pairs = rng.integers(0, len(base), (2, count))
    kinds_of = (1 - share) * base[pairs[0]] + share * base[pairs[1]]
    within = prior.scatters[LEVEL].within
    values, vectors = np.linalg.eigh(within)
    root = (vectors * np.sqrt(np.maximum(values, 0))).astype(np.float32)
    kinds_of += 1.5 * rng.standard_normal(kinds_of.shape).astype(np.float32) @ root.T
    for first in range(0, code_of.size, _BLOCK):
        part = code_of[first : first + _BLOCK]
        noise = rng.standard_normal((part.size, base.shape[1])).astype(np.float32) @ root.T
        yield (kinds_of[part] + noise).astype(np.float16)


def _measure(  # noqa: PLR0913, PLR0917 - all that was built
    folder: Path,
    source: Source,
    phantoms: list[Description],
    prior: Prior,
    options: argparse.Namespace,
    built: tuple[float, float],
) -> None:
    began = time.perf_counter()
    index = Index(source, prior, folder=folder)
    library = index.current()
    gallery = library.gallery(LEVEL)
    opened_ms = (time.perf_counter() - began) * 1e3
    queries = _queries(gallery)
    times = _search_times(library, gallery, queries, phantoms)
    recall, worst = _recall(gallery, queries)
    seen_ms, seen_first = _add_one(index, source, phantoms[0])
    index.close()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    described = statistics.mean(len(one.thinned().to_bytes()) for one in phantoms)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    slow = {name: float(np.quantile(taken, 0.95)) for name, taken in times.items()}
    count = options.models
    _say(f"{count} models of {len(gallery.codes)} codes, {QUERIES} queries, median (95 %):")
    for name, value in median.items():
        _say(f"  {name:44} {value:8.1f} ms ({slow[name]:.1f})")
    _say(f"  recall@10 of the two steps                    {recall:.4f} (worst query {worst:.2f})")
    _say(f"  bytes a model: index {size / count:.0f}, description {described:.0f}")
    _say(f"  a model added and seen by a search            {seen_ms:8.1f} ms (first: {seen_first})")
    _say(f"  opening the index                             {opened_ms:8.1f} ms")
    _say(f"  written in {built[0]:.0f} s, projected and calibrated in {built[1]:.0f} s")
    rows = [
        row(f"search of {count} models", median["search"], "exact full search", median["exact"])
    ]
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")


def _queries(gallery: Gallery) -> list[tuple[NDArray[np.float32], str]]:
    """Return vectors near models of the library, and what is declared for each."""
    rng = np.random.default_rng(11)
    found = []
    for place in rng.integers(0, len(gallery), QUERIES).tolist():
        vector = gallery.row_vector(place)
        off = vector + 0.4 * rng.standard_normal(vector.size).astype(np.float32) / np.sqrt(
            np.float32(vector.size)
        )
        found.append(((off / np.linalg.norm(off)).astype(np.float32), gallery.record(place).hs))
    return found


def _search_times(
    library: Library,
    gallery: Gallery,
    queries: list[tuple[NDArray[np.float32], str]],
    phantoms: list[Description],
) -> dict[str, list[float]]:
    """Return the times of each act [ms]; also those of the processor, which others do not slow."""

    def ask(number: int) -> tuple[NDArray[np.float32], list[str]]:
        vector, hs = queries[number % len(queries)]
        return vector, [hs]

    def with_rerank(number: int) -> None:
        found = gallery.search(*ask(number))
        for place in found.rows[:RERANKED].tolist():
            model = gallery.description(place)
            assert model is not None
            align(phantoms[number % len(phantoms)], model)

    reranked = f"search, {RERANKED} read and aligned"
    acts = {
        "search": Act(do=lambda number: gallery.search(*ask(number))),
        reranked: Act(do=with_rerank, before=lambda _number: library.forget_descriptions()),
        "the same, descriptions kept": Act(do=with_rerank),
        "exact": Act(do=lambda number: _exact(gallery, ask(number)[0])),
    }
    times = take_turns(acts, rounds=QUERIES, warm=3)
    for name in ("search", reranked, "the same, descriptions kept"):
        times[f"{name}: processor"] = [_busy_ms(acts[name], number) for number in range(QUERIES)]
    return times


def _busy_ms(act: Act, number: int) -> float:
    act.before(number)
    began = time.process_time()
    act.do(number)
    return (time.process_time() - began) * 1e3


def _exact(gallery: Gallery, vector: NDArray[np.float32]) -> NDArray[np.intp]:
    similarities = gallery.similarities(vector)
    search.code_scores(similarities, gallery.all_codes, gallery.counts)
    return search.best_of(similarities, 100)


def _recall(
    gallery: Gallery, queries: list[tuple[NDArray[np.float32], str]]
) -> tuple[float, float]:
    shares = []
    for vector, _ in queries:
        truth = search.best_of(gallery.similarities(vector), 10)
        found = gallery.search(vector, []).rows[:10]
        shares.append(np.isin(truth, found).mean())
    return float(np.mean(shares)), float(np.min(shares))


def _add_one(index: Index, source: Source, description: Description) -> tuple[float, bool]:
    source.added.append(
        ModelEntry(
            model_id="999999-new",
            hs="999999",
            name="new goods",
            prohibited=False,
            description=description,
        )
    )
    began = time.perf_counter()
    gallery = index.current().gallery(LEVEL)
    found = gallery.search(description, ["999999"])
    elapsed_ms = (time.perf_counter() - began) * 1e3
    return elapsed_ms, gallery.record(int(found.rows[0])).hs == "999999"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
