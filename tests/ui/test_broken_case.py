"""A scan that cannot be read says so calmly, keeps its papers, and can still leave the desk."""

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.test_coarse_first import LARGE, Gate, wait_shown
from tests.ui.test_desk import give_reason
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.review.arming import Obstacle
from workstation.review.reasons import Reason

GARBAGE = b"II*\0 this is no picture"
PAPERS = Declaration(
    number="D-1", container="CSQU3054383", goods=(GoodsLine(hs="220421", name="Wine"),)
)


def wait_for_fault(qtbot, desk):
    controller = desk.window.controller
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RELEASE, None) is Obstacle.UNREADABLE, timeout=8000
    )
    qtbot.waitUntil(lambda: desk.window.opening.is_over)


@pytest.fixture
def broken(room):
    return room.hub.add_case(
        GARBAGE, head={"container": "CSQU3054383"}, declaration=declaration_to_json(PAPERS)
    )


def test_a_broken_package_is_shown_with_its_papers_and_what_is_wrong(
    qtbot, room, open_desk, broken
):
    desk = open_desk(dwell_s=0.0)

    wait_for_fault(qtbot, desk)
    page = desk.window.desk
    assert desk.window.controller.case.lease.case_id == broken
    assert page.panes.scan.picture is None
    assert "Refer it, or ask for a rescan" in page.panes.scan.notice.text()
    assert page.case_panel.number.text() == "CSQU3054383"
    assert "No full picture" in page.case_panel.fault.text()
    assert page.declaration_panel.rows[0].name.text() == "Wine"
    assert room.hub.skipped == []


@pytest.mark.parametrize("conclusion", ["refer", "rescan"])
def test_a_case_without_a_picture_is_referred_or_rescanned_by_key(
    qtbot, room, open_desk, broken, conclusion
):
    desk = open_desk(dwell_s=0.0)
    wait_for_fault(qtbot, desk)
    bar = desk.window.desk.decision_bar
    assert (bar.refer.isEnabled(), bar.rescan.isEnabled()) == (True, True)
    assert (bar.release.isEnabled(), bar.inspect.isEnabled()) == (False, False)

    desk.window.commands[f"decision.{conclusion}"].trigger()
    give_reason(desk)

    qtbot.waitUntil(lambda: room.decisions() == [(broken, conclusion)], timeout=8000)
    evidence = room.hub.decisions[0].evidence
    assert evidence["painted_sha256"] is None
    assert evidence["fault"] == "ScanUnreadable"


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_F2])
def test_a_case_without_a_picture_is_neither_released_nor_opened(
    qtbot, room, open_desk, broken, key
):
    desk = open_desk(dwell_s=0.0)
    wait_for_fault(qtbot, desk)

    QTest.keyClick(desk.window.desk.panes.scan.view, key)

    assert desk.window.controller.case.lease.case_id == broken
    assert room.hub.decisions == []


def test_a_key_meant_for_the_case_before_does_not_send_a_broken_one_away(
    qtbot, room, open_desk, broken
):
    desk = open_desk(dwell_s=60.0)
    wait_for_fault(qtbot, desk)

    desk.window.commands["decision.rescan"].trigger()
    desk.window.commands["decision.refer"].trigger()

    assert desk.window.controller.case.lease.case_id == broken
    assert room.hub.decisions == []


def test_a_case_found_broken_while_it_is_open_can_be_sent_away_once_that_was_read(
    qtbot, room, open_desk
):
    (case_id,) = room.add_cases(1, shape=LARGE)
    gate = Gate()
    gate.broken.add(1)
    desk = open_desk(read_package=gate)
    controller = desk.window.controller
    wait_shown(qtbot, desk, case_id, reduced=2)

    gate.open.set()

    wait_for_fault(qtbot, desk)
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RESCAN, Reason.POOR_IMAGE) is None, timeout=3000
    )
    assert controller.obstacle(Conclusion.REFER, Reason.SECOND_OPINION) is None


def test_a_scan_that_arrives_damaged_each_time_stays_at_the_desk(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    content = room.hub.cases[case_id].content
    room.hub.swapped[hashlib.sha256(content).hexdigest()] = b"x" * len(content)

    desk = open_desk(dwell_s=0.0)

    wait_for_fault(qtbot, desk)
    assert desk.window.controller.case.fault.code == "PackageDamaged"
    assert "damaged" in desk.window.desk.case_panel.fault.text()


@pytest.mark.usefixtures("broken")
def test_what_is_wrong_is_said_in_the_other_language_too(qtbot, open_desk):
    desk = open_desk()
    wait_for_fault(qtbot, desk)
    before = desk.window.desk.panes.scan.notice.text()

    desk.window.switch_language()

    notice = desk.window.desk.panes.scan.notice
    qtbot.waitUntil(lambda: notice.text() != before, timeout=3000)
    assert "文件无法读取" in notice.text()
