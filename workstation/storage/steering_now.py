"""Reading what those who steer work on: parked cases, requests, rules, lists, hits."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.storage.homes import reading_engine, translated
from workstation.storage.migrate import Branch
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.records import HUB_DATABASE
from workstation.storage.steering_tables import RuleRow, WatchListRow
from workstation.storage.tables import CaseRow

#: Decisions that have not been announced, newest first, by the index of the outbox: an outer join
#: keeps a database from walking all decisions in their order instead, however few are on their way.
_ON_THEIR_WAY: Final = text(
    "SELECT outbox.site, outbox.sequence, decision.decision_id, decision.case_id,"
    " decision.conclusion, decision.officer, decision.decided_at FROM outbox"
    " LEFT JOIN decision ON decision.decision_id = outbox.decision_id"
    " WHERE outbox.announced_at IS NULL AND outbox.withdrawn_at IS NULL"
    " ORDER BY decision.decided_at DESC LIMIT :most"
)
_HITS: Final = text(
    "SELECT watch_hit.case_id, watch_hit.list_name, watch_hit.number, watch_hit.kind,"
    " watch_hit.effect, watch_hit.instruction, watch_hit.fields, watch_hit.hit_at,"
    " watch_hit.ended_at, scan_case.stage, scan_case.container FROM watch_hit"
    " JOIN scan_case ON scan_case.case_id = watch_hit.case_id"
    " WHERE watch_hit.hit_at < :before ORDER BY watch_hit.hit_at DESC LIMIT :most"
)
_BY_LIST: Final = text(
    "SELECT list_name, count(*), sum(ended_at IS NULL) FROM watch_hit GROUP BY list_name"
)
_LAST: Final = "9999"


class SteeringReader:
    """Reads as plain JSON values while the hub works; one thread at a time."""

    def __init__(self, data: Path) -> None:
        self._path = data / HUB_DATABASE
        self._engine: Engine | None = None

    def parked(self, limit: int) -> list[dict[str, Any]]:
        """Return parked cases, oldest first."""
        query = select(CaseRow.case_id, CaseRow.attempts, CaseRow.received_at)
        query = query.where(CaseRow.stage == Stage.PARKED).order_by(CaseRow.received_at)
        with self._look() as session:
            return [
                {"case_id": case_id, "attempts": attempts, "received_at": to_text(at)}
                for case_id, attempts, at in session.execute(query.limit(limit))
            ]

    def requests(self, limit: int) -> list[dict[str, Any]]:
        """Return what waits for a second officer, oldest first."""
        query = select(RequestRow).where(RequestRow.closed_at.is_(None))
        with self._look() as session:
            rows = session.scalars(query.order_by(RequestRow.requested_at).limit(limit))
            return [
                {
                    "request_id": row.request_id,
                    "act": row.act.value,
                    "subject": row.subject,
                    "reason": row.reason[:500],
                    "requester": row.requester,
                    "at": to_text(row.requested_at),
                    "content": row.content,
                }
                for row in rows
            ]

    def rules(self) -> list[dict[str, Any]]:
        """Return what has been set, by name, with who did it, when and why."""
        with self._look() as session:
            return [
                {
                    "name": row.name,
                    "content": row.content,
                    "officer": row.officer,
                    "reason": row.reason[:500],
                    "at": to_text(row.set_at),
                }
                for row in session.scalars(select(RuleRow).order_by(RuleRow.name))
            ]

    def on_their_way(self, limit: int) -> list[dict[str, Any]]:
        """Return decisions that no site has acknowledged, newest first."""
        with self._look() as session:
            return [
                {
                    "decision_id": row.decision_id,
                    "case_id": row.case_id,
                    "conclusion": row.conclusion,
                    "officer": row.officer,
                    "at": row.decided_at,
                }
                for row in session.execute(_ON_THEIR_WAY, {"most": limit})
            ]

    def lists(self) -> list[dict[str, Any]]:
        """Return the lists in force, by name, with how many cases they have meant."""
        with self._look() as session:
            hits = {name: (every, now) for name, every, now in session.execute(_BY_LIST)}
            return [
                {
                    "name": row.name,
                    "kind": row.kind.value,
                    "entries": len(row.entries),
                    "source": row.source,
                    "officer": row.officer,
                    "reason": row.reason[:500],
                    "at": to_text(row.imported_at),
                    "hits": hits.get(row.name, (0, 0))[0],
                    "active": hits.get(row.name, (0, 0))[1],
                }
                for row in session.scalars(select(WatchListRow).order_by(WatchListRow.name))
            ]

    def entries(self, name: str, *, first: int, limit: int) -> list[dict[str, Any]]:
        """Return some entries of a list in its own order; none for a list that is not there."""
        query = select(WatchListRow.entries).where(WatchListRow.name == name)
        with self._look() as session:
            found = session.scalar(query)
        return [] if found is None else list(found[first : first + limit])

    def hits(self, *, before: datetime | None, limit: int) -> list[dict[str, Any]]:
        """Return hits, newest first; ``before`` is when the last one of the page before came."""
        asked = {"before": _LAST if before is None else to_text(before), "most": limit}
        with self._look() as session:
            return [
                {
                    "case_id": row.case_id,
                    "list": row.list_name,
                    "line": row.number,
                    "kind": row.kind,
                    "effect": row.effect,
                    "instruction": row.instruction,
                    "fields": json.loads(row.fields),
                    "at": row.hit_at,
                    "ended": row.ended_at is not None,
                    "stage": row.stage,
                    "container": row.container or "",
                }
                for row in session.execute(_HITS, asked)
            ]

    def close(self) -> None:
        """Let go of the database; it is opened again when it is asked."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def _look(self) -> Iterator[Session]:
        with translated(self._path):
            if self._engine is None:
                self._engine = reading_engine(self._path, Branch.HUB)
            with Session(self._engine) as session:
                yield session
