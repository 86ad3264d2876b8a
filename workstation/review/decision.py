"""A decision as a desk writes it down, with the id that makes sending it twice harmless."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from workstation.domain.decision import Conclusion, Mark, mark_to_json
from workstation.review.reasons import Reason


def write_decision(  # noqa: PLR0913 - these are the parts of a decision
    *,
    case_id: str,
    token: int,
    sha256: str,
    conclusion: Conclusion,
    reason: Reason | None,
    note: str,
    marks: Sequence[Mark],
    evidence: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a new decision as plain JSON values, as `DeskClient.decide` takes it.

    ``sha256`` is that of the picture that was painted, so that the hub can refuse a decision
    about another one.
    """
    return {
        "decision_id": str(uuid.uuid4()),
        "case_id": case_id,
        "token": token,
        "sha256": sha256,
        "conclusion": conclusion.value,
        "reason": "" if reason is None else reason.value,
        "note": note,
        "marks": [mark_to_json(mark) for mark in marks],
        "evidence": dict(evidence),
    }
