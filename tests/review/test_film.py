"""The film of a review: delta-coded, bounded, and put together again at any instant."""

import numpy as np
import pytest

from workstation.review.coverage import COLUMNS, ROWS, Level
from workstation.review.film import (
    LIMIT_BYTES,
    Film,
    FilmUnreadable,
    Reel,
    Track,
    film_hash,
    read_film,
)
from workstation.review.film_strip import Strip

LOOK = {"window": 65535.0, "level": 32767.5, "invert": False, "filters": []}
MARK = {"mark_id": "a", "view": "side", "shape": "box", "points": [[1, 2], [3, 4]], "text": ""}


def a_strip() -> Strip:
    return Strip({"case": "north:1", "scan": "ab" * 32})


def read(strip: Strip) -> Film:
    return read_film(strip.to_bytes())


def test_what_was_shown_comes_back_at_every_instant() -> None:
    strip = a_strip()
    strip.note(Track.VIEW, [10.0, 20.0, 0.5], 0)
    strip.note(Track.LOOK, LOOK, 0)
    strip.note(Track.VIEW, [30.0, 40.0, 2.0], 1000)
    strip.note(Track.LOOK, {**LOOK, "window": 9000.0}, 2000)

    film = read(strip)

    assert film.at(999).get(Track.VIEW) == [10.0, 20.0, 0.5]
    assert film.at(1000).get(Track.VIEW) == [30.0, 40.0, 2.0]
    assert film.at(1999).get(Track.LOOK) == LOOK
    assert film.at(2000).get(Track.LOOK) == {**LOOK, "window": 9000.0}


def test_only_what_has_changed_is_written() -> None:
    strip = a_strip()
    strip.note(Track.LOOK, LOOK, 0)
    strip.note(Track.LOOK, LOOK, 250)
    strip.note(Track.LOOK, {**LOOK, "invert": True}, 500)

    film = read(strip)

    assert [event.value for event in film.events] == [LOOK, {"invert": True}]


def test_marks_come_and_go_in_their_order() -> None:
    strip, other = a_strip(), {**MARK, "mark_id": "b"}
    strip.note_marks([MARK], 100)
    strip.note_marks([MARK, other], 200)
    strip.note_marks([other, {**MARK, "text": "knife"}], 300)
    strip.note_marks([other], 400)

    film = read(strip)

    assert [[mark["mark_id"] for mark in film.at(at).marks] for at in (99, 100, 200, 300, 400)] == [
        [],
        ["a"],
        ["a", "b"],
        ["b", "a"],
        ["b"],
    ]
    assert film.at(300).marks[1]["text"] == "knife"


def test_coverage_grows_as_it_did() -> None:
    strip = a_strip()
    levels = np.zeros((ROWS, COLUMNS), np.uint8)
    levels[2:5, 60:] = Level.FAR
    later = levels.copy()
    later[3:9, 50:62] = Level.COVERED
    strip.note_levels(levels, 100)
    strip.note_levels(later, 200)

    film = read(strip)

    assert not film.at(0).seen.any()
    np.testing.assert_array_equal(film.at(100).seen, levels)
    np.testing.assert_array_equal(film.at(200).seen, later)


def test_a_long_film_loses_short_stops_and_neither_looks_nor_marks_nor_acts() -> None:
    strip = a_strip()
    for step in range(12_000):
        at_ms = step * 250
        strip.note(Track.VIEW, [float(step), step * 1.5, 1.25], at_ms)
        if step % 400 == 0:
            strip.note(Track.LOOK, {**LOOK, "window": float(step)}, at_ms)
            strip.note(Track.LOOK, {**LOOK, "window": step + 0.5}, at_ms + 10)
            strip.note(Track.ACT, "pane.fit", at_ms)
            strip.note(Track.ACT, "pane.invert", at_ms + 10)
            strip.note_marks([{**MARK, "text": str(step)}], at_ms)

    content = strip.to_bytes()
    film = read_film(content)

    assert len(content) <= LIMIT_BYTES
    assert film.left_out > 0
    counted = [len(list(film.of(one))) for one in (Track.LOOK, Track.ACT, Track.MARKS)]
    assert counted == [60, 60, 30]
    assert film.at(film.end_ms).get(Track.VIEW) == [11_999.0, 11_999 * 1.5, 1.25]


def test_a_place_that_was_looked_at_for_long_outlasts_those_passed_by() -> None:
    strip = Strip({}, limit_bytes=8000)
    strip.note(Track.VIEW, [7.0, 7.0, 7.0], 0)
    for step in range(500):
        strip.note(Track.VIEW, [float(step), 0.0, 1.0], 5000 + step * 250)

    assert read(strip).at(4000).get(Track.VIEW) == [7.0, 7.0, 7.0]


def test_a_full_film_tells_how_much_it_lacks_and_goes_on_whole_when_there_is_room() -> None:
    strip = Strip({}, limit_bytes=4000)
    for step in range(2000):
        strip.note(Track.LOOK, {**LOOK, "window": float(step)}, step)

    film = read(strip)

    assert len(strip.to_bytes()) < 4400
    assert film.left_out > 1000


def test_winding_back_and_forth_shows_the_same_as_winding_once() -> None:
    strip = a_strip()
    for step in range(20):
        strip.note(Track.VIEW, [float(step), 0.0, 1.0], step * 100)
        strip.note_marks([{**MARK, "text": str(step)}], step * 100)
    film = read(strip)
    reel = Reel(film)

    wound = [reel.wind_to(at) for at in (1900, 300, 700, 0)]

    for shown in wound:
        once = film.at(shown.at_ms)
        assert (shown.values, shown.marks) == (once.values, once.marks)


def test_a_film_goes_on_after_a_crash() -> None:
    strip = a_strip()
    strip.note(Track.LOOK, LOOK, 0)
    strip.note_marks([MARK], 100)
    again = Strip.again(strip.to_bytes())

    again.note(Track.LOOK, {**LOOK, "invert": True}, 500)
    again.note_marks([], 600)

    film = read(again)
    assert film.at(100).marks == (MARK,)
    assert film.at(600).marks == ()
    assert film.at(600).get(Track.LOOK) == {**LOOK, "invert": True}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"schema":"reviewroom.film/9","end_ms":0,"left_out":0}',
        b'{"schema":"reviewroom.film/1","end_ms":0,"left_out":0}\n[1,"view",[0,0,1]]',
        b'{"schema":"reviewroom.film/1","end_ms":9,"left_out":0}\n[1,"dance",0]',
        b'{"schema":"reviewroom.film/1","end_ms":9,"left_out":0}\n[1,"marks",{"order":["x"]}]',
        b'{"schema":"reviewroom.film/1","end_ms":9,"left_out":0}\n[1,"seen",[[9,0,1]]]',
        b"\xff" * 40,
        b" " * (LIMIT_BYTES + 1),
    ],
)
def test_what_is_no_film_is_refused(content: bytes) -> None:
    with pytest.raises(FilmUnreadable):
        read_film(content)


def test_the_hash_is_that_of_the_written_film() -> None:
    first, second = a_strip(), a_strip()
    second.note(Track.ACT, "pane.fit", 3)

    assert film_hash(first.to_bytes()) != film_hash(second.to_bytes())
    assert len(film_hash(first.to_bytes())) == 64
