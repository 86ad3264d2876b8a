"""Figures over a million decisions: everything, and the last thirty days beside a small room.

``make bench BENCH=figures [--times N]``. A simulated room of 10,000 scans is laid a hundred times
into the past; its last thirty days are those of the small room, so both pages show the same.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, timedelta
from pathlib import Path

from workstation.assembly.year import make_year
from workstation.domain.figures import Period
from workstation.reports.figures import figures
from workstation.simulation.year.world import YearPlan
from workstation.storage.figures import FolderFigures

SCANS, DAYS = 10_000, 54
#: Table -> columns that name things, and columns that are instants.
TABLES = {
    "scan_case": (("case_id", "scan_id"), ("received_at",)),
    "decision": (("decision_id", "case_id"), ("decided_at", "final_at")),
    "standing": (("decision_id", "case_id"), ()),
    "outbox": (("decision_id",), ("final_at", "announced_at", "withdrawn_at")),
    "inspection_result": (
        ("result_id", "case_id", "decision_id"),
        ("opened_at", "reported_at"),
    ),
    "recheck": (("recheck_id", "case_id", "decision_id"), ("drawn_at", "decided_at")),
    "test_image": (("image_id", "case_id"), ("placed_at", "decided_at")),
}


def lay_back(path, times):
    """Copy everything that figures read so many times into the past."""
    with sqlite3.connect(path, isolation_level=None) as plain:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute("PRAGMA cache_size = -400000")
        plain.execute("PRAGMA journal_mode = OFF")
        plain.execute("BEGIN")
        for copy in range(1, times):
            for table in TABLES:
                plain.execute(_copy_of(plain, table, copy))
        plain.execute("COMMIT")
        plain.execute("PRAGMA journal_mode = WAL")
    plain.close()


def _copy_of(plain, table, copy):
    names, instants = TABLES[table]
    columns = [row[1] for row in plain.execute(f"PRAGMA table_info({table})")]
    chosen = []
    for column in columns:
        if column in names:
            chosen.append(f"{column} || '~{copy}'")
        elif column in instants:
            back = f"strftime('%Y-%m-%dT%H:%M:%f', {column}, '-{copy * DAYS} days')"
            chosen.append(f"{back} || '000+00:00'")
        elif (table, column) == ("outbox", "sequence"):
            chosen.append(f"sequence + {copy * 1_000_000}")
        else:
            chosen.append(column)
    here = (
        "sequence < 1000000 AND withdrawn_at IS NULL"
        if table == "outbox"
        else f"{names[0]} NOT LIKE '%~%'"
    )
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - names of our own tables
        f" SELECT {', '.join(chosen)} FROM {table} WHERE {here}"
    )


def took(source, period):
    began = time.perf_counter()
    found = figures(source, period)
    return 1000 * (time.perf_counter() - began), found.cases


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place) / "small", Path(place) / "large"
        make_year(small, YearPlan(seed=1, scans=SCANS, days=DAYS), password="simulated room")  # noqa: S106
        large.mkdir()
        shutil.copyfile(small / "hub.sqlite", large / "hub.sqlite")
        lay_back(large / "hub.sqlite", chosen.times)
        few, many = FolderFigures(small), FolderFigures(large)
        newest = few.newest()
        month = Period(start=newest.astimezone(UTC) - timedelta(days=30))
        ours, theirs = [], []
        for _ in range(5):
            theirs.append(took(few, month)[0])
            ours.append(took(many, month)[0])
        page, peer = statistics.median(ours), statistics.median(theirs)
        whole, cases = took(many, Period())
    sys.stdout.write(
        f"the last 30 days: {page:.0f} ms of {cases:,} cases, {peer:.0f} ms of {SCANS:,}:"
        f" {page / peer:.2f} times\nall {cases:,} cases: {whole / 1000:.1f} s\n"
    )
    if chosen.json:
        row = {
            "name": f"figures of 30 days among {cases} cases",
            "ours_ms": page,
            "against": f"the same days among {SCANS}",
            "against_ms": peer,
            "ratio": peer / page,
        }
        chosen.json.write_text(json.dumps([row]), encoding="utf-8")


if __name__ == "__main__":
    main()
