"""After a restored backup: what sites bring back, and which packages they are asked for again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.decision import Decision
from workstation.domain.errors import StepRefused
from workstation.domain.fencing import epoch_of, first_of_next_epoch
from workstation.domain.law import Stage, Step
from workstation.domain.principal import PrincipalKind
from workstation.storage.decisions import announce
from workstation.storage.disposal import count_kept, is_kept
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.owing import OWES, owing_sites
from workstation.storage.reinstating import reinstate
from workstation.storage.scrub import note_check
from workstation.storage.stages import journal, step
from workstation.storage.tables import (
    BlobCheckRow,
    CaseRow,
    CounterRow,
    DecisionRow,
    OutboxRow,
    PrincipalRow,
    RecallRow,
    ReturnedRow,
    Soundness,
)
from workstation.storage.unsure import note_backup, take_back_unsure

LEASES: Final = "lease"
_MOST_WANTED: Final = 200


class CustodyRecords:
    """The part of `SqlRecords` that heals a restored hub; see `workstation.hub.custody`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def epoch(self) -> int:
        """Return how often these records were restored from a backup."""
        with self._database.look() as session:
            row = session.get(CounterRow, LEASES)
            return epoch_of(0 if row is None else row.value)

    def raise_epoch(self, facts: Mapping[str, Any], *, now: datetime) -> int:
        """Begin a new epoch after a restore; return its number.

        Every lease is taken back and every token given out before is fenced. Until a site has
        reported what it applied meanwhile, its cases are leased to nobody and nothing is sent
        to it: nothing decided is reviewed again.
        """
        with self._database.act() as session:
            for case in session.scalars(select(CaseRow).where(CaseRow.stage == Stage.LEASED)):
                held = {"token": case.lease_token, "officer": case.lease_officer}
                step(case, Step.SKIP)
                journal(session, case, Tag.LEASE_SKIPPED, {**held, "reason": "restored"}, now=now)
            counter = session.get(CounterRow, LEASES)
            if counter is None:
                counter = CounterRow(name=LEASES, value=0)
                session.add(counter)
            counter.value = first_of_next_epoch(counter.value)
            epoch = epoch_of(counter.value)
            if "taken_at" in facts:
                note_backup(session, str(facts["taken_at"]))
            owing = _sites(session)
            for site in owing:
                session.merge(CounterRow(name=f"{OWES}{site}", value=epoch))
            told = {"epoch": epoch, "sites": owing, **facts}
            append(session, Tag.HUB_RESTORED, told, now=now)
            return epoch

    def owing(self) -> frozenset[str]:
        """Return the sites that have not reported since the records were restored."""
        with self._database.look() as session:
            return frozenset(owing_sites(session))

    def reported(self, site: str, *, by: str = "", now: datetime) -> bool:
        """Note that a site has told all it applied; False when it had before.

        ``by`` names who answers for it where a site cannot report any more. Releases that may
        have been recalled after the backup are taken back, unless the site has applied them.
        """
        with self._database.act() as session:
            row = session.get(CounterRow, f"{OWES}{site}")
            if row is None or row.value == 0:
                return False
            facts = {"site": site, "epoch": row.value, "by": by or site}
            row.value = 0
            append(session, Tag.SITE_REPORTED, facts, now=now)
            take_back_unsure(session, site, now=now)
            return True

    def returned(
        self, decision: Decision, record: Mapping[str, Any], signature: str, *, now: datetime
    ) -> bool:
        """Take in a decision that its site applied; whoever calls has checked the signature.

        One that the records know is announced, as by an acknowledgement. One that they lost is
        written down, and its case is decided by it as soon as the case is there.

        Returns
        -------
        bool
            False when the records say otherwise: it is noted in the audit for a person to look.
        """
        with self._database.act() as session:
            if session.get(DecisionRow, decision.decision_id) is not None:
                return _known(session, decision, now=now)
            before = session.scalar(
                select(ReturnedRow).where(
                    ReturnedRow.site == decision.site, ReturnedRow.scan_id == decision.scan_id
                )
            )
            if before is not None and before.decision_id != decision.decision_id:
                _disagree(session, decision, "another decision was returned", now=now)
                return False
            if before is None:
                before = ReturnedRow(
                    decision_id=decision.decision_id,
                    site=decision.site,
                    scan_id=decision.scan_id,
                    record=dict(record),
                    signature=signature,
                    reported_at=now,
                )
                session.add(before)
                facts = {
                    "decision_id": decision.decision_id,
                    "case": decision.case_id,
                    "conclusion": decision.conclusion.value,
                }
                append(session, Tag.DECISION_RETURNED, facts, now=now)
            case = session.get(CaseRow, decision.case_id)
            if case is None:
                return True
            try:
                reinstate(session, case, before, now=now)
            except StepRefused as refused:
                _disagree(session, decision, refused.stage, now=now)
                return False
            return True

    def wanted(self, site: str) -> Sequence[str]:
        """Return scans of a site whose package is damaged or missing; at most 200."""
        query = (
            select(CaseRow.scan_id)
            .join(BlobCheckRow, BlobCheckRow.sha256 == CaseRow.package_sha256)
            .where(CaseRow.site == site, BlobCheckRow.found != Soundness.WHOLE, is_kept())
            .order_by(CaseRow.received_at)
            .limit(_MOST_WANTED)
        )
        with self._database.look() as session:
            return list(session.scalars(query))

    def note_missing(self, packages: Sequence[str], *, now: datetime) -> None:
        """Note packages that are not in the store, so that their sites are asked for them."""
        with self._database.act() as session:
            for sha256 in packages:
                note_check(session, sha256, Soundness.MISSING, now=now)

    def note_damaged(self, sha256: str, *, now: datetime) -> None:
        """Note that a package is not what it was; its site is asked for it again."""
        with self._database.act() as session:
            note_check(session, sha256, Soundness.DAMAGED, now=now)

    def packages(self) -> int:
        """Return how many different packages are to be in the store."""
        with self._database.look() as session:
            return count_kept(session)

    def knows(self, site: str, scan_ids: Sequence[str]) -> frozenset[str]:
        """Return those of a site's scans that the records know."""
        query = select(CaseRow.scan_id).where(
            CaseRow.case_id.in_([f"{site}:{scan_id}" for scan_id in scan_ids])
        )
        with self._database.look() as session:
            return frozenset(session.scalars(query))


def _sites(session: Session) -> list[str]:
    enrolled = select(PrincipalRow.name).where(PrincipalRow.kind == PrincipalKind.SITE)
    return sorted({*session.scalars(enrolled), *session.scalars(select(CaseRow.site).distinct())})


def _known(session: Session, decision: Decision, *, now: datetime) -> bool:
    row = session.scalar(select(OutboxRow).where(OutboxRow.decision_id == decision.decision_id))
    taken_back = session.get(RecallRow, decision.decision_id) is not None
    if row is None or row.site != decision.site or taken_back:
        _disagree(session, decision, "it was taken back or never left", now=now)
        return False
    if row.announced_at is None:
        announce(session, row, now=now)
    return True


def _disagree(session: Session, decision: Decision, why: str, *, now: datetime) -> None:
    facts = {
        "decision_id": decision.decision_id,
        "site": decision.site,
        "case": decision.case_id,
        "conclusion": decision.conclusion.value,
        "known": False,
        "why": why,
    }
    append(session, Tag.DECISION_UNEXPECTED, facts, now=now)
