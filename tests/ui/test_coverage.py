"""The desk keeps a map of what was looked at, shows it, and names what was passed over, once."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.commands import CommandSet
from ui.desk.coverage_strip import CoverageStrip
from ui.desk.coverage_watch import CoverageWatch
from viewer.compare import CompareMode
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.window import between
from workstation.domain.decision import Conclusion
from workstation.domain.position import End
from workstation.review.coverage import COLUMNS, ROWS, Level, Strip

CONTAINER = Area(row=100, column=200, height=400, width=1600)
"""A cell is 25 by 25 pixels."""


class Eye:
    """A pane that is watched, with a clock in our hands."""

    def __init__(self, qtbot, **picture):
        self.room, self.now_s = QWidget(), 0.0
        qtbot.addWidget(self.room)
        self.panes, self.strip = ComparePane(self.room), CoverageStrip(self.room)
        self.commands = CommandSet(self.room)
        self.watch = CoverageWatch(
            self.commands, self.panes, self.strip, self.room, clock=lambda: self.now_s
        )
        self.panes.set_lower_shown(False)
        self.panes.resize(1000, 600)
        self.room.resize(1000, 600)
        self.room.show()
        self.watch._timer.setInterval(10**6)  # noqa: SLF001 - our hand lets time pass
        self.watch.open("case-1")
        counts = np.full((600, 2000), 30_000, np.uint16)
        known = {"high": counts, "label": "made", "pitch_mm": (5.0, 5.0), "container": CONTAINER}
        self.panes.show_scan(Picture(**{**known, **picture}))
        if picture.get("reduced", 1) == 1:
            qtbot.waitUntil(lambda: self.watch.coverage is not None, timeout=3000)

    @property
    def scan(self):
        return self.panes.scan

    def rest(self, seconds=0.3):
        QApplication.processEvents()  # what was asked for is painted
        for _ in range(round(seconds / 0.1) + 1):
            self.watch.glance()
            self.now_s += 0.1

    def covered(self):
        return self.watch.coverage.levels() == Level.COVERED


@pytest.fixture
def eye(qtbot):
    return Eye(qtbot)


def cells_in_sight(pane):
    """Work out anew which cells' middles are on the pane."""
    wanted = np.zeros((ROWS, COLUMNS), bool)
    port, stage, view = pane.view.viewport(), pane.view.stage(), pane.view.viewpoint
    for row in range(ROWS):
        for column in range(COLUMNS):
            middle = (
                CONTAINER.row + (row + 0.5) * CONTAINER.height / ROWS,
                CONTAINER.column + (column + 0.5) * CONTAINER.width / COLUMNS,
            )
            down, along = stage.point(view, middle)
            wanted[row, column] = 0 <= down < port.height() and 0 <= along < port.width()
    return wanted


@pytest.mark.parametrize(
    ("centre", "zoom"), [((300.0, 700.0), 1.0), ((120.0, 210.0), 2.0), ((480.0, 1790.0), 4.0)]
)
def test_a_pan_and_zoom_cover_exactly_the_visible_cells(eye, centre, zoom):
    eye.scan.look_at(Viewpoint(centre=centre, zoom=zoom))

    eye.rest()

    wanted = cells_in_sight(eye.scan)
    assert 0 < wanted.sum() < wanted.size
    assert np.array_equal(eye.covered(), wanted)


def test_the_whole_seen_from_far_is_not_looked_at_closely(eye):
    eye.scan.fit()

    eye.rest()

    assert (eye.watch.coverage.levels() == Level.FAR).all()


def test_a_window_that_saturates_the_goods_does_not_count(eye):
    eye.scan.look_at(Viewpoint(centre=(300.0, 700.0), zoom=1.0))
    eye.scan.set_look(Look(window=between(0, 9_000)))

    eye.rest()
    white = eye.covered().any()
    eye.scan.set_look(Look())
    eye.rest()

    assert not white
    assert eye.covered().any()


def test_nothing_counts_while_something_lies_over_the_pane(eye):
    eye.scan.look_at(Viewpoint(centre=(300.0, 700.0), zoom=1.0))
    eye.watch.set_covered(covered=True)

    eye.rest()
    beneath = eye.covered().any()
    eye.watch.set_covered(covered=False)
    eye.rest()

    assert not beneath
    assert eye.covered().any()


def test_the_loupe_counts_for_what_lies_under_it(eye, qtbot):
    eye.scan.fit()
    eye.scan.loupe.set_wanted(True)
    down, along = eye.scan.view.stage().point(eye.scan.view.viewpoint, (300.0, 1000.0))
    middle = eye.scan.view.viewport().rect().center()
    middle.setX(round(along))
    middle.setY(round(down))
    qtbot.mouseMove(eye.scan.view.viewport(), middle)
    qtbot.waitUntil(eye.scan.loupe.isVisible, timeout=2000)
    eye.scan.loupe.step_factor(2)

    eye.rest()

    covered = eye.covered()
    assert covered[8, 32]
    assert not covered[:, :8].any()


def test_a_scan_that_the_model_covers_is_not_looked_at(eye):
    eye.panes.show_model(eye.scan.picture)
    eye.scan.look_at(Viewpoint(centre=(300.0, 700.0), zoom=1.0))
    eye.panes.set_mode(CompareMode.DIFFERENCE)

    eye.rest()

    assert eye.panes.cover.is_active
    assert not eye.covered().any()


def test_a_coarse_picture_is_not_looked_at(qtbot):
    coarse = np.full((150, 500), 30_000, np.uint16)

    eye = Eye(qtbot, high=coarse, reduced=4, full_shape=(600, 2000))
    eye.rest()

    assert eye.watch.coverage is None


