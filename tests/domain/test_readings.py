"""How risky a case is, how often it is read, and what its readers' conclusions do to it."""

import dataclasses
from datetime import UTC, datetime

import pytest

from workstation.domain.comparison import Comparison, Match, Rectangle, Verdict
from workstation.domain.context import EngineShown, Reading, Tier
from workstation.domain.decision import Conclusion, Decision, Mark, MarkShape
from workstation.domain.declaration import Declaration
from workstation.domain.law import Step
from workstation.domain.mark_limits import MOST_MARKS, fault_in
from workstation.domain.readings import (
    DEFAULT_TIERS,
    TierRule,
    announced,
    reading_of,
    role_for,
    step_for,
    tier_of,
)

RELEASE, INSPECT, REFER = Conclusion.RELEASE, Conclusion.INSPECT, Conclusion.REFER
AREA = Rectangle(row=0, column=0, height=1, width=1)
SCRAP = Match(model="m", hs="72", name="scrap", score=0.9, scan_area=AREA, model_area=AREA)
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def declared(risk=""):
    return Declaration(number="D1", container=None, goods=(), risk_instruction=risk)


def compared(verdict=Verdict.CONSISTENT, prohibited=()):
    return Comparison(
        engine="1",
        library="1",
        verdict=verdict,
        p_value=None,
        false_alarm_rate=0.05,
        reasons=(),
        matches=(),
        deviations=(),
        prohibited=prohibited,
        load=None,
        elapsed_s=0.0,
    )


@pytest.mark.parametrize(
    ("declaration", "comparison", "tier"),
    [
        (None, None, Tier.ORDINARY),
        (declared(), compared(), Tier.ORDINARY),
        (declared(), compared(Verdict.CANNOT_JUDGE), Tier.ORDINARY),
        (declared(), compared(Verdict.INCONSISTENT), Tier.RAISED),
        (None, compared(prohibited=(SCRAP,)), Tier.RAISED),
        (declared("open it"), compared(), Tier.HIGH),
        (declared("open it"), compared(Verdict.INCONSISTENT), Tier.HIGH),
        (declared("open it"), None, Tier.HIGH),
    ],
)
def test_a_tier_follows_from_the_facts_of_a_case(declaration, comparison, tier):
    assert tier_of(declaration, comparison) is tier


@pytest.mark.parametrize(
    ("before", "now", "readers", "role", "step"),
    [
        ((), RELEASE, 1, "reviewer", Step.DECIDE),
        ((), INSPECT, 1, "reviewer", Step.DECIDE),
        ((), REFER, 1, "reviewer", Step.REFER),
        ((), RELEASE, 2, "reviewer", Step.READ),
        ((), INSPECT, 2, "reviewer", Step.READ),
        ((), REFER, 2, "reviewer", Step.REFER),
        ((RELEASE,), RELEASE, 2, "reviewer", Step.DECIDE),
        ((INSPECT,), INSPECT, 2, "reviewer", Step.DECIDE),
        ((INSPECT,), RELEASE, 2, "reviewer", Step.DIFFER),
        ((RELEASE,), Conclusion.RESCAN, 2, "reviewer", Step.DIFFER),
        ((RELEASE,), REFER, 2, "reviewer", Step.REFER),
        # The tier was lowered between the readings: they are compared all the same.
        ((INSPECT,), RELEASE, 1, "reviewer", Step.DIFFER),
        ((RELEASE, INSPECT), RELEASE, 2, "chief", Step.DECIDE),
        ((REFER,), INSPECT, 2, "chief", Step.DECIDE),
    ],
)
def test_what_a_conclusion_does_follows_from_those_before_it(before, now, readers, role, step):
    assert step_for(before, now, readers=readers, role=role) is step


@pytest.mark.parametrize(
    ("standing", "role"),
    [
        ((), "reviewer"),
        ((RELEASE,), "reviewer"),
        ((REFER,), "chief"),
        ((RELEASE, INSPECT), "chief"),
        ((RELEASE, REFER), "chief"),
    ],
)
def test_a_chief_decides_what_was_handed_up_and_what_readers_differ_about(standing, role):
    assert role_for(standing) == role


@pytest.mark.parametrize(
    ("tier", "before", "role", "readers", "slot"),
    [
        (Tier.ORDINARY, 0, "reviewer", 1, 1),
        (Tier.HIGH, 0, "reviewer", 2, 1),
        (Tier.HIGH, 1, "reviewer", 2, 2),
        (Tier.HIGH, 2, "chief", 1, 1),
        (Tier.ORDINARY, 1, "chief", 1, 1),
        (Tier.ORDINARY, 1, "reviewer", 2, 2),
    ],
)
def test_a_reader_is_told_which_one_of_how_many(tier, before, role, readers, slot):
    reading = reading_of(tier, DEFAULT_TIERS, read_before=before, required_role=role)

    engine = DEFAULT_TIERS[tier].engine
    assert reading == Reading(tier=tier, readers=readers, slot=slot, engine=engine)


@pytest.mark.parametrize("readers", [0, 3])
def test_a_case_is_read_by_one_or_by_two(readers):
    with pytest.raises(ValueError, match="1 or 2"):
        TierRule(readers=readers, engine=EngineShown.BEFORE)


def mark(name, **changes):
    box = Mark(mark_id=name, view="side", shape=MarkShape.BOX, points=((0.0, 0.0), (1.0, 1.0)))
    return dataclasses.replace(box, **changes)


def decided(officer, conclusion=INSPECT, marks=(), note=""):
    return Decision(
        decision_id=f"d-{officer}",
        case_id="yantian:s1",
        site="yantian",
        scan_id="s1",
        scan_sha256="0" * 64,
        conclusion=conclusion,
        reason="",
        note=note,
        marks=marks,
        officer=officer,
        desk="desk-1",
        decided_at=MORNING,
        final_at=MORNING,
        lease_token=1,
    )


def test_an_inspection_that_two_agreed_on_has_the_marks_and_notes_of_both():
    first = decided("li", marks=(mark("m1", text="left"), mark("m3")), note="look left")
    second = decided("wang", marks=(mark("m1", text="right"), mark("m2")), note="look right")

    told = announced(second, [first])

    assert [(one.mark_id, one.text) for one in told.marks] == [
        ("m1", "right"),
        ("m2", ""),
        ("m1-2", "left"),
        ("m3", ""),
    ]
    assert told.note == "look right\nlook left"
    assert (told.decision_id, told.officer) == ("d-wang", "wang")


def test_a_chiefs_decision_and_a_release_are_told_as_they_were_made():
    chief = decided("chen", marks=(mark("m9"),))
    readers = [decided("li", marks=(mark("m1"),)), decided("wang", RELEASE)]

    assert announced(chief, readers) == chief
    assert announced(decided("wang", RELEASE), [decided("li", RELEASE, note="x")]).note == ""


def test_the_marks_of_two_never_outgrow_what_one_decision_may_hold():
    first = decided("li", marks=tuple(mark(f"a{n}") for n in range(MOST_MARKS)))
    second = decided("wang", marks=tuple(mark(f"b{n}") for n in range(MOST_MARKS - 3)))

    told = announced(second, [first])

    assert len(told.marks) == MOST_MARKS
    assert told.marks[: len(second.marks)] == second.marks
    assert fault_in(told.marks) is None
