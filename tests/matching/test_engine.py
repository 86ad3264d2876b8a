"""The engine's face: what a comparison promises, from an empty library to several models."""

from dataclasses import replace

import numpy as np
import pytest

from tests.matching.loads import KINDS, Kind, Models, make_empty, make_entry, make_load
from workstation.domain.comparison import (
    Rectangle,
    Verdict,
    comparison_from_json,
    comparison_to_json,
)
from workstation.matching.describe import describe, describe_model
from workstation.matching.description import Evidence
from workstation.matching.engine import Engine
from workstation.matching.pixels import ScanPixels
from workstation.matching.prior import Prior

MEAT, PAPER, TILES = KINDS[0], KINDS[1], KINDS[2]


@pytest.fixture(scope="module")
def models() -> Models:
    return Models([make_entry(kind, seed) for kind in KINDS for seed in (1, 2, 3, 4)])


def make_engine(models: Models, rate: float = 0.05) -> Engine:
    return Engine(models, false_alarm_rate=rate, prior=Prior.nothing())


def test_an_honest_load_is_consistent_and_its_own_goods_come_first(models: Models) -> None:
    engine = make_engine(models)

    answers = [engine.compare(make_load(kind, 71), declared=[kind.hs]) for kind in KINDS]

    assert [answer.matches[0].hs for answer in answers] == [kind.hs for kind in KINDS]
    consistent = sum(answer.verdict is Verdict.CONSISTENT for answer in answers)
    assert consistent >= len(KINDS) - 1
    assert all(answer.p_value is not None for answer in answers)


def test_other_goods_than_declared_are_inconsistent(models: Models) -> None:
    engine = make_engine(models)

    answer = engine.compare(make_load(PAPER, 72), declared=[MEAT.hs])

    assert answer.verdict is Verdict.INCONSISTENT
    assert answer.p_value is not None
    assert answer.p_value <= answer.false_alarm_rate
    assert answer.reasons[0] == "unlike_declared_goods"


def test_an_empty_library_cannot_judge() -> None:
    answer = make_engine(Models([])).compare(make_load(MEAT, 1), declared=[MEAT.hs])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "library_empty"
    assert answer.matches == ()
    assert answer.p_value is None


def test_goods_that_no_model_speaks_for_cannot_be_judged_but_are_matched(models: Models) -> None:
    answer = make_engine(models).compare(make_load(MEAT, 1), declared=["999999"])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "goods_not_learned"
    assert answer.matches[0].hs == MEAT.hs


def test_without_a_declared_code_nothing_is_judged(models: Models) -> None:
    answer = make_engine(models).compare(make_load(MEAT, 1), declared=[])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "goods_not_declared"


def test_one_unlearnt_code_among_the_declared_keeps_the_engine_from_accusing(
    models: Models,
) -> None:
    answer = make_engine(models).compare(make_load(PAPER, 3), declared=[MEAT.hs, "999999"])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "goods_not_learned"


def test_one_model_in_all_still_matches_and_says_that_it_is_too_few() -> None:
    engine = make_engine(Models([make_entry(MEAT, 1)]))

    answer = engine.compare(make_load(MEAT, 2), declared=[MEAT.hs])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "too_few_models"
    assert [match.hs for match in answer.matches] == [MEAT.hs]


def test_a_declared_heading_finds_the_models_of_its_subheadings(models: Models) -> None:
    answer = make_engine(models).compare(make_load(MEAT, 5), declared=["0203"])

    assert answer.verdict is not Verdict.CANNOT_JUDGE


def test_an_empty_container_does_not_fit_declared_goods(models: Models) -> None:
    answer = make_engine(models).compare(make_empty(), declared=[MEAT.hs])

    assert answer.load is not None
    assert answer.load.fill == "empty"
    assert answer.verdict is Verdict.INCONSISTENT
    assert answer.reasons[0] == "container_empty"
    assert answer.deviations == ()


def test_an_empty_container_fits_models_that_are_empty() -> None:
    empty = Kind("860900", (10, 10), 0.0, 0.0)
    engine = make_engine(Models([make_entry(empty, 1), make_entry(MEAT, 1)]))

    answer = engine.compare(make_empty(4), declared=["860900"])

    assert answer.verdict is Verdict.CONSISTENT
    assert answer.matches[0].hs == "860900"


def test_an_empty_container_lies_whole_over_a_model_whatever_its_walls_look_like() -> None:
    empty = Kind("860900", (10, 10), 0.0, 0.0)
    model = replace(make_entry(empty, 1), description=describe(make_empty(3)).thinned())
    scan = make_empty(4)
    described = describe(scan)
    wall = np.zeros_like(described.load)
    wall[2:-2, -2:] = True

    answer = make_engine(Models([model])).compare(
        scan, declared=["860900"], described=replace(described, load=wall)
    )

    (match,) = answer.matches
    assert match.scan_area == described.interior
    assert match.model_area == model.description.interior
    assert not match.mirrored


def test_without_a_container_the_engine_matches_but_does_not_judge(models: Models) -> None:
    whole = make_load(MEAT, 8)
    blind = ScanPixels(high=whole.high, low=whole.low)

    answer = make_engine(models).compare(blind, declared=[MEAT.hs])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "no_container"
    assert answer.matches


def test_a_flat_picture_is_too_poor_to_judge(models: Models) -> None:
    flat = ScanPixels(
        high=np.full((200, 400), 30000, np.uint16),
        container=Rectangle(row=10, column=10, height=150, width=350),
    )

    answer = make_engine(models).compare(flat, declared=[MEAT.hs])

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert "poor_image" in answer.reasons


