"""Roles, leaving, breaks and sounds at the desk."""

import io
import wave
from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QTest

from queue_client.answers import Session
from queue_client.messages import MessageType
from tests.ui.conftest import PASSWORD, make_package
from tests.ui.test_desk import case_of, give_reason, wait_armed
from ui.link_news import HubNews, SessionOpened
from ui.preferences import Preferences
from ui.session.rights import Bar, rights_of
from ui.session.sounds import RATE_HZ, Sound, wav_of
from workstation.domain.context import CaseContext, Reading, Referral, context_to_json
from workstation.domain.officer import Role
from workstation.hub.rights import officer_may


def line(desk):
    return desk.hours.notice.text.text()


def sit(desk, *roles):
    session = Session(officer="li", name="Li Wei", roles=roles, recall_s=5.0, token="")
    desk.link.news.emit(SessionOpened(session=session))


@pytest.mark.parametrize("role", list(Role))
def test_the_desk_allows_a_role_what_the_hub_allows_it(role):
    rights = rights_of([role.value])

    assert rights.reviews == officer_may([role], MessageType.DECIDE)
    assert ("decision.release" in rights.barred) == (not rights.reviews)


def test_a_role_of_tomorrow_allows_nothing():
    assert not rights_of(["astronaut"]).reviews


def test_a_librarian_cannot_decide_and_is_told_why(qtbot, room, open_desk):
    room.hub.add_officer("xu", PASSWORD, roles=("librarian",))
    room.add_cases(1)

    desk = open_desk(officer="xu")

    qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)
    assert "do not include reviewing" in line(desk)
    for name in ("decision.release", "decision.inspect", "case.skip", "decision.note"):
        assert not desk.window.commands[name].isEnabled()
        assert "do not include reviewing" in desk.window.commands[name].toolTip()
    assert not desk.window.desk.decision_bar.isVisible()
    qtbot.wait(300)
    assert all(case.token is None for case in room.hub.cases.values())  # none was asked for


def test_after_a_librarian_a_reviewer_can_decide(open_desk):
    desk = open_desk(officer=None)
    sit(desk, "librarian")

    sit(desk, "reviewer")

    assert desk.window.commands["decision.release"].isEnabled()
    assert "may go" in desk.window.commands["decision.release"].toolTip()
    assert line(desk) == ""


def test_a_chief_has_nobody_to_refer_to(open_desk):
    desk = open_desk(officer=None)

    sit(desk, "chief")

    assert not desk.window.commands["decision.refer"].isEnabled()
    assert "nobody to refer" in desk.window.commands["decision.refer"].toolTip()
    assert desk.window.commands["decision.release"].isEnabled()
    assert rights_of(["chief"]).barred == {"decision.refer": Bar.CHIEF_IS_LAST}


def test_reasons_are_told_in_the_language_that_is_switched_to(qtbot, open_desk):
    desk = open_desk(officer=None)
    sit(desk, "chief")

    desk.window.switch_language()
    desk.window.switch_language()

    refer = desk.window.commands["decision.refer"]
    qtbot.waitUntil(lambda: "nobody to refer" in refer.toolTip(), timeout=2000)


def test_a_chief_sees_who_referred_the_case_and_why(qtbot, room, open_desk, tmp_path):
    room.hub.add_officer("zhao", PASSWORD, roles=("chief",))
    referral = Referral(
        officer="li",
        reason="second_opinion",
        note="odd axle",
        at=datetime(2026, 11, 26, tzinfo=UTC),
    )
    case_id = room.hub.add_case(
        make_package(tmp_path), context=context_to_json(CaseContext(referral=referral))
    )

    desk = open_desk(officer="zhao")

    qtbot.waitUntil(lambda: case_of(desk) == case_id, timeout=8000)
    assert line(desk) == "Referred to you by li: odd axle"


def test_leaving_with_unsent_decisions_is_asked_twice(qtbot, room, open_desk):
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)
    room.hub.silent = True
    desk.link.news.emit(HubNews(silent_since=1.0, unsent=3))

    desk.window.commands["case.sign_out"].trigger()

    assert desk.window.controller.session is not None
    assert "not sent yet" in line(desk)
    desk.window.commands["case.sign_out"].trigger()
    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=8000)
    assert line(desk) == ""


def test_closing_with_unsent_decisions_is_asked_twice(qtbot, room, open_desk):
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)
    room.hub.silent = True
    qtbot.waitUntil(lambda: "silent" in desk.window.status.hub.text(), timeout=8000)
    desk.link.news.emit(HubNews(silent_since=1.0, unsent=1))

    desk.window.close()

    assert desk.window.isVisible()
    desk.window.close()
    assert not desk.window.isVisible()


def test_leaving_in_order_is_not_asked(qtbot, open_desk):
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.session is not None, timeout=5000)

    desk.window.commands["case.sign_out"].trigger()

    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=5000)


