"""Times as the clock on the wall says them, also on the two nights when it is moved."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FORM: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)


class ClockNote(StrEnum):
    """What is odd about a time that was asked for."""

    SKIPPED = "skipped"  # the clock jumped over it; the moment of the jump is meant
    TWICE = "twice"  # it came twice that night; both are within the range
    CHANGED = "changed"  # the clock was moved within the range


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note about the time ``said``; ``hours`` is by how much the clock was moved [h]."""

    note: ClockNote
    said: str
    hours: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From an instant up to but without another, UTC; None for without a bound."""

    begin: datetime | None
    end: datetime | None
    remarks: tuple[Remark, ...] = ()


class WallClockWrong(ValueError):
    """A text is no time; ``zone`` tells that it is the time zone that is wrong."""

    def __init__(self, said: str, *, zone: bool = False) -> None:
        super().__init__(f"{said!r} is no {'time zone' if zone else 'time'}")
        self.said, self.zone = said, zone


def stretch(since: str, until: str, zone: str) -> Stretch:
    """Return the instants from one wall-clock time to another, both included.

    An end that names a minute includes that minute, one that names a day that day. A time that
    the clock jumped over means the moment of the jump; of a time that came twice a beginning
    means the first and an end the second, so that nothing is left out.

    Raises
    ------
    WallClockWrong
        If a text is no time, or there is no such zone.
    """
    place = zone_of(zone)
    remarks: list[Remark] = []
    begin = _instant(since, place, remarks, end=False) if since else None
    end = _instant(until, place, remarks, end=True) if until else None
    if begin is not None and end is not None and begin < end:
        moved = _offset(end, place) - _offset(begin, place)
        if moved and not any(remark.note is not ClockNote.CHANGED for remark in remarks):
            hours = moved / timedelta(hours=1)
            remarks.append(
                Remark(note=ClockNote.CHANGED, said=f"{since} \N{EN DASH} {until}", hours=hours)
            )
    return Stretch(begin=begin, end=end, remarks=tuple(remarks))


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone; raise `WallClockWrong` when there is none of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WallClockWrong(name, zone=True) from None


def _instant(said: str, place: ZoneInfo, remarks: list[Remark], *, end: bool) -> datetime:
    wall, step = _parse(said.strip())
    if end:
        try:
            wall += step
        except OverflowError:
            raise WallClockWrong(said) from None
    first = _utc(wall.replace(tzinfo=place, fold=0), said)
    second = _utc(wall.replace(tzinfo=place, fold=1), said)
    if first == second:
        return first
    hours = abs(second - first) / timedelta(hours=1)
    if first > second:  # a gap: fold 0 reads it by the clock before the jump
        remarks.append(Remark(note=ClockNote.SKIPPED, said=said, hours=hours))
        return _jump(second, first, place)
    remarks.append(Remark(note=ClockNote.TWICE, said=said, hours=hours))
    return second if end else first


def _jump(low: datetime, high: datetime, place: ZoneInfo) -> datetime:
    """Return the moment between two instants at which the clock was moved, to the second."""
    before = _offset(low, place)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if _offset(middle, place) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _parse(said: str) -> tuple[datetime, timedelta]:
    found = _FORM.fullmatch(said)
    if found is None:
        raise WallClockWrong(said)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        wall = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a wall clock's
    except ValueError:
        raise WallClockWrong(said) from None
    if found[4] is None:
        return wall, timedelta(days=1)
    return wall, timedelta(minutes=1) if found[6] is None else timedelta(seconds=1)


def _utc(local: datetime, said: str) -> datetime:
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise WallClockWrong(said) from None


def _offset(instant: datetime, place: ZoneInfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta()
