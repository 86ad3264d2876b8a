"""Recording a decision in as few words to SQLite as there are rows to write.

An officer waits for this act, and every desk's at once on a busy morning. It costs little more than
the disk does, because it speaks plain SQL on the writer's own connection; everything else in this
room is written with the mapper. The law and the rules of reading are asked as everywhere, and the
constraints and triggers of `workstation.storage.tables` are the last guard.
"""

import hashlib
import sqlite3
from json.encoder import encode_basestring as quoted
from typing import Any, Final

from workstation.audit.chain import Written, canonical_json
from workstation.audit.tags import Tag
from workstation.domain.decision import Conclusion, Decision, mark_to_json
from workstation.domain.errors import ContentConflict, LeaseFenced, NobodyAbove, StepRefused
from workstation.domain.instants import to_text
from workstation.domain.law import Stage, Step, after
from workstation.domain.officer import Role
from workstation.domain.readings import step_for
from workstation.storage.plain import append_written
from workstation.storage.row_digests import decision_json

#: And whether a decision of this id was recorded before, and whether any of the case stands.
_CASE: Final = (
    "SELECT stage, lease_token, lease_officer, package_sha256, required_role, scan_case.site,"
    " content, EXISTS (SELECT 1 FROM decision WHERE decision_id = ?),"
    " EXISTS (SELECT 1 FROM standing WHERE standing.case_id = scan_case.case_id)"
    " FROM scan_case LEFT JOIN declaration USING (declaration_id) WHERE case_id = ?"
)
_RECORDED: Final = "SELECT 1 FROM decision WHERE decision_id = ?"
_STANDING: Final = (
    "SELECT standing.officer, standing.slot, decision.conclusion FROM standing"
    " JOIN decision ON decision.decision_id = standing.decision_id"
    " WHERE standing.case_id = ? ORDER BY standing.slot"
)
_KEPT: Final = "UPDATE scan_case SET stage = ?, required_role = ? WHERE case_id = ?"
_BACK: Final = (
    "UPDATE scan_case SET stage = ?, required_role = ?, lease_token = NULL,"
    " lease_officer = NULL, lease_desk = NULL WHERE case_id = ?"
)
#: In the order of `row_digests.DECISIONS`, which is that of the keys in the entry.
_DECISION: Final = (
    "INSERT INTO decision (decision_id, case_id, conclusion, decided_at, desk, evidence, final_at,"
    " marks, note, officer, reason, scan_sha256, slot, lease_token)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_STANDS: Final = (
    "INSERT INTO standing (decision_id, case_id, slot, officer, settles) VALUES (?, ?, ?, ?, ?)"
)
#: Its place is the next one in its site's row; no row is ever removed, see `tables.TRIGGERS`.
_OUTGOING: Final = (
    "INSERT INTO outbox (site, sequence, decision_id, final_at) VALUES (?,"
    " coalesce((SELECT max(sequence) FROM outbox WHERE site = ?), 0) + 1, ?, ?)"
)

_HANDS_UP: Final = frozenset({Step.REFER, Step.DIFFER})
_GOES_BACK: Final = frozenset({Stage.WAITING, Stage.PARKED})


def record(cursor: sqlite3.Cursor, decision: Decision, *, readers: int) -> bool:
    """Record a decision that is new: fencing, law, rows and audit entry, in the open transaction.

    False, and nothing is done, when a decision of this id was recorded before.

    Raises
    ------
    KeyError
        If there is no such case.
    LeaseFenced, ContentConflict, NobodyAbove, StepRefused
        As `workstation.hub.ports.Records.decide` says.
    """
    case_id = decision.case_id
    case = cursor.execute(_CASE, (decision.decision_id, case_id)).fetchone()
    if case is None:
        if cursor.execute(_RECORDED, (decision.decision_id,)).fetchone() is not None:
            return False  # of another case
        raise KeyError(case_id)
    stage, token, officer, sha256, role, site, declared, recorded, read = case
    if recorded:
        return False
    if token != decision.lease_token or officer != decision.officer:
        raise LeaseFenced(case_id, decision.lease_token)
    standing = cursor.execute(_STANDING, (case_id,)).fetchall() if read else []
    if any(reader == decision.officer for reader, _, _ in standing):
        raise StepRefused(case_id, f"decided by {decision.officer}", Step.DECIDE)
    if sha256 != decision.scan_sha256:
        raise ContentConflict(f"case {case_id}", sha256, decision.scan_sha256)
    if decision.conclusion is Conclusion.REFER and role == Role.CHIEF:
        raise NobodyAbove(case_id, "before a chief", Step.REFER)
    before = [Conclusion(conclusion) for _, _, conclusion in standing]
    act = step_for(before, decision.conclusion, readers=readers, role=role)
    now_at = after(case_id, Stage(stage), act)
    if act in _HANDS_UP:
        role = Role.CHIEF.value
    slot = (standing[-1][1] if standing else 0) + 1
    cursor.execute(_BACK if now_at in _GOES_BACK else _KEPT, (now_at.value, role, case_id))
    row = _row_of(decision, slot)
    cursor.execute(_DECISION, row)
    _let_stand(cursor, row, settles=act is Step.DECIDE, site=site)
    # Written once, here: evidence and marks are long, and the row has them in the same words.
    facts = (
        f'{{"case":{quoted(case_id)},"circumstances":{canonical_json(dict(decision.circumstances))}'
        f',"decision":{decision_json(row)},"declaration":{_declaration_hash(declared)}'
        f',"readers":{readers},"stage":"{now_at.value}","step":"{act.value}"}}'
    )
    decided_at = row[3]
    append_written(cursor, Tag.DECISION_RECORDED, Written(facts), at=decided_at)
    return True


def _declaration_hash(content: str | None) -> str:
    """Return the SHA-256 of the declaration that the officer saw, as JSON."""
    return "null" if content is None else f'"{hashlib.sha256(content.encode()).hexdigest()}"'


def _row_of(decision: Decision, slot: int) -> tuple[Any, ...]:
    return (
        decision.decision_id,
        decision.case_id,
        decision.conclusion.value,
        to_text(decision.decided_at),
        decision.desk,
        canonical_json(dict(decision.evidence)),
        to_text(decision.final_at),
        canonical_json([mark_to_json(mark) for mark in decision.marks]) if decision.marks else "[]",
        decision.note,
        decision.officer,
        decision.reason,
        decision.scan_sha256,
        slot,
        decision.lease_token,
    )


def _let_stand(cursor: sqlite3.Cursor, row: tuple[Any, ...], *, settles: bool, site: str) -> None:
    """Write that a decision stands, and its place in the site's row when it settles."""
    decision_id, case_id, *_ = row
    final_at, officer, slot = row[6], row[9], row[12]
    cursor.execute(_STANDS, (decision_id, case_id, slot, officer, settles))
    if settles:
        cursor.execute(_OUTGOING, (site, site, decision_id, final_at))
