"""A desk's words turned into a decision of the domain."""

from datetime import datetime, timedelta

from queue_client.errors import WireViolation
from queue_client.messages import DecisionDocument
from workstation.domain.decision import Conclusion, Decision, mark_from_json
from workstation.hub.sessions import Seat


def read_decision(
    document: DecisionDocument, *, seat: Seat, now: datetime, recall_s: float
) -> Decision:
    """Return the decision that a document asks for, made by the officer who sits there.

    Only a release is held: its ``final_at`` lies ``recall_s`` after now. Whatever would open a
    container leaves at once.

    Raises
    ------
    WireViolation
        If the conclusion or a mark is not one.
    """
    site, _, scan_id = document.case_id.partition(":")
    try:
        conclusion = Conclusion(document.conclusion)
        marks = tuple(mark_from_json(mark) for mark in document.marks)
    except (KeyError, TypeError, ValueError) as error:
        raise WireViolation(f"no lawful decision: {error}") from error
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
    )
