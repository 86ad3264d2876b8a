"""Pages over a million decisions of a year against those over ten thousand of the same year.

``make bench BENCH=figures [--times N]``. A simulated room of 10,000 scans is laid a hundred times
beside itself, each copy some seconds later, so that every day has a hundred times as many cases.
Pages of found decisions have a benchmark of their own, ``tables``. Each question comes after
something befell the newest decision, and what the days take in of it counts; the bar is 1.5 times
the time of the small room. Times are those of the thread's processor, because the machine may be
busy with something else; the wall's are told beside them. *Every row* is the plain count without
days; *made anew* is how long the days take to be made, once.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.benchmarks.rows import Row, row
from workstation.assembly.looks_count import CountedLooks
from workstation.assembly.year import make_year
from workstation.domain.figures import Period
from workstation.reports.counting import Counting
from workstation.reports.figures import Figures, figures
from workstation.simulation.year.world import YearPlan
from workstation.storage.figure_days import FigureDays
from workstation.storage.figures import FolderFigures
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_now import SteeringReader

SCANS, DAYS, ROUNDS = 10_000, 365, 9
ZONE = ZoneInfo("Asia/Shanghai")
BAR = 1 / 1.5
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


def lay_beside(path: Path, times: int) -> None:
    """Copy everything that figures read so many times, each copy a little later."""
    with sqlite3.connect(path, isolation_level=None) as plain:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute("PRAGMA cache_size = -400000")
        plain.execute("PRAGMA journal_mode = OFF")
        plain.execute("PRAGMA temp_store = MEMORY")
        for table in TABLES:
            only = " WHERE withdrawn_at IS NULL" if table == "outbox" else ""
            first = f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}{only}"  # noqa: S608
            plain.execute(first)
        plain.execute("BEGIN")
        for copy in range(1, times):
            for table in TABLES:
                plain.execute(_copy_of(plain, table, copy))
        plain.execute("COMMIT")
        plain.execute("PRAGMA journal_mode = WAL")
    plain.close()


def _copy_of(plain: sqlite3.Connection, table: str, copy: int) -> str:
    names, instants = TABLES[table]
    columns = [told[1] for told in plain.execute(f"PRAGMA table_info({table})")]
    chosen = []
    for column in columns:
        if column in names:
            chosen.append(f"{column} || '~{copy}'")
        elif column in instants:
            later = f"strftime('%Y-%m-%dT%H:%M:%f', {column}, '+{7 * copy} seconds')"
            chosen.append(f"{later} || '000+00:00'")
        elif (table, column) == ("outbox", "sequence"):
            chosen.append(f"sequence + {copy * 1_000_000}")
        else:
            chosen.append(column)
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - names of our own tables
        f" SELECT {', '.join(chosen)} FROM first_{table}"
    )


class Room:
    """A data folder with its days, and who announces one more of today's decisions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plain = FolderFigures(folder)
        self.days = FigureDays(folder)
        began = time.thread_time(), time.perf_counter()
        while self.days.catch_up(for_s=60.0).behind:
            pass
        self.made_s = time.thread_time() - began[0], time.perf_counter() - began[1]
        self.counting = Counting(self.days)
        self.looks, self.now = CountedLooks(folder), RoomReader(folder)
        self.steering = SteeringReader(folder)
        newest = self.plain.newest()
        if newest is None:
            raise AssertionError("an empty room")
        self.newest = newest.astimezone(UTC)
        self._base = sqlite3.connect(folder / "hub.sqlite", isolation_level=None)
        query = "SELECT case_id FROM decision ORDER BY decided_at DESC LIMIT 1"
        self._case = str(self._base.execute(query).fetchone()[0])

    def one_more(self) -> None:
        """Write down that something befell the newest case."""
        entry = json.dumps({"tag": "scan:announced", "facts": {"case": self._case}})
        query = "INSERT INTO audit (seq, entry, hash) SELECT max(seq) + 1, ?, ? FROM audit"
        self._base.execute(query, (entry, b"-" * 32))

    def ask(self, period: Period) -> Figures:
        """Answer as a hub does: take in what was recorded, then count."""
        standing = self.days.catch_up(for_s=60.0)
        return self.counting.figures(period, zone=ZONE, edition=standing.edition)

    def close(self) -> None:
        """Let go of the files."""
        for one in (self.days, self.looks, self.now, self.steering, self._base):
            one.close()


