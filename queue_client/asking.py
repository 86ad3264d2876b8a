"""What both clients do alike: greet, expect a type of reply, put plain values into shape."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import msgspec

from queue_client.answers import Welcome
from queue_client.codec import Message, write_document
from queue_client.errors import RefusalCode, Refused, WireViolation
from queue_client.link import Link
from queue_client.messages import BODY_LIMIT, Header, Hello, WelcomeReply

SOFTWARE: Final = "review-room/0.1"
H = TypeVar("H", bound=Header)


def hello(link: Link, name: str, *, manifest_key: str = "", decision_key: str = "") -> Welcome:
    """Greet the hub; raise `Refused` when it knows this key by another name.

    The newest version of the wire is tried first; a hub that is one older is spoken to in its own.
    """
    link.speak_newest()
    request = Hello(
        ask=link.next_ask(),
        software=SOFTWARE,
        manifest_key=manifest_key,
        decision_key=decision_key,
    )
    reply = expect(link.ask(request), WelcomeReply)
    if reply.name != name:
        reason = f"this key is enrolled as {reply.name}, not as {name}"
        raise Refused(RefusalCode.NOT_ALLOWED, reason)
    return Welcome(
        name=reply.name,
        software=reply.software,
        server_time=reply.server_time,
        credit=reply.credit,
        signing_key=reply.signing_key,
    )


def expect(message: Message, shape: type[H]) -> H:
    """Return a reply's header when it is of the expected type; raise `WireViolation` else."""
    if not isinstance(message.header, shape):
        raise WireViolation(f"{message.kind.name} came instead of {shape.__name__}")
    return message.header


def own_document(value: Mapping[str, Any], shape: type[Any]) -> bytes:
    """Write what a site sends; refuse here what the hub would, so that it is not tried for ever."""
    try:
        document = write_document(shaped(value, shape))
    except WireViolation as error:
        raise Refused(RefusalCode.MALFORMED, error.reason) from error
    if len(document) > BODY_LIMIT:
        raise Refused(RefusalCode.TOO_LARGE, f"a document of {len(document)} bytes")
    return document


def shaped(value: Mapping[str, Any], shape: type[Any]) -> Any:  # noqa: ANN401
    """Return plain values as a document's structure; raise `WireViolation` when they do not fit."""
    try:
        return msgspec.convert(dict(value), shape)
    except msgspec.ValidationError as error:
        raise WireViolation(str(error)) from error
