"""Regions that do not fit, why, and the places in models that speak for and against them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from resources.opencv import cv2
from tests.matching.loads import KINDS, make_entry, make_load
from workstation.domain.comparison import Rectangle
from workstation.matching.describe import describe
from workstation.matching.description import Description, Evidence
from workstation.matching.deviations import Known, certainty, find_deviations
from workstation.matching.evidence import FEATURES, Banks, evidence_planes
from workstation.matching.grid import nearest_squares, squares_between
from workstation.matching.hull import load_hull
from workstation.matching.weigh import Weigher, shipped

MEAT, PAPER = KINDS[0], KINDS[1]
WITHIN_THE_LOAD = 32  # the plane of evidence that tells it
BLOCK = Rectangle(row=150, column=300, height=40, width=50)


def known(kind_number: int, seed: int) -> Known:
    entry = make_entry(KINDS[kind_number], seed)
    return Known(record=entry.record, description=entry.description)


@pytest.fixture(scope="module")
def hidden() -> Description:
    return describe(make_load(MEAT, 10, hidden=BLOCK))


def test_a_dense_block_is_found_first_and_called_denser(hidden: Description) -> None:
    found = find_deviations(hidden, [known(0, 1)], [known(1, 1)])

    first = found[0]
    assert first.area.row < BLOCK.row + BLOCK.height
    assert first.area.row + first.area.height > BLOCK.row
    assert first.area.column < BLOCK.column + BLOCK.width
    assert first.area.column + first.area.width > BLOCK.column
    assert first.excess_g_cm2 is not None
    assert first.excess_g_cm2 > 5
    assert "void" not in first.why


def test_witnesses_come_from_declared_and_from_other_goods(hidden: Description) -> None:
    first = find_deviations(hidden, [known(0, 1), known(0, 2)], [known(1, 1), known(2, 1)])[0]

    assert first.supporting is not None
    assert first.contradicting is not None
    assert first.supporting.hs == MEAT.hs
    assert first.contradicting.hs in {PAPER.hs, KINDS[2].hs}
    assert 0 <= first.supporting.score <= 1


def test_without_any_model_the_load_itself_is_the_evidence(hidden: Description) -> None:
    found = find_deviations(hidden, [], [])

    assert found
    assert found[0].supporting is None
    assert found[0].contradicting is None


def test_a_gap_in_the_load_is_found_first_and_told_to_be_thinner() -> None:
    scan = make_load(MEAT, 10)
    assert scan.low is not None
    hole = (slice(120, 200), slice(280, 370))
    high, low = scan.high.copy(), scan.low.copy()
    high[hole], low[hole] = 54000, 54000

    found = find_deviations(describe(replace(scan, high=high, low=low)), [known(0, 1)], [])

    area = found[0].area
    assert area.column < 370
    assert area.column + area.width > 280
    assert found[0].excess_g_cm2 is not None
    assert found[0].excess_g_cm2 < -3


def test_without_a_step_wedge_no_excess_is_claimed() -> None:
    scan = replace(make_load(MEAT, 10, hidden=BLOCK), wedge_high=(), wedge_low=())

    found = find_deviations(describe(scan), [known(0, 1)], [])

    assert all(one.excess_g_cm2 is None for one in found)


def test_a_container_with_next_to_nothing_has_no_deviations(hidden: Description) -> None:
    bare = replace(hidden, load=np.zeros_like(hidden.load))

    assert find_deviations(bare, [known(0, 1)], []) == ()


@pytest.mark.parametrize("evidence", list(Evidence))
def test_evidence_is_finite_with_and_without_models(
    hidden: Description, evidence: Evidence
) -> None:
    scan = replace(hidden, evidence=evidence)
    hull = load_hull(scan.load)

    for own, others in (([], []), ([known(0, 1).description], [known(1, 1).description])):
        planes = evidence_planes(scan, hull, Banks.of(own, others))
        assert planes.shape == (*hull.shape, FEATURES)
        assert np.isfinite(planes).all()


def test_a_point_beyond_the_load_is_weighed_as_one_within_it(hidden: Description) -> None:
    hull = load_hull(hidden.load)
    weights = np.zeros((FEATURES, 1), np.float32)
    weights[WITHIN_THE_LOAD] = -20
    only_outside = Weigher(
        mean=np.full(FEATURES, 0.5, np.float32),
        spread=np.ones(FEATURES, np.float32),
        layers=((weights, np.zeros(1, np.float32)),),
    )

    sure = certainty(hidden, hull, Banks.of([], []), only_outside)

    far = cv2.erode((~hull).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    deep = cv2.erode(hull.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert far.any()
    assert sure[far].min() > 0.9
    assert sure[deep].max() < 0.1


def test_the_shipped_weigher_knows_this_evidence_and_survives_its_file(tmp_path: Path) -> None:
    weigher = shipped()
    some = np.random.default_rng(1).standard_normal((5, FEATURES)).astype(np.float32)

    weigher.save(tmp_path / "weigher.npz")

    assert np.array_equal(Weigher.load(tmp_path / "weigher.npz").weigh(some), weigher.weigh(some))
    assert ((weigher.weigh(some) >= 0) & (weigher.weigh(some) <= 1)).all()


def test_the_nearest_of_a_bank_is_found_block_by_block_as_if_all_at_once() -> None:
    rng = np.random.default_rng(8)
    points = rng.standard_normal((300, 5)).astype(np.float32)
    bank = rng.standard_normal((40, 5)).astype(np.float32)

    nearest = nearest_squares(points, bank)

    assert np.allclose(nearest, squares_between(points, bank).min(axis=1), atol=1e-5)
