"""What the records cost in PostgreSQL: a decision, a bare commit, and a page of a million.

``python -m tests.benchmarks.bench_postgres [--decisions N] [--rounds N] [--json FILE]``; it starts
a server of its own in a temporary folder on the disk. The bare commit is one INSERT of a decision's
text and its COMMIT over the driver alone, on the same server, by turns with whole decisions. A page
is a whole question: taking in what was recorded since, and reading the first page; of ``N``
decisions against 10,000, by turns. Processor times of this process stand beside wall times.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import psycopg

from tests.benchmarks.found_room import fill_index
from tests.benchmarks.rows import Act, Row, medians, row, take_turns
from tests.postgres.server import Server
from tests.storage.scenes import MORNING, leased, make_decision
from workstation.domain.case import Case
from workstation.domain.filters import filter_from_json
from workstation.storage.finding import DecisionIndex
from workstation.storage.homes import RECORDS_FILE, records_file_text
from workstation.storage.records import SqlRecords, open_records

SMALL = 10_000
LARGE = 1_000_000
_NEWEST = filter_from_json({"where": [], "order": {"by": "decided_at", "down": True}})


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    server = Server(place=tempfile.gettempdir())
    try:
        with tempfile.TemporaryDirectory(prefix="rr-bench-pg-") as folder:
            rows = [commit_row(server, Path(folder), options.rounds)]
            rows.append(page_row(server, Path(folder), options.decisions, options.rounds))
    finally:
        server.close()
    for one in rows:
        say(one.text())
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    return 0


def commit_row(server: Server, folder: Path, rounds: int) -> Row:
    """Return the row of a whole decision against a bare commit."""
    records, conninfo = room(server, folder / "commit")
    cases: dict[int, Case] = {}
    processor_s: list[float] = []

    def decide(number: int) -> None:
        began = time.thread_time()
        case = cases[number]
        records.decide(make_decision(case, f"d-{case.scan_id}", now=MORNING))
        processor_s.append(time.thread_time() - began)

    with psycopg.connect(conninfo, autocommit=True) as connection:
        acts = {
            "bare": Act(do=bare_commit(connection)),
            "decision": Act(
                before=lambda number: cases.update({number: leased(records, f"s{number}")}),
                do=decide,
            ),
        }
        times = take_turns(acts, rounds=rounds, warm=20)
    records.close()
    half = medians(times)
    say(f"  of a decision {statistics.median(processor_s) * 1e3:.2f} ms are this process's own")
    return row("pg_decision_commit", half["decision"], "bare commit", half["bare"])


def bare_commit(connection: psycopg.Connection) -> Callable[[int], None]:
    """Return an act that makes one row durable with the driver alone."""
    connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, text text)")
    text = "x" * 700

    def commit(_number: int) -> None:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO bare (text) VALUES (%s)", (text,))
        connection.execute("COMMIT")

    return commit


def page_row(server: Server, folder: Path, decisions: int, rounds: int) -> Row:
    """Return the row of a page of many decisions against the same page of few."""
    indexes = {}
    for name, count in (("few", SMALL), ("many", decisions)):
        say(f"  filling a room with {count} decisions")
        records, conninfo = room(server, folder / name)
        records.decide(make_decision(leased(records, "s0"), "d0"))
        records.close()
        multiply(conninfo, count)
        fill_index(folder / name, count)
        indexes[name] = DecisionIndex(folder / name)
    processor_s: dict[str, list[float]] = {"few": [], "many": []}

    def ask(name: str) -> None:
        began = time.thread_time()
        index = indexes[name]
        index.page(_NEWEST, index.catch_up(), limit=20)
        processor_s[name].append(time.thread_time() - began)

    acts = {name: Act(do=lambda _number, name=name: ask(name)) for name in indexes}
    half = medians(take_turns(acts, rounds=rounds, warm=10))
    own = {name: statistics.median(taken) * 1e3 for name, taken in processor_s.items()}
    say(f"  of a page {own['many']:.2f} ms are this process's own, of few {own['few']:.2f} ms")
    for index in indexes.values():
        index.close()
    return row("pg_page_of_all", half["many"], "page of 10,000", half["few"], bar=1 / 1.5)


def room(server: Server, folder: Path) -> tuple[SqlRecords, str]:
    """Return the records of a data folder that are in a new database, and how that is reached."""
    folder.mkdir(parents=True)
    conninfo = server.new_database()
    (folder / RECORDS_FILE).write_text(records_file_text(conninfo), encoding="utf-8")
    return open_records(folder / "hub.sqlite"), conninfo


def multiply(conninfo: str, decisions: int) -> None:
    """Copy the one decision, with its case, until there are so many."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET session_replication_role = replica")
        for table, own in (
            ("scan_case", {"case_id": "'yantian:s' || i", "scan_id": "'s' || i"}),
            ("decision", {"decision_id": "'d' || i", "case_id": "'yantian:s' || i"}),
            ("standing", {"decision_id": "'d' || i", "case_id": "'yantian:s' || i"}),
        ):
            found = connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own
            names = [column.name for column in found.description or () if column.name != "rowid"]
            chosen = ", ".join(own.get(name, f"t.{name}") for name in names)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen}"  # noqa: S608 - our own
                f" FROM {table} t, generate_series(1, {decisions - 1}) AS i"
            )
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
