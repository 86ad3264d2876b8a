"""From a count to its colour in one table: lightness rises, eyes of all kinds can follow."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import DensityBand, Energy, Look
from viewer.pixels.tables import colour_table
from viewer.pixels.window import Curve, WindowLevel, grey_table

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for simulation
# of color vision deficiency", IEEE TVCG 15(6), 2009, table 1 at severity 1.0; linear RGB.
EYES = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# IEC 61966-2-1, linear sRGB to XYZ.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def cielab(bgra, eye):
    """CIE 15:2004, 8.2.1, white D65."""
    rgb = bgra[:, 2::-1] / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = (linear @ EYES[eye].T).clip(0, 1)
    xyz = seen @ TO_XYZ.T / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        (116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])), axis=1
    )


def channels(table):
    """Blue, green, red, 255 of each count."""
    return table.view(np.uint8).reshape(65536, 4)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("colours", list(ColourMap))
def test_every_colour_map_rises_steadily_in_lightness_for_every_eye(colours, eye):
    lightness = cielab(palette(colours), eye)[:, 0]

    # Rounding to 8 bits may cost a tenth between two greys; over 16 of them it must not show.
    assert np.diff(lightness).min() > -0.1
    assert (lightness[16:] - lightness[:-16]).min() > 2.5
    assert lightness[-1] - lightness[0] > 70


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("colours", list(ColourMap))
def test_neighbouring_colours_stay_apart_for_every_eye(colours, eye):
    colour = cielab(palette(colours), eye)

    # 2.3 is what a trained eye just tells apart: Mahy et al., Color Res. Appl. 19(2), 1994.
    step = np.linalg.norm(colour[16:] - colour[:-16], axis=1)
    assert step.min() > 2.3 * 1.7


@pytest.mark.parametrize("colours", list(ColourMap))
def test_no_palette_can_be_changed_by_who_asked_for_it(colours):
    assert not palette(colours).flags.writeable


@given(
    window=st.floats(1, 90000),
    level=st.floats(0, 65535),
    curve=st.sampled_from(Curve),
    invert=st.booleans(),
    colours=st.sampled_from(ColourMap),
)
def test_a_count_gets_the_colour_of_its_grey(window, level, curve, invert, colours):
    look = Look(
        window=WindowLevel(window=window, level=level),
        curve=curve,
        gamma=2.0,
        invert=invert,
        colours=colours,
    )

    table = colour_table(look)

    greys = grey_table(look.window, curve=curve, gamma=2.0, invert=invert)
    assert (channels(table) == palette(colours)[greys]).all()


@given(ends=st.tuples(st.floats(0, 65535), st.floats(0, 65535)).map(sorted))
def test_a_density_band_colours_its_counts_and_no_others(ends):
    darkest, brightest = ends
    plain = Look()

    table = colour_table(
        replace(plain, band=DensityBand(darkest=darkest, brightest=brightest, colour="#ff3fa4"))
    )

    counts = np.arange(65536)
    inside = (counts >= darkest) & (counts <= brightest)
    red, green = channels(table)[:, 2].astype(int), channels(table)[:, 1].astype(int)
    assert (table[~inside] == colour_table(plain)[~inside]).all()
    assert (red[inside] > green[inside]).all()


def test_texture_within_a_band_stays_visible_even_where_the_window_is_black():
    band = DensityBand(darkest=1000, brightest=3000)
    look = Look(window=WindowLevel(window=1000, level=60000), band=band)

    dark, inverted = (
        channels(colour_table(replace(look, invert=invert)))[1000:3001, 2].astype(int)
        for invert in (False, True)
    )

    assert (np.diff(dark) >= 0).all()
    assert (np.diff(inverted) <= 0).all()
    assert dark[-1] - dark[0] > 100
    assert dark[0] > 80


@pytest.mark.parametrize("at", [0, 7, 65535])
def test_a_band_of_one_count_colours_that_count(at):
    band = DensityBand(darkest=at, brightest=at)

    changed = colour_table(Look(band=band)) != colour_table(Look())

    assert np.flatnonzero(changed).tolist() == [at]


def test_what_lies_beyond_the_scale_is_no_error():
    band = DensityBand(darkest=70000, brightest=80000)

    assert (colour_table(Look(band=band)) == colour_table(Look())).all()


def test_a_look_that_differs_elsewhere_has_the_very_same_table():
    look = Look(colours=ColourMap.VIRIDIS)

    table = colour_table(look)

    assert colour_table(replace(look, energy=Energy.LOW, material=True, gamma=3.0)) is table
    assert not table.flags.writeable
