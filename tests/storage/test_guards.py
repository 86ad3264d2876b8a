"""What the database itself forbids, whatever the code above it asks."""

import sqlite3

import pytest

from tests.storage.scenes import at, leased, make_decision
from workstation.audit.tags import Tag
from workstation.domain.decision import Conclusion


@pytest.fixture
def database(records, tmp_path):
    """A plain connection beside the records, with a decided, a recalled and a referred case."""
    records.decide(make_decision(leased(records)))
    records.decide(make_decision(leased(records, "s2"), "d2"))
    records.recall("d2", officer="li", reason="", now=at(1))
    records.decide(make_decision(leased(records, "s3"), "d3", conclusion=Conclusion.REFER))
    connection = sqlite3.connect(tmp_path / "hub.sqlite", isolation_level=None)
    later = (  # of the decided case
        ("again", 1, 98, "wang"),
        ("second", 2, 99, "wang"),
        ("own", 3, 97, "li"),
    )
    for name, slot, token, officer in later:
        connection.execute(
            "INSERT INTO decision SELECT ?, case_id, ?, scan_sha256, conclusion, reason, note,"
            " marks, ?, desk, decided_at, final_at, ?, evidence FROM decision"
            " WHERE decision_id = 'd1'",
            (name, slot, officer, token),
        )
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE audit SET entry = '{}' WHERE seq = 1", "never edited"),
        ("DELETE FROM audit", "never removed"),
        ("UPDATE decision SET conclusion = 'inspect'", "never edited"),
        ("DELETE FROM decision", "never removed"),
        ("UPDATE recall SET reason = 'x'", "never edited"),
        ("DELETE FROM recall", "never removed"),
        ("DELETE FROM scan_case", "never removed"),
        ("UPDATE scan_case SET package_sha256 = 'x'", "keeps its scan"),
        ("DELETE FROM outbox", "never removed"),
        (
            """INSERT INTO outbox (site, sequence, decision_id, final_at)
            VALUES ('yantian', 9, 'd3', '2026')""",
            "settles its case",
        ),
        (
            """INSERT INTO standing SELECT 'second', case_id, 2, 'wang', 1 FROM standing
            WHERE decision_id = 'd1'""",
            "one decision settles it",
        ),
        (
            """INSERT INTO standing SELECT 'own', case_id, 3, officer, FALSE FROM standing
            WHERE decision_id = 'd1'""",
            "an officer stands once in a case",
        ),
        (
            """INSERT INTO standing SELECT 'again', case_id, 1, 'wang', FALSE FROM standing
            WHERE decision_id = 'd1'""",
            "UNIQUE",
        ),
        (
            """INSERT INTO standing SELECT 'd2', case_id, 2, 'wang', FALSE FROM standing
            WHERE decision_id = 'd1'""",
            "stands in its case and slot",
        ),
        (
            """INSERT INTO standing SELECT 'second', case_id, 3, 'wang', FALSE FROM standing
            WHERE decision_id = 'd1'""",
            "stands in its case and slot",
        ),
        (
            """INSERT INTO standing SELECT 'second', case_id, 2, 'zhao', FALSE FROM standing
            WHERE decision_id = 'd1'""",
            "for its officer",
        ),
        ("UPDATE standing SET officer = 'wang' WHERE decision_id = 'd1'", "never edited"),
        ("UPDATE scan_case SET stage = 'waiting' WHERE case_id = 'yantian:s1'", "lease_stage"),
        ("UPDATE scan_case SET stage = 'forgotten'", "CHECK"),
    ],
)
def test_what_must_never_happen_is_refused_by_the_database(database, statement, why):
    with pytest.raises(sqlite3.IntegrityError, match=why):
        database.execute(statement)


def test_replacing_a_row_does_not_pass_by_the_guards(database):
    database.execute("PRAGMA recursive_triggers = 1")

    with pytest.raises(sqlite3.IntegrityError, match="never"):
        database.execute("REPLACE INTO audit SELECT * FROM audit WHERE seq = 1")


def test_a_note_cannot_pass_for_an_act(records):
    with pytest.raises(ValueError, match="tells of a change"):
        records.note(Tag.DECISION_RECORDED.value, {}, now=at(0))
