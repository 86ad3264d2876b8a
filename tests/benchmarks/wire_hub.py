"""A hub process with the real store and no engine, for the wire's benchmarks.

``python -m tests.benchmarks.wire_hub FOLDER [SITE_KEY]`` serves until standard input ends; whom it
knows, `tests.benchmarks.wire_room` has written into its store before. With a key nothing is
encrypted and whoever speaks is taken for the machine with that key: for comparison with a disk,
which does not encrypt either. No program of the product can be told to do so.
"""

import sys
import threading
from pathlib import Path

import zmq

from queue_client import door
from queue_client.door import Door
from tests.makers.running_hub import Models
from workstation.assembly.hub import load_keys, open_hub_records
from workstation.hub import broker
from workstation.hub.broker import Hub
from workstation.hub.options import HubSettings
from workstation.storage.blobs import FolderBlobs


class ClearDoor(Door):
    """A door without keys."""

    def open(self) -> None:
        self._router = self._context.socket(zmq.ROUTER)
        self._router.linger, self._router.router_mandatory = 0, 1
        self._router.sndhwm = self._router.rcvhwm = 64
        self._router.bind("tcp://127.0.0.1:*")
        self._poller.register(self._router, zmq.POLLIN)
        self.hang_bell()


def main(folder: Path, clear_key: str = "") -> None:
    """Serve until standard input ends."""
    if clear_key:
        broker.Door = ClearDoor
        said = {"User-Id": clear_key}  # all are who we say
        door._said_of = lambda _frame, name: said.get(name, "")  # noqa: SLF001 - as above
    stop = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()
    settings = HubSettings(
        data_dir=folder,
        endpoint="tcp://127.0.0.1:*",
        reserve_bytes=0,
        compare_job="tests.makers.jobs:agree",  # a child that stays, and costs the wire nothing
    )
    hub = Hub(open_hub_records(folder), FolderBlobs(folder), Models(), settings, load_keys(folder))
    hub.run(stop)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
