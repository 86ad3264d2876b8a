"""A look at the room now over ten thousand decisions and over a million, and what it costs desks.

``python -m tests.benchmarks.bench_dashboard [--decisions N] [--json FILE]``. The records are made
by plain SQL, with the triggers on; each look comes after one more decision, as on a busy morning.
The last rows tell what an act costs a desk while a dashboard looks, and how often a control chart
calls a scanner wrongly.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from tests.benchmarks.rows import Act, Row, medians, row, take_turns
from tests.benchmarks.table import say
from workstation.domain.drift import BASELINE, Chart, Measure
from workstation.domain.instants import to_text
from workstation.storage.records import open_records
from workstation.storage.room_now import RoomReader

FEW = 10_000
SITES, SCANNERS = 9, 2
A_DAY = 1500
_BLOCK = 20_000
_NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
_SINCE = _NOW.replace(hour=0)
_COUNT_ANEW = "SELECT site, stage, count(*) FROM scan_case GROUP BY site, stage"


class Room:
    """A hub's records with so many decisions, and who adds one more."""

    def __init__(self, folder: Path, decisions: int) -> None:
        self.folder = folder
        open_records(folder / "hub.sqlite").close()
        self._base = sqlite3.connect(folder / "hub.sqlite", isolation_level=None)
        self._base.execute("PRAGMA synchronous = OFF")
        began = time.perf_counter()
        for first in range(0, decisions, _BLOCK):
            self._add(range(first, min(first + _BLOCK, decisions)), decisions)
        self.count = decisions
        self.reader = RoomReader(folder)
        say(f"made {decisions:,} decisions in {time.perf_counter() - began:.0f} s")

    def one_more(self) -> None:
        """Record one more decision, now."""
        self._add(range(self.count, self.count + 1), self.count + 1)
        self.count += 1

    def look(self) -> None:
        """Look at the room, as a dashboard does each second."""
        self.reader.read(_NOW, since=_SINCE)

    def count_anew(self) -> None:
        """Count all cases by site and stage, as a dashboard without kept counts does."""
        with sqlite3.connect(self.folder / "hub.sqlite") as base:
            base.execute(_COUNT_ANEW).fetchall()

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()
        self._base.close()

    def _add(self, numbers: range, every: int) -> None:
        rows = list(_rows(numbers, every))
        base = self._base
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            "INSERT INTO scan_case (case_id, site, scan_id, package_sha256, package_size, head,"
            " stage, priority, received_at, comparison, lease_token, lease_officer, lease_desk,"
            " attempts, required_role) VALUES (?, ?, ?, ?, 1, '{}', 'announced', 0, ?, '{}', ?,"
            " 'li', 'desk-1', 0, 'reviewer')",
            [
                (case, site, scan, "a" * 64, came, number)
                for number, case, site, scan, came, _ in rows
            ],
        )
        base.executemany(
            "INSERT INTO decision (decision_id, case_id, slot, scan_sha256, conclusion, reason,"
            " note, marks, officer, desk, decided_at, final_at, lease_token, evidence)"
            " VALUES (?, ?, 1, ?, 'release', '', '', '[]', 'li', 'desk-1', ?, ?, ?, '{}')",
            [(f"d{number}", case, "a" * 64, at, at, number) for number, case, _, _, _, at in rows],
        )
        base.executemany(
            "INSERT INTO standing (decision_id, case_id, slot, officer, settles)"
            " VALUES (?, ?, 1, 'li', 1)",
            [(f"d{number}", case) for number, case, *_ in rows],
        )
        base.executemany(
            "INSERT INTO scan_figures (case_id, site, scanner, at, verdict, noise)"
            " VALUES (?, ?, ?, ?, 'consistent', 0.004)",
            [
                (case, site, f"H{number % SCANNERS}", came)
                for number, case, site, _, came, _ in rows
            ],
        )
        base.execute("COMMIT")


