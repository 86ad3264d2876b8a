"""Small scans: custody of 100 KB at a time, from one site and from eight at once."""

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from queue_client.client import SiteClient
from tests.benchmarks.pairs import Paired, Turn, paired, take_pairs
from tests.benchmarks.wire_room import SITES, HubProcess, send_known, write_and_sync

_BYTES: Final = 100_000
_EACH: Final = 5  # a round brings so many from each of eight sites, or all of them from one


class _Site:
    """A site with a thread of its own, to which alone its socket belongs."""

    def __init__(self, hub: HubProcess, name: str, folder: Path) -> None:
        self._path = folder / name
        self._thread = ThreadPoolExecutor(1)
        self._client: SiteClient = self._thread.submit(hub.site, name).result()

    def begin(self, first: int, count: int) -> "Future[None]":
        """Begin to bring so many new scans; returns what to wait for."""
        return self._thread.submit(self._bring, first, count)

    def _bring(self, first: int, count: int) -> None:
        for number in range(first, first + count):
            body = os.urandom(_BYTES)
            self._path.write_bytes(body)
            send_known(self._client, self._path, f"t{number}", hashlib.sha256(body).hexdigest())

    def close(self) -> None:
        """Hang up."""
        self._thread.submit(self._client.close).result()
        self._thread.shutdown()


def small_rows(folder: Path, rounds: int) -> list[Paired]:
    """Return how long forty small scans take until the hub has custody of all of them."""
    count = _EACH * len(SITES)
    outbox, beside = folder / "outbox", folder / "small"
    for one in (outbox, beside):
        one.mkdir()
    with HubProcess(folder / "small-hub") as hub:
        sites = [_Site(hub, name, outbox) for name in SITES]

        def from_one(number: int) -> None:
            _wait([sites[0].begin(number * 2 * count, count)])

        def from_eight(number: int) -> None:
            _wait([one.begin((number * 2 + 1) * count, _EACH) for one in sites])

        def to_disk(_number: int) -> None:
            for one in range(count):
                write_and_sync(os.urandom(_BYTES), beside / str(one), _BYTES)

        def clear(_number: int) -> None:
            for path in beside.iterdir():
                path.unlink()

        turns = {
            "one": Turn(do=from_one, others=(hub.pid,)),
            "eight": Turn(do=from_eight, others=(hub.pid,)),
            "disk": Turn(do=to_disk, after=clear),
        }
        costs = take_pairs(turns, rounds=rounds, warm=1)
        for site in sites:
            site.close()
    against = f"write + fdatasync x {count}"
    return [
        paired("small_scans", costs["one"], against, costs["disk"]),
        paired("small_scans_8_sites", costs["eight"], against, costs["disk"]),
    ]


def _wait(begun: "list[Future[None]]") -> None:
    for one in begun:
        one.result()
