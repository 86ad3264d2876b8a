"""As over SQLite."""

from tests.storage.test_console_tries import *  # noqa: F403 - every test, and what it needs
