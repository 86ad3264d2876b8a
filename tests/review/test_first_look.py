"""The rule of own judgement first, act by act."""

from dataclasses import replace

import pytest

from tests.ui.conftest import make_comparison
from workstation.domain.comparison import LotFinding, Verdict
from workstation.domain.context import EngineShown
from workstation.domain.decision import Conclusion
from workstation.review.first_look import (
    CONFIRM_AFTER_S,
    FirstLook,
    Judgement,
    Passage,
    engine_judges,
)

CLEAR, SUSPICIOUS = Judgement.CLEAR, Judgement.SUSPICIOUS
RELEASE, INSPECT = Conclusion.RELEASE, Conclusion.INSPECT
BEFORE, AFTER, CONFLICT = EngineShown
LATER_S = CONFIRM_AFTER_S + 0.01
MATCH = make_comparison().matches[0]
ODD = LotFinding(sisters=4, odd="scan-7", unlike=True, score=6.0)
LIKE = LotFinding(sisters=4, odd="scan-9", unlike=False, score=6.0)


def answer(verdict=Verdict.CONSISTENT, **changes):
    return replace(make_comparison(), verdict=verdict, **changes)


def look(mode, engine):
    return FirstLook(
        mode=mode, compared=True, engine=engine, shown_s=0.0 if mode is BEFORE else None
    )


@pytest.mark.parametrize(
    ("comparison", "judges"),
    [
        (None, None),
        (answer(), CLEAR),
        (answer(Verdict.INCONSISTENT), SUSPICIOUS),
        (answer(Verdict.CANNOT_JUDGE), None),
        (answer(prohibited=(MATCH,)), SUSPICIOUS),
        (answer(Verdict.CANNOT_JUDGE, prohibited=(MATCH,)), SUSPICIOUS),
        (answer(lot=ODD), SUSPICIOUS),
        (answer(lot=replace(ODD, unlike=False)), SUSPICIOUS),
        (answer(lot=LIKE), CLEAR),
    ],
)
def test_what_the_engine_thinks_is_one_word(comparison, judges):
    assert engine_judges(comparison, scan_id="scan-7") is judges


@pytest.mark.parametrize(
    ("mode", "comparison", "shown", "waits"),
    [
        (BEFORE, answer(), True, False),
        (AFTER, answer(), False, True),
        (CONFLICT, answer(), False, True),
        (AFTER, answer(Verdict.CANNOT_JUDGE), False, True),
        (AFTER, None, True, False),
        (CONFLICT, None, True, False),
    ],
)
def test_a_case_begins_with_or_without_the_verdict(mode, comparison, shown, waits):
    begun = FirstLook.of(mode, comparison, scan_id="scan-7")

    assert (begun.is_shown, begun.waits) == (shown, waits)


@pytest.mark.parametrize(
    ("mode", "engine", "own", "shown"),
    [
        (AFTER, CLEAR, CLEAR, True),
        (AFTER, CLEAR, SUSPICIOUS, True),
        (AFTER, None, CLEAR, True),
        (CONFLICT, CLEAR, CLEAR, False),
        (CONFLICT, SUSPICIOUS, SUSPICIOUS, False),
        (CONFLICT, SUSPICIOUS, CLEAR, True),
        (CONFLICT, CLEAR, SUSPICIOUS, True),
        (CONFLICT, None, CLEAR, False),
    ],
)
def test_a_first_judgement_shows_the_verdict_as_the_mode_says(mode, engine, own, shown):
    judged = look(mode, engine).judged(own, 4.0)

    assert (judged.own, judged.own_s) == (own, 4.0)
    assert judged.is_shown is shown
    assert judged.shown_s == (4.0 if shown else None)
    assert not judged.waits


def test_only_the_first_judgement_counts():
    judged = look(AFTER, CLEAR).judged(SUSPICIOUS, 4.0)

    assert judged.judged(CLEAR, 5.0) == judged
    assert look(BEFORE, CLEAR).judged(SUSPICIOUS, 4.0).own is None


