"""What durability costs: a whole decision against a bare commit, and a restart with a full house.

``python -m tests.benchmarks.bench_commit [--rounds N] [--cases N] [--json FILE]``. All take turns
on the same disk; a decision is in hand before its time begins, as it is when its message was read.

decision_commit
    Against a bare commit: one INSERT of the decision's text and its COMMIT over the driver itself,
    with the same write-ahead log and full synchronisation.
decision_rows
    Against the very statements of a decision, made by the driver alone: a decision changes some
    twelve pages of rows and indexes where the bare commit changes two, so this row tells what the
    program itself adds.
decision_fsync
    Against the limit that the bar was drawn from: 4 KiB written in place and ``fdatasync``, on the
    disk as it is. Where that disk synchronises within a tenth of a millisecond, what the processor
    does counts for more than the disk; so the same is said for information of disks that take
    0.8 ms and 4 ms (`slow_disk`), between which the bar's own disk lay. Those rows have no bar.
hub_restart
    That of the real program, its bytecode kept as where it is installed: from its start after a
    kill to the first answer over the wire.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.full_house import fill, install, restart_ms
from tests.benchmarks.rows import Act, Row, medians, row, take_turns
from tests.benchmarks.slow_disk import slow_disk
from tests.storage.scenes import MORNING, leased, make_decision
from workstation.domain.case import Case
from workstation.storage.deciding import record
from workstation.storage.records import open_records

ROUNDS = 300
CASES = 68_000
RESTART_BAR_MS = 2000.0
_RESTARTS = 5
_WARM = 20
_PAGE = 4096
_PAGES = 256
#: How long the disks take for which the limit is held against a decision, too [ms].
SLOW_MS = (0.8, 4.0)
_SLOW_ROUNDS = 100


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--as-it-is", action="store_true", help="leave out the slow disks")
    options = parser.parse_args()
    rows = commit_rows(options.rounds)
    if not options.as_it_is:
        rows += slow_rows()
    if options.cases:
        rows.append(restart_row(options.cases))
    for one in rows:
        say(one.text())
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    return 0


def commit_rows(rounds: int) -> list[Row]:
    """Return the rows of the decision: against a bare commit, and against its own rows."""
    with tempfile.TemporaryDirectory(prefix="reviewroom-commit-") as folder:
        path = Path(folder) / "hub.sqlite"
        records = open_records(path)
        bare = bare_commit(Path(folder) / "bare.sqlite")
        cases = [leased(records, f"s{number}") for number in range(rounds + _WARM)]
        records.close()
        told = statements_of(path, cases)
        same = same_rows(path, told)
        records = open_records(path)
        decisions = [make_decision(case, f"d-{case.scan_id}", now=MORNING) for case in cases]
        acts = {
            "limit": limit(Path(folder) / "limit"),
            "bare": bare,
            "same rows": same,
            "decision": lambda number: records.decide(decisions[number]),
        }
        spent: dict[str, list[float]] = {name: [] for name in acts}
        counted = {name: Act(do=_counted(act, spent[name])) for name, act in acts.items()}
        times = take_turns(counted, rounds=rounds, warm=_WARM)
        records.close()
    say(
        "  processor time: "
        + ", ".join(f"{name} {took:.2f} ms" for name, took in medians(spent).items())
    )
    half = medians(times)
    slow = {name: statistics.quantiles(taken, n=20)[-1] for name, taken in times.items()}
    say(f"  95 % within: decision {slow['decision']:.2f} ms, bare {slow['bare']:.2f} ms")
    return [
        row("decision_commit", half["decision"], "bare commit", half["bare"], bar=1 / 1.5),
        row("decision_rows", half["decision"], "same rows, driver", half["same rows"]),
        row("decision_fsync", half["decision"], "4 KiB + fdatasync", half["limit"], bar=1 / 1.5),
    ]


def slow_rows() -> list[Row]:
    """Return the row of the limit for disks that take longer than this one; for information."""
    rows = list[Row]()
    for sync_ms in SLOW_MS:
        with tempfile.TemporaryDirectory(prefix="reviewroom-slow-") as folder:
            environment = slow_disk(Path(folder), sync_ms)
            if environment is None:
                say("  no C compiler: nothing is said of slower disks")
                return []
            told = Path(folder) / "rows.json"
            command = [sys.executable, "-m", "tests.benchmarks.bench_commit", "--as-it-is"]
            command += ["--cases", "0", "--rounds", str(_SLOW_ROUNDS), "--json", str(told)]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
            found = {one["name"]: one for one in json.loads(told.read_text(encoding="utf-8"))}
        took = found["decision_fsync"]
        name, against = f"decision_fsync_{sync_ms:g}ms", f"sync >= {sync_ms:g} ms"
        rows.append(row(name, took["ours_ms"], against, took["against_ms"]))
    return rows


def _counted(act: Callable[[int], object], spent: list[float]) -> Callable[[int], object]:
    """Return the act, which also adds the processor time that it took [ms]."""

    def do(number: int) -> None:
        began = time.thread_time()
        act(number)
        spent.append((time.thread_time() - began) * 1e3)

    return do


Statement = tuple[str, tuple[object, ...]]


class _Listening:
    """A cursor that writes down what it is told."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor, self.told = cursor, list[Statement]()

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Do it, and write it down."""
        self.told.append((statement, values))
        return self._cursor.execute(statement, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def statements_of(path: Path, cases: Sequence[Case]) -> list[list[Statement]]:
    """Return what is said to the database for each decision, and let none of it be true."""
    connection = raw(path)
    told = []
    connection.execute("BEGIN IMMEDIATE")
    for case in cases:
        cursor = _Listening(connection.cursor())
        decision = make_decision(case, f"d-{case.scan_id}", now=MORNING)
        record(cursor, decision, readers=1)  # type: ignore[arg-type]  # it is as good as one
        told.append(cursor.told)
    connection.execute("ROLLBACK")
    connection.close()
    return told


def same_rows(path: Path, told: Sequence[Sequence[Statement]]) -> Callable[[int], None]:
    """Return an act that makes the rows of a decision durable in a copy, with the driver alone."""
    copy = path.with_name("copy.sqlite")
    shutil.copyfile(path, copy)
    connection = raw(copy)

    def commit(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in told[number]:
            connection.execute(statement, values).fetchall()
        connection.execute("COMMIT")

    return commit


def raw(path: Path) -> sqlite3.Connection:
    """Open a database with the driver alone, as durable as the hub's."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


