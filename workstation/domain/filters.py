"""What decisions are searched for: a filter as a frozen value, parsed from JSON and written to it.

A filter is a list of conditions that all have to hold. Times are said as the clock on the wall of
a place says them; `workstation.domain.wall_clock` turns them into instants.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from workstation.domain.errors import ReviewRoomError
from workstation.domain.filter_fields import CHOICES, KIND_OF, RANGES, Field, Kind
from workstation.domain.wall_clock import Stretch, WallClockWrong, stretch

SCHEMA: Final = "reviewroom.filter/1"
MOST_CONDITIONS: Final = 20
MOST_VALUES: Final = 50
LONGEST: Final = 200


class FilterFault(StrEnum):
    """Why a filter cannot be used; the window puts each into a sentence."""

    NOT_A_FILTER = "not_a_filter"
    NEWER = "newer"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_ORDER = "unknown_order"
    UNKNOWN_VALUE = "unknown_value"
    NOTHING_ASKED = "nothing_asked"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    EMPTY_RANGE = "empty_range"
    CONTRADICTION = "contradiction"
    NOT_A_CODE = "not_a_code"
    NOT_A_TIME = "not_a_time"
    NO_SUCH_ZONE = "no_such_zone"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"


class FilterImpossible(ReviewRoomError):
    """A filter that nothing could fit, or that is none."""

    advice = "Correct that condition, or take it out."

    def __init__(self, fault: FilterFault, field_name: str = "", detail: str = "") -> None:
        where = f"condition on {field_name}" if field_name else "the filter"
        super().__init__(f"{where}: {_SENTENCES[fault]}{f' ({detail})' if detail else ''}")
        self.fault, self.field_name, self.detail = fault, field_name, detail


_SENTENCES: Final = {
    FilterFault.NOT_A_FILTER: "it is damaged, or something else than a filter",
    FilterFault.NEWER: "a newer version of the program wrote it",
    FilterFault.UNKNOWN_FIELD: "decisions have no such field",
    FilterFault.UNKNOWN_ORDER: "decisions cannot be put in this order",
    FilterFault.UNKNOWN_VALUE: "this is none of its values",
    FilterFault.NOTHING_ASKED: "it asks for nothing",
    FilterFault.NOT_A_NUMBER: "this is not a number",
    FilterFault.OUT_OF_RANGE: "no decision can have this value",
    FilterFault.EMPTY_RANGE: "it begins after its end, so nothing fits",
    FilterFault.CONTRADICTION: "two conditions exclude each other, so nothing fits",
    FilterFault.NOT_A_CODE: "an HS code has 2 to 10 digits",
    FilterFault.NOT_A_TIME: "write a time as 2026-03-29 or 2026-03-29 02:30",
    FilterFault.NO_SUCH_ZONE: "there is no such time zone",
    FilterFault.TOO_MANY: f"at most {MOST_CONDITIONS} conditions of {MOST_VALUES} values",
    FilterFault.TOO_LONG: f"a value has at most {LONGEST} letters",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; which of its parts count follows from its field's kind.

    Attributes
    ----------
    values : tuple of str
        Any of these: the values of a choice or name, beginnings of HS codes, parts of a text.
    low, high : float or None
        Bounds of a number, both included, in the unit of its field.
    since, until : str
        Bounds of a time as the wall clock says it, ``2026-03-29`` or ``2026-03-29 02:30``; a day
        as ``until`` is meant whole. Empty for none.
    without : bool
        The opposite: none of the values.
    """

    field: Field
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    since: str = ""
    until: str = ""
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By what decisions are sorted; what is equal is sorted by time."""

    by: Field = Field.DECIDED_AT
    down: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions that all have to hold, an order, and the time zone that its times are said in."""

    where: tuple[Condition, ...] = ()
    order: Order = field(default_factory=Order)
    zone: str = "Asia/Shanghai"

    def stretches(self) -> Mapping[Field, Stretch]:
        """Return the instants that each condition on a time means.

        Raises
        ------
        FilterImpossible
            If a time is none, or a range is empty.
        """
        found: dict[Field, Stretch] = {}
        for one in self.where:
            if KIND_OF[one.field] is Kind.TIME:
                fresh = _stretch(one, self.zone)
                found[one.field] = _both(found.get(one.field, fresh), fresh, one.field)
        return found


