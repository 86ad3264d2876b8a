"""``make bench-broker``: a durable transfer beside RabbitMQ with confirms, on the same disk.

``python -m tests.benchmarks.bench_broker PEER_PYTHON`` starts a RabbitMQ server of its own in a
temporary folder (the Debian package ``rabbitmq-server`` must be installed), and takes turns:
ours is `SiteClient.send_scan` until the hub has custody, hash and audit included, in the clear and
over CURVE; theirs is what `tests.benchmarks.rabbit_peer` does, in the clear. Both sync to disk.

``durable_transfer`` is 64 MiB against the quickest way that was found for the peer: a quorum queue,
pieces of 256 KiB, many under way at once, as we send them. ``durable_12_mb`` is what the study of
peers measured (PERFORMANCE, section 4): a package of 12 MB as one persistent message to a durable
queue, its confirm waited for.

About every eighth round the peer's server writes out what it has logged, up to 540 MiB, and goes
on doing so after it has confirmed: in the turn of ours that followed it took up to 370 ms of
processor time. Before every turn, whosever it is, the server has come to rest and the disk has
what was written. The peer's price for a package rises from one such writing to the next, so that
whole cycles are counted.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.bench_wire import MEMORY_BYTES, TRANSFER_BYTES
from tests.benchmarks.bringing import Bringing
from tests.benchmarks.pairs import Turn, ahead_of_others, cpu_s, paired, take_pairs
from tests.benchmarks.wire_room import HubProcess

_PORT = 25673
_ROUNDS = 16  # two cycles of the peer
_STILL_S = 0.1
_STILL_CPU_S = 0.005  # in so long; a server that rests takes about one
_SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_START_S = 180.0
_STUDIED_BYTES = 12_000_000
_CALLED = {"pieces": "quorum, pieces", "whole": "one message"}
_ROWS = (
    ("durable_transfer", "clear", "pieces"),
    ("durable_transfer_curve", "curve", "pieces"),
    ("durable_12_mb", "clear_12", "whole"),
    ("durable_12_mb_curve", "curve_12", "whole"),
)


@contextlib.contextmanager
def rabbit(folder: Path) -> Iterator[int]:
    """Run a server of its own, with a port mapper of its own, away from the system's."""
    own = {
        "RABBITMQ_NODENAME": f"bench{os.getpid()}@localhost",
        "RABBITMQ_NODE_PORT": str(_PORT),
        "RABBITMQ_DIST_PORT": str(_PORT + 1000),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_EPMD_PORT": str(_PORT + 2000),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "HOME": str(folder),
    }
    environment = {**os.environ, **own}
    mapper = subprocess.Popen(["epmd"], env=environment)  # noqa: S607 - comes with the server
    server = subprocess.Popen(  # noqa: S603 - the peer
        [_SERVER], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield _PORT
    finally:
        server.terminate()
        server.wait(60)
        mapper.terminate()
        mapper.wait(10)


def main(peer_python: str) -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as name, ahead_of_others():
        folder = Path(name)
        folder.joinpath("rabbit").mkdir()
        package, content = folder / "package", os.urandom(TRANSFER_BYTES)
        small = folder / "small-package"
        with (
            rabbit(folder / "rabbit") as port,
            HubProcess(folder / "clear", in_the_clear=True) as clear,
            HubProcess(folder / "hub") as hub,
        ):
            peers = {way: _peer(peer_python, way, port) for way in ("pieces", "whole")}
            ways = {
                "clear": Bringing(clear, package, content),
                "curve": Bringing(hub, package, content),
                "clear_12": Bringing(clear, small, content[:_STUDIED_BYTES]),
                "curve_12": Bringing(hub, small, content[:_STUDIED_BYTES]),
            }
            turns = {name: way.turn(f"{name}-") for name, way in ways.items()}
            server = _server_of(folder / "rabbit")
            for way, path in (("pieces", package), ("whole", small)):
                turns[way] = _publishing(peers[way], path, server)
            turns = {name: _in_peace(turn, server) for name, turn in turns.items()}
            costs = take_pairs(turns, rounds=_ROUNDS, warm=2, memory_bytes=MEMORY_BYTES)
            for one in ways.values():
                one.close()
            for peer in peers.values():
                peer.communicate(timeout=60)
    for name, kind, peer_way in _ROWS:
        line = paired(name, costs[kind], f"RabbitMQ {_CALLED[peer_way]}", costs[peer_way], bar=3.0)
        sys.stdout.write(f"{line.text()}\n")


def _publishing(peer: "subprocess.Popen[str]", path: Path, server: int) -> Turn:
    return Turn(
        do=lambda _n: _tell(peer, str(path)),
        after=lambda _n: _tell(peer, ""),  # take away what it has kept, as is done at the hub
        others=(peer.pid, server),
    )


def _in_peace(turn: Turn, server: int) -> Turn:
    """Return a turn that begins when the server's later work is done."""

    def before(number: int) -> None:
        turn.before(number)
        _rest(server)

    return replace(turn, before=before)


def _rest(server: int) -> None:
    """Wait until a process does nothing more and all that was written is on the disk."""
    ends = time.monotonic() + _START_S
    os.sync()
    taken = cpu_s(server)
    while True:
        time.sleep(_STILL_S)
        now = cpu_s(server)
        if now - taken < _STILL_CPU_S:
            break
        if time.monotonic() > ends:
            raise TimeoutError("RabbitMQ does not come to rest")
        taken = now
    os.sync()


def _server_of(folder: Path) -> int:
    """Return the server's process, as it has written it down."""
    return int(folder.joinpath("pid").read_text(encoding="ascii"))


def _peer(peer_python: str, way: str, port: int) -> "subprocess.Popen[str]":
    """Start the peer's half once its server answers."""
    script = Path(__file__).with_name("rabbit_peer.py")
    ends = time.monotonic() + _START_S
    while time.monotonic() < ends:
        peer = subprocess.Popen(  # noqa: S603 - our own script
            [peer_python, str(script), way, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert peer.stdout is not None
        if peer.stdout.readline() == "ready\n":
            return peer
        peer.wait()
        time.sleep(2)
    raise TimeoutError("RabbitMQ did not start")


def _tell(peer: "subprocess.Popen[str]", line: str) -> None:
    assert peer.stdin is not None
    assert peer.stdout is not None
    peer.stdin.write(f"{line}\n")
    peer.stdin.flush()
    peer.stdout.readline()


if __name__ == "__main__":
    main(sys.argv[1])
