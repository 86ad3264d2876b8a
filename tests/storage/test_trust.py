import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import exc, text

from tests.storage.scenes import leased, make_decision
from tests.storage.test_oversight import entries
from workstation.domain.errors import ContentConflict
from workstation.domain.four_eyes import (
    ANSWERED_WITHIN,
    SHUT_OUT_COUNTS,
    Act,
    AdministratorNeeded,
    AskedOtherwise,
    NotForThisOfficer,
    RequestSpent,
    SecondOfficerNeeded,
)
from workstation.domain.networks import network_of
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.trust import appointment, enrolment, new_password, reinstatement
from workstation.storage.exports import GOOD_FOR
from workstation.storage.verify import verify_folder

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NORTH = Principal(
    name="north",
    kind=PrincipalKind.SITE,
    public_key="k" * 40,
    not_after=datetime(2027, 1, 1, tzinfo=UTC),
    allowed_ip=(network_of("10.1.2.0/24"),),
)


def join(records, name, *roles):
    officer = Officer(officer_id=name, name=name.title(), roles=frozenset(roles))
    records.add_officer(officer, f"hash of {name}", now=NOW)
    return officer


@pytest.fixture
def room(records):
    """An administrator, a supervisor, a chief and a reviewer."""
    join(records, "root", Role.ADMIN)
    join(records, "zhao", Role.SUPERVISOR)
    join(records, "chen", Role.CHIEF)
    join(records, "li", Role.REVIEWER)
    return records


def made(records):
    case = leased(records)
    return records.decide(make_decision(case)).decision_id


def ask(records, change, officer="root", reason="new scanner"):
    return records.change_trust(change, officer=officer, reason=reason, now=NOW)


def agree(records, request, officer="zhao"):
    return records.approve(request.request_id, officer=officer, now=NOW)


def test_a_key_is_let_in_only_when_a_second_officer_has_agreed(room):
    request = ask(room, enrolment(NORTH))
    before = room.principals()
    agree(room, request)
    agree(room, request)

    assert before == []
    assert room.principals() == [NORTH]
    assert room.requests() == []
    (entry,) = entries(room, "principal:enrolled")
    for said in ('"asked_by":"root"', '"agreed_by":"zhao"', '"reason":"new scanner"'):
        assert said in entry


@pytest.mark.parametrize("who", ["root", "chen", "li", "nobody"])
def test_nobody_else_lets_a_key_in(room, who):
    request = ask(room, enrolment(NORTH))

    with pytest.raises(SecondOfficerNeeded):
        agree(room, request, who)
    if who != "root":  # whoever asked may take it back
        with pytest.raises(SecondOfficerNeeded):
            room.decline(request.request_id, officer=who, reason="x", now=NOW)

    assert room.principals() == []
    assert len(room.requests()) == 1


def test_the_database_itself_refuses_that_somebody_agrees_with_themselves(room):
    ask(room, enrolment(NORTH))

    with pytest.raises(exc.IntegrityError), room._database.act() as session:  # noqa: SLF001
        session.execute(text("UPDATE request SET approver = 'root', closed_at = 'x'"))


def test_a_shut_out_officer_no_longer_agrees(room):
    request = ask(room, enrolment(NORTH))
    join(room, "qian", Role.SUPERVISOR)
    room.set_officer_state("zhao", OfficerState.DISABLED, why="left", now=NOW)

    with pytest.raises(SecondOfficerNeeded):
        agree(room, request)


def test_nobody_agrees_to_what_is_about_themselves(room):
    more = appointment(join(room, "zhao", Role.SUPERVISOR, Role.ADMIN), "h")
    join(room, "zhao", Role.SUPERVISOR)
    join(room, "qian", Role.SUPERVISOR)
    request = ask(room, more)

    with pytest.raises(SecondOfficerNeeded, match="subject"):
        agree(room, request)


