"""What two officers have to agree on: one asks, another approves, nobody both."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from workstation.domain.errors import ReviewRoomError
from workstation.domain.officer import Officer, OfficerState, Role


class Act(StrEnum):
    """What is asked for."""

    UNPARK = "unpark"
    SUPERSEDE = "supersede"
    ENROL = "enrol"
    """A machine's key is to be let in, or its terms are to change."""
    OFFICER = "officer"
    """Somebody is to work in the room, or with other roles."""
    PASSWORD = "password"  # noqa: S105 - the name of an act
    """Somebody is to have a new password that another set."""
    REINSTATE = "reinstate"
    """Somebody who was shut out by hand is to work again."""
    EXPORT = "export"
    """Pictures of a scan are to leave the room in a report."""
    DISPOSE = "dispose"
    """Packages of cases long over are to be kept no longer."""


#: What is asked for about a case, on the page of the room.
OF_CASES: Final = frozenset({Act.UNPARK, Act.SUPERSEDE})
#: What an administrator asks for: whom the hub trusts, and what it keeps.
OF_TRUST: Final = frozenset({Act.ENROL, Act.OFFICER, Act.PASSWORD, Act.REINSTATE, Act.DISPOSE})
_LEADS: Final = frozenset({Role.CHIEF, Role.SUPERVISOR})
_KEEPS: Final = frozenset({Role.ADMIN, Role.SUPERVISOR})
EXPORTS: Final = frozenset({Role.AUDITOR, *_LEADS})
"""Who takes evidence reports away, when another officer agrees."""
_EYES: Final = 2
ANSWERED_WITHIN: Final = timedelta(days=14)
"""How long an administrator's or an export's request may be agreed to; then it is asked for anew.

What was right when it was asked for, a key or a password above all, need not be so weeks later.
"""
SHUT_OUT_COUNTS: Final = timedelta(days=3)
"""How long whoever was disabled counts among those who could have agreed.

One alone may shut others out; that must not make them the only officer at once.
"""
AGREES: Final[Mapping[Act, frozenset[Role]]] = {
    act: _KEEPS if act in OF_TRUST else _LEADS for act in Act
}
"""Who may agree to what another officer asks for."""


def may_agree(roles: Collection[Role], act: Act) -> bool:
    """Tell whether an officer's roles allow to agree to an act that somebody else asks for."""
    return not AGREES[act].isdisjoint(roles)


def may_see(roles: Collection[Role], act: Act) -> bool:
    """Tell whether officers of these roles are told that somebody asks for an act."""
    return act not in OF_TRUST or Role.AUDITOR in roles or may_agree(roles, act)


def missing_eyes(officers: Iterable[Officer]) -> str:
    """Return what keeps a room from having two for keys and officers; '' when nothing does."""
    active = [one for one in officers if one.state is OfficerState.ACTIVE]
    admins = [one for one in active if Role.ADMIN in one.roles]
    if not admins:
        return "nobody is an administrator: keys and officers change in nobody's name"
    eyes = [one for one in active if may_agree(one.roles, Act.ENROL)]
    if len(eyes) < _EYES:
        return "nobody else could agree: the administrator changes keys and officers alone"
    if len(eyes) == _EYES:
        return "nobody could agree to a new password or role of the second officer"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An act that waits for a second officer.

    ``subject`` is the case, decision, public key or officer that it is about; ``content``, as plain
    JSON values, is what is to be done where the act alone does not say it.
    """

    request_id: str
    act: Act
    subject: str
    reason: str
    requester: str
    requested_at: datetime
    content: Mapping[str, Any] = field(default_factory=dict)

    def has_lapsed(self, now: datetime) -> bool:
        """Tell whether it waited too long to be agreed to."""
        of_time = self.act in OF_TRUST or self.act is Act.EXPORT
        return of_time and now - self.requested_at >= ANSWERED_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLeave:
    """Whether pictures may leave the room, and who agreed or has yet to be agreed with.

    ``agreed_by`` is empty where nobody else in the room could agree; ``asked_by`` is who made the
    request that is open.
    """

    granted: bool
    agreed_by: str = ""
    asked_by: str = ""


class SecondOfficerNeeded(ReviewRoomError):
    """Whoever asked for an act cannot approve it."""

    advice = "Ask another officer to approve it: for cases a supervisor or chief, for keys and \
officers a supervisor or administrator."

    def __init__(
        self, request_id: str, officer: str, why: str = "who made it and cannot approve it"
    ) -> None:
        super().__init__(f"request {request_id} does not wait for {officer}, {why}")
        self.request_id, self.officer = request_id, officer


class RequestSpent(ReviewRoomError):
    """A request that nobody can agree to any more, though it is open."""

    advice = "Decline it; whoever still needs it asks anew."

    def __init__(self, request_id: str, why: str) -> None:
        super().__init__(f"request {request_id} {why}")
        self.request_id, self.why = request_id, why


class RequestAltered(ReviewRoomError):
    """A request whose record says something else than was asked for when it was made."""

    advice = "Somebody changed the records behind the hub's back: decline it, and have 'reviewroom \
audit verify' run."

    def __init__(self, request_id: str, differs: Sequence[str]) -> None:
        super().__init__(
            f"request {request_id} is not what its log entry says ({', '.join(differs)}); nothing "
            "was done"
        )
        self.request_id, self.differs = request_id, tuple(differs)


class NotForThisOfficer(ReviewRoomError):
    """An officer whose roles do not let them take pictures away."""

    advice = "A supervisor, chief or auditor may."

    def __init__(self, officer: str) -> None:
        super().__init__(f"{officer} takes no pictures out of the room")
        self.officer = officer


class AdministratorNeeded(ReviewRoomError):
    """A room that has administrators changes whom it trusts in the name of one of them."""

    advice = "Give '--by' with the id of an administrator, who types their own password."

    def __init__(self, officer: str | None) -> None:
        who = "nobody was named" if officer is None else f"{officer} is no active one"
        super().__init__(f"this room has administrators, and {who}")
        self.officer = officer


class AskedOtherwise(ReviewRoomError):
    """The same is asked for already, in another form."""

    advice = "Answer that request first; 'reviewroom requests list' shows it."

    def __init__(self, request_id: str, requester: str) -> None:
        super().__init__(f"{requester} has asked for something else there: request {request_id}")
        self.request_id, self.requester = request_id, requester
