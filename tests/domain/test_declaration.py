"""Declarations survive the way to the hub; foreign JSON is refused with a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.declaration import (
    Declaration,
    GoodsLine,
    declaration_from_json,
    declaration_to_json,
)
from workstation.domain.errors import DeclarationUnreadable

#: What is kept as it is; of U+0000 another test tells.
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
lines = st.builds(
    GoodsLine,
    hs=st.text("0123456789", min_size=2, max_size=10),
    name=st.text(SIGNS, max_size=40),
    name_zh=st.text(SIGNS, max_size=40),
    packages=st.none() | st.integers(0, 100_000),
    package_kind=st.text(SIGNS, max_size=10),
    gross_kg=st.none() | st.floats(0, 1e6),
)
declarations = st.builds(
    Declaration,
    number=st.text(SIGNS, min_size=1, max_size=20),
    container=st.none() | st.text(SIGNS, min_size=1, max_size=11),
    goods=st.lists(lines, max_size=4).map(tuple),
    consignee=st.text(SIGNS, max_size=20),
)


@given(declaration=declarations)
def test_a_declaration_survives_json(declaration):
    text = json.dumps(declaration_to_json(declaration))

    assert declaration_from_json(json.loads(text), source="memory") == declaration


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "not a JSON object"),
        ({}, "number is missing"),
        ({"number": 7}, "number is not a text"),
        ({"number": "1", "goods": "tyres"}, "goods must be a list"),
        ({"number": "1", "goods": [{"hs": "40x1"}]}, "not 2 to 10 digits"),
        ({"number": "1", "goods": [{"hs": "4011", "gross_kg": "heavy"}]}, "gross_kg"),
        ({"number": "1", "goods": [{"hs": "4011", "packages": True}]}, "packages"),
        ({"number": "1", "goods": [{"hs": "4011", "gross_kg": float("nan")}]}, "gross_kg"),
    ],
)
def test_a_foreign_declaration_is_refused_with_what_is_wrong(data, says):
    with pytest.raises(DeclarationUnreadable) as refusal:
        declaration_from_json(data, source="d.json")

    assert says in refusal.value.sentence()
    assert "d.json" in refusal.value.sentence()
    assert "Export the declaration again" in refusal.value.sentence()
