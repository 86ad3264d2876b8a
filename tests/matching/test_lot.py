"""The odd one of a lot: far from its sisters, compared with how far they are from each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.matching.loads import KINDS, Models, make_empty, make_load
from tests.matching.made_up import made_up_description
from workstation.domain.comparison import LoadFacts
from workstation.matching.describe import describe
from workstation.matching.description import Evidence
from workstation.matching.engine import Engine
from workstation.matching.gallery import Gallery
from workstation.matching.lot import Member, find_odd, lot_finding, member_of
from workstation.matching.prior import Prior

LOADED = LoadFacts(fill="full", fill_fraction=0.9)


def make_member(scan: str, angle: float, load: LoadFacts = LOADED) -> Member:
    vector = np.asarray([np.cos(angle), np.sin(angle)], np.float32)
    return Member(scan=scan, vector=vector, load=load)


def make_lot(*angles: float) -> list[Member]:
    return [make_member(f"s{place}", angle) for place, angle in enumerate(angles)]


def test_the_one_that_is_far_from_near_sisters_is_odd() -> None:
    lot = make_lot(0.0, 0.1, 2.0, 0.05)

    asked = lot_finding("s2", lot, sisters=3)
    sister = lot_finding("s0", lot, sisters=3)

    assert (asked.odd, asked.unlike) == ("s2", True)
    assert (sister.odd, sister.unlike) == ("s2", False)
    assert asked.score == sister.score > 0


def test_none_is_odd_where_all_are_alike() -> None:
    finding = lot_finding("s0", make_lot(0.0, 0.2, 0.3, 0.1, 0.25), sisters=4)

    assert (finding.odd, finding.unlike, finding.sisters) == (None, False, 4)


def test_near_twins_do_not_make_a_third_one_odd() -> None:
    assert not find_odd(make_lot(0.0, 0.0, 0.5)).is_odd


def test_a_lot_that_varies_allows_more() -> None:
    alike, varied = make_lot(0.0, 0.1, 0.05, 0.1, 1.6), make_lot(0.0, 0.9, -0.9, 0.5, 1.6)

    assert find_odd(alike).score > find_odd(varied).score


def test_of_two_nobody_can_tell_which_is_odd() -> None:
    finding = lot_finding("s0", make_lot(0.0, 2.0), sisters=1)

    assert (finding.odd, finding.unlike, finding.sisters) == (None, False, 1)
    with pytest.raises(ValueError, match="2 containers"):
        find_odd(make_lot(0.0, 2.0))


def test_an_empty_container_among_loaded_ones_is_odd_and_loaded_among_empty() -> None:
    empty = LoadFacts(fill="empty", fill_fraction=0.0)
    empties = [Member(scan=f"e{number}", vector=None, load=empty) for number in range(3)]

    one = find_odd([*make_lot(0.0, 0.1, 0.05), empties[0]])
    other = find_odd([*empties, make_member("s", 0.0)])

    assert (one.place, one.is_odd) == (3, True)
    assert (other.place, other.is_odd) == (3, True)


def test_a_picture_that_shows_neither_goods_nor_emptiness_is_no_member() -> None:
    gallery = Gallery.of([], Evidence.CALIBRATED, Prior.nothing())
    blank = made_up_description("100000", 1)
    object.__setattr__(blank, "signature", np.zeros_like(blank.signature))

    assert member_of("s", blank, gallery) is None
    assert member_of("s", made_up_description("100000", 1), gallery) is not None


def test_the_engine_names_the_container_of_other_goods() -> None:
    engine = Engine(Models([]))
    containers = {f"s{seed}": describe(make_load(KINDS[0], seed)) for seed in (1, 2, 3)}

    honest = engine.compare_lot("s1", containers)
    other = engine.compare_lot("s1", {**containers, "other": describe(make_load(KINDS[4], 4))})
    empty = engine.compare_lot("s1", {**containers, "empty": describe(make_empty())})

    assert (honest.odd, honest.sisters) == (None, 2)
    assert (other.odd, other.unlike, other.sisters) == ("other", False, 3)
    assert empty.odd == "empty"
