"""Reading a hub's data folder from another process: lists for the doors. Nothing is written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from workstation.domain.decision import Conclusion
from workstation.domain.instants import to_text
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.storage.homes import read_only
from workstation.storage.journal import links
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.rows import decision_facts
from workstation.storage.tables import CaseRow, DecisionRow, OfficerRow, OutboxRow, RecallRow


def list_decisions(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every decision ever recorded in a hub's data folder, oldest first.

    A decision that was taken back has ``"recalled": True``.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    query = (
        select(DecisionRow, OutboxRow, RecallRow)
        .outerjoin(OutboxRow, OutboxRow.decision_id == DecisionRow.decision_id)
        .outerjoin(RecallRow, RecallRow.decision_id == DecisionRow.decision_id)
        .order_by(DecisionRow.decided_at, DecisionRow.decision_id)
    )
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        for decision, outgoing, recall in session.execute(query):
            yield _line(decision, outgoing, recall)


def package_of(folder: Path, case_id: str) -> str | None:
    """Return the SHA-256 of a case's package, or None when there is no such case.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    query = select(CaseRow.package_sha256).where(CaseRow.case_id == case_id)
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        return session.scalar(query)


def officers_of(folder: Path) -> list[Officer]:
    """Return who works in the room of a hub's data folder, by id.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    columns = (OfficerRow.officer_id, OfficerRow.name, OfficerRow.roles, OfficerRow.state)
    query = select(*columns).order_by(OfficerRow.officer_id)
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        return [
            Officer(
                officer_id=officer_id,
                name=name,
                roles=frozenset(Role(role) for role in roles),
                state=OfficerState(state),
            )
            for officer_id, name, roles, state in session.execute(query)
        ]


def audit_entries(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the audit entries of a hub's data folder, oldest first, unchecked.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        for link in links(session):
            yield json.loads(link.text)


def _state_of(decision: DecisionRow, outgoing: OutboxRow | None, recall: RecallRow | None) -> str:
    """Return where a decision stands, in one word, for lists."""
    if recall is not None:
        return "recalled"
    if outgoing is None:
        return "referred" if decision.conclusion is Conclusion.REFER else "read"
    if outgoing.announced_at is not None:
        return "announced"
    return "decided"


def _line(
    decision: DecisionRow, outgoing: OutboxRow | None, recall: RecallRow | None
) -> dict[str, object]:
    """Return a decision as one line of a list: plain JSON values."""
    facts = decision_facts(decision)
    site, _, scan_id = decision.case_id.partition(":")
    announced = None if outgoing is None else outgoing.announced_at
    return {
        "decision_id": facts["decision_id"],
        "case_id": facts["case"],
        "site": site,
        "scan_id": scan_id,
        "sha256": facts["sha256"],
        "conclusion": facts["conclusion"],
        "reason": facts["reason"],
        "note": facts["note"],
        "marks": facts["marks"],
        "officer": facts["officer"],
        "desk": facts["desk"],
        "decided_at": facts["decided_at"],
        "final_at": facts["final_at"],
        "sequence": None if outgoing is None else outgoing.sequence,
        "announced_at": None if announced is None else to_text(announced),
        "recalled": recall is not None,
        "recalled_at": None if recall is None else to_text(recall.recalled_at),
        "state": _state_of(decision, outgoing, recall),
        "evidence": facts["evidence"],
    }
