"""Decisions are found by what the crew found, and by how their officer met a test image."""

import pytest

from tests.storage.scenes import at, leased, make_decision
from tests.storage.test_projections import answer_of, make_plan
from workstation.domain.decision import Conclusion
from workstation.domain.filters import filter_from_json
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import InspectionResult, Occasion
from workstation.domain.recheck import Outcome
from workstation.storage.finding import DecisionIndex


def opened(decision, kind=None, *, occasion=Occasion.INSPECTION, goods=""):
    return InspectionResult(
        result_id=f"r-{decision.decision_id}",
        case_id=decision.case_id,
        decision_id=decision.decision_id,
        occasion=occasion,
        opened_at=at(7200.0),
        kind=kind,
        goods=goods,
        rate=0.01 if occasion is Occasion.RANDOM else None,
    )


def decided(records, scan_id, conclusion):
    decision = make_decision(leased(records, scan_id), f"d-{scan_id}", conclusion=conclusion)
    records.decide(decision)
    records.announced("yantian", decision.decision_id, now=at(60.0))
    return decision


@pytest.fixture
def found(records, tmp_path):
    """Searches a room that was indexed before its crews reported."""
    index = DecisionIndex(tmp_path)
    inspected = decided(records, "inspected", Conclusion.INSPECT)
    clean = decided(records, "clean", Conclusion.INSPECT)
    drawn = decided(records, "drawn", Conclusion.RELEASE)
    decided(records, "released", Conclusion.RELEASE)
    index.catch_up()
    cigarettes = FindingKind.CIGARETTES_ALCOHOL
    records.inspected("yantian", opened(inspected, cigarettes, goods="香烟"), now=at(7300.0))
    records.inspected("yantian", opened(clean), now=at(7300.0))
    by_lot = opened(drawn, FindingKind.DRUGS, occasion=Occasion.RANDOM)
    records.inspected("yantian", by_lot, now=at(7300.0))

    def search(*conditions):
        page = index.page(filter_from_json({"where": list(conditions)}), index.catch_up())
        return {row[0] for row in page.rows}

    yield search
    index.close()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "hit", "any": ["cigarettes_alcohol"]}, {"d-inspected"}),
        ({"field": "hit", "any": ["nothing"]}, {"d-clean"}),
        ({"field": "hit", "any": ["none", "nothing"], "without": True}, {"d-inspected", "d-drawn"}),
        ({"field": "hit", "any": ["none"]}, {"d-released"}),
        ({"field": "opened", "any": ["random"]}, {"d-drawn"}),
        ({"field": "crew", "any": ["香烟"]}, {"d-inspected"}),
        ({"field": "test", "any": ["none"]}, {"d-inspected", "d-clean", "d-drawn", "d-released"}),
    ],
)
def test_what_the_crew_found_later_leads_to_the_decision(found, condition, expected):
    assert found(condition) == expected


def test_what_nearly_every_decision_has_does_not_lead_the_way(found):
    nobody = {"field": "test", "any": ["none"]}

    assert found(nobody, {"field": "officer", "any": ["li"]}) == found(nobody)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_decisions_are_found_by_how_their_officer_met_a_test_image(records, tmp_path, outcome):
    case = leased(records, "s1")
    records.place_image(make_plan(case.case_id), now=at(0.0))
    records.show_image("t1", officer="li", desk="desk-1", token=case.lease_token, now=at(0.5))
    after = records.answer_image(answer_of(outcome), desk="desk-1")
    again = records.lease(after.case_id, officer="li", desk="desk-1", now=at(2.0))
    records.decide(make_decision(again, "d1", now=at(3.0)))
    decided(records, "s2", Conclusion.RELEASE)
    index = DecisionIndex(tmp_path)
    wanted = filter_from_json({"where": [{"field": "test", "any": [outcome.value]}]})

    page = index.page(wanted, index.catch_up())

    index.close()
    assert [row[0] for row in page.rows] == ["d1"]
