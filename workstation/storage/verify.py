"""Checking a hub's data folder: the evidence chain, and that the records agree with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.audit.verify import ChainBroken, ChainReport, checked
from workstation.domain.decision import Conclusion
from workstation.domain.law import Step
from workstation.storage.blobs import hash_of
from workstation.storage.database import read_only
from workstation.storage.journal import links
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.rows import decision_facts
from workstation.storage.tables import CaseRow, DecisionRow, OutboxRow, RecallRow, StandingRow

_PAGE: Final = 500
_ACTS: Final = frozenset(tag.value for tag in Tag)


@dataclass(slots=True)
class _Told:
    """What the entries say, gathered while they are checked: numbers of entries and facts."""

    entries: int = 0
    received: dict[str, tuple[int, str]] = field(default_factory=dict)
    stages: dict[str, tuple[int, str]] = field(default_factory=dict)
    decisions: dict[str, tuple[int, str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    recalled: dict[str, int] = field(default_factory=dict)
    announced: dict[str, int] = field(default_factory=dict)

    def hear(self, entry: dict[str, Any]) -> None:
        """Take one entry that holds."""
        self.entries += 1
        seq, facts = int(entry["seq"]), entry["facts"]
        match entry["tag"]:
            case Tag.SCAN_RECEIVED:
                self.received[facts["case"]] = (seq, facts["sha256"])
            case Tag.DECISION_RECORDED:
                text = canonical_json(facts["decision"])
                name = facts["decision"]["decision_id"]
                self.decisions[name] = (seq, text)
                if facts.get("step", _step_before_readings(facts["decision"])) == Step.DECIDE:
                    self.settled.add(name)
            case Tag.DECISION_RECALLED:
                self.recalled[facts["decision_id"]] = seq
            case Tag.SCAN_ANNOUNCED:
                self.announced[facts["decision_id"]] = seq
            case _:
                pass
        if entry["tag"] in _ACTS and "stage" in facts:
            self.stages[facts["case"]] = (seq, facts["stage"])


def verify_folder(folder: Path, *, contents: bool = False) -> ChainReport:
    """Check a hub's data folder; also while the hub is running.

    The chain is checked first, then that every decision, recall, announcement and case agrees
    with the entry that tells of it, and that every case's package is there. A record that no
    entry tells of is reported under the number after the last entry.

    Parameters
    ----------
    contents : bool
        Hash every package, too; reads all of the store.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    told = _Told()
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        try:
            for entry in checked(links(session)):
                told.hear(entry)
        except ChainBroken as broken:
            return ChainReport(entries=told.entries, first_bad=broken.seq, reason=broken.reason)
        except (KeyError, TypeError):
            return ChainReport(
                entries=told.entries,
                first_bad=told.entries,
                reason="it does not say what an entry of its tag must say",
            )
        faults = [
            *_decision_faults(session, told),
            *_case_faults(session, told),
            *_package_faults(session, told, folder / "blobs", contents=contents),
        ]
    if not faults:
        return ChainReport(entries=told.entries)
    first_bad, reason = min(faults)
    return ChainReport(entries=told.entries, first_bad=first_bad, reason=reason)


def _decision_faults(session: Session, told: _Told) -> Iterator[tuple[int, str]]:
    unheard = told.entries + 1
    missing = dict(told.decisions)
    query = select(DecisionRow).execution_options(yield_per=_PAGE)
    for row in session.scalars(query):
        seq, text = missing.pop(row.decision_id, (unheard, ""))
        if canonical_json(decision_facts(row)) != text:
            yield seq, f"decision {row.decision_id} is not what its entry says"
    for decision_id, (seq, _) in missing.items():
        yield seq, f"decision {decision_id} is not in the records"
    recalled = set(session.scalars(select(RecallRow.decision_id)))
    for decision_id in recalled ^ told.recalled.keys():
        yield told.recalled.get(decision_id, unheard), f"recall of {decision_id} disagrees"
    stands = session.execute(select(StandingRow.decision_id, StandingRow.settles))
    settles = {row.decision_id: row.settles for row in stands}
    standing = set(settles)
    for decision_id in standing ^ (told.decisions.keys() - told.recalled.keys()):
        seq = told.decisions.get(decision_id, (unheard, ""))[0]
        yield seq, f"decision {decision_id} does not stand as its entries say"
    for decision_id, ends in settles.items():
        if ends != (decision_id in told.settled):
            seq = told.decisions.get(decision_id, (unheard, ""))[0]
            yield seq, f"decision {decision_id} settles its case otherwise than its entry says"
    yield from _outbox_faults(session, told, standing)


def _step_before_readings(decision: Mapping[str, Any]) -> Step:
    """Return what a decision did to its case when its entry is older than second readings."""
    return Step.REFER if decision["conclusion"] == Conclusion.REFER else Step.DECIDE


def _outbox_faults(session: Session, told: _Told, standing: set[str]) -> Iterator[tuple[int, str]]:
    unheard = told.entries + 1
    for row in session.scalars(select(OutboxRow).execution_options(yield_per=_PAGE)):
        seq = told.decisions.get(row.decision_id, (unheard, ""))[0]
        if (row.announced_at is not None) != (row.decision_id in told.announced):
            yield seq, f"announcement of {row.decision_id} disagrees"
        if (row.withdrawn_at is None) != (row.decision_id in standing):
            yield seq, f"decision {row.decision_id} is on its way though it was taken back"


def _case_faults(session: Session, told: _Told) -> Iterator[tuple[int, str]]:
    unheard = told.entries + 1
    missing = {case_id: seq for case_id, (seq, _) in told.received.items()}
    columns = select(CaseRow.case_id, CaseRow.stage, CaseRow.package_sha256)
    for case_id, stage, sha256 in session.execute(columns.execution_options(yield_per=_PAGE)):
        missing.pop(case_id, None)
        seq, told_stage = told.stages.get(case_id, (unheard, ""))
        if stage != told_stage:
            yield seq, f"case {case_id} is {stage}, not {told_stage or 'known'} as told"
        seq, told_sha256 = told.received.get(case_id, (unheard, ""))
        if sha256 != told_sha256:
            yield seq, f"case {case_id} has another package than was received"
    for case_id, seq in missing.items():
        yield seq, f"case {case_id} is not in the records"


def _package_faults(
    session: Session, told: _Told, blobs: Path, *, contents: bool
) -> Iterator[tuple[int, str]]:
    columns = select(CaseRow.case_id, CaseRow.package_sha256, CaseRow.package_size)
    for case_id, sha256, size in session.execute(columns.execution_options(yield_per=_PAGE)):
        seq = told.received.get(case_id, (told.entries + 1, ""))[0]
        blob = blobs / sha256[:2] / sha256
        try:
            whole = blob.stat().st_size == size and (not contents or hash_of(blob) == sha256)
        except OSError:
            yield seq, f"the package of case {case_id} is not in the store"
        else:
            if not whole:
                yield seq, f"the package of case {case_id} has been changed"
