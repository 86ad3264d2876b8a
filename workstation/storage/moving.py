"""Carrying all records from one home to the other, as they stand at one moment.

A copy is made row by row, with the guards of the new home asleep: they forbid to write what lawful
acts left behind, such as the place in a site's row of a decision that was taken back. Constraints
and foreign keys stay awake. The running numbers of rows go along, so that what follows the records
by them (searches, re-checks) goes on where it was.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Connection, Table, select

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import ReviewRoomError, StorageUnavailable
from workstation.storage.copying import BackupProblem, copy_database
from workstation.storage.database import SqliteDatabase
from workstation.storage.engines import make_private
from workstation.storage.homes import (
    RECORDS_FILE,
    conninfo_of,
    open_database,
    read_only,
    records_file_text,
)
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.rowids import NUMBERED
from workstation.storage.tables import AuditRow, HubBase
from workstation.storage.walking import walk

Census = dict[str, object]
Check = Callable[[Path], object]
_AT_ONCE: Final = 2000


class RecordsThere(ReviewRoomError):
    """Records would be carried to where some are already."""

    advice = "Name an empty database; nothing was changed."

    def __init__(self, where: str, what: str = "there are records already") -> None:
        super().__init__(f"{where}: {what}")
        self.where = where


class TextUnkeepable(ReviewRoomError):
    """A recorded text has a sign that no column of PostgreSQL keeps."""

    advice = "The records stay where they are, nothing was changed; SQLite keeps that text."

    def __init__(self, table: str, keys: Mapping[str, object], column: str) -> None:
        row = ", ".join(f"{name} {value}" for name, value in keys.items())
        super().__init__(f"{table} with {row}: its {column} has the sign U+0000")


def _nothing(_home: Path) -> None:
    """Let records be where they arrived, without another look at them."""


def copy_records(path: Path, target: Path) -> None:
    """Copy the hub's records, wherever they live, into a SQLite file; a hub may be at work.

    Raises
    ------
    StorageUnavailable
        If they cannot be read, or the file not be written.
    BackupProblem
        If the copy is not what was read.
    """
    if conninfo_of(path) is None:
        copy_database(path, target)
        return
    make_private(target)
    SqliteDatabase(target, Branch.HUB).close()
    with read_only(path, Branch.HUB) as session:
        before = _into_sqlite(session.connection(), target)
    with contextlib.closing(sqlite3.connect(target)) as copy:
        after = {name: copy.execute(_count(name)).fetchone()[0] for name in before if name != _END}
        end = copy.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    if before != {**after, _END: end}:
        raise BackupProblem(str(target), "the copy has not all that was there")


def to_postgres(data: Path, conninfo: str, *, check: Check = _nothing) -> Census:
    """Carry the records of a data folder into an empty PostgreSQL database; no hub may run.

    The folder has its records there afterwards. The file that had them is kept beside it, under
    another name. Returns how many rows were carried, by table.

    Parameters
    ----------
    check : callable
        Is given a folder whose records are those that arrived, and raises when they do not hold:
        then the folder has its records where it had them.

    Raises
    ------
    RecordsThere
        If there are records already, at either end of the way.
    TextUnkeepable
        If a text says U+0000; nothing has changed then.
    StorageUnavailable
        If something cannot be read or written; nothing has changed then.
    """
    path = data / HUB_DATABASE
    if conninfo_of(path) is not None:
        raise RecordsThere(str(data / RECORDS_FILE))
    draft = data / f".{RECORDS_FILE}.new" / RECORDS_FILE
    draft.parent.mkdir(exist_ok=True)
    try:
        draft.write_text(records_file_text(conninfo), encoding="utf-8")
        database = open_database(draft.with_name(HUB_DATABASE), Branch.HUB)
        counted: Census = {}
        try:
            if path.is_file():
                SqliteDatabase(path, Branch.HUB).close()  # brought up, its log folded
                with read_only(path, Branch.HUB) as old, database.act() as new:
                    counted = _into_postgres(old.connection(), new.connection(), conninfo)
            else:
                with database.look() as session:
                    if _end_of(session.connection()) is not None:
                        raise RecordsThere(conninfo)
        finally:
            database.close()
        with draft.open("rb") as file:
            sync_handle(file.fileno(), draft)
        check(draft.parent)
        draft.replace(data / RECORDS_FILE)
        if path.is_file():
            path.replace(path.with_name(f"{HUB_DATABASE}.moved"))
    finally:
        draft.unlink(missing_ok=True)
        draft.parent.rmdir()
    sync_folder(data)
    return counted


def to_sqlite(data: Path, *, check: Check = _nothing) -> None:
    """Carry the records of a data folder from PostgreSQL back into a file; no hub may run.

    The database keeps what it has; the folder does not name it any more. ``check`` is asked as
    by `to_postgres`.

    Raises
    ------
    RecordsThere
        If the records are in a file already.
    StorageUnavailable, BackupProblem
        As `copy_records`.
    """
    path, file = data / HUB_DATABASE, data / RECORDS_FILE
    if conninfo_of(path) is None:
        at_home = RecordsThere(str(path), "the records are kept in this file already")
        at_home.advice = "There is nothing to move."
        raise at_home
    if path.exists():
        beside = RecordsThere(str(path))
        beside.advice = "Move that file out of the folder and keep it; nothing was changed."
        raise beside
    # A folder of its own: beside `file` it would be looked for in PostgreSQL.
    fresh = data / f".{HUB_DATABASE}.new" / HUB_DATABASE
    shutil.rmtree(fresh.parent, ignore_errors=True)
    fresh.parent.mkdir()
    try:
        copy_records(path, fresh)
        check(fresh.parent)
        for side in fresh.parent.glob(f"{fresh.name}-*"):
            side.unlink()
        with fresh.open("rb") as written:
            sync_handle(written.fileno(), fresh)
        fresh.replace(path)
    finally:
        shutil.rmtree(fresh.parent, ignore_errors=True)
    file.replace(file.with_name(f"{RECORDS_FILE}.before"))
    sync_folder(data)


# -- inside --------------------------------------------------------------------------------------

_END: Final = "the audit chain"


def _into_sqlite(source: Connection, target: Path) -> Census:
    counted: Census = {}
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("BEGIN IMMEDIATE")
        guards = copy.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        asleep = guards.fetchall()
        for name, _ in asleep:
            copy.execute(f"DROP TRIGGER {name}")
        for table in HubBase.metadata.sorted_tables:
            names = _columns(table)
            places = ", ".join("?" * len(names))
            into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - our own names
            copy.execute(f"DELETE FROM {table.name}")  # noqa: S608 - what the triggers counted
            copy.executemany(into, _rows(source, table))
            counted[table.name] = source.exec_driver_sql(_count(table.name)).scalar()
        for _, statement in asleep:
            copy.execute(statement)
        if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise BackupProblem(str(target), "rows of the copy speak of rows that are not there")
        copy.execute("COMMIT")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise BackupProblem(str(target), f"the copy of the database is damaged ({answer})")
    return {**counted, _END: _end_of(source)}


def _into_postgres(source: Connection, target: Connection, where: str) -> Census:
    if _end_of(target) is not None:
        raise RecordsThere(where)
    tables = HubBase.metadata.sorted_tables
    counted: Census = {}
    for table in tables:
        target.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
    driver: Any = target.connection.driver_connection
    for table in tables:
        truths = [isinstance(column.type, Boolean) for column in table.columns]
        truths += [False] * (len(_columns(table)) - len(truths))
        into = f"COPY {table.name} ({', '.join(_columns(table))}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(into.encode()) as copy:
            for row in _rows(source, table):
                _require_texts(table, row)
                copy.write_row(
                    bool(value) if is_truth and value is not None else value
                    for value, is_truth in zip(row, truths, strict=True)
                )
        counted[table.name] = target.exec_driver_sql(_count(table.name)).scalar()
        if counted[table.name] != source.exec_driver_sql(_count(table.name)).scalar():
            raise StorageUnavailable(where, f"not all rows of {table.name} arrived")
        _count_on(target, table)
    for table in tables:
        target.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
    if _end_of(source) != _end_of(target):
        raise StorageUnavailable(where, "the audit chain did not arrive")
    return counted


def _require_texts(table: Table, row: tuple[Any, ...]) -> None:
    """Raise `TextUnkeepable` for a row that says U+0000, as SQLite kept it before hubs refused it.

    Nothing may stand in its place: the evidence log tells of the text as it is.
    """
    for name, value in zip(_columns(table), row, strict=True):
        if isinstance(value, str) and "\0" in value:
            named = zip(table.columns.keys(), row, strict=False)
            keys = {column: of for column, of in named if column in table.primary_key.columns}
            raise TextUnkeepable(table.name, keys, name)


def _count_on(target: Connection, table: Table) -> None:
    """Let the next row have a number after those that were carried."""
    numbered = ["rowid"] if table.name in NUMBERED else []
    if table.autoincrement_column is not None:
        numbered.append(table.autoincrement_column.name)
    for name in numbered:
        target.exec_driver_sql(
            f"SELECT setval(sequence, greatest((SELECT max({name}) FROM {table.name}), 1))"  # noqa: S608 - our own names
            f" FROM pg_get_serial_sequence('{table.name}', '{name}') AS sequence"
            f" WHERE sequence IS NOT NULL AND EXISTS (SELECT 1 FROM {table.name})"
        )


def _rows(source: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    names = _columns(table)
    order = "rowid" if table.name in NUMBERED else ", ".join(table.primary_key.columns.keys())
    query = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}"  # noqa: S608 - our own names
    return walk(source, query, page=_AT_ONCE)


def _columns(table: Table) -> list[str]:
    names = [column.name for column in table.columns]
    return [*names, "rowid"] if table.name in NUMBERED else names


def _count(table: str) -> str:
    return f"SELECT count(*) FROM {table}"  # noqa: S608 - our own names


def _end_of(connection: Connection) -> tuple[int, bytes] | None:
    query = select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
    last = connection.execute(query).one_or_none()
    return None if last is None else (last[0], last[1])
