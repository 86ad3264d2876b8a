"""A locked desk shows nothing of a case, hears no key but the password, and keeps what it has."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from queue_client.supervision_messages import Topic
from tests.makers.scripted_questions import ScriptedQuestions
from tests.ui.conftest import PASSWORD
from tests.ui.test_desk import case_of, press, wait_armed
from ui.desk.lesson_news import LessonNews
from ui.link_news import HubNews, SessionClosed, SessionOpened, Unlocked
from ui.queue_link import QueueLink
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Hub:
    """Answers for the hub whether a word is the password; `said` is what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def tell_of(self, monkeypatch):
        def lock(_link):
            self.said.append("locked")

        def unlock(link, word):
            self.said.append(word)
            if word != "no answer":
                link.news.emit(Unlocked(ok=word == "right"))

        monkeypatch.setattr(QueueLink, "lock", lock, raising=False)
        monkeypatch.setattr(QueueLink, "unlock", unlock, raising=False)


@pytest.fixture
def keyhole(monkeypatch):
    hub = Hub()
    hub.tell_of(monkeypatch)
    return hub


@pytest.fixture
def locked(qtbot, room, open_desk, keyhole):  # noqa: ARG001 - the link must know of locks
    """Return a desk that is locked with a case open behind the cover."""
    room.add_cases(2)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    desk.window.commands["desk.lock"].trigger()
    return desk


def type_password(desk, word):
    field = desk.hours.lock.page.password
    QTest.keyClicks(field, word)
    QTest.keyClick(field, Qt.Key.Key_Return)


def visible_texts(desk):
    return [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]


