"""As over SQLite."""

from tests.storage.test_trust import *  # noqa: F403 - every test, and what it needs
