"""Instants: always with a time zone, always written as ISO 8601 in UTC."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime


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
    try:
        return require_zone(datetime.fromisoformat(text), "instant")
    except OverflowError as error:
        raise ValueError(f"{text} lies beyond the calendar in UTC") from error


def from_foreign_text(text: str) -> datetime:
    """Read what another machine wrote, like `from_text`.

    The first and the last year of the calendar are refused too: on the clock of another place
    such an instant may not exist, and whoever would show it there could not.
    """
    instant = from_text(text)
    if not MINYEAR < instant.year < MAXYEAR:
        raise ValueError(f"{text} lies at the edge of the calendar")
    return instant
