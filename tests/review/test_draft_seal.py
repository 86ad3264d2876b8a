"""A sealed draft opens for its officer, about its case and picture, and for nothing else."""

import json
import os
import zlib
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.decision import Mark, MarkShape
from workstation.domain.mark_limits import MOST_MARKS
from workstation.review import draft_seal
from workstation.review.draft import CaseKey, Draft, InHand
from workstation.review.draft_seal import DraftSeal, DraftUnreadable

KEY = CaseKey(case_id="yantian:S1", sha256="a" * 64)
MARK = Mark(mark_id="m", view="side", shape=MarkShape.BOX, points=((1.0, 2.0), (3.0, 4.0)))
IN_HAND = InHand(
    draft=Draft(key=KEY, officer="li", note="behind the third row", view={"look": {}}, token=7),
    marks=(MARK,),
)
SEAL = DraftSeal("li", bytes(32))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    cost = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
    monkeypatch.setattr(draft_seal, "_COST", cost)


def test_it_opens_at_any_desk_where_the_same_officer_gives_the_same_password():
    there = DraftSeal.from_password("li", "a long password", hub="key of the hub")
    here = DraftSeal.from_password("li", "a long password", hub="key of the hub")

    assert here.open(there.seal(IN_HAND), KEY) == IN_HAND


@pytest.mark.parametrize(
    ("officer", "password", "hub"),
    [
        ("wang", "a long password", "hub"),
        ("li", "a new password", "hub"),
        ("li", "a long password", "another hub"),
    ],
)
def test_it_opens_for_nobody_else(officer, password, hub):
    sealed = DraftSeal.from_password("li", "a long password", hub="hub").seal(IN_HAND)
    other = DraftSeal.from_password(officer, password, hub=hub)

    with pytest.raises(DraftUnreadable, match="does not open"):
        other.open(sealed, KEY)


@pytest.mark.parametrize("key", [replace(KEY, case_id="yantian:S2"), replace(KEY, sha256="b" * 64)])
def test_one_that_was_put_in_anothers_place_does_not_open(key):
    with pytest.raises(DraftUnreadable):
        SEAL.open(SEAL.seal(IN_HAND), key)


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_and_it_does_not_open(place, bit):
    sealed = bytearray(SEAL.seal(IN_HAND))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(DraftUnreadable):
        SEAL.open(bytes(sealed), KEY)


@given(sealed=st.binary(max_size=200))
def test_garbage_does_not_open(sealed):
    with pytest.raises(DraftUnreadable):
        SEAL.open(sealed, KEY)


def test_nothing_of_it_can_be_read_or_told_apart():
    sealed = SEAL.seal(IN_HAND)
    longer = replace(IN_HAND, draft=replace(IN_HAND.draft, note="behind the fourth row"))

    assert b"third" not in sealed
    assert sealed != SEAL.seal(IN_HAND)
    assert len(sealed) == len(SEAL.seal(longer))


def test_as_many_marks_as_a_decision_may_hold_fit_each_of_twenty_points():
    most = 20
    chance = Random(7)  # noqa: S311 - the same marks every time
    marks = tuple(
        Mark(
            mark_id=os.urandom(8).hex(),
            view="side",
            shape=MarkShape.FREEHAND,
            points=tuple((chance.uniform(0, 4e3), chance.uniform(0, 4e4)) for _ in range(most)),
        )
        for _ in range(MOST_MARKS)
    )

    sealed = SEAL.seal(replace(IN_HAND, marks=marks))

    assert len(sealed) < 64 * 1024
    assert SEAL.open(sealed, KEY).marks == marks


def test_what_would_unpack_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(draft_seal, "_LARGEST", 1000)
    big = replace(IN_HAND, draft=replace(IN_HAND.draft, view={"x": "y" * 2000}))
    assert len(zlib.compress(json.dumps("y" * 2000).encode())) < 100

    with pytest.raises(DraftUnreadable):
        SEAL.open(SEAL.seal(big), KEY)
