"""Priorities, targets and control charts: what follows from what was set and measured."""

import numpy as np
import pytest

from workstation.domain.drift import BASELINE, Chart, Measure
from workstation.domain.priority import Level, PriorityRule, Scope, steered
from workstation.domain.targets import Targets
from workstation.domain.tiers import limit_from_json


def rule(scope, subject, level):
    return PriorityRule(scope=scope, subject=subject, level=level)


def test_the_narrowest_rule_counts_and_a_risk_instruction_never_waits_longer():
    site = rule(Scope.SITE, "yantian", Level.LATER)
    goods = rule(Scope.GOODS, "0808", Level.SOONER)
    case = rule(Scope.CASE, "yantian:s1", Level.FIRST)

    assert steered(0, "yantian:s2", ("950300",), [site, goods, case]) < 0
    assert steered(0, "yantian:s2", ("080810",), [site, goods, case]) == 5
    assert steered(0, "yantian:s1", ("080810",), [site, goods, case]) == 20
    assert steered(10, "yantian:s2", (), [site]) == 10


@pytest.mark.parametrize(
    ("scope", "subject"),
    [(Scope.GOODS, "apples"), (Scope.GOODS, "1"), (Scope.CASE, "s1"), (Scope.SITE, "")],
)
def test_a_rule_that_names_nothing_is_refused(scope, subject):
    with pytest.raises(ValueError, match="name"):
        rule(scope, subject, Level.FIRST)


def test_targets_and_limits_that_nothing_can_meet_are_refused():
    for wrong in ({"direct_release": 1.2}, {"typical_s": 0.0}, {"slowest_s": float("nan")}):
        with pytest.raises(ValueError, match="got"):
            Targets(**wrong)
    for limit_s in (0.0, 1e9, float("nan")):
        with pytest.raises(ValueError, match="got"):
            limit_from_json({"limit_s": limit_s})


def led(values, chart=None):
    chart = Chart(measure=Measure.NOISE) if chart is None else chart
    for value in values:
        chart = chart.take(value)
    return chart


def drawn(rng, count, mean=0.004):
    return [float(rng.normal(mean, 0.0004)) for _ in range(count)]


def test_a_scanner_that_stays_as_it_was_is_not_called_and_one_that_drifts_is():
    rng = np.random.default_rng(7)
    baseline = led(drawn(rng, BASELINE))

    steady = led(drawn(rng, 2000), baseline)
    drifted = led(drawn(rng, 80, mean=0.0045), steady)

    assert baseline.mean == pytest.approx(0.004, rel=0.02)
    assert baseline.spread == pytest.approx(0.0004, rel=0.1)
    assert not steady.is_outside
    assert drifted.is_outside


def test_one_broken_picture_is_no_drift_and_nothing_is_called_before_there_is_a_baseline():
    rng = np.random.default_rng(3)
    learning = led([*drawn(rng, 20), *drawn(rng, 20, mean=0.4)])
    settled = led(drawn(rng, BASELINE))

    assert learning.is_learning
    assert not learning.is_outside
    assert not settled.take(9.0).is_outside
    assert settled.take(float("nan")) == settled