def test_an_officer_works_with_new_roles_only_when_two_agreed(room):
    chief = Officer(officer_id="li", name="Li", roles=frozenset({Role.CHIEF}))

    request = ask(room, appointment(chief, "another hash"))
    before = room.officer("li")
    agree(room, request)

    assert before[0].roles == {Role.REVIEWER}
    assert before[1] == "hash of li"
    assert room.officer("li") == (chief, "another hash")


def test_the_hash_of_a_password_is_shown_to_nobody_and_goes_with_the_request(room):
    for act, change in (
        (Act.PASSWORD, new_password("li", "hash of a new one")),
        (Act.OFFICER, appointment(replace(room.officer("li")[0], officer_id="wu"), "hash of wu")),
    ):
        request = ask(room, change)
        assert request.act is act
        assert "hash" not in str(request)
        assert not [entry for entry in entries(room, "request:made") if "hash" in entry]
        if act is Act.PASSWORD:
            agree(room, request)
        else:
            room.decline(request.request_id, officer="zhao", reason="no", now=NOW)
    with room._database.look() as session:  # noqa: SLF001 - what is left in the table
        left = session.execute(text("SELECT secret FROM request")).scalars().all()

    assert left == [None, None]
    assert room.officer("li")[1] == "hash of a new one"
    assert room.officer("wu") is None


def test_ones_own_password_needs_nobody_else(room):
    assert ask(room, new_password("li", "mine"), officer="li") is None
    assert room.officer("li")[1] == "mine"
    with pytest.raises(AdministratorNeeded):
        ask(room, new_password("chen", "theirs"), officer="li")


def test_who_was_locked_out_comes_back_by_one_and_who_was_disabled_by_two(room):
    room.set_officer_state("li", OfficerState.LOCKED, why="wrong passwords", now=NOW)
    room.set_officer_state("chen", OfficerState.DISABLED, why="left", now=NOW)

    assert ask(room, reinstatement("li")) is None
    request = ask(room, reinstatement("chen"))
    before = room.officer("chen")[0].state
    agree(room, request)

    assert room.officer("li")[0].state is OfficerState.ACTIVE
    assert before is OfficerState.DISABLED
    assert room.officer("chen")[0].state is OfficerState.ACTIVE


def test_a_room_of_one_acts_alone_and_the_log_says_so(records):
    join(records, "root", Role.ADMIN)
    join(records, "chen", Role.CHIEF)

    assert ask(records, enrolment(NORTH)) is None

    assert records.principals() == [NORTH]
    (entry,) = entries(records, "principal:enrolled")
    assert '"alone":true' in entry
    assert '"asked_by":"root"' in entry


def test_wrong_passwords_in_a_supervisors_name_make_nobody_the_only_officer(room):
    room.set_officer_state("zhao", OfficerState.LOCKED, why="wrong passwords", now=NOW)

    request = ask(room, enrolment(NORTH))

    assert request is not None
    assert room.principals() == []
    with pytest.raises(SecondOfficerNeeded):
        agree(room, request)
    assert ask(room, reinstatement("zhao")) is None
    agree(room, request)
    assert room.principals() == [NORTH]


def test_a_room_without_administrators_is_begun_by_whoever_keeps_the_server(records):
    assert ask(records, enrolment(NORTH), officer=None) is None
    join(records, "root", Role.ADMIN)

    for who in (None, "li", "nobody"):
        with pytest.raises(AdministratorNeeded):
            ask(records, enrolment(replace(NORTH, public_key="m" * 40)), officer=who)
    assert records.principals() == [NORTH]


def test_the_same_twice_is_one_request_and_another_in_its_place_is_refused(room):
    first = ask(room, enrolment(NORTH))

    assert ask(room, enrolment(NORTH)) == first
    with pytest.raises(AskedOtherwise, match=first.request_id):
        ask(room, enrolment(replace(NORTH, name="south")))
    assert len(entries(room, "request:made")) == 1