def _rows(numbers: range, every: int) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Yield number, case, site, scan, when it came and when it was decided; the last today."""
    for number in numbers:
        days, place = divmod(every - 1 - number, A_DAY)
        came = _NOW - timedelta(days=days, seconds=place * 25.0 + 600)
        site = f"site-{number % SITES}"
        decided = came + timedelta(seconds=300 + number % 500)
        yield number, f"{site}:s{number}", site, f"s{number}", to_text(came), to_text(decided)


def looks(folder: Path, many: int) -> list[Row]:
    """Return what a look costs over many decisions and over few, and without kept counts."""
    rooms = {}
    for name, decisions in (("few", FEW), ("many", many)):
        (folder / name).mkdir()
        rooms[name] = Room(folder / name, decisions)
    few, great = rooms["few"], rooms["many"]
    firsts = medians(take_turns({"first": Act(do=lambda _n: great.look())}, rounds=1, warm=0))
    times = medians(
        take_turns(
            {
                "few": Act(do=lambda _n: few.look(), before=lambda _n: few.one_more()),
                "many": Act(do=lambda _n: great.look(), before=lambda _n: great.one_more()),
            },
            rounds=30,
        )
    )
    anew = medians(take_turns({"anew": Act(do=lambda _n: great.count_anew())}, rounds=3, warm=1))
    costs = _cost_to_desks(great)
    for room in rooms.values():
        room.close()
    name = f"look, {many:,} decisions"
    return [
        row(name, times["many"], f"over {FEW:,}", times["few"], bar=1 / 1.5),
        row("look, counted anew", times["many"], "GROUP BY alone", anew["anew"]),
        row("first look of a day", firsts["first"], "a second", 1000.0, bar=1.0),
        row("an act while it looks", costs[1], "nobody looks", costs[0]),
    ]


def _cost_to_desks(room: Room, rounds: int = 60) -> tuple[float, float]:
    """Return the median time of a durable act [ms], while nobody looks and while a dashboard does.

    The dashboard looks in a thread apart, once a second, as that of questions does.
    """
    records, found = open_records(room.folder / "hub.sqlite"), []
    for is_watched in (False, True):
        enough = threading.Event()

        def watch(enough: threading.Event = enough) -> None:
            reader = RoomReader(room.folder)
            while not enough.wait(1.0):
                reader.read(_NOW, since=_SINCE)
            reader.close()

        watcher = threading.Thread(target=watch, name="dashboard")
        if is_watched:
            watcher.start()
        times = []
        for number in range(rounds):
            began = time.perf_counter()
            records.note("bench:act", {"number": number}, now=_NOW)
            times.append((time.perf_counter() - began) * 1e3)
        enough.set()
        if is_watched:
            watcher.join()
        found.append(statistics.median(times))
    records.close()
    return found[0], found[1]


def chart_calls(scans: int = 400_000) -> None:
    """Say how often a chart in control calls wrongly, and how soon it calls a true shift."""
    rng = np.random.default_rng(1)
    calls, chart = 0, _learnt(rng)
    for value in rng.normal(0.0, 1.0, scans):
        after = chart.take(float(value))
        calls += after.is_outside and not chart.is_outside
        chart = after if not after.is_outside else _learnt(rng)
    say(f"control chart: {calls} wrong calls in {scans:,} scans of a steady scanner")
    for shift in (0.5, 1.0, 2.0):
        taken = []
        for _ in range(60):
            chart, count = _learnt(rng), 0
            while not chart.is_outside and count < 5000:
                chart, count = chart.take(float(rng.normal(shift))), count + 1
            taken.append(count)
        say(f"  a shift of {shift:g} sd is called after {statistics.median(taken):g} scans")


def _learnt(rng: np.random.Generator) -> Chart:
    chart = Chart(measure=Measure.NOISE)
    for value in rng.normal(0.0, 1.0, BASELINE):
        chart = chart.take(float(value))
    return chart


def main() -> None:
    """Print the rows; write them where asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    chart_calls()
    with tempfile.TemporaryDirectory() as folder:
        rows = looks(Path(folder), chosen.decisions)
    for one in rows:
        say(one.text())
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")


if __name__ == "__main__":
    main()
