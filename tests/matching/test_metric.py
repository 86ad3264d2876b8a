"""The metric: what varies within one kind of goods must count little, and still something."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workstation.matching import signature
from workstation.matching.description import Evidence
from workstation.matching.metric import Metric
from workstation.matching.prior import Scatter

LENGTH = signature.LENGTH
STEADY, FICKLE = slice(0, 20), slice(20, 40)


def make_metric(library: NDArray[np.float32] | None = None, codes: Sequence[str] = ()) -> Metric:
    """Fit on a prior in which only forty features tell kinds apart, half of them much better."""
    within = np.ones(LENGTH)
    within[STEADY], within[FICKLE] = 0.05, 0.5
    prior = Scatter(
        mean=np.zeros(LENGTH), within=np.diag(within), total=np.eye(LENGTH), weight=200.0
    )
    signatures = np.zeros((0, LENGTH), np.float32) if library is None else library
    return Metric.fitted(prior, signatures, codes, Evidence.CALIBRATED)


def test_what_varies_less_within_a_kind_counts_more_but_not_without_limit() -> None:
    reach = np.linalg.norm(make_metric().map, axis=1)

    ratio = reach[STEADY].mean() / reach[FICKLE].mean()

    # Without any shrinking it would be the square root of ten.
    assert 1.5 < ratio < 2.5


def test_vectors_have_unit_length_and_a_likeness_is_at_most_one() -> None:
    some = np.random.default_rng(2).standard_normal((5, LENGTH)).astype(np.float32)

    vectors = make_metric().project(some)

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors @ vectors.T).max() <= 1 + 1e-5


def test_a_library_with_one_model_of_each_kind_leaves_the_metric_as_it_was() -> None:
    models = np.random.default_rng(3).standard_normal((30, LENGTH)).astype(np.float32)

    metric = make_metric(models, [str(number) for number in range(30)])

    assert np.array_equal(metric.map, make_metric().map)


def test_what_varies_within_the_kinds_of_a_library_counts_less_there() -> None:
    rng = np.random.default_rng(4)
    models = rng.standard_normal((300, LENGTH)).astype(np.float32) * 0.2
    models[:, 5] *= 50
    codes = [str(number % 10) for number in range(300)]

    reach = np.linalg.norm(make_metric(models, codes).map, axis=1)

    assert reach[5] < 0.5 * reach[6]


def test_the_narrow_part_of_a_vector_weighs_as_much_as_the_wide_one() -> None:
    some = np.random.default_rng(2).standard_normal((5, LENGTH)).astype(np.float32)

    vectors = make_metric().project(some)

    assert np.allclose(np.linalg.norm(vectors[:, :64], axis=1), np.sqrt(0.5), atol=1e-5)
