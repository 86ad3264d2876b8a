"""Who works in the room and what each may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A duty; one officer may have several, but nobody approves their own request."""

    REVIEWER = "reviewer"
    CHIEF = "chief"
    LIBRARIAN = "librarian"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


#: Whoever has one of them is given cases; the others steer, look on or keep the machines.
REVIEWING: Final = frozenset({Role.REVIEWER, Role.CHIEF})


class OfficerState(StrEnum):
    """Whether an officer may sit down."""

    ACTIVE = "active"
    LOCKED = "locked"  # too many wrong passwords in a day: a supervisor or administrator unlocks
    DISABLED = "disabled"


#: Kept in the place of a password's hash: the house's directory proves this officer's password.
#: It is no hash, so no password ever fits it.
OF_DIRECTORY: Final = "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person known to the room by a short, stable id.

    ``let_in_at`` is when somebody let them in again; what went before does not count against them.
    """

    officer_id: str
    name: str
    roles: frozenset[Role]
    state: OfficerState = OfficerState.ACTIVE
    let_in_at: datetime | None = None


def is_service(officer_id: str) -> bool:
    """Tell whether a decision's author is no person but a service of the hub, such as its own.

    No officer's id has a colon; a service's has, after the name of its program.
    """
    return ":" in officer_id
