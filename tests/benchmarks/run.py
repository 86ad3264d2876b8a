"""``make bench``: run the benchmark parts, print their tables, write ``bench.json``.

``python -m tests.benchmarks.run [all|PART]``; the parts are those of `PARTS`. Rows of
``bench.json`` are ``{"name", "ours_ms", "against", "against_ms", "ratio"}``, ratio = against /
ours; rows of some parts also hold ``"bar"``, the least ratio that was asked for, and those of
`tests.benchmarks.pairs` the quartiles of the ratio and the processor times.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

#: part -> its module and options; a part that writes rows takes ``--json FILE``
PARTS: dict[str, tuple[str, ...]] = {
    "display": ("tests.benchmarks.bench_display",),
    "engine": ("tests.benchmarks.bench_engine",),
    "desk": ("tests.benchmarks.bench_desk",),
    "lot": ("tests.benchmarks.bench_lot",),
    "million": ("tests.benchmarks.bench_million",),
    "audit": ("tests.benchmarks.bench_audit",),
    "facts": ("tests.benchmarks.bench_facts",),
    "dispatch": ("tests.benchmarks.bench_dispatch",),
    "dashboard": ("tests.benchmarks.bench_dashboard",),
    "commit": ("tests.benchmarks.bench_commit",),
    "wire": ("tests.benchmarks.bench_wire",),
    "ingest": ("tests.benchmarks.bench_ingest",),
    "container": ("tests.benchmarks.bench_container",),
    "projection": ("tests.benchmarks.bench_projection",),
    "figures": ("tests.benchmarks.bench_figures",),
    "miss": ("tests.benchmarks.bench_miss_rate",),
    "postgres": ("tests.benchmarks.bench_postgres",),
    "tables": ("tests.benchmarks.bench_pages",),
    "flood": ("tests.benchmarks.bench_flood",),
}
WRITES_ROWS = frozenset(PARTS) - {"facts", "lot", "miss", "projection"}
#: Takes many minutes and times nothing, or needs a server; runs when it is asked for by its name.
APART = frozenset({"miss", "postgres", "flood"})


def main(chosen: str) -> int:
    """Run one part or all; return 2 for an unknown part."""
    if chosen != "all" and chosen not in PARTS:
        sys.stderr.write(f"there is no part {chosen!r}; known: all, {', '.join(PARTS)}\n")
        return 2
    rows: list[dict[str, object]] = []
    usual = [part for part in PARTS if part not in APART]
    for part in usual if chosen == "all" else (chosen,):
        sys.stdout.write(f"\n== {part} ==\n")
        sys.stdout.flush()
        rows += run_part(part)
    Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def run_part(part: str) -> list[dict[str, object]]:
    """Run a part in a process of its own and return its rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        options = ("--json", str(file)) if part in WRITES_ROWS else ()
        command = [sys.executable, "-m", *PARTS[part], *options]
        subprocess.run(command, check=True)  # noqa: S603 - our own script
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