def limit(path: Path) -> Callable[[int], object]:
    """Return an act that makes 4 KiB durable in a file that has its length, and no more."""
    path.write_bytes(bytes(_PAGE * _PAGES))
    file, page = os.open(path, os.O_RDWR), b"x" * _PAGE
    os.fsync(file)

    def write(number: int) -> None:
        os.pwrite(file, page, number % _PAGES * _PAGE)
        os.fdatasync(file)

    return write


def bare_commit(path: Path) -> Callable[[int], None]:
    """Return an act that makes one row durable with the driver alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE decision (id INTEGER PRIMARY KEY, text TEXT)")
    text = "x" * 700

    def commit(_number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO decision (text) VALUES (?)", (text,))
        connection.execute("COMMIT")

    return commit


def restart_row(cases: int) -> Row:
    """Return the row of the restart."""
    with tempfile.TemporaryDirectory(prefix="reviewroom-house-") as folder:
        say(f"  filling a house with {cases} cases")
        fill(Path(folder), cases)
        install(Path(folder))
        times = [restart_ms(Path(folder)) for _ in range(_RESTARTS)]
    say(f"  restarts: {', '.join(f'{one:.0f}' for one in times)} ms")
    return row("hub_restart", statistics.median(times), "patience", RESTART_BAR_MS, bar=1.0)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