def test_what_cannot_be_done_any_more_stays_open_to_be_declined(room):
    request = ask(room, enrolment(NORTH))
    room.enrol(replace(NORTH, name="south"), now=NOW)

    with pytest.raises(ContentConflict):
        agree(room, request)
    room.decline(request.request_id, officer="root", reason="a slip", now=NOW)

    assert room.requests() == []
    assert [one.name for one in room.principals()] == ["south"]


def test_the_log_holds_with_all_of_it(room, home):
    agree(room, ask(room, enrolment(NORTH)))
    agree(room, ask(room, new_password("li", "h")))

    assert verify_folder(home).reason == ""


def test_pictures_leave_the_room_when_another_officer_agreed_and_for_a_day(room):
    decision_id = made(room)
    asked = room.ask_export(decision_id, officer="zhao", reason="court", now=NOW)
    again = room.ask_export(decision_id, officer="zhao", reason="court", now=NOW)
    of_another = room.ask_export(decision_id, officer="chen", reason="", now=NOW)
    (request,) = room.requests()
    with pytest.raises(SecondOfficerNeeded):
        agree(room, request, "zhao")
    assert agree(room, request, "chen") is None

    def leave(officer, now):
        return room.export_leave(decision_id, officer=officer, now=now)

    assert (asked.granted, asked.asked_by) == (False, "zhao")
    assert again == asked
    assert of_another == asked
    assert leave("zhao", NOW).agreed_by == "chen"
    assert not leave("chen", NOW).granted
    assert leave("zhao", NOW + GOOD_FOR - timedelta(seconds=1)).granted
    assert not leave("zhao", NOW + GOOD_FOR).granted
    (entry,) = entries(room, "export:agreed")
    assert '"requester":"zhao"' in entry


def test_a_supervisor_alone_in_the_room_may_take_pictures_away(records):
    join(records, "zhao", Role.SUPERVISOR)
    decision_id = made(records)

    leave = records.ask_export(decision_id, officer="zhao", reason="", now=NOW)

    assert (leave.granted, leave.agreed_by) == (True, "")
    with pytest.raises(KeyError):
        records.ask_export("no such", officer="zhao", reason="", now=NOW)


def overtaken(records):
    return [json.loads(entry)["facts"]["why"] for entry in entries(records, "request:overtaken")]


def test_a_key_that_was_revoked_meanwhile_is_not_let_in_by_what_was_asked_before(room):
    agree(room, ask(room, enrolment(NORTH)))
    request = ask(room, enrolment(replace(NORTH, not_after=None)))
    room.enrol(replace(NORTH, enabled=False), now=NOW)  # stolen

    with pytest.raises(KeyError):
        agree(room, request)

    assert [one.enabled for one in room.principals()] == [False]
    assert overtaken(room) == ["shut_out"]


def test_whoever_was_disabled_meanwhile_is_let_in_by_nothing_that_was_asked_before(room):
    theirs = [
        ask(room, appointment(room.officer("li")[0], "another hash")),
        ask(room, new_password("li", "a third hash")),
    ]
    room.set_officer_state("li", OfficerState.DISABLED, why="dismissed", now=NOW)

    for request in theirs:
        with pytest.raises(KeyError):
            agree(room, request)

    assert room.officer("li")[0].state is OfficerState.DISABLED
    assert room.officer("li")[1] == "hash of li"
    assert overtaken(room) == ["shut_out"] * 2


@pytest.mark.parametrize("name", ["disabled", "other_roles"])
def test_what_somebody_asked_for_who_is_an_administrator_no_longer_is_not_made(room, name):
    join(room, "wang", Role.ADMIN)
    request = ask(room, enrolment(NORTH))
    if name == "disabled":
        room.set_officer_state("root", OfficerState.DISABLED, why="dismissed", now=NOW)
    else:
        join(room, "root", Role.REVIEWER)

    with pytest.raises(KeyError):
        agree(room, request)

    assert room.principals() == []
    assert overtaken(room) == ["shut_out" if name == "disabled" else "no_administrator"]


