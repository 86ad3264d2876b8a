"""The way a search takes through the index: along which one, from where, and what is left to sift.

A search by time that names one value (an officer, a container) goes along that value's own index,
in which the rows stand by time; every other goes along the index of its order. Either way the rows
come sorted, a page begins where the last one ended, and what else is asked is sifted on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from workstation.domain.filter_fields import KIND_OF, Field, Kind, State
from workstation.domain.filters import Condition, Filter
from workstation.domain.found import Key

#: Fields that lead along an index of their own, those with the fewest rows a value first.
_LEADING: Final = (
    Field.CONTAINER,
    Field.SCAN,
    Field.DECLARATION,
    Field.FINDING,
    Field.CONSIGNEE,
    Field.HS,
    Field.REASON,
    Field.TEST,
    Field.HIT,
    Field.OPENED,
    Field.RECHECK,
    Field.PROHIBITED,
    Field.LOT_ODD,
    Field.DESK,
    Field.OFFICER,
    Field.SCANNER,
    Field.VERDICT,
    Field.LOAD,
    Field.CONCLUSION,
    Field.STATE,
    Field.SITE,
)
#: Fields of which one value has a handful of rows: those are sorted, whatever the order.
_FEW: Final = frozenset({Field.CONTAINER, Field.SCAN, Field.DECLARATION})
#: A case is read until one of its decisions settles it.
_BEING_READ: Final = (
    "(found.state NOT IN (?, ?) OR EXISTS (SELECT 1 FROM found AS settled"
    " WHERE settled.case_id = found.case_id AND settled.state IN (?, ?)))"
)
_WORDS: Final = frozenset({Field.HS, Field.FINDING})
#: Values that nearly every row has lead nowhere.
_COMMON: Final = frozenset({"none", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way through the index; made by `way_of`."""

    source: str
    fixed: tuple[tuple[str, Any], ...]
    key: tuple[str, ...]
    sieve: tuple[tuple[str, tuple[Any, ...]], ...]
    down: bool
    sifts: bool

    @property
    def width(self) -> int:
        """How many values a key has."""
        return len(self.key)

    def select(
        self,
        columns: Sequence[str],
        begin: Key | None,
        end: Key | None,
        limit: int,
        *,
        skip: int = 0,
    ) -> tuple[str, list[Any]]:
        """Return the question for rows after one key up to another: columns, then the key.

        ``skip`` passes over a few rows first; it must be bounded, for each of them is walked.
        """
        where, values = self._where(begin, end)
        for condition, more in self.sieve:
            where.append(condition)
            values += more
        shown = [f"found.{name}" for name in columns]
        query = self._query([*shown, *self.key], where, limit)
        return f"{query} OFFSET {skip}" if skip else query, values

    def end_of_window(self, begin: Key | None, rows: int) -> tuple[str, list[Any]]:
        """Return the question for the key so many rows further on this way, sifted or not."""
        where, values = self._where(begin, None)
        query = self._query(self.key, where, 1)
        return f"{query} OFFSET {rows - 1}", values  # bounded, so it costs the same anywhere

    def _where(self, begin: Key | None, end: Key | None) -> tuple[list[str], list[Any]]:
        where = [condition for condition, _ in self.fixed]
        values = [value for _, value in self.fixed]
        names, places = ", ".join(self.key), ", ".join("?" * len(self.key))
        if begin is not None:
            where.append(f"({names}) {'<' if self.down else '>'} ({places})")
            values += begin
        if end is not None:
            where.append(f"({names}) {'>=' if self.down else '<='} ({places})")
            values += end
        return where, values

    def _query(self, columns: Sequence[str], where: Sequence[str], limit: int) -> str:
        way = " DESC" if self.down else ""
        order = ", ".join(f"{name}{way}" for name in self.key)
        condition = " AND ".join(where) or "1"
        return (
            f"SELECT {', '.join(columns)} FROM {self.source}"  # noqa: S608 - our own names
            f" WHERE {condition} ORDER BY {order} LIMIT {limit}"
        )


