"""What a picture shows first is made beside the Qt thread, and has the pixels of any paint."""

import numpy as np
import pytest

from viewer.picture import Picture
from viewer.pixels import tile
from viewer.pixels.frame import draw_frame
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.pixels.window import WindowLevel
from viewer.prepare import draw_ahead, prepare, source_of

SHARP = Look(filters=(Filter(kind=FilterKind.SHARPEN, strength=0.7),))
DARKER = Look(window=WindowLevel(window=9_000, level=50_000))


@pytest.fixture
def made(monkeypatch):
    """Tell of which pictures paints have sampled something themselves."""
    made, real = [], tile.sample

    def counted(source, look, zoom, box, **options):
        made.append(source)
        return real(source, look, zoom, box, **options)

    monkeypatch.setattr(tile, "sample", counted)
    return made


def noise(shape=(700, 2100), *, energies=1):
    planes = np.random.default_rng(3).integers(0, 65536, (2, *shape)).astype(np.uint16)
    low = planes[1] if energies == 2 else None
    return prepare(Picture(high=planes[0], low=low, pitch_mm=(4.0, 5.0)))


def size_of(pane):
    return pane.view.stage().size_px


def shown(pane, picture, look):
    """Show a picture with nothing over it, and return its pixels."""
    pane.view.scale_item.hide()
    pane.set_overview_shown(False)
    pane.legend.set_allowed(False)
    pane.show_picture(picture, look=look)
    image = pane.view.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), :3].copy()


@pytest.mark.parametrize("look", [Look(), DARKER, SHARP, Look(material=True)])
def test_a_first_view_drawn_ahead_is_painted_as_any_other_and_made_once(pane, made, look):
    picture = noise(energies=2)
    draw_ahead(picture, look, size_of(pane))

    pixels = shown(pane, picture, look)

    direct = draw_frame(source_of(picture), pane.state, pitch_mm=picture.pitch_mm)
    assert (pixels == direct[..., :3]).all()
    assert pane.view.scan_item.is_exact
    assert picture.source not in made  # panes of other tests may draw ahead meanwhile


def test_a_pane_of_another_size_makes_its_own(pane, made):
    picture = noise()
    height, width = size_of(pane)
    draw_ahead(picture, Look(), (height, width - 40))

    pixels = shown(pane, picture, Look())

    direct = draw_frame(source_of(picture), pane.state, pitch_mm=picture.pitch_mm)
    assert (pixels == direct[..., :3]).all()
    assert picture.source in made


def test_a_look_that_was_not_drawn_ahead_is_made_as_it_is(pane):
    picture = noise()
    draw_ahead(picture, SHARP, size_of(pane))

    pixels = shown(pane, picture, Look())

    direct = draw_frame(source_of(picture), pane.state, pitch_mm=picture.pitch_mm)
    assert (pixels == direct[..., :3]).all()


def test_a_hand_goes_on_from_what_was_drawn_ahead(pane):
    picture = noise()
    draw_ahead(picture, Look(), size_of(pane))
    shown(pane, picture, Look())

    pane.set_look(DARKER)
    pane.zoom_by(1.7)
    image = pane.view.grab().toImage()

    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    direct = draw_frame(source_of(picture), pane.state, pitch_mm=picture.pitch_mm)
    assert (rows[:, : image.width(), :3] == direct[..., :3]).all()


def test_a_picture_that_is_not_prepared_is_left_alone(pane):
    picture = Picture(high=np.zeros((80, 90), np.uint16))

    draw_ahead(picture, Look(), size_of(pane))

    assert source_of(picture).first_view is None
