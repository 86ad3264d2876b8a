"""Equalisation in regions: more contrast, the same at every place however one looks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.pixels.local_contrast import Regions, Where

SHAPE = (400, 640)


def load(seed=2):
    """Dense goods with a weak pattern under a bright roof."""
    rng = np.random.default_rng(seed)
    picture = rng.normal(2000, 120, SHAPE)
    picture[::16] += 500
    picture[:80] = rng.normal(60000, 800, (80, SHAPE[1]))
    return picture.clip(0, 65535).astype(np.uint16)


def whole(step=(1.0, 1.0)):
    return Where(row=0, column=0, step=step)


def test_a_weak_pattern_in_dense_goods_gets_more_contrast():
    picture = load()
    regions = Regions(picture, SHAPE, tiles=8, clip=6.0)

    clear = regions.apply(picture, whole()).astype(float)

    lines, between = slice(176, 400, 16), slice(184, 400, 16)
    before = picture[lines].mean() - picture[between].mean()
    assert clear[lines].mean() - clear[between].mean() > 3 * before


def test_denser_cargo_never_looks_brighter_at_the_same_place():
    regions = Regions(load(), SHAPE, tiles=8, clip=8.0)
    column = np.linspace(0, 65535, 300).astype(np.uint16)

    for place in (10.0, 210.5, 388.0):
        wedge = np.repeat(column[:, None], 3, axis=1)
        where = Where(row=place, column=place, step=(1e-9, 1e-9))
        clear = regions.apply(wedge, where).astype(int)
        assert (np.diff(clear[:, 1]) >= 0).all()


@settings(max_examples=40, deadline=None)
@given(
    top=st.integers(0, 300),
    left=st.integers(0, 500),
    height=st.integers(1, 99),
    width=st.integers(1, 139),
)
def test_a_part_alone_gets_the_pixels_it_has_in_the_whole(top, left, height, width):
    picture = load()
    regions = Regions(picture, SHAPE, tiles=5, clip=4.0)
    everything = regions.apply(picture, whole())
    rows, columns = slice(top, top + height), slice(left, left + width)

    part = regions.apply(picture[rows, columns], Where(row=top, column=left, step=(1.0, 1.0)))

    # The same pixel, met as the last of one run or the first of another, rounds alike.
    assert np.abs(part.astype(int) - everything[rows, columns]).max() <= 1


def test_one_region_over_everything_is_plain_equalisation():
    picture = load()

    clear = Regions(picture, SHAPE, tiles=1, clip=1e9).apply(picture, whole())

    assert 0.45 < (clear < 32768).mean() < 0.55


def test_an_even_picture_keeps_its_counts():
    even = np.linspace(0, 65535, SHAPE[0] * SHAPE[1]).astype(np.uint16)
    even = np.random.default_rng(1).permutation(even).reshape(SHAPE)

    clear = Regions(even, SHAPE, tiles=2, clip=3.0).apply(even, whole())

    assert np.abs(clear.astype(int) - even).max() < 1200


@pytest.mark.parametrize(("tiles", "clip"), [(0, 2.0), (8, 0.5)])
def test_impossible_regions_are_refused(tiles, clip):
    with pytest.raises(ValueError, match="at least one tile"):
        Regions(load(), SHAPE, tiles=tiles, clip=clip)
