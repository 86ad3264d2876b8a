"""The acts on a case up to its decision: received, declared, compared, leased, given back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.domain.case import Arrival, Case, RoomCounts
from workstation.domain.comparison import Comparison, comparison_to_json
from workstation.domain.declaration import Declaration
from workstation.domain.errors import ContentConflict, StepRefused
from workstation.domain.law import Stage, Step, after
from workstation.storage.arriving import MANIFEST_SIGNED, arrive, case_id_of, is_plain
from workstation.storage.declarations import (
    OPEN_STAGES,
    join,
    keep,
    newest_with,
    scan_of,
    sisters_of,
)
from workstation.storage.homes import Database
from workstation.storage.journal import append, next_number
from workstation.storage.owing import owes
from workstation.storage.plain_cases import journal_plain, look_up, plainly
from workstation.storage.reinstating import reinstate_if_returned
from workstation.storage.scan_figures import keep_figures
from workstation.storage.scrub import note_mended
from workstation.storage.stages import as_case, as_cases, fenced, find, journal, step
from workstation.storage.tables import CaseRow, DeclarationRow, StandingRow

_LEASES = "lease"
_SPEAKS_OF = "SELECT 1 FROM scan_case WHERE package_sha256 = ? LIMIT 1"
_COMPARED = (
    "UPDATE scan_case SET stage = ?, comparison = ?, lease_token = NULL, lease_officer = NULL,"
    " lease_desk = NULL WHERE case_id = ?"
)


class CaseRecords:
    """The part of `SqlRecords` that keeps cases; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(
        self, arrival: Arrival, *, now: datetime, manifest: Mapping[str, object] | None = None
    ) -> Case:
        """Record an arrived scan, or return the case that it already is."""
        with self._database.plain_act() as cursor:
            if is_plain(cursor, arrival):
                return arrive(cursor, arrival, manifest=manifest, now=now)
        return self._receive_known(arrival, now=now, manifest=manifest)

    def _receive_known(
        self, arrival: Arrival, *, now: datetime, manifest: Mapping[str, object] | None
    ) -> Case:
        """Receive a scan that was here before, or of which its site told after a restore."""
        case_id = case_id_of(arrival)
        with self._database.act() as session:
            row = session.get(CaseRow, case_id)
            if row is None:
                with plainly(session) as cursor:
                    arrive(cursor, arrival, manifest=manifest, now=now)
                row = find(session, case_id)
                reinstate_if_returned(session, row, now=now)
                return as_case(session, row)
            if manifest is not None:
                append(session, MANIFEST_SIGNED, manifest, now=now)
            if row.package_sha256 != arrival.package_sha256:
                raise ContentConflict(f"scan {case_id}", row.package_sha256, arrival.package_sha256)
            note_mended(session, row.package_sha256, now=now)
            return as_case(session, row)

    def find_scan(self, site: str, scan_id: str) -> Case | None:
        """Return the case of a site's scan, or None."""
        with self._database.plain_look() as cursor:
            case = look_up(cursor, f"{site}:{scan_id}")
        # A colon in a name must not make one site's scan another's.
        return case if case is not None and case.scan_id == scan_id else None

    def speaks_of(self, package_sha256: str) -> bool:
        """Tell whether any scan has a package."""
        with self._database.plain_look() as cursor:
            return bool(cursor.execute(_SPEAKS_OF, (package_sha256,)).fetchall())

    def case(self, case_id: str) -> Case:
        """Return one case; raises ``KeyError`` when there is none."""
        with self._database.plain_look() as cursor:
            case = look_up(cursor, case_id)
        if case is None:
            raise KeyError(case_id)
        return case

    def sisters(self, case_id: str, *, limit: int = 16) -> Sequence[Case]:
        """Return the newest other cases of the same declaration number or lot."""
        with self._database.plain_look() as cursor:
            found = (look_up(cursor, one) for one in sisters_of(cursor, case_id, limit=limit))
            return [case for case in found if case is not None]

    def cases_at(self, stage: Stage) -> Sequence[Case]:
        """Return all cases at a stage, oldest first."""
        # Columns, not rows of the mapper: a hub that starts reads thousands and changes none.
        query = (
            select(*CaseRow.__table__.columns)
            .where(CaseRow.stage == stage)
            .order_by(CaseRow.received_at, CaseRow.case_id)
        )
        with self._database.look() as session:
            rows = cast("Sequence[CaseRow]", session.execute(query).all())  # has its attributes
            return as_cases(session, rows)

    def declare(self, site: str, declaration: Declaration, *, now: datetime) -> Case | None:
        """Record a declaration that came by itself; return the case that has it, if any."""
        with self._database.plain_act() as cursor:
            kept = keep(cursor, site, declaration, now=now)
            if kept.joined:
                case_id = newest_with(cursor, kept)
            else:
                case_id = scan_of(cursor, site, kept.declaration)
                if case_id is not None:
                    join(cursor, case_id, kept, now=now)
            return None if case_id is None else look_up(cursor, case_id)

    def compared(self, case_id: str, comparison: Comparison, *, now: datetime) -> Case:
        """Record the engine's answer and put the case in the queue."""
        with self._database.plain_act() as cursor:
            case = look_up(cursor, case_id)
            if case is None:
                raise KeyError(case_id)
            compared = after(case_id, case.stage, Step.COMPARE)
            queued = after(case_id, compared, Step.QUEUE)
            answer = canonical_json(comparison_to_json(comparison))
            # Both steps are one act; nobody sees the case between them.
            cursor.execute(_COMPARED, (queued.value, answer, case_id))
            keep_figures(cursor, case, comparison, now=now)
            facts = {
                "engine": comparison.engine,
                "library": comparison.library,
                "verdict": comparison.verdict.value,
                "p_value": comparison.p_value,
                "reasons": list(comparison.reasons),
            }
            journal_plain(cursor, Tag.SCAN_COMPARED, (case_id, compared), facts, now=now)
            waits = {"priority": case.priority}
            journal_plain(cursor, Tag.SCAN_QUEUED, (case_id, queued), waits, now=now)
            return replace(case, stage=queued, comparison=comparison)

    def lease(self, case_id: str, *, officer: str, desk: str, now: datetime) -> Case:
        """Lease a waiting case under a token greater than every one before."""
        with self._database.act() as session:
            row = find(session, case_id)
            if owes(session, row.site):
                raise StepRefused(case_id, "of a site that has yet to report", Step.LEASE)
            step(row, Step.LEASE)
            if _has_decided(session, case_id, officer):
                raise StepRefused(case_id, f"decided by {officer}", Step.LEASE)
            row.lease_token = next_number(session, _LEASES)
            row.lease_officer, row.lease_desk = officer, desk
            facts = {"token": row.lease_token, "officer": officer, "desk": desk}
            journal(session, row, Tag.LEASE_GRANTED, facts, now=now)
            return as_case(session, row)

    def lapse(self, case_id: str, token: int, *, now: datetime, park_after: int) -> Case | None:
        """Take back a lease; the case waits again, or is parked when that happens too often."""
        with self._database.act() as session:
            row = find(session, case_id)
            if row.stage is not Stage.LEASED or row.lease_token != token:
                return None
            row.attempts += 1
            facts = {"token": token, "officer": row.lease_officer, "attempts": row.attempts}
            parks = row.attempts >= park_after
            step(row, Step.PARK if parks else Step.LAPSE)
            tag = Tag.LEASE_PARKED if parks else Tag.LEASE_LAPSED
            journal(session, row, tag, facts, now=now)
            return as_case(session, row)

    def skip(
        self, case_id: str, token: int, *, reason: str, now: datetime, minutes: int = 0
    ) -> Case:
        """Give a case back to the queue; how long its officer will not see it is for the books."""
        with self._database.act() as session:
            row = fenced(session, case_id, token)
            facts = {"token": token, "officer": row.lease_officer, "reason": reason}
            if minutes:
                facts["minutes"] = minutes
            step(row, Step.SKIP)
            journal(session, row, Tag.LEASE_SKIPPED, facts, now=now)
            return as_case(session, row)

    def counts(self) -> RoomCounts:
        """Return how the room stands; a scan lacks its declaration only until it is decided."""
        with self._database.look() as session:
            staged = session.execute(select(CaseRow.stage, func.count()).group_by(CaseRow.stage))
            by_stage = {stage.value: count for stage, count in staged}
            scans = session.scalar(
                select(func.count())
                .select_from(CaseRow)
                .where(CaseRow.declaration_id.is_(None), CaseRow.stage.in_(OPEN_STAGES))
            )
            declarations = session.scalar(
                select(func.count()).select_from(DeclarationRow).where(~DeclarationRow.joined)
            )
            oldest = session.scalar(
                select(func.min(CaseRow.received_at)).where(CaseRow.stage == Stage.WAITING)
            )
        return RoomCounts(
            by_stage=by_stage,
            scans_without_declaration=scans or 0,
            declarations_without_scan=declarations or 0,
            oldest_waiting=oldest,
        )


def _has_decided(session: Session, case_id: str, officer: str) -> bool:
    query = select(StandingRow).where(
        StandingRow.case_id == case_id, StandingRow.officer == officer
    )
    return session.scalar(query) is not None
