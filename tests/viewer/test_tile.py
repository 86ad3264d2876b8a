"""What a pane keeps drawn: whatever way it was reached, the same pixels."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.pixels import coarse, material
from viewer.pixels import filters as filtering
from viewer.pixels.grid import Box, zoomed_shape
from viewer.pixels.look import Energy, Filter, FilterKind, Look
from viewer.pixels.material_noise import MaterialNoise
from viewer.pixels.render import paint, sample
from viewer.pixels.source import Source
from viewer.pixels.tile import MARGIN_PX, Tile
from viewer.pixels.whole import WholePicture
from viewer.pixels.window import WindowLevel

SOURCE = Source(
    np.random.default_rng(3).integers(0, 65536, (700, 1500)).astype(np.uint16),
    np.random.default_rng(4).integers(0, 65536, (700, 1500)).astype(np.uint16),
)


for level in SOURCE.material_levels():
    material.prepare(SOURCE.scale.at_level(level))


def box_at(top, left, height, width, zoom):
    box = Box(top=top, left=left, bottom=top + height, right=left + width)
    return box.within(zoomed_shape(SOURCE.shape, (zoom, zoom)))


def shown(tile, box):
    """Put the pieces of a box together, as a pane does on screen."""
    picture = np.zeros((*box.shape, 4), np.uint8)
    for piece, here in tile.pieces(box):
        picture[box.cut(piece)] = tile.canvas[here]
    return picture


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pan"), st.integers(-400, 400), st.integers(-700, 700)),
        st.tuples(st.just("zoom"), st.sampled_from([0.5, 1.0, 2.0]), st.just(0)),
        st.tuples(st.just("window"), st.integers(2000, 60000), st.integers(0, 65000)),
        st.tuples(st.just("ahead"), st.integers(1, 8), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(
    steps=STEPS,
    look=st.sampled_from(
        [Look(), Look(material=True), Look(filters=(Filter(kind=FilterKind.SHARPEN),))]
    ),
)
def test_any_walk_over_a_picture_shows_what_a_fresh_look_shows(steps, look):
    tile, zoom, top, left = Tile(), 1.0, 100, 200
    for kind, one, other in steps:
        if kind == "pan":
            rows, columns = zoomed_shape(SOURCE.shape, (zoom, zoom))
            top = min(max(top + one, 0), rows - 100)
            left = min(max(left + other, 0), columns - 100)
        elif kind == "zoom":
            zoom, top, left = one, 40, 90
        elif kind == "window":
            look = Look(
                window=WindowLevel(window=one, level=other),
                material=look.material,
                filters=look.filters,
            )
            tile.forget_colours()
        box = box_at(top, left, 220, 310, zoom)
        tile.show(SOURCE, look, (zoom, zoom), box)
        for _ in range(one if kind == "ahead" else 0):
            tile.run_ahead(look, box)

    box = box_at(top, left, 220, 310, zoom)
    tile.show(SOURCE, look, (zoom, zoom), box)

    assert (shown(tile, box) == paint(sample(SOURCE, look, (zoom, zoom), box), look)).all()


def test_drawing_ahead_ends_when_the_margins_are_full():
    tile, box = Tile(), box_at(300, 600, 100, 160, 1.0)
    tile.show(SOURCE, Look(), (1.0, 1.0), box)

    strips = 0
    while tile.run_ahead(Look(), box):
        strips += 1
        assert strips < 100

    assert strips == 4 * MARGIN_PX // 64
    wide = box.within(SOURCE.shape, margin=MARGIN_PX)
    assert (shown(tile, wide) == paint(sample(SOURCE, Look(), (1.0, 1.0), wide), Look())).all()


def test_a_new_grey_window_makes_no_counts_anew(monkeypatch):
    tile, box = Tile(), box_at(0, 0, 200, 300, 1.0)
    tile.show(SOURCE, Look(), (1.0, 1.0), box)
    made = []

    def counted(source, *rest, **options):
        made.append(source)
        return sample(source, *rest, **options)

    monkeypatch.setattr("viewer.pixels.tile.sample", counted)

    tile.forget_colours()
    tile.show(SOURCE, Look(invert=True), (1.0, 1.0), box)

    assert SOURCE not in made  # panes of other tests may draw ahead meanwhile
    look = Look(invert=True)
    assert (shown(tile, box) == paint(sample(SOURCE, look, (1.0, 1.0), box), look)).all()


def make_exact(tile, look, zoom):
    """Make what is coarse exact, as the thread of a pane does."""
    for box in tile.rough:
        tile.take(sample(SOURCE, look, zoom, box), look)


def test_slow_filters_answer_coarsely_until_the_exact_counts_come(monkeypatch):
    monkeypatch.setattr(coarse, "_QUICK_MS", 0.001)
    monkeypatch.setattr(coarse, "_COARSE_MS", 0.001)
    look = Look(filters=(Filter(kind=FilterKind.EDGES),))
    tile, box = Tile(), box_at(120, 80, 300, 400, 1.0)
    exact = paint(sample(SOURCE, look, (1.0, 1.0), box), look)

    tile.show(SOURCE, look, (1.0, 1.0), box)

    assert not tile.is_exact
    assert not (shown(tile, box) == exact).all()
    make_exact(tile, look, (1.0, 1.0))
    assert tile.is_exact
    assert (shown(tile, box) == exact).all()


@pytest.mark.parametrize(("down", "along"), [(30, 180), (-60, -40), (350, 500)])
def test_a_pan_before_the_exact_counts_come_still_ends_exact(monkeypatch, down, along):
    monkeypatch.setattr(coarse, "_QUICK_MS", 0.001)
    look = Look(filters=(Filter(kind=FilterKind.SMOOTH),))
    tile, zoom, first = Tile(), (1.0, 1.0), box_at(120, 80, 300, 400, 1.0)
    tile.show(SOURCE, look, zoom, first)
    under_way = sample(SOURCE, look, zoom, first)
    moved = box_at(120 + down, 80 + along, 300, 400, 1.0)

    tile.show(SOURCE, look, zoom, moved)
    tile.take(under_way, look)  # it was asked for before the pan
    make_exact(tile, look, zoom)

    assert tile.is_exact
    assert (shown(tile, moved) == paint(sample(SOURCE, look, zoom, moved), look)).all()


def test_exact_counts_are_coloured_with_the_grey_window_of_now(monkeypatch):
    monkeypatch.setattr(coarse, "_QUICK_MS", 0.001)
    look, zoom = Look(filters=(Filter(kind=FilterKind.SMOOTH),)), (1.0, 1.0)
    tile, box = Tile(), box_at(120, 80, 300, 400, 1.0)
    tile.show(SOURCE, look, zoom, box)
    under_way = sample(SOURCE, look, zoom, box)
    darker = replace(look, window=WindowLevel(window=9_000, level=50_000))

    tile.forget_colours()
    tile.show(SOURCE, darker, zoom, box)
    tile.take(under_way, darker)

    assert (shown(tile, box) == paint(sample(SOURCE, darker, zoom, box), darker)).all()


def test_the_strips_of_one_paint_share_the_time_that_there_is(monkeypatch):
    look, zoom = Look(filters=(Filter(kind=FilterKind.SMOOTH),)), (1.0, 1.0)
    tile, moved = Tile(), box_at(180, 140, 300, 400, 1.0)
    tile.show(SOURCE, look, zoom, box_at(120, 80, 300, 400, 1.0))
    larger = coarse.cost_ms(SOURCE, look, zoom, Box(top=0, left=0, bottom=64, right=400))
    monkeypatch.setattr(coarse, "_QUICK_MS", larger * 1.2)

    tile.show(SOURCE, look, zoom, moved)

    assert len(tile.rough) == 1  # one of the two would have been quick alone
    make_exact(tile, look, zoom)
    assert (shown(tile, moved) == paint(sample(SOURCE, look, zoom, moved), look)).all()


def test_drawing_ahead_makes_nothing_coarse(monkeypatch):
    look, zoom = Look(filters=(Filter(kind=FilterKind.SMOOTH),)), (1.0, 1.0)
    tile, box = Tile(), box_at(120, 80, 300, 400, 1.0)
    tile.show(SOURCE, look, zoom, box)
    monkeypatch.setattr(coarse, "_QUICK_MS", 0.001)

    assert not tile.run_ahead(look, box)

    assert tile.is_exact


def test_tables_that_are_not_made_yet_hold_no_paint_up(monkeypatch):
    source = Source(SOURCE.plane(Energy.HIGH).level(0))
    had, wanted = (
        Look(filters=(Filter(kind=FilterKind.EQUALISE, strength=strength),))
        for strength in (0.4, 0.9)
    )
    box = box_at(0, 0, 60, 80, 1.0)
    filtering.prepare(source.whole(Energy.HIGH), had.filters)
    tile = Tile()
    monkeypatch.setattr(WholePicture, "_made", lambda *_a: pytest.fail("made tables in a paint"))

    tile.show(source, wanted, (1.0, 1.0), box)

    assert not tile.is_exact
    plain = paint(sample(source, Look(), (1.0, 1.0), box), Look())
    assert not (shown(tile, box) == plain).all()  # the former strength stands in for it


def test_materials_whose_table_is_not_made_yet_are_grey_until_the_exact_ones_come():
    high = np.full((400, 600), 20_000, np.uint16)
    scale = SOURCE.scale.with_noise(MaterialNoise(high=0.0031, low=0.0029))  # no other has it
    source = Source(high, (high * 0.8).astype(np.uint16), scale=scale)
    look, zoom, box = Look(material=True), (1.0, 1.0), box_at(0, 0, 60, 80, 1.0)
    tile = Tile()

    tile.show(source, look, zoom, box)
    at_once, was_exact = shown(tile, box), tile.is_exact
    tile.take(sample(source, look, zoom, box), look)

    assert not was_exact
    assert (at_once == paint(sample(source, Look(), zoom, box), Look())).all()
    assert (shown(tile, box) == paint(sample(source, look, zoom, box), look)).all()
    assert not (shown(tile, box) == at_once).all()


def test_the_coarse_answer_of_local_contrast_lies_where_the_exact_one_does():
    smooth = np.linspace(0, 1, 2400) + np.linspace(0, 1, 1600)[:, None] ** 2
    source = Source((smooth * 30_000 + 2_000).astype(np.uint16))
    look = Look(filters=(Filter(kind=FilterKind.EQUALISE, strength=0.6),))
    filtering.prepare(source.whole(Energy.HIGH), look.filters)
    zoom, box = (0.73, 0.73), Box(top=200, left=310, bottom=900, right=1400)

    answered = coarse.coarse_counts(source, look, zoom, box).shown

    exact = sample(source, look, zoom, box).shown.astype(np.int64)
    assert answered.shape == exact.shape
    assert np.abs(answered - exact).max() < 0.01 * 65535
