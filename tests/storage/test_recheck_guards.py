"""What the database forbids to those who look again, whatever the code above it asks."""

import sqlite3

import pytest

from tests.storage.scenes import leased, make_decision, sha256, waiting

_RECHECK = (
    "INSERT INTO recheck (recheck_id, case_id, decision_id, drawn_at, rate, tier, officer)"
    " VALUES ('r1', 'yantian:s1', 'd1', '2026', 0.02, 'ordinary', {officer})"
)
_IMAGE = (
    "INSERT INTO test_image (image_id, case_id, object, placed_at, sha256)"
    " VALUES ('t1', 'yantian:s2', 'dense_box', '2026', '{sha256}')"
)


@pytest.fixture
def database(records, tmp_path):
    """A plain connection beside the records, with a release of officer li and a waiting case."""
    records.decide(make_decision(leased(records)))
    waiting(records, "s2")
    connection = sqlite3.connect(tmp_path / "hub.sqlite", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = 1")
    yield connection
    connection.close()


def test_an_author_never_looks_again_at_a_case_of_their_own(database):
    with pytest.raises(sqlite3.IntegrityError, match="their own"):
        database.execute(_RECHECK.format(officer="'li'"))
    database.execute(_RECHECK.format(officer="NULL"))

    with pytest.raises(sqlite3.IntegrityError, match="their own"):
        database.execute("UPDATE recheck SET officer = 'li'")
    with pytest.raises(sqlite3.IntegrityError, match="their own"):
        database.execute("UPDATE recheck SET arbiter = 'li'")


def test_the_third_officer_is_another_one(database):
    database.execute(_RECHECK.format(officer="'sun'"))

    with pytest.raises(sqlite3.IntegrityError, match="third_officer"):
        database.execute("UPDATE recheck SET arbiter = 'sun'")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM recheck", "never removed"),
        ("UPDATE recheck SET severity = 5", "severity"),
        ("UPDATE recheck SET verdict = 'agree'", "decided"),
        ("UPDATE recheck SET verdict = 'perhaps', decided_at = '2026'", "CHECK"),
    ],
)
def test_what_makes_no_sense_of_a_recheck_is_refused(database, statement, why):
    database.execute(_RECHECK.format(officer="'sun'"))

    with pytest.raises(sqlite3.IntegrityError, match=why):
        database.execute(statement)


def test_what_was_said_of_a_recheck_stays_said(database):
    database.execute(_RECHECK.format(officer="'sun'"))
    database.execute("UPDATE recheck SET verdict = 'agree', severity = 0, decided_at = '2026'")

    with pytest.raises(sqlite3.IntegrityError, match="never edited"):
        database.execute("UPDATE recheck SET severity = 1")


def test_a_test_image_is_no_scan_of_any_case(database):
    with pytest.raises(sqlite3.IntegrityError, match="not a scan"):
        database.execute(_IMAGE.format(sha256=sha256("s2")))


def test_a_decision_on_a_test_image_is_refused_on_its_way_in_and_on_its_way_out(database):
    database.execute(_IMAGE.format(sha256="ab" * 32))
    decision = (
        "INSERT INTO decision SELECT 'd9', 'yantian:s2', 1, '{}', conclusion, reason, note, marks,"
        " officer, desk, decided_at, final_at, 99, evidence FROM decision WHERE decision_id = 'd1'"
    )

    with pytest.raises(sqlite3.IntegrityError, match="never decided"):
        database.execute(decision.format("ab" * 32))
    database.execute("DROP TRIGGER test_image_undecided")
    database.execute(decision.format("ab" * 32))
    database.execute("INSERT INTO standing VALUES ('d9', 'yantian:s2', 1, 'li', TRUE)")

    with pytest.raises(sqlite3.IntegrityError, match="never leaves"):
        database.execute("INSERT INTO outbox VALUES ('yantian', 9, 'd9', '2026', NULL, NULL)")
