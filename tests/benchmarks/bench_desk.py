"""The desk's own times: key to next picture, first window, longest call, memory over a shift.

``python -m tests.benchmarks.bench_desk [--cases N] [--json FILE]``. The shift is worked in a
process of its own by `desk_shift`; the first window is timed in processes by `first_window`.

The row about memory is in MiB, though its columns say ms. A single sample says little: a picture
more or less that is decoded ahead is 26 MiB. So the most of the last hundred cases stands against
the most of the first hundred.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import first_window
from tests.benchmarks.rows import Row, row

CASES = 500
FRAME_MS = 16.0
PATIENCE_MS = 100.0
_A_HUNDRED = 10  # samples: every tenth case gives one


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    shift = work_shift(options.cases)
    ours_ms, bare_ms = first_window.measure()
    rows = [*shift_rows(shift), row("first_window", ours_ms, "bare_qt", bare_ms, bar=1 / 1.5)]
    for one in rows:
        say(one.text())
    tell(shift)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    return 0


def work_shift(cases: int) -> dict[str, Any]:
    """Work a shift in a process of its own and return what it measured."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shift.json"
        command = [sys.executable, "-m", "tests.benchmarks.desk_shift", str(cases), str(file)]
        subprocess.run(command, check=True)  # noqa: S603 - our own script
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found


def shift_rows(shift: dict[str, Any]) -> list[Row]:
    """Return the rows that a shift gives."""
    next_ms = statistics.median(shift["next_frame_ms"])
    memory = shift["memory_mb"]
    first, last = max(memory[:_A_HUNDRED]), max(memory[-_A_HUNDRED:])
    return [
        row("decision_to_next_frame", next_ms, "label_swap", shift["label_swap_ms"]),
        row("decision_to_next_frame", next_ms, "patience", PATIENCE_MS, bar=1.0),
        row("qt_longest_call", shift["longest_ms"], "one frame", FRAME_MS, bar=1.0),
        row("qt_longest_call", shift["wall_of_longest_ms"], "its wall time", FRAME_MS),
        row("shift_memory_growth", last, "first 100 cases", first, bar=0.95),
    ]


def tell(shift: dict[str, Any]) -> None:
    """Print what stands in no row: the shift, and which calls were long."""
    next_ms = sorted(shift["next_frame_ms"])
    say(
        f"{shift['cases']} cases in {shift['seconds']:.0f} s, {shift['calls']} calls; "
        f"next picture: 90 % within {next_ms[int(len(next_ms) * 0.9)]:.0f} ms, all within "
        f"{next_ms[-1]:.0f} ms"
    )
    say(
        f"longest call: {shift['longest']}, {shift['longest_ms']:.1f} ms of its thread and "
        f"{shift['wall_of_longest_ms']:.1f} ms by the clock; by the clock alone "
        f"{shift['longest_wall_ms']:.0f} ms, which counts what else the machine did"
    )
    say(f"  {shift['within'][shift['longest']]}")
    say(f"over half a frame: {shift['over_half']} calls")
    if shift["refused"]:
        say(f"not counted, for only the instrument failed at them: {shift['refused']} calls")
    for what, times in shift["slow"].items():
        say(f"  over 16 ms: {what}, {times} times, at worst {shift['worst'][what]:.1f} ms")
        say(f"    {shift['within'][what]}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
