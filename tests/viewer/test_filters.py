"""Filters: each keeps its promises to the renderer, and does to cargo what its name says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.pixels.filters import WHOLE, apply, cost_ms, reach, size_of
from viewer.pixels.local_contrast import Where
from viewer.pixels.look import SIZES, Filter, FilterKind, Look, look_from_json, look_to_json
from viewer.pixels.whole import WholePicture, histogram_table

LOCAL = [kind for kind in FilterKind if kind not in WHOLE]
EVERY_SIZE = [
    Filter(kind=kind, size=size, strength=1.0) for kind in FilterKind for size in (0, *SIZES[kind])
]


def noise(shape=(60, 90), seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def plate(shape=(41, 61), *, light=50000, dense=5000):
    """A dense square of 11 pixels in the middle of light goods."""
    counts = np.full(shape, light, np.uint16)
    row, column = shape[0] // 2, shape[1] // 2
    counts[row - 5 : row + 6, column - 5 : column + 6] = dense
    return counts


def run(kind, counts, strength=1.0, size=0):
    return apply(counts, (Filter(kind=kind, strength=strength, size=size),))


@st.composite
def local_filters(draw):
    kind = draw(st.sampled_from(LOCAL))
    return Filter(
        kind=kind,
        strength=draw(st.floats(0, 1)),
        size=draw(st.sampled_from((0, *SIZES[kind]))),
    )


@given(
    stack=st.lists(local_filters(), min_size=1, max_size=3).map(tuple),
    top=st.integers(0, 90),
    left=st.integers(0, 30),
    seed=st.integers(0, 9),
)
@settings(deadline=None)
def test_a_crop_with_its_halo_is_filtered_like_the_crop_of_the_whole(stack, top, left, seed):
    halo = reach(stack)
    counts = noise((2 * halo + 110, 2 * halo + 61), seed)
    crop = counts[top : top + 2 * halo + 20, left : left + 2 * halo + 31]

    alone = apply(crop, stack)[halo:-halo, halo:-halo] if halo else apply(crop, stack)

    place = slice(top + halo, top + halo + 20), slice(left + halo, left + halo + 31)
    assert (alone == apply(counts, stack)[place]).all()


@pytest.mark.parametrize("one", EVERY_SIZE, ids=lambda f: f"{f.kind.value}-{f.size}")
def test_every_filter_keeps_shape_and_type_and_leaves_its_input_alone(one):
    counts = noise()
    before = counts.copy()

    filtered = apply(counts, (one,))

    assert (filtered.shape, filtered.dtype) == (counts.shape, np.uint16)
    assert (filtered != counts).any()
    assert (counts == before).all()


@pytest.mark.parametrize("one", EVERY_SIZE, ids=lambda f: f"{f.kind.value}-{f.size}")
@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 2)])
def test_the_smallest_pictures_can_be_filtered(one, shape):
    assert apply(noise(shape), (one,)).shape == shape


@pytest.mark.parametrize("kind", LOCAL)
@pytest.mark.parametrize("count", [0, 30000, 65535])
def test_no_local_filter_finds_anything_where_nothing_is(kind, count):
    even = np.full((40, 50), count, np.uint16)

    assert (run(kind, even) == even).all()


@pytest.mark.parametrize("kind", FilterKind)
def test_a_filter_that_is_off_or_of_no_strength_does_nothing_and_costs_nothing(kind):
    counts = noise()
    idle = (Filter(kind=kind, strength=0), Filter(kind=kind, strength=1, on=False))

    assert apply(counts, idle) is counts
    assert reach(idle) == 0
    assert cost_ms(idle, 10**6) == 0


@pytest.mark.parametrize("kind", [FilterKind.SMOOTH, FilterKind.MEAN, FilterKind.MEDIAN])
def test_smoothing_takes_noise_away_and_more_of_it_over_more_pixels(kind):
    counts = np.random.default_rng(2).normal(30000, 2000, (200, 200)).astype(np.uint16)
    sizes = SIZES[kind]

    small, large = (run(kind, counts, 1.0, size).std() for size in (sizes[0], sizes[-1]))

    assert large < small < counts.std()


def test_sharpening_makes_both_sides_of_an_edge_differ_more():
    counts = plate(light=40000, dense=20000)

    sharp = run(FilterKind.SHARPEN, counts)

    assert sharp.min() < counts.min()
    assert sharp.max() > counts.max()


@pytest.mark.parametrize("size", [0, 5])
def test_each_kind_of_edges_sees_its_own_direction(size):
    counts = plate(light=40000, dense=20000)

    both, level, upright = (
        counts.astype(int) - run(kind, counts, 0.25, size)
        for kind in (FilterKind.EDGES, FilterKind.EDGES_HORIZONTAL, FilterKind.EDGES_VERTICAL)
    )

    top, left = (15, 30), (20, 25)
    assert level[top] > 10000 > level[left] == 0
    assert upright[left] > 10000 > upright[top] == 0
    assert both[top] > 10000 < both[left]
    assert (both >= np.maximum(level, upright)).all()


def test_a_relief_is_lit_from_the_first_corner():
    counts = plate(light=40000, dense=20000)

    relief = run(FilterKind.EMBOSS, counts, 0.5).astype(int) - counts

    assert relief[15, 25] < 0 < relief[25, 35]
    assert relief[20, 30] == 0


def test_eroding_lets_dense_cargo_grow_and_dilating_lets_it_shrink():
    counts = plate()

    dense = [
        int((picture < 20000).sum())
        for picture in (
            run(FilterKind.DILATE, counts, size=5),
            run(FilterKind.DILATE, counts),
            counts,
            run(FilterKind.ERODE, counts),
            run(FilterKind.ERODE, counts, size=5),
        )
    ]

    assert dense == [7**2, 9**2, 11**2, 13**2, 15**2]


def test_half_the_strength_is_half_way():
    counts = plate()

    half, full = (run(FilterKind.ERODE, counts, strength).astype(int) for strength in (0.5, 1.0))

    assert np.abs(half - (full + counts) / 2).max() <= 1


def test_more_tiles_raise_the_contrast_of_a_small_part():
    counts = np.random.default_rng(4).integers(45000, 65000, (160, 160)).astype(np.uint16)
    counts[120:, 120:] = 9000
    counts[120::4, 120:] = 9400

    few, many = (run(FilterKind.EQUALISE, counts, 1.0, tiles).astype(int) for tiles in (2, 8))

    contrast = [(picture[148, 150] - picture[150, 150]) for picture in (few, many)]
    assert contrast[1] > 2 * contrast[0] > 0


def test_a_part_is_equalised_as_in_the_whole_whatever_stands_before_it():
    counts = noise((120, 160))
    whole = WholePicture(counts, counts.shape)
    stack = tuple(
        Filter(kind=kind)
        for kind in (FilterKind.SHARPEN, FilterKind.HISTOGRAM, FilterKind.EQUALISE)
    )
    halo = reach(stack)
    place = (whole, Where(row=30 - halo, column=40 - halo, step=(1.0, 1.0)))

    everything = apply(counts, stack, (whole, Where(row=0, column=0, step=(1.0, 1.0))))
    part = apply(counts[30 - halo : 80 + halo, 40 - halo : 90 + halo], stack, place)

    inside = part[halo:-halo, halo:-halo].astype(int)
    assert np.abs(inside - everything[30:80, 40:90]).max() <= 1


@given(strength=st.floats(0, 1), seed=st.integers(0, 20), dense=st.integers(1, 65535))
@settings(deadline=None)
def test_no_histogram_makes_denser_cargo_look_brighter(strength, seed, dense):
    counts = noise((20, 30), seed).clip(0, dense).astype(np.uint16)

    table = histogram_table(counts, strength).astype(int)

    assert (np.diff(table) >= 0).all()
    assert (table[0], table[65535]) == (0, 65535)


def test_a_full_equalisation_uses_all_greys_alike_and_leaves_open_air_out():
    counts = np.random.default_rng(5).normal(3000, 400, (200, 300)).astype(np.uint16)
    counts[:, 100:] = 65535

    cargo = histogram_table(counts, 1.0)[counts[:, :100]]

    share = np.histogram(cargo, bins=8, range=(0, 65536))[0] / cargo.size
    assert np.abs(share - 1 / 8).max() < 0.01


def test_a_histogram_filter_is_its_table():
    counts = noise()

    assert (run(FilterKind.HISTOGRAM, counts, 0.6) == histogram_table(counts, 0.6)[counts]).all()


@pytest.mark.parametrize("even", [0, 1, 400, 65535])
def test_a_picture_of_one_count_has_nothing_to_equalise(even):
    table = histogram_table(np.full((9, 9), even, np.uint16), 1.0)

    assert (table == np.arange(65536)).all()


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (FilterKind.SMOOTH, 4),
        (FilterKind.MEDIAN, 7),
        (FilterKind.EQUALISE, 1),
        (FilterKind.HISTOGRAM, 3),
        (FilterKind.SHARPEN, -3),
        (FilterKind.MEAN, 33),
    ],
)
def test_a_size_that_a_kind_has_not_is_refused(kind, size):
    with pytest.raises(ValueError, match=f"size of {kind.value} must be one of 0"):
        Filter(kind=kind, size=size)


def test_a_median_without_a_size_grows_with_strength():
    assert [size_of(Filter(kind=FilterKind.MEDIAN, strength=s)) for s in (0.5, 0.6)] == [3, 5]


def test_a_filter_written_before_there_were_sizes_can_be_read():
    look = look_from_json({"filters": [{"kind": "median", "strength": 0.25}]})

    assert look.filters == (Filter(kind=FilterKind.MEDIAN, strength=0.25),)


def test_size_and_switch_come_back_from_json():
    look = Look(filters=(Filter(kind=FilterKind.MEAN, size=7, on=False),))

    assert look_from_json(look_to_json(look)) == look


def test_a_size_that_is_no_whole_number_is_refused():
    with pytest.raises(TypeError, match="whole number"):
        look_from_json({"filters": [{"kind": "mean", "size": 5.5}]})


def test_a_wide_smoothing_is_known_to_be_slow_and_a_small_median_to_be_quick():
    viewport = 1080 * 1920

    quick = cost_ms((Filter(kind=FilterKind.MEDIAN, strength=0.5),), viewport)

    assert quick < 5
    assert cost_ms((Filter(kind=FilterKind.SMOOTH, size=31),), viewport) > 16.7
