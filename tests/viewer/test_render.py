"""From counts to colours: exact where it can be, honest about place everywhere."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.halving import halve
from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import Energy, Enlargement, Filter, FilterKind, Look
from viewer.pixels.memory import Memory
from viewer.pixels.pyramid import Pyramid
from viewer.pixels.render import Box, Source, draw, paint, sample, zoomed_shape
from viewer.pixels.window import grey_table


def noise(shape=(300, 700), seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def ramp(shape=(400, 900)):
    """A picture whose counts are its places: 40 a row, 60 a column."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return (40 * (rows + 0.5) + 40 * (columns + 0.5)).astype(np.uint16)


def whole(source, zoom):
    rows, columns = zoomed_shape(source.shape, zoom)
    return Box(top=0, left=0, bottom=rows, right=columns)


def test_at_one_to_one_every_pixel_is_its_own_grey():
    counts = noise()
    look = Look()

    drawn = draw(Source(counts), look)

    assert (drawn[..., 0] == grey_table(look.window)[counts]).all()
    assert (drawn[..., :3] == drawn[..., :1]).all()
    assert (drawn[..., 3] == 255).all()


def test_pseudo_colours_are_those_of_their_greys():
    counts = noise()
    look = Look(colours=ColourMap.CIVIDIS)

    drawn = draw(Source(counts), look)

    assert (drawn == palette(ColourMap.CIVIDIS)[grey_table(look.window)[counts]]).all()


def test_a_half_is_the_mean_of_four_and_an_odd_edge_is_kept():
    picture = noise((5, 7))

    half = halve(picture)

    assert half.shape == (3, 4)
    assert abs(float(half[0, 0]) - picture[:2, :2].mean()) <= 0.5
    assert half[2, 3] == picture[4, 6]


def test_at_half_size_every_pixel_is_the_mean_of_its_four():
    counts = noise((200, 300))

    seen = sample(Source(counts), Look(), (0.5, 0.5), whole(Source(counts), (0.5, 0.5)))

    means = counts.reshape(100, 2, 150, 2).mean(axis=(1, 3))
    assert np.abs(seen.shown - means).max() <= 0.5


def test_enlarged_pixels_are_squares_when_asked_for():
    counts = noise((20, 30))
    look = Look(enlargement=Enlargement.PIXELS)

    seen = sample(Source(counts), look, (4.0, 4.0), Box(top=8, left=3, bottom=60, right=99))

    assert (seen.shown == counts.repeat(4, 0).repeat(4, 1)[8:60, 3:99]).all()


@settings(max_examples=60, deadline=None)
@given(
    zoom=st.floats(0.07, 6),
    top=st.integers(0, 300),
    left=st.integers(0, 700),
    height=st.integers(1, 80),
    width=st.integers(1, 80),
)
def test_what_is_seen_lies_where_it_lies_at_any_zoom(zoom, top, left, height, width):
    source = Source(ramp())
    grid = zoomed_shape(source.shape, (zoom, zoom))
    top, left = min(top, grid[0] - 1), min(left, grid[1] - 1)
    box = Box(top=top, left=left, bottom=top + height, right=left + width).within(grid)

    seen = sample(source, Look(), (zoom, zoom), box).shown

    rows = (np.arange(box.top, box.bottom) + 0.5) / zoom
    columns = (np.arange(box.left, box.right) + 0.5) / zoom
    exact = 40 * rows[:, None] + 40 * columns[None, :]
    # The outermost pixels join less than whole ones; there the ramp ends.
    edge = 2 * max(1 / zoom, 1)
    inner = (
        (rows > edge)[:, None]
        & (rows < 400 - edge)[:, None]
        & (columns > edge)[None, :]
        & (columns < 900 - edge)[None, :]
    )
    off_pixels = np.abs(seen - exact)[inner] / 40
    # A crop has whole pixels, so its scale is a little off; half a pixel just beside 1:1.
    assert off_pixels.size == 0 or off_pixels.max() < 0.51 * max(1 / zoom, 1)


@pytest.mark.parametrize(
    "kinds", [(), (FilterKind.SHARPEN, FilterKind.MEDIAN), (FilterKind.EDGES,), tuple(FilterKind)]
)
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_the_cut_into_boxes_changes_no_pixel(kinds, zoom):
    source = Source(noise((150, 260)))
    look = Look(filters=tuple(Filter(kind=kind) for kind in kinds))
    everything = whole(source, (zoom, zoom))
    part = Box(top=17, left=33, bottom=61, right=120)

    alone = sample(source, look, (zoom, zoom), part)

    assert (
        alone.shown == sample(source, look, (zoom, zoom), everything).shown[everything.cut(part)]
    ).all()


