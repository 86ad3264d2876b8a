"""Tables for the looks on the keys are there before a key asks for them."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.test_coarse_first import LARGE
from tests.ui.test_desk import press, wait_armed
from viewer.pixels.frame import in_sight
from viewer.pixels.local_contrast import Regions


def test_a_picture_is_decoded_ready_for_the_looks_on_the_keys(room, open_desk, qtbot, monkeypatch):
    monkeypatch.undo()
    whole = []
    complete = Regions.complete

    def end(self):
        complete(self)
        whole.append(threading.current_thread().name)

    monkeypatch.setattr("ui.desk.warming.PATIENCE_MS", 60_000)
    monkeypatch.setattr(Regions, "complete", end)
    room.add_cases(1)
    open_desk()

    qtbot.waitUntil(lambda: bool(whole), timeout=8000)

    assert all(name.startswith("decode-full") for name in whole)


def test_a_look_with_local_contrast_makes_no_table_in_its_first_paint(
    room, open_desk, qtbot, monkeypatch
):
    monkeypatch.setattr("ui.desk.warming.PATIENCE_MS", 1)
    begun, whole = [], []
    make, complete = Regions.__init__, Regions.complete

    def begin(self, *arguments, **options):
        begun.append(threading.current_thread())
        make(self, *arguments, **options)

    def end(self):
        complete(self)
        whole.append(self)

    monkeypatch.setattr(Regions, "__init__", begin)
    monkeypatch.setattr(Regions, "complete", end)
    room.add_cases(1)
    desk = open_desk()
    pane = desk.window.desk.panes.scan
    qtbot.waitUntil(lambda: len(whole) >= 2, timeout=8000)  # of scan and model

    QTest.keyClick(desk.window, Qt.Key.Key_2)
    pane.grab()

    assert pane.state.look.filters
    assert threading.main_thread() not in begun


def test_the_next_scan_is_drawn_before_it_is_opened(room, open_desk, qtbot, monkeypatch):
    monkeypatch.setattr("ui.desk.warming.PATIENCE_MS", 1)
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    (case_id,) = room.add_cases(1, shape=LARGE)
    qtbot.waitUntil(lambda: desk.link.decoded(case_id) is not None, timeout=8000)

    press(desk, Qt.Key.Key_F9)
    wait_armed(qtbot, desk)

    view = desk.window.desk.panes.scan.view
    zoom, seen = in_sight(view.stage(), view.viewpoint)
    assert desk.window.controller.case.lease.case_id == case_id
    assert view.source.first_view.serves(view.look, zoom, seen)
