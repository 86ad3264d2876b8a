"""Material colours: organic orange, metal blue, and grey where nothing can be said."""

import numpy as np
import pytest

from viewer.pixels.look import Look
from viewer.pixels.material import MaterialScale, general_scale, wedge_scale
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


def test_without_a_low_energy_material_is_plain_grey():
    high, _ = pictures(1.0, 1.1)

    assert (draw(Source(high), Look(material=True)) == draw(Source(high), Look())).all()
