import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.phantom import FULL, make_plane, noise, truck
from workstation.domain.scan import WedgeReading
from workstation.imaging.calibration import (
    areal_density,
    attenuation,
    density_table,
    estimate_air,
    normalise_air,
    outer_size,
    pitch_from_container,
)
from workstation.imaging.container import ContainerBox


def wedge(*steps: tuple[float, float]) -> WedgeReading:
    return WedgeReading(
        material="iron", g_cm2=tuple(s[0] for s in steps), transmission=tuple(s[1] for s in steps)
    )


def test_attenuation_is_zero_in_air_and_finite_in_black():
    values = attenuation(np.array([[FULL, round(FULL / math.e), 0]], np.uint16))

    assert values[0, 0] == 0
    assert values[0, 1] == pytest.approx(1, abs=1e-3)
    assert 11 < values[0, 2] < 12


@pytest.mark.parametrize("factor", [0.3, 0.8, 1.0])
def test_open_air_is_estimated_and_becomes_full_scale(factor):
    pixels = (truck(load=1.0)[0] * factor).astype(np.uint16)

    assert estimate_air(pixels) == pytest.approx(FULL * factor, rel=0.01)
    scaled = normalise_air(make_plane(pixels)).transmission
    assert estimate_air(scaled) == pytest.approx(FULL, rel=0.01)


def test_a_black_picture_has_no_air_and_stays_as_it_is():
    plane = make_plane(np.zeros((20, 20), np.uint16))

    assert estimate_air(plane.transmission) is None
    assert normalise_air(plane) is plane


def test_the_scanners_own_air_counts_come_first():
    plane = make_plane(np.full((10, 10), 20_000, np.uint16))

    assert normalise_air(plane, air=40_000).transmission[0, 0] == round(FULL / 2)


def test_equivalent_density_gives_back_the_steps_of_the_wedge():
    reading = wedge((5, 0.8), (20, 0.4), (50, 0.1))
    pixels = np.array([[FULL, *(round(FULL * t) for t in (0.8, 0.4, 0.1))]], np.uint16)

    density = areal_density(pixels, reading)

    assert density is not None
    assert density[0] == pytest.approx([0, 5, 20, 50], abs=0.01)


def test_beyond_the_last_step_the_last_slope_goes_on():
    density = areal_density(
        np.array([[round(FULL * 0.05)]], np.uint16), wedge((20, 0.4), (50, 0.1))
    )

    assert density is not None
    assert density[0, 0] == pytest.approx(50 + 30 * math.log(2) / math.log(4), rel=1e-3)


def test_steps_in_the_noise_floor_are_left_out():
    clean, noisy = wedge((5, 0.8), (20, 0.4)), wedge((5, 0.8), (20, 0.4), (50, 0.4), (80, 0.01))

    assert np.array_equal(density_table(clean), density_table(noisy))


@pytest.mark.parametrize("reading", [wedge(), wedge((5, 0.0)), wedge((5, 1.0))])
def test_a_wedge_without_a_usable_step_calibrates_nothing(reading):
    assert areal_density(noise(3, 3), reading) is None


@given(st.lists(st.tuples(st.floats(0.1, 300), st.floats(1e-4, 0.999)), min_size=1, max_size=8))
def test_darker_never_means_less_mass(steps):
    table = density_table(wedge(*steps))

    assert table is None or bool((np.diff(table) <= 1e-3).all())


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("22G1", (6058, 2591)),
        ("45g1", (12192, 2896)),
        ("L5R1", (13716, 2896)),
        ("9ZZZ", None),
        ("", None),
    ],
)
def test_a_size_type_code_tells_the_outer_size(code, size):
    found = outer_size(code)

    assert (None if found is None else (found.length_mm, found.height_mm)) == size


def test_the_pitch_follows_from_the_outline():
    size = outer_size("42G1")
    assert size is not None

    pitch = pitch_from_container(ContainerBox(row=0, column=0, height=518, width=2000), size)

    assert pitch == (pytest.approx(2591 / 518), pytest.approx(12192 / 2000))
