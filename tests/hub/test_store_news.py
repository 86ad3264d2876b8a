"""A store that is away fills no log."""

import logging

import pytest

from workstation.domain.errors import StorageUnavailable
from workstation.hub.store_news import StoreNews


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.INFO)
    return lambda: [record.message for record in caplog.records]


def test_a_store_that_stays_away_is_told_once_a_minute_and_once_more_when_it_is_back(told):
    news = StoreNews()

    for tenth in range(1000):
        news.lost(StorageUnavailable("db", "the server is down"), tenth / 10)
        news.tend(tenth / 10)
    for tenth in range(1000, 1200):
        news.tend(tenth / 10)

    assert told() == ["the store is unavailable"] * 2 + ["the store is back"]


def test_another_reason_is_told_at_once_and_reasons_that_never_repeat_do_not_flood(told):
    news = StoreNews()

    news.lost(StorageUnavailable("db", "shutting down"), 0.0)
    news.lost(StorageUnavailable("db", "refused"), 0.1)
    assert len(told()) == 2

    for number in range(500):
        news.lost(StorageUnavailable("db", f"{number} bytes are missing"), 0.2)
    assert len(told()) < 12


def test_a_store_that_fails_now_and_then_is_not_called_well_in_between(told):
    news = StoreNews()

    for second in range(30):
        news.lost(StorageUnavailable("db", "full"), float(second))
        news.tend(second + 0.9)

    assert told() == ["the store is unavailable"]
