"""The scans of the engine's benchmark: a library, honest queries at new sites, hidden loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.engine_scans import Recipe, Sample, make_samples
from tests.benchmarks.splits import FITTING, HIDDEN, LIBRARY, QUERIES, Split
from workstation.matching.description import Description, Evidence
from workstation.matching.ports import ModelEntry
from workstation.simulation.hidden import HiddenKind
from workstation.simulation.kinds import kinds

MODELS = 10
QUERIES_EACH = 3
HIDDEN_EACH = 2
FITTING_EACH = 12  # as `fit_prior` makes them anyway
POORER = (Evidence.DUAL, Evidence.SINGLE)
_PLACE = {kind.name: number for number, kind in enumerate(kinds())}
_WAYS = tuple(HiddenKind)

DRAWS: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((0,), (3,), (6,)),
    3: ((0, 1, 2), (3, 4, 5), (6, 7, 8)),
    10: (tuple(range(MODELS)),),
}
"""Models a kind -> which of its ten models the library holds, draw by draw."""


@dataclass(kw_only=True)
class World:
    """All described scans; models are held thinned, as a library keeps them."""

    names: tuple[str, ...]
    library: tuple[Sample, ...]
    queries: tuple[Sample, ...]
    hidden: tuple[Sample, ...]
    _seen: dict[tuple[str, int, Evidence], Description] = field(default_factory=dict)

    def entries(
        self, copies: Sequence[int], evidence: Evidence, *, without: Sequence[str] = ()
    ) -> list[ModelEntry]:
        """Return the models of a draw, ordered by HS code; ``without`` names absent kinds."""
        chosen = [
            sample
            for sample in self.library
            if copy_of(sample) in copies and sample.recipe.kind not in without
        ]
        entries = [
            ModelEntry(
                model_id=f"{sample.recipe.kind}-{sample.recipe.seed}",
                hs=sample.hs,
                name=sample.recipe.kind,
                prohibited=False,
                description=self._model(sample, evidence),
            )
            for sample in chosen
        ]
        return sorted(entries, key=lambda entry: (entry.hs, entry.model_id))

    def forget(self) -> None:
        """Let go of the models' descriptions before those of another evidence are needed."""
        self._seen.clear()

    def hs(self, kind: str) -> str:
        """Return the HS code of a kind of goods."""
        return kinds()[_PLACE[kind]].hs

    def kind(self, hs: str) -> str:
        """Return the kind of goods that has a code."""
        return next(kind.name for kind in kinds() if kind.hs == hs)

    def _model(self, sample: Sample, evidence: Evidence) -> Description:
        key = (sample.recipe.kind, sample.recipe.seed, evidence)
        if key not in self._seen:
            self._seen[key] = sample.seen_as(evidence).thinned()
        return self._seen[key]


def make_world(
    names: Sequence[str], folder: Path, *, poorer: bool = True, hidden: bool = True
) -> World:
    """Simulate and describe what the chosen rows need; ``folder`` is the cache."""
    also = POORER if poorer else ()
    return World(
        names=tuple(names),
        library=tuple(make_samples(_plain(LIBRARY, names, MODELS, also), folder=folder)),
        queries=tuple(make_samples(_plain(QUERIES, names, QUERIES_EACH, also), folder=folder)),
        hidden=tuple(make_samples(hidden_recipes(names), folder=folder)) if hidden else (),
    )


def fitting_samples(names: Sequence[str], folder: Path) -> tuple[Sample, ...]:
    """Describe scans of the fitting split, of which a prior without some kinds can be made."""
    recipes = [
        recipe_of(FITTING, name, copy, also=POORER)
        for name in names
        for copy in range(FITTING_EACH)
    ]
    return tuple(make_samples(recipes, folder=folder))


def hidden_recipes(names: Sequence[str]) -> list[Recipe]:
    """Return scans with something hidden: every way of hiding goes round the kinds of goods."""
    return [
        recipe_of(
            HIDDEN, name, copy, hidden=_WAYS[(_PLACE[name] * HIDDEN_EACH + copy) % len(_WAYS)]
        )
        for name in names
        for copy in range(HIDDEN_EACH)
    ]


def lot_of(sample: Sample) -> str:
    """Return what is not independent of each other: containers of one product."""
    return f"{sample.recipe.kind}-{sample.recipe.product}"


def _plain(
    split: Split, names: Sequence[str], each: int, also: tuple[Evidence, ...]
) -> list[Recipe]:
    return [
        recipe_of(split, name, copy, also=also, with_baseline=split is LIBRARY or copy == 0)
        for name in names
        for copy in range(each)
    ]


def recipe_of(  # noqa: PLR0913 - a recipe has as many parts
    split: Split,
    name: str,
    copy: int,
    *,
    also: tuple[Evidence, ...] = (),
    hidden: HiddenKind | None = None,
    with_baseline: bool = False,
) -> Recipe:
    """Return the recipe of a kind's copy within a split."""
    number = _PLACE[name]
    return Recipe(
        kind=name,
        seed=split.seed(number, copy),
        site=split.site(number, copy),
        product=split.product(copy),
        also=also,
        hidden=hidden,
        with_baseline=with_baseline,
    )


def copy_of(sample: Sample) -> int:
    """Return which of its kind's models a sample of the library is."""
    return LIBRARY.products.index(sample.recipe.product or 0)
