"""Declarations and scans that look for each other, by number first, else by container."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.declaration import (
    Declaration,
    declaration_from_json,
    declaration_to_json,
)
from workstation.domain.instants import to_text
from workstation.domain.law import Stage, Step, after
from workstation.storage.plain import append_plain
from workstation.storage.plain_cases import journal_plain

#: Stages at which nothing is settled yet. A container travels again: a declaration that comes
#: later is not of a scan that has been decided.
OPEN_STAGES: Final[Collection[Stage]] = (
    Stage.RECEIVED,
    Stage.COMPARED,
    Stage.WAITING,
    Stage.LEASED,
    Stage.PARKED,
)

#: A case that risk control asked for goes before all others.
INSTRUCTED: Final = 10
ORDINARY: Final = 0

_MOST_IN_A_LOT: Final = 500
_KNOWN: Final = (
    "SELECT declaration_id, content, joined FROM declaration"
    " WHERE site = ? AND number = ? AND container = ?"
)
_NEW: Final = (
    "INSERT INTO declaration (site, number, container, content, received_at, joined, lot,"
    " consignee) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING declaration_id"
)
_CORRECTED: Final = (
    "UPDATE declaration SET content = ?, lot = ?, consignee = ? WHERE declaration_id = ?"
)
_JOINED: Final = "UPDATE declaration SET joined = ? WHERE declaration_id = ?"
_JOINS: Final = "UPDATE scan_case SET stage = ?, declaration_id = ?, priority = ? WHERE case_id = ?"
_WAITS: Final = (
    "SELECT declaration_id, content FROM declaration WHERE NOT joined AND site IN (?, '')"
)
_NEWEST: Final = " ORDER BY received_at DESC LIMIT 1"
_OPEN: Final = ", ".join(f"'{stage}'" for stage in OPEN_STAGES)
_ALONE: Final = f"SELECT case_id FROM scan_case WHERE declaration_id IS NULL AND stage IN ({_OPEN})"  # noqa: S608 - our own words
_NEWEST_WITH: Final = f"SELECT case_id FROM scan_case WHERE declaration_id = ?{_NEWEST}"  # noqa: S608 - likewise
_OF_CASE: Final = (
    "SELECT declaration_id, number, lot FROM scan_case LEFT JOIN declaration USING (declaration_id)"
    " WHERE case_id = ?"
)
_SAME_NUMBER: Final = (
    "SELECT declaration_id FROM declaration WHERE number = ? ORDER BY declaration_id DESC LIMIT ?"
)
_SAME_LOT: Final = _SAME_NUMBER.replace("number", "lot")
_SISTERS: Final = (
    "SELECT case_id FROM scan_case WHERE declaration_id IN ({}) AND case_id <> ?"
    " ORDER BY received_at DESC, case_id LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A declaration as it is recorded; ``joined`` tells whether its scan has come."""

    declaration_id: int
    declaration: Declaration
    joined: bool

    @property
    def priority(self) -> int:
        """Where a case stands that has it: a risk instruction puts it before others."""
        return INSTRUCTED if self.declaration.risk_instruction else ORDINARY


def keep(cursor: sqlite3.Cursor, site: str, declaration: Declaration, *, now: datetime) -> Kept:
    """Return a declaration as it is recorded, which it is now when it is new.

    One that still waits is replaced by a corrected one; one that was joined stays as the
    reviewer sees it, and the difference is noted.
    """
    content = canonical_json(declaration_to_json(declaration))
    number, container = declaration.number, declaration.container
    facts = {"site": site, "number": number, "container": container}
    # An empty container is '' in its row.
    row = cursor.execute(_KNOWN, (site, number, container or "")).fetchone()
    lot, consignee = declaration.lot, declaration.consignee
    if row is None:
        new = (site, number, container or "", content, to_text(now), False, lot, consignee)
        # All rows are taken: a statement that is not finished would hold up the commit.
        key = int(cursor.execute(_NEW, new).fetchall()[0][0])
        append_plain(cursor, Tag.DECLARATION_RECEIVED, facts, now=now)
        return Kept(declaration_id=key, declaration=declaration, joined=False)
    key, known, joined = row
    if known != content:
        if not joined:
            cursor.execute(_CORRECTED, (content, lot, consignee, key))
        told = {**facts, "kept": bool(joined)}
        append_plain(cursor, Tag.DECLARATION_DIFFERS, told, now=now)
    return _kept(key, known if joined else content, joined=joined)


