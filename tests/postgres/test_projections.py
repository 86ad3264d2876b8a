"""As over SQLite."""

from tests.storage.test_projections import *  # noqa: F403 - every test, and what it needs
