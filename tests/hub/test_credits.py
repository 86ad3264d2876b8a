"""Chunks under way: what a line can use, and a fair share of what the hub can bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_client.line_meter import LineMeter
from queue_client.messages import CHUNK_BYTES
from workstation.hub.credits import Credits, credit_for, fair_shares

WANTED = st.dictionaries(st.integers(0, 400), st.integers(1, 64), max_size=30)


@given(WANTED, st.integers(1, 600))
def test_a_share_is_never_more_than_is_wanted_nor_the_sum_more_than_the_cap(wanted, cap):
    shares = fair_shares(wanted, cap)

    assert shares.keys() == wanted.keys()
    assert all(0 <= shares[key] <= wanted[key] for key in wanted)
    assert sum(shares.values()) == min(cap, sum(wanted.values()))


@given(WANTED, st.integers(1, 600))
def test_nobody_has_less_than_another_by_more_than_one_unless_content(wanted, cap):
    shares = fair_shares(wanted, cap)
    largest = max(shares.values(), default=0)

    assert all(shares[key] in {wanted[key], largest, largest - 1} for key in wanted)


def test_where_there_is_less_than_one_for_each_who_came_first_has_one():
    assert fair_shares({"first": 16, "second": 16, "third": 16}, 2) == {
        "first": 1,
        "second": 1,
        "third": 0,
    }


def test_a_site_with_many_uploads_has_no_more_than_one_with_a_single_upload():
    shared = Credits(64 * CHUNK_BYTES)
    for number in range(4):
        shared.want("busy", f"s{number}", 64)

    lonely = shared.want("lonely", "s1", 64)

    assert lonely == 32
    assert shared.want("busy", "s0", 64) == 8
    assert shared.under_way() == 64


def test_who_is_done_leaves_its_share_to_the_others():
    shared = Credits(64 * CHUNK_BYTES)
    shared.want("a", "s", 64)
    shared.want("b", "s", 64)

    shared.forget("b", "s")

    assert shared.want("a", "s", 64) == 64


@pytest.mark.parametrize(
    ("round_trip_s", "rate", "chunks"),
    [
        (0.001, 300e6, 16),  # beside the hub
        (0.1, 1.25e6, 16),  # 10 Mbit/s: the least is plenty
        (0.2, 12.5e6, 20),  # 100 Mbit/s far away
        (0.3, 60e6, 64),  # never more than this
    ],
)
def test_the_credit_follows_bandwidth_and_round_trip(round_trip_s, rate, chunks):
    meter = LineMeter(asked_at=5.0)
    now = 5.0 + round_trip_s
    meter.took(CHUNK_BYTES, now)
    for _ in range(400):
        now += CHUNK_BYTES / rate
        meter.took(CHUNK_BYTES, now)

    assert credit_for(meter) == chunks
