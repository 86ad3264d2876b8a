"""Lists of risk control, the cases that they mean, and what somebody has to look at."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.alert import AlertKind, AlertState, Event, may_move
from workstation.domain.instants import require_zone
from workstation.domain.watch_list import (
    Field,
    Hit,
    ListKind,
    Watched,
    WatchList,
    content_hash,
    entry_from_json,
    entry_to_json,
    watched_facts,
)
from workstation.storage.alerts import raise_plain
from workstation.storage.declarations import OPEN_STAGES
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.plain_cases import plainly
from workstation.storage.rows import declaration_from
from workstation.storage.steering_tables import AlertRow, WatchHitRow, WatchListRow
from workstation.storage.tables import CaseRow, DeclarationRow

_ALERTS = {
    ListKind.INSTRUCTIONS: AlertKind.WATCH_HIT,
    ListKind.BRANDS: AlertKind.BRAND,
    ListKind.PROHIBITED: AlertKind.PROHIBITED,
}


class WatchingRecords:
    """The part of `SqlRecords` for what risk control asks; each act holds its audit entry."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def watch_lists(self) -> list[WatchList]:
        """Return the lists in force, by name."""
        with self._database.look() as session:
            rows = session.scalars(select(WatchListRow).order_by(WatchListRow.name))
            return [
                WatchList(
                    name=row.name,
                    kind=row.kind,
                    entries=tuple(entry_from_json(entry) for entry in row.entries),
                )
                for row in rows
            ]

    def import_list(
        self, new: WatchList, *, source: str, officer: str, reason: str, now: datetime
    ) -> bool:
        """Put a list in force, whole; False when it is in force already, and nothing changes."""
        digest = content_hash(new.entries)
        with self._database.act() as session:
            row = session.get(WatchListRow, new.name)
            before = None if row is None else row.sha256
            if row is not None and (row.sha256, row.kind) == (digest, new.kind):
                return False
            if row is None:
                row = WatchListRow(name=new.name)
                session.add(row)
            row.kind, row.sha256, row.source = new.kind, digest, source
            row.entries = [entry_to_json(entry) for entry in new.entries]
            row.officer, row.reason = officer, reason
            row.imported_at = require_zone(now, "now")
            facts = {
                "list": new.name,
                "kind": new.kind.value,
                "entries": len(new.entries),
                "sha256": digest,
                "before": before,
                "source": source,
                "officer": officer,
                "reason": reason,
            }
            append(session, Tag.LIST_IMPORTED, facts, now=now)
            return True

    def drop_list(self, name: str, *, officer: str, reason: str, now: datetime) -> bool:
        """Take a list out of force; False when there is none."""
        with self._database.act() as session:
            row = session.get(WatchListRow, name)
            if row is None:
                return False
            facts = {"list": name, "sha256": row.sha256, "officer": officer, "reason": reason}
            session.delete(row)
            append(session, Tag.LIST_DROPPED, facts, now=now)
            return True

    def open_cases(self) -> list[str]:
        """Return the ids of all cases that are not decided, oldest first within a stage."""
        with self._database.look() as session:
            query = select(CaseRow.case_id).where(CaseRow.stage.in_(OPEN_STAGES))
            return list(session.scalars(query.order_by(CaseRow.stage, CaseRow.received_at)))

    def watched(self, case_ids: Sequence[str]) -> list[tuple[str, Watched]]:
        """Return what the lists are held against, of cases that are not decided.

        Nothing of the engine's answers is read: there may be thousands of cases.
        """
        query = (
            select(CaseRow.case_id, CaseRow.site, CaseRow.container, DeclarationRow.content)
            .outerjoin(DeclarationRow, DeclarationRow.declaration_id == CaseRow.declaration_id)
            .where(CaseRow.case_id.in_(case_ids), CaseRow.stage.in_(OPEN_STAGES))
        )
        with self._database.look() as session:
            return [
                (case_id, watched_facts(site, container, declaration_from(content)))
                for case_id, site, container, content in session.execute(query)
            ]

    def active_hits(self) -> dict[str, tuple[Hit, ...]]:
        """Return what means each case that is not decided."""
        query = (
            select(WatchHitRow)
            .join(CaseRow, CaseRow.case_id == WatchHitRow.case_id)
            .where(WatchHitRow.ended_at.is_(None), CaseRow.stage.in_(OPEN_STAGES))
            .order_by(WatchHitRow.list_name, WatchHitRow.number)
        )
        found: dict[str, list[Hit]] = {}
        with self._database.look() as session:
            for row in session.scalars(query):
                found.setdefault(row.case_id, []).append(_hit_from(row))
        return {case_id: tuple(hits) for case_id, hits in found.items()}

    def settle_hits(self, case_id: str, hits: Sequence[Hit], *, now: datetime) -> Sequence[Hit]:
        """Note what means a case now; returns the hits that are new.

        What means it no longer ends. For each new one an alert is raised unless one is open.
        """
        with self._database.act() as session:
            query = select(WatchHitRow).where(WatchHitRow.case_id == case_id)
            rows = {(row.list_name, row.key): row for row in session.scalars(query)}
            wanted = {(hit.list_name, hit.key): hit for hit in hits}
            for place, row in rows.items():
                if row.ended_at is None and place not in wanted:
                    row.ended_at = require_zone(now, "now")
                    facts = {"case": case_id, "list": row.list_name, "line": row.number}
                    append(session, Tag.WATCH_HIT_ENDED, facts, now=now)
            new = [
                hit
                for place, hit in wanted.items()
                if place not in rows or rows[place].ended_at is not None
            ]
            for hit in new:
                _note_hit(session, rows.get((hit.list_name, hit.key)), case_id, hit, now)
            return new

    def raise_alert(self, event: Event, *, now: datetime) -> bool:
        """Raise an alert; False when one of its kind is open for the subject."""
        with self._database.plain_act() as cursor:
            return raise_plain(cursor, event, now=now)

    def move_alert(
        self, alert_id: int, to: AlertState, *, officer: str, reason: str, now: datetime
    ) -> bool:
        """Note that an alert was seen or is closed; False when it stands there or further.

        Raises ``KeyError`` when there is no such alert.
        """
        with self._database.act() as session:
            row = session.get(AlertRow, alert_id)
            if row is None:
                raise KeyError(alert_id)
            if not may_move(row.state, to):
                return False
            row.state, row.moved_by = to, officer
            row.moved_at = require_zone(now, "now")
            facts = {
                "alert": alert_id,
                "kind": row.kind.value,
                "subject": row.subject,
                "to": to.value,
                "officer": officer,
                "reason": reason,
            }
            append(session, Tag.ALERT_MOVED, facts, now=now)
            return True


