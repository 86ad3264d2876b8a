"""Arrivals, answers and decisions as a hub would hand them to its records."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workstation.domain.case import Arrival, Case
from workstation.domain.comparison import Comparison, LoadFacts, Verdict
from workstation.domain.decision import Conclusion, Decision, Mark, MarkShape
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.scan import ScanHead
from workstation.storage.blobs import FolderBlobs
from workstation.storage.records import SqlRecords

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CONTAINER = "CSQU3054383"
HOLD = timedelta(seconds=5)


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def package(scan_id: str) -> bytes:
    return f"pixels of {scan_id}".encode()


def sha256(scan_id: str) -> str:
    return hashlib.sha256(package(scan_id)).hexdigest()


def make_declaration(
    number: str = "D1",
    container: str | None = CONTAINER,
    *,
    risk: str = "",
    lot: str = "",
) -> Declaration:
    return Declaration(
        number=number,
        container=container,
        goods=(GoodsLine(hs="0805", name="oranges", name_zh="橙", gross_kg=18_000.0),),
        risk_instruction=risk,
        lot=lot,
    )


def make_arrival(
    scan_id: str = "s1",
    *,
    site: str = "yantian",
    container: str | None = None,
    declared_as: str | None = None,
    declaration: Declaration | None = None,
) -> Arrival:
    head = ScanHead(
        scan_id=scan_id,
        site=site,
        scanner="H986",
        taken_at=MORNING,
        container=container,
        declaration=declared_as,
        extra={"lane": 2},
    )
    return Arrival(
        site=site,
        scan_id=scan_id,
        package_sha256=sha256(scan_id),
        package_size=len(package(scan_id)),
        head=head,
        declaration=declaration,
    )


def make_comparison() -> Comparison:
    return Comparison(
        engine="1",
        library="9f3a01c4.17",
        verdict=Verdict.CANNOT_JUDGE,
        p_value=None,
        false_alarm_rate=0.05,
        reasons=("library_empty",),
        matches=(),
        deviations=(),
        prohibited=(),
        load=LoadFacts(fill="full", fill_fraction=0.9),
        elapsed_s=0.2,
    )


def make_decision(
    case: Case,
    decision_id: str = "d1",
    *,
    conclusion: Conclusion = Conclusion.RELEASE,
    officer: str | None = None,
    now: datetime = MORNING,
) -> Decision:
    held = HOLD if conclusion is Conclusion.RELEASE else timedelta()
    mark = Mark(
        mark_id="m1", view="side", shape=MarkShape.BOX, points=((1.0, 2.0), (30.0, 40.5)), text="疑"
    )
    return Decision(
        decision_id=decision_id,
        case_id=case.case_id,
        site=case.site,
        scan_id=case.scan_id,
        scan_sha256=case.package_sha256,
        conclusion=conclusion,
        reason="density",
        note="左侧",
        marks=(mark,) if conclusion is Conclusion.INSPECT else (),
        officer=officer or case.lease_officer or "li",
        desk=case.lease_desk or "desk-1",
        decided_at=now,
        final_at=now + held,
        lease_token=case.lease_token or 0,
        evidence={"dwell_s": 3.5, "window": [40000, 20000]},
    )


def store_package(folder: Path, scan_id: str) -> None:
    blobs = FolderBlobs(folder)
    part = blobs.part(scan_id)
    part.write_bytes(package(scan_id))
    blobs.commit(part, sha256(scan_id))


def waiting(records: SqlRecords, scan_id: str = "s1", *, site: str = "yantian") -> Case:
    case = records.receive(make_arrival(scan_id, site=site), now=MORNING)
    return records.compared(case.case_id, make_comparison(), now=MORNING)


def leased(records: SqlRecords, scan_id: str = "s1", *, officer: str = "li") -> Case:
    case = waiting(records, scan_id)
    return records.lease(case.case_id, officer=officer, desk="desk-1", now=MORNING)