#: What decisions can be sorted by.
ORDERS: Final = (
    Field.DECIDED_AT,
    Field.TURNAROUND_S,
    Field.DWELL_S,
    Field.P_VALUE,
    Field.MASS_SHARE,
    Field.OFFICER,
    Field.SITE,
    Field.SCANNER,
    Field.CONTAINER,
    Field.CONSIGNEE,
    Field.CONCLUSION,
    Field.VERDICT,
)


def checked(wanted: Filter) -> Filter:
    """Return a filter that something could fit.

    Raises
    ------
    FilterImpossible
        With the first condition that is wrong.
    """
    if len(wanted.where) > MOST_CONDITIONS:
        raise FilterImpossible(FilterFault.TOO_MANY)
    if wanted.order.by not in ORDERS:
        raise FilterImpossible(FilterFault.UNKNOWN_ORDER, wanted.order.by.value)
    chosen: dict[Field, frozenset[str]] = {}
    numbers: dict[Field, tuple[float, float]] = {}
    for one in wanted.where:
        _check(one)
        kind = KIND_OF[one.field]
        if kind in {Kind.CHOICE, Kind.NAME} and not one.without:
            either = frozenset(one.values)
            chosen[one.field] = either & chosen.get(one.field, either)
            if not chosen[one.field]:
                raise FilterImpossible(FilterFault.CONTRADICTION, one.field.value)
        if kind is Kind.NUMBER:
            low, high = numbers.get(one.field, (float("-inf"), float("inf")))
            low = low if one.low is None else max(low, one.low)
            high = high if one.high is None else min(high, one.high)
            numbers[one.field] = low, high
            if low > high:
                raise FilterImpossible(FilterFault.CONTRADICTION, one.field.value)
    wanted.stretches()
    return wanted


def filter_from_json(data: Any) -> Filter:  # noqa: ANN401 - foreign JSON
    """Read and check what `filter_to_json` wrote.

    Raises
    ------
    FilterImpossible
        If it is something else, or nothing could fit it.
    """
    record = _mapping(data)
    schema = record.get("schema", SCHEMA)
    if schema != SCHEMA:
        newer = isinstance(schema, str) and schema.startswith("reviewroom.filter/")
        raise FilterImpossible(FilterFault.NEWER if newer else FilterFault.NOT_A_FILTER)
    if not record.keys() <= {"schema", "where", "order", "zone"}:
        raise FilterImpossible(FilterFault.NOT_A_FILTER)
    where, zone = record.get("where", []), record.get("zone", "Asia/Shanghai")
    if not isinstance(where, list) or not isinstance(zone, str):
        raise FilterImpossible(FilterFault.NOT_A_FILTER)
    if len(where) > MOST_CONDITIONS:
        raise FilterImpossible(FilterFault.TOO_MANY)
    order = _mapping(record.get("order", {}))
    down = order.get("down", True)
    by = order.get("by", Field.DECIDED_AT.value)
    if not isinstance(down, bool):
        raise FilterImpossible(FilterFault.NOT_A_FILTER)
    if by not in {one.value for one in ORDERS}:
        raise FilterImpossible(FilterFault.UNKNOWN_ORDER, detail=str(by)[:40])
    return checked(
        Filter(
            where=tuple(_condition(_mapping(one)) for one in where),
            order=Order(by=Field(by), down=down),
            zone=zone,
        )
    )


def filter_to_json(wanted: Filter) -> dict[str, Any]:
    """Return a filter as plain JSON values, schema ``reviewroom.filter/1``."""
    return {
        "schema": SCHEMA,
        "zone": wanted.zone,
        "order": {"by": wanted.order.by.value, "down": wanted.order.down},
        "where": [_condition_to_json(one) for one in wanted.where],
    }


def _condition_to_json(one: Condition) -> dict[str, Any]:
    said: dict[str, Any] = {"field": one.field.value}
    if one.values:
        said["any"] = list(one.values)
    bounds = {"at_least": one.low, "at_most": one.high}
    said |= {name: bound for name, bound in bounds.items() if bound is not None}
    said |= {
        name: moment for name, moment in {"from": one.since, "to": one.until}.items() if moment
    }
    if one.without:
        said["without"] = True
    return said


