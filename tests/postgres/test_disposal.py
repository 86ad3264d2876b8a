"""As over SQLite."""

from tests.storage.test_disposal import *  # noqa: F403 - every test, and what it needs