def test_a_filter_that_needs_the_whole_picture_sees_the_whole_picture():
    # Half opaque, half light: equalising only the light half would spread it over all greys.
    counts = np.full((128, 256), 1000, np.uint16)
    counts[:, 128:] = 50000
    look = Look(filters=(Filter(kind=FilterKind.EQUALISE),))

    seen = sample(Source(counts), look, (1.0, 1.0), Box(top=0, left=0, bottom=128, right=256))

    assert seen.shown[:, 200:].min() > seen.shown[:, :60].max()


def test_filters_do_not_touch_the_picture_itself():
    counts = noise()
    before = counts.copy()

    draw(Source(counts), Look(filters=tuple(Filter(kind=kind) for kind in FilterKind)))

    assert (counts == before).all()


def test_a_missing_energy_is_replaced_by_the_one_there_is():
    counts = noise()

    drawn = draw(Source(counts), Look(energy=Energy.LOW))

    assert (drawn == draw(Source(counts), Look())).all()


def test_the_low_energy_is_shown_when_asked_for():
    high, low = noise(seed=1), noise(seed=2)

    drawn = draw(Source(high, low), Look(energy=Energy.LOW))

    assert (drawn == draw(Source(low), Look())).all()


def test_a_coarse_picture_has_the_places_of_the_full_one():
    full = ramp()
    coarse = Source(halve(halve(full)), reduced=4)
    box = Box(top=40, left=80, bottom=90, right=200)

    seen = sample(coarse, Look(), (1.0, 1.0), box)

    exact = sample(Source(full), Look(), (1.0, 1.0), box)
    assert coarse.shape == full.shape
    assert np.abs(seen.shown.astype(int) - exact.shown).max() <= 40


def test_a_level_that_has_not_arrived_is_not_made_up():
    pyramid = Pyramid(noise(), first=2)

    with pytest.raises(ValueError, match="has not arrived"):
        pyramid.level(1)


def test_a_box_beside_the_picture_is_refused():
    with pytest.raises(ValueError, match="not within"):
        sample(Source(noise()), Look(), (1.0, 1.0), Box(top=0, left=0, bottom=10, right=701))


def test_pixels_of_unequal_size_are_drawn_in_proportion():
    counts = noise((60, 40))

    drawn = draw(Source(counts), Look(enlargement=Enlargement.PIXELS), (2.0, 1.0))

    assert drawn.shape == (120, 40, 4)
    assert (drawn[::2] == draw(Source(counts), Look())).all()


@given(window=st.floats(64, 65535), level=st.floats(0, 65535))
@settings(max_examples=20, deadline=None)
def test_a_new_grey_window_needs_no_new_counts(window, level):
    counts, look = noise((40, 50)), Look()
    changed = replace(look, window=replace(look.window, window=window, level=level))
    kept = sample(Source(counts), look, (1.0, 1.0), Box(top=0, left=0, bottom=40, right=50))

    assert (paint(kept, changed) == draw(Source(counts), changed)).all()


@pytest.mark.parametrize("enlargement", list(Enlargement))
@pytest.mark.parametrize("zoom", [(0.3, 1.2), (0.45, 1.125), (1.5, 0.3)])
def test_no_line_is_lost_where_one_axis_shrinks_and_the_other_grows(zoom, enlargement):
    along = 0 if zoom[0] < 1 else 1
    look = Look(enlargement=enlargement)
    greys = []

    for number in range(200, 220):
        counts = np.full((400, 400), 65535, np.uint16)
        np.moveaxis(counts, along, 0)[number] = 0
        greys.append(int(draw(Source(counts), look, zoom)[..., 0].min()))

    assert max(greys) < 255 * (1 - 0.4 * min(zoom))


@pytest.mark.parametrize("zoom", [(31.37, 31.37), (31.37, 78.425), (62.74, 156.85)])
def test_a_lens_far_in_resizes_little_more_than_it_shows(zoom):
    source, memory = Source(noise()), Memory()
    most = 0

    for step in range(20):
        box = Box(top=900 + 37 * step, left=900 + 61 * step, bottom=1112 + 37 * step, right=0)
        box = replace(box, right=box.left + 320)
        seen = sample(source, Look(), zoom, box, memory=memory).shown
        most = max(most, seen.base.size if seen.base is not None else seen.size)

    assert most < 5_000_000
