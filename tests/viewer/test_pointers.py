"""Other people's pointers over a pane: by name, within the pane, gone with all that is drawn."""

import numpy as np
import pytest

from viewer.items.pointer_item import NamedPointer
from viewer.panes.pointer_layer import PointerLayer
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture

NOTE = "a false wall behind these sacks, I think: the last row is too short for its weight"


@pytest.fixture
def pane(qtbot):
    pane = ScanPane()
    qtbot.addWidget(pane)
    pane.resize(900, 420)
    pane.show()
    qtbot.waitExposed(pane)
    pane.show_picture(Picture(high=np.full((500, 1400), 9000, np.uint16)))
    pane.navigator.set_allowed(False)
    return pane


@pytest.fixture
def layer(pane):
    return PointerLayer(pane, pane)


def pointer(row, column, *, who="wang", note="", leads=False):
    return NamedPointer(who=who, place=(row, column), name="Wang", note=note, leads=leads)


def items_of(pane):
    return [item for item in pane.view.overlay_item.childItems() if item.isVisible()]


@pytest.mark.parametrize("place", [(5, 5), (5, 1395), (495, 5), (495, 1395), (250, 700)])
def test_a_name_stands_within_the_pane_wherever_its_pointer_is(pane, layer, place):
    layer.show([pointer(*place, note=NOTE)])

    (item,) = items_of(pane)
    at = pane.view.mapFromScene(item.scenePos())
    words = item._words().translated(at.x(), at.y())  # noqa: SLF001 - where it is written
    assert pane.view.viewport().rect().contains(words.toAlignedRect().adjusted(1, 1, -1, -1))


def test_a_long_note_ends_in_dots(pane, layer):
    layer.show([pointer(250, 700, note=NOTE)])

    (item,) = items_of(pane)
    assert item.lines[0] == "Wang"
    assert item.lines[1].endswith("…")


def test_who_points_at_nothing_is_not_drawn_and_comes_back_in_the_same_colour(pane, layer):
    layer.show([pointer(10, 10, who="li"), pointer(250, 700)])
    before = items_of(pane)

    layer.show([pointer(250, 700)])

    assert [shown.who for shown in layer.pointers] == ["wang"]
    layer.show([pointer(250, 700), pointer(20, 20, who="li")])
    assert items_of(pane) == before


def test_who_leads_is_told_by_the_form_of_the_arrow(pane, layer):
    layer.show([pointer(250, 700)])
    follows = pane.view.grab().toImage()

    layer.show([pointer(250, 700, leads=True)])

    assert pane.view.grab().toImage() != follows


def test_pointers_go_with_all_that_is_drawn_over_the_picture(pane, layer):
    bare = pane.view.grab().toImage()
    layer.show([pointer(250, 700)])
    assert pane.view.grab().toImage() != bare

    pane.set_overlay_shown(False)

    assert pane.view.grab().toImage() == bare


def test_a_forgotten_view_leaves_no_pointer_behind(pane, layer):
    layer.show([pointer(250, 700)])

    layer.clear()

    assert layer.pointers == ()
    assert pane.view.overlay_item.childItems() == []
