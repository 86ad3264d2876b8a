"""The grey window: what becomes black, what white, and that order is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.window import (
    Curve,
    WindowLevel,
    between,
    grey_table,
    percentile_window,
)

windows = st.builds(
    WindowLevel,
    window=st.floats(1, 131072),
    level=st.floats(0, 65535),
)
curves = st.sampled_from(Curve)
gammas = st.floats(0.2, 5)


@given(wl=windows, curve=curves, gamma=gammas)
def test_denser_cargo_never_looks_brighter(wl, curve, gamma):
    greys = grey_table(wl, curve=curve, gamma=gamma).astype(int)

    assert (np.diff(greys) >= 0).all()


@given(wl=windows, curve=curves, gamma=gammas)
def test_an_inverted_grey_and_its_plain_one_add_up_to_white(wl, curve, gamma):
    plain = grey_table(wl, curve=curve, gamma=gamma).astype(int)
    inverted = grey_table(wl, curve=curve, gamma=gamma, invert=True).astype(int)

    assert (plain + inverted == 255).all()


@given(wl=windows)
def test_the_linear_window_is_the_one_of_dicom(wl):
    counts = np.arange(65536, dtype=np.float64)
    exact = ((counts - wl.darkest) * (255 / wl.window)).clip(0, 255)

    greys = grey_table(wl)

    assert np.abs(greys - exact).max() <= 0.51


def plain_formula(wl, curve, gamma):
    """The curves as they are defined, in double precision, at every count."""
    counts = np.arange(65536, dtype=np.float64)
    if curve is Curve.LOG:
        darkest = max(wl.darkest, 1.0)
        brightest = max(wl.brightest, darkest + 1.0)
        logs = np.log(np.maximum(counts, 1.0))
        share = ((logs - np.log(darkest)) / np.log(brightest / darkest)).clip(0, 1)
    else:
        share = ((counts - wl.darkest) / wl.window).clip(0, 1)
    return np.rint((share ** (1 / gamma) if curve is Curve.GAMMA else share) * 255)


whole_windows = st.builds(between, st.integers(0, 65535), st.integers(0, 65535))


@given(wl=windows | whole_windows, curve=curves, gamma=gammas)
def test_the_quick_table_is_the_plain_formula_to_the_last_count(wl, curve, gamma):
    assert (grey_table(wl, curve=curve, gamma=gamma) == plain_formula(wl, curve, gamma)).all()


def test_a_table_that_is_kept_cannot_be_changed_by_who_asked_for_it():
    table = grey_table(WindowLevel(), gamma=1.5)

    assert grey_table(WindowLevel(), gamma=2.5) is table
    assert not table.flags.writeable


@given(
    counts=st.lists(st.integers(0, 65535), min_size=1, max_size=300),
    low=st.floats(0, 49),
    high=st.floats(51, 100),
)
def test_the_window_of_percentiles_holds_the_pixels_between_them(counts, low, high):
    pixels = np.array([counts], np.uint16)

    window = percentile_window(pixels, low, high)

    exact = np.percentile(counts, (low, high), method="inverted_cdf")
    assert (window.darkest, window.brightest) == pytest.approx(tuple(exact), abs=0.51)


@pytest.mark.parametrize(("low", "high"), [(50, 50), (-1, 50), (10, 101), (60, 40)])
def test_percentiles_that_do_not_rise_are_refused(low, high):
    with pytest.raises(ValueError, match="percentiles"):
        percentile_window(np.zeros((2, 2), np.uint16), low, high)


def test_no_counts_have_no_percentiles():
    with pytest.raises(ValueError, match="no counts"):
        percentile_window(np.zeros((0, 4), np.uint16), 1, 99)


def test_the_logarithmic_curve_shows_equal_attenuations_as_equal_steps():
    wl = between(64, 65535)

    greys = grey_table(wl, curve=Curve.LOG).astype(int)

    steps = np.diff(greys[[64 * 2**n for n in range(10)]])
    assert steps.max() - steps.min() <= 1
    assert greys[64] == 0
    assert greys[65535] == 255


def test_gamma_above_one_lifts_the_dark_greys():
    assert (
        grey_table(WindowLevel(), curve=Curve.GAMMA, gamma=2.2)[6000]
        > grey_table(WindowLevel())[6000]
    )


@pytest.mark.parametrize("width", [0, -5, 0.5, float("nan"), float("inf")])
def test_a_window_without_width_is_refused(width):
    with pytest.raises(ValueError, match="window"):
        WindowLevel(window=width, level=100)


def test_a_gamma_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="gamma"):
        grey_table(WindowLevel(), curve=Curve.GAMMA, gamma=0)


@pytest.mark.parametrize("colours", list(ColourMap))
def test_every_pseudo_colour_rises_in_lightness(colours):
    blue, green, red, alpha = palette(colours).astype(float).T

    # Luma of ITU-R BT.601; a rainbow would go up and down by dozens.
    luma = 0.114 * blue + 0.587 * green + 0.299 * red
    assert np.diff(luma).min() > -1
    assert luma[-1] - luma[0] > 150
    assert (alpha == 255).all()
