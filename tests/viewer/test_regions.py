"""Profiles and statistics from the counts themselves, checked against sums done another way."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.pixels.geometry import Area
from viewer.pixels.look import Energy
from viewer.pixels.profile import Profile, profile_along
from viewer.pixels.pyramid import halve
from viewer.pixels.regions import (
    MOST_PIXELS,
    inside,
    statistics_of_area,
    statistics_of_polygon,
)
from viewer.pixels.render import Source
from viewer.pixels.repeats import Strength, repeat_of


def noise(shape=(60, 90), seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def plane_of(down, along, shape=(80, 120)):
    """Counts that rise evenly, so that every place between pixels has a known value."""
    rows, columns = np.indices(shape)
    return (1000 + down * (rows + 0.5) + along * (columns + 0.5)).astype(np.uint16)


def load(attenuation):
    return Profile(counts=65535 * np.exp(-attenuation), step_px=2.0, lines=1, reduced=1)


def lump(at, width=20.0):
    """One bale in 500 samples."""
    return np.exp(-(((np.arange(500) - at) / width) ** 2))


# -- profiles ------------------------------------------------------------------------------


def test_a_profile_along_a_row_has_the_very_counts_of_its_pixels():
    counts = noise()

    profile = profile_along(Source(counts), Energy.HIGH, ((20.5, 10.5), (20.5, 70.5)))

    assert profile.counts == pytest.approx(counts[20, 10:71])
    assert profile.step_px == 1


ends = st.tuples(st.floats(1, 79), st.floats(1, 119))


@given(start=ends, end=ends)
def test_between_pixels_a_profile_is_bilinear(start, end):
    profile = profile_along(Source(plane_of(40, 24)), Energy.HIGH, (start, end))

    share = np.linspace(0, 1, profile.counts.size)
    expected = sum(
        pace * (a + share * (b - a)) for pace, a, b in zip((40, 24), start, end, strict=True)
    )
    assert profile.counts == pytest.approx(1000 + expected, abs=1e-6)
    assert profile.step_px <= 1


def test_lines_side_by_side_are_averaged_square_to_the_line():
    counts = noise()

    profile = profile_along(Source(counts), Energy.HIGH, ((20.5, 10.5), (20.5, 70.5)), lines=5)

    assert profile.counts == pytest.approx(counts[18:23, 10:71].mean(axis=0))
    assert profile.lines == 5


def test_square_to_a_line_is_meant_on_the_goods_where_pixels_are_oblong():
    # Pixels twice as high as wide; the line runs at 45 degrees on the goods, so square to it is
    # (-1, 2) in pixels, along which these counts do not change, and bend everywhere else.
    rows, columns = np.indices((80, 120)) + 0.5
    counts = ((2 * rows + columns) ** 2 / 2).astype(np.uint16)
    ends = ((25.0, 40.0), (45.0, 80.0))

    wide = profile_along(Source(counts), Energy.HIGH, ends, lines=21, size=(2.0, 1.0))
    single = profile_along(Source(counts), Energy.HIGH, ends)

    assert wide.counts == pytest.approx(single.counts, abs=2)


def test_a_very_long_profile_averages_fewer_lines_and_says_so():
    source = Source(np.full((4, 100_000), 30000, np.uint16))

    profile = profile_along(source, Energy.HIGH, ((2, 0), (2, 100_000)), lines=51)

    assert profile.lines == 1
    assert profile.counts.size == 100_001


def test_a_profile_of_a_coarse_picture_has_the_places_of_the_full_one():
    full = plane_of(40, 24)
    coarse = Source(halve(full), reduced=2)

    profile = profile_along(coarse, Energy.HIGH, ((10, 10), (10, 90)))

    expected = 1000 + 40 * 10 + 24 * np.linspace(10, 90, 41)
    assert profile.counts == pytest.approx(expected, abs=0.51)
    assert profile.reduced == 2
    assert profile.step_px == 2


def test_beyond_the_picture_its_outermost_pixels_go_on_and_a_point_is_no_failure():
    counts = noise()
    source = Source(counts)

    beyond = profile_along(source, Energy.HIGH, ((20.5, 80.5), (20.5, 120.5)))
    point = profile_along(source, Energy.HIGH, ((20.5, 30.5), (20.5, 30.5)), lines=3)

    assert (beyond.counts[10:] == counts[20, 89]).all()
    assert point.counts == pytest.approx([counts[19:22, 30].mean()] * 2)


def test_a_profile_takes_the_energy_that_is_asked_for_and_the_high_one_if_it_lacks():
    high, low = noise(seed=2), noise(seed=3)
    ends = ((5.5, 0.5), (5.5, 89.5))

    of_low = profile_along(Source(high, low), Energy.LOW, ends)
    of_single = profile_along(Source(high), Energy.LOW, ends)

    assert of_low.counts == pytest.approx(low[5])
    assert of_single.counts == pytest.approx(high[5])


@pytest.mark.parametrize("lines", [0, 4, -3])
def test_an_even_number_of_lines_has_no_middle_and_is_refused(lines):
    with pytest.raises(ValueError, match="odd"):
        profile_along(Source(noise()), Energy.HIGH, ((1, 1), (5, 5)), lines=lines)


def test_opaque_stays_finite():
    profile = Profile(counts=np.array([0.0, 65535.0]), step_px=1.0, lines=1, reduced=1)

    assert profile.attenuation == pytest.approx([math.log(65535), 0.0])
    assert profile.shares == pytest.approx([0, 1])


# -- statistics ----------------------------------------------------------------------------


def test_statistics_are_those_of_the_pixels_within():
    counts = noise()
    part = counts[10:40, 20:70].astype(float)

    found = statistics_of_area(
        Source(counts), Energy.HIGH, Area(row=10, column=20, height=30, width=50)
    )

    off = part - part.mean()
    bars = np.bincount((part.astype(int) >> 8).ravel(), minlength=256)
    shares = bars[bars > 0] / part.size
    assert (found.pixels, found.reduced) == (1500, 1)
    assert (found.minimum, found.maximum) == (part.min(), part.max())
    assert found.mean == pytest.approx(part.mean())
    assert found.sd == pytest.approx(part.std())
    assert found.skewness == pytest.approx((off**3).mean() / part.std() ** 3)
    assert found.kurtosis == pytest.approx((off**4).mean() / part.std() ** 4 - 3)
    assert found.entropy_bits == pytest.approx(-(shares * np.log2(shares)).sum())
    assert found.transmission == pytest.approx(part.mean() / 65535)
    assert found.attenuation == pytest.approx(-np.log(np.maximum(part, 1) / 65535).mean())
    assert (found.histogram == bars).all()


def test_a_flat_region_has_no_skewness_and_no_entropy():
    source = Source(np.full((40, 40), 1234, np.uint16))

    found = statistics_of_area(source, Energy.HIGH, Area(row=0, column=0, height=40, width=40))

    assert (found.sd, found.entropy_bits) == (0, 0)
    assert math.isnan(found.skewness)
    assert math.isnan(found.kurtosis)


def test_opaque_pixels_are_counted_because_their_attenuation_is_only_a_bound():
    counts = np.full((10, 10), 65535, np.uint16)
    counts[:, :3] = 0

    found = statistics_of_area(
        Source(counts), Energy.HIGH, Area(row=0, column=0, height=10, width=10)
    )

    assert found.opaque == pytest.approx(0.3)
    assert found.attenuation == pytest.approx(0.3 * math.log(65535))


def test_a_region_beside_the_picture_has_no_statistics():
    source = Source(noise())

    beside = Area(row=-50, column=0, height=20, width=20)
    thin = Area(row=5.6, column=0, height=0.2, width=20)
    assert statistics_of_area(source, Energy.HIGH, beside) is None
    assert statistics_of_area(source, Energy.HIGH, thin) is None
    assert statistics_of_polygon(source, Energy.HIGH, [(0, 200), (9, 300), (9, 200)]) is None


def test_a_large_region_is_read_coarsely_and_says_so():
    counts = noise((2400, 3600))
    source = Source(counts)
    whole = Area(row=0, column=0, height=2400, width=3600)

    found = statistics_of_area(source, Energy.HIGH, whole)

    polygon = statistics_of_polygon(source, Energy.HIGH, [(0, 0), (0, 1400), (1400, 1400)])
    assert polygon.reduced == 2
    assert found.reduced == 4
    assert found.pixels <= MOST_PIXELS
    assert found.mean == pytest.approx(counts.mean(), rel=1e-3)
    assert found.sd < counts.std() / 2


def test_a_box_drawn_as_a_polygon_has_the_statistics_of_the_box():
    source = Source(noise())
    corners = [(10.2, 20.7), (10.2, 70.1), (40.6, 70.1), (40.6, 20.7)]

    polygon = statistics_of_polygon(source, Energy.HIGH, corners)
    box = statistics_of_area(
        source, Energy.HIGH, Area(row=10.2, column=20.7, height=30.4, width=49.4)
    )

    assert (polygon.pixels, polygon.mean, polygon.sd) == (box.pixels, box.mean, box.sd)


corner = st.tuples(st.floats(-5, 35), st.floats(-5, 45))


@settings(max_examples=50)
@given(corners=st.lists(corner, min_size=3, max_size=7))
def test_a_polygon_holds_the_pixels_from_which_a_ray_crosses_it_oddly_often(corners):
    mask = inside(corners, (30, 40))

    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))
    for row in range(0, 30, 7):
        for column in range(0, 40, 5):
            crossed = sum(
                (a[0] <= row + 0.5) != (b[0] <= row + 0.5)
                and a[1] + (row + 0.5 - a[0]) * (b[1] - a[1]) / (b[0] - a[0]) <= column + 0.5
                for a, b in sides
            )
            assert mask[row, column] == crossed % 2


def test_two_polygons_that_share_a_side_share_no_pixel_and_leave_none_out():
    left = inside([(0, 0), (0, 17.3), (30, 22.8), (30, 0)], (30, 40))
    right = inside([(0, 17.3), (0, 40), (30, 40), (30, 22.8)], (30, 40))

    assert (left + right == 1).all()


# -- repeats -------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [7.0, 23.4, 61.0])
def test_a_row_of_like_goods_is_found_to_repeat_at_their_distance(period):
    at = np.arange(400)
    rng = np.random.default_rng(5)
    drums = 1.2 + 0.9 * ((at / period) % 1 < 0.75) + 0.4 * at / 400

    repeat = repeat_of(load(drums + rng.normal(0, 0.05, 400)))

    assert repeat.strength is Strength.STRONG
    assert repeat.period_px == pytest.approx(2 * period, rel=0.02)


@pytest.mark.parametrize("smooth", [1, 5, 15, 41])
def test_a_disorderly_load_is_hardly_ever_said_to_repeat(smooth):
    kernel = np.hanning(smooth + 2)
    said = 0
    for seed in range(60):
        rough = np.random.default_rng(seed).normal(size=600)
        cargo = np.convolve(rough, kernel / kernel.sum(), "same")
        repeat = repeat_of(load(2 + 0.3 * cargo / cargo.std()))
        said += repeat is not None and repeat.strength is not Strength.WEAK

    assert said <= 2


@pytest.mark.parametrize(
    "attenuation",
    [
        np.full(300, 1.0),
        np.linspace(0, 3, 300),
        np.where(np.arange(300) < 140, 0.1, 2.5),
        1 + lump(150),
        1 + lump(150) + np.random.default_rng(3).normal(0, 0.02, 500),
        1 + lump(40, 8) + lump(150, 8),
        1 + lump(250, 120) + 0.05 * np.sin(np.arange(500) * 2 * np.pi / 9),
        np.ones(10),
    ],
    ids=["flat", "slope", "edge", "lump", "rough lump", "pair", "ripple on a lump", "short"],
)
def test_what_does_not_repeat_is_not_said_to(attenuation):
    repeat = repeat_of(load(attenuation))

    assert repeat is None or repeat.strength is Strength.WEAK


@given(gain=st.floats(0.2, 3), offset=st.floats(0, 2))
def test_thickness_and_a_wall_before_the_goods_do_not_change_their_period(gain, offset):
    at = np.arange(300)
    goods = np.abs(np.sin(np.pi * at / 31))

    plain, behind = repeat_of(load(goods)), repeat_of(load(offset + gain * goods))

    assert behind.period_px == pytest.approx(plain.period_px, abs=0.1)
