"""A large scan is shown coarsely at once and in full soon, in its place and never by pretence."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import BOX
from tests.ui.test_desk import give_reason
from ui.prepared import area_of
from viewer.overlay import MarkDrawing, Shape
from viewer.pixels.geometry import Viewpoint
from workstation.domain.decision import Conclusion
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.package import read_package
from workstation.review.arming import Obstacle

LARGE = (301, 2503)
BOX_DRAWN = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))


class Gate:
    """Reads packages; whole large ones only while it is open."""

    def __init__(self):
        self.open = threading.Event()
        self.broken = set()
        self.large = 0

    def __call__(self, path):
        scan = read_package(path)
        if scan.main_plane().transmission.shape == LARGE:
            assert self.open.wait(10)
            self.large += 1
            if self.large in self.broken:
                raise ScanUnreadable(path.name, "cut short")
        return scan


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open.set()


def picture_of(desk):
    return desk.window.desk.panes.scan.picture


def case_of(desk):
    case = desk.window.controller.case
    return None if case is None else case.lease.case_id


def wait_shown(qtbot, desk, case_id, *, reduced):
    def shown():
        picture = picture_of(desk)
        return case_of(desk) == case_id and picture is not None and picture.reduced == reduced

    qtbot.waitUntil(shown, timeout=8000)


def wait_armed(qtbot, desk):
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)


def press(desk, key):
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def test_a_large_case_is_shown_coarsely_but_decided_only_in_full(qtbot, room, open_desk, gate):
    (case_id,) = room.add_cases(1, shape=LARGE)
    desk = open_desk(read_package=gate, dwell_s=0.0)

    wait_shown(qtbot, desk, case_id, reduced=2)
    qtbot.wait(50)
    controller = desk.window.controller
    before = controller.obstacle(Conclusion.RELEASE, None)
    said = desk.window.desk.panes.scan.fidelity_text()
    press(desk, Qt.Key.Key_F9)
    gate.open.set()

    wait_shown(qtbot, desk, case_id, reduced=1)
    wait_armed(qtbot, desk)
    assert before is Obstacle.NOT_PAINTED
    assert room.decisions() == []
    assert "COARSE 1:2" in said
    assert "COARSE" not in desk.window.desk.panes.scan.fidelity_text()
    assert picture_of(desk).shape == LARGE


def test_what_was_done_on_the_coarse_picture_stays(qtbot, room, open_desk, gate):
    (case_id,) = room.add_cases(1, shape=LARGE)
    desk = open_desk(read_package=gate)
    wait_shown(qtbot, desk, case_id, reduced=2)
    pane, controller = desk.window.desk.panes.scan, desk.window.controller
    controller.draw(BOX_DRAWN)
    pane.toggle_invert()
    pane.look_at(Viewpoint(centre=(100.0, 700.0), zoom=1.0))
    before = pane.state

    gate.open.set()

    wait_shown(qtbot, desk, case_id, reduced=1)
    assert (pane.state.look, pane.state.viewpoint) == (before.look, before.viewpoint)
    assert [mark.points for mark in controller.marks] == [BOX_DRAWN.points]


def test_the_container_is_found_with_the_full_picture(qtbot, room, open_desk, gate):
    (case_id,) = room.add_cases(1, shape=LARGE)
    desk = open_desk(read_package=gate, find_container=lambda _scan: BOX)
    wait_shown(qtbot, desk, case_id, reduced=2)
    before = desk.window.controller.case.container

    gate.open.set()

    wait_shown(qtbot, desk, case_id, reduced=1)
    assert before is None
    assert desk.window.controller.case.container == BOX
    assert picture_of(desk).container == area_of(BOX)


def test_a_case_decoded_ahead_opens_in_full_at_once(qtbot, room, open_desk):
    first, second = room.add_cases(2, shape=LARGE)
    desk = open_desk()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: desk.link.decoded(second) is not None, timeout=8000)
    assert case_of(desk) == first

    desk.window.controller.skip()

    assert case_of(desk) == second
    assert picture_of(desk).reduced == 1


def test_without_memory_to_prefetch_the_next_case_opens_coarsely(qtbot, room, open_desk):
    _first, second = room.add_cases(2, shape=LARGE)
    desk = open_desk(prefetch_bytes=0)
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=8000)
    ahead = desk.link.decoded(second)

    opened = []
    desk.window.controller.case_opened.connect(opened.append)

    desk.window.controller.skip()

    wait_shown(qtbot, desk, second, reduced=1)
    wait_armed(qtbot, desk)
    assert ahead is None
    assert [case.picture.reduced for case in opened] == [2]


def test_a_scan_whose_full_picture_is_damaged_stays_coarse_and_can_be_rescanned(
    qtbot, room, open_desk, gate
):
    bad, good = room.add_cases(2, shape=LARGE)
    gate.broken.add(1)
    desk = open_desk(read_package=gate, dwell_s=0.0)
    wait_shown(qtbot, desk, bad, reduced=2)

    gate.open.set()

    controller, page = desk.window.controller, desk.window.desk
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RELEASE, None) is Obstacle.UNREADABLE, timeout=8000
    )
    qtbot.waitUntil(lambda: desk.window.opening.is_over)
    assert case_of(desk) == bad
    assert picture_of(desk).reduced == 2
    assert "No full picture" in page.case_panel.fault.text()
    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_F2)
    assert room.decisions() == []
    desk.window.commands["decision.rescan"].trigger()
    give_reason(desk)
    qtbot.waitUntil(lambda: room.decisions() == [(bad, "rescan")], timeout=8000)
    wait_shown(qtbot, desk, good, reduced=1)
    wait_armed(qtbot, desk)


def test_a_withdrawn_case_comes_back_in_full(qtbot, room, open_desk):
    first, second = room.add_cases(2, shape=LARGE)
    desk = open_desk()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "1 case ready" in desk.window.status.ready.text(), timeout=8000)
    taken = []
    desk.window.controller.decided.connect(taken.append)
    room.hub.silent = True
    qtbot.waitUntil(desk.window.banner.isVisible, timeout=8000)
    press(desk, Qt.Key.Key_F9)
    wait_shown(qtbot, desk, second, reduced=1)

    desk.window.controller.recall(taken[0].decision_id)

    wait_shown(qtbot, desk, first, reduced=1)
    wait_armed(qtbot, desk)
