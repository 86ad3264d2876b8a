"""The hub's two clocks: wall time is only written into records, promises run on the other."""

import time
from datetime import UTC, datetime


def wall() -> datetime:
    """Return the wall clock, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return a clock that nobody can set back [s]."""
    return time.monotonic()
