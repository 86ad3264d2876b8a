"""An officer's layouts come back on the same screens, and a broken file costs nothing."""

import pytest

from ui.layout_book import LayoutBook, forget_layouts
from ui.layout_file import (
    LayoutsUnreadable,
    WindowPlace,
    read_layouts,
    read_places,
    write_layouts,
    write_places,
)
from ui.layouts import Frame, Kept, Layout, Measures

pytestmark = pytest.mark.usefixtures("qapp")

ONE, TWO = "A 1920x1080@1", 'A 1920x1080@1 + "B" 800x600@1.5'
MINE = Measures(upper_share=0.7, side_px=500, drawer=True)
PLACE = WindowPlace(frame=Frame(left=3, top=4, width=1300, height=700), maximised=False)


@pytest.fixture
def book(tmp_path):
    book = LayoutBook(tmp_path)
    book.open("li")
    return book


def test_what_is_written_is_read_again(tmp_path):
    kept = {
        ONE: Kept(
            measures={Layout.LARGE: MINE}, pinned=Layout.LARGE, folded=frozenset({"history"})
        ),
        TWO: Kept(),
    }

    write_layouts(tmp_path / "li.toml", kept)
    write_places(tmp_path / "w.toml", {TWO: PLACE})

    assert read_layouts(tmp_path / "li.toml") == kept
    assert read_places(tmp_path / "w.toml") == {TWO: PLACE}


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '["A"]\npinned = "upside_down"',
        '["A".layouts.large]\nupper_share = 7\nside_px = 1\ndrawer = false',
        "A = 3",
        '["A"]\nlayouts = 3',
    ],
)
def test_a_file_that_makes_no_sense_is_told_and_the_shipped_layouts_count(tmp_path, text):
    path = tmp_path / "officers" / "li.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    book, told = LayoutBook(tmp_path), []
    book.told.connect(told.append)

    book.open("li")

    with pytest.raises(LayoutsUnreadable):
        read_layouts(path)
    assert len(told) == 1
    assert book.saved("A", Layout.BELOW) is None


def test_a_saved_layout_counts_on_its_screens_alone(book, tmp_path):
    book.save(ONE, Layout.BELOW, MINE, pinned=Layout.BELOW)

    again = LayoutBook(tmp_path)
    again.open("li")
    assert again.saved(ONE, Layout.BELOW) == MINE
    assert again.kept(ONE).pinned is Layout.BELOW
    assert again.saved(TWO, Layout.BELOW) is None
    again.open("wang")
    assert again.saved(ONE, Layout.BELOW) is None


def test_a_fold_is_remembered(book, tmp_path):
    book.save_fold(ONE, "history", folded=True)
    book.save_fold(ONE, "declaration", folded=True)
    book.save_fold(ONE, "declaration", folded=False)

    again = LayoutBook(tmp_path)
    again.open("li")
    assert again.kept(ONE).folded == {"history"}


def test_the_window_s_place_is_there_before_anybody_signs_in(book, tmp_path):
    book.save_place(ONE, PLACE)

    assert LayoutBook(tmp_path).place(ONE) == PLACE
    assert LayoutBook(tmp_path).place(TWO) is None


def test_a_reset_forgets_all_of_it_and_nothing_else(book, tmp_path):
    book.save(ONE, Layout.BELOW, MINE, pinned=None)
    book.save_place(ONE, PLACE)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    forget_layouts(tmp_path)

    again = LayoutBook(tmp_path)
    again.open("li")
    assert again.place(ONE) is None
    assert again.saved(ONE, Layout.BELOW) is None
    assert (tmp_path / "notes.txt").exists()


def test_a_disk_that_refuses_is_told(tmp_path):
    (tmp_path / "officers").write_text("a file in the folder's place", encoding="utf-8")
    book, told = LayoutBook(tmp_path), []
    book.open("li")
    book.told.connect(told.append)

    book.save(ONE, Layout.BELOW, MINE, pinned=None)

    assert len(told) == 1
    assert book.saved(ONE, Layout.BELOW) == MINE


def test_an_officer_s_name_never_leads_out_of_the_folder(tmp_path):
    book = LayoutBook(tmp_path / "layouts")
    book.open("../../li")

    book.save(ONE, Layout.BELOW, MINE, pinned=None)

    assert [path.parent.name for path in tmp_path.rglob("*.toml")] == ["officers"]
