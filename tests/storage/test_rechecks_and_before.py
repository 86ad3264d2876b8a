"""Second looks beside what else befalls a release: years before them, and its withdrawal."""

from datetime import timedelta

import pytest

from tests.storage.scenes import at, leased, make_decision
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StepRefused
from workstation.domain.figures import Period
from workstation.domain.filters import filter_from_json
from workstation.domain.found import COLUMNS
from workstation.domain.recheck import Look, Verdict
from workstation.storage.figures import FolderFigures
from workstation.storage.finding import DecisionIndex
from workstation.storage.readers import audit_entries
from workstation.storage.recheck_figures import RecheckReader

LATER = at(3600.0)


def draw(records) -> None:
    records.draw_rechecks(lambda _decision, _tier: 1.0, now=LATER)


def take(records):
    return records.take_recheck(officer="sun", desk="desk-2", now=LATER, for_s=60.0)


def withdraw(records, decision_id: str) -> None:
    asked = records.ask_supersede(decision_id, officer="zhao", reason="wrong box", now=LATER)
    records.approve(asked.request_id, officer="qian", now=LATER)


def test_a_room_that_has_worked_for_years_is_drawn_from_from_now_on(records, tmp_path):
    records.decide(make_decision(leased(records, "s1"), "d1"))

    records.begin_rechecks()
    records.decide(make_decision(leased(records, "s2"), "d2"))
    records.begin_rechecks()
    draw(records)

    task, _ = take(records)
    assert task.decision_id == "d2"
    assert RecheckReader(tmp_path).overview()["to_do"]["drawn"] == 1


@pytest.fixture
def drawn(records):
    """A release that was drawn and has not left yet."""
    records.begin_rechecks()
    records.decide(make_decision(leased(records, "s1"), "d1"))
    draw(records)


@pytest.mark.usefixtures("drawn")
def test_a_release_that_two_withdrew_is_looked_at_by_nobody_and_waits_for_nobody(records, tmp_path):
    withdraw(records, "d1")

    assert take(records) is None
    assert RecheckReader(tmp_path).overview()["to_do"]["open"] == 0


@pytest.mark.usefixtures("drawn")
def test_what_was_said_of_a_withdrawn_release_tells_nothing_of_those_that_left(records, tmp_path):
    task, _ = take(records)
    look = Look(verdict=Verdict.AGREE, severity=0)
    records.answer_recheck(task.recheck_id, look, officer="sun", now=LATER)
    before = FolderFigures(tmp_path).missed(Period())

    withdraw(records, "d1")

    after = FolderFigures(tmp_path).missed(Period())
    assert (before.released, len(before.rechecks)) == (1, 1)
    assert (after.released, len(after.rechecks)) == (0, 0)


@pytest.mark.usefixtures("drawn")
def test_a_re_check_that_lapsed_is_somebody_elses_to_take_and_answer(records, tmp_path):
    task, _ = take(records)
    soon, late = LATER + timedelta(seconds=50), LATER + timedelta(seconds=61)
    look = Look(verdict=Verdict.AGREE, severity=0)

    early = records.lapse_rechecks([task.recheck_id], now=soon, for_s=60.0)
    lapsed = records.lapse_rechecks([task.recheck_id], now=late, for_s=60.0)
    again = records.lapse_rechecks([task.recheck_id], now=late, for_s=60.0)

    assert (early, lapsed, again) == ({}, {task.recheck_id: "sun"}, {})
    (told,) = (one for one in audit_entries(tmp_path) if one["tag"] == "recheck:lapsed")
    assert told["facts"] == {"recheck": task.recheck_id, "officer": "sun", "desk": "desk-2"}
    with pytest.raises(StepRefused):
        records.answer_recheck(task.recheck_id, look, officer="sun", now=late)
    assert records.held_rechecks() == {}
    assert take(records) is None  # since then they may have been told of it
    assert RecheckReader(tmp_path).overview()["recent"][0]["taken"] is False
    other, _ = records.take_recheck(officer="zhao", desk="desk-3", now=late, for_s=60.0)
    records.answer_recheck(other.recheck_id, look, officer="zhao", now=late)


def test_a_search_tells_what_two_withdrew_from_what_its_officer_took_back(records, tmp_path):
    for number, conclusion in ((1, Conclusion.INSPECT), (2, Conclusion.RELEASE)):
        case = leased(records, f"s{number}")
        records.decide(make_decision(case, f"d{number}", conclusion=conclusion))
    withdraw(records, "d1")
    records.recall("d2", officer="li", reason="officer", now=at(1.0))
    index = DecisionIndex(tmp_path)

    page = index.page(filter_from_json({"where": []}), index.catch_up())

    index.close()
    states = {row[0]: row[COLUMNS.index("state")] for row in page.rows}
    assert states == {"d1": "superseded", "d2": "recalled"}


@pytest.mark.usefixtures("drawn")
def test_who_asks_again_is_given_what_they_took_and_not_another(records):
    records.decide(make_decision(leased(records, "s2"), "d2", now=at(60.0)))
    draw(records)
    first, _ = take(records)

    again, _ = take(records)

    assert again.recheck_id == first.recheck_id


@pytest.mark.usefixtures("drawn")
def test_who_asks_again_in_time_may_look_for_as_long_as_they_need(records):
    task, _ = take(records)
    soon, late = LATER + timedelta(seconds=50), LATER + timedelta(seconds=100)

    records.take_recheck(officer="sun", desk="desk-2", now=soon, for_s=60.0)
    lapsed = records.lapse_rechecks([task.recheck_id], now=late, for_s=60.0)
    look = Look(verdict=Verdict.AGREE, severity=0)
    answered = records.answer_recheck(task.recheck_id, look, officer="sun", now=late)

    assert lapsed == {}
    assert answered.look == look
