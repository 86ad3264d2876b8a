"""Pages of a million decisions against the same pages of ten thousand, and scrolling through them.

Run ``python -m tests.benchmarks.bench_pages [--decisions N] [--json FILE]``; it writes about a
gigabyte into a temporary folder. For each filter the first page, one in the middle and the last
whole page are read by turns from a room of ``N`` decisions and from one of 10,000; times are the
thread's processor time, because the machine may be busy with something else. The bar is 1.5 times
the time of the small room. ``scroll_…`` is a frame of the table with its page fetched anew, from a
million rows, against Qt's own model with 100,000 rows in memory; the bar is twice its time.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.found_room import fill_index
from tests.benchmarks.rows import Row, row
from tests.benchmarks.scrolling import scroll_rows
from workstation.domain.filters import Filter, filter_from_json
from workstation.domain.found import Extent, Key
from workstation.storage.finding import DecisionIndex

SMALL: Final = 10_000
LARGE: Final = 1_000_000
PAGE: Final = 20
BAR: Final = 1 / 1.5
_ROUNDS: Final = 60


def _by(name: str, *where: dict[str, Any], down: bool = True) -> dict[str, Any]:
    return {"where": list(where), "order": {"by": name, "down": down}}


def _any(field: str, *values: str) -> dict[str, Any]:
    return {"field": field, "any": list(values)}


#: Each fits at least two pages of the small room.
FILTERS: Final[dict[str, dict[str, Any]]] = {
    "all": _by("decided_at"),
    "officer": _by("decided_at", _any("officer", "officer-07")),
    "hs": _by("decided_at", _any("hs", "24")),
    "verdict_site": _by("decided_at", _any("verdict", "inconsistent"), _any("site", "yantian")),
    "crew_found": _by("decided_at", _any("hit", "drugs")),
    "test_marked": _by("decided_at", _any("test", "hit")),
    "note": _by("decided_at", _any("note", "夹层")),
    "slowest": _by("turnaround_s"),
    "quick_release": _by("dwell_s", _any("conclusion", "release"), down=False),
    "p_value": _by("p_value", {"field": "p_value", "at_most": 0.2}, down=False),
}


class Room:
    """An index of so many decisions, and the keys in front of its pages."""

    def __init__(self, folder: Path, decisions: int) -> None:
        fill_index(folder, decisions)
        self.index = DecisionIndex(folder)
        self.extent = Extent(edition=f"bench-{decisions}", top=decisions)

    def places(self, wanted: Filter) -> dict[str, Key | None]:
        """Return the keys in front of the first, the middle and the last whole page."""
        keys: list[Key] = []
        after: Key | None = None
        rest = 0
        while True:
            steps = self.index.steps(wanted, self.extent, after=after, rest=rest, each=PAGE)
            keys += steps.keys
            after, rest = steps.after, steps.rest
            if after is None:
                return {"first": None, "middle": keys[len(keys) // 2], "last": keys[-2]}

    def read(self, wanted: Filter, after: Key | None) -> float:
        """Read a page and return how long it took [ms]."""
        began = time.thread_time()
        page = self.index.page(wanted, self.extent, after=after, limit=PAGE)
        took = (time.thread_time() - began) * 1e3
        if len(page.rows) != PAGE:
            raise AssertionError(f"{len(page.rows)} rows")
        return took


def page_rows(small: Room, large: Room) -> Iterator[Row]:
    """Yield a line for each filter and place."""
    for name, said in FILTERS.items():
        wanted = filter_from_json(said)
        ours, theirs = large.places(wanted), small.places(wanted)
        for place, key in ours.items():
            pairs = [
                (large.read(wanted, key), small.read(wanted, theirs[place])) for _ in range(_ROUNDS)
            ]
            mine, other = (statistics.median(each) for each in zip(*pairs, strict=True))
            yield row(f"page_{name}_{place}", mine, f"{SMALL:,} decisions", other, bar=BAR)


def main() -> int:
    """Make the rooms, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=LARGE)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    lines: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="reviewroom-pages-") as folder:
        small = Room(Path(folder) / "small", SMALL)
        large = Room(Path(folder) / "large", options.decisions)
        for line in chain(page_rows(small, large), scroll_rows(large.index, large.extent)):
            lines.append(line)
            sys.stdout.write(f"{line.text()}\n")
            sys.stdout.flush()
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(line) for line in lines]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
