"""Cases in plain SQL, for the acts that every scan goes through; see `workstation.storage.plain`.

Each is done for every scan and most of them while its site waits, and the mapper cost ten times
as much as all that SQLite does of it.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.case import Case
from workstation.domain.comparison import comparison_from_json
from workstation.domain.instants import from_text
from workstation.domain.law import Stage
from workstation.storage.plain import append_plain
from workstation.storage.rows import declaration_from, head_from_json

_CASE: Final = (
    "SELECT scan_case.site, scan_id, package_sha256, package_size, head, content, stage, priority,"
    " scan_case.received_at, comparison, lease_token, lease_officer, lease_desk, attempts,"
    " required_role FROM scan_case LEFT JOIN declaration USING (declaration_id) WHERE case_id = ?"
)
_READ_BY: Final = "SELECT officer FROM standing WHERE case_id = ? ORDER BY slot"


@contextlib.contextmanager
def plainly(session: Session) -> Iterator[sqlite3.Cursor]:
    """Speak plain SQL within a session's transaction; what the session knows is written first."""
    session.flush()
    with contextlib.closing(session.connection().connection.cursor()) as cursor:
        yield cast("sqlite3.Cursor", cursor)


def look_up(cursor: sqlite3.Cursor, case_id: str) -> Case | None:
    """Return a case as it is recorded; None when there is none."""
    row = cursor.execute(_CASE, (case_id,)).fetchone()
    if row is None:
        return None
    readers = cursor.execute(_READ_BY, (case_id,)).fetchall()
    return _case_from(case_id, row, tuple(reader for (reader,) in readers))


def journal_plain(
    cursor: sqlite3.Cursor,
    tag: Tag,
    case: tuple[str, Stage],
    facts: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Write what happened to a case, named by its id and the stage that it now stands at."""
    case_id, stage = case
    append_plain(cursor, tag, {"case": case_id, "stage": stage.value, **facts}, now=now)


def _case_from(case_id: str, row: tuple[Any, ...], read_by: tuple[str, ...]) -> Case:
    site, scan_id, sha256, size, head, declared, stage, priority, received_at, *rest = row
    comparison, token, officer, desk, attempts, role = rest
    return Case(
        case_id=case_id,
        site=site,
        scan_id=scan_id,
        package_sha256=sha256,
        package_size=size,
        head=head_from_json(json.loads(head)),
        declaration=None if declared is None else declaration_from(json.loads(declared)),
        stage=Stage(stage),
        priority=priority,
        received_at=from_text(received_at),
        comparison=None if comparison is None else comparison_from_json(json.loads(comparison)),
        lease_token=token,
        lease_officer=officer,
        lease_desk=desk,
        attempts=attempts,
        required_role=role,
        read_by=read_by,
    )
