"""Searching decisions: a page costs the same whether there are ten thousand or a million.

The index is a file of its own beside the records. Before each search it takes in what has been
recorded since; it follows the evidence log, in which every change has its entry.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect

from workstation.domain.filters import Filter
from workstation.domain.found import COLUMNS, Extent, FoundPage, FoundSteps, Key
from workstation.storage.derived import DerivedFile
from workstation.storage.following import entries_after, last_entry, mark_at
from workstation.storage.found_table import FORM, KEEP, KEEP_WORD, MAKE, recorded, words_of
from workstation.storage.found_way import Way, way_of
from workstation.storage.homes import read_only, translated
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE

INDEX: Final = "find.sqlite"
#: How many decisions and entries are taken in at a time.
_BATCH: Final = 2000
_NAMED_AT_ONCE: Final = 500
_PRAGMAS: Final = ("PRAGMA journal_mode = TRUNCATE", "PRAGMA cache_size = -65536")
#: How many rows are sifted at a time, first and at most; a search that finds soon stops soon.
_WINDOW: Final = 250
_WIDEST: Final = 8000
#: How many rows are passed over, and for how long, before an answer goes out as far as it came.
LOOKED_AT: Final = 200_000
PATIENCE_S: Final = 0.25


class OtherEdition(Exception):
    """The index was made anew since; the search has to begin again."""


class DecisionIndex:
    """Owned by one thread; fits `workstation.hub.finding.Findings`.

    Parameters
    ----------
    folder : Path
        The hub's data folder; the index is made in it at the first search.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = DerivedFile(folder / INDEX, form=FORM, tables=MAKE, pragmas=_PRAGMAS)

    def close(self) -> None:
        """Let go of the index."""
        self._file.close()

    def catch_up(self, *, most: int = 5_000) -> Extent:
        """Take in what was recorded since, at most so many decisions, and tell how far it goes.

        Raises
        ------
        StorageUnavailable
            If the records cannot be read, or the index not be written.
        """
        return self._file.whole(lambda: self._catch_up(most))

    def page(
        self, wanted: Filter, extent: Extent, *, after: Key | None = None, limit: int = 200
    ) -> FoundPage:
        """Return the rows that follow a key, in the filter's order.

        Raises
        ------
        OtherEdition
            If the index is not the one that the extent is of.
        StorageUnavailable
            If it cannot be read.
        """
        way = way_of(wanted, extent.top, hidden=extent.hidden, apart=extent.apart)
        rows: list[tuple[Any, ...]] = []
        with translated(self._file.path):
            connection = self._of(extent)
            for begin, end in self._windows(connection, way, after):
                query, values = way.select(_SHOWN, begin, end, limit - len(rows))
                fresh = connection.execute(query, values).fetchall()
                rows += fresh
                if len(rows) >= limit:
                    key = fresh[-1][-way.width :]
                    return FoundPage(rows=_bare(rows, way.width), after=key)
                after = end
        return FoundPage(rows=_bare(rows, way.width), after=after)

    def steps(
        self,
        wanted: Filter,
        extent: Extent,
        *,
        after: Key | None = None,
        rest: int = 0,
        each: int = 200,
    ) -> FoundSteps:
        """Return the key of every so many rows from a key on: how to come to any place quickly.

        ``rest`` is how many rows that fit lie before it, since the last of the keys known.
        One call passes over `LOOKED_AT` rows at most. Raises as `page` does.
        """
        way = way_of(wanted, extent.top, hidden=extent.hidden, apart=extent.apart)
        with translated(self._file.path):
            connection = self._of(extent)
            if not way.sifts and not rest:
                return _strides(connection, way, after, each)
            keys: list[Key] = []
            matched = 0
            for begin, end in self._windows(connection, way, after):
                query, values = way.select((), begin, end, -1)
                for row in connection.execute(query, values):
                    matched += 1
                    rest += 1
                    if rest == each:
                        keys.append(row)
                        rest = 0
                after = end
        return FoundSteps(keys=tuple(keys), matched=matched, rest=rest, after=after)

    def holds(self, extent: Extent) -> bool:
        """Tell whether an extent is of the index as it is."""
        with translated(self._file.path):
            return self._file.edition == extent.edition

    def is_quick(self, wanted: Filter) -> bool:
        """Tell whether every row on the way of a filter fits."""
        return not way_of(wanted, 0).sifts

    # -- inside ----------------------------------------------------------------------------

    def _windows(
        self, connection: sqlite3.Connection, way: Way, after: Key | None
    ) -> Iterator[tuple[Key | None, Key | None]]:
        """Yield stretches of the path, each of a bounded number of rows; the last is open."""
        if not way.sifts:
            yield after, None
            return
        until = time.monotonic() + PATIENCE_S
        window, passed = _WINDOW, 0
        while passed < LOOKED_AT:
            query, values = way.end_of_window(after, window)
            row = connection.execute(query, values).fetchone()
            end: Key | None = row
            yield after, end
            if end is None or time.monotonic() > until:
                return
            after = end
            passed += window
            window = min(2 * window, _WIDEST)

    def _of(self, extent: Extent) -> sqlite3.Connection:
        if self._file.edition != extent.edition:
            raise OtherEdition
        return self._file.connection()

    def _catch_up(self, most: int) -> Extent:
        file = self._file
        entry, mark = file.place()
        with read_only(self._folder / HUB_DATABASE, Branch.HUB) as session:
            records = session.connection()
            if mark_at(records, entry) != mark:
                file.make_anew()  # the records are not those that were followed
            rechecks = _has(records, "recheck")
            taken = 0
            while taken < most:
                with file.act() as connection:
                    step = self._fill(connection, records, rechecks=rechecks)
                    if step == 0:
                        step = self._follow(connection, records, rechecks=rechecks)
                if step == 0:
                    break
                taken += step
            behind = _newest(records, "decision") - file.number("filled")
        top = file.connection().execute("SELECT max(seq) FROM found").fetchone()[0] or 0
        return Extent(edition=file.edition, top=int(top), behind=max(0, behind))

    def _fill(self, connection: sqlite3.Connection, records: Connection, *, rechecks: bool) -> int:
        """Take in decisions that are new; before the first, note where the log stands."""
        if self._file.head("entry") is None:
            self._file.follows(records, last_entry(records))
        filled = self._file.number("filled")
        numbers = "SELECT rowid FROM decision WHERE rowid > ? ORDER BY rowid LIMIT ?"
        found = records.exec_driver_sql(numbers, (filled, _BATCH)).scalars().all()
        if not found:
            return 0
        which = "decision.rowid > ? AND decision.rowid <= ?"
        _keep(connection, recorded(records, which, (filled, found[-1]), rechecks=rechecks))
        self._file.note("filled", int(found[-1]))
        return len(found)

    def _follow(
        self, connection: sqlite3.Connection, records: Connection, *, rechecks: bool
    ) -> int:
        """Take in what happened since to decisions that are known."""
        rows = entries_after(records, self._file.number("entry"), _BATCH)
        if not rows:
            return 0
        told = [one for _, one in rows]
        cases, decisions = {one.case_id for one in told}, {one.decision_id for one in told}
        for names, named in (("case_id", cases), ("decision_id", decisions)):
            subjects = sorted(named - {""})
            for start in range(0, len(subjects), _NAMED_AT_ONCE):
                some = subjects[start : start + _NAMED_AT_ONCE]
                which = f"decision.{names} IN ({', '.join('?' * len(some))})"
                _keep(connection, recorded(records, which, some, rechecks=rechecks))
        self._file.follows(records, int(rows[-1][0]))
        return len(rows)


