"""What crews found is kept once, of decisions that their site has applied, and never edited."""

import dataclasses
import sqlite3

import pytest

from tests.storage.scenes import at, leased, make_decision, store_package
from workstation.domain.decision import Conclusion
from workstation.domain.errors import ContentConflict, StepRefused
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import (
    InspectionResult,
    MarkOutcome,
    Occasion,
    result_from_json,
    result_to_json,
)
from workstation.domain.law import Stage
from workstation.storage.verify import verify_folder

SITE = "yantian"


def applied(records, *, conclusion=Conclusion.INSPECT):
    case = leased(records)
    decision = make_decision(case, conclusion=conclusion)
    records.decide(decision)
    records.announced(SITE, decision.decision_id, now=at(60))
    return decision


def result_of(decision, **changed):
    usual = InspectionResult(
        result_id="res1",
        case_id=decision.case_id,
        decision_id=decision.decision_id,
        occasion=Occasion.INSPECTION,
        opened_at=at(7200),
        kind=FindingKind.CIGARETTES_ALCOHOL,
        goods="香烟",
        marks={"m1": MarkOutcome.CONFIRMED},
    )
    return dataclasses.replace(usual, **changed)


def test_a_result_moves_its_case_on_and_the_same_again_changes_nothing(records):
    result = result_of(applied(records))

    records.inspected(SITE, result, now=at(7300))
    records.inspected(SITE, result, now=at(7400))

    assert records.case(result.case_id).stage is Stage.INSPECTED


def test_another_result_under_the_same_id_is_refused(records):
    result = result_of(applied(records))
    records.inspected(SITE, result, now=at(7300))

    with pytest.raises(ContentConflict, match="res1"):
        records.inspected(SITE, dataclasses.replace(result, kind=None), now=at(7400))


def test_a_released_container_may_be_opened_by_lot_and_again(records):
    decision = applied(records, conclusion=Conclusion.RELEASE)
    by_lot = result_of(decision, occasion=Occasion.RANDOM, rate=0.01, marks={})

    records.inspected(SITE, by_lot, now=at(7300))
    later = dataclasses.replace(by_lot, result_id="res2", occasion=Occasion.RECHECK, rate=None)
    records.inspected(SITE, later, now=at(7400))

    assert records.case(decision.case_id).stage is Stage.INSPECTED


def test_a_site_tells_of_its_own_applied_decisions_only(records):
    case = leased(records)
    decision = make_decision(case, conclusion=Conclusion.INSPECT)
    records.decide(decision)

    with pytest.raises(StepRefused):
        records.inspected(SITE, result_of(decision), now=at(7300))
    records.announced(SITE, decision.decision_id, now=at(60))
    with pytest.raises(KeyError):
        records.inspected("shekou", result_of(decision), now=at(7300))
    with pytest.raises(KeyError):
        records.inspected(SITE, result_of(decision, decision_id="d9"), now=at(7300))


def test_a_result_is_never_edited_and_who_forges_one_is_found(records, tmp_path):
    store_package(tmp_path, "s1")
    records.inspected(SITE, result_of(applied(records)), now=at(7300))

    with sqlite3.connect(tmp_path / "hub.sqlite") as plain:
        with pytest.raises(sqlite3.IntegrityError, match="never edited"):
            plain.execute("UPDATE inspection_result SET kind = NULL")
        plain.execute("DROP TRIGGER inspection_result_no_update")
        plain.execute("UPDATE inspection_result SET kind = NULL")
    plain.close()

    faults = verify_folder(tmp_path)
    assert "inspection result res1 is not what its entry says" in faults.reason


def test_a_result_comes_back_from_json_as_it_was(records):
    result = result_of(applied(records))

    assert result_from_json(result_to_json(result)) == result


@pytest.mark.parametrize(
    "wrong", [{"rate": 0.5}, {"occasion": Occasion.RANDOM}, {"goods": "x" * 4001}]
)
def test_a_result_that_makes_no_sense_is_no_result(records, wrong):
    decision = applied(records)

    with pytest.raises(ValueError, match=r"rate|characters"):
        result_of(decision, **wrong)
