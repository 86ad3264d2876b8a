"""As over SQLite."""

from tests.storage.test_password_owners import *  # noqa: F403 - every test, and what it needs
