"""As over SQLite."""

from tests.storage.test_recheck_guards import *  # noqa: F403 - every test, and what it needs
