"""Scan minus typical model: nothing where they agree, nepers where goods were added."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.difference import (
    UNKNOWN_COLOUR,
    clamp_nepers,
    difference,
    difference_colour,
    measuring_look,
    nepers,
    opaque_below,
    paint_difference,
)
from viewer.pixels.look import Energy, Filter, FilterKind, Look
from viewer.pixels.window import Curve

counts = st.integers(min_value=65, max_value=65535)


def noise(shape=(300, 400), seed=1):
    return np.random.default_rng(seed).integers(65, 65536, shape).astype(np.uint16)


def test_identical_pictures_are_neutral_everywhere():
    picture = noise()

    colours = paint_difference(difference(picture, picture), full_scale=0.05)

    assert (colours == (112, 112, 112, 255)).all()


@pytest.mark.parametrize("added", [0.1, 0.5, 1.5, -0.4])
def test_added_density_gives_its_nepers(added):
    model = np.full((40, 60), 30000, np.uint16)
    scan = np.rint(model * np.exp(-added)).astype(np.uint16)

    more = nepers(difference(scan, model))

    assert more == pytest.approx(np.full(more.shape, added), abs=0.001)


@given(scan=counts, model=counts)
def test_a_difference_turned_round_changes_only_its_sign(scan, model):
    one, other = np.array([[scan]], np.uint16), np.array([[model]], np.uint16)

    more, less = difference(one, other), difference(other, one)

    assert more[0, 0] == -less[0, 0]
    assert (more[0, 0] >= 0) or (scan > model)
    assert nepers(more)[0, 0] == pytest.approx(np.log(model / scan), abs=0.001)


def test_two_opaque_places_are_not_compared():
    scan, model = np.array([[0, 3, 5]], np.uint16), np.array([[60, 0, 40000]], np.uint16)

    more = difference(scan, model)

    assert np.isnan(nepers(more)[0, :2]).all()
    assert nepers(more)[0, 2] > 6
    colours = paint_difference(more, full_scale=0.5)
    assert (colours[0, :2, 2::-1] == UNKNOWN_COLOUR).all()


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_one_step_of_a_files_greys_is_never_more_than_a_tenth_of_a_neper(bits):
    step = 65535 / (2**bits - 1)
    counts = np.arange(opaque_below(bits), 65535 - step, step)

    attenuation = -np.log(counts)

    assert np.abs(np.diff(attenuation)).max() < 0.1


def test_the_full_scale_has_the_full_colour_and_half_of_it_half():
    model = np.full((1, 4), 60000, np.uint16)
    scan = np.rint(60000 * np.exp(np.array([[-0.8, -0.4, 0.0, 0.05]]))).astype(np.uint16)

    colours = paint_difference(difference(scan, model), full_scale=0.8)[..., 2::-1]

    for column, share in enumerate((1.0, 0.5, 0.0, -0.0625)):
        assert colours[0, column] == pytest.approx(difference_colour(share), abs=1)


def test_the_size_of_a_difference_is_read_without_its_hue():
    for side in (1, -1):
        lightness = [
            np.dot(difference_colour(side * share), (0.299, 0.587, 0.114))
            for share in (0, 0.25, 0.5, 0.75, 1)
        ]
        assert lightness == sorted(lightness)
        assert lightness[-1] - lightness[0] > 20


def test_only_filters_that_keep_a_transmission_are_measured_through():
    smooth, edges = Filter(kind=FilterKind.SMOOTH), Filter(kind=FilterKind.EDGES)
    look = Look(filters=(smooth, edges), energy=Energy.LOW, curve=Curve.LOG, invert=True)

    both, one = (measuring_look(look, both_have_low=low) for low in (True, False))

    assert both.filters == (smooth,)
    assert both.energy is Energy.LOW
    assert one.energy is Energy.HIGH
    assert both.curve is Curve.LINEAR


def test_pictures_on_two_grids_are_refused():
    with pytest.raises(ValueError, match="one grid"):
        difference(noise((3, 4)), noise((4, 3)))


def test_the_scale_stays_sane():
    assert clamp_nepers(0) == 0.05
    assert clamp_nepers(100) == 4.0
