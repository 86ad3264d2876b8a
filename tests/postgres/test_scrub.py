"""As over SQLite."""

from tests.storage.test_scrub import *  # noqa: F403 - every test, and what it needs
