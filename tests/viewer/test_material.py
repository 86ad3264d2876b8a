"""Material colours: organic orange, metal blue, and grey where nothing can be said."""

import numpy as np
import pytest

from viewer.pixels.look import Look, Strip
from viewer.pixels.material import (
    MaterialScale,
    classify,
    general_scale,
    material_palette,
    wedge_scale,
)
from viewer.pixels.material_noise import FIELD_NOISE, MaterialNoise, measure_noise
from viewer.pixels.render import Source, draw


def pictures(nepers, ratio, shape=(24, 24)):
    """High and low energy of a flat load of so much attenuation."""
    high, low = np.exp(-nepers), np.exp(-nepers * ratio)
    return tuple(np.full(shape, round(65535 * t), np.uint16) for t in (high, low))


def colour_of(nepers, ratio, scale=None):
    source = Source(*pictures(nepers, ratio), scale=scale)
    blue, green, red, _ = draw(source, Look(material=True))[12, 12].astype(int)
    return blue, green, red


@pytest.mark.parametrize("nepers", [0.6, 1.5, 3.0, 4.0])
def test_polyethylene_is_orange_and_iron_is_blue(nepers):
    scale = general_scale(6.0, 4.0)
    grid = scale.attenuation
    organic = 1 + np.interp(nepers, grid, scale.organic) / nepers
    metal = 1 + np.interp(nepers, grid, scale.metal) / nepers

    orange, blue = colour_of(nepers, organic), colour_of(nepers, metal)

    assert orange[2] > orange[1] > orange[0]
    assert blue[0] > blue[1] > blue[2]


def test_what_lies_between_is_green():
    blue, green, red = colour_of(1.0, 1.154)

    assert green > blue
    assert green > red


@pytest.mark.parametrize("nepers", [0.0, 0.02, 7.5])
def test_too_little_or_too_much_in_the_beam_stays_grey(nepers):
    blue, green, red = colour_of(nepers, 1.17)

    assert blue == green == red


def test_light_of_the_colour_is_the_grey_of_the_high_energy():
    steps = np.repeat(np.linspace(8000, 60000, 12).astype(np.uint16), 4)[None].repeat(12, 0)
    low = (65535 * (steps / 65535.0) ** 1.154).astype(np.uint16)

    drawn = draw(Source(steps, low), Look(material=True))

    brightest = drawn[6, :, :3].max(axis=-1).astype(int)
    assert (brightest == draw(Source(steps), Look())[6, :, 0]).all()


def test_the_scanners_own_wedge_beats_the_general_scale():
    # A scanner on which iron reads what the general scale takes for organic goods.
    high = (0.6, 0.3, 0.1, 0.02)
    own = wedge_scale(
        organic=(high, tuple(t**1.30 for t in high)), metal=(high, tuple(t**1.17 for t in high))
    )

    general, calibrated = colour_of(1.0, 1.17), colour_of(1.0, 1.17, own)

    assert own.calibrated
    assert general[2] > general[0]
    assert calibrated[0] > calibrated[2]


@pytest.mark.parametrize("wedge", [((), ()), ((0.5,), (0.4,)), ((0.5, 0.2), (0.4,))])
def test_a_wedge_of_fewer_than_two_steps_is_refused(wedge):
    whole = ((0.5, 0.2), (0.4, 0.1))

    with pytest.raises(ValueError, match="two steps"):
        wedge_scale(wedge, whole)


def test_the_nearest_general_scale_is_taken():
    assert general_scale(8.8, 6.1) is general_scale(9.0, 6.0)
    assert general_scale(None, None) is general_scale(6.0, 4.0)
    assert isinstance(general_scale(6.0, 3.0), MaterialScale)


def own_scale(**more):
    """A scanner's scale on which polyethylene and iron lie where 6/4 MeV puts them."""
    thick = (0.1, 0.3, 1.0, 2.0, 4.0, 5.5)
    high = tuple(np.exp(-a) for a in thick)
    return wedge_scale(
        (high, tuple(np.exp(-a * 1.18) for a in thick)),
        (high, tuple(np.exp(-a * 1.13) for a in thick)),
        **more,
    )


def saturation(nepers, place, scale):
    """How much colour there is: 0 grey, 1 full."""
    organic, metal = (float(e) for e in scale.excess_of(np.array(nepers)))
    ratio = 1 + (metal + place * (organic - metal)) / nepers
    high, low = pictures(nepers, ratio)
    blue, green, red = code_colour(classify(high, low, scale)[12, 12])
    return 1 - min(blue, green, red) / max(blue, green, red)


def code_colour(code, strip=Strip.ALL, grey=200):
    packed = material_palette(strip)[grey * 256 + int(code)]
    return tuple(int(byte) for byte in np.array([packed]).view(np.uint8)[:3])


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_colour_fades_where_the_curves_meet_the_load_is_thick_or_noise_is_high(place):
    scale = own_scale()

    well = saturation(2.0, place, scale)

    assert well > 0.6
    assert saturation(0.2, place, scale) < 0.7 * well
    assert saturation(5.6, place, scale) < 0.7 * well
    noisy = scale.with_noise(MaterialNoise(high=0.05, low=0.05))
    assert saturation(2.0, place, noisy) < 0.7 * well


