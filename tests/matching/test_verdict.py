"""P-values are conformal: right on average, never below what the calibration can carry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.loads import KINDS, make_entry
from workstation.matching.codes import related
from workstation.matching.description import Evidence
from workstation.matching.fit import Fit
from workstation.matching.gallery import Gallery
from workstation.matching.ports import ModelEntry
from workstation.matching.prior import Prior, Scatter
from workstation.matching.verdict import judge


def make_prior(fits: list[float]) -> Prior:
    nominal = Scatter.nominal()
    known = {(Evidence.CALIBRATED, True): np.sort(np.asarray(fits))}
    return Prior(scatters=dict.fromkeys(Evidence, nominal), fits=known, alike=0.6)


@pytest.fixture(scope="module")
def entries() -> list[ModelEntry]:
    return [make_entry(kind, seed) for kind in KINDS[:3] for seed in (1, 2)]


@pytest.fixture(scope="module")
def gallery(entries: list[ModelEntry]) -> Gallery:
    return Gallery.of(entries, Evidence.CALIBRATED, Prior.nothing())


@pytest.fixture(scope="module")
def empty() -> Gallery:
    return Gallery.of([], Evidence.CALIBRATED, Prior.nothing())


def test_the_p_value_counts_the_honest_loads_that_fit_as_badly(empty: Gallery) -> None:
    prior = make_prior([float(n) for n in range(1, 100)])

    p_values = [
        judge(Fit(value, several=True), empty, (), prior, false_alarm_rate=0.05).p_value
        for value in (0.5, 10.0, 200.0)
    ]

    assert p_values == [0.01, 0.11, 1.0]


def test_too_few_calibration_loads_cannot_judge(empty: Gallery) -> None:
    prior = make_prior([1.0] * 18)

    strict = judge(Fit(0.0, several=True), empty, (), prior, false_alarm_rate=0.05)
    lax = judge(Fit(0.0, several=True), empty, (), prior, false_alarm_rate=0.1)

    assert strict.p_value is None
    assert lax.p_value == pytest.approx(1 / 19)


@pytest.mark.parametrize(("fits", "share"), [(0, 0.0), (100, 0.25), (200, 0.5), (900, 0.5)])
def test_a_library_counts_for_half_of_a_p_value_once_it_has_many_fits(
    fits: int, share: float
) -> None:
    library = Gallery.of([], Evidence.CALIBRATED, Prior.nothing())
    vars(library)["calibration"] = {"100630": [Fit(9.0, several=True)] * fits}
    prior = make_prior([1.0] * 99)

    judged = judge(Fit(5.0, several=True), library, (), prior, false_alarm_rate=0.05)

    # All phantoms fit worse than this, and the whole library better.
    assert judged.p_value == pytest.approx(1 - share, abs=0.01)
    assert judged.calibrated_on == ("library" if share == 0.5 else "phantoms")


@settings(deadline=None)
@given(a=st.floats(-5, 20), b=st.floats(-5, 20))
def test_a_better_fit_never_has_a_smaller_p_value(empty: Gallery, a: float, b: float) -> None:
    prior = make_prior(list(np.linspace(-3, 12, 60)))
    low, high = sorted((a, b))

    p_low, p_high = (
        judge(Fit(value, several=True), empty, (), prior, false_alarm_rate=0.05).p_value
        for value in (low, high)
    )

    assert p_low is not None
    assert p_high is not None
    assert p_low <= p_high


def test_leaving_one_out_needs_a_second_model_of_the_code(
    entries: list[ModelEntry], gallery: Gallery
) -> None:
    lonely = Gallery.of(entries[::2], Evidence.CALIBRATED, Prior.nothing())

    assert sum(len(fits) for fits in gallery.calibration.values()) == 6
    assert lonely.calibration == {}


def test_a_code_fits_itself_better_than_another(gallery: Gallery) -> None:
    found = gallery.search(make_entry(KINDS[0], 9).description, [])

    own = gallery.fit(found, [KINDS[0].hs])
    other = gallery.fit(found, [KINDS[1].hs])

    assert own is not None
    assert other is not None
    assert own.value > other.value + 1
    assert gallery.fit(found, ["999999"]) is None


@pytest.mark.parametrize(
    ("declared", "code", "answer"),
    [
        ("020329", "020329", True),
        ("0203", "020329", True),
        ("02032900", "0203", True),
        ("020321", "020329", False),
        ("02", "020329", False),
    ],
)
def test_codes_are_related_when_they_agree_as_far_as_both_go(
    declared: str, code: str, *, answer: bool
) -> None:
    assert related(declared, code) is answer
