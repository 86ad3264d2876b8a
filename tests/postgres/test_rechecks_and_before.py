"""As over SQLite."""

from tests.storage.test_rechecks_and_before import *  # noqa: F403 - every test, and what it needs
