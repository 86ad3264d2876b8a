"""Holding what two officers had to agree on against the entries: what was asked, and the answer."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from workstation.storage.told import Told, digest_of

#: The rows to hold against the entries.
REQUESTS: Final = (
    "SELECT request_id, act, subject, requester, reason, content, requested_at,"
    " approver, closed_at IS NOT NULL FROM request"
)
_NOBODY: Final = ""


def request_faults(found: Iterable[tuple[Any, ...]], told: Told) -> Iterator[tuple[int, str]]:
    """Yield each request that is not what its entries say, or that no entry tells of.

    That one was closed undone without a word is let pass: earlier versions did so.
    """
    missing = dict(told.requests)
    unheard = (told.unheard, b"")
    for request_id, act, subject, requester, reason, content, at, approver, closed in found:
        seq, digest = missing.pop(request_id, unheard)
        if _digest(act, subject, requester, reason, content, at=at) != digest:
            yield seq, f"request {request_id} is not what its entry says"
        seq, answer = told.answers.get(request_id, (seq, _NOBODY))
        as_told = bool(closed) if request_id in told.answers else approver is None
        if (approver or _NOBODY) != answer or not as_told:
            yield seq, f"request {request_id} was answered otherwise than its entries say"
    for request_id, (seq, _) in missing.items():
        yield seq, f"request {request_id} is not in the records"


def _digest(  # noqa: PLR0913 - all that a request says
    act: str, subject: str, requester: str, reason: str, content: str, *, at: str
) -> bytes:
    try:
        return digest_of(act, subject, requester, reason, json.loads(content), at=at)
    except (ValueError, TypeError):
        return b"?"