def test_nothing_of_the_case_can_be_read_or_seen(locked):
    page = locked.window.desk

    assert not page.isVisible()
    assert not locked.window.menuBar().isVisible()
    assert not any("CSQU3054383" in text or "Wine" in text for text in visible_texts(locked))
    picture = locked.window.pages.grab().toImage()
    middle = QColor(picture.pixel(20, picture.height() // 2))
    assert middle.lightness() < 40


def test_no_key_reaches_the_desk(room, locked):
    field = locked.hours.lock.page.password
    case_id = case_of(locked)

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_Home, Qt.Key.Key_B):
        QTest.keyClick(field, key)
        press(locked, key)
    for chord in (Qt.Key.Key_Backspace, Qt.Key.Key_Q):
        QTest.keyClick(field, chord, Qt.KeyboardModifier.ControlModifier)
        press(locked, Qt.Key.Key_F9)

    assert case_of(locked) == case_id
    assert locked.window.isVisible()
    assert locked.hours.lock.is_locked
    assert (room.hub.decisions, room.hub.skipped) == ([], [])
    found = locked.window.controller.obstacle(Conclusion.RELEASE, None)
    assert found is Obstacle.SET_ASIDE


def test_the_right_password_leads_back_to_the_case(qtbot, locked, keyhole):
    case_id = case_of(locked)

    type_password(locked, "right")

    assert keyhole.said == ["locked", "right"]
    assert not locked.hours.lock.is_locked
    assert locked.window.desk.isVisible()
    assert locked.window.menuBar().isVisible()
    assert case_of(locked) == case_id
    wait_armed(qtbot, locked)


def test_a_wrong_password_leaves_it_locked_and_is_forgotten(locked):
    type_password(locked, "wrong")

    page = locked.hours.lock.page
    assert locked.hours.lock.is_locked
    assert "not your password" in page.trouble.text()
    assert page.password.text() == ""


def test_while_the_hub_is_away_the_lock_stays_and_says_so_calmly(locked, keyhole):
    locked.link.news.emit(HubNews(silent_since=1.0, unsent=0))

    type_password(locked, "right")

    assert locked.hours.lock.is_locked
    assert keyhole.said == ["locked"]
    assert "stays locked" in locked.hours.lock.page.trouble.text()


def test_a_hub_that_never_answers_does_not_leave_the_officer_waiting(locked):
    type_password(locked, "no answer")
    waiting = locked.hours.lock.page.is_asking

    locked.hours.lock.give_up()

    assert waiting
    assert "stays locked" in locked.hours.lock.page.trouble.text()
    assert locked.hours.lock.page.button.isEnabled()


def test_a_session_that_ends_meanwhile_leads_to_signing_in(locked):
    locked.link.news.emit(SessionClosed(code=""))

    assert not locked.hours.lock.is_locked
    assert locked.window.pages.currentWidget() is locked.window.sign_in_page
    assert not locked.window.desk.isVisible()


def test_a_session_opened_anew_behind_the_cover_does_not_lift_it(locked):
    session = locked.window.controller.session

    locked.link.news.emit(SessionOpened(session=session))

    assert locked.window.pages.currentWidget() is locked.hours.lock.page
    assert not locked.window.desk.isVisible()


@pytest.mark.usefixtures("keyhole")
def test_other_windows_are_covered_too_and_come_back(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    other = QLabel("CSQU3054383")
    qtbot.addWidget(other)
    other.show()

    desk.window.commands["desk.lock"].trigger()

    assert not other.isVisible()
    type_password(desk, "right")
    assert other.isVisible()


@pytest.mark.usefixtures("keyhole")
def test_the_key_that_locks_counts_while_a_question_keeps_all_keys(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    press(desk, Qt.Key.Key_F2)
    assert desk.window.desk.reason_sheet.is_open
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_L, control_shift)

    assert desk.hours.lock.is_locked
    assert room.decisions() == []


@pytest.mark.usefixtures("keyhole")
def test_it_locks_by_itself_when_nobody_has_touched_it(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    desk.hours.lock.set_idle(0.001)

    qtbot.waitUntil(lambda: desk.hours.lock.is_locked, timeout=4000)


@pytest.mark.usefixtures("keyhole")
def test_a_touch_keeps_it_open(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    lock = desk.hours.lock
    now = 1000.0
    lock.now = lambda: now
    lock.set_idle(5)

    now = 1000.0 + 299
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    now = 1000.0 + 400
    lock.look()

    assert not lock.is_locked
    now = 1000.0 + 299 + 301
    lock.look()
    assert lock.is_locked


@pytest.mark.usefixtures("keyhole")
def test_time_under_the_cover_is_not_time_in_front_of_the_picture(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk(dwell_s=60.0)
    controller = desk.window.controller
    qtbot.waitUntil(lambda: controller.dwell_share > 0, timeout=8000)
    desk.window.commands["desk.lock"].trigger()
    covered = controller.dwell_share

    qtbot.wait(300)

    assert controller.dwell_share == covered


def test_nobody_signed_in_has_nothing_to_lock(open_desk):
    desk = open_desk(officer=None)

    desk.window.commands["desk.lock"].trigger()

    assert not desk.hours.lock.is_locked


@pytest.mark.usefixtures("keyhole")
def test_a_locked_officer_may_sign_out_instead(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["desk.lock"].trigger()

    desk.hours.lock.page.leave.click()

    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=5000)
    assert desk.window.pages.currentWidget() is desk.window.sign_in_page


def test_the_hub_itself_opens_the_desk_for_the_officer_s_password(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["desk.lock"].trigger()

    type_password(desk, "somebody else's")
    qtbot.waitUntil(
        lambda: "not your password" in desk.hours.lock.page.trouble.text(), timeout=5000
    )
    type_password(desk, PASSWORD)

    qtbot.waitUntil(lambda: not desk.hours.lock.is_locked, timeout=5000)
    assert desk.window.desk.isVisible()


def test_after_the_grace_time_the_cases_go_back_and_nothing_of_them_is_told(qtbot, room, open_desk):
    cases = room.add_cases(2)
    desk = open_desk(lock_grace_s=0.2)
    wait_armed(qtbot, desk)

    desk.window.commands["desk.lock"].trigger()

    qtbot.waitUntil(lambda: len(room.hub.skipped) == len(cases), timeout=5000)
    qtbot.waitUntil(lambda: case_of(desk) is None, timeout=3000)
    assert not any("CSQU3054383" in text for text in visible_texts(desk))
    assert desk.hours.lock.is_locked
    assert desk.window.focusWidget() is desk.hours.lock.page.password  # who comes back may type


def test_what_goes_back_from_a_locked_desk_is_not_opened_behind_the_lock(qtbot, room, open_desk):
    room.add_cases(3)
    desk = open_desk(lock_grace_s=0.2)
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=8000)
    opened = []
    desk.window.controller.case_opened.connect(opened.append)

    desk.window.commands["desk.lock"].trigger()

    qtbot.waitUntil(lambda: len(room.hub.skipped) == 3, timeout=5000)
    qtbot.waitUntil(lambda: case_of(desk) is None, timeout=3000)
    assert opened == []


LESSON = {
    "recheck_id": "r1",
    "case_id": "north:s1",
    "head": {"container": "TCLU4265737"},
    "severity": 3,
    "note": "",
    "decided_at": "2026-11-20T08:00:00.000000+00:00",
}


def test_a_lesson_that_comes_while_the_desk_is_locked_waits_for_who_comes_back(qtbot, locked):
    answers = {Topic.RECHECKS: lambda q: {"lessons": [LESSON]} if q["part"] == "lessons" else "no"}
    card, password = locked.second_looks.lesson_card, locked.hours.lock.page.password
    lessons = LessonNews(
        locked.window.controller,
        ScriptedQuestions(answers=answers, acts={}),
        card,
        locked.second_looks.covering,
        locked.window,
    )
    lessons._ask()  # noqa: SLF001 - as its timer does

    lessons._show_next()  # noqa: SLF001 - as when the cases of a locked desk have gone back
    while_locked = locked.window.focusWidget()
    type_password(locked, "right")

    assert card.is_up
    obstacle = locked.window.controller.obstacle(Conclusion.RELEASE, None)
    assert obstacle is Obstacle.SET_ASIDE  # the lock is gone, the card still lies over the picture
    assert while_locked is password
    qtbot.waitUntil(lambda: locked.window.focusWidget() is card, timeout=3000)


def opened_settings(qtbot, desk):
    qtbot.waitUntil(lambda: bool(desk.keys.keymaps.shipped), timeout=3000)
    desk.keys.show_settings()
    desk.keys.settings.tabs.setCurrentIndex(1)
    return [desk.keys.settings]


def opened_catcher(qtbot, desk):
    (settings,) = opened_settings(qtbot, desk)
    settings.keys.select("pane.loupe")
    settings.keys.replace.click()
    return [settings.keys.catcher, settings]


def opened_sheet(_qtbot, desk):
    desk.keys.show_sheet()
    return [desk.keys.sheet]


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
@pytest.mark.parametrize("opened", [opened_settings, opened_catcher, opened_sheet])
def test_the_key_that_locks_counts_in_every_window(qtbot, room, open_desk, keyhole, opened):
    room.add_cases(1)
    desk = open_desk(dwell_s=0.0)
    wait_armed(qtbot, desk)
    windows = opened(qtbot, desk)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is windows[0], timeout=3000)

    QTest.keyClick(windows[0].windowHandle(), Qt.Key.Key_L, CTRL_SHIFT)
    locked = desk.hours.lock.is_locked
    seen = [window for window in windows if window.isVisible()]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is desk.hours.lock.page.password)
    type_password(desk, "right")

    assert locked
    assert keyhole.said[0] == "locked"
    assert seen == []
    assert not desk.hours.lock.is_locked
    assert [window for window in windows if not window.isVisible()] == []
