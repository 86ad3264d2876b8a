"""What goes into a decision, and which reason is proposed."""

import pytest

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.decision import Conclusion, MarkShape
from workstation.review.decision import write_decision
from workstation.review.marks import MarkSheet
from workstation.review.reasons import REASONS, Reason, proposed


def make_comparison(verdict: Verdict) -> Comparison:
    return Comparison(
        engine="e",
        library="l",
        verdict=verdict,
        p_value=None,
        false_alarm_rate=0.05,
        reasons=(),
        matches=(),
        deviations=(),
        prohibited=(),
        load=None,
        elapsed_s=0.1,
    )


def write(conclusion: Conclusion, reason: Reason | None) -> dict[str, object]:
    return write_decision(
        case_id="s:1",
        token=3,
        sha256="a" * 64,
        conclusion=conclusion,
        reason=reason,
        note="",
        marks=(),
        evidence={},
    )


def test_every_decision_gets_an_id_of_its_own():
    ids = {write(Conclusion.RELEASE, None)["decision_id"] for _ in range(50)}

    assert len(ids) == 50


def test_a_decision_names_its_reason_by_code():
    decision = write(Conclusion.INSPECT, Reason.HIDDEN_OBJECT)

    assert decision["reason"] == "hidden_object"


def test_a_release_has_no_reason_and_all_others_have_some():
    assert REASONS[Conclusion.RELEASE] == ()
    assert all(REASONS[c] for c in Conclusion if c is not Conclusion.RELEASE)


@pytest.mark.parametrize(
    ("verdict", "marked", "expected"),
    [
        (Verdict.INCONSISTENT, False, Reason.UNLIKE_DECLARED),
        (Verdict.CONSISTENT, True, Reason.HIDDEN_OBJECT),
        (Verdict.CANNOT_JUDGE, False, Reason.UNLIKE_DECLARED),
    ],
)
def test_the_likeliest_reason_for_an_inspection_is_proposed(verdict, marked, expected):
    found = proposed(Conclusion.INSPECT, make_comparison(verdict), marked=marked)

    assert found is expected


@pytest.mark.parametrize(
    ("verdict", "marked", "expected"),
    [
        (Verdict.CONSISTENT, False, Reason.RISK_INSTRUCTION),
        (Verdict.CONSISTENT, True, Reason.HIDDEN_OBJECT),
        (Verdict.INCONSISTENT, False, Reason.UNLIKE_DECLARED),
    ],
)
def test_a_demand_of_risk_control_is_the_reason_where_nobody_found_one(verdict, marked, expected):
    found = proposed(Conclusion.INSPECT, make_comparison(verdict), marked=marked, demanded=True)

    assert found is expected


def test_a_mark_is_removed_by_its_id():
    sheet = MarkSheet().drawn(MarkShape.BOX, ((0, 0), (1, 1)), view="side")

    assert sheet.without(sheet.marks[0].mark_id).marks == ()
    assert sheet.without("another") is sheet
