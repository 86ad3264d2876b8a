"""A durable transfer on a disk like the one that its bar was drawn from.

The study of peers (PERFORMANCE, section 4) brought packages of 12 MB to a disk that took 431 MB a
second, and found 0.73 of writing and fdatasyncing them. A disk that is several times as quick asks
for several times as much of the processors beside it. Here both, the hub and whoever writes and
syncs without it, have that disk (`slow_disk`), each a process of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from queue_client.messages import CHUNK_BYTES
from tests.benchmarks.bringing import Bringing
from tests.benchmarks.pairs import Paired, Turn, paired, take_pairs
from tests.benchmarks.slow_disk import slow_disk
from tests.benchmarks.wire_room import HubProcess, write_and_sync

STUDIED_BYTES: Final = 12_000_000
_STUDIED_BYTES_S: Final = 431e6
_STUDIED_SYNC_MS: Final = 0.8  # the least that was seen there, PERFORMANCE, section 6


class Writer:
    """A process that writes and syncs when it is told to."""

    def __init__(self, path: Path, environment: dict[str, str]) -> None:
        self._path = path
        self._process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", __name__, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )

    def turn(self) -> Turn:
        """Return it as something to time."""
        return Turn(
            do=lambda _number: self._write(),
            after=lambda _number: self._path.unlink(),
            others=(self._process.pid,),
        )

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=30)

    def _write(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        self._process.stdout.readline()


def paced_rows(folder: Path, rounds: int) -> list[Paired]:
    """Return how long a package takes to custody on such a disk; none without a C compiler."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    environment = slow_disk(folder, _STUDIED_SYNC_MS, bytes_s=_STUDIED_BYTES_S)
    if environment is None:
        sys.stdout.write("  no C compiler: nothing is said of slower disks\n")
        return []
    writer = Writer(folder / "beside", environment)
    with HubProcess(folder / "hub", in_the_clear=True, environment=environment) as hub:
        bringing = Bringing(hub, folder / "package", os.urandom(STUDIED_BYTES))
        turns = {"hub": bringing.turn(), "disk": writer.turn()}
        costs = take_pairs(turns, rounds=rounds, warm=2, memory_bytes=4 * STUDIED_BYTES)
        bringing.close()
    writer.close()
    against = "12 MB, 431 MB/s disk"
    return [paired("durable_transfer_431", costs["hub"], against, costs["disk"], bar=0.7)]


def main(path: Path) -> None:
    """Write and sync a package for each line that comes; the other process."""
    content = os.urandom(STUDIED_BYTES)
    for _ in sys.stdin:
        write_and_sync(content, path, CHUNK_BYTES)
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
