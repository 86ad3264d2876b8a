"""The thinnest line that a site or a desk is to work over: 1 Mbit/s, 600 ms (RELIABILITY, F10).

What the line itself would need is what it is held against: the time that its bandwidth gives the
bytes, and one round trip for a question and its answer.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from queue_client.client import SiteClient
from queue_client.keys import HubAddress
from tests.benchmarks.rows import Row, medians, row
from tests.benchmarks.wire_room import SITES, HubProcess, send
from tests.makers.running_hub import make_decision
from tests.makers.slow_line import SlowLine

_BITS_PER_S: Final = 1e6
_ROUND_TRIP_S: Final = 0.6
_SENT_BYTES: Final = 3_000_000
_FETCHED_BYTES: Final = 400_000
_CASES: Final = 9


def thin_line_rows(folder: Path) -> list[Row]:
    """Return how long a scan travels to the hub, one to a desk, and a decision back."""
    sent_ms = _sent_ms(folder)
    from_desk = _desk_ms(folder)
    return [
        row("thin_line_sent", sent_ms, "3 MB, 1 Mbit/s", _at_best_ms(_SENT_BYTES)),
        row(
            "thin_line_fetched",
            from_desk["fetched"],
            "400 kB, 1 Mbit/s",
            _at_best_ms(_FETCHED_BYTES),
        ),
        row("thin_line_decision", from_desk["decided"], "one round trip", _ROUND_TRIP_S * 1e3),
    ]


def _at_best_ms(size: int) -> float:
    return size * 8e3 / _BITS_PER_S


@contextmanager
def _behind_the_line(folder: Path) -> Iterator[tuple[HubProcess, HubAddress]]:
    with (
        HubProcess(folder) as hub,
        SlowLine(hub.address, bits_per_s=_BITS_PER_S, round_trip_s=_ROUND_TRIP_S) as line,
    ):
        yield hub, line.address


def _sent_ms(folder: Path) -> float:
    with _behind_the_line(folder / "thin-sent") as (hub, address):
        site = SiteClient(address, hub.keys[SITES[0]], site=SITES[0])
        site.hello()
        package = _package(folder / "thin", _SENT_BYTES)
        took_ms = _timed_ms(lambda: send(site, package, "s1"))
        site.close()
    return took_ms


def _desk_ms(folder: Path) -> dict[str, float]:
    """Return how long it takes to fetch the package of a case, and to decide it (medians)."""
    times: dict[str, list[float]] = {"fetched": [], "decided": []}
    with _behind_the_line(folder / "thin-desk") as (hub, address):
        near = hub.site()
        for number in range(_CASES):
            send(near, _package(folder / f"thin{number}", _FETCHED_BYTES), f"s{number}")
        near.close()
        desk = hub.seated(address)
        for number in range(_CASES):
            case, into = desk.lease(), folder / f"fetched{number}"
            assert case is not None
            decision = make_decision(case)
            fetch = partial(desk.fetch, case, case.sha256, case.size, into)
            times["fetched"].append(_timed_ms(fetch))
            times["decided"].append(_timed_ms(partial(desk.decide, decision)))
        desk.close()
    return medians(times)


def _timed_ms(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1e3


def _package(path: Path, size: int) -> Path:
    path.write_bytes(os.urandom(size))
    return path