def take(cursor: sqlite3.Cursor, kept: Kept) -> None:
    """Note that a declaration has its scan."""
    if not kept.joined:
        cursor.execute(_JOINED, (True, kept.declaration_id))


def join(cursor: sqlite3.Cursor, case_id: str, kept: Kept, *, now: datetime) -> None:
    """Let a recorded case have its declaration; a risk instruction puts it before others.

    A case that waits goes back to be compared, because the engine did not know its goods. One
    that is leased or parked stays there; its declaration is shown at the next look.
    """
    found = cursor.execute("SELECT stage, priority FROM scan_case WHERE case_id = ?", (case_id,))
    before, priority = found.fetchone()
    stage = Stage(before)
    if stage is Stage.WAITING:
        stage = after(case_id, stage, Step.JOIN)
    priority = INSTRUCTED if kept.declaration.risk_instruction else priority
    cursor.execute(_JOINS, (stage.value, kept.declaration_id, priority, case_id))
    take(cursor, kept)
    facts = {"number": kept.declaration.number, "priority": priority}
    journal_plain(cursor, Tag.DECLARATION_JOINED, (case_id, stage), facts, now=now)


def waiting_for(
    cursor: sqlite3.Cursor, site: str, *, container: str | None, number: str | None
) -> Kept | None:
    """Return the declaration that waits for a scan, if any; the newest of several.

    Parameters
    ----------
    container, number : str or None
        What the scan says of its container and its declaration.
    """
    found = None
    if number and container:
        # One declaration number may cover several containers.
        query = f"{_WAITS} AND number = ? AND container IN (?, ''){_NEWEST}"
        found = cursor.execute(query, (site, number, container)).fetchone()
    elif number:
        found = cursor.execute(f"{_WAITS} AND number = ?{_NEWEST}", (site, number)).fetchone()
    if found is None and container:
        query = f"{_WAITS} AND container = ?{_NEWEST}"
        found = cursor.execute(query, (site, container)).fetchone()
    return None if found is None else _kept(*found, joined=False)


def newest_with(cursor: sqlite3.Cursor, kept: Kept) -> str | None:
    """Return the newest scan's case that was joined to a declaration."""
    return _id_of(cursor.execute(_NEWEST_WITH, (kept.declaration_id,)).fetchone())


def scan_of(cursor: sqlite3.Cursor, site: str, declaration: Declaration) -> str | None:
    """Return the newest undecided scan's case that has no declaration and fits this one, if any."""
    alone = f"{_ALONE} AND site = ?" if site else _ALONE
    here = (site,) if site else ()
    number, container = declaration.number, declaration.container
    if not container:
        query = f"{alone} AND declared_as = ?{_NEWEST}"
        return _id_of(cursor.execute(query, (*here, number)).fetchone())
    query = f"{alone} AND declared_as = ? AND (container IS NULL OR container = ?){_NEWEST}"
    found = cursor.execute(query, (*here, number, container)).fetchone()
    if found is None:
        query = f"{alone} AND container = ?{_NEWEST}"
        found = cursor.execute(query, (*here, container)).fetchone()
    return _id_of(found)


def sisters_of(cursor: sqlite3.Cursor, case_id: str, *, limit: int) -> list[str]:
    """Return the newest other cases of a case's declaration or lot, by their ids.

    Raises ``KeyError`` when there is no such case.
    """
    own = cursor.execute(_OF_CASE, (case_id,)).fetchone()
    if own is None:
        raise KeyError(case_id)
    key, number, lot = own
    if key is None:
        return []
    alike = {key}
    # Two questions, each answered by its own index.
    for query, value in ((_SAME_NUMBER, number), (_SAME_LOT, lot)):
        if value:
            alike |= {found for (found,) in cursor.execute(query, (value, _MOST_IN_A_LOT))}
    newest = sorted(alike)[-_MOST_IN_A_LOT:]
    marks = ", ".join("?" * len(newest))
    rows = cursor.execute(_SISTERS.format(marks), (*newest, case_id, limit)).fetchall()
    return [found for (found,) in rows]


def _kept(key: int, content: str, *, joined: bool) -> Kept:
    declaration = declaration_from_json(json.loads(content), source="record")
    return Kept(declaration_id=key, declaration=declaration, joined=bool(joined))


def _id_of(row: tuple[str] | None) -> str | None:
    return None if row is None else row[0]
