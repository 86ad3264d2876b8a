import pytest
from argon2 import PasswordHasher

from queue_client.errors import RefusalCode, Refused
from workstation.domain.officer import Officer, Role
from workstation.hub import sessions as sessions_room
from workstation.hub.sessions import PasswordDesk, Sessions, hash_password, password_holds

LI = Officer(officer_id="li", name="李", roles=frozenset({Role.REVIEWER}))
WANG = Officer(officer_id="wang", name="王", roles=frozenset({Role.REVIEWER}))


def make_sessions():
    return Sessions(idle_s=100.0, longest_s=1000.0)


@pytest.mark.usefixtures("dear_passwords")
def test_a_password_is_kept_as_argon2id_with_the_chosen_cost():
    kept = hash_password("a long password")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert password_holds(kept, "a long password")
    assert not password_holds(kept, "another password")
    assert not password_holds("not a hash", "a long password")


def test_an_unknown_officer_is_checked_like_a_known_one_and_refused():
    asked = []

    def holds(password_hash, _password):
        asked.append(password_hash)
        return True

    desk = PasswordDesk(holds=holds)
    try:
        assert desk.check("hash", "secret").result() is True
        assert desk.check(None, "secret").result() is False
    finally:
        desk.close()
    assert asked[0] == "hash"
    assert PasswordHasher().check_needs_rehash(asked[1]) in {True, False}  # it is a true hash


def test_a_session_belongs_to_its_desk():
    sessions = make_sessions()
    seat, _ = sessions.sit(LI, "desk-1", 0.0)

    assert sessions.seat(seat.token, "desk-1", 1.0).officer is LI
    with pytest.raises(Refused) as caught:
        sessions.seat(seat.token, "desk-2", 1.0)
    assert caught.value.code is RefusalCode.NO_SESSION


def test_whoever_only_looks_on_is_not_at_work():
    sessions = make_sessions()
    watching = Officer(officer_id="wu", name="吴", roles=frozenset({Role.SUPERVISOR}))
    leading = Officer(officer_id="zhao", name="赵", roles=frozenset({Role.SUPERVISOR, Role.CHIEF}))
    for number, officer in enumerate((LI, watching, leading)):
        sessions.sit(officer, f"desk-{number}", 0.0)

    at_work = [seat.officer for seat in sessions.at_work()]

    assert at_work == [LI, leading]
    assert len(sessions.seats()) == 3


def test_an_officer_has_one_session_and_a_desk_one_officer():
    sessions = make_sessions()
    first, _ = sessions.sit(LI, "desk-1", 0.0)
    second, ended_by_move = sessions.sit(LI, "desk-2", 1.0)
    _, ended_by_other = sessions.sit(WANG, "desk-2", 2.0)

    assert ended_by_move == [first]
    assert ended_by_other == [second]
    assert sessions.officers() == ["wang"]
    with pytest.raises(Refused) as caught:
        sessions.seat(first.token, "desk-1", 3.0)
    assert caught.value.code is RefusalCode.SESSION_ENDED


def test_a_session_ends_by_idleness_and_by_age():
    sessions = make_sessions()
    idle, _ = sessions.sit(LI, "desk-1", 0.0)
    busy, _ = sessions.sit(WANG, "desk-2", 0.0)
    for now in range(50, 1000, 50):
        sessions.seat(busy.token, "desk-2", float(now))

    assert [seat.token for seat in sessions.expired(100.0)] == [idle.token]
    sessions.end(idle.token, "idle")
    assert sessions.expired(999.0) == []
    assert [seat.token for seat in sessions.expired(1000.0)] == [busy.token]


def test_failures_lock_for_longer_and_longer_and_a_success_forgives():
    sessions = make_sessions()
    now = 0.0
    waits = []
    for _ in range(5):
        sessions.fail("li", "desk-1", now)
        wait = 0.0
        while True:
            try:
                sessions.check_throttle("li", "desk-1", now + wait)
                break
            except Refused:
                wait += 0.5
        waits.append(wait)
        now += wait

    assert waits == [1.0, 2.0, 4.0, 8.0, 900.0]
    sessions.fail("li", "desk-1", now)
    sessions.check_throttle("li", "desk-2", now)
    sessions.sit(LI, "desk-1", now)
    sessions.check_throttle("li", "desk-1", now)


def test_failures_with_a_password_that_was_replaced_do_not_count():
    sessions = make_sessions()
    for now in range(5):
        sessions.fail("li", "desk-1", float(now), kept_hash="old")

    sessions.check_throttle("li", "desk-1", 5.0, kept_hash="new")
    with pytest.raises(Refused):
        sessions.check_throttle("li", "desk-1", 5.0, kept_hash="old")
    assert sessions.fail("li", "desk-1", 5.0, kept_hash="new") == 1


def test_a_desk_at_which_many_names_are_tried_is_locked_and_no_other():
    sessions = make_sessions()
    for number in range(20):
        sessions.check_throttle(f"officer-{number}", "desk-1", float(number))
        sessions.fail(f"officer-{number}", "desk-1", float(number))

    with pytest.raises(Refused) as caught:
        sessions.check_throttle("li", "desk-1", 20.0)
    assert caught.value.code is RefusalCode.LOGIN_LOCKED
    sessions.check_throttle("li", "desk-2", 20.0)
    sessions.check_throttle("li", "desk-1", 900.0)


def test_names_that_somebody_invents_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(sessions_room, "_FAILURES_REMEMBERED", 10)
    sessions = make_sessions()
    for now in range(20):
        sessions.fail("li", "desk-1", float(now))

    for number in range(800):
        sessions.fail(f"nobody-{number}", "desk-1", 30.0 + number)

    assert (len(sessions._failures), len(sessions._of_day)) == (10, 10)  # noqa: SLF001 - no window
    with pytest.raises(Refused):
        sessions.check_throttle("li", "desk-1", 831.0)
    assert sessions.is_beyond_day("li", 831.0)
