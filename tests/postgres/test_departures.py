"""As over SQLite."""

from tests.storage.test_departures import *  # noqa: F403 - every test, and what it needs
