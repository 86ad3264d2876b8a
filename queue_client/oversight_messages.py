"""Leases seen from above: a case that cannot be shown, a lease broken, a parked case let go.

Numbers 31 to 45 and 100 to 109 are for this family. An old desk sends and gets none of it: what it
is told stays `FencedReply`; a newer one asks with `Why` for the reason.
"""

from queue_client.desk_messages import OfLease, Seated
from queue_client.frames import Header
from queue_client.shapes import CaseId, Count, Name, Short, Text


class Oversee(Seated, frozen=True, kw_only=True):
    """A supervisor asks which cases are held, which are parked, and what is asked for."""


class Break(OfLease, frozen=True, kw_only=True):
    """A supervisor takes a case from the desk that holds it; the token is that of its lease."""

    reason: Text


class Unpark(Seated, frozen=True, kw_only=True):
    """A supervisor asks that a parked case may wait again; another officer has to agree."""

    case_id: CaseId
    reason: Text


class Approve(Seated, frozen=True, kw_only=True):
    """A second officer agrees to what another asked for."""

    request_id: Name


class Why(OfLease, frozen=True, kw_only=True):
    """A desk that was fenced asks who ended its lease, and why."""


class GiveUp(OfLease, frozen=True, kw_only=True):
    """The desk cannot show the case: a try that failed, not an officer's wish."""

    reason: Text


class OversightReply(Header, frozen=True, kw_only=True):
    """Leases, parked cases and open requests, as document."""


class RequestedReply(Header, frozen=True, kw_only=True):
    """It is asked for, now or before; done when another officer agrees."""

    request_id: Name


class FateReply(Header, frozen=True, kw_only=True):
    """Who ended a lease, and why."""

    case_id: CaseId
    token: Count
    officer: Short
    reason: Text
