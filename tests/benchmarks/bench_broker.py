"""``make bench-broker``: a durable transfer beside RabbitMQ with confirms, on the same disk.

``python -m tests.benchmarks.bench_broker PEER_PYTHON`` starts a RabbitMQ server of its own in a
temporary folder (the Debian package ``rabbitmq-server`` must be installed), and takes turns:
ours is `SiteClient.send_scan` until the hub has custody, hash and audit included, in the clear and
over CURVE; theirs is what `tests.benchmarks.rabbit_peer` does, in the clear. Both send the same
file in pieces of 256 KiB, do not wait for one before the next, and sync to disk.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench_wire import TRANSFER_BYTES, Bringing
from tests.benchmarks.pairs import Turn, ahead_of_others, paired, take_pairs
from tests.benchmarks.wire_room import HubProcess

_PORT = 25673
_ROUNDS = 9
_SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_START_S = 180.0


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
        with (
            rabbit(folder / "rabbit") as port,
            HubProcess(folder / "clear", in_the_clear=True) as clear,
            HubProcess(folder / "hub") as hub,
        ):
            peer = _peer(peer_python, port)
            ways = [Bringing(one, package, content) for one in (clear, hub)]
            turns = {
                "clear": ways[0].turn(),
                "curve": ways[1].turn(),
                "rabbit": Turn(
                    do=lambda _n: _publish(peer, package),
                    after=lambda _n: _empty(peer),
                    others=(peer.pid, _server_of(folder / "rabbit")),
                ),
            }
            costs = take_pairs(turns, rounds=_ROUNDS, warm=2)
            for way in ways:
                way.close()
            peer.communicate(timeout=60)
    for name, kind in (("durable_transfer", "clear"), ("durable_transfer_curve", "curve")):
        line = paired(name, costs[kind], "RabbitMQ confirms", costs["rabbit"], bar=3.0)
        sys.stdout.write(f"{line.text()}\n")


def _server_of(folder: Path) -> int:
    """Return the server's process, as it has written it down."""
    return int(folder.joinpath("pid").read_text(encoding="ascii"))


def _peer(peer_python: str, port: int) -> "subprocess.Popen[str]":
    """Start the peer's half once its server answers."""
    script = Path(__file__).with_name("rabbit_peer.py")
    ends = time.monotonic() + _START_S
    while time.monotonic() < ends:
        peer = subprocess.Popen(  # noqa: S603 - our own script
            [peer_python, str(script), str(port)],
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


def _publish(peer: "subprocess.Popen[str]", path: Path) -> None:
    _tell(peer, str(path))


def _empty(peer: "subprocess.Popen[str]") -> None:
    """Take away what it has kept, as is done at the hub."""
    _tell(peer, "")


def _tell(peer: "subprocess.Popen[str]", line: str) -> None:
    assert peer.stdin is not None
    assert peer.stdout is not None
    peer.stdin.write(f"{line}\n")
    peer.stdin.flush()
    peer.stdout.readline()


if __name__ == "__main__":
    main(sys.argv[1])
