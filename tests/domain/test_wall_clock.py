"""Times as the wall clock says them, also on the nights when it is moved."""

from datetime import UTC, datetime

import pytest

from workstation.domain.wall_clock import ClockNote, WallClockWrong, stretch

BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_as_the_end_is_meant_whole():
    found = stretch("2026-03-02", "2026-03-02", "Asia/Shanghai")

    assert (found.begin, found.end) == (utc("2026-03-01T16:00"), utc("2026-03-02T16:00"))
    assert found.remarks == ()


def test_a_time_that_the_clock_jumped_over_means_the_moment_of_the_jump():
    found = stretch("2026-03-29 02:30", "2026-03-29 12:00", BERLIN)

    assert found.begin == utc("2026-03-29T01:00")
    assert [remark.note for remark in found.remarks] == [ClockNote.SKIPPED]


def test_a_time_that_comes_twice_is_taken_with_both_its_hours():
    found = stretch("2026-10-25 02:30", "2026-10-25 02:30", BERLIN)

    assert (found.begin, found.end) == (utc("2026-10-25T00:30"), utc("2026-10-25T01:31"))
    assert {remark.note for remark in found.remarks} == {ClockNote.TWICE}


def test_a_range_across_a_change_says_by_how_much_the_clock_was_moved():
    found = stretch("2026-03-28", "2026-03-30", BERLIN)

    assert [(remark.note, remark.hours) for remark in found.remarks] == [(ClockNote.CHANGED, 1.0)]


@pytest.mark.parametrize("said", ["2026-02-30", "yesterday", "2026-03-02 25:00", "9999-12-31"])
def test_what_is_no_time_is_refused(said):
    with pytest.raises(WallClockWrong):
        stretch("", said, BERLIN)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", ""])
def test_what_is_no_time_zone_is_refused(zone):
    with pytest.raises(WallClockWrong) as wrong:
        stretch("2026-03-02", "", zone)

    assert wrong.value.zone
