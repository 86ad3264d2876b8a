"""What the log says of a message: the ids on every line about it, and one line for each act."""

import logging
from typing import Final

import msgspec

from queue_client.codec import Message
from queue_client.messages import HEADERS, TYPES, MessageType
from workstation.domain.principal import Principal
from workstation.hub.replies import Reply

_LOG = logging.getLogger(__name__)

#: Field of a header -> its name in the log. What is not here is never logged: a session's token
#: and a password open something.
_IDS: Final = {
    "ask": "ask",
    "request": "request",
    "case_id": "case",
    "scan_id": "scan",
    "token": "token",
    "decision_id": "decision",
    "officer": "officer",
}

#: The fields that a kind of message has of these.
_NAMED: Final = {
    kind: tuple((field, name) for field, name in _IDS.items() if field in shape.__struct_fields__)
    for kind, shape in HEADERS.items()
}

#: The acts that move a case, an officer or custody; all else comes by the thousand.
_ACTS: Final = {
    MessageType.DECLARE: "a declaration was recorded",
    MessageType.ACKNOWLEDGE: "a site has applied a decision",
    MessageType.RESULT: "an inspection's result was recorded",
    MessageType.LOGOUT: "an officer left",
    MessageType.DECIDE: "a decision was recorded",
    MessageType.RECALL: "a recall was answered",
    MessageType.SKIP: "a case was given back",
}
_REPLIES: Final = {
    MessageType.STORED: "a scan is in custody",
    MessageType.LEASED: "a case was leased",
}


def ids_of(principal: Principal, message: Message) -> dict[str, object]:
    """Return who speaks about what, as fields of a log line."""
    found: dict[str, object] = {principal.kind.value: principal.name}
    for field, name in _NAMED[message.kind]:
        value = getattr(message.header, field)
        if value is not None:
            found[name] = value
    return found


def tell(kind: MessageType, reply: Reply | None) -> None:
    """Write a line for an act that was done, asked for by such a message."""
    if reply is None:
        return
    header = reply.header
    text = _ACTS.get(kind) or _REPLIES.get(TYPES[type(header)])
    if text is not None:
        known = msgspec.structs.asdict(header)
        fields = {name: known[field] for field, name in _IDS.items() if field in known}
        _LOG.info(text, extra=fields)
