"""The material under the cursor: a class with its confidence, g/cm², and what it may be else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.material_certainty import (
    KNOWS_NOTHING,
    ORDER,
    UNCALIBRATED_AT_MOST,
    MaterialClass,
    judge,
)
from viewer.pixels.material_noise import MaterialNoise
from viewer.pixels.material_reading import read_material
from viewer.pixels.material_scale import general_scale, wedge_scale

STEPS = (2.0, 10.0, 40.0, 80.0, 120.0)
# Attenuation at both energies for one g/cm², about as at 9 and 6 MeV.
ORGANIC, METAL = (0.033, 0.0396), (0.036, 0.0401)


def scale(**more):
    """The scale of a scanner that hardens no beam: everything rises evenly."""
    rows = [
        tuple(tuple(float(np.exp(-g * mu)) for g in STEPS) for mu in material)
        for material in (ORGANIC, METAL)
    ]
    return wedge_scale(*rows, g_cm2=(STEPS, STEPS), energies_mev=(9.0, 6.0), **more)


def five(organic, metal):
    """5 x 5 pixels behind so much of both [g/cm²]."""
    nepers = [organic * ORGANIC[n] + metal * METAL[n] for n in (0, 1)]
    return [np.full((5, 5), round(65535 * np.exp(-a)), np.uint16) for a in nepers]


@pytest.mark.parametrize(
    ("organic", "metal", "expected"),
    [
        (60.0, 0.0, MaterialClass.ORGANIC),
        (0.0, 60.0, MaterialClass.METAL),
        (30.0, 30.0, MaterialClass.MIXED),
    ],
)
def test_a_load_is_read_as_what_it_is_with_its_areal_density(organic, metal, expected):
    reading = read_material(*five(organic, metal), scale())

    assert reading.material is expected
    assert reading.confidence > 0.95
    assert reading.alike is None
    assert reading.g_cm2 == pytest.approx(organic + metal, rel=0.01)
    assert reading.calibrated


def test_near_a_border_the_class_beyond_it_is_named_too():
    reading = read_material(*five(23.0, 40.0), scale())

    assert reading.confidence < 0.95
    assert {reading.material, reading.alike} == {MaterialClass.METAL, MaterialClass.MIXED}


@pytest.mark.parametrize(("organic", "metal"), [(0.5, 0.0), (0.0, 0.0), (250.0, 0.0)])
def test_too_thin_or_too_thick_a_load_is_no_class(organic, metal):
    reading = read_material(*five(organic, metal), scale())

    assert reading.material is MaterialClass.UNSURE
    assert reading.alike is None
    assert reading.confidence == pytest.approx(KNOWS_NOTHING, abs=0.06)


def test_on_a_general_scale_no_class_is_sure_and_another_is_always_named():
    general = general_scale(9.0, 6.0)
    thick = np.array([2.0])
    _, metal = general.excess_of(thick)
    counts = [
        np.full((5, 5), round(65535 * np.exp(-a)), np.uint16) for a in (2.0, 2.0 + metal.item())
    ]

    reading = read_material(*counts, general)

    assert reading.material is MaterialClass.METAL
    assert reading.confidence == pytest.approx(UNCALIBRATED_AT_MOST)
    assert reading.alike is MaterialClass.MIXED
    assert reading.g_cm2 == pytest.approx(51.9, rel=0.01)
    assert not reading.calibrated


def test_a_scale_without_areal_densities_gives_none():
    rows = [
        tuple(tuple(float(np.exp(-g * mu)) for g in STEPS) for mu in material)
        for material in (ORGANIC, METAL)
    ]

    reading = read_material(*five(60.0, 0.0), wedge_scale(*rows))

    assert reading.g_cm2 is None


@pytest.mark.parametrize("pair", [(6.0, 4.0), (6.0, 3.0)])
def test_light_goods_that_thin_heavy_metal_looks_like_are_said_to_be_so(pair):
    general = general_scale(*pair)
    readings = []
    for nepers in (0.4, 3.0):
        organic, metal = (float(e) for e in general.excess_of(np.array(nepers)))
        low = nepers + 0.55 * organic + 0.45 * metal
        counts = [np.full((5, 5), round(65535 * np.exp(-a)), np.uint16) for a in (nepers, low)]
        steps = (0.3, 1.0, 2.0, 4.0, 5.5)
        own = wedge_scale(
            *(
                (
                    tuple(np.exp(-a) for a in steps),
                    tuple(np.exp(-a - float(general.excess_of(np.array(a))[n])) for a in steps),
                )
                for n in (0, 1)
            ),
            energies_mev=pair,
        ).with_noise(MaterialNoise(high=0.001, low=0.001, floor=0.0005))
        readings.append(read_material(*counts, own))

    thin, thick = readings
    assert thin.material is MaterialClass.MIXED
    assert thin.alike is MaterialClass.METAL
    assert thick.alike is None


def test_an_invalid_pixel_gives_no_reading():
    high, low = five(60.0, 0.0)
    low[2, 2] = 0

    assert read_material(high, low, scale()) is None
    assert read_material(high[:0], low[:0], scale()) is None


@given(
    thick=st.floats(0.0, 12.0),
    excess=st.floats(-1.0, 2.0),
    noise=st.floats(0.0005, 0.1),
    calibrated=st.booleans(),
)
def test_probabilities_are_probabilities_whatever_is_read(thick, excess, noise, calibrated):
    of = scale() if calibrated else general_scale(9.0, 6.0)
    of = of.with_noise(MaterialNoise(high=noise, low=noise))

    judged = judge(np.array([thick]), np.array([excess]), of)

    assert judged.probabilities.sum() == pytest.approx(1)
    assert judged.probabilities.min() >= 0
    assert judged.confidence[0] >= judged.probabilities.max() - 0.02
    if not calibrated:
        assert judged.confidence[0] <= UNCALIBRATED_AT_MOST + 1e-9


@given(place=st.floats(0.0, 1.0), thick=st.floats(0.4, 3.0), noise=st.floats(0.0005, 0.05))
def test_more_noise_never_makes_a_class_surer(place, thick, noise):
    of = scale()
    organic, metal = of.excess_of(np.array([thick]))
    excess = metal + place * (organic - metal)
    quiet, loud = (
        judge(np.array([thick]), excess, of.with_noise(MaterialNoise(high=s, low=s)))
        for s in (noise, 1.5 * noise)
    )

    assert loud.confidence[0] <= quiet.confidence[0] + 0.01


def test_a_stated_confidence_is_how_often_the_class_is_right():
    # Places fall evenly between the curves, as is supposed before looking.
    rng = np.random.default_rng(7)
    of = scale().with_noise(MaterialNoise(high=0.006, low=0.006, floor=0.003))
    thick = rng.uniform(0.4, 3.5, 40_000)
    organic, metal = of.excess_of(thick)
    place = rng.uniform(0, 1, thick.size)
    excess = metal + place * (organic - metal)
    measured = excess + rng.normal(0, of.noise.of_excess(thick, thick + excess, pixels=25))

    judged = judge(thick, measured, of)

    right = judged.number == np.searchsorted((1 / 3, 2 / 3), place)
    for least, most in ((0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        stated = (judged.confidence >= least) & (judged.confidence < most)
        assert stated.sum() > 300
        assert right[stated].mean() == pytest.approx(judged.confidence[stated].mean(), abs=0.03)
    assert set(np.unique(judged.number)) == set(range(len(ORDER)))
