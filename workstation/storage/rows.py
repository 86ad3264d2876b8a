"""Rows turned into the frozen objects of the domain, and back."""

from collections.abc import Sequence
from typing import Any

from workstation.domain.case import Arrival, Case
from workstation.domain.comparison import comparison_from_json
from workstation.domain.decision import Decision, mark_from_json, mark_to_json
from workstation.domain.declaration import Declaration, declaration_from_json
from workstation.domain.instants import from_text, to_text
from workstation.domain.scan import ScanHead
from workstation.storage.tables import CaseRow, DecisionRow


def case_from(row: CaseRow, declaration: Declaration | None, read_by: Sequence[str]) -> Case:
    """Return a recorded case."""
    comparison = None if row.comparison is None else comparison_from_json(row.comparison)
    return Case(
        case_id=row.case_id,
        site=row.site,
        scan_id=row.scan_id,
        package_sha256=row.package_sha256,
        package_size=row.package_size,
        head=head_from_json(row.head),
        declaration=declaration,
        stage=row.stage,
        priority=row.priority,
        received_at=row.received_at,
        comparison=comparison,
        lease_token=row.lease_token,
        lease_officer=row.lease_officer,
        lease_desk=row.lease_desk,
        attempts=row.attempts,
        required_role=row.required_role,
        read_by=tuple(read_by),
    )


def declaration_from(content: dict[str, Any] | None) -> Declaration | None:
    """Return a recorded declaration, or None for none."""
    return None if content is None else declaration_from_json(content, source="record")


def head_to_json(arrival: Arrival) -> dict[str, Any]:
    """Return a scan's head as plain JSON values."""
    head = arrival.head
    return {
        "scan_id": head.scan_id,
        "site": head.site,
        "scanner": head.scanner,
        "time": None if head.taken_at is None else to_text(head.taken_at),
        "container": head.container,
        "declaration": head.declaration,
        "extra": dict(head.extra),
    }


def head_from_json(data: dict[str, Any]) -> ScanHead:
    """Return a scan's head as it was recorded."""
    return ScanHead(
        scan_id=data["scan_id"],
        site=data["site"],
        scanner=data["scanner"],
        taken_at=None if data["time"] is None else from_text(data["time"]),
        container=data["container"],
        declaration=data["declaration"],
        extra=data["extra"],
    )


def decision_from(row: DecisionRow) -> Decision:
    """Return a recorded decision."""
    site, _, scan_id = row.case_id.partition(":")
    return Decision(
        decision_id=row.decision_id,
        case_id=row.case_id,
        site=site,
        scan_id=scan_id,
        scan_sha256=row.scan_sha256,
        conclusion=row.conclusion,
        reason=row.reason,
        note=row.note,
        marks=tuple(mark_from_json(mark) for mark in row.marks),
        officer=row.officer,
        desk=row.desk,
        decided_at=row.decided_at,
        final_at=row.final_at,
        lease_token=row.lease_token,
        evidence=row.evidence,
    )


def row_from(decision: Decision, *, slot: int) -> DecisionRow:
    """Return the row that keeps a decision."""
    return DecisionRow(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        slot=slot,
        scan_sha256=decision.scan_sha256,
        conclusion=decision.conclusion,
        reason=decision.reason,
        note=decision.note,
        marks=[mark_to_json(mark) for mark in decision.marks],
        officer=decision.officer,
        desk=decision.desk,
        decided_at=decision.decided_at,
        final_at=decision.final_at,
        lease_token=decision.lease_token,
        evidence=dict(decision.evidence),
    )


def facts_of(decision: Decision, *, slot: int) -> dict[str, Any]:
    """Return what `decision_facts` will say of a decision once it is a row."""
    return {
        "decision_id": decision.decision_id,
        "case": decision.case_id,
        "slot": slot,
        "sha256": decision.scan_sha256,
        "conclusion": decision.conclusion.value,
        "reason": decision.reason,
        "note": decision.note,
        "marks": [mark_to_json(mark) for mark in decision.marks],
        "officer": decision.officer,
        "desk": decision.desk,
        "decided_at": to_text(decision.decided_at),
        "final_at": to_text(decision.final_at),
        "token": decision.lease_token,
        "evidence": dict(decision.evidence),
    }


def decision_facts(row: DecisionRow) -> dict[str, Any]:
    """Return everything a decision row says, as the audit entry repeats it."""
    return {
        "decision_id": row.decision_id,
        "case": row.case_id,
        "slot": row.slot,
        "sha256": row.scan_sha256,
        "conclusion": row.conclusion.value,
        "reason": row.reason,
        "note": row.note,
        "marks": row.marks,
        "officer": row.officer,
        "desk": row.desk,
        "decided_at": to_text(row.decided_at),
        "final_at": to_text(row.final_at),
        "token": row.lease_token,
        "evidence": row.evidence,
    }
