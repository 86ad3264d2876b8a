"""The metric: what varies within one kind of goods must count little, and still something."""

import numpy as np

from workstation.matching import signature
from workstation.matching.description import Evidence
from workstation.matching.metric import Metric
from workstation.matching.prior import Scatter

LENGTH = signature.LENGTH
STEADY, FICKLE = slice(0, 20), slice(20, 40)


def make_metric() -> Metric:
    """Fit on a prior in which only forty features tell kinds apart, half of them much better."""
    within = np.ones(LENGTH)
    within[STEADY], within[FICKLE] = 0.05, 0.5
    prior = Scatter(
        mean=np.zeros(LENGTH), within=np.diag(within), total=np.eye(LENGTH), weight=200.0
    )
    return Metric.fitted(prior, np.zeros((0, LENGTH), np.float32), [], Evidence.CALIBRATED)


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
