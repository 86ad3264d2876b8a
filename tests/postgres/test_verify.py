"""As over SQLite."""

from tests.storage.test_verify import *  # noqa: F403 - every test, and what it needs
