"""A desk's words turned into a decision of the domain."""

from datetime import datetime, timedelta
from typing import Final

from queue_client.codec import write_document
from queue_client.documents import DecisionDocument
from queue_client.errors import WireViolation
from queue_client.messages import BODY_LIMIT
from workstation.domain.decision import Conclusion, Decision, mark_from_json, mark_to_json
from workstation.domain.kernel_clock import ClockState
from workstation.domain.mark_limits import fault_in
from workstation.hub.circumstances import circumstances
from workstation.hub.clocks import monotonic
from workstation.hub.sessions import Seat

# A decision that fits no message would hold up all others of its site. The rest of the message
# is for reason and note, whose 4000 characters may each take six bytes.
_MARKS_LIMIT: Final = BODY_LIMIT - 64 * 1024


def read_decision(
    document: DecisionDocument, *, seat: Seat, now: datetime, recall_s: float, clock: ClockState
) -> Decision:
    """Return the decision that a document asks for, made by the officer who sits there.

    Only a release is held: its ``final_at`` lies ``recall_s`` after now. Whatever would open a
    container leaves at once.

    Raises
    ------
    WireViolation
        If the conclusion or a mark is not one, or the marks are more or larger than
        `mark_limits` allows or a site can be sent.
    """
    site, _, scan_id = document.case_id.partition(":")
    try:
        conclusion = Conclusion(document.conclusion)
        marks = tuple(mark_from_json(mark) for mark in document.marks)
    except (KeyError, TypeError, ValueError) as error:
        raise WireViolation(f"no lawful decision: {error}") from error
    fault = fault_in(marks)
    if fault is not None:
        raise WireViolation(f"no lawful marks: {fault.value}")
    if len(write_document([mark_to_json(mark) for mark in marks])) > _MARKS_LIMIT:
        raise WireViolation(f"marks of more than {_MARKS_LIMIT} bytes")
    held = timedelta(seconds=recall_s if conclusion is Conclusion.RELEASE else 0.0)
    return Decision(
        decision_id=document.decision_id,
        case_id=document.case_id,
        site=site,
        scan_id=scan_id,
        scan_sha256=document.sha256,
        conclusion=conclusion,
        reason=document.reason,
        note=document.note,
        marks=marks,
        officer=seat.officer.officer_id,
        desk=seat.desk,
        decided_at=now,
        final_at=now + held,
        lease_token=document.token,
        evidence=dict(document.evidence),
        circumstances=circumstances(seat, monotonic(), clock),
    )
