"""A period as stretches that are asked for again and again: whole months, whole days, the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from typing import Final

from workstation.domain.figures import Period

DAY_S: Final = 86_400
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some time [s since 1970], from ``begin`` on and before ``end``.

    ``whole`` tells that it is a day or a month of the zone's clocks.
    """

    begin: float
    end: float
    whole: bool

    @property
    def days(self) -> range:
        """The UTC days [days since 1970] that it lies in."""
        return range(int(self.begin // DAY_S), ceil(self.end / DAY_S))


def stretches_of(period: Period, zone: tzinfo, first: int, last: int) -> Iterator[Stretch]:
    """Yield the stretches of a period in their order, none of them empty.

    Parameters
    ----------
    zone : tzinfo
        Whose months and days are meant.
    first, last : int
        The first and the last UTC day that there is anything of [days since 1970]; the month of
        the last is told by its days, because more of it is to come.
    """
    oldest = _day_of(first * DAY_S, zone)
    at = _midnight(oldest.replace(day=1), zone)
    if period.start is not None:
        at = max(at, period.start.timestamp())
    end = _midnight(_day_of((last + 1) * DAY_S, zone) + _ONE, zone)
    if period.end is not None:
        end = min(end, period.end.timestamp())
    while at < end:
        day = _day_of(at, zone)
        begins = at == _midnight(day, zone)
        until = _midnight(_next_month(day), zone)
        if not begins or day.day > 1 or until > min(end, last * DAY_S):
            until = _midnight(day + _ONE, zone)
        whole = begins and until <= end
        until = min(until, end) if until > at else min(at + DAY_S, end)
        yield Stretch(begin=at, end=until, whole=whole)
        at = until


def _day_of(at: float, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def _midnight(day: date, zone: tzinfo) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _next_month(day: date) -> date:
    return (day.replace(day=1) + 32 * _ONE).replace(day=1)
