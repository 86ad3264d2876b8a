"""Replies as the services hand them to the broker, and errors as replies."""

from dataclasses import dataclass

from queue_client.errors import (
    Conflict,
    Fenced,
    HubBusy,
    QueueError,
    RefusalCode,
    Refused,
    TooLate,
    WireViolation,
)
from queue_client.messages import (
    BusyReply,
    ConflictReply,
    ErrorReply,
    FencedReply,
    Header,
    TooLateReply,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A header and its body."""

    header: Header
    body: bytes = b""


def bad_news(ask: int, error: QueueError) -> Reply:
    """Return the reply that makes the client raise the same error."""
    header: Header
    match error:
        case HubBusy(why=why, retry_s=retry_s):
            header = BusyReply(ask=ask, why=why[:4000], retry_ms=round(retry_s * 1000))
        case Conflict(what=what, reason=reason):
            header = ConflictReply(ask=ask, what=what[:200], reason=reason[:4000])
        case Fenced(case_id=case_id, token=token):
            header = FencedReply(ask=ask, case_id=case_id, token=token)
        case TooLate(decision_id=decision_id):
            header = TooLateReply(ask=ask, decision_id=decision_id)
        case Refused(code=code, reason=reason):
            header = ErrorReply(ask=ask, code=code.value, reason=reason[:4000])
        case _:
            malformed = isinstance(error, WireViolation)
            code = RefusalCode.MALFORMED if malformed else RefusalCode.INTERNAL
            header = ErrorReply(ask=ask, code=code.value, reason=str(error)[:4000])
    return Reply(header)