def test_a_break_is_called_to_mind_between_cases_only(qtbot, room, open_desk):
    room.add_cases(3)
    desk = open_desk()
    wait_armed(qtbot, desk)
    clock = desk.hours.clock
    clock.time.begin(0.0)

    clock.now = lambda: 51 * 60.0
    clock.retranslate()
    within_a_case = line(desk)
    desk.window.commands["decision.release"].trigger()

    assert within_a_case == ""
    assert "0:51 at work without a break" in line(desk)
    assert clock.text() == "0:51 h · 1 done"
    desk.window.commands["desk.rest_later"].trigger()
    assert line(desk) == ""
    wait_armed(qtbot, desk)
    clock.now = lambda: 62 * 60.0
    desk.window.commands["decision.release"].trigger()
    assert "1:02 at work" in line(desk)


def test_an_officer_may_want_no_reminder(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.hours.use(Preferences(break_every_min=0, sound=False))
    desk.hours.clock.now = lambda: 1e9

    desk.window.commands["decision.release"].trigger()

    assert desk.hours.clock.decided == 1
    assert line(desk) == ""


def test_a_release_that_is_taken_back_is_not_counted_as_done(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["decision.release"].trigger()
    assert desk.hours.clock.decided == 1
    qtbot.waitUntil(lambda: len(room.decisions()) == 1, timeout=5000)

    desk.window.commands["decision.recall"].trigger()

    qtbot.waitUntil(lambda: desk.hours.clock.decided == 0, timeout=5000)
    assert "0 done" in desk.hours.clock.text()


@pytest.mark.parametrize("sound", list(Sound))
def test_a_sound_is_short_soft_and_begins_and_ends_in_silence(sound):
    with wave.open(io.BytesIO(wav_of(sound))) as file:
        raw = file.readframes(file.getnframes())
        length_s = file.getnframes() / RATE_HZ
    samples = memoryview(raw).cast("h").tolist()

    assert 0.05 < length_s < 0.5
    assert max(map(abs, samples)) < 0.25 * 32768
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 700


def test_the_desk_sounds_only_when_it_is_wanted(open_desk, monkeypatch):
    beeps = []
    monkeypatch.setattr("ui.session.sounds.QApplication.beep", lambda: beeps.append(1))
    monkeypatch.setattr("ui.session.sounds.player", lambda: None)
    desk = open_desk(officer=None)
    sounds = desk.hours.sounds

    desk.hours.use(Preferences(sound=False))
    sounds.on_refused("x")
    silent = len(beeps)
    desk.hours.use(Preferences(sound=True))
    sounds.on_news(HubNews(silent_since=1.0, unsent=0))
    sounds.on_news(HubNews(silent_since=1.0, unsent=1))

    assert silent == 0
    assert len(beeps) == 1  # once for one silence


def test_the_menu_opens_a_training_of_its_own_and_locks_the_desk(
    qtbot, room, open_desk, monkeypatch
):
    started = []
    monkeypatch.setattr(
        "ui.session.hours.QProcess.startDetached",
        lambda program, arguments: started.append((program, arguments)),
    )
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    desk.window.commands["desk.training"].trigger()

    ((_, arguments),) = started
    assert arguments[-4:] == ["desk", "--training", "--lang", "en"]
    assert desk.hours.lock.is_locked


@pytest.mark.parametrize(
    ("command", "conclusion", "told"),
    [
        ("decision.refer", "refer", "a shift chief decides"),
        ("decision.rescan", "rescan", "held until the site has scanned it again"),
        ("decision.inspect", "inspect", "the crew is told to open it"),
    ],
)
def test_a_key_is_enough_and_the_desk_says_what_happens_next(  # noqa: PLR0913 - a table
    qtbot, room, open_desk, *, command, conclusion, told
):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)

    QTest.keySequence(desk.window.desk.panes.scan.view, desk.window.commands[command].shortcut())
    give_reason(desk)

    qtbot.waitUntil(lambda: room.decisions() == [(case_id, conclusion)], timeout=5000)
    chips = desk.window.desk.recall_bar.chips
    qtbot.waitUntil(lambda: bool(chips) and told in chips[0].text.text(), timeout=3000)


@pytest.mark.parametrize(
    ("slot", "command", "told"),
    [
        (1, "decision.inspect", "another officer reads it too"),
        (1, "decision.release", "can be taken back for"),
        (1, "decision.refer", "a shift chief decides"),
        (2, "decision.inspect", "stands if both readings agree"),
    ],
)
def test_after_one_of_two_readings_the_desk_promises_nothing_that_may_not_come(  # noqa: PLR0913
    qtbot, room, open_desk, *, slot, command, told
):
    (case_id,) = room.add_cases(1)
    apart = CaseContext(reading=Reading(readers=2, slot=slot))
    room.hub.cases[case_id].context = context_to_json(apart)
    desk = open_desk()
    wait_armed(qtbot, desk)

    QTest.keySequence(desk.window.desk.panes.scan.view, desk.window.commands[command].shortcut())
    if command != "decision.release":
        give_reason(desk)

    chips = desk.window.desk.recall_bar.chips
    qtbot.waitUntil(lambda: bool(chips) and told in chips[0].text.text(), timeout=5000)