@pytest.mark.parametrize(
    ("mode", "engine", "conclusion", "passage", "own"),
    [
        (BEFORE, SUSPICIOUS, RELEASE, Passage.DECIDES, None),
        (AFTER, CLEAR, RELEASE, Passage.DECIDES, CLEAR),
        (AFTER, SUSPICIOUS, INSPECT, Passage.DECIDES, SUSPICIOUS),
        (AFTER, SUSPICIOUS, RELEASE, Passage.ASKS_AGAIN, CLEAR),
        (AFTER, CLEAR, INSPECT, Passage.ASKS_AGAIN, SUSPICIOUS),
        (AFTER, None, RELEASE, Passage.DECIDES, CLEAR),
        (AFTER, SUSPICIOUS, Conclusion.REFER, Passage.DECIDES, None),
        (AFTER, SUSPICIOUS, Conclusion.RESCAN, Passage.DECIDES, None),
        (CONFLICT, CLEAR, RELEASE, Passage.DECIDES, CLEAR),
        (CONFLICT, SUSPICIOUS, RELEASE, Passage.ASKS_AGAIN, CLEAR),
    ],
)
def test_a_decision_key_is_a_first_judgement_too(mode, engine, conclusion, passage, own):
    after, found = look(mode, engine).decide(conclusion, 3.0)

    assert (found, after.own) == (passage, own)
    assert after.conclusion is (conclusion if passage is Passage.DECIDES else None)


@pytest.mark.parametrize("conclusion", [RELEASE, INSPECT, Conclusion.REFER])
def test_the_key_that_is_asked_for_again_decides_but_not_by_its_own_bounce(conclusion):
    asked, _ = look(AFTER, SUSPICIOUS).decide(RELEASE, 3.0)

    bounced, too_soon = asked.decide(conclusion, 3.0 + CONFIRM_AFTER_S / 2)
    decided, passage = bounced.decide(conclusion, 3.0 + LATER_S)

    assert (too_soon, passage) == (Passage.ASKS_AGAIN, Passage.DECIDES)
    assert decided.conclusion is conclusion


def test_who_saw_the_difference_already_is_not_asked_again():
    judged = look(AFTER, SUSPICIOUS).judged(CLEAR, 3.0)

    _, passage = judged.decide(RELEASE, 3.1)

    assert passage is Passage.DECIDES


@pytest.mark.parametrize(
    ("mode", "own", "conclusion", "changed"),
    [
        (AFTER, CLEAR, RELEASE, False),
        (AFTER, CLEAR, INSPECT, True),
        (AFTER, SUSPICIOUS, RELEASE, True),
        (AFTER, SUSPICIOUS, Conclusion.REFER, False),
        (CONFLICT, SUSPICIOUS, RELEASE, False),  # nothing was shown that could change a mind
    ],
)
def test_a_change_of_mind_after_seeing_the_verdict_is_told(mode, own, conclusion, changed):
    judged = look(mode, SUSPICIOUS).judged(own, 3.0)

    decided, _ = judged.decide(conclusion, 9.0)

    assert decided.to_json()["changed_mind"] is changed


def test_the_record_tells_what_came_when():
    asked, _ = look(AFTER, SUSPICIOUS).decide(RELEASE, 3.25)
    decided, _ = asked.decide(INSPECT, 6.5)

    assert decided.to_json() == {
        "schema": "reviewroom.judgement/1",
        "mode": "after",
        "compared": True,
        "engine": "suspicious",
        "first": "clear",
        "first_s": 3.25,
        "engine_shown": True,
        "engine_shown_s": 3.25,
        "asked_again": True,
        "differed": True,
        "changed_mind": True,
    }


def test_a_first_judgement_comes_back_as_it_was_kept():
    fresh = look(AFTER, CLEAR)
    told, _ = fresh.decide(INSPECT, 4.25)

    again = fresh.again(told.kept())

    assert again == told
    assert again.told_s == 4.25


@pytest.mark.parametrize(
    "other",
    [
        look(CONFLICT, CLEAR),
        look(AFTER, SUSPICIOUS),
        look(AFTER, None),
    ],
)
def test_what_was_told_about_another_answer_or_rule_does_not_count(other):
    told = look(AFTER, CLEAR).judged(CLEAR, 4.0)

    assert other.again(told.kept()) == other


@pytest.mark.parametrize(
    "change", [{"own": "perhaps"}, {"own_s": None}, {"shown_s": "soon"}, {"asked_s": []}]
)
def test_a_judgement_that_cannot_be_read_is_asked_for_again(change):
    fresh = look(AFTER, CLEAR)

    assert fresh.again({**fresh.judged(CLEAR, 4.0).kept(), **change}) == fresh


def test_nothing_is_kept_before_a_judgement():
    assert look(AFTER, CLEAR).kept() == {}
    assert look(AFTER, CLEAR).again({}) == look(AFTER, CLEAR)
