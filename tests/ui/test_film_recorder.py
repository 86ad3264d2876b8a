"""The recorder of films at a desk against a stub hub."""

from PySide6.QtCore import Qt

from tests.ui.test_desk import BOX_DRAWN, case_of, press, wait_armed
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import look_to_json
from workstation.review.film import Track, film_hash, read_film


def test_a_decision_carries_the_hash_of_its_film(qtbot, room, open_desk):
    desk = open_desk(dwell_s=0.0)
    first, second = room.add_cases(2)
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: desk.window.coverage.coverage.levels().any(), timeout=3000)
    pane, recorder = desk.window.desk.panes.scan, desk.filming.recorder
    pane.look_at(Viewpoint(centre=(50.0, 100.0), zoom=6.0))
    recorder.look()
    zoomed = recorder.strip.at_ms
    desk.window.controller.draw(BOX_DRAWN)
    pane.toggle_invert()  # and decided at once: the film ends with what was on the screen
    look = look_to_json(pane.view.look)
    strip = recorder.strip

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=3000)
    told = room.hub.decisions[0].evidence["film"]
    content = strip.to_bytes()
    assert (told["sha256"], told["bytes"]) == (film_hash(content), len(content))
    film = read_film(content)
    assert film.head["case"] == first
    assert film.at(zoomed).get(Track.VIEW) == [50.0, 100.0, 6.0]
    last = film.at(film.end_ms)
    assert last.get(Track.LOOK) == look
    assert film.events[-1].value == "decided"
    assert [mark["points"] for mark in last.marks] == [[list(p) for p in BOX_DRAWN.points]]
    assert last.seen.any()
    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=8000)
    assert recorder.strip is not strip


def test_a_film_goes_on_where_a_crash_cut_it_off(qtbot, room, open_desk, monkeypatch):
    monkeypatch.setattr("ui.desk.film_recorder._TO_DISK_S", 0.0)
    desk = open_desk(dwell_s=0.0)
    room.add_cases(1)
    wait_armed(qtbot, desk)
    first = desk.filming.recorder
    first.note_act("pane.fit")
    first.look()
    desk.writer.stop()  # everything is on the disk; then the program is gone
    desk.link.stop()
    room.hub.cases[next(iter(room.hub.cases))].token = None

    again = open_desk(dwell_s=0.0)
    wait_armed(qtbot, again)

    acts = [
        event.value
        for event in read_film(again.filming.recorder.strip.to_bytes()).of(Track.ACT, Track.CASE)
    ]
    assert acts[:2] == ["pane.fit", "restarted"]


def test_another_officer_begins_a_film_of_their_own(qtbot, room, open_desk, monkeypatch):
    monkeypatch.setattr("ui.desk.film_recorder._TO_DISK_S", 0.0)
    desk = open_desk(dwell_s=0.0)
    room.add_cases(1)
    wait_armed(qtbot, desk)
    desk.filming.recorder.note_act("pane.fit")
    desk.filming.recorder.look()
    desk.writer.stop()
    desk.link.stop()
    room.hub.cases[next(iter(room.hub.cases))].token = None

    again = open_desk(officer="wang", dwell_s=0.0)
    wait_armed(qtbot, again)

    film = read_film(again.filming.recorder.strip.to_bytes())
    assert film.head["officer"] == "wang"
    assert list(film.of(Track.ACT)) == []
