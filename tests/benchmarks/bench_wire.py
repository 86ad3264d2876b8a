"""The wire: payload beside a raw socket, a durable transfer beside the disk, a far desk's wait.

``router_dealer_payload`` sends pieces of 256 KiB from a DEALER to a ROUTER in another process,
against the same pieces over a plain TCP socket. Neither side encrypts: the row says what the
messages cost, not what the cipher costs. ``curve_payload`` is the same with CURVE on our side
alone, for information.

``durable_transfer`` is what `SiteClient.send_scan` takes until the hub, a process of its own, has
custody: hash, fsync, rename, record and audit, with the real store; against writing and
fdatasyncing the same bytes beside it. A disk does not encrypt, so neither do we here;
``durable_transfer_curve`` is the same as the product does it. Both need the processors, the disk
does not: on a machine that is busy with other work they say little.

``slow_line_first_picture`` is what passes from a desk's question for a case to the painted first
picture of its scan of 30 MB, on a line of 10 Mbit/s with a round trip of 100 ms; against one
second.
"""

import argparse
import hashlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import zmq

from queue_client.client import SiteClient
from queue_client.messages import CHUNK_BYTES
from tests.benchmarks.rows import Act, Row, medians, row, take_turns
from tests.benchmarks.wire_room import HubProcess, send_known, write_and_sync

PAYLOAD_PIECES = 1024
TRANSFER_BYTES = 64 * 1024**2
_RECEIVER = """
import socket, sys, zmq
kind, pieces, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if kind == "tcp":
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    peer, _ = server.accept()
    buffer, left = bytearray(size), pieces * size
    while left:
        left -= peer.recv_into(buffer)
    peer.sendall(b"x")
    peer.recv(1)
else:
    router = zmq.Context().socket(zmq.ROUTER)
    router.rcvhwm = 64
    public, secret = zmq.curve_keypair()
    if kind == "curve":
        router.curve_server, router.curve_secretkey = 1, secret
    print(router.bind_to_random_port("tcp://127.0.0.1"), public.decode(), flush=True)
    for _ in range(pieces):
        route, _first, _head, _body = router.recv_multipart(copy=False)
    router.send_multipart([route.bytes, b"x"])
    router.recv_multipart()
"""


class Payload:
    """A receiving process, started before each round and not counted, and what is sent to it."""

    def __init__(self, kind: str) -> None:
        self._kind, self._piece = kind, os.urandom(CHUNK_BYTES)

    def prepare(self, _round: int) -> None:
        """Start the process and connect."""
        command = [sys.executable, "-c", _RECEIVER, self._kind]
        command += [str(PAYLOAD_PIECES), str(CHUNK_BYTES)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self._process.stdout is not None
        port, _, public = self._process.stdout.readline().strip().partition(" ")
        if self._kind == "tcp":
            self._socket = socket.create_connection(("127.0.0.1", int(port)))
            return
        self._dealer = zmq.Context.instance().socket(zmq.DEALER)
        self._dealer.linger, self._dealer.sndhwm = 0, 32
        if self._kind == "curve":
            own, secret = zmq.curve_keypair()
            self._dealer.curve_serverkey = public.encode()
            self._dealer.curve_publickey, self._dealer.curve_secretkey = own, secret
        self._dealer.connect(f"tcp://127.0.0.1:{port}")
        time.sleep(0.2)  # the handshake is no payload

    def carry(self, _round: int) -> None:
        """Send all pieces and wait for the word that they are there; then hang up."""
        if self._kind == "tcp":
            for _ in range(PAYLOAD_PIECES):
                self._socket.sendall(self._piece)
            self._socket.recv(1)
            self._socket.close()
        else:
            for _ in range(PAYLOAD_PIECES):
                self._dealer.send_multipart([b"\3\2", b"{}", self._piece], copy=False)
            self._dealer.recv()
            self._dealer.send_multipart([b"", b"", b""])

    def hang_up(self) -> None:
        """Wait for the process to end."""
        self._process.wait(10)


def payload_rows(rounds: int) -> list[Row]:
    """Return how long a payload takes between two processes, each way of sending in turn."""
    ways = {kind: Payload(kind) for kind in ("zmq", "tcp", "curve")}
    acts = {kind: Act(do=way.carry, before=way.prepare) for kind, way in ways.items()}
    times = medians(take_turns(acts, rounds=rounds, warm=1))
    for way in ways.values():
        way.hang_up()
    return [
        row("router_dealer_payload", times["zmq"], "raw TCP socket", times["tcp"], bar=0.85),
        row("curve_payload", times["curve"], "raw TCP socket", times["tcp"]),
    ]


def durable_rows(folder: Path, rounds: int) -> list[Row]:
    """Return how long a package takes until the hub has custody of it."""
    content = os.urandom(TRANSFER_BYTES)
    with (
        HubProcess(folder / "clear", in_the_clear=True) as clear,
        HubProcess(folder / "hub") as hub,
    ):
        clear_site, site = clear.site(), hub.site()
        packages: dict[int, tuple[Path, str]] = {}

        def prepare(number: int) -> None:
            path = folder / "package"
            body = number.to_bytes(8, "little") + content[8:]
            path.write_bytes(body)
            packages[number] = (path, hashlib.sha256(body).hexdigest())

        def bring(number: int, whose: SiteClient = site) -> None:
            path, sha256 = packages[number]
            send_known(whose, path, f"s{number}", sha256)

        times = medians(
            take_turns(
                {
                    "clear": Act(do=lambda n: bring(n, clear_site), before=prepare),
                    "curve": Act(do=bring),
                    "disk": Act(
                        do=lambda _n: write_and_sync(content, folder / "beside", CHUNK_BYTES)
                    ),
                },
                rounds=rounds,
                warm=1,
            )
        )
        site.close()
        clear_site.close()
    return [
        row("durable_transfer", times["clear"], "write + fdatasync", times["disk"], bar=0.7),
        row("durable_transfer_curve", times["curve"], "write + fdatasync", times["disk"]),
    ]


def first_picture_row(folder: Path, rounds: int) -> Row:
    """Return how long a far desk waits for the first picture of a large scan."""
    from tests.benchmarks.far_desk import LIMIT_MS, first_pictures_ms  # noqa: PLC0415 - brings Qt

    times = first_pictures_ms(folder, rounds)
    return row("slow_line_first_picture", statistics.median(times), "1 s", LIMIT_MS, bar=1.0)


def main(arguments: list[str]) -> None:
    """Print the rows; with ``--json FILE`` write them too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = payload_rows(chosen.rounds)
        rows += durable_rows(folder, chosen.rounds)
        rows.append(first_picture_row(folder, 3))
    for one in rows:
        sys.stdout.write(f"{one.text()}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
