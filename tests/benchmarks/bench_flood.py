"""What a quiet site and a desk wait for while other sites flood the hub.

``python -m tests.benchmarks.bench_flood [--floods large,small,refused] [--sites 1,5]``. The hub is
a process with the real store. A quiet site brings a scan of 100 KB, and a desk takes a case and
decides it, some twenty times a second; alone and with floods in turns. Told are the medians over
the rounds of p50 and p99 [ms] and of the ratios p99(with) / p99(alone). The specification asks for
at most 2.

What floods yields to the hub and to who is timed, as if it were on machines of its own. The disk
cannot be shared out like that: ``disk`` are as many processes that send nothing, and write 64 MiB
to the hub's disk again and again; ``burn`` are as many that only take processor time.
"""

import argparse
import hashlib
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.flooders import FLOODS, SMALL_BYTES, Flood, Flooder
from tests.benchmarks.pairs import ahead_of_others
from tests.benchmarks.table import say
from tests.benchmarks.wire_room import SITES, HubProcess, send_known
from tests.makers.running_hub import make_decision

_PAUSE_S: Final = 0.03
QUIET, *FLOODING = SITES


class Quiet:
    """The site and the desk that are timed, a thread each."""

    def __init__(self, hub: HubProcess, folder: Path) -> None:
        self._hub, self._path, self._count = hub, folder / "quiet", 0
        body = os.urandom(SMALL_BYTES)
        self._path.write_bytes(body)
        self._sha256 = hashlib.sha256(body).hexdigest()

    def times(self, seconds: float) -> dict[str, list[float]]:
        """Return how long each act took, act by act [ms]."""
        times: dict[str, list[float]] = {"stored": [], "lease": [], "decide": []}
        ends = time.monotonic() + seconds
        hands = [
            threading.Thread(target=self._bring, args=(times["stored"], ends)),
            threading.Thread(target=self._decide, args=(times["lease"], times["decide"], ends)),
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        return times

    def _bring(self, times: list[float], ends: float) -> None:
        site = self._hub.site(QUIET)
        while time.monotonic() < ends:
            self._count += 1
            name = f"q{self._count}"
            _timed(times, lambda: send_known(site, self._path, name, self._sha256))  # noqa: B023
            time.sleep(_PAUSE_S)
        site.close()

    def _decide(self, leases: list[float], decisions: list[float], ends: float) -> None:
        desk = self._hub.seated()
        while time.monotonic() < ends:
            case = _timed(leases, desk.lease)
            if case is not None:
                decision = make_decision(case, conclusion="inspect")
                _timed(decisions, lambda: desk.decide(decision))  # noqa: B023
            time.sleep(_PAUSE_S)
        desk.logout()
        desk.close()


def _timed(times: list[float], act: Callable[[], Any]) -> Any:
    begins = time.perf_counter()
    result = act()
    times.append((time.perf_counter() - begins) * 1e3)
    return result


def p99(times: list[float]) -> float:
    """Return the time that one in a hundred takes longer than."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def measure(kind: str, count: int, rounds: int, seconds: float) -> list[dict[str, object]]:
    """Return a row for each act: alone, and beside so many sites."""
    found: dict[str, dict[str, list[list[float]]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with HubProcess(folder / "hub") as hub:
            quiet = Quiet(hub, folder)
            quiet.times(1.0)
            flooders = [
                Flooder(site=site, address=hub.address, keys=hub.keys[site], folder=folder)
                for site in FLOODING[:count]
            ]
            for _ in range(rounds):
                for way, around in (("alone", nullcontext()), ("with", Flood(kind, flooders))):
                    with around:
                        for act, times in quiet.times(seconds).items():
                            found.setdefault(act, {}).setdefault(way, []).append(times)
    return [_row(f"{act}_beside_{count}_{kind}", ways) for act, ways in found.items()]


def _row(name: str, ways: dict[str, list[list[float]]]) -> dict[str, object]:
    pairs = list(zip(ways["alone"], ways["with"], strict=True))
    ratio = statistics.median(p99(beside) / p99(alone) for alone, beside in pairs)
    medians = {
        f"{way}_{figure.__name__}_ms": round(statistics.median(map(figure, times)), 2)
        for way, times in ways.items()
        for figure in (statistics.median, p99)
    }
    fewest = min(len(times) for way in ways.values() for times in way)
    return {"name": name, "ratio": round(ratio, 2), "fewest": fewest, **medians}


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--floods", default=",".join(FLOODS))
    parser.add_argument("--sites", default="1,5")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = []
    for kind in chosen.floods.split(","):
        if kind not in FLOODS:
            parser.error(f"there is no flood {kind!r}")
        for count in map(int, chosen.sites.split(",")):
            with ahead_of_others():
                found = measure(kind, count, chosen.rounds, chosen.seconds)
            for row in found:
                rows.append(row)
                say("  ".join(f"{name} {value}" for name, value in row.items()))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
