"""Packages of cases long over: counted, disposed of by an act, and their files swept away.

What was decided, on what evidence, stays for ever; only the pictures go. The act is durable
before the first file is touched, so that whatever is interrupted is gone on with.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict
from workstation.domain.instants import require_zone, to_text
from workstation.storage.disposal_tables import DisposedRow
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.still_needed import NEEDS, OVER, PAST, Need
from workstation.storage.tables import CaseRow

#: Of the cases that were disposed of, one whose file has still to be looked for.
_DUE: Final = text(
    "SELECT disposed.case_id, scan_case.package_sha256, EXISTS (SELECT 1 FROM scan_case AS other"
    " WHERE other.package_sha256 = scan_case.package_sha256 AND NOT EXISTS"
    " (SELECT 1 FROM disposed AS gone WHERE gone.case_id = other.case_id)) AS kept"
    " FROM disposed JOIN scan_case ON scan_case.case_id = disposed.case_id"
    " WHERE disposed.swept_at IS NULL LIMIT 1"
)
_NAMED: Final = 5
"""How many cases are named of those that a need keeps."""
_OF_BATCH: Final = text(
    "SELECT disposed.case_id, scan_case.package_size FROM disposed"
    " JOIN scan_case ON scan_case.case_id = disposed.case_id"
    " WHERE disposed.batch = :batch"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposable:
    """How many cases are over, and the size of their packages [bytes]."""

    cases: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many cases that are over one need keeps whole; some of them by name, the oldest first."""

    need: Need
    cases: int
    some: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A case whose file is to go; ``kept`` when a case that stays has the very same bytes."""

    case_id: str
    sha256: str
    kept: bool


class DisposalRecords:
    """The part of `SqlRecords` for what is kept no longer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def disposable(self, before: datetime) -> Disposable:
        """Return what was over before an instant and could be disposed of."""
        query = text(f"SELECT count(*), coalesce(sum(package_size), 0) {OVER}")
        with self._database.look() as session:
            cases, size = session.execute(query, {"before": to_text(before)}).one()
        return Disposable(cases=int(cases), size=int(size))

    def still_needed(self, before: datetime) -> list[Kept]:
        """Return what keeps cases whole that were over before an instant.

        A case counts for each of its reasons.
        """
        kept = []
        with self._database.look() as session:
            for need, condition in NEEDS.items():
                query = text(
                    f"SELECT case_id {PAST}\n AND {condition} ORDER BY received_at, case_id"
                )
                found = session.scalars(query, {"before": to_text(before)}).all()
                if found:
                    some = tuple(str(case_id) for case_id in found[:_NAMED])
                    kept.append(Kept(need=need, cases=len(found), some=some))
        return kept

    def is_disposed(self, case_id: str) -> bool:
        """Tell whether a case's package is kept no longer."""
        with self._database.look() as session:
            return session.get(DisposedRow, case_id) is not None

    def due_for_sweeping(self) -> Due | None:
        """Return a case whose file is to go; None when all are gone."""
        with self._database.look() as session:
            row = session.execute(_DUE).one_or_none()
        if row is None:
            return None
        return Due(case_id=row.case_id, sha256=row.package_sha256, kept=bool(row.kept))

    def note_swept(self, case_id: str, *, now: datetime) -> None:
        """Note that the file of a case has gone."""
        with self._database.act() as session:
            session.get_one(DisposedRow, case_id).swept_at = require_zone(now, "now")


def dispose(
    session: Session, before: datetime, *, most: int, by: Mapping[str, object], now: datetime
) -> None:
    """Dispose, in the open transaction, of the packages of all cases that were over by then.

    Raises `ContentConflict` when they are more than ``most``: so many two officers agreed to.
    """
    batch, at = uuid.uuid4().hex, to_text(require_zone(now, "now"))
    inserted = text(
        f"INSERT INTO disposed (case_id, batch, disposed_at) SELECT case_id, :batch, :at {OVER}"
    )
    session.execute(inserted, {"batch": batch, "at": at, "before": to_text(before)})
    found = session.execute(_OF_BATCH, {"batch": batch}).all()
    if len(found) > most:
        raise ContentConflict(
            f"packages before {to_text(before)[:10]}", f"{len(found)} that are over", f"{most}"
        )
    facts = {
        "batch": batch,
        "before": to_text(before),
        "cases": len(found),
        "bytes": sum(size for _, size in found),
        "digest": batch_digest(case_id for case_id, _ in found),
    }
    append(session, Tag.PACKAGES_DISPOSED, {**facts, **by}, now=now)


def batch_digest(case_ids: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of the cases of a batch, sorted, a line each."""
    digest = hashlib.sha256()
    for case_id in sorted(case_ids):  # here, for every database has an order of its own
        digest.update(case_id.encode() + b"\n")
    return digest.hexdigest()


def count_kept(session: Session) -> int:
    """Return how many different packages the records speak of that are to be in the store."""
    kept = select(func.count(CaseRow.package_sha256.distinct())).where(is_kept())
    return session.scalar(kept) or 0


def is_package_kept(session: Session, sha256: str) -> bool:
    """Tell whether a package is to be in the store: a case has it that was not disposed of."""
    speaks = select(CaseRow.case_id).where(CaseRow.package_sha256 == sha256, is_kept()).limit(1)
    return session.scalar(speaks) is not None


def is_kept() -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """Return the condition that a case's package is to be in the store."""
    gone = select(DisposedRow.case_id).where(DisposedRow.case_id == CaseRow.case_id)
    return ~gone.exists()
