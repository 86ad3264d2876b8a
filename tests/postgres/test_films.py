"""As over SQLite."""

from tests.storage.test_films import *  # noqa: F403 - every test, and what it needs
