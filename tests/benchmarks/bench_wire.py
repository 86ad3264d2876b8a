"""The wire: payload beside a raw socket, a durable transfer beside the disk, a far desk's wait.

``router_dealer_payload`` is eight packages of 12 MB, one after another, from a DEALER to a ROUTER
in another process, in the pieces that the wire has, against the same over a plain TCP socket.
Neither side encrypts: the row says what the messages cost, not what the cipher costs.
``curve_payload`` is the same with CURVE on our side alone, for information.

``durable_transfer`` is what `SiteClient.send_scan` takes until the hub, a process of its own, has
custody of 64 MiB: hash, fsync, rename, record and audit, with the real store; against writing and
fdatasyncing the same bytes beside it. Each writes a new file, and each file is taken away before
the next round, so that neither has memory ready that the other must ask for. A disk does not
encrypt, so neither do we here; ``durable_transfer_curve`` is the same as the product does it.
``durable_transfer_431`` is 12 MB on a disk as slow as the one that the bar was drawn from.
``small_scans`` is the same with CURVE for scans of 100 KB from one site after another,
``small_scans_8_sites`` from eight at once, against writing and fdatasyncing them one by one.

``slow_line_first_picture`` is what passes from a desk's question for a case to the painted first
picture of its scan of 30 MB, on a line of 10 Mbit/s with a round trip of 100 ms; against one
second. ``thin_line_…`` is work over the thinnest line that is to do, against what the line itself
would need.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from queue_client.messages import CHUNK_BYTES
from tests.benchmarks.bringing import Bringing
from tests.benchmarks.pairs import Paired, Turn, ahead_of_others, paired, take_pairs
from tests.benchmarks.rows import Row, row
from tests.benchmarks.thin_line import thin_line_rows
from tests.benchmarks.wire_paced import paced_rows
from tests.benchmarks.wire_payload import Payload
from tests.benchmarks.wire_room import HubProcess, write_and_sync
from tests.benchmarks.wire_small import small_rows

TRANSFER_BYTES = 64 * 1024**2
#: A transfer keeps a file in memory on the hub's side, and what is under way to it.
MEMORY_BYTES = 4 * TRANSFER_BYTES
_PAYLOAD_ROUNDS = 31


def payload_rows(rounds: int) -> list[Paired]:
    """Return how long a package takes between two processes, each way of sending in turn."""
    ways = {kind: Payload(kind) for kind in ("tcp", "zmq", "curve")}
    turns = {
        kind: Turn(do=way.carry, before=way.tell, others=(way.pid,)) for kind, way in ways.items()
    }
    costs = take_pairs(turns, rounds=rounds, warm=5)
    for way in ways.values():
        way.hang_up()
    return [
        paired("router_dealer_payload", costs["zmq"], "raw TCP socket", costs["tcp"], bar=0.85),
        paired("curve_payload", costs["curve"], "raw TCP socket", costs["tcp"]),
    ]


def durable_rows(folder: Path, rounds: int) -> list[Paired]:
    """Return how long a package takes until the hub has custody of it."""
    content, beside = os.urandom(TRANSFER_BYTES), folder / "beside"
    with (
        HubProcess(folder / "clear", in_the_clear=True) as clear,
        HubProcess(folder / "hub") as hub,
    ):
        ways = [Bringing(one, folder / "package", content) for one in (clear, hub)]
        disk = Turn(
            do=lambda _n: write_and_sync(content, beside, CHUNK_BYTES),
            after=lambda _n: beside.unlink(),
        )
        turns = {"clear": ways[0].turn(), "curve": ways[1].turn(), "disk": disk}
        costs = take_pairs(turns, rounds=rounds, warm=2, memory_bytes=MEMORY_BYTES)
        for way in ways:
            way.close()
    return [
        paired("durable_transfer", costs["clear"], "write + fdatasync", costs["disk"], bar=0.7),
        paired("durable_transfer_curve", costs["curve"], "write + fdatasync", costs["disk"]),
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
    parser.add_argument("--rounds", type=int, default=11)
    chosen = parser.parse_args(arguments)
    rows: list[Paired | Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ahead_of_others():
            rows += payload_rows(_PAYLOAD_ROUNDS)
            rows += durable_rows(folder, chosen.rounds)
            rows += paced_rows(folder, chosen.rounds)
            rows += small_rows(folder, chosen.rounds)
        rows.append(first_picture_row(folder, 3))
        rows += thin_line_rows(folder)
    for one in rows:
        sys.stdout.write(f"{one.text()}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
