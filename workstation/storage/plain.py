"""Plain SQL on the writer's connection, for the few acts that must cost no more than the disk."""

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, cast

from workstation.audit.chain import Link, Written, extend


def append_plain(
    cursor: sqlite3.Cursor, tag: str, facts: Mapping[str, Any] | Written, *, now: datetime
) -> None:
    """Make the chain one entry longer, as `workstation.storage.journal.append` does."""
    cursor.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    row = cursor.fetchone()
    # The text of the last entry is in its hash already.
    last = None if row is None else Link(seq=row[0], text="", hash=row[1])
    link = extend(last, tag=tag, facts=facts, at=now)
    cursor.execute(
        "INSERT INTO audit (seq, entry, hash) VALUES (?, ?, ?)", (link.seq, link.text, link.hash)
    )


def in_one_go(cursor: sqlite3.Cursor) -> AbstractContextManager[object]:
    """Send many statements that ask nothing back without waiting for each one's answer."""
    pipeline = getattr(cursor.connection, "pipeline", None)  # PostgreSQL's; SQLite is no line away
    return nullcontext() if pipeline is None else cast("AbstractContextManager[object]", pipeline())
