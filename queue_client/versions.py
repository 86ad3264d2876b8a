"""Versions of the wire: this one, the one before it, and what each added.

Both ends of a line are upgraded one after the other, so a hub also speaks the version before its
own, and so does a client. What is older is told to upgrade. For that to be understood at all,
one thing never changes: the two bytes in front, and the header of `ERROR` and of `HELLO` as they
were in version 1.
"""

from collections.abc import Mapping
from typing import Final

from queue_client.desk_messages import Decide
from queue_client.draft_messages import FetchDraft, KeepDraft
from queue_client.errors import RefusalCode, Refused, VersionUnfit, WireViolation
from queue_client.frames import Header
from queue_client.reply_messages import Credit, DecidedReply, LeasedReply, WelcomeReply
from queue_client.site_messages import Hello, Offer, Result
from queue_client.supervision_messages import Consult, Leaf, Steer

VERSION: Final = 2
OLDEST: Final = 1

ADDED: Final[Mapping[int, Mapping[type[Header], frozenset[str]]]] = {
    2: {
        Hello: frozenset({"manifest_key", "decision_key"}),
        Decide: frozenset({"signature"}),
        Offer: frozenset({"signature"}),
        Credit: frozenset({"credit"}),
        DecidedReply: frozenset({"test"}),
        LeasedReply: frozenset({"draft"}),
        WelcomeReply: frozenset({"newest", "oldest"}),
    },
}
"""The fields that a version added to headers; each has a default, for whoever does not send it."""

KINDS_ADDED: Final[Mapping[type[Header], int]] = {
    Consult: 2,
    Steer: 2,
    Leaf: 2,
    Result: 2,
    KeepDraft: 2,
    FetchDraft: 2,
}
"""The kinds of request that a version added. Who does not know a kind cannot even tell which
question it was: whoever asked would wait in vain, and be muted for nonsense."""


def require_kind(request: Header, version: int) -> None:
    """Raise `Refused` for a request that a version of the wire does not know."""
    if version < KINDS_ADDED.get(type(request), OLDEST):
        reason = f"the hub is older than this program and knows no {type(request).__name__}"
        raise Refused(RefusalCode.UPGRADE, reason)


def newer_fields(shape: type[Header], version: int) -> frozenset[str]:
    """Return the fields of a header that a version does not know."""
    later = (added.get(shape, frozenset()) for number, added in ADDED.items() if number > version)
    return frozenset[str]().union(*later)


def check_version(version: int) -> None:
    """Raise `VersionUnfit` unless this end speaks a version."""
    if not OLDEST <= version <= VERSION:
        raise VersionUnfit(version, oldest=OLDEST, newest=VERSION)


def without_newer(
    fields: dict[str, object], shape: type[Header], version: int
) -> dict[str, object]:
    """Return a header's fields as a version knows them."""
    newer = newer_fields(shape, version)
    return {name: value for name, value in fields.items() if name not in newer}


def check_fields(fields: object, shape: type[Header], version: int) -> None:
    """Raise `WireViolation` when a header has fields that its own version does not know."""
    newer = newer_fields(shape, version)
    if newer and isinstance(fields, dict) and not newer.isdisjoint(fields):
        raise WireViolation(f"version {version} of {shape.__name__} has no such field")
