"""``make bench-broker``: a durable transfer beside RabbitMQ with confirms, on the same disk.

``python -m tests.benchmarks.bench_broker PEER_PYTHON`` starts a RabbitMQ server of its own in a
temporary folder (the Debian package ``rabbitmq-server`` must be installed), and takes turns:
ours is `SiteClient.send_scan` over CURVE until the hub has custody, hash and audit included;
theirs is what `tests.benchmarks.rabbit_peer` does, in the clear. Both sync to disk.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import medians, row
from tests.benchmarks.wire_room import HubProcess, send_known

_BYTES = 64 * 1024**2
_PORT = 25673
_ROUNDS = 5
_SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_START_S = 180.0


@contextlib.contextmanager
def rabbit(folder: Path) -> Iterator[int]:
    """Run a server of its own, away from the system's."""
    own = {
        "RABBITMQ_NODENAME": f"bench{os.getpid()}@localhost",
        "RABBITMQ_NODE_PORT": str(_PORT),
        "RABBITMQ_DIST_PORT": str(_PORT + 1000),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "HOME": str(folder),
    }
    server = subprocess.Popen(  # noqa: S603 - the peer
        [_SERVER], env={**os.environ, **own}, stdout=subprocess.DEVNULL
    )
    try:
        yield _PORT
    finally:
        server.terminate()
        server.wait(60)


def main(peer_python: str) -> None:
    """Print the row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath("rabbit").mkdir()
        with rabbit(folder / "rabbit") as port, HubProcess(folder / "hub") as hub:
            peer = _peer(peer_python, port)
            site = hub.site()
            times: dict[str, list[float]] = {"ours": [], "theirs": []}
            for number in range(_ROUNDS + 1):
                body = os.urandom(_BYTES)
                path, sha256 = folder / "package", hashlib.sha256(body).hexdigest()
                path.write_bytes(body)
                start = time.perf_counter()
                send_known(site, path, f"s{number}", sha256)
                ours = (time.perf_counter() - start) * 1e3
                theirs = _publish(peer, path)
                if number:  # the first round warms up
                    times["ours"].append(ours)
                    times["theirs"].append(theirs)
            site.close()
            peer.communicate(timeout=60)
        found = medians(times)
        line = row("durable_transfer", found["ours"], "RabbitMQ confirms", found["theirs"], 3.0)
        sys.stdout.write(f"{line.text()}\n")


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


def _publish(peer: "subprocess.Popen[str]", path: Path) -> float:
    assert peer.stdin is not None
    assert peer.stdout is not None
    peer.stdin.write(f"{path}\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())


if __name__ == "__main__":
    main(sys.argv[1])