def took(act: Callable[[], object]) -> tuple[float, float]:
    """Return how long an act took the thread's processor, and on the wall [ms]."""
    wall, busy = time.perf_counter(), time.thread_time()
    act()
    return 1e3 * (time.thread_time() - busy), 1e3 * (time.perf_counter() - wall)


def questions(newest_of: Room) -> dict[str, Period]:
    """Return the questions by their names."""
    newest = newest_of.newest
    return {
        "30 days": Period(start=newest - timedelta(days=30)),
        "365 days": Period(start=newest - timedelta(days=365)),
        "everything": Period(),
        "30 days of a site": Period(start=newest - timedelta(days=30), site="shekou"),
        "a year's machines (84)": Period(goods="84"),
    }


def pages(room: Room) -> dict[str, Callable[[], object]]:
    """Return what every page asks of a room, by its name."""
    asked = {
        f"figures, {name}": partial(room.ask, period) for name, period in questions(room).items()
    }
    since = room.newest.replace(hour=0, minute=0, second=0, microsecond=0)
    return asked | {
        "re-checks": room.looks.overview,
        "test images": room.looks.images,
        "the room now": partial(room.now.read, room.newest, since=since),
        "risk lists, hits": partial(room.steering.hits, before=None, limit=100),
        "steering, on their way": partial(room.steering.on_their_way, 100),
    }


def measured(small: Room, large: Room) -> list[Row]:
    """Return a line for each page; print the wall's times as well."""
    lines = []
    few, many = pages(small), pages(large)
    for name in few:
        times: dict[str, list[tuple[float, float]]] = {"small": [], "large": []}
        both = (("small", small, few[name]), ("large", large, many[name]))
        firsts = {key: took(ask) for key, _, ask in both}
        for _ in range(ROUNDS):
            for key, room, ask in both:
                room.one_more()
                times[key].append(took(ask))
        busy = {key: statistics.median(one[0] for one in some) for key, some in times.items()}
        wall = {key: statistics.median(one[1] for one in some) for key, some in times.items()}
        lines.append(row(name, busy["large"], f"{SCANS:,}", busy["small"], bar=BAR))
        sys.stdout.write(
            f"{lines[-1].text()}\n    wall: {wall['large']:.0f} ms, {wall['small']:.0f} ms;"
            f" asked for the first time: {firsts['large'][0]:.0f} ms, {firsts['small'][0]:.0f} ms"
            f" (wall {firsts['large'][1]:.0f}, {firsts['small'][1]:.0f})\n"
        )
        sys.stdout.flush()
    return lines


def main() -> None:
    """Make the rooms, measure, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        few, many = Path(place) / "small", Path(place) / "large"
        make_year(few, YearPlan(seed=1, scans=SCANS, days=DAYS), password="simulated room")  # noqa: S106
        many.mkdir()
        shutil.copyfile(few / "hub.sqlite", many / "hub.sqlite")
        lay_beside(many / "hub.sqlite", chosen.times)
        small, large = Room(few), Room(many)
        lines = measured(small, large)
        cases = large.ask(Period()).cases
        plain = took(lambda: figures(large.plain, Period(), zone=ZONE))
        sys.stdout.write(
            f"{cases:,} cases; made anew in {large.made_s[0]:.0f} s of the processor"
            f" ({large.made_s[1]:.0f} s on the wall); every row: {plain[0] / 1e3:.1f} s"
            f" ({plain[1] / 1e3:.1f} s)\n"
        )
        for room in (small, large):
            room.close()
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