def _note_hit(
    session: Session, row: WatchHitRow | None, case_id: str, hit: Hit, now: datetime
) -> None:
    if row is None:
        row = WatchHitRow(case_id=case_id, list_name=hit.list_name, key=hit.key)
        session.add(row)
    row.kind, row.number, row.effect = hit.kind, hit.number, hit.effect
    row.instruction, row.fields = hit.instruction, [field.value for field in hit.fields]
    row.hit_at, row.ended_at = require_zone(now, "now"), None
    session.flush()
    facts = {
        "list": hit.list_name,
        "line": hit.number,
        "effect": hit.effect.value,
        "instruction": hit.instruction,
        "fields": list(row.fields),
    }
    append(session, Tag.WATCH_HIT, {"case": case_id, **facts}, now=now)
    site = case_id.partition(":")[0]
    event = Event(kind=_ALERTS[hit.kind], subject=case_id, site=site, facts=facts)
    with plainly(session) as cursor:
        raise_plain(cursor, event, now=now)


def _hit_from(row: WatchHitRow) -> Hit:
    return Hit(
        list_name=row.list_name,
        kind=row.kind,
        key=row.key,
        number=row.number,
        effect=row.effect,
        instruction=row.instruction,
        fields=_fields(row.fields),
    )


def _fields(values: Iterable[str]) -> tuple[Field, ...]:
    return tuple(Field(value) for value in values)
