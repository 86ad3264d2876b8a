"""Every type of message against every machine and every role: nothing leaks."""

from enum import Enum, auto

import pytest

from queue_client.errors import Fenced, RefusalCode, Refused, TooLate
from queue_client.messages import HEADERS, MessageType, Seated
from tests.makers.running_hub import RunningHub
from workstation.domain.officer import Role
from workstation.domain.principal import PrincipalKind
from workstation.hub.rights import (
    MACHINES,
    NOT_WHILE_LOCKED,
    OFFICERS,
    machine_may,
    officer_may,
)

REQUESTS = [kind for kind in MessageType if kind < MessageType.WELCOME]


@pytest.mark.parametrize("kind", MessageType)
def test_only_hello_and_witnessing_are_for_both_and_replies_are_for_nobody(kind):
    allowed = [machine for machine in PrincipalKind if machine_may(machine, kind)]

    if kind in {MessageType.HELLO, MessageType.CHECKPOINT}:
        assert len(allowed) == 2
    else:
        assert len(allowed) == (1 if kind in REQUESTS else 0)


# A question or an order says what it is about only inside; see test_supervision.
ASKING = {MessageType.CONSULT, MessageType.STEER}
HARMLESS = {MessageType.LOGOUT, MessageType.ROOM, MessageType.LOCK, MessageType.UNLOCK, *ASKING}
LOOKING = {MessageType.FETCH, MessageType.JOIN, MessageType.LOOK_IN, MessageType.LEAVE}

STEERING = {MessageType.OVERSEE, MessageType.BREAK, MessageType.UNPARK, MessageType.APPROVE}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", MessageType)
def test_only_reviewers_and_chiefs_touch_cases_and_nobody_else_but_their_advisers_looks(kind, role):
    who = {Role.REVIEWER, Role.CHIEF}
    if kind in HARMLESS:
        who = set(Role)
    elif kind in LOOKING:
        who |= {Role.LIBRARIAN, Role.SUPERVISOR}
    elif kind in STEERING:
        who = {Role.CHIEF, Role.SUPERVISOR}
    elif kind is MessageType.LEAF:
        who = {Role.CHIEF, Role.SUPERVISOR, Role.AUDITOR}

    assert officer_may({role}, kind) is (kind in OFFICERS and role in who)


def test_whoever_may_look_in_may_do_nothing_to_a_case():
    acts = {MessageType.LEASE, MessageType.DECIDE, MessageType.RECALL, MessageType.SHOW}

    for role in (Role.LIBRARIAN, Role.SUPERVISOR):
        assert not any(officer_may({role}, kind) for kind in acts)


def test_every_request_in_a_session_has_a_row_and_no_site_can_send_one():
    seated = {kind for kind, header in HEADERS.items() if issubclass(header, Seated)}

    assert seated == set(OFFICERS)
    assert not seated & MACHINES[PrincipalKind.SITE]


def test_an_officer_without_roles_may_nothing():
    assert not any(officer_may((), kind) for kind in MessageType)


class Sitting(Enum):
    """Where a desk stands with its officer."""

    NOBODY = auto()
    SEATED = auto()
    LOCKED = auto()


# Written out once more, by hand: whoever widens a right has to widen it here, too.
REVIEW, LOOK, STEER, ALL = "RC", "RCLS", "CS", "RCLSAX"
LETTERS = {
    Role.REVIEWER: "R",
    Role.CHIEF: "C",
    Role.LIBRARIAN: "L",
    Role.SUPERVISOR: "S",
    Role.ADMIN: "A",
    Role.AUDITOR: "X",
}
WITHOUT_OFFICER = {
    PrincipalKind.SITE: "HELLO OFFER CHUNK DECLARE PING ACKNOWLEDGE RESULT CHECKPOINT CUSTODY",
    PrincipalKind.DESK: "HELLO LOGIN CHECKPOINT",
}
WITH_OFFICER = {
    ALL: "LOGOUT ROOM LOCK UNLOCK CONSULT STEER",
    REVIEW: "LEASE EXTEND DECIDE RECALL SKIP SHOW WHY GIVE_UP KEEP_DRAFT FETCH_DRAFT",
    LOOK: "FETCH JOIN LOOK_IN LEAVE",
    STEER: "OVERSEE BREAK UNPARK APPROVE",
    "CSX": "LEAF",
}
SHUT_BY_LOCK = [
    "LEASE",
    "FETCH_DRAFT",
    "SHOW",
    "JOIN",
    "LOOK_IN",
    "OVERSEE",
    "BREAK",
    "UNPARK",
    "APPROVE",
    "CONSULT",
    "STEER",
    "LEAF",
]


def expected(machine, kind, role, sitting):
    if kind.name in WITHOUT_OFFICER[machine].split():
        return True
    if machine is PrincipalKind.SITE or sitting is Sitting.NOBODY:
        return False
    if sitting is Sitting.LOCKED and kind.name in SHUT_BY_LOCK:
        return False
    return any(
        kind.name in names.split() and LETTERS[role] in letters
        for letters, names in WITH_OFFICER.items()
    )


def allowed(machine, kind, role, sitting):
    """Ask as the broker does: the machine first, then the session, then its officer."""
    if not machine_may(machine, kind):
        return False
    if not (isinstance(HEADERS[kind], type) and issubclass(HEADERS[kind], Seated)):
        return True
    if sitting is Sitting.NOBODY or (sitting is Sitting.LOCKED and kind in NOT_WHILE_LOCKED):
        return False
    return officer_may({role}, kind)


@pytest.mark.parametrize("machine", PrincipalKind)
@pytest.mark.parametrize("sitting", Sitting)
@pytest.mark.parametrize("role", Role)
def test_every_type_of_message_is_refused_unless_it_is_named(machine, sitting, role):
    leaks = [
        kind.name
        for kind in MessageType
        if allowed(machine, kind, role, sitting) is not expected(machine, kind, role, sitting)
    ]

    assert leaks == []


def test_over_the_wire_nobody_does_what_their_role_does_not_name(tmp_path):
    acts = {
        "LEASE": lambda desk: desk.lease(),
        "RECALL": lambda desk: desk.recall("d-1", "x"),
        "OVERSEE": lambda desk: desk.oversee(),
        "BREAK": lambda desk: desk.break_lease("a:b", 1, "x"),
        "UNPARK": lambda desk: desk.unpark("a:b", "x"),
        "APPROVE": lambda desk: desk.approve("r-1"),
        "JOIN": lambda desk: desk.join("a:b"),
        "ROOM": lambda desk: desk.room(),
    }
    leaks = []
    with RunningHub(tmp_path) as hub:
        for role in Role:
            desk = hub.seated(f"o-{role.value}", f"desk-{role.value}", (role,))
            for name, act in acts.items():
                may = expected(PrincipalKind.DESK, MessageType[name], role, Sitting.SEATED)
                try:
                    act(desk)
                    heard = True
                except Refused as error:
                    heard = error.code is not RefusalCode.NOT_ALLOWED
                except (Fenced, TooLate):
                    heard = True
                if heard is not may:
                    leaks.append((role.value, name))

    assert leaks == []
