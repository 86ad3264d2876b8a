"""What durability costs: a whole decision against a bare commit, and a restart with a full house.

``python -m tests.benchmarks.bench_commit [--rounds N] [--cases N] [--json FILE]``. The bare
commit is one INSERT of the decision's text and its COMMIT over the driver itself, with the same
write-ahead log and full synchronisation; both take turns on the same disk. The restart is that of
the real program: from its start after a kill to the first answer over the wire.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.full_house import fill, restart_ms
from tests.benchmarks.rows import Act, Row, medians, row, take_turns
from tests.storage.scenes import MORNING, leased, make_decision
from workstation.domain.case import Case
from workstation.storage.records import SqlRecords, open_records

ROUNDS = 300
CASES = 68_000
RESTART_BAR_MS = 2000.0
_RESTARTS = 5


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = commit_rows(options.rounds)
    if options.cases:
        rows.append(restart_row(options.cases))
    for one in rows:
        say(one.text())
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    return 0


def commit_rows(rounds: int) -> list[Row]:
    """Return the row of the decision, and one of each other act that officers wait for."""
    with tempfile.TemporaryDirectory(prefix="reviewroom-commit-") as folder:
        records = open_records(Path(folder) / "hub.sqlite")
        bare = bare_commit(Path(folder) / "bare.sqlite")
        cases: dict[int, Case] = {}
        acts = {
            "bare": Act(do=bare),
            "decision": Act(
                before=lambda number: cases.update({number: leased(records, f"s{number}")}),
                do=lambda number: decide(records, cases[number]),
            ),
        }
        times = take_turns(acts, rounds=rounds, warm=20)
        records.close()
    half = medians(times)
    slow = {name: statistics.quantiles(taken, n=20)[-1] for name, taken in times.items()}
    say(f"  95 % within: decision {slow['decision']:.2f} ms, bare {slow['bare']:.2f} ms")
    return [row("decision_commit", half["decision"], "bare commit", half["bare"], bar=1 / 1.5)]


def decide(records: SqlRecords, case: Case) -> None:
    """Record a decision as the hub does."""
    records.decide(make_decision(case, f"d-{case.scan_id}", now=MORNING))


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
        times = [restart_ms(Path(folder)) for _ in range(_RESTARTS)]
    say(f"  restarts: {', '.join(f'{one:.0f}' for one in times)} ms")
    return row("hub_restart", statistics.median(times), "patience", RESTART_BAR_MS, bar=1.0)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
