"""Instants without a time zone are refused everywhere."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.instants import from_foreign_text, from_text, to_text
from workstation.domain.scan import ScanHead


@given(instant=st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))))
def test_an_instant_survives_its_text(instant):
    if 2 < instant.year < 9998:
        assert from_text(to_text(instant)) == instant


@given(a=st.datetimes(timezones=st.just(UTC)), b=st.datetimes(timezones=st.just(UTC)))
def test_texts_sort_as_the_instants_do(a, b):
    assert (to_text(a) < to_text(b)) == (a < b)


def test_a_naive_instant_is_refused():
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the point of the test

    with pytest.raises(ValueError, match="time zone"):
        to_text(naive)
    with pytest.raises(ValueError, match="time zone"):
        ScanHead(taken_at=naive)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_an_instant_beyond_the_calendar_is_refused_like_any_wrong_text(text):
    with pytest.raises(ValueError, match="calendar"):
        from_text(text)


@pytest.mark.parametrize("text", ["0001-01-01T23:00:00+00:00", "9999-12-31T23:59:59+00:00"])
def test_what_no_other_clock_could_show_is_not_taken_from_a_machine(text):
    with pytest.raises(ValueError, match="calendar"):
        from_foreign_text(text)
    assert to_text(from_text(text)).startswith(text[:10])