def test_what_was_open_before_that_was_seen_to_is_not_made_either(room):
    join(room, "wang", Role.ADMIN)
    request = ask(room, enrolment(NORTH))
    with room._database.act() as session:  # noqa: SLF001 - as an earlier version left it
        session.execute(text("UPDATE officer SET state = 'disabled' WHERE officer_id = 'root'"))

    with pytest.raises(RequestSpent, match="root"):
        agree(room, request)


def test_a_request_lapses_and_is_asked_for_anew(room):
    request = ask(room, new_password("li", "hash of then"))
    late = NOW + ANSWERED_WITHIN

    with pytest.raises(RequestSpent):
        room.approve(request.request_id, officer="zhao", now=late)
    anew = room.change_trust(new_password("li", "h"), officer="root", reason="", now=late)
    room.approve(anew.request_id, officer="zhao", now=late)

    assert anew.request_id != request.request_id
    assert room.officer("li")[1] == "h"
    assert overtaken(room) == ["lapsed"]


def test_an_export_lapses_and_is_asked_for_anew(room):
    decision_id = made(room)
    room.ask_export(decision_id, officer="zhao", reason="court", now=NOW)
    (request,) = room.requests()
    late = NOW + ANSWERED_WITHIN

    with pytest.raises(RequestSpent):
        room.approve(request.request_id, officer="chen", now=late)
    asked = room.ask_export(decision_id, officer="chen", reason="court", now=late)

    assert (asked.granted, asked.asked_by) == (False, "chen")
    assert [one.requester for one in room.requests()] == ["chen"]


def test_shutting_the_others_out_makes_nobody_the_only_officer_at_once(room, home):
    room.set_officer_state("zhao", OfficerState.DISABLED, why="so that I am alone", now=NOW)

    request = ask(room, enrolment(NORTH))
    before = room.principals()
    soon, later = (NOW + SHUT_OUT_COUNTS + timedelta(seconds=s) for s in (-1, 0))
    again = room.change_trust(enrolment(NORTH), officer="root", reason="", now=soon)
    made_then = room.change_trust(enrolment(NORTH), officer="root", reason="", now=later)

    assert (before, again, made_then) == ([], request, None)
    assert room.principals() == [NORTH]
    assert room.requests() == []
    assert overtaken(room) == ["made_alone"]
    assert verify_folder(home).reason == ""


def test_a_disabled_officer_takes_no_pictures_away(room):
    decision_id = made(room)
    room.set_officer_state("chen", OfficerState.DISABLED, why="left", now=NOW)

    with pytest.raises(NotForThisOfficer):
        room.ask_export(decision_id, officer="chen", reason="", now=NOW)


def test_the_second_officer_is_told_what_is_replaced_and_nothing_else_is(room):
    chief = Officer(officer_id="li", name="Li", roles=frozenset({Role.CHIEF}))
    request = ask(room, appointment(chief, "another hash"))
    new = ask(room, enrolment(NORTH))
    join(room, "li", Role.AUDITOR)  # as a hub of before wrote it

    with pytest.raises(ContentConflict):
        agree(room, request)

    assert request.content["before"] == {"roles": ["reviewer"], "state": "active"}
    assert "before" not in new.content
    assert room.officer("li")[0].roles == {Role.AUDITOR}


def test_a_key_that_was_revoked_is_said_to_have_been(room):
    room.enrol(replace(NORTH, enabled=False), now=NOW)

    request = ask(room, enrolment(NORTH))
    agree(room, request)

    assert request.content["before"] == {"enabled": False}
    assert room.principals() == [NORTH]


@pytest.mark.parametrize("who", ["li", "root", "nobody", "chen"])
def test_nobody_agrees_to_an_export_but_who_leads_and_works(room, who):
    decision_id = made(room)
    room.ask_export(decision_id, officer="zhao", reason="court", now=NOW)
    (request,) = room.requests()
    room.set_officer_state("chen", OfficerState.DISABLED, why="left", now=NOW)

    with pytest.raises(SecondOfficerNeeded):
        agree(room, request, who)

    assert not room.export_leave(decision_id, officer="zhao", now=NOW).granted