def way_of(wanted: Filter, top: int, *, hidden: str = "", apart: bool = False) -> Way:
    """Return the way for a filter that `checked` let through, up to row ``top``.

    ``hidden`` is a case of which no row is found, none when empty; ``apart`` leaves out readings of
    cases that are still being read.
    """
    by = wanted.order.by
    leads = _leading(wanted)
    times = wanted.stretches()
    fixed: list[tuple[str, Any]] = []
    sieve: list[tuple[str, tuple[Any, ...]]] = [("found.seq <= ?", (top,))]
    sieve += _unseen(hidden, apart=apart)
    along = by is Field.DECIDED_AT or (leads is not None and leads.field in _FEW)
    if leads is not None and along and leads.field in _WORDS:
        source = "found_word CROSS JOIN found ON found.seq = found_word.seq"
        table = "found_word"
        fixed.append(("found_word.word = ?", _word(leads)))
    elif leads is not None and along:
        table = "found"
        source = f"found INDEXED BY ix_found_{leads.field.value}"
        fixed.append((f"found.{leads.field.value} = ?", leads.values[0]))
    else:
        table = "found"
        source = f"found INDEXED BY ix_found_{by.value}"
    key: tuple[str, ...] = (f"{table}.decided_at", f"{table}.seq")
    if by is not Field.DECIDED_AT:
        key = (f"found.{by.value}", *key)
    sifts = False
    for one in wanted.where:
        if KIND_OF[one.field] is Kind.TIME:
            found = times[one.field]
            inside = one.field is Field.DECIDED_AT and by is Field.DECIDED_AT
            column = f"{table}.decided_at" if inside else f"found.{one.field.value}"
            for bound, sign in ((found.begin, ">="), (found.end, "<")):
                if bound is not None and inside:
                    fixed.append((f"{column} {sign} ?", _micros(bound)))
                elif bound is not None:
                    sieve.append((f"{column} {sign} ?", (_micros(bound),)))
                    sifts = True
        elif one is not leads or not along or one.field is Field.HS:
            sieve.append(_sieve(one))
            sifts = sifts or one is not leads or not along
    return Way(
        source=source,
        fixed=tuple(fixed),
        key=key,
        sieve=tuple(sieve),
        down=wanted.order.down,
        sifts=sifts,
    )


def _unseen(hidden: str, *, apart: bool) -> list[tuple[str, tuple[Any, ...]]]:
    """Return what keeps rows from those who are to judge a case by themselves."""
    kept: list[tuple[str, tuple[Any, ...]]] = []
    if hidden:
        kept.append(("found.case_id <> ?", (hidden,)))
    if apart:
        readings = (State.READ.value, State.REFERRED.value)
        kept.append((_BEING_READ, (*readings, State.DECIDED.value, State.ANNOUNCED.value)))
    return kept


def _leading(wanted: Filter) -> Condition | None:
    """Return the condition whose index has the fewest rows for its one value, or None."""
    single = {
        one.field: one
        for one in wanted.where
        if one.field in _LEADING and not one.without and len(one.values) == 1
        if not one.values[0].endswith("*") and (one.field is not Field.HS or _even(one.values[0]))
    }
    ranked = sorted(
        (one for field in _LEADING if (one := single.get(field)) is not None),
        key=lambda one: one.values[0] in _COMMON,
    )
    return ranked[0] if ranked else None


def _word(said: Condition) -> str:
    """Return the word that rows stand under; goods codes have words of eight digits at most."""
    value = said.values[0]
    return f"{said.field.value}:{value[:8] if said.field is Field.HS else value}"


def _even(code: str) -> bool:
    return len(code) in {2, 4, 6, 8} or len(code) > 8


def _sieve(one: Condition) -> tuple[str, tuple[Any, ...]]:
    column, kind = f"found.{one.field.value}", KIND_OF[one.field]
    parts: list[str] = []
    values: list[Any] = []
    if kind is Kind.NUMBER:
        low = 0.0 if one.low is None else one.low  # what is not known is kept below 0
        parts.append(f"{column} >= ?")
        values.append(low)
        if one.high is not None:
            parts.append(f"{column} <= ?")
            values.append(one.high)
        return " AND ".join(parts), tuple(values)
    for value in one.values:
        if kind is Kind.HS:
            parts.append(f"instr({column}, ?) > 0")
            values.append(f" {value}")
        elif kind is Kind.TEXT:
            parts.append(f"instr(lower({column}), lower(?)) > 0")
            values.append(value)
        elif one.field is Field.FINDING:
            parts.append(f"instr(' ' || {column} || ' ', ?) > 0")
            values.append(f" {value} ")
        elif value.endswith("*"):
            parts.append(f"instr({column}, ?) = 1")
            values.append(value[:-1])
        else:
            parts.append(f"{column} = ?")
            values.append(value)
    either = f"({' OR '.join(parts)})"
    return (f"NOT {either}" if one.without else either), tuple(values)


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1e6)