def test_without_a_container_the_whole_picture_is_mapped(qtbot):
    eye = Eye(qtbot, container=None, pitch_mm=None)

    eye.scan.look_at(Viewpoint(centre=(300.0, 1000.0), zoom=0.5))
    eye.rest()

    assert eye.covered().mean() == pytest.approx(1.0, abs=0.05)


def test_a_case_that_comes_again_goes_on_with_its_map(eye, qtbot):
    eye.scan.look_at(Viewpoint(centre=(300.0, 700.0), zoom=1.0))
    eye.rest()
    former, picture = eye.covered().sum(), eye.scan.picture

    eye.watch.open("case-2")
    eye.panes.show_scan(picture)
    qtbot.waitUntil(lambda: eye.watch.coverage is not None, timeout=3000)
    other = eye.covered().sum()
    eye.watch.open("case-1")
    eye.panes.show_scan(picture)
    qtbot.waitUntil(lambda: eye.watch.coverage is not None, timeout=3000)

    assert (other, eye.covered().sum()) == (0, former)


def test_the_line_names_what_was_passed_over_once_a_case(eye, qtbot):
    before = eye.strip.line.text()

    eye.watch.warn(None)
    first = eye.strip.line.text()
    for row in (200.0, 400.0):
        for column in (500.0, 1000.0, 1500.0):
            eye.scan.look_at(Viewpoint(centre=(row, column), zoom=1.0))
            eye.rest()
    after = eye.strip.line.isVisibleTo(eye.strip)
    picture = eye.scan.picture
    eye.watch.open("case-1")
    eye.panes.show_scan(picture)
    qtbot.waitUntil(lambda: eye.watch.coverage is not None, timeout=3000)
    eye.watch.warn(None)

    assert before == ""
    assert first == "left end, right end, floor, roof"
    assert not after
    assert not eye.strip.line.isVisibleTo(eye.strip)


@pytest.mark.parametrize(
    ("doors", "said"),
    [
        (End.LEFT, "doors (left), front end, floor, roof"),
        (End.RIGHT, "front end, doors (right), floor, roof"),
    ],
)
def test_the_doors_are_named_where_it_is_known_which_end_has_them(eye, doors, said):
    eye.watch.warn(None)

    eye.strip.tell_doors(doors)

    assert eye.strip.line.text() == said


def test_the_line_has_its_room_before_it_is_shown(eye, qtbot):
    eye.strip.map.setFixedHeight(5)  # so that the lines are higher, as large letters are
    eye.strip.show()
    qtbot.waitExposed(eye.strip)
    before = eye.strip.sizeHint()

    eye.watch.warn(None)

    assert eye.strip.line.isVisibleTo(eye.strip)
    assert eye.strip.sizeHint().height() == before.height()


def test_the_line_is_quiet_and_goes_by_itself_and_what_is_recorded_stays(eye, qtbot):
    eye.strip.passing.setInterval(0)

    eye.watch.warn(None)

    assert eye.strip.line.palette().color(eye.strip.line.foregroundRole()).name() == theme.QUIET
    assert eye.strip.line.text() != ""
    qtbot.waitUntil(lambda: eye.strip.line.text() == "")
    assert "Not yet" not in eye.strip.share.text()
    assert set(eye.watch.coverage.uncovered()) == set(Strip)


def test_the_line_is_not_said_again_when_its_case_comes_again(eye, qtbot):
    eye.watch.warn(None)
    picture, named = eye.scan.picture, eye.strip.line.text()

    eye.watch.open("case-2")  # as when the last decided case is looked back at
    eye.panes.show_scan(picture)
    qtbot.waitUntil(lambda: eye.watch.coverage is not None, timeout=3000)
    eye.watch.open("case-1")
    eye.panes.show_scan(picture)
    qtbot.waitUntil(lambda: eye.watch.coverage is not None, timeout=3000)
    eye.watch.warn(None)

    assert named != ""
    assert eye.strip.line.text() == ""


def test_the_veil_comes_and_goes_with_its_command(eye):
    eye.commands["view.coverage"].trigger()
    shown = eye.watch.item.isVisible()
    eye.scan.look_at(Viewpoint(centre=(300.0, 700.0), zoom=1.0))
    eye.rest()
    paths = eye.watch.item._paths  # noqa: SLF001 - what is veiled
    bare = [level for level, path in paths.items() if path.contains(_xy(700.0, 300.0))]
    veiled = [level for level, path in paths.items() if path.contains(_xy(1790.0, 300.0))]
    eye.commands["view.coverage"].trigger()

    assert shown
    assert (bare, veiled) == ([], [Level.UNSEEN])
    assert not eye.watch.item.isVisible()


def _xy(x, y):
    return QPointF(x, y)


def test_the_map_goes_with_the_decision_and_never_stands_in_its_way(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    controller, page = desk.window.controller, desk.window.desk
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    page.panes.scan.look_at(Viewpoint(centre=(50.0, 130.0), zoom=1.0))
    qtbot.waitUntil(lambda: desk.window.coverage.coverage.shares().overall == 1.0, timeout=3000)

    QTest.keyClick(page.panes.scan.view, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    told = room.hub.decisions[0].evidence["coverage"]
    assert told["overall"] == 1.0
    assert told["limits"]["mm_per_px"] == 5.0


def test_an_uncovered_container_can_be_released_at_once(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    controller, page = desk.window.controller, desk.window.desk
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
    qtbot.waitUntil(page.coverage_strip.line.isVisible, timeout=3000)

    QTest.keyClick(page.panes.scan.view, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert room.hub.decisions[0].evidence["coverage"]["overall"] < 1.0
