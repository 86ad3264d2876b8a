"""Two officers read a case apart; what they agree on is decided, the rest goes to a chief."""

import dataclasses
import shutil
import sqlite3

import pytest
from alembic import command
from sqlalchemy import Engine, event

from tests.storage.scenes import (
    CONTAINER,
    MORNING,
    at,
    leased,
    make_arrival,
    make_comparison,
    make_decision,
    make_declaration,
    store_package,
)
from workstation.domain.context import Relation
from workstation.domain.decision import Conclusion
from workstation.domain.errors import LeaseFenced, NobodyAbove, StepRefused, StorageUnavailable
from workstation.domain.law import Stage
from workstation.storage import migrate
from workstation.storage.engines import writer_engine
from workstation.storage.readers import audit_entries, list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

SITE = "yantian"
RELEASE, INSPECT, REFER = Conclusion.RELEASE, Conclusion.INSPECT, Conclusion.REFER


def read(records, officer, name, conclusion=RELEASE, *, seconds=0.0):
    """Let an officer take and read the case; returns the decision."""
    case = records.lease("yantian:s1", officer=officer, desk=f"desk-{officer}", now=at(seconds))
    decision = make_decision(case, name, conclusion=conclusion, now=at(seconds))
    return records.decide(decision, readers=2)


@pytest.fixture
def first(records):
    """A case that li has read as fit for release, and that waits for another officer."""
    case = leased(records)
    records.decide(make_decision(case), readers=2)
    return records.case(case.case_id)


def due(records):
    return records.due(SITE, after=0, now=at(999), limit=9)


def test_after_the_first_reading_the_case_waits_for_another_officer(records, first):
    assert (first.stage, first.required_role, first.read_by) == (
        Stage.WAITING,
        "reviewer",
        ("li",),
    )
    assert due(records) == []
    with pytest.raises(StepRefused):
        records.lease(first.case_id, officer="li", desk="desk-1", now=at(1))


def test_two_equal_readings_decide_and_one_decision_leaves(records, first):
    second = read(records, "wang", "d2", seconds=1)

    assert records.case(first.case_id).stage is Stage.DECIDED
    [outgoing] = due(records)
    assert outgoing.decision == second
    assert records.announced(SITE, "d2", now=at(9))


def test_an_inspection_that_both_want_leaves_with_the_marks_of_both(records):
    case = leased(records)
    seen = make_decision(case, conclusion=INSPECT)
    (mark,) = seen.marks
    seen = dataclasses.replace(seen, marks=(dataclasses.replace(mark, mark_id="m7"),))
    records.decide(seen, readers=2)

    second = read(records, "wang", "d2", INSPECT)

    [outgoing] = due(records)
    assert [one.mark_id for one in outgoing.decision.marks] == ["m1", "m7"]
    assert [one.mark_id for one in second.marks] == ["m1"]


def test_two_unequal_readings_go_to_a_chief_who_is_told_that_they_differ(records, first, tmp_path):
    store_package(tmp_path, "s1")
    read(records, "wang", "d2", INSPECT, seconds=1)
    between = records.case(first.case_id)
    referral = records.referral(first.case_id)

    chief = read(records, "chen", "d3", RELEASE, seconds=2)

    assert (between.stage, between.required_role) == (Stage.WAITING, "chief")
    assert (referral.reason, referral.officer, referral.note) == ("readings_differ", "", "")
    assert referral.at == at(1)
    [outgoing] = due(records)
    assert outgoing.decision == chief
    assert [line["state"] for line in list_decisions(tmp_path)] == ["read", "read", "decided"]
    assert verify_folder(tmp_path).verified


def test_a_second_reader_may_hand_the_case_up(records, first):
    read(records, "wang", "d2", REFER)

    referral = records.referral(first.case_id)

    assert (referral.officer, referral.reason, referral.note) == ("wang", "density", "左侧")
    assert records.case(first.case_id).required_role == "chief"
    assert due(records) == []


def test_a_case_of_the_reviewers_has_no_referral(records, first):
    assert records.referral(first.case_id) is None


def test_a_case_before_a_chief_is_handed_up_no_further(records):
    records.decide(make_decision(leased(records), conclusion=REFER))
    case = records.lease("yantian:s1", officer="chen", desk="desk-2", now=at(1))

    with pytest.raises(NobodyAbove):
        records.decide(make_decision(case, "d2", conclusion=REFER))

    assert records.case("yantian:s1") == case
    records.decide(make_decision(case, "d2"))


