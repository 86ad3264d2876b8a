"""Packages of cases long over go when two agreed; what was decided stays, and stays proven."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.storage.scenes import (
    MORNING,
    at,
    leased,
    make_arrival,
    make_decision,
    sha256,
    store_package,
)
from tests.storage.test_oversight import entries
from tests.storage.test_results import SITE, result_of
from workstation.domain.alert import AlertKind, AlertState, Event
from workstation.domain.decision import Conclusion
from workstation.domain.errors import ContentConflict
from workstation.domain.trust import disposal
from workstation.hub.sweeping import Sweeper
from workstation.storage import backup, verify
from workstation.storage import scrub as scrubbing
from workstation.storage.backup import back_up, restore
from workstation.storage.blobs import FolderBlobs
from workstation.storage.one_decision import DecisionFiles
from workstation.storage.records import open_records
from workstation.storage.scrub import scrub
from workstation.storage.still_needed import Need
from workstation.storage.verify import verify_folder

LATER = MORNING + timedelta(days=400)
BEFORE = MORNING + timedelta(days=1)


def over(records, home, scan_id="s1", *, conclusion=Conclusion.RELEASE, announced=60):
    """Return a decision whose site has applied it; its package is in the store."""
    store_package(home, scan_id)
    case = leased(records, scan_id)
    decision = make_decision(case, f"d-{scan_id}", conclusion=conclusion)
    records.decide(decision)
    if announced is not None:
        records.announced(SITE, decision.decision_id, now=at(announced))
    return decision


def dispose(records, before=BEFORE):
    found = records.disposable(before)
    change = disposal(before, packages=found.cases, size=found.size)
    records.change_trust(change, officer=None, reason="five years", now=LATER)
    return found.cases


def sweep(records, home, monkeypatch, *, is_storing=lambda: False):
    sweeper = Sweeper(records, FolderBlobs(home), is_storing=is_storing)
    for second in range(100, 200):
        monkeypatch.setattr("workstation.hub.sweeping.monotonic", lambda second=second: second)
        sweeper.tend()


def in_store(home):
    return {path.name for path in (home / "blobs").glob("??/*")}


def test_what_is_over_goes_and_its_decision_stays_proven(records, home, monkeypatch):
    decision = over(records, home)
    over(records, home, "s2", announced=None)
    over(records, home, "s3", announced=86_400 * 2)

    assert dispose(records) == 1
    sweep(records, home, monkeypatch)

    assert in_store(home) == {sha256("s2"), sha256("s3")}
    assert records.is_disposed(decision.case_id)
    assert not records.is_disposed("yantian:s2")
    report = verify_folder(home, contents=True)
    assert report.verified, report.reason
    (entry,) = entries(records, "package:disposed")
    facts = json.loads(entry)["facts"]
    assert (facts["cases"], facts["reason"], facts["alone"]) == (1, "five years", True)
    assert dispose(records) == 0  # once


def add_request(records, act, subject):
    with records._database.act() as session:  # noqa: SLF001 - as an officer asks
        session.execute(
            text(
                "INSERT INTO request (request_id, act, subject, reason, requester, requested_at)"
                " VALUES ('r', :act, :subject, '', 'zhao', '2026-03-02T08:00:00Z')"
            ),
            {"act": act, "subject": subject},
        )


def add_recheck(records):
    with records._database.act() as session:  # noqa: SLF001 - as the hub draws
        session.execute(
            text(
                "INSERT INTO recheck (recheck_id, case_id, decision_id, drawn_at, rate, tier)"
                " VALUES ('r', 'yantian:s1', 'd-s1', '2026-03-02T08:00:00Z', 0.1, 'ordinary')"
            )
        )


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("found", Need.FOUND),
        ("awaited", Need.AWAITED),
        ("drawn", Need.LOOKED_AGAIN),
        ("decision asked", Need.ASKED),
        ("case asked", Need.ASKED),
        *((kind, Need.ALERT) for kind in AlertKind if kind is not AlertKind.SCANNER_DRIFT),
    ],
)
def test_what_somebody_may_still_ask_for_stays_and_it_is_told_why(records, home, name, need):
    opened = need in {Need.FOUND, Need.AWAITED}
    decision = over(records, home, conclusion=Conclusion.INSPECT if opened else Conclusion.RELEASE)
    over(records, home, "s2")
    if name == "found":
        records.inspected(SITE, result_of(decision), now=at(7300))
    if name == "drawn":
        add_recheck(records)
    if name == "decision asked":
        add_request(records, "export", "d-s1")
    if name == "case asked":
        add_request(records, "unpark", "yantian:s1")
    if need is Need.ALERT:
        records.raise_alert(Event(kind=name, subject="yantian:s1", site=SITE), now=at(1))

    assert [(one.need, one.cases, one.some) for one in records.still_needed(BEFORE)] == [
        (need, 1, ("yantian:s1",))
    ]
    assert dispose(records) == 1
    assert not records.is_disposed("yantian:s1")
    assert records.is_disposed("yantian:s2")


def test_a_case_goes_when_its_alert_was_closed(records, home):
    over(records, home)
    records.raise_alert(Event(kind=AlertKind.WATCH_HIT, subject="yantian:s1", site=SITE), now=at(1))
    for state in (AlertState.SEEN, AlertState.CLOSED):
        assert records.disposable(BEFORE).cases == 0
        records.move_alert(1, state, officer="zhao", reason="looked at", now=at(2))

    assert records.disposable(BEFORE).cases == 1
    assert records.still_needed(BEFORE) == []


def test_what_was_opened_and_held_nothing_goes(records, home):
    decision = over(records, home, conclusion=Conclusion.INSPECT)
    nothing = result_of(decision, kind=None, goods="", marks={})
    records.inspected(SITE, nothing, now=at(7300))

    assert records.disposable(BEFORE).cases == 1


def test_the_same_bytes_stay_as_long_as_another_case_has_them(records, home, monkeypatch):
    over(records, home)
    dispose(records)
    records.receive(replace(make_arrival("s1"), scan_id="s9"), now=LATER)

    sweep(records, home, monkeypatch)

    assert in_store(home) == {sha256("s1")}
    assert records.due_for_sweeping() is None


def test_nothing_goes_while_a_package_is_on_its_way_into_the_store(records, home, monkeypatch):
    over(records, home)
    dispose(records)

    sweep(records, home, monkeypatch, is_storing=lambda: True)

    assert in_store(home) == {sha256("s1")}
    assert records.due_for_sweeping() is not None


def test_a_package_that_goes_without_the_act_is_still_found_missing(records, home):
    over(records, home)
    over(records, home, "s2", announced=None)
    dispose(records)
    FolderBlobs(home).remove(sha256("s2"))
    with records._database.act() as session:  # noqa: SLF001 - as whoever owns the database may
        session.execute(text("UPDATE disposed SET case_id = 'yantian:s2' WHERE case_id LIKE '%s1'"))

    assert "disposed" in verify_folder(home).reason


def test_a_case_disposed_of_by_nobody_is_found(records, home):
    over(records, home)
    with records._database.act() as session:  # noqa: SLF001 - as whoever owns the database may
        session.execute(text("INSERT INTO disposed VALUES ('yantian:s1', 'b', '2026', NULL)"))

    assert "no entry tells of what was disposed of" in verify_folder(home).reason


def test_a_scrub_does_not_miss_it_and_no_site_is_asked_for_it(records, home, monkeypatch):
    over(records, home)
    over(records, home, "s2")
    dispose(records)
    sweep(records, home, monkeypatch)

    report = scrub(home, share=1, now=LATER)

    assert (report.checked, report.missing) == (0, ())
    assert records.wanted(SITE) == []


def test_a_site_is_not_asked_for_what_was_lost_first_and_disposed_of_then(records, home):
    over(records, home)
    records.note_missing([sha256("s1")], now=LATER)
    before = records.wanted(SITE)

    dispose(records)

    assert before == ["s1"]
    assert records.wanted(SITE) == []


def test_what_is_disposed_of_while_a_scrub_looks_is_not_told_as_lost(records, home, monkeypatch):
    over(records, home)

    def look(blobs, name, size):
        dispose(records)
        blobs.remove(name)
        return look_at(blobs, name, size)

    look_at = scrubbing._look  # noqa: SLF001 - the moment between its list and its word
    monkeypatch.setattr(scrubbing, "_look", look)

    assert scrub(home, share=1, now=LATER).missing == ()
    assert entries(records, "blob:damaged") == []


def test_a_backup_is_whole_without_it_and_so_is_what_is_restored(records, home, monkeypatch):
    over(records, home)
    over(records, home, "s2", announced=86_400 * 2)
    dispose(records)
    sweep(records, home, monkeypatch)

    made = back_up(home, home / "backups", now=LATER)
    back = restore(home / "backups", home / "new", now=LATER)
    again = open_records(home / "new" / "hub.sqlite")

    assert (made.packages, made.missing, back.missing) == (1, (), ())
    assert again.is_disposed("yantian:s1")
    assert again.packages() == 1
    again.close()


@pytest.fixture
def disposed_while_copied(records, home, monkeypatch):
    """Two officers dispose of what is over, and it goes, once the records have been copied."""
    copy = backup.copy_records

    def copy_and_dispose(*args):
        copy(*args)
        if dispose(records):
            sweep(records, home, monkeypatch)

    monkeypatch.setattr(backup, "copy_records", copy_and_dispose)


@pytest.mark.usefixtures("disposed_while_copied")
def test_what_is_disposed_of_while_a_backup_is_made_is_not_missing_in_it(records, home):
    over(records, home)
    over(records, home, "s2", announced=86_400 * 2)

    made = back_up(home, home / "backups", now=LATER)
    back = restore(home / "backups", home / "new", now=LATER)
    again = open_records(home / "new" / "hub.sqlite")

    assert (made.packages, made.copied, made.missing, back.missing) == (1, 1, (), ())
    assert in_store(home / "new") == {sha256("s2")}
    assert again.is_disposed("yantian:s1")
    again.close()


@pytest.mark.usefixtures("disposed_while_copied")
def test_what_is_lost_is_missing_in_a_backup_also_while_others_are_disposed_of(records, home):
    over(records, home)
    over(records, home, "s2", announced=None)
    FolderBlobs(home).remove(sha256("s2"))

    made = back_up(home, home / "backups", now=LATER)

    assert (made.packages, made.missing) == (0, (sha256("s2"),))


def test_what_was_copied_before_it_was_disposed_of_is_not_in_the_backup(records, home, monkeypatch):
    for scan_id in ("s1", "s2"):
        over(records, home, scan_id)
    over(records, home, "s3", announced=None)
    copy = backup._copied  # noqa: SLF001 - the moment between two packages

    def copied(*args):
        done = copy(*args)
        if dispose(records):
            sweep(records, home, monkeypatch)
        return done

    monkeypatch.setattr(backup, "_copied", copied)
    made = back_up(home, home / "backups", now=LATER)

    assert (made.packages, made.missing) == (1, ())
    assert in_store(Path(made.folder)) == {sha256("s3")}


def test_a_sweep_that_was_cut_short_goes_on(records, home, monkeypatch):
    over(records, home)
    dispose(records)
    FolderBlobs(home).remove(sha256("s1"))  # and the power went

    sweep(records, home, monkeypatch)

    assert records.due_for_sweeping() is None


def test_no_more_goes_than_the_second_officer_was_told(records, home):
    over(records, home)
    found = records.disposable(BEFORE)
    change = disposal(BEFORE, packages=found.cases, size=found.size)
    over(records, home, "s2")  # its result came meanwhile

    with pytest.raises(ContentConflict, match="2 that are over"):
        records.change_trust(change, officer=None, reason="five years", now=LATER)

    assert records.disposable(BEFORE).cases == 2


def test_a_decision_tells_since_when_its_picture_is_kept_no_longer(records, home):
    decision = over(records, home)
    files = DecisionFiles(home, home / "library")
    before = files.decision(decision.decision_id)["case"]

    dispose(records)

    assert "disposed_at" not in before
    assert files.decision(decision.decision_id)["case"]["disposed_at"].startswith("2027-04-0")


def test_what_is_disposed_of_while_all_is_verified_is_no_fault(records, home, monkeypatch):
    over(records, home)
    over(records, home, "s2", announced=None)
    check = verify.package_faults

    def meanwhile(*args, **options):
        dispose(records)
        sweep(records, home, monkeypatch)
        return check(*args, **options)

    monkeypatch.setattr(verify, "package_faults", meanwhile)
    honest = verify_folder(home)
    FolderBlobs(home).remove(sha256("s2"))
    lost = verify_folder(home)

    assert honest.reason == ""
    assert "yantian:s2 is not in the store" in lost.reason
