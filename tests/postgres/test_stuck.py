"""As over SQLite."""

from tests.storage.test_stuck import *  # noqa: F403 - every test, and what it needs