def test_a_reading_sent_again_is_the_same_reading_also_after_the_second(records, first):
    again = make_decision(dataclasses.replace(first, lease_token=1, lease_officer="li"))

    assert records.decide(again, readers=2).decision_id == "d1"
    read(records, "wang", "d2")
    assert records.decide(again, readers=2).decision_id == "d1"
    with pytest.raises(LeaseFenced):
        records.decide(dataclasses.replace(again, decision_id="d9"), readers=2)
    assert len(due(records)) == 1


def test_a_first_reading_is_taken_back_while_nobody_has_the_case(records, first, tmp_path):
    store_package(tmp_path, "s1")

    back = records.recall("d1", officer="li", reason="slip", now=at(3))
    read(records, "li", "d2", INSPECT, seconds=4)

    assert (back.stage, back.read_by) == (Stage.WAITING, ())
    assert records.case(first.case_id).read_by == ("li",)
    assert due(records) == []
    assert verify_folder(tmp_path).verified


def test_a_first_reading_stays_once_somebody_else_has_the_case_or_time_is_over(records, first):
    case = records.lease(first.case_id, officer="wang", desk="desk-2", now=at(1))
    assert records.recall("d1", officer="li", reason="", now=at(2)) is None

    records.decide(make_decision(case, "d2", conclusion=INSPECT, now=at(2)), readers=2)

    assert records.recall("d1", officer="li", reason="", now=at(3)) is None
    assert records.recall("d1", officer="li", reason="", now=at(6)) is None


def test_a_reading_that_differs_is_taken_back_and_the_case_is_the_reviewers_again(records):
    records.decide(make_decision(leased(records), conclusion=INSPECT), readers=2)
    read(records, "wang", "d2", RELEASE, seconds=1)
    assert records.case("yantian:s1").required_role == "chief"

    back = records.recall("d2", officer="wang", reason="slip", now=at(2))

    assert (back.required_role, back.read_by) == ("reviewer", ("li",))
    assert records.referral("yantian:s1") is None
    read(records, "zhou", "d3", INSPECT, seconds=3)
    assert [one.decision.decision_id for one in due(records)] == ["d3"]


@pytest.mark.usefixtures("first")
def test_a_second_reading_taken_back_leaves_the_first_standing(records):
    read(records, "wang", "d2", seconds=1)

    back = records.recall("d2", officer="wang", reason="slip", now=at(2))

    assert (back.stage, back.read_by) == (Stage.WAITING, ("li",))
    assert due(records) == []


def test_a_reading_and_its_entry_happen_together_or_not_at_all(records, monkeypatch):
    case = leased(records)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise sqlite3.OperationalError("the pen broke")

    with monkeypatch.context() as broken:
        broken.setattr("workstation.storage.deciding.append_written", fail)
        with pytest.raises(StorageUnavailable, match="the pen broke"):
            records.decide(make_decision(case), readers=2)

    assert records.case(case.case_id) == case


@pytest.mark.usefixtures("first")
def test_a_reading_made_to_settle_its_case_is_found_out(records, tmp_path):
    store_package(tmp_path, "s1")
    records.close()
    with sqlite3.connect(tmp_path / "hub.sqlite") as connection:
        connection.execute("DROP TRIGGER standing_no_update")
        connection.execute("UPDATE standing SET settles = 1")
    connection.close()

    report = verify_folder(tmp_path)

    assert not report.verified
    assert "settles its case otherwise" in report.reason
    told = next(e for e in audit_entries(tmp_path) if e["tag"] == "scan:decision:recorded")
    assert report.first_bad == told["seq"]


def arrive(records, scan_id, *, seconds, site=SITE, **declared):
    declaration = dataclasses.replace(make_declaration(), **declared)
    arrival = make_arrival(
        scan_id, site=site, container=declared.get("container"), declaration=declaration
    )
    case = records.receive(arrival, now=at(seconds))
    records.compared(case.case_id, make_comparison(), now=at(seconds))
    return case.case_id


