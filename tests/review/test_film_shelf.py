"""Films on the desk's own disk until the hub has them."""

import os
import time

import pytest

from workstation.domain.errors import StorageUnavailable
from workstation.review.draft import CaseKey
from workstation.review.film_shelf import FilmShelf

KEY = CaseKey(case_id="north:1", sha256="ab" * 32)
FILM, SHA256 = b"a film of a review", "cd" * 32


def test_a_film_of_a_decision_is_due_once_the_hub_has_recorded_it_until_it_is_settled(tmp_path):
    shelf = FilmShelf(tmp_path / "films")
    shelf.keep(SHA256, FILM)
    before = shelf.due()

    shelf.make_due(SHA256, "d1")
    again = FilmShelf(tmp_path / "films")

    assert (before, again.due(), again.film("d1")) == ((), ("d1",), FILM)
    again.settle("d1")
    assert (again.due(), again.film("d1")) == ((), None)


def test_a_draft_is_given_back_once_after_a_restart(tmp_path):
    FilmShelf(tmp_path / "films").keep_draft(KEY, FILM)

    again = FilmShelf(tmp_path / "films")

    assert (again.draft(KEY), again.draft(KEY)) == (FILM, None)
    again.drop_draft(KEY)
    assert FilmShelf(tmp_path / "films").draft(KEY) is None


def test_what_is_torn_or_forgotten_is_left_out(tmp_path):
    folder = tmp_path / "films"
    shelf = FilmShelf(folder)
    for decision in ("torn", "old"):
        shelf.keep(SHA256, FILM)
        shelf.make_due(SHA256, decision)
    (folder / "due-torn.film").write_bytes(b"\x78\x9c torn")
    long_ago = time.time() - 90 * 24 * 3600
    os.utime(folder / "due-old.film", (long_ago, long_ago))

    again = FilmShelf(folder)

    assert again.due() == ("torn",)
    assert again.film("torn") is None


def test_a_disk_that_refuses_is_said_to(tmp_path):
    (tmp_path / "films").write_text("a file in the way")

    with pytest.raises(StorageUnavailable):
        FilmShelf(tmp_path / "films")
