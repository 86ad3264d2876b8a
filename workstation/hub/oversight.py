"""What supervisors and chiefs do with leases and parked cases, and what a fenced desk may ask."""

import logging
from typing import Any, Final

from queue_client.codec import write_document
from queue_client.errors import Fenced, RefusalCode, Refused
from queue_client.messages import DoneReply, Header
from queue_client.oversight_messages import (
    Approve,
    Break,
    FateReply,
    Oversee,
    OversightReply,
    RequestedReply,
    Unpark,
    Why,
)
from workstation.domain.errors import (
    ContentConflict,
    LastAdministrator,
    LeaseFenced,
    StepRefused,
)
from workstation.domain.four_eyes import RequestAltered, RequestSpent, SecondOfficerNeeded, may_see
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.hub.blindness import Blindness
from workstation.hub.clocks import monotonic, wall
from workstation.hub.leases import LeaseParts, Leases
from workstation.hub.ledger import Fate
from workstation.hub.replies import Reply
from workstation.hub.sessions import Seat

_LOG = logging.getLogger(__name__)
#: So that the document stays within a body.
_MOST_LISTED: Final = 500


class Oversight:
    """Answers those who watch over the room; every request may come twice.

    Who looks at a decision again is not told that somebody wishes to withdraw it, or why.
    """

    def __init__(self, parts: LeaseParts, leases: Leases, blindness: Blindness) -> None:
        self._records, self._ledger, self._waiting = parts.records, parts.ledger, parts.waiting
        self._leases, self._blindness = leases, blindness

    def answer(self, seat: Seat, header: Header) -> Reply:
        """Answer one message of its family; the officer's right to send it has been checked."""
        match header:
            case Oversee():
                return self._oversee(seat, header)
            case Break():
                return self._break(seat, header)
            case Unpark():
                return self._unpark(seat, header)
            case Approve():
                return self._approve(seat, header)
            case Why():
                return self._why(seat, header)
            case _:
                raise Refused(RefusalCode.UNKNOWN, f"{type(header).__name__} is not known here")

    def _oversee(self, seat: Seat, header: Oversee) -> Reply:
        now = monotonic()
        secret = self._blindness.decision_of(seat.officer.officer_id)
        requests = [
            one
            for one in self._records.requests()
            if one.subject != secret and may_see(seat.officer.roles, one.act)
        ]
        document: dict[str, Any] = {
            "leases": [
                {
                    "case_id": lease.case_id,
                    "token": lease.token,
                    "officer": lease.officer,
                    "desk": lease.desk,
                    "left_s": round(max(0.0, lease.ends - now), 1),
                }
                for lease in self._ledger.all()[:_MOST_LISTED]
            ],
            "parked": [
                {"case_id": case.case_id, "attempts": case.attempts}
                for case in self._records.cases_at(Stage.PARKED)[:_MOST_LISTED]
            ],
            "stuck": [
                {"case_id": case.case_id, "readers": list(case.read_by)}
                for case in self._records.stuck()[:_MOST_LISTED]
            ],
            "requests": [
                {
                    "request_id": request.request_id,
                    "act": request.act.value,
                    "subject": request.subject,
                    "reason": request.reason[:200],
                    "requester": request.requester,
                    "at": to_text(request.requested_at),
                }
                for request in requests[:_MOST_LISTED]
            ],
        }
        return Reply(OversightReply(ask=header.ask), write_document(document))

    def _break(self, seat: Seat, header: Break) -> Reply:
        officer = seat.officer.officer_id
        before = self._ledger.fate(header.case_id, header.token)
        if before is not None and before.officer == officer:
            return Reply(DoneReply(ask=header.ask))
        reason = _reason(header.reason)
        lease = self._ledger.find(header.case_id, header.token)
        if lease is None:
            raise Fenced(header.case_id, header.token)
        try:
            case = self._records.break_lease(
                header.case_id, header.token, officer=officer, reason=reason, now=wall()
            )
        except LeaseFenced as error:
            raise Fenced(header.case_id, header.token) from error
        fate = Fate(held_by=lease.officer, desk=lease.desk, officer=officer, reason=reason)
        self._ledger.note_fate(header.case_id, header.token, fate)
        self._leases.was_broken(lease, case)
        _LOG.warning("lease broken", extra={"case": lease.case_id, "desk": lease.desk})
        return Reply(DoneReply(ask=header.ask))

    def _unpark(self, seat: Seat, header: Unpark) -> Reply:
        try:
            request = self._records.ask_unpark(
                header.case_id,
                officer=seat.officer.officer_id,
                reason=_reason(header.reason),
                now=wall(),
            )
        except (KeyError, StepRefused) as error:
            raise Refused(RefusalCode.NOT_LAWFUL, "this case is not parked") from error
        return Reply(RequestedReply(ask=header.ask, request_id=request.request_id))

    def _approve(self, seat: Seat, header: Approve) -> Reply:
        try:
            case = self._records.approve(
                header.request_id, officer=seat.officer.officer_id, now=wall()
            )
        except SecondOfficerNeeded as error:
            raise Refused(RefusalCode.SECOND_OFFICER, str(error)) from error
        except (KeyError, StepRefused) as error:
            raise Refused(RefusalCode.NOT_LAWFUL, "there is nothing to approve") from error
        except (ContentConflict, LastAdministrator, RequestAltered, RequestSpent) as error:
            raise Refused(RefusalCode.NOT_LAWFUL, error.sentence()) from error
        if case is not None and case.stage is Stage.WAITING:
            self._waiting.add(case)
        return Reply(DoneReply(ask=header.ask))

    def _why(self, seat: Seat, header: Why) -> Reply:
        fate = self._ledger.fate(header.case_id, header.token)
        if fate is None or (fate.held_by, fate.desk) != (seat.officer.officer_id, seat.desk):
            raise Refused(RefusalCode.UNKNOWN, "nobody ended this lease of yours")
        return Reply(
            FateReply(
                ask=header.ask,
                case_id=header.case_id,
                token=header.token,
                officer=fate.officer,
                reason=fate.reason,
            )
        )


def _reason(text: str) -> str:
    """Return a reason that says something; raise `Refused` for an empty one."""
    reason = text.strip()
    if not reason:
        raise Refused(RefusalCode.NOT_LAWFUL, "a reason is needed")
    return reason
