"""The benchmark's arithmetic against values worked out by hand or taken from textbooks."""

import numpy as np
import pytest

from tests.benchmarks.figures import (
    auc,
    aupro,
    bootstrap,
    detection,
    median,
    pixel_auroc,
    share,
)


def test_wilson_s_interval_is_that_of_the_textbook():
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, score method.
    figure = share(81, 263)

    assert figure.value == pytest.approx(0.3080, abs=1e-4)
    assert (figure.low, figure.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_all_hits_still_leave_doubt():
    # Newcombe's table mirrored: 0 of 20 gives 0 to 0.1611.
    figure = share(20, 20)

    assert figure.high == pytest.approx(1.0)
    assert figure.low == pytest.approx(1 - 0.1611, abs=1e-4)


def test_no_cases_have_no_share():
    with pytest.raises(ValueError, match="at least one"):
        share(0, 0)


def test_auc_counts_ties_half():
    assert auc([1, 2], [0, 1]) == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    assert np.isnan(auc([], [1.0]))


def test_detection_looks_below_what_the_rate_gives_up():
    honest = np.arange(100.0)

    assert detection(honest, [-1, 4, 5, 50], 0.05) == pytest.approx(0.5)


def test_lots_are_drawn_whole():
    # given: two lots of ten scans, all right in one and all wrong in the other
    groups = ["a"] * 10 + ["b"] * 10
    right = np.asarray([1.0] * 10 + [0.0] * 10)

    figure = bootstrap(groups, lambda chosen: float(right[chosen].mean()))

    # then: a draw of one lot twice is common, which scans drawn one by one would hardly show
    assert figure.value == pytest.approx(0.5)
    assert (figure.low, figure.high) == (0.0, 1.0)


def test_a_draw_that_measures_nothing_is_passed_over():
    figure = bootstrap("ab", lambda chosen: float("nan") if set(chosen) == {0} else 1.0)

    assert (figure.value, figure.low, figure.high) == (1.0, 1.0, 1.0)


def test_the_median_lies_within_its_interval():
    figure = median([1, 2, 3, 4, 100])

    assert figure.value == 3
    assert figure.low <= 3 <= figure.high


def marked():
    """Two regions: one of a single point, one of four."""
    mask = np.zeros((6, 12), bool)
    mask[0, 0] = mask[3:5, 8:10] = True
    return mask


def test_a_map_that_is_the_truth_is_perfect():
    mask = marked()

    assert aupro([mask * 1.0], [mask]) == pytest.approx(1)
    assert pixel_auroc([mask * 1.0], [mask]) == pytest.approx(1)


def test_a_map_that_says_nothing_earns_what_chance_earns():
    mask = marked()

    # overlap = false-positive rate: area limit²/2 over limit
    assert aupro([np.zeros(mask.shape)], [mask]) == pytest.approx(0.15)
    assert pixel_auroc([np.zeros(mask.shape)], [mask]) == pytest.approx(0.5)


def test_a_small_region_weighs_as_much_as_a_large_one():
    mask = marked()
    only_large = mask * 1.0
    only_large[0, 0] = -1.0

    # half of the regions at once, the other at a false-positive rate of one
    assert aupro([only_large], [mask]) == pytest.approx(0.5, abs=0.08)


def test_one_threshold_runs_over_all_maps():
    mask = marked()
    loud = np.full(mask.shape, 5.0)

    # given: a clean scan whose map is all above the hits of the other
    value = aupro([mask * 1.0, loud], [mask, np.zeros(mask.shape, bool)])

    assert value < 0.01
