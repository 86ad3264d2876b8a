"""A hub that falls silent: work goes on, nothing is lost, nothing is sent twice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from queue_client.errors import RefusalCode
from queue_client.messages import MessageType
from tests.ui.test_desk import give_reason
from ui.link_news import ActMoved, ActState
from workstation.domain.decision import Conclusion
from workstation.review.reasons import Reason


def wait_armed(qtbot, desk):
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)


def wait_ready(qtbot, desk, count):
    word = "case" if count == 1 else "cases"
    qtbot.waitUntil(
        lambda: f"{count} {word} ready" in desk.window.status.ready.text(), timeout=8000
    )


def press(desk, key):
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def wait_silent(qtbot, desk):
    qtbot.waitUntil(desk.window.banner.isVisible, timeout=8000)


def test_prefetched_cases_are_decided_during_silence_and_sent_once_after_it(qtbot, room, open_desk):
    case_ids = room.add_cases(3)
    desk = open_desk()
    wait_ready(qtbot, desk, 2)
    room.hub.silent = True
    wait_silent(qtbot, desk)

    for _ in case_ids:
        wait_armed(qtbot, desk)
        press(desk, Qt.Key.Key_F2)
        QTest.keyClick(desk.window.desk.reason_sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.journal.pending()) == 3, timeout=5000)
    qtbot.waitUntil(lambda: "3 decisions kept here" in desk.window.banner.text.text())
    room.hub.silent = False

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 3, timeout=8000)
    assert room.decisions() == [(case_id, "inspect") for case_id in case_ids]
    qtbot.waitUntil(lambda: desk.journal.pending() == (), timeout=5000)
    qtbot.waitUntil(lambda: not desk.window.banner.isVisible(), timeout=5000)


def test_a_lost_receipt_leads_to_the_same_decision_id_again(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.lose_replies = 3

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(
        lambda: desk.journal.pending() == () and len(room.hub.decisions) > 0, timeout=8000
    )
    assert len({decision.decision_id for decision in room.hub.decisions}) == 1


def test_a_decision_kept_by_a_crashed_desk_is_sent_by_the_next_start(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.silent = True
    wait_silent(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(desk.journal.pending()) == 1, timeout=5000)
    decision_id = desk.journal.pending()[0].decision["decision_id"]
    desk.stop()
    assert room.hub.decisions == []

    room.hub.silent = False
    again = open_desk()

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=8000)
    assert room.decisions() == [(case_id, "release")]
    assert room.hub.decisions[0].decision_id == decision_id
    qtbot.waitUntil(lambda: again.journal.pending() == (), timeout=5000)


def test_another_officer_never_sends_what_the_first_one_decided(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.silent = True
    wait_silent(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(desk.journal.pending()) == 1, timeout=5000)
    desk.stop()
    room.hub.silent = False

    again = open_desk(officer="wang")

    qtbot.waitUntil(lambda: again.window.controller.session is not None, timeout=5000)
    qtbot.wait(600)
    assert room.hub.decisions == []
    assert len(again.journal.pending()) == 1


def test_a_release_taken_back_before_it_was_sent_never_leaves(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    moved = []
    desk.link.news.connect(moved.append)
    room.hub.silent = True
    wait_silent(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(desk.journal.pending()) == 1, timeout=5000)
    press(desk, Qt.Key.Key_Backspace)

    qtbot.waitUntil(
        lambda: any(isinstance(m, ActMoved) and m.state is ActState.WITHDRAWN for m in moved),
        timeout=8000,
    )
    assert room.hub.decisions == []
    assert room.hub.recalled == []
    assert desk.journal.pending() == ()
    qtbot.waitUntil(lambda: desk.window.controller.case is not None, timeout=2000)
    assert desk.window.controller.case.lease.case_id == case_id
    room.hub.silent = False
    wait_armed(qtbot, desk)


def test_a_decision_under_a_lost_lease_is_refused_and_said_so(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.fence(case_id)

    press(desk, Qt.Key.Key_F9)

    bar = desk.window.desk.recall_bar
    qtbot.waitUntil(lambda: bar.chips and "NOT recorded" in bar.chips[0].text.text(), timeout=5000)
    assert desk.journal.pending() == ()
    assert room.hub.decisions == []


def test_a_hub_that_forgot_the_session_is_not_noticed(qtbot, room, open_desk):
    first, _ = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.forget_sessions()

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: room.decisions() == [(first, "release")], timeout=5000)
    assert desk.window.controller.session is not None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (RefusalCode.LOGIN_FAILED, "not right"),
        (RefusalCode.DIRECTORY_SILENT, "directory does not answer"),
        (RefusalCode.NO_ROLE, "no role here"),
    ],
)
def test_a_log_in_that_is_refused_leads_back_to_the_page_with_a_reason(
    qtbot, room, open_desk, code, says
):
    room.hub.refuse[MessageType.LOGIN] = code

    desk = open_desk()

    page = desk.window.sign_in_page
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    assert desk.window.pages.currentWidget() is page
    assert says in page._trouble.text()  # noqa: SLF001 - what the officer reads


def test_a_package_that_is_no_scan_is_scanned_again_and_holds_up_no_other(qtbot, room, open_desk):
    broken = room.hub.add_case(b"this is no picture at all")
    (good,) = room.add_cases(1)
    desk = open_desk()
    controller = desk.window.controller
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RESCAN, Reason.POOR_IMAGE) is None, timeout=8000
    )

    press(desk, Qt.Key.Key_F12)
    give_reason(desk)

    wait_armed(qtbot, desk)
    assert controller.case.lease.case_id == good
    qtbot.waitUntil(lambda: room.decisions() == [(broken, "rescan")], timeout=5000)
    assert room.hub.skipped == []
