"""Who may say what: one table for machines, one for officers. What is not named is refused."""

from collections.abc import Collection, Mapping
from typing import Final

from queue_client.messages import MessageType
from workstation.domain.officer import REVIEWING, Role
from workstation.domain.principal import PrincipalKind

MACHINES: Final[Mapping[PrincipalKind, frozenset[MessageType]]] = {
    PrincipalKind.SITE: frozenset(
        {
            MessageType.HELLO,
            MessageType.OFFER,
            MessageType.CHUNK,
            MessageType.DECLARE,
            MessageType.PING,
            MessageType.ACKNOWLEDGE,
            MessageType.RESULT,
            MessageType.CHECKPOINT,
            MessageType.CUSTODY,
        }
    ),
    PrincipalKind.DESK: frozenset(
        {
            MessageType.HELLO,
            MessageType.LOGIN,
            MessageType.LOGOUT,
            MessageType.LEASE,
            MessageType.FETCH,
            MessageType.EXTEND,
            MessageType.DECIDE,
            MessageType.RECALL,
            MessageType.SKIP,
            MessageType.ROOM,
            MessageType.LOCK,
            MessageType.UNLOCK,
            MessageType.SHOW,
            MessageType.JOIN,
            MessageType.LOOK_IN,
            MessageType.LEAVE,
            MessageType.CHECKPOINT,
            MessageType.OVERSEE,
            MessageType.BREAK,
            MessageType.UNPARK,
            MessageType.APPROVE,
            MessageType.WHY,
            MessageType.GIVE_UP,
            MessageType.KEEP_DRAFT,
            MessageType.FETCH_DRAFT,
            MessageType.CONSULT,
            MessageType.STEER,
            MessageType.LEAF,
        }
    ),
}
_REVIEW: Final = REVIEWING
# Whose advice helps at a difficult picture. An administrator sees no pictures.
_LOOK: Final = frozenset({*_REVIEW, Role.LIBRARIAN, Role.SUPERVISOR})
# Who steers the room. A supervisor decides no case, and lets none go alone.
_STEER: Final = frozenset({Role.CHIEF, Role.SUPERVISOR})
_EVERYBODY: Final = frozenset(Role)
# Who asks how the room has worked; each topic and act then has its own rule, see
# `workstation.hub.supervision_rights`.
_AUDIT: Final = frozenset({Role.CHIEF, Role.SUPERVISOR, Role.AUDITOR})
OFFICERS: Final[Mapping[MessageType, frozenset[Role]]] = {
    MessageType.LOGOUT: _EVERYBODY,
    MessageType.ROOM: _EVERYBODY,
    MessageType.LOCK: _EVERYBODY,
    MessageType.UNLOCK: _EVERYBODY,
    MessageType.LEASE: _REVIEW,
    MessageType.FETCH: _LOOK,
    MessageType.EXTEND: _REVIEW,
    MessageType.DECIDE: _REVIEW,
    MessageType.RECALL: _REVIEW,
    MessageType.SKIP: _REVIEW,
    MessageType.SHOW: _REVIEW,
    MessageType.JOIN: _LOOK,
    MessageType.LOOK_IN: _LOOK,
    MessageType.LEAVE: _LOOK,
    MessageType.OVERSEE: _STEER,
    MessageType.BREAK: _STEER,
    MessageType.UNPARK: _STEER,
    MessageType.APPROVE: _STEER,
    MessageType.WHY: _REVIEW,
    MessageType.GIVE_UP: _REVIEW,
    MessageType.KEEP_DRAFT: _REVIEW,
    MessageType.FETCH_DRAFT: _REVIEW,
    MessageType.CONSULT: _EVERYBODY,
    MessageType.STEER: _EVERYBODY,
    MessageType.LEAF: _AUDIT,
}


# Whoever comes by a desk whose officer is away may begin nothing in that officer's name.
NOT_WHILE_LOCKED: Final = frozenset(
    {
        MessageType.LEASE,
        MessageType.FETCH_DRAFT,
        MessageType.SHOW,
        MessageType.JOIN,
        MessageType.LOOK_IN,
        MessageType.OVERSEE,
        MessageType.BREAK,
        MessageType.UNPARK,
        MessageType.APPROVE,
        MessageType.CONSULT,
        MessageType.STEER,
        MessageType.LEAF,
    }
)


def machine_may(kind: PrincipalKind, message: MessageType) -> bool:
    """Tell whether a kind of machine may send a type of message at all."""
    return message in MACHINES.get(kind, frozenset())


def officer_may(roles: Collection[Role], message: MessageType) -> bool:
    """Tell whether an officer's roles allow a type of message within a session."""
    return not OFFICERS.get(message, frozenset()).isdisjoint(roles)
