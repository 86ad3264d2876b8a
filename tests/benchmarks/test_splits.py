"""The benchmark's ranges and groups."""

from itertools import combinations

import pytest

from tests.benchmarks import look_alikes
from tests.benchmarks.splits import BENCHMARK, DEVELOPMENT, FITTING, HIDDEN, LIBRARY, QUERIES
from workstation.simulation.kinds import kinds


def meet(one, other):
    return bool(set(one) & set(other))


@pytest.mark.parametrize("what", ["sites", "products", "seeds"])
@pytest.mark.parametrize("test", BENCHMARK, ids=lambda split: split.name)
@pytest.mark.parametrize("fit", [FITTING, DEVELOPMENT], ids=lambda split: split.name)
def test_nothing_that_fits_or_tunes_is_measured(fit, test, what):
    assert not meet(getattr(fit, what), getattr(test, what))


@pytest.mark.parametrize("what", ["sites", "products", "seeds"])
@pytest.mark.parametrize("test", [QUERIES, HIDDEN], ids=lambda split: split.name)
def test_the_library_never_saw_the_sites_and_lots_of_a_query(test, what):
    assert not meet(getattr(LIBRARY, what), getattr(test, what))


def test_fitting_and_developing_are_apart():
    assert not meet(FITTING.sites, DEVELOPMENT.sites)
    assert not meet(FITTING.products, DEVELOPMENT.products)
    assert not meet(FITTING.seeds, DEVELOPMENT.seeds)


def test_no_seed_serves_twice():
    for one, other in combinations((FITTING, DEVELOPMENT, *BENCHMARK), 2):
        assert not meet(one.seeds, other.seeds), (one.name, other.name)


def test_every_kind_has_seeds_of_its_own():
    count = len(kinds())

    seeds = [split.seed(k, c) for split in BENCHMARK for k in range(count) for c in range(10)]

    assert len(set(seeds)) == len(seeds)


def test_a_range_that_ends_is_refused():
    with pytest.raises(ValueError, match="queries: products end"):
        QUERIES.product(1000)
    with pytest.raises(ValueError, match="100 seeds"):
        QUERIES.seed(0, 100)


def test_every_loaded_kind_stands_in_one_group():
    loaded = [kind.name for kind in kinds() if kind.name != "empty"]

    grouped = [kind for group in look_alikes.GROUPS.values() for kind in group]

    assert sorted(grouped) == sorted(loaded)


def test_every_kind_has_a_look_alike():
    assert all(look_alikes.look_alikes(kind) for kind in look_alikes.GROUP_OF)


def test_folds_part_the_kinds_and_each_group():
    loaded = list(look_alikes.GROUP_OF)

    one, other = look_alikes.folds(loaded)

    assert not meet(one, other)
    assert set(one) | set(other) == set(loaded)
    for group in look_alikes.GROUPS.values():
        assert meet(group, one)
        assert meet(group, other)


def test_a_quick_look_keeps_look_alikes_together():
    assert look_alikes.few(6) == (
        "rice",
        "sugar",
        "coffee",
        "cotton",
        "waste_paper",
        "plastic_scrap",
    )


def test_a_look_at_all_kinds_holds_all():
    assert sorted(look_alikes.few(69)) == sorted(look_alikes.GROUP_OF)


def test_each_turn_takes_one_kind_of_every_group_and_all_kinds_come_in_turn() -> None:
    turns = [look_alikes.unlike(turn) for turn in range(6)]

    assert all(len({look_alikes.GROUP_OF[kind] for kind in turn}) == 20 for turn in turns)
    assert {kind for turn in turns for kind in turn} == set(look_alikes.GROUP_OF)
