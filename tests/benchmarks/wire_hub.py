"""A hub process with the real store and no engine, for the wire's benchmarks.

``python -m tests.benchmarks.wire_hub FOLDER`` serves until standard input ends; whom it knows,
`tests.benchmarks.wire_room` has written into its store before.
"""

import sys
import threading
from pathlib import Path

from tests.makers.running_hub import Models
from workstation.assembly.hub import load_keys, open_hub_records
from workstation.hub.broker import Hub
from workstation.hub.options import HubSettings
from workstation.storage.blobs import FolderBlobs


def main(folder: Path) -> None:
    """Serve until standard input ends."""
    stop = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()
    settings = HubSettings(data_dir=folder, endpoint="tcp://127.0.0.1:*", reserve_bytes=0)
    hub = Hub(open_hub_records(folder), FolderBlobs(folder), Models(), settings, load_keys(folder))
    hub.run(stop)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
