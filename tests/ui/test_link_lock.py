"""A locked desk: nothing new comes, its cases go back after a while, the hub alone opens it."""

import time

import pytest

from queue_client.errors import RefusalCode
from queue_client.messages import MessageType
from tests.ui.running_link import PASSWORD, Running, decision_of, wait_until
from ui.link_news import (
    CaseReady,
    Decide,
    HubNews,
    LeaseLost,
    Lock,
    RoomSeen,
    SessionClosed,
    SessionOpened,
    SignIn,
    SignOut,
    Skip,
    Unlock,
    Unlocked,
)


@pytest.fixture
def running(room, tmp_path):
    made = []

    def start(**options):
        made.append(Running(room, tmp_path / "cache", **options))
        return made[-1]

    yield start
    for one in made:
        one.stop()


def locked(room, running, **options):
    """Return a link that holds a case and whose desk has been locked, as the hub knows."""
    link = running(**options)
    link.wait_for(CaseReady)
    link.worker.post(Lock())
    wait_until(lambda: room.hub.locked == [True])
    return link


def test_a_locked_desk_asks_for_no_case_and_keeps_what_it_has(room, running):
    room.add_cases(1)
    link = locked(room, running)
    room.hub.ttl_s = 0.3

    room.add_cases(2)
    link.wait_for(RoomSeen, len(link.of(RoomSeen)) + 1)

    assert len(link.of(CaseReady)) == 1
    assert link.of(LeaseLost) == []
    assert room.hub.skipped == []


def test_the_right_password_opens_it_and_cases_come_again(room, running):
    room.add_cases(1)
    link = locked(room, running)
    room.add_cases(1)

    link.worker.post(Unlock(password=PASSWORD))

    assert link.wait_for(Unlocked) == [Unlocked(ok=True)]
    assert room.hub.locked == [True, False]
    link.wait_for(CaseReady, 2)


def test_a_wrong_password_leaves_it_locked_and_its_officer_signed_in(room, running):
    room.add_cases(1)
    link = locked(room, running)

    link.worker.post(Unlock(password=PASSWORD.upper()))

    assert link.wait_for(Unlocked) == [Unlocked(ok=False)]
    assert link.of(SessionClosed) == []
    link.worker.post(Unlock(password=PASSWORD))
    assert link.wait_for(Unlocked, 2)[-1].ok


@pytest.mark.parametrize("code", [RefusalCode.LOGIN_LOCKED, RefusalCode.DIRECTORY_SILENT])
def test_a_password_that_the_hub_could_not_look_at_ends_no_session(room, running, code):
    room.add_cases(1)
    link = locked(room, running)
    room.hub.refuse[MessageType.UNLOCK] = code

    link.worker.post(Unlock(password=PASSWORD))

    (told,) = link.wait_for(Unlocked)
    assert (told.ok, told.trouble.code) == (False, code.value)
    assert link.of(SessionClosed) == []


def test_a_silent_hub_opens_nothing_and_the_officer_is_told_at_once(room, running):
    room.add_cases(1)
    link = locked(room, running)
    room.hub.silent = True

    link.worker.post(Unlock(password=PASSWORD))

    (told,) = link.wait_for(Unlocked)
    assert (told.ok, told.trouble.code) == (False, "HubSilent")
    room.hub.silent = False
    link.worker.post(Unlock(password=PASSWORD))
    assert link.wait_for(Unlocked, 2)[-1].ok


def test_after_the_grace_time_the_cases_go_back_and_what_was_decided_is_sent(room, running):
    room.add_cases(2)
    link = running(lock_grace_s=0.5)
    first, second = link.wait_for(CaseReady, 2)
    room.hub.busy = "for a moment"
    link.journal.keep_decision(decision_of(first.case), officer="li")
    link.worker.post(Decide(decision=decision_of(first.case)))

    link.worker.post(Lock())
    room.hub.busy = ""

    (lost,) = link.wait_for(LeaseLost)
    wait_until(lambda: room.hub.skipped)
    assert lost.case_id == second.case.lease.case_id
    assert room.hub.skipped == [(second.case.lease.case_id, "the desk was locked")]
    assert room.decisions() == [(first.case.lease.case_id, "release")]


def test_a_desk_locked_while_the_hub_was_away_is_told_to_it_before_it_opens(room, running):
    room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)
    room.hub.silent = True
    wait_until(lambda: link.of(HubNews)[-1].silent_since is not None)
    link.worker.post(Lock())
    time.sleep(0.3)

    room.hub.silent = False
    link.worker.post(Unlock(password=PASSWORD))

    assert link.wait_for(Unlocked)[-1].ok
    assert room.hub.locked == [True, False]


def test_whoever_signs_in_anew_finds_the_desk_open(room, running):
    room.add_cases(1)
    link = locked(room, running)

    link.worker.post(SignOut())
    link.wait_for(SessionClosed)
    link.worker.post(Unlock(password=PASSWORD))
    assert not link.wait_for(Unlocked)[-1].ok
    room.add_cases(1)
    link.worker.post(SignIn(officer="wang", password=PASSWORD))

    link.wait_for(SessionOpened, 2)
    link.wait_for(CaseReady, 2)


def test_a_case_is_put_off_for_minutes(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)

    link.worker.post(Skip(case_id=case_id, reason="skipped", minutes=15))

    wait_until(lambda: room.hub.cases[case_id].put_off == 15)
    assert room.hub.skipped == [(case_id, "skipped")]
