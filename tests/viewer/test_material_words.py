"""What the fidelity line says about the material under the cursor."""

from dataclasses import replace

import numpy as np
import pytest

from viewer.panes.fidelity_line import FidelityLine
from viewer.panes.material_words import reading_at
from viewer.picture import Picture
from viewer.pixels.look import Look
from viewer.pixels.material_scale import wedge_scale
from viewer.pixels.state import PictureState

STEPS = (2.0, 10.0, 40.0, 80.0, 120.0)
ORGANIC, METAL = (0.033, 0.0396), (0.036, 0.0401)
PLACE = (20.0, 30.0)


def scale():
    rows = [
        tuple(tuple(float(np.exp(-g * mu)) for g in STEPS) for mu in material)
        for material in (ORGANIC, METAL)
    ]
    return wedge_scale(*rows, g_cm2=(STEPS, STEPS), energies_mev=(9.0, 6.0))


def picture(organic, metal, **more):
    nepers = [organic * ORGANIC[n] + metal * METAL[n] for n in (0, 1)]
    high, low = (np.full((40, 60), round(65535 * np.exp(-a)), np.uint16) for a in nepers)
    return Picture(**{"high": high, "low": low, "material": scale(), **more})


@pytest.fixture
def say(qtbot):
    line = FidelityLine()
    qtbot.addWidget(line)

    def words(of, look=None, place=PLACE):
        line.say(of, PictureState(look=look or Look(material=True)))
        line.point(of, place)
        return line.cursor_text()

    return words


@pytest.mark.parametrize(
    ("organic", "metal", "words"),
    [
        (60.0, 0.0, "organic 99% · 60 g/cm²"),
        (0.0, 60.0, "metal 99% · 60 g/cm²"),
        (30.0, 30.0, "mixed 99% · 60 g/cm²"),
        (0.2, 0.0, "material: cannot tell · 0.2 g/cm²"),
    ],
)
def test_class_confidence_and_areal_density_are_said(say, organic, metal, words):
    assert say(picture(organic, metal)).startswith(words)


def test_what_it_could_be_as_well_is_said(say):
    words = say(picture(23.0, 40.0))

    assert "could be m" in words


def test_on_a_general_scale_the_words_are_those_of_an_estimate(say):
    words = say(picture(0.0, 60.0, material=None, energies_mev=(9.0, 6.0)))

    assert "50%, could be" in words
    assert "some " in words


def test_where_nothing_comes_through_there_is_no_areal_density(say):
    words = say(picture(255.0, 0.0))

    assert words.startswith("material: cannot tell · through")


@pytest.mark.parametrize("look", [Look(), Look(invert=True)])
def test_without_material_colours_no_material_is_named(say, look):
    assert say(picture(60.0, 0.0), look).startswith("through")


@pytest.mark.parametrize("place", [(-3.0, 4.0), (40.0, 4.0), (4.0, 60.0), None])
def test_beside_the_picture_nothing_is_named(say, place):
    assert say(picture(60.0, 0.0), place=place) == ""


def test_without_a_low_energy_nothing_is_named(say):
    assert say(picture(60.0, 0.0, low=None)).startswith("through")


def test_turning_material_colours_on_names_what_the_cursor_rests_on(qtbot):
    line, of = FidelityLine(), picture(60.0, 0.0)
    qtbot.addWidget(line)
    line.say(of, PictureState())
    line.point(of, PLACE)

    line.say(of, PictureState(look=Look(material=True)))

    assert line.cursor_text().startswith("organic")


def test_at_the_edge_the_pixels_that_are_there_are_read():
    of = picture(60.0, 0.0)

    corner, middle = reading_at(of, (0.0, 0.0)), reading_at(of, PLACE)

    assert corner.material is middle.material
    assert corner.g_cm2 == pytest.approx(middle.g_cm2)


def test_places_of_a_coarse_picture_are_full_resolution_places():
    of = picture(60.0, 0.0)
    half = np.zeros((40, 60), np.uint16)
    left = replace(of, reduced=4, high=np.where(np.arange(60) < 30, of.high, half))

    assert reading_at(left, (80.0, 40.0)) is not None
    assert reading_at(left, (80.0, 200.0)) is None
