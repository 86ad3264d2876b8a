"""Scans for the benchmark: their truth, and what the cache keeps."""

from dataclasses import replace

import numpy as np
import pytest

from tests.benchmarks import engine_scans
from tests.benchmarks.engine_scans import Recipe, make_sample
from tests.benchmarks.orb_baseline import baseline_scores
from workstation.matching.description import Evidence
from workstation.simulation.hidden import HiddenKind

PLAIN = Recipe(
    kind="granite_blocks",
    seed=20_001,
    site=20,
    product=2000,
    hidden=HiddenKind.OTHER_GOODS,
    also=(Evidence.DUAL, Evidence.SINGLE),
    with_baseline=True,
)


@pytest.fixture(scope="module")
def sample():
    return make_sample(PLAIN)


def test_a_sample_knows_where_the_hidden_load_is(sample):
    grid = sample.description.load.shape

    assert sample.mask.shape == grid
    assert 0 < sample.mask.mean() < 0.6
    assert len(sample.hidden) == 1


def test_the_mask_on_the_grid_lies_where_the_picture_says(sample):
    box, area = sample.description.interior, sample.hidden[0]
    columns = np.flatnonzero(sample.mask.any(axis=0)) + 0.5
    across = box.column + columns / sample.mask.shape[1] * box.width

    assert area.column - 20 <= across.min()
    assert across.max() <= area.column + area.width + 20


def test_poorer_evidence_brings_less(sample):
    assert sample.seen_as(Evidence.CALIBRATED).evidence is Evidence.CALIBRATED
    assert sample.seen_as(Evidence.DUAL).evidence is Evidence.DUAL
    assert "size_unknown" in sample.seen_as(Evidence.DUAL).doubts
    assert sample.seen_as(Evidence.SINGLE).evidence is Evidence.SINGLE


def test_the_container_is_found_nearly_where_it_is(sample):
    assert sample.box_iou > 0.9


def test_the_cache_gives_back_what_was_made(sample, tmp_path):
    first = engine_scans.kept_sample(PLAIN, tmp_path)
    files = list(tmp_path.iterdir())

    again = engine_scans.kept_sample(PLAIN, tmp_path)

    assert len(files) == 1
    assert again.stored == first.stored == sample.stored
    assert np.array_equal(again.mask, first.mask)
    assert np.array_equal(again.looks.orb, first.looks.orb)
    assert (again.hs, again.hidden, again.box_iou) == (first.hs, first.hidden, first.box_iou)


def test_a_cached_scan_that_was_cut_short_is_made_again(sample, tmp_path):
    engine_scans.save(tmp_path / "any.npz", sample)
    engine_scans.kept_sample(PLAIN, tmp_path)
    file = next(tmp_path.glob(f"{engine_scans.made_by()}-*.npz"))
    file.write_bytes(file.read_bytes()[:5000])

    again = engine_scans.kept_sample(PLAIN, tmp_path)

    assert again.stored == sample.stored


def test_what_other_code_made_is_thrown_away(sample, tmp_path):
    engine_scans.save(tmp_path / "0123456789abcdef-x.npz", sample)
    engine_scans.save(tmp_path / f"{engine_scans.made_by()}-x.npz", sample)
    (tmp_path / f"{engine_scans.made_by()}-y.part").write_bytes(b"half")

    engine_scans.clean(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == [f"{engine_scans.made_by()}-x.npz"]


def test_the_baseline_likes_a_picture_best_that_is_the_same(sample):
    other = make_sample(replace(PLAIN, kind="toys", also=(), hidden=None))

    scores = baseline_scores([sample.looks], [other.looks, sample.looks], workers=1)

    assert scores[0].argmax() == 1
