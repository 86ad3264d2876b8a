"""The grey window: what becomes black, what white, and that order is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.window import Curve, WindowLevel, between, grey_table

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
