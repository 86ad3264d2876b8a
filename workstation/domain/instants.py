"""Instants: always with a time zone, always written as ISO 8601 in UTC."""

from datetime import UTC, datetime


def require_zone(instant: datetime, what: str) -> datetime:
    """Return `instant` in UTC, or raise ``ValueError`` when it carries no time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{what} must carry a time zone, got {instant.isoformat()}")
    return instant.astimezone(UTC)


def to_text(instant: datetime) -> str:
    """Write an instant as ISO 8601 in UTC with microseconds, sortable as text."""
    if instant.tzinfo is not UTC:
        instant = require_zone(instant, "instant")
    return instant.isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote; raise ``ValueError`` for anything without a time zone."""
    return require_zone(datetime.fromisoformat(text), "instant")
