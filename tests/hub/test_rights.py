"""Every type of message against every machine and every role: nothing leaks."""

import pytest

from queue_client.messages import HEADERS, MessageType, Seated
from workstation.domain.officer import Role
from workstation.domain.principal import PrincipalKind
from workstation.hub.rights import MACHINES, OFFICERS, machine_may, officer_may

REQUESTS = [kind for kind in MessageType if kind < MessageType.WELCOME]


@pytest.mark.parametrize("kind", MessageType)
def test_only_hello_is_for_both_and_replies_are_for_nobody(kind):
    allowed = [machine for machine in PrincipalKind if machine_may(machine, kind)]

    if kind is MessageType.HELLO:
        assert len(allowed) == 2
    else:
        assert len(allowed) == (1 if kind in REQUESTS else 0)


HARMLESS = {MessageType.LOGOUT, MessageType.ROOM, MessageType.LOCK, MessageType.UNLOCK}
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
