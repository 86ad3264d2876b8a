"""Which layout suits a case, and where windows may stand: rules without a screen."""

from dataclasses import replace

import pytest

from ui.layouts import (
    SHIPPED,
    Frame,
    Layout,
    Measures,
    ScreenPlace,
    Situation,
    can_show,
    choose,
    fitted,
    name_of,
    second_of,
    within,
)

PLAIN = Situation(screens=1, width_px=1920, height_px=1040, models=True)
LEFT = ScreenPlace(name="A", frame=Frame(left=0, top=0, width=1920, height=1080))
RIGHT = ScreenPlace(name="B", frame=Frame(left=1920, top=0, width=2560, height=1440))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Layout.BELOW),
        ({"screens": 2}, Layout.SCREENS),
        ({"screens": 2, "models": False}, Layout.LARGE),
        ({"models": False}, Layout.LARGE),
        ({"models": False, "views": 2}, Layout.BELOW),
        ({"goods_lines": 40}, Layout.PAPERS),
        ({"goods_lines": 40, "width_px": 1280}, Layout.BELOW),
        ({"goods_lines": 8}, Layout.BELOW),
        ({"height_px": 600}, Layout.LARGE),
        ({"aspect": 0.8}, Layout.LARGE),
        ({"screens": 2, "goods_lines": 40}, Layout.SCREENS),
    ],
)
def test_the_layout_follows_from_what_is_there(change, expected):
    assert choose(replace(PLAIN, **change)) is expected


def test_two_screens_are_laid_out_for_only_where_there_are_two():
    assert not can_show(Layout.SCREENS, screens=1)
    assert can_show(Layout.SCREENS, screens=2)
    assert can_show(Layout.LARGE, screens=1)


def test_the_papers_never_take_the_pictures_room():
    wide = Measures(side_px=1500)

    assert fitted(wide, width_px=1280).side_px <= 0.43 * 1280
    assert fitted(Measures(side_px=120), width_px=1280).side_px == 300


@pytest.mark.parametrize("bad", [{"upper_share": 0.05}, {"upper_share": 1.2}, {"side_px": 3}])
def test_measures_that_would_hide_something_are_refused(bad):
    with pytest.raises(ValueError, match="goes from"):
        Measures(**bad)


@pytest.mark.parametrize(
    "window",
    [
        Frame(left=5000, top=300, width=1200, height=800),
        Frame(left=-900, top=-700, width=1200, height=800),
        Frame(left=100, top=1000, width=1200, height=800),
        Frame(left=0, top=0, width=9000, height=9000),
    ],
)
def test_a_window_comes_wholly_onto_a_screen(window):
    home = within(window, (LEFT,))

    assert home.left >= 0
    assert home.top >= 0
    assert home.left + home.width <= 1920
    assert home.top + home.height <= 1080


def test_a_window_that_stands_on_a_screen_stays_there():
    window = Frame(left=2000, top=100, width=1200, height=800)

    assert within(window, (LEFT, RIGHT)) == window


def test_a_window_keeps_its_size_where_it_fits():
    home = within(Frame(left=3000, top=50, width=700, height=500), (LEFT,))

    assert (home.width, home.height) == (700, 500)


def test_while_there_is_no_screen_no_window_moves():
    window = Frame(left=3000, top=50, width=700, height=500)

    assert within(window, ()) == window


def test_the_models_go_to_the_screen_that_the_desk_is_not_on():
    assert second_of((LEFT, RIGHT), Frame(left=10, top=10, width=900, height=700)) is RIGHT
    assert second_of((LEFT, RIGHT), Frame(left=2000, top=0, width=900, height=700)) is LEFT
    assert second_of((LEFT,), LEFT.frame) is None


def test_a_set_of_screens_is_known_by_name_size_and_scale_in_any_order():
    assert name_of((RIGHT, LEFT)) == name_of((LEFT, RIGHT)) == "A 1920x1080@1 + B 2560x1440@1"
    assert name_of((replace(LEFT, scale=2.0),)) == "A 1920x1080@2"


def test_every_layout_ships_with_measures():
    assert set(SHIPPED) == set(Layout)
