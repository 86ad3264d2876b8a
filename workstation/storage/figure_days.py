"""What figures are counted from, day by day, in a file of its own beside the records.

It follows the evidence log, in which every change has its entry: a decision that is recalled, a
container that is opened weeks later, a re-check with its last word change the day that they are of.
It is made from the records and never believed over them; who deletes it loses nothing. Each day's
rows lie together as columns of numbers, so that a million of them are read in a moment.
"""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from workstation.domain.figure_columns import FACT_COLUMNS, Fact
from workstation.storage.counted_rows import (
    FactRow,
    case_number,
    cases_of_decisions,
    cases_of_rechecks,
    decisions_since,
    next_instant,
    rows_between,
    rows_of_cases,
)
from workstation.storage.derived import DerivedFile
from workstation.storage.following import entries_after, last_entry, mark_at
from workstation.storage.homes import read_only, translated
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE

DAYS: Final = "figures.sqlite"
#: Changes whenever the tables or their rows do; a file of another form is made anew.
FORM: Final = "1"
DAY_S: Final = 86_400
_BATCH: Final = 2000
_NAMED_AT_ONCE: Final = 500
_TABLES: Final = (
    "CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
    (
        "CREATE TABLE fact_day (fact TEXT, day INTEGER, version INTEGER NOT NULL,"
        " facts BLOB NOT NULL, PRIMARY KEY (fact, day))"
    ),
    # Read whole at each question; the rows themselves would be in the way.
    "CREATE INDEX ix_fact_day_version ON fact_day (fact, day, version)",
)
_TYPES: Final = {fact: np.dtype(list(columns)) for fact, columns in FACT_COLUMNS.items()}
Rows = NDArray[np.void]
Day = tuple[Fact, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the days go.

    Attributes
    ----------
    edition : str
        Which making of the file; versions of another mean nothing in it.
    entry : int
        The last entry of the evidence log that was followed.
    until : datetime or None
        While a file is made: days before this one have been taken in; None when all have.
    behind : int
        How many entries, or decisions, there are that it has not taken in.
    """

    edition: str
    entry: int
    until: datetime | None
    behind: int


class FigureDays:
    """Owned by one thread; fits `workstation.reports.counting.DaySource`.

    Parameters
    ----------
    folder : Path
        The hub's data folder; the file is made in it when it is first asked.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = DerivedFile(folder / DAYS, form=FORM, tables=_TABLES)
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._named_in = ""  # the edition that the names are of

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def catch_up(self, *, for_s: float) -> Standing:
        """Take in what was recorded since, about so long at most, and tell how far it goes.

        Raises
        ------
        StorageUnavailable
            If the records cannot be read, or the file not be written.
        """
        return self._file.whole(lambda: self._catch_up(for_s))

    def versions(self, fact: Fact) -> Mapping[int, int]:
        """Return which UTC days [days since 1970] have rows of a kind, and each one's version."""
        query = "SELECT day, version FROM fact_day WHERE fact = ? ORDER BY day"
        with translated(self._file.path):
            return dict(self._file.connection().execute(query, (fact.value,)))

    def rows(self, fact: Fact, first: int, last: int) -> Rows:
        """Return the rows of a kind from one UTC day up to another, both counted.

        Returns
        -------
        ndarray of the kind's columns, shape (rows,)
            By `FACT_COLUMNS`; days in their order, the rows of a day in none.
        """
        query = "SELECT facts FROM fact_day WHERE fact = ? AND day BETWEEN ? AND ? ORDER BY day"
        with translated(self._file.path):
            found = self._file.connection().execute(query, (fact.value, first, last)).fetchall()
        return np.frombuffer(b"".join(told for (told,) in found), _TYPES[fact])

    def names(self) -> Sequence[str]:
        """Return the texts that the numbers in rows stand for."""
        with translated(self._file.path):
            self._learn()
        return self._names

    # -- inside ----------------------------------------------------------------------------

    def _catch_up(self, for_s: float) -> Standing:
        until = time.monotonic() + for_s
        file = self._file
        entry, mark = file.place()
        with read_only(self._folder / HUB_DATABASE, Branch.HUB) as session:
            records = session.connection()
            if mark_at(records, entry) != mark:
                file.make_anew()  # the records are not those that were followed
            while True:
                with self._writing() as connection:
                    more = self._fill(connection, records) or self._follow(connection, records)
                if not more or time.monotonic() >= until:
                    break
            entry, filled = file.number("entry"), file.head("filled")
            begin = None if filled is None else _instant(int(filled))
            behind = last_entry(records) - entry
            if begin is not None:
                behind += decisions_since(records, begin)
        return Standing(edition=file.edition, entry=entry, until=begin, behind=max(0, behind))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._file.act() as connection:
            self._learn()
            try:
                yield connection
            except BaseException:
                self._named_in = ""  # what is rolled back is no name
                raise

    def _fill(self, connection: sqlite3.Connection, records: Connection) -> bool:
        """Take in one more day of what is there; before the first, note where the log stands."""
        file, newest = self._file, last_entry(records)
        if file.head("entry") is None:
            file.follows(records, newest)
            file.note("filled", 0)
        filled = file.head("filled")
        if filled is None or newest < file.number("entry"):
            return False  # all is there, or what another process has begun follows on from later
        found = next_instant(records, _instant(int(filled)))
        if found is None:
            file.forget("filled")
            return True
        day = int(found.timestamp() // DAY_S)
        rows = rows_between(records, _instant(day), _instant(day + 1), self._number(connection))
        for kept, fresh in _by_day(rows).items():
            _keep(connection, kept, fresh)
        file.note("filled", day + 1)
        return True

    def _follow(self, connection: sqlite3.Connection, records: Connection) -> bool:
        """Take in what happened since to cases that are known, and new decisions."""
        told = entries_after(records, self._file.number("entry"), _BATCH)
        if not told:
            return False
        cases = {one.case_id for _, one in told if one.case_id}
        decisions = sorted({one.decision_id for _, one in told if one.decision_id})
        for some in _parts(decisions):
            cases |= cases_of_decisions(records, some)
        for some in _parts(sorted({one.recheck_id for _, one in told if one.recheck_id})):
            cases |= cases_of_rechecks(records, some)
        tested = any(one.tested for _, one in told)
        for some in _parts(sorted(cases)):
            changed = np.array([case_number(case) for case in some], np.uint64)
            rows = rows_of_cases(records, some, self._number(connection), tested=tested)
            for (fact, day), fresh in _by_day(rows).items():
                old = _day(connection, fact, day)
                stays = old[~np.isin(old["case"], changed)]
                _keep(connection, (fact, day), np.concatenate([stays, fresh]))
        self._file.follows(records, told[-1][0])
        return True

    def _number(self, connection: sqlite3.Connection) -> "_Numbering":
        return _Numbering(connection, self._numbers, self._names)

    def _learn(self) -> None:
        """Take in names that another process may have given since."""
        if self._named_in != self._file.edition:
            self._numbers, self._names, self._named_in = {}, [], self._file.edition
        query = "SELECT number, text FROM name WHERE number >= ? ORDER BY number"
        found = self._file.connection().execute(query, (len(self._names),)).fetchall()
        for number, told in found:
            self._numbers[told] = number
            self._names.append(told)


class _Numbering:
    """Gives each text a number, once."""

    def __init__(
        self, connection: sqlite3.Connection, numbers: dict[str, int], names: list[str]
    ) -> None:
        self._connection, self._numbers, self._names = connection, numbers, names

    def __call__(self, told: str) -> int:
        number = self._numbers.get(told)
        if number is None:
            number = self._numbers[told] = len(self._names)
            self._names.append(told)
            self._connection.execute("INSERT INTO name VALUES (?, ?)", (number, told))
        return number


def _by_day(rows: Iterable[FactRow]) -> dict[Day, Rows]:
    """Return rows by their kind and UTC day."""
    found: defaultdict[Day, list[tuple[Any, ...]]] = defaultdict(list)
    for fact, values in rows:
        found[fact, int(values[1] // DAY_S)].append(values)
    return {(fact, day): np.array(some, _TYPES[fact]) for (fact, day), some in found.items()}


def _day(connection: sqlite3.Connection, fact: Fact, day: int) -> Rows:
    query = "SELECT facts FROM fact_day WHERE fact = ? AND day = ?"
    found = connection.execute(query, (fact.value, day)).fetchone()
    return np.frombuffer(b"" if found is None else found[0], _TYPES[fact])


def _keep(connection: sqlite3.Connection, kept: Day, rows: Rows) -> None:
    fact, day = kept
    connection.execute(
        "INSERT INTO fact_day VALUES (?, ?, 1, ?) ON CONFLICT (fact, day)"
        " DO UPDATE SET version = version + 1, facts = excluded.facts",
        (fact.value, day, rows.tobytes()),
    )


def _parts(some: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(some), _NAMED_AT_ONCE):
        yield some[start : start + _NAMED_AT_ONCE]


def _instant(day: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
