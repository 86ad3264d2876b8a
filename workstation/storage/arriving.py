"""Recording a scan that has just come, in as few words to the database as there are rows to write.

A site waits for this act, and at once sends its next scan. The law, the constraints and the
triggers of `workstation.storage.tables` hold as everywhere.
"""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.case import Arrival, Case
from workstation.domain.instants import require_zone, to_text
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.storage.declarations import ORDINARY, keep, take, waiting_for
from workstation.storage.plain import append_plain
from workstation.storage.plain_cases import journal_plain
from workstation.storage.rows import head_to_json

MANIFEST_SIGNED: Final = "scan:manifest:signed"
_KNOWN: Final = (
    "SELECT 1 FROM scan_case WHERE case_id = ?"
    " UNION ALL SELECT 1 FROM returned WHERE site = ? AND scan_id = ?"
)
_CASE: Final = (
    "INSERT INTO scan_case (case_id, site, scan_id, package_sha256, package_size, head, container,"
    " declared_as, declaration_id, stage, priority, received_at, attempts, required_role)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def case_id_of(arrival: Arrival) -> str:
    """Return the id of a scan's case."""
    return f"{arrival.site}:{arrival.scan_id}"


def is_plain(cursor: sqlite3.Cursor, arrival: Arrival) -> bool:
    """Tell whether nothing is known of a scan: neither it nor a decision that its site told of."""
    asked = (case_id_of(arrival), arrival.site, arrival.scan_id)
    return not cursor.execute(_KNOWN, asked).fetchall()


def arrive(
    cursor: sqlite3.Cursor,
    arrival: Arrival,
    *,
    manifest: Mapping[str, object] | None,
    now: datetime,
) -> Case:
    """Record a scan that is new, with its declaration, brought along or found waiting."""
    head, case_id, stage = arrival.head, case_id_of(arrival), Stage.RECEIVED
    received_at = require_zone(now, "now")
    if manifest is not None:
        append_plain(cursor, MANIFEST_SIGNED, manifest, now=now)
    facts = {
        "sha256": arrival.package_sha256,
        "size": arrival.package_size,
        "container": head.container,
        "declaration": head.declaration,
    }
    journal_plain(cursor, Tag.SCAN_RECEIVED, (case_id, stage), facts, now=now)
    if arrival.declaration is None:
        kept = waiting_for(cursor, arrival.site, container=head.container, number=head.declaration)
    else:
        kept = keep(cursor, arrival.site, arrival.declaration, now=now)
    priority = ORDINARY if kept is None else kept.priority
    row = (
        case_id,
        arrival.site,
        arrival.scan_id,
        arrival.package_sha256,
        arrival.package_size,
        canonical_json(head_to_json(arrival)),
        head.container,
        head.declaration,
        None if kept is None else kept.declaration_id,
        stage.value,
        priority,
        to_text(received_at),
        0,
        Role.REVIEWER.value,
    )
    cursor.execute(_CASE, row)
    if kept is not None:
        take(cursor, kept)
        told = {"number": kept.declaration.number, "priority": priority}
        journal_plain(cursor, Tag.DECLARATION_JOINED, (case_id, stage), told, now=now)
    return Case(
        case_id=case_id,
        site=arrival.site,
        scan_id=arrival.scan_id,
        package_sha256=arrival.package_sha256,
        package_size=arrival.package_size,
        head=head,
        declaration=None if kept is None else kept.declaration,
        stage=stage,
        priority=priority,
        received_at=received_at,
        comparison=None,
        lease_token=None,
        lease_officer=None,
        lease_desk=None,
        attempts=0,
        required_role=Role.REVIEWER.value,
    )
