"""Plain SQL on the writer's connection, for the few acts that must cost no more than the disk."""

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, Final, cast

from workstation.audit.chain import GENESIS, Written, canonical_json, entry_text, link_hash
from workstation.domain.instants import to_text

_NOTHING: Final = nullcontext()


def append_plain(
    cursor: sqlite3.Cursor, tag: str, facts: Mapping[str, Any] | Written, *, now: datetime
) -> int:
    """Make the chain one entry longer, as `workstation.storage.journal.append` does."""
    written = facts if isinstance(facts, Written) else Written(canonical_json(facts))
    return append_written(cursor, tag, written, at=to_text(now))


def append_written(cursor: sqlite3.Cursor, tag: str, facts: Written, *, at: str) -> int:
    """Do the same with facts and an instant that are written already."""
    last = cursor.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = last or (0, GENESIS)
    text = entry_text(seq + 1, tag=tag, facts=facts, at=at)
    cursor.execute(
        "INSERT INTO audit (seq, entry, hash) VALUES (?, ?, ?)",
        (seq + 1, text, link_hash(before, text)),
    )
    return int(seq) + 1


def in_one_go(cursor: sqlite3.Cursor) -> AbstractContextManager[object]:
    """Send many statements that ask nothing back without waiting for each one's answer."""
    pipeline = getattr(cursor.connection, "pipeline", None)  # PostgreSQL's; SQLite is no line away
    return _NOTHING if pipeline is None else cast("AbstractContextManager[object]", pipeline())
