"""What counts as right in a training, and how well somebody tells the containers apart."""

import pytest

from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion
from workstation.review.score import Score
from workstation.review.training import HiddenThing, Outcome, TrainingTruth, outcome_of

AREA = Rectangle(row=1, column=2, height=3, width=4)
THING = HiddenThing(kind="dense_box", mass_kg=40.0, areas=(AREA,))


def make_truth(*, hidden=(), truly_declared=True):
    return TrainingTruth(
        loaded="Wine",
        loaded_zh="葡萄酒",
        declared="Wine",
        declared_zh="葡萄酒",
        truly_declared=truly_declared,
        hidden=hidden,
    )


CLEAN = make_truth()
HIDING = make_truth(hidden=(THING,))
MISDECLARED = make_truth(truly_declared=False)


@pytest.mark.parametrize(
    ("truth", "conclusion", "expected"),
    [
        (CLEAN, Conclusion.RELEASE, Outcome.CORRECT_REJECTION),
        (CLEAN, Conclusion.INSPECT, Outcome.FALSE_ALARM),
        (CLEAN, Conclusion.REFER, Outcome.FALSE_ALARM),
        (CLEAN, Conclusion.RESCAN, Outcome.NOT_COUNTED),
        (HIDING, Conclusion.RELEASE, Outcome.MISS),
        (HIDING, Conclusion.INSPECT, Outcome.HIT),
        (HIDING, Conclusion.REFER, Outcome.HIT),
        (HIDING, Conclusion.RESCAN, Outcome.NOT_COUNTED),
        (MISDECLARED, Conclusion.RELEASE, Outcome.MISS),
        (MISDECLARED, Conclusion.INSPECT, Outcome.HIT),
    ],
)
def test_every_conclusion_is_held_against_the_truth(truth, conclusion, expected):
    assert outcome_of(conclusion, truth) is expected


def test_a_score_counts_what_counts():
    score = Score.of([Outcome.HIT, Outcome.HIT, Outcome.MISS, Outcome.NOT_COUNTED])

    assert (score.hits, score.misses, score.counted, score.right) == (2, 1, 3, 2)


def test_sensitivity_is_that_of_the_tables():
    # 69 % hits at 31 % false alarms is the textbook's d' of 1 (0.6915 and 0.3085).
    score = Score(hits=6915, misses=3085, false_alarms=3085, correct_rejections=6915)

    told = score.sensitivity()

    assert told.value == pytest.approx(1.0, abs=0.001)
    assert told.low == pytest.approx(1.0 - 0.0363, abs=0.001)


def test_guessing_has_no_sensitivity_and_a_wide_interval():
    told = Score(hits=3, misses=3, false_alarms=3, correct_rejections=3).sensitivity()

    assert told.value == pytest.approx(0.0)
    assert told.low < -1 < 1 < told.high


def test_a_perfect_short_run_stays_finite():
    told = Score(hits=5, correct_rejections=5).sensitivity()

    assert 2 < told.value < 4
    assert told.low > 0


def test_nothing_is_said_of_sensitivity_before_both_kinds_were_seen():
    assert Score(hits=5).sensitivity() is None
    assert Score().sensitivity() is None
