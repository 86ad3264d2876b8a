"""From when to when: what somebody types, held against the clocks of a time zone."""

import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workstation.domain.errors import ReviewRoomError
from workstation.domain.figures import Period


class PeriodUnclear(ReviewRoomError):
    """It is not clear which period is meant."""

    advice = "Write 2025-03-31, or 2025-03-31T14:00+08:00 for an exact instant."

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"period: {what} {reason}")
        self.what, self.reason = what, reason


def read_zone(name: str | None) -> tuple[tzinfo, str]:
    """Return a time zone and what it is called; this machine's when no name is given.

    Raises
    ------
    PeriodUnclear
        If nobody knows a zone of that name.
    """
    if name is None:
        return LocalZone(), "/".join(dict.fromkeys(time.tzname))
    try:
        return ZoneInfo(name), name
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PeriodUnclear(repr(name), "is no time zone such as Asia/Shanghai") from error


def read_period(
    start: str | None, end: str | None, *, site: str | None, goods: str | None, zone: tzinfo
) -> Period:
    """Return the period from one day or instant to another; a day as the end counts whole.

    Raises
    ------
    PeriodUnclear
        If an instant cannot be read, does not exist in the zone or exists twice, the period ends
        before it begins, or the goods are no HS code.
    """
    first = None if start is None else _instant(start, zone, later=timedelta(0))
    last = None if end is None else _instant(end, zone, later=timedelta(days=1))
    try:
        return Period(start=first, end=last, site=site or None, goods=goods or None)
    except ValueError as error:
        raise PeriodUnclear("", str(error)) from error


def _instant(text: str, zone: tzinfo, *, later: timedelta) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        moved = datetime(day.year, day.month, day.day) + later  # noqa: DTZ001 - its zone follows
        return _placed(moved, zone, text, whole_day=True)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise PeriodUnclear(repr(text), "is neither a day nor an instant") from error
    return at.astimezone(UTC) if at.tzinfo else _placed(at, zone, text, whole_day=False)


def _placed(at: datetime, zone: tzinfo, text: str, *, whole_day: bool) -> datetime:
    """Return what clocks of a zone mean by a reading; a day's beginning is always found."""
    first, second = at.replace(tzinfo=zone, fold=0), at.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset() and not whole_day:
        exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at
        reason = (
            "happens twice: clocks are set back" if exists else "never happens: clocks are set on"
        )
        raise PeriodUnclear(repr(text), f"{reason}; add the offset from UTC")
    return first.astimezone(UTC)


class LocalZone(tzinfo):
    """The zone of this machine's clock, with its summer times; there is only one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalZone)

    def __hash__(self) -> int:
        return hash(LocalZone)

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Return the offset from UTC that the machine's clock has at an instant."""
        naive = datetime.now() if at is None else at.replace(tzinfo=None)  # noqa: DTZ005 - local
        return naive.astimezone().utcoffset() or timedelta(0)

    def dst(self, at: datetime | None) -> timedelta | None:
        """Tell nothing of what part of it is summer time."""
        del at
        return None

    def tzname(self, at: datetime | None) -> str:
        """Return the zone's name at an instant."""
        naive = datetime.now() if at is None else at.replace(tzinfo=None)  # noqa: DTZ005 - local
        return naive.astimezone().tzname() or "local"

    def fromutc(self, at: datetime) -> datetime:
        """Return an instant in UTC as this machine's clock shows it."""
        local = at.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)
