"""Instants without a time zone are refused everywhere."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.instants import from_text, to_text
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
