"""Looks that take longer than a frame: coarse at once, exact from a thread, never another's."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from viewer.items import fine_work
from viewer.picture import Picture
from viewer.pixels import coarse
from viewer.pixels.frame import draw_frame
from viewer.pixels.grid import Box
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.pixels.render import sample
from viewer.pixels.window import WindowLevel
from viewer.prepare import source_of

CONTRAST = Look(filters=(Filter(kind=FilterKind.EQUALISE, strength=0.4),))
SMOOTH = Look(filters=(Filter(kind=FilterKind.SMOOTH),))
DARKER = WindowLevel(window=9_000, level=50_000)


@pytest.fixture(autouse=True)
def every_filter_is_slow(monkeypatch):
    monkeypatch.setattr(coarse, "_QUICK_MS", 0.0)


@pytest.fixture
def gate(monkeypatch):
    """Hold the thread up in its first piece of work until the gate is set."""
    gate, asked = threading.Event(), []

    def held(source, look, zoom, box):
        asked.append(look)
        assert gate.wait(5)
        return sample(source, look, zoom, box)

    monkeypatch.setattr(fine_work, "sample", held)
    gate.asked = asked
    yield gate
    gate.set()


def noise(seed):
    pixels = np.random.default_rng(seed).integers(0, 65536, (300, 640)).astype(np.uint16)
    return Picture(high=pixels)


def begin(pane, look=CONTRAST):
    """Show a picture at 1:1 with nothing over it, in a look that is slow."""
    pane.view.scale_item.hide()
    pane.show_picture(noise(1))
    pane.one_to_one()
    pane.set_overview_shown(False)
    pane.set_look(look)
    on_screen(pane)


def on_screen(pane):
    """Return what the pane's picture shows now: blue, green, red, 255."""
    image = pane.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width()].copy()


def drawn_directly(pane):
    """Return what the code without a screen draws of the pane's state."""
    picture = pane.picture
    return draw_frame(source_of(picture), pane.state, pitch_mm=picture.pitch_mm)


def settle(qtbot, pane):
    qtbot.waitUntil(lambda: pane.view.scan_item.is_exact)


@pytest.mark.parametrize("look", [CONTRAST, SMOOTH], ids=["contrast", "smooth"])
def test_a_picture_at_rest_has_the_pixels_of_the_direct_drawing(pane, qtbot, look):
    begin(pane, look)

    settle(qtbot, pane)

    assert (on_screen(pane) == drawn_directly(pane)).all()


def test_a_coarse_answer_is_told_and_not_taken_for_looked_at(pane, qtbot, gate):
    begin(pane)

    coarse_told, coarse_seen = pane.fidelity_text(), pane.seen()
    gate.set()
    settle(qtbot, pane)

    assert "FILTERS COARSE" in coarse_told
    assert coarse_seen is None
    assert pane.seen() is not None
    # The words follow the paint in a call of their own.
    qtbot.waitUntil(lambda: "FILTERS COARSE" not in pane.fidelity_text())


def test_greys_are_those_of_the_window_that_was_set_last(pane, qtbot, gate):
    begin(pane)

    pane.set_look(replace(CONTRAST, window=DARKER))
    gate.set()
    settle(qtbot, pane)

    assert gate.asked == [CONTRAST]  # a grey window asks for no counts anew
    assert (on_screen(pane) == drawn_directly(pane)).all()


def test_what_was_asked_of_the_case_before_is_never_painted(pane, qtbot, gate):
    begin(pane)
    qtbot.waitUntil(lambda: len(gate.asked) == 1)

    pane.show_picture(noise(2), keep_view=True)
    on_screen(pane)
    gate.set()
    settle(qtbot, pane)

    assert len(gate.asked) == 2
    assert (on_screen(pane) == drawn_directly(pane)).all()


def test_an_answer_that_is_under_way_to_the_window_is_not_taken_for_another_case(pane, qtbot):
    begin(pane)
    while _works():  # it has answered, but no event has been delivered since
        time.sleep(0.005)

    pane.show_picture(noise(2), keep_view=True)
    on_screen(pane)
    settle(qtbot, pane)

    assert (on_screen(pane) == drawn_directly(pane)).all()


def test_of_many_looks_only_the_newest_is_made(pane, qtbot, gate):
    begin(pane, SMOOTH)
    qtbot.waitUntil(lambda: len(gate.asked) == 1)  # the thread is held up in the first of them

    for size in (5, 7, 11, 15):
        pane.set_look(Look(filters=(Filter(kind=FilterKind.SMOOTH, size=size),)))
        on_screen(pane)
    gate.set()
    settle(qtbot, pane)

    assert [look.filters[0].size for look in gate.asked] == [0, 15]
    assert (on_screen(pane) == drawn_directly(pane)).all()


def test_the_thread_goes_when_nothing_is_asked(pane, qtbot):
    begin(pane)

    settle(qtbot, pane)

    qtbot.waitUntil(lambda: not _works())


def _works():
    return any(thread.name == "fine-pixels" for thread in threading.enumerate())


def test_work_that_fails_is_not_tried_for_ever(pane, qtbot, monkeypatch):
    failed = []
    monkeypatch.setattr(threading, "excepthook", lambda hooked: failed.append(hooked.exc_type))
    monkeypatch.setattr(fine_work, "sample", lambda *_a: 1 / 0)
    begin(pane, SMOOTH)
    qtbot.waitUntil(lambda: not _works() and failed == [ZeroDivisionError])
    monkeypatch.undo()

    pane.set_look(Look(filters=(Filter(kind=FilterKind.SMOOTH, size=5),)))

    settle(qtbot, pane)


def test_a_question_that_cannot_be_answered_takes_no_other_with_it(qtbot, monkeypatch):
    source = source_of(noise(3))
    failing, fine = Look(filters=SMOOTH.filters), CONTRAST
    box = Box(top=0, left=0, bottom=40, right=40)
    questions = [
        fine_work.FineRequest(source=source, look=look, zoom=(1.0, 1.0), boxes=(box,))
        for look in (failing, fine)
    ]
    both_asked, uncaught = threading.Event(), []
    monkeypatch.setattr(threading, "excepthook", lambda what: uncaught.append(what.exc_type))

    def out_of_memory(source, look, zoom, box):
        assert both_asked.wait(5)
        if look is failing:
            raise MemoryError
        return sample(source, look, zoom, box)

    monkeypatch.setattr(fine_work, "sample", out_of_memory)
    work, made = fine_work.FineWork(), []
    work.made.connect(lambda request, _counts, _last: made.append(request))

    for question in questions:
        work.ask(object(), question)
    both_asked.set()

    qtbot.waitUntil(lambda: made == [questions[1]])
    assert uncaught == [MemoryError]
