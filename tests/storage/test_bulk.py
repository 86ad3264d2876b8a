"""A history written at once is, row by row and entry by entry, what acts one by one have made."""

import sqlite3

import pytest

from queue_client.keys import SigningKey
from tests.storage.scenes import (
    at,
    make_arrival,
    make_comparison,
    make_decision,
    make_declaration,
    store_package,
)
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StepRefused, StorageUnavailable
from workstation.domain.inspection import InspectionResult, Occasion
from workstation.domain.officer import Officer, Role
from workstation.storage.bulk import BulkWriter
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

SITE = "yantian"
TABLES = (
    *("audit", "scan_case", "declaration", "decision", "standing", "recall", "outbox"),
    *("officer", "counter", "inspection_result"),
)
KEY = SigningKey.make()
LI = Officer(officer_id="li", name="Li", roles=frozenset({Role.REVIEWER}))


class Singly:
    """Acts as a hub does, with the names of the bulk writer."""

    def __init__(self, folder):
        self._records = open_records(folder / "hub.sqlite")

    def add_officer(self, officer, password_hash, *, now):
        self._records.add_officer(officer, password_hash, now=now)

    def receive(self, arrival, *, now):
        self._records.receive(arrival, now=now)

    def compared(self, case_id, comparison, *, now):
        self._records.compared(case_id, comparison, now=now)

    def lease(self, case_id, *, officer, desk, now):
        return self._records.lease(case_id, officer=officer, desk=desk, now=now).lease_token

    def lapse(self, case_id, *, now):
        token = self._records.case(case_id).lease_token
        self._records.lapse(case_id, token, now=now, park_after=9)

    def decide(self, decision, *, readers):
        self._records.decide(decision, readers=readers)

    def recall(self, decision_id, *, reason, now):
        self._records.recall(decision_id, officer="li", reason=reason, now=now)

    def announced(self, decision_id, *, now):
        self._records.announced(SITE, decision_id, now=now)

    def inspected(self, result, *, now):
        self._records.inspected(SITE, result, now=now)

    def close(self):
        self._records.close()


def decide(books, named, conclusion, when, *, officer="li"):
    """Lease a case and decide it; return the decision."""
    scan_id, name = named
    case_id = f"{SITE}:{scan_id}"
    token = books.lease(case_id, officer=officer, desk="desk-1", now=at(when))
    arrival = make_arrival(scan_id)

    class Case:
        case_id = f"{SITE}:{scan_id}"
        site = SITE
        package_sha256 = arrival.package_sha256
        lease_officer = officer
        lease_desk = "desk-1"
        lease_token = token

    Case.scan_id = scan_id
    decision = make_decision(Case, name, conclusion=conclusion, now=at(when + 1))
    books.decide(decision, readers=2 if scan_id == "s2" else 1)
    return decision


def work(books):
    """Let everything happen once that a history may hold."""
    books.add_officer(LI, "hash", now=at(0))
    for number, scan_id in enumerate(("s1", "s2", "s3")):
        risk = "open it" if scan_id == "s2" else ""
        declaration = make_declaration(number=f"D{number % 2}", risk=risk)
        arrival = make_arrival(scan_id, declaration=declaration)
        books.receive(arrival, now=at(10 + 2 * number))
        books.compared(f"{SITE}:{scan_id}", make_comparison(), now=at(11 + 2 * number))
    books.lease(f"{SITE}:s1", officer="li", desk="desk-1", now=at(30))
    books.lapse(f"{SITE}:s1", now=at(40))
    first = decide(books, ("s1", "d1"), Conclusion.RELEASE, 50)
    books.recall(first.decision_id, reason="second thoughts", now=at(52))
    decide(books, ("s1", "d2"), Conclusion.REFER, 60)
    decide(books, ("s1", "d3"), Conclusion.RELEASE, 70, officer="chief")
    decide(books, ("s2", "d4"), Conclusion.INSPECT, 80)
    decide(books, ("s2", "d5"), Conclusion.INSPECT, 90, officer="wu")
    books.announced("d3", now=at(100))
    books.announced("d5", now=at(101))
    result = InspectionResult(
        result_id="r1",
        case_id=f"{SITE}:s2",
        decision_id="d5",
        occasion=Occasion.INSPECTION,
        opened_at=at(200),
    )
    books.inspected(result, now=at(201))
    books.close()


def contents(folder):
    with sqlite3.connect(folder / "hub.sqlite") as plain:
        found = {name: sorted(plain.execute(f"SELECT * FROM {name}")) for name in TABLES}  # noqa: S608
    plain.close()
    return found


@pytest.fixture
def at_once(tmp_path):
    folder = tmp_path / "bulk"
    folder.mkdir()
    return folder, BulkWriter(folder, KEY)


def test_a_history_written_at_once_is_that_of_acts_one_by_one(at_once, tmp_path):
    folder, writer = at_once
    singly = tmp_path / "singly"
    singly.mkdir()

    work(writer)
    work(Singly(singly))

    ours, theirs = contents(folder), contents(singly)
    for name in TABLES:
        assert ours[name] == theirs[name], name


def test_what_was_written_at_once_holds_when_it_is_verified(at_once):
    folder, writer = at_once
    for scan_id in ("s1", "s2", "s3"):
        store_package(folder, scan_id)

    work(writer)

    report = verify_folder(folder, publics=[KEY.public])
    assert (report.verified, report.proven) == (True, report.entries)


def test_the_law_is_asked_of_a_history_too(at_once):
    _, writer = at_once
    writer.receive(make_arrival("s1"), now=at(0))

    with pytest.raises(StepRefused):
        writer.lease(f"{SITE}:s1", officer="li", desk="desk-1", now=at(1))
    with pytest.raises(ValueError, match="the clock went back"):
        writer.compared(f"{SITE}:s1", make_comparison(), now=at(-5))


def test_nothing_is_written_over_records(at_once):
    folder, writer = at_once
    writer.close()

    with pytest.raises(StorageUnavailable, match="already"):
        BulkWriter(folder, KEY)
