"""Figures from kept days are those of a plain count over every row."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.days import Days, OneByOne, Seen, at
from tests.reports.likeness import assert_same
from workstation.domain.figures import Period
from workstation.reports.counting import Counting
from workstation.reports.figures import figures
from workstation.reports.stretches import stretches_of

ZONES = [UTC, *(ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"))]
BEGIN = at("2025-02-26T00:00+00:00")
DAYS = 40


instants = st.floats(BEGIN, BEGIN + DAYS * 86_400)
decisions = st.builds(
    Seen,
    at=instants,
    took=st.floats(1, 40_000),
    site=st.sampled_from(["yantian", "nansha"]),
    hs=st.sampled_from(["85285200", "85167100", "44", ""]),
    officer=st.sampled_from(["r01", "r02", "hub:quality"]),
    conclusion=st.sampled_from(["release", "inspect", "rescan"]),
    settles=st.booleans(),
    verdict=st.sampled_from(["consistent", "inconsistent", "cannot_judge", "none"]),
    dwell=st.floats(1, 900) | st.just(float("nan")),
    engine=st.sampled_from(["", "consistent", "inconsistent", "cannot_judge"]),
    changed=st.sampled_from([-1, 0, 1]),
)
openings = st.tuples(instants, st.sampled_from(["inspection", "random", "recheck"]), st.booleans())
days_apart = st.none() | st.floats(0, DAYS)


@settings(max_examples=25, deadline=None)
@given(
    seen=st.lists(decisions, max_size=40),
    opened=st.lists(openings, max_size=10),
    first=days_apart,
    last=days_apart,
    site=st.sampled_from([None, "yantian", "nowhere"]),
    goods=st.sampled_from([None, "85", "8528"]),
    zone=st.sampled_from(ZONES),
)
def test_figures_of_kept_days_are_those_of_every_row(  # noqa: PLR0913, PLR0917 - a question's parts
    seen, opened, first, last, site, goods, zone
):
    days = Days(seen=seen, opened=opened)
    bounds = sorted(one for one in (first, last) if one is not None)
    start, end = (
        [datetime.fromtimestamp(BEGIN + day * 86_400, UTC) for day in bounds]
        + [None] * (2 - len(bounds))
        if first is not None
        else (None, None)
    )
    period = Period(start=start, end=end, site=site, goods=goods)
    counting = Counting(days)

    once = counting.figures(period, zone=zone)
    again = counting.figures(period, zone=zone)

    assert_same(once, figures(OneByOne(days), period, zone=zone))
    assert_same(again, figures(OneByOne(days), period, zone=zone))


@given(
    first=st.integers(20_000, 20_200),
    size=st.integers(0, 200),
    zone=st.sampled_from(ZONES),
    bounds=st.none() | st.tuples(st.floats(-9, 209), st.floats(0, 99)),
)
def test_stretches_follow_each_other_without_a_gap_and_hold_all_that_is_asked(
    first, size, zone, bounds
):
    period = Period()
    if bounds is not None:
        start = datetime.fromtimestamp((first + bounds[0]) * 86_400, UTC)
        period = Period(start=start, end=start + timedelta(days=bounds[1]))

    found = list(stretches_of(period, zone, first, first + size))

    assert all(one.begin < one.end for one in found)
    assert all(one.end == two.begin for one, two in pairwise(found))
    begin = max(first * 86_400, period.start.timestamp() if period.start else 0)
    end = min((first + size + 1) * 86_400, period.end.timestamp() if period.end else 1e12)
    if begin < end:
        assert found[0].begin <= begin
        assert found[-1].end >= end
    assert sum(not one.whole for one in found) <= 2


def test_what_was_counted_is_not_read_again_until_its_day_changes():
    seen = [Seen(at=BEGIN + day * 86_400) for day in range(40)]
    days = Days(seen=seen)
    counting = Counting(days)
    counting.figures(Period())
    before = days.reads

    counting.figures(Period())
    unchanged = days.reads - before
    seen[3].conclusion = "inspect"
    days.edits += 1
    after = counting.figures(Period())

    assert unchanged == 0
    assert after.direct_release_rate == pytest.approx(39 / 40)


def test_one_case_and_two_have_their_very_own_turnaround():
    found = Counting(Days(seen=[Seen(at=BEGIN, took=301.5), Seen(at=BEGIN, took=302.0)]))

    assert found.figures(Period()).turnaround.p50 == 301.75


def test_what_the_hub_itself_decided_is_no_officers_work():
    seen = [Seen(at=BEGIN), Seen(at=BEGIN, officer="hub:quality", conclusion="rescan")]

    found = Counting(Days(seen=seen)).figures(Period())

    assert [one.key for one in found.groups["reviewer"]] == ["r01"]
    assert found.cases == 2


def test_what_befalls_today_leaves_the_months_before_as_they_were_counted():
    seen = [Seen(at=BEGIN + day * 86_400) for day in range(40)]
    late = BEGIN + 70 * 86_400
    days = Days(seen=seen, opened=[(late, "inspection", True)])  # long after the last decision
    counting = Counting(days)
    counting.figures(Period())
    before = days.read

    days.today += 1
    counting.figures(Period())

    assert days.read - before == 1  # the last day's alone