def _condition(data: Mapping[str, Any]) -> Condition:
    name = data.get("field")
    try:
        about = Field(str(name))
    except ValueError:
        raise FilterImpossible(FilterFault.UNKNOWN_FIELD, detail=str(name)[:40]) from None
    known = {"field", "any", "at_least", "at_most", "from", "to", "without"}
    values, without = data.get("any", []), data.get("without", False)
    fits = isinstance(values, list) and isinstance(without, bool) and data.keys() <= known
    if not fits or not all(isinstance(value, str) for value in values):
        raise FilterImpossible(FilterFault.NOT_A_FILTER, about.value)
    moments = data.get("from", ""), data.get("to", "")
    if not all(isinstance(moment, str) for moment in moments):
        raise FilterImpossible(FilterFault.NOT_A_TIME, about.value)
    return Condition(
        field=about,
        values=tuple(values),
        low=_number(data, "at_least", about),
        high=_number(data, "at_most", about),
        since=moments[0],
        until=moments[1],
        without=without,
    )


def _check(one: Condition) -> None:
    name, kind = one.field.value, KIND_OF[one.field]
    if len(one.values) > MOST_VALUES:
        raise FilterImpossible(FilterFault.TOO_MANY, name)
    if any(len(value) > LONGEST for value in one.values):
        raise FilterImpossible(FilterFault.TOO_LONG, name)
    if kind is Kind.NUMBER:
        _check_number(one)
    elif kind is Kind.TIME:
        if not one.since and not one.until:
            raise FilterImpossible(FilterFault.NOTHING_ASKED, name)
    elif not one.values or not all(value.strip() for value in one.values):
        raise FilterImpossible(FilterFault.NOTHING_ASKED, name)
    for value in one.values:
        if kind is Kind.CHOICE and value not in CHOICES[one.field]:
            raise FilterImpossible(FilterFault.UNKNOWN_VALUE, name, value[:40])
        if kind is Kind.HS and not (value.isascii() and value.isdigit() and 2 <= len(value) <= 10):
            raise FilterImpossible(FilterFault.NOT_A_CODE, name, value[:40])


def _check_number(one: Condition) -> None:
    name = one.field.value
    if one.low is None and one.high is None:
        raise FilterImpossible(FilterFault.NOTHING_ASKED, name)
    lowest, highest = RANGES[one.field]
    for bound in (one.low, one.high):
        if bound is not None and not (isfinite(bound) and lowest <= bound <= highest):
            what = f"{bound:g}; from {lowest:g} to {highest:g}"
            raise FilterImpossible(FilterFault.OUT_OF_RANGE, name, what)
    if one.low is not None and one.high is not None and one.low > one.high:
        what = f"{one.low:g} > {one.high:g}"
        raise FilterImpossible(FilterFault.EMPTY_RANGE, name, what)


def _stretch(one: Condition, zone: str) -> Stretch:
    try:
        found = stretch(one.since, one.until, zone)
    except WallClockWrong as wrong:
        fault = FilterFault.NO_SUCH_ZONE if wrong.zone else FilterFault.NOT_A_TIME
        raise FilterImpossible(fault, one.field.value, wrong.said[:40]) from wrong
    if found.begin is not None and found.end is not None and found.begin >= found.end:
        detail = f"{one.since} > {one.until}"
        raise FilterImpossible(FilterFault.EMPTY_RANGE, one.field.value, detail)
    return found


def _both(one: Stretch, other: Stretch, about: Field) -> Stretch:
    """Return the instants that two conditions on the same time leave."""
    if one is other:
        return one
    begins = [each.begin for each in (one, other) if each.begin is not None]
    ends = [each.end for each in (one, other) if each.end is not None]
    begin, end = max(begins, default=None), min(ends, default=None)
    if begin is not None and end is not None and begin >= end:
        raise FilterImpossible(FilterFault.CONTRADICTION, about.value)
    return Stretch(begin=begin, end=end, remarks=(*one.remarks, *other.remarks))


def _number(data: Mapping[str, Any], key: str, about: Field) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FilterImpossible(FilterFault.NOT_A_NUMBER, about.value, str(value)[:40])
    return float(value)


def _mapping(data: Any) -> Mapping[str, Any]:  # noqa: ANN401 - foreign JSON
    if not isinstance(data, dict):
        raise FilterImpossible(FilterFault.NOT_A_FILTER)
    return data