def test_a_scale_that_is_not_the_scanners_own_never_gives_full_colour():
    calibrated, general = own_scale(), general_scale(6.0, 4.0)

    assert saturation(2.0, 1.0, general) < 0.7 * saturation(2.0, 1.0, calibrated)
    assert saturation(2.0, 1.0, general) > 0.2


def test_colour_fades_at_the_border_of_two_classes():
    scale = own_scale()

    assert saturation(2.0, 1 / 3, scale) < saturation(2.0, 0.05, scale)


def test_an_excess_that_no_goods_have_stays_grey():
    assert saturation(2.0, 6.0, own_scale()) == pytest.approx(0, abs=0.01)


def test_beyond_the_thickest_step_of_the_wedge_colour_ends():
    thick = (0.5, 1.0, 2.0)
    high = tuple(np.exp(-a) for a in thick)
    short = wedge_scale(
        (high, tuple(np.exp(-a * 1.18) for a in thick)),
        (high, tuple(np.exp(-a * 1.13) for a in thick)),
    )

    assert short.measured_to == pytest.approx(2.0)
    assert saturation(1.9, 1.0, short) > 0.6
    assert saturation(2.6, 1.0, short) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("strip", "place"), [(Strip.ORGANIC, 1.0), (Strip.MIXED, 0.5), (Strip.METAL, 0.0)]
)
def test_a_strip_keeps_its_class_and_lifts_the_others_to_a_pale_grey(strip, place):
    scale = own_scale()
    organic, metal = (float(e) for e in scale.excess_of(np.array(2.0)))
    for other in (0.0, 0.5, 1.0):
        high, low = pictures(2.0, 1 + (metal + other * (organic - metal)) / 2.0)
        code = classify(high, low, scale)[12, 12]

        stripped = code_colour(code, strip)

        if other == place:
            assert stripped == code_colour(code)
        else:
            assert len(set(stripped)) == 1
            assert stripped[0] == round(255 - 0.35 * 55)


def test_what_cannot_be_told_is_not_stripped():
    code = classify(*pictures(0.02, 1.1), own_scale())[12, 12]

    assert code_colour(code, Strip.METAL) == (200, 200, 200)


def scan(noise, shape=(400, 900), seed=3):
    """A load with slopes, edges and texture, counted with so much noise in open air."""
    rng = np.random.default_rng(seed)
    rows, columns = np.indices(shape)
    nepers = 0.5 + rows / shape[0] * 2 + (columns // 90 % 2) * 0.4
    passed = np.exp(-nepers)
    passed *= 1 + rng.normal(0, 1, shape) * noise / np.sqrt(passed)
    return np.rint(passed.clip(0, 1) * 65535).astype(np.uint16)


@pytest.mark.parametrize("noise", [0.002, 0.005, 0.02])
def test_the_noise_of_a_scan_is_measured_on_the_scan(noise):
    measured = measure_noise(scan(noise), scan(2 * noise, seed=4))

    assert measured.high == pytest.approx(noise, rel=0.15)
    assert measured.low == pytest.approx(2 * noise, rel=0.15)


@pytest.mark.parametrize("counts", [0, 65535])
def test_a_scan_that_is_all_air_or_opaque_takes_the_noise_of_the_field(counts):
    flat = np.full((64, 64), counts, np.uint16)

    assert measure_noise(flat, flat) == FIELD_NOISE


def test_a_scan_smaller_than_a_tile_takes_the_noise_of_the_field():
    assert measure_noise(scan(0.01, (5, 5)), scan(0.01, (5, 5))) == FIELD_NOISE


def test_levels_of_a_pyramid_are_less_noisy():
    scale = own_scale().with_noise(MaterialNoise(high=0.008, low=0.012))

    assert scale.at_level(0) is scale
    assert scale.at_level(2).noise == MaterialNoise(high=0.002, low=0.003)


@pytest.mark.parametrize("share", [0.0, -0.1])
def test_noise_that_is_not_positive_is_refused(share):
    with pytest.raises(ValueError, match="positive"):
        MaterialNoise(high=share, low=0.003)


def test_steps_at_the_floor_of_the_detector_are_left_out_of_a_scale():
    good = own_scale()
    thick = (0.1, 0.3, 1.0, 2.0, 4.0, 5.5)
    high = (*(np.exp(-a) for a in thick), np.exp(-5.5))
    floored = wedge_scale(
        (high, (*(np.exp(-a * 1.18) for a in thick), 0.001)),
        (high, (*(np.exp(-a * 1.13) for a in thick), 0.001)),
    )

    assert floored.organic == pytest.approx(good.organic)
    assert floored.measured_to == pytest.approx(good.measured_to)


def test_without_a_low_energy_material_is_plain_grey():
    high, _ = pictures(1.0, 1.1)

    assert (draw(Source(high), Look(material=True)) == draw(Source(high), Look())).all()
