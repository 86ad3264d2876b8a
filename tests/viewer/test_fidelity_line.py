"""The line under the picture: every filter, size, band and strip is said, and at which scale."""

import numpy as np
import pytest

from viewer.panes.fidelity_line import FidelityLine
from viewer.panes.material_words import MaterialWords
from viewer.picture import Picture
from viewer.pixels.look import DensityBand, Filter, FilterKind, Look, Strip
from viewer.pixels.state import Fidelity, PictureState

ONE = Picture(high=np.zeros((40, 60), np.uint16))
PAIR = Picture(high=np.zeros((40, 60), np.uint16), low=np.zeros((40, 60), np.uint16))


@pytest.fixture
def say(qtbot):
    line = FidelityLine()
    qtbot.addWidget(line)

    def say(look, *, picture=ONE, decimation=1.0):
        line.say(picture, PictureState(look=look, fidelity=Fidelity(decimation=decimation)))
        return line.text()

    return say


def stack(*filters):
    return Look(filters=filters)


SHARPEN = Filter(kind=FilterKind.SHARPEN)
MEDIAN = Filter(kind=FilterKind.MEDIAN)
EQUALISE = Filter(kind=FilterKind.EQUALISE)


@pytest.mark.parametrize("kind", FilterKind)
def test_every_filter_has_words_of_its_own_and_its_strength(say, kind):
    words = {one: say(stack(Filter(kind=one, strength=0.35))) for one in FilterKind}

    assert "35%" in words[kind]
    assert "no filter" not in words[kind]
    assert [one for one in FilterKind if words[one] == words[kind]] == [kind]


def test_a_size_is_said_where_one_was_chosen(say):
    assert "mean 7 px 50%" in say(stack(Filter(kind=FilterKind.MEAN, size=7)))
    assert "mean 50%" in say(stack(Filter(kind=FilterKind.MEAN)))
    assert "local contrast 16 tiles 50%" in say(stack(Filter(kind=FilterKind.EQUALISE, size=4)))


def test_a_filter_that_is_off_is_not_said(say):
    words = say(stack(Filter(kind=FilterKind.MEDIAN, on=False)))

    assert "no filter" in words
    assert "median" not in words


@pytest.mark.parametrize(
    ("filters", "decimation", "words"),
    [
        ((SHARPEN,), 4.0, "sharpened 50% at 1:4"),
        ((SHARPEN,), 1.0, "sharpened 50% ·"),
        ((SHARPEN,), 0.25, "sharpened 50% ·"),
        ((MEDIAN, SHARPEN), 3.0, "median 50% → sharpened 50% at 1:3"),
        ((EQUALISE,), 3.0, "local contrast 50% ·"),
        ((EQUALISE, SHARPEN), 3.0, "local contrast 50% → sharpened 50% at 1:3"),
        (
            (MEDIAN, EQUALISE, SHARPEN),
            3.0,
            "median 50% at 1:3 → local contrast 50% → sharpened 50% at 1:3",
        ),
    ],
)
def test_a_neighbourhood_is_said_with_the_scale_it_was_counted_at(say, filters, decimation, words):
    assert words in say(stack(*filters), decimation=decimation)


def test_a_coarse_picture_is_filtered_at_its_own_scale(say):
    coarse = Picture(high=ONE.high, reduced=4)

    assert "sharpened 50% at 1:4" in say(stack(SHARPEN), picture=coarse, decimation=1.0)


def test_a_density_band_is_said_in_percent(say):
    band = DensityBand(darkest=0.02 * 65535, brightest=0.08 * 65535)

    assert "2-8 % through in colour" in say(Look(band=band))


@pytest.mark.parametrize("strip", [Strip.ORGANIC, Strip.MIXED, Strip.METAL])
def test_a_strip_is_said_only_where_there_are_material_colours(say, strip):
    look = Look(material=True, strip=strip)

    assert f"only {strip.value} in colour" in say(look, picture=PAIR)
    assert "only" not in say(look)
    assert "only" not in say(Look(strip=strip), picture=PAIR)


def test_the_line_keeps_its_height_when_the_cursor_comes_and_goes(qtbot):
    line = FidelityLine()
    qtbot.addWidget(line)
    every = tuple(Filter(kind=kind) for kind in (FilterKind.SHARPEN, FilterKind.SMOOTH))
    line.say(PAIR, PictureState(look=stack(*every), fidelity=Fidelity(decimation=2.0)))
    line.show()

    for width in range(420, 1100, 20):
        line.resize(width, line.heightForWidth(width))
        line.point(PAIR, None)
        away = line.layout().heightForWidth(width)
        line.point(PAIR, (39.0, 59.0))

        assert line.layout().heightForWidth(width) == away


def test_a_long_warning_takes_another_line_and_never_widens_the_pane(qtbot):
    line = FidelityLine()
    qtbot.addWidget(line)
    line.resize(700, 40)
    line.show()
    qtbot.waitExposed(line)
    coarse = Picture(high=ONE.high, reduced=4)
    state = PictureState(
        look=Look(material=True), fidelity=Fidelity(full_resolution=False, missing_energy=True)
    )

    line.warn(("SWIPE: typical model right of the line", "RAW while the key is held: full window"))
    line.say(coarse, state)

    assert line.minimumSizeHint().width() <= 700
    assert "RAW while the key is held" in line.text()


def test_the_line_keeps_its_height_while_filters_are_coarse(qtbot):
    line = FidelityLine()
    qtbot.addWidget(line)
    every = stack(*(Filter(kind=kind) for kind in (FilterKind.SHARPEN, FilterKind.HISTOGRAM)))
    line.say(PAIR, PictureState(look=every, fidelity=Fidelity(decimation=2.0)))
    line.show()

    for width in range(420, 1500, 20):
        line.setMaximumHeight(1000)
        line.resize(width, line.heightForWidth(width))
        before, needed = line.height(), line.layout().heightForWidth(width)
        line.say(PAIR, PictureState(look=every, fidelity=Fidelity(decimation=2.0, exact=False)))

        assert "COARSE" in line.text()
        assert (line.minimumHeight(), line.maximumHeight()) == (before, before)

        line.say(PAIR, PictureState(look=every, fidelity=Fidelity(decimation=2.0)))

        assert line.maximumHeight() > before
        assert line.layout().heightForWidth(width) == needed


def test_a_reading_has_its_room_when_materials_come_under_a_resting_cursor(qtbot):
    half = np.full((40, 60), 30000, np.uint16)
    picture = Picture(high=half, low=half // 2)
    line = FidelityLine()
    qtbot.addWidget(line)
    line.resize(1500, 40)
    line.show()
    line.say(picture, PictureState(look=Look()))
    line.point(picture, (20.0, 30.0))
    room = line.findChild(MaterialWords).parentWidget()
    plain = room.width()

    line.say(picture, PictureState(look=Look(material=True)))

    assert room.width() >= room.sizeHint().width() > plain
