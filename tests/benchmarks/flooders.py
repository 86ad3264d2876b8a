"""Sites that send as hard as the wire lets them; each is a process of its own.

What they send is what an enrolled machine can send: whole packages, small ones, and what the hub
has to refuse. A broken message is not among it: twenty of those, and the machine is not heard.
Two others speak to no hub, and show what the machine itself does: one burns processor time, one
writes to the same disk.
"""

import contextlib
import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import zmq

from queue_client.client import SiteClient
from queue_client.codec import encode, write_document
from queue_client.errors import QueueError
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import _connect
from queue_client.messages import Lease, Offer
from tests.benchmarks.wire_room import send_known
from tests.makers.running_hub import make_meta

LARGE_BYTES: Final = 64 * 1024**2
SMALL_BYTES: Final = 100_000
#: As many packages as a site may bring at once.
_AT_ONCE: Final = 4


@dataclass(frozen=True, kw_only=True)
class Flooder:
    """Which site sends, to whom, and where its files lie."""

    site: str
    address: HubAddress
    keys: KeyPair
    folder: Path


def large(flooder: Flooder, stop: Event) -> None:
    """Bring packages of 64 MiB, four at a time."""
    _bring(flooder, stop, LARGE_BYTES)


def small(flooder: Flooder, stop: Event) -> None:
    """Bring packages of 100 KB, four at a time."""
    _bring(flooder, stop, SMALL_BYTES)


def refused(flooder: Flooder, stop: Event) -> None:
    """Ask for what a site may not have, and offer what it has not signed, without waiting."""
    document = write_document(make_meta(flooder.site, "s"))
    forged = Offer(ask=1, scan_id="s", sha256="0" * 64, size=1000, signature="A" * 86)
    messages = [
        encode(Lease(ask=1, session="0" * 32, request="0" * 32)),
        encode(forged, document),
    ]
    socket = _connect(flooder.address, flooder.keys)
    while not stop.is_set():
        for message in messages:
            with contextlib.suppress(zmq.Again):
                socket.send_multipart(message, flags=zmq.DONTWAIT)
        with contextlib.suppress(zmq.Again):
            while True:
                socket.recv_multipart(flags=zmq.DONTWAIT)
    socket.close()


def burn(_flooder: Flooder, stop: Event) -> None:
    """Take processor time and nothing else."""
    while not stop.is_set():
        sum(range(10_000))


def disk(flooder: Flooder, stop: Event) -> None:
    """Write 64 MiB to the hub's disk and wait for it, again and again."""
    piece = os.urandom(1024**2)
    while not stop.is_set():
        with (flooder.folder / f"{flooder.site}.disk").open("wb", buffering=0) as file:
            for _ in range(LARGE_BYTES // len(piece)):
                file.write(piece)
            os.fdatasync(file.fileno())


FLOODS: Final[Mapping[str, Callable[[Flooder, Event], None]]] = {
    "large": large,
    "small": small,
    "refused": refused,
    "burn": burn,
    "disk": disk,
}


class Flood:
    """So many sites that send from ``with`` on until its end."""

    def __init__(self, kind: str, flooders: list[Flooder]) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._processes = [
            context.Process(target=_flood, args=(kind, one, self._stop)) for one in flooders
        ]

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        time.sleep(2.0)  # until they have their imports, and the hub is under their weight
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        for process in self._processes:
            process.join()
            assert process.exitcode == 0, "a flood ran dry"
            process.close()


def _flood(kind: str, flooder: Flooder, stop: Event) -> None:
    """Flood behind what is measured: such sites are machines of their own."""
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.nice(10)
    FLOODS[kind](flooder, stop)


def _bring(flooder: Flooder, stop: Event, size: int) -> None:
    path = flooder.folder / f"{flooder.site}.{size}"
    if not path.exists():
        path.write_bytes(os.urandom(size))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    hands = [
        threading.Thread(target=_carry, args=(flooder, stop, path, sha256, hand))
        for hand in range(_AT_ONCE)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def _carry(flooder: Flooder, stop: Event, path: Path, sha256: str, hand: int) -> None:
    """Bring the same content again and again, each time as another scan."""
    client = SiteClient(flooder.address, flooder.keys, site=flooder.site)
    began = time.time_ns()
    number = 0
    while not stop.is_set():
        number += 1
        with contextlib.suppress(QueueError):
            send_known(client, path, f"f{began}-{hand}-{number}", sha256)
    client.close()
