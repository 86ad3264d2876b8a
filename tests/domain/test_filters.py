"""A filter survives its JSON; one that nothing could fit is refused with its reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources import path
from workstation.domain.filter_fields import CHOICES, KIND_OF, RANGES, Field, Kind
from workstation.domain.filters import (
    ORDERS,
    Condition,
    Filter,
    FilterFault,
    FilterImpossible,
    Order,
    filter_from_json,
    filter_to_json,
)

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
conditions = st.one_of(
    *(
        st.builds(
            Condition,
            field=st.just(field),
            values=st.lists(st.sampled_from(CHOICES[field]), min_size=1, max_size=3).map(tuple),
        )
        for field in CHOICES
    ),
    *(
        st.builds(Condition, field=st.just(field), low=st.floats(*RANGES[field]))
        for field in RANGES
    ),
    st.builds(
        Condition,
        field=st.sampled_from([Field.NOTE, Field.GOODS]),
        values=st.tuples(words),
        without=st.booleans(),
    ),
    st.just(Condition(field=Field.DECIDED_AT, since="2026-03-29 02:30", until="2026-04-01")),
    st.just(Condition(field=Field.HS, values=("2402", "24"))),
)
filters = st.builds(
    Filter,
    where=st.lists(conditions, max_size=6, unique_by=lambda one: one.field).map(tuple),
    order=st.builds(Order, by=st.sampled_from(ORDERS), down=st.booleans()),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "UTC"]),
)


@given(wanted=filters)
def test_a_filter_survives_its_json(wanted):
    text = json.dumps(filter_to_json(wanted))

    assert filter_from_json(json.loads(text)) == wanted


def faulty(*where: object, **more: object) -> FilterFault:
    with pytest.raises(FilterImpossible) as refused:
        filter_from_json({"where": list(where), **more})
    assert refused.value.sentence()
    return refused.value.fault


def test_each_impossible_filter_is_refused_with_its_reason():
    late, early = {"from": "2026-05-02", "to": "2026-05-01"}, {"to": "2026-05-01"}
    office = [{"field": "officer", "any": ["li"]}, {"field": "officer", "any": ["wang"]}]
    slow = [{"field": "dwell_s", "at_least": 60}, {"field": "dwell_s", "at_most": 30}]
    after = {"field": "decided_at", "from": "2026-05-02"}

    assert faulty({"field": "p_value", "at_most": 1.5}) is FilterFault.OUT_OF_RANGE
    assert faulty({"field": "p_value", "at_most": "low"}) is FilterFault.NOT_A_NUMBER
    assert faulty({"field": "p_value", "at_least": float("nan")}) is FilterFault.OUT_OF_RANGE
    assert faulty({"field": "dwell_s", "at_least": 9, "at_most": 3}) is FilterFault.EMPTY_RANGE
    assert faulty({"field": "decided_at", **late}) is FilterFault.EMPTY_RANGE
    assert faulty({"field": "decided_at", "from": "soon"}) is FilterFault.NOT_A_TIME
    assert faulty(after, {"field": "decided_at", **early}) is FilterFault.CONTRADICTION
    assert faulty(*office) is FilterFault.CONTRADICTION
    assert faulty(*slow) is FilterFault.CONTRADICTION
    assert faulty({"field": "hs", "any": ["24.02"]}) is FilterFault.NOT_A_CODE
    assert faulty({"field": "conclusion", "any": ["maybe"]}) is FilterFault.UNKNOWN_VALUE
    assert faulty({"field": "colour", "any": ["red"]}) is FilterFault.UNKNOWN_FIELD
    assert faulty({"field": "site", "any": [" "]}) is FilterFault.NOTHING_ASKED
    assert faulty({"field": "note", "any": ["x" * 201]}) is FilterFault.TOO_LONG
    assert faulty(*[{"field": "site", "any": ["a"]}] * 21) is FilterFault.TOO_MANY
    assert faulty(order={"by": "note"}) is FilterFault.UNKNOWN_ORDER
    assert faulty({"field": "decided_at", "from": "2026-05-02"}, zone="Mars") is (
        FilterFault.NO_SUCH_ZONE
    )


@pytest.mark.parametrize(
    "damaged", [None, [], "x", {"where": 3}, {"where": [3]}, {"schema": "else"}, {"colour": 1}]
)
def test_a_damaged_filter_is_none(damaged):
    with pytest.raises(FilterImpossible) as refused:
        filter_from_json(damaged)

    assert refused.value.fault is FilterFault.NOT_A_FILTER


def test_a_filter_of_a_newer_version_says_so():
    with pytest.raises(FilterImpossible) as refused:
        filter_from_json({"schema": "reviewroom.filter/2"})

    assert refused.value.fault is FilterFault.NEWER


def test_every_filter_that_ships_can_be_used_and_has_both_names():
    for one in json.loads(path("data/filters.json").read_text(encoding="utf-8")):
        assert one["zh"]
        assert one["en"]
        filter_from_json(one["filter"])


def test_every_field_can_be_asked_for():
    assert KIND_OF.keys() == set(Field)
    assert {f for f in Field if KIND_OF[f] is Kind.NUMBER} == RANGES.keys()
    assert {f for f in Field if KIND_OF[f] is Kind.CHOICE} == CHOICES.keys()
