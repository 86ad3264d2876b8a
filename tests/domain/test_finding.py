"""What an officer says of a mark, and that it survives the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.decision import Mark, MarkShape, mark_from_json, mark_to_json
from workstation.domain.finding import (
    CONFIDENCES,
    KINDS,
    Confidence,
    Finding,
    FindingKind,
    Told,
    chinese_marks,
    goods_from_text,
    goods_to_text,
    told,
)
from workstation.domain.mark_limits import (
    MOST_GOODS,
    MOST_PLACE_BYTES,
    MOST_TEXT_IN_ALL,
    MarkFault,
    fault_in,
)

findings = st.builds(
    Finding,
    kind=st.sampled_from([None, *FindingKind]),
    confidence=st.sampled_from(Confidence),
    goods=st.text(max_size=MOST_GOODS),
    hs=st.sampled_from(["", "24", "240220", "2402200000"]),
)


def make_mark(**said):
    return Mark(mark_id="m", view="side", shape=MarkShape.TEXT, points=((1, 2),), text="x", **said)


@given(finding=st.none() | findings, place=st.none() | st.builds(Told, en=st.text(), zh=st.text()))
def test_a_mark_with_its_finding_and_place_comes_back_as_it_was(finding, place):
    mark = make_mark(finding=finding, place=place)

    assert mark_from_json(mark_to_json(mark)) == mark


def test_a_record_from_before_there_were_findings_is_read():
    old = {"mark_id": "m", "view": "side", "shape": "text", "points": [[1, 2]], "text": "x"}

    assert mark_from_json(old) == make_mark()
    assert mark_to_json(make_mark()) == old


@pytest.mark.parametrize(
    ("finding", "error"),
    [
        ({"kind": "treasure", "confidence": "low"}, ValueError),
        ({"kind": None, "confidence": "certain"}, ValueError),
        ({"confidence": "low"}, KeyError),
        ("drugs", TypeError),
    ],
)
def test_a_finding_that_is_none_is_refused(finding, error):
    with pytest.raises(error):
        mark_from_json({**mark_to_json(make_mark()), "finding": finding})


def test_every_type_and_confidence_has_a_name_in_both_languages():
    assert set(KINDS) == set(FindingKind)
    assert set(CONFIDENCES) == set(Confidence)
    for names in (KINDS.values(), CONFIDENCES.values()):
        assert len({name.en for name in names}) == len(names)
        assert len({name.zh for name in names}) == len(names)


@pytest.mark.parametrize(
    ("typed", "goods", "hs"),
    [
        ("cigarettes 2402.20", "cigarettes", "240220"),
        ("2402 卷烟", "卷烟", "2402"),
        ("engine  2000cc", "engine 2000cc", ""),
        ("box of 12", "box of 12", ""),
        ("wine 12345", "wine 12345", ""),
        (" a\nb\x07 ", "a b", ""),
        ("8517130000", "", "8517130000"),
        ("", "", ""),
    ],
)
def test_goods_and_code_are_typed_in_one_line(typed, goods, hs):
    assert goods_from_text(typed) == (goods, hs)


@given(st.text(max_size=60))
def test_goods_that_were_typed_are_parted_again_the_same_way(typed):
    goods, hs = goods_from_text(typed)

    again = goods_from_text(goods_to_text(Finding(goods=goods, hs=hs)))

    assert (again[1] != "") >= (hs != "")
    assert sorted("".join(again).split()) == sorted((goods + hs).split())


def test_a_finding_is_told_in_both_languages():
    finding = Finding(
        kind=FindingKind.CIGARETTES_ALCOHOL, confidence=Confidence.HIGH, goods="卷烟", hs="2402"
    )

    assert told(finding) == Told(
        en="Cigarettes or alcohol, confidence high: 卷烟 2402",
        zh=chinese_marks("烟酒,把握高:卷烟 2402"),
    )
    assert told(None) == Told(en="no type yet", zh="类型待定")
    assert told(Finding(goods="wine")) == Told(
        en="no type yet: wine", zh=chinese_marks("类型待定:wine")
    )


def test_the_bounds_of_a_finding_have_their_own_faults():
    assert fault_in([make_mark(finding=Finding(goods="x" * MOST_GOODS, hs="24"))]) is None
    long = make_mark(finding=Finding(goods="x" * (MOST_GOODS + 1)))
    assert fault_in([long]) is MarkFault.GOODS_TOO_LONG
    for code in ("2", "24022000001", "24a2", "\N{FULLWIDTH DIGIT TWO}4"):
        assert fault_in([make_mark(finding=Finding(hs=code))]) is MarkFault.NO_HS_CODE
    place = Told(en="x" * (MOST_PLACE_BYTES + 1), zh="")
    assert fault_in([make_mark(place=place)]) is MarkFault.PLACE_TOO_LONG


def test_goods_count_to_the_words_of_a_decision():
    text = "x" * ((MOST_TEXT_IN_ALL - 80 * 30) // 30 + 1)
    marks = [Mark(mark_id="m", view="side", shape=MarkShape.TEXT, points=((1, 2),), text=text)] * 30

    assert fault_in(marks) is None
    said = [
        Mark(
            mark_id="m",
            view="side",
            shape=MarkShape.TEXT,
            points=((1, 2),),
            text=text,
            finding=Finding(goods="y" * 80),
        )
    ] * 30
    assert fault_in(said) is MarkFault.TEXT_TOO_LONG