_SHOWN: Final = COLUMNS


def _strides(connection: sqlite3.Connection, way: Way, after: Key | None, each: int) -> FoundSteps:
    """Step along a way on which every row fits."""
    keys: list[Key] = []
    last = after
    for _ in range(LOOKED_AT // each):
        query, values = way.select((), last, None, 1, skip=each - 1)
        after = connection.execute(query, values).fetchone()
        if after is None:
            query, values = way.select((), last, None, each)
            rest = len(connection.execute(query, values).fetchall())
            return FoundSteps(
                keys=tuple(keys), matched=len(keys) * each + rest, rest=rest, after=None
            )
        keys.append(after)
        last = after
    return FoundSteps(keys=tuple(keys), matched=len(keys) * each, rest=0, after=last)


def _keep(connection: sqlite3.Connection, rows: Iterable[Sequence[Any]]) -> None:
    at = COLUMNS.index("decided_at")
    for row in rows:
        seq = connection.execute(KEEP, row).fetchone()[0]
        connection.executemany(KEEP_WORD, [(word, row[at], seq) for word in words_of(row)])


def _bare(rows: Iterable[Sequence[Any]], width: int) -> tuple[tuple[Any, ...], ...]:
    """Return rows without their keys, and what is not known as None."""
    return tuple(tuple(None if value == -1.0 else value for value in row[:-width]) for row in rows)


def _newest(records: Connection, table: str) -> int:
    return int(records.exec_driver_sql(f"SELECT max(rowid) FROM {table}").scalar() or 0)  # noqa: S608


def _has(records: Connection, table: str) -> bool:
    return inspect(records).has_table(table)
