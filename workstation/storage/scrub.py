"""Hashing blobs again, those that were looked at longest ago first; disks forget silently."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.instants import require_zone
from workstation.storage.blobs import FolderBlobs, hash_of
from workstation.storage.columns import InstantText
from workstation.storage.disposal import count_kept, is_kept
from workstation.storage.homes import Database, open_database
from workstation.storage.journal import append
from workstation.storage.migrate import Branch
from workstation.storage.tables import BlobCheckRow, CaseRow, Soundness

HUB_DATABASE: Final = "hub.sqlite"
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubReport:
    """What a scrub found: how many blobs it hashed, and the hashes of those that are not whole."""

    checked: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def all_whole(self) -> bool:
        """Whether nothing was found."""
        return not (self.damaged or self.missing)


def scrub(folder: Path, *, share: float, now: datetime, slices: int = 1) -> ScrubReport:
    """Hash a share of a hub's blobs again; also while the hub is running.

    Each is hashed once in ``1 / share`` days at most. A damaged one is set aside in ``damaged/``,
    noted in the audit, and asked for again from its site.

    Parameters
    ----------
    share : float
        How much of the store, 0 to 1.
    slices : int
        Do only so small a part of the share: the upkeep comes back for the next one.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be used.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share lies between 0 and 1, got {share}")
    database, blobs = open_database(folder / HUB_DATABASE, Branch.HUB), FolderBlobs(folder)
    try:
        # The whole store is hashed whenever it is asked for; a part of it, what is due of it.
        is_due = None if share == 1 and slices == 1 else now - timedelta(days=1 / share)
        oldest = iter(_oldest(database, share / slices, is_due=is_due))
        found: dict[str, Soundness] = {}
        while batch := list(islice(oldest, _AT_ONCE)):
            looked = {sha256: _look(blobs, sha256, size) for sha256, size in batch}
            with database.act() as session:
                for sha256, soundness in list(looked.items()):
                    if soundness is Soundness.MISSING and not _is_wanted(session, sha256):
                        del looked[sha256]  # disposed of since the list was made
                        continue
                    note_check(session, sha256, soundness, now=now)
            found |= looked
    finally:
        database.close()
    return ScrubReport(
        checked=len(found),
        damaged=tuple(name for name, state in found.items() if state is Soundness.DAMAGED),
        missing=tuple(name for name, state in found.items() if state is Soundness.MISSING),
    )


def note_check(session: Session, sha256: str, found: Soundness, *, now: datetime) -> None:
    """Write down what a look at a blob found; what is new and bad goes to the audit."""
    row = session.get(BlobCheckRow, sha256)
    before = Soundness.WHOLE if row is None else row.found
    if row is None:
        row = BlobCheckRow(sha256=sha256)
        session.add(row)
    row.checked_at, row.found = require_zone(now, "now"), found
    if found is before:
        return
    cases = session.scalars(select(CaseRow.case_id).where(CaseRow.package_sha256 == sha256))
    facts = {"sha256": sha256, "found": found.value, "cases": sorted(cases)}
    mended = found is Soundness.WHOLE
    append(session, Tag.BLOB_MENDED if mended else Tag.BLOB_DAMAGED, facts, now=now)


def _is_wanted(session: Session, sha256: str) -> bool:
    kept = select(CaseRow.case_id).where(CaseRow.package_sha256 == sha256, is_kept())
    return session.scalar(kept.limit(1)) is not None


def note_mended(session: Session, sha256: str, *, now: datetime) -> None:
    """Note that a blob which was damaged or missing has been brought again, whole."""
    row = session.get(BlobCheckRow, sha256)
    if row is not None and row.found is not Soundness.WHOLE:
        note_check(session, sha256, Soundness.WHOLE, now=now)


def _oldest(
    database: Database, share: float, *, is_due: datetime | None
) -> Iterator[tuple[str, int]]:
    """Yield the hash and size of the blobs that were looked at longest ago."""
    # What just came was hashed as it came.
    looked_at = func.coalesce(
        func.max(BlobCheckRow.checked_at), func.max(CaseRow.received_at), type_=InstantText()
    )
    query = (
        select(CaseRow.package_sha256, func.max(CaseRow.package_size))
        .outerjoin(BlobCheckRow, BlobCheckRow.sha256 == CaseRow.package_sha256)
        .where(is_kept())
        .group_by(CaseRow.package_sha256)
        .order_by(looked_at, CaseRow.package_sha256)
    )
    if is_due is not None:
        query = query.having(looked_at <= is_due)
    with database.look() as session:
        rows = session.execute(query.limit(math.ceil(count_kept(session) * share))).all()
    yield from ((sha256, size) for sha256, size in rows)


def _look(blobs: FolderBlobs, sha256: str, size: int) -> Soundness:
    try:
        path = blobs.path(sha256)
        if path.stat().st_size == size and hash_of(path) == sha256:
            return Soundness.WHOLE
    except (KeyError, FileNotFoundError):
        return Soundness.MISSING
    except OSError:
        pass  # the disk cannot read it back, which is damage of the plainest kind
    blobs.set_aside(sha256)
    return Soundness.DAMAGED
