"""As over SQLite."""

from tests.storage.test_room_now import *  # noqa: F403 - every test, and what it needs