def test_eight_bits_one_energy_and_no_pitch_are_enough_to_match(models: Models) -> None:
    whole = make_load(TILES, 9)
    coarse = ScanPixels(
        high=(whole.high // 257 * 257).astype(np.uint16), container=whole.container, stored_bits=8
    )

    answer = make_engine(models).compare(coarse, declared=[TILES.hs])

    assert answer.matches[0].hs == TILES.hs
    assert {"size_unknown", "single_energy"} <= set(answer.reasons)


def test_a_hidden_block_is_the_first_deviation(models: Models) -> None:
    block = Rectangle(row=150, column=300, height=40, width=50)

    answer = make_engine(models).compare(make_load(MEAT, 10, hidden=block), declared=[MEAT.hs])

    first = answer.deviations[0].area
    assert _overlap(first, block) > 0
    assert answer.deviations[0].why
    scores = [deviation.score for deviation in answer.deviations]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_prohibited_goods_are_named_whatever_is_declared() -> None:
    entries = [
        make_entry(kind, seed, prohibited=kind is PAPER) for kind in KINDS for seed in (1, 2)
    ]
    engine = make_engine(Models(entries))

    hidden = engine.compare(make_load(PAPER, 11), declared=[MEAT.hs])
    honest = engine.compare(make_load(MEAT, 11), declared=[MEAT.hs])

    assert {match.hs for match in hidden.prohibited} == {PAPER.hs}
    assert honest.prohibited == ()


def test_a_model_that_is_added_is_seen_by_the_next_comparison_and_only_it_is_read() -> None:
    models = Models([make_entry(MEAT, seed) for seed in range(1, 7)])
    engine = make_engine(models)
    scan = make_load(MEAT, 2)

    before = engine.compare(scan, declared=[MEAT.hs], top=0)
    reads_before = models.reads.copy()
    models.put(make_entry(PAPER, 1))
    after = engine.compare(scan, declared=[PAPER.hs], top=9)

    new = models.reads - reads_before
    assert before.library != after.library
    assert after.library.startswith("list.7/")
    assert len(after.matches) == 7
    # Once for the index; once more for a closer look, as were those that are kept.
    assert new["470790-1"] == 2
    assert sum(new.values()) == 2


def test_the_same_scan_gets_the_same_answer_and_it_survives_json(models: Models) -> None:
    scan = make_load(PAPER, 12)

    first = make_engine(models).compare(scan, declared=[PAPER.hs], top=3)
    again = make_engine(models).compare(scan, declared=[PAPER.hs], top=3)

    assert len(first.matches) == 3
    one, two = comparison_to_json(first), comparison_to_json(again)
    assert comparison_from_json(one) == first
    assert one | {"elapsed_s": 0} == two | {"elapsed_s": 0}


def test_the_aligned_areas_lie_inside_both_pictures(models: Models) -> None:
    scan = make_load(MEAT, 13)

    answer = make_engine(models).compare(scan, declared=[MEAT.hs], top=len(models.entries))

    rows, columns = scan.high.shape
    for match in answer.matches:
        for area in (match.scan_area, match.model_area):
            assert area.row >= 0
            assert area.column >= 0
            assert area.row + area.height <= rows
            assert area.column + area.width <= columns


def test_a_model_with_fewer_energies_is_compared_at_what_both_have(models: Models) -> None:
    bare = make_load(MEAT, 14)
    single = ScanPixels(high=bare.high, container=bare.container, pitch_mm=bare.pitch_mm)
    engine = make_engine(models)

    answer = engine.compare(single, declared=[MEAT.hs])

    assert models.entries[0].description.evidence is Evidence.CALIBRATED
    assert answer.matches[0].hs == MEAT.hs


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_a_false_alarm_rate_that_is_no_rate_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Engine(Models([]), false_alarm_rate=rate)


def _overlap(a: Rectangle, b: Rectangle) -> int:
    rows = min(a.row + a.height, b.row + b.height) - max(a.row, b.row)
    columns = min(a.column + a.width, b.column + b.width) - max(a.column, b.column)
    return max(rows, 0) * max(columns, 0)


def test_a_rich_scan_meets_poor_models_as_a_poor_scanner_would_have_seen_it() -> None:
    bare = [replace(make_load(kind, 1), low=None, wedge_high=(), wedge_low=()) for kind in KINDS]
    entries = [
        replace(make_entry(kind, 1), description=describe_model(scan))
        for kind, scan in zip(KINDS, bare, strict=True)
    ]
    engine = make_engine(Models(entries))
    scan = make_load(MEAT, 7)
    # A wedge by which everything is thinner than a bare picture would say.
    steeper = tuple(
        replace(one, transmission=tuple(t**1.5 for t in one.transmission))
        for one in scan.wedge_high
    )
    scan = replace(scan, wedge_high=steeper)

    rich = engine.compare(scan, declared=[MEAT.hs])
    poor = engine.compare(replace(scan, low=None, wedge_high=(), wedge_low=()), declared=[MEAT.hs])

    assert [m.model for m in rich.matches] == [m.model for m in poor.matches]
    assert [m.score for m in rich.matches] == [m.score for m in poor.matches]


def test_a_picture_that_stands_on_its_head_is_not_judged(models: Models) -> None:
    scan = make_load(MEAT, 8)
    doubted = replace(describe(scan), doubts=("upside_down",))

    answer = make_engine(models).compare(scan, declared=[MEAT.hs], described=doubted)

    assert answer.verdict is Verdict.CANNOT_JUDGE
    assert answer.reasons[0] == "upside_down"
