"""The statements of `bulk`, and the values that they take."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from workstation.audit.chain import canonical_json
from workstation.domain.decision import Decision
from workstation.domain.instants import to_text
from workstation.storage.rows import head_to_json

if TYPE_CHECKING:
    from workstation.storage.bulk import OpenCase


class Statement(StrEnum):
    """What may be written, in plain SQL."""

    AUDIT = "INSERT INTO audit (seq, entry, hash) VALUES (?, ?, ?)"
    OFFICER = "INSERT INTO officer (officer_id, name, roles, password_hash) VALUES (?, ?, ?, ?)"
    DECLARATION = (
        "INSERT INTO declaration (declaration_id, site, number, container, content, received_at,"
        " lot, consignee, joined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, TRUE)"
    )
    CASE = (
        "INSERT INTO scan_case (case_id, site, scan_id, package_sha256, package_size, head,"
        " container, declared_as, declaration_id, stage, priority, received_at, comparison,"
        " lease_token, lease_officer, lease_desk, attempts, required_role)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    MOVED = (
        "UPDATE scan_case SET stage = ?, priority = ?, comparison = ?, lease_token = ?,"
        " lease_officer = ?, lease_desk = ?, attempts = ?, required_role = ? WHERE case_id = ?"
    )
    DECISION = (
        "INSERT INTO decision (decision_id, case_id, slot, scan_sha256, conclusion, reason, note,"
        " marks, officer, desk, decided_at, final_at, lease_token, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    STANDING = (
        "INSERT INTO standing (decision_id, case_id, slot, officer, settles) VALUES (?, ?, ?, ?, ?)"
    )
    NOT_STANDING = "DELETE FROM standing WHERE case_id = ? AND decision_id = ?"
    RECALL = "INSERT INTO recall (decision_id, officer, reason, recalled_at) VALUES (?, ?, ?, ?)"
    OUTBOX = "INSERT INTO outbox (site, sequence, decision_id, final_at) VALUES (?, ?, ?, ?)"
    WITHDRAWN = "UPDATE outbox SET withdrawn_at = ? WHERE decision_id = ?"
    ANNOUNCED = "UPDATE outbox SET announced_at = ? WHERE decision_id = ?"
    RESULT = (
        "INSERT INTO inspection_result (result_id, case_id, decision_id, occasion, opened_at, kind,"
        " goods, note, rate, marks, reported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    RECHECK = (
        "INSERT INTO recheck (recheck_id, case_id, decision_id, drawn_at, rate, tier, officer,"
        " verdict, severity, decided_at, arbiter, arbiter_verdict, arbiter_severity, arbitrated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    TEST_IMAGE = (
        "INSERT INTO test_image (image_id, case_id, object, placed_at, officer, desk, outcome,"
        " decided_at, time_on_task_s, shown_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    COUNTER = "INSERT INTO counter (name, value) VALUES (?, ?)"


def case_values(case: "OpenCase") -> tuple[Any, ...]:
    """Return a case's row as it stands now."""
    arrival = case.arrival
    return (
        case.case_id,
        arrival.site,
        arrival.scan_id,
        arrival.package_sha256,
        arrival.package_size,
        canonical_json(head_to_json(arrival)),
        arrival.head.container,
        arrival.head.declaration,
        case.declaration_id,
        case.stage.value,
        case.priority,
        to_text(case.received_at),
        case.comparison,
        case.token,
        case.officer,
        case.desk,
        case.attempts,
        case.role.value,
    )


def decision_values(decision: Decision, said: dict[str, Any]) -> tuple[Any, ...]:
    """Return a decision's row; `said` is what its entry says of it."""
    return (
        decision.decision_id,
        decision.case_id,
        said["slot"],
        decision.scan_sha256,
        decision.conclusion.value,
        decision.reason,
        decision.note,
        canonical_json(said["marks"]),
        decision.officer,
        decision.desk,
        said["decided_at"],
        said["final_at"],
        decision.lease_token,
        canonical_json(said["evidence"]),
    )


def recheck_values(recheck: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the row of a re-check that is done; looks are `domain.recheck.Look`."""
    look, last = recheck["look"], recheck["arbiter_look"]
    settled_at = recheck["arbitrated_at"]
    return (
        *(recheck[name] for name in ("recheck_id", "case_id", "decision_id")),
        to_text(recheck["drawn_at"]),
        recheck["rate"],
        recheck["tier"].value,
        recheck["officer"],
        look.verdict.value,
        look.severity,
        to_text(recheck["decided_at"]),
        recheck["arbiter"],
        None if last is None else last.verdict.value,
        None if last is None else last.severity,
        None if settled_at is None else to_text(settled_at),
    )


def test_image_values(image: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the row of a test image that was met."""
    return (
        *(image[name] for name in ("image_id", "case_id", "object")),
        to_text(image["placed_at"]),
        image["officer"],
        image["desk"],
        image["outcome"].value,
        to_text(image["decided_at"]),
        image["time_on_task_s"],
        image["shown_ms"],
    )
