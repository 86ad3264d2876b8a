"""As over SQLite."""

from tests.storage.test_standing import *  # noqa: F403 - every test, and what it needs