def decide(records, case_id, name, *, readers=1, seconds=0.0):
    case = records.lease(case_id, officer="li", desk="desk-1", now=at(seconds))
    records.decide(make_decision(case, name, conclusion=INSPECT, now=at(seconds)), readers=readers)


def test_what_came_before_is_told_by_relation_newest_first(records):
    box = {"container": CONTAINER, "consignee": "Blue Sea"}
    arrive(records, "old", seconds=0, number="D0", **box)
    arrive(records, "newer", seconds=10, number="D1", site="nansha", **box)
    same = {"consignee": "Blue Sea"}
    arrive(records, "theirs", seconds=20, number="D2", container="TGHU1234567", **same)
    arrive(records, "other", seconds=25, number="D3", container="TGHU7654321")
    arrive(records, "own", seconds=30, number="D4", lot="L", **box)
    arrive(records, "sister", seconds=40, number="D5", container="MSKU1111111", lot="L", **same)
    arrive(records, "later", seconds=50, number="D6", **box)

    found = [(one.relation, one.case_id) for one in records.earlier("yantian:own")]

    assert found == [
        (Relation.CONTAINER, "nansha:newer"),
        (Relation.CONTAINER, "yantian:old"),
        (Relation.SISTER, "yantian:sister"),
        (Relation.CONSIGNEE, "yantian:theirs"),
    ]


def test_what_came_before_is_bounded_and_has_its_goods(records):
    for number in range(12):
        arrive(records, f"s{number}", seconds=number, number=f"D{number}", container=CONTAINER)
    arrive(records, "own", seconds=99, number="D99", container=CONTAINER)

    found = records.earlier("yantian:own")

    assert [one.case_id for one in found] == [f"yantian:s{n}" for n in range(11, 1, -1)]
    assert (found[0].goods, found[0].goods_zh, found[0].container) == ("oranges", "橙", CONTAINER)
    assert found[0].received_at == at(11)


def test_a_conclusion_is_told_once_it_is_settled_and_never_one_of_two_readings(records):
    arrive(records, "decided", seconds=1, number="D1", container=CONTAINER)
    arrive(records, "half", seconds=2, number="D2", container=CONTAINER)
    arrive(records, "open", seconds=3, number="D3", container=CONTAINER)
    arrive(records, "own", seconds=4, number="D4", container=CONTAINER)
    decide(records, "yantian:decided", "d1")
    decide(records, "yantian:half", "d2", readers=2)

    told = {one.case_id: one.conclusion for one in records.earlier("yantian:own")}

    assert told == {"yantian:decided": INSPECT, "yantian:half": None, "yantian:open": None}


def test_a_case_without_papers_has_nothing_before_it(records):
    case = records.receive(make_arrival(), now=MORNING)
    records.receive(make_arrival("s2"), now=MORNING)

    assert records.earlier(case.case_id) == ()


def test_every_question_about_what_came_before_is_answered_by_an_index(records, tmp_path):
    box = {"container": CONTAINER, "consignee": "Blue Sea", "lot": "L"}
    arrive(records, "s1", seconds=1, number="D1", **box)
    arrive(records, "s2", seconds=2, number="D2", **box)
    asked = []

    def hear(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        records.earlier("yantian:s2")
        records.referral("yantian:s2")
    finally:
        event.remove(Engine, "before_cursor_execute", hear)

    questions = [(text, values) for text, values in asked if text.startswith("SELECT")]
    assert len(questions) > 5
    with sqlite3.connect(tmp_path / "hub.sqlite") as connection:
        for text, values in questions:
            steps = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
            assert not [step[3] for step in steps if step[3].startswith("SCAN ")], text
    connection.close()


def test_a_database_from_before_readings_is_brought_up_with_its_consignees(tmp_path, monkeypatch):
    path = tmp_path / "hub.sqlite"
    engine = writer_engine(path)
    whole = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _head: whole(config, "hub_0002"))
    migrate.upgrade(engine, migrate.Branch.HUB, where="x")
    monkeypatch.undo()
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO declaration (site, number, container, content, received_at, joined)"
            """ VALUES ('yantian', 'D0', '', '{"consignee": "Blue Sea"}', '2026', 0)"""
        )
    engine.dispose()

    records = open_records(path)
    records.close()

    copy = shutil.copyfile(path, tmp_path / "copy.sqlite")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT consignee FROM declaration").fetchall() == [("Blue Sea",)]
    connection.close()
